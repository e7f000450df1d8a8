//! Whether a picture that did not arrive may have been made and charged: one truth table.

use std::time::Duration;

/// What speaks for a charge, or against it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// Nothing was sent.
    NotSent,
    /// It was sent on to another address, where nobody went.
    Redirected,
    /// `fetch` rejected, or gave what cannot be read, so long after sending.
    Unanswered(Duration),
    /// The time was over, after sending.
    TimedOut,
    /// The server answered with that status, or with an error of that code in a 200.
    Refused(u16),
    /// The server answered 200, and what came broke off, is no reply, cannot be read or cannot be kept.
    Spoilt,
    /// The reply counts tokens of a picture, or a draft of it came.
    Counted,
    /// The prompt was refused.
    PromptBlocked,
    /// The picture was refused.
    PictureBlocked,
    /// The reply says that it is at its end, and holds no picture.
    Pictureless {
        /// It only said `STOP`, as some servers do in every event, and broke off, or the time was over, while more
        /// was waited for.
        waiting: bool,
    },
}

/// A fetch that fails within this time of sending cannot have cost anything; later it may have been a proxy's 504
/// without CORS headers, which looks just like a dead network.
pub const FREE: Duration = Duration::from_secs(3);

/// | what is known | may it be charged? |
/// | --- | --- |
/// | nothing was sent; a redirect; the prompt was refused | no |
/// | nothing was answered | no within 3 s of sending, then yes |
/// | a status, or a code in a 200 | 504 and 520 to 524: a proxy gave up on a server that may be at work; else no |
/// | the time was over; the reply broke off or is of no use; the picture was refused; a picture is counted | yes |
/// | the reply ended without a picture | only after a mere `STOP`, if more was still waited for |
#[must_use]
pub fn maybe_billed(evidence: Evidence) -> bool {
    match evidence {
        Evidence::NotSent | Evidence::Redirected | Evidence::PromptBlocked => false,
        Evidence::Unanswered(after) => after >= FREE,
        Evidence::Refused(status) => matches!(status, 504 | 520..=524),
        Evidence::TimedOut | Evidence::Spoilt | Evidence::Counted | Evidence::PictureBlocked => true,
        Evidence::Pictureless { waiting } => waiting,
    }
}
