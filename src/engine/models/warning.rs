//! What is told beside a result: the three kinds and their fields. When there is one to give is for others to say.

use serde::Serialize;

/// Something that did not cost the picture, with the fields that JavaScript gets.
///
/// ```
/// use wasmagine::Warning;
///
/// fn told(warning: &Warning) -> String {
///     match warning {
///         Warning::Mismatch { requested, actual, .. } => format!("{actual} in place of {requested}"),
///         warning => warning.message().to_owned(),
///     }
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
#[non_exhaustive]
pub enum Warning {
    /// The model is known to refuse or to ignore an option.
    Unsupported {
        /// By its path, as in errors: `thinking.level`.
        option: &'static str,
        /// Names the model and what it takes.
        message: String,
    },
    /// The picture is not what was asked for.
    Mismatch {
        /// The ratio or the size, by its path as in errors.
        option: &'static str,
        /// As the caller wrote it.
        requested: String,
        /// In the same terms: `16:9`, `2K`.
        actual: String,
        /// Both, and the picture's pixels.
        message: String,
    },
    /// Part of a reply was not as the API says.
    Compat {
        /// What was odd, and what became of it.
        message: String,
    },
}

impl Warning {
    /// What it says.
    #[must_use]
    pub fn message(&self) -> &str {
        match self {
            Self::Unsupported { message, .. } | Self::Mismatch { message, .. } | Self::Compat { message } => message,
        }
    }
}
