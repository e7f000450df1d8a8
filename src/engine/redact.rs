//! Texts of others → the same without keys.

use std::borrow::Cow;

/// Takes keys out of whatever servers and `fetch` had to say.
pub struct Redactor(Vec<String>);

impl Redactor {
    /// Of these keys.
    #[must_use]
    pub fn new(secrets: &[String]) -> Self {
        Self(secrets.iter().filter(|secret| !secret.is_empty()).cloned().collect())
    }

    /// The text with `[key]` in place of each.
    #[must_use]
    pub fn redact<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut clean = Cow::Borrowed(text);
        for secret in &self.0 {
            if clean.contains(secret.as_str()) {
                clean = Cow::Owned(clean.replace(secret.as_str(), "[key]"));
            }
        }
        clean
    }
}
