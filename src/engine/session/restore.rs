//! Contents of a stored conversation → its turns.
//!
//! A stored content will be sent as it is, so each must be what this package wrote and nothing else: a role, parts, and
//! what may follow what. Who made the snapshot is not known.

use super::content::{Content, Why, read};
use crate::error::{Code, Failure};
use crate::pace::Pace;
use crate::picture::Picture;
use crate::verdict;
use crate::wire::request::{MODEL, USER};
use crate::world::{Piece, World};

/// A turn that was.
pub struct Restored<W: World> {
    /// What was asked for.
    pub prompt: W::Text,
    /// What the model said.
    pub text: W::Text,
    /// What came.
    pub images: Vec<Picture<W::Blob>>,
    /// The user's content.
    pub user: W::Blob,
    /// The model's.
    pub model: W::Blob,
    /// A content of the user's whose parts go in front of the next prompt: pictures that cannot go back as they came.
    pub next: Option<W::Blob>,
}

/// Reads contents that alternate from the user's on, in turn with the page.
///
/// # Errors
/// With the first content that is not what a snapshot holds there.
pub async fn restore<W: World>(world: &W, pace: &Pace, contents: Vec<W::Blob>) -> Result<Vec<Restored<W>>, Failure> {
    let last = contents.len().saturating_sub(1);
    let mut turns: Vec<Restored<W>> = Vec::new();
    // The last turn's thought picture, which is its result where there is no other.
    let mut draft = None;
    let mut asked = None;
    for (at, blob) in contents.into_iter().enumerate() {
        let refused = |why| refused(at, why);
        let Some((user, prompt)) = asked.take() else {
            let content = read(world, pace, &blob, USER).await.map_err(refused)?;
            let Content { text: prompt, images, text_at, .. } = content;
            match text_at {
                None if at != last => return Err(refused(Why::Foreign("it holds no prompt"))),
                Some(_) if at == last => return Err(refused(Why::Foreign("it is a prompt without an answer"))),
                None if images.is_empty() || at == 0 => {
                    return Err(refused(Why::Foreign("it holds nothing of a turn")));
                }
                None | Some(_) => {}
            }
            // Pictures in front of a prompt are those of the turn before, which could not go back as they came.
            if let Some(turn) = turns.last_mut() {
                if !images.is_empty() {
                    turn.next = Some(front(world, &blob, text_at)?);
                    turn.images.extend(images);
                }
                settle(turn, draft.take());
            }
            asked = Some((blob, prompt));
            continue;
        };
        let content = read(world, pace, &blob, MODEL).await.map_err(refused)?;
        draft = content.draft;
        let Content { text, images, .. } = content;
        turns.push(Restored { prompt, text, images, user, model: blob, next: None });
    }
    if let Some(turn) = turns.last_mut() {
        settle(turn, draft);
    }
    Ok(turns)
}

/// A content of what stands in front of the prompt that begins at `end`; all of it, where there is none.
fn front<W: World>(world: &W, content: &W::Blob, end: Option<u64>) -> Result<W::Blob, Failure> {
    let Some(end) = end else { return Ok(content.clone()) };
    let (start, comma) = (USER.0.len() as u64, end.saturating_sub(1));
    let pieces = [Piece::Text(USER.0), Piece::Slice(content, start..comma), Piece::Text(USER.1)];
    world.join(&pieces, "").map_err(|thrown| verdict::no_room(Some(thrown)))
}

fn settle<W: World>(turn: &mut Restored<W>, draft: Option<Picture<W::Blob>>) {
    if turn.images.is_empty() {
        turn.images.extend(draft);
    }
}

fn refused(at: usize, why: Why) -> Failure {
    let (says, cause) = match why {
        Why::Foreign(says) => (says, None),
        Why::Unread(cause) => ("its Blob cannot be read", cause),
        Why::Unkept(thrown) => {
            let failure = Failure::new(Code::Wasm, "no Blob could be made of a picture in the history");
            return failure.with(|error| error.cause = Some(thrown));
        }
    };
    Failure::new(Code::InvalidOption, format!("`history.contents[{at}]` is not what `snapshot()` gave: {says}"))
        .hint("pass a whole snapshot, unchanged; or begin a new session")
        .with(|error| error.cause = cause)
}
