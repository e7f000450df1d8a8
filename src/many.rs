//! Several futures at once, but not more than so many.
//!
//! They are polled in place, all of them at every wake: a poll that finds nothing costs some nanoseconds, and nothing has to
//! outlive the call, so dropping it drops them all.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;

/// Runs `task(0)` to `task(count - 1)`, `limit` at a time in that order; each outcome goes to `landed` as it comes. Ends when
/// all have landed, or as soon as `landed` says false.
pub async fn run<T>(count: u32, limit: u32, task: impl AsyncFn(u32) -> T, mut landed: impl FnMut(u32, T) -> bool) {
    type Running<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;
    let task = &task;
    let mut active: Vec<(u32, Running<T>)> = Vec::new();
    let mut next = 0;
    poll_fn(|context| {
        let mut go_on = true;
        let mut moved = true;
        while moved && go_on {
            while next < count && active.len() < limit.max(1) as usize {
                active.push((next, Box::pin(task(next))));
                next += 1;
            }
            moved = false;
            active.retain_mut(|(index, future)| match future.as_mut().poll(context) {
                Poll::Ready(outcome) => {
                    go_on &= landed(*index, outcome);
                    moved = true;
                    false
                }
                Poll::Pending => true,
            });
        }
        if go_on && !active.is_empty() { Poll::Pending } else { Poll::Ready(()) }
    })
    .await;
}
