//! Pictures that a caller hands in → their base64, on its way into a request.
//!
//! How a page's canvas, address or bytes become a Blob is the face's to know. What a Blob holds its first bytes say,
//! and never a name or a type that came along. Text is made 32 KiB at a time and leaves at once, so that neither a
//! picture nor its base64 ever stands in the engine's memory.

use crate::base64;
use crate::error::{Code, Failure, Sentence, Thrown};
use crate::pace::Pace;
use crate::sniff;
use crate::verdict;
use crate::wire::request::Picture;
use crate::world::World;
use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll};

/// What comes later, and is given up by whoever drops it.
pub type Later<T> = Pin<Box<dyn Future<Output = T>>>;

/// Draws as PNG what the API does not take as it is, where the world can show it.
pub type Redraw<B> = Rc<dyn Fn(B) -> Later<Result<B, Unusable>>>;

/// One of the pictures of a call, as it was at the call.
pub struct Input<B> {
    /// Its bytes.
    pub blob: Later<Result<B, Unusable>>,
    /// Where there is something to draw with.
    pub redraw: Option<Redraw<B>>,
}

/// Why there are no bytes of a picture, or no PNG. Nothing is said where nobody knows more than what was thrown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Unusable {
    /// What is wrong with it, without its name: `is empty`.
    pub says: Option<Sentence>,
    /// What to do.
    pub hint: Option<Sentence>,
    /// What was thrown underneath.
    pub cause: Option<Thrown>,
    /// What is no fault of the picture's, and told as it is.
    pub apart: Option<Failure>,
}

impl Unusable {
    /// With what is wrong, and what to do.
    pub(crate) fn new(says: impl Into<Sentence>, hint: &'static str) -> Self {
        Self { says: Some(says.into()), hint: Some(hint.into()), ..Self::default() }
    }

    /// Of which nobody knows more than what was thrown.
    #[must_use]
    pub fn thrown(thrown: Thrown) -> Self {
        Self { cause: Some(thrown), ..Self::default() }
    }

    /// Of picture number `at`; `otherwise` is what is said of it where nothing better is known.
    fn of(self, at: usize, otherwise: impl Into<Sentence>) -> Failure {
        if let Some(failure) = self.apart {
            return failure;
        }
        let (says, hint) = match self.says {
            Some(says) => (says, self.hint),
            None => (otherwise.into(), Some(TAKEN.into())),
        };
        let failure = Failure::new(Code::InvalidImage, Sentence::ours(format!("`images[{at}]` ")).then(says));
        let failure = failure.with(|error| error.cause = self.cause);
        match hint {
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    }
}

const TAKEN: &str = "PNG, JPEG, WebP, HEIC and HEIF are sent as they are, whatever else the browser can show as PNG";
const UNREAD: &str = "cannot be read";

/// Bytes that are encoded at a time, a multiple of three: 32 KiB of text. With those that a world reads that is less than
/// a reply takes, so that a large picture leaves the engine's memory no larger than a small one.
const STEP: usize = 24 * 1024;

/// All of them: begun together, because each may be a fetch, and read in order, one at a time. `at` is the one that is
/// read.
///
/// # Errors
/// With the first, in order, that is none the API takes.
pub async fn encode_all<W: World>(
    world: &W,
    pace: &Pace,
    inputs: Vec<Input<W::Blob>>,
    at: &Cell<usize>,
) -> Result<Vec<Picture<W::Blob>>, Failure> {
    let (loads, redraws): (Vec<_>, Vec<_>) =
        inputs.into_iter().map(|input| (Load::Pending(input.blob), input.redraw)).unzip();
    let loads = RefCell::new(loads);
    let read = async {
        let mut pictures = Vec::new();
        for (number, redraw) in redraws.iter().enumerate() {
            at.set(number);
            // Whoever polls this has polled all of them before.
            let loaded = poll_fn(|_| loads.borrow_mut().get_mut(number).map_or(Poll::Pending, Load::take)).await;
            let blob = loaded.map_err(|refusal| refusal.of(number, UNREAD))?;
            pictures.push(encode(world, pace, number, blob, redraw.as_ref()).await?);
        }
        Ok(pictures)
    };
    let mut read = pin!(read);
    poll_fn(|context| {
        loads.borrow_mut().iter_mut().for_each(|load| load.poll(context));
        read.as_mut().poll(context)
    })
    .await
}

/// A picture that is on its way.
enum Load<B> {
    Pending(Later<Result<B, Unusable>>),
    Ready(Result<B, Unusable>),
    Taken,
}

impl<B> Load<B> {
    fn poll(&mut self, context: &mut Context<'_>) {
        if let Self::Pending(load) = self
            && let Poll::Ready(loaded) = load.as_mut().poll(context)
        {
            *self = Self::Ready(loaded);
        }
    }

    fn take(&mut self) -> Poll<Result<B, Unusable>> {
        match std::mem::replace(self, Self::Taken) {
            Self::Ready(loaded) => Poll::Ready(loaded),
            pending @ (Self::Pending(_) | Self::Taken) => {
                *self = pending;
                Poll::Pending
            }
        }
    }
}

/// Picture number `at`, as it is where the API takes it, else drawn anew.
///
/// # Errors
/// When it is neither.
pub async fn encode<W: World>(
    world: &W,
    pace: &Pace,
    at: usize,
    blob: W::Blob,
    redraw: Option<&Redraw<W::Blob>>,
) -> Result<Picture<W::Blob>, Failure> {
    let head = world.load(&blob, 0..sniff::INPUT_HEAD as u64).await;
    let head = head.map_err(|thrown| Unusable::thrown(thrown).of(at, UNREAD))?;
    if head.is_empty() {
        return Err(Unusable::new("is empty", "it has no bytes: check what it was made from").of(at, UNREAD));
    }
    if let Some(media_type) = sniff::input(&head) {
        return Ok(Picture { media_type, base64: base64_of(world, pace, at, &blob, head).await? });
    }
    let drawn = match redraw {
        Some(redraw) => redraw(blob).await,
        None => Err(Unusable::default()),
    };
    let drawn = drawn.map_err(|refusal| {
        // Its head may be whole where nobody can draw the rest.
        let name = sniff::name(&head);
        let name = name.strip_prefix("damaged ").unwrap_or(&name);
        refusal.of(at, format!("is no picture that can be sent: it looks like {name}"))
    })?;
    Ok(Picture { media_type: "image/png", base64: base64_of(world, pace, at, &drawn, Vec::new()).await? })
}

/// Its base64, as a Blob. `bytes` are those that were read of it: the next are asked for where they end, so that a world
/// can read ahead.
async fn base64_of<W: World>(
    world: &W,
    pace: &Pace,
    at: usize,
    blob: &W::Blob,
    mut bytes: Vec<u8>,
) -> Result<W::Blob, Failure> {
    let unread = |refusal: Unusable| refusal.of(at, UNREAD);
    let no_room = |thrown| verdict::no_room(Some(thrown));
    let (mut writer, mut text) = (world.writer(), vec![0; STEP / 3 * 4]);
    let (mut from, size) = (bytes.len() as u64, world.size(blob));
    loop {
        let end = size.min(from + STEP.saturating_sub(bytes.len()) as u64);
        if from < end {
            pace.work(world, STEP).await;
            let more = world.load(blob, from..end).await.map_err(|thrown| unread(Unusable::thrown(thrown)))?;
            if more.len() as u64 != end - from {
                return Err(unread(Unusable::default()));
            }
            if bytes.is_empty() {
                bytes = more;
            } else {
                bytes.extend(more);
            }
        }
        let written = base64::encode(&bytes, &mut text);
        world.write(&mut writer, text.get(..written).unwrap_or_default()).map_err(no_room)?;
        if end == size {
            return world.finish(&mut writer, "").map_err(no_room);
        }
        bytes = Vec::new();
        from = end;
    }
}
