//! A call, from what it was asked to do to its result: `n` requests, each of one attempt or more.
//!
//! It knows the loops and what they wait for. What failed and what follows is `verdict` and `retry`; what bytes mean is
//! `reply`. It knows no cancelling: a call is a future, and whoever drops it, at any point, ends all of it.

use crate::error::{Code, Error, Failure, millis};
use crate::models::Host;
use crate::pace::Pace;
use crate::picture::Picture;
use crate::queue::{Event, Phase, Queue};
use crate::race::{each, within};
use crate::receive::{Reader, read_text};
use crate::redact::Redactor;
use crate::reply::{Reply, Response, unfetched};
use crate::report::Report;
use crate::retry::{Policy, retry};
use crate::verdict::{self, Asked};
use crate::world::{Answer, Head, Payload, Piece, Purpose, Request, World};
use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::time::Duration;

/// Google's own errors are a few KB; an error page beyond this, in bytes, says nothing more.
const LIMIT: usize = 64 * 1024;
/// Nor does one that takes longer than this.
const WORDS: Duration = Duration::from_secs(5);

/// A caller's key function; no business of the world's.
pub type Ask = Rc<dyn Fn() -> Pin<Box<dyn Future<Output = Result<String, Failure>>>>>;

/// Where the key comes from.
#[derive(Clone)]
pub enum Key {
    /// There is none.
    None,
    /// As it was given.
    Text(String),
    /// Asked before every attempt.
    Ask(Ask),
}

/// What a call was asked to do: a stand-in with no more than the loop reads, until `options` and `wire` give it.
#[derive(Clone)]
pub struct Plan<W: World> {
    /// Where to.
    pub url: String,
    /// Whose that is.
    pub host: Host,
    /// The model's id.
    pub model: String,
    /// What to draw.
    pub prompt: String,
    /// Pictures that go in.
    pub inputs: Vec<W::Blob>,
    /// The key.
    pub key: Key,
    /// Requests, of a picture each.
    pub n: u32,
    /// How many of them run at the same time.
    pub concurrency: u32,
    /// Of each attempt, with the asking for the key.
    pub timeout: Option<Duration>,
    /// When to try again.
    pub policy: Policy,
    /// Whether links to pictures are followed.
    pub links: bool,
    /// Keeps parts as they came, for a conversation.
    pub tee: bool,
}

/// What a call came to, where at least one picture came.
pub struct Generated<W: World> {
    /// By request, those that were answered with a picture.
    pub responses: Vec<(u32, Response<W>)>,
    /// What was odd, in sentences.
    pub warnings: Vec<String>,
    /// By request, those that failed.
    pub failures: Vec<(u32, Box<Error>)>,
    /// Requests sent, of all attempts.
    pub attempts: u32,
}

/// How a request of a call ended: with a reply, and how many requests were sent for it.
type Ended<W> = Result<(Response<W>, u32), Box<Error>>;

/// A call that has not begun.
pub struct Call<W: World> {
    world: W,
    pace: Pace,
    plan: Plan<W>,
    queue: Option<Rc<Queue<W::Blob>>>,
    secrets: RefCell<Vec<String>>,
}

/// What one attempt has come to. It stands outside of what a timeout drops, so nothing that came is lost with it.
struct Progress<W: World> {
    sent: bool,
    /// A response that is not ok, with the start of its words.
    refused: Option<(Head, Vec<u8>)>,
    reader: Option<Reader<W>>,
    reply: Reply<W>,
}

impl<W: World> Call<W> {
    /// The page's turns are shared by all calls that are given the same `pace`; with a queue the call tells its events.
    pub fn new(world: W, pace: Pace, plan: Plan<W>, queue: Option<Rc<Queue<W::Blob>>>) -> Self {
        let secrets = match &plan.key {
            Key::Text(key) => vec![key.clone()],
            Key::None | Key::Ask(_) => Vec::new(),
        };
        Self { world, pace, plan, queue, secrets: RefCell::new(secrets) }
    }

    /// Makes the requests. One picture is a success: what failed beside it stands in `failures`.
    pub async fn run(self) -> Result<Generated<W>, Box<Error>> {
        let started = self.world.now();
        let inputs = self.inputs().await.map_err(|failure| self.told(failure))?;
        let ended = RefCell::new(Vec::new());
        each(self.plan.n, self.plan.concurrency, async |index| {
            let report = Report::new(&self.world, self.queue.as_deref(), index, started);
            let end = self.request(index, &inputs, &report).await.map_err(|failure| self.told(failure));
            if let (Err(error), Some(queue), 2..) = (&end, &self.queue, self.plan.n) {
                queue.push(Event::Failed { index, error: error.clone() });
            }
            let mut ended = ended.borrow_mut();
            let at = ended.partition_point(|(before, _)| *before < index);
            ended.insert(at, (index, end));
        })
        .await;
        self.outcome(ended.into_inner())
    }

    fn outcome(&self, ended: Vec<(u32, Ended<W>)>) -> Result<Generated<W>, Box<Error>> {
        let mut all = Generated { responses: Vec::new(), warnings: Vec::new(), failures: Vec::new(), attempts: 0 };
        let redactor = self.redactor();
        for (index, end) in ended {
            match end {
                Ok((response, attempts)) => {
                    all.attempts += attempts;
                    all.warnings.extend(response.warnings.iter().map(|warning| warning.told(&redactor)));
                    all.responses.push((index, response));
                }
                Err(error) => {
                    all.attempts += error.attempts;
                    all.failures.push((index, error));
                }
            }
        }
        if !all.responses.is_empty() {
            return Ok(all);
        }
        // The first is told, for all.
        let maybe_billed = all.failures.iter().any(|(_, error)| error.maybe_billed);
        match all.failures.first().cloned() {
            Some((_, mut error)) => {
                (error.attempts, error.maybe_billed) = (all.attempts, maybe_billed);
                Err(error)
            }
            None => Ok(all),
        }
    }

    /// The pictures that go in. Reading all of them has as much time as an attempt.
    async fn inputs(&self) -> Result<Vec<Vec<u8>>, Failure> {
        let at = Cell::new(0);
        let all = async {
            let mut all = Vec::new();
            for (number, blob) in self.plan.inputs.iter().enumerate() {
                at.set(number);
                let read = self.world.load(blob, 0..u64::MAX).await;
                all.push(read.map_err(|thrown| {
                    let message = format!("`images[{number}]` cannot be read");
                    Failure::new(Code::InvalidImage, message).with(|error| error.cause = Some(thrown))
                })?);
            }
            Ok(all)
        };
        let read = within(&self.world, self.plan.timeout, pin!(all)).await;
        read.unwrap_or_else(|| {
            let most = millis(self.plan.timeout.unwrap_or_default());
            let message = format!("`images[{}]` was not read within {most} ms", at.get());
            Err(Failure::new(Code::Timeout, message).hint("a larger `timeout` may help"))
        })
    }

    /// Attempts until one succeeds or there is no use in another; with the reply, how many requests were sent.
    async fn request(
        &self,
        index: u32,
        inputs: &[Vec<u8>],
        report: &Report<'_, W>,
    ) -> Result<(Response<W>, u32), Failure> {
        self.pace.begin(&self.world).await;
        // Once, for all attempts: one that could not be built would hide why the one before failed.
        let body = self.body(index, inputs)?;
        let (mut tries, mut sent, mut billed) = (1, 0, false);
        loop {
            let failure = match self.attempt(&body, report).await {
                Ok(response) => return Ok((response, sent + 1)),
                Err(failure) => failure,
            };
            sent += failure.facts().attempts;
            let wait = retry(failure.facts(), tries, self.plan.policy, self.world.random());
            billed |= failure.facts().maybe_billed;
            let Some(wait) = wait.filter(|_| !report.has_told()) else {
                return Err(failure.with(|error| (error.attempts, error.maybe_billed) = (sent, billed)));
            };
            tries += 1;
            report.retrying(wait);
            self.world.sleep(wait).await;
        }
    }

    fn body(&self, index: u32, inputs: &[Vec<u8>]) -> Result<W::Blob, Failure> {
        let head = format!("index={index};{}", self.plan.prompt);
        let pieces = inputs.iter().map(|input| Piece::Bytes(input));
        let pieces: Vec<_> = [Piece::Text(&head)].into_iter().chain(pieces).collect();
        self.world.join(&pieces, "application/json").map_err(|thrown| verdict::no_room(Some(thrown)))
    }

    /// The way of data, once; then what it came to, which does not depend on where it stopped.
    async fn attempt(&self, body: &W::Blob, report: &Report<'_, W>) -> Result<Response<W>, Failure> {
        let mut progress = Progress { sent: false, refused: None, reader: None, reply: Reply::default() };
        let exchange = self.exchange(body, report, &mut progress);
        let end = within(&self.world, self.plan.timeout, pin!(exchange)).await;
        let sent = progress.sent;
        let end = end.unwrap_or_else(|| Err(verdict::timeout(sent, self.plan.timeout.unwrap_or_default())));
        self.conclude(report, progress, end).map_err(|failure| failure.with(|error| error.attempts = u32::from(sent)))
    }

    /// Moves `progress` forward, and may be dropped wherever it waits.
    async fn exchange(
        &self,
        body: &W::Blob,
        report: &Report<'_, W>,
        progress: &mut Progress<W>,
    ) -> Result<(), Failure> {
        let Self { world, plan, .. } = self;
        report.phase(Phase::Preparing);
        let key = self.key().await?;
        report.phase(Phase::Sending);
        let sent = world.now();
        progress.sent = true;
        let header = key.as_deref().map(|key| ("x-goog-api-key", key));
        let answer = world.send(Request {
            url: &plan.url,
            headers: header.as_slice(),
            body: Some(Payload::Blob(body)),
            purpose: Purpose::Call,
        });
        report.phase(Phase::Waiting);
        let after = || world.now().saturating_sub(sent);
        let (head, body) = match answer.await.map_err(|thrown| verdict::lost(Some(thrown), after()))? {
            Answer::Opaque => return Err(verdict::lost(None, after())),
            Answer::Redirected => return Err(verdict::redirected()),
            Answer::Head(Head { status: 300..400, .. }, _) => return Err(verdict::redirected()),
            Answer::Head(head, body) => (head, body),
        };
        if !(200..300).contains(&head.status) {
            let (_, text) = progress.refused.insert((head, Vec::new()));
            within(world, Some(WORDS), pin!(read_text(world, body, text, LIMIT))).await;
            return Ok(());
        }
        report.phase(Phase::Receiving { loaded: 0, total: head.length });
        let Progress { reader, reply, .. } = progress;
        let reader = reader.insert(Reader::new(world, &self.pace, body, plan.tee));
        while let Some(document) = reader.next(|received| report.received(received, head.length)).await? {
            reply.add(document, report);
            reader.expect_end(reply.patience());
            if let Some(queue) = &self.queue {
                queue.drained().await;
            }
        }
        // Of a last document that is not whole: a picture in it spares the links.
        while let Some(document) = reader.rest() {
            reply.add(document, report);
        }
        while let Some(url) = reply.link() {
            let fetched = self.link(url).await;
            reply.fetched(fetched, report);
        }
        Ok(())
    }

    /// What an attempt came to, from what it has, however it ended.
    fn conclude(
        &self,
        report: &Report<'_, W>,
        progress: Progress<W>,
        end: Result<(), Failure>,
    ) -> Result<Response<W>, Failure> {
        let asked = Asked { host: self.plan.host, model: &self.plan.model, unsupported: &[] };
        let Progress { refused, reader, mut reply, .. } = progress;
        if let Some((head, words)) = refused {
            return Err(verdict::status(&head, &String::from_utf8_lossy(&words), &asked));
        }
        let Some(mut reader) = reader else {
            return end.and_then(|()| reply.conclude(None, false, &asked, report));
        };
        while let Some(document) = reader.rest() {
            reply.add(document, report);
        }
        // What is wrong with the bytes says more than that the time is over.
        let broken = reader.failure().or(end.err());
        let response = reply.conclude(broken, reader.is_done(), &asked, report)?;
        report.phase(Phase::Done { loaded: reader.received() });
        Ok(response)
    }

    async fn key(&self) -> Result<Option<String>, Failure> {
        match &self.plan.key {
            Key::None => Ok(None),
            Key::Text(key) => Ok(Some(key.clone())),
            Key::Ask(ask) => {
                let key = ask().await?;
                self.secrets.borrow_mut().push(key.clone());
                Ok(Some(key))
            }
        }
    }

    /// A picture that a reply only links to.
    async fn link(&self, url: &str) -> Result<Picture<W::Blob>, Failure> {
        let Self { world, plan, .. } = self;
        if !plan.links {
            return Err(unfetched(url, "is not followed", Code::NoImage));
        }
        let lost = |thrown| unfetched(url, "cannot be fetched", Code::Network).with(|error| error.cause = Some(thrown));
        let answer =
            world.send(Request { url, headers: &[], body: None, purpose: Purpose::Link }).await.map_err(lost)?;
        let Answer::Head(Head { status: 200..300, .. }, mut body) = answer else {
            return Err(unfetched(url, "holds no picture", Code::NoImage));
        };
        let mut writer = world.writer();
        let mut length = 0;
        while let Some((next, more)) = world.read(body).await.map_err(lost)? {
            body = next;
            length += more;
            world.tee(&mut writer, &body, 0..more).map_err(verdict::storage)?; // never through the engine's memory
        }
        if length == 0 {
            return Err(unfetched(url, "holds nothing, no picture", Code::NoImage));
        }
        let blob = world.finish(&mut writer, "image/png").map_err(verdict::storage)?;
        Ok(Picture { blob, media_type: "image/png", width: 1, height: 1 })
    }

    fn redactor(&self) -> Redactor {
        Redactor::new(&self.secrets.borrow())
    }

    fn told(&self, failure: Failure) -> Box<Error> {
        Box::new(failure.told(&self.redactor()))
    }
}
