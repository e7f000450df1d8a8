//! A reply, as it comes → what it tells, and at the end a [`Response`], or why there is none.
//!
//! [`Scanner`] reads bytes: `receive` gives them to it. [`Reply`] takes what came whole, part by part: `call` brings it. A
//! picture that came whole is the caller's, whatever happens after it. Which pictures are the result: all that are not
//! thoughts; if there are none, the last thought, because some gateways mark the only picture as one. Pictures that stand
//! elsewhere than the API puts them, inside text, in `fileData`, behind links, are read too. Which end wins, and what an
//! end is told with, is `verdict`'s.
//!
//! The engine's memory holds none of it whole: base64 goes to the world as it is decoded, text and JSON as they come.

mod collector;
mod decoding;
mod part;
mod raw;
mod scanner;
mod tee;
mod transcript;
mod turn;
mod utf8;

pub use decoding::Decoded;
pub use part::{Data, File, Inline, Item, Part, Signature, Words};
pub use raw::{Path, Raw, Step};
pub use scanner::{Arrival, LARGE_STEP, Needs, Received, Scanner};
pub use turn::Turn;

use crate::error::{Failure, Sentence, Thrown};
use crate::picture::Picture;
use crate::prose;
use crate::report::Report;
use crate::sniff::{self, SHOWN};
use crate::verdict::{self, Known, Shown};
use crate::wire;
use crate::wire::reply::Usage;
use crate::wire::server_error::ServerError;
use crate::world::World;
use std::collections::VecDeque;
use std::time::Duration;
use transcript::{Found, Heard, Transcript};
use turn::{Group, Turning};

/// A reply with a picture in it.
pub struct Response<W: World> {
    /// At least one; the last is the picture that was asked for.
    pub images: Vec<Picture<W::Blob>>,
    /// What the model said beside them.
    pub text: W::Text,
    /// What it thought.
    pub thoughts: W::Text,
    /// Pictures of its thoughts.
    pub drafts: Vec<Picture<W::Blob>>,
    /// What it cost.
    pub usage: Usage,
    /// Why it stopped, as the server sent it.
    pub finish_reason: Option<String>,
    /// The model that answered, as the server calls it.
    pub model: Option<String>,
    /// The server's name for the reply.
    pub response_id: Option<String>,
    /// Its JSON.
    pub raw: Raw<W>,
    /// What goes back with the next turn.
    pub turn: Turn<W::Blob>,
    /// What was odd. Not redacted.
    pub warnings: Vec<Sentence>,
}

/// A reply as far as it came.
pub struct Reply<W: World> {
    world: W,
    needs: Needs,
    images: Vec<Picture<W::Blob>>,
    drafts: Vec<Picture<W::Blob>>,
    /// The last of them cannot go back as it came.
    is_draft_substituted: bool,
    text: Transcript<W>,
    thoughts: Transcript<W>,
    text_group: Group<W>,
    thoughts_group: Group<W>,
    /// Names of what is no picture where one should be.
    odd: Vec<String>,
    finish_reason: Option<String>,
    finish_message: Option<String>,
    block_reason: Option<String>,
    error: Option<ServerError>,
    usage: Usage,
    model: Option<String>,
    response_id: Option<String>,
    /// The first names of the first document of another API.
    foreign: Option<String>,
    links: VecDeque<String>,
    unfetched: Option<Failure>,
    /// What was odd and could be read all the same.
    repairs: Vec<Sentence>,
    turn: Turning<W>,
    /// How often something of the answer itself came.
    contents: u32,
    /// How often it had come when the picture was refused last.
    refused_at: u32,
    is_settled: bool,
    /// There is no Blob for it.
    failed: Option<Failure>,
}

/// How long the end is waited for, by a reply that has said that it is over: events do not tell of their last, and some
/// servers leave the connection open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// So long, of waiting for the server: the time that a stream's reader takes is not the server's.
    pub most: Duration,
    /// Begins anew when this is another number, and not with every ping.
    pub since: u32,
}

/// No reply has more links to pictures, and nobody is told of more bytes that are none; one that has is up to no good.
const MOST: usize = 16;
/// Words that are looked through at a time, in bytes.
const PIECE: usize = 16 * 1024;

impl<W: World> Reply<W> {
    /// Nothing so far.
    pub fn new(world: &W, needs: Needs) -> Self {
        Self {
            world: world.clone(),
            needs,
            images: Vec::new(),
            drafts: Vec::new(),
            is_draft_substituted: false,
            text: Transcript::new(world),
            thoughts: Transcript::new(world),
            text_group: Group::default(),
            thoughts_group: Group::default(),
            odd: Vec::new(),
            finish_reason: None,
            finish_message: None,
            block_reason: None,
            error: None,
            usage: Usage::default(),
            model: None,
            response_id: None,
            foreign: None,
            links: VecDeque::new(),
            unfetched: None,
            repairs: Vec::new(),
            turn: Turning::new(world, needs.keeps_parts),
            contents: 0,
            refused_at: 0,
            is_settled: false,
            failed: None,
        }
    }

    /// Adds what came, and tells what it brings.
    pub fn add(&mut self, item: Item<W::Blob>, report: &Report<'_, W>) {
        match item {
            Item::Words(words) => self.words(&words, report),
            Item::Part(part) => self.part(*part, report),
            Item::Document(document) => self.document(*document),
        }
    }

    /// How long the end is waited for; `None` as long as it has not said that it is over. Some servers say STOP in
    /// every event: so what comes behind it begins the wait anew, and what comes behind a refusal does not.
    pub fn patience(&self) -> Option<Patience> {
        if self.failed.is_some() {
            return Some(Patience { most: Duration::ZERO, since: 0 }); // no more of it can be kept
        }
        let most = self.known(None, Arrival::default(), "").patience()?;
        let since = if self.is_refused() { 0 } else { self.contents };
        Some(Patience { most, since })
    }

    /// No more comes. The link to a picture that is to be fetched, where no picture came: it stays until it is told
    /// what came of it.
    pub fn link(&mut self, report: &Report<'_, W>) -> Option<&str> {
        self.settle(false, report);
        self.links.front().map(String::as_str)
    }

    /// What came of the link, which leads to that host.
    pub fn fetched(&mut self, host: &str, fetched: Result<Picture<W::Blob>, Failure>, report: &Report<'_, W>) {
        self.links.pop_front();
        match fetched {
            Ok(picture) => {
                self.repair(Sentence::ours("the picture came as a link and was fetched from ").theirs(host));
                self.substitute(picture, false, report);
                self.turn.leave_links_out();
            }
            Err(failure) => {
                self.unfetched.get_or_insert(failure);
            }
        }
    }

    /// What it came to; `broken` is what ended it before its end.
    ///
    /// # Errors
    /// When there is no picture.
    pub fn conclude(
        mut self,
        received: Received<W>,
        broken: Option<Failure>,
        context: &verdict::Context<'_>,
        report: &Report<'_, W>,
    ) -> Result<Response<W>, Failure> {
        // A whole answer is no less so because the time was over before more of it could come.
        let is_whole = received.arrival.done && !self.needs.events;
        self.settle(broken.is_some() && !is_whole && self.finish_reason.is_none(), report);
        let failed = self.failed.take();
        let broken = failed.clone().or(broken);
        if self.unfetched.is_none() && !self.links.is_empty() {
            self.unfetched.clone_from(&broken); // it would have been fetched, and what ended the rest ended that
        }
        let broken = if is_whole { failed } else { broken };
        let Received { arrival, raw, body } = received;
        let text = if self.images.is_empty() { self.world.string(&self.text.text) } else { String::new() };
        let mut known = self.known(broken, arrival, &text);
        known.body = body.as_deref();
        let Shown { draft, warnings } = known.conclude(context)?;
        if draft && let Some(picture) = self.drafts.pop() {
            if self.is_draft_substituted {
                self.turn.substitutes.push(picture.clone());
            }
            self.image(picture, report);
        }
        let warnings = self.warnings(arrival, warnings);
        Ok(Response {
            images: self.images,
            text: self.text.text,
            thoughts: self.thoughts.text,
            drafts: self.drafts,
            usage: self.usage,
            finish_reason: self.finish_reason,
            model: self.model,
            response_id: self.response_id,
            raw,
            turn: self.turn.finish(),
            warnings,
        })
    }

    /// More words of the part that comes next.
    fn words(&mut self, words: &Words, report: &Report<'_, W>) {
        self.turn.enter(if words.is_thought { &mut self.thoughts_group } else { &mut self.text_group });
        // Of a piece there are several copies for a moment.
        for piece in words.bytes.chunks(PIECE) {
            let said = if words.is_thought { &mut self.thoughts } else { &mut self.text };
            let heard = said.push(piece);
            self.hear(words.is_thought, heard, report);
        }
    }

    fn part(&mut self, part: Part<W::Blob>, report: &Report<'_, W>) {
        let Part { is_thought, words, signature, inline, file, is_foreign, .. } = part;
        if signature == Signature::Broken {
            self.repair("a thought signature in the reply is no base64: it was left out");
        }
        if part.is_snake {
            self.repair("the reply spells its names in snake_case");
        }
        if is_foreign {
            self.repair("the reply has the shape of OpenAI's API");
        }
        let (mut is_full, mut is_substituted) = (part.has_more || part.has_words || file.is_some(), is_foreign);
        if let Some(words) = words {
            self.words(&words, report);
        }
        if let Some(file) = file {
            is_substituted |= self.file(file, is_foreign, is_thought, report);
        }
        let has_inline = inline.is_some();
        if let Some(Inline { is_typed, data: Some(data) }) = inline {
            is_full |= !data.decoded.head.is_empty();
            is_substituted |= self.data(data, is_typed, is_foreign, is_thought, report);
        }
        let is_signed = signature == Signature::Some && !has_inline;
        self.turn.push(part.came.filter(|_| !is_substituted && (is_full || is_signed)));
        self.settle_groups();
    }

    /// What some gateways answer with in place of `inlineData`: a data: URL, or a link. Says whether it was a picture.
    fn file(&mut self, file: File<W::Blob>, is_foreign: bool, is_thought: bool, report: &Report<'_, W>) -> bool {
        self.end_text(false, report);
        match file {
            File::Data(decoded) => {
                let head = Some(decoded.head.clone()).filter(|head| head.len() == SHOWN);
                let is_odd = decoded.is_odd;
                let Some(picture) = picture(decoded) else {
                    // Fewer bytes are an example of a data: URL, not a file.
                    head.into_iter().for_each(|head| self.odd(&head));
                    return false;
                };
                if !is_foreign {
                    self.repair("a picture in the reply is a data: URL in `fileData`");
                }
                self.respelled(is_odd);
                self.substitute(picture, is_thought, report);
                true
            }
            File::Link(uri) => {
                if !is_thought && self.links.len() < MOST && prose::link(&uri).is_some() {
                    self.links.push_back(uri);
                    if !is_foreign {
                        self.turn.link();
                    }
                }
                false
            }
            File::Odd => false,
        }
    }

    /// `inlineData.data`. Says whether it is a picture that cannot go back as it came.
    fn data(
        &mut self,
        data: Data<W::Blob>,
        is_typed: bool,
        is_foreign: bool,
        is_thought: bool,
        report: &Report<'_, W>,
    ) -> bool {
        let Data { decoded, is_prefixed } = data;
        let (head, is_odd) = (decoded.head.clone(), decoded.is_odd);
        let Some(picture) = picture(decoded) else {
            if !head.is_empty() {
                self.odd(&head);
            }
            return false;
        };
        if is_prefixed {
            self.repair("a picture in the reply is a data: URL where bare base64 should be");
        }
        if !is_typed {
            self.repair("a picture in the reply has no media type beside it");
        }
        self.respelled(is_odd);
        self.end_text(false, report);
        let is_substituted = is_prefixed || !is_typed || is_odd || is_foreign;
        if is_substituted {
            self.substitute(picture, is_thought, report);
        } else {
            self.picture(picture, is_thought, report);
        }
        is_substituted
    }

    fn document(&mut self, document: wire::reply::Reply) {
        if let Some(usage) = document.usage() {
            self.usage = usage.or(self.usage);
        }
        self.foreign = self.foreign.take().or(document.foreign);
        for candidate in document.candidates {
            let before = self.finish_reason.take();
            // A refusal stays one, unless the reply goes on behind it.
            self.finish_reason = match candidate.finish_reason {
                Some(later)
                    if is_blocked(before.as_deref())
                        && !is_blocked(Some(&later))
                        && self.contents == self.refused_at =>
                {
                    before
                }
                later => later.or(before),
            };
            if is_blocked(self.finish_reason.as_deref()) {
                self.refused_at = self.contents;
            }
            self.finish_message = candidate.finish_message.or(self.finish_message.take());
        }
        self.block_reason = document.prompt_feedback.block_reason.or(self.block_reason.take());
        self.error = document.error.map(|error| *error).or(self.error.take());
        self.model = document.model_version.or(self.model.take());
        self.response_id = document.response_id.or(self.response_id.take());
    }

    /// No more comes. Where no picture came, the links that may lead to one are to be fetched.
    fn settle(&mut self, is_cut: bool, report: &Report<'_, W>) {
        if self.is_settled {
            return;
        }
        self.is_settled = true;
        self.end_text(is_cut, report);
        self.settle_groups();
        if self.images.is_empty() && self.drafts.is_empty() {
            let room = MOST - self.links.len();
            self.links.extend(self.text.links().iter().take(room).cloned());
        } else {
            self.links.clear();
        }
    }

    /// What was held back of text, because it might have become a picture, is text: something else follows.
    fn end_text(&mut self, is_cut: bool, report: &Report<'_, W>) {
        for is_thought in [true, false] {
            let said = if is_thought { &mut self.thoughts } else { &mut self.text };
            let heard = said.finish(is_cut);
            self.hear(is_thought, heard, report);
        }
    }

    fn hear(&mut self, is_thought: bool, heard: Heard<W::Blob>, report: &Report<'_, W>) {
        let Heard { found, failed } = heard;
        self.failed = self.failed.take().or(failed);
        for found in found {
            match found {
                Found::Words(words) if is_thought => report.thought(&words),
                Found::Words(words) => {
                    report.text(&words);
                    self.contents += 1;
                    let said = self.turn.say(&mut self.text_group, &words);
                    self.check(said);
                }
                Found::Picture(decoded) => {
                    self.repair("a picture in the reply is a data: URL inside its text");
                    self.respelled(decoded.is_odd);
                    if let Some(picture) = picture(decoded) {
                        self.substitute(picture, is_thought, report);
                    }
                }
            }
        }
    }

    fn settle_groups(&mut self) {
        let Self { turn, text, thoughts, text_group, thoughts_group, .. } = self;
        let mut settled = Ok(());
        for (said, group, is_thought) in [(text, &mut *text_group, false), (thoughts, &mut *thoughts_group, true)] {
            if said.is_settled() {
                let replaced = said.take_found();
                settled = settled.and(turn.settle(group, replaced, is_thought));
            }
        }
        let settled = settled.and_then(|()| turn.join([text_group, thoughts_group]));
        self.check(settled);
    }

    fn picture(&mut self, picture: Picture<W::Blob>, is_thought: bool, report: &Report<'_, W>) {
        if !is_thought {
            return self.image(picture, report);
        }
        report.preview(&picture);
        self.drafts.push(picture);
        self.is_draft_substituted = false;
        self.contents += 1;
    }

    /// Adds a picture that cannot go back as it came. A thought need not.
    fn substitute(&mut self, picture: Picture<W::Blob>, is_thought: bool, report: &Report<'_, W>) {
        if !is_thought && self.turn.is_kept() {
            self.turn.substitutes.push(picture.clone());
        }
        self.picture(picture, is_thought, report);
        self.is_draft_substituted = is_thought;
    }

    fn image(&mut self, picture: Picture<W::Blob>, report: &Report<'_, W>) {
        report.image(&picture);
        self.images.push(picture);
        self.contents += 1;
    }

    fn odd(&mut self, head: &[u8]) {
        if self.odd.len() < MOST {
            self.odd.push(sniff::name(head));
        }
    }

    fn respelled(&mut self, is_odd: bool) {
        if is_odd {
            self.repair("a picture in the reply is base64 as the API does not write it");
        }
    }

    fn repair(&mut self, repair: impl Into<Sentence>) {
        let repair = repair.into();
        if !self.repairs.contains(&repair) {
            self.repairs.push(repair);
        }
    }

    fn check(&mut self, made: Result<(), Thrown>) {
        if let Err(thrown) = made {
            self.failed.get_or_insert(verdict::storage(thrown));
        }
    }

    fn is_refused(&self) -> bool {
        self.block_reason.is_some()
            || self.error.is_some()
            || self.finish_reason.as_ref().is_some_and(|reason| !reason.trim().eq_ignore_ascii_case("STOP"))
    }

    fn known<'a>(&'a self, broken: Option<Failure>, arrival: Arrival, text: &'a str) -> Known<'a> {
        Known {
            picture: !self.images.is_empty(),
            draft: !self.drafts.is_empty(),
            error: self.error.as_ref(),
            block_reason: self.block_reason.as_deref(),
            finish_reason: self.finish_reason.as_deref(),
            finish_message: self.finish_message.as_deref(),
            text,
            odd: self.odd.first().or(self.text.odd.as_ref()).map(String::as_str),
            foreign: self.foreign.as_deref(),
            unfetched: self.unfetched.clone(),
            usage: self.usage,
            done: arrival.done,
            events: arrival.events,
            broken,
            body: None,
        }
    }

    fn warnings(&mut self, arrival: Arrival, shown: Vec<Sentence>) -> Vec<Sentence> {
        let odd = self.odd.iter().map(|name| {
            Sentence::ours("the reply also held ").and(name.clone()).and(", which is no picture: it was left out")
        });
        let mut warnings: Vec<_> = odd.collect();
        warnings.append(&mut self.repairs);
        warnings.extend(form(arrival, self.needs.events).map(Sentence::from));
        warnings.extend(shown);
        if let Some(name) = self.text.odd.as_ref().or(self.thoughts.odd.as_ref()) {
            let holds = Sentence::ours("a data: URL inside the reply's text holds ").and(name.clone());
            warnings.push(holds.and(", which is no picture: it stays text"));
        }
        if self.text.is_damaged || self.thoughts.is_damaged {
            warnings.push("a picture inside the reply's text is damaged: it was left out".into());
        }
        warnings
    }
}

fn is_blocked(finish_reason: Option<&str>) -> bool {
    verdict::Finish::of(finish_reason).map(verdict::finished).is_some_and(verdict::Why::is_refusal)
}

/// How it came, where that is otherwise than it was asked for.
const fn form(arrival: Arrival, wants_events: bool) -> Option<&'static str> {
    Some(match arrival {
        Arrival { array: true, .. } => "the reply is an array of replies",
        Arrival { lines: true, .. } => "the reply is JSON in lines where a stream of events was asked for",
        Arrival { events: true, .. } if !wants_events => {
            "the reply is a stream of events where a single answer was asked for"
        }
        Arrival { events: false, .. } if wants_events => {
            "the reply is a single answer where a stream of events was asked for"
        }
        Arrival { .. } => return None,
    })
}

/// The picture that bytes are, if they are one.
fn picture<B>(decoded: Decoded<B>) -> Option<Picture<B>> {
    let sniff::Raster { media_type, width, height } = decoded.raster?;
    Some(Picture { blob: decoded.blob, media_type, width, height })
}
