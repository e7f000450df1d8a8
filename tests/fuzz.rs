//! The fuzz targets on their seeds, and on a thousand inputs that a fixed sequence of changes makes of those: no search, but
//! a target that no longer builds or holds is seen at once. CONTRIBUTING.md says how to search.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::restriction)] // a test may panic

#[path = "../fuzz/src/lib.rs"]
mod targets;

use std::fs;
use std::path::{Path, PathBuf};
use targets::TARGETS;

const CHANGED: u32 = 1_000;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(name)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn seeds(target: &str) -> Vec<Vec<u8>> {
    let seeds: Vec<_> = files(&folder("seeds").join(target)).iter().map(|file| fs::read(file).unwrap()).collect();
    assert!(seeds.len() > 1, "{target} has seeds");
    seeds
}

fn run(target: &str) {
    let (_, check) = TARGETS.iter().find(|(name, _)| *name == target).unwrap();
    let seeds = seeds(target);
    let mut random = Random(0x9e37_79b9);
    let changed = (0..CHANGED).map(|_| changed(&seeds, &mut random));
    for input in seeds.iter().cloned().chain(changed) {
        assert!(std::panic::catch_unwind(|| check(&input)).is_ok(), "{target} on \"{}\"", input.escape_ascii());
    }
}

macro_rules! tests {
    ($($name:ident)*) => {
        $(#[test]
        fn $name() {
            run(stringify!($name));
        })*

        #[test]
        fn every_target_is_built_and_run() {
            let names = [$(stringify!($name)),*];
            assert_eq!(names, TARGETS.map(|(name, _)| name));
            let built = files(&folder("targets")).into_iter().map(|file| file.file_stem().unwrap().to_owned());
            assert!(built.eq(names), "a file in fuzz/targets for each");
            let manifest = fs::read_to_string(folder("Cargo.toml")).unwrap();
            for name in names {
                assert!(manifest.contains(&format!("path = \"targets/{name}.rs\"")), "{name} is in fuzz/Cargo.toml");
            }
        }
    };
}

tests!(base64 content events prefix reply scan sniff sse value wire);

struct Random(u32);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        self.0 as usize % limit.max(1)
    }
}

/// A seed after a few changes of the kinds that libFuzzer makes.
fn changed(seeds: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut input = seeds[random.below(seeds.len())].clone();
    for _ in 0..=random.below(6) {
        let from = random.below(input.len());
        let to = input.len().min(from + random.below(20));
        match random.below(5) {
            0 => input.iter_mut().skip(from).take(1).for_each(|byte| *byte = random.below(256) as u8),
            1 => input.insert(from, random.below(256) as u8),
            2 => drop(input.drain(from..to)),
            3 => input.extend_from_within(from..to),
            _ => {
                let other = &seeds[random.below(seeds.len())];
                let start = random.below(other.len());
                let end = other.len().min(start + random.below(60));
                input.splice(from..to, other[start..end].iter().copied());
            }
        }
    }
    input
}
