//! Pictures that a reply only links to: who is asked for them, and how a call ends where that comes to nothing.

use super::memory::{End, Given, Memory, Seen, thrown};
use super::replies::links;
use super::{draft, fails, run};
use engine::face::call::{Generated, Handed};
use engine::face::error::Error;
use engine::face::link::Leave;
use engine::face::options::{Draft, Page};
use engine::face::world::{Head, Purpose};
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

/// What says of itself that it is a GIF of 3 by 2 pixels.
const GIF: &[u8] = b"GIF89a\x03\0\x02\0 and what follows";
const HERE: &str = "https://gateway.example/files/1.png";
const THERE: &str = "https://files.example/1.png";

/// A server whose reply links there, and what there is behind the links.
fn linking(urls: &[&str], file: impl Fn(&Seen) -> Given + 'static) -> Memory {
    let reply = links(urls);
    Memory::new(move |seen| match seen.purpose {
        Purpose::Call => Given::response(200, &reply),
        Purpose::Link | Purpose::Question | Purpose::Plain | Purpose::Probe => file(seen),
    })
}

/// As a browser reads these addresses.
fn page() -> Page {
    Page { url: None, href: |text, _| if !text.contains('%') { Some(text.replace('\u{435}', "xn")) } else { None } }
}

fn allowed(leave: Leave) -> Handed<Memory> {
    Handed { allows: Some(Rc::new(move |_| leave.clone())), page: page(), ..Handed::default() }
}

fn asked(world: &Memory) -> Vec<String> {
    world.seen().into_iter().skip(1).map(|seen| seen.url).collect()
}

fn told(error: &Error) -> (&str, &str) {
    assert_eq!((error.maybe_billed, error.retryable, error.attempts), (true, false, 1), "{error:?}");
    (error.message.as_str(), error.hint.as_deref().unwrap_or_default())
}

fn picture(all: &Generated<Memory>) -> (&'static str, u32, u32, Vec<u8>) {
    let picture = all.responses[0].1.images.last().unwrap();
    assert_eq!(picture.blob.media_type, picture.media_type);
    (picture.media_type, picture.width, picture.height, picture.blob.bytes())
}

#[test]
fn from_the_host_of_the_api_with_nothing_of_the_call() {
    let world = linking(&[HERE], |_| Given::response(200, GIF));
    let draft = Draft { headers: vec![("x-team".into(), "boats".into())], ..draft() };
    let all = run(&world, draft, Handed { page: page(), ..Handed::default() }).ok().unwrap();
    assert_eq!(picture(&all), ("image/gif", 3, 2, GIF.to_vec()));
    let [_, link] = &world.seen()[..] else { panic!("one link") };
    assert_eq!((link.url.as_str(), link.headers.len(), &link.body, link.purpose), (HERE, 0, &None, Purpose::Link));
}

#[test]
fn another_host_only_by_leave() {
    for link in [THERE, "https://gateway.example:444/1.png", "https://gateway.example.files.example/1.png"] {
        let world = linking(&[link], |_| Given::response(200, GIF));
        let error = fails(&world, draft(), Handed { page: page(), ..Handed::default() });
        let host = link.split('/').nth(2).unwrap();
        let message = format!("in place of a picture came a link to {host}, which was not fetched");
        let hint = format!("to fetch from there, pass `remoteImages: (url) => url.host === '{host}'`");
        assert_eq!((told(&error), asked(&world).len()), ((&*message, &*hint), 0));
        assert!(run(&world, draft(), allowed(Leave::Yes)).is_ok(), "{link}");
    }
}

#[test]
fn a_user_name_is_no_host_and_an_address_is_judged_as_it_is_fetched() {
    for (link, host) in [
        ("https://gateway.example@files.example/1.png", "files.example"),
        ("https://gateway.example/@files.example", "gateway.example"),
        ("https://gat\u{435}way.example/1.png", "gatxnway.example"),
        ("https://files.example?@gateway.example", "files.example"),
        ("https://files.example#@gateway.example", "files.example"),
    ] {
        let world = linking(&[link], |_| Given::response(200, GIF));
        let end = run(&world, draft(), Handed { page: page(), ..Handed::default() });
        match end {
            Ok(_) => assert_eq!(host, "gateway.example"),
            Err(error) => assert!(error.message.contains(&format!("a link to {host}, ")), "{error:?}"),
        }
        assert_eq!(asked(&world).len(), usize::from(host == "gateway.example"), "{link}");
    }
}

#[test]
fn only_links_of_https_are_fetched_and_those_of_the_developers_own_machine() {
    for (link, is_fetched) in [
        ("http://gateway.example/1.png", false),
        ("http://192.168.1.1/1.png", false),
        ("http://localhost.example/1.png", false),
        ("http://127.0.0.1.example/1.png", false),
        ("http://localhost:1234/1.png", true),
        ("http://x.localhost/1.png", true),
        ("http://127.0.0.1/1.png", true),
        ("https://files.example/1.png", true),
    ] {
        let world = linking(&[link], |_| Given::response(200, GIF));
        let end = run(&world, draft(), allowed(Leave::Yes));
        assert_eq!((end.is_ok(), asked(&world).len()), (is_fetched, usize::from(is_fetched)), "{link}");
        if let Err(error) = end {
            assert_eq!(told(&error).1, "only links of https are fetched");
        }
    }
}

#[test]
fn a_leave_is_true_given_at_once() {
    for (leave, hint, cause) in [
        (Leave::No, "`remoteImages` refused files.example", None),
        (Leave::Other("a promise".into()), "`remoteImages` must give true or false at once, and gave a promise", None),
        (Leave::Threw(thrown("oops")), "`remoteImages` threw, and that is no leave", Some(thrown("oops"))),
    ] {
        let world = linking(&[THERE], |_| Given::response(200, GIF));
        let error = fails(&world, draft(), allowed(leave));
        let message = "in place of a picture came a link to files.example, which was not fetched";
        assert_eq!((told(&error), asked(&world).len()), ((message, hint), 0));
        assert_eq!((error.code.as_str(), &error.cause), ("no-image", &cause));
    }
    let urls = Rc::new(RefCell::new(Vec::new()));
    let hears = urls.clone();
    let allows = Rc::new(move |url: &str| {
        hears.borrow_mut().push(url.to_owned());
        Leave::Yes
    });
    let world = linking(&[HERE, THERE], |_| Given::response(404, ""));
    fails(&world, draft(), Handed { allows: Some(allows), page: page(), ..Handed::default() });
    assert_eq!((asked(&world), &*urls.borrow()), (vec![HERE.to_owned(), THERE.to_owned()], &vec![THERE.to_owned()]));
}

fn chunks(chunks: &[&[u8]], end: End) -> Given {
    let head = Head { status: 200, ..Head::default() };
    Given::Response(head, chunks.iter().map(|chunk| chunk.to_vec()).collect(), end)
}

#[test]
fn what_may_come_instead() {
    let lost = "browsers do not say why: that host may be down, or not allow this page's origin (CORS)";
    let kinds = "only PNG, JPEG, WebP, GIF and AVIF are pictures here";
    let kept =
        "gateways keep pictures for a while only, and some want to be asked with the key, which is not sent along";
    let large = vec![b' '; 1024 * 1024];
    for (given, code, says, hint) in [
        (
            Given::response(200, r#"<svg xmlns="http://www.w3.org/2000/svg"></svg>"#),
            "no-image",
            "holds SVG (3c 73 76 67 20 78 6d 6c …), no picture",
            kinds,
        ),
        (Given::response(200, ""), "no-image", "holds nothing, no picture", kinds),
        (Given::response(200, "GIF89a"), "no-image", "holds damaged GIF (47 49 46 38 39 61), no picture", kinds),
        (Given::response(404, GIF), "no-image", "answered 404", kept),
        (Given::response(401, ""), "no-image", "answered 401", kept),
        (Given::Redirected, "no-image", "answered with a redirect", "redirects of links are not followed"),
        (Given::response(302, ""), "no-image", "answered with a redirect", "redirects of links are not followed"),
        (chunks(&[GIF, &large], End::Endless), "no-image", "holds more than 100 MiB", "nothing larger is fetched"),
        (chunks(&[GIF], End::Cut), "network", "broke off", "check the connection and try again"),
        (Given::Thrown, "network", "could not be fetched", lost),
        (Given::Opaque, "network", "could not be fetched", lost),
    ] {
        let world = linking(&[THERE], move |_| given.clone());
        let draft = Draft { max_retries: Some(2), retry_ambiguous: true, ..draft() };
        let error = fails(&world, draft, allowed(Leave::Yes));
        let message = format!("in place of a picture came a link to files.example, which {says}");
        assert_eq!((told(&error), error.code.as_str()), ((&*message, hint), code));
        assert_eq!(asked(&world).len(), 1, "{says}");
    }
}

#[test]
fn however_the_picture_is_delivered_it_stays_out_of_memory() {
    let bytes: Vec<_> = GIF.iter().map(std::slice::from_ref).collect();
    let large = vec![7; 1024 * 1024];
    for delivery in [chunks(&bytes, End::Close), chunks(&[GIF, &large, &large, &large], End::Close)] {
        let world = linking(&[HERE], move |_| delivery.clone());
        let all = run(&world, draft(), Handed { page: page(), ..Handed::default() }).ok().unwrap();
        assert!(picture(&all).3.starts_with(GIF));
        assert!(world.most() <= 64 * 1024, "{} bytes at once", world.most());
    }
}

#[test]
fn the_time_of_the_attempt_is_a_links_too() {
    let world = linking(&[HERE], |_| Given::Silent);
    let draft = Draft { timeout: Some(Duration::from_secs(1)), ..draft() };
    let error = fails(&world, draft, Handed { page: page(), ..Handed::default() });
    assert_eq!((error.code.as_str(), error.maybe_billed, error.attempts), ("timeout", true, 1));
}

#[test]
fn an_address_that_is_none_is_the_servers_mistake() {
    let world = linking(&["https://%/nowhere.png"], |_| Given::response(200, GIF));
    let error = fails(&world, draft(), allowed(Leave::Yes));
    assert_eq!(
        told(&error),
        ("in place of a picture came a link to nowhere, which is no address", "the server made a mistake")
    );
    assert!(asked(&world).is_empty());
}
