//! What is tried again, and what of all attempts is told.

use super::memory::{Given, Memory};
use super::replies::{blocked, picture, words};
use super::{call, draft, fails, line};
use engine::face::call::Handed;
use engine::face::error::Code;
use engine::face::options::Draft;
use engine::face::world::{Head, World};
use std::time::Duration;

/// A server that answers so, one after the other, and the last again and again.
fn answering(answers: impl Into<Vec<Given>>) -> Memory {
    let (answers, mut next) = (answers.into(), 0);
    Memory::new(move |_| {
        next += 1;
        answers[next.min(answers.len()) - 1].clone()
    })
}

fn status(status: u16) -> Given {
    Given::response(status, "")
}

#[test]
fn what_cost_nothing_is_tried_again_with_the_same_body() {
    for refused in [status(429), status(500), status(503), Given::Thrown] {
        let world = answering([refused.clone(), refused, Given::response(200, picture())]);
        let all = call(&world, Draft { max_retries: Some(2), ..draft() }).ok().unwrap();
        let bodies: Vec<_> = world.seen().into_iter().map(|seen| seen.body).collect();
        assert_eq!((all.attempts, bodies.len()), (3, 3));
        assert!(bodies.iter().all(|body| body == &bodies[0]));
        assert_eq!(world.now(), Duration::from_millis(500 + 1000), "half of a second, and of two");
    }
}

#[test]
fn a_server_that_asks_to_wait_is_waited_for_up_to_a_minute() {
    let asks = |seconds| {
        let head = Head { status: 503, retry_after: Some(Duration::from_secs(seconds)), ..Head::default() };
        Given::Response(head, Vec::new(), super::memory::End::Close)
    };
    let world = answering([asks(60), Given::response(200, picture())]);
    assert!(call(&world, Draft { max_retries: Some(1), ..draft() }).is_ok());
    assert_eq!(world.now(), Duration::from_secs(60));
    let world = answering([asks(61)]);
    let error = fails(&world, Draft { max_retries: Some(1), ..draft() }, Handed::default());
    assert_eq!((error.attempts, error.retry_after), (1, Some(Duration::from_secs(61))));
}

#[test]
fn what_may_have_been_charged_is_tried_again_by_leave_alone() {
    let late = Given::After(Duration::from_secs(3), Box::new(Given::Thrown));
    let early = Given::After(Duration::from_millis(2_900), Box::new(Given::Thrown));
    for (answer, ambiguous, attempts, billed) in [
        (late.clone(), false, 1, true),
        (late, true, 2, true),
        (early, false, 2, false),
        (status(504), false, 1, true),
        (status(504), true, 2, true),
        (Given::Silent, false, 1, true),
        (Given::Silent, true, 2, true),
    ] {
        let world = answering([answer.clone()]);
        let timeout = Some(Duration::from_secs(10));
        let draft = Draft { max_retries: Some(1), retry_ambiguous: ambiguous, timeout, ..draft() };
        let error = fails(&world, draft, Handed::default());
        assert_eq!((error.attempts, error.maybe_billed), (attempts, billed), "{answer:?}, {ambiguous}");
        assert!(error.retryable);
    }
}

#[test]
fn whether_it_may_be_charged_is_told_of_all_attempts() {
    let world = answering([status(504), status(401)]);
    let draft = Draft { max_retries: Some(1), retry_ambiguous: true, ..draft() };
    let error = fails(&world, draft, Handed::default());
    assert_eq!((error.code, error.attempts, error.maybe_billed), (Code::InvalidApiKey, 2, true));
}

#[test]
fn what_another_try_would_not_change_is_not_tried_again() {
    let reply = |body: String| Given::response(200, body);
    for answer in [status(400), status(401), status(403), status(413), reply(blocked("SAFETY")), reply(words("no"))] {
        let world = answering([answer.clone()]);
        let error = fails(&world, Draft { max_retries: Some(5), retry_ambiguous: true, ..draft() }, Handed::default());
        assert_eq!((world.seen().len(), error.attempts, error.retryable), (1, 1, false), "{answer:?}");
    }
}

#[test]
fn one_picture_is_a_success_and_failures_stand_beside_it_in_order() {
    let world = answering([
        status(400),
        Given::response(200, picture()),
        Given::response(200, blocked("SAFETY")),
        Given::response(200, picture()),
        status(401),
    ]);
    let all = call(&world, Draft { n: Some(5), concurrency: Some(1), ..draft() }).ok().unwrap();
    let failures: Vec<_> =
        all.failures.iter().map(|(index, error)| (*index, error.code.as_str(), error.attempts)).collect();
    assert_eq!(failures, [(0, "invalid-request", 1), (2, "prompt-blocked", 1), (4, "invalid-api-key", 1)]);
    assert_eq!(all.responses.iter().map(|(index, _)| *index).collect::<Vec<_>>(), [1, 3]);
    assert_eq!(all.attempts, 5);
}

#[test]
fn where_no_picture_came_the_first_failure_is_told_and_what_all_may_have_cost() {
    let world = answering([Given::response(200, blocked("SAFETY")), status(504), status(401)]);
    let error = fails(&world, Draft { n: Some(3), concurrency: Some(1), ..draft() }, Handed::default());
    assert_eq!((error.code, error.attempts, error.maybe_billed), (Code::PromptBlocked, 1, true));
}

#[test]
fn never_more_than_so_many_at_once() {
    for (concurrency, time) in [(1, 7), (3, 3), (64, 1)] {
        let slow = Given::After(Duration::from_secs(1), Box::new(Given::response(200, picture())));
        let world = answering([slow]);
        let draft = Draft { n: Some(7), concurrency: Some(concurrency), ..draft() };
        assert_eq!(call(&world, draft).ok().map(|all| all.attempts), Some(7));
        assert_eq!(world.now(), Duration::from_secs(time), "{concurrency}");
    }
}

#[test]
fn a_redirect_is_not_followed() {
    for answer in [Given::Redirected, Given::response(307, "")] {
        let world = answering([answer]);
        let error = fails(&world, Draft { max_retries: Some(2), ..draft() }, Handed::default());
        assert!(line(&error).starts_with("invalid-response 1: the server answered with a redirect"), "{error:?}");
        assert_eq!(world.seen().len(), 1);
    }
}
