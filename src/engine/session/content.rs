//! A stored content → what it says, read in pieces: neither a picture nor a text of it stands in the engine's memory.
//!
//! What encloses the parts is compared byte for byte ([`envelope`](crate::envelope)); the parts are read as those of a
//! reply are, and must be JSON.

use super::ANSWER;
use super::pictures::PictureDecoder;
use crate::envelope::{Envelope, Role};
use crate::error::Thrown;
use crate::pace::Pace;
use crate::picture::Picture;
use crate::scan::{Lifted, Mark, Scanner, Sink};
use crate::wire::reply::Part;
use crate::wire::request::USER;
use crate::world::World;
use std::mem;

/// Of a Blob, in bytes at a time.
const STEP: u64 = 32 * 1024;
/// Of a text, in bytes: what is held back until it is known whether it is a thought.
const HELD: usize = 64 * 1024;

/// Of a part's JSON, in bytes: names and facts, of which the scanner tells the start.
const MOST: usize = 256 * 1024;

/// What a content says.
pub(super) struct Content<W: World> {
    /// Its words, but for thoughts and for ours.
    pub text: W::Text,
    /// The model's pictures. Of the user's, those in front of the text: they are the model's of the turn before.
    pub images: Vec<Picture<W::Blob>>,
    /// The last picture of its thoughts.
    pub draft: Option<Picture<W::Blob>>,
    /// Where the first part with words begins.
    pub text_at: Option<u64>,
}

/// Why a content cannot be taken.
pub(super) enum Why {
    /// It is none of ours: the end of a sentence.
    Foreign(&'static str),
    /// Its Blob gives less than it has.
    Unread(Option<Thrown>),
    /// There is no Blob for a picture in it.
    Unkept(Thrown),
}

impl From<&'static str> for Why {
    fn from(says: &'static str) -> Self {
        Self::Foreign(says)
    }
}

/// Reads a content of that role, in turn with the page.
pub(super) async fn read<W: World>(world: &W, pace: &Pace, blob: &W::Blob, role: Role) -> Result<Content<W>, Why> {
    let mut scanner = Scanner::content();
    let mut envelope = Envelope::new(role, Parts::new(world, role == USER));
    let (mut at, size) = (0, world.size(blob));
    while at < size {
        let bytes = world.load(blob, at..size.min(at + STEP)).await.map_err(|thrown| Why::Unread(Some(thrown)))?;
        if bytes.is_empty() {
            return Err(Why::Unread(None));
        }
        at += bytes.len() as u64;
        pace.work(world, bytes.len()).await;
        let pushed = envelope.push(&mut scanner, &bytes);
        // What is wrong in a part stands before what is wrong behind it.
        match envelope.sink.wrong.take() {
            Some(why) => return Err(why),
            None => pushed?,
        }
    }
    envelope.finish()?;
    Ok(envelope.sink.content())
}

/// What was said so far.
struct Words<W: World> {
    text: W::Text,
    /// So many bytes of [`ANSWER`] are all that was said.
    answer: Option<usize>,
}

impl<W: World> Clone for Words<W> {
    fn clone(&self) -> Self {
        Self { text: self.text.clone(), answer: self.answer }
    }
}

impl<W: World> Words<W> {
    fn say(&mut self, world: &W, bytes: &[u8]) {
        world.append(&mut self.text, bytes);
        let goes_on = |at: &usize| ANSWER.as_bytes().get(*at..).is_some_and(|rest| rest.starts_with(bytes));
        self.answer = self.answer.filter(goes_on).map(|at| at + bytes.len());
    }
}

/// A part that has begun.
struct Open<W: World> {
    at: u64,
    /// The little of it that `wire` reads.
    json: Vec<u8>,
    /// The last of its words.
    held: Vec<u8>,
    /// Half of a surrogate pair.
    high: Option<u16>,
    /// What was said before it, where some of its words are among that.
    before: Option<Words<W>>,
    picture: Option<Picture<W::Blob>>,
}

impl<W: World> Open<W> {
    const fn new(at: u64) -> Self {
        Self { at, json: Vec::new(), held: Vec::new(), high: None, before: None, picture: None }
    }

    fn say(&mut self, text: &[u8], words: &mut Words<W>, world: &W) {
        self.held.extend_from_slice(text);
        if self.held.len() > HELD {
            self.before.get_or_insert_with(|| words.clone());
            words.say(world, &mem::take(&mut self.held));
        }
    }

    /// Takes back what it said.
    fn forget(&mut self, words: &mut Words<W>) {
        self.held.clear();
        if let Some(before) = self.before.take() {
            *words = before;
        }
    }

    /// What comes next is no other half.
    fn settle(&mut self) {
        if self.high.take().is_some() {
            self.held.extend_from_slice("\u{fffd}".as_bytes());
        }
    }
}

/// Reads the parts of a content.
struct Parts<W: World> {
    world: W,
    is_user: bool,
    words: Words<W>,
    images: Vec<Picture<W::Blob>>,
    draft: Option<Picture<W::Blob>>,
    text_at: Option<u64>,
    count: u64,
    part: Option<Open<W>>,
    decoding: PictureDecoder<W>,
    lifted: Option<Lifted>,
    wrong: Option<Why>,
}

impl<W: World> Parts<W> {
    fn new(world: &W, is_user: bool) -> Self {
        Self {
            world: world.clone(),
            is_user,
            words: Words { text: world.text(), answer: Some(0) },
            images: Vec::new(),
            draft: None,
            text_at: None,
            count: 0,
            part: None,
            decoding: PictureDecoder::new(world),
            lifted: None,
            wrong: None,
        }
    }

    fn content(self) -> Content<W> {
        let Self { world, is_user, words, images, draft, text_at, count, .. } = self;
        let is_ours = !is_user && count == 1 && words.answer == Some(ANSWER.len());
        let text = if is_ours { world.text() } else { words.text };
        Content { text, images, draft, text_at }
    }

    fn fail(&mut self, why: Why) {
        self.wrong.get_or_insert(why);
    }

    /// Whether a picture that begins now is shown. Behind the user's words stand those that the user showed.
    const fn shows(&self) -> bool {
        !self.is_user || self.text_at.is_none()
    }

    fn close(&mut self, mut part: Open<W>) {
        let Part { text, thought, .. } = Part::parse(&part.json).unwrap_or_default();
        if text.is_some() {
            self.text_at.get_or_insert(part.at);
        }
        if text.is_none() || thought {
            part.forget(&mut self.words);
        }
        self.words.say(&self.world, &part.held);
        match part.picture {
            Some(picture) if self.shows() && thought => self.draft = Some(picture),
            Some(picture) if self.shows() => self.images.push(picture),
            Some(_) | None => {}
        }
    }
}

impl<W: World> Sink for Parts<W> {
    fn keep(&mut self, _: &[u8]) {}

    fn read(&mut self, json: &[u8]) {
        // Of a part that would have more to be read nothing is known.
        if let Some(part) = self.part.as_mut().filter(|part| part.json.len() < MOST) {
            part.json.extend_from_slice(json);
        }
    }

    fn begin(&mut self, what: Lifted) {
        self.lifted = Some(what);
        match (what, &mut self.part) {
            (Lifted::Data, _) => self.decoding.begin(self.shows()),
            // Of a name that stands twice the last counts.
            (Lifted::Text, Some(part)) => part.forget(&mut self.words),
            (Lifted::Text | Lifted::Signature | Lifted::Uri, _) => {}
        }
    }

    fn take(&mut self, text: &[u8]) -> usize {
        match (self.lifted, &mut self.part) {
            (Some(Lifted::Data), _) => return self.decoding.take(&self.world, text),
            (Some(Lifted::Text), Some(part)) if !text.is_empty() => {
                part.settle();
                part.say(text, &mut self.words, &self.world);
            }
            // It is no business of ours what it holds.
            (Some(Lifted::Signature), _) => {
                let ends = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..b' ');
                return text.iter().position(ends).unwrap_or(text.len());
            }
            (Some(Lifted::Text | Lifted::Uri) | None, _) => {}
        }
        text.len()
    }

    fn escaped(&mut self, unit: u16) -> bool {
        let part = match (self.lifted, &mut self.part) {
            (Some(Lifted::Text), Some(part)) => part,
            (Some(Lifted::Data), _) => return self.decoding.take_unit(&self.world, unit),
            (Some(Lifted::Text | Lifted::Signature | Lifted::Uri) | None, _) => return true,
        };
        let high = part.high.take();
        if matches!(unit, 0xd800..0xdc00) {
            part.high = Some(unit);
        }
        let units = high.into_iter().chain(Some(unit).filter(|_| part.high.is_none()));
        for character in char::decode_utf16(units) {
            let character = character.unwrap_or(char::REPLACEMENT_CHARACTER);
            part.say(character.encode_utf8(&mut [0; 4]).as_bytes(), &mut self.words, &self.world);
        }
        true
    }

    fn end(&mut self) -> bool {
        match (self.lifted.take(), &mut self.part) {
            (Some(Lifted::Text), Some(part)) => part.settle(),
            (Some(Lifted::Data), part) => match (self.decoding.end(&self.world), part) {
                (Ok(None), _) => return false,
                (Ok(Some(picture)), Some(part)) => part.picture = picture,
                (Ok(Some(_)), None) => {}
                (Err(thrown), _) => self.fail(Why::Unkept(thrown)),
            },
            (Some(Lifted::Text | Lifted::Signature | Lifted::Uri) | None, _) => {}
        }
        true
    }

    fn mark(&mut self, mark: Mark, offset: u64) {
        match mark {
            Mark::PartOpens => {
                self.count += 1;
                self.part = Some(Open::new(offset));
            }
            Mark::PartCloses => {
                if let Some(part) = self.part.take() {
                    self.close(part);
                }
            }
            Mark::Opens | Mark::Closes | Mark::SnakeCase(_) => {}
        }
    }
}
