//! Options → the URL and the credential of one request, and what encloses a content of it; what options say in JSON is `bodyOf` in
//! js/read.js, a prompt's part js/body.js, a picture's js/pictures.js.
//!
//! The contract is Google's `models.generateContent` (<https://ai.google.dev/api/generate-content>), which gateways speak
//! under the same path. Names are camelCase, because gateways that re-encode a request lose some snake_case ones, and only
//! `imageConfig` is sent, never the newer `responseFormat`, which they drop.

pub use crate::models::Host;

/// How the key goes along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
#[derive(Clone, Copy, Debug)]
pub enum What<'a> {
    /// A picture, in a single answer.
    Image,
    /// A picture, as a stream of events.
    Stream,
    /// What it tells of the model.
    Card,
    /// The models that it has, or the page of them that a token names.
    List(Option<&'a str>),
}

/// A header of the request.
pub type Header = (&'static str, String);

impl Target {
    /// The URL of `what`, with the key in it only where `auth` asks for that.
    #[must_use]
    pub fn url(&self, what: What, auth: Auth, key: Option<&str>) -> String {
        let mut url = format!("{}/{}/models", self.base, self.api_version);
        let mut page = None;
        let mut mark = '?';
        if let What::List(token) = what {
            page = token;
        } else {
            url.push('/');
            percent_encode(&self.model, &mut url);
        }
        match what {
            What::Image => url.push_str(":generateContent"),
            What::Stream => {
                url.push_str(":streamGenerateContent?alt=sse");
                mark = '&';
            }
            What::Card | What::List(_) => {}
        }
        let key = key.filter(|_| matches!(auth, Auth::Query | Auth::BearerQuery));
        for (name, value) in [("key=", key), ("pageToken=", page)] {
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
            (Auth::Auto | Auth::Bearer | Auth::BearerQuery, _) => Some(("authorization", format!("Bearer {key}"))),
            (Auth::Query | Auth::None, _) => None,
        }
    }
}

/// All but RFC 3986's unreserved characters.
fn percent_encode(text: &str, into: &mut String) {
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

/// Around the parts of a message of the user's.
pub const USER: (&str, &str) = (r#"{"role":"user","parts":["#, "]}");
/// The same of the model.
pub const MODEL: (&str, &str) = (r#"{"role":"model","parts":["#, "]}");
