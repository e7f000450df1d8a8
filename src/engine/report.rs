//! What one request tells on its way: how far it is, and what came. It knows how often, and nothing of what it means.

use crate::error::Error;
use crate::picture::Picture;
use crate::queue::{Event, Phase, Progress, Queue};
use crate::world::World;
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

/// Small chunks come by the thousand; a page redraws at most this often anyway.
const EVERY: Duration = Duration::from_millis(50);

/// Is told of each event before it is queued, with nothing borrowed: it may run a page's own code.
pub type Told<B> = Rc<dyn Fn(&Event<B>)>;

/// Of one request.
pub struct Report<'a, W: World> {
    teller: Teller<'a, W>,
    index: u32,
    attempt: Cell<u32>,
    /// When it was told last how much has come, if it was.
    received: Cell<Option<Duration>>,
    told: Cell<bool>,
}

/// What all requests of a call tell with.
pub struct Teller<'a, W: World> {
    /// Whose clock it is.
    pub world: &'a W,
    /// Who hears of it at once.
    pub told: Option<&'a Told<W::Blob>>,
    /// Who hears of it in time.
    pub queue: Option<&'a Queue<W::Blob>>,
    /// Whether what comes is told as it comes: text, thoughts, previews and pictures.
    pub events: bool,
    /// How many requests there are.
    pub n: u32,
    /// When the call began.
    pub started: Duration,
}

impl<'a, W: World> Report<'a, W> {
    /// Of request `index`.
    pub fn new(teller: Teller<'a, W>, index: u32) -> Self {
        let (attempt, received, told) = (Cell::new(1), Cell::new(None), Cell::new(false));
        Self { teller, index, attempt, received, told }
    }

    /// Something of the reply was told: to try again would tell it twice.
    pub fn has_told(&self) -> bool {
        self.told.get()
    }

    /// A phase begins.
    pub fn phase(&self, phase: Phase) {
        let Teller { world, n, started, .. } = self.teller;
        let now = world.now();
        let (index, attempt, elapsed) = (self.index, self.attempt.get(), now.saturating_sub(started));
        self.received.set(None);
        self.push(Event::Progress(Progress { index, n, attempt, elapsed, phase }));
    }

    /// So many bytes have come.
    pub fn received(&self, loaded: u64, total: Option<u64>) {
        let now = self.teller.world.now();
        if self.received.get().is_none_or(|last| now.saturating_sub(last) >= EVERY) {
            self.phase(Phase::Receiving { loaded, total });
            self.received.set(Some(now));
        }
    }

    /// An attempt failed, and the next comes after this.
    pub fn retrying(&self, wait: Duration, error: Box<Error>) {
        self.attempt.set(self.attempt.get() + 1);
        self.phase(Phase::Retrying { wait, error });
    }

    /// The request has come to its end, with this for its picture.
    pub fn answered(&self, picture: &Picture<W::Blob>) {
        self.push(Event::Answered { index: self.index, picture: picture.clone() });
    }

    /// It came to nothing, which the call itself tells where it is the only one.
    pub fn failed(&self, error: &Error) {
        if self.teller.n > 1 {
            self.push(Event::Failed { index: self.index, error: Box::new(error.clone()) });
        }
    }

    /// Whoever takes what comes has taken all of it.
    pub async fn drained(&self) {
        if let Some(queue) = self.teller.queue.filter(|_| self.teller.events) {
            queue.drained().await;
        }
    }

    /// The model says something.
    pub fn text(&self, text: &str) {
        self.tell(|index| Event::Text { index, text: text.to_owned() });
    }

    /// The model thinks aloud.
    pub fn thought(&self, text: &str) {
        self.tell(|index| Event::Thought { index, text: text.to_owned() });
    }

    /// A picture came that is on the way to the final one.
    pub fn preview(&self, picture: &Picture<W::Blob>) {
        self.tell(|index| Event::Preview { index, picture: picture.clone() });
    }

    /// A picture of the result.
    pub fn image(&self, picture: &Picture<W::Blob>) {
        self.tell(|index| Event::Image { index, picture: picture.clone() });
    }

    fn tell(&self, event: impl FnOnce(u32) -> Event<W::Blob>) {
        if self.teller.events {
            self.told.set(true);
            self.push(event(self.index));
        }
    }

    fn push(&self, event: Event<W::Blob>) {
        if let Some(told) = self.teller.told {
            told(&event);
        }
        if let Some(queue) = self.teller.queue {
            queue.push(event);
        }
    }
}
