//! `check()`: asks a server what can be known of it before a picture is paid for.
//!
//! The requests alone. What to ask next, and what an answer means, is src/diagnosis.rs.

use crate::code::Code;
use crate::diagnosis::{Answer, Diagnosis, Question, Sent};
use crate::error::{Failure, Result};
use crate::fields::{property, text_of};
use crate::guard::Guard;
use crate::host::in_list;
use crate::options::Options;
use crate::panic;
use crate::request::{Auth, CREDENTIAL_HEADERS, What};
use crate::server_error;
use crate::stream;
use crate::transport::{self, Head};
use gloo_net::http::{Request, RequestBuilder};
use js_sys::{JSON, Promise};
use wasm_bindgen::prelude::*;
use web_sys::{RequestCache, RequestCredentials, RequestMode, RequestRedirect};

/// Milliseconds for each request, unless the caller's `timeout` is shorter: a list of models takes no minutes.
const PATIENCE: i32 = 15_000;

/// A list of a thousand models has some 500 KB; a longer one tells nothing here.
const LIMIT: u32 = 1024 * 1024;

/// `check(options)`: the promise of a `CheckResult`. The entries of the npm package call it.
#[wasm_bindgen(skip_typescript)]
pub fn check(options: &JsValue) -> Promise {
    let options = Options::read_alone(options);
    panic::promise(async move {
        let options = options.map_err(|error| Failure::from(error).into_js(Vec::new()))?;
        let mut secrets = options.secrets();
        run(&options, &mut secrets).await.map_err(|failure| failure.into_js(secrets))
    })
}

async fn run(options: &Options, secrets: &mut Vec<String>) -> Result<JsValue> {
    let bound = if options.timeout == 0 { PATIENCE } else { options.timeout.min(PATIENCE) };
    let key = transport::ask_key(options, &Guard::new(options.signal.as_ref(), bound)?).await?;
    secrets.extend(key.clone());
    let in_headers = options.headers.iter().any(|(name, _)| CREDENTIAL_HEADERS.contains(&name.as_str()));
    let mut diagnosis = Diagnosis::new(Sent {
        host: options.target.host,
        model: &options.target.model,
        auth: options.auth,
        credential: in_headers || (key.is_some() && options.auth != Auth::None),
        header: options.target.credential(options.auth, key.as_deref()).map(|(name, _)| name),
        headers: !options.headers.is_empty(),
        cookies: options.credentials == Some(RequestCredentials::Include),
    });
    let mut page = None;
    let mut next = Some(Question::List);
    while let Some(question) = next {
        let guard = Guard::new(options.signal.as_ref(), bound)?;
        let request = build(options, key.as_deref(), question, page.as_deref(), &guard)?;
        let (answer, following) = ask(options, question, &request, &guard).await?;
        if matches!(question, Question::List | Question::Page) {
            page = following;
        }
        next = diagnosis.learn(question, &answer);
    }
    Ok(serde_wasm_bindgen::to_value(&diagnosis.finding()).unwrap_or_default())
}

/// The key and the caller's headers go only with the questions that need them; nothing is taken from a cache, where the answer
/// to one question could stand for that to another.
fn build(
    options: &Options,
    key: Option<&str>,
    question: Question,
    page: Option<&str>,
    guard: &Guard,
) -> Result<web_sys::Request> {
    let (key, without): (_, &[&str]) = match question {
        Question::List | Question::Card | Question::Page => (key, &[]),
        Question::Open | Question::Plain | Question::Probe => (None, &CREDENTIAL_HEADERS),
    };
    let what = match question {
        Question::Card => What::Card,
        Question::Page => What::List(page),
        _ => What::List(None),
    };
    let builder = Request::get(&options.target.url(what, options.auth, key)).cache(RequestCache::NoStore);
    let signal = guard.signal();
    let bare = |builder| RequestBuilder::abort_signal(builder, Some(&signal)).credentials(RequestCredentials::Omit);
    let builder = match question {
        Question::Plain => bare(builder).redirect(RequestRedirect::Manual),
        Question::Probe => bare(builder).mode(RequestMode::NoCors), // which follows redirects or fails
        _ => transport::dress(builder, options, key, without, guard),
    };
    transport::built(builder.build())
}

/// The answer, and the token of the page that follows it.
async fn ask(
    options: &Options,
    question: Question,
    request: &web_sys::Request,
    guard: &Guard,
) -> Result<(Answer, Option<String>)> {
    let response = match transport::head(transport::start(options, request), guard).await {
        Ok(Head::Answered(_)) if question == Question::Plain => return Ok((Answer::Other, None)),
        Ok(Head::Answered(response)) if question != Question::Probe => response,
        Ok(Head::Answered(_) | Head::Opaque) => return Ok((Answer::Hidden, None)),
        Ok(Head::Redirected) => return Ok((Answer::Redirected, None)),
        Ok(Head::Lost(_)) => return Ok((Answer::Lost, None)),
        Err(Failure::Error(error)) if error.code() == Code::Timeout => return Ok((Answer::Silent, None)),
        Err(failure) => return Err(failure),
    };
    let text = match stream::read_text(&response, LIMIT, guard).await {
        Ok(text) => text,
        Err(Failure::Error(_)) => String::new(), // the status alone says something
        Err(aborted) => return Err(aborted),
    };
    if !response.ok() {
        return Ok((Answer::Refused(server_error::told(&response, &text).0), None));
    }
    if text.trim_start().starts_with('<') {
        return Ok((Answer::Html, None));
    }
    let raw = JSON::parse(&text).unwrap_or_default();
    let page = text_of(&raw, &["nextPageToken"]).filter(|token| !token.is_empty());
    Ok((understand(&raw, &options.target.model, page.is_some()), page))
}

fn understand(raw: &JsValue, model: &str, more: bool) -> Answer {
    if property(raw, "error").is_truthy() {
        return Answer::Refused(server_error::told_in_reply(raw)); // some say so with status 200
    }
    if let Some(has) = in_list(raw, model).as_bool() {
        return Answer::List { has, more };
    }
    let named = property(raw, "name").is_string() || property(raw, "id").is_string();
    if named { Answer::Card } else { Answer::Other }
}
