//! Several futures in one, without spawning: what is dropped takes all of it along. This is all the concurrency there
//! is.

use crate::world::World;
use std::future::{Future, pending, poll_fn};
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

/// Which of two ended, and with what.
#[derive(Debug, PartialEq, Eq)]
pub enum Either<A, B> {
    /// The first.
    First(A),
    /// The second.
    Second(B),
}

/// Work that its caller has pinned, because an async fn holds what it is given twice; `dyn`, because a copy of each race
/// for each kind of work would only add to the wasm.
type Work<'a, T> = Pin<&'a mut dyn Future<Output = T>>;

/// Whichever ends first; the first where both have.
pub async fn race<A, B>(mut first: Work<'_, A>, mut second: Work<'_, B>) -> Either<A, B> {
    poll_fn(|context| {
        if let Poll::Ready(output) = first.as_mut().poll(context) {
            return Poll::Ready(Either::First(output));
        }
        second.as_mut().poll(context).map(Either::Second)
    })
    .await
}

/// `None` where the time is over before the work is done. The work is asked first: what is there counts, even late.
pub async fn within<T>(world: &impl World, most: Option<Duration>, work: Work<'_, T>) -> Option<T> {
    match race(work, pin!(timer(world, most))).await {
        Either::First(output) => Some(output),
        Either::Second(()) => None,
    }
}

/// Ends when the time is over, which begins now; never, where there is no end to it.
fn timer<W: World>(world: &W, most: Option<Duration>) -> impl Future<Output = ()> {
    let sleep = most.map(|most| world.sleep(most));
    async {
        match sleep {
            Some(sleep) => sleep.await,
            None => pending().await,
        }
    }
}

/// Runs `task(0)` to `task(count - 1)`, so many at a time and begun in that order; ends when all have.
pub async fn each<F: Future<Output = ()>>(count: u32, limit: u32, task: impl Fn(u32) -> F) {
    let mut active: Vec<Pin<Box<F>>> = Vec::new();
    let mut next = 0;
    poll_fn(|context| {
        loop {
            while next < count && active.len() < limit.max(1) as usize {
                active.push(Box::pin(task(next)));
                next += 1;
            }
            let before = active.len();
            active.retain_mut(|future| future.as_mut().poll(context).is_pending());
            if active.is_empty() && next == count {
                return Poll::Ready(());
            }
            if active.len() == before || next == count {
                return Poll::Pending;
            }
        }
    })
    .await;
}
