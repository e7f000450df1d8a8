//! Files: what a person saves, and what forms and uploads take.

use super::{Browser, Settings};
use crate::error::{Code, Failure, Thrown};
use crate::picture::Picture;
use crate::world::World;
use js_sys::{Array, global};
use std::time::Duration;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, Document, File, FilePropertyBag, HtmlAnchorElement, Url};

/// A browser has read the Blob long before.
const READ: Duration = Duration::from_secs(60);

/// The picture under that name.
///
/// # Errors
/// When the browser makes none.
pub fn file_of(picture: &Picture<Blob>, name: &str) -> Result<File, Thrown> {
    let options = FilePropertyBag::new();
    options.set_type(picture.media_type);
    let made = File::new_with_blob_sequence_and_options(&Array::of1(&picture.blob), name, &options);
    made.map_err(|value| super::thrown(&value))
}

/// Has the browser save it under that name.
///
/// # Errors
/// Where there is no page.
pub fn download(blob: &Blob, name: &str) -> Result<(), Failure> {
    let Ok(document) = super::get(&global(), "document").dyn_into::<Document>() else {
        return Err(Failure::new(Code::InvalidOption, "only a page can download").hint("post `blob()` to the page"));
    };
    let url = save(&document, blob, name).map_err(|value| crate::verdict::storage(super::thrown(&value)))?;
    // A URL of its own: the picture's may go at once.
    let world = Browser::new(Settings::default());
    wasm_bindgen_futures::spawn_local(async move {
        world.sleep(READ).await;
        let _ = Url::revoke_object_url(&url);
    });
    Ok(())
}

fn save(document: &Document, blob: &Blob, name: &str) -> Result<String, JsValue> {
    let link: HtmlAnchorElement = document.create_element("a")?.dyn_into().map_err(JsValue::from)?;
    let url = Url::create_object_url_with_blob(blob)?;
    link.set_href(&url);
    link.set_download(name);
    link.click();
    Ok(url)
}
