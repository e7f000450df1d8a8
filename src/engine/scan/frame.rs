//! Where in a reply an open bracket is.

/// What an open bracket holds, as far as the way to a lifted string and to what `wire` reads goes. [RFC 8259] sets no
/// limit to depth, so the stack of these grows; one byte a level.
///
/// [RFC 8259]: https://www.rfc-editor.org/rfc/rfc8259#section-9
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Frame {
    Replies, // a stream asked for without alt=sse is one array of replies
    Reply,
    Wrapped, // `response`, in which some gateways put each reply
    Candidates,
    NumberedCandidates, // PHP writes lists as objects with numbers for names
    Candidate,
    Content,
    Parts,
    NumberedParts,
    Part,
    Inline,
    File,
    Pictures, // OpenAI's
    Picture,
    Told, // what `wire` reads all of
    ToldList,
    Object,
    Array,
}

impl Frame {
    pub(super) const fn is_object(self) -> bool {
        !matches!(self, Self::Replies | Self::Candidates | Self::Parts | Self::Pictures | Self::ToldList | Self::Array)
    }

    /// Whether it is told where it begins and ends.
    pub(super) const fn is_part(self) -> bool {
        matches!(self, Self::Part | Self::Picture)
    }

    /// Whether `wire` reads what stands in it, but for brackets in it that are not.
    pub(super) const fn is_told(self) -> bool {
        !matches!(self, Self::Replies | Self::Parts | Self::NumberedParts | Self::Pictures | Self::Object | Self::Array)
    }

    /// What a bracket opens in `parent` behind `key`; `root` is what a document is.
    pub(super) fn opened(parent: Option<&Self>, key: &str, object: bool, root: Self) -> Self {
        let either = |one, other| if object { one } else { other };
        match (parent, key, object) {
            (None | Some(Self::Replies), _, true) => root,
            (None, _, false) => Self::Replies,
            (Some(Self::Reply | Self::Wrapped), "candidates", _) => either(Self::NumberedCandidates, Self::Candidates),
            (Some(Self::Reply | Self::Wrapped), "response", true) => Self::Wrapped,
            // OpenAI's: `choices[].message.images[].image_url.url` and `data[].b64_json`.
            (Some(Self::Reply | Self::Wrapped), "choices", false) => Self::Candidates,
            (Some(Self::Reply | Self::Wrapped), "data", false) => Self::Pictures,
            (Some(Self::Candidate), "message" | "delta", true) => Self::Content,
            (Some(Self::Content), "images", false) => Self::Pictures,
            (Some(Self::Pictures), _, true) => Self::Picture,
            (Some(Self::Picture), "image_url", true) => Self::File,
            (Some(Self::Reply | Self::Wrapped), key, _) if is_told(key) => either(Self::Told, Self::ToldList),
            (Some(Self::Told | Self::ToldList), _, _) => either(Self::Told, Self::ToldList),
            (Some(Self::Candidates), _, true) => Self::Candidate,
            (Some(Self::NumberedCandidates), key, true) if is_number(key) => Self::Candidate,
            (Some(Self::Candidate), "content", true) => Self::Content,
            (Some(Self::Content), "parts", _) => either(Self::NumberedParts, Self::Parts),
            (Some(Self::Parts), _, true) => Self::Part,
            (Some(Self::NumberedParts), key, true) if is_number(key) => Self::Part,
            (Some(Self::Part), "inlineData" | "inline_data", true) => Self::Inline,
            (Some(Self::Part), "fileData" | "file_data", true) => Self::File,
            _ => either(Self::Object, Self::Array),
        }
    }
}

/// Names in a reply whose objects `wire` reads: facts, and errors in all their shapes.
fn is_told(key: &str) -> bool {
    let is_fact = matches!(key, "promptFeedback" | "prompt_feedback" | "usageMetadata" | "usage_metadata");
    is_fact || matches!(key, "error" | "message" | "detail" | "msg" | "details")
}

fn is_number(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit())
}
