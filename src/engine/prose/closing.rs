//! What stands behind the address of a Markdown image: a title, perhaps, and the bracket.
//! <https://spec.commonmark.org/0.31.2/#images>

/// A Markdown image that is about to end.
#[derive(Debug, Default)]
pub(super) struct Closing {
    /// All of it so far: text, if it does not end so.
    pub held: Vec<u8>,
    state: State,
}

#[derive(Clone, Copy, Debug, Default)]
enum State {
    #[default]
    Start,
    /// So much white space before a title or the bracket.
    Before(usize),
    /// In a title with such quotes, of so many bytes.
    Title(u8, usize),
    Behind(usize),
}

/// What a piece came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// It goes on.
    Open,
    /// The bracket is there.
    Closed,
    /// It does not end so.
    None,
}

const SPACE: usize = 9;
const TITLE: usize = 500;

impl Closing {
    /// Says how many bytes of the piece belong to it.
    pub fn push(&mut self, piece: &[u8]) -> (usize, Step) {
        for (at, &byte) in piece.iter().enumerate() {
            self.state = match (self.state, byte) {
                (State::Start | State::Before(_) | State::Behind(_), b')') => return (at + 1, Step::Closed),
                (State::Start, b'>') => State::Before(0),
                (State::Start, _) if byte.is_ascii_whitespace() => State::Before(1),
                (State::Before(space), _) if byte.is_ascii_whitespace() && space < SPACE => State::Before(space + 1),
                (State::Before(1..), b'"' | b'\'') => State::Title(byte, 0),
                (State::Title(quote, _), _) if byte == quote => State::Behind(0),
                (State::Title(quote, length), _) if length < TITLE => State::Title(quote, length + 1),
                (State::Behind(space), _) if byte.is_ascii_whitespace() && space < SPACE => State::Behind(space + 1),
                (State::Start | State::Before(_) | State::Title(..) | State::Behind(_), _) => return (at, Step::None),
            };
            self.held.push(byte);
        }
        (piece.len(), Step::Open)
    }
}
