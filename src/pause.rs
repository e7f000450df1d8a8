//! Gives the page its turn between pieces of work, whichever of many calls does them.
//!
//! A body that has bytes gives them in microtasks: on a fast line the page would stand still until the picture is there, for
//! 0.5 s where 64 come at once. Counted are bytes, because a clock that pages may read is too coarse for what one chunk takes.

use crate::guard::{Broken, Guard};
use crate::host::next_turn;
use std::cell::Cell;

/// Of base64: 1 to 4 ms with all that is done to it.
const STRETCH: u32 = 512 * 1024;

/// A chunk takes as long as so many of them, however small it is.
const CHUNK: u32 = 4 * 1024;

thread_local! {
    /// Of the page's current turn.
    static LEFT: Cell<u32> = const { Cell::new(STRETCH) };
}

/// Waits until it is our turn to work on so many bytes.
pub async fn before(bytes: u32, guard: &Guard) -> Result<(), Broken> {
    if LEFT.get() == 0 {
        guard.wait(next_turn()).await?;
        LEFT.set(STRETCH);
    }
    LEFT.set(LEFT.get().saturating_sub(bytes.max(CHUNK)));
    Ok(())
}
