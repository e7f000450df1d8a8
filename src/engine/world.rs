//! All that the engine needs of the world it runs in: a network, Blobs, a clock, chance, and the page's turns.
//!
//! In a browser the world is `web`; in `tests/simulate` it lies in memory, with a clock that the test moves. It knows
//! nothing of what is sent and of what comes. What it does not hold, because it is no business of the world's: the
//! caller's key function, cancelling (a call is dropped), object URLs, secrets.

use crate::error::Thrown;
use std::future::Future;
use std::ops::Range;
use std::time::Duration;

/// A handle, cheap to clone. Dropping a future or a value of it ends what it stands for: the request, the read, the
/// timer.
pub trait World: Clone + 'static {
    /// Bytes that the world keeps, outside the engine's memory. Dropping the last clone lets go of them.
    type Blob: Clone + 'static;
    /// A response's body, with the chunk read last. Dropping it aborts the request.
    type Body: 'static;
    /// A Blob that is being written.
    type Writer: 'static;
    /// UTF-8 that the world keeps, to be read when the call has ended: what a model said, a reply's JSON. Megabytes of
    /// it never stand in the engine's memory. A clone is what it is then.
    type Text: Clone + 'static;

    /// Sends a request, at once, and waits for the head of its response. Never follows a redirect.
    fn send(&self, request: Request<'_, Self::Blob>) -> impl Future<Output = Result<Answer<Self::Body>, Unanswered>>;
    /// Whether a request takes such a header along: a page's leaves out those that are the browser's to set, without a
    /// word.
    fn carries(&self, name: &str, value: &str) -> bool {
        _ = (name, value);
        true
    }
    /// The body with its next chunk in place of the one before, and how many bytes that has; `None` at the end. By
    /// value, because what drops a read in the middle has lost the body.
    fn read(&self, body: Self::Body) -> impl Future<Output = Result<Option<(Self::Body, usize)>, Unread>>;
    /// Copies bytes of the chunk, from `at` on, into the engine's memory.
    fn copy(&self, body: &Self::Body, at: usize, into: &mut [u8]);
    /// Lets a body that said all it had to say end by itself for a moment, so that its connection serves again; then
    /// aborts.
    fn leave(&self, body: Self::Body);

    /// A Blob to write, empty so far.
    fn writer(&self) -> Self::Writer;
    /// Appends bytes.
    fn write(&self, writer: &mut Self::Writer, bytes: &[u8]) -> Result<(), Thrown>;
    /// Appends bytes of the body's chunk, which never enter the engine's memory.
    fn tee(&self, writer: &mut Self::Writer, body: &Self::Body, range: Range<usize>) -> Result<(), Thrown>;
    /// The Blob of what was written; the writer starts over.
    fn finish(&self, writer: &mut Self::Writer, media_type: &str) -> Result<Self::Blob, Thrown>;
    /// A Blob of pieces: a request's body, a history, a part whose keys are spelled anew.
    fn join(&self, pieces: &[Piece<'_, Self::Blob>], media_type: &str) -> Result<Self::Blob, Thrown>;
    /// How many bytes it has.
    fn size(&self, blob: &Self::Blob) -> u64;
    /// Bytes of a Blob, of which there may be fewer: a caller's picture, on its way into a request. Ranges that follow
    /// one another are read ahead.
    fn load(&self, blob: &Self::Blob, range: Range<u64>) -> impl Future<Output = Result<Vec<u8>, Thrown>>;

    /// A text, empty so far.
    fn text(&self) -> Self::Text;
    /// Appends bytes to it, which may end anywhere in a character.
    fn append(&self, text: &mut Self::Text, bytes: &[u8]);
    /// All of it, in the engine's memory: only for what an error tells.
    fn string(&self, text: &Self::Text) -> String;

    /// Waits.
    fn sleep(&self, time: Duration) -> impl Future<Output = ()>;
    /// Lets the page have its turn.
    fn turn(&self) -> impl Future<Output = ()>;
    /// Since some moment; never goes back.
    fn now(&self) -> Duration;
    /// From 0 to 1.
    fn random(&self) -> f64;
}

/// What is sent.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a, B> {
    /// Where to.
    pub url: &'a str,
    /// Names and values.
    pub headers: &'a [(&'a str, &'a str)],
    /// GET without, POST with it.
    pub body: Option<Payload<'a, B>>,
    /// How it is sent.
    pub purpose: Purpose,
}

/// JSON on its way out.
#[derive(Clone, Copy, Debug)]
pub enum Payload<'a, B> {
    /// Developer tools show it, and test tools can read it.
    Text(&'a str),
    /// With pictures in it.
    Blob(&'a B),
}

/// What a request is for, which decides how it is sent beside its URL, headers and body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The API's, by the caller's `fetch` and with the caller's `credentials`.
    Call,
    /// The same, and nothing is taken from a cache: the answer to one question must not stand for that to another.
    Question,
    /// The same without cookies: whether somebody answers a page at all.
    Plain,
    /// The same in mode `no-cors`, which says whether somebody is there, and nothing else.
    Probe,
    /// A picture that a reply links to: by the page's own `fetch`, without cookies and referrer.
    Link,
}

/// How `fetch` ended, where it did not throw.
#[derive(Debug)]
pub enum Answer<B> {
    /// With a response that can be read.
    Head(Head, B),
    /// With one that cannot: it only says that somebody answered.
    Opaque,
    /// With a redirect, which is never followed: a cross-origin 307 would carry key and prompt to the new host.
    Redirected,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unanswered {
    /// The request cannot be built, and was not sent.
    Unbuilt(Thrown),
    /// `fetch` rejected, or gave the response that says no more than that it failed.
    Lost(Option<Thrown>),
    /// `fetch` gave something that is no response: what that is, in words.
    Odd(String),
}

/// Why a body gives no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// It broke off.
    Broken(Thrown),
    /// There is no way to read it: it is locked, or was read before.
    Sealed(Option<Thrown>),
    /// It is made of something other than bytes.
    NotBytes(Option<Thrown>),
}

/// What stands above a body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// Of HTTP.
    pub status: u16,
    /// `Retry-After`, whether it was given as seconds or as a date.
    pub retry_after: Option<Duration>,
    /// The server's name for the request.
    pub request_id: Option<String>,
    /// Of the body in bytes, where it is known to be right.
    pub length: Option<u64>,
}

/// Of what a Blob is joined.
#[derive(Clone, Debug)]
pub enum Piece<'a, B> {
    /// As UTF-8.
    Text(&'a str),
    /// As they are.
    Bytes(&'a [u8]),
    /// All of it.
    Blob(&'a B),
    /// Some of it.
    Slice(&'a B, Range<u64>),
}
