//! A body → what comes whole in it, while it arrives: chunk → at most 64 KiB at a time, in turn with the page → scanner.
//!
//! It knows when to ask for more, when the page has its turn, and how long the end is waited for. It knows nothing of
//! what the bytes say: that is the scanner's and [`crate::reply`]'s.

use crate::error::Failure;
use crate::pace::Pace;
use crate::race::within;
use crate::reply::{Item, LARGE_STEP, Needs, Patience, Received, Scanner};
use crate::verdict::{self, PATIENCE};
use crate::world::World;
use std::collections::VecDeque;
use std::mem;
use std::pin::pin;
use std::time::Duration;

/// A reply while it arrives. Whoever drops [`Reader::next`] keeps all that came: [`Reader::rest`] reads what is left of
/// the chunk.
pub struct Reader<W: World> {
    world: W,
    pace: Pace,
    source: Source<W>,
    scanner: Scanner<W>,
    buffer: Vec<u8>,
    received: u64,
    ready: VecDeque<Item<W::Blob>>,
    patience: Option<(Patience, Duration)>,
}

/// Where more comes from.
enum Source<W: World> {
    /// All of its chunk is read.
    Body(W::Body),
    /// `at` of `length` bytes of its chunk are read.
    Chunk { body: W::Body, at: usize, length: usize },
    /// Told once what came before it was.
    Failed(Failure),
    /// It has ended, has been left, or has been lost in a read that was dropped.
    Gone,
}

impl<W: World> Reader<W> {
    /// Of the body of a reply that was asked for so.
    pub fn new(world: &W, pace: &Pace, body: W::Body, needs: Needs) -> Self {
        Self {
            world: world.clone(),
            pace: pace.clone(),
            source: Source::Body(body),
            scanner: Scanner::new(world, needs),
            buffer: Vec::with_capacity(LARGE_STEP),
            received: 0,
            ready: VecDeque::new(),
            patience: None,
        }
    }

    /// Bytes that have been read.
    pub const fn received(&self) -> u64 {
        self.received
    }

    /// All that is left to tell.
    pub fn into_received(self) -> Received<W> {
        self.scanner.into_received()
    }

    /// What comes next; `None` at the end. What came whole is given before any failure. Tells after each step how many
    /// bytes have been read.
    pub async fn next(&mut self, progress: impl Fn(u64)) -> Result<Option<Item<W::Blob>>, Failure> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Ok(Some(item));
            }
            match mem::replace(&mut self.source, Source::Gone) {
                Source::Body(body) => self.read(body).await,
                Source::Chunk { body, at, length } => {
                    self.source = Source::Chunk { body, at, length };
                    self.pace.work(&self.world, (length - at).min(self.scanner.appetite())).await;
                    self.step();
                    progress(self.received);
                }
                Source::Failed(failure) => return Err(failure),
                Source::Gone => return Ok(None),
            }
        }
    }

    /// What came but was not given yet; never waits. Of a document that did not come to its end, what is whole is kept.
    pub fn rest(&mut self) -> Option<Item<W::Blob>> {
        while self.ready.is_empty() && matches!(self.source, Source::Chunk { .. }) {
            self.step();
        }
        self.ready.pop_front().or_else(|| self.scanner.rest())
    }

    /// Why nothing more can be read, where that was not told yet.
    pub fn failure(&mut self) -> Option<Failure> {
        match mem::replace(&mut self.source, Source::Gone) {
            Source::Failed(failure) => Some(failure),
            Source::Body(_) | Source::Chunk { .. } | Source::Gone => None,
        }
    }

    /// The reply has said that it is over, or that it is not.
    pub fn expect_end(&mut self, patience: Option<Patience>) {
        if self.patience.map(|(patience, _)| patience) != patience {
            self.patience = patience.map(|patience| (patience, patience.most));
        }
    }

    async fn read(&mut self, body: W::Body) {
        let began = self.world.now();
        let mut left = self.patience.map(|(_, left)| left);
        if self.scanner.is_enough() {
            left = Some(left.unwrap_or(PATIENCE).min(PATIENCE));
        }
        // Not as the match's own operand: the future would live, and borrow, to the end of the match.
        let read = within(&self.world, left, pin!(self.world.read(body))).await;
        if let Some((_, left)) = &mut self.patience {
            *left = left.saturating_sub(self.world.now().saturating_sub(began));
        }
        self.source = match read {
            None => Source::Gone, // it has said all it had to say
            Some(Ok(Some((body, length)))) => Source::Chunk { body, at: 0, length },
            Some(Ok(None)) => self.scanner.finish().map_or_else(Source::Failed, |()| Source::Gone),
            Some(Err(_)) if self.scanner.is_enough() => Source::Gone,
            Some(Err(why)) => Source::Failed(verdict::unread(why)),
        };
    }

    /// Reads the next bytes of the chunk.
    fn step(&mut self) {
        let Source::Chunk { body, at, length } = mem::replace(&mut self.source, Source::Gone) else { return };
        let bytes = (length - at).min(self.scanner.appetite());
        self.buffer.resize(bytes, 0);
        self.world.copy(&body, at, &mut self.buffer);
        let scanned = self.scanner.push(&body, at, &self.buffer, &mut self.ready);
        self.received += bytes as u64;
        let at = at + bytes;
        self.source = match scanned {
            Err(failure) => Source::Failed(failure),
            Ok(()) if self.scanner.is_done() => {
                self.world.leave(body);
                Source::Gone
            }
            Ok(()) if at == length => Source::Body(body),
            Ok(()) => Source::Chunk { body, at, length },
        };
    }
}

/// The start of a body, into `text`, which keeps what came when this is dropped.
pub async fn read_text<W: World>(world: &W, mut body: W::Body, text: &mut Vec<u8>, limit: usize) {
    while text.len() < limit {
        let Ok(Some((next, length))) = world.read(body).await else { return };
        body = next;
        let before = text.len();
        text.resize(limit.min(before + length), 0);
        if let Some(into) = text.get_mut(before..) {
            world.copy(&body, 0, into);
        }
    }
}
