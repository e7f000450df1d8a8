//! Pictures as a Rust app holds them: a Blob, and a URL that lives as long as they do.

use crate::fault::Error;
use crate::models::Warning;
use crate::picture::Picture;
use crate::wire::reply::Usage;
use std::fmt;
use std::sync::{Arc, OnceLock};

#[cfg(target_arch = "wasm32")]
pub(crate) use web_sys::Blob;

/// Where there is no browser there is no Blob, and so no picture.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Blob {}

/// A picture. A clone is the same picture, and equal to it; when the last one goes, so does its URL.
#[derive(Clone)]
pub struct Image(Arc<Held>);

struct Held {
    picture: Picture<Blob>,
    url: OnceLock<String>,
}

impl Image {
    #[cfg_attr(not(target_arch = "wasm32"), expect(dead_code, reason = "no call brings one"))]
    pub(crate) fn new(picture: Picture<Blob>) -> Self {
        Self(Arc::new(Held { picture, url: OnceLock::new() }))
    }

    /// Whether it is of that Blob.
    #[cfg_attr(not(target_arch = "wasm32"), expect(dead_code, reason = "no call brings one"))]
    pub(crate) fn is_of(&self, picture: &Picture<Blob>) -> bool {
        self.0.picture.blob == picture.blob
    }

    /// A `blob:` URL for `src` attributes, made when first asked for. Keep the image, or a clone, for as long as it is
    /// shown. Empty in a service worker, which has no such URLs.
    #[must_use]
    pub fn url(&self) -> &str {
        self.0.url.get_or_init(|| url_of(&self.0.picture.blob))
    }

    /// A `blob:` URL that outlives the image: it is yours to revoke.
    #[must_use]
    pub fn leak_url(self) -> String {
        url_of(&self.0.picture.blob)
    }

    /// Its bytes, which the browser holds outside the page's memory.
    #[cfg(target_arch = "wasm32")]
    #[must_use]
    pub fn blob(&self) -> &Blob {
        &self.0.picture.blob
    }

    /// `image/png` and the like, from the bytes.
    #[must_use]
    pub fn media_type(&self) -> &'static str {
        self.0.picture.media_type
    }

    /// Width and height in pixels.
    #[must_use]
    pub fn size(&self) -> (u32, u32) {
        (self.0.picture.width, self.0.picture.height)
    }

    /// A copy of its bytes in the app's own memory.
    ///
    /// # Errors
    /// With the browser's words, where it cannot read them: the disk may be full.
    #[cfg(target_arch = "wasm32")]
    pub async fn bytes(&self) -> Result<Vec<u8>, Error> {
        use crate::world::World;
        let world = crate::web::Browser::new(crate::web::Settings::default());
        let blob = &self.0.picture.blob;
        let read = world.load(blob, 0..world.size(blob)).await;
        read.map_err(|thrown| crate::verdict::storage(thrown).told(&crate::redact::Redactor::default()).into())
    }
}

#[cfg(target_arch = "wasm32")]
fn url_of(blob: &Blob) -> String {
    web_sys::Url::create_object_url_with_blob(blob).unwrap_or_default()
}

#[cfg(not(target_arch = "wasm32"))]
fn url_of(blob: &Blob) -> String {
    match *blob {}
}

impl PartialEq for Image {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Image {}

impl fmt::Debug for Image {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        let Picture { media_type, width, height, .. } = &self.0.picture;
        write!(formatter, "Image({media_type}, {width}x{height})")
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        #[cfg(target_arch = "wasm32")]
        if let Some(url) = self.url.get() {
            let _ = web_sys::Url::revoke_object_url(url);
        }
    }
}

/// What a call came to: at least one picture.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Generated {
    /// The first request's picture: its last one, where it gave several.
    pub image: Image,
    /// All pictures, in the order of the requests.
    pub images: Vec<Image>,
    /// What the model said beside them.
    pub text: String,
    /// What they cost, as the server counts it: of all requests together.
    pub usage: Usage,
    /// What the model does not take, what is not as asked for, and what was odd in the reply.
    pub warnings: Vec<Warning>,
    /// Why others of several requests came to nothing.
    pub failures: Vec<Error>,
    /// The model that answered, as the server calls it.
    pub model: Option<String>,
    /// Requests sent, of all attempts.
    pub attempts: u32,
}

impl Generated {
    /// The picture's URL, which lives as long as `image` or a clone of it.
    #[must_use]
    pub fn url(&self) -> &str {
        self.image.url()
    }
}
