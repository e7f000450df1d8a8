//! A conversation: its turns, and who of them is next. What stands in a content is `session`'s to know, in the engine.

use super::browser::{Blob, redraw};
#[cfg(target_arch = "wasm32")]
use super::browser::{Browser, string};
use super::client::Client;
use super::error::Error;
use super::generate::Generate;
use super::generated::Generated;
use super::image::Image;
use crate::call::Conversation;
use crate::error::{Code, Failure};
use crate::input::Redraw;
use crate::session::Contents;
use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};

/// A conversation: each turn knows those before it, with the signatures that the API wants back. A clone is the same one.
///
/// Turns that are asked for while one runs wait for it. One that fails, or is dropped, leaves all as it was.
///
/// ```
/// # async fn draw(client: &wasmagine::Client) -> Result<(), wasmagine::Error> {
/// let session = client.session();
/// session.send("a red boat at dawn").aspect_ratio("16:9").await?;
/// let edited = session.send("make it night").await?;
/// println!("{} turns, now at {}", session.turns().len(), edited.url());
/// session.undo(1)?; // back to dawn
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Session(Arc<Inner>);

struct Inner {
    client: Client,
    /// Held, so that an app without conversations has nothing in its wasm that draws.
    redraw: fn() -> Option<Redraw<Blob>>,
    entries: Mutex<Vec<Entry>>,
    line: Mutex<Line>,
}

/// A lock is never held while anything is awaited, woken or called.
impl Inner {
    fn entries(&self) -> MutexGuard<'_, Vec<Entry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Clone)]
struct Entry {
    turn: Turn,
    contents: Contents<Blob>,
}

/// What was asked, and what came.
///
/// ```
/// fn history(session: &wasmagine::Session) -> Vec<(String, usize)> {
///     session.turns().into_iter().map(|turn| (turn.prompt, turn.images.len())).collect()
/// }
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Turn {
    /// What was asked for.
    pub prompt: String,
    /// What the model said.
    pub text: String,
    /// What came; the last one is the picture.
    pub images: Vec<Image>,
    /// All of it, of a turn that was made here and not restored.
    pub generated: Option<Generated>,
}

impl Session {
    pub(super) fn new(client: Client) -> Self {
        Self::of(client, Vec::new())
    }

    fn of(client: Client, entries: Vec<Entry>) -> Self {
        Self(Arc::new(Inner { client, redraw, entries: Mutex::new(entries), line: Mutex::default() }))
    }

    /// The next turn: like [`Client::generate`], and kept when it succeeds. It is one request, so it takes no
    /// [`count`](Generate::count).
    pub fn send(&self, prompt: impl Into<String>) -> Generate {
        self.0.client.generate(prompt).within(self.clone())
    }

    /// The turns so far.
    #[must_use]
    pub fn turns(&self) -> Vec<Turn> {
        self.0.entries().iter().map(|entry| entry.turn.clone()).collect()
    }

    /// The latest picture.
    #[must_use]
    pub fn current(&self) -> Option<Image> {
        self.0.entries().iter().rev().find_map(|entry| entry.turn.images.last().cloned())
    }

    /// Forgets the last turns; all, where there are fewer.
    ///
    /// # Errors
    /// While a turn runs or waits: it would go on from what is gone.
    pub fn undo(&self, turns: usize) -> Result<(), Error> {
        if !self.0.line().waiting.is_empty() {
            let failure = Failure::new(Code::InvalidOption, "a turn is running, and cannot be undone");
            return Err(failure.hint("wait for it, or drop it").into());
        }
        let gone = {
            let entries = &mut *self.0.entries();
            entries.split_off(entries.len().saturating_sub(turns))
        };
        drop(gone); // with their pictures, and not while the list is locked
        Ok(())
    }

    /// Another conversation that begins with the turns of this one. [`undo`](Self::undo) in it goes back to where they
    /// part.
    #[must_use]
    pub fn fork(&self) -> Self {
        Self::of(self.0.client.clone(), self.0.entries().clone())
    }

    /// Waits until no turn before this one runs. Whoever drops what it gives has the next go on.
    pub(super) async fn turn(&self) -> Place {
        let place = {
            let line = &mut *self.0.line();
            line.last += 1;
            line.waiting.push_back((line.last, None));
            Place { session: self.clone(), number: line.last }
        };
        poll_fn(|context| {
            let line = &mut *self.0.line();
            if line.waiting.front().is_some_and(|(first, _)| *first == place.number) {
                return Poll::Ready(());
            }
            let mine = line.waiting.iter_mut().find(|(number, _)| *number == place.number);
            if let Some((_, waker)) = mine {
                *waker = Some(context.waker().clone());
            }
            Poll::Pending
        })
        .await;
        place
    }
}

/// Who waits for whom.
#[derive(Default)]
struct Line {
    last: u64,
    waiting: VecDeque<(u64, Option<Waker>)>,
}

/// A place in the line.
pub(super) struct Place {
    session: Session,
    number: u64,
}

impl Place {
    /// What was said so far.
    pub fn conversation(&self) -> Conversation<Blob> {
        let entries = self.session.0.entries();
        let contents = entries.iter().map(|entry| &entry.contents);
        Conversation {
            history: contents.flat_map(|Contents { user, model, .. }| [user.clone(), model.clone()]).collect(),
            before: entries.last().and_then(|entry| entry.contents.next.clone()),
            redraw: (self.session.0.redraw)(),
        }
    }

    /// The turn has succeeded.
    pub fn keep(self, prompt: String, generated: &Generated, contents: Contents<Blob>) {
        let generated = generated.clone();
        let (text, images) = (generated.text.clone(), generated.images.clone());
        let turn = Turn { prompt, text, images, generated: Some(generated) };
        self.session.0.entries().push(Entry { turn, contents });
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let next = {
            let line = &mut *self.session.0.line();
            line.waiting.retain(|(number, _)| *number != self.number);
            line.waiting.front_mut().and_then(|(_, waker)| waker.take())
        };
        next.into_iter().for_each(Waker::wake); // not while the line is borrowed
    }
}

/// What is kept in a browser, and so is there on wasm alone.
#[cfg(target_arch = "wasm32")]
impl Session {
    /// What IndexedDB or `postMessage` takes, and [`restore`](Self::restore) and the `history` of the JavaScript package
    /// read: `{ version: 1, contents: Blob[] }`. No key is in it.
    #[must_use]
    pub fn snapshot(&self) -> wasm_bindgen::JsValue {
        let entries = self.0.entries();
        let turns = entries.iter().flat_map(|Entry { contents, .. }| [&contents.user, &contents.model]);
        let next = entries.last().and_then(|entry| entry.contents.next.as_ref());
        crate::web::snapshot(turns.chain(next))
    }

    /// The conversation of a [`snapshot`](Self::snapshot), to go on with.
    ///
    /// # Errors
    /// When it is not what `snapshot` gave, or cannot be read any more.
    pub async fn restore(client: &Client, snapshot: &wasm_bindgen::JsValue) -> Result<Self, Error> {
        let stored = crate::web::stored(snapshot).ok_or_else(|| {
            Error::from(Failure::new(Code::InvalidOption, "`snapshot` must be what `snapshot()` gave"))
        })?;
        let world = Browser::new(crate::web::Settings::default());
        let turns = crate::session::restore(&world, &super::run::pace(), stored).await?;
        let shown = super::image::Shown::default();
        let entries = turns.into_iter().map(|restored| Entry {
            turn: Turn {
                prompt: string(&restored.prompt),
                text: string(&restored.text),
                images: shown.images(restored.images),
                generated: None,
            },
            contents: Contents { user: restored.user, model: restored.model, next: restored.next },
        });
        Ok(Self::of(client.clone(), entries.collect()))
    }
}

impl PartialEq for Session {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Session {}

impl fmt::Debug for Session {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "Session({} turns)", self.0.entries().len())
    }
}
