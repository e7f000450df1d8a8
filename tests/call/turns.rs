//! Turns of a conversation: what of it is sent, and what is kept for the next.

use super::memory::{Given, Memory};
use super::replies::picture;
use super::{draft, run};
use engine::face::call::{Contents, Conversation, Handed};
use serde_json::{Value, json};

fn turn(world: &Memory, conversation: Conversation<super::memory::Blob>) -> Contents<super::memory::Blob> {
    let handed = Handed { conversation: Some(conversation), ..Handed::default() };
    run(world, draft(), handed).ok().unwrap().turn.expect("a turn")
}

fn sent(world: &Memory) -> Value {
    serde_json::from_slice(world.seen().last().unwrap().body.as_ref().unwrap()).unwrap()
}

#[test]
fn contents_go_along_as_they_are_and_the_turns_own_are_kept() {
    let world = Memory::new(|_| Given::response(200, picture()));
    let first = turn(&world, Conversation { history: Vec::new(), before: None, redraw: None });
    assert_eq!(first.user.text(), r#"{"role":"user","parts":[{"text":"a red boat"}]}"#);
    assert!(first.next.is_none());
    assert_eq!(sent(&world)["contents"], json!([{ "role": "user", "parts": [{ "text": "a red boat" }] }]));

    let shown = world.blob(r#"{"role":"user","parts":[{"inlineData":{"mimeType":"image/png","data":"iVBO"}}]}"#);
    let history = vec![world.blob(r#"{"role":"user","odd" : 1}"#), world.blob(r#"{"role":"model","odd" : 2}"#)];
    let second = turn(&world, Conversation { history, before: Some(shown), redraw: None });
    let user = json!({
        "role": "user",
        "parts": [{ "inlineData": { "mimeType": "image/png", "data": "iVBO" } }, { "text": "a red boat" }],
    });
    assert_eq!(serde_json::from_str::<Value>(&second.user.text()).unwrap(), user);
    let contents = json!([{ "role": "user", "odd": 1 }, { "role": "model", "odd": 2 }, user]);
    assert_eq!(sent(&world)["contents"], contents);
    let body = String::from_utf8(world.seen().last().unwrap().body.clone().unwrap()).unwrap();
    assert!(body.contains(r#""odd" : 1"#), "byte for byte");
}
