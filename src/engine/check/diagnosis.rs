//! The answers to the questions of a check → the next question, and in the end what was found.
//!
//! Here are the rules alone: no request is made, and what a server's error means is `verdict`'s affair. What cannot be
//! told is left out: many servers have no list of models, or show it to everybody.

use crate::error::Sentence;
use crate::models::Host;
use crate::redact::Redactor;
use crate::verdict::{self, Context, GatewayCode, Refusal, State};
use crate::wire::catalog::Page;
use crate::wire::server_error::ServerError;
use serde::Serialize;

/// One request, always a GET.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// The list of models, with all that a call has.
    List,
    /// The list with nothing that a preflight or the server's CORS rules could stumble over.
    Plain,
    /// The same without leave to read the answer: is anybody there?
    Probe,
    /// The list without the credential: does everybody see it?
    Open,
    /// The model's card.
    Card,
    /// The page of the list that has this name.
    Page(String),
}

/// How it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Nobody is there, or this page may not read what was answered.
    Lost,
    /// Nothing came in time.
    Silent,
    /// An answer that cannot be read.
    Hidden,
    /// A redirect, which is not followed.
    Redirected,
    /// Models.
    List(Page),
    /// A model.
    Card,
    /// A page for people.
    Html,
    /// An error.
    Refused(Box<ServerError>),
    /// None of these.
    Other,
}

/// What goes along with a call.
#[derive(Clone, Debug)]
pub struct Sent<'a> {
    /// Whose the server is.
    pub host: Host,
    /// Which model is asked for.
    pub model: &'a str,
    /// The header that carries the key.
    pub header: Option<&'static str>,
    /// The key goes along in two ways.
    pub twice: bool,
    /// There is a credential, in whatever form.
    pub credential: bool,
    /// There are headers of the caller's own.
    pub headers: bool,
    /// Cookies go to other origins too.
    pub cookies: bool,
}

/// What is known; what is not is absent.
///
/// ```
/// # async fn draw(client: &wasmagine::Client) -> Result<(), wasmagine::Error> {
/// let found = client.check().await?;
/// if found.auth == Some(false) {
///     println!("the key does not count: {}", found.hint.unwrap_or_default());
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Finding {
    /// Nothing is known to stand in a picture's way.
    pub ok: bool,
    /// Somebody answers.
    pub reachable: bool,
    /// This page may read the answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cors: Option<bool>,
    /// The credential counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth: Option<bool>,
    /// The model is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<bool>,
    /// What to do, or what cannot be known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

/// A longer list is left unread; Google gives 50 models a page.
const MOST_PAGES: u32 = 20;

const NOBODY: &str = "nothing answers at `baseURL`, or nothing that this page may notice: check the address, the \
 connection, ad blockers, the page's own policy (connect-src), http on an https page, and the server's \
 Cross-Origin-Resource-Policy";
const SILENT: &str = "the server did not answer in time: check the address, or try again in a minute";
const HIDDEN: &str = "the server answers, but this page may not read it: the server must allow the page's origin \
 (CORS), or a proxy of yours must stand between; some servers hide only their errors, such as a refused key";
const NO_KEY: &str = "this server wants a key: pass `apiKey`";
const ONE_KEY: &str = "Google takes one credential: leave `auth` out";
const MUTE: &str = "the server tells nothing of its models, as a proxy that only passes calls on: the first call will \
 show the rest";

/// What is known so far.
pub struct Diagnosis<'a> {
    sent: Sent<'a>,
    redactor: &'a Redactor,
    list: Option<Page>,
    pages: u32,
    html: bool,
    finding: Finding,
}

impl<'a> Diagnosis<'a> {
    /// Nothing is known yet; the first question is [`Question::List`].
    pub const fn new(sent: Sent<'a>, redactor: &'a Redactor) -> Self {
        let finding = Finding { ok: true, reachable: false, cors: None, auth: None, model: None, hint: None };
        Self { sent, redactor, list: None, pages: 1, html: false, finding }
    }

    /// What was found.
    pub fn finding(self) -> Finding {
        self.finding
    }

    /// Takes the answer to a question; gives the next one, if there is any.
    pub fn learn(&mut self, question: Question, answer: Answer) -> Option<Question> {
        self.finding.reachable |= !matches!(answer, Answer::Lost | Answer::Silent);
        match question {
            Question::List => self.learn_first(answer),
            Question::Plain => match answer {
                Answer::Lost | Answer::Silent | Answer::Hidden => Some(Question::Probe),
                Answer::Redirected => self.redirected(),
                Answer::List(_) | Answer::Card | Answer::Html | Answer::Refused(_) | Answer::Other => {
                    self.finding.cors = Some(false);
                    self.wrong(self.stumble())
                }
            },
            Question::Probe if !self.finding.reachable => self.wrong(NOBODY),
            Question::Probe => {
                self.finding.cors = Some(false);
                self.wrong(HIDDEN)
            }
            Question::Open => {
                if matches!(answer, Answer::Refused(error) if matches!(error.status, 400..=403)) {
                    self.finding.auth = Some(true);
                }
                Some(Question::Card)
            }
            Question::Card => match answer {
                Answer::Refused(error) => self.learn_card(&error),
                Answer::Card => {
                    self.finding.model = Some(true);
                    None
                }
                Answer::Lost
                | Answer::Silent
                | Answer::Hidden
                | Answer::Redirected
                | Answer::List(_)
                | Answer::Html
                | Answer::Other => self.by_list(),
            },
            Question::Page(_) => {
                let Answer::List(page) = answer else { return None };
                self.list = Some(page);
                self.pages += 1;
                self.by_list()
            }
        }
    }

    fn learn_first(&mut self, answer: Answer) -> Option<Question> {
        let Sent { header, headers, cookies, credential, .. } = self.sent;
        match answer {
            Answer::Silent => return self.wrong(SILENT),
            Answer::Lost | Answer::Hidden => {
                let is_plain = header.is_none() && !headers && !cookies;
                return Some(if is_plain { Question::Probe } else { Question::Plain });
            }
            Answer::Redirected => return self.redirected(),
            Answer::Refused(error) => {
                self.finding.cors = Some(true);
                return self.learn_refusal(&error);
            }
            Answer::List(page) => {
                self.finding.cors = Some(true);
                self.list = Some(page);
                return Some(if credential { Question::Open } else { Question::Card });
            }
            Answer::Html => self.html = true,
            Answer::Card | Answer::Other => {}
        }
        self.finding.cors = Some(true);
        Some(Question::Card)
    }

    /// The list was refused.
    fn learn_refusal(&mut self, error: &ServerError) -> Option<Question> {
        let refusal = self.refusal(error);
        if is_of_key(refusal) {
            return self.key_refused(refusal);
        }
        // Google has a list, so there it is the address or the request that is wrong; a gateway or a proxy may have
        // none.
        match (error.status, self.sent.host) {
            (404, Host::Google) => self.refused(Refusal::Address, error.page),
            (400, Host::Google) if self.sent.twice => self.wrong(ONE_KEY),
            (400, Host::Kkiai | Host::Other) if refusal == Refusal::Request => Some(Question::Card),
            (404 | 405 | 501, _) => Some(Question::Card),
            _ => self.refused(refusal, error.page),
        }
    }

    /// The card was refused.
    fn learn_card(&mut self, error: &ServerError) -> Option<Question> {
        let refusal = self.refusal(error);
        if is_of_key(refusal) && self.finding.auth.is_none() {
            return self.key_refused(refusal);
        }
        // Where there is no list either, a bare 404 speaks of the path, not of the model.
        let is_named = GatewayCode::of(error.code.as_deref()) == Some(GatewayCode::ModelNotFound);
        let is_missing = State::of(error.state.as_deref()) == Some(State::NotFound) && self.list.is_some();
        if refusal != Refusal::Model || !(is_named || is_missing) {
            return self.by_list();
        }
        self.finding.model = Some(false);
        self.refused(refusal, error.page)
    }

    /// There is no card that would tell, so the list does, if it is there and all of it.
    fn by_list(&mut self) -> Option<Question> {
        match &self.list {
            Some(Page { has: true, .. }) => self.finding.model = Some(true),
            Some(Page { next: Some(next), .. }) => {
                return (self.pages < MOST_PAGES).then(|| Question::Page(next.clone()));
            }
            Some(Page { next: None, .. }) => {
                self.finding.model = Some(false);
                return self.refused(Refusal::Model, false);
            }
            None if self.html => return self.refused(Refusal::Answer, true),
            None => self.finding.hint = Some(MUTE.to_owned()),
        }
        None
    }

    fn key_refused(&mut self, refusal: Refusal) -> Option<Question> {
        self.finding.auth = Some(false);
        if self.sent.credential { self.refused(refusal, false) } else { self.wrong(NO_KEY) }
    }

    fn redirected(&mut self) -> Option<Question> {
        self.wrong(verdict::REDIRECTED)
    }

    /// Of a server that was asked for no picture: it is no model that is busy, and nothing may have been charged.
    fn refused(&mut self, refusal: Refusal, page: bool) -> Option<Question> {
        let Sent { host, model, credential: keyed, .. } = self.sent;
        let context = Context { host, model, unsupported: &[], base: "", keyed, continues: false };
        if refusal == Refusal::SlowServer {
            return self.wrong(SILENT);
        }
        let refusal = if refusal == Refusal::Busy { Refusal::Failed } else { refusal };
        self.wrong(refusal.hint(page, &context))
    }

    fn wrong(&mut self, hint: impl Into<Sentence>) -> Option<Question> {
        self.finding.ok = false;
        self.finding.hint = Some(hint.into().told(self.redactor));
        None
    }

    fn refusal(&self, error: &ServerError) -> Refusal {
        verdict::refusal(error, self.sent.host)
    }

    /// What the plain question went without. The caller's own headers come first: the others are known to most servers.
    fn stumble(&self) -> Sentence {
        let Sent { header, headers, cookies, .. } = self.sent;
        let what = match header {
            _ if headers => "all of its headers: leave `headers` out, or have the server allow them",
            _ if cookies => "cookies: leave `credentials` out, or have the server allow them",
            Some("authorization") => "the header `authorization`: try `auth: 'x-goog-api-key'`, else `auth: 'query'`",
            _ => "the header `x-goog-api-key`: try `auth: 'bearer'`, else `auth: 'query'`",
        };
        Sentence::ours("the server's CORS rules let this page in, but not with ").and(what)
    }
}

/// The key itself was refused, by the API and not by what stands before it.
const fn is_of_key(refusal: Refusal) -> bool {
    matches!(refusal, Refusal::Key | Refusal::Forbidden)
}
