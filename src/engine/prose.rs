//! The pictures that gateways write into text, and those that a text only links to.
//!
//! [`Prose`] finds the first: `![image](data:image/png;base64,…)`, several of them in a text, and bare data: URLs. What
//! decodes to no picture stays text. Text comes in pieces that are cut anywhere. What may yet become a picture is held
//! back until that is decided, at the latest by the end; all else passes at once. Whatever the text holds and however it
//! is cut, each of its bytes is looked at a few times at most, and no more of it is held than a beginning may be long: a
//! reply may come by the letter, and be megabytes of beginnings.
//!
//! It knows text. What base64 is and what picture it holds is its [`Listener`]'s to say.

mod beginning;
mod closing;
mod links;
mod plain;
mod space;

use beginning::{Beginning, Search};
use closing::{Closing, Step};
use links::Links;
pub use links::link;
use space::Spaces;
use std::mem;

/// Who hears of what is found, in order.
pub trait Listener {
    /// Words, and no picture.
    fn say(&mut self, words: &str);
    /// Takes base64 from the front of `text`.
    fn take(&mut self, text: &[u8]) -> Taken;
    /// The base64 has ended. Whether it is a picture, which then stands here.
    fn end(&mut self, how: Ended) -> bool;
    /// It is no picture, and stays text.
    fn give_up(&mut self);
    /// It is no picture, and too long to be read by anybody: it is left out.
    fn leave_out(&mut self);
}

/// How much of a text is base64.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// So many bytes of it.
    pub bytes: usize,
    /// What they decode to is known to be no picture.
    pub is_hopeless: bool,
}

/// How base64 has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    /// There is a blank before it, or it is broken into lines.
    pub is_odd: bool,
    /// The text has ended with it: then it is whole only with its padding.
    pub at_end: bool,
}

/// A text so far.
#[derive(Debug, Default)]
pub struct Prose {
    state: State,
    search: Search,
    spaces: Spaces,
    links: Links,
    has_found: bool,
}

#[derive(Debug, Default)]
enum State {
    /// For a beginning, some of which may be held.
    #[default]
    Search,
    /// In the base64 of a picture, or of what looks like one.
    Base64(Candidate),
    /// Behind the base64 of a Markdown image that is a picture.
    Closing(Closing),
}

/// What may be a picture.
#[derive(Debug, Default)]
struct Candidate {
    /// White space before it.
    space: Vec<u8>,
    /// Its text so far; nothing where that is too much.
    text: Vec<u8>,
    /// It began as a Markdown image.
    is_image: bool,
    is_large: bool,
    is_odd: bool,
    lines: Lines,
    /// A line's end, of which the next byte says whether the base64 goes on behind it.
    line_end: Vec<u8>,
}

/// Of base64 that is broken into lines.
#[derive(Debug, Default)]
struct Lines {
    /// The length of each, but for the last.
    each: Option<usize>,
    length: usize,
}

/// Of text that is no picture after all, in bytes.
const LARGE: usize = 64 * 1024;
/// How long the lines of base64 are where it is broken into lines: by MIME (RFC 2045, 6.8), by PEM (RFC 7468).
const LINES: [usize; 2] = [76, 64];

impl Prose {
    /// Before the first.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a piece.
    pub fn push(&mut self, piece: &str, listener: &mut dyn Listener) {
        self.read(piece.as_bytes(), listener);
        let carried = self.search.release_carried();
        self.say(&carried, listener);
    }

    /// Settles what is held back: something else follows than text, or nothing. With `is_cut` the text has not come to its
    /// end, and neither has what may be a picture there.
    pub fn finish(&mut self, is_cut: bool, listener: &mut dyn Listener) {
        match mem::take(&mut self.state) {
            State::Search => {}
            State::Base64(mut candidate) => {
                let line_end = mem::take(&mut candidate.line_end);
                // A Markdown image without its bracket is cut.
                let is_whole = !is_cut && !candidate.is_image;
                let how = is_whole.then_some(Ended { is_odd: candidate.is_odd, at_end: line_end.is_empty() });
                self.end(candidate, how, listener);
                self.search.carry(&line_end);
            }
            State::Closing(closing) => self.read(&closing.held, listener),
        }
        // What was read again may have begun anew.
        if !matches!(self.state, State::Search) {
            self.finish(is_cut, listener);
        }
        let held = self.search.release_all();
        self.say(&held, listener);
        self.links.finish();
    }

    /// Nothing is held back.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        matches!(self.state, State::Search) && self.search.is_idle()
    }

    /// Whether a picture was taken out since this was asked last.
    pub fn take_found(&mut self) -> bool {
        mem::take(&mut self.has_found)
    }

    /// The http(s) addresses of Markdown images, in order. Plain links and addresses are prose.
    #[must_use]
    pub fn links(&self) -> &[String] {
        self.links.found()
    }

    fn read(&mut self, mut piece: &[u8], listener: &mut dyn Listener) {
        while !piece.is_empty() {
            piece = match &mut self.state {
                State::Search => self.search(piece, listener),
                State::Base64(_) => self.decode(piece, listener),
                State::Closing(closing) => {
                    let (taken, step) = closing.push(piece);
                    let rest = piece.get(taken..).unwrap_or_default();
                    match step {
                        Step::Open => {}
                        Step::Closed => self.state = State::Search,
                        Step::None => {
                            let held = mem::take(&mut closing.held);
                            self.state = State::Search;
                            self.read(&held, listener);
                        }
                    }
                    rest
                }
            };
        }
    }

    /// Looks for a beginning; gives what follows it.
    fn search<'a>(&mut self, piece: &'a [u8], listener: &mut dyn Listener) -> &'a [u8] {
        let mut said = Vec::new();
        let (taken, begun) = self.search.push(piece, &mut said);
        self.links.push(piece.get(..taken).unwrap_or_default());
        self.say(&said, listener);
        if let Some(Beginning { text, is_image }) = begun {
            let solid = text.trim_ascii_start();
            let space = text.get(..text.len() - solid.len()).unwrap_or_default().to_vec();
            self.state = State::Base64(Candidate { space, text: solid.to_vec(), is_image, ..Candidate::default() });
        }
        piece.get(taken..).unwrap_or_default()
    }

    /// Reads base64; gives what follows it.
    fn decode<'a>(&mut self, piece: &'a [u8], listener: &mut dyn Listener) -> &'a [u8] {
        let State::Base64(mut candidate) = mem::take(&mut self.state) else { return piece };
        let mut rest = piece;
        let may_be = loop {
            let Some((&byte, behind)) = rest.split_first() else {
                self.state = State::Base64(candidate);
                return rest;
            };
            if candidate.takes_blank(byte) {
                rest = behind;
                continue;
            }
            let taken = listener.take(rest);
            if taken.bytes > 0 {
                let (base64, behind) = rest.split_at_checked(taken.bytes).unwrap_or((rest, &[]));
                candidate.add(base64);
                rest = behind;
            } else {
                break !taken.is_hopeless;
            }
            if taken.is_hopeless {
                break false;
            }
        };
        let line_end = mem::take(&mut candidate.line_end);
        let how = may_be.then_some(Ended { is_odd: candidate.is_odd, at_end: false });
        self.end(candidate, how, listener);
        match self.state {
            State::Search => self.search.carry(&line_end),
            State::Closing(_) | State::Base64(_) => self.read(&line_end, listener),
        }
        rest
    }

    /// The base64 has ended; it is no picture where nothing is said of how.
    fn end(&mut self, candidate: Candidate, how: Option<Ended>, listener: &mut dyn Listener) {
        if how.is_some_and(|how| listener.end(how)) {
            self.spaces.take_out(&candidate.space);
            self.has_found = true;
            self.search.start();
            self.state = if candidate.is_image { State::Closing(Closing::default()) } else { State::Search };
        } else if candidate.is_large {
            listener.leave_out();
        } else {
            listener.give_up();
            let text = [candidate.space, candidate.text].concat();
            let (solid, space) = text.split_at_checked(text.trim_ascii_end().len()).unwrap_or((&text, &[]));
            self.say(solid, listener);
            self.search.follow(solid.last().copied());
            self.search.carry(space);
        }
    }

    fn say(&mut self, text: &[u8], listener: &mut dyn Listener) {
        let mut said = String::new();
        self.spaces.say(&String::from_utf8_lossy(text), &mut said);
        if !said.is_empty() {
            listener.say(&said);
        }
    }
}

impl Candidate {
    fn add(&mut self, base64: &[u8]) {
        if !self.line_end.is_empty() {
            let line_end = mem::take(&mut self.line_end);
            self.keep(&line_end);
            self.lines.each = Some(self.lines.length);
            self.lines.length = 0;
            self.is_odd = true;
        }
        self.lines.length += base64.len();
        self.keep(base64);
    }

    fn keep(&mut self, text: &[u8]) {
        self.is_large |= self.text.len() + text.len() > LARGE;
        if self.is_large {
            self.text = Vec::new();
        } else {
            self.text.extend_from_slice(text);
        }
    }

    /// A blank before the base64, or a line's end where it may go on in the next.
    fn takes_blank(&mut self, byte: u8) -> bool {
        let is_blank = matches!(byte, b' ') && self.lines.length == 0 && self.lines.each.is_none() && !self.is_odd;
        if is_blank {
            self.keep(&[byte]);
            self.is_odd = true;
            return true;
        }
        let is_line = match self.lines.each {
            None => LINES.contains(&self.lines.length),
            Some(each) => each == self.lines.length,
        };
        let is_end = match self.line_end.as_slice() {
            [] => matches!(byte, b'\r' | b'\n'),
            [b'\r'] => byte == b'\n',
            _ => false,
        };
        if is_line && is_end {
            self.line_end.push(byte);
        }
        is_line && is_end
    }
}
