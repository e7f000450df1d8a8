//! The first bytes of a file → media type, width and height.
//!
//! A server's word for the type is not taken: a reply that claims `text/html` or SVG would give the
//! page a same-origin document that runs script. What is no raster of the list in [`Raster`], or hides
//! its size, is none.
//!
//! The bytes come in pieces. PNG, GIF and WebP say all in their first 32; JPEG and AVIF are walked,
//! segment by segment and box by box, because a JPEG may carry megabytes of metadata before its frame
//! header. Pixels are never looked at, so a file that is cut or damaged behind its header is a raster
//! here, and EXIF orientation is not applied: the numbers are those that are stored.

mod avif;
mod input;
mod jpeg;
mod name;

use std::ops::ControlFlow;

pub use input::{HEAD as INPUT_HEAD, input};
pub use name::name;

/// What a file says of itself. The media type is one of `image/png`, `image/jpeg`, `image/webp`,
/// `image/gif` and `image/avif`; neither number is zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Raster {
    /// For a `Content-Type` or a Blob.
    pub media_type: &'static str,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

impl Raster {
    fn new(media_type: &'static str, width: u32, height: u32) -> Option<Self> {
        let raster = Self { media_type, width, height };
        (width > 0 && height > 0).then_some(raster)
    }
}

/// What is known of a file after the bytes so far.
#[derive(Debug, Default)]
pub struct Sniffer {
    head: Vec<u8>,
    state: State,
}

/// No header that is read whole is longer: VP8X needs 30 bytes.
const HEAD: usize = 32;
/// Bytes of a [`head`](Sniffer::head): enough to tell the formats from each other, and to show someone.
pub const SHOWN: usize = 16;

#[derive(Debug, Default)]
enum State {
    /// Too few bytes to say.
    #[default]
    Head,
    Jpeg(jpeg::Walk),
    Avif(avif::Walk),
    Done(Option<Raster>),
}

impl Sniffer {
    /// At the start of a file.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next bytes of the file. Free once the answer is known.
    pub fn push(&mut self, bytes: &[u8]) {
        if !matches!(self.state, State::Head) {
            return self.state.push(bytes);
        }
        let missing = HEAD - self.head.len();
        let (head, rest) = bytes.split_at_checked(missing).unwrap_or((bytes, &[]));
        self.head.extend_from_slice(head);
        self.state = State::after(&self.head);
        self.state.push(&self.head);
        self.state.push(rest);
    }

    /// The answer, once the bytes so far give it.
    pub fn raster(&self) -> Option<Raster> {
        match self.state {
            State::Done(raster) => raster,
            State::Head | State::Jpeg(_) | State::Avif(_) => None,
        }
    }

    /// Whether the bytes so far say that it is no raster.
    pub fn is_none(&self) -> bool {
        matches!(self.state, State::Done(None))
    }

    /// The first 16 bytes, or fewer if fewer came: what [`name`] names.
    pub fn head(&self) -> &[u8] {
        self.head.get(..SHOWN).unwrap_or(&self.head)
    }
}

impl State {
    fn after(head: &[u8]) -> Self {
        match head {
            _ if head.len() < SHOWN => Self::Head,
            [0xff, 0xd8, 0xff, ..] => Self::Jpeg(jpeg::Walk::default()),
            [_, _, _, _, b'f', b't', b'y', b'p', ..] => Self::Avif(avif::Walk::default()),
            _ => match png(head).or_else(|| gif(head)).or_else(|| webp(head)) {
                None if head.len() < HEAD => Self::Head,
                raster => Self::Done(raster),
            },
        }
    }

    fn push(&mut self, bytes: &[u8]) {
        let step = match self {
            Self::Head | Self::Done(_) => return,
            Self::Jpeg(walk) => walk.push(bytes),
            Self::Avif(walk) => walk.push(bytes),
        };
        if let ControlFlow::Break(raster) = step {
            *self = Self::Done(raster);
        }
    }
}

/// <https://www.w3.org/TR/png-3/#11IHDR>
fn png(head: &[u8]) -> Option<Raster> {
    let header = head.strip_prefix(b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR")?;
    let (width, rest) = header.split_first_chunk()?;
    let height = rest.first_chunk()?;
    Raster::new("image/png", u32::from_be_bytes(*width), u32::from_be_bytes(*height))
}

/// The logical screen: <https://www.w3.org/Graphics/GIF/spec-gif89a.txt>, section 18.
fn gif(head: &[u8]) -> Option<Raster> {
    let screen = head.strip_prefix(b"GIF87a").or_else(|| head.strip_prefix(b"GIF89a"))?;
    let [w0, w1, h0, h1, ..] = *screen else {
        return None;
    };
    let (width, height) = (u16::from_le_bytes([w0, w1]), u16::from_le_bytes([h0, h1]));
    Raster::new("image/gif", width.into(), height.into())
}

/// RFC 9649: the canvas of the extended format, else the size of the one frame.
fn webp(head: &[u8]) -> Option<Raster> {
    let (b"RIFF", rest) = head.split_first_chunk()? else {
        return None;
    };
    let (_, rest) = rest.split_first_chunk::<4>()?; // length
    let (b"WEBP", rest) = rest.split_first_chunk()? else {
        return None;
    };
    let (chunk, rest) = rest.split_first_chunk()?;
    let (_, rest) = rest.split_first_chunk::<4>()?; // length
    let (width, height) = match (chunk, rest) {
        // After flags 24 bits each, less one.
        (b"VP8X", &[_, _, _, _, w0, w1, w2, h0, h1, h2, ..]) => {
            (u32::from_le_bytes([w0, w1, w2, 0]) + 1, u32::from_le_bytes([h0, h1, h2, 0]) + 1)
        }
        // After a signature 14 bits each, less one.
        (b"VP8L", &[0x2f, a, b, c, d, ..]) => {
            let bits = u32::from_le_bytes([a, b, c, d]);
            ((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1)
        }
        // After the tag of a key frame and a start code 14 bits each, under two that ask for scaling.
        (b"VP8 ", &[tag, _, _, 0x9d, 0x01, 0x2a, a, b, c, d, ..]) if tag & 1 == 0 => {
            let bits = u32::from_le_bytes([a, b, c, d]);
            (bits & 0x3fff, bits >> 16 & 0x3fff)
        }
        _ => return None,
    };
    Raster::new("image/webp", width, height)
}
