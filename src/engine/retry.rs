//! A failed attempt → wait and try again, or give up.
//!
//! What failed without cost is tried again: 408, 429, 500, 502, 503, and a fetch that failed within seconds of
//! sending. What may have been charged already (timeouts, 504, 52x, a cut body, a fetch that failed late) only where
//! the caller says so: each attempt at a picture costs a picture. Which failure is of which kind is told by the error
//! itself (`verdict`); here is only what follows from it.

use crate::error::Error;
use std::time::Duration;

/// What the caller allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Attempts after the first.
    pub max_retries: u32,
    /// Also what may have been charged.
    pub retry_ambiguous: bool,
}

/// The first wait is at most this, in ms, and each later one at most twice the one before.
const FIRST: u64 = 1_000;
/// No wait is longer, and a server that asks for a longer one is not waited for: the caller learns how long it would
/// be.
const LONGEST: u64 = 60_000;

/// The wait before the next attempt; None to give up. `attempt` is the one that failed, from 1; `random` is from 0 to
/// 1, and spreads callers that failed together over the whole wait
/// (<https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/>, "full jitter").
#[must_use]
pub fn retry(failed: &Error, attempt: u32, policy: Policy, random: f64) -> Option<Duration> {
    let is_allowed = policy.retry_ambiguous || !failed.maybe_billed;
    if !failed.retryable || !is_allowed || attempt > policy.max_retries {
        return None;
    }
    if let Some(asked) = failed.retry_after {
        return (asked <= Duration::from_millis(LONGEST)).then_some(asked);
    }
    let most = (FIRST << attempt.saturating_sub(1).min(6)).min(LONGEST);
    // A cast saturates: whatever the World calls random, the wait is from 0 to the most.
    Some(Duration::from_millis(((most as f64 * random) as u64).min(most)))
}
