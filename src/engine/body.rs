//! What the requests of a call hold: JSON in which pictures stand as Blobs, joined by the world. Where there is none it
//! is text, which developer tools show and test tools can read.

use crate::error::{Code, Failure, Thrown};
use crate::models::Host;
use crate::options::Options;
use crate::verdict;
use crate::wire::request::{self, Picture, Pieces, USER};
use crate::world::{Payload, Piece, World};

const MIB: u64 = 1024 * 1024;
/// Of a body, in MiB: 20 until January 2026. What gateways take is for them to say.
const GOOGLE_LIMIT: u64 = 100;

/// JSON that may hold pictures.
pub enum Json<B> {
    /// It holds none.
    Text(String),
    /// As the world keeps it.
    Blob(B),
}

impl<B> Json<B> {
    /// As it is sent.
    pub fn payload(&self) -> Payload<'_, B> {
        match self {
            Self::Text(text) => Payload::Text(text),
            Self::Blob(blob) => Payload::Blob(blob),
        }
    }
}

/// What the requests of a call share of their bodies.
pub struct Shared<W: World> {
    contents: Json<W::Blob>,
    tail: request::Body,
}

impl<W: World> Shared<W> {
    /// Of a call outside any conversation.
    ///
    /// # Errors
    /// When the world has no room for it.
    pub fn new(world: &W, options: &Options, pictures: Vec<Picture<W::Blob>>) -> Result<Self, Failure> {
        Self::of(world, options, Vec::new(), Pieces::user(None, &options.prompt, pictures))
    }

    /// Of a turn; with the user's content, to be kept.
    ///
    /// # Errors
    /// When the world has no room for it.
    pub fn turn(
        world: &W,
        options: &Options,
        history: Vec<W::Blob>,
        before: Option<W::Blob>,
        pictures: Vec<Picture<W::Blob>>,
    ) -> Result<(Self, W::Blob), Failure> {
        let before = before.map(|content| parts_of(world, &content)).transpose()?;
        let user = join(world, &Pieces::user(before, &options.prompt, pictures)).map_err(no_room)?;
        let mut pieces = Pieces::default();
        pieces.blob(user.clone());
        Ok((Self::of(world, options, history, pieces)?, user))
    }

    fn of(world: &W, options: &Options, history: Vec<W::Blob>, user: Pieces<W::Blob>) -> Result<Self, Failure> {
        let pieces = Pieces::contents(history, user);
        let contents = match pieces.as_text() {
            Some(text) => Json::Text(text.to_owned()),
            None => Json::Blob(join(world, &pieces).map_err(no_room)?),
        };
        Ok(Self { contents, tail: options.settings.body() })
    }

    /// The body of the request of that index, which differs from the others in its seed.
    ///
    /// # Errors
    /// When the world has no room for it, or it is larger than the server is known to take.
    pub fn body(&self, world: &W, options: &Options, index: u32) -> Result<Json<W::Blob>, Failure> {
        let tail = self.tail.tail(options.extra_body.as_ref(), index);
        let (body, size) = match &self.contents {
            Json::Text(text) => {
                let text = [text, tail.as_str()].concat();
                let size = text.len() as u64;
                (Json::Text(text), size)
            }
            Json::Blob(contents) => {
                let blob = world.join(&[Piece::Blob(contents), Piece::Text(&tail)], "");
                let blob = blob.map_err(no_room)?;
                let size = world.size(&blob);
                (Json::Blob(blob), size)
            }
        };
        if options.target.host == Host::Google && size > GOOGLE_LIMIT * MIB {
            return Err(too_large(size));
        }
        Ok(body)
    }
}

/// What stands between the ends of a content of the user's.
fn parts_of<W: World>(world: &W, content: &W::Blob) -> Result<W::Blob, Failure> {
    let (start, end) = (USER.0.len() as u64, world.size(content).saturating_sub(USER.1.len() as u64));
    let parts = world.join(&[Piece::Slice(content, start.min(end)..end)], "");
    parts.map_err(no_room)
}

/// One Blob of pieces, of which no Blob is copied.
///
/// # Errors
/// When the world has no room for it.
pub fn join<W: World>(world: &W, pieces: &Pieces<W::Blob>) -> Result<W::Blob, Thrown> {
    let pieces = pieces.pieces().iter().map(|piece| match piece {
        request::Piece::Text(text) => Piece::Text(text),
        request::Piece::Blob(blob) => Piece::Blob(blob),
    });
    let pieces: Vec<_> = pieces.collect();
    world.join(&pieces, "")
}

fn no_room(thrown: Thrown) -> Failure {
    verdict::no_room(Some(thrown))
}

fn too_large(size: u64) -> Failure {
    let tenths = size.saturating_mul(10).div_ceil(MIB);
    let message = format!("the request is {}.{} MB, and Google takes {GOOGLE_LIMIT} MB", tenths / 10, tenths % 10);
    Failure::new(Code::PayloadTooLarge, message)
        .hint("send fewer or smaller `images`: as base64 they are a third larger than their files")
}
