//! js/models.js is the table for callers, who read it before there is a wasm. `UPDATE=1 cargo test --test models`
//! writes it anew.

use engine::face::models::{ALL, Host, Model};
use std::fmt::Write;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/js/models.js");

const HEAD: &str = "\
// @ts-check
// What each known model takes, as callers get it. Written by `UPDATE=1 cargo test --test models` from
// src/engine/models.rs.

/** Every known model, newest last. @type {import('./entry.d.ts').ModelInfo[]} */
export const models = [
";

#[test]
fn the_table_for_callers_is_this_one() {
    let rows: String = ALL.iter().map(row).collect();
    let script = format!("{HEAD}{rows}];\n");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(FILE, &script).unwrap();
    }
    let there = std::fs::read_to_string(FILE).unwrap();
    assert!(script == there, "js/models.js is not written anew: UPDATE=1 cargo test --test models");
}

fn row(model: &Model) -> String {
    let mut row = String::from("  {\n");
    let mut line = |name: &str, value: String| writeln!(row, "    {name}: {value},").unwrap();
    line("id", quoted(model.id));
    line("name", quoted(model.name));
    line("aspectRatios", list(model.aspect_ratios, "aspectRatios"));
    line("sizes", list(model.sizes, "sizes"));
    line("maxImages", model.max_images.to_string());
    line("thinking", list(model.thinking, "thinking"));
    line("sampling", model.sampling.to_string());
    line("search", format!("{{ web: {}, image: {} }}", model.web_search, model.image_search));
    let hosts: Vec<_> = model.default_for.iter().map(|host| host_name(*host)).collect();
    if !hosts.is_empty() {
        line("defaultFor", list(&hosts, "defaultFor"));
    }
    if let Some(retired) = model.retired {
        line("retired", format!("{{ on: {}, successor: {} }}", quoted(retired.on), quoted(retired.successor)));
    }
    row + "  },\n"
}

fn host_name(host: Host) -> &'static str {
    match host {
        Host::Kkiai => "kkiai",
        Host::Google => "google",
        Host::Other => "other",
    }
}

/// As the formatter of JavaScript leaves it: in one line where that has no more than 110 columns.
fn list(items: &[&str], name: &str) -> String {
    let items: Vec<_> = items.iter().map(|item| quoted(item)).collect();
    let line = format!("[{}]", items.join(", "));
    if format!("    {name}: {line},").len() <= 110 {
        return line;
    }
    let lines: String = items.iter().map(|item| format!("      {item},\n")).collect();
    format!("[\n{lines}    ]")
}

fn quoted(text: &str) -> String {
    assert!(!text.contains(['\'', '\\']), "{text}");
    format!("'{text}'")
}
