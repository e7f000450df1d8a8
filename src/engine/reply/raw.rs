//! A reply's JSON as it came, for whoever wants to look: `raw`, grounding, ratings, an error's body.
//!
//! Of any size, so the world keeps it. Only documents that are whole are in it, because half a one is no JSON.

use crate::find;
use crate::wire::json::Json;
use crate::world::World;
use serde::Serialize;

/// What of a reply is kept as it came.
pub struct Raw<W: World> {
    /// Its documents: one, or where it came in pieces, an array of them. In place of each string that was lifted stands
    /// `"\uffff<number>"`.
    pub json: W::Text,
    /// What was lifted, by number; None where it could not be decoded.
    pub lifted: Vec<Option<W::Blob>>,
    /// Where the last grounding metadata stand in it.
    pub grounding: Option<Path>,
    /// Where lists of safety ratings stand in it.
    pub ratings: Vec<Path>,
}

/// A way through JSON from its root on, in the server's own spelling.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Path(pub Vec<Step>);

/// A step of a [`Path`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Step {
    /// Into an object.
    Name(String),
    /// Into an array.
    Index(u32),
}

/// Of documents, in bytes: what is more goes to the world.
const PIECE: usize = 4 * 1024;
/// No error tells more of a reply, in bytes.
const SHOWN: usize = 64 * 1024;
/// What an error tells in place of base64, before its number: an error holds no pictures.
const LEFT_OUT: &str = "[base64, left out] ";
/// No reply has more candidates, or lists of ratings, and none has more that is lifted; one that has is up to no good.
const MOST: usize = 1024;
const MOST_LIFTED: usize = 2 * 1024;

/// What is kept so far.
pub(super) struct RawBuilder<W: World> {
    world: W,
    json: W::Text,
    /// As it was before a document that is large, and not whole yet.
    before: Option<W::Text>,
    /// Documents that are whole, and not the world's yet.
    whole: Vec<u8>,
    document: Vec<u8>,
    documents: u32,
    /// There may be more of them: it stands in an array, or is an event.
    pub is_list: bool,
    /// The start of all this, for an error, and its length in bytes.
    shown: W::Text,
    shown_length: usize,
    /// Its first document turned out to be one of several.
    is_late_list: bool,
    lifted: Vec<Option<W::Blob>>,
    /// The last of them stands in what is kept.
    is_placed: bool,
    /// How many of these stand in documents that are whole.
    lifted_whole: usize,
    grounding: Option<(u32, Path)>,
    ratings: Vec<(u32, Path)>,
}

impl<W: World> RawBuilder<W> {
    /// Nothing so far.
    pub fn new(world: &W) -> Self {
        Self {
            world: world.clone(),
            json: world.text(),
            before: None,
            whole: Vec::new(),
            document: Vec::new(),
            documents: 0,
            is_list: false,
            shown: world.text(),
            shown_length: 0,
            is_late_list: false,
            lifted: Vec::new(),
            is_placed: false,
            lifted_whole: 0,
            grounding: None,
            ratings: Vec::new(),
        }
    }

    /// A document begins; `is_list` says that there may be more of them.
    pub fn open(&mut self, is_list: bool) {
        self.document.clear();
        if self.documents > 0 && !self.is_list {
            // More lines of JSON than one. The first has waited for the second, unless it was large: then it is not kept.
            self.is_list = true;
            if self.whole.is_empty() {
                self.json = self.world.text();
                self.documents = 0;
            } else {
                self.whole.insert(0, b'[');
                self.is_late_list = true;
            }
        }
        self.is_list |= is_list;
        let before: &[u8] = match self.documents {
            0 if self.is_list => b"[",
            0 => b"",
            _ => b",",
        };
        self.document.extend_from_slice(before);
    }

    /// More of it.
    pub fn keep(&mut self, json: &[u8]) {
        self.document.extend_from_slice(json);
        if self.document.len() >= PIECE {
            self.hand_over_whole();
            self.before.get_or_insert_with(|| self.json.clone());
            self.show();
            self.world.append(&mut self.json, &self.document);
            self.document.clear();
        }
    }

    /// Something is lifted, and this stands in its place.
    pub fn place(&mut self) {
        self.is_placed = self.lifted.len() < MOST_LIFTED;
        if !self.is_placed {
            return;
        }
        let number = self.lifted.len().to_string();
        self.document.extend_from_slice(b"\\uffff");
        self.document.extend_from_slice(number.as_bytes());
        self.lifted.push(None);
    }

    /// It could be decoded.
    pub fn lift(&mut self, blob: W::Blob) {
        if let Some(last) = self.lifted.last_mut().filter(|_| self.is_placed) {
            *last = Some(blob);
        }
    }

    /// The document is whole; `read` is what `wire` reads of it.
    pub fn close(&mut self, read: Option<Json>) {
        self.show();
        if let Some(json) = read {
            self.note(json);
        }
        self.whole.append(&mut self.document);
        self.documents += 1;
        self.lifted_whole = self.lifted.len();
        if self.before.take().is_some() || self.whole.len() >= PIECE {
            self.hand_over_whole();
        }
    }

    /// What an error tells of it.
    pub fn shown(&self) -> Option<String> {
        if self.shown_length == 0 {
            return None;
        }
        let mut shown = find::replace(&self.world.string(&self.shown), "\\uffff", LEFT_OUT);
        if self.is_late_list {
            shown.insert(0, '[');
        }
        if self.is_list && self.shown_length < SHOWN {
            shown.push(']');
        }
        Some(shown)
    }

    /// No more comes.
    pub fn finish(mut self) -> Raw<W> {
        if let Some(before) = self.before.take() {
            self.json = before;
        }
        self.lifted.truncate(self.lifted_whole);
        let end: &[u8] = match (self.documents, self.is_list) {
            (0, false) => b"null",
            (0, true) => b"[]",
            (_, true) => b"]",
            (_, false) => b"",
        };
        self.whole.extend_from_slice(end);
        self.hand_over_whole();
        let place = |(document, mut path): (u32, Path)| {
            if self.is_list {
                path.0.insert(0, Step::Index(document));
            }
            path
        };
        Raw {
            grounding: self.grounding.map(place),
            ratings: self.ratings.into_iter().map(place).collect(),
            json: self.json,
            lifted: self.lifted,
        }
    }

    fn hand_over_whole(&mut self) {
        self.world.append(&mut self.json, &self.whole);
        self.whole.clear();
    }

    fn show(&mut self) {
        let room = SHOWN.saturating_sub(self.shown_length).min(self.document.len());
        self.world.append(&mut self.shown, self.document.get(..room).unwrap_or_default());
        self.shown_length += room;
    }

    /// Notes where in the document stands what only a caller reads.
    fn note(&mut self, mut json: Json) {
        let mut path = Vec::new();
        while let Some((name, inner)) = wrapped(json) {
            path.push(Step::Name(name));
            json = inner;
        }
        if let Some((name, feedback)) = json.named("promptFeedback") {
            path.push(Step::Name(name.into_owned()));
            self.rate(&path, feedback);
            path.pop();
        }
        let Some((name, candidates)) = json.named("candidates") else { return };
        path.push(Step::Name(name.into_owned()));
        for (step, candidate) in steps(candidates) {
            path.push(step);
            if let Some(path) = below(&path, candidate, "groundingMetadata") {
                self.grounding = Some((self.documents, path));
            }
            self.rate(&path, candidate);
            path.pop();
        }
    }

    fn rate(&mut self, path: &[Step], json: Json) {
        if self.ratings.len() < MOST
            && let Some(path) = below(path, json, "safetyRatings")
        {
            self.ratings.push((self.documents, path));
        }
    }
}

/// The way to what an object has under that name, which is an object or an array.
fn below(path: &[Step], json: Json, name: &str) -> Option<Path> {
    let (name, _) = json.named(name).filter(|(_, value)| value.is_container())?;
    let mut path = path.to_vec();
    path.push(Step::Name(name.into_owned()));
    Some(Path(path))
}

/// What stands in `response`, in which some gateways put each reply.
fn wrapped(json: Json) -> Option<(String, Json)> {
    let (name, inner) = json.named("response").filter(|(_, inner)| inner.is_object())?;
    let is_reply = ["candidates", "promptFeedback"].into_iter().any(|name| json.get(name).is_some());
    (!is_reply).then(|| (name.into_owned(), inner))
}

/// The elements of an array, or of an object as PHP writes one.
fn steps<'a>(list: Json<'a>) -> Vec<(Step, Json<'a>)> {
    let named = list.members().filter_map(|(key, value)| Some((Step::Name(key.text()?.into_owned()), value)));
    let indexed = (0..).map(Step::Index).zip(list.elements());
    if list.is_object() { named.take(MOST).collect() } else { indexed.take(MOST).collect() }
}
