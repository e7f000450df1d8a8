//! What servers answer.

/// A picture, and the end.
pub fn picture(name: &str) -> String {
    format!("P{name};\nFSTOP;\n")
}

/// Words, and the end.
pub fn words(text: &str) -> String {
    format!("T{text};\nFSTOP;\n")
}

/// Links where a picture should be.
pub fn links(urls: &[&str]) -> String {
    let links: String = urls.iter().map(|url| format!("L{url};")).collect();
    format!("{links}\nFSTOP;\n")
}

pub fn blocked(reason: &str) -> String {
    format!("B{reason};\n")
}
