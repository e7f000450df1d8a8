//! What answers are known to mean, as the API's contract has it: code, whether to try again, and whether a picture may
//! have been made and charged. Written down apart from the engine's own tables, which are held against this.

use engine::face::error::Code;

/// What follows from an answer that brings no picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    pub code: Code,
    pub retryable: bool,
    pub billed: bool,
}

const fn row(code: Code, retryable: bool, billed: bool) -> Row {
    Row { code, retryable, billed }
}

/// Statuses, and the codes of an error that comes with 200. But for 404, of which the words say what it means.
pub const STATUSES: &[(u16, Row)] = &[
    (400, row(Code::InvalidRequest, false, false)),
    (401, row(Code::InvalidApiKey, false, false)),
    (403, row(Code::PermissionDenied, false, false)),
    (408, row(Code::Timeout, true, false)),
    (413, row(Code::PayloadTooLarge, false, false)),
    (429, row(Code::RateLimited, true, false)),
    (499, row(Code::ServerError, false, false)),
    (500, row(Code::ServerError, true, false)),
    (501, row(Code::ServerError, false, false)),
    (502, row(Code::ServerError, true, false)),
    (503, row(Code::ServerError, true, false)),
    (504, row(Code::Timeout, true, true)),
    (520, row(Code::ServerError, true, true)),
    (522, row(Code::Timeout, true, true)),
    (524, row(Code::Timeout, true, true)),
];

/// Finish reasons but for STOP and those that say nothing.
pub const FINISHES: &[(&str, Row)] = &[
    ("SAFETY", row(Code::ImageBlocked, false, true)),
    ("IMAGE_SAFETY", row(Code::ImageBlocked, false, true)),
    ("IMAGE_PROHIBITED_CONTENT", row(Code::ImageBlocked, false, true)),
    ("IMAGE_RECITATION", row(Code::ImageBlocked, false, true)),
    ("MAX_TOKENS", row(Code::NoImage, false, false)),
    ("NO_IMAGE", row(Code::NoImage, false, false)),
    ("LANGUAGE", row(Code::NoImage, false, false)),
];

/// Of a blocked prompt.
pub const BLOCKS: &[&str] = &["SAFETY", "OTHER", "PROHIBITED_CONTENT", "IMAGE_SAFETY"];

/// Gateways that write every field write these, and say nothing with them.
pub const DEFAULTS: &[&str] = &["", "FINISH_REASON_UNSPECIFIED", "BLOCKED_REASON_UNSPECIFIED"];

pub const BLOCKED: Row = row(Code::PromptBlocked, false, false);
/// The time was over after sending.
pub const TIMEOUT: Row = row(Code::Timeout, true, true);
/// Nothing was answered. Later than 3 s after sending it may have been a proxy's 504 without CORS headers.
pub const fn lost(after: u64) -> Row {
    row(Code::Network, true, after >= 3_000)
}
pub const REDIRECTED: Row = row(Code::InvalidResponse, false, false);
/// The connection broke.
pub const BROKEN: Row = row(Code::Network, true, true);
/// It ended too early; one that is empty says nothing of why.
pub const fn cut(received: usize) -> Row {
    row(Code::InvalidResponse, received > 0, true)
}
/// A page in place of a reply.
pub const PAGE: Row = row(Code::InvalidResponse, false, true);
/// It says that it is at its end, and has no picture.
pub const PICTURELESS: Row = row(Code::NoImage, false, false);
/// A link in place of a picture, which led to none; or could not be fetched.
pub const LINK: Row = row(Code::NoImage, false, true);
pub const UNREACHED: Row = row(Code::Network, false, true);
/// No Blob for the request's body.
pub const NO_ROOM: Row = row(Code::Wasm, false, false);

pub fn of<K: PartialEq>(table: &[(K, Row)], key: &K) -> Option<Row> {
    table.iter().find(|(of, _)| of == key).map(|(_, row)| *row)
}
