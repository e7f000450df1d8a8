//! How a call is made of what was asked for, and what a call says made of what it came to.

use super::browser::{Blob, Browser, page};
use super::client::{Ask, Client};
use super::error::Error;
use super::generate::Generate;
use super::generated::Generated;
use super::image::Shown;
use super::pending::AbortHandle;
use super::spelling::spelled;
use crate::call::{self, Call, Handed};
use crate::check::{self, Finding};
use crate::error::Thrown;
use crate::link::{self, Leave};
use crate::options::{Draft, Given, Options};
use crate::pace::Pace;
use crate::queue::Queue;
use crate::redact::Redactor;
use std::rc::Rc;

thread_local!(static PACE: Pace = Pace::default());

/// All calls take the page's turns together.
pub fn pace() -> Pace {
    PACE.with(Pace::clone)
}

/// What was asked for, where all of it is right.
pub fn checked(draft: Draft) -> Result<Options, Error> {
    let redactor = Redactor::new(&draft.secrets());
    draft.check(&page()).map_err(|failure| failure.told(&redactor).into())
}

/// Makes the call; what happens on its way goes to the queue too.
pub async fn generate(
    generate: Generate,
    queue: Option<Rc<Queue<Blob>>>,
    shown: Shown,
    abort: AbortHandle,
) -> Result<Generated, Error> {
    let options = generate.options()?;
    let Generate { client, references, allows, listeners, session, .. } = generate;
    let world = browser(&client, &options, Some(abort.clone()))?;
    let place = match &session {
        Some(session) => Some(session.turn().await),
        None => None,
    };
    let handed = Handed {
        pictures: references.iter().map(super::Reference::input).collect(),
        ask: ask(&client, &options),
        allows: allows
            .map(|allows| Rc::new(move |url: &str| if allows(url) { Leave::Yes } else { Leave::No }) as link::Allows),
        page: page(),
        conversation: place.as_ref().map(super::session::Place::conversation),
        events: queue.is_some() || listeners.want_events(),
        told: listeners.told(shown.clone(), abort),
        queue,
    };
    let prompt = options.prompt.clone();
    let mut ended = Call::new(world, pace(), options, handed).run().await?;
    let contents = ended.turn.take();
    let generated = Generated::new(ended, &shown).ok_or_else(|| Error::aborted(0))?;
    if let Some((place, contents)) = place.zip(contents) {
        place.keep(prompt, &generated, contents);
    }
    Ok(generated)
}

/// Asks the server.
pub async fn check(client: Client) -> Result<Finding, Error> {
    let options = checked(client.draft().clone())?;
    let world = browser(&client, &options, None)?;
    let mut found = check::check(&world, &options, ask(&client, &options).as_ref()).await?;
    found.hint = found.hint.map(|hint| spelled(&hint));
    Ok(found)
}

#[cfg(target_arch = "wasm32")]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere there is none")]
fn browser(client: &Client, options: &Options, abort: Option<AbortHandle>) -> Result<Browser, Error> {
    let (fetch, credentials) = (client.fetch(), options.credentials);
    let sends = abort.map(|abort| -> Rc<dyn Fn() -> bool> { Rc::new(move || abort.sends()) });
    Ok(Browser::new(crate::web::Settings { fetch, credentials, sends, ..crate::web::Settings::default() }))
}

#[cfg(not(target_arch = "wasm32"))]
fn browser(_: &Client, _: &Options, _: Option<AbortHandle>) -> Result<Browser, Error> {
    use crate::error::{Code, Failure};
    Err(Failure::new(Code::Wasm, "pictures are made in a browser, and here is none").into())
}

/// The key function, whose word is checked as a key is that was given as it is.
fn ask(client: &Client, options: &Options) -> Option<call::Ask> {
    let (ask, guard): (Ask, _) = (client.ask()?, options.guard.clone());
    Some(Rc::new(move || {
        let (asked, guard) = (ask(), guard.clone());
        Box::pin(async move {
            let key = asked.await.map_err(|message| guard.failed(Thrown { name: "Error".to_owned(), message }))?;
            guard.given(&Given::String(key))
        })
    }))
}
