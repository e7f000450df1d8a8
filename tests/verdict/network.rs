//! What ends before a reply, and within one.

use super::*;

#[test]
fn what_ends_before_a_reply() {
    let second = Duration::from_secs(1);
    for (name, failure, is, hint) in [
        ("timeout before sending", timeout(false, second), "timeout retry", "`apiKey` function"),
        ("timeout after it", timeout(true, second), "timeout retry billed", "a larger `timeout`"),
        ("at once", lost(Some(thrown()), Duration::ZERO), "network retry", "(CORS)"),
        ("just before 3 s", lost(None, Duration::from_millis(2_999)), "network retry", "(CORS)"),
        ("at 3 s", lost(Some(thrown()), Duration::from_secs(3)), "network retry billed", "while the server worked"),
        ("a proxy's 504", lost(None, Duration::from_secs(60)), "network retry billed", "while the server worked"),
        ("redirect", redirected(), "invalid-response", "pass the final address"),
        ("unbuilt", unbuilt(None), "invalid-option", ""),
        ("no response", no_response("null"), "invalid-option billed", ""),
        ("no room", no_room(Some(thrown())), "wasm", ""),
    ] {
        let error = told(failure);
        check(name, &error, is, hint);
        let sent = !["timeout before sending", "unbuilt", "no room"].contains(&name);
        assert_eq!((error.attempts, error.status), (u32::from(sent), None), "{name}");
    }
    assert_eq!(told(timeout(true, second)).message, "no whole reply within 1000 ms");
    assert_eq!(told(lost(Some(thrown()), second)).cause, Some(thrown()));
}

#[test]
fn what_ends_within_a_reply() {
    let at = |offset, what| fault(&scan::Error { offset, fault: what }, b"<!DOCTYPE html>");
    for (name, failure, is, hint) in [
        ("broke", broken(thrown()), "network retry billed", "check the connection"),
        ("sealed", sealed(None), "invalid-response billed", ""),
        ("no bytes", not_bytes(None), "invalid-response billed", ""),
        ("a page", at(0, Fault::NotJson), "invalid-response billed", "a page or a proxy may answer"),
        ("empty", at(0, Fault::Cut), "invalid-response billed", "try again"),
        ("cut", at(9, Fault::Cut), "invalid-response retry billed", "closed too early"),
        ("bracket", at(9, Fault::Bracket), "invalid-response billed", "tell whoever runs the server"),
        ("no JSON", at(9, Fault::Json), "invalid-response billed", "tell whoever runs the server"),
        ("base64", at(9, Fault::Base64), "invalid-response billed", "damaged the reply"),
        ("no JSON", not_json(), "invalid-response billed", ""),
        ("no Blob", storage(thrown()), "wasm billed", ""),
    ] {
        let error = told(failure);
        check(name, &error, is, hint);
        assert_eq!(error.attempts, 1, "{name}");
    }
    assert_eq!(told(at(3, Fault::NotJson)).message, "the reply is no JSON: at byte 3 of it stands \"<!DOCTYPE html>\"");
    let key = "AIzaSyAbcdefgh".to_owned();
    let odd = fault(&scan::Error { offset: 0, fault: Fault::NotJson }, b"no AIzaSyAbc");
    let message = odd.told(&Redactor::new(&[key])).message;
    assert_eq!(message, "the reply is no JSON: at byte 0 of it stands \"no [key]\"", "half a key, then our own quote");
    let bytes = fault(&scan::Error { offset: 0, fault: Fault::NotJson }, &[0xff; 400]);
    assert!(told(bytes).message.chars().count() < 120);
}
