//! What a model says, or thinks: text without the pictures that stand in it, which are decoded as they come.

use super::decoding::{Decoded, Decoding};
use super::utf8::Utf8;
use crate::error::Failure;
use crate::prose::{Ended, Listener, Prose, Taken};
use crate::sniff::{self, SHOWN};
use crate::world::World;
use std::mem;

/// A text so far.
pub(super) struct Transcript<W: World> {
    world: W,
    /// All of it, without pictures.
    pub text: W::Text,
    /// It says something.
    pub has_words: bool,
    /// What stands in a data: URL in it that is no picture, named.
    pub odd: Option<String>,
    /// A picture in it is damaged, and was left out.
    pub is_damaged: bool,
    prose: Prose,
    utf8: Utf8,
    decoding: Decoding<W>,
}

/// What was heard in a piece.
pub(super) struct Heard<B> {
    /// In order.
    pub found: Vec<Found<B>>,
    /// There is no Blob for what comes behind it.
    pub failed: Option<Failure>,
}

/// What was found in a text.
pub(super) enum Found<B> {
    Words(String),
    Picture(Decoded<B>),
}

impl<W: World> Transcript<W> {
    /// Nothing so far.
    pub fn new(world: &W) -> Self {
        Self {
            world: world.clone(),
            text: world.text(),
            has_words: false,
            odd: None,
            is_damaged: false,
            prose: Prose::new(),
            utf8: Utf8::default(),
            decoding: Decoding::new(world, false),
        }
    }

    /// More of it.
    pub fn push(&mut self, bytes: &[u8]) -> Heard<W::Blob> {
        let text = self.utf8.push(bytes);
        self.hear(|prose, listener| prose.push(&text, listener))
    }

    /// Something else follows than text; with `is_cut` it has not come to its end.
    pub fn finish(&mut self, is_cut: bool) -> Heard<W::Blob> {
        let rest = self.utf8.finish();
        self.hear(|prose, listener| {
            prose.push(rest, listener);
            prose.finish(is_cut, listener);
        })
    }

    /// Nothing of it is held back.
    pub fn is_settled(&self) -> bool {
        self.prose.is_settled()
    }

    /// Whether a picture was taken out since this was asked last.
    pub fn take_found(&mut self) -> bool {
        self.prose.take_found()
    }

    /// Addresses of pictures that it links to.
    pub fn links(&self) -> &[String] {
        self.prose.links()
    }

    fn hear(&mut self, read: impl FnOnce(&mut Prose, &mut dyn Listener)) -> Heard<W::Blob> {
        let Self { prose, decoding, odd, is_damaged, .. } = self;
        let mut hearing = Hearing { decoding, odd, is_damaged, heard: Heard { found: Vec::new(), failed: None } };
        read(prose, &mut hearing);
        let heard = hearing.heard;
        for found in &heard.found {
            if let Found::Words(words) = found {
                self.has_words |= !words.trim().is_empty();
                self.world.append(&mut self.text, words.as_bytes());
            }
        }
        heard
    }
}

struct Hearing<'a, W: World> {
    decoding: &'a mut Decoding<W>,
    odd: &'a mut Option<String>,
    is_damaged: &'a mut bool,
    heard: Heard<W::Blob>,
}

impl<W: World> Listener for Hearing<'_, W> {
    fn say(&mut self, words: &str) {
        if let Some(Found::Words(before)) = self.heard.found.last_mut() {
            before.push_str(words);
        } else {
            self.heard.found.push(Found::Words(words.to_owned()));
        }
    }

    fn take(&mut self, text: &[u8]) -> Taken {
        match self.decoding.push(text) {
            Ok(bytes) => Taken { bytes, is_hopeless: self.decoding.sniffer().is_none() },
            Err(failure) => {
                self.heard.failed.get_or_insert(failure);
                Taken { bytes: text.len(), is_hopeless: true }
            }
        }
    }

    fn end(&mut self, how: Ended) -> bool {
        if self.decoding.sniffer().raster().is_none() {
            return false;
        }
        match self.decoding.finish() {
            Ok(Some(decoded)) if !(how.at_end && decoded.is_odd) => {
                self.heard.found.push(Found::Picture(Decoded { is_odd: decoded.is_odd || how.is_odd, ..decoded }));
                true
            }
            Ok(_) => false,
            Err(failure) => {
                self.heard.failed.get_or_insert(failure);
                false
            }
        }
    }

    fn give_up(&mut self) {
        // Fewer bytes are an example of a data: URL, not a file.
        let head = Some(self.decoding.sniffer().head()).filter(|head| head.len() == SHOWN);
        if let Some(head) = head {
            self.odd.get_or_insert_with(|| sniff::name(head));
        }
        self.decoding.clear();
    }

    fn leave_out(&mut self) {
        self.decoding.clear();
        *self.is_damaged = true;
    }
}

/// Words of a part of which a picture is taken out, as JSON that may go back in its place.
pub(super) struct Rest<W: World> {
    json: Vec<u8>,
    writer: Option<W::Writer>,
    is_solid: bool,
}

/// What is held of them, in bytes.
const HELD: usize = 16 * 1024;

impl<W: World> Default for Rest<W> {
    fn default() -> Self {
        Self { json: Vec::new(), writer: None, is_solid: false }
    }
}

impl<W: World> Rest<W> {
    pub fn say(&mut self, world: &W, words: &str) -> Result<(), crate::error::Thrown> {
        self.is_solid |= !words.trim().is_empty();
        let mut quoted = String::new();
        crate::wire::value::quote(words, &mut quoted);
        let inside = quoted.get(1..quoted.len() - 1).unwrap_or_default();
        let before: &[u8] = if self.json.is_empty() && self.writer.is_none() { br#"{"text":""# } else { b"" };
        self.json.extend_from_slice(before);
        self.json.extend_from_slice(inside.as_bytes());
        if self.json.len() >= HELD {
            world.write(self.writer.get_or_insert_with(|| world.writer()), &mem::take(&mut self.json))?;
        }
        Ok(())
    }

    /// None where nothing is left.
    pub fn finish(mut self, world: &W) -> Result<Option<W::Blob>, crate::error::Thrown> {
        if !self.is_solid {
            return Ok(None);
        }
        self.json.extend_from_slice(br#""}"#);
        match &mut self.writer {
            None => world.join(&[crate::world::Piece::Bytes(&self.json)], ""),
            Some(writer) => {
                world.write(writer, &self.json)?;
                world.finish(writer, "")
            }
        }
        .map(Some)
    }
}
