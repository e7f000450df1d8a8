//! How long a reply that has said why it ended is waited for: the connection may stay open behind its last word.

use super::{Known, Why};
use std::time::Duration;

/// How long usage is waited for, after the reply has said why it ended.
pub const PATIENCE: Duration = Duration::from_secs(5);
/// And a picture after `STOP` without one: some servers say it in every event, so the word means little.
const LONG_PATIENCE: Duration = Duration::from_secs(60);

impl Known<'_> {
    /// How long to wait for what may follow, once it has said why it ended.
    #[must_use]
    pub fn patience(&self) -> Option<Duration> {
        let stopped_without = self.why() == Some(Why::Stopped) && !self.picture && self.error.is_none();
        if stopped_without {
            return Some(LONG_PATIENCE);
        }
        (self.error.is_some() || self.why().is_some() || self.done).then_some(PATIENCE)
    }
}
