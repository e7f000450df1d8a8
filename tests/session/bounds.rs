//! Whoever made the snapshot: the engine holds little of it at a time, and the page has its turns.

use super::*;

const MIB: usize = 1024 * 1024;

/// `head`, `middle` so many times, `tail`.
fn long(world: &Memory, head: &str, middle: &str, times: usize, tail: &str) -> Blob {
    let whole = middle.repeat((MIB / middle.len()).max(1));
    let times = (times / (whole.len() / middle.len())).max(1);
    let pieces = [world.blob(head), world.repeated(whole, times), world.blob(tail)];
    let pieces: Vec<_> = pieces.iter().map(engine::face::world::Piece::Blob).collect();
    engine::face::world::World::join(world, &pieces, "").unwrap()
}

fn read(world: &Memory, answer: Blob) -> Result<Vec<Restored<Memory>>, Box<Error>> {
    let turns = restored(world, vec![world.blob(user(&[r#"{"text":"x"}"#])), answer]);
    assert!(world.most() <= 128 * 1024, "{} bytes at once", world.most());
    turns
}

#[test]
fn a_picture_of_megabytes_is_read_in_pieces() {
    let world = Memory::alone();
    let head = format!(
        r#"{{"role":"model","parts":[{{"inlineData":{{"data":"{}"#,
        STANDARD.encode(&fixture("plain.png")[..33])
    );
    let turns = read(&world, long(&world, &head, "AAAA", 12 * MIB / 4, "\"}}]}")).unwrap();
    assert!(engine::face::world::World::size(&world, &turns[0].images[0].blob) > 8 * MIB as u64);
    assert!(world.turns() > 12, "the page has its turn: {}", world.turns());
}

#[test]
fn words_of_megabytes_are_read_in_pieces() {
    for (middle, said) in [("abcdefgh", "abcdefgh"), ("\\u0041\\n", "A\n"), ("文", "文")] {
        for (tail, is_said) in [("\"}]}", true), ("\",\"thought\":true}]}", false), ("\",\"text\":0}]}", false)] {
            let world = Memory::alone();
            let answer =
                long(&world, "{\"role\":\"model\",\"parts\":[{\"text\":\"", middle, 2 * MIB / middle.len(), tail);
            let turns = read(&world, answer).unwrap();
            let text = &turns[0].text;
            assert_eq!(text.len() > MIB / 4, is_said, "{tail}");
            assert!(text.chunks(said.len()).all(|chunk| chunk == said.as_bytes()), "{middle}");
        }
    }
}

#[test]
fn what_is_foreign_is_read_no_further_than_that() {
    let invalid = "it is no valid JSON";
    let around = "it is not exactly the parts of the role whose turn it is";
    for (head, middle, why) in [
        ("{\"role\":\"model\",\"parts\":[{\"x\":", "[", invalid),
        ("{\"role\":\"model\",\"parts\":[{\"x\":", "{\"a\":", invalid),
        ("{\"role\":\"model\",\"parts\":[", "[", around),
        ("{\"role\":\"model\",\"parts\":[", "1,", around),
        ("{\"role\":\"user\",\"parts\":[", "{\"text\":\"x\"},", around),
        ("{", "\"role\":\"model\",", around),
    ] {
        let world = Memory::alone();
        let error = read(&world, long(&world, head, middle, 100 * MIB / middle.len(), "")).err().unwrap();
        assert!(error.message.ends_with(why), "{}", error.message);
        assert!(world.turns() <= 12, "{head} {middle}: {} turns", world.turns());
    }
}

#[test]
fn parts_without_number_are_counted_and_not_kept() {
    let world = Memory::alone();
    let head = "{\"role\":\"model\",\"parts\":[{}";
    let turns = read(&world, long(&world, head, ",{}", 2 * MIB / 3, "]}")).unwrap();
    assert_eq!((turns[0].text.len(), turns[0].images.len()), (0, 0));
}
