//! Runs scenario after scenario until one finds a property broken, and makes that scenario as simple as it can be.

use crate::check::{Wrong, check};
use crate::run::{Ran, run};
use crate::scenario::Scenario;
use std::fmt;

/// A scenario in which a property does not hold.
pub struct Found {
    pub seed: u64,
    pub wrong: Wrong,
    pub simplest: Scenario,
    /// Runs that it took to make it simple.
    pub shrunk_in: u32,
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ran = run(&self.simplest, self.seed);
        let (property, words) = check(&self.simplest, &ran).err().unwrap_or_else(|| self.wrong.clone());
        writeln!(f, "property {property} does not hold: {words}")?;
        writeln!(f, "seed {}, made simple in {} runs:\n{}", self.seed, self.shrunk_in, self.simplest.printed())?;
        write!(f, "it ran so:\n{ran:#?}")
    }
}

/// Runs the scenario of each seed, and has it seen. Every sixteenth runs twice and has to be the same.
pub fn hunt(seeds: impl IntoIterator<Item = u64>, mut see: impl FnMut(&Scenario, &Ran)) -> Result<(), Box<Found>> {
    for seed in seeds {
        let scenario = Scenario::new(seed);
        let ran = run(&scenario, seed);
        see(&scenario, &ran);
        let mut checked = check(&scenario, &ran);
        if checked.is_ok() && seed % 16 == 0 && run(&scenario, seed).trace() != ran.trace() {
            checked = Err((7, "the same seed gives another run".into()));
        }
        if let Err(wrong) = checked {
            let (simplest, shrunk_in) = shrink(scenario, seed, wrong.0);
            return Err(Box::new(Found { seed, wrong, simplest, shrunk_in }));
        }
    }
    Ok(())
}

/// As simple a scenario as breaks the same property.
fn shrink(mut scenario: Scenario, seed: u64, property: u8) -> (Scenario, u32) {
    let mut runs = 0;
    while let Some(simpler) = scenario.simpler().into_iter().find(|simpler| {
        runs += 1;
        check(simpler, &run(simpler, seed)).is_err_and(|(of, _)| of == property)
    }) {
        scenario = simpler;
    }
    (scenario, runs)
}
