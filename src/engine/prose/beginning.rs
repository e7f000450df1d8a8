//! Where in a text a picture may begin: `![…](data:…;base64,`, or `data:…;base64,` by itself.

use super::plain;

/// What begins a picture.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Beginning {
    /// All of it, with the white space before it.
    pub text: Vec<u8>,
    /// It is a Markdown image.
    pub is_image: bool,
}

/// Looks for one in text that comes in pieces.
///
/// A few matchers run at once over what is held, each of them from a place of its own, so that no byte is read anew for
/// each beginning that it might belong to.
#[derive(Debug, Default)]
pub(super) struct Search {
    /// Text that may be the beginning of a picture, and white space before it that would go with the picture.
    held: Vec<u8>,
    image: Option<Image>,
    /// `data`, so far.
    word: Option<Word>,
    /// Where a `data:` began whose header goes on.
    header: Option<usize>,
    /// The byte before what is held.
    before: Option<u8>,
}

/// A Markdown image that begins at `start` of what is held.
#[derive(Clone, Copy, Debug)]
struct Image {
    start: usize,
    state: State,
}

#[derive(Clone, Copy, Debug)]
enum State {
    /// Behind its `!`.
    Bang,
    /// In the description, of so many characters. No bracket is in it: a text of nothing but beginnings would be held
    /// without end.
    Alt(usize),
    Bracket,
    /// So much white space before the address.
    Paren(usize),
    Angle,
    /// An address begins at that place.
    Address(usize),
}

#[derive(Clone, Copy, Debug)]
struct Word {
    start: usize,
    letters: usize,
}

const ALT: usize = 2000;
const SPACE: usize = 9;
/// In front of `;base64,`.
const HEADER: usize = 200;
/// White space that is held with a beginning.
const SPACE_BEFORE: usize = 64;
const DATA: &[u8] = b"data";
const BASE64: &[u8] = b";base64";

impl Search {
    /// Nothing is held.
    pub const fn is_idle(&self) -> bool {
        self.held.is_empty()
    }

    /// A text begins, or what was before is no matter.
    pub fn start(&mut self) {
        self.before = None;
    }

    /// Text was said that ends with that byte.
    pub fn follow(&mut self, before: Option<u8>) {
        self.before = before.or(self.before);
    }

    /// White space comes before the next piece, that may stand before a beginning.
    pub fn carry(&mut self, space: &[u8]) {
        self.held.extend_from_slice(space);
    }

    /// No piece comes behind it for now.
    pub fn release_carried(&mut self) -> Vec<u8> {
        if self.is_matching() { Vec::new() } else { self.release_all() }
    }

    /// Gives up what is held.
    pub fn release_all(&mut self) -> Vec<u8> {
        (self.image, self.word, self.header) = (None, None, None);
        self.follow(self.held.last().copied());
        std::mem::take(&mut self.held)
    }

    /// Looks through a piece up to the end of a beginning: how many bytes that were, what is no beginning, and the
    /// beginning.
    pub fn push(&mut self, piece: &[u8], said: &mut Vec<u8>) -> (usize, Option<Beginning>) {
        let mut at = 0;
        while let Some(rest) = piece.get(at..).filter(|rest| !rest.is_empty()) {
            if !self.is_matching() {
                let (plain, behind) = rest.split_at_checked(self.plain(rest)).unwrap_or((rest, &[]));
                at += plain.len();
                if behind.is_empty() || !plain.trim_ascii_start().is_empty() {
                    said.extend(self.release_all());
                }
                self.follow(plain.last().copied());
                if behind.is_empty() {
                    said.extend_from_slice(plain);
                    break;
                }
                self.hold_space(plain, said);
            }
            let Some(&byte) = piece.get(at) else { break };
            at += 1;
            if let Some(begun) = self.step(byte, said) {
                return (at, Some(begun));
            }
            if self.is_matching() {
                continue;
            }
            if byte.is_ascii_whitespace() {
                // It may stand before another beginning.
                self.held.pop();
                at -= 1;
            } else {
                self.release(self.held.len(), said);
            }
        }
        // A sentence may end in `!`, and is not held for it.
        if let (Some(Image { state: State::Bang, start }), None, None) = (self.image, self.word, self.header)
            && self.byte_before(start).is_some_and(|byte| !byte.is_ascii_whitespace())
        {
            self.release(self.held.len(), said);
            self.image = Some(Image { start: 0, state: State::Bang });
        }
        (piece.len(), None)
    }

    const fn is_matching(&self) -> bool {
        self.image.is_some() || self.word.is_some() || self.header.is_some()
    }

    /// How many bytes there are before what may be a beginning.
    fn plain(&self, text: &[u8]) -> usize {
        let mut from = 0;
        loop {
            let at = from + plain::run(text.get(from..).unwrap_or_default());
            let (before, behind) = text.split_at_checked(at).unwrap_or((text, &[]));
            match behind {
                [] => {
                    let word = (1..=DATA.len()).find_map(|letters| self.word(before, DATA.get(..letters)?));
                    return word.unwrap_or(at);
                }
                [b'!'] | [b'!', b'[', ..] => return at,
                [b':', ..] => {
                    if let Some(start) = self.word(before, DATA) {
                        return start;
                    }
                }
                _ => {}
            }
            from = at + 1;
        }
    }

    /// Where the word begins that the text ends with, which follows what is held.
    fn word(&self, text: &[u8], word: &[u8]) -> Option<usize> {
        let start = text.len().checked_sub(word.len())?;
        let (before, end) = text.split_at_checked(start)?;
        let before = before.last().copied().or_else(|| self.byte_before(self.held.len()));
        (end.eq_ignore_ascii_case(word) && begins_word(before)).then_some(start)
    }

    /// Holds the white space at the end of what is said, if it is not much.
    fn hold_space(&mut self, plain: &[u8], said: &mut Vec<u8>) {
        let solid = plain.trim_ascii_end().len();
        let space = plain.len() - solid;
        let kept = if space <= SPACE_BEFORE { solid } else { plain.len() };
        let (plain, space) = plain.split_at_checked(kept).unwrap_or((plain, &[]));
        said.extend_from_slice(plain);
        self.held.extend_from_slice(space);
    }

    /// Takes a byte.
    fn step(&mut self, byte: u8, said: &mut Vec<u8>) -> Option<Beginning> {
        let at = self.held.len();
        let before = self.byte_before(at);
        self.held.push(byte);
        let word = self.word;
        self.word = next_word(word, byte, before, at);
        match (word, self.header) {
            (Some(Word { start, letters: 4 }), _) if byte == b':' => self.header = Some(start),
            (_, Some(start)) if byte == b',' => {
                if self.ends_header(start, at) {
                    return Some(self.begin(start, said));
                }
                self.header = None;
            }
            (_, Some(start)) if !is_of_header(byte) || at - start > DATA.len() + HEADER + BASE64.len() => {
                self.header = None;
            }
            _ => {}
        }
        self.image = self.next_image(byte, before, at);
        let first = [self.image.map(|image| image.start), self.header, self.word.map(|word| word.start)];
        let first = first.into_iter().flatten().min();
        self.release(first.map_or(at, |first| self.space_before(first)), said);
        None
    }

    /// A data: URL begins at `start`, or the Markdown image that it is in.
    fn begin(&mut self, start: usize, said: &mut Vec<u8>) -> Beginning {
        let image = self.image.filter(|image| matches!(image.state, State::Address(address) if address == start));
        let from = self.space_before(image.map_or(start, |image| image.start));
        self.release(from, said);
        Beginning { text: self.release_all(), is_image: image.is_some() }
    }

    fn next_image(&self, byte: u8, before: Option<u8>, at: usize) -> Option<Image> {
        let begun = || match (byte, before, at.checked_sub(1)) {
            (b'!', ..) => Some(Image { start: at, state: State::Bang }),
            // Where one is not, another may have begun in it.
            (b'[', Some(b'!'), Some(start)) => Some(Image { start, state: State::Alt(0) }),
            _ => None,
        };
        let Some(Image { start, state }) = self.image else { return begun() };
        let state = match (state, byte) {
            (State::Bang, b'[') => State::Alt(0),
            (State::Alt(_), b']') => State::Bracket,
            (State::Alt(length), _) if byte != b'[' && length < ALT => {
                State::Alt(length + usize::from(byte & 0xc0 != 0x80)) // characters
            }
            (State::Bracket, b'(') => State::Paren(0),
            (State::Paren(space), _) if byte.is_ascii_whitespace() && space < SPACE => State::Paren(space + 1),
            (State::Paren(_), b'<') => State::Angle,
            (State::Paren(_) | State::Angle, b'd' | b'D') => State::Address(at),
            (State::Address(address), _) if self.is_address(address) => State::Address(address),
            _ => return begun(),
        };
        Some(Image { start, state })
    }

    /// Whether a data: URL goes on that begins there.
    fn is_address(&self, start: usize) -> bool {
        self.word.is_some_and(|word| word.start == start) || self.header == Some(start)
    }

    fn ends_header(&self, start: usize, at: usize) -> bool {
        let header = self.held.get(start + DATA.len() + 1..at).unwrap_or_default();
        let end = header.len().checked_sub(BASE64.len()).and_then(|at| header.get(at..));
        end.is_some_and(|end| end.eq_ignore_ascii_case(BASE64))
    }

    fn byte_before(&self, at: usize) -> Option<u8> {
        at.checked_sub(1).map_or(self.before, |before| self.held.get(before).copied())
    }

    /// Where the white space begins before that place, as far as it is held with it.
    fn space_before(&self, at: usize) -> usize {
        let solid = self.held.get(..at).unwrap_or_default().trim_ascii_end().len();
        if at - solid <= SPACE_BEFORE { solid } else { at }
    }

    /// Says the first so many bytes of what is held.
    fn release(&mut self, length: usize, said: &mut Vec<u8>) {
        if length == 0 {
            return;
        }
        self.before = self.byte_before(length);
        said.extend(self.held.drain(..length.min(self.held.len())));
        let shift = |at: usize| at.saturating_sub(length);
        self.header = self.header.map(shift);
        self.word = self.word.map(|word| Word { start: shift(word.start), ..word });
        self.image = self.image.map(|Image { start, state }| {
            let state = if let State::Address(at) = state { State::Address(shift(at)) } else { state };
            Image { start: shift(start), state }
        });
    }
}

/// Whether a word may begin behind that byte.
fn begins_word(before: Option<u8>) -> bool {
    !before.is_some_and(|before| before.is_ascii_alphanumeric())
}

fn next_word(word: Option<Word>, byte: u8, before: Option<u8>, at: usize) -> Option<Word> {
    let letter = byte.to_ascii_lowercase();
    match word {
        Some(Word { start, letters }) if DATA.get(letters) == Some(&letter) => {
            Some(Word { start, letters: letters + 1 })
        }
        _ if letter == b'd' && begins_word(before) => Some(Word { start: at, letters: 1 }),
        _ => None,
    }
}

fn is_of_header(byte: u8) -> bool {
    byte.is_ascii()
        && !byte.is_ascii_whitespace()
        && !matches!(byte, b',' | b':' | b'"' | b'\'' | b'<' | b'>' | b'(' | b')' | b'[' | b']')
}
