//! A call, from what it was asked to do to its result: `n` requests, each of one attempt or more.
//!
//! It knows the loops and what they wait for. What failed and what follows is `verdict` and `retry`; what goes out is
//! `body`, what comes `reply`. It knows no cancelling: a call is a future, and whoever drops it, at any point, ends all
//! of it.

use crate::body::{Json, Shared};
use crate::error::{Code, Error, Failure, millis};
use crate::input::{self, Input, Later, Redraw};
use crate::link::{self, Allows, Terms};
use crate::models::{Warning, mismatches};
use crate::options::{Key, Options, Page};
use crate::pace::Pace;
use crate::picture::Picture;
use crate::queue::{Phase, Queue};
use crate::race::{each, within};
use crate::receive::{Reader, read_text};
use crate::redact::Redactor;
use crate::reply::{self, Reply, Response};
use crate::report::{Report, Teller, Told};
use crate::retry::retry;
use crate::session;
pub use crate::session::Contents;
use crate::verdict::{self, Context};
use crate::wire::request;
use crate::wire::target::{Auth, Endpoint};
use crate::world::{Answer, Head, Purpose, Request, Unanswered, World};
use std::cell::{Cell, RefCell};
use std::mem;
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

/// Google's own errors are a few KB; an error page beyond this, in bytes, says nothing more.
const LIMIT: usize = 64 * 1024;
/// Nor does one that takes longer than this.
const WORDS: Duration = Duration::from_secs(5);

/// A caller's key function; no business of the world's. What it gave has been held against [`Options::guard`].
pub type Ask = Rc<dyn Fn() -> Later<Result<String, Failure>>>;

/// What of a call only its face can hold.
pub struct Handed<W: World> {
    /// Pictures that go in, as many as the options say.
    pub pictures: Vec<Input<W::Blob>>,
    /// Where the key is [`Key::Function`].
    pub ask: Option<Ask>,
    /// `remoteImages`.
    pub allows: Option<Allows>,
    /// How addresses are read.
    pub page: Page,
    /// Of a turn.
    pub conversation: Option<Conversation<W::Blob>>,
    /// Who hears of each event at once.
    pub told: Option<Told<W::Blob>>,
    /// Who reads events in time.
    pub queue: Option<Rc<Queue<W::Blob>>>,
    /// Whether what comes is told while it comes: then the reply is asked for as a stream of events.
    pub events: bool,
}

impl<W: World> Default for Handed<W> {
    fn default() -> Self {
        Self {
            pictures: Vec::new(),
            ask: None,
            allows: None,
            page: Page::default(),
            conversation: None,
            told: None,
            queue: None,
            events: false,
        }
    }
}

/// What was said before a turn.
pub struct Conversation<B> {
    /// The contents so far.
    pub history: Vec<B>,
    /// A content of the user's whose parts go in front of the prompt: the [`Contents::next`] of the turn before.
    pub before: Option<B>,
    /// Draws what of the reply cannot go back as it came.
    pub redraw: Option<Redraw<B>>,
}

/// What a call came to, where at least one picture came.
pub struct Generated<W: World> {
    /// By request, those that were answered with a picture.
    pub responses: Vec<(u32, Response<W>)>,
    /// What the model does not take, what is not as asked for, and what was odd.
    pub warnings: Vec<Warning>,
    /// By request, those that failed.
    pub failures: Vec<(u32, Box<Error>)>,
    /// Requests sent, of all attempts.
    pub attempts: u32,
    /// Of a turn, for the next one.
    pub turn: Option<Contents<W::Blob>>,
}

/// How a request of a call ended: with a reply, and how many requests were sent for it.
type Ended<W> = Result<(Response<W>, u32), Box<Error>>;

/// A call that has not begun.
pub struct Call<W: World> {
    world: W,
    pace: Pace,
    options: Options,
    handed: Handed<W>,
    terms: Terms,
    secrets: RefCell<Vec<String>>,
    /// What was said before goes along.
    continues: bool,
}

/// What one attempt has come to. It stands outside of what a timeout drops, so nothing that came is lost with it.
struct Attempt<W: World> {
    sent: bool,
    /// A response that is not ok, with the start of its words.
    refused: Option<(Head, Vec<u8>)>,
    /// Of the body, where it is known.
    total: Option<u64>,
    reader: Option<Reader<W>>,
    reply: Reply<W>,
}

impl<W: World> Call<W> {
    /// The page's turns are shared by all calls that are given the same `pace`.
    pub fn new(world: W, pace: Pace, options: Options, mut handed: Handed<W>) -> Self {
        let (base, page) = (options.target.base.clone(), handed.page.clone());
        let terms = Terms { base, page, allows: handed.allows.take() };
        let secrets = RefCell::new(options.secrets.clone());
        let continues = handed.conversation.as_ref().is_some_and(|talk| !talk.history.is_empty());
        Self { world, pace, options, handed, terms, secrets, continues }
    }

    /// Makes the requests. One picture is a success: what failed beside it stands in `failures`.
    pub async fn run(mut self) -> Result<Generated<W>, Box<Error>> {
        let started = self.world.now();
        let prepared = self.prepare(started).await;
        let (shared, user) = prepared.map_err(|failure| self.told(failure))?;
        let ended = RefCell::new(Vec::new());
        each(self.options.n, self.options.concurrency, async |index| {
            let report = self.report(index, started);
            let end = self.request(index, &shared, &report).await.map_err(|failure| self.told(failure));
            match &end {
                Ok((response, _)) => response.images.last().into_iter().for_each(|picture| report.answered(picture)),
                Err(error) => report.failed(error),
            }
            let mut ended = ended.borrow_mut();
            let at = ended.partition_point(|(before, _)| *before < index);
            ended.insert(at, (index, end));
        })
        .await;
        let mut all = self.outcome(ended.into_inner())?;
        // A turn is one request.
        if let (Some(user), Some((_, response))) = (user, all.responses.last()) {
            let redraw = self.handed.conversation.as_ref().and_then(|conversation| conversation.redraw.as_ref());
            let turn = session::contents(&self.world, &self.pace, user, &response.turn, redraw).await;
            let attempts = all.attempts;
            let unkept = |thrown| self.told(verdict::storage(thrown).with(|error| error.attempts = attempts));
            all.turn = Some(turn.map_err(unkept)?);
        }
        Ok(all)
    }

    /// What the requests share of their bodies; and of a turn the user's content, to be kept.
    async fn prepare(&mut self, started: Duration) -> Result<(Shared<W>, Option<W::Blob>), Failure> {
        let pictures = mem::take(&mut self.handed.pictures);
        let pictures = if pictures.is_empty() { Vec::new() } else { self.read(pictures, started).await? };
        let (world, options) = (&self.world, &self.options);
        let Some(Conversation { history, before, .. }) = &mut self.handed.conversation else {
            return Ok((Shared::new(world, options, pictures)?, None));
        };
        let (shared, user) = Shared::turn(world, options, mem::take(history), before.take(), pictures)?;
        Ok((shared, Some(user)))
    }

    fn report(&self, index: u32, started: Duration) -> Report<'_, W> {
        let Handed { told, queue, events, .. } = &self.handed;
        let (told, queue, events) = (told.as_ref(), queue.as_deref(), *events);
        Report::new(Teller { world: &self.world, told, queue, events, n: self.options.n, started }, index)
    }

    fn outcome(&self, ended: Vec<(u32, Ended<W>)>) -> Result<Generated<W>, Box<Error>> {
        let warnings = self.options.warnings.clone();
        let mut all = Generated { responses: Vec::new(), warnings, failures: Vec::new(), attempts: 0, turn: None };
        let redactor = self.redactor();
        for (index, end) in ended {
            match end {
                Ok((mut response, attempts)) => {
                    all.attempts += attempts;
                    all.warnings.extend(self.mismatches(&response));
                    let odd = mem::take(&mut response.warnings);
                    all.warnings.extend(odd.iter().map(|odd| Warning::Compat { message: odd.told(&redactor) }));
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
        // The first is told, with its own attempts; what it may have cost is what all of them may.
        let maybe_billed = all.failures.iter().any(|(_, error)| error.maybe_billed);
        match all.failures.first().cloned() {
            Some((_, mut error)) => {
                error.maybe_billed = maybe_billed;
                Err(error)
            }
            None => Ok(all),
        }
    }

    fn mismatches(&self, response: &Response<W>) -> Vec<Warning> {
        let settings = &self.options.settings;
        let mismatch = |picture: &Picture<W::Blob>| {
            mismatches(settings.aspect_ratio.as_deref(), settings.size.as_deref(), picture.width, picture.height)
        };
        response.images.last().map(mismatch).unwrap_or_default()
    }

    /// The pictures that go in. Reading all of them has as much time as an attempt.
    async fn read(
        &self,
        pictures: Vec<Input<W::Blob>>,
        started: Duration,
    ) -> Result<Vec<request::Picture<W::Blob>>, Failure> {
        self.report(0, started).phase(Phase::Preparing);
        let at = Cell::new(0);
        let read = input::encode_all(&self.world, &self.pace, pictures, &at);
        let read = within(&self.world, self.options.timeout, pin!(read)).await;
        read.unwrap_or_else(|| {
            let most = millis(self.options.timeout.unwrap_or_default());
            let message = format!("`images[{}]` was not read within {most} ms", at.get());
            let late = Failure::new(Code::Timeout, message).hint("a larger `timeout` may help");
            Err(late.with(|error| error.retryable = true))
        })
    }

    /// Attempts until one succeeds or there is no use in another; with the reply, how many requests were sent.
    async fn request(
        &self,
        index: u32,
        shared: &Shared<W>,
        report: &Report<'_, W>,
    ) -> Result<(Response<W>, u32), Failure> {
        self.pace.begin(&self.world).await;
        // Once, for all attempts: one that could not be built would hide why the one before failed.
        let body = shared.body(&self.world, &self.options, index)?;
        let (mut tries, mut sent, mut billed) = (1, 0, false);
        loop {
            let failure = match self.attempt(&body, report).await {
                Ok(response) => return Ok((response, sent + 1)),
                Err(failure) => failure,
            };
            sent += failure.facts().attempts;
            let wait = retry(failure.facts(), tries, self.options.policy, self.world.random());
            billed |= failure.facts().maybe_billed;
            let Some(wait) = wait.filter(|_| !report.has_told()) else {
                return Err(failure.with(|error| (error.attempts, error.maybe_billed) = (sent, billed)));
            };
            tries += 1;
            report.retrying(wait, self.told(failure));
            self.world.sleep(wait).await;
        }
    }

    /// The way of data, once; then what it came to, which does not depend on where it stopped.
    async fn attempt(&self, body: &Json<W::Blob>, report: &Report<'_, W>) -> Result<Response<W>, Failure> {
        let reply = Reply::new(&self.world, self.needs());
        let mut progress = Attempt { sent: false, refused: None, total: None, reader: None, reply };
        let exchange = self.exchange(body, report, &mut progress);
        let end = within(&self.world, self.options.timeout, pin!(exchange)).await;
        let sent = progress.sent;
        let end = end.unwrap_or_else(|| Err(verdict::timeout(sent, self.options.timeout.unwrap_or_default())));
        self.conclude(report, progress, end).map_err(|failure| failure.with(|error| error.attempts = u32::from(sent)))
    }

    /// Moves `progress` forward, and may be dropped wherever it waits.
    async fn exchange(
        &self,
        body: &Json<W::Blob>,
        report: &Report<'_, W>,
        progress: &mut Attempt<W>,
    ) -> Result<(), Failure> {
        let Self { world, pace, options, .. } = self;
        report.phase(Phase::Preparing);
        let key = self.key().await?;
        let (key, auth) = (key.as_deref(), options.guard.auth);
        let endpoint = if self.handed.events { Endpoint::Stream } else { Endpoint::Generate };
        let url = options.target.url(endpoint, auth, key);
        let credential = options.target.credential(auth, key);
        // Any header but these fails the preflight at Google and at many gateways.
        let own = options.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let credential = credential.as_ref().map(|(name, value)| (*name, value.as_str()));
        let mut headers: Vec<_> = own.collect();
        headers.extend(credential);
        headers.push(("content-type", "application/json"));
        report.phase(Phase::Sending);
        let sent = world.now();
        progress.sent = true;
        let body = Some(body.payload());
        let answer = world.send(Request { url: &url, headers: &headers, body, purpose: Purpose::Call });
        report.phase(Phase::Waiting);
        let after = || world.now().saturating_sub(sent);
        let answer = answer.await.map_err(|why| {
            progress.sent = !matches!(why, Unanswered::Unbuilt(_));
            verdict::unanswered(why, after())
        });
        let (head, body) = match answer? {
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
        let Attempt { total, reader, reply, .. } = progress;
        *total = head.length;
        let reader = reader.insert(Reader::new(world, pace, body, self.needs()));
        while let Some(item) = reader.next(|received| report.received(received, head.length)).await? {
            reply.add(item, report);
            reader.expect_end(reply.patience());
            report.drained().await;
        }
        // Of a last document that is not whole: a picture in it spares the links.
        while let Some(item) = reader.rest() {
            reply.add(item, report);
        }
        while let Some(url) = reply.link(report) {
            let host = link::host_of(url, &self.terms.page);
            let fetched = link::load(world, pace, url, &self.terms).await;
            reply.fetched(&host, fetched, report);
        }
        Ok(())
    }

    /// What an attempt came to, from what it has, however it ended.
    fn conclude(
        &self,
        report: &Report<'_, W>,
        progress: Attempt<W>,
        end: Result<(), Failure>,
    ) -> Result<Response<W>, Failure> {
        let Options { target, warnings: unsupported, guard, headers, key, .. } = &self.options;
        let keyed = key.is_some() && guard.auth != Auth::None || !headers.is_empty();
        let (host, model, base) = (target.host, &target.model, &target.base);
        let context = Context { host, model, unsupported, base, keyed, continues: self.continues };
        let Attempt { refused, total, reader, mut reply, .. } = progress;
        if let Some((head, words)) = refused {
            return Err(verdict::status(&head, &String::from_utf8_lossy(&words), &context));
        }
        let Some(mut reader) = reader else {
            return Err(end.err().unwrap_or_else(|| verdict::timeout(true, Duration::ZERO))); // it came to no body
        };
        while let Some(item) = reader.rest() {
            reply.add(item, report);
        }
        // What is wrong with the bytes says more than that the time is over.
        let broken = reader.failure().or(end.err());
        let loaded = reader.received();
        let response = reply.conclude(reader.into_received(), broken, &context, report)?;
        report.phase(Phase::Done { loaded, total });
        Ok(response)
    }

    async fn key(&self) -> Result<Option<String>, Failure> {
        match (&self.options.key, &self.handed.ask) {
            (Some(Key::Text(key)), _) => Ok(Some(key.clone())),
            (Some(Key::Function), Some(ask)) => {
                let key = ask().await?;
                let secrets = &mut *self.secrets.borrow_mut();
                if !secrets.contains(&key) {
                    secrets.push(key.clone());
                }
                Ok(Some(key))
            }
            (Some(Key::Function), None) | (None, _) => Ok(None),
        }
    }

    fn needs(&self) -> reply::Needs {
        reply::Needs { events: self.handed.events, keeps_parts: self.handed.conversation.is_some() }
    }

    fn redactor(&self) -> Redactor {
        Redactor::new(&self.secrets.borrow())
    }

    fn told(&self, failure: Failure) -> Box<Error> {
        Box::new(failure.told(&self.redactor()))
    }
}
