//! A draft that Rust filled in: the same rules, in the same words.

use super::checked;
use engine::face::options::{Draft, Modality, Settings};
use std::time::Duration;

fn draft() -> Draft {
    Draft { prompt: Some("a pig".into()), base_url: Some("https://gateway.example/".into()), ..Draft::default() }
}

fn settings(settings: Settings) -> Option<String> {
    checked(Draft { settings, ..draft() }).err()
}

#[test]
fn what_its_types_do_not_know() {
    assert!(checked(draft()).is_ok());
    let count = "must be a whole number from 1 to 1000, got";
    let rows = [
        (Draft { prompt: Some(" ".into()), ..draft() }, "`prompt` must be a non-empty string, got \" \"".to_owned()),
        (Draft { n: Some(0), ..draft() }, format!("`n` {count} 0")),
        (Draft { n: Some(1001), ..draft() }, format!("`n` {count} 1001")),
        (Draft { concurrency: Some(0), ..draft() }, format!("`concurrency` {count} 0")),
        (
            Draft { max_retries: Some(u32::MAX), ..draft() },
            "`maxRetries` must be a whole number from 0 to 1000, got 4294967295".into(),
        ),
        (
            Draft { timeout: Some(Duration::from_millis(1 << 31)), ..draft() },
            "`timeout` must be milliseconds from 0 (none) to 2147483647, got 2147483648".into(),
        ),
        (Draft { api_version: Some("v 1".into()), ..draft() }, {
            "`apiVersion` must be a version such as 'v1beta', without slashes, got \"v 1\"".into()
        }),
        (
            Draft { model: Some("..".into()), ..draft() },
            "`model` must be a model id without '.' or '..' between slashes, got \"..\"".into(),
        ),
        (
            Draft { headers: vec![("x".into(), "a\r\nb".into())], ..draft() },
            "`headers` must be what `new Headers()` takes: valid names, and values of Latin-1 without line breaks"
                .into(),
        ),
    ];
    for (draft, said) in rows {
        assert_eq!(checked(draft).err(), Some(said));
    }
    assert!(checked(Draft { timeout: Some(Duration::ZERO), ..draft() }).is_ok_and(|options| options.timeout.is_none()));
    assert!(checked(Draft { prompt: None, ..draft() }).is_ok(), "nothing is drawn");
}

#[test]
fn what_the_model_is_asked_for() {
    let none = Settings::default;
    let rows = [
        (
            Settings { aspect_ratio: Some("wide".into()), ..none() },
            "`aspectRatio` must be width:height in whole numbers, such as '16:9', got \"wide\"",
        ),
        (
            Settings { size: Some("4k".into()), ..none() },
            "`size` must be '512', '1K', '2K', '4K' or another size that the model takes, got \"4k\" — write \
             `size: '4K'`",
        ),
        (Settings { temperature: Some(2.5.into()), ..none() }, "`temperature` must be a number from 0 to 2, got 2.5"),
        (Settings { top_p: Some(f64::NAN.into()), ..none() }, "`topP` must be a number from 0 to 1, got NaN"),
        (Settings { top_k: Some(0), ..none() }, "`topK` must be a whole number from 1, got 0"),
        (Settings { top_k: Some(u32::MAX), ..none() }, "`topK` must be a whole number from 1, got 4294967295"),
        (
            Settings { modalities: vec![Modality::Text], ..none() },
            "`responseModalities` must be an array of 'TEXT' and 'IMAGE' with 'IMAGE' in it, got an array",
        ),
    ];
    for (given, said) in rows {
        assert_eq!(settings(given).as_deref(), Some(said));
    }
    let seed = Draft { n: Some(2), settings: Settings { seed: Some(i32::MAX), ..none() }, ..draft() };
    let said = "`seed` must be so that `seed` + `n` - 1 is at most 2147483647, got 2147483647";
    assert_eq!(checked(seed).err().as_deref(), Some(said));
}
