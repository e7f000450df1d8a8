//! A caller's arguments, over a client's and a session's defaults → what a call is asked to do, and what only JavaScript can hold of it.
//!
//! They are read at once: a caller who changes them afterwards changes nothing here. What a field may say is the engine's to know
//! (`engine::face::options`).

use crate::given::{self, get, shallow};
use crate::host::{self, GUARD, Level, Talk};
use crate::listeners::Listeners;
use crate::outcome;
use engine::face::call::{Ask, Conversation, Handed};
use engine::face::error::{Code, Failure};
use engine::face::input::{self, Input, Later};
use engine::face::link::{Allows, Leave};
use engine::face::options::{Draft, Given, Layer, Options, Page, merge};
use engine::face::queue::Event;
use engine::face::redact::Redactor;
use engine::face::web::{Browser, Promised, Settings, page_url, thrown, url_href};
use js_sys::{Function, Promise};
use std::future::Future;
use std::mem;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{AbortController, Blob};

/// What was asked, when it was asked.
pub struct Arguments {
    draft: Draft,
    /// By level, the weakest first.
    levels: Vec<given::Options>,
    /// The first level whose key counts.
    from: usize,
}

impl Arguments {
    /// The arguments of `generateImage(prompt, options?)` or `generateImage(options)`.
    pub fn call(first: &JsValue, second: &JsValue, defaults: Vec<Level>) -> Self {
        let spoken = !first.is_object();
        let own = if spoken { second } else { first };
        let read = if own.is_undefined() { Some(given::Options::default()) } else { given::options(own) };
        let (first, second) = (shallow(first), shallow(second));
        match read {
            Some(own) if spoken => Self::over(defaults, own, true, Box::new(|options| Draft::of_call(first, options))),
            Some(own) => Self::over(defaults, own, false, Box::new(|options| Draft::of_call(options, second))),
            None => Self { draft: Draft::of_call(first, second), levels: Vec::new(), from: 0 },
        }
    }

    /// Of what draws nothing.
    pub fn without_prompt(defaults: Vec<Level>) -> Self {
        Self::over(defaults, given::Options::default(), false, Box::new(Draft::of_options))
    }

    /// A prompt that is `spoken` comes first, and none is taken from defaults.
    fn over(defaults: Vec<Level>, own: given::Options, spoken: bool, draft: Box<dyn FnOnce(Given) -> Draft>) -> Self {
        let mut levels: Vec<_> =
            defaults.iter().map(|level| given::options(&level.options()).unwrap_or_default()).collect();
        if spoken {
            levels.iter_mut().for_each(|level| level.fields.retain(|(name, _)| name != "prompt"));
        }
        levels.push(own);
        let mut bases: Vec<_> = defaults.iter().map(Level::base).collect();
        bases.push(page_url());
        let layer =
            |(level, base): (&mut given::Options, _)| Layer { fields: mem::take(&mut level.fields), page: page(base) };
        let merged = merge(levels.iter_mut().zip(bases).map(layer).collect());
        let mut draft = draft(Given::Map(merged.fields));
        draft.home = merged.home;
        Self { draft, levels, from: merged.from }
    }

    /// What is right of it.
    pub fn checked(self) -> Result<(Options, Held), JsValue> {
        let Self { draft, levels, from } = self;
        let redactor = Redactor::new(&draft.secrets());
        let options = draft.check(&page(page_url())).map_err(|failure| outcome::error(&failure.told(&redactor)))?;
        Ok((options, Held { levels, from }))
    }
}

const fn page(base: Option<String>) -> Page {
    Page { url: base, href: url_href }
}

/// What only JavaScript can hold of options that are right.
pub struct Held {
    levels: Vec<given::Options>,
    from: usize,
}

impl Held {
    /// Of an option.
    pub fn value(&self, name: &str) -> JsValue {
        let from = if name == "apiKey" { self.from } else { 0 };
        let levels = self.levels.get(from..).unwrap_or_default();
        let mut values = levels.iter().rev().flat_map(|level| &level.held);
        values.find(|(known, _)| known == name).map(|(_, value)| value.clone()).unwrap_or_default()
    }

    pub fn function(&self, name: &str) -> Option<Function> {
        self.value(name).dyn_into().ok()
    }

    /// How requests are sent.
    pub fn settings(&self, options: &Options, signal: &JsValue) -> Settings {
        Settings {
            fetch: self.function("fetch"),
            credentials: options.credentials,
            signal: signal.clone(),
            hold: Some(GUARD.with(Clone::clone)),
            sends: None, // the signal says it
        }
    }

    /// The key function, whose word is checked as a key is that was given as it is.
    pub fn ask(&self, options: &Options) -> Option<Ask> {
        let (ask, guard) = (self.function("apiKey")?, options.guard.clone());
        Some(Rc::new(move || {
            let asked = ask.call0(&JsValue::UNDEFINED);
            let guard = guard.clone();
            Box::pin(async move {
                let failed = |value: JsValue| guard.failed(thrown(&value));
                let given = Promised::new(&asked.map_err(failed)?).await.map_err(failed)?;
                guard.given(&shallow(&given))
            })
        }))
    }

    /// What a call needs that no options say.
    pub fn handed(&self, options: &Options, talk: Option<Talk>, listeners: &Rc<Listeners>) -> Handed<Browser> {
        let told = listeners.is_anybody().then(|| {
            let listeners = listeners.clone();
            Rc::new(move |event: &Event<Blob>| listeners.hear(event)) as Rc<dyn Fn(&Event<Blob>)>
        });
        let events = talk.as_ref().is_some_and(|talk| talk.sink().is_some());
        Handed {
            pictures: self.pictures(),
            ask: self.ask(options),
            allows: self.function("remoteImages").map(|allows| Rc::new(move |url: &str| leave(&allows, url)) as Allows),
            page: page(page_url()),
            conversation: talk.and_then(|talk| {
                Some(Conversation { history: talk.history()?, before: talk.before(), redraw: Some(Rc::new(drawn)) })
            }),
            told,
            queue: events.then(Rc::default),
            events,
        }
    }

    /// The strongest level's.
    fn pictures(&self) -> Vec<Input<Blob>> {
        let strongest = self.levels.iter().rev().find_map(|level| level.pictures.as_ref());
        strongest.into_iter().flatten().map(picture).collect()
    }
}

/// Only `true`, given at once, is a yes.
fn leave(allows: &Function, url: &str) -> Leave {
    let answer = web_sys::Url::new(url).and_then(|url| allows.call1(&JsValue::UNDEFINED, &url));
    match answer {
        Err(value) => Leave::Threw(thrown(&value)),
        Ok(answer) => match answer.as_bool() {
            Some(true) => Leave::Yes,
            Some(false) => Leave::No,
            None if get(&answer, "then").is_function() => Leave::Other("a promise".to_owned()),
            None => Leave::Other(answer.js_typeof().as_string().unwrap_or_default()),
        },
    }
}

fn picture(held: &JsValue) -> Input<Blob> {
    let (bytes, shown) = (held.clone(), held.clone());
    let blob = Box::pin(async move {
        // What it fetches nobody waits for any more when this is dropped.
        let ending = Ending(AbortController::new().ok());
        let signal = ending.0.as_ref().map(AbortController::signal);
        read(&host::blob_of(&bytes, signal.as_ref())).await
    });
    let redraw = move |blob: Blob| Box::pin(read(&host::redraw(&shown, &blob))) as Later<_>;
    Input { blob, redraw: Some(Rc::new(redraw)) }
}

/// A picture of a reply, which stands for itself.
fn drawn(blob: Blob) -> Later<Result<Blob, input::Unusable>> {
    Box::pin(read(&host::redraw(&blob, &blob)))
}

struct Ending(Option<AbortController>);

impl Drop for Ending {
    fn drop(&mut self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}

/// A Blob that js/held.js promises.
fn read(promise: &Promise) -> impl Future<Output = Result<Blob, input::Unusable>> + use<> {
    let promised = Promised::new(promise);
    async move { promised.await.map(JsCast::unchecked_into).map_err(|value| refusal(&value)) }
}

fn refusal(value: &JsValue) -> input::Unusable {
    let text = |name| get(value, name).as_string();
    let cause = || Some(get(value, "cause")).filter(|cause| !cause.is_undefined()).map(|cause| thrown(&cause));
    match (text("says"), text("message").filter(|_| text("code").as_deref() == Some("wasm"))) {
        (Some(says), _) => {
            input::Unusable { says: Some(says.into()), hint: text("hint").map(Into::into), cause: cause(), apart: None }
        }
        // A file of the package's did not come.
        (None, Some(message)) => {
            let missing = Failure::new(Code::Wasm, message).hint(text("hint").unwrap_or_default());
            let missing = missing.with(|error| error.cause = cause());
            input::Unusable { apart: Some(missing), ..input::Unusable::default() }
        }
        (None, None) => input::Unusable::thrown(thrown(value)),
    }
}
