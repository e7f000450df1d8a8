//! The world in memory: servers that do as the scenario says, Blobs that are counted, and a record of what was seen.

use crate::chance::Chance;
use crate::clock::Clock;
use crate::replies::Arrival;
use crate::scenario::{End, Head, Scenario, Server};
use crate::told::Told;
use engine::face::error::Thrown;
use engine::face::world::{self, Answer, Payload, Piece, Request, Unanswered, Unread, World};
use std::cell::{Cell, RefCell};
use std::future::{Future, pending};
use std::ops::{Deref, Range};
use std::rc::Rc;
use std::time::Duration;

/// The key. Servers and `fetch` say it too, which shows whether words of theirs are cleaned.
pub const SECRET: &str = "SECRET";

/// What a file begins with, behind a link: it says that it is a GIF of a pixel.
pub const GIF: &str = "GIF89a\x01\0\x01\0";

/// What the servers and the world saw of one request.
#[derive(Clone, Debug, Default, Hash, PartialEq)]
pub struct Seen {
    /// It fetched a link that stood in the reply to that request.
    pub link_of: Option<usize>,
    /// Which of the call's requests it was.
    pub index: u32,
    pub sent: u64,
    /// When it was answered, and how.
    pub answer: Option<(u64, Given)>,
    pub body: String,
    /// When so many bytes of the body had been handed over.
    pub given: Vec<(u64, usize)>,
    /// Whether its end was handed over, and whether that was a clean one.
    pub end: Option<bool>,
}

/// How a request was answered.
#[derive(Clone, Copy, Debug, Hash, PartialEq)]
pub enum Given {
    Status(u16, Option<u64>),
    Rejected,
    Opaque,
    Redirected,
}

impl Seen {
    /// What of the body was handed over.
    pub fn came(&self) -> &str {
        &self.body[..self.given.last().map_or(0, |(_, length)| *length)]
    }

    fn is_between_lines(&self) -> bool {
        self.body.is_empty() || self.body.ends_with('\n')
    }
}

/// A Blob that could not be made.
#[derive(Clone, Debug, Hash, PartialEq)]
pub enum Unmade {
    /// Of what all requests hold.
    Shared,
    /// A request's body.
    Body(u32),
    /// Of the reply to that request, or of the file to that.
    Part(usize, Vec<u8>),
}

pub struct Inner {
    pub clock: Rc<Clock>,
    pub chance: RefCell<Chance>,
    pub seen: RefCell<Vec<Seen>>,
    pub told: RefCell<Told>,
    /// The reader took fewer events than had come when more was asked of the network.
    pub lagged: Cell<bool>,
    /// Whether a reader takes events as they come.
    pub is_read: bool,
    pub unmade: RefCell<Option<Unmade>>,
    /// What lives.
    pub requests: Cell<i32>,
    pub blobs: Cell<i32>,
    servers: Vec<Server>,
    files: Vec<Server>,
    /// Which request's bytes were read last: what is made is made of those.
    reading: Cell<usize>,
    made: Cell<u32>,
    blob_fails: Option<u32>,
}

#[derive(Clone)]
pub struct Memory(Rc<Inner>);

impl Deref for Memory {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Memory {
    pub fn new(clock: &Rc<Clock>, scenario: &Scenario, seed: u64, is_read: bool) -> Self {
        Self(Rc::new(Inner {
            clock: clock.clone(),
            chance: RefCell::new(Chance(seed)),
            seen: RefCell::default(),
            told: RefCell::default(),
            lagged: Cell::new(false),
            is_read,
            unmade: RefCell::default(),
            requests: Cell::new(0),
            blobs: Cell::new(0),
            servers: scenario.servers.clone(),
            files: scenario.files.clone(),
            reading: Cell::new(0),
            made: Cell::new(0),
            blob_fails: scenario.blob_fails,
        }))
    }

    /// A Blob of the caller's.
    pub fn blob(&self, bytes: Vec<u8>) -> Blob {
        Rc::new(Bytes { bytes, _live: Live::new(self, |inner| &inner.blobs) })
    }

    fn made(&self, bytes: Vec<u8>, unmade: impl FnOnce(Vec<u8>) -> Unmade) -> Result<Blob, Thrown> {
        if self.blob_fails == Some(self.made.replace(self.made.get() + 1)) {
            *self.unmade.borrow_mut() = Some(unmade(bytes));
            let key = if self.seen.borrow().is_empty() { "" } else { SECRET }; // not known before it is used
            return Err(thrown(format!("quota {key}")));
        }
        Ok(self.blob(bytes))
    }
}

/// Counts what lives.
pub struct Live(Memory, fn(&Inner) -> &Cell<i32>);

impl Live {
    fn new(of: &Memory, count: fn(&Inner) -> &Cell<i32>) -> Self {
        count(of).set(count(of).get() + 1);
        Self(of.clone(), count)
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        let count = (self.1)(&self.0);
        count.set(count.get() - 1);
    }
}

pub struct Bytes {
    pub bytes: Vec<u8>,
    _live: Live,
}

pub type Blob = Rc<Bytes>;

pub struct Body {
    steps: std::vec::IntoIter<(u64, Vec<u8>)>,
    end: End,
    /// Pings are no longer sent after so many.
    pings: u32,
    chunk: Vec<u8>,
    number: usize,
    _live: Live,
}

/// Long enough to hold a call that begins its patience anew with each, short enough to come to an end.
const PINGS: u32 = 60;

fn thrown(message: String) -> Thrown {
    Thrown { name: "TypeError".into(), message }
}

/// The number in `<number>.…`.
fn numbered(name: &str) -> Option<usize> {
    name.split('.').next().and_then(|number| number.parse().ok())
}

/// The number in `https://files/<number>.…`.
fn linked(url: &str) -> usize {
    url.split('/').next_back().and_then(numbered).unwrap()
}

/// Which of a call's requests a body is of: its seed is as many higher. What is only a part of one has none.
fn indexed(body: &[u8]) -> Option<u32> {
    let text = String::from_utf8_lossy(body);
    let (_, seed) = text.split_once(r#""seed":"#)?;
    seed.split('}').next().and_then(|index| index.parse().ok())
}

impl World for Memory {
    type Blob = Blob;
    type Body = Body;
    type Writer = Vec<u8>;
    type Text = Vec<u8>;

    fn send(&self, request: Request<'_, Blob>) -> impl Future<Output = Result<Answer<Body>, Unanswered>> {
        let live = Live::new(self, |inner| &inner.requests);
        let link_of = request.body.is_none().then(|| linked(request.url));
        let index = match request.body {
            None => 0,
            Some(Payload::Text(text)) => indexed(text.as_bytes()).unwrap(),
            Some(Payload::Blob(body)) => indexed(&body.bytes).unwrap(),
        };
        let keyed = request.headers.iter().any(|(_, value)| *value == SECRET);
        assert_eq!(keyed, link_of.is_none(), "the key goes along with the request, and with no link");
        let seen = &mut *self.seen.borrow_mut();
        let nth = seen.iter().filter(|before| before.link_of.is_some() == link_of.is_some()).count();
        let servers = if link_of.is_some() { &self.files } else { &self.servers };
        let server = servers[nth % servers.len()].clone();
        let number = seen.len();
        let body = if link_of.is_some() { server.file(number) } else { server.bytes(number) };
        let steps = server.steps(body.as_bytes());
        seen.push(Seen { link_of, index, sent: self.clock.now(), body, ..Seen::default() });
        let memory = self.clone();
        async move {
            memory.clock.until(memory.clock.now() + server.head_after).await;
            let now = memory.clock.now();
            let answer = |given| memory.seen.borrow_mut()[number].answer = Some((now, given));
            match server.head {
                Head::Reject => {
                    answer(Given::Rejected);
                    Err(Unanswered::Lost(Some(thrown(format!("Failed to fetch with {SECRET}")))))
                }
                Head::Opaque => {
                    answer(Given::Opaque);
                    Ok(Answer::Opaque)
                }
                Head::Redirect => {
                    answer(Given::Redirected);
                    Ok(Answer::Redirected)
                }
                Head::Silent => pending().await,
                Head::Status(status, retry_after) => {
                    answer(Given::Status(status, retry_after));
                    let retry_after = retry_after.map(Duration::from_secs);
                    let head = world::Head { status, retry_after, ..world::Head::default() };
                    let steps: Vec<_> = steps.into_iter().map(|(at, bytes)| (now + at, bytes)).collect();
                    let (steps, chunk) = (steps.into_iter(), Vec::new());
                    Ok(Answer::Head(head, Body { steps, end: server.end, pings: PINGS, chunk, number, _live: live }))
                }
            }
        }
    }

    async fn read(&self, mut body: Body) -> Result<Option<(Body, usize)>, Unread> {
        let number = body.number;
        let is_reply =
            matches!(self.seen.borrow()[number], Seen { link_of: None, answer: Some((_, Given::Status(200, _))), .. });
        if self.is_read && is_reply && !self.lagged.get() && self.unmade.borrow().is_none() {
            let came = Arrival::of(self.seen.borrow()[number].came()).told;
            self.lagged.set(came != self.told.borrow().of(number));
        }
        let Some((at, _)) = body.steps.as_slice().first() else {
            return match body.end {
                End::Close => {
                    self.seen.borrow_mut()[number].end = Some(true);
                    Ok(None)
                }
                End::Cut => {
                    self.seen.borrow_mut()[number].end = Some(false);
                    Err(Unread::Broken(thrown(format!("network error {SECRET}"))))
                }
                End::Pings(ms) if body.pings > 0 && self.seen.borrow()[number].is_between_lines() => {
                    self.clock.until(self.clock.now() + ms).await;
                    body.pings -= 1;
                    body.chunk = b": PING\n\n".to_vec();
                    let length = body.chunk.len();
                    Ok(Some((body, length)))
                }
                End::Open | End::Pings(_) => pending().await,
            };
        };
        self.clock.until(*at).await;
        body.chunk.clear();
        while let Some((_, bytes)) = body.steps.next() {
            body.chunk.extend(bytes);
            // A browser may give all that is there in one piece.
            let more = body.steps.as_slice().first().is_some_and(|(at, _)| *at <= self.clock.now());
            if !more || self.chance.borrow_mut().once(2) {
                break;
            }
        }
        let seen = &mut self.seen.borrow_mut()[number];
        let length = seen.came().len() + body.chunk.len();
        seen.given.push((self.clock.now(), length));
        let length = body.chunk.len();
        Ok(Some((body, length)))
    }

    fn copy(&self, body: &Body, at: usize, into: &mut [u8]) {
        self.reading.set(body.number);
        into.copy_from_slice(&body.chunk[at..at + into.len()]);
    }

    fn leave(&self, body: Body) {
        drop(body);
    }

    fn writer(&self) -> Vec<u8> {
        Vec::new()
    }

    fn write(&self, writer: &mut Vec<u8>, bytes: &[u8]) -> Result<(), Thrown> {
        writer.extend_from_slice(bytes);
        Ok(())
    }

    fn tee(&self, writer: &mut Vec<u8>, body: &Body, range: Range<usize>) -> Result<(), Thrown> {
        self.reading.set(body.number);
        writer.extend_from_slice(&body.chunk[range]);
        Ok(())
    }

    fn finish(&self, writer: &mut Vec<u8>, _: &str) -> Result<Blob, Thrown> {
        let is_sent = !self.seen.borrow().is_empty();
        self.made(std::mem::take(writer), |bytes| {
            // A picture says whose it is: one that stands in text is made while others may be read.
            let number = std::str::from_utf8(&bytes).ok().and_then(|text| numbered(text.strip_prefix(GIF)?));
            if is_sent { Unmade::Part(number.unwrap_or(self.reading.get()), bytes) } else { Unmade::Shared }
        })
    }

    fn join(&self, pieces: &[Piece<'_, Blob>], _: &str) -> Result<Blob, Thrown> {
        let mut all = Vec::new();
        for piece in pieces {
            match piece {
                Piece::Text(text) => all.extend_from_slice(text.as_bytes()),
                Piece::Bytes(bytes) => all.extend_from_slice(bytes),
                Piece::Blob(blob) => all.extend_from_slice(&blob.bytes),
                Piece::Slice(blob, range) => {
                    all.extend_from_slice(&blob.bytes[range.start as usize..range.end as usize])
                }
            }
        }
        if !self.seen.borrow().is_empty() && indexed(&all).is_none() {
            return Ok(self.blob(all)); // of a turn, when all is over
        }
        self.made(all, |bytes| indexed(&bytes).map_or(Unmade::Shared, Unmade::Body))
    }

    fn size(&self, blob: &Blob) -> u64 {
        blob.bytes.len() as u64
    }

    fn text(&self) -> Vec<u8> {
        Vec::new()
    }

    fn append(&self, text: &mut Vec<u8>, bytes: &[u8]) {
        text.extend_from_slice(bytes);
    }

    fn string(&self, text: &Vec<u8>) -> String {
        String::from_utf8_lossy(text).into_owned()
    }

    async fn load(&self, blob: &Blob, range: Range<u64>) -> Result<Vec<u8>, Thrown> {
        let to = blob.bytes.len().min(range.end as usize);
        Ok(blob.bytes[range.start as usize..to].to_vec())
    }

    async fn sleep(&self, time: Duration) {
        self.clock.sleep(time.as_millis() as u64).await;
    }

    fn turn(&self) -> impl Future<Output = ()> {
        self.clock.turn()
    }

    fn now(&self) -> Duration {
        Duration::from_millis(self.clock.now())
    }

    fn random(&self) -> f64 {
        self.chance.borrow_mut().share()
    }
}
