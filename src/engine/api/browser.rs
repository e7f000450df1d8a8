//! The browser; where there is none, as in native tests, on a server or at build time, a world in which nothing can be done.

#[cfg(target_arch = "wasm32")]
pub use crate::web::Browser;
#[cfg(not(target_arch = "wasm32"))]
pub use nowhere::Browser;

use crate::input::{Redraw, Unusable};
use crate::options::Page;
use crate::world::World;

#[cfg(not(target_arch = "wasm32"))]
mod nowhere;

pub type Blob = <Browser as World>::Blob;

/// How addresses are read. Where there is no browser, as on some page: whether what is asked for is right can be said
/// there too.
pub fn page() -> Page {
    #[cfg(target_arch = "wasm32")]
    return Page { url: crate::web::page_url(), href: crate::web::url_href };
    #[cfg(not(target_arch = "wasm32"))]
    Page { url: Some("http://localhost/".to_owned()), href: nowhere::href }
}

/// A text that the browser holds, copied.
pub fn string(text: &<Browser as World>::Text) -> String {
    #[cfg(target_arch = "wasm32")]
    return text.to_js().into();
    #[cfg(not(target_arch = "wasm32"))]
    Browser.string(text)
}

/// A Blob of these bytes.
pub fn blob_of(bytes: &[u8]) -> Result<Blob, Unusable> {
    #[cfg(target_arch = "wasm32")]
    return crate::web::blob_of(bytes).map_err(Unusable::thrown);
    #[cfg(not(target_arch = "wasm32"))]
    Err(nowhere::unusable(bytes))
}

/// What stands at an address.
pub async fn fetched(url: &str) -> Result<Blob, Unusable> {
    #[cfg(target_arch = "wasm32")]
    return crate::web::fetched(url).await;
    #[cfg(not(target_arch = "wasm32"))]
    Err(nowhere::unusable(url.as_bytes()))
}

/// What draws as PNG what the API does not take.
pub fn redraw() -> Option<Redraw<Blob>> {
    #[cfg(target_arch = "wasm32")]
    return Some(std::rc::Rc::new(|blob| Box::pin(crate::web::canvas::png(blob))));
    #[cfg(not(target_arch = "wasm32"))]
    None
}
