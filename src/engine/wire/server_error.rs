//! An error of a server's, in any of the shapes that Google, gateways and proxies give it → what it says.
//!
//! Here is where in a body the facts stand. What they mean is `verdict`'s affair.

use super::decimal::scaled;
use super::json::{Json, completed};
use super::reply::specified;
use crate::find;
use std::borrow::Cow;
use std::time::Duration;

/// What a server's error says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServerError {
    /// That of HTTP, or the one named in an error that came with 200.
    pub status: u16,
    /// The status that the body names, which under a proxy's own may be the answer of who stands behind it.
    pub inner_status: Option<u16>,
    /// The words of it.
    pub message: Option<String>,
    /// Google's enum, `RESOURCE_EXHAUSTED` and the like.
    pub state: Option<String>,
    /// A gateway's code, as a text.
    pub code: Option<String>,
    /// A gateway's `type`.
    pub kind: Option<String>,
    /// `google.rpc.ErrorInfo.reason`.
    pub reason: Option<String>,
    /// The ids in `google.rpc.QuotaFailure`.
    pub quota_ids: Vec<String>,
    /// A quota that is violated has the value 0.
    pub quota_is_zero: bool,
    /// `google.rpc.RetryInfo.retryDelay`.
    pub retry_after: Option<Duration>,
    /// The body is a page, not JSON: a proxy speaks, not the API.
    pub page: bool,
    /// The server's name for the request. Servers in the manner of one-api put it into the message as well as into a header,
    /// which a cross-origin page cannot read.
    pub request_id: Option<String>,
}

/// Chains of proxies wrap one error into the next, as an object or as JSON in a string: so often at most.
const DEEPEST: u8 = 8;

impl ServerError {
    /// What the body of a response of that status says, as far as it came.
    #[must_use]
    pub fn new(status: u16, body: &str) -> Self {
        let mut error = Self { status, ..Self::default() };
        let quoted = Json::parse(body.as_bytes()).and_then(Json::text);
        let body = quoted.as_deref().unwrap_or(body).trim_start_matches('\u{feff}').trim();
        let is_json = error.learn_json(body, DEEPEST);
        error.page = body.starts_with('<');
        if error.message.is_none() && !is_json {
            error.message =
                if error.page { title(body) } else { Some(body) }.filter(|words| !words.is_empty()).map(Into::into);
            error.learn_id(body);
        }
        error
    }

    /// The error that a reply holds, though its status says 200.
    pub(super) fn in_reply(json: Json) -> Option<Self> {
        // As dashboards of gateways answer.
        let has_failed = json.get("success").and_then(Json::bool) == Some(false);
        let is_there = json.get("error").is_some_and(|inner| inner.is_container() || inner.text().is_some());
        if !has_failed && !is_there {
            return None;
        }
        let mut error = Self::default();
        error.learn(json, DEEPEST);
        (has_failed || error.says_something()).then(|| error.or_failed())
    }

    /// What is no reply, and says a word: `{"code":401,"msg":"…"}`, as proxies answer with 200 too.
    pub(super) fn in_words(json: Json) -> Option<Self> {
        let is_said = |name| json.get(name).and_then(Json::text).is_some_and(|text| !text.trim().is_empty());
        let has_worked = json.get("code").and_then(decimal).is_some_and(|code| matches!(code, 0 | 200));
        if has_worked || !["message", "msg", "detail"].into_iter().any(is_said) {
            return None;
        }
        let mut error = Self::default();
        error.learn(json, DEEPEST);
        error.says_something().then(|| error.or_failed())
    }

    /// The server's failure, where it names no status.
    fn or_failed(self) -> Self {
        Self { status: if self.status == 0 { 500 } else { self.status }, ..self }
    }

    /// Gateways that encode a reply anew put an empty error beside a good picture, or one of default values.
    fn says_something(&self) -> bool {
        const SILENT: [&str; 4] = ["0", "200", "ok", "success"];
        let is_word = |word: &Option<String>| {
            specified(word.as_deref())
                .is_some_and(|word| SILENT.iter().all(|silent| !silent.eq_ignore_ascii_case(word)))
        };
        let words = [&self.message, &self.state, &self.code, &self.kind, &self.reason];
        self.status != 0 || words.into_iter().any(is_word)
    }

    /// Learns what a value says, the deepest first: what is known already stays.
    fn learn(&mut self, json: Json, depth: u8) {
        if let Some(text) = json.text() {
            self.learn_json(&text, depth);
            self.learn_id(&text);
            let words = title(&text).unwrap_or(&text).trim();
            if self.message.is_none() && !words.is_empty() {
                self.message = Some(words.to_owned());
            }
        } else if let (Some(depth), true) = (depth.checked_sub(1), json.is_container()) {
            if let Some(first) = json.elements().next() {
                self.learn(first, depth);
            }
            for name in ["error", "message", "detail", "msg"] {
                if let Some(inner) = json.get(name) {
                    self.learn(inner, depth);
                }
            }
            self.learn_facts(json);
        }
    }

    /// Learns what a text says that is JSON, whole or cut off, or an object with something behind it. Says whether it is JSON.
    fn learn_json(&mut self, text: &str, depth: u8) -> bool {
        let bytes = text.as_bytes();
        let completed = completed(bytes);
        let Some((json, rest)) = Json::first(completed.as_deref().unwrap_or(bytes)) else { return false };
        let is_whole = completed.is_none() && rest.trim_ascii().is_empty();
        if json.is_object() || is_whole && json.is_container() {
            self.learn(json, depth);
        }
        is_whole
    }

    /// Learns what an object says beside its message.
    fn learn_facts(&mut self, json: Json) {
        let text = |json: Json, name: &str| {
            json.get(name).and_then(Json::text).filter(|text| !text.is_empty()).map(Cow::into_owned)
        };
        let (mut reason, mut retry_after) = (None, None);
        for detail in json.get("details").iter().flat_map(|details| details.elements()) {
            reason = text(detail, "reason").or(reason);
            retry_after = detail.get("retryDelay").and_then(delay).or(retry_after);
            for violation in detail.get("violations").iter().flat_map(|violations| violations.elements()) {
                self.quota_ids.extend(text(violation, "quotaId"));
                self.quota_is_zero |= violation.get("quotaValue").and_then(decimal) == Some(0);
            }
        }
        let code = json.get("code");
        let status =
            code.and_then(decimal).and_then(|code| u16::try_from(code).ok()).filter(|code| (400..600).contains(code));
        if self.status == 0 {
            self.status = status.unwrap_or_default();
        }
        learn(&mut self.inner_status, status);
        // Gateways have a `status` of their own: `error`, `fail`.
        let is_enum = |state: &String| state.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
        learn(&mut self.state, text(json, "status").filter(is_enum));
        learn(&mut self.code, text(json, "code"));
        learn(&mut self.kind, text(json, "type"));
        learn(&mut self.reason, reason);
        learn(&mut self.retry_after, retry_after);
        learn(&mut self.request_id, text(json, "requestId"));
    }

    /// Learns the request's id from a message.
    fn learn_id(&mut self, message: &str) {
        let id = find::split_once(message, "(request id: ").and_then(|(_, rest)| rest.split(')').next());
        let id = id.filter(|id| id.len() <= LONGEST_ID);
        learn(&mut self.request_id, id.map(Into::into));
    }
}

/// A longer one is none.
const LONGEST_ID: usize = 200;

/// What was found first, nearer to where the error arose, is better.
fn learn<T>(known: &mut Option<T>, new: Option<T>) {
    if known.is_none() {
        *known = new;
    }
}

/// The title of a page.
fn title(page: &str) -> Option<&str> {
    let (_, tag) = Some(page)
        .filter(|page| page.trim_start().starts_with('<'))
        .and_then(|page| find::split_once(page, "<title"))?;
    let (_, title) = tag.split_once('>')?;
    title.split('<').next().map(str::trim)
}

/// A number, in digits or in a text of digits.
fn decimal(json: Json) -> Option<u64> {
    json.text().map_or_else(|| json.integer(), |text| scaled(text.trim().as_bytes(), 0))
}

/// Seconds, as protobuf writes a [`Duration`] in JSON: `34.4s`; or without the letter.
fn delay(json: Json) -> Option<Duration> {
    seconds(json.text()?.trim().trim_end_matches('s').as_bytes())
}

/// A decimal number of seconds, `Retry-After`'s too, cut off behind the microseconds. None where it is negative, or longer than the
/// [longest](https://protobuf.dev/reference/protobuf/google.protobuf/#duration) that protobuf has.
#[must_use]
pub fn seconds(decimal: &[u8]) -> Option<Duration> {
    const MOST: u64 = 315_576_000_000;
    let time = Duration::from_micros(scaled(decimal.trim_ascii(), 6)?);
    (time.as_secs() <= MOST).then_some(time)
}
