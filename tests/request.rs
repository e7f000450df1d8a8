//! What goes over the wire, word for word.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::restriction)] // a test may panic

use engine::request::{Auth, Host, Target, What};

const KKIAI: &str = "https://www.kkiai.com";
const GOOGLE: &str = "https://generativelanguage.googleapis.com";

fn target(base: &str, host: Host) -> Target {
    Target { base: base.into(), host, api_version: "v1beta".into(), model: "gemini-2.5-flash-image".into() }
}

#[test]
fn the_url_is_the_documented_one() {
    let url = target(KKIAI, Host::Kkiai).url(What::Image, Auth::Auto, Some("sk-1"));
    assert_eq!(url, "https://www.kkiai.com/v1beta/models/gemini-2.5-flash-image:generateContent");
    let url = target(GOOGLE, Host::Google).url(What::Image, Auth::Auto, Some("AIza"));
    assert_eq!(url, "https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash-image:generateContent");
}

#[test]
fn model_and_key_are_percent_encoded() {
    let mut target = target("https://a.example/x", Host::Other);
    target.model = "a b/c?é~_-.:".into();
    let url = target.url(What::Image, Auth::Query, Some("k+/=&#"));
    assert_eq!(url, "https://a.example/x/v1beta/models/a%20b%2Fc%3F%C3%A9~_-.%3A:generateContent?key=k%2B%2F%3D%26%23");
}

#[test]
fn the_stream_the_list_and_the_card_have_their_urls() {
    let mut target = target("https://a.example/x", Host::Other);
    target.model = "a/b".into();
    let url = |what, auth| target.url(what, auth, Some("k&"));
    assert_eq!(url(What::Stream, Auth::Auto), "https://a.example/x/v1beta/models/a%2Fb:streamGenerateContent?alt=sse");
    assert!(url(What::Stream, Auth::Query).ends_with(":streamGenerateContent?alt=sse&key=k%26"));
    assert_eq!(url(What::List(None), Auth::Auto), "https://a.example/x/v1beta/models");
    assert_eq!(url(What::List(None), Auth::Query), "https://a.example/x/v1beta/models?key=k%26");
    assert_eq!(url(What::List(Some("p=2")), Auth::Bearer), "https://a.example/x/v1beta/models?pageToken=p%3D2");
    assert_eq!(url(What::List(Some("2")), Auth::Query), "https://a.example/x/v1beta/models?key=k%26&pageToken=2");
    assert_eq!(url(What::Card, Auth::Auto), "https://a.example/x/v1beta/models/a%2Fb");
    assert_eq!(url(What::Card, Auth::BearerQuery), "https://a.example/x/v1beta/models/a%2Fb?key=k%26");
}

#[test]
fn each_auth_sends_the_key_once_but_for_the_documented_pair() {
    let google = target(GOOGLE, Host::Google);
    let other = target("https://a.example", Host::Other);
    let bearer = Some(("authorization", "Bearer k".to_owned()));
    let header = Some(("x-goog-api-key", "k".to_owned()));
    let cases = [
        (&google, Auth::Auto, &header, false),
        (&other, Auth::Auto, &bearer, false),
        (&google, Auth::Bearer, &bearer, false),
        (&other, Auth::Bearer, &bearer, false),
        (&other, Auth::GoogleKey, &header, false),
        (&other, Auth::Query, &None, true),
        (&google, Auth::Query, &None, true),
        (&other, Auth::BearerQuery, &bearer, true),
        (&google, Auth::None, &None, false),
        (&other, Auth::None, &None, false),
    ];
    for (target, auth, expected, in_url) in cases {
        assert_eq!(target.credential(auth, Some("k")), *expected, "{auth:?} on {:?}", target.host);
        let url = target.url(What::Image, auth, Some("k"));
        assert_eq!(url.ends_with("?key=k"), in_url, "{auth:?} on {:?}: {url}", target.host);
        assert_eq!(target.credential(auth, None), None);
        assert!(!target.url(What::Image, auth, None).contains("key="));
    }
}
