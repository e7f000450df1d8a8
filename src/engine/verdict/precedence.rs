//! What is known of a reply when it is over, however it ended → which end wins, and the failure where there is no
//! picture.
//!
//! One precedence for calls and streams, clean and broken ends: whole picture, server's error, refusal, draft, what
//! came in place of a picture, another reason, text, cut or timeout. It looks at nothing but what it is given, so no
//! wait can lose anything.

use super::billed::{Evidence, maybe_billed};
use super::ending::{self, Why};
use super::{Context, network, server};
use crate::error::{Code, Failure, Sentence};
use crate::models;
use crate::named::named;
use crate::wire::reply::Usage;
use crate::wire::reply::specified;
use crate::wire::server_error::ServerError;
use crate::wire::words::{Block, Finish};

/// What is known of a reply that came with 200.
#[derive(Clone, Default)]
pub struct Known<'a> {
    /// A picture came whole, and is no thought.
    pub picture: bool,
    /// A thought picture came whole.
    pub draft: bool,
    /// The error in it; `status` is the code that it names, 0 where it names none.
    pub error: Option<&'a ServerError>,
    /// `promptFeedback.blockReason`.
    pub block_reason: Option<&'a str>,
    /// `candidates[].finishReason`, the last that says something.
    pub finish_reason: Option<&'a str>,
    /// `candidates[].finishMessage`.
    pub finish_message: Option<&'a str>,
    /// What the model said, without thoughts.
    pub text: &'a str,
    /// What came in place of a picture, named in our words.
    pub odd: Option<&'a str>,
    /// The first names in what is no reply of this API.
    pub foreign: Option<&'a str>,
    /// Why the link that came in place of a picture led to none.
    pub unfetched: Option<Failure>,
    /// What it cost.
    pub usage: Usage,
    /// `data: [DONE]` came.
    pub done: bool,
    /// It came as events, which have to say that they are at their end.
    pub events: bool,
    /// What ended it before its end: the timeout, the network, a fault in it, no Blob for it.
    pub broken: Option<Failure>,
    /// Its JSON as it came, as far as it is kept.
    pub body: Option<&'a str>,
}

named! {
    /// How a reply ended, in the order in which one end wins over another.
    #[derive(PartialOrd, Ord)]
    pub enum End {
        /// A whole picture that is no thought.
        Picture = "picture",
        /// A server's error.
        Error = "error",
        /// The prompt or the picture was blocked.
        Refusal = "refusal",
        /// A whole thought picture, which some gateways call the only picture.
        Draft = "draft",
        /// A link that led to no picture.
        Unfetched = "unfetched",
        /// Bytes that are no picture.
        Odd = "odd",
        /// Another reason why there is none.
        Reason = "reason",
        /// Words, and the server says that they are all.
        Text = "text",
        /// A break or the timeout. What was said before it may have led up to a picture.
        Broken = "broken",
        /// A reply of another API.
        Foreign = "foreign",
        /// Events ended and never said why.
        Cut = "cut",
        /// Nothing.
        Empty = "empty",
    }
}

/// What there is to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The last draft is the picture.
    pub draft: bool,
    /// What went wrong beside it.
    pub warnings: Vec<Sentence>,
}

impl<'a> Known<'a> {
    /// Which end wins.
    #[must_use]
    pub fn end(&self) -> End {
        let why = self.why();
        let stopped = why == Some(Why::Stopped);
        let has_text = !self.text.trim().is_empty();
        let has_ended = stopped || self.done || !self.events && self.broken.is_none();
        match why {
            _ if self.picture => End::Picture,
            _ if self.error.is_some() => End::Error,
            Some(Why::Prompt(_) | Why::Picture(_)) => End::Refusal,
            _ if self.draft => End::Draft,
            _ if self.unfetched.is_some() => End::Unfetched,
            _ if self.odd.is_some() => End::Odd,
            Some(Why::Without(_) | Why::Silent) => End::Reason,
            Some(Why::Stopped) | None if has_text && has_ended => End::Text,
            Some(Why::Stopped) | None if self.broken.is_some() => End::Broken,
            None if self.foreign.is_some() => End::Foreign,
            None if self.events => End::Cut,
            Some(Why::Stopped) | None => End::Empty,
        }
    }

    /// What it comes to: a picture with warnings, or the failure.
    ///
    /// # Errors
    /// When there is no picture.
    pub fn conclude(self, context: &Context) -> Result<Shown, Failure> {
        match self.end() {
            End::Picture => Ok(Shown { draft: false, warnings: self.warnings() }),
            End::Draft => Ok(Shown { draft: true, warnings: self.warnings() }),
            end @ (End::Error
            | End::Refusal
            | End::Unfetched
            | End::Odd
            | End::Reason
            | End::Text
            | End::Broken
            | End::Foreign
            | End::Cut
            | End::Empty) => Err(self.failure(end, context)),
        }
    }

    /// Why the server says that it ended, if it says so.
    pub(super) fn why(&self) -> Option<Why> {
        let blocked = Block::of(self.block_reason).map(ending::blocked);
        blocked.or_else(|| Finish::of(self.finish_reason).map(ending::finished))
    }

    fn warnings(mut self) -> Vec<Sentence> {
        let mut warnings = Vec::new();
        if let Some(error) = self.error {
            warnings.push(Sentence::ours("after the picture ").then(server::sentence(error)));
        } else if self.why().is_some_and(Why::is_refusal) {
            warnings.push(self.sentence("after the picture the reply was stopped"));
        } else {
            // A connection that breaks behind a reason took nothing with it.
            let is_lost = |broken: &&Failure| self.why().is_none() || broken.facts().code != Code::Network;
            if let Some(broken) = self.broken.as_ref().filter(is_lost) {
                let message = broken.message().clone();
                warnings.push(Sentence::ours("the reply broke off after the picture: ").then(message));
            }
            if self.events && self.why().is_none() && self.foreign.is_none() {
                warnings.push("the reply ended without a finish reason".into());
            }
        }
        warnings.extend(self.unfetched.take().map(|unfetched| unfetched.message().clone()));
        warnings
    }

    fn failure(mut self, end: End, context: &Context) -> Failure {
        let waiting = self.broken.is_some();
        let failure = match end {
            End::Error => self.error.map(|error| server::failure(error, context)),
            End::Unfetched => self.unfetched.take(),
            End::Odd => Some(self.unreadable()),
            End::Foreign => Some(self.foreign()),
            End::Broken => self.broken.take(),
            End::Cut => Some(network::cut()),
            End::Picture | End::Draft | End::Refusal | End::Reason | End::Text | End::Empty => None,
        };
        let failure = failure.unwrap_or_else(|| self.without(waiting, context)).with(|told| {
            told.maybe_billed |= self.is_counted();
            told.text = self.text();
            told.usage = self.usage();
        });
        if end == End::Broken {
            return failure; // no server said how it ends
        }
        failure.with(|told| {
            told.status = Some(200); // what HTTP said
            told.attempts = 1;
            told.finish_reason = specified(self.block_reason).or(specified(self.finish_reason)).map(str::to_owned);
            told.body = self.body.map(str::to_owned);
        })
    }

    /// Bytes came that are no picture.
    fn unreadable(&self) -> Failure {
        let odd = self.odd.unwrap_or("unknown bytes").to_owned();
        let message = Sentence::ours("the server sent ").and(odd).and(" where a picture should be");
        Failure::new(Code::InvalidResponse, message)
            .hint("it was given no URL, because only PNG, JPEG, WebP, GIF and AVIF are safe to show")
            .with(|told| told.maybe_billed = maybe_billed(Evidence::Spoilt))
    }

    /// JSON came that is no reply.
    fn foreign(&self) -> Failure {
        let message = Sentence::ours("the reply is none that this API gives: it holds ");
        Failure::new(Code::InvalidResponse, message.theirs(self.foreign.unwrap_or("something else")))
            .hint("another API may answer at this address: check `baseURL`")
            .with(|told| told.maybe_billed = maybe_billed(Evidence::Spoilt))
    }

    /// It says that it is at its end, and nothing came in place of a picture.
    fn without(&self, waiting: bool, context: &Context) -> Failure {
        let why = self.why();
        let has_text = !self.text.trim().is_empty();
        let finish = Finish::of(self.finish_reason);
        let is_known = models::find(context.model).is_some();
        let has_none = matches!(finish, Some(Finish::NoImage)) || !matches!(why, Some(Why::Without(_)));
        let hint = match why {
            Some(Why::Prompt(hint) | Why::Picture(hint)) => hint,
            Some(Why::Without(_) | Why::Silent | Why::Stopped) | None if has_none && self.is_counted() => LOST,
            Some(Why::Without(hint)) => hint,
            Some(Why::Silent | Why::Stopped) | None if has_text => {
                "the model answered in words (see `text`): ask plainly for a picture, or try another model"
            }
            Some(Why::Silent) if finish == Some(Finish::Unknown) && !is_known => NO_PICTURE,
            Some(Why::Silent | Why::Stopped) => "the model made no picture; try again",
            None if is_known => "the server sent no picture and no reason; try again",
            None => NO_PICTURE,
        };
        let why = why.unwrap_or(Why::Stopped);
        Failure::new(why.code(), self.sentence(why.message()))
            .hint(hint)
            .with(|told| told.maybe_billed = maybe_billed(why.evidence(waiting)))
    }

    /// What was blocked or is missing, with the server's reason and its words.
    fn sentence(&self, what: &'static str) -> Sentence {
        let mut sentence = Sentence::ours(what);
        if let Some(reason) = specified(self.block_reason).or(specified(self.finish_reason)) {
            sentence = sentence.and(" (").theirs(reason).and(")");
        }
        match specified(self.finish_message) {
            Some(words) => sentence.and(": ").theirs(words),
            None => sentence,
        }
    }

    /// A picture was made, whatever became of it.
    fn is_counted(&self) -> bool {
        let counted = self.draft || self.usage.image_tokens > Some(0);
        counted && maybe_billed(Evidence::Counted)
    }

    fn text(&self) -> Option<String> {
        (!self.text.is_empty()).then(|| self.text.to_owned())
    }

    fn usage(&self) -> Option<Usage> {
        (self.usage != Usage::default()).then_some(self.usage)
    }
}

const LOST: &str = "the picture was made and counted, and lost on its way, as some gateways do: it may be charged; \
 tell whoever runs the server";
const NO_PICTURE: &str = "the server sent no picture: check that `model` is one that makes images";

/// In place of a picture came a link to `host`, which led to none: `why` continues the sentence after "which".
#[must_use]
pub fn unfetched(host: &str, why: Sentence, hint: impl Into<Sentence>, code: Code) -> Failure {
    let message = Sentence::ours("in place of a picture came a link to ").theirs(host).and(", which ").then(why);
    Failure::new(code, message).hint(hint).with(|told| told.maybe_billed = maybe_billed(Evidence::Spoilt))
}
