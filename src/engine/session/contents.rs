//! What of a turn goes back with the next one.
//!
//! Parts of the model's go back as they came, byte for byte: their signatures are of them. What the server would not
//! read so, a picture that stood in text or behind a link, the user shows in front of the next prompt.

use super::ANSWER;
use crate::body::join;
use crate::error::Thrown;
use crate::input::{Redraw, encode};
use crate::pace::Pace;
use crate::picture::Picture;
use crate::reply::Turn;
use crate::wire::request::{Pieces, text_part};
use crate::world::World;

/// What a conversation keeps of a turn.
#[derive(Clone, Debug)]
pub struct Contents<B> {
    /// The user's content.
    pub user: B,
    /// The model's.
    pub model: B,
    /// A content of the user's whose parts go in front of the next prompt: pictures that cannot go back as they came.
    pub next: Option<B>,
}

/// Of a turn that was answered; `redraw` draws what the API does not take.
///
/// # Errors
/// When the world has no room for them.
pub async fn contents<W: World>(
    world: &W,
    pace: &Pace,
    user: W::Blob,
    turn: &Turn<W::Blob>,
    redraw: Option<&Redraw<W::Blob>>,
) -> Result<Contents<W::Blob>, Thrown> {
    let model = model(world, &turn.parts)?;
    let next = next(world, pace, &turn.substitutes, redraw).await?;
    Ok(Contents { user, model, next })
}

fn model<W: World>(world: &W, parts: &[W::Blob]) -> Result<W::Blob, Thrown> {
    let mut came = Vec::new();
    for part in parts {
        let mut piece = Pieces::default();
        piece.blob(part.clone());
        came.push(piece);
    }
    if came.is_empty() {
        let mut answer = Pieces::default();
        answer.text(&text_part(ANSWER));
        came.push(answer);
    }
    join(world, &Pieces::model(came))
}

/// What cannot be sent at all, as a GIF that nobody can draw, is left out.
async fn next<W: World>(
    world: &W,
    pace: &Pace,
    substitutes: &[Picture<W::Blob>],
    redraw: Option<&Redraw<W::Blob>>,
) -> Result<Option<W::Blob>, Thrown> {
    let mut pictures = Vec::new();
    for (at, picture) in substitutes.iter().enumerate() {
        pictures.extend(encode(world, pace, at, picture.blob.clone(), redraw).await.ok());
    }
    if pictures.is_empty() {
        return Ok(None);
    }
    join(world, &Pieces::pictures(pictures)).map(Some)
}
