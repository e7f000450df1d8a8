//! Runs tasks on the clock: chance says which of those that are woken is next.

use crate::chance::Chance;
use crate::clock::Clock;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::task::{Context, Wake, Waker};

#[derive(Clone, Copy, Debug, Hash, PartialEq)]
pub enum Stop {
    /// The first task ended.
    Done,
    /// It was polled as often as it may be: who holds it drops it now.
    Dropped,
    /// Nothing can wake anything.
    Stuck,
    /// It never comes to rest.
    Endless,
}

pub type Task<'a> = Pin<Box<dyn Future<Output = ()> + 'a>>;

/// No call of a scenario takes so many, but for one that waits for ever.
const MOST: u32 = 100_000;

struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Relaxed);
    }
}

/// Until the first task ends, or was polled `drop_after` times. With `spurious`, some are polled for no reason, as a
/// runtime may; without it a lost wake shows.
pub fn run(
    clock: &Clock,
    tasks: &mut [Task<'_>],
    drop_after: Option<u32>,
    spurious: bool,
    chance: &mut Chance,
) -> (Stop, u32) {
    let woken: Vec<_> = tasks.iter().map(|_| Arc::new(Woken(AtomicBool::new(true)))).collect();
    let wakers: Vec<_> = woken.iter().map(|woken| Waker::from(woken.clone())).collect();
    let mut done = vec![false; tasks.len()];
    let (mut polls, mut first) = (0, 0);
    let mut ready = Vec::new();
    loop {
        ready.clear();
        ready.extend((0..done.len()).filter(|at| !done[*at] && woken[*at].0.load(Relaxed)));
        if spurious && chance.once(16) {
            ready.extend((0..done.len()).filter(|at| !done[*at]));
        }
        if ready.is_empty() {
            if clock.advance() {
                continue;
            }
            return (Stop::Stuck, polls);
        }
        let at = chance.one(&ready);
        woken[at].0.store(false, Relaxed);
        if at == 0 {
            if drop_after == Some(first) {
                return (Stop::Dropped, polls);
            }
            first += 1;
        }
        polls += 1;
        done[at] = tasks[at].as_mut().poll(&mut Context::from_waker(&wakers[at])).is_ready();
        if done[0] {
            return (Stop::Done, polls);
        }
        if polls == MOST {
            return (Stop::Endless, polls);
        }
    }
}
