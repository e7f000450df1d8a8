//! The pure core's speed, natively and in a browser: how `npm run bench -- micro` measures it. Without `--bench`, as a test: each
//! contender once, on small inputs, and all of a subject come to the same. No time decides anything here.

#![allow(clippy::restriction)] // what panics here is seen

mod subjects;

use subjects::{Subject, Turn};

/// What the package reads at once, and a picture: inside the processor's caches and outside of them.
const SIZES: [usize; 2] = [64 << 10, 8 << 20];

const SUBJECTS: [Subject; 4] = [subjects::decode, subjects::encode, subjects::scan, subjects::sniff];

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    if !std::env::args().any(|arg| arg == "--bench") {
        return once();
    }
    for subject in SUBJECTS {
        for size in SIZES {
            subject(size, &mut |turn: Turn| println!("{}: {}", turn.id(), nanoseconds(turn.run)));
        }
    }
}

#[cfg(target_arch = "wasm32")]
fn main() {}

/// Each contender, small.
fn once() {
    for subject in SUBJECTS {
        for size in [12, 5000] {
            subject(size, &mut |turn: Turn| (turn.run)());
        }
    }
}

/// The time of one run: the median of samples that are long beside what a clock can tell.
#[cfg(not(target_arch = "wasm32"))]
#[allow(clippy::disallowed_methods)] // a bench is about the real clock
fn nanoseconds(run: &mut dyn FnMut()) -> f64 {
    use std::time::{Duration, Instant};
    const SAMPLES: usize = 25;
    const LEAST: Duration = Duration::from_millis(10);

    let mut sample = |runs: u32| {
        let start = Instant::now();
        (0..runs).for_each(|_| run());
        start.elapsed()
    };
    let mut runs = 1;
    while sample(runs) < LEAST {
        runs *= 2;
    }
    let mut times: Vec<_> = (0..SAMPLES).map(|_| sample(runs)).collect();
    times.sort();
    times[SAMPLES / 2].as_nanos() as f64 / f64::from(runs)
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use super::SIZES;
    use super::subjects::{self, Subject, Turn};
    use std::time::Duration;
    use wasm_bindgen_test::{Criterion, wasm_bindgen_bench, wasm_bindgen_test, wasm_bindgen_test_configure};

    // A driver gives up on a page that is busy for half a minute.
    wasm_bindgen_test_configure!(run_in_dedicated_worker);

    #[wasm_bindgen_test]
    fn once() {
        super::once();
    }

    fn measure(criterion: &mut Criterion, subject: Subject) {
        let mut criterion = std::mem::take(criterion)
            .warm_up_time(Duration::from_millis(300))
            .measurement_time(Duration::from_millis(600))
            .sample_size(25)
            .nresamples(1001); // of intervals that nobody reads
        for size in SIZES {
            subject(size, &mut |turn: Turn| {
                criterion.bench_function(&turn.id(), |bencher| bencher.iter(&mut *turn.run));
            });
        }
    }

    #[wasm_bindgen_bench]
    fn decode(criterion: &mut Criterion) {
        measure(criterion, subjects::decode);
    }

    #[wasm_bindgen_bench]
    fn encode(criterion: &mut Criterion) {
        measure(criterion, subjects::encode);
    }

    #[wasm_bindgen_bench]
    fn scan(criterion: &mut Criterion) {
        measure(criterion, subjects::scan);
    }

    #[wasm_bindgen_bench]
    fn sniff(criterion: &mut Criterion) {
        measure(criterion, subjects::sniff);
    }
}
