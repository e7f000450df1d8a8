//! Finds the JSON in a body: bare, as one answer comes, or behind `data:` in lines, as events come.
//!
//! It follows the [standard for server-sent events] where servers do, and them where they do not: events that end with a
//! single line's end, a bare error object in the middle of a stream, comments anywhere, `data:` with a space or without,
//! more objects than one in a line, lines of JSON without `data:`. A document ends where its bracket closes, so blank
//! lines decide nothing. Lines end with LF, CR or both.
//!
//! It knows lines and the names of fields. Where a document ends the scanner knows (`scan`): the two take turns.
//!
//! [standard for server-sent events]: https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream

/// What comes after the bytes that [`Framing::take`] took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Nothing yet: all bytes were taken.
    More,
    /// JSON, or what should be: the scanner's turn.
    Json,
    /// Neither JSON nor a field: the line began with [`Framing::held`].
    Odd,
}

/// How the documents of a body are framed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// JSON and nothing else.
    #[default]
    Bare,
    /// Server-sent events.
    Events,
}

/// Where in the lines of a body it is.
#[derive(Debug, Default)]
pub struct Framing {
    state: State,
    form: Form,
    began: bool,
    name: [u8; NAME],
    length: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// At a line's start.
    #[default]
    Line,
    /// In what may be a field's name.
    Name,
    /// Behind `data:`.
    Value,
    /// Behind a document, in the same line.
    Behind,
    /// In what does not matter, up to the line's end.
    Rest,
    /// The scanner's.
    Json,
}

/// Of the longest name, `event` or `retry`.
const NAME: usize = 5;

impl Framing {
    /// Before the first byte.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How the documents so far were framed.
    #[must_use]
    pub const fn form(&self) -> Form {
        self.form
    }

    /// What [`Next::Odd`] began with; what follows was not taken.
    #[must_use]
    pub fn held(&self) -> &[u8] {
        self.name.get(..self.length).unwrap_or_default()
    }

    /// The scanner has taken a line's end outside strings: in events a name may come, or the next line of its document.
    /// Bare JSON is all the scanner's, space at the start of its lines too.
    pub fn end_line(&mut self) {
        if self.form == Form::Events {
            self.state = State::Line;
        }
    }

    /// The scanner has come to the end of a document.
    pub fn end_document(&mut self) {
        self.state = State::Behind;
    }

    /// Takes what frames the JSON, and says how many bytes that was; `open` says that a document has begun and not ended.
    pub fn take(&mut self, bytes: &[u8], open: bool) -> (usize, Next) {
        for (at, &byte) in bytes.iter().enumerate() {
            let line_end = matches!(byte, b'\n' | b'\r');
            self.state = match self.state {
                State::Json => return (at, Next::Json),
                State::Rest | State::Value | State::Behind if line_end => State::Line,
                State::Behind if matches!(byte, b' ' | b'\t' | b',') => State::Behind,
                State::Behind if byte == b'{' => State::Json,
                State::Rest | State::Behind => State::Rest,
                State::Value if byte == b' ' && open => {
                    self.state = State::Json; // more space is the document's
                    return (at + 1, Next::Json);
                }
                State::Value if !open && matches!(byte, b' ' | b'\t') => State::Value,
                State::Value => State::Json,
                State::Line if line_end => State::Line,
                State::Line if matches!(byte, b' ' | b'\t') => {
                    if open {
                        State::Json
                    } else {
                        State::Line
                    }
                }
                State::Line if !self.began && matches!(byte, 0xef | 0xbb | 0xbf) => State::Line, // a byte-order mark
                State::Line => {
                    self.began = true;
                    self.length = 0;
                    match byte {
                        b':' => self.field(State::Rest),
                        b'd' | b'e' | b'i' | b'r' => self.hold(byte),
                        _ if self.form == Form::Events && !open && !matches!(byte, b'{' | b'[') => {
                            return (at, Next::Odd);
                        }
                        _ => State::Json,
                    }
                }
                State::Name => match (str::from_utf8(self.held()).unwrap_or_default(), byte) {
                    ("data", b':') => self.field(State::Value),
                    ("event" | "id" | "retry", b':') => self.field(State::Rest),
                    ("data" | "event" | "id" | "retry", _) if line_end => self.field(State::Line),
                    (name, _) if is_start(name, byte) => self.hold(byte),
                    _ => return (at, Next::Odd),
                },
            };
            if self.state == State::Json {
                return (at, Next::Json);
            }
        }
        (bytes.len(), Next::More)
    }

    fn field(&mut self, state: State) -> State {
        self.form = Form::Events;
        state
    }

    fn hold(&mut self, byte: u8) -> State {
        if let Some(slot) = self.name.get_mut(self.length) {
            *slot = byte;
            self.length += 1;
        }
        State::Name
    }
}

/// Whether `name` and one more byte begin one of the four.
fn is_start(name: &str, byte: u8) -> bool {
    let longer = |field: &str| field.strip_prefix(name).is_some_and(|rest| rest.as_bytes().first() == Some(&byte));
    ["data", "event", "id", "retry"].into_iter().any(longer)
}
