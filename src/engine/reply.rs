//! A stand-in for what reads a reply, in a body format of its own: the real one puts `sse`, `scan`, `base64`, `sniff`,
//! `wire::reply` and prose behind the same questions. `receive` asks [`Scanner`] what bytes say; `call` asks [`Reply`]
//! what the documents came to.
//!
//! A document is a line of items, each with a `;` behind it: `P<bytes>` a picture, `D<bytes>` a draft, `T<text>`,
//! `F<finishReason>`, `B<blockReason>`, `U<image tokens>`, `L<link to a picture>`, `E<code of an error>`. A line that
//! begins with `:` is a ping, and a `.` stands for `data: [DONE]`.

use crate::error::{Code, Failure, Sentence};
use crate::find;
use crate::picture::Picture;
use crate::receive::Patience;
use crate::report::Report;
use crate::scan::{Error, Fault};
use crate::verdict::{self, Asked, Known, Shown};
use crate::wire::reply::Usage;
use crate::wire::server_error::ServerError;
use crate::world::World;
use std::collections::VecDeque;
use std::mem;
use std::ops::Range;

/// What a document holds.
pub enum Item<B> {
    /// A final picture.
    Picture(Picture<B>),
    /// A thought picture.
    Draft(Picture<B>),
    /// What the model says.
    Text(String),
    /// Why it stopped.
    Finish(String),
    /// Why the prompt was blocked.
    Block(String),
    /// Tokens of pictures.
    Usage(u64),
    /// A picture that stands elsewhere.
    Link(String),
    /// An error under 200, by its code.
    Error(u16),
}

/// A whole document, or what is whole of one that did not come to its end.
pub struct Document<B> {
    /// What it holds, in order.
    pub items: Vec<Item<B>>,
    /// As it came, byte for byte.
    pub part: Option<B>,
}

/// Bytes → documents, resumable at every byte.
pub struct Scanner<W: World> {
    world: W,
    writer: W::Writer,
    tee: Option<W::Writer>,
    /// Of the item that has begun.
    kind: Option<u8>,
    /// Of an item that is no picture.
    text: Vec<u8>,
    items: Vec<Item<W::Blob>>,
    in_document: bool,
    received: u64,
    done: bool,
}

impl<W: World> Scanner<W> {
    /// At the start of a body.
    pub fn new(world: &W, tee: bool) -> Self {
        Self {
            world: world.clone(),
            writer: world.writer(),
            tee: tee.then(|| world.writer()),
            kind: None,
            text: Vec::new(),
            items: Vec::new(),
            in_document: false,
            received: 0,
            done: false,
        }
    }

    /// Nothing follows.
    pub const fn is_done(&self) -> bool {
        self.done
    }

    /// Reads bytes that stand at `at` in the body's chunk.
    pub fn push(
        &mut self,
        body: &W::Body,
        at: usize,
        bytes: &[u8],
        ready: &mut VecDeque<Document<W::Blob>>,
    ) -> Result<(), Failure> {
        let (mut rest, mut teed) = (bytes, 0);
        while let Some((&first, behind)) = rest.split_first()
            && !self.done
        {
            let taken = bytes.len() - rest.len();
            if let Some(kind) = self.kind {
                let end = rest.iter().position(|byte| *byte == b';');
                let (value, behind) = rest.split_at_checked(end.unwrap_or(rest.len())).unwrap_or_default();
                rest = behind.get(1..).unwrap_or_default();
                self.take(kind, value)?;
                if end.is_some() {
                    self.kind = None;
                    self.end(kind)?;
                }
                continue;
            }
            rest = behind;
            match first {
                b'\n' => {
                    let part = self.part(body, at + teed..at + taken + 1, true)?;
                    teed = taken + 1;
                    if mem::take(&mut self.in_document) {
                        ready.push_back(Document { items: mem::take(&mut self.items), part });
                    }
                }
                b'.' => self.done = true,
                b'P' | b'D' | b'T' | b'F' | b'B' | b'U' | b'L' | b'E' | b':' => {
                    self.kind = Some(first);
                    self.in_document |= first != b':';
                }
                _ => {
                    let error = Error { offset: self.received + taken as u64, fault: Fault::NotJson };
                    return Err(verdict::fault(&error, bytes.get(taken..).unwrap_or_default()));
                }
            }
        }
        self.received += bytes.len() as u64;
        self.part(body, at + teed..at + bytes.len(), false)?;
        Ok(())
    }

    /// No more comes.
    pub fn finish(&self) -> Result<(), Failure> {
        if self.kind.is_some() || self.in_document || self.received == 0 {
            return Err(verdict::fault(&Error { offset: self.received, fault: Fault::Cut }, b""));
        }
        Ok(())
    }

    /// What is whole of a document that did not come to its end.
    pub fn rest(&mut self) -> Option<Document<W::Blob>> {
        (!self.items.is_empty()).then(|| Document { items: mem::take(&mut self.items), part: None })
    }

    fn take(&mut self, kind: u8, value: &[u8]) -> Result<(), Failure> {
        if matches!(kind, b'P' | b'D') {
            return self.world.write(&mut self.writer, value).map_err(verdict::storage);
        }
        self.text.extend_from_slice(value);
        Ok(())
    }

    fn end(&mut self, kind: u8) -> Result<(), Failure> {
        let text = String::from_utf8_lossy(&mem::take(&mut self.text)).into_owned();
        let item = match kind {
            b'P' => Item::Picture(self.picture()?),
            b'D' => Item::Draft(self.picture()?),
            b'T' => Item::Text(text),
            b'F' => Item::Finish(text),
            b'B' => Item::Block(text),
            b'U' => Item::Usage(text.parse().unwrap_or_default()),
            b'L' => Item::Link(text),
            b'E' => Item::Error(text.parse().unwrap_or_default()),
            _ => return Ok(()),
        };
        self.items.push(item);
        Ok(())
    }

    fn picture(&mut self) -> Result<Picture<W::Blob>, Failure> {
        let blob = self.world.finish(&mut self.writer, "image/png").map_err(verdict::storage)?;
        Ok(Picture { blob, media_type: "image/png", width: 1, height: 1 })
    }

    /// Keeps bytes of the chunk for the part.
    fn part(&mut self, body: &W::Body, range: Range<usize>, whole: bool) -> Result<Option<W::Blob>, Failure> {
        let Some(tee) = &mut self.tee else { return Ok(None) };
        self.world.tee(tee, body, range).map_err(verdict::storage)?;
        whole.then(|| self.world.finish(tee, "")).transpose().map_err(verdict::storage)
    }
}

/// A reply as far as it came.
pub struct Reply<W: World> {
    images: Vec<Picture<W::Blob>>,
    drafts: Vec<Picture<W::Blob>>,
    text: String,
    finish_reason: Option<String>,
    block_reason: Option<String>,
    error: Option<ServerError>,
    usage: Usage,
    links: VecDeque<String>,
    unfetched: Option<Failure>,
    parts: Vec<W::Blob>,
    /// How often something of the answer itself came.
    contents: u32,
}

/// A reply with a picture in it.
pub struct Response<W: World> {
    /// At least one.
    pub images: Vec<Picture<W::Blob>>,
    /// What the model said.
    pub text: String,
    /// What it cost.
    pub usage: Usage,
    /// Parts as they came, for a conversation.
    pub parts: Vec<W::Blob>,
    /// What was odd. Not redacted.
    pub warnings: Vec<Sentence>,
}

impl<W: World> Default for Reply<W> {
    fn default() -> Self {
        Self {
            images: Vec::new(),
            drafts: Vec::new(),
            text: String::new(),
            finish_reason: None,
            block_reason: None,
            error: None,
            usage: Usage::default(),
            links: VecDeque::new(),
            unfetched: None,
            parts: Vec::new(),
            contents: 0,
        }
    }
}

impl<W: World> Reply<W> {
    /// Adds a document, and tells what it brings.
    pub fn add(&mut self, document: Document<W::Blob>, report: &Report<'_, W>) {
        self.parts.extend(document.part);
        for item in document.items {
            match item {
                Item::Picture(blob) => self.image(blob, report),
                Item::Draft(blob) => {
                    report.preview(&blob);
                    self.drafts.push(blob);
                    self.contents += 1;
                }
                Item::Text(text) => {
                    report.text(&text);
                    self.text += &text;
                    self.contents += 1;
                }
                Item::Finish(reason) => self.finish_reason = meant(reason).or(self.finish_reason.take()),
                Item::Block(reason) => self.block_reason = meant(reason).or(self.block_reason.take()),
                Item::Usage(tokens) => self.usage.image_tokens = Some(tokens),
                Item::Link(url) => self.links.push_back(url),
                Item::Error(status) => {
                    let message = Some(format!("the model failed with {status}"));
                    self.error = Some(ServerError { status, message, ..ServerError::default() });
                }
            }
        }
    }

    /// How long the end is waited for; `None` as long as it has not said that it is over. Some servers say STOP in
    /// every event: so what comes behind it begins the wait anew, and what comes behind a refusal does not.
    pub fn patience(&self) -> Option<Patience> {
        let most = self.known(None, false).patience()?;
        let since = if self.is_refused() { 0 } else { self.contents };
        Some(Patience { most, since })
    }

    /// The link to a picture that is to be fetched, where no picture came: it stays until it is told what came of it.
    pub fn link(&self) -> Option<&str> {
        if self.has_picture() { None } else { self.links.front().map(String::as_str) }
    }

    /// What came of the link.
    pub fn fetched(&mut self, fetched: Result<Picture<W::Blob>, Failure>, report: &Report<'_, W>) {
        self.links.pop_front();
        match fetched {
            Ok(blob) => self.image(blob, report),
            Err(failure) => {
                self.unfetched.get_or_insert(failure);
            }
        }
    }

    /// What it came to; `broken` is what ended it before its end, and `done` says that the server said it was all.
    pub fn conclude(
        mut self,
        broken: Option<Failure>,
        done: bool,
        asked: &Asked<'_>,
        report: &Report<'_, W>,
    ) -> Result<Response<W>, Failure> {
        if self.unfetched.is_none() && self.link().is_some() {
            self.unfetched.clone_from(&broken); // it would have been fetched, and what ended the rest ended that
        }
        let Shown { draft, warnings } = self.known(broken, done).conclude(asked)?;
        if draft && let Some(blob) = self.drafts.pop() {
            self.image(blob, report);
        }
        let Self { images, text, usage, parts, .. } = self;
        Ok(Response { images, text, usage, parts, warnings })
    }

    const fn has_picture(&self) -> bool {
        !self.images.is_empty() || !self.drafts.is_empty()
    }

    fn is_refused(&self) -> bool {
        self.block_reason.is_some()
            || self.error.is_some()
            || self.finish_reason.as_ref().is_some_and(|reason| reason != "STOP")
    }

    fn image(&mut self, blob: Picture<W::Blob>, report: &Report<'_, W>) {
        report.image(&blob);
        self.images.push(blob);
        self.contents += 1;
    }

    fn known(&self, broken: Option<Failure>, done: bool) -> Known<'_> {
        Known {
            picture: !self.images.is_empty(),
            draft: !self.drafts.is_empty(),
            error: self.error.as_ref(),
            block_reason: self.block_reason.as_deref(),
            finish_reason: self.finish_reason.as_deref(),
            text: &self.text,
            unfetched: self.unfetched.clone(),
            usage: self.usage,
            done,
            events: true,
            broken,
            ..Known::default()
        }
    }
}

/// Without the defaults of an enum, which say nothing and take back nothing.
fn meant(reason: String) -> Option<String> {
    verdict::said(Some(&reason)).is_some().then_some(reason)
}

/// Why a link was not followed to a picture.
pub fn unfetched(url: &str, why: &'static str, code: Code) -> Failure {
    let host = find::split_once(url, "//").and_then(|(_, rest)| rest.split('/').next()).unwrap_or(url);
    verdict::unfetched(
        host,
        Sentence::ours(why),
        "allow its host by `remoteImages`, or ask the server for the picture itself",
        code,
    )
}
