//! The documents of a body without a browser: framing and scanner in turn, as in src/stream.rs.

use engine::face::scan::{Lifted, Mark, Scanner, Sink};
use engine::face::sse::{Form, Framing, Next};

#[derive(Default)]
struct Documents {
    json: Vec<u8>,
    whole: Vec<String>,
    spaced: Vec<String>,
}

impl Sink for Documents {
    fn keep(&mut self, json: &[u8]) {
        self.json.extend_from_slice(json);
    }

    fn begin(&mut self, _: Lifted) {}

    fn take(&mut self, text: &[u8]) -> usize {
        let is_symbol = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/=".contains(byte);
        let taken = text.iter().position(|byte| !is_symbol(byte)).unwrap_or(text.len());
        self.json.extend_from_slice(&text[..taken]);
        taken
    }

    fn end(&mut self) -> bool {
        true
    }

    fn mark(&mut self, mark: Mark, _: u64) {
        match mark {
            Mark::Opens => self.json.clear(),
            Mark::Closes => {
                self.whole.push(shortest(&self.json));
                self.spaced.push(String::from_utf8_lossy(&self.json).into_owned());
            }
            _ => {}
        }
    }
}

/// A document in its shortest form, or what stands in its place.
pub fn shortest(json: impl AsRef<[u8]>) -> String {
    let json = json.as_ref();
    match serde_json::from_slice::<serde_json::Value>(json) {
        Ok(json) => json.to_string(),
        Err(_) => format!("damage: {}", String::from_utf8_lossy(json)),
    }
}

/// What is found in a body.
#[derive(Debug, PartialEq)]
pub struct Found {
    pub documents: Vec<String>,
    /// The same with all their space.
    pub spaced: Vec<String>,
    pub form: Form,
    /// What ended it: the end of a bare document, of a stream that says so or does not, or what was wrong.
    pub ended: &'static str,
    /// How many bytes of the body it took, or which of them is wrong.
    pub at: u64,
}

pub fn find<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Found {
    let (mut framing, mut scanner, mut documents) = (Framing::new(), Scanner::new(), Documents::default());
    let mut length = 0;
    let (ended, at) = 'body: {
        for mut rest in pieces {
            length += rest.len() as u64;
            while !rest.is_empty() {
                let (skipped, next) = framing.take(rest, scanner.is_open());
                scanner.skip(skipped);
                rest = &rest[skipped..];
                match next {
                    Next::More => break,
                    Next::Odd => break 'body ("odd", scanner.offset()),
                    Next::Json => {}
                }
                match scanner.push(rest, &mut documents) {
                    Ok(taken) => rest = &rest[taken..],
                    Err(error) => break 'body ("fault", error.offset),
                }
                if scanner.is_done() {
                    framing.end_document();
                    if framing.form() == Form::Bare {
                        break 'body ("whole", scanner.offset());
                    }
                } else if scanner.is_terminator() {
                    break 'body ("done", 0); // what follows is nobody's
                } else if scanner.is_at_line_end() {
                    framing.end_line();
                }
            }
        }
        assert_eq!(scanner.offset(), length, "every byte is counted once");
        (if scanner.is_open() { "open" } else { "" }, length)
    };
    Found { documents: documents.whole, spaced: documents.spaced, form: framing.form(), ended, at }
}
