//! The white space around pictures that are taken out of a text: of what stands before and behind, the widest stays.

/// Where in the white space of a text it is.
#[derive(Debug, Default)]
pub(super) struct Spaces {
    /// White space at the end of what was said; nothing was said yet without it.
    said: Option<String>,
    /// Where a picture was taken out and nothing said since.
    gap: Option<Gap>,
}

#[derive(Debug)]
struct Gap {
    /// The widest white space so far.
    widest: String,
    /// What has come behind the last picture.
    after: String,
}

/// Of white space, in bytes: more is as good as that.
const MOST: usize = 256;

impl Spaces {
    /// A picture was taken out, with that white space before it.
    pub fn take_out(&mut self, space: &[u8]) {
        let space = String::from_utf8_lossy(space);
        let widest = match self.gap.take() {
            Some(Gap { widest, mut after }) => {
                add(&mut after, &space);
                wider(widest, after)
            }
            None => {
                let mut before = self.said.clone().unwrap_or_default();
                add(&mut before, &space);
                before
            }
        };
        self.gap = Some(Gap { widest, after: String::new() });
    }

    /// Says prose.
    pub fn say(&mut self, mut text: &str, into: &mut String) {
        if let Some(gap) = &mut self.gap {
            let solid = text.trim_ascii_start();
            add(&mut gap.after, text.get(..text.len() - solid.len()).unwrap_or_default());
            if solid.is_empty() {
                return;
            }
            text = solid;
            if let (Some(Gap { widest, after }), Some(said)) = (self.gap.take(), &self.said) {
                let space = wider(widest, after);
                into.push_str(space.strip_prefix(said.as_str()).unwrap_or(&space));
            }
        }
        into.push_str(text);
        let solid = text.trim_ascii_end().len();
        if solid > 0 {
            self.said = Some(String::new());
        }
        if let Some(said) = &mut self.said {
            add(said, text.get(solid..).unwrap_or_default());
        }
    }
}

fn add(space: &mut String, more: &str) {
    let room = MOST.saturating_sub(space.len()).min(more.len());
    space.push_str(more.get(..room).unwrap_or_default());
}

/// White space is wider the more there is of it, and with a line's end always.
fn wider(one: String, other: String) -> String {
    let width = |space: &str| (space.contains('\n'), space.len());
    if width(&other) > width(&one) { other } else { one }
}
