//! A picture that came, as far as its bytes say what it is.

/// Whole, of a kind that is safe to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture<B> {
    /// Its bytes, under its media type.
    pub blob: B,
    /// `image/png` and the like, from the bytes.
    pub media_type: &'static str,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}
