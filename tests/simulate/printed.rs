//! Short scenarios as JSON, a line each, with what they come to: tests/package/simulated.test.mjs plays them in
//! browsers.

use crate::attempts::ends;
use crate::executor::Stop;
use crate::run::{Arrival, Ran, run};
use crate::scenario::{End, Head, Item, Key, Line, Reading, Scenario};
use engine::face::error::Error;
use engine::face::models::Warning;
use serde_json::{Value, json};

/// Milliseconds of its clock; no timeout is as short, so none has a part in it.
const SHORT: u64 = 300;

/// As many as there are to be, from the first seed on.
pub fn lines(count: usize) -> impl Iterator<Item = String> {
    let played = (0..).filter_map(|seed| {
        let scenario = Scenario::new(seed);
        let ran = can_be_played(&scenario).then(|| run(&scenario, seed))?;
        comes_to_one_end(&scenario, &ran).then(|| line(seed, &scenario, &ran).to_string())
    });
    played.take(count)
}

/// Whether a server of HTTP, a page and its clock can do the same.
fn can_be_played(scenario: &Scenario) -> bool {
    let items = |line: &Line| if let Line::Document(items) = line { items.clone() } else { Vec::new() };
    let is_plain = |server: &crate::scenario::Server| {
        !matches!(server.head, Head::Opaque | Head::Silent)
            && !server.lines.iter().flat_map(items).any(|item| item == Item::Link)
    };
    let reads = matches!(scenario.reading, Reading::Unasked | Reading::Pull(0 | 1) | Reading::Push(0 | 1));
    let in_order = scenario.n == 1 || scenario.concurrency == 1;
    let is_left_alone = scenario.drop_after.is_none() && scenario.blob_fails.is_none() && scenario.input.is_none();
    in_order && reads && is_left_alone && scenario.key == Key::Given && scenario.servers.iter().all(is_plain)
}

/// Of what comes at the same moment either may win; and to Firefox a connection that breaks before the first byte of a
/// body never answered.
fn comes_to_one_end(scenario: &Scenario, ran: &Ran) -> bool {
    let answers = |number: usize| ran.seen[number].end != Some(false) || !ran.seen[number].body.is_empty();
    let is_one = |number| answers(number) && ends(scenario, &ran.seen, number).len() == 1;
    ran.stop == Stop::Done && ran.time < SHORT && (0..ran.seen.len()).all(is_one)
}

fn line(seed: u64, scenario: &Scenario, ran: &Ran) -> Value {
    let answers = (0..ran.seen.len()).map(|number| {
        let server = &scenario.servers[number % scenario.servers.len()];
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let steps = server.steps(server.bytes(number).as_bytes());
        let (head, retry_after) = match server.head {
            Head::Status(status, retry_after) => (json!(status), retry_after),
            Head::Redirect => (json!("redirect"), None),
            Head::Reject | Head::Opaque | Head::Silent => (json!("reject"), None),
        };
        json!({
            "head": head,
            "retryAfter": retry_after,
            "after": server.head_after,
            "steps": steps.into_iter().map(|(at, bytes)| json!([at, text(bytes)])).collect::<Vec<_>>(),
            "end": match server.end { End::Close => "close", End::Cut => "cut", End::Open | End::Pings(_) => "open" },
        })
    });
    let Scenario { n, concurrency, retries, ambiguous, reading, .. } = scenario;
    json!({
        "seed": seed,
        "streamed": *reading != Reading::Unasked,
        "options": { "n": n, "concurrency": concurrency, "maxRetries": retries, "retryAmbiguous": ambiguous },
        "answers": answers.collect::<Vec<_>>(),
        "end": match ran.result.as_ref().unwrap() { Ok(came) => pictures(came), Err(error) => failed(error) },
    })
}

fn pictures(came: &Arrival) -> Value {
    json!({
        "code": "ok",
        "attempts": came.attempts,
        "warnings": came.warnings.iter().map(Warning::message).collect::<Vec<_>>(),
        "responses": came.responses,
        "errors": came.failures.iter().map(|(_, error)| failed(error)).collect::<Vec<_>>(),
    })
}

fn failed(error: &Error) -> Value {
    let Error { code, message, hint, status, retryable, maybe_billed, attempts, .. } = error;
    let Error { retry_after, finish_reason, text, usage, .. } = error;
    json!({
        "code": code.as_str(), "message": message, "hint": hint, "status": status, "retryable": retryable,
        "maybeBilled": maybe_billed, "attempts": attempts, "finishReason": finish_reason, "text": text,
        "retryAfter": retry_after.map(|after| after.as_millis() as u64),
        "imageTokens": usage.and_then(|usage| usage.image_tokens),
    })
}
