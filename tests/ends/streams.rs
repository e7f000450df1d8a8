//! 5: how a stream is framed, and how it breaks off.

use super::*;

const CUT: End = No(("invalid-response", true, true, 1, "closed too early"));

#[test]
fn section_5_streams() {
    let (first, last) = (parts(&[text("Here."), picture(1)]), stops(&[]));
    let whole = sse(&[first.clone(), last.clone()]);
    let shows = Shows(&[1], &[]);
    let grounded = json!({ "candidates": [{ "groundingMetadata": { "webSearchQueries": [""] } }] });
    let usage = json!({ "usageMetadata": { "totalTokenCount": 9 } });
    let signed = stops(&[json!({ "text": "", "thoughtSignature": "AAAA" })]);
    let thoughts = parts(&[thought(text("Hm"))]);
    let array = format!("[{first}\r\n,\r\n{last}]\n");
    let rows = [
        ("5 `data: {JSON}` and CR LF CR LF", whole.clone(), shows.clone()),
        ("5 LF LF", whole.replace("\r\n", "\n"), shows.clone()),
        ("5 CR CR", whole.replace("\r\n", "\r"), shows.clone()),
        ("5 single-LF lines", whole.replace("\r\n\r\n", "\n"), shows.clone()),
        ("5 `data:` without a space", whole.replace("data: ", "data:"), shows.clone()),
        ("5 `: PING` comments", format!(": PING\n\n{whole}: PING\n\n"), shows.clone()),
        ("5 `data: [DONE]` at the end", format!("{whole}data: [DONE]\n\n"), shows.clone()),
        ("5 thought parts come first", sse(&[thoughts, first.clone(), last.clone()]), shows.clone()),
        ("5 the signature comes later on an empty text part", sse(&[first.clone(), signed]), shows.clone()),
        ("5 usage-only events", sse(&[first.clone(), last.clone(), usage]), shows.clone()),
        ("5 grounding before the finishing event", sse(&[first.clone(), grounded, last.clone()]), shows),
        ("5 one JSON array without alt=sse", array, Shows(&[1], &["an array of replies"])),
        ("5 cut without finishReason, behind the picture", sse(&[first]), Shows(&[1], &["without a finish reason"])),
        ("5 cut without finishReason", sse(&[parts(&[text("Here.")])]), CUT),
        ("5 cut inside of an event", whole[..60].to_owned(), CUT),
        ("5 pings and nothing else", ": PING\n\n: PING\n\n".to_owned(), CUT),
    ];
    check(rows.map(|(name, body, end)| streamed(name, ok(body), end)));
}

#[test]
fn section_5_errors_in_streams() {
    let error = json!({ "error": { "code": 503, "message": "overloaded", "status": "UNAVAILABLE" } });
    let spoke = sse(&[parts(&[text("Here.")])]);
    // What was told is not told twice: no second attempt.
    let told = No(("server-error", true, false, 1, "try again"));
    let untold = No(("server-error", true, false, 2, "try again"));
    let not_found = json!({ "error": { "code": 404, "message": "models/x is not found", "status": "NOT_FOUND" } });
    check([
        streamed(
            "5 error before the stream starts",
            status(404, not_found),
            No(("model-not-found", false, false, 1, "`model`")),
        ),
        streamed("5 error as a bare chunk without data:", ok(format!("{spoke}{error}\n")), told.clone()),
        streamed("5 error as a `data:` event", ok(format!("{spoke}data: {error}\n\n")), told.clone()),
        streamed("5 error alone, as an event", ok(format!("data: {error}\n\n")), untold.clone()),
        streamed("5 error alone, as a bare chunk", ok(error.to_string()), untold.clone()),
        streamed("5 error in the array", ok(format!("[{error}]")), untold),
        streamed("5 error in the array, behind text", ok(format!("[{},{error}]", parts(&[text("Here.")]))), told),
        streamed(
            "5 error behind the picture",
            ok(format!("{}data: {error}\n\n", sse(&[parts(&[picture(1)])]))),
            Shows(&[1], &["after the picture the server answered 503 UNAVAILABLE: overloaded"]),
        ),
    ]);
}
