//! What encloses the parts of a stored content, and nothing else may.
//!
//! A content is sent as it is, so it must be what this package wrote: one that said `{"role":"user","parts":[…]},{…` would put
//! foreign JSON into a request. Everything outside the parts is therefore compared byte for byte. It does not know what a part
//! is, beyond where it opens and closes (src/scan.rs), nor whether all of it is valid JSON: the sink behind it judges that.

use crate::scan::{Lifted, Mark, Scanner, Sink};

/// The bytes around parts: what stands before the first and behind the last.
pub type Role = (&'static str, &'static str);

/// Passes on what the scanner finds, and notes what stands around the parts.
#[derive(Debug)]
pub struct Envelope<S> {
    /// Who hears of everything.
    pub sink: S,
    /// Where parts begin, in bytes.
    pub opens: Vec<u64>,
    outside: Vec<u8>,
    inside: bool,
}

impl<S: Sink> Envelope<S> {
    /// Nothing so far.
    pub const fn new(sink: S) -> Self {
        Self { sink, opens: Vec::new(), outside: Vec::new(), inside: false }
    }

    /// Takes the next bytes of a content of that role through `scanner`.
    ///
    /// # Errors
    /// When they cannot be: a sentence's end.
    pub fn push(&mut self, scanner: &mut Scanner, mut bytes: &[u8], role: Role) -> Result<(), &'static str> {
        while !bytes.is_empty() {
            let taken = scanner.push(bytes, self).map_err(|_| "it is no valid JSON")?;
            if taken == 0 || self.outside.len() > role.0.len() + self.opens.len() + role.1.len() {
                return Err("it holds more than a role and parts");
            }
            bytes = bytes.get(taken..).unwrap_or_default();
        }
        Ok(())
    }

    /// Whether it was the role and parts, one at least, and a comma between any two.
    #[must_use]
    pub fn is_exactly(&self, role: Role) -> bool {
        let inside = self.outside.strip_prefix(role.0.as_bytes()).and_then(|rest| rest.strip_suffix(role.1.as_bytes()));
        let commas = |inside: &[u8]| inside.len() + 1 == self.opens.len() && inside.iter().all(|byte| *byte == b',');
        // The first one's place tells of space before all, which is not kept.
        inside.is_some_and(commas) && self.opens.first() == Some(&(role.0.len() as u64))
    }
}

impl<S: Sink> Sink for Envelope<S> {
    fn keep(&mut self, json: &[u8]) {
        if !self.inside {
            self.outside.extend_from_slice(json);
        }
        self.sink.keep(json);
    }

    fn begin(&mut self, what: Lifted) {
        self.sink.begin(what);
    }

    fn take(&mut self, text: &[u8]) -> usize {
        self.sink.take(text)
    }

    fn end(&mut self) -> bool {
        self.sink.end()
    }

    fn mark(&mut self, mark: Mark, offset: u64) {
        match mark {
            Mark::PartOpens => {
                self.inside = true;
                self.opens.push(offset);
            }
            Mark::PartCloses => self.inside = false,
            Mark::Opens | Mark::Closes | Mark::SnakeCase(_) => {}
        }
        self.sink.mark(mark, offset);
    }
}
