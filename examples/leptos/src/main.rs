//! A picture with Leptos: a form, progress, cancel, errors. The call lives in an effect, which ends it by dropping its task.

use leptos::{ev::SubmitEvent, prelude::*};
use wasmagine::{Client, Error, Event, Image, Phase, Progress, Task};

fn main() {
    let client = Client::builder().base_url("/api").build(); // the key stays on the server: see ../proxy
    mount_to_body(move || view! { <App client /> });
}

#[component]
fn App(client: Client) -> impl IntoView {
    let open = RwSignal::new(true);
    view! {
        <button on:click=move |_| open.update(|open| *open = !*open)>
            {move || if open.get() { "Close" } else { "Open" }}
        </button>
        <Show when=move || open.get()>
            <Picture client=client.clone() />
        </Show>
    }
}

#[component]
fn Picture(client: Client) -> impl IntoView {
    let prompt = RwSignal::new("a red boat at dawn".to_owned());
    let drawing = RwSignal::new(None::<String>); // the prompt, while its picture is drawn
    let progress = RwSignal::new(None::<Progress>);
    let text = RwSignal::new(String::new());
    let image = RwSignal::new(None::<Image>);
    let error = RwSignal::new(None::<Error>);

    let hear = move |event| match event {
        Event::Progress(now) => progress.set(Some(now)),
        Event::Text { text: more, .. } => text.update(|text| text.push_str(&more)),
        Event::Preview { image: shown, .. } => image.set(Some(shown)),
        _ => {}
    };
    // Not a `LocalResource`: that would wait for the call before, where this ends it.
    Effect::new(move |before: Option<Option<Task>>| {
        drop(before);
        let prompt = drawing.get()?;
        progress.set(None);
        text.set(String::new());
        error.set(None);
        Some(client.generate(prompt).on_event(hear).spawn(move |end| {
            match end {
                Ok(made) => image.set(Some(made.image)),
                Err(failed) => error.set(Some(failed)),
            }
            drawing.set(None);
        }))
    });

    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        drawing.set(Some(prompt.get()));
    };
    view! {
        <form on:submit=submit>
            <input name="prompt" aria-label="Prompt" bind:value=prompt required />
            <button>"Generate"</button>
            <button type="button" disabled=move || drawing.with(Option::is_none) on:click=move |_| drawing.set(None)>
                "Cancel"
            </button>
        </form>
        <output>{move || drawing.with(Option::is_some).then(|| progress.get().map(|now| words(&now)))}</output>
        {move || error.get().map(|error| view! { <p role="alert">{error.to_string()}</p> })}
        <p>{text}</p>
        {move || image.get().map(|image| view! { <img src=image.url().to_owned() alt=prompt.get_untracked() /> })}
    }
}

fn words(progress: &Progress) -> String {
    let seconds = progress.elapsed.as_secs();
    match &progress.phase {
        Phase::Preparing | Phase::Sending => format!("sending, {seconds} s"),
        Phase::Waiting => format!("waiting, {seconds} s"),
        Phase::Receiving { loaded, .. } => format!("receiving, {seconds} s, {} kB", loaded / 1000),
        Phase::Retrying { wait, error } => format!("{}; again in {} s", error.message(), wait.as_secs()),
        _ => format!("done, {seconds} s"),
    }
}
