//! One run: a scenario through the whole engine, and what it came to.

use crate::chance::Chance;
use crate::clock::Clock;
use crate::executor::{self, Stop, Task};
use crate::memory::{Blob, Inner, Memory, SECRET, Seen, Unmade};
use crate::scenario::{self, Reading, Scenario};
use crate::told::{Told, shown};
use engine::face::call::{Ask, Call, Conversation, Generated, Handed};
use engine::face::error::{Error, Thrown};
use engine::face::input::Input;
use engine::face::link::Leave;
use engine::face::models::Warning;
use engine::face::options::{Draft, Key, Options, Page, Settings};
use engine::face::pace::Pace;
use engine::face::queue::{Events, Queue};
use engine::face::wire::target::Auth;
use engine::face::world::World;
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
    pub result: Option<Result<Arrival, Box<Error>>>,
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
pub struct Arrival {
    /// By request: its pictures, and its text.
    pub responses: Vec<(u32, Vec<String>, String)>,
    pub failures: Vec<(u32, Box<Error>)>,
    pub warnings: Vec<Warning>,
    pub attempts: u32,
}

impl Arrival {
    fn of(all: &Generated<Memory>) -> Self {
        let responses = all.responses.iter();
        Self {
            responses: responses
                .map(|(index, response)| {
                    let text = String::from_utf8(response.text.clone()).unwrap();
                    (*index, response.images.iter().map(shown).collect(), text)
                })
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

/// What a call is asked to do; its seed tells its requests apart.
fn options(scenario: &Scenario) -> Options {
    let key = if scenario.key == scenario::Key::Given { Key::Text(SECRET.into()) } else { Key::Function };
    let draft = Draft {
        prompt: Some("a pig".into()),
        images: usize::from(scenario.input.is_some()),
        settings: Settings { seed: Some(0), ..Settings::default() },
        base_url: Some("https://host".into()),
        model: Some("model".into()),
        key: Some(key),
        auth: Some(Auth::GoogleKey),
        n: Some(scenario.n),
        concurrency: Some(scenario.concurrency),
        timeout: Some(scenario.timeout.map_or(Duration::ZERO, Duration::from_millis)),
        max_retries: Some(scenario.retries),
        retry_ambiguous: scenario.ambiguous,
        ..Draft::default()
    };
    draft.check(&Page::default()).ok().unwrap()
}

/// What the face of it would hold.
fn handed(world: &Memory, scenario: &Scenario, options: &Options, queue: Option<&Rc<Queue<Blob>>>) -> Handed<Memory> {
    Handed {
        pictures: scenario.input.map(|after| input(world, after)).into_iter().collect(),
        ask: match scenario.key {
            scenario::Key::Given => None,
            scenario::Key::Ask(after, fails) => Some(ask(world, options, after, fails)),
        },
        allows: scenario.links.then(|| Rc::new(|_: &str| Leave::Yes) as _),
        conversation: scenario.tee.then(|| Conversation { history: Vec::new(), before: None, redraw: None }),
        queue: queue.cloned(),
        events: queue.is_some(),
        ..Handed::default()
    }
}

/// It takes so long, and says that it is a PNG.
fn input(world: &Memory, after: u64) -> Input<Blob> {
    let world = world.clone();
    let blob = Box::pin(async move {
        world.clock.until(world.clock.now() + after).await;
        Ok(world.blob(b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01".to_vec()))
    });
    Input { blob, redraw: None }
}

fn ask(world: &Memory, options: &Options, after: u64, fails: Option<u32>) -> Ask {
    let (world, guard, asked) = (world.clone(), options.guard.clone(), Rc::new(Cell::new(0)));
    Rc::new(move || {
        let fails = fails.is_some_and(|fails| asked.replace(asked.get() + 1) >= fails);
        let (world, guard) = (world.clone(), guard.clone());
        Box::pin(async move {
            world.sleep(Duration::from_millis(after)).await;
            if !fails {
                return Ok(SECRET.into());
            }
            Err(guard.failed(Thrown { name: "Error".into(), message: "no key".into() }))
        })
    })
}

pub fn run(scenario: &Scenario, seed: u64) -> Ran {
    let clock = Rc::new(Clock::new(seed ^ 0xC10C));
    let is_read = matches!(scenario.reading, Reading::Pull(_) | Reading::Push(_));
    let world = Memory::new(&clock, scenario, seed ^ 0xA5A5, is_read);
    let pace = Pace::new(scenario.stretch);
    let other = Memory::new(&clock, scenario, seed ^ 0xC3C3, false);
    let noise = scenario.noise.then(|| {
        let options = Options { timeout: Some(Duration::from_secs(2)), ..options(scenario) };
        let handed = handed(&other, scenario, &options, None);
        Call::new(other.clone(), pace.clone(), options, handed).run()
    });
    let queue = (scenario.reading != Reading::Unasked).then(|| Rc::new(Queue::default()));
    let options = options(scenario);
    let handed = handed(&world, scenario, &options, queue.as_ref());
    let call = Call::new(world.clone(), pace, options, handed).run();
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
    let result = result.take().map(|end| end.map(|all| Arrival::of(&all)));
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
