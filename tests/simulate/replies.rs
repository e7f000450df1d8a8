//! A reply → what stands in them, whole: other code than the engine's, which it is held against.

/// What came, in order within each kind.
#[derive(Debug, Default)]
pub struct Came<'a> {
    pub pictures: Vec<&'a str>,
    pub drafts: Vec<&'a str>,
    pub texts: Vec<&'a str>,
    pub links: Vec<&'a str>,
    pub finish: Option<&'a str>,
    pub block: Option<&'a str>,
    pub error: Option<u16>,
    pub tokens: u64,
    /// A page stands where a document should.
    pub page: bool,
    /// The server said that it was all.
    pub last: bool,
    /// Nothing is half.
    pub whole: bool,
}

impl<'a> Came<'a> {
    pub fn of(text: &'a str) -> Self {
        let mut came = Self { whole: !text.is_empty(), ..Self::default() };
        for line in text.split_inclusive('\n') {
            let has_end = line.ends_with('\n');
            let mut is_ping = true;
            for item in line.trim_end_matches('\n').split_inclusive(';') {
                match item.as_bytes()[0] {
                    b'<' | b'{' => {
                        came.page = true;
                        return came;
                    }
                    b'.' => {
                        came.last = true;
                        return came;
                    }
                    kind => is_ping &= kind == b':',
                }
                if !item.ends_with(';') {
                    came.whole = false;
                    break;
                }
                came.item(&item[..1], &item[1..item.len() - 1]);
            }
            came.whole &= has_end || is_ping;
        }
        came
    }

    fn item(&mut self, kind: &str, value: &'a str) {
        let says = !value.is_empty() && !value.ends_with("_UNSPECIFIED");
        match kind {
            "P" => self.pictures.push(value),
            "D" => self.drafts.push(value),
            "T" => self.texts.push(value),
            "L" => self.links.push(value),
            "F" if says => self.finish = Some(value),
            "B" if says => self.block = Some(value),
            "E" => self.error = value.parse().ok(),
            "U" => self.tokens = value.parse().unwrap(),
            _ => {}
        }
    }

    /// It said why it ended.
    pub fn is_over(&self) -> bool {
        self.finish.is_some() || self.is_refused()
    }

    /// And not because it is through.
    pub fn is_refused(&self) -> bool {
        self.block.is_some() || self.error.is_some() || self.finish.is_some_and(|reason| reason != "STOP")
    }

    /// Something of it is told while it comes.
    pub fn is_told(&self) -> bool {
        !(self.pictures.is_empty() && self.drafts.is_empty() && self.texts.is_empty())
    }

    pub fn has_picture(&self) -> bool {
        !(self.pictures.is_empty() && self.drafts.is_empty())
    }
}
