//! The links of a reply that holds no picture of its own → pictures.
//!
//! Which links are fetched, and with what, is js/prose.js's. Nothing of the call goes along: neither the key nor `headers`, and
//! the `fetch` option, which may add either, is not asked.

use crate::code::Code;
use crate::error::{Error, Result};
use crate::fields::{property, text_of};
use crate::guard::{Broken, Guard};
use crate::options::Options;
use crate::sniff::{self, Raster, Sniffer};
use js_sys::{Function, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{AbortSignal, Blob};

#[wasm_bindgen(module = "/js/prose.js")]
extern "C" {
    #[wasm_bindgen(js_name = hostOf)]
    fn host_of(link: &str) -> String;
    fn load(link: &str, base: &str, allows: Option<&Function>, signal: &AbortSignal) -> Promise;
}

/// What came of a link.
pub struct Fetched {
    /// Where it leads.
    pub host: String,
    /// What is there.
    pub picture: core::result::Result<(Blob, Raster), Error>,
}

/// Fetches them, in order. One that fails does not end it; abort and timeout do.
pub async fn fetch(links: &[String], options: &Options, guard: &Guard) -> Result<Vec<Fetched>> {
    let mut all = Vec::new();
    for link in links {
        let host = host_of(link);
        let loading = load(link, &options.target.base, options.remote_images.as_ref(), &guard.signal());
        let picture = match read(loading, guard).await {
            Ok(picture) => Ok(picture),
            Err(Broken::Stopped(failure)) => return Err(failure),
            Err(Broken::Rejected(thrown)) => Err(refused(&host, &thrown)),
        };
        all.push(Fetched { host, picture });
    }
    Ok(all)
}

/// Bytes that are looked at together: all that is needed, mostly.
const SLICE: f64 = 65_536.0;

/// Waits for the bytes, and looks what picture they are.
async fn read(loading: Promise, guard: &Guard) -> core::result::Result<(Blob, Raster), Broken> {
    let blob: Blob = guard.wait(loading).await?.unchecked_into();
    let mut sniffer = Sniffer::new();
    let mut at = 0.0;
    while at < blob.size() && sniffer.raster().is_none() && !sniffer.is_none() {
        let slice = blob.slice_with_f64_and_f64(at, at + SLICE).map_err(Broken::Rejected)?;
        let bytes = guard.wait(slice.array_buffer()).await?;
        sniffer.push(&Uint8Array::new(&bytes).to_vec());
        at += SLICE;
    }
    let Some(raster) = sniffer.raster() else {
        return Err(Broken::Rejected(sniff::name(sniffer.head()).into()));
    };
    let typed = blob.slice_with_f64_and_f64_and_content_type(0.0, blob.size(), raster.media_type);
    Ok((typed.map_err(Broken::Rejected)?, raster))
}

/// In the words of js/prose.js, or in the name of what is no picture.
fn refused(host: &str, thrown: &JsValue) -> Error {
    let words = |name| text_of(thrown, &[name]);
    let says = match (words("says"), thrown.as_string()) {
        (Some(says), _) => says,
        (None, Some(name)) => format!("holds {name}, no picture"),
        (None, None) => "could not be read".to_owned(),
    };
    let code = if property(thrown, "network").is_truthy() { Code::Network } else { Code::NoImage };
    let error = Error::new(code, format!("in place of a picture came a link to {host}, which {says}")).maybe_billed();
    let hint = words("hint").unwrap_or_else(|| "only PNG, JPEG, WebP, GIF and AVIF are pictures here".to_owned());
    error.hint(hint).thrown(&property(thrown, "cause"))
}
