//! What happens: what the caller asks, what the servers do, what the world does. Plain data, that prints as the Rust
//! which makes it (see `found`; so no two enums share the name of a variant) and is made simpler step by step.

use crate::chance::Chance;
use crate::contract::{BLOCKS, DEFAULTS, FINISHES, STATUSES};
use crate::memory::GIF;
use base64::prelude::*;

#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    pub n: u32,
    pub concurrency: u32,
    pub retries: u32,
    pub ambiguous: bool,
    pub timeout: Option<u64>,
    pub key: Key,
    /// A picture that goes in, and how long reading it takes.
    pub input: Option<u64>,
    pub links: bool,
    pub tee: bool,
    pub reading: Reading,
    /// Polls after which the caller drops the call.
    pub drop_after: Option<u32>,
    /// Another call runs beside it, and shares the page's turns.
    pub noise: bool,
    /// Bytes for which the page's turn is ours.
    pub stretch: i64,
    /// Tasks are polled for no reason, too.
    pub spurious: bool,
    /// The how many-th Blob cannot be made.
    pub blob_fails: Option<u32>,
    /// The first request meets the first, and so on, and then from the start again.
    pub servers: Vec<Server>,
    /// The same for links.
    pub files: Vec<Server>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Key {
    Given,
    /// A function, that takes so long, and from the how many-th time on fails.
    Ask(u64, Option<u32>),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reading {
    /// There are no events.
    Unasked,
    /// There are, and nobody takes them before the end.
    Unread,
    /// Reading drives the call, with so long between events.
    Pull(u64),
    /// The call runs by itself.
    Push(u64),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Server {
    pub framing: Framing,
    pub spelling: Spelling,
    pub head: Head,
    pub head_after: u64,
    pub lines: Vec<Line>,
    /// Bytes that never come, from the end.
    pub missing: usize,
    /// Sizes of chunks and the waits before them, in turn.
    pub chunks: Vec<(usize, u64)>,
    pub end: End,
}

/// How a reply is framed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Framing {
    /// As server-sent events.
    Events,
    /// With CR LF.
    Crlf,
    /// Without space, and a line's end each.
    Tight,
    /// As one array, of documents alone.
    Array,
    /// As one document, of all that the others hold.
    Bare,
}

/// How its JSON is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Spelling {
    Camel,
    Snake,
    /// In `response`.
    Wrapped,
    /// Lists of parts are objects.
    Numbered,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Head {
    /// With seconds to wait before the next.
    Status(u16, Option<u64>),
    Reject,
    Opaque,
    Redirect,
    Silent,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    Document(Vec<Item>),
    Ping,
    /// What is no reply, but a page.
    Page,
    /// An error's words.
    Words,
    /// `data: [DONE]`.
    Last,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Item {
    /// Of about so many bytes.
    Picture(usize),
    /// In Markdown.
    Marked,
    Draft,
    Text,
    Finish(&'static str),
    Block(&'static str),
    /// Tokens of pictures.
    Usage(u64),
    /// In a file, or in Markdown.
    Link,
    Error(u16),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum End {
    Close,
    Cut,
    /// The line stays open.
    Open,
    /// With pings, so many milliseconds apart, until they fall silent.
    Pings(u64),
}

const PAGE: &str = "<html> SECRET";

/// A name in snake_case, in quotes.
fn snake(camel: &str) -> String {
    let mut snake = String::from('"');
    for char in camel.chars() {
        if char.is_uppercase() {
            snake.push('_');
        }
        snake.push(char.to_ascii_lowercase());
    }
    snake.push('"');
    snake
}

const WAITS: [u64; 8] = [0, 0, 1, 10, 100, 500, 1_000, 3_000];
const TIMES: [u64; 6] = [500, 1_000, 1_500, 3_000, 10_000, 70_000];

impl Server {
    fn new(chance: &mut Chance, file: bool) -> Self {
        let head = match chance.below(12) {
            0..4 if !file => Head::Status(
                if chance.once(3) { 503 } else { chance.one(STATUSES).0 },
                chance.once(2).then(|| chance.one(&[0, 1, 30, 90, 90])),
            ),
            4 if chance.once(2) => chance.one(&[Head::Reject, Head::Opaque, Head::Redirect, Head::Silent]),
            _ => Head::Status(200, None),
        };
        let lines = match head {
            Head::Status(200, _) if !file => Self::reply(chance),
            Head::Status(200, _) => vec![Line::Document(vec![Item::Picture(3)])],
            _ => vec![chance.one(&[Line::Words, Line::Words, Line::Page])],
        };
        let framing = if chance.once(4) {
            chance.one(&[Framing::Array, Framing::Bare])
        } else {
            chance.one(&[Framing::Events, Framing::Crlf, Framing::Tight])
        };
        let spelling = if chance.once(4) {
            chance.one(&[Spelling::Snake, Spelling::Wrapped, Spelling::Numbered])
        } else {
            Spelling::Camel
        };
        let size = |chance: &mut Chance| if chance.once(24) { 1 } else { chance.one(&[20, 60, 200, 10_000]) };
        let chunks = (0..1 + chance.below(4)).map(|_| (size(chance), chance.one(&WAITS))).collect();
        let close = if file { 9 } else { 3 };
        let end = if chance.below(close + 4) < close {
            End::Close
        } else {
            chance.one(&[End::Cut, End::Cut, End::Open, End::Pings(500), End::Pings(2_000)])
        };
        // Bare JSON has no pings.
        let has_pings = !matches!(framing, Framing::Array | Framing::Bare) && !file;
        let end = if has_pings || !matches!(end, End::Pings(_)) { end } else { End::Open };
        let missing = if chance.once(6) { chance.below(if file { 30 } else { 200 }) } else { 0 };
        let mut server = Self { framing, spelling, head, head_after: 0, lines, missing, chunks, end };
        if chance.once(32) {
            server.grow();
        }
        let head_after = if chance.once(2) { 0 } else { chance.one(&WAITS) };
        Self { head_after, ..server }
    }

    /// A picture that takes more than one step to read, in one chunk with what comes behind it.
    fn grow(&mut self) {
        let documents =
            self.lines.iter_mut().filter_map(|line| if let Line::Document(items) = line { Some(items) } else { None });
        if let Some(picture) = documents.flatten().find(|item| matches!(item, Item::Picture(_))) {
            *picture = Item::Picture(70_000);
            self.chunks = vec![(100_000, 100)];
        }
    }

    fn reply(chance: &mut Chance) -> Vec<Line> {
        let mut lines = Vec::new();
        match chance.below(12) {
            0 | 1 => {
                let links = vec![Item::Link; chance.one(&[1, 1, 2])];
                return vec![Line::Document(links), Line::Document(vec![Item::Finish("STOP")])];
            }
            2 => return vec![Line::Document(vec![Item::Text])],
            _ => {}
        }
        for _ in 0..chance.below(4) {
            let item = |chance: &mut Chance| match chance.below(13) {
                0..4 => Item::Picture(chance.one(&[0, 3, 40])),
                12 => Item::Marked,
                4 | 5 => Item::Draft,
                6 | 7 => Item::Text,
                8 => Item::Usage(chance.one(&[0, 0, 1120])),
                9 => Item::Finish(if chance.once(2) { "STOP" } else { chance.one(DEFAULTS) }),
                10 => Item::Block(chance.one(DEFAULTS)),
                _ => Item::Link,
            };
            lines.push(Line::Document((0..1 + chance.below(3)).map(|_| item(chance)).collect()));
            if chance.once(6) {
                lines.push(Line::Ping);
            }
        }
        if chance.once(3) {
            lines.clear(); // so that a refusal is often all there is
        }
        let end = match chance.below(16) {
            0..5 => Some(Item::Finish("STOP")),
            5..8 => Some(Item::Finish(chance.one(FINISHES).0)),
            8 | 9 => Some(Item::Block(chance.one(BLOCKS))),
            10..13 => Some(Item::Error(chance.one(STATUSES).0)),
            _ => None,
        };
        if let Some(end) = end {
            let usage = chance.once(4).then(|| Item::Usage(chance.one(&[0, 1120])));
            lines.push(Line::Document([end].into_iter().chain(usage).collect()));
        } else if chance.once(3) {
            lines.push(Line::Page);
        }
        // Behind the end: pings, usage, the defaults that some gateways write into all, or more of the same.
        let behind = match chance.below(6) {
            0..3 => Line::Ping,
            3 => Line::Document(vec![Item::Usage(0)]),
            4 => Line::Document(vec![Item::Finish(chance.one(DEFAULTS)), Item::Block(chance.one(DEFAULTS))]),
            _ => Line::Document(vec![Item::Text]),
        };
        for _ in 0..chance.one(&[0, 0, 1, 5]) {
            lines.push(behind.clone());
        }
        if chance.once(8) {
            lines.push(Line::Last);
        }
        lines
    }

    /// The body, to request `number`: no two requests get the same picture.
    pub fn bytes(&self, number: usize) -> String {
        let mut all = match self.head {
            Head::Status(200, _) => self.body(number),
            Head::Status(..) | Head::Reject | Head::Opaque | Head::Redirect | Head::Silent => {
                let is_page = self.lines.contains(&Line::Page);
                if is_page { PAGE.to_owned() } else { r#"{"error":{"message":"not so, SECRET"}}"#.to_owned() }
            }
        };
        all.truncate(all.len().saturating_sub(self.missing));
        all
    }

    /// The body of a file, to request `number`.
    pub fn file(&self, number: usize) -> String {
        let mut all = if self.lines.contains(&Line::Page) { PAGE.to_owned() } else { format!("{GIF}{number}.0.0xxx") };
        all.truncate(all.len().saturating_sub(self.missing));
        all
    }

    fn body(&self, number: usize) -> String {
        let documents = self.lines.iter().enumerate().filter_map(|(at, line)| match line {
            Line::Document(items) => Some(items.iter().enumerate().map(move |(of, item)| ([number, at, of], *item))),
            Line::Ping | Line::Page | Line::Words | Line::Last => None,
        });
        let spaced = |json: String| json.replace(",\"", ",\n  \"");
        match self.framing {
            Framing::Bare => return format!("{}\n", spaced(self.document(documents.flatten()))),
            Framing::Array => {
                let all: Vec<_> = documents.map(|items| spaced(self.document(items))).collect();
                return format!("[{}\n]\n", all.join("\n,\r\n"));
            }
            Framing::Events | Framing::Crlf | Framing::Tight => {}
        }
        let (field, end) = match self.framing {
            Framing::Crlf => ("data: ", "\r\n\r\n"),
            Framing::Tight => ("data:", "\n"),
            Framing::Events | Framing::Array | Framing::Bare => ("data: ", "\n\n"),
        };
        let mut documents = documents;
        let mut all = String::new();
        for line in &self.lines {
            let line = match line {
                Line::Document(_) => format!("{field}{}", self.document(documents.next().unwrap())),
                Line::Ping => ": PING".to_owned(),
                Line::Page | Line::Words => PAGE.to_owned(),
                Line::Last => format!("{field}[DONE]"),
            };
            all += &line;
            all += end;
        }
        all
    }

    /// Its items under their names: `number.line.item`.
    fn document(&self, items: impl Iterator<Item = ([usize; 3], Item)>) -> String {
        let key = |camel: &str| match self.spelling {
            Spelling::Snake => snake(camel),
            Spelling::Camel | Spelling::Wrapped | Spelling::Numbered => format!("\"{camel}\""),
        };
        let (mut parts, mut finish, mut block, mut usage, mut error) = (Vec::new(), None, None, None, None);
        for ([number, line, of], item) in items {
            let name = format!("{number}.{line}.{of}");
            let data = |size: usize| BASE64_STANDARD.encode(format!("{GIF}{name}{}", "x".repeat(size.max(3))));
            let inline = |size: usize| {
                let (inline, mime) = (key("inlineData"), key("mimeType"));
                format!(r#"{inline}:{{{mime}:"image/gif","data":"{}"}}"#, data(size))
            };
            let signature =
                if (line + of) % 3 == 0 { format!(r#",{}:"AAAA""#, key("thoughtSignature")) } else { String::new() };
            match item {
                Item::Picture(size) => parts.push(format!("{{{}{signature}}}", inline(size))),
                Item::Marked => parts.push(format!(r#"{{"text":"![a](data:image/gif;base64,{})"}}"#, data(3))),
                Item::Draft if of % 2 == 0 => parts.push(format!(r#"{{"thought":true,{}}}"#, inline(3))),
                Item::Draft => parts.push(format!(r#"{{{},"thought":true}}"#, inline(3))),
                Item::Text => parts.push(format!(r#"{{"text":"{name} "{signature}}}"#)),
                Item::Link if of % 2 == 0 => {
                    parts.push(format!(r#"{{{}:{{{}:"https://files/{name}"}}}}"#, key("fileData"), key("fileUri")));
                }
                Item::Link => parts.push(format!(r#"{{"text":"{name} ![a](https://files/{name})"}}"#)),
                Item::Finish(reason) => finish = Some(reason),
                Item::Block(reason) => block = Some(reason),
                Item::Usage(tokens) => usage = Some(tokens),
                Item::Error(code) => error = Some(code),
            }
        }
        let parts = match self.spelling {
            Spelling::Numbered => {
                let parts: Vec<_> = parts.iter().enumerate().map(|(at, part)| format!("\"{at}\":{part}")).collect();
                format!("{{{}}}", parts.join(","))
            }
            Spelling::Camel | Spelling::Snake | Spelling::Wrapped => format!("[{}]", parts.join(",")),
        };
        let finish = finish.map(|reason| format!(r#",{}:"{reason}""#, key("finishReason")));
        let block = block.map(|reason| format!(r#",{}:{{{}:"{reason}"}}"#, key("promptFeedback"), key("blockReason")));
        let usage = usage.map(|tokens| {
            let (usage, details, count) = (key("usageMetadata"), key("candidatesTokensDetails"), key("tokenCount"));
            let total = key("totalTokenCount");
            format!(r#",{usage}:{{{details}:[{{"modality":"IMAGE",{count}:{tokens}}}],{total}:9}}"#)
        });
        let error =
            error.map(|code| format!(r#","error":{{"code":{code},"message":"the model failed with {code}, SECRET"}}"#));
        let finish = finish.unwrap_or_default();
        let rest: String = [block, usage, error].into_iter().flatten().collect();
        let all = format!(r#"{{"candidates":[{{"content":{{"parts":{parts}}}{finish}}}]{rest}}}"#);
        if self.spelling == Spelling::Wrapped { format!(r#"{{"response":{all}}}"#) } else { all }
    }

    /// When which bytes are there, in milliseconds after the head.
    pub fn steps(&self, bytes: &[u8]) -> Vec<(u64, Vec<u8>)> {
        let (mut at, mut time, mut steps) = (0, 0, Vec::new());
        for (size, wait) in self.chunks.iter().cycle() {
            if at >= bytes.len() {
                break;
            }
            let end = (at + size).min(bytes.len());
            time += wait;
            steps.push((time, bytes[at..end].to_vec()));
            at = end;
        }
        steps
    }

    /// It never ends a reply by itself.
    pub fn is_endless(&self) -> bool {
        self.head == Head::Silent || matches!(self.end, End::Open | End::Pings(_))
    }
}

impl Scenario {
    pub fn new(seed: u64) -> Self {
        let chance = &mut Chance(seed);
        let servers = (0..1 + chance.below(4)).map(|_| Server::new(chance, false)).collect();
        let files = (0..2).map(|_| Server::new(chance, true)).collect();
        Self {
            n: chance.one(&[1, 1, 1, 1, 2, 5]),
            concurrency: chance.one(&[1, 2, 8]),
            retries: chance.one(&[0, 1, 1, 2, 5]),
            ambiguous: chance.once(4),
            timeout: (!chance.once(5)).then(|| chance.one(&TIMES)),
            key: if chance.once(4) {
                Key::Ask(chance.one(&WAITS), chance.once(6).then(|| chance.below(3) as u32))
            } else {
                Key::Given
            },
            input: chance.once(4).then(|| chance.one(&WAITS)),
            links: !chance.once(3),
            tee: chance.once(2),
            reading: match chance.below(6) {
                0 | 1 => Reading::Unasked,
                2 => Reading::Unread,
                3 => Reading::Pull(chance.one(&WAITS)),
                _ => Reading::Push(chance.one(&[0, 1, 1_000, 3_000, 3_000])),
            },
            drop_after: chance.once(3).then(|| {
                let most = chance.one(&[8, 12, 12, 40]);
                chance.below(most)
            } as u32),
            noise: chance.once(4),
            stretch: chance.one(&[1, 10_000, 50_000, 500_000]),
            spurious: chance.once(2),
            blob_fails: chance.once(8).then(|| chance.below(8) as u32),
            servers,
            files,
        }
    }

    /// As the Rust that makes it.
    pub fn printed(&self) -> String {
        format!("{self:#?}").replace('[', "vec![")
    }

    /// Simpler ones, each by one step.
    pub fn simpler(&self) -> Vec<Self> {
        let mut all = Vec::new();
        let mut with = |change: &dyn Fn(&mut Self)| {
            let mut simpler = self.clone();
            change(&mut simpler);
            if simpler != *self {
                all.push(simpler);
            }
        };
        with(&|s| s.n = 1);
        with(&|s| s.noise = false);
        for at in 0..self.servers.len() {
            with(&|s| {
                if s.servers.len() > 1 {
                    s.servers.remove(at);
                }
            });
        }
        with(&|s| s.files.truncate(1));
        for at in 0..self.servers.len() {
            for simpler in self.servers[at].simpler() {
                with(&|s| s.servers[at] = simpler.clone());
            }
        }
        for at in 0..self.files.len() {
            for simpler in self.files[at].simpler() {
                with(&|s| s.files[at] = simpler.clone());
            }
        }
        with(&|s| s.n = (s.n - 1).max(1));
        with(&|s| s.concurrency = 1);
        with(&|s| s.retries = s.retries.saturating_sub(1));
        with(&|s| s.ambiguous = false);
        with(&|s| s.timeout = None);
        with(&|s| s.key = Key::Given);
        with(&|s| s.input = None);
        with(&|s| s.links = false);
        with(&|s| s.tee = false);
        with(&|s| s.stretch = 500_000);
        with(&|s| s.spurious = false);
        with(&|s| s.reading = Reading::Unasked);
        with(&|s| s.drop_after = None);
        with(&|s| s.blob_fails = None);
        all
    }
}

impl Server {
    fn simpler(&self) -> Vec<Self> {
        let mut all = Vec::new();
        let mut with = |change: &dyn Fn(&mut Self)| {
            let mut simpler = self.clone();
            change(&mut simpler);
            if simpler != *self {
                all.push(simpler);
            }
        };
        for at in 0..self.lines.len() {
            with(&|s| drop(s.lines.remove(at)));
            let Line::Document(items) = &self.lines[at] else { continue };
            for item in 0..items.len() {
                with(&|s| {
                    if let Line::Document(items) = &mut s.lines[at]
                        && let Item::Picture(size) = &mut items[item]
                    {
                        *size = 0;
                    }
                });
                with(&|s| {
                    if let Line::Document(items) = &mut s.lines[at]
                        && items.len() > 1
                    {
                        items.remove(item);
                    }
                });
            }
        }
        with(&|s| s.chunks.truncate(1));
        for at in 0..self.chunks.len() {
            with(&|s| s.chunks[at].1 = 0);
            with(&|s| s.chunks[at].0 = 1000);
        }
        with(&|s| s.framing = Framing::Events);
        with(&|s| s.spelling = Spelling::Camel);
        with(&|s| s.head_after = 0);
        with(&|s| s.missing = 0);
        with(&|s| s.end = End::Close);
        with(&|s| s.head = Head::Status(200, None));
        all
    }
}
