//! Pictures that go in.

use super::browser::{Blob, blob_of, fetched, redraw};
use super::image::Image;
use crate::input::{Input, Later, Unusable};
use std::borrow::Cow;
use std::fmt;
use std::future::ready;
use std::sync::Arc;

/// A picture to edit or to go by: bytes, a `Blob` or `File`, an [`Image`], or an address.
///
/// ```
/// # fn edit(client: &wasmagine::Client, photo: Vec<u8>) -> wasmagine::Generate {
/// client.generate("make it night").reference(photo).reference("https://example.com/palette.png")
/// # }
/// ```
#[derive(Clone)]
pub struct Reference {
    kind: &'static str,
    /// By a closure, so that an app has in its wasm what it hands in, and no other way of reading pictures.
    input: Arc<dyn Fn() -> Input<Blob> + Send + Sync>,
}

impl Reference {
    fn new(kind: &'static str, blob: impl Fn() -> Later<Result<Blob, Unusable>> + Send + Sync + 'static) -> Self {
        Self { kind, input: Arc::new(move || Input { blob: blob(), redraw: redraw() }) }
    }

    fn bytes(bytes: Cow<'static, [u8]>) -> Self {
        Self::new("bytes", move || Box::pin(ready(blob_of(&bytes))))
    }

    fn blob(blob: Blob) -> Self {
        Self::new("Blob", move || Box::pin(ready(Ok(blob.clone()))))
    }

    pub(super) fn input(&self) -> Input<Blob> {
        (self.input)()
    }
}

/// A whole file.
impl From<Vec<u8>> for Reference {
    fn from(bytes: Vec<u8>) -> Self {
        Self::bytes(Cow::Owned(bytes))
    }
}

/// A whole file, copied.
impl From<&[u8]> for Reference {
    fn from(bytes: &[u8]) -> Self {
        bytes.to_vec().into()
    }
}

/// A whole file, by `include_bytes!`.
impl<const N: usize> From<&'static [u8; N]> for Reference {
    fn from(bytes: &'static [u8; N]) -> Self {
        Self::bytes(Cow::Borrowed(bytes))
    }
}

/// An address, which is fetched when the call is made: `https:`, `blob:`, `data:`, or relative to the page. Another
/// origin's server must allow the page's (CORS).
impl From<&str> for Reference {
    fn from(url: &str) -> Self {
        url.to_owned().into()
    }
}

/// An address.
impl From<String> for Reference {
    fn from(url: String) -> Self {
        Self::new("address", move || {
            let url = url.clone();
            Box::pin(async move { fetched(&url).await })
        })
    }
}

/// An address.
impl From<&String> for Reference {
    fn from(url: &String) -> Self {
        url.clone().into()
    }
}

/// An address.
impl From<Cow<'_, str>> for Reference {
    fn from(url: Cow<'_, str>) -> Self {
        url.into_owned().into()
    }
}

/// One that was generated.
impl From<Image> for Reference {
    fn from(image: Image) -> Self {
        (&image).into()
    }
}

/// One that was generated.
impl From<&Image> for Reference {
    fn from(image: &Image) -> Self {
        Self::blob(image.picture().blob.clone())
    }
}

#[cfg(target_arch = "wasm32")]
impl From<web_sys::Blob> for Reference {
    fn from(blob: web_sys::Blob) -> Self {
        Self::blob(blob)
    }
}

#[cfg(target_arch = "wasm32")]
impl From<&web_sys::Blob> for Reference {
    fn from(blob: &web_sys::Blob) -> Self {
        blob.clone().into()
    }
}

/// What somebody chose or dropped.
#[cfg(target_arch = "wasm32")]
impl From<&web_sys::File> for Reference {
    fn from(file: &web_sys::File) -> Self {
        file.clone().into()
    }
}

/// What somebody chose or dropped.
#[cfg(target_arch = "wasm32")]
impl From<web_sys::File> for Reference {
    fn from(file: web_sys::File) -> Self {
        Self::blob(file.into())
    }
}

/// Without the address, which may be a `data:` of megabytes, or hold a signature.
impl fmt::Debug for Reference {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "Reference({})", self.kind)
    }
}
