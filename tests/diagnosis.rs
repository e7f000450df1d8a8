//! What `check()` asks, in which order and with what, and what it makes of the answers.

#![cfg(not(target_arch = "wasm32"))]

use wasmagine::diagnosis::{Answer, Diagnosis, Finding, Question, Sent};
use wasmagine::models::Host;
use wasmagine::refusal::ServerError;
use wasmagine::request::Auth;

const MODEL: &str = "gemini-2.5-flash-image";

fn sent() -> Sent<'static> {
    Sent {
        host: Host::Other,
        model: MODEL,
        auth: Auth::Auto,
        credential: true,
        header: Some("authorization"),
        headers: false,
        cookies: false,
    }
}

fn no_key() -> Sent<'static> {
    Sent { credential: false, header: None, ..sent() }
}

fn google() -> Sent<'static> {
    Sent { host: Host::Google, header: Some("x-goog-api-key"), ..sent() }
}

fn status(status: u16) -> Answer {
    Answer::Refused(ServerError { status, ..Default::default() })
}

fn page(status: u16) -> Answer {
    Answer::Refused(ServerError { status, page: true, ..Default::default() })
}

fn google_says(status: u16, state: &str, reason: Option<&str>) -> Answer {
    Answer::Refused(ServerError {
        status,
        state: Some(state.to_owned()),
        reason: reason.map(str::to_owned),
        ..Default::default()
    })
}

fn coded(status: u16, code: &str) -> Answer {
    Answer::Refused(ServerError { status, code: Some(code.to_owned()), ..Default::default() })
}

/// A page of a list that holds the model, one that does not and is the last, and one that is followed by another.
const HAS: Answer = Answer::List { has: true, more: false };
const LACKS: Answer = Answer::List { has: false, more: false };
const MORE: Answer = Answer::List { has: false, more: true };

/// Goes through with these answers, all of which must be asked for; gives the questions as a word each, and the finding.
fn go(sent: Sent, answers: Vec<Answer>) -> (String, Finding) {
    let mut diagnosis = Diagnosis::new(sent);
    let mut asked = Vec::new();
    let mut next = Some(Question::List);
    let mut answers = answers.into_iter();
    while let Some(question) = next {
        asked.push(format!("{question:?}"));
        let answer = answers.next().unwrap_or_else(|| panic!("no answer to {}", asked.join(" ")));
        next = diagnosis.learn(question, &answer);
    }
    assert_eq!(answers.count(), 0, "asked only {}", asked.join(" "));
    (asked.join(" "), diagnosis.finding())
}

/// The finding in one line: its fields but the hint, and then that.
fn line(finding: &Finding) -> String {
    let fields = [("cors", finding.cors), ("auth", finding.auth), ("model", finding.model)];
    let mut line = String::from(if finding.ok { "ok" } else { "not ok" });
    line.push_str(if finding.reachable { ", reachable" } else { ", dead" });
    for (name, value) in fields {
        if let Some(value) = value {
            line.push_str(&format!(", {}{name}", if value { "" } else { "no " }));
        }
    }
    line
}

#[test]
fn each_way_has_its_finding() {
    let nobody = "nothing answers at `baseURL`";
    let hidden = "the server must allow the page's origin (CORS)";
    let no_model = "this server does not offer `gemini-2.5-flash-image`";
    let mute = "the server tells nothing of its models";
    let other_server = "check that the key belongs to the server that `baseURL` names";
    let not_api = "this is not how the image API answers";
    let rows: Vec<(Sent, Vec<Answer>, &str, &str, &str)> = vec![
        // nobody, or nobody for this page
        (sent(), vec![Answer::Lost, Answer::Lost, Answer::Lost], "List Plain Probe", "not ok, dead", nobody),
        (no_key(), vec![Answer::Lost, Answer::Lost], "List Probe", "not ok, dead", nobody),
        (sent(), vec![Answer::Lost, Answer::Silent, Answer::Silent], "List Plain Probe", "not ok, dead", nobody),
        (sent(), vec![Answer::Silent], "List", "not ok, dead", "did not answer in time"),
        (
            sent(),
            vec![Answer::Lost, Answer::Lost, Answer::Hidden],
            "List Plain Probe",
            "not ok, reachable, no cors",
            hidden,
        ),
        (no_key(), vec![Answer::Lost, Answer::Hidden], "List Probe", "not ok, reachable, no cors", hidden),
        (no_key(), vec![Answer::Hidden, Answer::Hidden], "List Probe", "not ok, reachable, no cors", hidden),
        (
            sent(),
            vec![Answer::Lost, status(401)],
            "List Plain",
            "not ok, reachable, no cors",
            "try `auth: 'x-goog-api-key'`",
        ),
        (google(), vec![Answer::Lost, LACKS], "List Plain", "not ok, reachable, no cors", "try `auth: 'bearer'`"),
        (
            Sent { headers: true, ..sent() },
            vec![Answer::Lost, HAS],
            "List Plain",
            "not ok, reachable, no cors",
            "leave `headers` out",
        ),
        (
            Sent { cookies: true, ..no_key() },
            vec![Answer::Lost, HAS],
            "List Plain",
            "not ok, reachable, no cors",
            "leave `credentials` out",
        ),
        (sent(), vec![Answer::Redirected], "List", "not ok, reachable", "pass the final address as `baseURL`"),
        (sent(), vec![Answer::Lost, Answer::Redirected], "List Plain", "not ok, reachable", "pass the final address"),
        // all is well
        (sent(), vec![HAS, status(401), Answer::Card], "List Open Card", "ok, reachable, cors, auth, model", ""),
        (google(), vec![MORE, status(403), Answer::Card], "List Open Card", "ok, reachable, cors, auth, model", ""),
        (sent(), vec![HAS, HAS, Answer::Card], "List Open Card", "ok, reachable, cors, model", ""),
        (sent(), vec![HAS, Answer::Lost, Answer::Card], "List Open Card", "ok, reachable, cors, model", ""),
        (sent(), vec![HAS, status(429), Answer::Card], "List Open Card", "ok, reachable, cors, model", ""),
        (no_key(), vec![HAS, Answer::Card], "List Card", "ok, reachable, cors, model", ""),
        // the key
        (sent(), vec![status(401)], "List", "not ok, reachable, cors, no auth", other_server),
        (sent(), vec![coded(403, "access_denied")], "List", "not ok, reachable, cors, no auth", "the key is known but"),
        (
            google(),
            vec![google_says(400, "INVALID_ARGUMENT", Some("API_KEY_INVALID"))],
            "List",
            "not ok, reachable, cors, no auth",
            "aistudio.google.com/apikey",
        ),
        (
            google(),
            vec![google_says(403, "PERMISSION_DENIED", None)],
            "List",
            "not ok, reachable, cors, no auth",
            "referrer",
        ),
        (no_key(), vec![status(401)], "List", "not ok, reachable, cors, no auth", "pass `apiKey`"),
        (sent(), vec![HAS, HAS, status(401)], "List Open Card", "not ok, reachable, cors, no auth", other_server),
        (sent(), vec![HAS, status(401), status(403)], "List Open Card", "ok, reachable, cors, auth, model", ""),
        (no_key(), vec![status(404), status(401)], "List Card", "not ok, reachable, cors, no auth", "pass `apiKey`"),
        // what is refused for another reason
        (sent(), vec![page(403)], "List", "not ok, reachable, cors", "a proxy or a firewall"),
        (
            google(),
            vec![google_says(400, "FAILED_PRECONDITION", None)],
            "List",
            "not ok, reachable, cors",
            "in your country",
        ),
        (
            Sent { auth: Auth::BearerQuery, ..google() },
            vec![google_says(400, "INVALID_ARGUMENT", None)],
            "List",
            "not ok, reachable, cors",
            "one credential",
        ),
        (
            google(),
            vec![google_says(404, "NOT_FOUND", None)],
            "List",
            "not ok, reachable, cors",
            "no image API at this address",
        ),
        (sent(), vec![status(500)], "List", "not ok, reachable, cors", "the server failed"),
        (sent(), vec![page(502)], "List", "not ok, reachable, cors", "a proxy in front of the server failed"),
        (sent(), vec![status(429)], "List", "not ok, reachable, cors", "wait a little"),
        (sent(), vec![status(402)], "List", "not ok, reachable, cors", "no credit left"),
        // the model
        (
            sent(),
            vec![LACKS, HAS, google_says(404, "NOT_FOUND", None)],
            "List Open Card",
            "not ok, reachable, cors, no model",
            no_model,
        ),
        (
            Sent { model: "gemini-3-pro-image-preview", ..google() },
            vec![LACKS, status(403), google_says(404, "NOT_FOUND", None)],
            "List Open Card",
            "not ok, reachable, cors, auth, no model",
            "use `model: 'gemini-3-pro-image'`",
        ),
        (
            no_key(),
            vec![status(404), coded(404, "model_not_found")],
            "List Card",
            "not ok, reachable, cors, no model",
            no_model,
        ),
        // a gateway that has only the list
        (no_key(), vec![HAS, page(404)], "List Card", "ok, reachable, cors, model", ""),
        (no_key(), vec![HAS, Answer::Html], "List Card", "ok, reachable, cors, model", ""),
        (no_key(), vec![HAS, Answer::Silent], "List Card", "ok, reachable, cors, model", ""),
        (no_key(), vec![HAS, status(500)], "List Card", "ok, reachable, cors, model", ""),
        (no_key(), vec![LACKS, status(405)], "List Card", "not ok, reachable, cors, no model", no_model),
        (no_key(), vec![LACKS, status(404)], "List Card", "not ok, reachable, cors, no model", no_model),
        (no_key(), vec![MORE, status(404), MORE, HAS], "List Card Page Page", "ok, reachable, cors, model", ""),
        (no_key(), vec![MORE, status(404), LACKS], "List Card Page", "not ok, reachable, cors, no model", no_model),
        (no_key(), vec![MORE, status(404), status(400)], "List Card Page", "ok, reachable, cors", ""),
        // one that has only the card
        (no_key(), vec![status(404), Answer::Card], "List Card", "ok, reachable, cors, model", ""),
        // none of it
        (sent(), vec![status(404), status(404)], "List Card", "ok, reachable, cors", mute),
        (sent(), vec![status(405), status(405)], "List Card", "ok, reachable, cors", mute),
        (sent(), vec![status(400), status(400)], "List Card", "ok, reachable, cors", mute),
        (sent(), vec![status(501), page(404)], "List Card", "ok, reachable, cors", mute),
        (sent(), vec![Answer::Other, Answer::Other], "List Card", "ok, reachable, cors", mute),
        (sent(), vec![status(404), google_says(404, "NOT_FOUND", None)], "List Card", "ok, reachable, cors", mute),
        (sent(), vec![Answer::Html, Answer::Html], "List Card", "not ok, reachable, cors", not_api),
        (sent(), vec![Answer::Html, Answer::Card], "List Card", "ok, reachable, cors, model", ""),
    ];
    for (at, (sent, answers, questions, found, hint)) in rows.into_iter().enumerate() {
        let what = format!("row {at}: {answers:?}");
        let (asked, finding) = go(sent, answers);
        assert_eq!((asked.as_str(), line(&finding).as_str()), (questions, found), "{what}");
        match &finding.hint {
            Some(said) => assert!(!hint.is_empty() && said.contains(hint), "{what}: {said}"),
            None => assert!(hint.is_empty(), "{what}: no hint"),
        }
    }
}

#[test]
fn a_list_without_end_is_left() {
    let answers = [MORE, status(404)].into_iter().chain(std::iter::repeat_with(|| MORE).take(19)).collect();
    let (asked, finding) = go(no_key(), answers);
    assert_eq!(asked.matches("Page").count(), 19);
    assert_eq!(line(&finding), "ok, reachable, cors");
}

#[test]
fn hints_are_sentences_without_capital_and_full_stop() {
    for answers in [
        vec![Answer::Lost, Answer::Lost, Answer::Lost],
        vec![Answer::Lost, Answer::Lost, Answer::Hidden],
        vec![Answer::Lost, HAS],
        vec![Answer::Silent],
        vec![page(403)],
        vec![status(404), status(404)],
    ] {
        let (_, finding) = go(sent(), answers);
        let hint = finding.hint.unwrap_or_default();
        assert!(hint.starts_with(char::is_lowercase) && !hint.ends_with('.') && !hint.contains("  "), "{hint}");
    }
}
