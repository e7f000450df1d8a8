//! Addresses of pictures that a text only links to.

use super::plain;

/// No reply has more; one that does is up to no good.
const MOST: usize = 16;
/// In bytes.
const LONGEST: usize = 2000;

/// Finds them in text that comes in pieces.
#[derive(Debug, Default)]
pub(super) struct Links {
    state: State,
    address: Vec<u8>,
    found: Vec<String>,
}

#[derive(Clone, Copy, Debug, Default)]
enum State {
    #[default]
    Text,
    Bang,
    /// In the description, of so many bytes, of which the last may be a `!`.
    Alt(usize, bool),
    Bracket,
    /// So much white space before the address.
    Paren(usize),
    Angle,
    Address,
}

const ALT: usize = 2000;
const SPACE: usize = 9;

impl Links {
    pub fn push(&mut self, mut text: &[u8]) {
        loop {
            if matches!(self.state, State::Text) {
                text = text.get(plain::run(text)..).unwrap_or_default();
            }
            let Some((&byte, behind)) = text.split_first() else { break };
            text = behind;
            self.state = match (self.state, byte) {
                (State::Address, _) if is_of_address(byte) => {
                    if self.address.len() <= LONGEST {
                        self.address.push(byte);
                    }
                    State::Address
                }
                (State::Bang | State::Alt(_, true), b'[') => State::Alt(0, false),
                (State::Alt(..), b']') => State::Bracket,
                (State::Alt(length, _), _) if byte != b'[' && length < ALT => State::Alt(length + 1, byte == b'!'),
                (State::Bracket, b'(') => State::Paren(0),
                (State::Paren(space), _) if byte.is_ascii_whitespace() && space < SPACE => State::Paren(space + 1),
                (State::Paren(_), b'<') => State::Angle,
                (State::Paren(_) | State::Angle, b'h' | b'H') => {
                    self.address.push(byte);
                    State::Address
                }
                _ => {
                    self.end_address();
                    if byte == b'!' { State::Bang } else { State::Text }
                }
            };
        }
    }

    /// The text is at its end.
    pub fn finish(&mut self) {
        self.end_address();
        self.state = State::Text;
    }

    pub fn found(&self) -> &[String] {
        &self.found
    }

    fn end_address(&mut self) {
        let address = std::mem::take(&mut self.address);
        if self.found.len() < MOST
            && let Ok(address) = String::from_utf8(address)
        {
            self.found.extend(link(&address).map(str::to_owned));
        }
    }
}

/// The text, if it is such an address and nothing else.
#[must_use]
pub fn link(text: &str) -> Option<&str> {
    let begins = |scheme: &str| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    let scheme = ["https://", "http://"].into_iter().find(|scheme| begins(scheme))?;
    let rest = text.get(scheme.len()..)?;
    (!rest.is_empty() && text.len() <= LONGEST && rest.bytes().all(is_of_address)).then_some(text)
}

fn is_of_address(byte: u8) -> bool {
    !byte.is_ascii_whitespace() && !matches!(byte, b'<' | b'>' | b'(' | b')' | b'[' | b']')
}
