//! Finds the long strings of a reply while its bytes arrive.
//!
//! A reply is a few hundred bytes of JSON around megabytes of base64: pictures at
//! `candidates[].content.parts[].inlineData.data` and thought signatures, larger still, at `…parts[].thoughtSignature`
//! (either spelling, `inline_data` too). [`Scanner`] walks the bytes once, in pieces of any size, and tells a [`Sink`] two
//! things: JSON to keep, and the text of those strings as it passes. In what is kept, a lifted string stays a string, so
//! `JSON.parse` of the kept bytes accepts and rejects exactly what it would of the whole reply, and where a lifted path
//! holds a string it is always the sink's own.
//!
//! It knows brackets, strings and paths. It does not know what numbers look like, what base64 is (the sink stops at the
//! first byte it will not take), or what any other field means.

/// Which of the two long strings was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lifted {
    /// `inlineData.data`: the bytes of a picture.
    Data,
    /// `thoughtSignature`: opaque bytes, to be sent back as they came.
    Signature,
}

/// Where the scanner's findings go.
pub trait Sink {
    /// JSON that is not lifted, in order; pieces may end anywhere.
    fn keep(&mut self, json: &[u8]);
    /// A lifted string begins; its opening quote has been kept and its closing quote will be. Whatever the sink writes
    /// between them takes the string's place.
    fn begin(&mut self, what: Lifted);
    /// Text of the lifted string, escapes resolved, but running on past its end: takes what it can and says how many bytes
    /// that was, stopping at the first that cannot belong to it.
    fn take(&mut self, text: &[u8]) -> usize;
    /// The string ends here; false if it cannot.
    fn end(&mut self) -> bool;
}

/// Why the bytes cannot be a reply, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Error {
    /// Bytes before the one that is wrong.
    pub offset: u64,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What is wrong at [`Error::offset`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The bytes begin with something that no JSON begins with, HTML for instance.
    NotJson,
    /// The bytes end inside a string, an object or an array, or there were none.
    Cut,
    /// A bracket closes what was not open.
    Bracket,
    /// A lifted string holds what its sink will not take.
    Base64,
}

/// What an open bracket holds, as far as the way to a lifted string goes. [RFC 8259] sets no limit to depth, so the stack
/// of these grows; one byte a level.
///
/// [RFC 8259]: https://www.rfc-editor.org/rfc/rfc8259#section-9
#[derive(Clone, Copy, PartialEq, Eq)]
enum Frame {
    Replies, // a stream asked for without alt=sse is one array of replies
    Reply,
    Candidates,
    Candidate,
    Content,
    Parts,
    Part,
    Inline,
    Object,
    Array,
}

#[derive(Clone, Copy)]
enum State {
    Start,
    Between,
    Key { escape: Escape },
    Plain { escaped: bool },
    Lift { escape: Escape },
    Done,
}

/// How far into a backslash escape the bytes so far reach.
#[derive(Clone, Copy)]
enum Escape {
    None,
    Backslash,
    Hex { digits: u8, value: u16 },
}

/// The longest key on the way is `thought_signature`.
const KEY: usize = 17;

/// A resumable scanner for one reply.
pub struct Scanner {
    state: State,
    stack: Vec<Frame>,
    key: [u8; KEY],
    key_len: usize,
    key_next: bool,
    offset: u64,
}

impl Default for Scanner {
    fn default() -> Self {
        Self::new()
    }
}

impl Scanner {
    /// A scanner before the first byte.
    #[must_use]
    pub const fn new() -> Self {
        Self { state: State::Start, stack: Vec::new(), key: [0; KEY], key_len: 0, key_next: false, offset: 0 }
    }

    /// Bytes taken so far.
    #[must_use]
    pub const fn offset(&self) -> u64 {
        self.offset
    }

    /// Whether the outermost object or array has been closed; later bytes are ignored.
    #[must_use]
    pub const fn is_done(&self) -> bool {
        matches!(self.state, State::Done)
    }

    /// Takes the next bytes, however many.
    ///
    /// # Errors
    /// At the first byte that cannot be part of a reply. The scanner is of no use afterwards.
    pub fn push(&mut self, mut bytes: &[u8], sink: &mut impl Sink) -> Result<(), Error> {
        while !bytes.is_empty() && !self.is_done() {
            let taken = match self.state {
                State::Start => self.start(bytes)?,
                State::Between => self.between(bytes, sink)?,
                State::Key { escape } => self.key(bytes, escape, sink),
                State::Plain { escaped } => self.plain(bytes, escaped, sink),
                State::Lift { escape } => self.lift(bytes, escape, sink)?,
                State::Done => bytes.len(),
            };
            self.offset += taken as u64;
            bytes = bytes.get(taken..).unwrap_or_default();
        }
        Ok(())
    }

    /// Says that no more bytes come.
    ///
    /// # Errors
    /// [`Fault::Cut`] if something is still open or nothing ever came.
    pub fn finish(&self) -> Result<(), Error> {
        match self.state {
            State::Done => Ok(()),
            State::Between if self.stack.is_empty() => Ok(()), // a bare number or word
            _ => Err(self.error(0, Fault::Cut)),
        }
    }

    /// White space and the byte-order mark, which RFC 8259 lets a reader ignore, up to the first byte of the value.
    fn start(&mut self, bytes: &[u8]) -> Result<usize, Error> {
        const MARK: [u8; 3] = [0xef, 0xbb, 0xbf];
        for (at, &byte) in bytes.iter().enumerate() {
            match byte {
                b' ' | b'\t' | b'\n' | b'\r' => {}
                b'{' | b'[' | b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n' => {
                    self.state = State::Between;
                    return Ok(at);
                }
                _ if usize::try_from(self.offset).ok().and_then(|before| MARK.get(before + at)) == Some(&byte) => {}
                _ => return Err(self.error(at, Fault::NotJson)),
            }
        }
        Ok(bytes.len())
    }

    /// Everything outside strings, up to and with the next opening quote.
    fn between(&mut self, bytes: &[u8], sink: &mut impl Sink) -> Result<usize, Error> {
        let mut taken = bytes.len();
        let mut lifted = None;
        for (at, &byte) in bytes.iter().enumerate() {
            match byte {
                b'"' => {
                    taken = at + 1;
                    lifted = self.open_string();
                    break;
                }
                b'{' | b'[' => self.open(byte == b'{'),
                b'}' | b']' => {
                    self.close(byte == b'}').ok_or_else(|| self.error(at, Fault::Bracket))?;
                    if self.stack.is_empty() {
                        self.state = State::Done;
                        taken = at + 1;
                        break;
                    }
                }
                b',' => self.key_next = true,
                b':' => self.key_next = false,
                _ => {}
            }
        }
        sink.keep(bytes.get(..taken).unwrap_or_default());
        if let Some(what) = lifted {
            sink.begin(what);
        }
        Ok(taken)
    }

    /// Decides what the string that starts here is.
    fn open_string(&mut self) -> Option<Lifted> {
        let frame = self.stack.last().copied();
        if self.key_next && frame.is_some_and(Frame::is_object) {
            self.key_len = 0;
            self.state = State::Key { escape: Escape::None };
            return None;
        }
        let lifted = match (frame, self.last_key()) {
            (Some(Frame::Inline), b"data") => Some(Lifted::Data),
            (Some(Frame::Part), b"thoughtSignature" | b"thought_signature") => Some(Lifted::Signature),
            _ => None,
        };
        self.state = match lifted {
            Some(_) => State::Lift { escape: Escape::None },
            None => State::Plain { escaped: false },
        };
        lifted
    }

    fn open(&mut self, object: bool) {
        let frame = match (self.stack.last(), self.last_key(), object) {
            (None, _, true) | (Some(Frame::Replies), _, true) => Frame::Reply,
            (None, _, false) => Frame::Replies,
            (Some(Frame::Reply), b"candidates", false) => Frame::Candidates,
            (Some(Frame::Candidates), _, true) => Frame::Candidate,
            (Some(Frame::Candidate), b"content", true) => Frame::Content,
            (Some(Frame::Content), b"parts", false) => Frame::Parts,
            (Some(Frame::Parts), _, true) => Frame::Part,
            (Some(Frame::Part), b"inlineData" | b"inline_data", true) => Frame::Inline,
            (_, _, true) => Frame::Object,
            (_, _, false) => Frame::Array,
        };
        self.stack.push(frame);
        self.key_next = true;
    }

    fn close(&mut self, object: bool) -> Option<Frame> {
        self.stack.pop().filter(|frame| frame.is_object() == object)
    }

    fn last_key(&self) -> &[u8] {
        self.key.get(..self.key_len).unwrap_or_default() // a longer key than any on the way reads as empty
    }

    /// A key is kept as it is and noted with its escapes resolved.
    fn key(&mut self, bytes: &[u8], mut escape: Escape, sink: &mut impl Sink) -> usize {
        let mut taken = bytes.len();
        for (at, &byte) in bytes.iter().enumerate() {
            let resolved = match (escape, byte) {
                (Escape::None, b'"') => {
                    self.state = State::Between;
                    taken = at + 1;
                    sink.keep(bytes.get(..taken).unwrap_or_default());
                    return taken;
                }
                _ => escape.step(byte),
            };
            if let Some(byte) = resolved {
                if let Some(slot) = self.key.get_mut(self.key_len) {
                    *slot = byte;
                }
                self.key_len = (self.key_len + 1).min(KEY + 1);
            }
        }
        self.state = State::Key { escape };
        sink.keep(bytes);
        taken
    }

    /// A string of no interest, up to and with its closing quote.
    fn plain(&mut self, bytes: &[u8], mut escaped: bool, sink: &mut impl Sink) -> usize {
        let end = bytes.iter().position(|&byte| {
            let ends = byte == b'"' && !escaped;
            escaped = byte == b'\\' && !escaped;
            ends
        });
        self.state = if end.is_some() { State::Between } else { State::Plain { escaped } };
        let taken = end.map_or(bytes.len(), |at| at + 1);
        sink.keep(bytes.get(..taken).unwrap_or_default());
        taken
    }

    /// A lifted string: the sink runs ahead on its own and comes back here only for what it will not take.
    fn lift(&mut self, bytes: &[u8], mut escape: Escape, sink: &mut impl Sink) -> Result<usize, Error> {
        let mut taken = 0;
        while let Some(rest) = bytes.get(taken..).filter(|rest| !rest.is_empty()) {
            if matches!(escape, Escape::None) {
                taken += sink.take(rest);
            }
            let Some(&byte) = bytes.get(taken) else { break };
            if matches!(escape, Escape::None) && byte == b'"' {
                if !sink.end() {
                    return Err(self.error(taken, Fault::Base64));
                }
                sink.keep(b"\"");
                self.state = State::Between;
                return Ok(taken + 1);
            }
            if escape.step(byte).is_some_and(|resolved| sink.take(&[resolved]) != 1) {
                return Err(self.error(taken, Fault::Base64));
            }
            taken += 1;
        }
        self.state = State::Lift { escape };
        Ok(taken)
    }

    fn error(&self, taken: usize, fault: Fault) -> Error {
        Error { offset: self.offset + taken as u64, fault }
    }
}

impl Frame {
    fn is_object(self) -> bool {
        !matches!(self, Self::Replies | Self::Candidates | Self::Parts | Self::Array)
    }
}

impl Escape {
    /// Takes one byte of a string; gives the byte that it completes. What an escape stands for matters here only where it
    /// stands for ASCII: all else comes out as a byte that no key and no base64 holds.
    fn step(&mut self, byte: u8) -> Option<u8> {
        const FOREIGN: u8 = 0xff;
        let (next, resolved) = match (*self, byte) {
            (Self::None, b'\\') => (Self::Backslash, None),
            (Self::None, _) => (Self::None, Some(byte)),
            (Self::Backslash, b'u') => (Self::Hex { digits: 0, value: 0 }, None),
            (Self::Backslash, b'/' | b'\\' | b'"') => (Self::None, Some(byte)),
            (Self::Backslash, _) => (Self::None, Some(FOREIGN)),
            (Self::Hex { digits, value }, _) => match (byte as char).to_digit(16) {
                None => (Self::None, Some(FOREIGN)),
                Some(digit) => {
                    let value = value << 4 | digit as u16;
                    match digits {
                        3 => (Self::None, Some(u8::try_from(value).unwrap_or(FOREIGN))),
                        _ => (Self::Hex { digits: digits + 1, value }, None),
                    }
                }
            },
        };
        *self = next;
        resolved
    }
}
