//! Where calls go, and with what key: made once by an app, and cloned wherever it draws.

use super::error::Error;
use super::generate::Generate;
use super::run;
use super::session::Session;
use crate::check::Finding;
use crate::input::Later;
use crate::options::{Credentials, Draft, Key, printable};
use crate::wire::target::Auth;
use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

/// Gives a key, or says why there is none.
pub(super) type Ask = Arc<dyn Fn() -> Later<Result<String, String>> + Send + Sync>;

/// Defaults of calls: a key, an address, a model. Plain data, cheap to clone. One that is made anew of the same is equal, so
/// that an effect which depends on it, and may cost a picture, does not run again; functions are the same where they are
/// clones.
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
        Generate::new(self.clone(), self.draft().clone()).prompt(prompt)
    }

    /// A conversation.
    #[must_use]
    pub fn session(&self) -> Session {
        Session::new(self.clone())
    }

    /// What stands in a picture's way, as far as can be known before one is paid for: it asks the server for its list of
    /// models, for 15 seconds at most, and costs nothing.
    ///
    /// ```
    /// # async fn look(client: &wasmagine::Client) -> Result<(), wasmagine::Error> {
    /// let found = client.check().await?;
    /// if !found.ok {
    ///     println!("{}", found.hint.unwrap_or_default());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// When what the builder got is wrong, or the key does not come. What is wrong with the server is a finding.
    pub async fn check(&self) -> Result<Finding, Error> {
        run::check(self.clone()).await
    }

    pub(super) fn draft(&self) -> &Draft {
        &self.0.draft
    }

    pub(super) fn ask(&self) -> Option<Ask> {
        self.0.ask.clone()
    }

    /// What stands in for `fetch`, where something does.
    #[cfg(target_arch = "wasm32")]
    pub(super) fn fetch(&self) -> Option<js_sys::Function> {
        self.0.fetch.clone()
    }
}

impl PartialEq for Client {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.is(&other.0)
    }
}

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
    ask: Option<Ask>,
    #[cfg(target_arch = "wasm32")]
    fetch: Option<js_sys::Function>,
}

impl ClientBuilder {
    /// The API key: it goes to `base_url` alone, as a header.
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.draft.key = Some(Key::Text(key.into()));
        self
    }

    /// Asks for the key at each attempt, for keys that live for minutes. What `ask` says of a key that it cannot get is
    /// the `source` of the error.
    ///
    /// ```
    /// # async fn from_my_server() -> Result<String, String> { Ok("a-key".to_owned()) }
    /// let client = wasmagine::Client::builder().key_from(from_my_server).build();
    /// ```
    pub fn key_from<F>(mut self, ask: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<String, String>> + 'static,
    {
        self.draft.key = Some(Key::Function);
        self.ask = Some(Arc::new(move || Box::pin(ask())));
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

    /// Whether cookies go along, as in `fetch`: to the page's own origin unless given.
    pub fn credentials(mut self, cookies: Credentials) -> Self {
        self.draft.credentials = Some(cookies);
        self
    }

    /// The model's id; the host's default unless given. [`MODELS`](crate::MODELS) has those that are known.
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

    /// A function in place of the page's `fetch`: a mock, such as the sandbox of the JavaScript package, or one that adds
    /// what a server wants.
    #[cfg(target_arch = "wasm32")]
    pub fn fetch(mut self, fetch: js_sys::Function) -> Self {
        self.draft.served = true;
        self.fetch = Some(fetch);
        self
    }

    /// Whether both are made of the same.
    fn is(&self, other: &Self) -> bool {
        let ask = match (&self.ask, &other.ask) {
            (None, None) => true,
            (Some(ask), Some(other)) => Arc::ptr_eq(ask, other),
            (Some(_), None) | (None, Some(_)) => false,
        };
        #[cfg(target_arch = "wasm32")]
        let ask = ask && self.fetch == other.fetch;
        ask && self.draft == other.draft
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
        let base_url = base_url.as_deref().map(printable);
        fields.field("base_url", &base_url).field("model", model).field("timeout", timeout).finish_non_exhaustive()
    }
}
