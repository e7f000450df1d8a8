//! What happened in how many of the runs, so that nobody takes many quiet calls for proof.

use crate::executor::Stop;
use crate::memory::{Given, Seen};
use crate::replies::Arrival;
use crate::run::Ran;
use crate::scenario::{End, Key, Reading, Scenario};
use engine::face::error::{Code, Error};
use engine::face::queue::Phase;
use std::collections::BTreeSet;

/// Each is a kind of run, by what is rare about it.
type Kind = (&'static str, fn(&Scenario, &Ran) -> bool);

const KINDS: &[Kind] = &[
    ("a picture", |_, ran| is_ok(ran)),
    ("cut after a picture", |_, ran| {
        is_ok(ran) && replies(ran).any(|seen| seen.end == Some(false) && has_picture(seen))
    }),
    ("timeout after a picture", |scenario, ran| is_ok(ran) && timed_out(scenario, ran, has_picture)),
    ("a draft becomes the picture", |_, ran| {
        is_ok(ran) && replies(ran).any(|seen| came(seen).pictures.is_empty() && !came(seen).drafts.is_empty())
    }),
    ("a picture behind a link", |_, ran| {
        is_ok(ran) && ran.seen.iter().any(|seen| seen.link_of.is_some() && seen.end == Some(true))
    }),
    ("some of several fail", |_, ran| matches!(&ran.result, Some(Ok(came)) if !came.failures.is_empty())),
    ("refusal on an open line", |_, ran| {
        fails(ran) && replies(ran).any(|seen| seen.end.is_none() && came(seen).is_refused())
    }),
    ("STOP without a picture on an open line", |_, ran| {
        replies(ran)
            .any(|seen| seen.end.is_none() && came(seen).finish.as_deref() == Some("STOP") && !came(seen).has_picture())
    }),
    ("the prompt is blocked", |_, ran| error(ran).is_some_and(|error| error.code == Code::PromptBlocked)),
    ("the picture is blocked", |_, ran| error(ran).is_some_and(|error| error.code == Code::ImageBlocked)),
    ("200 with an error", |_, ran| fails(ran) && replies(ran).any(|seen| came(seen).error.is_some())),
    ("200 with a picture counted, and none there", |_, ran| {
        fails(ran) && replies(ran).any(|seen| came(seen).tokens > 0 && !came(seen).has_picture())
    }),
    ("a page in place of a reply", |_, ran| replies(ran).any(|seen| came(seen).page)),
    ("cut", |_, ran| {
        fails(ran) && replies(ran).any(|seen| seen.end == Some(true) && !came(seen).whole && !came(seen).page)
    }),
    ("the connection breaks", |_, ran| error(ran).is_some_and(|error| error.code == Code::Network)),
    ("timeout", |_, ran| error(ran).is_some_and(|error| error.code == Code::Timeout && error.status.is_none())),
    ("timeout while an error's words are read", |scenario, ran| {
        timed_out(scenario, ran, |seen| matches!(seen.answer, Some((_, Given::Status(status, _))) if status != 200))
    }),
    ("timeout after a refusal", |scenario, ran| {
        timed_out(scenario, ran, |seen| is_reply(seen) && came(seen).is_refused())
    }),
    ("timeout while a reader lags", |scenario, ran| {
        matches!(scenario.reading, Reading::Push(1..))
            && timed_out(scenario, ran, |seen| is_reply(seen) && came(seen).is_told())
    }),
    ("tried again", |_, ran| ran.told.was(|phase| matches!(phase, Phase::Retrying { .. }))),
    ("tried again by leave, though it may be charged", |scenario, ran| {
        scenario.ambiguous
            && ran.seen.len() > 1
            && error(ran).is_some_and(|error| error.maybe_billed && error.attempts > scenario.n)
    }),
    ("retry-after", |_, ran| waits(ran, |seconds| seconds <= 60) && ran.seen.len() > 1),
    ("retry-after that is too long", |_, ran| waits(ran, |seconds| seconds > 60)),
    ("told, and so not tried again", |scenario, ran| {
        scenario.reading != Reading::Unasked
            && scenario.retries > 0
            && error(ran).is_some_and(|error| error.retryable && error.text.is_some())
    }),
    ("the key function fails", |_, ran| error(ran).is_some_and(|error| error.code == Code::MissingApiKey)),
    ("the key function takes too long", |scenario, ran| {
        matches!(scenario.key, Key::Ask(after, _) if scenario.timeout.is_some_and(|most| after > most)) && fails(ran)
    }),
    ("a Blob fails", |_, ran| ran.unmade.is_some()),
    ("dropped", |_, ran| ran.stop == Stop::Dropped),
    ("dropped while it waits to try again", |_, ran| {
        ran.stop == Stop::Dropped
            && ran.under_way == 0
            && ran.seen.iter().any(|seen| seen.link_of.is_none() && seen.answer.is_some())
    }),
    ("dropped while a reply comes", |_, ran| {
        ran.stop == Stop::Dropped
            && ran.under_way > 0
            && replies(ran).any(|seen| seen.end.is_none() && !seen.given.is_empty())
    }),
    ("waits for ever, as it was asked to", |_, ran| matches!(ran.stop, Stop::Stuck | Stop::Endless)),
    ("pings", |scenario, _| scenario.servers.iter().any(|server| matches!(server.end, End::Pings(_)))),
];

/// How often each kind came up.
pub struct Shares {
    runs: u64,
    polls: u64,
    time: u64,
    counts: Vec<u64>,
    traces: BTreeSet<u64>,
}

impl Shares {
    pub fn new() -> Self {
        Self { runs: 0, polls: 0, time: 0, counts: vec![0; KINDS.len()], traces: BTreeSet::new() }
    }

    pub fn see(&mut self, scenario: &Scenario, ran: &Ran) {
        self.runs += 1;
        self.polls += u64::from(ran.polls);
        self.time += ran.time;
        self.traces.insert(ran.trace());
        for (count, (_, is)) in self.counts.iter_mut().zip(KINDS) {
            *count += u64::from(is(scenario, ran));
        }
    }

    /// Kinds that came up in less than 1 % of the runs.
    pub fn rare(&self) -> Vec<&'static str> {
        let rare = self.counts.iter().zip(KINDS).filter(|(count, _)| **count * 100 < self.runs);
        rare.map(|(_, (name, _))| *name).collect()
    }

    pub fn print(&self, seconds: f64) {
        let each = |sum: u64| sum as f64 / self.runs as f64;
        println!("{} runs in {seconds:.1} s, {:.0} a second", self.runs, self.runs as f64 / seconds);
        println!(
            "{} that differ; {:.0} polls and {:.1} s of theirs each",
            self.traces.len(),
            each(self.polls),
            each(self.time) / 1e3
        );
        for (count, (name, _)) in self.counts.iter().zip(KINDS) {
            println!("{:6.1} %  {name}", 100.0 * each(*count));
        }
    }
}

fn is_reply(seen: &Seen) -> bool {
    seen.link_of.is_none() && matches!(seen.answer, Some((_, Given::Status(200, _))))
}

fn replies(ran: &Ran) -> impl Iterator<Item = &Seen> {
    ran.seen.iter().filter(|seen| is_reply(seen))
}

fn came(seen: &Seen) -> Arrival {
    Arrival::of(seen.came())
}

fn has_picture(seen: &Seen) -> bool {
    is_reply(seen) && !came(seen).pictures.is_empty()
}

fn is_ok(ran: &Ran) -> bool {
    matches!(ran.result, Some(Ok(_)))
}

fn fails(ran: &Ran) -> bool {
    error(ran).is_some()
}

fn error(ran: &Ran) -> Option<&Error> {
    ran.result.as_ref().and_then(|result| result.as_ref().err()).map(|error| &**error)
}

/// Of one request whose time was over: it ended when its last attempt was as old as an attempt can be.
fn timed_out(scenario: &Scenario, ran: &Ran, is: impl Fn(&Seen) -> bool) -> bool {
    let last = ran.seen.iter().rfind(|seen| seen.link_of.is_none());
    let is_over = |seen: &Seen| seen.end.is_none() && scenario.timeout.is_some_and(|most| ran.time >= seen.sent + most);
    scenario.n == 1 && ran.stop == Stop::Done && last.is_some_and(|seen| is_over(seen) && is(seen))
}

fn waits(ran: &Ran, is: impl Fn(u64) -> bool) -> bool {
    ran.seen
        .iter()
        .any(|seen| matches!(seen.answer, Some((_, Given::Status(429 | 500..=503, Some(seconds)))) if is(seconds)))
}
