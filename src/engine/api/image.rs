//! Pictures as a Rust app holds them: a Blob, and a URL that lives as long as they do.

use super::browser::Blob;
#[cfg(target_arch = "wasm32")]
use super::error::Error;
#[cfg(target_arch = "wasm32")]
use crate::error::{Code, Failure};
use crate::picture::Picture;
use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;
use std::sync::{Arc, OnceLock};

/// A picture. A clone is the same picture, and equal to it; when the last one goes, so does its URL.
///
/// Its bytes are the browser's: a clone costs a pointer, and none of them stands in the app's own memory.
///
/// ```
/// # async fn draw(client: &wasmagine::Client) -> Result<(), wasmagine::Error> {
/// let image = client.generate("a red boat").await?.image;
/// let (width, height) = image.size();
/// println!("<img src={:?} width={width} height={height}>", image.url());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Image(Arc<Held>);

struct Held {
    picture: Picture<Blob>,
    url: OnceLock<String>,
}

impl Image {
    fn new(picture: Picture<Blob>) -> Self {
        Self(Arc::new(Held { picture, url: OnceLock::new() }))
    }

    pub(super) fn picture(&self) -> &Picture<Blob> {
        &self.0.picture
    }

    /// A `blob:` URL for `src` attributes, made when first asked for. Keep the image, or a clone, for as long as it is
    /// shown. Empty in a service worker, which has no such URLs.
    #[must_use]
    pub fn url(&self) -> &str {
        self.0.url.get_or_init(|| url_of(&self.picture().blob))
    }

    /// A `blob:` URL that outlives the image: it is yours to revoke.
    #[must_use]
    pub fn leak_url(self) -> String {
        url_of(&self.picture().blob)
    }

    /// `image/png` and the like, from the bytes.
    #[must_use]
    pub fn media_type(&self) -> &'static str {
        self.picture().media_type
    }

    /// Width and height in pixels.
    #[must_use]
    pub fn size(&self) -> (u32, u32) {
        (self.picture().width, self.picture().height)
    }
}

/// What needs a browser's objects, and so is there on wasm alone.
#[cfg(target_arch = "wasm32")]
impl Image {
    /// Its bytes, which the browser holds outside the app's memory.
    #[must_use]
    pub fn blob(&self) -> &web_sys::Blob {
        &self.picture().blob
    }

    /// A copy of its bytes in the app's own memory.
    ///
    /// # Errors
    /// With the browser's words, where it cannot read them: the disk may be full.
    pub async fn bytes(&self) -> Result<Vec<u8>, Error> {
        use crate::world::World;
        let world = super::browser::Browser::new(crate::web::Settings::default());
        let blob = self.blob();
        world.load(blob, 0..world.size(blob)).await.map_err(|thrown| crate::verdict::storage(thrown).into())
    }

    /// `data:image/png;base64,…`, in the app's own memory: for what takes no `blob:` URL.
    ///
    /// # Errors
    /// As [`bytes`](Self::bytes).
    pub async fn data_url(&self) -> Result<String, Error> {
        let bytes = self.bytes().await?;
        let mut text = vec![0; bytes.len().div_ceil(3) * 4];
        let written = crate::base64::encode(&bytes, &mut text);
        let base64 = String::from_utf8_lossy(text.get(..written).unwrap_or_default());
        Ok(format!("data:{};base64,{base64}", self.media_type()))
    }

    /// Its pixels, for a canvas.
    ///
    /// # Errors
    /// When the browser cannot decode it.
    pub async fn bitmap(&self) -> Result<web_sys::ImageBitmap, Error> {
        crate::web::canvas::bitmap(self.blob()).await.map_err(|thrown| {
            let failure = Failure::new(Code::InvalidImage, "the browser cannot decode the picture");
            failure.with(|error| error.cause = Some(thrown)).into()
        })
    }

    /// The same picture in another type or size.
    ///
    /// # Errors
    /// When a value is impossible, or this browser cannot write that type.
    pub async fn convert(&self, to: Conversion) -> Result<Self, Error> {
        let Conversion { format, quality, max_edge } = to;
        if quality.is_some_and(|quality| !(0.0..=1.0).contains(&quality)) {
            return Err(Failure::new(Code::InvalidOption, "`quality` must be a number from 0 to 1").into());
        }
        if max_edge == Some(0) {
            return Err(Failure::new(Code::InvalidOption, "`max_edge` must be a number of pixels from 1").into());
        }
        let media_type = format.map_or(self.media_type(), Format::media_type);
        let picture = crate::web::canvas::convert(self.picture(), media_type, quality, max_edge).await?;
        Ok(Self::new(picture))
    }

    /// A `File` of that name, for forms and uploads.
    ///
    /// # Errors
    /// When the browser makes none.
    pub fn to_file(&self, name: &str) -> Result<web_sys::File, Error> {
        crate::web::file_of(self.picture(), name).map_err(|thrown| crate::verdict::storage(thrown).into())
    }

    /// Has the browser save it under that name.
    ///
    /// # Errors
    /// In a worker: only a page can download.
    pub fn download(&self, name: &str) -> Result<(), Error> {
        crate::web::download(self.blob(), name).map_err(Into::into)
    }
}

/// What `convert` of an [`Image`] makes of it.
///
/// ```
/// use wasmagine::{Conversion, Format};
///
/// let thumbnail = Conversion { format: Some(Format::Webp), quality: Some(0.8), max_edge: Some(256) };
/// # let _ = thumbnail;
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Conversion {
    /// Its own unless given.
    pub format: Option<Format>,
    /// From 0 to 1, for JPEG and WebP; the browser's own unless given.
    pub quality: Option<f64>,
    /// Of the longer edge, in pixels: a larger picture is made smaller, and none is made larger.
    pub max_edge: Option<u32>,
}

/// What a browser can write.
///
/// ```
/// use wasmagine::Format;
///
/// assert_eq!(Format::Webp.media_type(), "image/webp");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// Every browser.
    Png,
    /// Every browser. What is transparent becomes white.
    Jpeg,
    /// All but Safari.
    Webp,
}

impl Format {
    /// `image/png` and the like.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
        }
    }
}

#[cfg(target_arch = "wasm32")]
fn url_of(blob: &Blob) -> String {
    web_sys::Url::create_object_url_with_blob(blob).unwrap_or_default()
}

#[cfg(not(target_arch = "wasm32"))]
const fn url_of(_: &Blob) -> String {
    String::new()
}

impl PartialEq for Image {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Image {}

impl fmt::Debug for Image {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        let Picture { media_type, width, height, .. } = self.picture();
        write!(formatter, "Image({media_type}, {width}x{height})")
    }
}

#[cfg(target_arch = "wasm32")]
impl Drop for Held {
    fn drop(&mut self) {
        if let Some(url) = self.url.get() {
            let _ = web_sys::Url::revoke_object_url(url);
        }
    }
}

/// Pictures of one call: an event, the result and a session's turn have the very same.
#[derive(Clone, Default)]
pub(super) struct Shown(Rc<RefCell<Vec<Image>>>);

impl Shown {
    pub fn image(&self, picture: Picture<Blob>) -> Image {
        let shown = &mut *self.0.borrow_mut();
        if let Some(image) = shown.iter().find(|image| image.picture().blob == picture.blob) {
            return image.clone();
        }
        let image = Image::new(picture);
        shown.push(image.clone());
        image
    }

    pub fn images(&self, pictures: Vec<Picture<Blob>>) -> Vec<Image> {
        pictures.into_iter().map(|picture| self.image(picture)).collect()
    }
}
