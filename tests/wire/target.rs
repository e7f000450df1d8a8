//! URLs and credentials, word for word.

use engine::face::wire::target::{Auth, Endpoint, Host, Target};

const KKIAI: &str = "https://www.kkiai.com";
const GOOGLE: &str = "https://generativelanguage.googleapis.com";

fn target(base: &str, host: Host) -> Target {
    Target { base: base.into(), host, api_version: "v1beta".into(), model: "gemini-2.5-flash-image".into() }
}

#[test]
fn the_url_is_the_documented_one() {
    let url = target(KKIAI, Host::Kkiai).url(Endpoint::Generate, Auth::Auto, Some("sk-1"));
    assert_eq!(url, "https://www.kkiai.com/v1beta/models/gemini-2.5-flash-image:generateContent");
    let url = target(GOOGLE, Host::Google).url(Endpoint::Generate, Auth::Auto, Some("AIza"));
    assert_eq!(url, "https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash-image:generateContent");
}

#[test]
fn model_and_key_are_percent_encoded() {
    let mut target = target("https://a.example/x", Host::Other);
    target.model = "a b/c?é~_-.:".into();
    let url = target.url(Endpoint::Generate, Auth::Query, Some("k+/=&#"));
    assert_eq!(url, "https://a.example/x/v1beta/models/a%20b%2Fc%3F%C3%A9~_-.%3A:generateContent?key=k%2B%2F%3D%26%23");
}

#[test]
fn the_stream_the_list_and_the_card_have_their_urls() {
    let mut target = target("https://a.example/x", Host::Other);
    target.model = "a/b".into();
    let url = |what, auth| target.url(what, auth, Some("k&"));
    assert_eq!(
        url(Endpoint::Stream, Auth::Auto),
        "https://a.example/x/v1beta/models/a%2Fb:streamGenerateContent?alt=sse"
    );
    assert!(url(Endpoint::Stream, Auth::Query).ends_with(":streamGenerateContent?alt=sse&key=k%26"));
    assert_eq!(url(Endpoint::Models(None), Auth::Auto), "https://a.example/x/v1beta/models");
    assert_eq!(url(Endpoint::Models(None), Auth::Query), "https://a.example/x/v1beta/models?key=k%26");
    assert_eq!(url(Endpoint::Models(Some("p=2")), Auth::Bearer), "https://a.example/x/v1beta/models?pageToken=p%3D2");
    assert_eq!(url(Endpoint::Models(Some("2")), Auth::Query), "https://a.example/x/v1beta/models?key=k%26&pageToken=2");
    assert_eq!(url(Endpoint::Model, Auth::Auto), "https://a.example/x/v1beta/models/a%2Fb");
    assert_eq!(url(Endpoint::Model, Auth::BearerQuery), "https://a.example/x/v1beta/models/a%2Fb?key=k%26");
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
        let url = target.url(Endpoint::Generate, auth, Some("k"));
        assert_eq!(url.ends_with("?key=k"), in_url, "{auth:?} on {:?}: {url}", target.host);
        assert_eq!(target.credential(auth, None), None);
        assert!(!target.url(Endpoint::Generate, auth, None).contains("key="));
    }
}

#[test]
fn no_model_leads_out_of_the_path() {
    let mut target = target("https://a.example/x", Host::Other);
    for (model, segment) in [
        ("..", "%252E%252E"),
        (".", "%252E"),
        ("../x", "%252E%252E%2Fx"),
        ("a/../../b", "a%2F%252E%252E%2F%252E%252E%2Fb"),
        ("a/.", "a%2F%252E"),
        ("%2e%2E", "%252e%252E"),
        ("..\\x", "..%5Cx"),
        ("a?b#c", "a%3Fb%23c"),
        ("...", "..."),
        ("a..b", "a..b"),
        ("gemini-nano-banana-2.1", "gemini-nano-banana-2.1"),
    ] {
        target.model = model.into();
        let base = format!("https://a.example/x/v1beta/models/{segment}");
        assert_eq!(target.url(Endpoint::Model, Auth::Auto, None), base);
        assert_eq!(target.url(Endpoint::Generate, Auth::Auto, None), format!("{base}:generateContent"));
        assert_eq!(target.url(Endpoint::Stream, Auth::Auto, None), format!("{base}:streamGenerateContent?alt=sse"));
    }
}
