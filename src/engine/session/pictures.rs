//! The base64 of a picture in a stored content → a Blob, and what picture it is.

use crate::base64::{Decoder, Lenient, Stop};
use crate::error::Thrown;
use crate::picture::Picture;
use crate::prefix::Prefix;
use crate::scan::byte_of;
use crate::sniff::Sniffer;
use crate::world::World;
use std::mem;

/// What is decoded at a time, in bytes.
const STEP: usize = 24 * 1024;

/// One picture after another.
pub(super) struct PictureDecoder<W: World> {
    prefix: Prefix,
    decoder: Lenient,
    sniffer: Sniffer,
    writer: W::Writer,
    out: Vec<u8>,
    keeps: bool,
    failed: Option<Thrown>,
}

impl<W: World> PictureDecoder<W> {
    pub(super) fn new(world: &W) -> Self {
        Self {
            prefix: Prefix::default(),
            decoder: Lenient::new(false),
            sniffer: Sniffer::new(),
            writer: world.writer(),
            out: vec![0; STEP + Decoder::SLACK],
            keeps: false,
            failed: None,
        }
    }

    /// The next begins; a Blob is made of it only where it is kept.
    pub(super) fn begin(&mut self, keeps: bool) {
        (self.prefix, self.decoder, self.sniffer, self.keeps) =
            (Prefix::default(), Lenient::new(false), Sniffer::new(), keeps);
    }

    /// Takes base64 from the front of `text`; says how many bytes that was.
    pub(super) fn take(&mut self, world: &W, text: &[u8]) -> usize {
        let (mut taken, held) = self.prefix.take(text);
        self.decode(world, &held);
        while self.prefix.is_over() {
            taken += self.decode(world, text.get(taken..).unwrap_or_default());
            // No other blank stands in a JSON string unless it is escaped.
            if text.get(taken) != Some(&b' ') {
                break;
            }
            taken += 1;
        }
        taken
    }

    /// Takes what was escaped; false where that is no base64.
    pub(super) fn take_unit(&mut self, world: &W, unit: u16) -> bool {
        let is_blank = u8::try_from(unit).is_ok_and(|byte| matches!(byte, b'\t' | b'\n' | b'\r'));
        is_blank || self.take(world, &[byte_of(unit)]) == 1
    }

    /// The picture, if it is one. None where the base64 is not whole.
    pub(super) fn end(&mut self, world: &W) -> Result<Option<Option<Picture<W::Blob>>>, Thrown> {
        let held = self.prefix.give_up();
        self.decode(world, &held);
        let whole = self.decoder.finish(&mut self.out);
        if let Ok(length) = whole {
            self.keep(world, length);
        }
        let mut writer = mem::replace(&mut self.writer, world.writer());
        if let Some(thrown) = self.failed.take() {
            return Err(thrown);
        }
        if whole.is_err() {
            return Ok(None);
        }
        let Some(raster) = self.sniffer.raster().filter(|_| self.keeps) else { return Ok(Some(None)) };
        let blob = world.finish(&mut writer, raster.media_type)?;
        Ok(Some(Some(Picture { blob, media_type: raster.media_type, width: raster.width, height: raster.height })))
    }

    fn decode(&mut self, world: &W, text: &[u8]) -> usize {
        let mut taken = 0;
        loop {
            let progress = self.decoder.push(text.get(taken..).unwrap_or_default(), &mut self.out);
            taken += progress.read;
            self.keep(world, progress.written);
            if progress.stop != Stop::Output {
                return taken;
            }
        }
    }

    /// Keeps so many decoded bytes.
    fn keep(&mut self, world: &W, length: usize) {
        let bytes = self.out.get(..length).unwrap_or_default();
        self.sniffer.push(bytes);
        // What is no picture is not kept.
        if self.keeps && !bytes.is_empty() && !self.sniffer.is_none() && self.failed.is_none() {
            self.failed = world.write(&mut self.writer, bytes).err();
        }
    }
}
