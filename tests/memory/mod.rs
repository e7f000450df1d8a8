//! A small world in memory: servers answer as a test says, Blobs are counted bytes, and time passes only when nothing
//! else can happen. Whole calls under every schedule are `simulate`'s.

#![allow(dead_code)] // each test has use for some of it

use engine::face::error::Thrown;
use engine::face::world::{Answer, Head, Payload, Piece, Purpose, Request, Unanswered, Unread, World};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::future::{Future, pending, poll_fn};
use std::ops::Range;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

/// A request as a server sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub url: String,
    pub headers: Vec<(String, String)>,
    pub body: Option<Vec<u8>>,
    /// The body was text, and no Blob.
    pub is_text: bool,
    pub purpose: Purpose,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// What becomes of a request.
#[derive(Clone, Debug)]
pub enum Given {
    /// A response with a body in these chunks, and how that ends.
    Response(Head, Vec<Vec<u8>>, End),
    Opaque,
    Redirected,
    /// `fetch` throws.
    Thrown,
    /// `fetch` gives something else.
    Odd(String),
    /// Nothing ever comes.
    Silent,
    /// So much later.
    After(Duration, Box<Given>),
    /// 200, and its chunks each so long after the one before.
    Paced(Vec<(Duration, Vec<u8>)>, End),
    /// There is a body, and no way to read it, or it gives something else than bytes.
    Unread(Head, Unread),
}

/// How a body ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Close,
    Cut,
    /// It never does.
    Stall,
    /// Its last chunk comes again and again.
    Endless,
}

impl Given {
    /// All of it at once.
    pub fn response(status: u16, body: impl AsRef<[u8]>) -> Self {
        Self::Response(Head { status, ..Head::default() }, vec![body.as_ref().to_vec()], End::Close)
    }
}

/// A handle.
#[derive(Clone)]
pub struct Memory(Rc<Inner>);

struct Inner {
    answers: RefCell<Answers>,
    seen: RefCell<Vec<Seen>>,
    /// Requests that are on their way or whose body is held.
    open: Rc<Cell<i32>>,
    /// Bytes of bodies that were handed over.
    given: Cell<u64>,
    /// Names of headers that requests leave out.
    dropped: &'static [&'static str],
    now: Cell<Duration>,
    timers: RefCell<BTreeMap<(Duration, u64), Waker>>,
    next_timer: Cell<u64>,
    /// The longest time that was slept for, or was to be.
    pub longest: Cell<Duration>,
    /// The most bytes that were asked of a Blob, and written, at once.
    most: Cell<usize>,
    turns: Cell<u64>,
    unreadable: Cell<bool>,
    full: Cell<bool>,
}

type Answers = Box<dyn FnMut(&Seen) -> Given>;

impl Memory {
    /// Whose servers answer so.
    pub fn new(answers: impl FnMut(&Seen) -> Given + 'static) -> Self {
        Self::with(&[], answers)
    }

    /// A page's, whose browser leaves these headers out of requests.
    pub fn with(dropped: &'static [&'static str], answers: impl FnMut(&Seen) -> Given + 'static) -> Self {
        Self(Rc::new(Inner {
            answers: RefCell::new(Box::new(answers)),
            seen: RefCell::default(),
            open: Rc::default(),
            given: Cell::default(),
            dropped,
            now: Cell::default(),
            timers: RefCell::default(),
            next_timer: Cell::default(),
            longest: Cell::default(),
            most: Cell::default(),
            turns: Cell::default(),
            unreadable: Cell::default(),
            full: Cell::default(),
        }))
    }

    /// Without a network.
    pub fn alone() -> Self {
        Self::new(|seen| panic!("{seen:?}"))
    }

    /// Runs to the end. What waits for ever is a mistake.
    pub fn run<F: Future>(&self, future: F) -> F::Output {
        let mut future = pin!(future);
        loop {
            if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
                return output;
            }
            let next = self.0.timers.borrow_mut().pop_first();
            let ((at, _), _) = next.expect("something to wait for");
            self.0.now.set(at);
        }
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.0.seen.borrow().clone()
    }

    /// Requests that live.
    pub fn open(&self) -> i32 {
        self.0.open.get()
    }

    pub fn given(&self) -> u64 {
        self.0.given.get()
    }

    pub fn longest(&self) -> Duration {
        self.0.longest.get()
    }

    pub fn most(&self) -> usize {
        self.0.most.get()
    }

    pub fn turns(&self) -> u64 {
        self.0.turns.get()
    }

    /// From now on no Blob can be read.
    pub fn lose(&self) {
        self.0.unreadable.set(true);
    }

    /// From now on no Blob can be made.
    pub fn fill(&self) {
        self.0.full.set(true);
    }

    pub fn blob(&self, bytes: impl AsRef<[u8]>) -> Blob {
        Blob { pieces: Rc::new(vec![bytes.as_ref().into()]), media_type: String::new() }
    }

    /// The same bytes so many times, at the cost of once.
    pub fn repeated(&self, bytes: impl AsRef<[u8]>, times: usize) -> Blob {
        Blob { pieces: Rc::new(vec![Rc::from(bytes.as_ref()); times]), media_type: String::new() }
    }

    fn until(&self, at: Duration) -> impl Future<Output = ()> {
        let number = self.0.next_timer.replace(self.0.next_timer.get() + 1);
        let timer = Timer { of: self.clone(), due: (at, number) };
        let mut asked = false;
        poll_fn(move |context| {
            let timers = &mut *timer.of.0.timers.borrow_mut();
            if asked && !timers.contains_key(&timer.due) {
                return Poll::Ready(());
            }
            asked = true;
            timers.insert(timer.due, context.waker().clone());
            Poll::Pending
        })
    }

    fn make(&self, pieces: Vec<Rc<[u8]>>, media_type: &str) -> Result<Blob, Thrown> {
        if self.0.full.get() {
            return Err(thrown("QuotaExceededError"));
        }
        Ok(Blob { pieces: Rc::new(pieces), media_type: media_type.to_owned() })
    }
}

struct Timer {
    of: Memory,
    due: (Duration, u64),
}

impl Drop for Timer {
    fn drop(&mut self) {
        self.of.0.timers.borrow_mut().remove(&self.due);
    }
}

/// Bytes in pieces, which may be one piece again and again.
#[derive(Clone, Debug)]
pub struct Blob {
    pieces: Rc<Vec<Rc<[u8]>>>,
    pub media_type: String,
}

impl Blob {
    pub fn bytes(&self) -> Vec<u8> {
        self.pieces.concat()
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.bytes()).unwrap()
    }
}

/// What is being read.
pub struct Body {
    chunks: VecDeque<(Duration, Vec<u8>)>,
    chunk: Vec<u8>,
    end: Result<End, Unread>,
    _open: Open,
}

struct Open(Rc<Cell<i32>>);

impl Open {
    fn new(count: &Rc<Cell<i32>>) -> Self {
        count.set(count.get() + 1);
        Self(count.clone())
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

pub fn thrown(message: &str) -> Thrown {
    Thrown { name: "TypeError".into(), message: message.into() }
}

impl World for Memory {
    type Blob = Blob;
    type Body = Body;
    type Writer = Vec<Rc<[u8]>>;
    type Text = Vec<u8>;

    fn send(&self, request: Request<'_, Blob>) -> impl Future<Output = Result<Answer<Body>, Unanswered>> {
        let carried = request.headers.iter().filter(|(name, _)| !self.0.dropped.contains(name));
        let seen = Seen {
            url: request.url.to_owned(),
            headers: carried.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            is_text: matches!(request.body, Some(Payload::Text(_))),
            body: request.body.map(|body| match body {
                Payload::Text(text) => text.as_bytes().to_vec(),
                Payload::Blob(blob) => blob.bytes(),
            }),
            purpose: request.purpose,
        };
        let mut given = (self.0.answers.borrow_mut())(&seen);
        self.0.seen.borrow_mut().push(seen);
        let (open, world) = (Open::new(&self.0.open), self.clone());
        async move {
            while let Given::After(time, later) = given {
                world.sleep(time).await;
                given = *later;
            }
            match given {
                Given::Response(head, chunks, end) => {
                    let chunks = chunks.into_iter().map(|chunk| (Duration::ZERO, chunk)).collect();
                    Ok(Answer::Head(head, Body { chunks, chunk: Vec::new(), end: Ok(end), _open: open }))
                }
                Given::Paced(chunks, end) => {
                    let head = Head { status: 200, ..Head::default() };
                    Ok(Answer::Head(head, Body { chunks: chunks.into(), chunk: Vec::new(), end: Ok(end), _open: open }))
                }
                Given::Unread(head, why) => {
                    let body = Body { chunks: VecDeque::new(), chunk: Vec::new(), end: Err(why), _open: open };
                    Ok(Answer::Head(head, body))
                }
                Given::Opaque => Ok(Answer::Opaque),
                Given::Redirected => Ok(Answer::Redirected),
                Given::Odd(given) => Err(Unanswered::Odd(given)),
                Given::Thrown => Err(Unanswered::Lost(Some(thrown("Failed to fetch")))),
                Given::Silent | Given::After(..) => pending().await,
            }
        }
    }

    fn carries(&self, name: &str, _: &str) -> bool {
        !self.0.dropped.contains(&name)
    }

    async fn read(&self, mut body: Body) -> Result<Option<(Body, usize)>, Unread> {
        match (body.chunks.pop_front(), &body.end) {
            (Some((wait, chunk)), _) => {
                if !wait.is_zero() {
                    self.sleep(wait).await;
                }
                body.chunk = chunk;
            }
            (None, Ok(End::Endless)) => {}
            (None, Ok(End::Close)) => return Ok(None),
            (None, Ok(End::Cut)) => return Err(Unread::Broken(thrown("network error"))),
            (None, Ok(End::Stall)) => pending().await,
            (None, Err(why)) => return Err(why.clone()),
        }
        let length = body.chunk.len();
        self.0.given.set(self.0.given.get() + length as u64);
        Ok(Some((body, length)))
    }

    fn copy(&self, body: &Body, at: usize, into: &mut [u8]) {
        into.copy_from_slice(&body.chunk[at..at + into.len()]);
    }

    fn leave(&self, body: Body) {
        drop(body);
    }

    fn writer(&self) -> Self::Writer {
        Vec::new()
    }

    fn write(&self, writer: &mut Self::Writer, bytes: &[u8]) -> Result<(), Thrown> {
        self.0.most.set(self.0.most.get().max(bytes.len()));
        writer.push(bytes.into());
        Ok(())
    }

    fn tee(&self, writer: &mut Self::Writer, body: &Body, range: Range<usize>) -> Result<(), Thrown> {
        writer.push(body.chunk[range].into());
        Ok(())
    }

    fn finish(&self, writer: &mut Self::Writer, media_type: &str) -> Result<Blob, Thrown> {
        self.make(std::mem::take(writer), media_type)
    }

    fn join(&self, pieces: &[Piece<'_, Blob>], media_type: &str) -> Result<Blob, Thrown> {
        let mut all = Vec::new();
        for piece in pieces {
            match piece {
                Piece::Text(text) => all.push(text.as_bytes().into()),
                Piece::Bytes(bytes) => all.push((*bytes).into()),
                Piece::Blob(blob) => all.extend(blob.pieces.iter().cloned()),
                Piece::Slice(blob, range) => {
                    all.push(blob.bytes()[range.start as usize..range.end as usize].into());
                }
            }
        }
        self.make(all, media_type)
    }

    fn size(&self, blob: &Blob) -> u64 {
        blob.pieces.iter().map(|piece| piece.len() as u64).sum()
    }

    async fn load(&self, blob: &Blob, range: Range<u64>) -> Result<Vec<u8>, Thrown> {
        if self.0.unreadable.get() {
            return Err(thrown("NotReadableError"));
        }
        let (mut at, mut all) = (0, Vec::new());
        for piece in blob.pieces.iter() {
            let within = |place: u64| (place.max(at) - at).min(piece.len() as u64) as usize;
            all.extend_from_slice(&piece[within(range.start)..within(range.end)]);
            at += piece.len() as u64;
        }
        self.0.most.set(self.0.most.get().max(all.len()));
        Ok(all)
    }

    fn text(&self) -> Vec<u8> {
        Vec::new()
    }

    fn append(&self, text: &mut Vec<u8>, bytes: &[u8]) {
        self.0.most.set(self.0.most.get().max(bytes.len()));
        text.extend_from_slice(bytes);
    }

    fn string(&self, text: &Vec<u8>) -> String {
        String::from_utf8_lossy(text).into_owned()
    }

    async fn sleep(&self, time: Duration) {
        self.0.longest.set(self.0.longest.get().max(time));
        self.until(self.now() + time).await;
    }

    async fn turn(&self) {
        self.0.turns.set(self.0.turns.get() + 1);
        self.until(self.now()).await;
    }

    fn now(&self) -> Duration {
        self.0.now.get()
    }

    fn random(&self) -> f64 {
        0.5
    }
}
