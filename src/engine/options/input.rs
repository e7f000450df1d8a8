//! What goes in: the prompt, pictures, and what a caller adds to the body. What pictures are is the face's to know.

use super::given::{Given, quoted};
use super::rules::{Mistakes, OBJECT, invalid, trimmed};
use crate::error::{Code, Failure};
use crate::models::{self, Model};

pub(super) const PROMPT: &str = "a non-empty string";

pub(super) fn check_prompt(prompt: Option<&str>, mistakes: &mut Mistakes) {
    if let Some(prompt) = prompt.filter(|prompt| trimmed(prompt).is_empty()) {
        mistakes.must("prompt", PROMPT, &quoted(prompt));
    }
}

/// One picture or an array of them; a face holds each as it is at the call.
pub(super) fn read_images(given: Given, mistakes: &mut Mistakes) -> usize {
    let list = match given {
        Given::Absent => Vec::new(),
        Given::List(list) => list,
        one => vec![one],
    };
    if let Some((at, other)) =
        list.iter().enumerate().find(|(_, item)| !matches!(item, Given::Opaque | Given::String(_)))
    {
        let must = "must be a Blob, bytes, an address, an <img> or a canvas";
        let message = format!("`images[{at}]` {must}, got {}", other.describe());
        let hint = "`images` takes one picture or an array of them: `[...input.files]` for a list of files, `await` \
                    for a promise";
        mistakes.note("images", Failure::new(Code::InvalidImage, message).hint(hint));
    }
    list.len()
}

pub(super) fn check_images(count: usize, model: &str, mistakes: &mut Mistakes) {
    if let Some(Model { id, max_images: most, .. }) =
        models::find(model).filter(|model| model.refuses_more && count > model.max_images as usize)
    {
        let message = format!("`images[{most}]` is one too many: {id} takes {most} at most");
        let failure = Failure::new(Code::InvalidImage, message);
        mistakes.note("images", failure.hint("leave some out, or put several into one picture"));
    }
}

pub(super) fn check_extra_body(given: Option<&Given>, mistakes: &mut Mistakes) {
    match given {
        None => {}
        Some(Given::Map(entries)) => {
            if entries.iter().any(|(name, _)| name == "contents") {
                let failure = invalid("`extraBody` must leave `contents` to the package");
                mistakes.note("extraBody", failure.hint("the prompt goes into `prompt`"));
            }
            if !entries.iter().all(|(_, value)| is_json(value)) {
                mistakes.note("extraBody", invalid("`extraBody` must be what JSON can hold: no bigint, no cycle"));
            }
        }
        Some(other) => mistakes.must("extraBody", OBJECT, &other.describe()),
    }
}

fn is_json(given: &Given) -> bool {
    match given {
        Given::BigInt(_) | Given::Opaque => false,
        Given::List(list) => list.iter().all(is_json),
        Given::Map(entries) => entries.iter().all(|(_, value)| is_json(value)),
        Given::Absent
        | Given::Null
        | Given::Bool(_)
        | Given::Number(_)
        | Given::Symbol(_)
        | Given::String(_)
        | Given::Function => true,
    }
}
