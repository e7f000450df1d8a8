//! Several at once, in order, within the limit.

#![cfg(not(target_arch = "wasm32"))]

use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use wasmagine::many::run;

/// Polls a future to its end and says how often that took.
fn drive(future: impl Future<Output = ()>) -> u32 {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    (1..1_000).find(|_| future.as_mut().poll(&mut context).is_ready()).expect("it ends")
}

/// Ready after so many polls.
async fn after(polls: u32) {
    let mut left = polls;
    poll_fn(|_| {
        left = left.saturating_sub(1);
        if left == 0 { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
}

#[test]
fn all_run_and_never_more_than_the_limit() {
    for (count, limit, most) in [(0, 3, 0), (1, 3, 1), (7, 3, 3), (7, 1, 1), (5, 64, 5), (3, 0, 1)] {
        let (active, peak) = (Cell::new(0), Cell::new(0));
        let landed = RefCell::new(Vec::new());
        drive(run(
            count,
            limit,
            async |index| {
                active.set(active.get() + 1);
                peak.set(peak.get().max(active.get()));
                after(10 - index).await; // later ones are quicker
                active.set(active.get() - 1);
                index * 2
            },
            |index, outcome| {
                assert_eq!(outcome, index * 2);
                landed.borrow_mut().push(index);
                true
            },
        ));
        let mut landed = landed.into_inner();
        landed.sort_unstable();
        assert_eq!((landed, peak.get()), ((0..count).collect(), most), "{count} by {limit}");
    }
}

#[test]
fn each_lands_as_it_comes() {
    let mut order = Vec::new();
    drive(run(
        3,
        3,
        async |index| after(9 - 3 * index).await,
        |index, ()| {
            order.push(index);
            true
        },
    ));
    assert_eq!(order, [2, 1, 0]);
}

#[test]
fn one_word_ends_it_and_drops_the_rest() {
    struct Dropped<'a>(&'a Cell<u32>);
    impl Drop for Dropped<'_> {
        fn drop(&mut self) {
            self.0.set(self.0.get() + 1);
        }
    }
    let (started, dropped) = (Cell::new(0), Cell::new(0));
    drive(run(
        9,
        3,
        async |index| {
            started.set(started.get() + 1);
            let _guard = Dropped(&dropped);
            after(if index == 1 { 2 } else { 500 }).await;
        },
        |_, ()| false,
    ));
    assert_eq!((started.get(), dropped.get()), (3, 3));
}
