//! The rules of a conversation: what of a turn goes back with the next one, and the turns that stored contents hold.
//!
//! Entries are handed in: whoever holds a conversation keeps its contents as Blobs, puts them in order and sends them as
//! they are. A content is what stands in `contents` of a request, the user's and the model's by turns.

mod content;
mod contents;
mod pictures;
mod restore;

pub use contents::{Contents, contents};
pub use restore::{Restored, restore};

/// What the model says where none of its parts can go back: the API refuses a content without parts.
const ANSWER: &str = "Here is the picture.";
