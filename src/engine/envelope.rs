//! What encloses the parts of a stored content, and nothing else may.
//!
//! A content is sent as it is, so it must be what this package wrote: one that said `{"role":"user","parts":[…]},{…` would put
//! foreign JSON into a request. Everything outside the parts is therefore compared byte for byte. It does not know what a part
//! is, beyond where it opens and closes ([`scan`](crate::scan)), nor whether all of it is valid JSON: the sink behind it judges
//! that.

use crate::scan::{Lifted, Mark, Scanner, Sink};

/// The bytes around parts: what stands before the first and behind the last.
pub type Role = (&'static str, &'static str);

/// Passes on what the scanner finds, and compares what stands around the parts.
#[derive(Debug)]
pub struct Envelope<S> {
    /// Who hears of everything.
    pub sink: S,
    role: Role,
    place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// So many bytes stand before the first part.
    Before(usize),
    /// In a part.
    Inside,
    /// Behind a part.
    Behind,
    /// Behind a comma that stands behind a part.
    Comma,
    /// So many bytes stand behind the last part.
    After(usize),
    /// Where nothing of ours is.
    Astray,
}

impl Place {
    /// Behind one more byte that belongs to no part.
    fn after(self, byte: u8, role: Role) -> Self {
        let is_next = |text: &str, at: usize| text.as_bytes().get(at) == Some(&byte);
        match self {
            Self::Before(at) if is_next(role.0, at) => Self::Before(at + 1),
            Self::Behind if byte == b',' => Self::Comma,
            Self::Behind if is_next(role.1, 0) => Self::After(1),
            Self::After(at) if is_next(role.1, at) => Self::After(at + 1),
            Self::Before(_) | Self::Inside | Self::Behind | Self::Comma | Self::After(_) | Self::Astray => Self::Astray,
        }
    }
}

impl<S: Sink> Envelope<S> {
    /// Nothing so far, of a content of that role.
    pub const fn new(role: Role, sink: S) -> Self {
        Self { sink, role, place: Place::Before(0) }
    }

    /// Takes the next bytes of the content through `scanner`.
    ///
    /// # Errors
    /// When they cannot be: a sentence's end.
    pub fn push(&mut self, scanner: &mut Scanner, mut bytes: &[u8]) -> Result<(), &'static str> {
        while !bytes.is_empty() {
            let taken = scanner.push(bytes, self).map_err(|_| "it is no valid JSON")?;
            if taken == 0 {
                return Err("it holds more than a role and parts");
            }
            if self.place == Place::Astray {
                return Err(ASTRAY);
            }
            bytes = bytes.get(taken..).unwrap_or_default();
        }
        Ok(())
    }

    /// Says that no more comes.
    ///
    /// # Errors
    /// When it was not the role and parts, one at least, and a comma between any two: a sentence's end.
    pub fn finish(&self) -> Result<(), &'static str> {
        if self.place == Place::After(self.role.1.len()) { Ok(()) } else { Err(ASTRAY) }
    }
}

const ASTRAY: &str = "it is not exactly the parts of the role whose turn it is";

impl<S: Sink> Sink for Envelope<S> {
    fn keep(&mut self, json: &[u8]) {
        if self.place != Place::Inside {
            self.place = json.iter().fold(self.place, |place, byte| place.after(*byte, self.role));
        }
        self.sink.keep(json);
    }

    fn read(&mut self, json: &[u8]) {
        self.sink.read(json);
    }

    fn begin(&mut self, what: Lifted) {
        self.sink.begin(what);
    }

    fn take(&mut self, text: &[u8]) -> usize {
        self.sink.take(text)
    }

    fn escaped(&mut self, unit: u16) -> bool {
        self.sink.escaped(unit)
    }

    fn end(&mut self) -> bool {
        self.sink.end()
    }

    fn mark(&mut self, mark: Mark, offset: u64) {
        match mark {
            Mark::PartOpens => {
                let length = self.role.0.len();
                // Its place tells of space before all, which is not kept.
                let is_first = self.place == Place::Before(length) && offset == length as u64;
                self.place = if is_first || self.place == Place::Comma { Place::Inside } else { Place::Astray };
            }
            Mark::PartCloses if self.place == Place::Inside => self.place = Place::Behind,
            Mark::PartCloses | Mark::Opens | Mark::Closes | Mark::SnakeCase(_) => {}
        }
        self.sink.mark(mark, offset);
    }
}
