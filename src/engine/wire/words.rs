//! The words that servers use, as enums: what is none of them is `Unknown`, and the text stays where it was read.
//!
//! Google's are those of <https://ai.google.dev/api/generate-content> and
//! <https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto>; gateways' are those of one-api and
//! new-api.

use super::reply::specified;
use crate::named::named;

macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $text:literal,)+ }) => {
        named! {
            $(#[$meta])*
            pub enum $name {
                $(#[doc = concat!("`", $text, "`.")] $variant = $text,)+
                /// A word that is none of these.
                Unknown = "?",
            }
        }

        impl $name {
            /// Of a server's word; None where it says nothing.
            #[must_use]
            pub fn of(word: Option<&str>) -> Option<Self> {
                let word = specified(word)?;
                let known = Self::ALL.iter().copied().find(|known| known.as_str().eq_ignore_ascii_case(word));
                Some(known.unwrap_or(Self::Unknown))
            }
        }
    };
}

words! {
    /// `error.status`.
    State {
        Ok = "OK",
        Cancelled = "CANCELLED",
        Unsure = "UNKNOWN",
        InvalidArgument = "INVALID_ARGUMENT",
        DeadlineExceeded = "DEADLINE_EXCEEDED",
        NotFound = "NOT_FOUND",
        AlreadyExists = "ALREADY_EXISTS",
        PermissionDenied = "PERMISSION_DENIED",
        Unauthenticated = "UNAUTHENTICATED",
        ResourceExhausted = "RESOURCE_EXHAUSTED",
        FailedPrecondition = "FAILED_PRECONDITION",
        Aborted = "ABORTED",
        OutOfRange = "OUT_OF_RANGE",
        Unimplemented = "UNIMPLEMENTED",
        Internal = "INTERNAL",
        Unavailable = "UNAVAILABLE",
        DataLoss = "DATA_LOSS",
    }
}

words! {
    /// `error.code` of a gateway, where it is a string.
    GatewayCode {
        SensitiveWords = "sensitive_words_detected",
        PromptBlocked = "prompt_blocked",
        UserQuota = "insufficient_user_quota",
        TokenQuota = "pre_consume_token_quota_failed",
        Quota = "insufficient_quota",
        ModelNotFound = "model_not_found",
        AccessDenied = "access_denied",
        InvalidRequest = "invalid_request",
        NoChannel = "get_channel_failed",
        NoKey = "channel:no_available_key",
        NotSentOn = "do_request_failed",
        BadStatus = "bad_response_status_code",
        BadBody = "bad_response_body",
        Empty = "empty_response",
        Unread = "read_request_body_failed",
        NotImplemented = "api_not_implemented",
    }
}

words! {
    /// `error.type` of a gateway.
    Kind {
        InvalidRequest = "invalid_request_error",
        Own = "new_api_error",
        Upstream = "upstream_error",
    }
}

words! {
    /// `reason` of a `google.rpc.ErrorInfo`.
    Reason {
        KeyInvalid = "API_KEY_INVALID",
        ReferrerBlocked = "API_KEY_HTTP_REFERRER_BLOCKED",
        ServiceDisabled = "SERVICE_DISABLED",
    }
}

words! {
    /// `promptFeedback.blockReason`.
    Block {
        Safety = "SAFETY",
        Other = "OTHER",
        Blocklist = "BLOCKLIST",
        ProhibitedContent = "PROHIBITED_CONTENT",
        ImageSafety = "IMAGE_SAFETY",
        ModelArmor = "MODEL_ARMOR",
        Jailbreak = "JAILBREAK",
    }
}

words! {
    /// `candidates[].finishReason`.
    Finish {
        Stop = "STOP",
        MaxTokens = "MAX_TOKENS",
        Safety = "SAFETY",
        Recitation = "RECITATION",
        Language = "LANGUAGE",
        Other = "OTHER",
        Blocklist = "BLOCKLIST",
        ProhibitedContent = "PROHIBITED_CONTENT",
        Spii = "SPII",
        MalformedFunctionCall = "MALFORMED_FUNCTION_CALL",
        UnexpectedToolCall = "UNEXPECTED_TOOL_CALL",
        TooManyToolCalls = "TOO_MANY_TOOL_CALLS",
        ImageSafety = "IMAGE_SAFETY",
        ImageProhibitedContent = "IMAGE_PROHIBITED_CONTENT",
        ImageRecitation = "IMAGE_RECITATION",
        ImageOther = "IMAGE_OTHER",
        NoImage = "NO_IMAGE",
        MissingThoughtSignature = "MISSING_THOUGHT_SIGNATURE",
        MalformedResponse = "MALFORMED_RESPONSE",
        Escalation = "ESCALATION",
        PupLimitedDisabled = "PUP_LIMITED_DISABLED",
        Continuation = "CONTINUATION",
        ModelArmor = "MODEL_ARMOR",
    }
}
