//! When the page has its turn.
//!
//! A body that has bytes gives them in microtasks: on a fast line the page would stand still until the picture is there,
//! for 0.5 s where 64 come at once. Counted are bytes, because a clock that pages may read is too coarse for what one
//! chunk takes.

use crate::world::World;
use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::mem;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// Of base64, in bytes: 1 to 4 ms with all that is done to it.
const STRETCH: i64 = 512 * 1024;
/// A chunk takes as long as so many bytes, however small it is.
const CHUNK: i64 = 4 * 1024;
/// To begin a request, so that eight begin in a turn: where 64 begin in one task, the page stands still for 55 ms.
const BEGINNING: i64 = STRETCH / 8;

/// Bytes for which the page's current turn is still ours, whichever of many calls reads them. A clone is the same turn.
#[derive(Clone, Debug)]
pub struct Pace(Rc<Turn>);

#[derive(Debug)]
struct Turn {
    left: Cell<i64>,
    stretch: i64,
    /// One for each task that waits.
    waiting: RefCell<Vec<Waker>>,
}

impl Default for Pace {
    fn default() -> Self {
        Self::new(STRETCH)
    }
}

impl Pace {
    /// With so many bytes in each turn.
    #[must_use]
    pub fn new(stretch: i64) -> Self {
        Self(Rc::new(Turn { left: Cell::new(stretch), stretch, waiting: RefCell::default() }))
    }

    /// Waits until it is our turn to read so many bytes.
    pub async fn work(&self, world: &impl World, bytes: usize) {
        let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
        self.take(world, bytes.max(CHUNK)).await;
    }

    /// Waits until it is our turn to begin a request; there is nothing to wait for where few have begun in this one.
    pub async fn begin(&self, world: &impl World) {
        self.take(world, BEGINNING).await;
    }

    async fn take(&self, world: &impl World, bytes: i64) {
        let Self(ours) = self;
        if ours.left.get() <= 0 {
            // Each asks for a turn of its own, because who asked for another's may be dropped, and takes the first.
            let mut turn = pin!(world.turn());
            poll_fn(|context| {
                if ours.left.get() > 0 {
                    return Poll::Ready(());
                }
                let begins = turn.as_mut().poll(context);
                if begins.is_ready() {
                    ours.begin()
                } else {
                    ours.wait(context)
                }
                begins
            })
            .await;
        }
        ours.left.set(ours.left.get().saturating_sub(bytes));
    }
}

impl Turn {
    /// The page has had its turn, and whoever waits may go on.
    fn begin(&self) {
        self.left.set(self.stretch);
        let waiting = mem::take(&mut *self.waiting.borrow_mut());
        waiting.into_iter().for_each(Waker::wake);
    }

    fn wait(&self, context: &Context<'_>) {
        let waiting = &mut *self.waiting.borrow_mut();
        if !waiting.iter().any(|waker| waker.will_wake(context.waker())) {
            waiting.push(context.waker().clone());
        }
    }
}
