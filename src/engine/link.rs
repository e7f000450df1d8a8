//! A picture that a reply only links to → its bytes, where it may be fetched.
//!
//! Whoever fetches what a reply names can be made to carry the conversation out in the address. So nobody is asked but
//! the API's own host and those that the caller allows, no redirect is followed, and what is sent says nothing of page,
//! user or key.

use crate::error::{Code, Failure, Sentence, Thrown};
use crate::find;
use crate::options::Page;
use crate::pace::Pace;
use crate::picture::Picture;
use crate::sniff::{self, Sniffer};
use crate::verdict;
use crate::world::{Answer, Head, Purpose, Request, Unanswered, Unread, World};
use std::rc::Rc;

/// A caller's `remoteImages`, which is asked with the whole address.
pub type Allows = Rc<dyn Fn(&str) -> Leave>;

/// What it gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leave {
    /// `true`.
    Yes,
    /// `false`.
    No,
    /// What is no leave, named: `a promise`, `undefined`.
    Other(String),
    /// It threw.
    Threw(Thrown),
}

/// Whom a picture may be fetched from.
#[derive(Clone)]
pub struct Terms {
    /// The API's address, whose origin is asked without leave.
    pub base: String,
    /// Reads an address as `fetch` does.
    pub page: Page,
    /// Without one, nobody else is asked.
    pub allows: Option<Allows>,
}

/// Ten times a large picture, in bytes, and no more than the API itself takes in a request.
const MOST: u64 = 100 * 1024 * 1024;

impl Terms {
    /// Where a link leads, if it may be followed.
    fn check(&self, link: &str) -> Result<Place, Failure> {
        let place = (self.page.href)(link, None).and_then(Place::of);
        let place = place.ok_or_else(|| nowhere().refusal("is no address", "the server made a mistake"))?;
        if !place.is_safe() {
            return Err(place.refusal("was not fetched", "only links of https are fetched"));
        }
        if Place::of(self.base.clone()).is_some_and(|base| base.is_beside(&place)) {
            return Ok(place);
        }
        let Some(allows) = &self.allows else {
            let hint = Sentence::ours("to fetch from there, pass `remoteImages: (url) => url.host === '");
            return Err(place.refusal("was not fetched", hint.theirs(&place.host).and("'`")));
        };
        let (hint, cause) = match allows(&place.href) {
            Leave::Yes => return Ok(place),
            Leave::No => (Sentence::ours("`remoteImages` refused ").theirs(&place.host), None),
            Leave::Other(given) => {
                let must = "`remoteImages` must give true or false at once, and gave ";
                (Sentence::ours(must).and(given), None)
            }
            Leave::Threw(thrown) => (Sentence::ours("`remoteImages` threw, and that is no leave"), Some(thrown)),
        };
        Err(place.refusal("was not fetched", hint).with(|error| error.cause = cause))
    }
}

/// An address as a browser writes it.
struct Place {
    href: String,
    scheme: String,
    /// With its port.
    host: String,
}

/// What is no address.
fn nowhere() -> Place {
    Place { href: String::new(), scheme: String::new(), host: "nowhere".to_owned() }
}

impl Place {
    fn of(href: String) -> Option<Self> {
        let (scheme, rest) = find::split_once(&href, "://")?;
        let authority = rest.split(['/', '?', '#']).next()?;
        let host = authority.rsplit('@').next()?.to_owned();
        let scheme = scheme.to_owned();
        Some(Self { href, scheme, host })
    }

    /// Also the developer's own machine, which has no certificate: pages of https may fetch from it all the same.
    fn is_safe(&self) -> bool {
        let name = self.host.split(':').next().unwrap_or_default();
        let digits = |rest: &str| rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let is_here =
            name == "localhost" || name.ends_with(".localhost") || name.strip_prefix("127.").is_some_and(digits);
        self.scheme == "https" || self.scheme == "http" && is_here
    }

    fn is_beside(&self, other: &Self) -> bool {
        (&self.scheme, &self.host) == (&other.scheme, &other.host)
    }

    fn refusal(&self, why: impl Into<Sentence>, hint: impl Into<Sentence>) -> Failure {
        verdict::unfetched(&self.host, why.into(), hint, Code::NoImage)
    }

    fn network(&self, why: &'static str, hint: &'static str, thrown: Option<Thrown>) -> Failure {
        verdict::unfetched(&self.host, why.into(), hint, Code::Network).with(|error| error.cause = thrown)
    }
}

/// The host of a link, for a sentence.
#[must_use]
pub fn host_of(link: &str, page: &Page) -> String {
    (page.href)(link, None).and_then(Place::of).unwrap_or_else(nowhere).host
}

/// Fetches a picture. Its bytes never enter the engine's memory, but for those that say what it is.
///
/// # Errors
/// When nobody may be asked, or there is no picture.
pub async fn load<W: World>(world: &W, pace: &Pace, link: &str, terms: &Terms) -> Result<Picture<W::Blob>, Failure> {
    let place = terms.check(link)?;
    let request = Request { url: &place.href, headers: &[], body: None, purpose: Purpose::Link };
    let lost = |thrown| {
        let hint = "browsers do not say why: that host may be down, or not allow this page's origin (CORS)";
        place.network("could not be fetched", hint, thrown)
    };
    let (status, mut body) = match world.send(request).await.map_err(|why| lost(unanswered(why)))? {
        Answer::Opaque => return Err(lost(None)),
        Answer::Redirected | Answer::Head(Head { status: 300..400, .. }, _) => {
            return Err(place.refusal("answered with a redirect", "redirects of links are not followed"));
        }
        Answer::Head(head, body) => (head.status, body),
    };
    if !(200..300).contains(&status) {
        let hint = "gateways keep pictures for a while only, and some want to be asked with the key, which is not \
                    sent along";
        return Err(place.refusal(format!("answered {status}"), hint));
    }
    let (mut writer, mut sniffer, mut size) = (world.writer(), Sniffer::new(), 0);
    loop {
        let read = world.read(body).await;
        let read = read.map_err(|why| place.network("broke off", "check the connection and try again", unread(why)))?;
        let Some((chunk, length)) = read else { break };
        size += length as u64;
        if size > MOST {
            return Err(place.refusal("holds more than 100 MiB", "nothing larger is fetched"));
        }
        pace.work(world, length).await;
        look(world, &chunk, length, &mut sniffer);
        if sniffer.is_none() {
            break;
        }
        world.tee(&mut writer, &chunk, 0..length).map_err(verdict::storage)?;
        body = chunk;
    }
    let Some(raster) = sniffer.raster() else {
        let name = sniff::name(sniffer.head());
        let hint = "only PNG, JPEG, WebP, GIF and AVIF are pictures here";
        return Err(place.refusal(format!("holds {name}, no picture"), hint));
    };
    let blob = world.finish(&mut writer, raster.media_type).map_err(verdict::storage)?;
    Ok(Picture { blob, media_type: raster.media_type, width: raster.width, height: raster.height })
}

/// Shows the sniffer as much of a chunk as it has to see.
fn look<W: World>(world: &W, chunk: &W::Body, length: usize, sniffer: &mut Sniffer) {
    let mut buffer = [0; 1024];
    let mut at = 0;
    while at < length && sniffer.raster().is_none() && !sniffer.is_none() {
        let room = (length - at).min(buffer.len());
        let bytes = buffer.get_mut(..room).unwrap_or_default();
        world.copy(chunk, at, bytes);
        sniffer.push(bytes);
        at += room;
    }
}

fn unanswered(why: Unanswered) -> Option<Thrown> {
    match why {
        Unanswered::Unbuilt(thrown) => Some(thrown),
        Unanswered::Lost(thrown) => thrown,
        Unanswered::Odd(_) => None,
    }
}

fn unread(why: Unread) -> Option<Thrown> {
    match why {
        Unread::Broken(thrown) => Some(thrown),
        Unread::Sealed(thrown) | Unread::NotBytes(thrown) => thrown,
    }
}
