//! One run: a scenario through the whole engine, and what it came to.

use crate::chance::Chance;
use crate::clock::Clock;
use crate::executor::{self, Stop, Task};
use crate::memory::{Inner, Memory, SECRET, Seen, Unmade};
use crate::scenario::{self, Reading, Scenario};
use crate::told::{Told, shown};
use engine::call::{Call, Generated, Key, Plan};
use engine::error::{Code, Error, Failure, Thrown};
use engine::models::Host;
use engine::pace::Pace;
use engine::queue::{Events, Queue};
use engine::retry::Policy;
use engine::world::World;
use std::cell::{Cell, RefCell};
use std::fmt::{self, Write};
use std::future::poll_fn;
use std::hash::{DefaultHasher, Hasher};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

/// What a run came to: without a Blob in it, so that what is alive is the engine's.
#[derive(Debug)]
pub struct Ran {
    pub stop: Stop,
    pub polls: u32,
    /// Milliseconds on its clock.
    pub time: u64,
    pub seen: Vec<Seen>,
    pub told: Told,
    pub result: Option<Result<Came, Box<Error>>>,
    pub unmade: Option<Unmade>,
    /// Whether more was asked of the network than the reader had taken.
    pub lagged: bool,
    /// Requests on their way when it stopped.
    pub under_way: i32,
    /// What is alive after all is dropped.
    pub alive: Option<String>,
}

/// A call that brought a picture.
#[derive(Debug)]
pub struct Came {
    /// By request: its pictures, and its text.
    pub responses: Vec<(u32, Vec<String>, String)>,
    pub failures: Vec<(u32, Box<Error>)>,
    pub warnings: Vec<String>,
    pub attempts: u32,
}

impl Came {
    fn of(all: &Generated<Memory>) -> Self {
        let responses = all.responses.iter();
        Self {
            responses: responses
                .map(|(index, response)| (*index, response.images.iter().map(shown).collect(), response.text.clone()))
                .collect(),
            failures: all.failures.clone(),
            warnings: all.warnings.clone(),
            attempts: all.attempts,
        }
    }
}

impl Ran {
    /// The same for the same run.
    pub fn trace(&self) -> u64 {
        struct Hash(DefaultHasher);
        impl Write for Hash {
            fn write_str(&mut self, text: &str) -> fmt::Result {
                self.0.write(text.as_bytes());
                Ok(())
            }
        }
        let mut hash = Hash(DefaultHasher::new());
        write!(hash, "{self:?}").unwrap();
        hash.0.finish()
    }
}

fn plan(world: &Memory, scenario: &Scenario) -> Plan<Memory> {
    let inputs = scenario.input.map(|_| world.blob(b"input".to_vec())).into_iter().collect();
    Plan {
        url: "https://host".into(),
        host: Host::Other,
        model: "model".into(),
        prompt: "a pig".into(),
        inputs,
        key: key(world, scenario.key),
        n: scenario.n,
        concurrency: scenario.concurrency,
        timeout: scenario.timeout.map(Duration::from_millis),
        policy: Policy { max_retries: scenario.retries, retry_ambiguous: scenario.ambiguous },
        links: scenario.links,
        tee: scenario.tee,
    }
}

fn key(world: &Memory, key: scenario::Key) -> Key {
    let scenario::Key::Ask(after, fails) = key else { return Key::Text(SECRET.into()) };
    let (world, asked) = (world.clone(), Rc::new(Cell::new(0)));
    Key::Ask(Rc::new(move || {
        let fails = fails.is_some_and(|fails| asked.replace(asked.get() + 1) >= fails);
        let world = world.clone();
        Box::pin(async move {
            world.sleep(Duration::from_millis(after)).await;
            if !fails {
                return Ok(SECRET.into());
            }
            let cause = Some(Thrown { name: "Error".into(), message: "no key".into() });
            Err(Failure::new(Code::MissingApiKey, "the `apiKey` function failed").with(|error| error.cause = cause))
        })
    }))
}

pub fn run(scenario: &Scenario, seed: u64) -> Ran {
    let clock = Rc::new(Clock::new(seed ^ 0xC10C));
    let is_read = matches!(scenario.reading, Reading::Pull(_) | Reading::Push(_));
    let world = Memory::new(&clock, scenario, seed ^ 0xA5A5, is_read);
    let pace = Pace::new(scenario.stretch);
    let other = Memory::new(&clock, scenario, seed ^ 0xC3C3, false);
    let noise = scenario.noise.then(|| {
        let plan = Plan { timeout: Some(Duration::from_secs(2)), ..plan(&other, scenario) };
        Call::new(other.clone(), pace.clone(), plan, None).run()
    });
    let queue = (scenario.reading != Reading::Unasked).then(|| Rc::new(Queue::default()));
    let call = Call::new(world.clone(), pace, plan(&world, scenario), queue.clone()).run();
    let result = Rc::new(RefCell::new(None));
    let mut tasks: Vec<Task<'_>> = match (scenario.reading, &queue) {
        (Reading::Pull(lag), Some(queue)) => {
            let (world, result, queue) = (world.clone(), result.clone(), queue.clone());
            vec![Box::pin(async move {
                let mut events = Events::<Memory, _>::new(queue, call);
                while let Some(event) = events.next().await {
                    world.told.borrow_mut().take(event);
                    world.clock.until(world.clock.now() + lag).await;
                }
                *result.borrow_mut() = events.end();
            })]
        }
        (Reading::Push(lag), Some(queue)) => {
            // Two tasks, each with a waker of its own, as in the JavaScript face: one would hide a lost wake of the
            // other.
            let _ = queue.poll_pop(&mut Context::from_waker(Waker::noop()));
            let (end, reader, world) = (result.clone(), queue.clone(), world.clone());
            let call = async move { *end.borrow_mut() = Some(call.await) };
            let read = async move {
                loop {
                    let event = poll_fn(|context| reader.poll_pop(context)).await;
                    world.told.borrow_mut().take(event);
                    world.clock.until(world.clock.now() + lag).await;
                }
            };
            vec![Box::pin(call), Box::pin(read)]
        }
        (Reading::Unasked | Reading::Unread, _) | (Reading::Pull(_) | Reading::Push(_), None) => {
            let end = result.clone();
            vec![Box::pin(async move { *end.borrow_mut() = Some(call.await) })]
        }
    };
    if let Some(noise) = noise {
        tasks.push(Box::pin(async { drop(noise.await) }));
    }
    let mut chance = Chance(seed ^ 0x5A5A);
    let (stop, polls) = executor::run(&clock, &mut tasks, scenario.drop_after, scenario.spurious, &mut chance);
    let (time, under_way) = (clock.now(), world.requests.get());
    drop(tasks);
    if let Some(queue) = queue {
        // What is untold at the end is told at once.
        while let Poll::Ready(event) = queue.poll_pop(&mut Context::from_waker(Waker::noop())) {
            world.told.borrow_mut().take(event);
        }
    }
    let result = result.take().map(|end| end.map(|all| Came::of(&all)));
    let alive = [&world, &other].into_iter().find_map(|world| alive(world));
    let alive = alive.or_else(|| (clock.timers() > 0).then(|| format!("{} timers", clock.timers())));
    Ran {
        stop,
        polls,
        time,
        seen: world.seen.take(),
        told: world.told.take(),
        result,
        unmade: world.unmade.take(),
        lagged: world.lagged.get(),
        under_way,
        alive,
    }
}

fn alive(world: &Inner) -> Option<String> {
    [("requests", &world.requests), ("blobs", &world.blobs)]
        .into_iter()
        .find(|(_, count)| count.get() != 0)
        .map(|(what, count)| format!("{} {what}", count.get()))
}
