//! Scenarios in which a property once broke, as `hunt` printed them.

use crate::scenario::End::*;
use crate::scenario::Framing::*;
use crate::scenario::Head::*;
use crate::scenario::Item::*;
use crate::scenario::Key::*;
use crate::scenario::Line::*;
use crate::scenario::Reading::*;
use crate::scenario::Spelling::*;
use crate::scenario::{Scenario, Server};

/// With what happened in it, and the seed that breaks it.
pub fn found() -> Vec<(&'static str, u64, Scenario)> {
    vec![
        (
            "a picture in a last document that is not whole spares the link",
            1,
            Scenario {
                links: true,
                timeout: Some(70_000),
                servers: vec![Server {
                    lines: vec![Document(vec![Link]), Document(vec![Finish("STOP")]), Document(vec![Picture(3), Text])],
                    missing: 4,
                    end: Open,
                    ..server()
                }],
                ..scenario()
            },
        ),
        (
            "a page that came before the time was over is why it fails, though a reader lagged",
            1,
            Scenario {
                retries: 1,
                ambiguous: true,
                timeout: Some(1_000),
                reading: Push(3_000),
                servers: vec![Server { lines: vec![Document(vec![Text]), Page], end: Open, ..server() }],
                ..scenario()
            },
        ),
    ]
}

fn scenario() -> Scenario {
    Scenario {
        n: 1,
        concurrency: 1,
        retries: 0,
        ambiguous: false,
        timeout: None,
        key: Given,
        input: None,
        links: false,
        tee: false,
        reading: Unasked,
        drop_after: None,
        noise: false,
        stretch: 500_000,
        spurious: false,
        blob_fails: None,
        servers: vec![server()],
        files: vec![Server { lines: vec![Document(vec![Picture(3)])], ..server() }],
    }
}

fn server() -> Server {
    Server {
        framing: Events,
        spelling: Camel,
        head: Status(200, None),
        head_after: 0,
        lines: vec![],
        missing: 0,
        chunks: vec![(1000, 0)],
        end: Close,
    }
}
