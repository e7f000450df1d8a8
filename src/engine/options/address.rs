//! `baseURL` → the address to which `/v1beta/models/…` is added, and whose it is; and what stands behind it in the
//! path.
//!
//! How a URL is resolved and normalised is not known here: the face hands that in ([`Page`]), so that the reader which
//! decides where a key goes is the one that `fetch` has, names in other scripts and all. Here a normal URL is only
//! taken apart: <https://url.spec.whatwg.org/#url-serializing>. Nothing of a refused address is repeated that could
//! hold a key: not its user part, not its query.

use super::credential::looks_like_a_key;
use super::given::{Given, quoted};
use super::rules::{Mistakes, Text, invalid, is_space, trimmed, wrong};
use crate::error::{Failure, Sentence};
use crate::find::replace;
use crate::models::Host;

/// kkiai's address.
pub const KKIAI: &str = "https://www.kkiai.com";
/// Google's own.
pub const GOOGLE: &str = "https://generativelanguage.googleapis.com";

/// What addresses are relative to, and how they are read there.
#[derive(Clone, Debug)]
pub struct Page {
    /// What `fetch` resolves a relative URL against: the document's base, a worker's location, nothing elsewhere.
    pub url: Option<String>,
    /// `new URL(text, base).href`, or nothing where that throws.
    pub href: fn(text: &str, base: Option<&str>) -> Option<String>,
}

/// Where there is no browser: whole addresses alone, written as a browser would write them.
impl Default for Page {
    fn default() -> Self {
        Self { url: None, href: as_it_is }
    }
}

/// Where requests go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Scheme, host and path prefix, without a trailing slash.
    pub base: String,
    /// What kind of host that is.
    pub host: Host,
}

impl Address {
    /// Reads `baseURL`; without one it is kkiai's. `version` is the one that will be added.
    ///
    /// # Errors
    /// When it is no address, or says more than one.
    pub fn read(given: Option<&str>, version: &str, page: &Page) -> Result<Self, Failure> {
        let text = trimmed(given.unwrap_or("kkiai"));
        let href = href_of(text, page)?;
        let (scheme, authority, path) = parts(&href).ok_or_else(|| refused(text))?;
        if authority.contains('@') || path.contains(['?', '#']) {
            return Err(invalid("`baseURL` must have no user name, query or fragment")
                .hint("pass the key as `apiKey`; `auth: 'query'` puts it into the query"));
        }
        if !matches!(scheme, "http" | "https") {
            return Err(refused(text)); // a path on a page that was opened as a file
        }
        let base = href.trim_end_matches('/');
        if let Some(fixed) = before_version(base, version) {
            let message = format!("`baseURL` must end before the version, which is added to it, got \"{base}\"");
            return Err(invalid(message).hint(Sentence::ours("use `baseURL: '").theirs(fixed).and("'`")));
        }
        let host = match authority.split(':').next() {
            Some("generativelanguage.googleapis.com") => Host::Google,
            Some("www.kkiai.com" | "kkiai.com") => Host::Kkiai,
            _ => Host::Other,
        };
        Ok(Self { base: base.to_owned(), host })
    }

    /// The origin that a `baseURL` leads to, whatever else is wrong with it; empty where it leads nowhere.
    pub(super) fn origin_of(given: Option<&Given>, page: &Page) -> String {
        let text = match given {
            None => "kkiai",
            Some(Given::String(text)) => trimmed(text),
            Some(_) => return String::new(),
        };
        let href = href_of(text, page).unwrap_or_default();
        let origin = parts(&href).map(|(scheme, authority, _)| {
            let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
            format!("{scheme}://{host}")
        });
        origin.unwrap_or_default()
    }

    /// Scheme, host and port.
    #[must_use]
    pub fn origin(&self) -> &str {
        let path = parts(&self.base).map_or(0, |(_, _, path)| path.len());
        self.base.get(..self.base.len() - path).unwrap_or_default()
    }
}

/// As `fetch` reads it.
fn href_of(text: &str, page: &Page) -> Result<String, Failure> {
    match text {
        "kkiai" => return Ok(KKIAI.to_owned()),
        "google" => return Ok(GOOGLE.to_owned()),
        _ => {}
    }
    let relative = text.starts_with(['/', '.']);
    if !relative && !["http://", "https://"].iter().any(|scheme| has_prefix(text, scheme)) {
        return Err(refused(text).hint("an address on another host starts with https://"));
    }
    if relative && page.url.is_none() {
        return Err(refused(text).hint("there is no page here: pass the whole URL"));
    }
    let base = page.url.as_deref().filter(|_| relative);
    (page.href)(text, base).ok_or_else(|| refused(text))
}

fn refused(text: &str) -> Failure {
    wrong("baseURL", MUST, &quoted(if may_be_key(text) { "something else" } else { text }))
}

/// The address as it may be printed.
#[cfg(feature = "client")]
pub(crate) fn printable(text: &str) -> &str {
    if may_be_key(text) { "…" } else { text }
}

/// What could hold a key, or be one: a word that has digits in it and is no host.
fn may_be_key(text: &str) -> bool {
    let word = text.rsplit(is_space).next().unwrap_or_default();
    let odd = word.len() >= 12 && !word.contains(['.', ':', '/']) && word.contains(|char: char| char.is_ascii_digit());
    text.contains(['@', '?', '#']) || odd || looks_like_a_key(text)
}

const MUST: &str = "'kkiai', 'google', an http(s) URL, or a path on this page's host such as '/api/images'";

/// What is no text at all.
pub(super) fn wrong_type(given: &Given) -> Failure {
    wrong("baseURL", MUST, &given.describe())
}

pub(super) const API_VERSION: Text = Text {
    field: "apiVersion",
    must: "a version such as 'v1beta', without slashes",
    holds: |text| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric()),
};

/// It stands in the URL as one segment, percent-encoded; a server or a proxy may decode it and follow its dots all the
/// same.
const MODEL: Text =
    Text { field: "model", must: "a model id", holds: |id| !id.chars().all(is_space) && !looks_like_a_key(id) };
const DOTLESS: Text =
    Text { field: "model", must: "a model id without '.' or '..' between slashes", holds: |id| !has_dots(id) };

fn has_dots(id: &str) -> bool {
    let id = replace(&replace(&replace(id, "%2e", "."), "%2f", "/"), "%5c", "/");
    id.split(['/', '\\']).any(|segment| matches!(segment, "." | ".."))
}

pub(super) fn check_model(given: Option<&str>, mistakes: &mut Mistakes) {
    MODEL.check(given, mistakes);
    DOTLESS.check(given, mistakes);
    if let Some((id, bare)) = given.and_then(|id| Some((id, id.strip_prefix("models/")?))) {
        let hint = Sentence::ours("leave 'models/' out: `model: '").theirs(bare).and("'`");
        mistakes.must_hint("model", "the bare id", id, hint);
    }
}

/// A normal URL's scheme, authority, and what follows that.
fn parts(href: &str) -> Option<(&str, &str, &str)> {
    let (scheme, rest) = href.split_once(':')?;
    let rest = rest.strip_prefix("//")?;
    let (authority, path) = rest.split_at_checked(rest.find(['/', '?', '#']).unwrap_or(rest.len()))?;
    Some((scheme, authority, path))
}

/// What stands before a version that was pasted along, at the end or with `/models` after it. A host may be called
/// `v1`.
fn before_version<'a>(base: &'a str, version: &str) -> Option<&'a str> {
    let (_, _, path) = parts(base)?;
    let mut end = base.len() - path.len();
    let mut segments = path.split('/').skip(1).peekable();
    while let Some(segment) = segments.next() {
        let last = segments.peek().is_none_or(|next| *next == "models");
        if last && (segment == version || matches!(segment, "v1beta" | "v1alpha")) {
            return base.get(..end);
        }
        end += segment.len() + 1;
    }
    None
}

fn has_prefix(text: &str, lower: &str) -> bool {
    text.get(..lower.len()).is_some_and(|start| start.eq_ignore_ascii_case(lower))
}

/// An address that a browser would write in the very same way, but for the slash after a bare host: names and numbers
/// of plain letters and digits, a path without dots that are resolved and without what would be encoded.
fn as_it_is(text: &str, base: Option<&str>) -> Option<String> {
    let (scheme, authority, path) = parts(text).filter(|_| base.is_none())?;
    let (host, port) = authority.split_once(':').unwrap_or((authority, ""));
    let standard = matches!((scheme, port), ("http", "80") | ("https", "443"));
    let is_port = |port: &str| port.parse::<u16>().is_ok_and(|number| number.to_string() == port);
    let label = |label: &str| {
        let plain = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_');
        !label.is_empty() && label.bytes().all(plain) && !label.starts_with("xn--")
    };
    // A last label that begins with a digit may be read as a number, and then all of the name as one address.
    let named = host.rsplit('.').next().is_some_and(|last| !last.starts_with(|char: char| char.is_ascii_digit()));
    let address = host.parse::<std::net::Ipv4Addr>().is_ok();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=:@".contains(&byte);
    let dots = path.split('/').any(|segment| matches!(segment, "." | ".."));
    let normal = matches!(scheme, "http" | "https")
        && (address || named && host.split('.').all(label))
        && (authority == host || is_port(port) && !standard)
        && path.bytes().all(plain)
        && !dots;
    normal.then(|| format!("{text}{}", if path.is_empty() { "/" } else { "" }))
}
