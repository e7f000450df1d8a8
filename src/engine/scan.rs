//! Finds the long strings of a reply while its bytes arrive.
//!
//! A reply is a few hundred bytes of JSON around megabytes of base64: pictures at
//! `candidates[].content.parts[].inlineData.data` and thought signatures, larger still, at `…parts[].thoughtSignature`
//! (either spelling, `inline_data` too). [`Scanner`] walks the bytes once, in pieces of any size, and tells a [`Sink`] two
//! things: JSON to keep, and the text of those strings as it passes. In what is kept, a lifted string stays a string, so
//! `JSON.parse` of the kept bytes accepts and rejects exactly what it would of the whole reply, and where a lifted path
//! holds a string it is always the sink's own.
//!
//! An array of replies is told as one document after another, and where a part begins and ends is told too, for whoever
//! keeps parts as they came. A conversation's own contents are read the same way, from [`Scanner::content`] on.
//!
//! It knows brackets, strings and paths. It does not know what numbers look like, what base64 is (the sink stops at the
//! first byte it will not take), or what any other field means.

mod escape;
mod frame;
mod plain;
mod sink;

use escape::Escape;
use frame::Frame;
pub use sink::{Lifted, Mark, Sink};

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

#[derive(Clone, Copy)]
enum State {
    Start,
    Between,
    Key { escape: Escape },
    Plain { escaped: bool },
    Lift { escape: Escape },
    Done,
    Terminator,
}

/// The longest key on the way is `thought_signature`.
const KEY: usize = 17;

/// A resumable scanner for one reply, or for several in turn.
pub struct Scanner {
    state: State,
    root: Frame,
    stack: Vec<Frame>,
    key: [u8; KEY],
    key_len: usize,
    key_escaped: bool,
    key_next: bool,
    array: bool,
    line_end: bool,
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
        Self::rooted(Frame::Reply)
    }

    /// A scanner for one content, `{"role": …, "parts": […]}`, whose parts it reads as those of a reply.
    #[must_use]
    pub const fn content() -> Self {
        Self::rooted(Frame::Content)
    }

    const fn rooted(root: Frame) -> Self {
        Self {
            state: State::Start,
            root,
            stack: Vec::new(),
            key: [0; KEY],
            key_len: 0,
            key_escaped: false,
            key_next: false,
            array: false,
            line_end: false,
            offset: 0,
        }
    }

    /// Bytes taken or skipped so far.
    #[must_use]
    pub const fn offset(&self) -> u64 {
        self.offset
    }

    /// Whether the outermost object or array has been closed; later bytes are ignored.
    #[must_use]
    pub const fn is_done(&self) -> bool {
        matches!(self.state, State::Done)
    }

    /// Whether there was `[DONE]` in place of JSON, with which gateways end a stream.
    #[must_use]
    pub const fn is_terminator(&self) -> bool {
        matches!(self.state, State::Terminator)
    }

    /// Whether the document stands, or stood, in an array of its like.
    #[must_use]
    pub const fn is_array(&self) -> bool {
        self.array
    }

    /// Whether the last push ended with a line, outside strings.
    #[must_use]
    pub const fn is_at_line_end(&self) -> bool {
        self.line_end
    }

    /// Whether it is inside JSON.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        !matches!(self.state, State::Start | State::Done | State::Terminator)
    }

    /// Passes over bytes that stand between documents, and is ready for the next if one has ended.
    pub fn skip(&mut self, bytes: usize) {
        self.offset += bytes as u64;
        if self.is_done() {
            self.state = State::Start;
        }
    }

    /// Takes the next bytes and says how many: all of them, or up to the end of the document, or up to and with a line's
    /// end outside strings, behind which a stream may go on with a field's name.
    ///
    /// # Errors
    /// At the first byte that cannot be part of a reply. The scanner is of no use afterwards.
    pub fn push(&mut self, bytes: &[u8], sink: &mut dyn Sink) -> Result<usize, Error> {
        let mut all = 0;
        self.line_end = false;
        while let Some(rest) = bytes.get(all..).filter(|rest| !rest.is_empty()) {
            let taken = match self.state {
                State::Start => self.start(rest)?,
                State::Between => self.between(rest, sink)?,
                State::Key { escape } => self.key(rest, escape, sink),
                State::Plain { escaped } => self.plain(rest, escaped, sink),
                State::Lift { escape } => self.lift(rest, escape, sink)?,
                State::Done | State::Terminator => break,
            };
            self.offset += taken as u64;
            all += taken;
            let last = bytes.get(all.wrapping_sub(1));
            if matches!(self.state, State::Between) && matches!(last, Some(b'\n' | b'\r')) {
                self.line_end = true;
                break;
            }
        }
        Ok(all)
    }

    /// Says that no more bytes come.
    ///
    /// # Errors
    /// [`Fault::Cut`] if something is still open or nothing ever came.
    pub fn finish(&self) -> Result<(), Error> {
        match self.state {
            State::Done | State::Terminator => Ok(()),
            State::Between if self.stack.is_empty() => Ok(()), // a bare number or word
            State::Start | State::Between | State::Key { .. } | State::Plain { .. } | State::Lift { .. } => {
                Err(self.error(0, Fault::Cut))
            }
        }
    }

    /// White space up to the first byte of the value.
    fn start(&mut self, bytes: &[u8]) -> Result<usize, Error> {
        for (at, &byte) in bytes.iter().enumerate() {
            match byte {
                b' ' | b'\t' | b'\n' | b'\r' => {}
                b'{' | b'[' | b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n' => {
                    self.state = State::Between;
                    return Ok(at);
                }
                _ => return Err(self.error(at, Fault::NotJson)),
            }
        }
        Ok(bytes.len())
    }

    /// Everything outside strings, up to and with the next opening quote or line's end.
    fn between(&mut self, bytes: &[u8], sink: &mut dyn Sink) -> Result<usize, Error> {
        let mut taken = bytes.len();
        let mut kept = 0;
        let mut lifted = None;
        for (at, &byte) in bytes.iter().enumerate() {
            match byte {
                b'"' => {
                    taken = at + 1;
                    lifted = self.open_string();
                    break;
                }
                b'\n' | b'\r' => {
                    taken = at + 1;
                    break;
                }
                b'{' | b'[' => {
                    let opened = self.open(byte == b'{');
                    let mark = if opened == self.root {
                        Mark::Opens
                    } else if opened == Frame::Part {
                        Mark::PartOpens
                    } else {
                        continue;
                    };
                    sink.keep(bytes.get(kept..at).unwrap_or_default());
                    sink.mark(mark, self.offset + at as u64);
                    kept = at;
                }
                b'}' | b']' => {
                    let frame = self.close(byte == b'}').ok_or_else(|| self.error(at, Fault::Bracket))?;
                    if frame == self.root || frame == Frame::Part {
                        let mark = if frame == Frame::Part { Mark::PartCloses } else { Mark::Closes };
                        sink.keep(bytes.get(kept..=at).unwrap_or_default());
                        sink.mark(mark, self.offset + at as u64 + 1);
                        kept = at + 1;
                    }
                    if self.stack.is_empty() {
                        self.state = State::Done;
                        taken = at + 1;
                        break;
                    }
                }
                b',' => self.key_next = true,
                b':' => self.key_next = false,
                b'D' if self.stack.as_slice() == [Frame::Replies] => {
                    self.state = State::Terminator; // no JSON has a D outside strings
                    taken = bytes.len();
                    break;
                }
                _ => {}
            }
        }
        sink.keep(bytes.get(kept..taken).unwrap_or_default());
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
            self.key_escaped = false;
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

    fn open(&mut self, object: bool) -> Frame {
        let frame = Frame::opened(self.stack.last(), self.last_key(), object, self.root);
        self.array |= frame == Frame::Replies;
        self.stack.push(frame);
        self.key_next = true;
        frame
    }

    fn close(&mut self, object: bool) -> Option<Frame> {
        self.stack.pop().filter(|frame| frame.is_object() == object)
    }

    fn last_key(&self) -> &[u8] {
        self.key.get(..self.key_len).unwrap_or_default() // a longer key than any on the way reads as empty
    }

    /// The API's name for a key that gateways spell in snake_case.
    fn camel_case(&self) -> Option<&'static str> {
        Some(match (self.stack.last()?, self.last_key()) {
            (Frame::Part, b"inline_data") => "inlineData",
            (Frame::Part, b"file_data") => "fileData",
            (Frame::Part, b"thought_signature") => "thoughtSignature",
            (Frame::Inline | Frame::File, b"mime_type") => "mimeType",
            (Frame::File, b"file_uri") => "fileUri",
            _ => return None,
        })
        .filter(|_| !self.key_escaped) // how long it is would not be known
    }

    /// A key is kept as it is and noted with its escapes resolved.
    fn key(&mut self, bytes: &[u8], mut escape: Escape, sink: &mut dyn Sink) -> usize {
        let mut taken = bytes.len();
        for (at, &byte) in bytes.iter().enumerate() {
            let resolved = match (escape, byte) {
                (Escape::None, b'"') => {
                    self.state = State::Between;
                    taken = at + 1;
                    sink.keep(bytes.get(..taken).unwrap_or_default());
                    if let Some(name) = self.camel_case() {
                        sink.mark(Mark::SnakeCase(name), self.offset + at as u64);
                    }
                    return taken;
                }
                _ => escape.step(byte),
            };
            self.key_escaped |= byte == b'\\';
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
    fn plain(&mut self, bytes: &[u8], mut escaped: bool, sink: &mut dyn Sink) -> usize {
        let end = plain::end(bytes, &mut escaped);
        self.state = if end.is_some() { State::Between } else { State::Plain { escaped } };
        let taken = end.map_or(bytes.len(), |at| at + 1);
        sink.keep(bytes.get(..taken).unwrap_or_default());
        taken
    }

    /// A lifted string: the sink runs ahead on its own and comes back here only for what it will not take.
    fn lift(&mut self, bytes: &[u8], mut escape: Escape, sink: &mut dyn Sink) -> Result<usize, Error> {
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
            if escape.refuses(byte) || escape.step(byte).is_some_and(|resolved| sink.take(&[resolved]) != 1) {
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
