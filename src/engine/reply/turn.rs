//! What of a reply goes back with the next turn of a conversation.
//!
//! Parts go back as they came, byte for byte. What cannot, because the server would not read it: a picture that stood in
//! text or behind a link goes into the user's next turn, and the text goes back without it.

use super::transcript::Rest;
use crate::error::Thrown;
use crate::picture::Picture;
use crate::world::{Piece, World};
use std::collections::VecDeque;

/// What goes back.
pub struct Turn<B> {
    /// In order: each holds a part, or several with commas between them.
    pub parts: Vec<B>,
    /// Pictures that could be read but cannot go back as they came: the user has to show them.
    pub substitutes: Vec<Picture<B>>,
}

/// How many parts are joined to one Blob as they come: a reply may have a million of them.
const JOINED: usize = 256;

/// A turn so far.
pub(super) struct Turning<W: World> {
    world: W,
    /// Of a conversation: elsewhere nothing goes back.
    is_kept: bool,
    /// Parts that are settled.
    joined: Vec<W::Blob>,
    /// Those behind them; None for one that does not go back.
    parts: VecDeque<Option<W::Blob>>,
    /// The number of the first of these.
    first: usize,
    /// Parts that are links: left out where one of them is fetched.
    links: Vec<usize>,
    pub substitutes: Vec<Picture<W::Blob>>,
}

/// Parts whose text is not settled: a picture may begin in one and end in another.
pub(super) struct Group<W: World> {
    parts: Vec<(usize, Rest<W>)>,
}

impl<W: World> Default for Group<W> {
    fn default() -> Self {
        Self { parts: Vec::new() }
    }
}

impl<W: World> Turning<W> {
    pub fn new(world: &W, is_kept: bool) -> Self {
        Self {
            world: world.clone(),
            is_kept,
            joined: Vec::new(),
            parts: VecDeque::new(),
            first: 0,
            links: Vec::new(),
            substitutes: Vec::new(),
        }
    }

    pub const fn is_kept(&self) -> bool {
        self.is_kept
    }

    /// The number of the part that comes next.
    pub fn next(&self) -> usize {
        self.first + self.parts.len()
    }

    /// Adds a part that goes back, or one that does not.
    pub fn push(&mut self, part: Option<W::Blob>) {
        if self.is_kept {
            self.parts.push_back(part);
        }
    }

    /// The part that comes next is a link in place of a picture.
    pub fn link(&mut self) {
        if self.is_kept {
            self.links.push(self.next());
        }
    }

    /// A link was fetched.
    pub fn leave_links_out(&mut self) {
        for number in std::mem::take(&mut self.links) {
            if let Some(part) = number.checked_sub(self.first).and_then(|at| self.parts.get_mut(at)) {
                *part = None;
            }
        }
    }

    /// Words of the part that comes next are read.
    pub fn enter(&self, group: &mut Group<W>) {
        let number = self.next();
        if self.is_kept && group.parts.last().is_none_or(|(last, _)| *last != number) {
            group.parts.push((number, Rest::default()));
        }
    }

    /// Words are said, of the part that was entered last, or held back before.
    pub fn say(&self, group: &mut Group<W>, words: &str) -> Result<(), Thrown> {
        group.parts.last_mut().map_or(Ok(()), |(_, rest)| rest.say(&self.world, words))
    }

    /// The words of a group are settled. Where a picture was taken out of them, what is left goes back in place of each
    /// part; but not of thoughts: the server has no need of them, and would take them for speech.
    pub fn settle(&mut self, group: &mut Group<W>, replaced: bool, thoughts: bool) -> Result<(), Thrown> {
        for (number, rest) in group.parts.drain(..).filter(|_| replaced) {
            let Some(part) = number.checked_sub(self.first).and_then(|at| self.parts.get_mut(at)) else { continue };
            if part.is_some() {
                *part = if thoughts { None } else { rest.finish(&self.world)? };
            }
        }
        Ok(())
    }

    /// Joins parts that nothing changes any more: those before the groups.
    pub fn join(&mut self, groups: [&Group<W>; 2]) -> Result<(), Thrown> {
        let open = groups.into_iter().filter_map(|group| group.parts.first()).map(|(number, _)| *number);
        let settled = open.chain(self.links.first().copied()).min().unwrap_or(usize::MAX);
        if self.parts.len() < JOINED || settled < self.first + JOINED {
            return Ok(());
        }
        let mut parts = Vec::new();
        for _ in 0..JOINED {
            parts.extend(self.parts.pop_front().flatten());
        }
        self.first += JOINED;
        let mut pieces = Vec::new();
        for part in &parts {
            if !pieces.is_empty() {
                pieces.push(Piece::Text(","));
            }
            pieces.push(Piece::Blob(part));
        }
        if !pieces.is_empty() {
            self.joined.push(self.world.join(&pieces, "")?);
        }
        Ok(())
    }

    /// All of it.
    pub fn finish(mut self) -> Turn<W::Blob> {
        while let Some(part) = self.parts.pop_front() {
            self.joined.extend(part);
        }
        Turn { parts: self.joined, substitutes: self.substitutes }
    }
}
