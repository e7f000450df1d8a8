//! What pictures a whole text holds, by looking at every place of it again and again.

pub fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"+/".contains(&byte)
}

fn is_space(char: char) -> bool {
    char.is_ascii_whitespace()
}

/// The prose that is left, and the base64 of pictures.
pub fn naive(text: &str) -> (String, Vec<String>) {
    let (mut pictures, mut items, mut at) = (Vec::new(), Vec::new(), 0);
    let mut words = String::new();
    // A text that follows a picture begins anew.
    let mut fresh = 0;
    while let Some((start, image, base64)) = first(text, at, fresh) {
        let has_blank = text[base64..].starts_with(' ');
        let base64 = base64 + usize::from(has_blank);
        let end = base64 + base64_length(&text[base64..]);
        let letters = &text[base64..end];
        let is_cut = image && end == text.len();
        if letters.starts_with("R0lG") && letters.len().is_multiple_of(4) && !is_cut {
            words.push_str(&text[at..start]);
            items.push(Some(std::mem::take(&mut words)));
            items.push(None);
            pictures.push(if has_blank { format!("{letters} odd") } else { letters.to_owned() });
            at = end + if image { closing(&text[end..]).unwrap_or(0) } else { 0 };
            fresh = at;
        } else {
            // Its letters hold no beginning; what follows them may.
            words.push_str(&text[at..end]);
            at = end;
        }
    }
    words.push_str(&text[at..]);
    items.push(Some(words));
    (tidy(items), pictures)
}

/// As a listener that gives up after 24 letters that begin no GIF takes them.
fn base64_length(text: &str) -> usize {
    let letters = text.bytes().take_while(|byte| is_letter(*byte)).count();
    let padding = text[letters..].bytes().take_while(|byte| *byte == b'=').count();
    letters + padding
}

/// The first beginning that is complete, from `at` on: where it begins, whether it is an image, where its base64 begins.
fn first(text: &str, at: usize, fresh: usize) -> Option<(usize, bool, usize)> {
    for comma in (at..text.len()).filter(|comma| text.as_bytes()[*comma] == b',') {
        for start in (at..comma).rev().filter(|start| text.is_char_boundary(*start)) {
            if is_header(&text[start..=comma]) && (start == fresh || !ends_word(&text[..start])) {
                let image =
                    (at..start).filter(|from| text.is_char_boundary(*from)).find(|from| is_image(&text[*from..start]));
                return Some((image.unwrap_or(start), image.is_some(), comma + 1));
            }
        }
    }
    None
}

fn ends_word(text: &str) -> bool {
    text.ends_with(|char: char| char.is_ascii_alphanumeric())
}

/// `data:…;base64,`
fn is_header(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let Some(header) = lower.strip_prefix("data:").and_then(|rest| rest.strip_suffix(";base64,")) else { return false };
    header.len() <= 200
        && header.chars().all(|char| char.is_ascii() && !is_space(char) && !",:\"'<>()[]".contains(char))
}

/// `![…](`, and what may stand before the address.
fn is_image(text: &str) -> bool {
    let Some((alt, rest)) = text.strip_prefix("![").and_then(|rest| rest.split_once(']')) else { return false };
    let Some(rest) = rest.strip_prefix('(') else { return false };
    let rest = rest.strip_suffix('<').unwrap_or(rest);
    !alt.contains('[') && alt.chars().count() <= 2000 && rest.len() <= 9 && rest.chars().all(is_space)
}

/// How long the end of an image is.
fn closing(text: &str) -> Option<usize> {
    let mut rest = text.strip_prefix('>').unwrap_or(text);
    let space = rest.len() - rest.trim_start_matches(is_space).len();
    for quote in ['"', '\''] {
        if let Some(titled) = rest.trim_start_matches(is_space).strip_prefix(quote)
            && (1..=9).contains(&space)
        {
            let (title, behind) = titled.split_once(quote)?;
            if title.len() > 500 {
                return None;
            }
            rest = behind;
        }
    }
    let space = rest.len() - rest.trim_start_matches(is_space).len();
    let behind = rest.trim_start_matches(is_space).strip_prefix(')')?;
    (space <= 9).then(|| text.len() - behind.len())
}

/// Of the white space around pictures only the widest stays, and none at the start and the end.
fn tidy(items: Vec<Option<String>>) -> String {
    let mut text = String::new();
    let mut spaces: Option<Vec<String>> = None;
    for item in items {
        match (item, &mut spaces) {
            (None, None) => {
                let solid = text.trim_end_matches(is_space).len();
                spaces = Some(vec![text[solid..].to_owned()]);
                text.truncate(solid);
            }
            (None, Some(_)) => {}
            (Some(words), None) => text.push_str(&words),
            (Some(words), Some(around)) => {
                let solid = words.trim_start_matches(is_space);
                let space = &words[..words.len() - solid.len()];
                around.push(space.to_owned());
                if !solid.is_empty() {
                    let width = |space: &String| (space.contains('\n'), space.len());
                    let mut widest = String::new();
                    for space in around.iter() {
                        if width(space) > width(&widest) {
                            widest.clone_from(space);
                        }
                    }
                    if !text.is_empty() {
                        text.push_str(&widest);
                    }
                    text.push_str(solid);
                    spaces = None;
                }
            }
        }
    }
    text
}
