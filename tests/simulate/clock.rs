//! A clock that moves only when nothing else can, to the next deadline; and the page's turns, which take no time.

use crate::chance::Chance;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::{Future, poll_fn};
use std::mem;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// In milliseconds. What is due at the same instant comes in an order that chance says, one by one or all at once.
pub struct Clock {
    now: Cell<u64>,
    next: Cell<u64>,
    timers: RefCell<BTreeMap<Due, Waker>>,
    turns: RefCell<Vec<Waker>>,
    chance: RefCell<Chance>,
}

/// When, in which order, and a number of its own.
type Due = (u64, u64, u64);

impl Clock {
    pub fn new(seed: u64) -> Self {
        Self {
            now: Cell::new(0),
            next: Cell::new(0),
            timers: RefCell::default(),
            turns: RefCell::default(),
            chance: RefCell::new(Chance(seed)),
        }
    }

    pub fn now(&self) -> u64 {
        self.now.get()
    }

    /// Timers that nobody cleared.
    pub fn timers(&self) -> usize {
        self.timers.borrow().len()
    }

    /// Over in so many milliseconds, and never at once.
    pub fn sleep(self: &Rc<Self>, time: u64) -> Sleep {
        Sleep { clock: self.clone(), at: self.now() + time, due: None }
    }

    /// Waits until then; not at all where that is past.
    pub async fn until(self: &Rc<Self>, at: u64) {
        if let Some(time) = at.checked_sub(self.now()).filter(|time| *time > 0) {
            self.sleep(time).await;
        }
    }

    pub fn turn(&self) -> impl Future<Output = ()> {
        let mut asked = false;
        poll_fn(move |context| {
            if mem::replace(&mut asked, true) {
                return Poll::Ready(()); // polled for another reason: early, and harmless
            }
            self.turns.borrow_mut().push(context.waker().clone());
            Poll::Pending
        })
    }

    /// Whether anything was left to wait for.
    pub fn advance(&self) -> bool {
        let chance = &mut *self.chance.borrow_mut();
        let due = self.timers.borrow().first_key_value().map(|(due, _)| due.0);
        if !self.turns.borrow().is_empty() && (due != Some(self.now()) || chance.once(2)) {
            mem::take(&mut *self.turns.borrow_mut()).into_iter().for_each(Waker::wake);
            return true;
        }
        let Some(now) = due else { return false };
        self.now.set(now);
        let all = chance.once(2);
        let timers = &mut *self.timers.borrow_mut();
        while let Some(timer) = timers.first_entry().filter(|timer| timer.key().0 == now) {
            timer.remove().wake();
            if !all {
                break;
            }
        }
        true
    }
}

/// Whoever drops it clears the timer.
pub struct Sleep {
    clock: Rc<Clock>,
    at: u64,
    due: Option<Due>,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let clock = self.clock.clone();
        let timers = &mut *clock.timers.borrow_mut();
        let due = if let Some(due) = self.due {
            if !timers.contains_key(&due) {
                return Poll::Ready(());
            }
            due
        } else {
            let number = clock.next.replace(clock.next.get() + 1);
            (self.at, clock.chance.borrow_mut().next(), number)
        };
        self.due = Some(due);
        timers.insert(due, context.waker().clone());
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some(due) = self.due {
            self.clock.timers.borrow_mut().remove(&due);
        }
    }
}
