//! The answers to the questions of `check()` → the next question, and in the end what was found.
//!
//! Here are the rules alone: no request is made (that is src/check.rs), and what a server's error means is told by
//! src/refusal.rs. What cannot be told is left out: many servers have no list of models, or show it to everybody.

use crate::code::Code;
use crate::models::Host;
use crate::refusal::{self, ServerError};
use crate::request::Auth;
use serde::Serialize;

/// One request, always a GET.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// The list of models, with all that a call has.
    List,
    /// The list with nothing that a preflight or the server's CORS rules could stumble over.
    Plain,
    /// The same without leave to read the answer (`no-cors`): is anybody there?
    Probe,
    /// The list without the credential: does everybody see it?
    Open,
    /// The model's card.
    Card,
    /// The next page of the list.
    Page,
}

/// How a request ended.
#[derive(Debug)]
pub enum Answer {
    /// `fetch` failed: nobody is there, or this page may not read the answer.
    Lost,
    /// Nothing came in time.
    Silent,
    /// An answer that cannot be read.
    Hidden,
    /// A redirect, not followed.
    Redirected,
    /// An error.
    Refused(ServerError),
    /// A list of models, or a page of it.
    List {
        /// The model is in it.
        has: bool,
        /// There is another page.
        more: bool,
    },
    /// A model's card.
    Card,
    /// HTML.
    Html,
    /// None of these.
    Other,
}

/// What goes along with a call.
#[derive(Clone, Debug)]
pub struct Sent<'a> {
    /// Whose server it is.
    pub host: Host,
    /// The model that is asked for.
    pub model: &'a str,
    /// How the key goes along.
    pub auth: Auth,
    /// There is a credential, in whatever form.
    pub credential: bool,
    /// The header that carries the key.
    pub header: Option<&'static str>,
    /// There are headers of the caller's own.
    pub headers: bool,
    /// Cookies go to other origins too.
    pub cookies: bool,
}

/// What `check()` resolves to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    /// Nothing was found wrong.
    pub ok: bool,
    /// Somebody answers.
    pub reachable: bool,
    /// This page may read the answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cors: Option<bool>,
    /// The credential is good.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth: Option<bool>,
    /// The server has the model.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<bool>,
    /// One sentence on what to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

/// A longer list is left unread; Google gives 50 models a page.
const MOST_PAGES: u32 = 20;

const NOBODY: &str = "nothing answers at `baseURL`, or nothing that this page may notice: check the address, the connection, \
                      ad blockers, the page's own policy (connect-src), http on an https page, and the server's \
                      Cross-Origin-Resource-Policy";
const SILENT: &str = "the server did not answer in time: check the address, or try again in a minute";
const HIDDEN: &str = "the server answers, but this page may not read it: the server must allow the page's origin (CORS), \
                      or a proxy of yours must stand between; some servers hide only their errors, such as a refused key";
const NOT_BEARER: &str = "the server's CORS rules let this page in, but not with the header `authorization`: try \
                          `auth: 'x-goog-api-key'`, else `auth: 'query'`";
const NOT_GOOGLE_KEY: &str = "the server's CORS rules let this page in, but not with the header `x-goog-api-key`: try \
                              `auth: 'bearer'`, else `auth: 'query'`";
const NOT_HEADERS: &str = "the server's CORS rules let this page in, but not with all of its headers: leave `headers` out, \
                           or have the server allow them";
const NOT_COOKIES: &str = "the server's CORS rules let this page in, but not with cookies: leave `credentials` out, or have \
                           the server allow them";
const NO_KEY: &str = "this server wants a key: pass `apiKey`";
const ONE_KEY: &str = "Google takes one credential: leave `auth` out";
const FIREWALL: &str = "a proxy or a firewall in front of the server refused the request, not the API itself";
const MUTE: &str = "the server tells nothing of its models, as a proxy that only passes calls on: the first call will show \
                    the rest";

/// What is known so far.
pub struct Diagnosis<'a> {
    sent: Sent<'a>,
    finding: Finding,
    list: Option<(bool, bool)>,
    pages: u32,
    html: bool,
}

impl<'a> Diagnosis<'a> {
    /// Nothing is known yet; the first question is [`Question::List`].
    #[must_use]
    pub fn new(sent: Sent<'a>) -> Self {
        let finding = Finding { ok: true, reachable: false, cors: None, auth: None, model: None, hint: None };
        Self { sent, finding, list: None, pages: 1, html: false }
    }

    /// What was found.
    #[must_use]
    pub fn finding(self) -> Finding {
        self.finding
    }

    /// Takes the answer to a question; gives the next one, if there is any.
    #[must_use]
    pub fn learn(&mut self, question: Question, answer: &Answer) -> Option<Question> {
        let heard = !matches!(answer, Answer::Lost | Answer::Silent);
        self.finding.reachable |= heard;
        match (question, answer) {
            (Question::List, Answer::Lost | Answer::Hidden) => {
                let plain = self.sent.header.is_none() && !self.sent.headers && !self.sent.cookies;
                Some(if plain { Question::Probe } else { Question::Plain })
            }
            (Question::List, Answer::Silent) => self.wrong(SILENT),
            (Question::List | Question::Plain, Answer::Redirected) => self.wrong(refusal::REDIRECTED),
            (Question::List, answer) => {
                self.finding.cors = Some(true);
                self.list(answer)
            }
            (Question::Plain, Answer::Lost | Answer::Silent | Answer::Hidden) => Some(Question::Probe),
            (Question::Probe, _) if !heard => self.wrong(NOBODY),
            (Question::Plain | Question::Probe, _) => {
                self.finding.cors = Some(false);
                self.wrong(if question == Question::Probe { HIDDEN } else { self.stumble() })
            }
            (Question::Open, Answer::Refused(error)) if matches!(error.status, 400..=403) => {
                self.finding.auth = Some(true);
                Some(Question::Card)
            }
            (Question::Open, _) => Some(Question::Card),
            (Question::Card, Answer::Card) => {
                self.finding.model = Some(true);
                None
            }
            (Question::Card, Answer::Refused(error)) => self.card(error),
            (Question::Card, _) => self.by_list(),
            (Question::Page, &Answer::List { has, more }) => {
                self.list = Some((has, more));
                self.pages += 1;
                self.by_list()
            }
            (Question::Page, _) => None,
        }
    }

    fn list(&mut self, answer: &Answer) -> Option<Question> {
        let error = match answer {
            &Answer::List { has, more } => {
                self.list = Some((has, more));
                return Some(if self.sent.credential { Question::Open } else { Question::Card });
            }
            Answer::Refused(error) => error,
            answer => {
                self.html = matches!(answer, Answer::Html);
                return Some(Question::Card);
            }
        };
        let verdict = refusal::of_server(error, self.sent.host, self.sent.model);
        if refuses_key(error, verdict.code) {
            return self.key_refused(&verdict.hint);
        }
        match error.status {
            // Google has a list, so there it is the address or the request that is wrong; a gateway or a proxy may have none.
            404 if self.sent.host == Host::Google => self.wrong(&self.hint_for(404, true)),
            400 if self.sent.host == Host::Google && self.sent.auth == Auth::BearerQuery => self.wrong(ONE_KEY),
            404 | 405 | 501 => Some(Question::Card),
            400 if verdict.code == Code::InvalidRequest && self.sent.host != Host::Google => Some(Question::Card),
            403 if error.page => self.wrong(FIREWALL),
            _ => self.wrong(&verdict.hint),
        }
    }

    fn card(&mut self, error: &ServerError) -> Option<Question> {
        let verdict = refusal::of_server(error, self.sent.host, self.sent.model);
        if refuses_key(error, verdict.code) && self.finding.auth.is_none() {
            return self.key_refused(&verdict.hint);
        }
        // Where there is no list either, a bare 404 speaks of the path, not of the model.
        let of_model = error.code.as_deref() == Some("model_not_found")
            || (error.state.as_deref() == Some("NOT_FOUND") && self.list.is_some());
        if verdict.code == Code::ModelNotFound && of_model {
            self.finding.model = Some(false);
            return self.wrong(&verdict.hint);
        }
        self.by_list()
    }

    /// There is no card that would tell, so the list does, if it is there and all of it.
    fn by_list(&mut self) -> Option<Question> {
        match self.list {
            Some((true, _)) => {
                self.finding.model = Some(true);
                None
            }
            Some((false, true)) => (self.pages < MOST_PAGES).then_some(Question::Page),
            Some((false, false)) => {
                self.finding.model = Some(false);
                self.wrong(&self.hint_for(404, false))
            }
            None if self.html => self.wrong(&self.hint_for(200, true)),
            None => {
                self.finding.hint = Some(MUTE.to_owned());
                None
            }
        }
    }

    fn key_refused(&mut self, hint: &str) -> Option<Question> {
        self.finding.auth = Some(false);
        self.wrong(if self.sent.credential { hint } else { NO_KEY })
    }

    fn wrong(&mut self, hint: &str) -> Option<Question> {
        self.finding.ok = false;
        self.finding.hint = Some(hint.to_owned());
        None
    }

    /// The hint for an error of that status, or for a page with it.
    fn hint_for(&self, status: u16, page: bool) -> String {
        let error = ServerError { status, page, ..Default::default() };
        refusal::of_server(&error, self.sent.host, self.sent.model).hint
    }

    /// What the plain question went without. The caller's own headers come first: the others are known to most servers.
    fn stumble(&self) -> &'static str {
        match self.sent.header {
            _ if self.sent.headers => NOT_HEADERS,
            _ if self.sent.cookies => NOT_COOKIES,
            Some("authorization") => NOT_BEARER,
            _ => NOT_GOOGLE_KEY,
        }
    }
}

/// The key itself was refused, by the API and not by what stands before it.
fn refuses_key(error: &ServerError, code: Code) -> bool {
    match code {
        Code::InvalidApiKey => true,
        Code::PermissionDenied => !error.page && error.state.as_deref() != Some("FAILED_PRECONDITION"),
        _ => false,
    }
}
