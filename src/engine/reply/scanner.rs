//! A reply's bytes as they come: chunk → framing → scanner → collector.

use super::collector::{Collector, Hearing};
use super::part::Item;
use super::raw::Raw;
use crate::error::Failure;
use crate::scan::{self, Error, Fault};
use crate::sse::{Form, Framing, Next};
use crate::verdict;
use crate::world::World;
use std::collections::VecDeque;

/// What is read at a time, in bytes: of base64 much, of anything else little, because a part may be a few bytes.
pub const LARGE_STEP: usize = 48 * 1024;
const SMALL_STEP: usize = 8 * 1024;

/// Bytes → what came whole in them, resumable at every byte.
pub struct Scanner<W: World> {
    wants_events: bool,
    framing: Framing,
    scanner: scan::Scanner,
    collector: Collector<W>,
    documents: u32,
    ended: bool,
}

/// How a reply came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Arrival {
    /// As events, or in lines of JSON, which have to say that they are at their end.
    pub events: bool,
    /// In lines of JSON.
    pub lines: bool,
    /// As an array of replies.
    pub array: bool,
    /// The server said that it was all.
    pub done: bool,
}

impl<W: World> Scanner<W> {
    /// At the start of a body.
    pub fn new(world: &W, needs: Needs) -> Self {
        Self {
            framing: Framing::new(),
            scanner: scan::Scanner::reply(),
            wants_events: needs.events,
            collector: Collector::new(world, needs.keeps_parts),
            documents: 0,
            ended: false,
        }
    }

    /// Nothing follows. A bare document that says why it ends is the last one, and any is where one answer was asked
    /// for: a server that then keeps the connection open, as some proxies do, is not waited for.
    pub const fn is_done(&self) -> bool {
        self.ended
    }

    /// How many bytes to give it next, at most.
    pub const fn appetite(&self) -> usize {
        if self.scanner.is_lifting() { LARGE_STEP } else { SMALL_STEP }
    }

    /// How it came so far.
    fn arrival(&self) -> Arrival {
        let is_bare = self.framing.form() == Form::Bare;
        let lines = is_bare && self.documents > 1 && !self.scanner.is_array();
        // One bare document is all, until another follows.
        let done = self.ended || is_bare && self.documents == 1 && !self.scanner.is_open();
        Arrival { events: lines || !is_bare, lines, array: is_bare && self.scanner.is_array(), done }
    }

    /// One answer was asked for, and is whole. Where it does not say why it ends it may be the first of several, in lines; as
    /// some servers leave the connection open, more is not waited for as long as for an answer.
    pub fn is_enough(&self) -> bool {
        !self.wants_events && self.arrival().done
    }

    /// All that is left to tell.
    pub fn into_received(self) -> Received<W> {
        let (arrival, body) = (self.arrival(), self.collector.raw.shown());
        Received { arrival, raw: self.collector.raw.finish(), body }
    }

    /// Reads bytes that stand at `at` in the body's chunk.
    pub fn push(
        &mut self,
        body: &W::Body,
        at: usize,
        bytes: &[u8],
        ready: &mut VecDeque<Item<W::Blob>>,
    ) -> Result<(), Failure> {
        let start = self.scanner.offset() - at as u64;
        let read = self.read(body, start, bytes);
        ready.extend(self.collector.items.drain(..));
        read
    }

    /// No more comes.
    pub fn finish(&mut self) -> Result<(), Failure> {
        let is_between = self.documents > 0 || self.framing.form() == Form::Events;
        if !is_between || self.scanner.is_open() {
            self.scanner.finish().map_err(|error| verdict::fault(&error, &[]))?;
        }
        self.ended |= !self.arrival().events;
        Ok(())
    }

    /// What is whole of a document that is not.
    pub fn rest(&mut self) -> Option<Item<W::Blob>> {
        self.collector.end();
        if self.collector.items.is_empty() { None } else { Some(self.collector.items.remove(0)) }
    }

    fn read(&mut self, body: &W::Body, start: u64, bytes: &[u8]) -> Result<(), Failure> {
        let mut at = 0;
        while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty() && !self.ended) {
            let (skipped, next) = self.framing.take(rest, self.scanner.is_open());
            self.scanner.skip(skipped);
            at += skipped;
            let rest = rest.get(skipped..).unwrap_or_default();
            match next {
                Next::More => break,
                Next::Odd => {
                    let held = self.framing.held();
                    let offset = self.scanner.offset() - held.len() as u64;
                    let error = Error { offset, fault: Fault::NotJson };
                    return Err(verdict::fault(&error, &[held, rest].concat()));
                }
                Next::Json => {}
            }
            at += self.scan(body, start, rest)?;
        }
        Ok(())
    }

    fn scan(&mut self, body: &W::Body, start: u64, bytes: &[u8]) -> Result<usize, Failure> {
        let Self { framing, scanner, collector, .. } = self;
        collector.is_events = framing.form() == Form::Events;
        if let Some(tee) = &mut collector.tee {
            tee.skip_to(scanner.offset());
        }
        let offset = scanner.offset();
        let scanned = scanner.push(bytes, &mut Hearing { collector: &mut *collector, body, start });
        if let Some(failure) = collector.failed.take() {
            return Err(failure);
        }
        let taken = scanned.map_err(|error| {
            verdict::fault(&error, bytes.get((error.offset - offset) as usize..).unwrap_or_default())
        })?;
        if let Some(tee) = &mut collector.tee {
            tee.take(body, start, scanner.offset()).map_err(verdict::storage)?;
        }
        if scanner.is_done() {
            self.documents += 1;
            // One that does not say why it ends may be the first of several, in lines.
            let is_last = self.collector.is_over || self.scanner.is_array();
            self.ended = is_last && self.framing.form() == Form::Bare;
            self.framing.end_document();
        } else if scanner.is_terminator() {
            self.ended = true;
        } else if scanner.is_at_line_end() {
            framing.end_line();
        }
        Ok(taken)
    }
}

/// A body that is read, beside what came whole in it.
pub struct Received<W: World> {
    /// How it came.
    pub arrival: Arrival,
    /// Its JSON.
    pub raw: Raw<W>,
    /// What an error tells of that.
    pub body: Option<String>,
}

/// What a reply was asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// As a stream of events.
    pub events: bool,
    /// For a conversation, which keeps parts as they came.
    pub keeps_parts: bool,
}
