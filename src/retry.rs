//! A failed attempt → wait and try again, or give up.
//!
//! What failed without cost is tried again: 408, 429, 500, 502, 503, and a fetch that failed within seconds of sending. What
//! may have been charged already (timeouts, 504, 52x, a cut body, a fetch that failed late) only where the caller says so:
//! each attempt at a picture costs a picture. Which failure is of which kind is told by the error itself
//! (js/refusal.js, src/transport.rs); here is only what follows from it.

/// What an error says about trying again.
#[derive(Clone, Copy, Debug, Default)]
pub struct Failed {
    /// The same request may succeed later.
    pub retryable: bool,
    /// The picture may have been made and charged.
    pub maybe_billed: bool,
    /// Milliseconds that the server asks to wait.
    pub retry_after: Option<f64>,
}

/// What the caller allows.
#[derive(Clone, Copy, Debug)]
pub struct Policy {
    /// Attempts after the first.
    pub max_retries: u32,
    /// Also retry what may have been charged.
    pub ambiguous: bool,
}

/// The first wait is at most this, and each later one at most twice the one before.
const FIRST: f64 = 1_000.0;
/// No wait is longer, and a server that asks for a longer one is not waited for: the caller learns how long it would be.
const LONGEST: f64 = 60_000.0;

/// Milliseconds to wait before the next attempt; None to give up. `attempt` is the one that failed, from 1; `random` is from
/// 0 to 1, and spreads callers that failed together over the whole wait
/// (<https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/>, "full jitter").
#[must_use]
pub fn wait(failed: Failed, attempt: u32, policy: Policy, random: f64) -> Option<f64> {
    let allowed = failed.retryable && (policy.ambiguous || !failed.maybe_billed) && attempt <= policy.max_retries;
    match failed.retry_after {
        _ if !allowed => None,
        Some(asked) => (asked <= LONGEST).then_some(asked),
        None => Some((FIRST * f64::from(1_u32 << (attempt - 1).min(10))).min(LONGEST) * random),
    }
}
