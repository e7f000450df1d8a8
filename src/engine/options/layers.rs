//! Options over defaults, such as a client's and a session's: whose value counts, and where a credential may go.
//!
//! A key and headers belong to the origin that they were given with: options that lead elsewhere bring their own, and
//! where they bring none the call is refused (`Draft::check`). What leads somewhere is `baseURL` alone.

use super::address::{Address, Page};
use super::given::Given;
use super::headers;

/// What stands at one level.
#[derive(Clone, Debug, Default)]
pub struct Layer {
    /// As [`Given::Map`] has them.
    pub fields: Vec<(String, Given)>,
    /// What a relative `baseURL` means: at the moment at which the defaults were given, else now.
    pub page: Page,
}

/// All levels as one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Merged {
    /// Of each field the strongest value; what is undefined counts as absent.
    pub fields: Vec<(String, Given)>,
    /// The origin that the credentials among them are for, where defaults were given.
    pub home: Option<String>,
    /// The first level whose credentials count.
    pub from: usize,
}

/// Lays each over those before it: the weakest comes first.
#[must_use]
pub fn merge(layers: Vec<Layer>) -> Merged {
    let mut merged = Merged::default();
    for (at, layer) in layers.iter().enumerate() {
        let strongest = |name, from: usize| {
            let levels = layers.get(from..=at).unwrap_or_default();
            levels.iter().rev().find_map(|layer| layer.get(name))
        };
        let origin = Address::origin_of(strongest("baseURL", 0), &layer.page);
        let brings = carries(layer.get("apiKey"), layer.get("headers"));
        let follows = carries(strongest("apiKey", merged.from), strongest("headers", merged.from));
        if at == 0 || merged.home.as_ref() != Some(&origin) && (brings || !follows) {
            (merged.home, merged.from) = (Some(origin), at);
        }
    }
    if layers.len() < 2 {
        merged.home = None;
    }
    for (at, layer) in layers.into_iter().enumerate() {
        let stays = |name: &str| at < merged.from && matches!(name, "apiKey" | "headers");
        for (name, given) in layer.fields.into_iter().filter(|(name, _)| !stays(name)) {
            match merged.fields.iter_mut().find(|(known, _)| *known == name) {
                Some(_) if given.is_absent() => {}
                Some((_, weaker)) => *weaker = given,
                None => merged.fields.push((name, given)),
            }
        }
    }
    merged
}

impl Layer {
    fn get(&self, name: &str) -> Option<&Given> {
        self.fields.iter().find(|(known, given)| known == name && !given.is_absent()).map(|(_, given)| given)
    }
}

fn carries(api_key: Option<&Given>, headers: Option<&Given>) -> bool {
    api_key.is_some() || headers.is_some_and(headers::carry)
}
