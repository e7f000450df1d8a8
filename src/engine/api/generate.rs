//! What is asked for, setter by setter: no setter fails, and all is checked at once before anything is sent.

use super::browser::Blob;
use super::client::Client;
use super::error::Error;
use super::events::{Event, Events, Progress};
use super::generated::Generated;
use super::image::Shown;
use super::pending::{AbortHandle, Pending, Task};
use super::reference::Reference;
use super::run;
use super::session::Session;
use crate::error::{Code, Failure};
use crate::options::{Draft, Modality, Number, Options, Safety, Search, Settings, Thinking};
use crate::queue;
use crate::report::Told;
use serde::Serialize;
use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt;
use std::future::IntoFuture;
use std::rc::Rc;
use std::time::Duration;

/// Width to height: `"16:9"`, or `(16, 9)`.
///
/// ```
/// use wasmagine::AspectRatio;
///
/// assert_eq!(AspectRatio::from("16:9"), AspectRatio::from((16, 9)));
/// ```
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

impl From<&String> for AspectRatio {
    fn from(ratio: &String) -> Self {
        Self(ratio.clone())
    }
}

impl From<Cow<'_, str>> for AspectRatio {
    fn from(ratio: Cow<'_, str>) -> Self {
        Self(ratio.into_owned())
    }
}

impl From<(u8, u8)> for AspectRatio {
    fn from((width, height): (u8, u8)) -> Self {
        Self(format!("{width}:{height}"))
    }
}

/// A request for pictures: await it, [`spawn`](Self::spawn) it, or [`stream`](Self::stream) it.
///
/// A clone asks for the same again, so one that has its settings is a template: [`prompt`](Self::prompt) fills it in.
///
/// ```
/// # async fn draw(client: &wasmagine::Client) -> Result<(), wasmagine::Error> {
/// let postcard = client.generate("").aspect_ratio((3, 2)).size("2K");
/// for place in ["Lisbon", "Kyoto"] {
///     let made = postcard.clone().prompt(format!("a linocut of {place}")).await?;
///     println!("{}", made.url());
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "nothing is sent until it is awaited, spawned or streamed"]
pub struct Generate {
    pub(super) client: Client,
    pub(super) draft: Draft,
    pub(super) references: Vec<Reference>,
    pub(super) allows: Option<Allows>,
    pub(super) listeners: Listeners,
    pub(super) session: Option<Session>,
}

/// Whether a picture may be fetched from an address.
type Allows = Rc<dyn Fn(&str) -> bool>;

/// Who hears of what happens, at once.
#[derive(Clone, Default)]
pub(super) struct Listeners {
    progress: Option<Listener<Progress>>,
    event: Option<Listener<Event>>,
}

/// May change what it holds, as the signals of some frameworks ask. What it causes itself it does not hear.
type Listener<T> = Rc<RefCell<dyn FnMut(T)>>;

fn tell<T>(listener: &Listener<T>, told: T) {
    if let Ok(mut heard) = listener.try_borrow_mut() {
        heard(told);
    }
}

impl Listeners {
    /// What is told to them, if anybody listens; nothing once the call is aborted, which one of them may do.
    pub fn told(self, shown: Shown, abort: AbortHandle) -> Option<Told<Blob>> {
        let Self { progress, event } = self;
        if progress.is_none() && event.is_none() {
            return None;
        }
        Some(Rc::new(move |told| {
            if abort.is_aborted() {
                return;
            }
            if let (queue::Event::Progress(told), Some(heard)) = (told, &progress) {
                tell(heard, told.clone().into());
            }
            if let Some(heard) = event.as_ref().filter(|_| !abort.is_aborted())
                && let Some(told) = shown.event(told.clone())
            {
                tell(heard, told);
            }
        }))
    }

    /// Whether anybody wants more than progress.
    pub fn want_events(&self) -> bool {
        self.event.is_some()
    }
}

impl Generate {
    pub(super) fn new(client: Client, draft: Draft) -> Self {
        let (references, allows, listeners, session) = (Vec::new(), None, Listeners::default(), None);
        Self { client, draft, references, allows, listeners, session }
    }

    pub(super) fn within(mut self, session: Session) -> Self {
        self.session = Some(session);
        self
    }

    // ───────────── what to draw ─────────────

    /// Another prompt, and all else as it is.
    pub fn prompt(mut self, prompt: impl Into<String>) -> Self {
        self.draft.prompt = Some(prompt.into());
        self
    }

    /// A picture to edit or to go by; several in their order. PNG, JPEG, WebP, HEIC and HEIF are sent as they are, with
    /// all that stands in the file; what else the browser can decode, such as GIF, AVIF and BMP, goes as PNG. An SVG has to
    /// be drawn first.
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

    /// The model's id, in place of the client's.
    pub fn model(mut self, model: impl Into<String>) -> Self {
        self.draft.model = Some(model.into());
        self
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

    // ───────────── how ─────────────

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

    /// From 0 to 1.
    pub fn top_p(mut self, top_p: f64) -> Self {
        self.draft.settings.top_p = Some(Number::from(top_p));
        self
    }

    /// From 1.
    pub const fn top_k(mut self, top_k: u32) -> Self {
        self.draft.settings.top_k = Some(top_k);
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

    /// What the answer may hold: text and picture unless given. With text, a refusal can be read.
    pub fn modalities(mut self, modalities: impl Into<Vec<Modality>>) -> Self {
        self.draft.settings.modalities = modalities.into();
        self
    }

    /// A threshold of the server's filter, in its own words: `HARM_CATEGORY_HARASSMENT`, `BLOCK_ONLY_HIGH`
    /// (<https://ai.google.dev/gemini-api/docs/safety-settings>).
    pub fn safety(mut self, category: impl Into<String>, threshold: impl Into<String>) -> Self {
        self.draft.settings.safety.push(Safety { category: category.into(), threshold: threshold.into() });
        self
    }

    /// Laid over the request's body, for what has no setter: anything that serde can write as JSON, such as a
    /// `serde_json::Value`. Objects merge, all else replaces; a `None` is null.
    ///
    /// ```
    /// # let client = wasmagine::Client::new("a-key");
    /// #[derive(serde::Serialize)]
    /// struct Extra {
    ///     labels: std::collections::BTreeMap<&'static str, &'static str>,
    /// }
    ///
    /// let ask = client.generate("a red boat").extra(&Extra { labels: [("team", "web")].into() });
    /// assert_eq!(ask.check(), Ok(()));
    /// ```
    pub fn extra(mut self, body: &impl Serialize) -> Self {
        self.draft.add_extra(body);
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

    // ───────────── how often, and how long ─────────────

    /// So many requests, at most 1000, three at a time: each is charged.
    pub const fn count(mut self, requests: u32) -> Self {
        self.draft.n = Some(requests);
        self
    }

    /// How many requests run at a time: three unless given.
    pub const fn concurrency(mut self, requests: u32) -> Self {
        self.draft.concurrency = Some(requests);
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

    /// Tries again also what may have been charged: a picture may be paid for twice.
    pub const fn retry_ambiguous(mut self) -> Self {
        self.draft.retry_ambiguous = true;
        self
    }

    // ───────────── what it tells ─────────────

    /// Is told how far the call is, at most twenty times a second for each request.
    ///
    /// ```
    /// # fn draw(client: &wasmagine::Client) -> wasmagine::Task {
    /// use wasmagine::Phase;
    ///
    /// client
    ///     .generate("a red boat")
    ///     .on_progress(|progress| match progress.phase {
    ///         Phase::Receiving { loaded, total } => println!("{loaded} bytes of {total:?}"),
    ///         phase => println!("{phase:?}"),
    ///     })
    ///     .spawn(|end| println!("{end:?}"))
    /// # }
    /// ```
    pub fn on_progress(mut self, heard: impl FnMut(Progress) + 'static) -> Self {
        self.listeners.progress = Some(Rc::new(RefCell::new(heard)));
        self
    }

    /// Is told of each event as it happens: a text that grows, a preview, the pictures of several requests one by one. The
    /// reply is asked for as a stream then, as by [`stream`](Self::stream), but nothing waits for who listens.
    ///
    /// ```
    /// # fn draw(client: &wasmagine::Client) -> wasmagine::Task {
    /// use wasmagine::Event;
    ///
    /// let boat = client.generate("a red boat").on_event(|event| {
    ///     if let Event::Preview { image, .. } = event {
    ///         println!("{}", image.url());
    ///     }
    /// });
    /// boat.spawn(|end| println!("{end:?}"))
    /// # }
    /// ```
    pub fn on_event(mut self, heard: impl FnMut(Event) + 'static) -> Self {
        self.listeners.event = Some(Rc::new(RefCell::new(heard)));
        self
    }

    // ───────────── ways to run it ─────────────

    /// Whether all of it is right, as far as can be known here: it runs natively too.
    ///
    /// # Errors
    /// With the first mistake, which names the setter.
    pub fn check(&self) -> Result<(), Error> {
        self.options().map(|_| ())
    }

    pub(super) fn options(&self) -> Result<Options, Error> {
        let several = |name| {
            let failure = Failure::new(Code::InvalidOption, format!("`{name}` is not an option of a turn"));
            Err(failure.hint("a turn is one request").into())
        };
        match (&self.session, self.draft.n, self.draft.concurrency) {
            (Some(_), Some(_), _) => several("count"),
            (Some(_), None, Some(_)) => several("concurrency"),
            _ => run::checked(self.draft.clone()),
        }
    }

    /// The same, told while it runs. It is asked for as a stream of events, so that text and previews come early.
    pub fn stream(self) -> Events {
        Events::new(self)
    }

    /// Runs by itself, for as long as the [`Task`] lives, and gives `done` what it came to. A component's effect keeps the
    /// task and drops it when the prompt changes: `done` is not called then. Nor is it where there is no browser.
    pub fn spawn(self, done: impl FnOnce(Result<Generated, Error>) + 'static) -> Task {
        self.into_future().spawn(done)
    }
}

impl IntoFuture for Generate {
    type Output = Result<Generated, Error>;
    type IntoFuture = Pending;

    fn into_future(self) -> Pending {
        let abort = AbortHandle::default();
        Pending::new(run::generate(self, None, Shown::default(), abort.clone()), abort)
    }
}

/// Without prompt, instructions and key.
impl fmt::Debug for Generate {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        let Settings { aspect_ratio, size, .. } = &self.draft.settings;
        let mut fields = formatter.debug_struct("Generate");
        fields.field("client", &self.client).field("aspect_ratio", aspect_ratio).field("size", size);
        fields.field("references", &self.references).finish_non_exhaustive()
    }
}
