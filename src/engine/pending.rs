//! A call under way. Whoever drops it ends it: its requests are aborted, and nothing is waited for.

use crate::fault::Error;
use crate::image::Generated;
use crate::race::{Either, race};
use std::cell::{Cell, RefCell};
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// A call that is awaited.
#[must_use = "nothing is sent until it is awaited or spawned"]
pub struct Pending {
    call: Pin<Box<dyn Future<Output = Result<Generated, Error>>>>,
    abort: AbortHandle,
}

impl Pending {
    pub(crate) fn new(call: impl Future<Output = Result<Generated, Error>> + 'static) -> Self {
        let abort = AbortHandle::default();
        let flag = abort.clone();
        let call = Box::pin(async move {
            match race(pin!(flag.aborted()), pin!(call)).await {
                Either::First(()) => Err(Error::aborted()),
                Either::Second(end) => end,
            }
        });
        Self { call, abort }
    }

    /// Ends it from elsewhere.
    #[must_use]
    pub fn abort_handle(&self) -> AbortHandle {
        self.abort.clone()
    }

    /// As [`Generate::spawn`](crate::Generate::spawn).
    pub fn spawn(self, done: impl FnOnce(Result<Generated, Error>) + 'static) -> Task {
        let task = Task { abort: self.abort.clone(), is_kept: true };
        let dropped = self.abort.clone();
        let run = async move {
            let end = self.await;
            if !dropped.is_aborted() {
                done(end);
            }
        };
        #[cfg(target_arch = "wasm32")]
        wasm_bindgen_futures::spawn_local(run);
        #[cfg(not(target_arch = "wasm32"))]
        drop(run); // nothing runs it where there is no browser
        task
    }
}

impl Future for Pending {
    type Output = Result<Generated, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.call.as_mut().poll(context)
    }
}

impl fmt::Debug for Pending {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("Pending")
    }
}

/// A call that runs by itself, for as long as this lives.
#[must_use = "a call ends with its task: keep it, or `forget` it"]
#[derive(Debug)]
pub struct Task {
    abort: AbortHandle,
    is_kept: bool,
}

impl Task {
    /// Lets the call run to its end.
    pub fn forget(mut self) {
        self.is_kept = false;
    }

    /// Ends it from elsewhere.
    #[must_use]
    pub fn abort_handle(&self) -> AbortHandle {
        self.abort.clone()
    }
}

impl Drop for Task {
    fn drop(&mut self) {
        if self.is_kept {
            self.abort.abort();
        }
    }
}

/// Ends a call from outside of the future that runs it. A clone ends the same call.
#[derive(Clone, Default)]
pub struct AbortHandle(Rc<Flag>);

#[derive(Default)]
struct Flag {
    is_aborted: Cell<bool>,
    waiting: RefCell<Option<Waker>>,
}

impl AbortHandle {
    /// The call ends with [`ErrorKind::Aborted`](crate::ErrorKind::Aborted); one that has ended stays as it is.
    pub fn abort(&self) {
        self.0.is_aborted.set(true);
        let waiting = self.0.waiting.borrow_mut().take();
        if let Some(waker) = waiting {
            waker.wake();
        }
    }

    /// Whether it was.
    #[must_use]
    pub fn is_aborted(&self) -> bool {
        self.0.is_aborted.get()
    }

    async fn aborted(&self) {
        poll_fn(|context| {
            if self.is_aborted() {
                return Poll::Ready(());
            }
            *self.0.waiting.borrow_mut() = Some(context.waker().clone());
            Poll::Pending
        })
        .await;
    }
}

impl fmt::Debug for AbortHandle {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.debug_tuple("AbortHandle").field(&self.is_aborted()).finish()
    }
}
