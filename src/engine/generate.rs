//! What is asked for, setter by setter: no setter fails, and all is checked at once before anything is sent.

use crate::client::Client;
#[cfg(not(target_arch = "wasm32"))]
use crate::error::Code;
use crate::events::Events;
use crate::fault::Error;
use crate::image::Generated;
use crate::options::{Draft, Given, Number, Options, Page, Search, Thinking};
use crate::pending::{Pending, Task};
use crate::redact::Redactor;
#[cfg(target_arch = "wasm32")]
use crate::{
    call::{Call, Handed},
    events::Shown,
    image::{Blob, Image},
    input::{Input, Unusable},
    link::{self, Leave},
    queue::Queue,
    web::{Browser, Settings},
};
use std::fmt;
use std::future::IntoFuture;
use std::num::NonZeroU8;
use std::rc::Rc;
use std::time::Duration;

/// Width to height: `"16:9"`, or `(16, 9)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AspectRatio(String);

impl From<&str> for AspectRatio {
    fn from(ratio: &str) -> Self {
        Self(ratio.to_owned())
    }
}

impl From<String> for AspectRatio {
    fn from(ratio: String) -> Self {
        Self(ratio)
    }
}

impl From<(u8, u8)> for AspectRatio {
    fn from((width, height): (u8, u8)) -> Self {
        Self(format!("{width}:{height}"))
    }
}

/// A picture that goes in.
#[derive(Clone)]
#[cfg_attr(not(target_arch = "wasm32"), expect(dead_code, reason = "nothing is sent where there is no browser"))]
pub struct Reference(Source);

#[derive(Clone)]
#[cfg_attr(not(target_arch = "wasm32"), expect(dead_code, reason = "nothing is sent where there is no browser"))]
enum Source {
    Bytes(Rc<[u8]>),
    #[cfg(target_arch = "wasm32")]
    Blob(web_sys::Blob),
}

/// A whole file.
impl From<Vec<u8>> for Reference {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Source::Bytes(bytes.into()))
    }
}

#[cfg(target_arch = "wasm32")]
impl From<web_sys::Blob> for Reference {
    fn from(blob: web_sys::Blob) -> Self {
        Self(Source::Blob(blob))
    }
}

/// One that was generated.
#[cfg(target_arch = "wasm32")]
impl From<&Image> for Reference {
    fn from(image: &Image) -> Self {
        image.blob().clone().into()
    }
}

type Allows = Rc<dyn Fn(&str) -> bool>;

/// A request for pictures: await it, [`spawn`](Self::spawn) it, or [`stream`](Self::stream) it.
///
/// A clone asks for the same again.
#[derive(Clone)]
#[must_use = "nothing is sent until it is awaited, spawned or streamed"]
pub struct Generate {
    client: Client,
    draft: Draft,
    references: Vec<Reference>,
    allows: Option<Allows>,
}

impl Generate {
    pub(crate) fn new(client: Client, draft: Draft) -> Self {
        Self { client, draft, references: Vec::new(), allows: None }
    }

    /// The picture's shape; the model's own unless given.
    pub fn aspect_ratio(mut self, ratio: impl Into<AspectRatio>) -> Self {
        self.draft.settings.aspect_ratio = Some(ratio.into().0);
        self
    }

    /// `"1K"`, `"2K"`, `"4K"`; the model's own unless given.
    pub fn size(mut self, size: impl Into<String>) -> Self {
        self.draft.settings.size = Some(size.into());
        self
    }

    /// The model's id, in place of the client's.
    pub fn model(mut self, model: impl Into<String>) -> Self {
        self.draft.model = Some(model.into());
        self
    }

    /// A picture to edit or to go by; several in their order. PNG, JPEG, WebP, HEIC and HEIF are sent as they are, with
    /// all that stands in the file.
    pub fn reference(mut self, picture: impl Into<Reference>) -> Self {
        self.references.push(picture.into());
        self.draft.images = self.references.len();
        self
    }

    /// Instructions that stand above the prompt.
    pub fn system(mut self, instructions: impl Into<String>) -> Self {
        self.draft.settings.system = Some(instructions.into());
        self
    }

    /// Of the first request; each after it has one more.
    pub const fn seed(mut self, seed: i32) -> Self {
        self.draft.settings.seed = Some(seed);
        self
    }

    /// From 0 to 2.
    pub fn temperature(mut self, temperature: f64) -> Self {
        self.draft.settings.temperature = Some(Number::from(temperature));
        self
    }

    /// How hard to think, and whether to tell.
    pub const fn thinking(mut self, thinking: Thinking) -> Self {
        self.draft.settings.thinking = Some(thinking);
        self
    }

    /// Whether to search first.
    pub const fn search(mut self, search: Search) -> Self {
        self.draft.settings.search = search;
        self
    }

    /// For each attempt, in place of the client's.
    pub const fn timeout(mut self, each: Duration) -> Self {
        self.draft.timeout = Some(each);
        self
    }

    /// How often what failed without cost is tried again, in place of the client's.
    pub const fn retries(mut self, most: u32) -> Self {
        self.draft.max_retries = Some(most);
        self
    }

    /// So many requests, three at a time: each is charged.
    pub fn count(mut self, requests: NonZeroU8) -> Self {
        self.draft.n = Some(requests.get().into());
        self
    }

    /// What the model is known not to take is an error, not a warning.
    pub const fn strict(mut self) -> Self {
        self.draft.strict = true;
        self
    }

    /// Whether a picture that the reply only links to may be fetched from that address. From `base_url`'s own origin it is
    /// fetched anyway.
    pub fn remote_images(mut self, allows: impl Fn(&str) -> bool + 'static) -> Self {
        self.allows = Some(Rc::new(allows));
        self
    }

    /// Adds a text to the body by its path, such as `["generationConfig", "mediaResolution"]`: for what has no setter.
    pub fn extra(mut self, path: &[&str], value: impl Into<String>) -> Self {
        let mut given = Given::String(value.into());
        for name in path.iter().rev() {
            given = Given::Map(vec![((*name).to_owned(), given)]);
        }
        self.draft.extra_body = Some(match self.draft.extra_body.take() {
            Some(before) => merged(before, given),
            None => given,
        });
        self
    }

    /// Whether all of it is right, as far as can be known here: it runs natively too.
    ///
    /// # Errors
    /// With the first mistake, which names the option.
    pub fn check(&self) -> Result<(), Error> {
        self.clone().options().map(|_| ())
    }

    fn options(self) -> Result<Options, Error> {
        let redactor = Redactor::new(&self.draft.secrets());
        self.draft.check(&page()).map_err(|failure| failure.told(&redactor).into())
    }

    /// The same, told while it runs.
    #[inline]
    pub fn stream(self) -> Events {
        Events::new(self)
    }

    /// Runs by itself, for as long as the [`Task`] lives, and gives `done` what it came to. A frame's effect keeps the task
    /// and drops it when the prompt changes: `done` is not called then.
    #[inline]
    pub fn spawn(self, done: impl FnOnce(Result<Generated, Error>) + 'static) -> Task {
        self.into_future().spawn(done)
    }
}

impl IntoFuture for Generate {
    type Output = Result<Generated, Error>;
    type IntoFuture = Pending;

    // Inline, as all that leads to a call: the engine's own code would be compiled in here too, which costs the JavaScript
    // face 1.3 KB of brotli, though it calls none of it.
    #[inline]
    fn into_future(self) -> Pending {
        Pending::new(self.run())
    }
}

/// Without prompt and key.
impl fmt::Debug for Generate {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        let mut fields = formatter.debug_struct("Generate");
        fields.field("client", &self.client).field("settings", &self.draft.settings).finish_non_exhaustive()
    }
}

fn merged(before: Given, over: Given) -> Given {
    match (before, over) {
        (Given::Map(mut members), Given::Map(more)) => {
            for (name, value) in more {
                match members.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, before)) => *before = merged(std::mem::take(before), value),
                    None => members.push((name, value)),
                }
            }
            Given::Map(members)
        }
        (_, over) => over,
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn page() -> Page {
    Page::default()
}

#[cfg(target_arch = "wasm32")]
fn page() -> Page {
    Page { url: crate::web::page_url(), href: crate::web::url_href }
}

#[cfg(not(target_arch = "wasm32"))]
impl Generate {
    async fn run(self) -> Result<Generated, Error> {
        self.options()?;
        let failure = crate::error::Failure::new(Code::Wasm, "pictures are made in a browser, and here is none");
        Err(failure.told(&Redactor::default()).into())
    }
}

#[cfg(target_arch = "wasm32")]
thread_local!(static PACE: crate::pace::Pace = crate::pace::Pace::default());

#[cfg(target_arch = "wasm32")]
impl Generate {
    #[inline]
    async fn run(self) -> Result<Generated, Error> {
        self.told_to(None, &Shown::default()).await
    }

    /// Runs, and tells what happens on its way to the queue.
    #[inline]
    pub(crate) async fn told_to(self, queue: Option<Rc<Queue<Blob>>>, shown: &Shown) -> Result<Generated, Error> {
        let (client, references, allows) = (self.client.clone(), self.references.clone(), self.allows.clone());
        let options = self.options()?;
        let settings = Settings { fetch: client.fetch(), credentials: options.credentials, ..Settings::default() };
        let world = Browser::new(settings);
        let handed = Handed {
            pictures: references.into_iter().map(Reference::input).collect(),
            allows: allows.map(|allows| {
                Rc::new(move |url: &str| if allows(url) { Leave::Yes } else { Leave::No }) as link::Allows
            }),
            page: page(),
            events: queue.is_some(),
            queue,
            ..Handed::default()
        };
        let call = Call::new(world.clone(), PACE.with(crate::pace::Pace::clone), options, handed);
        shown.generated(&world, call.run().await?)
    }
}

#[cfg(target_arch = "wasm32")]
impl Reference {
    fn input(self) -> Input<Blob> {
        let blob = match self.0 {
            Source::Blob(blob) => Ok(blob),
            Source::Bytes(bytes) => {
                crate::web::blob_of(&bytes).map_err(|thrown| Unusable { cause: Some(thrown), ..Unusable::default() })
            }
        };
        Input { blob: Box::pin(std::future::ready(blob)), redraw: None }
    }
}
