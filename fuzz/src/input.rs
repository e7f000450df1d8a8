//! The input of a run, read as bytes in pieces or as a list of choices.

/// Bytes, and how they are cut.
pub struct Input<'a> {
    pub bytes: &'a [u8],
    sizes: &'a [u8],
}

impl<'a> Input<'a> {
    /// The last four bytes of an input are sizes of pieces, so that a seed is a file with four letters behind it.
    pub fn new(input: &'a [u8]) -> Self {
        let (bytes, sizes) = input.split_at(input.len().saturating_sub(4));
        Self { bytes, sizes }
    }

    /// Other bytes, cut by the same sizes.
    pub fn of<'b>(&'b self, bytes: &'b [u8]) -> Input<'b> {
        Input { bytes, sizes: self.sizes }
    }

    /// Whole, byte by byte, and as the sizes say and then one byte, over and over; a size of 0 is an empty piece in front of a
    /// byte.
    pub fn ways(&self) -> [Vec<&'a [u8]>; 3] {
        let (mut pieces, mut rest) = (Vec::new(), self.bytes);
        for &size in self.sizes.iter().chain(&[1]).cycle() {
            if size == 0 {
                pieces.push(&rest[..0]);
            }
            let (piece, later) = rest.split_at(rest.len().min(usize::from(size).max(1)));
            pieces.push(piece);
            rest = later;
            if rest.is_empty() {
                break;
            }
        }
        [vec![self.bytes], self.bytes.chunks(1).collect(), pieces]
    }

    /// Up to 767, for whatever else is to be chosen.
    pub fn number(&self) -> usize {
        self.sizes.iter().take(3).map(|&size| usize::from(size)).sum()
    }
}

/// Choices, one byte each; when there are no more, always the first.
#[derive(Default)]
pub struct Choices<'a>(pub &'a [u8]);

impl Choices<'_> {
    pub fn byte(&mut self) -> u8 {
        let Some((&byte, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        byte
    }

    pub fn below(&mut self, limit: usize) -> usize {
        usize::from(self.byte()) % limit
    }

    pub fn flip(&mut self) -> bool {
        self.below(2) == 1
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}
