//! `check()`: asks a server what can be known of it before a picture is paid for.
//!
//! The requests alone. What to ask next, and what an answer means, is js/check.js.

use crate::code::Code;
use crate::error::{Failure, Result};
use crate::guard::Guard;
use crate::options::Options;
use crate::panic;
use crate::request::{Auth, CREDENTIAL_HEADERS, What};
use crate::stream;
use crate::transport::{self, Head};
use gloo_net::http::Request;
use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// That of js/check.js.
    pub type Check;
    /// `keyed`: a key goes along.
    #[wasm_bindgen(method)]
    fn begin(this: &Check, host: &str, model: &str, keyed: bool);
    /// The request as it is sent, of one that is dressed as a call's.
    #[wasm_bindgen(method)]
    fn request(this: &Check, question: i32, dressed: &web_sys::Request) -> web_sys::Request;
    #[wasm_bindgen(method)]
    fn next(this: &Check, end: u32, response: &JsValue, text: &JsValue) -> i32;
    #[wasm_bindgen(method, getter)]
    fn page(this: &Check) -> Option<String>;
}

/// The questions, by their places in js/check.js, where they are explained.
const PLAIN: i32 = 1;
const PROBE: i32 = 2;
const OPEN: i32 = 3;
const CARD: i32 = 4;
const PAGE: i32 = 5;

/// How a request ended, the same.
#[derive(Clone, Copy)]
enum End {
    Answered,
    Other,
    Lost,
    Silent,
    Hidden,
    Redirected,
}

/// Milliseconds for each request, unless the caller's `timeout` is shorter: a list of models takes no minutes.
const PATIENCE: i32 = 15_000;

/// A list of a thousand models has some 500 KB; a longer one tells nothing here.
const LIMIT: u32 = 1024 * 1024;

/// Asks on as long as `check` has a question, which then knows what `CheckResult` it comes to. The entries of the npm package call
/// it.
#[wasm_bindgen(skip_typescript)]
pub fn check(options: &JsValue, check: Check) -> Promise {
    let options = Options::read_alone(options);
    panic::promise(async move {
        let options = options.map_err(|error| Failure::from(error).into_js(&Array::new()))?;
        run(&options, &check).await.map_err(|failure| failure.into_js(&options.secrets))?;
        Ok(JsValue::UNDEFINED)
    })
}

async fn run(options: &Options, check: &Check) -> Result<()> {
    let bound = if options.timeout == 0 { PATIENCE } else { options.timeout.min(PATIENCE) };
    let key = transport::ask_key(options, &Guard::new(options.signal.as_ref(), bound)?).await?;
    if let Some(key) = &key {
        options.secrets.push(&key.into());
    }
    let target = &options.target;
    check.begin(target.host.name(), &target.model, key.is_some() && options.auth != Auth::None);
    let mut question = 0;
    while question >= 0 {
        let guard = Guard::new(options.signal.as_ref(), bound)?;
        let dressed = build(options, key.as_deref(), question, check.page().as_deref(), &guard)?;
        let request = check.request(question, &dressed);
        let (end, response, text) = ask(options, question, &request, &guard).await?;
        question = check.next(end as u32, &response, &text);
    }
    Ok(())
}

/// The key and the caller's headers go only with the questions that need them.
fn build(
    options: &Options,
    key: Option<&str>,
    question: i32,
    page: Option<&str>,
    guard: &Guard,
) -> Result<web_sys::Request> {
    let (key, without): (_, &[&str]) = match question {
        OPEN | PLAIN | PROBE => (None, &CREDENTIAL_HEADERS),
        _ => (key, &[]),
    };
    let what = match question {
        CARD => What::Card,
        PAGE => What::List(page),
        _ => What::List(None),
    };
    let builder = Request::get(&options.target.url(what, options.auth, key));
    transport::built(transport::dress(builder, options, key, without, guard).build())
}

/// How it ended; an answer that can be read comes with its text.
async fn ask(
    options: &Options,
    question: i32,
    request: &web_sys::Request,
    guard: &Guard,
) -> Result<(End, JsValue, JsValue)> {
    let end = match transport::head(transport::start(options, request), guard).await {
        Ok(Head::Answered(_)) if question == PLAIN => End::Other,
        Ok(Head::Answered(response)) if question != PROBE => {
            let text = match stream::read_text(&response, LIMIT, guard).await {
                Ok(text) => text,
                Err(Failure::Error(_)) => "".into(), // the status alone says something
                Err(aborted) => return Err(aborted),
            };
            return Ok((End::Answered, web_sys::Response::from(response).into(), text));
        }
        Ok(Head::Answered(_) | Head::Opaque) => End::Hidden,
        Ok(Head::Redirected) => End::Redirected,
        Ok(Head::Lost(_)) => End::Lost,
        Err(Failure::Error(error)) if error.code() == Code::Timeout => End::Silent,
        Err(failure) => return Err(failure),
    };
    Ok((end, JsValue::UNDEFINED, JsValue::UNDEFINED))
}
