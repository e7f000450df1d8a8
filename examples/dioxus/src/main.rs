//! A picture with Dioxus: a form, progress, cancel, errors. The call lives in a signal, as its task: what takes its place ends it.

use dioxus::prelude::*;
use wasmagine::{Client, Error, Event, Image, Phase, Progress, Task};

fn main() {
    dioxus::launch(App);
}

#[component]
fn App() -> Element {
    // The key stays on the server: see ../proxy.
    use_context_provider(|| Client::builder().base_url("/api").build());
    let mut open = use_signal(|| true);
    rsx! {
        button { onclick: move |_| open.toggle(), if open() { "Close" } else { "Open" } }
        if open() { Picture {} }
    }
}

#[component]
fn Picture() -> Element {
    let client = use_context::<Client>();
    let mut prompt = use_signal(|| "a red boat at dawn".to_owned());
    let mut task = use_signal(|| None::<Task>);
    let mut progress = use_signal(|| None::<Progress>);
    let mut text = use_signal(String::new);
    let mut image = use_signal(|| None::<Image>);
    let mut error = use_signal(|| None::<Error>);

    let hear = move |event| match event {
        Event::Progress(now) => progress.set(Some(now)),
        Event::Text { text: more, .. } => text.write().push_str(&more),
        Event::Preview { image: shown, .. } => image.set(Some(shown)),
        _ => {}
    };
    let submit = move |event: FormEvent| {
        event.prevent_default();
        progress.set(None);
        text.set(String::new());
        error.set(None);
        task.set(Some(client.generate(prompt()).on_event(hear).spawn(move |end| {
            match end {
                Ok(made) => image.set(Some(made.image)),
                Err(failed) => error.set(Some(failed)),
            }
            task.set(None);
        })));
    };
    rsx! {
        form { onsubmit: submit,
            input {
                name: "prompt",
                aria_label: "Prompt",
                value: prompt,
                oninput: move |event| prompt.set(event.value()),
                required: true,
            }
            button { "Generate" }
            button {
                r#type: "button",
                disabled: task.read().is_none(),
                onclick: move |_| task.set(None),
                "Cancel"
            }
        }
        output {
            if task.read().is_some() { {progress().as_ref().map(words)} }
        }
        if let Some(error) = error() {
            p { role: "alert", "{error}" }
        }
        p { {text} }
        if let Some(image) = image() {
            img { src: image.url(), alt: prompt }
        }
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
