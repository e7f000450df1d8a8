//! What a server refuses, or fails at → code, hint, and whether to try again.

use super::Context;
use super::nearest::nearest;
use crate::error::{Code, Sentence};
use crate::models::{self, Host, Model, Retired, Warning};
use crate::named::named;

named! {
    /// What a server refuses, or fails at.
    pub enum Refusal {
        /// The key is none of its keys.
        Key = "key",
        /// The key may not do this.
        Forbidden = "forbidden",
        /// Something in front of the server refused; nobody looked at the key.
        Firewall = "firewall",
        /// The place that the request comes from is not served.
        Location = "location",
        /// It is served only with billing turned on.
        Billing = "billing",
        /// One of the two, or another condition of Google's.
        Condition = "condition",
        /// The model is not there.
        Model = "model",
        /// The model is not there, or no API is.
        Missing = "missing",
        /// No API is at this address.
        Address = "address",
        /// Something in the request.
        Request = "request",
        /// The size of it.
        Size = "size",
        /// Too many requests for now.
        Rate = "rate",
        /// Google's quota is used up.
        Quota = "quota",
        /// A gateway's account is empty.
        Credit = "credit",
        /// The prompt.
        Prompt = "prompt",
        /// The request took too long to come.
        SlowRequest = "slow request",
        /// The answer took too long.
        SlowServer = "slow server",
        /// It does not have this API.
        Unimplemented = "unimplemented",
        /// It is busy; of a gateway also: nobody is left who serves the model.
        Busy = "busy",
        /// It failed, and may not fail again.
        Failed = "failed",
        /// It failed in a way that nobody promises will pass.
        Broken = "broken",
        /// What it answers is no answer of this API.
        Answer = "answer",
    }
}

impl Refusal {
    /// What a program branches on.
    #[must_use]
    pub const fn code(self) -> Code {
        match self {
            Self::Key => Code::InvalidApiKey,
            Self::Forbidden | Self::Firewall | Self::Location | Self::Billing | Self::Condition => {
                Code::PermissionDenied
            }
            Self::Model | Self::Missing => Code::ModelNotFound,
            Self::Address | Self::Request => Code::InvalidRequest,
            Self::Size => Code::PayloadTooLarge,
            Self::Rate => Code::RateLimited,
            Self::Quota | Self::Credit => Code::QuotaExhausted,
            Self::Prompt => Code::PromptBlocked,
            Self::SlowRequest | Self::SlowServer => Code::Timeout,
            Self::Unimplemented | Self::Busy | Self::Failed | Self::Broken => Code::ServerError,
            Self::Answer => Code::InvalidResponse,
        }
    }

    /// Whether the same request may succeed later.
    #[must_use]
    pub const fn is_retryable(self) -> bool {
        match self {
            Self::Rate | Self::SlowRequest | Self::SlowServer | Self::Busy | Self::Failed => true,
            Self::Key
            | Self::Forbidden
            | Self::Firewall
            | Self::Location
            | Self::Billing
            | Self::Condition
            | Self::Model
            | Self::Missing
            | Self::Address
            | Self::Request
            | Self::Size
            | Self::Quota
            | Self::Credit
            | Self::Prompt
            | Self::Unimplemented
            | Self::Broken
            | Self::Answer => false,
        }
    }

    /// One sentence on what to do; `page` says that a proxy speaks.
    #[must_use]
    pub fn hint(self, page: bool, context: &Context) -> Sentence {
        let hint = match self {
            Self::Forbidden if !context.keyed && context.host == Host::Other => {
                "no key went along: pass `apiKey` if this server wants one; a proxy serves the pages that it is set up for"
            }
            Self::Key | Self::Forbidden if !context.keyed => {
                "the server wants to know who asks, and no key went along: pass `apiKey`"
            }
            Self::Key => match context.host {
                Host::Google => "check the key, or make a new one at aistudio.google.com/apikey",
                Host::Kkiai => {
                    "check the key in your account at kkiai.com; a key of Google's needs `baseURL: 'google'`"
                }
                Host::Other => "check that the key belongs to the server that `baseURL` names",
            },
            Self::Forbidden => {
                "the key may not do this, or something before the server refused: look at the key's restrictions \
                 (referrer, API, IP) and at the account"
            }
            Self::Firewall => {
                "a proxy or a firewall in front of the server refused the request, not the API itself; \
                 the key was not looked at: try from another network"
            }
            Self::Location => {
                "Google serves no requests from there: what counts is where the server or proxy stands \
                 that sends them on, so use one in a country that Google serves"
            }
            Self::Billing => "Google offers this in your country only with billing turned on for the project",
            Self::Condition => {
                "a condition of Google's is not met: look at the project's billing, and at the country that requests \
                 are sent from"
            }
            Self::Model => return of_model(context),
            Self::Missing | Self::Address if context.shorter().is_some() => {
                return Sentence::ours("try `baseURL: '")
                    .theirs(context.shorter().unwrap_or_default())
                    .and("'`: the version and `/models/…` are added to it");
            }
            Self::Missing if nearest(context.model).is_some() => return of_model(context),
            Self::Missing => {
                "there is no such model, or no image API at this address: check `model`, `baseURL` and `apiVersion`"
            }
            Self::Address => "there is no image API at this address: check `baseURL` and `apiVersion`",
            Self::Request if page => {
                "a proxy in front of the server refused the request, not the API itself: check `baseURL`"
            }
            Self::Request => return of_request(context),
            Self::Size => {
                "the request is larger than this server takes: send fewer or smaller images; a conversation sends all \
                 of its pictures again"
            }
            Self::Rate => "wait a little, then try again; fewer calls at once help",
            Self::Quota => "the quota is used up or the plan has none for image models: look at plan and billing",
            Self::Credit => "the account, or the part of it that this key may spend, has no credit left: top it up",
            Self::Prompt => "the server refused the prompt: say it in other words",
            Self::SlowRequest => "the request took too long to reach the server; try again",
            Self::SlowServer => "the server took too long; the picture may have been made and charged all the same",
            Self::Unimplemented => "this server does not offer image generation under this path",
            Self::Busy => {
                "the server is busy, or has nobody left who serves this model: try again in a minute, then with \
                 another `model`"
            }
            Self::Failed if page => "a proxy in front of the server failed; try again in a minute",
            Self::Failed => "the server failed; try again in a minute",
            Self::Broken => "the server failed in a way that may not pass by itself: tell whoever runs it",
            Self::Answer => "this is not how the image API answers: check `baseURL`",
        };
        hint.into()
    }
}

fn of_model(context: &Context) -> Sentence {
    let model = context.model;
    // Gateways keep what Google has retired.
    let retired = |model: &'static Model| model.retired.as_ref().filter(|_| context.host == Host::Google);
    if let Some(Retired { on, successor }) = models::find(model).and_then(retired) {
        return format!("Google shut `{model}` down ({on}); use `model: '{successor}'`").into(); // it is one of ours
    }
    let missing = Sentence::ours("this server does not offer `").theirs(model);
    match nearest(model) {
        Some(meant) => {
            let id = retired(meant).map_or(meant.id, |retired| retired.successor);
            missing.and("`: did you mean `model: '").and(id).and("'`?")
        }
        None => missing.and("`: look at its list of models and set `model`"),
    }
}

fn of_request(context: &Context) -> Sentence {
    let known = context.unsupported.iter().filter_map(|warning| match warning {
        Warning::Unsupported { message, .. } => Some(message.as_str()),
        Warning::Mismatch { .. } | Warning::Compat { .. } => None,
    });
    let known: Vec<&str> = known.collect();
    if known.is_empty() {
        return match context.continues {
            true => {
                "change what the server names: not every model takes every option, nor a conversation that was \
                     had with another model"
            }
            false => {
                "change what the server names, or leave out one option after the other: not every model takes \
                      every option"
            }
        }
        .into();
    }
    format!("not every model takes every option: {}", known.join("; ")).into()
}
