//! The page's turns: how much is done in each.

use super::memory::Memory;
use engine::face::pace::Pace;
use engine::face::race::each;
use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::pin::pin;

#[test]
fn requests_that_begin_together_have_a_turn_of_the_pages_each_eight() {
    let (world, pace, begun) = (Memory::alone(), Pace::default(), Cell::new(0));
    let mut all = pin!(each(30, 64, async |_| {
        pace.begin(&world).await;
        begun.set(begun.get() + 1);
    }));
    let mut turns = Vec::new();
    world.run(poll_fn(|context| {
        let polled = all.as_mut().poll(context);
        turns.push(begun.get());
        polled
    }));
    assert_eq!(turns, [8, 16, 24, 30]);
}

#[test]
fn a_request_that_begins_alone_waits_for_nothing() {
    let (world, pace) = (Memory::alone(), Pace::default());
    world.run(pace.begin(&world));
    assert_eq!(world.turns(), 0);
}

#[test]
fn whoever_waits_is_not_held_up_by_one_that_is_dropped() {
    let (world, pace) = (Memory::alone(), Pace::new(1));
    world.run(pace.begin(&world));
    let mut dropped = Box::pin(pace.begin(&world));
    world.run(poll_fn(|context| {
        assert!(dropped.as_mut().poll(context).is_pending());
        std::task::Poll::Ready(())
    }));
    let waits = pace.begin(&world);
    drop(dropped);
    world.run(waits);
}
