//! What of a turn goes back with the next one, and that a snapshot of it is taken.

use super::*;
use engine::face::input::{Redraw, Unusable};
use engine::face::picture::Picture;
use engine::face::reply::Turn;
use engine::face::session::{Contents, contents};
use std::rc::Rc;

fn shown(world: &Memory, name: &str) -> Picture<Blob> {
    // What kind it is the bytes say, whatever stands here.
    Picture { blob: world.blob(fixture(name)), media_type: "image/webp", width: 1, height: 1 }
}

fn kept(world: &Memory, turn: &Turn<Blob>, redraw: Option<&Redraw<Blob>>) -> Contents<Blob> {
    let asked = world.blob(user(&[r#"{"text":"one"}"#]));
    world.run(contents(world, &Pace::default(), asked, turn, redraw)).unwrap()
}

#[test]
fn parts_go_back_byte_for_byte() {
    let world = Memory::alone();
    let odd = "{ \"text\" : \"\\u0041\",\r\n\t\"thoughtSignature\":\"c2ln\" , \"n\":1.0}";
    // Where there are many, several stand in one Blob.
    let two = r#"{"text":"two\n“lines”"},{"text":"."}"#;
    let parts = vec![world.blob(odd), world.blob(two), world.blob(png())];
    let Contents { user: asked, model: said, next } = kept(&world, &Turn { parts, substitutes: Vec::new() }, None);
    assert_eq!(asked.text(), user(&[r#"{"text":"one"}"#]));
    assert_eq!(said.text(), model(&[odd, two, &png()]));
    assert!(next.is_none());
    let turns = restored(&world, vec![asked, said]).unwrap();
    let (prompt, text, images, next) = told(&turns[0]);
    assert_eq!((prompt.as_str(), text.as_str(), images.len(), next), ("one", "Atwo\n“lines”.", 1, None));
}

#[test]
fn of_a_turn_that_cannot_go_back_at_all_something_is_said() {
    let world = Memory::alone();
    let substitutes = vec![shown(&world, "plain.png"), shown(&world, "baseline.jpg")];
    let Contents { user: asked, model: said, next } = kept(&world, &Turn { parts: Vec::new(), substitutes }, None);
    assert_eq!(said.text(), model(&[r#"{"text":"Here is the picture."}"#]));
    let next = next.unwrap();
    assert_eq!(next.text(), user(&[&png(), &jpeg()]));
    // A snapshot is the contents, and behind them what is still to be shown.
    let turns = restored(&world, vec![asked, said, next.clone()]).unwrap();
    let (_, text, images, shown) = told(&turns[0]);
    assert_eq!((text.as_str(), images.len(), shown), ("", 2, Some(next.text())));
}

#[test]
fn what_the_api_does_not_take_is_drawn_or_left_out() {
    let world = Memory::alone();
    let turn =
        || Turn { parts: Vec::new(), substitutes: ["89a.gif", "plain.png"].map(|name| shown(&world, name)).into() };
    let drawn = world.blob(fixture("plain.png"));
    let redraw: Redraw<Blob> = Rc::new(move |_| {
        let drawn = drawn.clone();
        Box::pin(async move { Ok(drawn) })
    });
    assert_eq!(kept(&world, &turn(), Some(&redraw)).next.unwrap().text(), user(&[&png(), &png()]));
    let cannot: Redraw<Blob> = Rc::new(|_| Box::pin(async { Err(Unusable::default()) }));
    for redraw in [None, Some(&cannot)] {
        assert_eq!(kept(&world, &turn(), redraw).next.unwrap().text(), user(&[&png()]));
    }
    let gif = Turn { parts: Vec::new(), substitutes: vec![shown(&world, "89a.gif")] };
    assert!(kept(&world, &gif, None).next.is_none());
}
