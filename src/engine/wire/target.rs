//! Where a request goes → its URL, and the credential that goes along.
//!
//! The contract is Google's `models.generateContent` (<https://ai.google.dev/api/generate-content>), which gateways speak under the
//! same path. What is refused of an address, a key or a model's name, `options` says; here all of it goes where it was told to, and
//! nowhere else.

pub use crate::models::Host;

/// How the key goes along.
///
/// ```
/// use wasmagine::{Auth, Client};
///
/// let gateway = Client::builder().key("a-key").base_url("https://gateway.example").auth(Auth::GoogleKey).build();
/// # let _ = gateway;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Auth {
    /// Google's host gets [`Auth::GoogleKey`], every other [`Auth::Bearer`].
    Auto,
    /// `Authorization: Bearer KEY`.
    Bearer,
    /// `x-goog-api-key: KEY`.
    GoogleKey,
    /// `?key=KEY`.
    Query,
    /// Both of them, as kkiai's page shows; Google's own host refuses two credentials.
    BearerQuery,
    /// The key stays here.
    None,
}

/// Which server, and which model on it.
#[derive(Clone, Debug)]
pub struct Target {
    /// Scheme, host and path prefix, without a trailing slash.
    pub base: String,
    /// What kind of host that is.
    pub host: Host,
    /// `v1beta` unless the caller says otherwise.
    pub api_version: String,
    /// The bare id.
    pub model: String,
}

/// What is asked of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endpoint<'a> {
    /// A picture, in a single answer.
    Generate,
    /// A picture, as a stream of events.
    Stream,
    /// What it tells of the model.
    Model,
    /// The models that it has, or the page of them that a token names.
    Models(Option<&'a str>),
}

/// A header of the request.
pub type Header = (&'static str, String);

impl Target {
    /// The URL of an endpoint, with the key in it only where `auth` asks for that.
    #[must_use]
    pub fn url(&self, endpoint: Endpoint, auth: Auth, key: Option<&str>) -> String {
        let Self { base, api_version, model, .. } = self;
        let mut url = format!("{base}/{api_version}/models");
        let mut page = None;
        match endpoint {
            Endpoint::Generate => {
                push_model(&mut url, model);
                url.push_str(":generateContent");
            }
            Endpoint::Stream => {
                push_model(&mut url, model);
                url.push_str(":streamGenerateContent");
            }
            Endpoint::Model => push_model(&mut url, model),
            Endpoint::Models(token) => page = token,
        }
        let events = (endpoint == Endpoint::Stream).then_some("sse");
        let key = key.filter(|_| matches!(auth, Auth::Query | Auth::BearerQuery));
        let mut mark = '?';
        for (name, value) in [("alt=", events), ("key=", key), ("pageToken=", page)] {
            if let Some(value) = value {
                url.push(mark);
                url.push_str(name);
                percent_encode(value, &mut url);
                mark = '&';
            }
        }
        url
    }

    /// The header that carries the key, if one does.
    #[must_use]
    pub fn credential(&self, auth: Auth, key: Option<&str>) -> Option<Header> {
        let key = key?;
        match (auth, self.host) {
            (Auth::Auto, Host::Google) | (Auth::GoogleKey, _) => Some(("x-goog-api-key", key.to_owned())),
            (Auth::Auto, Host::Kkiai | Host::Other) | (Auth::Bearer | Auth::BearerQuery, _) => {
                Some(("authorization", format!("Bearer {key}")))
            }
            (Auth::Query | Auth::None, _) => None,
        }
    }
}

/// A model's id as one segment of the path. Dots that would lead out of it are no dots even to a server that decodes once more:
/// to [URLs](https://url.spec.whatwg.org/#double-dot-path-segment) `%2e%2e` is `..`.
fn push_model(url: &mut String, model: &str) {
    let mut before = "/";
    for segment in model.split('/') {
        url.push_str(before);
        before = "%2F";
        match segment {
            "." => url.push_str("%252E"),
            ".." => url.push_str("%252E%252E"),
            _ => percent_encode(segment, url),
        }
    }
}

/// All but RFC 3986's unreserved characters.
pub(crate) fn percent_encode(text: &str, into: &mut String) {
    const HEX: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => into.push(byte as char),
            _ => {
                let digits = [byte >> 4, byte & 15].map(|digit| HEX.get(usize::from(digit)).copied().unwrap_or('0'));
                into.push('%');
                into.extend(digits);
            }
        }
    }
}
