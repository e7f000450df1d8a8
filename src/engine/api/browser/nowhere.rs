//! Where there is no browser: there is nothing to be had here, and so nothing that could be asked of it.

use crate::error::Thrown;
use crate::input::Unusable;
use crate::options::Page;
use crate::world::{Answer, Piece, Request, Unanswered, Unread, World};
use std::future::{Future, ready};
use std::ops::Range;
use std::time::Duration;

/// No browser.
#[derive(Clone)]
pub struct Browser;

/// What nobody makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nothing(());

/// Of what nobody will ask: a relative address is one of that page's, wherever on it.
pub fn href(text: &str, base: Option<&str>) -> Option<String> {
    let read = Page::default().href;
    base.map_or_else(|| read(text, None), |base| read(&format!("{base}{}", text.trim_start_matches(['.', '/'])), None))
}

fn missing() -> Thrown {
    Thrown { name: "Error".to_owned(), message: "here is no browser".to_owned() }
}

/// A picture that nobody reads.
pub fn unusable(_: &[u8]) -> Unusable {
    Unusable::thrown(missing())
}

impl World for Browser {
    type Blob = Nothing;
    type Body = Nothing;
    type Writer = ();
    type Text = ();

    fn send(&self, _: Request<'_, Nothing>) -> impl Future<Output = Result<Answer<Nothing>, Unanswered>> {
        ready(Err(Unanswered::Unbuilt(missing())))
    }

    fn read(&self, _: Nothing) -> impl Future<Output = Result<Option<(Nothing, usize)>, Unread>> {
        ready(Ok(None))
    }

    fn copy(&self, _: &Nothing, _: usize, _: &mut [u8]) {}

    fn leave(&self, _: Nothing) {}

    fn writer(&self) {}

    fn write(&self, (): &mut (), _: &[u8]) -> Result<(), Thrown> {
        Err(missing())
    }

    fn tee(&self, (): &mut (), _: &Nothing, _: Range<usize>) -> Result<(), Thrown> {
        Err(missing())
    }

    fn finish(&self, (): &mut (), _: &str) -> Result<Nothing, Thrown> {
        Err(missing())
    }

    fn join(&self, _: &[Piece<'_, Nothing>], _: &str) -> Result<Nothing, Thrown> {
        Err(missing())
    }

    fn size(&self, _: &Nothing) -> u64 {
        0
    }

    fn load(&self, _: &Nothing, _: Range<u64>) -> impl Future<Output = Result<Vec<u8>, Thrown>> {
        ready(Err(missing()))
    }

    fn text(&self) {}

    fn string(&self, (): &()) -> String {
        String::new()
    }

    fn append(&self, (): &mut (), _: &[u8]) {}

    fn sleep(&self, _: Duration) -> impl Future<Output = ()> {
        ready(())
    }

    fn turn(&self) -> impl Future<Output = ()> {
        ready(())
    }

    fn now(&self) -> Duration {
        Duration::ZERO
    }

    fn random(&self) -> f64 {
        0.0
    }
}
