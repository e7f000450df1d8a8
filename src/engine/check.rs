//! What stands in a picture's way, asked of a server before a picture is paid for.
//!
//! Here is how it is asked, and what its answers are; `diagnosis` knows what to ask next.

mod diagnosis;

pub use diagnosis::Finding;

use crate::call::Ask;
use crate::error::{Error, Failure};
use crate::options::{CREDENTIALS, Credentials, Header, Key, Options};
use crate::race::within;
use crate::receive::read_text;
use crate::redact::Redactor;
use crate::verdict;
use crate::wire::catalog::Catalog;
use crate::wire::server_error::ServerError;
use crate::wire::target::{Auth, Endpoint};
use crate::world::{self, Head, Purpose, Request, Unanswered, World};
use diagnosis::{Answer, Diagnosis, Question, Sent};
use std::pin::pin;
use std::time::Duration;

/// For each request, unless the caller's `timeout` is shorter: a list of models takes no minutes.
const PATIENCE: Duration = Duration::from_secs(15);
/// A list of a thousand models has some 500 KB; a longer one, in bytes, tells nothing here.
const LIMIT: usize = 1024 * 1024;

/// Asks the server that a call would be sent to, until nothing more can be known.
///
/// # Errors
/// When the key does not come, or what the caller's `fetch` gives is no response. What is wrong with the server is a
/// finding.
pub async fn check<W: World>(world: &W, options: &Options, ask: Option<&Ask>) -> Result<Finding, Box<Error>> {
    let limit = options.timeout.unwrap_or(PATIENCE).min(PATIENCE);
    let mut secrets = options.secrets.clone();
    let told = |failure: Failure, redactor: &Redactor| Box::new(failure.told(redactor));
    let key = key(world, options, ask, limit).await.map_err(|failure| told(failure, &Redactor::new(&secrets)))?;
    secrets.extend(key.clone());
    let redactor = Redactor::new(&secrets);
    let check = Check { world, options, key, limit };
    let mut diagnosis = Diagnosis::new(check.sent(), &redactor);
    let mut next = Some(Question::List);
    while let Some(question) = next {
        let answer = check.ask(&question).await.map_err(|failure| told(failure, &redactor))?;
        next = diagnosis.learn(question, answer);
    }
    Ok(diagnosis.finding())
}

/// Asked for once: the questions are of one call.
async fn key(
    world: &impl World,
    options: &Options,
    ask: Option<&Ask>,
    limit: Duration,
) -> Result<Option<String>, Failure> {
    match (&options.key, ask) {
        (Some(Key::Text(key)), _) => Ok(Some(key.clone())),
        (Some(Key::Function), Some(ask)) => {
            let asked = within(world, Some(limit), pin!(ask())).await;
            asked.unwrap_or_else(|| Err(verdict::timeout(false, limit))).map(Some)
        }
        (Some(Key::Function), None) | (None, _) => Ok(None),
    }
}

struct Check<'a, W> {
    world: &'a W,
    options: &'a Options,
    key: Option<String>,
    limit: Duration,
}

impl<W: World> Check<'_, W> {
    /// What goes along with a call. The caller's `headers` hold no credential beside a key.
    fn sent(&self) -> Sent<'_> {
        let Self { world, options, key, .. } = self;
        let auth = options.guard.auth;
        let own: Vec<_> = options.headers.iter().filter(|(name, value)| world.carries(name, value)).collect();
        let header = options.target.credential(auth, key.as_deref()).map(|(name, _)| name);
        let keyed = key.is_some() && auth != Auth::None;
        Sent {
            host: options.target.host,
            model: &options.target.model,
            header,
            twice: header.is_some() && auth == Auth::BearerQuery,
            credential: keyed || own.iter().any(|header| is_credential(header)),
            headers: !own.is_empty(),
            cookies: options.credentials == Some(Credentials::Include),
        }
    }

    async fn ask(&self, question: &Question) -> Result<Answer, Failure> {
        // What came of an answer counts, though the time may be over before all of it came.
        let (mut status, mut text) = (None, Vec::new());
        let exchange = async {
            let (head, body) = match self.send(question).await {
                Err(Unanswered::Lost(_)) => return Some(Ok(Answer::Lost)),
                Err(why @ (Unanswered::Unbuilt(_) | Unanswered::Odd(_))) => {
                    // No question costs anything.
                    let failure = verdict::unanswered(why, Duration::ZERO);
                    return Some(Err(failure.with(|error| error.maybe_billed = false)));
                }
                Ok(world::Answer::Opaque) => return Some(Ok(Answer::Hidden)),
                Ok(world::Answer::Redirected | world::Answer::Head(Head { status: 300..400, .. }, _)) => {
                    return Some(Ok(Answer::Redirected));
                }
                Ok(world::Answer::Head(head, body)) => (head, body),
            };
            match question {
                Question::Plain => return Some(Ok(Answer::Other)),
                Question::Probe => return Some(Ok(Answer::Hidden)),
                Question::List | Question::Open | Question::Card | Question::Page(_) => {}
            }
            status = Some(head.status);
            read_text(self.world, body, &mut text, LIMIT).await;
            None
        };
        let ended = within(self.world, Some(self.limit), pin!(exchange)).await;
        let heard = || status.map_or(Answer::Silent, |status| self.understand(status, &text));
        ended.flatten().unwrap_or_else(|| Ok(heard()))
    }

    /// The key and the caller's headers go only with the questions that need them.
    async fn send(&self, question: &Question) -> Result<world::Answer<W::Body>, Unanswered> {
        let Self { world, options, .. } = self;
        let (purpose, is_known) = match question {
            Question::List | Question::Card | Question::Page(_) => (Purpose::Question, true),
            Question::Open => (Purpose::Question, false),
            Question::Plain => (Purpose::Plain, false),
            Question::Probe => (Purpose::Probe, false),
        };
        let endpoint = match question {
            Question::Card => Endpoint::Model,
            Question::Page(token) => Endpoint::Models(Some(token)),
            Question::List | Question::Open | Question::Plain | Question::Probe => Endpoint::Models(None),
        };
        let auth = options.guard.auth;
        let key = self.key.as_deref().filter(|_| is_known);
        let credential = options.target.credential(auth, key);
        let own = options.headers.iter().filter(|header| match purpose {
            Purpose::Question => is_known || !is_credential(header),
            Purpose::Call | Purpose::Plain | Purpose::Probe | Purpose::Link => false,
        });
        let own = own.map(|(name, value)| (name.as_str(), value.as_str()));
        let mut headers: Vec<_> = own.collect();
        headers.extend(credential.as_ref().map(|(name, value)| (*name, value.as_str())));
        let url = options.target.url(endpoint, auth, key);
        world.send(Request { url: &url, headers: &headers, body: None, purpose }).await
    }

    fn understand(&self, status: u16, text: &[u8]) -> Answer {
        if !(200..300).contains(&status) {
            return Answer::Refused(Box::new(ServerError::new(status, &String::from_utf8_lossy(text))));
        }
        let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
        if text.trim_ascii_start().starts_with(b"<") {
            return Answer::Html;
        }
        match Catalog::read(text, &self.options.target.model) {
            Catalog::Page(page) => Answer::List(page),
            Catalog::Card => Answer::Card,
            Catalog::Error(error) => Answer::Refused(error),
            Catalog::Other => Answer::Other,
        }
    }
}

fn is_credential((name, _): &Header) -> bool {
    CREDENTIALS.contains(&name.as_str())
}
