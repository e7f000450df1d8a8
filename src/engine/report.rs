//! What one request tells on its way: how far it is, and what came. It knows how often, and nothing of what it means.

use crate::picture::Picture;
use crate::queue::{Event, Phase, Progress, Queue};
use crate::world::World;
use std::cell::Cell;
use std::time::Duration;

/// Small chunks come by the thousand; a page redraws at most this often anyway.
const EVERY: Duration = Duration::from_millis(50);

/// Of one request. Without a queue it tells nobody.
pub struct Report<'a, W: World> {
    world: &'a W,
    queue: Option<&'a Queue<W::Blob>>,
    index: u32,
    started: Duration,
    attempt: Cell<u32>,
    /// When it was told last how much has come.
    received: Cell<Duration>,
    told: Cell<bool>,
}

impl<'a, W: World> Report<'a, W> {
    /// Of request `index` of a call that began at `started`.
    pub fn new(world: &'a W, queue: Option<&'a Queue<W::Blob>>, index: u32, started: Duration) -> Self {
        let (attempt, received, told) = (Cell::new(1), Cell::new(started), Cell::new(false));
        Self { world, queue, index, started, attempt, received, told }
    }

    /// Something of the reply was told: to try again would tell it twice.
    pub fn has_told(&self) -> bool {
        self.told.get()
    }

    /// A phase begins.
    pub fn phase(&self, phase: Phase) {
        let Some(queue) = self.queue else { return };
        let now = self.world.now();
        let (attempt, elapsed) = (self.attempt.get(), now.saturating_sub(self.started));
        queue.push(Event::Progress(Progress { index: self.index, attempt, elapsed, phase }));
        self.received.set(now);
    }

    /// So many bytes have come.
    pub fn received(&self, loaded: u64, total: Option<u64>) {
        if self.world.now().saturating_sub(self.received.get()) >= EVERY {
            self.phase(Phase::Receiving { loaded, total });
        }
    }

    /// An attempt failed, and the next comes after this.
    pub fn retrying(&self, wait: Duration) {
        self.attempt.set(self.attempt.get() + 1);
        self.phase(Phase::Retrying(wait));
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
        let Some(queue) = self.queue else { return };
        self.told.set(true);
        queue.push(event(self.index));
    }
}
