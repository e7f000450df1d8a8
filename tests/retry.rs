//! When an attempt is followed by another, and how long after.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::restriction)] // a test may panic

use engine::face::error::{Code, Error, Failure};
use engine::face::redact::Redactor;
use engine::face::retry::{Policy, retry};
use proptest::prelude::*;
use std::time::Duration;

const TWICE: Policy = Policy { max_retries: 2, retry_ambiguous: false };
const AMBIGUOUS: Policy = Policy { retry_ambiguous: true, ..TWICE };

fn failed(retryable: bool, maybe_billed: bool, retry_after: Option<u64>) -> Error {
    let failure = Failure::new(Code::ServerError, "it failed").with(|told| {
        told.retryable = retryable;
        told.maybe_billed = maybe_billed;
        told.retry_after = retry_after.map(Duration::from_millis);
    });
    failure.told(&Redactor::default())
}

fn wait(failed: &Error, attempt: u32, policy: Policy, random: f64) -> Option<u128> {
    retry(failed, attempt, policy, random).map(|wait| wait.as_millis())
}

#[test]
fn what_failed_at_which_attempt_under_which_policy_and_the_longest_wait_that_may_follow() {
    let free = failed(true, false, None);
    let charged = failed(true, true, None);
    let asked = |ms| failed(true, false, Some(ms));
    let often = Policy { max_retries: 99, ..TWICE };
    for (failed, attempt, policy, longest) in [
        (&failed(false, false, None), 1, AMBIGUOUS, None),
        (&failed(false, false, Some(5)), 1, AMBIGUOUS, None),
        (&free, 1, Policy { max_retries: 0, ..AMBIGUOUS }, None),
        (&free, 1, TWICE, Some(1_000)),
        (&free, 2, TWICE, Some(2_000)),
        (&free, 3, TWICE, None),
        (&free, 6, often, Some(32_000)),
        (&free, 7, often, Some(60_000)),
        (&free, 90, often, Some(60_000)),
        (&free, 1_000, Policy { max_retries: 1_000, ..TWICE }, Some(60_000)),
        (&free, u32::MAX, Policy { max_retries: u32::MAX, ..TWICE }, Some(60_000)),
        (&free, 0, TWICE, Some(1_000)),
        (&charged, 1, TWICE, None),
        (&charged, 1, AMBIGUOUS, Some(1_000)),
        (&charged, 3, AMBIGUOUS, None),
        (&asked(34_400), 1, TWICE, Some(34_400)),
        (&asked(0), 2, TWICE, Some(0)),
        (&asked(60_000), 1, TWICE, Some(60_000)),
        (&asked(60_001), 1, TWICE, None),
        (&asked(u64::MAX), 1, TWICE, None),
        (&asked(5), 3, TWICE, None),
    ] {
        assert_eq!(wait(failed, attempt, policy, 1.0), longest, "{failed:?} at attempt {attempt}");
    }
}

#[test]
fn jitter_covers_the_whole_wait_but_not_what_a_server_asks() {
    let free = failed(true, false, None);
    assert_eq!(wait(&free, 2, TWICE, 0.0), Some(0));
    assert_eq!(wait(&free, 2, TWICE, 0.25), Some(500));
    assert_eq!(wait(&failed(true, false, Some(700)), 2, TWICE, 0.25), Some(700));
    assert_eq!(wait(&failed(true, false, Some(700)), 2, TWICE, f64::NAN), Some(700));
}

#[test]
fn no_number_that_a_world_calls_random_breaks_it() {
    let free = failed(true, false, None);
    for random in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, -0.0, 2.0, f64::MAX, f64::MIN_POSITIVE] {
        assert!(wait(&free, 1, TWICE, random).unwrap() <= 1_000, "{random}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_wait_is_never_longer_than_a_minute(
        attempt: u32, max_retries: u32, random: f64, after in prop::option::of(any::<u64>()), billed: bool,
        retry_ambiguous: bool,
    ) {
        let policy = Policy { max_retries, retry_ambiguous };
        if let Some(wait) = wait(&failed(true, billed, after), attempt, policy, random) {
            prop_assert!(wait <= 60_000 && attempt <= max_retries && (retry_ambiguous || !billed));
        }
    }
}
