//! What must be true after a run, whatever happened in it. The numbers are those of the properties:
//!
//! 1. it settles, and nothing of it is alive;
//! 2. a picture that came whole is in the result;
//! 3. the end is the one that wins, with what was known of it;
//! 4. requests sent = attempts told; what may be charged is sent again only by leave, what can be tried again is; and
//!    `maybe_billed` is what the contract says, both ways;
//! 5. events and result say the same, and nothing is told twice;
//! 6. no secret is told, and the network waits for a reader who lags;
//! 7. the same seed gives the same run (which `hunt` asks).

use crate::attempts::{End, ends, followed};
use crate::contract::{self, FINISHES, NO_ROOM, Row};
use crate::executor::Stop;
use crate::memory::{Given, SECRET, Seen, Unmade};
use crate::replies::Arrival;
use crate::run::Ran;
use crate::scenario::{Key, Reading, Scenario};
use base64::prelude::*;
use engine::face::error::{Code, Error};
use std::collections::BTreeMap;

/// Which property does not hold, and how.
pub type Wrong = (u8, String);

pub fn check(scenario: &Scenario, ran: &Ran) -> Result<(), Wrong> {
    if let Some(alive) = &ran.alive {
        return Err((1, format!("{alive} alive")));
    }
    if format!("{:?} {:?}", ran.result, ran.told).contains(SECRET) {
        return Err((6, "a secret is told".into()));
    }
    if ran.lagged {
        return Err((6, "more was read than the reader had taken".into()));
    }
    if ran.told.goes_back() {
        return Err((5, "progress goes back".into()));
    }
    let requests = Requests { scenario, ran };
    requests.repeats()?;
    match ran.stop {
        Stop::Dropped => return Ok(()),
        Stop::Stuck | Stop::Endless if requests.may_wait_for_ever() => return Ok(()),
        Stop::Stuck | Stop::Endless => return Err((1, format!("it never ends: {:?}", ran.stop))),
        Stop::Done => {}
    }
    let result = ran.result.as_ref().ok_or((1, "no result".to_owned()))?;
    // A call that fails tells of its first request.
    let is_told = |index| result.is_ok() || index == 0;
    let sent = ran.seen.iter().filter(|seen| seen.link_of.is_none() && is_told(seen.index)).count() as u32;
    let told = result.as_ref().map_or_else(|error| error.attempts, |came| came.attempts);
    if sent != told {
        return Err((4, format!("{sent} requests were sent, {told} attempts are told")));
    }
    let lag = if let Reading::Pull(lag) = scenario.reading { lag } else { 0 };
    let reads = scenario.input.map(|input| input.max(lag));
    if reads.is_some_and(|reads| scenario.timeout.is_some_and(|most| reads >= most)) && ran.seen.is_empty() {
        return Ok(()); // the pictures that go in took too long, or who drives the call
    }
    let mut told = BTreeMap::new();
    match result {
        Ok(came) => told.extend(came.failures.iter().map(|(index, error)| (*index, &**error))),
        Err(_) if scenario.reading != Reading::Unasked && scenario.n > 1 => {
            told.extend(ran.told.failed.iter().map(|(index, error)| (*index, &**error)));
        }
        Err(error) if scenario.n == 1 => drop(told.insert(0, &**error)),
        Err(_) => {}
    }
    for index in 0..scenario.n {
        requests.end(index, told.get(&index).copied())?;
    }
    if let Err(error) = result {
        requests.all_failed(error)?;
    }
    requests.patience()?;
    events(scenario, ran)
}

struct Requests<'a> {
    scenario: &'a Scenario,
    ran: &'a Ran,
}

impl Requests<'_> {
    /// Numbers of what was sent for request `index` of the call.
    fn of(&self, index: u32) -> Vec<usize> {
        let is_ours = |seen: &Seen| seen.link_of.is_none() && seen.index == index;
        (0..self.ran.seen.len()).filter(|number| is_ours(&self.ran.seen[*number])).collect()
    }

    fn ends(&self, number: usize) -> Vec<End> {
        ends(self.scenario, &self.ran.seen, number)
    }

    /// A Blob of the reply could not be made, or of its file.
    fn is_unmade(&self, number: usize) -> Option<&[u8]> {
        match &self.ran.unmade {
            Some(Unmade::Part(of, bytes)) if *of == number || self.ran.seen[*of].link_of == Some(number) => Some(bytes),
            Some(Unmade::Part(..) | Unmade::Body(_) | Unmade::Shared) | None => None,
        }
    }

    /// It failed so that it may be sent again.
    fn may_repeat(&self, row: Row) -> bool {
        row.retryable && (self.scenario.ambiguous || !row.billed)
    }

    fn asks_for_events(&self) -> bool {
        self.scenario.reading != Reading::Unasked
    }

    fn is_told(&self, number: usize) -> bool {
        let seen = &self.ran.seen[number];
        let is_reply = matches!(seen.answer, Some((_, Given::Status(200, _))));
        self.scenario.reading != Reading::Unasked && is_reply && Arrival::of(seen.came()).is_told()
    }

    /// 4, whatever happened: what was sent again was worth it, allowed, and not before its time.
    fn repeats(&self) -> Result<(), Wrong> {
        for index in 0..self.scenario.n {
            let numbers = self.of(index);
            if numbers.len() > self.scenario.retries as usize + 1 {
                return Err((4, format!("request {index} was sent {} times", numbers.len())));
            }
            for pair in numbers.windows(2) {
                let (number, next) = (pair[0], &self.ran.seen[pair[1]]);
                let may = |end: &End| matches!(end, End::Failed(row) if self.may_repeat(*row));
                if self.is_unmade(number).is_none() && !self.ends(number).iter().any(may) {
                    return Err((4, format!("request {index} was sent again after {:?}", self.ends(number))));
                }
                if self.is_unmade(number).is_none() && self.is_told(number) {
                    return Err((5, format!("request {index} was sent again though its reply was told")));
                }
                if let Some((at, Given::Status(status, Some(wait)))) = self.ran.seen[number].answer
                    && !(200..300).contains(&status)
                    && next.sent < at + wait * 1000
                {
                    return Err((4, format!("request {index} was sent again before the server asked for it")));
                }
            }
        }
        Ok(())
    }

    /// Without a timeout, for a server that never ends and has not said that it is at its end.
    fn may_wait_for_ever(&self) -> bool {
        let waits = |number: usize| {
            let seen = &self.ran.seen[number];
            let nth = self.ran.seen[..number]
                .iter()
                .filter(|before| before.link_of.is_some() == seen.link_of.is_some())
                .count();
            let servers = if seen.link_of.is_some() { &self.scenario.files } else { &self.scenario.servers };
            let is_open = match seen.answer {
                None => true,
                Some((_, Given::Status(200, _))) => {
                    let came = Arrival::of(seen.came());
                    let is_over = came.said_over || came.is_at_end(self.asks_for_events());
                    seen.link_of.is_some() || !is_over
                }
                Some(_) => false,
            };
            servers[nth % servers.len()].is_endless() && is_open && seen.end.is_none()
        };
        self.scenario.timeout.is_none() && (0..self.ran.seen.len()).any(waits)
    }

    /// 2, 3 and 4, of one request of the call; `told` is its failure, where that can be known.
    fn end(&self, index: u32, told: Option<&Error>) -> Result<(), Wrong> {
        let numbers = self.of(index);
        let came = self.ran.result.as_ref().and_then(|result| result.as_ref().ok());
        let response = came.and_then(|came| came.responses.iter().find(|(of, ..)| *of == index));
        let wrong = |property: u8, what: &str| {
            let ends: Vec<_> = numbers.last().map(|number| self.ends(*number)).into_iter().flatten().collect();
            Err((property, format!("request {index}: {what}; told {told:?}, {response:?}, of {ends:?}")))
        };
        if let (Some(told), true) = (told, response.is_none()) {
            if told.attempts as usize != numbers.len() && self.ran.result.as_ref().is_some_and(|end| end.is_ok()) {
                return wrong(4, "other attempts are told");
            }
            let (least, most) = self.billed(&numbers);
            if told.maybe_billed && !most || !told.maybe_billed && least {
                return wrong(4, "whether it may be charged");
            }
        }
        let Some(&last) = numbers.last() else {
            let code = told.map(|error| error.code);
            let fails = match self.ran.unmade {
                Some(Unmade::Body(of)) => of == index,
                Some(Unmade::Shared) => true,
                Some(Unmade::Part(..)) | None => false,
            };
            let is_right = if fails { code == Some(NO_ROOM.code) } else { self.is_unsent(code) };
            return if told.is_none() || is_right { Ok(()) } else { wrong(3, "nothing was sent") };
        };
        if let Some(bytes) = self.is_unmade(last) {
            return self
                .whatever_was_made(last, bytes, response.map(|(_, images, _)| images))
                .or_else(|what| wrong(2, &what));
        }
        let seen = &self.ran.seen[last];
        let files = self.ran.seen.iter().filter(|file| file.link_of == Some(last)).count();
        if matches!(seen.answer, Some((_, Given::Status(200, _)))) && files < followed(self.scenario, seen) {
            return wrong(2, "a link is not followed");
        }
        let ends = self.ends(last);
        if let Some((_, images, text)) = response {
            let reply = Arrival::of(seen.came());
            if *text != reply.texts.concat() {
                return wrong(2, "other text");
            }
            let blocks = |reason| contract::of(FINISHES, &reason).is_some_and(|row| row.code == Code::ImageBlocked);
            let is_blocked = reply.finish.as_deref().is_some_and(blocks);
            let is_refused = reply.error.is_some() || reply.block.is_some() || is_blocked;
            let is_whole = reply.is_at_end(self.scenario.reading != Reading::Unasked);
            let is_cut = seen.end == Some(false) && !reply.is_over() && !is_whole;
            if (is_refused || is_cut) && came.is_some_and(|came| came.warnings.is_empty()) {
                return wrong(3, "what happened beside the picture is no warning");
            }
            return if ends.contains(&End::Pictures(images.clone())) { Ok(()) } else { wrong(2, "other pictures") };
        }
        if self.ran.told.failed.is_empty() && self.scenario.n > 1 && came.is_none() {
            return if ends.iter().any(|end| matches!(end, End::Failed(_))) {
                Ok(())
            } else {
                wrong(2, "a picture is lost")
            };
        }
        let Some(error) = told else { return wrong(2, "neither pictures nor a failure") };
        let repeats = ends.iter().any(|end| matches!(end, End::Failed(row) if self.may_repeat(*row)));
        if repeats && error.status.is_none() && self.is_unsent(Some(error.code)) {
            return Ok(()); // the key of the next attempt
        }
        let is_it =
            |end: &&End| matches!(end, End::Failed(row) if row.code == error.code && row.retryable == error.retryable);
        let Some(End::Failed(row)) = ends.iter().find(is_it) else {
            let lost = ends.iter().any(|end| matches!(end, End::Pictures(_)));
            return wrong(if lost { 2 } else { 3 }, "another end wins");
        };
        self.facts(last, error).or_else(|what| wrong(3, what))?;
        let waits = matches!(self.ran.seen[last].answer, Some((_, Given::Status(status, Some(61..)))) if status != 200);
        let told_before = numbers.iter().any(|number| self.is_told(*number));
        if self.may_repeat(*row) && numbers.len() <= self.scenario.retries as usize && !told_before && !waits {
            return if self.is_unsent_possible() { Ok(()) } else { wrong(4, "it was not tried again") };
        }
        Ok(())
    }

    /// What is known of an end is told with it.
    fn facts(&self, number: usize, error: &Error) -> Result<(), &'static str> {
        let seen = &self.ran.seen[number];
        let Some((_, Given::Status(status, retry_after))) = seen.answer else { return Ok(()) };
        if status != 200 {
            let waits = error.retryable.then_some(retry_after).flatten();
            let is_told = error.retry_after.map(|wait| wait.as_secs()) == waits;
            return if error.status == Some(status) && is_told { Ok(()) } else { Err("status or retry-after is lost") };
        }
        let came = Arrival::of(seen.came());
        if !came.texts.is_empty() && error.text.as_ref() != Some(&came.texts.concat()) {
            return Err("text is lost");
        }
        let reason = came.block.as_deref().or(came.finish.as_deref());
        let is_broken = matches!(error.code, Code::Network | Code::Timeout | Code::InvalidResponse);
        if reason != error.finish_reason.as_deref() && !is_broken {
            return Err("the reason is lost");
        }
        Ok(())
    }

    /// Of what has to be charged at least, and may be at most.
    fn billed(&self, numbers: &[usize]) -> (bool, bool) {
        let (mut least, mut most) = (false, false);
        for (at, number) in numbers.iter().enumerate() {
            let is_last = at + 1 == numbers.len();
            if self.is_unmade(*number).is_some() {
                most = true;
                continue;
            }
            let failed = self.ends(*number).into_iter().filter_map(|end| match end {
                End::Failed(row) => Some(row),
                End::Pictures(_) => None,
            });
            let rows: Vec<_> = failed.filter(|row| is_last || self.may_repeat(*row)).collect();
            least |= !rows.is_empty() && rows.iter().all(|row| row.billed);
            most |= rows.iter().any(|row| row.billed);
        }
        (least, most)
    }

    /// The key function can have ended an attempt before it was sent.
    fn is_unsent_possible(&self) -> bool {
        [Code::MissingApiKey, Code::Timeout].into_iter().any(|code| self.is_unsent(Some(code)))
    }

    fn is_unsent(&self, code: Option<Code>) -> bool {
        let Key::Ask(after, fails) = self.scenario.key else { return false };
        let takes_long = self.scenario.timeout.is_some_and(|most| after >= most);
        code == Some(Code::MissingApiKey) && fails.is_some() || code == Some(Code::Timeout) && takes_long
    }

    /// A Blob could not be made: the pictures before it are there.
    fn whatever_was_made(&self, number: usize, bytes: &[u8], images: Option<&Vec<String>>) -> Result<(), String> {
        let came = self.ran.seen[number].came();
        let end = came.find(&BASE64_STANDARD.encode(bytes));
        let end = end.or_else(|| came.find(&*String::from_utf8_lossy(bytes))).unwrap_or(0);
        let before = Arrival::of(&came[..end]);
        let lost = before
            .pictures
            .iter()
            .find(|picture| !images.is_some_and(|images| images.iter().any(|image| image == *picture)));
        lost.map_or(Ok(()), |picture| Err(format!("{picture} is lost")))
    }

    /// Where nothing came, the first failure is told for all.
    fn all_failed(&self, error: &Error) -> Result<(), Wrong> {
        let bounds = (0..self.scenario.n).map(|index| self.billed(&self.of(index)));
        let (least, most) = bounds.fold((false, false), |all, one| (all.0 || one.0, all.1 || one.1));
        if error.maybe_billed && !most || !error.maybe_billed && least {
            return Err((4, format!("whether the call may be charged: {}", error.maybe_billed)));
        }
        match self.ran.told.failed.iter().find(|(index, _)| *index == 0) {
            Some((_, first)) if first.code != error.code => {
                Err((3, format!("{first:?} was the first, and {error:?} is told")))
            }
            Some(_) | None => Ok(()),
        }
    }

    /// 1: after a refusal 5 s at most, after STOP 60 s from the last that came.
    fn patience(&self) -> Result<(), Wrong> {
        let quiet = matches!(self.scenario.reading, Reading::Unasked | Reading::Unread) && self.scenario.n == 1;
        let Some(last) = self.ran.seen.last().filter(|last| quiet && last.link_of.is_none()) else { return Ok(()) };
        if !matches!(last.answer, Some((_, Given::Status(200, _))))
            || self.scenario.key != Key::Given
            || last.end.is_some()
        {
            return Ok(());
        }
        let (mut most, mut was_refused) = (None, false);
        for (at, length) in &last.given {
            let came = Arrival::of(&last.body[..*length]);
            if came.said_refused && !was_refused {
                most = Some(at + 5_000);
            } else if came.said_over && !came.said_refused {
                most = Some(at + 60_000);
            }
            was_refused = came.said_refused;
        }
        match most {
            Some(most) if self.ran.time > most => {
                Err((1, format!("it waited until {} ms, and {most} at most", self.ran.time)))
            }
            Some(_) | None => Ok(()),
        }
    }
}

/// 5.
fn events(scenario: &Scenario, ran: &Ran) -> Result<(), Wrong> {
    if scenario.reading == Reading::Unasked {
        return Ok(());
    }
    match &ran.result {
        Some(Ok(came)) => {
            let images: BTreeMap<_, _> =
                came.responses.iter().map(|(index, images, _)| (*index, images.clone())).collect();
            if images != ran.told.images {
                return Err((5, format!("events have the pictures {:?}, the result {images:?}", ran.told.images)));
            }
            for (index, _, text) in &came.responses {
                if ran.told.text.get(index).map_or("", String::as_str) != text {
                    return Err((5, "events and result have other text".into()));
                }
            }
            let mut failed = ran.told.failed.clone();
            failed.sort_by_key(|(index, _)| *index);
            if scenario.n > 1 && came.failures != failed {
                return Err((5, "events and result have other failures".into()));
            }
            Ok(())
        }
        Some(Err(_)) if !ran.told.images.is_empty() => Err((5, "a picture was told, and the call failed".into())),
        Some(Err(_)) | None => Ok(()),
    }
}
