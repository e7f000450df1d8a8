//! Finds the long strings of a reply while its bytes arrive.
//!
//! A reply is a few hundred bytes of JSON around megabytes of base64: pictures at
//! `candidates[].content.parts[].inlineData.data` and thought signatures, larger still, at `…parts[].thoughtSignature`
//! (either spelling, `inline_data` too). [`Scanner`] walks the bytes once, in pieces of any size, and tells a [`Sink`] three
//! things: JSON to keep, the little of it that `wire` reads, and the text of those strings as it passes. In what is kept, a
//! lifted string stays a string, so it is valid JSON exactly if the whole reply is, and where a lifted path holds a string it
//! is always the sink's own. [`Scanner::reply`] lifts words and links of files too, and these are kept besides.
//!
//! An array of replies is told as one document after another, and where a part begins and ends is told too, for whoever
//! keeps parts as they came. A conversation's own contents are read the same way, from [`Scanner::content`] on.
//!
//! It knows JSON and paths. It does not know what base64 is (the sink stops at the first byte it will not take), or what any
//! other field means.

mod escape;
mod frame;
mod plain;
mod sink;
mod syntax;

use escape::Escape;
pub(crate) use escape::byte_of;
use frame::Frame;
pub use sink::{Lifted, Mark, Sink};
use syntax::Syntax;

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
    /// The bytes begin with something that no reply begins with, HTML for instance: only objects, arrays and `null` do.
    NotJson,
    /// The bytes end inside a string, an object or an array, or there were none.
    Cut,
    /// A bracket closes what was not open.
    Bracket,
    /// A lifted string holds what its sink will not take.
    Base64,
    /// No JSON has that byte there.
    Json,
}

#[derive(Clone, Copy)]
enum State {
    Start,
    Between,
    Key {
        escape: Escape,
    },
    /// Of a string that is kept, how many bytes `wire` may still read, as long as it does.
    Plain {
        escape: Escape,
        room: Option<usize>,
    },
    /// Of one that is lifted and kept.
    Said {
        escape: Escape,
    },
    Lift {
        escape: Escape,
    },
    Done,
    Terminator,
}

/// The longest key on the way is `thought_signature`.
const KEY: usize = 17;

/// What `wire` reads of a string, in bytes and a piece more: no name or reason is longer, and no message is told to its end.
const LONGEST: usize = 4096;

/// Each level is a byte, and nobody sends so many: memory has an end.
const DEEPEST: usize = 1024 * 1024;

/// A resumable scanner for one reply, or for several in turn.
pub struct Scanner {
    state: State,
    root: Frame,
    says: bool,
    syntax: Syntax,
    stack: Vec<Frame>,
    key: [u8; KEY],
    key_len: usize,
    key_escaped: bool,
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
    /// A scanner before the first byte, which lifts base64.
    #[must_use]
    pub const fn new() -> Self {
        Self::rooted(Frame::Reply, false)
    }

    /// One that lifts text and links of files, too.
    #[must_use]
    pub const fn reply() -> Self {
        Self::rooted(Frame::Reply, true)
    }

    /// A scanner for one content, `{"role": …, "parts": […]}`, whose parts it reads as those of a reply, words and all.
    #[must_use]
    pub const fn content() -> Self {
        Self::rooted(Frame::Content, true)
    }

    const fn rooted(root: Frame, says: bool) -> Self {
        Self {
            state: State::Start,
            root,
            says,
            syntax: Syntax::Value,
            stack: Vec::new(),
            key: [0; KEY],
            key_len: 0,
            key_escaped: false,
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

    /// Whether it is inside of base64, of which more is taken at a time than of anything else.
    #[must_use]
    pub const fn is_lifting(&self) -> bool {
        matches!(self.state, State::Lift { .. })
    }

    /// Passes over bytes that stand between documents, and is ready for the next if one has ended.
    pub fn skip(&mut self, bytes: usize) {
        self.offset += bytes as u64;
        if self.is_done() {
            self.state = State::Start;
            self.syntax = Syntax::Value;
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
                State::Key { escape } => self.key(rest, escape, sink)?,
                State::Plain { escape, room } => self.plain(rest, escape, room, sink)?,
                State::Said { escape } => self.say(rest, escape, sink)?,
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
            // A bare `null`.
            State::Between if self.stack.is_empty() && self.syntax.settled() == Some(Syntax::Next) => Ok(()),
            State::Start
            | State::Between
            | State::Key { .. }
            | State::Plain { .. }
            | State::Said { .. }
            | State::Lift { .. } => Err(self.error(0, Fault::Cut)),
        }
    }

    /// White space up to the first byte of the value.
    fn start(&mut self, bytes: &[u8]) -> Result<usize, Error> {
        for (at, &byte) in bytes.iter().enumerate() {
            match byte {
                b' ' | b'\t' | b'\n' | b'\r' => {}
                b'{' | b'[' | b'n' => {
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
        // From where on nothing was kept yet, and read, where that is done.
        let (mut kept, mut read, mut reads) = (0, 0, self.reads());
        let mut lifted = None;
        for (at, &byte) in bytes.iter().enumerate() {
            match byte {
                b'"' => {
                    lifted = self.open_string(at)?;
                    taken = at + 1;
                    break;
                }
                b'{' | b'[' => {
                    let opened = self.open(byte == b'{', at)?;
                    if reads && !self.reads() {
                        sink.read(bytes.get(read..=at).unwrap_or_default());
                    }
                    let mark = if opened == self.root {
                        Some(Mark::Opens)
                    } else if opened.is_part() {
                        Some(Mark::PartOpens)
                    } else {
                        None
                    };
                    if let Some(mark) = mark {
                        sink.keep(bytes.get(kept..at).unwrap_or_default());
                        sink.mark(mark, self.offset + at as u64);
                        kept = at;
                    }
                    if !reads && self.reads() {
                        read = at;
                    }
                    reads = self.reads();
                }
                b'}' | b']' => {
                    let frame = self.close(byte == b'}', at)?;
                    if reads && !self.reads() {
                        sink.read(bytes.get(read..=at).unwrap_or_default());
                    } else if !reads {
                        read = at;
                    }
                    reads = self.reads();
                    if frame == self.root || frame.is_part() {
                        let mark = if frame.is_part() { Mark::PartCloses } else { Mark::Closes };
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
                // No JSON has a D outside strings.
                b'D' if self.stack.as_slice() == [Frame::Replies] && self.syntax == Syntax::Element => {
                    self.state = State::Terminator;
                    taken = bytes.len();
                    break;
                }
                _ => {
                    let in_object = self.stack.last().copied().map(Frame::is_object);
                    let next = self.syntax.behind(byte, in_object);
                    let fault = if self.stack.is_empty() { Fault::NotJson } else { Fault::Json };
                    self.syntax = next.ok_or_else(|| self.error(at, fault))?;
                    if matches!(byte, b'\n' | b'\r') {
                        taken = at + 1;
                        break;
                    }
                }
            }
        }
        sink.keep(bytes.get(kept..taken).unwrap_or_default());
        if reads {
            sink.read(bytes.get(read..taken).unwrap_or_default());
        }
        if let Some(what) = lifted {
            sink.begin(what);
        }
        Ok(taken)
    }

    /// Whether `wire` reads what stands here.
    fn reads(&self) -> bool {
        self.stack.last().copied().is_some_and(Frame::is_told)
    }

    /// Decides what the string that starts here is.
    fn open_string(&mut self, at: usize) -> Result<Option<Lifted>, Error> {
        let (next, is_name) = self.syntax.string().ok_or_else(|| self.error(at, Fault::Json))?;
        self.syntax = next;
        let escape = Escape::None;
        if is_name {
            self.key_len = 0;
            self.key_escaped = false;
            self.state = State::Key { escape };
            return Ok(None);
        }
        let lifted = match (self.stack.last(), self.last_key()) {
            (Some(Frame::Inline), "data") | (Some(Frame::Picture), "b64_json") => Some(Lifted::Data),
            (Some(Frame::Part), "thoughtSignature" | "thought_signature") => Some(Lifted::Signature),
            (Some(Frame::Part), "text") if self.says => Some(Lifted::Text),
            (Some(Frame::File), "fileUri" | "file_uri" | "url") | (Some(Frame::Picture), "url") if self.says => {
                Some(Lifted::Uri)
            }
            _ => None,
        };
        self.state = match lifted {
            Some(Lifted::Data | Lifted::Signature) => State::Lift { escape },
            Some(Lifted::Text | Lifted::Uri) => State::Said { escape },
            None => State::Plain { escape, room: self.reads().then_some(LONGEST) },
        };
        Ok(lifted)
    }

    fn open(&mut self, object: bool, at: usize) -> Result<Frame, Error> {
        let opened = self.syntax.opened(object).filter(|_| self.stack.len() < DEEPEST);
        self.syntax = opened.ok_or_else(|| self.error(at, Fault::Json))?;
        let frame = Frame::opened(self.stack.last(), self.last_key(), object, self.root);
        self.array |= frame == Frame::Replies;
        self.stack.push(frame);
        Ok(frame)
    }

    fn close(&mut self, object: bool, at: usize) -> Result<Frame, Error> {
        let frame = self.stack.pop().filter(|frame| frame.is_object() == object);
        let frame = frame.ok_or_else(|| self.error(at, Fault::Bracket))?;
        self.syntax = self.syntax.closed().ok_or_else(|| self.error(at, Fault::Json))?;
        Ok(frame)
    }

    /// As text: to match bytes against names, the compiler looks at each of them by itself. One that is longer than any
    /// on the way, or no text, reads as empty.
    fn last_key(&self) -> &str {
        self.key.get(..self.key_len).and_then(|key| str::from_utf8(key).ok()).unwrap_or_default()
    }

    /// The API's name for a key that gateways spell in snake_case.
    fn camel_case(&self) -> Option<&'static str> {
        Some(match (self.stack.last()?, self.last_key()) {
            (Frame::Part, "inline_data") => "inlineData",
            (Frame::Part, "file_data") => "fileData",
            (Frame::Part, "thought_signature") => "thoughtSignature",
            (Frame::Inline | Frame::File, "mime_type") => "mimeType",
            (Frame::File, "file_uri") => "fileUri",
            _ => return None,
        })
        .filter(|_| !self.key_escaped) // how long it is would not be known
    }

    /// A key is kept as it is and noted with its escapes resolved.
    fn key(&mut self, bytes: &[u8], mut escape: Escape, sink: &mut dyn Sink) -> Result<usize, Error> {
        let (mut taken, mut ends) = (bytes.len(), false);
        for (at, &byte) in bytes.iter().enumerate() {
            if escape.refuses(byte) {
                return Err(self.error(at, Fault::Json));
            }
            let resolved = match (escape, byte) {
                (Escape::None, b'"') => {
                    (taken, ends) = (at + 1, true);
                    break;
                }
                (Escape::None, b'\\') | (Escape::Backslash | Escape::Hex { .. }, _) => {
                    self.key_escaped = true;
                    escape.step(byte).map(byte_of)
                }
                (Escape::None, _) => Some(byte),
            };
            if let Some(byte) = resolved {
                if let Some(slot) = self.key.get_mut(self.key_len) {
                    *slot = byte;
                }
                self.key_len = (self.key_len + 1).min(KEY + 1);
            }
        }
        self.state = if ends { State::Between } else { State::Key { escape } };
        let key = bytes.get(..taken).unwrap_or_default();
        sink.keep(key);
        if self.reads() {
            sink.read(key);
        }
        if ends && let Some(name) = self.camel_case() {
            sink.mark(Mark::SnakeCase(name), self.offset + taken as u64 - 1);
        }
        Ok(taken)
    }

    /// A string of no interest, up to and with its closing quote.
    fn plain(
        &mut self,
        bytes: &[u8],
        mut escape: Escape,
        room: Option<usize>,
        sink: &mut dyn Sink,
    ) -> Result<usize, Error> {
        let escaped = room.map_or(0, |_| escape.rest(bytes)); // no escape is cut
        let (taken, ends) = self.string(bytes, &mut escape, &mut |_| {})?;
        let string = bytes.get(..taken).unwrap_or_default();
        sink.keep(string);
        let room = match room {
            Some(1..) => {
                sink.read(string);
                room.map(|room| room.saturating_sub(taken))
            }
            Some(0) | None => {
                sink.read(bytes.get(..escaped).unwrap_or_default());
                if ends && self.reads() {
                    sink.read(b"\"");
                }
                room.filter(|_| escaped == bytes.len())
            }
        };
        self.state = if ends { State::Between } else { State::Plain { escape, room } };
        Ok(taken)
    }

    /// A string that is lifted and kept, up to and with its closing quote.
    fn say(&mut self, bytes: &[u8], mut escape: Escape, sink: &mut dyn Sink) -> Result<usize, Error> {
        let (taken, ends) = self.string(bytes, &mut escape, &mut |said| {
            match said {
                Said::Bytes(bytes) => drop(sink.take(bytes)),
                Said::Unit(unit) => drop(sink.escaped(unit)),
            };
        })?;
        sink.keep(bytes.get(..taken).unwrap_or_default());
        if ends {
            sink.end();
            if self.reads() {
                sink.read(b"\"");
            }
        }
        self.state = if ends { State::Between } else { State::Said { escape } };
        Ok(taken)
    }

    /// How many bytes of a string there are, and whether it ends with them; all of them are said.
    fn string(&self, bytes: &[u8], escape: &mut Escape, say: &mut dyn FnMut(Said<'_>)) -> Result<(usize, bool), Error> {
        let mut taken = 0;
        while let Some(rest) = bytes.get(taken..).filter(|rest| !rest.is_empty()) {
            if *escape == Escape::None {
                let run = rest.get(..plain::run(rest)).unwrap_or_default();
                say(Said::Bytes(run));
                taken += run.len();
            }
            let Some(&byte) = bytes.get(taken) else { break };
            if *escape == Escape::None && byte == b'"' {
                return Ok((taken + 1, true));
            }
            if escape.refuses(byte) {
                return Err(self.error(taken, Fault::Json));
            }
            if let Some(unit) = escape.step(byte) {
                say(Said::Unit(unit));
            }
            taken += 1;
        }
        Ok((taken, false))
    }

    /// A lifted string: the sink runs ahead on its own and comes back here only for what it will not take.
    fn lift(&mut self, bytes: &[u8], mut escape: Escape, sink: &mut dyn Sink) -> Result<usize, Error> {
        let mut taken = 0;
        while let Some(rest) = bytes.get(taken..).filter(|rest| !rest.is_empty()) {
            if escape == Escape::None {
                taken += sink.take(rest);
            }
            let Some(&byte) = bytes.get(taken) else { break };
            if escape == Escape::None && byte == b'"' {
                if !sink.end() {
                    return Err(self.error(taken, Fault::Base64));
                }
                sink.keep(b"\"");
                if self.reads() {
                    sink.read(b"\"");
                }
                self.state = State::Between;
                return Ok(taken + 1);
            }
            let is_plain = escape == Escape::None && byte != b'\\';
            if is_plain || escape.refuses(byte) || escape.step(byte).is_some_and(|unit| !sink.escaped(unit)) {
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

/// What stands in a string.
enum Said<'a> {
    Bytes(&'a [u8]),
    Unit(u16),
}
