//! Prints js/models.js from the one table in src/models.rs; the build runs it with plain rustc, no dependency needed.

#[allow(dead_code)] // the crate uses the rest
#[path = "../src/models.rs"]
mod models;

fn main() {
    print!("{}", models::to_js());
}
