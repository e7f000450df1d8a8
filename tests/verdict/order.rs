//! Which of several ends wins.

use super::*;

/// Everything that can be known, in each combination, against the order as architecture words it.
#[test]
fn one_order_holds_for_every_combination() {
    let error = says(503, "message=x");
    let reasons = [None, Some("STOP"), Some("IMAGE_SAFETY"), Some("NO_IMAGE"), Some("SOLAR_FLARE"), Some("")];
    let mut seen = std::collections::BTreeSet::new();
    for bits in 0..1 << 9 {
        let has = |bit: u32| bits >> bit & 1 == 1;
        for finish_reason in reasons {
            for block_reason in [None, Some("SAFETY"), Some("BLOCK_REASON_UNSPECIFIED")] {
                let known = Known {
                    picture: has(0),
                    draft: has(1),
                    error: has(2).then_some(&error),
                    text: if has(3) { "words" } else { "" },
                    odd: has(4).then_some("an SVG"),
                    broken: has(5).then(|| broken(thrown())),
                    done: has(6),
                    events: has(7),
                    foreign: has(8).then_some("`choices`"),
                    finish_reason,
                    block_reason,
                    ..Known::default()
                };
                let refused = block_reason == Some("SAFETY") || finish_reason == Some("IMAGE_SAFETY");
                let reason = matches!(finish_reason, Some("NO_IMAGE" | "SOLAR_FLARE"));
                let stop = finish_reason == Some("STOP");
                let over = stop || has(6) || !(has(5) || has(7));
                let first = [
                    (has(0), End::Picture),
                    (has(2), End::Error),
                    (refused, End::Refusal),
                    (has(1), End::Draft),
                    (has(4), End::Odd),
                    (reason, End::Reason),
                    (has(3) && over, End::Text),
                    (has(5), End::Broken),
                    (has(8) && !stop, End::Foreign),
                    (has(7) && !stop, End::Cut),
                    (true, End::Empty),
                ];
                let expected = first.iter().find(|(is, _)| *is).unwrap().1;
                assert_eq!(known.end(), expected);
                seen.insert(expected);
                let shown = known.clone().conclude(&KKIAI);
                assert_eq!(shown.is_ok(), matches!(expected, End::Picture | End::Draft));
                if let Err(failure) = shown {
                    let error = told(failure);
                    assert_eq!(error.text.is_some(), has(3), "{expected:?}: what it said is never lost");
                    assert!(error.maybe_billed || !(has(1) || has(5) && matches!(expected, End::Text | End::Broken)));
                }
            }
        }
    }
    assert_eq!(seen.len(), End::ALL.len() - 1, "all but a link that was not fetched");
}

#[test]
fn a_whole_picture_is_the_callers_and_what_went_wrong_is_a_warning() {
    let error = says(500, "message=x");
    let picture = || Known { picture: true, events: true, ..Known::default() };
    let link = || unfetched("a.example", "was not fetched".into(), "let it", Code::NoImage);
    for (known, warning) in [
        (Known { finish_reason: Some("STOP"), ..picture() }, ""),
        (picture(), "the reply ended without a finish reason"),
        (Known { events: false, ..picture() }, ""),
        (Known { error: Some(&error), ..picture() }, "after the picture the server answered 500: x"),
        (
            Known { broken: Some(broken(thrown())), ..picture() },
            "the reply broke off after the picture: the connection broke before the reply was whole\n\
             the reply ended without a finish reason",
        ),
        (Known { finish_reason: Some("STOP"), broken: Some(broken(thrown())), ..picture() }, ""),
        (
            Known { finish_reason: Some("IMAGE_SAFETY"), ..picture() },
            "after the picture the reply was stopped (IMAGE_SAFETY)",
        ),
        (
            Known { finish_reason: Some("STOP"), unfetched: Some(link()), ..picture() },
            "in place of a picture came a link to a.example, which was not fetched",
        ),
    ] {
        let shown = known.conclude(&KKIAI).unwrap();
        let warnings: Vec<String> = shown.warnings.iter().map(|words| words.told(&Redactor::default())).collect();
        assert_eq!(warnings.join("\n"), warning);
        assert!(!shown.draft);
    }
    // A draft is one, too, where nothing refuses it: whatever else is known.
    for known in [
        Known { draft: true, finish_reason: Some("STOP"), ..Known::default() },
        Known { draft: true, text: "words", finish_reason: Some("NO_IMAGE"), ..Known::default() },
        Known { draft: true, broken: Some(timeout(true, Duration::from_secs(9))), ..Known::default() },
    ] {
        assert!(known.conclude(&KKIAI).unwrap().draft);
    }
    // Where one is refused after all, it may have been charged.
    let error = ends(Known { draft: true, block_reason: Some("SAFETY"), ..Known::default() });
    assert_eq!(line(&error), "prompt-blocked billed");
    let error = told(
        Known { unfetched: Some(link()), finish_reason: Some("STOP"), ..Known::default() }
            .conclude(&KKIAI)
            .unwrap_err(),
    );
    check("link", &error, "no-image billed", "let it");
    assert_eq!((error.status, error.finish_reason.as_deref()), (Some(200), Some("STOP")));
}

#[test]
fn what_is_known_when_the_time_is_over_is_told() {
    let late = || Some(timeout(true, Duration::from_secs(9)));
    let error = says(503, "state=UNAVAILABLE");
    for (name, known, is) in [
        ("nothing", Known { broken: late(), ..Known::default() }, "timeout retry billed"),
        (
            "text",
            Known { broken: late(), text: "Here it is:", events: true, ..Known::default() },
            "timeout retry billed",
        ),
        ("STOP", Known { broken: late(), finish_reason: Some("STOP"), ..Known::default() }, "timeout retry billed"),
        (
            "text and STOP",
            Known { broken: late(), text: "No.", finish_reason: Some("STOP"), ..Known::default() },
            "no-image billed",
        ),
        ("NO_IMAGE", Known { broken: late(), finish_reason: Some("NO_IMAGE"), ..Known::default() }, "no-image"),
        (
            "a refusal",
            Known { broken: late(), finish_reason: Some("IMAGE_SAFETY"), ..Known::default() },
            "image-blocked billed",
        ),
        (
            "a blocked prompt",
            Known { broken: late(), block_reason: Some("OTHER"), ..Known::default() },
            "prompt-blocked",
        ),
        ("an error", Known { broken: late(), error: Some(&error), ..Known::default() }, "server-error retry"),
    ] {
        assert_eq!(line(&ends(known)), is, "{name}");
    }
}

#[test]
fn what_may_follow_is_waited_for_and_not_for_ever() {
    let error = says(503, "");
    let seconds = |known: Known| known.patience().map(|wait| wait.as_secs());
    assert_eq!(seconds(Known::default()), None);
    assert_eq!(seconds(Known { picture: true, ..Known::default() }), None);
    assert_eq!(seconds(Known { finish_reason: Some("STOP"), ..Known::default() }), Some(60));
    assert_eq!(seconds(Known { finish_reason: Some("STOP"), draft: true, ..Known::default() }), Some(60));
    assert_eq!(seconds(Known { finish_reason: Some("STOP"), picture: true, ..Known::default() }), Some(5));
    assert_eq!(seconds(Known { finish_reason: Some("IMAGE_SAFETY"), ..Known::default() }), Some(5));
    assert_eq!(
        seconds(Known { block_reason: Some("OTHER"), finish_reason: Some("STOP"), ..Known::default() }),
        Some(5)
    );
    assert_eq!(seconds(Known { error: Some(&error), finish_reason: Some("STOP"), ..Known::default() }), Some(5));
    assert_eq!(seconds(Known { done: true, text: "x", ..Known::default() }), Some(5));
}
