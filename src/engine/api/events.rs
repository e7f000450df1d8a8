//! A call that is read while it runs.

use super::browser::{Blob, Browser};
use super::error::Error;
use super::generate::Generate;
use super::generated::Generated;
use super::image::{Image, Shown};
use super::pending::AbortHandle;
use super::run;
use crate::queue::{self, Queue};
use futures_core::{FusedStream, Stream};
use std::fmt;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;

/// What a call tells while it runs; `index` is the request's, from 0.
///
/// ```
/// use wasmagine::Event;
///
/// fn told(event: &Event) -> String {
///     match event {
///         Event::Progress(progress) => format!("{:?}", progress.phase),
///         Event::Text { text, .. } | Event::Thought { text, .. } => text.clone(),
///         Event::Preview { image, .. } | Event::Image { image, .. } => image.url().to_owned(),
///         Event::Failed { index, error } => format!("{index}: {error}"),
///         _ => String::new(),
///     }
/// }
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// How far a request is: only ever the latest.
    Progress(Progress),
    /// More of what the model says.
    Text {
        /// The request's.
        index: u32,
        /// To be put behind what came before.
        text: String,
    },
    /// More of what the model thinks.
    Thought {
        /// The request's.
        index: u32,
        /// To be put behind what came before.
        text: String,
    },
    /// A picture on the way to the final one.
    Preview {
        /// The request's.
        index: u32,
        /// The picture.
        image: Image,
    },
    /// A picture of the result.
    Image {
        /// The request's.
        index: u32,
        /// The picture.
        image: Image,
    },
    /// One of several requests came to nothing.
    Failed {
        /// The request's.
        index: u32,
        /// Why.
        error: Error,
    },
}

/// How far one request is.
///
/// ```
/// fn told(progress: &wasmagine::Progress) -> String {
///     let (picture, seconds) = (progress.index + 1, progress.elapsed.as_secs());
///     format!("picture {picture} of {}, attempt {}: {seconds} s", progress.count, progress.attempt)
/// }
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Progress {
    /// What it does.
    pub phase: Phase,
    /// Since the call began.
    pub elapsed: Duration,
    /// The request's, from 0.
    pub index: u32,
    /// How many requests the call makes.
    pub count: u32,
    /// From 1.
    pub attempt: u32,
}

/// What a request does. Sizes are in bytes.
///
/// ```
/// use wasmagine::Phase;
///
/// /// Of a progress bar, from 0 to 1.
/// fn filled(phase: &Phase) -> Option<f64> {
///     match phase {
///         Phase::Receiving { loaded, total: Some(total) } => Some(*loaded as f64 / *total as f64),
///         Phase::Done { .. } => Some(1.0),
///         _ => None, // for how long, nobody knows
///     }
/// }
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Phase {
    /// Reads pictures that go in, and asks for the key.
    Preparing,
    /// Sends.
    Sending,
    /// Waits for the server's first word: the longest phase.
    Waiting,
    /// Reads the reply.
    Receiving {
        /// So much has come.
        loaded: u64,
        /// So much will, where the server says.
        total: Option<u64>,
    },
    /// Waits, before it is sent again.
    Retrying {
        /// For so long.
        wait: Duration,
        /// Why.
        error: Error,
    },
    /// Has read all.
    Done {
        /// So much came.
        loaded: u64,
        /// So much was told.
        total: Option<u64>,
    },
}

impl Phase {
    /// `"receiving"` and the like, as in JavaScript: for a label, or a key of translations.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Preparing => "preparing",
            Self::Sending => "sending",
            Self::Waiting => "waiting",
            Self::Receiving { .. } => "receiving",
            Self::Retrying { .. } => "retrying",
            Self::Done { .. } => "done",
        }
    }
}

impl From<queue::Progress> for Progress {
    fn from(progress: queue::Progress) -> Self {
        let queue::Progress { index, n: count, attempt, elapsed, phase } = progress;
        let phase = match phase {
            queue::Phase::Preparing => Phase::Preparing,
            queue::Phase::Sending => Phase::Sending,
            queue::Phase::Waiting => Phase::Waiting,
            queue::Phase::Receiving { loaded, total } => Phase::Receiving { loaded, total },
            queue::Phase::Retrying { wait, error } => Phase::Retrying { wait, error: error.into() },
            queue::Phase::Done { loaded, total } => Phase::Done { loaded, total },
        };
        Self { phase, elapsed, index, count, attempt }
    }
}

/// A [`Stream`] of events: reading drives the call, a reader who lags makes the network wait, and dropping it ends the
/// call. An error is the last item.
///
/// ```
/// # async fn draw(client: &wasmagine::Client) -> Result<(), wasmagine::Error> {
/// use wasmagine::Event;
///
/// let mut events = client.generate("a red boat").stream();
/// while let Some(event) = events.next().await {
///     match event? {
///         Event::Progress(progress) => println!("{:?}", progress.phase),
///         Event::Image { image, .. } => println!("{}", image.url()),
///         _ => {}
///     }
/// }
/// let made = events.finish().await?; // the very pictures that were told, and what else is known
/// println!("{:?}", made.usage.output_tokens);
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent until it is read"]
pub struct Events {
    queued: queue::Events<Browser, Result<Generated, Error>>,
    shown: Shown,
    abort: AbortHandle,
    end: Option<Result<Generated, Error>>,
}

impl Events {
    pub(super) fn new(generate: Generate) -> Self {
        let (queue, shown, abort) = (Rc::new(Queue::default()), Shown::default(), AbortHandle::default());
        let call = run::generate(generate, Some(queue.clone()), shown.clone(), abort.clone());
        Self { queued: queue::Events::new(queue, abort.clone().ends(call)), shown, abort, end: None }
    }

    /// Ends it from elsewhere: what it told already is read, and then the error.
    #[must_use]
    pub fn abort_handle(&self) -> AbortHandle {
        self.abort.clone()
    }

    /// `None` when the call has ended, and all was told.
    ///
    /// The same as `next` of `futures::StreamExt`, without that crate.
    pub async fn next(&mut self) -> Option<Result<Event, Error>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Reads to the end, and gives what it came to.
    ///
    /// # Errors
    /// When there is no picture, also where [`next`](Self::next) told that already.
    pub async fn finish(mut self) -> Result<Generated, Error> {
        while let Some(event) = self.next().await {
            event?;
        }
        self.end.take().unwrap_or_else(|| Err(Error::aborted(0)))
    }
}

impl Shown {
    /// As a Rust app hears of it, where it does.
    pub(super) fn event(&self, event: queue::Event<Blob>) -> Option<Event> {
        Some(match event {
            queue::Event::Progress(progress) => Event::Progress(progress.into()),
            queue::Event::Text { index, text } => Event::Text { index, text },
            queue::Event::Thought { index, text } => Event::Thought { index, text },
            queue::Event::Preview { index, picture } => Event::Preview { index, image: self.image(picture) },
            queue::Event::Image { index, picture } => Event::Image { index, image: self.image(picture) },
            queue::Event::Failed { index, error } => Event::Failed { index, error: error.into() },
            queue::Event::Answered { .. } => return None,
        })
    }
}

impl Stream for Events {
    type Item = Result<Event, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        while self.end.is_none() {
            let Poll::Ready(event) = self.queued.poll_next(context) else { return Poll::Pending };
            match event {
                Some(event) => {
                    if let Some(event) = self.shown.event(event) {
                        return Poll::Ready(Some(Ok(event)));
                    }
                }
                None => {
                    let end = self.queued.end().unwrap_or_else(|| Err(Error::aborted(0)));
                    let told = end.as_ref().err().cloned();
                    self.end = Some(end);
                    if let Some(error) = told {
                        return Poll::Ready(Some(Err(error)));
                    }
                }
            }
        }
        Poll::Ready(None)
    }
}

impl FusedStream for Events {
    fn is_terminated(&self) -> bool {
        self.end.is_some()
    }
}

impl fmt::Debug for Events {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("Events")
    }
}
