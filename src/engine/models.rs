//! Id of a model → what it accepts, as far as is known: the one table; and what is told beside a picture because of it.
//!
//! Capabilities and life cycles are Google's documentation of November 2026 and, where that is silent, what gateways
//! and SDKs report. An id outside the table is sent as it is: gateways invent names, and the newest id holds neither
//! `image` nor `gemini-3`, so nothing is ever guessed from the letters of an id.
//!
//! - <https://ai.google.dev/gemini-api/docs/image-generation>
//! - <https://ai.google.dev/gemini-api/docs/deprecations>

mod mismatch;
mod unsupported;
mod warning;

pub use mismatch::{mismatches, of_pixels};
pub use unsupported::{Features, unsupported};
pub use warning::Warning;

/// Which kind of host a request goes to; each has its own default model.
///
/// ```
/// use wasmagine::{Host, MODELS};
///
/// assert!(MODELS.iter().any(|model| model.default_for.contains(&Host::Google)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
    /// kkiai.com.
    Kkiai,
    /// generativelanguage.googleapis.com.
    Google,
    /// Any other gateway or proxy.
    Other,
}

/// One known model.
///
/// ```
/// let flash = wasmagine::MODELS.iter().find(|model| model.id == "gemini-2.5-flash-image");
/// assert!(flash.is_some_and(|model| model.aspect_ratios.contains(&"16:9")));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Model {
    /// The id as it stands in the URL.
    pub id: &'static str,
    /// What people call it.
    pub name: &'static str,
    /// Aspect ratios that it accepts.
    pub aspect_ratios: &'static [&'static str],
    /// Values of `imageSize` that it accepts; empty where the size cannot be set.
    pub sizes: &'static [&'static str],
    /// Most reference images.
    pub max_images: u32,
    /// Whether it refuses more, or only works less well with them.
    pub refuses_more: bool,
    /// Thinking levels that it accepts; empty where there is no choice.
    pub thinking: &'static [&'static str],
    /// Whether it thinks at all.
    pub thinks: bool,
    /// Whether it takes `seed`, `temperature`, `topP` and `topK`.
    pub sampling: bool,
    /// Whether it can ground a picture in web search.
    pub web_search: bool,
    /// Whether it can ground a picture in image search.
    pub image_search: bool,
    /// Hosts for which it is the default.
    pub default_for: &'static [Host],
    /// When Google's own host shut it down, and what stands in its place. Gateways keep the old names.
    pub retired: Option<Retired>,
}

/// The end of a model at Google.
///
/// ```
/// for model in wasmagine::MODELS {
///     if let Some(end) = &model.retired {
///         println!("{} ended on {}: use {}", model.id, end.on, end.successor);
///     }
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Retired {
    /// The day.
    pub on: &'static str,
    /// The id to use instead.
    pub successor: &'static str,
}

/// The model of that id, if it is known.
#[must_use]
pub fn find(id: &str) -> Option<&'static Model> {
    ALL.iter().find(|model| model.id == id)
}

/// The id that a call uses when it names none.
#[must_use]
pub fn default_for(host: Host) -> &'static str {
    ALL.iter().find(|model| model.default_for.contains(&host)).map_or(FLASH_2_5.id, |model| model.id)
}

/// Every known model, newest last.
///
/// ```
/// let ids: Vec<_> = wasmagine::MODELS.iter().map(|model| model.id).collect();
/// assert!(ids.contains(&"gemini-3-pro-image"));
/// ```
pub const ALL: &[Model] = &[
    FLASH_2_5,
    Model {
        id: "gemini-2.5-flash-image-preview",
        name: "Nano Banana (preview)",
        default_for: &[],
        retired: Some(Retired { on: "2026-01-15", successor: FLASH_2_5.id }),
        ..FLASH_2_5
    },
    PRO_3,
    Model {
        id: "gemini-3-pro-image-preview",
        name: "Nano Banana Pro (preview)",
        retired: Some(Retired { on: "2026-06-25", successor: PRO_3.id }),
        ..PRO_3
    },
    FLASH_3_1,
    Model {
        id: "gemini-3.1-flash-image-preview",
        name: "Nano Banana 2 (preview)",
        // Its own successor has ended too.
        retired: Some(Retired { on: "2026-06-25", successor: NANO_BANANA_2_1.id }),
        ..FLASH_3_1
    },
    Model {
        id: "gemini-3.1-flash-lite-image",
        name: "Nano Banana 2 Lite",
        aspect_ratios: FOURTEEN, // of the four extreme ones it is reported, not documented
        sizes: &["1K"],
        max_images: 14,
        refuses_more: true,
        thinking: &["minimal", "high"],
        thinks: true,
        sampling: true, // nobody says otherwise
        web_search: false,
        image_search: false,
        default_for: &[],
        retired: None,
    },
    NANO_BANANA_2_1,
];

const TEN: &[&str] = &["1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9"];
const FOURTEEN: &[&str] =
    &["1:1", "1:4", "1:8", "2:3", "3:2", "3:4", "4:1", "4:3", "4:5", "5:4", "8:1", "9:16", "16:9", "21:9"];

const FLASH_2_5: Model = Model {
    id: "gemini-2.5-flash-image",
    name: "Nano Banana",
    aspect_ratios: TEN,
    sizes: &[], // always 1K; naming a size is refused
    max_images: 3,
    refuses_more: false,
    thinking: &[],
    thinks: false,
    sampling: true,
    web_search: false,
    image_search: false,
    default_for: &[Host::Kkiai, Host::Other],
    retired: None, // Google names 2026-10-02 as the earliest day; whether it has ended is not known
};
const PRO_3: Model = Model {
    id: "gemini-3-pro-image",
    name: "Nano Banana Pro",
    aspect_ratios: TEN,
    sizes: &["1K", "2K", "4K"],
    max_images: 14,
    refuses_more: true,
    thinking: &[], // a level has no effect
    thinks: true,
    sampling: true,
    web_search: true,
    image_search: false,
    default_for: &[],
    retired: None,
};
const FLASH_3_1: Model = Model {
    id: "gemini-3.1-flash-image",
    name: "Nano Banana 2",
    aspect_ratios: FOURTEEN,
    sizes: &["512", "1K", "2K", "4K"],
    max_images: 14,
    refuses_more: true,
    thinking: &["minimal", "high"],
    thinks: true,
    sampling: true,
    web_search: true,
    image_search: true,
    default_for: &[],
    retired: Some(Retired { on: "2026-10-29", successor: NANO_BANANA_2_1.id }),
};
const NANO_BANANA_2_1: Model = Model {
    id: "gemini-nano-banana-2.1",
    name: "Nano Banana 2.1",
    aspect_ratios: FOURTEEN,
    sizes: &["1K", "2K", "4K"], // 512 is answered with 400
    max_images: 14,
    refuses_more: true,
    thinking: &["minimal", "medium", "high"],
    thinks: true,
    sampling: false, // each is answered with 400
    web_search: true,
    image_search: true,
    default_for: &[Host::Google],
    retired: None,
};
