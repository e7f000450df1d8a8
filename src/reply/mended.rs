//! Pictures that stand elsewhere in a reply than the API puts them: inside text, in `fileData`, behind links.

use super::Gathered;
use crate::error::Result;
use crate::events::Kind;
use crate::prose::{self, Item, Prose};
use crate::remote::Fetched;
use crate::sniff::Raster;
use crate::stream::unkept;
use js_sys::JsString;
use web_sys::Blob;

/// No reply has more; one that does is up to no good.
const LINKS_MOST: usize = 16;

impl Gathered<'_> {
    /// Text, and the pictures in it.
    pub(super) fn add_text(&mut self, text: &JsString, thought: bool) -> Result<()> {
        let part = self.turn.parts.len() as u32;
        let prose = if thought { &mut self.thoughts } else { &mut self.text };
        let items = prose.push(part, text).map_err(unkept)?;
        self.add_items(items, thought);
        Ok(())
    }

    /// What was held back of text, because it might have become a picture, is text: something else follows.
    pub(super) fn end_text(&mut self) -> Result<()> {
        let thoughts = self.thoughts.finish().map_err(unkept)?;
        let text = self.text.finish().map_err(unkept)?;
        self.add_items(thoughts, true);
        self.add_items(text, false);
        Ok(())
    }

    fn add_items(&mut self, items: Vec<Item>, thought: bool) {
        for item in items {
            match item {
                Item::Text(text) => self.events.tell(if thought { Kind::Thought } else { Kind::Text }, &text),
                Item::Picture(blob, raster) => {
                    self.repaired("a picture in the reply is a data: URL inside its text");
                    self.mend(&blob, raster, thought);
                }
            }
        }
    }

    /// What some gateways answer with in place of `inlineData`: a data: URL, or a link. Says whether it was a picture.
    pub(super) fn add_file(&mut self, uri: &JsString, thought: bool) -> Result<bool> {
        self.end_text()?;
        let mut prose = Prose::new();
        let mut items = prose.push(0, uri).map_err(unkept)?;
        items.extend(prose.finish().map_err(unkept)?);
        for item in items {
            if let Item::Picture(blob, raster) = item {
                self.repaired("a picture in the reply is a data: URL in `fileData`");
                self.mend(&blob, raster, thought);
                return Ok(true);
            }
        }
        if let Some(odd) = prose.odd {
            self.odd.push(odd);
        } else if let Some(link) = prose::link(uri).filter(|_| !thought) {
            self.links.push(link);
            self.linking.push(self.turn.parts.len());
        }
        Ok(false)
    }

    /// Adds a picture that cannot go back as it came. A thought need not.
    pub(super) fn mend(&mut self, blob: &Blob, raster: Raster, thought: bool) {
        self.add_picture(blob, raster, thought);
        self.draft_mended = thought;
        if !thought {
            self.turn.mended.push(blob);
        }
    }

    /// No more comes. Where no picture came, the links that may lead to one.
    pub fn settle(&mut self) -> Result<Vec<String>> {
        self.end_text()?;
        if self.images.length() + self.drafts.length() > 0 {
            return Ok(Vec::new());
        }
        let mut links = std::mem::take(&mut self.links);
        links.extend(prose::links(&self.text.said));
        links.truncate(LINKS_MOST);
        Ok(links)
    }

    /// Adds what the links led to.
    pub fn resolve(&mut self, fetched: Vec<Fetched>) {
        for Fetched { host, picture } in fetched {
            match picture {
                Ok((blob, raster)) => {
                    self.repaired(&format!("the picture came as a link and was fetched from {host}"));
                    self.mend(&blob, raster, false);
                    self.turn.leave_out(&self.linking);
                }
                Err(error) => self.unfetched = self.unfetched.take().or(Some(error)),
            }
        }
    }
}
