//! A prompt in, pictures out: image generation over the Gemini API for the browser, decoded by Rust while the reply arrives.
//!
//! This is the face that JavaScript meets. A caller's objects are read here ([`arguments`]), and what comes of a call is told in objects
//! ([`outcome`], [`listeners`]); what a call *is* the engine knows (src/engine), which asks the browser through `engine::face::web`: gloo-net, Blobs,
//! streams, timers. How callers see all of it is said in `src/types.d.ts`; what only JavaScript can be stands in js/.

// The rest of the workspace is compiled, linted and tested natively too; this is JavaScript's alone.
#![cfg(target_arch = "wasm32")]

mod arguments;
mod given;
mod host;
mod listeners;
mod outcome;
mod panic;

use arguments::Arguments;
use engine::face::call::Call;
use engine::face::input::Later;
use engine::face::pace::Pace;
use engine::face::queue::Queue;
use engine::face::race::{Either, race};
use engine::face::redact::Redactor;
use engine::face::web::{Browser, Settings, aborted};
use engine::face::{check, session};
use host::{Level, Run, Talk};
use js_sys::Promise;
use listeners::Listeners;
use std::future::Future;
use std::pin::{Pin, pin};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;
use web_sys::Blob;

#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

thread_local!(static PACE: Pace = Pace::default());

/// How a promise settles.
type End = Result<JsValue, JsValue>;

/// `generateImage(prompt, options?)` or `generateImage(options)`: the promise of a `GenerateImageResult`.
#[wasm_bindgen(js_name = generateImage, skip_typescript)]
pub fn generate_image(first: JsValue, second: JsValue) -> Promise {
    promise(|| generate(Arguments::call(&first, &second, Vec::new()), JsValue::UNDEFINED, None))
}

/// The same for what js/ adds: defaults of a client or a session, a stream's events, a conversation.
#[wasm_bindgen(skip_typescript)]
pub fn run(run: Run) -> Promise {
    promise(|| generate(Arguments::call(&run.first(), &run.second(), run.layers()), run.signal(), run.talk()))
}

/// What stands in the way of a picture with these options, as far as can be known before one is paid for.
#[wasm_bindgen(js_name = check, skip_typescript)]
pub fn check_setup(layers: Vec<Level>) -> Promise {
    promise(|| diagnose(Arguments::without_prompt(layers)))
}

/// The turns of a stored conversation.
#[wasm_bindgen(skip_typescript)]
pub fn restore(contents: Vec<Blob>) -> Promise {
    promise(|| restored(contents))
}

/// A call, from what was asked to its result.
async fn generate(arguments: Arguments, signal: JsValue, talk: Option<Talk>) -> End {
    let (options, held) = arguments.checked()?;
    let signal = if signal.is_undefined() { held.value("signal") } else { signal };
    let world = Browser::new(held.settings(&options, &signal));
    let model = options.target.model.clone();
    let listeners = Rc::new(Listeners::new(&held, talk.as_ref().and_then(Talk::sink)));
    let handed = held.handed(&options, talk, &listeners);
    let queue = handed.queue.clone();
    let call = Call::new(world.clone(), PACE.with(Pace::clone), options, handed).run();
    let call = async {
        let generated = at_readers_pace(call, &listeners, queue).await;
        generated
            .map(|generated| outcome::generated(generated, &model, &listeners))
            .map_err(|error| outcome::error(&error))
    };
    unless_aborted(&signal, &world, pin!(call)).await
}

async fn diagnose(arguments: Arguments) -> End {
    let (options, held) = arguments.checked()?;
    let signal = held.value("signal");
    let world = Browser::new(held.settings(&options, &signal));
    let ask = held.ask(&options);
    let check = async {
        let finding = check::check(&world, &options, ask.as_ref()).await;
        finding.map(|finding| outcome::finding(&finding)).map_err(|error| outcome::error(&error))
    };
    unless_aborted(&signal, &world, pin!(check)).await
}

async fn restored(contents: Vec<Blob>) -> End {
    let world = Browser::new(Settings { hold: Some(host::GUARD.with(Clone::clone)), ..Settings::default() });
    let restored = session::restore(&world, &PACE.with(Pace::clone), contents).await;
    restored.map(outcome::restored).map_err(|failure| outcome::error(&failure.told(&Redactor::default())))
}

/// A call whose network waits for the reader of a stream.
async fn at_readers_pace<T>(call: impl Future<Output = T>, listeners: &Listeners, queue: Option<Rc<Queue<Blob>>>) -> T {
    let Some(queue) = queue else { return call.await };
    match race(pin!(call), pin!(listeners.follow(&queue))).await {
        Either::First(end) => end,
        Either::Second(never) => match never {},
    }
}

/// Ends with the caller's reason where the signal fires first, and all that the work has under way ends with it.
async fn unless_aborted(signal: &JsValue, world: &Browser, work: Pin<&mut dyn Future<Output = End>>) -> End {
    match race(pin!(aborted(&host::shared(signal))), work).await {
        Either::First(reason) => {
            world.set_reason(reason.clone());
            Err(reason)
        }
        Either::Second(end) => end,
    }
}

/// What goes out: the work begins at once, and settles also where the instance is lost.
fn promise<F: Future<Output = End> + 'static>(work: impl FnOnce() -> F) -> Promise {
    panic::arm();
    settling(Box::pin(work()))
}

fn settling(work: Later<End>) -> Promise {
    host::outlive(&future_to_promise(work))
}

// Compiled into the face, because no test outside of it can link a cdylib.
#[cfg(test)]
#[path = "../tests/web/mod.rs"]
mod web;
