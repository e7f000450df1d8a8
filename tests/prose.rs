//! Pictures inside text: what is found and what is left as prose, however the text is cut.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::restriction)] // a test may panic

#[path = "prose/naive.rs"]
mod naive;

use base64::prelude::*;
use engine::face::prose::{Ended, Listener, Prose, Taken, link};
use naive::{is_letter, naive};
use proptest::prelude::*;

/// Bytes of a GIF, 3 by 2.
fn gif(fill: u8, length: usize) -> Vec<u8> {
    let mut bytes = vec![fill; length];
    bytes[..10].copy_from_slice(b"GIF89a\x03\0\x02\0");
    bytes
}

fn url(bytes: &[u8]) -> String {
    format!("data:image/gif;base64,{}", BASE64_STANDARD.encode(bytes))
}

/// What is found, and takes whole groups of the standard alphabet that begin as a GIF does for a picture.
#[derive(Default)]
struct Found {
    base64: String,
    text: String,
    pictures: Vec<String>,
    /// Words and pictures in order; words that follow each other are one.
    items: Vec<String>,
    left_out: usize,
}

impl Listener for Found {
    fn say(&mut self, words: &str) {
        self.text.push_str(words);
        match self.items.last_mut().filter(|item| !item.starts_with("R0lG")) {
            Some(before) => before.push_str(words),
            None => self.items.push(words.to_owned()),
        }
    }

    fn take(&mut self, text: &[u8]) -> Taken {
        let is_padded = self.base64.ends_with('=');
        let letters = text.iter().take_while(|byte| !is_padded && is_letter(**byte)).count();
        let bytes = letters + text[letters..].iter().take_while(|byte| **byte == b'=').count();
        self.base64.push_str(std::str::from_utf8(&text[..bytes]).unwrap());
        let is_hopeless = self.base64.len() >= 24 && !self.base64.starts_with("R0lG");
        Taken { bytes, is_hopeless }
    }

    fn end(&mut self, how: Ended) -> bool {
        let base64 = std::mem::take(&mut self.base64);
        let is_picture = base64.starts_with("R0lG") && base64.len().is_multiple_of(4);
        if is_picture {
            self.items.push(base64.clone());
            self.pictures.push(if how.is_odd { format!("{base64} odd") } else { base64 });
        }
        is_picture
    }

    fn give_up(&mut self) {
        self.base64.clear();
    }

    fn leave_out(&mut self) {
        self.left_out += 1;
    }
}

/// What is found in pieces.
fn read<'a>(pieces: impl IntoIterator<Item = &'a str>) -> Found {
    let (mut prose, mut found) = (Prose::new(), Found::default());
    for piece in pieces {
        prose.push(piece, &mut found);
    }
    prose.finish(false, &mut found);
    assert!(prose.is_settled());
    found
}

fn letters(text: &str) -> impl Iterator<Item = &str> {
    text.char_indices().map(|(at, char)| &text[at..at + char.len_utf8()])
}

/// Text, the prose that is left if not all of it, and how many pictures are in it.
fn texts() -> Vec<(String, Option<&'static str>, usize)> {
    let [one, two, three] = [url(&gif(1, 40)), url(&gif(2, 41)), url(&gif(3, 42))];
    let svg = url(br#"<svg xmlns="http://www.w3.org/2000/svg"/>"#).replace("gif", "svg+xml");
    let cut = &one[..one.len() - 9];
    let (start, end) = one.split_at(60);
    let one64 = BASE64_STANDARD.encode(gif(1, 40));
    vec![
        // no picture
        ("plain words".into(), None, 0),
        ("  plain \n\n words! \n".into(), None, 0),
        ("wow! ![ d da data data: data:image red end".into(), None, 0),
        ("![alt](https://files.example/a.png) [b](https://x.example/) https://c.example/".into(), None, 0),
        ("write data:image/png;base64,iVBORw0KGgo... there".into(), None, 0),
        ("write data:image/png;base64,... there".into(), None, 0),
        ("data:image/svg+xml,%3Csvg%2F%3E".into(), None, 0),
        (format!("metadata:image/gif;base64,{one64} is no address"), None, 0),
        (format!("an SVG ![s]({svg}) stays"), None, 0),
        (format!("one that is cut ![s]({cut}"), None, 0),
        (format!("one that is cut at four letters ![s]({one}"), None, 0),
        (format!("damage ![s]({start}*{end}) there"), None, 0),
        // one
        (format!("![image]({one})"), Some(""), 1),
        (format!("Here it is:\n\n![image]({one})\n\nEnjoy <it>!"), Some("Here it is:\n\nEnjoy <it>!"), 1),
        (format!("![image]({one})\n\nEnjoy"), Some("Enjoy"), 1),
        (format!("Here it is:\n\n![image]({one})\n"), Some("Here it is:"), 1),
        (format!("Here:\n![image]({one})\n\nEnjoy"), Some("Here:\n\nEnjoy"), 1),
        (format!("See ![a]({one}) here"), Some("See here"), 1),
        (format!("A bed ![a]({one}) d ![b]({two})"), Some("A bed d"), 2),
        (format!("See ![a]({one}), here"), Some("See , here"), 1),
        (format!("![a](<{one}>)x"), Some("x"), 1),
        (format!("![a]( {one} \"a title (in brackets)\" )x"), Some("x"), 1),
        (format!("![a]({one} 'a title')x"), Some("x"), 1),
        (format!("![a \"b\" d]({one})x"), Some("x"), 1),
        (format!("![a]({one} no title)"), Some("no title)"), 1),
        (format!("bare {one} end"), Some("bare end"), 1),
        (format!("bare {one}"), Some("bare"), 1),
        (format!("\"{one}\""), Some("\"\""), 1),
        (format!("DATA:Image/GIF;Charset=x;BASE64,{one64}."), Some("."), 1),
        (format!("data:;base64,{one64}."), Some("."), 1),
        (format!("data:x data:;data:;base64,{one64}."), Some("data:x data:;."), 1),
        (format!("![![![a]({one})"), Some("![!["), 1),
        (format!("漢字 ![🐷]({one}) é"), Some("漢字 é"), 1),
        // several
        (format!("One\n\n![a]({one})\n\nTwo\n\n![b](<{two}>)\n![c]({three})\n\nEnd"), Some("One\n\nTwo\n\nEnd"), 3),
        (format!("![a]({one}) ![b]({two})"), Some(""), 2),
        (format!("![a]({one})![b]({two})"), Some(""), 2),
        (format!("See ![a]({one})![b]({two})"), Some("See"), 2),
        (format!("{one}\n{two} and ![s]({svg})"), None, 2),
    ]
}

#[test]
fn what_is_found_in_text() {
    for (text, prose, count) in texts() {
        let whole = read([&*text]);
        let kept = prose.map_or_else(|| if count == 0 { text.clone() } else { whole.text.clone() }, str::to_owned);
        assert_eq!((&whole.text, whole.pictures.len()), (&kept, count), "{text}");
        let cuts = text.char_indices().skip(1).map(|(at, _)| vec![&text[..at], &text[at..]]);
        for pieces in cuts.chain([letters(&text).collect()]) {
            let cut = read(pieces.iter().copied());
            assert_eq!(cut.pictures, whole.pictures, "{pieces:?}");
            // Space that was told before the picture came cannot be taken back.
            let tidy = |text: &str| if count > 0 { text.trim().to_owned() } else { text.to_owned() };
            assert_eq!(tidy(&cut.text), tidy(&whole.text), "{pieces:?}");
        }
    }
}

fn steps(pieces: &[&str]) -> Vec<Vec<String>> {
    let mut prose = Prose::new();
    let mut steps = Vec::new();
    let mut step = |read: &mut dyn FnMut(&mut Found)| {
        let mut found = Found { base64: steps.pop().unwrap_or_default(), ..Found::default() };
        read(&mut found);
        steps.push(found.base64);
        found.items
    };
    let mut all: Vec<_> = pieces.iter().map(|piece| step(&mut |found| prose.push(piece, found))).collect();
    all.push(step(&mut |found| prose.finish(false, found)));
    all
}

#[test]
fn words_pass_at_once_and_only_what_may_become_a_picture_waits() {
    let data = "R0lGODlhAwACAA==";
    let pieces = [
        "A red",
        " boat!",
        " Now",
        "\n\n![a](",
        "data:ima",
        "ge/gif;base64,R0lG",
        "ODlhAwACAA==",
        ")",
        "\n\nThere",
        " ![it](",
        "https://x/)",
        ".",
    ];
    let expected: [&[&str]; 13] = [
        &["A red"],
        &[" boat!"],
        &[" Now"],
        &[],
        &[],
        &[],
        &[],
        &[data],
        &["\n\nThere"],
        &[],
        &[" ![it](https://x/)"],
        &["."],
        &[],
    ];
    assert_eq!(steps(&pieces), expected);
    let words: Vec<_> = letters("Wow! A red bed !d").collect();
    let (told, held) = words.split_at(words.len() - 2);
    let mut expected: Vec<_> = told.iter().map(|letter| vec![(*letter).to_owned()]).collect();
    expected.extend([vec![], vec!["!".to_owned()], vec!["d".to_owned()]]);
    assert_eq!((steps(&words), held), (expected, &["!", "d"][..]));
}

#[test]
fn base64_that_is_broken_into_lines_is_one() {
    let bytes = gif(7, 200);
    let base64 = BASE64_STANDARD.encode(&bytes);
    for (width, end) in [(76, "\n"), (76, "\r\n"), (64, "\n")] {
        let lines: Vec<_> = base64.as_bytes().chunks(width).map(|line| std::str::from_utf8(line).unwrap()).collect();
        let broken = lines.join(end);
        for text in [
            format!("See ![a](data:image/gif;base64,{broken}) there"),
            format!("See data:image/gif;base64, {broken}\n\nthere"),
        ] {
            for pieces in [vec![&*text], letters(&text).collect()] {
                let found = read(pieces);
                assert_eq!(found.pictures, [format!("{base64} odd")], "{text}");
                assert_eq!(found.text.split_whitespace().collect::<Vec<_>>(), ["See", "there"]);
            }
        }
    }
    // A line's end behind all of it is none within.
    let short = url(&gif(3, 42));
    assert_eq!(read([&*format!("{short}\nEnjoy")]).text, "Enjoy");
    let full = url(&gif(3, 57)); // 76 letters
    assert_eq!(read([&*format!("![a]({full}\n)Enjoy")]).text, "Enjoy");
    assert_eq!(read([&*format!("{full}\n\nEnjoy")]).text, "Enjoy");
}

#[test]
fn a_picture_that_is_damaged_is_left_out_where_nobody_could_read_it() {
    let large = url(&gif(7, 150_000));
    let text = format!("See ![a]({large}*) there");
    for pieces in
        [vec![&*text], text.as_bytes().chunks(1000).map(|piece| std::str::from_utf8(piece).unwrap()).collect()]
    {
        let found = read(pieces);
        assert_eq!((found.left_out, found.pictures.len(), found.text.len() < 20), (0, 1, true), "{}", found.text.len());
    }
    let cut = &text[..60_000 + 100_001];
    let found = read([cut]);
    assert_eq!((found.left_out, found.pictures.len(), &*found.text), (1, 0, "See"));
}

#[test]
fn a_text_that_is_cut_has_no_picture_at_its_end() {
    let text = format!("bare {}", url(&gif(1, 40)));
    let (mut prose, mut found) = (Prose::new(), Found::default());
    prose.push(&text, &mut found);
    prose.finish(true, &mut found);
    assert_eq!((found.pictures.len(), found.text), (0, text));
}

fn links(text: &str) -> Vec<String> {
    let mut by_letter = Prose::new();
    letters(text).for_each(|letter| by_letter.push(letter, &mut Found::default()));
    let mut whole = Prose::new();
    whole.push(text, &mut Found::default());
    for prose in [&mut by_letter, &mut whole] {
        prose.finish(false, &mut Found::default());
    }
    assert_eq!(by_letter.links(), whole.links());
    whole.links().to_vec()
}

#[test]
fn the_links_of_pictures_in_order_and_no_others() {
    let text = "![a](https://x.example/1.png?b=c&d#e) [no](https://x.example/2) https://x.example/3 ![](<http://y.example/4>) \
                ![b](/5) ![c]( HTTPS://z.example/6 \"t\") ![![d](https://x.example/7";
    assert_eq!(
        links(text),
        ["https://x.example/1.png?b=c&d#e", "http://y.example/4", "HTTPS://z.example/6", "https://x.example/7",]
    );
    assert_eq!(links(&"![](https://x.example/)".repeat(1000)).len(), 16);
    assert_eq!(links(&format!("![](https://x.example/{})", "a".repeat(3000))), [""; 0]);
    assert_eq!(links("![](https://) ![](http:/x) ![](ftp://x)"), [""; 0]);
    for (text, is_link) in [
        ("https://x.example/1.png", true),
        ("HTTP://x", true),
        (" https://x", false),
        ("https://x y", false),
        ("https://", false),
        ("files/1", false),
        ("data:image/png;base64,AAAA", false),
    ] {
        assert_eq!(link(text).is_some(), is_link, "{text}");
    }
}

/// What would take hours, were each letter looked at anew for each that follows, or for each beginning.
#[test]
fn no_text_takes_long() {
    let one = url(&gif(1, 40));
    let (alt, title) = ("a".repeat(1990), "t".repeat(490));
    let units = [
        "a".into(),
        " ".into(),
        "[".into(),
        "!".into(),
        " ![".into(),
        "![](".into(),
        "![](data:".into(),
        "data".into(),
        "data:image/gif;base64,".into(),
        " ![data:image/gif;base64,".into(),
        "![](data:image/gif;base64,".into(),
        "data:image/".into(),
        format!("data:image/png;base64,{} ", "A".repeat(60)),
        format!(" ![{alt}"),
        format!(" ![{alt}](x"),
        format!(" ![{alt}]({}<data:{}x,", " ".repeat(9), "h".repeat(199)),
        format!(" ![{}", ";base64,".repeat(249)),
        format!(" ![{}", "data:,".repeat(330)),
        format!(" ![{}", "data:;base64;".repeat(150)),
        format!(" ![{}", "data:;base64,".repeat(150)),
        format!("data:{},", "h".repeat(199)),
        format!("data:{}", ";data:".repeat(50)),
        format!("![]({one} \"{title}"),
        format!("![]({one} \"{}", ")".repeat(490)),
        format!("![]({one} '{}", "\")".repeat(300)),
        format!("![]({one} \"{}", format!("![]({one} \"").repeat(6)),
        format!("![]({one}{}", " ".repeat(600)),
        format!("!{}", " ".repeat(1999)),
        "![](https://x.example/".into(),
        "long words ".into(),
    ];
    for unit in units {
        let text = unit.repeat(300_000 / unit.len());
        let whole = read([&*text]);
        let by_letter = read(letters(&text));
        assert_eq!(whole.pictures, by_letter.pictures, "{unit}");
        if whole.pictures.is_empty() {
            assert!(whole.text == text && by_letter.text == text, "{unit}: to the letter");
        }
    }
}

/// Pieces of text in which pictures may begin and end.
fn written() -> impl Strategy<Value = String> {
    let one = url(&gif(1, 40));
    let short = BASE64_STANDARD.encode(gif(5, 12));
    let pieces = prop::sample::select(vec![
        "!".to_owned(),
        "[".into(),
        "]".into(),
        "(".into(),
        ")".into(),
        "<".into(),
        ">".into(),
        "![a](".into(),
        "![".into(),
        "](".into(),
        " ".into(),
        "\n".into(),
        "\"".into(),
        "'".into(),
        "t".into(),
        "d".into(),
        "data:".into(),
        ":".into(),
        ",".into(),
        ";base64,".into(),
        "data:image/gif;base64,".into(),
        "R0lG".into(),
        "R0lGODlh".into(),
        short,
        one.clone(),
        format!("![b]({one})"),
        format!("![b]({one} \"c\")"),
        "==".into(),
        "*".into(),
        "é".into(),
        "words ".into(),
        "DATA:".into(),
        "-".into(),
        "😀".into(),
    ]);
    prop::collection::vec(pieces, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn text_is_read_as_the_naive_way_reads_it(text in written(), sizes in prop::collection::vec(1_usize..9, 1..6)) {
        let whole = read([&*text]);
        let (expected, pictures) = naive(&text);
        prop_assert_eq!((&whole.text, &whole.pictures), (&expected, &pictures));

        let chars: Vec<_> = letters(&text).collect();
        let (mut rest, mut pieces) = (chars.as_slice(), Vec::new());
        for size in sizes.iter().cycle() {
            if rest.is_empty() {
                break;
            }
            let (piece, later) = rest.split_at((*size).min(rest.len()));
            pieces.push(piece.concat());
            rest = later;
        }
        let cut = read(pieces.iter().map(String::as_str));
        prop_assert_eq!(&cut.pictures, &pictures);
        // What was told before the picture came cannot be taken back: space, and what may end a sentence.
        let solid = |text: &str| text.replace(|char: char| char.is_whitespace() || char == '!', "");
        prop_assert_eq!(solid(&cut.text), solid(&expected));
    }
}
