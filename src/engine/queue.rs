//! Events on their way to a reader, who may lag: then the network waits. It knows nothing of what they mean.

use crate::error::Error;
use crate::picture::Picture;
use crate::world::World;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::mem;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

/// What a call tells while it runs; `index` is the request's, from 0.
#[derive(Clone, Debug)]
pub enum Event<B> {
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
        /// What came.
        picture: Picture<B>,
    },
    /// A picture of the result.
    Image {
        /// The request's.
        index: u32,
        /// What came.
        picture: Picture<B>,
    },
    /// A request has come to its end, with this for its picture.
    Answered {
        /// The request's.
        index: u32,
        /// The last of its pictures.
        picture: Picture<B>,
    },
    /// One of several requests came to nothing.
    Failed {
        /// The request's.
        index: u32,
        /// Why.
        error: Box<Error>,
    },
}

/// How far one request is.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    /// The request's, from 0.
    pub index: u32,
    /// How many requests the call makes.
    pub n: u32,
    /// From 1.
    pub attempt: u32,
    /// Since the call began.
    pub elapsed: Duration,
    /// What it does.
    pub phase: Phase,
}

/// What a request does.
#[derive(Clone, Debug, PartialEq)]
pub enum Phase {
    /// Pictures that go in are read, the key is asked for.
    Preparing,
    /// The request goes out.
    Sending,
    /// The server works.
    Waiting,
    /// The reply arrives and is read.
    Receiving {
        /// Bytes that have been read.
        loaded: u64,
        /// Of so many, where that is known.
        total: Option<u64>,
    },
    /// An attempt failed, and there is another.
    Retrying {
        /// So long from now.
        wait: Duration,
        /// Why it failed.
        error: Box<Error>,
    },
    /// The picture is there.
    Done {
        /// Bytes that have been read.
        loaded: u64,
        /// Of so many, where that was known.
        total: Option<u64>,
    },
}

/// Events that nobody has taken yet.
#[derive(Debug)]
pub struct Queue<B>(RefCell<State<B>>);

#[derive(Debug)]
struct State<B> {
    events: VecDeque<Event<B>>,
    /// Events but for progress, which is no reason to stop the network.
    untaken: usize,
    /// Somebody has asked for an event. Who never does is not waited for.
    is_read: bool,
    /// The reader has one in hand, which is taken when the next is asked for.
    in_hand: bool,
    reader: Option<Waker>,
    /// One for each task that waits.
    writers: Vec<Waker>,
}

impl<B> Default for Queue<B> {
    fn default() -> Self {
        Self(RefCell::new(State {
            events: VecDeque::new(),
            untaken: 0,
            is_read: false,
            in_hand: false,
            reader: None,
            writers: Vec::new(),
        }))
    }
}

impl<B> Queue<B> {
    /// Adds one.
    pub fn push(&self, event: Event<B>) {
        // Woken outside the borrow: a waker may poll at once.
        if let Some(reader) = self.0.borrow_mut().push(event) {
            reader.wake();
        }
    }

    /// The next, in the order in which they were added.
    pub fn poll_pop(&self, context: &mut Context<'_>) -> Poll<Event<B>> {
        let (popped, writers) = self.0.borrow_mut().pop(context);
        writers.into_iter().for_each(Waker::wake);
        popped
    }

    /// Waits until the reader has taken all but progress.
    pub fn drained(&self) -> impl Future<Output = ()> {
        poll_fn(|context| {
            let state = &mut *self.0.borrow_mut();
            if state.untaken == 0 || !state.is_read {
                return Poll::Ready(());
            }
            if !state.writers.iter().any(|waker| waker.will_wake(context.waker())) {
                state.writers.push(context.waker().clone());
            }
            Poll::Pending
        })
    }
}

impl<B> State<B> {
    /// Gives whom to wake.
    fn push(&mut self, event: Event<B>) -> Option<Waker> {
        if let Event::Progress(Progress { index, .. }) = event {
            self.events.retain(|event| !matches!(event, Event::Progress(before) if before.index == index));
        } else {
            self.untaken += 1;
        }
        self.events.push_back(event);
        self.reader.take()
    }

    /// Gives whom to wake, too.
    fn pop(&mut self, context: &mut Context<'_>) -> (Poll<Event<B>>, Vec<Waker>) {
        self.is_read = true;
        self.untaken -= usize::from(mem::take(&mut self.in_hand));
        let writers = if self.untaken == 0 { mem::take(&mut self.writers) } else { Vec::new() };
        let Some(event) = self.events.pop_front() else {
            self.reader = Some(context.waker().clone());
            return (Poll::Pending, writers);
        };
        self.in_hand = !matches!(event, Event::Progress(_));
        (Poll::Ready(event), writers)
    }
}

/// A call that is read while it runs: reading drives it, dropping it cancels it.
pub struct Events<W: World, T> {
    call: Option<Pin<Box<dyn Future<Output = T>>>>,
    queue: Rc<Queue<W::Blob>>,
    end: Option<T>,
}

impl<W: World, T> Events<W, T> {
    /// Of a call that tells its events to this queue.
    pub fn new(queue: Rc<Queue<W::Blob>>, call: impl Future<Output = T> + 'static) -> Self {
        Self { call: Some(Box::pin(call)), queue, end: None }
    }

    /// `None` when the call has ended, and all was told.
    pub async fn next(&mut self) -> Option<Event<W::Blob>> {
        poll_fn(|context| self.poll_next(context)).await
    }

    /// The same, for who polls.
    pub fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Event<W::Blob>>> {
        if let Poll::Ready(event) = self.queue.poll_pop(context) {
            return Poll::Ready(Some(event));
        }
        let Some(call) = &mut self.call else {
            return Poll::Ready(None);
        };
        if let Poll::Ready(end) = call.as_mut().poll(context) {
            self.end = Some(end);
            self.call = None;
        }
        match self.queue.poll_pop(context) {
            Poll::Ready(event) => Poll::Ready(Some(event)),
            Poll::Pending if self.call.is_none() => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    }

    /// How the call ended, once `next` gave `None`.
    pub const fn end(&mut self) -> Option<T> {
        self.end.take()
    }
}
