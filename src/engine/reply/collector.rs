//! What the scanner finds in a reply → parts and documents, as each comes to its end.
//!
//! It decodes what is lifted, keeps the JSON, and has serde read the little of it that `wire` names: of each part by
//! itself, so that a document may have any number of them. Nothing here grows with the reply.

use super::decoding::{Decoded, Decoding};
use super::part::{Data, File, Inline, Item, Part, Signature, Words};
use super::raw::RawBuilder;
use super::tee::Tee;
use super::utf8::push_unit;
use crate::error::{Failure, Thrown};
use crate::prefix::Prefix;
use crate::scan::{Lifted, Mark, Sink};
use crate::verdict;
use crate::wire::json::{Json, completed};
use crate::wire::reply;
use crate::world::World;
use std::mem;

/// What is read of a document, in bytes, and of a part. More says nothing of a picture.
const DOCUMENT: usize = 128 * 1024;
const PART: usize = 32 * 1024;
/// Words of a part that wait for it to say whether it is a thought, in bytes: that may stand behind them, and thoughts
/// are long.
const WORDS: usize = 128 * 1024;
/// No link is longer, in bytes.
const LINK: usize = 2048;

/// Hears of what the scanner finds.
pub(super) struct Collector<W: World> {
    /// What came whole, to be taken.
    pub items: Vec<Item<W::Blob>>,
    /// What went wrong, once.
    pub failed: Option<Failure>,
    /// Documents are events.
    pub is_events: bool,
    /// A document has said why the reply ends.
    pub is_over: bool,
    pub raw: RawBuilder<W>,
    pub tee: Option<Tee<W>>,
    in_document: bool,
    in_part: bool,
    document: Vec<u8>,
    part: Vec<u8>,
    lifted: Option<Lifted>,
    /// Of this part, in the order in which their numbers stand in what is read.
    found: Vec<Found<W::Blob>>,
    decoding: Decoding<W>,
    prefix: Prefix,
    /// A signature that is no base64 costs nobody the picture: it is left out.
    is_broken: bool,
    words: Vec<u8>,
    /// As words of this part were told to be, before it was at its end.
    told_as: Option<bool>,
    uri: Vec<u8>,
    is_snake: bool,
}

/// What stood in place of a number.
enum Found<B> {
    Data(Data<B>),
    Signature(Signature),
    Words,
    File(File<B>),
}

/// The collector, with the chunk that is scanned.
pub(super) struct Hearing<'a, W: World> {
    pub collector: &'a mut Collector<W>,
    pub body: &'a W::Body,
    /// Where in the body the chunk begins.
    pub start: u64,
}

impl<W: World> Collector<W> {
    pub fn new(world: &W, keeps_parts: bool) -> Self {
        Self {
            items: Vec::new(),
            failed: None,
            is_events: false,
            is_over: false,
            raw: RawBuilder::new(world),
            tee: keeps_parts.then(|| Tee::new(world)),
            in_document: false,
            in_part: false,
            document: Vec::new(),
            part: Vec::new(),
            lifted: None,
            found: Vec::new(),
            decoding: Decoding::new(world, true),
            prefix: Prefix::default(),
            is_broken: false,
            words: Vec::new(),
            told_as: None,
            uri: Vec::new(),
            is_snake: false,
        }
    }

    /// No more comes: of a part and a document that are not at their end, what is whole.
    pub fn end(&mut self) {
        self.lifted = None;
        self.words.clear(); // half of what it says is not what it says
        if mem::take(&mut self.in_part) {
            self.end_part(None);
        }
        if mem::take(&mut self.in_document) {
            let reply = self.read_document();
            self.items.push(Item::Document(Box::new(reply)));
        }
    }

    fn fail(&mut self, failure: Failure) {
        self.failed.get_or_insert(failure);
    }

    fn check<T>(&mut self, made: Result<T, Thrown>) -> Option<T> {
        made.map_err(|thrown| self.fail(verdict::storage(thrown))).ok()
    }

    fn end_part(&mut self, came: Option<W::Blob>) {
        let read: reply::Part = read(&self.part).unwrap_or_default();
        self.part.clear();
        let mut found: Vec<_> = self.found.drain(..).map(Some).collect();
        let mut take = |number: Option<&str>| found.get_mut(number?.parse::<usize>().ok()?)?.take();
        let words = take(read.text.as_deref()).map(|_| mem::take(&mut self.words));
        self.words.clear();
        let told_as = self.told_as.take();
        let is_thought = told_as.unwrap_or(read.thought);
        let signature = match take(read.thought_signature.as_deref()) {
            Some(Found::Signature(signature)) => signature,
            Some(Found::Data(_) | Found::Words | Found::File(_)) | None => Signature::None,
        };
        let link = read.image_url.and_then(|image| image.url).or(read.url);
        let is_foreign = read.b64_json.is_some() || link.is_some();
        // Where there is a media type in this API, OpenAI's has none.
        let inline = read.inline_data.map(|inline| (inline.mime_type.is_some(), inline.data));
        let inline = inline.or(read.b64_json.map(|data| (true, Some(data))));
        let inline = inline.map(|(is_typed, data)| Inline {
            is_typed,
            data: match take(data.as_deref()) {
                Some(Found::Data(data)) => Some(data),
                Some(Found::Signature(_) | Found::Words | Found::File(_)) | None => None,
            },
        });
        let file = read.file_data.map(|file| file.file_uri).or(link.map(Some));
        let file = file.map(|uri| match take(uri.as_deref()) {
            Some(Found::File(file)) => file,
            Some(Found::Data(_) | Found::Signature(_) | Found::Words) | None => File::Odd,
        });
        let part = Part {
            is_thought: read.thought,
            has_words: told_as.is_some() || words.as_ref().is_some_and(|words| !words.is_empty()),
            words: words.map(|bytes| Words { is_thought, bytes }),
            signature,
            inline,
            file,
            has_more: read.has_more,
            is_foreign,
            is_snake: mem::take(&mut self.is_snake),
            came,
        };
        if !part.is_empty() {
            self.items.push(Item::Part(Box::new(part)));
        }
    }

    /// What a document says, also one that is cut off.
    fn read_document(&mut self) -> reply::Reply {
        let json = mem::take(&mut self.document);
        let whole = reply::Reply::parse(&json).or_else(|| reply::Reply::parse(&completed(&json)?));
        whole.unwrap_or_default()
    }

    /// Words that are many are told before their part is at its end.
    fn tell_words(&mut self) {
        if self.words.len() < WORDS {
            return;
        }
        let is_thought = match self.told_as {
            Some(told) => told,
            None => read(&self.part).is_some_and(|part| part.thought),
        };
        self.told_as = Some(is_thought);
        self.items.push(Item::Words(Words { is_thought, bytes: mem::take(&mut self.words) }));
    }

    fn decode(&mut self, text: &[u8]) -> usize {
        match self.decoding.push(text) {
            Ok(taken) => taken,
            Err(failure) => {
                self.fail(failure);
                text.len()
            }
        }
    }

    fn finish_decoding(&mut self) -> Option<Decoded<W::Blob>> {
        let finished = self.decoding.finish();
        let decoded = finished.unwrap_or_else(|failure| {
            self.fail(failure);
            None
        });
        if decoded.is_none() {
            self.decoding.clear();
        }
        decoded
    }

    /// A data: URL stands where bare base64 should, or does not.
    fn take_data(&mut self, text: &[u8]) -> usize {
        if self.prefix.is_over() {
            return self.decode(text);
        }
        let (taken, held) = self.prefix.take(text);
        self.decode(&held);
        let rest = text.get(taken..).filter(|_| self.prefix.is_over()).unwrap_or_default();
        taken + self.decode(rest)
    }

    fn take_signature(&mut self, text: &[u8]) -> usize {
        let mut taken = 0;
        if !self.is_broken {
            taken = self.decode(text);
            if text.get(taken).is_none_or(ends) {
                return taken;
            }
            self.is_broken = true;
        }
        let rest = text.get(taken..).unwrap_or_default();
        taken + rest.iter().position(ends).unwrap_or(rest.len())
    }

    /// A link is short, and a data: URL is decoded as it comes.
    fn take_uri(&mut self, mut text: &[u8]) {
        while !self.prefix.is_over() && !text.is_empty() {
            let comma = text.iter().position(|byte| *byte == b',').map_or(text.len(), |at| at + 1);
            let (head, rest) = text.split_at_checked(comma).unwrap_or((text, &[]));
            text = rest;
            if self.uri.len() <= LINK {
                self.uri.extend_from_slice(head);
                if is_base64(&self.uri) {
                    self.prefix.give_up(); // and what comes next is base64
                }
            }
        }
        if !text.is_empty() && !self.is_broken {
            self.is_broken = self.decode(text) < text.len();
        }
    }

    fn end_data(&mut self) -> bool {
        let held = self.prefix.give_up();
        self.decode(&held);
        let is_prefixed = self.prefix.found();
        let Some(decoded) = self.finish_decoding() else { return self.failed.is_some() };
        self.raw.lift(decoded.blob.clone());
        self.found.push(Found::Data(Data { decoded, is_prefixed }));
        true
    }

    fn end_signature(&mut self) {
        let decoded = self.finish_decoding().filter(|_| !self.is_broken);
        let signature = match decoded {
            Some(Decoded { head, blob, .. }) => {
                self.raw.lift(blob);
                if head.is_empty() { Signature::None } else { Signature::Some }
            }
            None => Signature::Broken,
        };
        self.found.push(Found::Signature(signature));
    }

    fn end_uri(&mut self) {
        let uri = mem::take(&mut self.uri);
        let file = if self.prefix.is_over() {
            let decoded = self.finish_decoding().filter(|_| !self.is_broken);
            decoded.map_or(File::Odd, File::Data)
        } else if uri.len() <= LINK {
            String::from_utf8(uri).map_or(File::Odd, File::Link)
        } else {
            File::Odd
        };
        self.found.push(Found::File(file));
    }
}

impl<W: World> Sink for Hearing<'_, W> {
    fn keep(&mut self, json: &[u8]) {
        let all = &mut *self.collector;
        if all.in_document {
            all.raw.keep(json);
        } else {
            all.raw.is_list |= json.contains(&b'['); // the bracket of an array
        }
    }

    fn read(&mut self, json: &[u8]) {
        let all = &mut *self.collector;
        let (read, most) = if all.in_part { (&mut all.part, PART) } else { (&mut all.document, DOCUMENT) };
        let room = most.saturating_sub(read.len()).min(json.len());
        read.extend_from_slice(json.get(..room).unwrap_or_default());
    }

    fn begin(&mut self, what: Lifted) {
        let all = &mut *self.collector;
        all.lifted = Some(what);
        all.is_broken = false;
        all.prefix = Prefix::default();
        let number = all.found.len().to_string();
        match what {
            Lifted::Data | Lifted::Signature => all.raw.place(),
            // Of a name that comes twice the last value counts.
            Lifted::Text => all.words.clear(),
            Lifted::Uri => all.uri.clear(),
        }
        self.read(number.as_bytes());
    }

    fn take(&mut self, text: &[u8]) -> usize {
        let all = &mut *self.collector;
        match all.lifted {
            Some(Lifted::Data) => return all.take_data(text),
            Some(Lifted::Signature) => return all.take_signature(text),
            Some(Lifted::Text) => {
                all.words.extend_from_slice(text);
                all.tell_words();
            }
            Some(Lifted::Uri) => all.take_uri(text),
            None => {}
        }
        text.len()
    }

    fn escaped(&mut self, unit: u16) -> bool {
        let all = &mut *self.collector;
        if all.lifted == Some(Lifted::Text) {
            push_unit(unit, &mut all.words);
            all.tell_words();
            return true;
        }
        let blank = matches!(unit, 9 | 10 | 13).then_some(unit);
        let byte = u8::try_from(unit).ok().filter(|byte| blank.is_some() || !ends(byte)).unwrap_or(0xff);
        self.take(&[byte]) == 1
    }

    fn end(&mut self) -> bool {
        let all = &mut *self.collector;
        match all.lifted.take() {
            Some(Lifted::Data) => return all.end_data(),
            Some(Lifted::Signature) => all.end_signature(),
            Some(Lifted::Text) => all.found.push(Found::Words),
            Some(Lifted::Uri) => all.end_uri(),
            None => {}
        }
        true
    }

    fn mark(&mut self, mark: Mark, offset: u64) {
        let all = &mut *self.collector;
        if let Some(tee) = &mut all.tee {
            let taken = tee.take(self.body, self.start, offset);
            all.check(taken);
        }
        match mark {
            Mark::Opens => {
                all.in_document = true;
                all.document.clear();
                all.raw.open(all.is_events);
            }
            Mark::Closes => {
                all.in_document = false;
                all.raw.close(Json::parse(&all.document));
                let reply = all.read_document();
                all.is_over |= reply.is_over();
                if reply != reply::Reply::default() {
                    all.items.push(Item::Document(Box::new(reply)));
                }
            }
            Mark::PartOpens => {
                all.in_part = true;
                all.part.clear();
                if let Some(tee) = &mut all.tee {
                    tee.open(offset);
                }
            }
            Mark::PartCloses => {
                all.in_part = false;
                let came = all.tee.as_mut().map(Tee::close);
                let came = came.and_then(|came| all.check(came));
                all.end_part(came);
            }
            Mark::SnakeCase(name) => {
                all.is_snake |= matches!(name, "inlineData" | "thoughtSignature");
                if let Some(tee) = &mut all.tee {
                    tee.key(name);
                }
            }
        }
    }
}

/// What ends a string, or stands in none.
fn ends(byte: &u8) -> bool {
    matches!(byte, b'"' | b'\\' | 0..b' ')
}

/// Whether it begins a data: URL of base64.
fn is_base64(uri: &[u8]) -> bool {
    let begins = uri.get(..5).is_some_and(|start| start.eq_ignore_ascii_case(b"data:"));
    let ends = uri.len().checked_sub(8).and_then(|at| uri.get(at..));
    begins && ends.is_some_and(|end| end.eq_ignore_ascii_case(b";base64,"))
}

/// What a part says, also one that is cut off.
fn read(json: &[u8]) -> Option<reply::Part> {
    reply::Part::parse(json).or_else(|| reply::Part::parse(&completed(json)?))
}
