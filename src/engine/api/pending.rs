//! A call under way. Whoever drops it ends it: its requests are aborted, and nothing is waited for.

use super::error::Error;
use super::generated::Generated;
use crate::race::{Either, race};
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

/// A call that is awaited.
///
/// ```
/// # async fn draw(client: &wasmagine::Client) {
/// use std::future::IntoFuture;
/// use wasmagine::Pending;
///
/// let pending: Pending = client.generate("a red boat").into_future();
/// drop(pending); // nothing was sent, because nobody polled it
/// # }
/// ```
#[must_use = "nothing is sent until it is awaited or spawned"]
pub struct Pending {
    call: Pin<Box<dyn Future<Output = Result<Generated, Error>>>>,
    abort: AbortHandle,
}

impl Pending {
    /// Of a call that asks the handle before it sends or tells anything.
    pub(super) fn new(call: impl Future<Output = Result<Generated, Error>> + 'static, abort: AbortHandle) -> Self {
        Self { call: Box::pin(abort.clone().ends(call)), abort }
    }

    /// Ends it from elsewhere.
    #[must_use]
    pub fn abort_handle(&self) -> AbortHandle {
        self.abort.clone()
    }

    /// As [`Generate::spawn`](crate::Generate::spawn).
    pub fn spawn(self, done: impl FnOnce(Result<Generated, Error>) + 'static) -> Task {
        let task = Task { abort: self.abort.clone(), is_kept: true };
        let abort = self.abort.clone();
        let run = async move {
            let end = self.await;
            abort.0.is_finished.store(true, Ordering::Relaxed);
            if !abort.0.is_unheard.load(Ordering::Relaxed) {
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

/// A call that runs by itself, for as long as this lives. It may be kept where only what is `Send` and `Sync` can be, and
/// be dropped while the call tells something, or in `done`.
///
/// ```
/// # fn draw(client: &wasmagine::Client) {
/// use wasmagine::Task;
///
/// let task: Task = client.generate("a red boat").spawn(|end| println!("{end:?}"));
/// drop(task); // its request is aborted, and nothing is printed
/// # }
/// ```
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

    /// Whether it has come to its end: `done` is told just after.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.abort.0.is_finished.load(Ordering::Relaxed)
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
            self.abort.0.is_unheard.store(true, Ordering::Relaxed);
            self.abort.abort();
        }
    }
}

/// Ends a call from outside of the future that runs it. A clone ends the same call.
///
/// ```
/// # async fn draw(client: &wasmagine::Client) {
/// use std::future::IntoFuture;
///
/// let pending = client.generate("a red boat").into_future();
/// let handle = pending.abort_handle(); // for a button
/// # let _ = || handle.abort();
/// if let Err(error) = pending.await {
///     println!("{}", error.kind()); // "aborted", where the button was pressed
/// }
/// # }
/// ```
#[derive(Clone, Default)]
pub struct AbortHandle(Arc<Flag>);

/// Shared by atomics, though a page has one thread: frameworks keep little that is not `Send`.
#[derive(Default)]
struct Flag {
    is_aborted: AtomicBool,
    /// Its task was dropped: nobody wants to know how it ends.
    is_unheard: AtomicBool,
    is_finished: AtomicBool,
    sent: AtomicU32,
    waiting: Mutex<Option<Waker>>,
}

impl AbortHandle {
    /// The call ends with [`ErrorKind::Aborted`](crate::ErrorKind::Aborted), which `done` of a spawned one is told; one
    /// that has ended stays as it is. From here on nothing is sent, and no listener hears of anything.
    pub fn abort(&self) {
        self.0.is_aborted.store(true, Ordering::Relaxed);
        let waiting = self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(waker) = waiting {
            waker.wake();
        }
    }

    /// Whether it was.
    #[must_use]
    pub fn is_aborted(&self) -> bool {
        self.0.is_aborted.load(Ordering::Relaxed)
    }

    /// Asked before each request for a picture: whether it may go out still.
    #[cfg(target_arch = "wasm32")]
    pub(super) fn sends(&self) -> bool {
        let sends = !self.is_aborted();
        self.0.sent.fetch_add(sends.into(), Ordering::Relaxed);
        sends
    }

    /// The call, ended where this is aborted.
    pub(super) async fn ends<T>(self, call: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        match race(pin!(self.aborted()), pin!(call)).await {
            Either::First(()) => Err(Error::aborted(self.0.sent.load(Ordering::Relaxed))),
            Either::Second(end) => end,
        }
    }

    async fn aborted(&self) {
        poll_fn(|context| {
            if self.is_aborted() {
                return Poll::Ready(());
            }
            let waker = Some(context.waker().clone());
            let before = std::mem::replace(&mut *self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner), waker);
            drop(before); // not while it is locked: it may be the last that holds a future
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
