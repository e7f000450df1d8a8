//! When an attempt is followed by another, and how long after.

#![cfg(not(target_arch = "wasm32"))]

use wasmagine::code::Code;
use wasmagine::models::Host;
use wasmagine::refusal::{ServerError, of_server};
use wasmagine::retry::{Failed, Policy, wait};

const TWICE: Policy = Policy { max_retries: 2, ambiguous: false };

#[test]
fn the_table() {
    let free = Failed { retryable: true, ..Default::default() };
    let charged = Failed { maybe_billed: true, ..free };
    let asked = |ms| Failed { retry_after: Some(ms), ..free };
    let ambiguous = Policy { ambiguous: true, ..TWICE };
    let never = Policy { max_retries: 0, ..ambiguous };
    // what failed, at which attempt, policy, the longest wait that may follow
    let rows = [
        (Failed::default(), 1, ambiguous, None),
        (free, 1, never, None),
        (free, 1, TWICE, Some(1_000.0)),
        (free, 2, TWICE, Some(2_000.0)),
        (free, 3, TWICE, None),
        (free, 6, Policy { max_retries: 99, ..TWICE }, Some(32_000.0)),
        (free, 7, Policy { max_retries: 99, ..TWICE }, Some(60_000.0)),
        (free, 90, Policy { max_retries: 99, ..TWICE }, Some(60_000.0)),
        (charged, 1, TWICE, None),
        (charged, 1, ambiguous, Some(1_000.0)),
        (charged, 3, ambiguous, None),
        (asked(34_400.0), 1, TWICE, Some(34_400.0)),
        (asked(0.0), 2, TWICE, Some(0.0)),
        (asked(60_001.0), 1, TWICE, None),
        (asked(5.0), 3, TWICE, None),
    ];
    for (failed, attempt, policy, longest) in rows {
        assert_eq!(wait(failed, attempt, policy, 1.0), longest, "{failed:?} at attempt {attempt}");
    }
}

#[test]
fn jitter_covers_the_whole_wait_but_not_what_a_server_asks() {
    let free = Failed { retryable: true, ..Default::default() };
    assert_eq!(wait(free, 2, TWICE, 0.0), Some(0.0));
    assert_eq!(wait(free, 2, TWICE, 0.25), Some(500.0));
    assert_eq!(wait(Failed { retry_after: Some(700.0), ..free }, 2, TWICE, 0.25), Some(700.0));
}

#[test]
fn statuses_are_retried_as_documented() {
    let next = |status, ambiguous| {
        let verdict = of_server(&ServerError { status, ..Default::default() }, Host::Other, "m");
        let failed = Failed {
            retryable: verdict.retryable,
            maybe_billed: verdict.maybe_billed,
            retry_after: verdict.retry_after,
        };
        wait(failed, 1, Policy { ambiguous, ..TWICE }, 1.0).is_some()
    };
    for status in [408, 429, 500, 502, 503] {
        assert!(next(status, false) && next(status, true), "{status}");
    }
    for status in [504, 520, 521, 522, 523, 524] {
        assert!(!next(status, false) && next(status, true), "{status}");
    }
    for status in [400, 401, 402, 403, 404, 405, 413, 499, 501] {
        assert!(!next(status, true), "{status}");
    }
    let used_up = ServerError { status: 429, quota_is_zero: true, retry_after: Some(5_000.0), ..Default::default() };
    let verdict = of_server(&used_up, Host::Other, "m");
    assert_eq!((verdict.code, verdict.retryable), (Code::QuotaExhausted, false));
}
