//! What stored contents tell.

use super::*;

fn one(turn: Result<Vec<Turn>, Box<Error>>) -> Turn {
    let mut turns = turn.unwrap();
    assert_eq!(turns.len(), 1);
    turns.remove(0)
}

fn strings(list: &[&str]) -> Vec<String> {
    list.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn no_history_is_one_without_turns() {
    assert_eq!(turns_of(&[""; 0]).unwrap(), []);
}

#[test]
fn a_turn_has_its_prompt_its_words_and_its_pictures() {
    let turns = turns_of(&[
        user(&[r#"{"text":"a boat"}"#]),
        model(&[r#"{"text":"Here: "}"#, &png(), r#"{"text":"a boat."}"#, &jpeg()]),
        user(&[r#"{"text":"at night"}"#]),
        model(&[&jpeg()]),
    ]);
    let turns = turns.unwrap();
    let [plain, baseline] = ["plain.png", "baseline.jpg"].map(|name| {
        let mut sniffer = engine::face::sniff::Sniffer::new();
        sniffer.push(&fixture(name));
        let raster = sniffer.raster().unwrap();
        format!("{} {}×{}", raster.media_type, raster.width, raster.height)
    });
    assert_eq!(
        turns,
        [
            ("a boat".into(), "Here: a boat.".into(), vec![plain, baseline.clone()], None),
            ("at night".into(), String::new(), vec![baseline], None),
        ]
    );
}

#[test]
fn pictures_are_what_their_bytes_are_and_whole() {
    let world = Memory::alone();
    let bytes = fixture("baseline.jpg");
    let contents = [user(&[r#"{"text":"x"}"#]), model(&[&picture("image/webp", &bytes)])];
    let turns = restored(&world, contents.iter().map(|content| world.blob(content)).collect()).unwrap();
    let [image] = turns[0].images.as_slice() else { panic!("{:?}", turns[0].images) };
    assert_eq!((image.media_type, image.blob.bytes()), ("image/jpeg", bytes));
    // Contents are handed back as they came.
    assert_eq!([turns[0].user.text(), turns[0].model.text()], contents);
}

#[test]
fn what_the_caller_showed_is_no_picture_of_the_models() {
    let contents = [user(&[r#"{"text":"make it blue"}"#, &jpeg()]), model(&[&png()])];
    let (prompt, _, images, next) = one(turns_of(&contents));
    assert_eq!((prompt.as_str(), images.len(), next), ("make it blue", 1, None));
    assert!(images[0].starts_with("image/png"));
}

#[test]
fn pictures_in_front_of_a_prompt_are_those_of_the_turn_before() {
    let shown = user(&[&png(), &jpeg()]);
    let turns = turns_of(&[
        user(&[r#"{"text":"one"}"#]),
        model(&[r#"{"text":"said"}"#]),
        user(&[&png(), &jpeg(), r#"{"text":"two"}"#, &jpeg()]),
        model(&[&png()]),
    ]);
    let turns = turns.unwrap();
    assert_eq!((turns[0].2.len(), turns[0].3.as_deref()), (2, Some(shown.as_str())));
    assert_eq!((turns[1].2.len(), &turns[1].3), (1, &None));

    // As long as there is no next prompt, they stand alone at the end.
    let (_, text, images, next) =
        one(turns_of(&[user(&[r#"{"text":"one"}"#]), model(&[r#"{"text":"said"}"#]), user(&[&png(), &jpeg()])]));
    assert_eq!((text.as_str(), images.len(), next), ("said", 2, Some(shown)));
    // There is no turn before the first.
    let (prompt, _, images, next) = one(turns_of(&[user(&[&png(), r#"{"text":"one"}"#]), model(&[&jpeg()])]));
    assert_eq!((prompt.as_str(), images.len(), next), ("one", 1, None));
}

#[test]
fn thoughts_are_not_said_and_their_last_picture_counts_where_there_is_no_other() {
    let thought = |part: &str| part.replacen('{', r#"{"thought":true,"#, 1);
    let prompt = || user(&[r#"{"text":"x"}"#]);
    let [draft, second] = [thought(&png()), thought(&jpeg())];
    let words = r#"{"text":"hm","thought":true}"#;
    let (_, text, images, _) = one(turns_of(&[prompt(), model(&[words, &draft, r#"{"text":"so"}"#, &jpeg()])]));
    assert_eq!((text.as_str(), images.len()), ("so", 1));
    assert!(images[0].starts_with("image/jpeg"));
    let (_, text, images, _) = one(turns_of(&[prompt(), model(&[words, &draft, &second])]));
    assert_eq!((text.as_str(), images.len()), ("", 1));
    assert!(images[0].starts_with("image/jpeg"), "the last");
    // What the user's next turn shows is the model's, too.
    let turns = turns_of(&[prompt(), model(&[&second]), user(&[&png()])]);
    assert!(one(turns).2[0].starts_with("image/png"));
    let false_thought = png().replacen('{', r#"{"thought":false,"#, 1);
    assert_eq!(one(turns_of(&[prompt(), model(&[&false_thought])])).2.len(), 1);
}

#[test]
fn our_own_words_are_not_the_models() {
    let ours = r#"{"text":"Here is the picture."}"#;
    let rows: [(&[&str], &str); 5] = [
        (&[ours], ""),
        (&[ours, r#"{"text":" And more."}"#], "Here is the picture. And more."),
        (&[ours, &png()], "Here is the picture."),
        (&[r#"{"text":"Here is the pic"}"#], "Here is the pic"),
        (&[r#"{"text":"Here is the picture.x"}"#], "Here is the picture.x"),
    ];
    for (parts, said) in rows {
        let (_, text, ..) = one(turns_of(&[user(&[r#"{"text":"x"}"#]), model(parts), user(&[&png()])]));
        assert_eq!(text, said, "{parts:?}");
    }
    // As a prompt they are the caller's.
    assert_eq!(one(turns_of(&[user(&[ours]), model(&[&png()])])).0, "Here is the picture.");
}

/// A part goes back as it came, and so it is kept: whatever a server writes that is JSON.
#[test]
fn parts_of_any_server_are_read() {
    let base64 = STANDARD.encode(fixture("plain.png"));
    let odd = r#""hint" : {"b":1.0,"a":1e5, "c":[-0,1E+2,12345678901234567890,null ,{}],"é — 文🚤":"\u0041\/\"}]{[\\\u00e9"},"#;
    let escaped = base64.replace('/', "\\/");
    let spelled = format!("{}\\u00{:02x}{}", &base64[..9], base64.as_bytes()[9], &base64[10..]);
    let parts = [
        format!(
            r#"{{ {odd} "thoughtSignature":"c2ln", "inlineData" : {{"mimeType":"image/png", "data":"{base64}"}} }}"#
        ),
        format!(r#"{{"text":"","inlineData":{{"mimeType":"image/png","data":"{base64}"}}}}"#),
        format!(r#"{{"text":null,"inlineData":{{"mimeType":"image/png","data":"{escaped}"}}}}"#),
        format!(r#"{{"inlineData":{{"data":"{spelled}","mimeType":"image/png","x":[[{{"data":"*"}}]]}}}}"#),
    ];
    for part in &parts {
        let (_, text, images, _) = one(turns_of(&[user(&[r#"{"text":"x"}"#]), model(&[part])]));
        assert_eq!((text.as_str(), images.len()), ("", 1), "{part}");
    }
    let rows = [
        (format!(r#"{{{odd}"\u0074ext":"\u0048ere\n\"é\" \ud83d\udea4 🚤 \u6587"}}"#), "Here\n\"é\" 🚤 🚤 文"),
        (r#"{"text":"a","text":"b"}"#.into(), "b"),
        (r#"{"text":"a","text":null}"#.into(), ""),
        (r#"{"x":{"text":"a"},"text":"b","y":["text","c"]}"#.into(), "b"),
        (r#"{"text":{"text":"a"}}"#.into(), ""),
        (r#"{"textual":"a","tex":"b","text":"c","functionCall":{"name":"f"}}"#.into(), "c"),
        (r#"{"text":"half \ud83d of \ude00 a pair \ud83d"}"#.into(), "half \u{fffd} of \u{fffd} a pair \u{fffd}"),
        (r#"{"thought":true,"text":"a","thought":null}"#.into(), "a"),
        (r#"{"text":"a","thoughtSignature":"*no base64*","x":"thought","y":true}"#.into(), "a"),
    ];
    for (part, said) in rows {
        let turns = turns_of(&[user(&[r#"{"text":"x"}"#]), model(&[&part]), user(&[&png()])]);
        assert_eq!(one(turns).1, said, "{part}");
    }
}

/// A picture that a server spelled in another way may have been kept as it came.
#[test]
fn base64_in_other_spellings_is_read() {
    let base64 = STANDARD.encode(fixture("plain.png"));
    let lines = |between: &str| {
        let lines: Vec<_> = base64.as_bytes().chunks(76).map(|line| std::str::from_utf8(line).unwrap()).collect();
        lines.join(between)
    };
    for data in [
        base64.replace('+', "-").replace('/', "_"),
        base64.trim_end_matches('=').to_owned(),
        lines("\\n"),
        lines("\\r\\n"),
        lines("\\u000a"),
        lines(" "),
        format!("data:image/png;base64, {base64}"),
    ] {
        let part = format!(r#"{{"inlineData":{{"data":"{data}"}}}}"#);
        let world = Memory::alone();
        let contents = [user(&[r#"{"text":"x"}"#]), model(&[&part])];
        let turns = restored(&world, contents.iter().map(|content| world.blob(content)).collect()).unwrap();
        assert_eq!(turns[0].images[0].blob.bytes(), fixture("plain.png"), "{part}");
    }
    // A line's end that is not escaped stands in no JSON.
    let raw = format!("{{\"inlineData\":{{\"data\":\"{}\"}}}}", lines("\n"));
    assert_eq!(refused(&[user(&[r#"{"text":"x"}"#]), model(&[&raw])]), (1, "it is no valid JSON".into()));
}

#[test]
fn bytes_that_are_no_picture_are_none() {
    let svg = picture("image/png", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>");
    let nothing = r#"{"inlineData":{"mimeType":"image/png","data":""}}"#;
    for part in [svg.as_str(), nothing, r#"{"inlineData":{}}"#, r#"{"inlineData":null}"#] {
        let (_, _, images, _) = one(turns_of(&[user(&[r#"{"text":"x"}"#]), model(&[part])]));
        assert_eq!(images, strings(&[]), "{part}");
    }
}

#[test]
fn cuts_between_reads_change_nothing() {
    // Each byte of a long escape, of a character and of a name falls on a cut once.
    let tail = r#"\ud83d\udea4 🚤 end","thought":false}"#;
    for length in 0..tail.len() + 4 {
        let head = r#"{"text":""#;
        let fill = 65536 - model(&[""]).len() + "]}".len() - head.len() - length;
        let part = format!("{head}{}{tail}", "x".repeat(fill));
        let (_, text, ..) = one(turns_of(&[user(&[r#"{"text":"x"}"#]), model(&[&part]), user(&[&png()])]));
        assert_eq!(text, format!("{}🚤 🚤 end", "x".repeat(fill)), "{length}");
    }
}
