//! What a call tells while it runs, and when.

use super::memory::{Blob, Given, Memory};
use super::replies::{picture, unfinished};
use super::{draft, run};
use engine::face::call::Handed;
use engine::face::models::Warning;
use engine::face::options::{Draft, Settings};
use engine::face::queue::{Event, Phase, Queue};
use std::cell::RefCell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;

/// An event in a word.
fn word(event: &Event<Blob>) -> String {
    match event {
        Event::Progress(progress) => {
            let phase = match &progress.phase {
                Phase::Preparing => "preparing".to_owned(),
                Phase::Sending => "sending".to_owned(),
                Phase::Waiting => "waiting".to_owned(),
                Phase::Receiving { loaded, .. } => format!("receiving {loaded}"),
                Phase::Retrying { wait, error } => {
                    format!("retrying in {} for {} {:?}", wait.as_millis(), error.code, error.status)
                }
                Phase::Done { .. } => "done".to_owned(),
            };
            format!("{}/{} {}. {phase}", progress.index, progress.n, progress.attempt)
        }
        Event::Text { index, text } => format!("{index} text {text}"),
        Event::Thought { index, text } => format!("{index} thought {text}"),
        Event::Preview { index, .. } => format!("{index} preview"),
        Event::Image { index, .. } => format!("{index} image"),
        Event::Answered { index, .. } => format!("{index} answered"),
        Event::Failed { index, error } => format!("{index} failed {}", error.code),
    }
}

/// What was heard at once.
fn hearing(handed: Handed<Memory>) -> (Handed<Memory>, Rc<RefCell<Vec<String>>>) {
    let heard = Rc::new(RefCell::new(Vec::new()));
    let hears = heard.clone();
    let told = Rc::new(move |event: &Event<Blob>| hears.borrow_mut().push(word(event)));
    (Handed { told: Some(told), ..handed }, heard)
}

#[test]
fn each_phase_once_and_at_its_time() {
    let heard = Rc::new(RefCell::new(Vec::new()));
    let (hears, sends) = (heard.clone(), heard.clone());
    let world = Memory::new(move |_| {
        sends.borrow_mut().push("fetch".to_owned());
        Given::response(200, picture())
    });
    let told = Rc::new(move |event: &Event<Blob>| hears.borrow_mut().push(word(event)));
    run(&world, draft(), Handed { told: Some(told), ..Handed::default() }).ok().unwrap();
    assert_eq!(
        *heard.borrow(),
        [
            "0/1 1. preparing",
            "0/1 1. sending",
            "fetch",
            "0/1 1. waiting",
            "0/1 1. receiving 0",
            "0/1 1. receiving 155",
            "0/1 1. done",
            "0 answered"
        ]
    );
}

#[test]
fn what_comes_is_told_where_events_are_asked_for() {
    let world = Memory::new(|_| Given::response(200, picture()));
    for events in [false, true] {
        let (handed, heard) = hearing(Handed { events, ..Handed::default() });
        run(&world, draft(), handed).ok().unwrap();
        assert_eq!(heard.borrow().contains(&"0 image".to_owned()), events);
    }
}

#[test]
fn why_it_tries_again_is_told() {
    let mut sent = 0;
    let world = Memory::new(move |_| {
        sent += 1;
        if sent == 1 { Given::response(503, "") } else { Given::response(200, picture()) }
    });
    let (handed, heard) = hearing(Handed::default());
    run(&world, Draft { max_retries: Some(1), ..draft() }, handed).ok().unwrap();
    let retrying: Vec<_> = heard.borrow().iter().filter(|word| word.contains("retrying")).cloned().collect();
    assert_eq!(retrying, ["0/1 2. retrying in 500 for server-error Some(503)"]);
    assert!(heard.borrow().contains(&"0/1 2. done".to_owned()));
}

#[test]
fn a_failure_is_told_where_there_are_others_whose_it_might_be() {
    for (n, failed) in [(1, vec![]), (2, vec!["0 failed invalid-request", "1 failed invalid-request"])] {
        let world = Memory::new(|_| Given::response(400, ""));
        let (handed, heard) = hearing(Handed::default());
        assert!(run(&world, Draft { n: Some(n), concurrency: Some(1), ..draft() }, handed).is_err());
        let told: Vec<_> = heard.borrow().iter().filter(|word| word.contains("failed")).cloned().collect();
        assert_eq!(told, failed);
    }
}

#[test]
fn a_reply_that_was_told_is_not_asked_for_again_and_one_that_nobody_heard_is() {
    for (events, attempts) in [(true, 1), (false, 2)] {
        let world = Memory::new(|_| Given::response(200, unfinished("Here it comes")));
        let (handed, heard) = hearing(Handed { events, ..Handed::default() });
        let draft = Draft { max_retries: Some(1), retry_ambiguous: true, ..draft() };
        let error = run(&world, draft, handed).err().unwrap();
        assert_eq!((error.attempts, error.retryable), (attempts, true), "{error:?}");
        assert_eq!(heard.borrow().iter().filter(|word| word.contains("text")).count(), usize::from(events));
    }
}

#[test]
fn who_reads_in_time_gets_the_latest_progress_and_all_else() {
    let world = Memory::new(|_| Given::response(200, picture()));
    let queue = Rc::new(Queue::default());
    run(&world, draft(), Handed { queue: Some(queue.clone()), events: true, ..Handed::default() }).ok().unwrap();
    let mut words = Vec::new();
    world.run(poll_fn(|context| {
        while let Poll::Ready(event) = queue.poll_pop(context) {
            words.push(word(&event));
        }
        Poll::Ready(())
    }));
    assert_eq!(words, ["0 image", "0/1 1. done", "0 answered"]);
}

#[test]
fn what_the_model_does_not_take_and_what_is_not_as_asked_for_is_told_with_the_picture() {
    let world = Memory::new(|_| Given::response(200, picture()));
    let settings = Settings { size: Some("4K".into()), aspect_ratio: Some("1:1".into()), ..Settings::default() };
    let all = run(&world, Draft { settings, ..draft() }, Handed::default()).ok().unwrap();
    let told: Vec<_> = all
        .warnings
        .iter()
        .map(|warning| match warning {
            Warning::Unsupported { option, .. } => format!("unsupported {option}"),
            Warning::Mismatch { option, actual, .. } => format!("mismatch {option} {actual}"),
            other => other.message().to_owned(),
        })
        .collect();
    assert!(told.starts_with(&["unsupported size".to_owned()]), "{told:?}");
    assert!(told.iter().any(|told| told.starts_with("mismatch size ")), "{told:?}");
}
