//! Pictures drawn anew: as PNG what the API does not take, and in other types or sizes what came.

use super::Promised;
use super::thrown::thrown;
use crate::error::{Code, Failure, Thrown};
use crate::input::Unusable;
use crate::picture::Picture;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, ImageBitmap, ImageEncodeOptions, OffscreenCanvas, OffscreenCanvasRenderingContext2d};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = createImageBitmap)]
    fn create_image_bitmap(blob: &Blob) -> Result<JsValue, JsValue>;
}

/// Its pixels.
///
/// # Errors
/// When the browser cannot decode it.
pub async fn bitmap(blob: &Blob) -> Result<ImageBitmap, Thrown> {
    let told = |value: JsValue| thrown(&value);
    Promised::new(&create_image_bitmap(blob).map_err(told)?).await.map(JsCast::unchecked_into).map_err(told)
}

/// The same as PNG.
///
/// # Errors
/// When the browser cannot show it.
pub async fn png(blob: Blob) -> Result<Blob, Unusable> {
    let bitmap = Open(bitmap(&blob).await.map_err(Unusable::thrown)?);
    let (width, height) = (bitmap.0.width(), bitmap.0.height());
    drawn(&bitmap, width, height, "image/png", None).await.map_err(Unusable::thrown)
}

/// In that type; no edge is longer than `max_edge`. `quality` is from 0 to 1.
///
/// # Errors
/// When the browser cannot decode the picture, or cannot write that type.
pub async fn convert(
    picture: &Picture<Blob>,
    media_type: &'static str,
    quality: Option<f64>,
    max_edge: Option<u32>,
) -> Result<Picture<Blob>, Failure> {
    let undrawn = |cause| {
        let failure = Failure::new(Code::InvalidImage, "the browser cannot draw the picture");
        failure.with(|error| error.cause = Some(cause))
    };
    let bitmap = Open(bitmap(&picture.blob).await.map_err(undrawn)?);
    // Its own edges: a JPEG with EXIF orientation is stored lying and decoded standing.
    let (width, height) = (bitmap.0.width(), bitmap.0.height());
    let scale = max_edge.map_or(1.0, |most| f64::from(most) / f64::from(width.max(height))).min(1.0);
    let scaled = |edge: u32| ((f64::from(edge) * scale).round() as u32).max(1);
    let (width, height) = (scaled(width), scaled(height));
    let blob = drawn(&bitmap, width, height, media_type, quality).await.map_err(undrawn)?;
    // A canvas that cannot write a type gives PNG without a word.
    if blob.type_() != media_type {
        let failure = Failure::new(Code::InvalidOption, format!("this browser cannot encode {media_type}"));
        return Err(failure.hint("use PNG, which every browser encodes"));
    }
    Ok(Picture { blob, media_type, width, height })
}

async fn drawn(bitmap: &Open, width: u32, height: u32, media_type: &str, quality: Option<f64>) -> Result<Blob, Thrown> {
    let writing = draw(bitmap, width, height, media_type, quality).map_err(|value| thrown(&value))?;
    writing.await.map(JsCast::unchecked_into).map_err(|value| thrown(&value))
}

fn draw(bitmap: &Open, width: u32, height: u32, media_type: &str, quality: Option<f64>) -> Result<Promised, JsValue> {
    let canvas = OffscreenCanvas::new(width, height)?;
    let context = canvas.get_context("2d")?.ok_or_else(|| JsValue::from("no canvas to draw on"))?;
    let context: OffscreenCanvasRenderingContext2d = context.unchecked_into();
    let (width, height) = (f64::from(width), f64::from(height));
    if media_type == "image/jpeg" {
        context.set_fill_style_str("#fff");
        context.fill_rect(0.0, 0.0, width, height);
    }
    context.draw_image_with_image_bitmap_and_dw_and_dh(&bitmap.0, 0.0, 0.0, width, height)?;
    let options = ImageEncodeOptions::new();
    options.set_type(media_type);
    if let Some(quality) = quality {
        options.set_quality(quality);
    }
    canvas.convert_to_blob_with_options(&options).map(|promise| Promised::new(&promise))
}

/// Pixels by the ten million, which no collector sees.
struct Open(ImageBitmap);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.close();
    }
}
