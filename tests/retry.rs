//! When an attempt is followed by another, and how long after.

#![cfg(not(target_arch = "wasm32"))]

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
