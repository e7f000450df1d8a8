//! Where calls go, and with what key: made once by an app, and cloned wherever it draws.

use crate::generate::Generate;
use crate::options::{Draft, Key};
use crate::wire::target::Auth;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// Defaults of calls: a key, an address, a model. Plain data, cheap to clone; clones are equal, and nothing else is.
///
/// ```
/// use wasmagine::Client;
///
/// let google = Client::builder().key("a-key").base_url("google").build();
/// assert_eq!(google.generate("a red boat").aspect_ratio("16:9").check(), Ok(()));
/// ```
#[derive(Clone)]
pub struct Client(Arc<ClientBuilder>);

impl Client {
    /// Calls to kkiai (<https://www.kkiai.com>) with a key of kkiai's, as without `baseURL` in JavaScript.
    pub fn new(key: impl Into<String>) -> Self {
        Self::builder().key(key).build()
    }

    /// Sets more than a key.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// A picture of that: nothing is sent until it is awaited, spawned or streamed.
    pub fn generate(&self, prompt: impl Into<String>) -> Generate {
        let mut draft = self.0.draft.clone();
        draft.prompt = Some(prompt.into());
        Generate::new(self.clone(), draft)
    }

    /// What stands in for `fetch`, where something does.
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn fetch(&self) -> Option<js_sys::Function> {
        self.0.fetch.clone()
    }
}

impl PartialEq for Client {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Client {}

/// Without its key.
impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        fmt::Debug::fmt(&self.0, formatter)
    }
}

/// Sets what a [`Client`] has. What is wrong is told by [`Generate::check`], and when a call is made.
#[derive(Clone, Default)]
#[must_use = "call `build`"]
pub struct ClientBuilder {
    draft: Draft,
    #[cfg(target_arch = "wasm32")]
    fetch: Option<js_sys::Function>,
}

impl ClientBuilder {
    /// The API key: it goes to `base_url` alone, as a header.
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.draft.key = Some(Key::Text(key.into()));
        self
    }

    /// `"kkiai"`, which is the default, `"google"`, or an address up to and without `/v1beta`. A relative one is on the
    /// page's own site.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.draft.base_url = Some(url.into());
        self
    }

    /// The version in the path; `v1beta` unless given.
    pub fn api_version(mut self, version: impl Into<String>) -> Self {
        self.draft.api_version = Some(version.into());
        self
    }

    /// How the key goes along: [`Auth::Auto`] unless given.
    pub fn auth(mut self, auth: Auth) -> Self {
        self.draft.auth = Some(auth);
        self
    }

    /// One more header. Any but a credential fails the preflight at Google and at many gateways.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.draft.headers.push((name.into(), value.into()));
        self
    }

    /// The model's id; the host's default unless given.
    pub fn model(mut self, model: impl Into<String>) -> Self {
        self.draft.model = Some(model.into());
        self
    }

    /// For each attempt: five minutes unless given, none where it is zero.
    pub const fn timeout(mut self, each: Duration) -> Self {
        self.draft.timeout = Some(each);
        self
    }

    /// How often what failed without cost is tried again: twice unless given.
    pub const fn retries(mut self, most: u32) -> Self {
        self.draft.max_retries = Some(most);
        self
    }

    /// A function in place of the page's `fetch`: a mock, or one that adds what a server wants.
    #[cfg(target_arch = "wasm32")]
    pub fn fetch(mut self, fetch: js_sys::Function) -> Self {
        self.draft.served = true;
        self.fetch = Some(fetch);
        self
    }

    /// Done.
    #[must_use]
    pub fn build(self) -> Client {
        Client(Arc::new(self))
    }
}

/// Without the key and the headers' values.
impl fmt::Debug for ClientBuilder {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        let Draft { base_url, model, timeout, .. } = &self.draft;
        let mut fields = formatter.debug_struct("Client");
        fields.field("base_url", base_url).field("model", model).field("timeout", timeout).finish_non_exhaustive()
    }
}
