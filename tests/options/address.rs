//! Where requests go. `urls.json` holds what the URL of Node makes of texts: `[text, base, new URL(text, base).href]`,
//! `null` where that throws.

use super::told;
use engine::face::models::Host;
use engine::face::options::{Address, Page};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::LazyLock;

type Key = (String, Option<String>);

static URLS: LazyLock<BTreeMap<Key, Option<String>>> = LazyLock::new(|| {
    let rows: Vec<(String, Option<String>, Option<String>)> = serde_json::from_str(include_str!("urls.json")).unwrap();
    rows.into_iter().map(|(text, base, href)| ((text, base), href)).collect()
});

const PAGE: &str = "https://app.example/shop/cart.html";

/// As a browser reads it.
fn browser(url: Option<&str>) -> Page {
    let href = |text: &str, base: Option<&str>| match URLS.get(&(text.to_owned(), base.map(str::to_owned))) {
        Some(href) => href.clone(),
        None => panic!("{text} {base:?} has no row in urls.json"),
    };
    Page { url: url.map(str::to_owned), href }
}

fn read(text: &str, page: Option<&str>) -> Result<(String, Host), String> {
    let address = Address::read(Some(text), "v1beta", &browser(page)).map_err(|failure| told(failure, &[]))?;
    Ok((address.base, address.host))
}

#[test]
fn addresses_and_whose_they_are() {
    for (text, base, host) in [
        ("kkiai", "https://www.kkiai.com", Host::Kkiai),
        (" google\n", "https://generativelanguage.googleapis.com", Host::Google),
        ("https://gw.example", "https://gw.example", Host::Other),
        ("\u{feff} https://gw.example/api/ ", "https://gw.example/api", Host::Other),
        ("https://gw.example//api///", "https://gw.example//api", Host::Other),
        ("HTTPS://GW.Example/Api", "https://gw.example/Api", Host::Other),
        ("http://gw.example:80/", "http://gw.example", Host::Other),
        ("https://gw.example:8443/x", "https://gw.example:8443/x", Host::Other),
        ("https://gw.example/a/./b/../c", "https://gw.example/a/c", Host::Other),
        ("https://gw.example/%2e%2e/x", "https://gw.example/x", Host::Other),
        ("https://bücher.example/x", "https://xn--bcher-kva.example/x", Host::Other),
        ("https://gw.example/@me", "https://gw.example/@me", Host::Other),
        ("https://WWW.KKIAI.COM/", "https://www.kkiai.com", Host::Kkiai),
        ("https://ｗｗｗ.kkiai.com/", "https://www.kkiai.com", Host::Kkiai),
        ("https://kkiai.com/v2", "https://kkiai.com/v2", Host::Kkiai),
        ("http://www.kkiai.com:8080", "http://www.kkiai.com:8080", Host::Kkiai),
        ("https://kkiai.com.evil.example", "https://kkiai.com.evil.example", Host::Other),
        ("https://evil.example/www.kkiai.com", "https://evil.example/www.kkiai.com", Host::Other),
        ("https://GenerativeLanguage.googleapis.com", "https://generativelanguage.googleapis.com", Host::Google),
        (
            "https://generativelanguage.googleapis.com.evil.example/",
            "https://generativelanguage.googleapis.com.evil.example",
            Host::Other,
        ),
        // What looks like a user name is a path to `fetch`.
        (
            "https://evil.example\\@generativelanguage.googleapis.com/",
            "https://evil.example/@generativelanguage.googleapis.com",
            Host::Other,
        ),
        ("http://[::1]:8787/x", "http://[::1]:8787/x", Host::Other),
        ("https://x.example/v1beta/openai", "https://x.example/v1beta/openai", Host::Other),
        ("https://x.example/v1", "https://x.example/v1", Host::Other),
        // A machine may have the name of a version.
        ("http://v1beta", "http://v1beta", Host::Other),
        ("http://v1beta/models", "http://v1beta/models", Host::Other),
    ] {
        assert_eq!(read(text, None), Ok((base.into(), host)), "{text}");
    }
    for (text, base) in [
        ("/api/images", "https://app.example/api/images"),
        ("/", "https://app.example"),
        ("./api", "https://app.example/shop/api"),
        ("../../../api", "https://app.example/api"),
        ("//other.example/x", "https://other.example/x"),
        ("/\\other.example/x", "https://other.example/x"),
    ] {
        assert_eq!(read(text, Some(PAGE)), Ok((base.into(), Host::Other)), "{text}");
    }
    let of_page = read("/api", Some("http://127.0.0.1:8080/x?y=secret#z"));
    assert_eq!(of_page, Ok(("http://127.0.0.1:8080/api".into(), Host::Other)));
}

#[test]
fn what_is_no_address_or_says_more() {
    const MUST: &str =
        "`baseURL` must be 'kkiai', 'google', an http(s) URL, or a path on this page's host such as '/api/images', got";
    const SCHEME: &str = " — an address on another host starts with https://";
    let rows = [
        ("", "\"\"", SCHEME),
        ("Kkiai", "\"Kkiai\"", SCHEME),
        ("gateway.example", "\"gateway.example\"", SCHEME),
        ("gw.example?key=secret", "\"something else\"", SCHEME),
        ("ftp://x.example", "\"ftp://x.example\"", SCHEME),
        ("me:secret@x.example", "\"something else\"", SCHEME),
        ("javascript:alert(1)", "\"javascript:alert(1)\"", SCHEME),
        ("http:/gw.example", "\"http:/gw.example\"", SCHEME),
        ("https://", "\"https://\"", ""),
        ("https://gw.example:65536/", "\"https://gw.example:65536/\"", ""),
        ("https://gw example/", "\"https://gw example/\"", ""),
        ("http://1.2.3.4.5/", "\"http://1.2.3.4.5/\"", ""),
        ("/api", "\"/api\"", " — there is no page here: pass the whole URL"),
        ("../x?secret", "\"something else\"", " — there is no page here: pass the whole URL"),
    ];
    for (text, got, hint) in rows {
        assert_eq!(read(text, None).unwrap_err(), format!("{MUST} {got}{hint}"), "{text}");
    }
    assert_eq!(read("/api", Some("file:///home/me/page.html")).unwrap_err(), format!("{MUST} \"/api\""));
    assert_eq!(read("/api", Some("about:srcdoc")).unwrap_err(), format!("{MUST} \"/api\""));
    let bare = "`baseURL` must have no user name, query or fragment — pass the key as `apiKey`; `auth: 'query'` puts \
                it into the query";
    for text in [
        "https://me:secret@gw.example/",
        "https://secret@gw.example/",
        "https://me:se%63ret@gw.example/",
        "https://me:secret@@gw.example/",
        "https://gw.example/?key=secret",
        "https://gw.example?key=secret",
        "https://gw.example/x#secret",
        "https://gw.example#secret",
        // Behind these all that is added would be no path.
        "https://gw.example/?",
        "https://gw.example/#",
    ] {
        assert_eq!(read(text, None).unwrap_err(), bare, "{text}");
    }
    for text in ["/api?key=secret", "/api#x", "//me:secret@other.example/"] {
        assert_eq!(read(text, Some(PAGE)).unwrap_err(), bare, "{text}");
    }
}

#[test]
fn a_version_that_was_pasted_along() {
    let rows = [
        ("https://x.example/v1beta", "https://x.example/v1beta", "https://x.example"),
        ("https://x.example/api/v1beta/", "https://x.example/api/v1beta", "https://x.example/api"),
        ("https://x.example/v1beta/models", "https://x.example/v1beta/models", "https://x.example"),
        ("https://x.example/v1alpha", "https://x.example/v1alpha", "https://x.example"),
        ("https://x.example//v1beta", "https://x.example//v1beta", "https://x.example/"),
        ("https://x.example/v1beta/x/v1beta", "https://x.example/v1beta/x/v1beta", "https://x.example/v1beta/x"),
        ("http://v1beta/x/v1beta", "http://v1beta/x/v1beta", "http://v1beta/x"),
        (
            "https://x.example/v1beta/models/gemini-2.5-flash-image:generateContent",
            "https://x.example/v1beta/models/gemini-2.5-flash-image:generateContent",
            "https://x.example",
        ),
    ];
    let said = |base, fixed| {
        format!(
            "`baseURL` must end before the version, which is added to it, got \"{base}\" — use `baseURL: '{fixed}'`"
        )
    };
    for (text, base, fixed) in rows {
        assert_eq!(read(text, None).unwrap_err(), said(base, fixed), "{text}");
    }
    assert_eq!(read("/v1beta", Some(PAGE)).unwrap_err(), said("https://app.example/v1beta", "https://app.example"));
    let failure = Address::read(Some("https://x.example/v1"), "v1", &browser(None)).unwrap_err();
    assert_eq!(told(failure, &[]), said("https://x.example/v1", "https://x.example"));
}

#[test]
fn the_origin_is_what_stands_before_the_path() {
    for (text, origin) in [
        ("kkiai", "https://www.kkiai.com"),
        ("https://gw.example:8443/x", "https://gw.example:8443"),
        ("https://gw.example/@me", "https://gw.example"),
        ("http://[::1]:8787/x", "http://[::1]:8787"),
    ] {
        assert_eq!(Address::read(Some(text), "v1beta", &browser(None)).ok().unwrap().origin(), origin);
    }
}

#[test]
fn without_a_browser_only_what_one_would_leave_as_it_is_is_taken() {
    let Page { href, .. } = Page::default();
    let mut taken = 0;
    for ((text, base), expected) in URLS.iter() {
        let own = href(text, base.as_deref());
        taken += usize::from(own.is_some());
        assert!(own.is_none() || own == *expected, "{text}: {own:?}");
    }
    assert!(taken > 30, "{taken} are taken");
    for text in
        ["https://www.kkiai.com", "https://gw.example/api/images", "http://localhost:8787", "http://127.0.0.1:8787/x"]
    {
        assert!(href(text, None).is_some(), "{text}");
    }
}

/// Addresses with a secret where a URL may have one, in their order or in none.
fn texts() -> impl Strategy<Value = String> {
    let one_of = |parts: &'static [&'static str]| prop::sample::select(parts);
    let start = one_of(&["https://", "http://", "HTTPS://", "//", "/", "./", "", " https://", "ftp://", "https:"]);
    let user = one_of(&["", "secret@", "me:secret@", "me:secret@@", "%73:secret@"]);
    let host = one_of(&["gw.example", "kkiai.com", "", "[::1]", "gw.example:80", "gw.example:x", "ä", "v1beta", "g w"]);
    let path = one_of(&["", "/", "/v1beta", "/a/v1beta/models", "/..", "\\x", "/ä", "/a b", "//"]);
    let query = one_of(&["", "?key=secret", "?secret", "?a=?secret"]);
    let fragment = one_of(&["", "#secret", "#?secret", "##secret"]);
    (start, user, host, path, query, fragment).prop_map(|(start, user, host, path, query, fragment)| {
        let user = if matches!(start, "/" | "./") { "" } else { user }; // it would be part of a path
        [start, user, host, path, query, fragment].concat()
    })
}

/// A reader that changes nothing, so that all of a text comes to be taken apart.
fn lax(text: &str, base: Option<&str>) -> Option<String> {
    let base = base.map_or("", |base| if text.starts_with("//") { "https:" } else { base });
    Some(format!("{base}{text}"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_could_be_a_secret_is_repeated(text in texts()) {
        for (url, href) in [(None, Page::default().href), (None, lax), (Some("https://app.example"), lax)] {
            let page = Page { url: url.map(str::to_owned), href };
            match Address::read(Some(&text), "v1beta", &page) {
                Ok(address) => {
                    prop_assert!(!address.base.contains("secret") && !address.base.contains(['?', '#']), "{text}");
                    prop_assert!(address.base.starts_with(address.origin()));
                }
                Err(failure) => prop_assert!(!told(failure.clone(), &[]).contains("secret"), "{}", told(failure, &[])),
            }
        }
    }

    #[test]
    fn no_text_is_too_odd(text in any::<String>()) {
        let _ = Address::read(Some(&text), "v1beta", &Page { url: Some(text.clone()), href: lax });
    }
}
