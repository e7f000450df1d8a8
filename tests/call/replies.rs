//! What servers answer.

/// A picture, and the end.
pub fn picture() -> String {
    "Pboat;\nFSTOP;\n".to_owned()
}

/// Words, and the end.
pub fn words(text: &str) -> String {
    format!("T{text};\nFSTOP;\n")
}

/// Words that break off, as events.
pub fn unfinished(text: &str) -> String {
    format!("T{text};\n")
}

/// Links where a picture should be.
pub fn links(urls: &[&str]) -> String {
    let links: String = urls.iter().map(|url| format!("L{url};")).collect();
    format!("{links}\nFSTOP;\n")
}

pub fn blocked(reason: &str) -> String {
    format!("B{reason};\n")
}
