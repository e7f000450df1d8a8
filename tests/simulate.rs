//! The whole call, under every schedule that can be thought of: a seeded scenario runs through the engine in a world in
//! memory, on a clock that only moves when nothing else can. `check` says what must be true after each run, `shares`
//! what happened in how many; `npm run simulate` runs as many as it is told.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::restriction)] // a test may panic
#![allow(clippy::disallowed_methods)] // how many runs a second is no part of a run

#[path = "simulate/attempts.rs"]
mod attempts;
#[path = "simulate/chance.rs"]
mod chance;
#[path = "simulate/check.rs"]
mod check;
#[path = "simulate/clock.rs"]
mod clock;
#[path = "simulate/contract.rs"]
mod contract;
#[path = "simulate/executor.rs"]
mod executor;
#[path = "simulate/found.rs"]
mod found;
#[path = "simulate/hunt.rs"]
mod hunt;
#[path = "simulate/memory.rs"]
mod memory;
#[path = "simulate/printed.rs"]
mod printed;
#[path = "simulate/replies.rs"]
mod replies;
#[path = "simulate/run.rs"]
mod run;
#[path = "simulate/scenario.rs"]
mod scenario;
#[path = "simulate/shares.rs"]
mod shares;
#[path = "simulate/told.rs"]
mod told;

use hunt::hunt;
use shares::Shares;
use std::time::Instant;

/// In every test; where they begin does not matter.
const RUNS: u64 = 10_000;

#[test]
fn every_property_holds() {
    let mut shares = Shares::new();
    let found = hunt(0..RUNS, |scenario, ran| shares.see(scenario, ran));
    assert!(found.is_ok(), "{}", found.unwrap_err());
    assert_eq!(shares.rare(), [""; 0], "each kind of run comes up in one of a hundred");
}

#[test]
fn what_broke_once_holds() {
    for (name, seed, scenario) in found::found() {
        assert_eq!(check::check(&scenario, &run::run(&scenario, seed)), Ok(()), "{name}");
    }
}

/// A number from the environment.
fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap())
}

#[test]
#[ignore = "npm run simulate"]
fn long() {
    let (runs, from) = (number("SIMULATE_RUNS").unwrap_or(1_000_000), number("SIMULATE_FROM").unwrap_or(0));
    let (mut shares, start) = (Shares::new(), Instant::now());
    let found = hunt(from..from + runs, |scenario, ran| shares.see(scenario, ran));
    shares.print(start.elapsed().as_secs_f64());
    assert!(found.is_ok(), "{}", found.unwrap_err());
    assert_eq!(shares.rare(), [""; 0], "each kind of run comes up in one of a hundred");
}

/// Short scenarios with their ends, for browsers.
#[test]
#[ignore = "tests/package/simulated.test.mjs"]
fn printed() {
    println!();
    printed::lines(number("SIMULATE_RUNS").unwrap_or(300) as usize).for_each(|line| println!("{line}"));
}

/// Says how many runs it takes until a property breaks, from each of several starts.
#[test]
#[ignore = "npm run simulate -- faults"]
fn broken() {
    let starts = number("SIMULATE_STARTS").unwrap_or(20);
    let most = number("SIMULATE_RUNS").unwrap_or(100_000);
    for start in 0..starts {
        let (from, mut runs) = (start * 10_000_000, 0);
        match hunt(from..from + most, |_, _| runs += 1) {
            Err(found) if start == 0 => println!("found {runs} {} {}", found.wrong.0, found.shrunk_in),
            Err(found) => println!("found {runs} {}", found.wrong.0),
            Ok(()) => return println!("survived {runs}"),
        }
    }
}
