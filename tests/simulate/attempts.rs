//! What an attempt has to come to: from what was handed over, by the contract and by "which end wins".
//!
//! Whole final picture > a server's error > a refusal > a draft > a link that led to none > another reason > text that
//! came to its end > cut or timeout.

use crate::contract::{
    self, BLOCKED, BROKEN, FINISHES, LINK, PAGE, PICTURELESS, REDIRECTED, Row, STATUSES, TIMEOUT, UNREACHED, cut, lost,
};
use crate::memory::{GIF, Given, Seen};
use crate::replies::Arrival;
use crate::scenario::{Reading, Scenario};
use engine::face::error::Code;

/// How an attempt may have ended.
#[derive(Clone, Debug, PartialEq)]
pub enum End {
    /// With these pictures, and no others.
    Pictures(Vec<String>),
    Failed(Row),
}

/// All ends that may be, of request `number`: more than one where two things came at once.
pub fn ends(scenario: &Scenario, all: &[Seen], number: usize) -> Vec<End> {
    let seen = &all[number];
    let timeout = scenario.timeout.map(|_| TIMEOUT);
    match seen.answer {
        None => timeout.map(End::Failed).into_iter().collect(),
        Some((at, Given::Rejected | Given::Opaque)) => vec![End::Failed(lost(at - seen.sent))],
        Some((_, Given::Redirected)) => vec![End::Failed(REDIRECTED)],
        Some((_, Given::Status(200, _))) => {
            let came = Arrival::of(seen.came());
            breaks(seen, &came, scenario.reading != Reading::Unasked, timeout)
                .into_iter()
                .flat_map(|broken| reply(scenario, all, number, &came, broken, timeout))
                .collect()
        }
        Some((_, Given::Status(status, _))) => vec![End::Failed(contract::of(STATUSES, &status).unwrap())],
    }
}

/// How many links of a reply have to be followed.
pub fn followed(scenario: &Scenario, seen: &Seen) -> usize {
    let came = Arrival::of(seen.came());
    let is_whole = breaks(seen, &came, scenario.reading != Reading::Unasked, None).iter().all(Option::is_none);
    let are_followed = scenario.links && scenario.timeout.is_none() && is_whole && !came.has_picture();
    if are_followed { came.links.len() } else { 0 }
}

/// What broke the reply off, if anything did.
fn breaks(seen: &Seen, came: &Arrival, asked_for_events: bool, timeout: Option<Row>) -> Vec<Option<Row>> {
    let is_at_end = came.is_at_end(asked_for_events);
    if came.page {
        return vec![Some(PAGE)];
    }
    match seen.end {
        _ if is_at_end => vec![None],
        Some(true) if came.whole => vec![None],
        Some(true) => vec![Some(cut(seen.came().len()))],
        Some(false) => vec![Some(BROKEN)],
        None if came.said_over => [None, timeout].into_iter().collect::<Vec<_>>(),
        None => vec![timeout],
    }
    .into_iter()
    .chain(if is_at_end { timeout.map(Some) } else { None })
    .collect()
}

fn reply(
    scenario: &Scenario,
    all: &[Seen],
    number: usize,
    came: &Arrival,
    broken: Option<Row>,
    timeout: Option<Row>,
) -> Vec<End> {
    let counted = came.tokens > 0 || !came.drafts.is_empty();
    let failed = |row: Row| vec![End::Failed(Row { billed: row.billed || counted, ..row })];
    let shown = |pictures: &[String]| vec![End::Pictures(pictures.to_vec())];
    let linked =
        if came.has_picture() || broken.is_some() { Vec::new() } else { links(scenario, all, number, came, timeout) };
    if !came.pictures.is_empty() {
        return shown(&came.pictures);
    }
    if let [End::Pictures(_)] = &linked[..] {
        return linked;
    }
    if let Some(code) = came.error {
        return failed(contract::of(STATUSES, &code).unwrap());
    }
    if came.block.is_some() {
        return failed(BLOCKED);
    }
    let finish = came.finish.as_deref().and_then(|reason| contract::of(FINISHES, &reason));
    if let Some(row) = finish.filter(|row| row.code == Code::ImageBlocked) {
        return failed(row);
    }
    if let Some(draft) = came.drafts.last() {
        return shown(std::slice::from_ref(draft));
    }
    match linked.into_iter().next() {
        Some(End::Failed(row)) => return failed(row),
        Some(End::Pictures(_)) | None => {}
    }
    if let Some(broken) = broken.filter(|_| !came.links.is_empty()) {
        return failed(broken);
    }
    if let Some(row) = finish {
        return failed(row);
    }
    let waited = broken.is_some(); // for what may have been a picture
    let is_ended = came.last || came.closed || came.bare && broken.is_none();
    if !came.texts.is_empty() && (came.finish.is_some() || is_ended) {
        return failed(Row { billed: waited, ..PICTURELESS });
    }
    match broken {
        Some(broken) => failed(broken),
        None if came.finish.is_some() || came.bare => failed(PICTURELESS),
        None => failed(cut(usize::MAX)),
    }
}

/// What came of the links in place of a picture: all that lead to one are the result, else the first failure is told.
fn links(scenario: &Scenario, all: &[Seen], number: usize, came: &Arrival, timeout: Option<Row>) -> Vec<End> {
    if came.links.is_empty() {
        return Vec::new();
    }
    if !scenario.links {
        return vec![End::Failed(LINK)];
    }
    let (mut failed, mut pictures) = (None, Vec::new());
    for file in all.iter().filter(|file| file.link_of == Some(number)) {
        let row = match (file.answer, file.end) {
            (Some((_, Given::Status(200, _))), Some(true)) if is_picture(file.came()) => {
                pictures.push(file.came().to_owned());
                continue;
            }
            (Some((_, Given::Rejected | Given::Opaque)), _) | (Some((_, Given::Status(200, _))), Some(false)) => {
                UNREACHED
            }
            (None, _) | (Some((_, Given::Status(200, _))), None) => match timeout {
                Some(timeout) => timeout,
                None => continue,
            },
            (Some(_), _) => LINK,
        };
        failed.get_or_insert(row);
    }
    if !pictures.is_empty() {
        return vec![End::Pictures(pictures)];
    }
    // Not one was begun: the time was over before.
    failed.or(timeout).map(End::Failed).into_iter().collect()
}

/// Sixteen bytes, of which it says what it is.
fn is_picture(file: &str) -> bool {
    file.starts_with(GIF) && file.len() >= 16
}
