//! When the page has its turn.
//!
//! A body that has bytes gives them in microtasks: on a fast line the page would stand still until the picture is there,
//! for 0.5 s where 64 come at once. Counted are bytes, because a clock that pages may read is too coarse for what one
//! chunk takes.

use crate::world::World;
use std::cell::Cell;
use std::rc::Rc;

/// Of base64, in bytes: 1 to 4 ms with all that is done to it.
const STRETCH: i64 = 512 * 1024;
/// A chunk takes as long as so many bytes, however small it is.
const CHUNK: i64 = 4 * 1024;
/// To begin a request: where 64 begin in one task, the page stands still for 55 ms, and with this for 25.
const BEGINNING: i64 = 64 * 1024;

/// Bytes for which the page's current turn is still ours, whichever of many calls reads them. A clone is the same turn.
#[derive(Clone, Debug)]
pub struct Pace {
    left: Rc<Cell<i64>>,
    stretch: i64,
}

impl Default for Pace {
    fn default() -> Self {
        Self::new(STRETCH)
    }
}

impl Pace {
    /// With so many bytes in each turn.
    #[must_use]
    pub fn new(stretch: i64) -> Self {
        Self { left: Rc::new(Cell::new(stretch)), stretch }
    }

    /// Waits until it is our turn to read so many bytes.
    pub async fn work(&self, world: &impl World, bytes: usize) {
        if self.left.get() <= 0 {
            world.turn().await;
            self.left.set(self.stretch);
        }
        let bytes = i64::try_from(bytes).unwrap_or(i64::MAX).max(CHUNK);
        self.left.set(self.left.get().saturating_sub(bytes));
    }

    /// Waits until it is our turn to begin a request; there is nothing to wait for where few have begun in this one.
    pub async fn begin(&self, world: &impl World) {
        self.left.set(self.left.get().saturating_sub(BEGINNING));
        if self.left.get() <= -BEGINNING {
            world.turn().await;
            self.left.set(self.stretch - BEGINNING);
        }
    }
}
