//! Documents by choice in framings by choice: whole they come out again.

use super::input::{Choices, Input};
use super::json::{Lines, Writer};
use super::naive_sse::{find, shortest};
use engine::face::sse::Form;

const LINE_ENDS: [&str; 3] = ["\n", "\r\n", "\r"];
const FILLERS: [&str; 14] = [
    "",
    ":",
    ": PING",
    ": data: {\"no\":1}",
    ":{",
    "event: message",
    "event",
    "id: {\"no\":1}",
    "id",
    "retry: 10",
    "retry:",
    "data",
    "data:",
    "data:  ",
];

pub fn check(input: &[u8]) {
    let input = Input::new(input);
    let mut body = Body { choices: Choices(input.bytes), text: String::new(), documents: Vec::new() };
    if body.choices.flip() {
        body.text.push('\u{feff}');
    }
    // Before the first event, an object alone would be all there is.
    body.fillers();
    body.event();
    for _ in 0..body.choices.below(5) {
        body.fillers();
        if body.choices.below(4) == 3 { body.bare() } else { body.event() }
    }
    body.fillers();
    let ended = if body.choices.flip() {
        body.text.push_str("data: [DONE]\n\ndata: {}\n\n");
        "done"
    } else {
        ""
    };
    for pieces in input.of(body.text.as_bytes()).ways() {
        let found = find(pieces);
        assert_eq!(found.documents, body.documents, "{:?}", body.text);
        assert_eq!((found.form, found.ended), (Form::Events, ended), "{:?}", body.text);
    }
}

struct Body<'a> {
    choices: Choices<'a>,
    text: String,
    documents: Vec<String>,
}

impl Body<'_> {
    fn line_end(&mut self) {
        let line_end = self.choices.pick(&LINE_ENDS);
        self.text.push_str(line_end);
    }

    fn fillers(&mut self) {
        for _ in 0..self.choices.below(4) {
            let filler = self.choices.pick(&FILLERS);
            self.text.push_str(filler);
            self.line_end();
        }
    }

    /// A document, or an array of some.
    fn json(&mut self, lines: Lines) -> String {
        let mut writer = Writer::new(std::mem::take(&mut self.choices), lines);
        let documents = &mut self.documents;
        let mut document = |writer: &mut Writer| {
            let place = writer.object(4);
            documents.push(shortest(&writer.text[place]));
        };
        if writer.choices.below(6) == 5 {
            let length = writer.choices.below(3);
            writer.array(length, document);
        } else {
            document(&mut writer);
        }
        self.choices = writer.choices;
        writer.text.trim_matches(['\n', '\r', ' ', '\t']).to_owned()
    }

    /// In one line, or in many of which all or only the first has the field's name.
    fn event(&mut self) {
        let way = self.choices.below(4);
        let json = self.json([Lines::One, Lines::One, Lines::Many, Lines::NotBeforeColons][way]);
        for (at, line) in json.split(['\n', '\r']).enumerate() {
            if at > 0 {
                self.line_end();
                if self.choices.below(8) == 7 {
                    self.fillers();
                }
            }
            if at == 0 || way == 2 {
                let name = self.choices.pick(&["data: ", "data:", "data:   "]);
                self.text.push_str(name);
            }
            self.text.push_str(line);
        }
        let rest = self.choices.pick(&["", "", " ", " {\"a\":1}", "junk ]}"]);
        if rest.contains('{') {
            self.documents.push(shortest(rest.trim()));
        }
        self.text.push_str(rest);
        self.line_end();
    }

    /// An object between events, as an error that breaks off a stream.
    fn bare(&mut self) {
        let json = self.json(Lines::NotBeforeColons);
        self.text.push_str(&json);
        self.line_end();
    }
}
