//! What a call told while it ran, as a reader took it.

use crate::memory::{Blob, GIF};
use engine::face::error::Error;
use engine::face::picture::Picture;
use engine::face::queue::{Event, Phase, Progress};
use std::collections::BTreeMap;

#[derive(Debug, Default)]
pub struct Told {
    /// By request of the call: pictures, and text.
    pub images: BTreeMap<u32, Vec<String>>,
    pub text: BTreeMap<u32, String>,
    pub failed: Vec<(u32, Box<Error>)>,
    pub progress: Vec<Progress>,
    /// By request that was sent: how much of it was told.
    counts: BTreeMap<usize, usize>,
}

impl Told {
    pub fn take(&mut self, event: Event<Blob>) {
        match event {
            Event::Progress(progress) => self.progress.push(progress),
            Event::Text { index, text } => {
                self.count(&text);
                self.text.entry(index).or_default().push_str(&text);
            }
            Event::Thought { text, .. } => self.count(&text),
            Event::Preview { picture, .. } => self.count(&shown(&picture)),
            Event::Image { index, picture } => {
                self.count(&shown(&picture));
                self.images.entry(index).or_default().push(shown(&picture));
            }
            Event::Answered { .. } => {}
            Event::Failed { index, error } => self.failed.push((index, error)),
        }
    }

    /// How much was told of what came to request `number`.
    pub fn of(&self, number: usize) -> usize {
        self.counts.get(&number).copied().unwrap_or(0)
    }

    /// Whether a request of the call was told to be in such a phase.
    pub fn was(&self, is: impl Fn(&Phase) -> bool) -> bool {
        self.progress.iter().any(|progress| is(&progress.phase))
    }

    /// Progress of a request never goes back.
    pub fn goes_back(&self) -> bool {
        let mut last: BTreeMap<u32, &Progress> = BTreeMap::new();
        self.progress.iter().any(|progress| {
            let before = last.insert(progress.index, progress);
            before.is_some_and(|before| before.attempt > progress.attempt || before.elapsed > progress.elapsed)
        })
    }

    fn count(&mut self, name: &str) {
        // `number.line.item`; a file's are the reply's that links to it, and are told behind it.
        let name = name.strip_prefix(GIF).unwrap_or(name);
        if let Some(number) = name.split('.').next().and_then(|number| number.parse().ok()) {
            *self.counts.entry(number).or_default() += 1;
        }
    }
}

pub fn shown(picture: &Picture<Blob>) -> String {
    String::from_utf8_lossy(&picture.blob.bytes).into_owned()
}
