//! A picture with Yew: a form, progress, cancel, errors. The call lives in an effect, whose cleanup ends it by dropping its task.

use std::rc::Rc;
use wasmagine::{Client, Error, Event, Generated, Image, Phase, Progress};
use web_sys::HtmlInputElement;
use yew::prelude::*;

fn main() {
    let client = Client::builder().base_url("/api").build(); // the key stays on the server: see ../proxy
    yew::Renderer::<App>::with_props(Props { client }).render();
}

#[derive(Properties, PartialEq)]
struct Props {
    client: Client,
}

#[component]
fn App(Props { client }: &Props) -> Html {
    let open = use_state(|| true);
    let toggle = {
        let open = open.clone();
        move |_| open.set(!*open)
    };
    html! {
        <>
            <button onclick={toggle}>{ if *open { "Close" } else { "Open" } }</button>
            if *open {
                <Picture client={client.clone()} />
            }
        </>
    }
}

/// What there is to show.
#[derive(Clone, Default)]
struct Shown {
    progress: Option<Progress>,
    text: String,
    image: Option<Image>,
    error: Option<Error>,
}

enum Told {
    Begin,
    Event(Event),
    End(Result<Generated, Error>),
}

impl Reducible for Shown {
    type Action = Told;

    fn reduce(self: Rc<Self>, told: Told) -> Rc<Self> {
        let mut shown = Rc::unwrap_or_clone(self);
        match told {
            Told::Begin => shown = Self { image: shown.image, ..Self::default() },
            Told::Event(Event::Progress(now)) => shown.progress = Some(now),
            Told::Event(Event::Text { text: more, .. }) => shown.text.push_str(&more),
            Told::Event(Event::Preview { image, .. }) => shown.image = Some(image),
            Told::Event(_) => {}
            Told::End(Ok(made)) => shown.image = Some(made.image),
            Told::End(Err(error)) => shown.error = Some(error),
        }
        Rc::new(shown)
    }
}

#[component]
fn Picture(Props { client }: &Props) -> Html {
    let prompt = use_state(|| "a red boat at dawn".to_owned());
    let drawing = use_state(|| None::<String>); // the prompt, while its picture is drawn
    let shown = use_reducer(Shown::default);

    use_effect_with((client.clone(), (*drawing).clone()), {
        let (drawing, shown) = (drawing.setter(), shown.dispatcher());
        move |(client, prompt)| {
            let task = prompt.as_ref().map(|prompt| {
                shown.dispatch(Told::Begin);
                let hear = {
                    let shown = shown.clone();
                    move |event| shown.dispatch(Told::Event(event))
                };
                client.generate(prompt).on_event(hear).spawn(move |end| {
                    shown.dispatch(Told::End(end));
                    drawing.set(None);
                })
            });
            move || drop(task)
        }
    });

    let input = {
        let prompt = prompt.setter();
        move |event: InputEvent| prompt.set(event.target_unchecked_into::<HtmlInputElement>().value())
    };
    let submit = {
        let (drawing, prompt) = (drawing.setter(), prompt.clone());
        move |event: SubmitEvent| {
            event.prevent_default();
            drawing.set(Some((*prompt).clone()));
        }
    };
    let cancel = {
        let drawing = drawing.setter();
        move |_| drawing.set(None)
    };
    html! {
        <>
            <form onsubmit={submit}>
                <input name="prompt" aria-label="Prompt" value={(*prompt).clone()} oninput={input} required=true />
                <button>{ "Generate" }</button>
                <button type="button" disabled={drawing.is_none()} onclick={cancel}>{ "Cancel" }</button>
            </form>
            <output>{ shown.progress.as_ref().filter(|_| drawing.is_some()).map(words) }</output>
            if let Some(error) = &shown.error {
                <p role="alert">{ error.to_string() }</p>
            }
            <p>{ &shown.text }</p>
            if let Some(image) = &shown.image {
                <img src={image.url().to_owned()} alt={(*prompt).clone()} />
            }
        </>
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
