//! What the scanner finds, and who hears of it.

use super::escape::byte_of;

/// Which of the long strings was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lifted {
    /// `inlineData.data`: the bytes of a picture.
    Data,
    /// `thoughtSignature`: opaque bytes, to be sent back as they came.
    Signature,
    /// `text`, which is kept besides.
    Text,
    /// `fileData.fileUri`, which is kept besides: it may be a picture's data: URL.
    Uri,
}

/// Where the scanner's findings go.
pub trait Sink {
    /// JSON that is not lifted, in order; pieces may end anywhere.
    fn keep(&mut self, json: &[u8]);
    /// Of what is kept, what `wire` reads: in place of lifted strings, of objects and arrays that it does not name, and of
    /// lists of parts, there is nothing between the quotes and brackets.
    fn read(&mut self, json: &[u8]) {
        let _ = json;
    }
    /// A lifted string begins; its opening quote has been kept and its closing quote will be. Whatever the sink writes
    /// between them takes the string's place.
    fn begin(&mut self, what: Lifted);
    /// Text of the lifted string, but running on past its end: takes what it can and says how many bytes that was, stopping
    /// at the first that cannot belong to it. A text or a URI does not run on, and all of it is taken.
    fn take(&mut self, text: &[u8]) -> usize;
    /// A UTF-16 unit of the lifted string, which was written as an escape; false if it cannot belong to it.
    fn escaped(&mut self, unit: u16) -> bool {
        self.take(&[byte_of(unit)]) == 1
    }
    /// The string ends here; false if it cannot.
    fn end(&mut self) -> bool;
    /// Something begins or ends before the byte that is `offset` bytes behind the scanner's first.
    fn mark(&mut self, mark: Mark, offset: u64);
}

/// What [`Sink::mark`] tells. The brackets belong to what they enclose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A document: a reply, alone or in an array, or a content.
    Opens,
    /// Its end.
    Closes,
    /// One of its parts.
    PartOpens,
    /// Its end.
    PartCloses,
    /// A key in snake_case of a part, or of its `inline_data` or `file_data`, ended, all but its quote: its camelCase name.
    SnakeCase(&'static str),
}
