//! Why there is no picture: what a server said → a code, whether to try again, and what to do about it.
//!
//! Only statuses, enum names and codes are judged, never the wording of a message, with the one exception that the
//! contract makes: Google says `limit: 0` nowhere but in prose. Statuses and names are those of Google
//! (<https://ai.google.dev/gemini-api/docs/troubleshooting>) and of gateways in the manner of one-api and new-api.

use crate::code::Code;
use crate::models::{self, Host, Retired};
use crate::text;

/// What to do about a redirect.
pub const REDIRECTED: &str =
    "pass the final address as `baseURL`: redirects are not followed, so that key and prompt stay where you sent them";

/// The judgement on a failed request.
#[derive(Debug, PartialEq)]
pub struct Verdict {
    /// What it is.
    pub code: Code,
    /// The same request may succeed later.
    pub retryable: bool,
    /// The picture may have been made and charged.
    pub maybe_billed: bool,
    /// Milliseconds that the server asks to wait.
    pub retry_after: Option<f64>,
    /// One sentence on what to do.
    pub hint: String,
}

/// What a server's error says, read out of whatever shape it came in.
#[derive(Debug, Default)]
pub struct ServerError {
    /// The HTTP status, or the status named in an error that came with 200.
    pub status: u16,
    /// The words of it.
    pub message: Option<String>,
    /// Google's enum, `RESOURCE_EXHAUSTED` and the like.
    pub state: Option<String>,
    /// A gateway's code, as a string.
    pub code: Option<String>,
    /// A gateway's `type`.
    pub kind: Option<String>,
    /// `google.rpc.ErrorInfo.reason`.
    pub reason: Option<String>,
    /// The ids in `google.rpc.QuotaFailure`.
    pub quota_ids: Vec<String>,
    /// A quota that is violated has the value 0.
    pub quota_is_zero: bool,
    /// `google.rpc.RetryInfo.retryDelay` or `Retry-After`, in milliseconds.
    pub retry_after: Option<f64>,
    /// The body is a page, not JSON: a proxy speaks, not the API.
    pub page: bool,
}

/// How a reply without a picture ended.
#[derive(Debug, Default)]
pub struct Ending<'a> {
    /// `promptFeedback.blockReason`.
    pub block_reason: Option<&'a str>,
    /// `candidates[].finishReason`.
    pub finish_reason: Option<&'a str>,
    /// The model said something.
    pub has_text: bool,
}

/// Judges an HTTP error.
#[must_use]
pub fn of_server(error: &ServerError, host: Host, model: &str) -> Verdict {
    let status = meant(error);
    let code = code_of(error, status);
    let ambiguous = matches!(status, 504 | 520..=524);
    let retryable = match code {
        Code::RateLimited | Code::Timeout => true,
        Code::ServerError => matches!(status, 500 | 502 | 503 | 520..=524),
        _ => false,
    };
    Verdict {
        code,
        retryable,
        maybe_billed: ambiguous,
        retry_after: error.retry_after.filter(|_| retryable),
        hint: hint(error, status, code, host, model),
    }
}

/// The status that Google's enum stands for, where a proxy wraps the answer of another in a 5xx of its own
/// (<https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto>).
fn meant(error: &ServerError) -> u16 {
    match error.state.as_deref().unwrap_or_default() {
        _ if error.status < 500 => error.status,
        "INVALID_ARGUMENT" | "FAILED_PRECONDITION" => 400,
        "UNAUTHENTICATED" => 401,
        "PERMISSION_DENIED" => 403,
        "NOT_FOUND" => 404,
        "RESOURCE_EXHAUSTED" => 429,
        _ => error.status,
    }
}

fn code_of(error: &ServerError, status: u16) -> Code {
    match error.code.as_deref().unwrap_or_default() {
        "sensitive_words_detected" | "prompt_blocked" => return Code::PromptBlocked,
        "insufficient_user_quota" | "pre_consume_token_quota_failed" | "insufficient_quota" => {
            return Code::QuotaExhausted;
        }
        "model_not_found" => return Code::ModelNotFound,
        "access_denied" => return Code::PermissionDenied,
        _ => {}
    }
    if error.reason.as_deref() == Some("API_KEY_INVALID") {
        return Code::InvalidApiKey;
    }
    match status {
        401 => Code::InvalidApiKey,
        402 => Code::QuotaExhausted,
        403 => Code::PermissionDenied,
        404 if error.page || error.kind.as_deref() == Some("invalid_request_error") => Code::InvalidRequest,
        404 => Code::ModelNotFound,
        408 | 504 | 522 | 524 => Code::Timeout,
        413 => Code::PayloadTooLarge,
        429 if is_used_up(error) => Code::QuotaExhausted,
        429 => Code::RateLimited,
        400 if error.state.as_deref() == Some("FAILED_PRECONDITION") => Code::PermissionDenied,
        499 | 500.. => Code::ServerError,
        400..=498 => Code::InvalidRequest,
        _ => Code::InvalidResponse,
    }
}

/// A quota of the day, or none at all: `retryDelay` may still speak of seconds, and misleads.
fn is_used_up(error: &ServerError) -> bool {
    error.quota_is_zero
        || error.quota_ids.iter().any(|id| text::after(id, "PerDay").is_some())
        || error.message.as_deref().is_some_and(|message| text::after(message, "limit: 0").is_some())
}

fn hint(error: &ServerError, status: u16, code: Code, host: Host, model: &str) -> String {
    let text = match code {
        Code::InvalidApiKey => match host {
            Host::Google => "check the key, or make a new one at aistudio.google.com/apikey",
            Host::Kkiai => "check the key in your account at kkiai.com; a key of Google's needs `baseURL: 'google'`",
            Host::Other => "check that the key belongs to the server that `baseURL` names",
        },
        Code::PermissionDenied if error.state.as_deref() == Some("FAILED_PRECONDITION") => {
            "Google offers this in your country only with billing turned on for the project"
        }
        Code::PermissionDenied => {
            "the key is known but may not do this: look at its restrictions (referrer, API, IP) and at the account"
        }
        Code::ModelNotFound => {
            return match models::known(model).and_then(|model| model.retired.as_ref()) {
                Some(Retired { on, successor }) if host == Host::Google => {
                    format!("Google shut `{model}` down ({on}); use `model: '{successor}'`")
                }
                _ => format!("this server does not offer `{model}`: look at its list of models and set `model`"),
            };
        }
        Code::InvalidRequest if status == 404 => {
            "there is no image API at this address: check `baseURL` and `apiVersion`"
        }
        Code::InvalidRequest => "change what the server names; not every model takes every option",
        Code::PayloadTooLarge => "the request is larger than this server takes: send fewer or smaller images",
        Code::RateLimited => "wait a little, then try again; fewer calls at once help",
        Code::QuotaExhausted if error.quota_is_zero || !error.quota_ids.is_empty() || host == Host::Google => {
            "the quota is used up or the plan has none for image models: look at plan and billing"
        }
        Code::QuotaExhausted => "the account has no credit left: top it up",
        Code::PromptBlocked => "the server refused the prompt: say it in other words",
        Code::Timeout if status == 408 => "the request took too long to reach the server; try again",
        Code::Timeout => "the server took too long; the picture may have been made and charged all the same",
        Code::InvalidResponse => "this is not how the image API answers: check `baseURL`",
        _ if status == 501 => "this server does not offer image generation under this path",
        _ if error.page => "a proxy in front of the server failed; try again in a minute",
        _ => "the server failed; try again in a minute",
    };
    text.to_owned()
}

/// Judges a reply that came with 200 and holds no picture.
#[must_use]
pub fn of_reply(ending: &Ending) -> Verdict {
    let (code, hint) = match (ending.block_reason, ending.finish_reason) {
        (Some(reason), _) => (
            Code::PromptBlocked,
            match reason {
                "BLOCKLIST" => "the prompt holds a forbidden term: say it in other words",
                "PROHIBITED_CONTENT" => "the prompt asks for what is prohibited and no setting allows",
                "IMAGE_SAFETY" => "a reference image was refused: use another",
                "OTHER" => "refused without a reason; often a reference image: another picture or model may pass",
                _ => "the safety filter refused the prompt: say it in other words",
            },
        ),
        (None, Some("IMAGE_SAFETY" | "SAFETY" | "IMAGE_PROHIBITED_CONTENT" | "PROHIBITED_CONTENT")) => {
            (Code::ImageBlocked, "the picture was made and then refused by the safety filter: ask for something milder")
        }
        (None, Some("IMAGE_RECITATION" | "RECITATION")) => {
            (Code::ImageBlocked, "the picture came too close to an existing work: ask for something of its own")
        }
        (None, Some("BLOCKLIST" | "SPII")) => {
            (Code::ImageBlocked, "a forbidden term or personal data was found: leave it out of the prompt")
        }
        (None, Some("MAX_TOKENS")) => (
            Code::NoImage,
            "the output limit was reached before the picture: raise `maxOutputTokens` or ask for less text",
        ),
        (None, Some("LANGUAGE")) => {
            (Code::NoImage, "the model does not take this language: write the prompt in another")
        }
        (None, Some("NO_IMAGE")) => (
            Code::NoImage,
            "the model made no picture; try again, and end the prompt with 'answer with the picture only'",
        ),
        _ if ending.has_text => {
            (Code::NoImage, "the model answered in words (see `text`): ask plainly for a picture, or try another model")
        }
        (None, Some("STOP" | "IMAGE_OTHER" | "OTHER")) => (Code::NoImage, "the model made no picture; try again"),
        _ => (Code::NoImage, "the server sent no picture: check that `model` is one that makes images"),
    };
    Verdict {
        code,
        retryable: false,
        maybe_billed: code == Code::ImageBlocked,
        retry_after: None,
        hint: hint.to_owned(),
    }
}
