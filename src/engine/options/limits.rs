//! How many requests, how many at a time, how long each, and how often again.

use super::rules::{INT32, Mistakes, Real, Whole};
use crate::error::millis;
use std::time::Duration;

/// More is a mistake, and an expensive one.
pub(super) const N: Whole = Whole { field: "n", must: "a whole number from 1 to 1000", least: 1, most: 1000 };
pub(super) const CONCURRENCY: Whole = Whole { field: "concurrency", ..N };
pub(super) const MAX_RETRIES: Whole =
    Whole { field: "maxRetries", must: "a whole number from 0 to 1000", least: 0, most: 1000 };

pub(super) const DEFAULT_CONCURRENCY: u32 = 3;
pub(super) const DEFAULT_RETRIES: u32 = 2;

/// 3–8 minutes are reported under load; gateways advise at least this.
pub(super) const DEFAULT_TIMEOUT: Duration = Duration::from_secs(300);

pub(super) const TIMEOUT: Real =
    Real { field: "timeout", must: "milliseconds from 0 (none) to 2147483647", least: 0.0, most: (INT32 - 1) as f64 };

pub(super) fn check_timeout(given: Option<Duration>, mistakes: &mut Mistakes) {
    if let Some(ms) = given.map(millis).filter(|ms| *ms >= INT32.unsigned_abs()) {
        mistakes.must(TIMEOUT.field, TIMEOUT.must, &ms.to_string());
    }
}
