//! Where in a reply an open bracket is.

/// What an open bracket holds, as far as the way to a lifted string goes. [RFC 8259] sets no limit to depth, so the stack
/// of these grows; one byte a level.
///
/// [RFC 8259]: https://www.rfc-editor.org/rfc/rfc8259#section-9
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Frame {
    Replies, // a stream asked for without alt=sse is one array of replies
    Reply,
    Candidates,
    Candidate,
    Content,
    Parts,
    Part,
    Inline,
    File,
    Object,
    Array,
}

impl Frame {
    pub(super) fn is_object(self) -> bool {
        !matches!(self, Self::Replies | Self::Candidates | Self::Parts | Self::Array)
    }

    /// What a bracket opens in `parent` behind `key`; `root` is what a document is.
    pub(super) fn opened(parent: Option<&Self>, key: &[u8], object: bool, root: Self) -> Self {
        match (parent, key, object) {
            (None | Some(Self::Replies), _, true) => root,
            (None, _, false) => Self::Replies,
            (Some(Self::Reply), b"candidates", false) => Self::Candidates,
            (Some(Self::Candidates), _, true) => Self::Candidate,
            (Some(Self::Candidate), b"content", true) => Self::Content,
            (Some(Self::Content), b"parts", false) => Self::Parts,
            (Some(Self::Parts), _, true) => Self::Part,
            (Some(Self::Part), b"inlineData" | b"inline_data", true) => Self::Inline,
            (Some(Self::Part), b"fileData" | b"file_data", true) => Self::File,
            (_, _, true) => Self::Object,
            (_, _, false) => Self::Array,
        }
    }
}
