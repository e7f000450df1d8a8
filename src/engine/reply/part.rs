//! What the scanner gives: parts as they come to their end, and what else a document says at its own.

use super::decoding::Decoded;
use crate::wire::reply;

/// Something came whole.
pub enum Item<B> {
    /// Words of a part that is long, and not at its end.
    Words(Words),
    /// A part.
    Part(Box<Part<B>>),
    /// What a document says beside its parts, also one that has not come to its end.
    Document(Box<reply::Reply>),
}

/// Some of what a part says: UTF-8, cut anywhere, in which halves of surrogate pairs are written as it would were they
/// characters.
#[derive(Default)]
pub struct Words {
    /// The part is a thought, as far as is known.
    pub is_thought: bool,
    /// In order.
    pub bytes: Vec<u8>,
}

/// One of `parts`.
pub struct Part<B> {
    /// It belongs to the model's thoughts.
    pub is_thought: bool,
    /// What it says, or the end of that.
    pub words: Option<Words>,
    /// `thoughtSignature`.
    pub signature: Signature,
    /// `inlineData`.
    pub inline: Option<Inline<B>>,
    /// `fileData`.
    pub file: Option<File<B>>,
    /// It says something, now or before.
    pub has_words: bool,
    /// It says more than these.
    pub has_more: bool,
    /// It stands where OpenAI's API has pictures.
    pub is_foreign: bool,
    /// Names of it are in snake_case that go along with base64.
    pub is_snake: bool,
    /// As it came, for a conversation.
    pub came: Option<B>,
}

impl<B> Part<B> {
    /// It says nothing.
    pub(super) const fn is_empty(&self) -> bool {
        let is_said = self.has_words || self.has_more || matches!(self.signature, Signature::Some | Signature::Broken);
        !is_said && self.inline.is_none() && self.file.is_none()
    }
}

/// `thoughtSignature`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Signature {
    /// There is none, or an empty one.
    #[default]
    None,
    /// There is one.
    Some,
    /// It is no base64.
    Broken,
}

/// `inlineData`.
pub struct Inline<B> {
    /// A media type stands beside it.
    pub is_typed: bool,
    /// What it holds.
    pub data: Option<Data<B>>,
}

/// What stood in place of `inlineData.data`.
pub struct Data<B> {
    /// The bytes.
    pub decoded: Decoded<B>,
    /// A data: URL stood where bare base64 should.
    pub is_prefixed: bool,
}

/// What stood in place of `fileData.fileUri`.
pub enum File<B> {
    /// A data: URL.
    Data(Decoded<B>),
    /// A link, or what may be one.
    Link(String),
    /// Nothing that can be used.
    Odd,
}
