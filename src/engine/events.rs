//! A call that is read while it runs.

use crate::fault::Error;
use crate::generate::Generate;
use crate::image::{Generated, Image};
use crate::queue::Progress;
use futures_core::{FusedStream, Stream};
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

/// What a call tells while it runs.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Event {
    /// How far a request is: only ever the latest.
    Progress(Progress),
    /// More of what the model says, to be put behind what came before.
    Text(String),
    /// More of what the model thinks.
    Thought(String),
    /// A picture on the way to the final one.
    Preview(Image),
    /// A picture of the result.
    Image(Image),
    /// One of several requests came to nothing.
    Failed {
        /// The request's, from 0.
        index: u32,
        /// Why.
        error: Error,
    },
}

/// A [`Stream`] of events: reading drives the call, a reader who lags makes the network wait, and dropping it ends the
/// call. An error is the last item.
///
/// ```
/// # async fn draw(client: &wasmagine::Client) -> Result<(), wasmagine::Error> {
/// use wasmagine::Event;
///
/// let mut events = client.generate("a red boat").stream();
/// while let Some(event) = events.next().await {
///     match event? {
///         Event::Progress(progress) => println!("{:?}", progress.phase),
///         Event::Image(image) => println!("{}", image.url()),
///         _ => {}
///     }
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent until it is read"]
pub struct Events {
    inner: Inner,
    generated: Option<Generated>,
    is_over: bool,
}

impl Events {
    #[inline]
    pub(crate) fn new(generate: Generate) -> Self {
        Self { inner: Inner::new(generate), generated: None, is_over: false }
    }

    /// `None` when the call has ended, and all was told.
    pub async fn next(&mut self) -> Option<Result<Event, Error>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Reads to the end, and gives what it came to.
    ///
    /// # Errors
    /// When there is no picture.
    pub async fn finish(mut self) -> Result<Generated, Error> {
        while let Some(event) = self.next().await {
            event?;
        }
        self.generated.take().ok_or_else(Error::aborted)
    }
}

impl Stream for Events {
    type Item = Result<Event, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.is_over {
            return Poll::Ready(None);
        }
        let Poll::Ready(event) = self.inner.poll(context) else { return Poll::Pending };
        match event {
            Step::Event(event) => Poll::Ready(Some(Ok(event))),
            Step::End(end) => {
                self.is_over = true;
                match end {
                    Ok(generated) => {
                        self.generated = Some(generated);
                        Poll::Ready(None)
                    }
                    Err(error) => Poll::Ready(Some(Err(error))),
                }
            }
        }
    }
}

impl FusedStream for Events {
    fn is_terminated(&self) -> bool {
        self.is_over
    }
}

impl fmt::Debug for Events {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("Events")
    }
}

enum Step {
    #[cfg_attr(not(target_arch = "wasm32"), expect(dead_code, reason = "no call tells one"))]
    Event(Event),
    End(Result<Generated, Error>),
}

#[cfg(not(target_arch = "wasm32"))]
struct Inner(crate::pending::Pending);

#[cfg(not(target_arch = "wasm32"))]
impl Inner {
    fn new(generate: Generate) -> Self {
        Self(generate.into_future())
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Step> {
        use std::future::Future;
        Pin::new(&mut self.0).poll(context).map(Step::End)
    }
}

#[cfg(not(target_arch = "wasm32"))]
use std::future::IntoFuture;

#[cfg(target_arch = "wasm32")]
use browser::Inner;
#[cfg(target_arch = "wasm32")]
pub(crate) use browser::Shown;

#[cfg(target_arch = "wasm32")]
mod browser {
    use super::{Error, Event, Generate, Generated, Image, Step};
    use crate::call;
    use crate::image::Blob;
    use crate::picture::Picture;
    use crate::queue::{self, Queue};
    use crate::web::Browser;
    use crate::wire::reply::Usage;
    use crate::world::World;
    use std::cell::RefCell;
    use std::rc::Rc;
    use std::task::{Context, Poll};

    /// Pictures that were told: the result has the same.
    #[derive(Clone, Default)]
    pub struct Shown(Rc<RefCell<Vec<Image>>>);

    impl Shown {
        fn image(&self, picture: Picture<Blob>) -> Image {
            let shown = &mut *self.0.borrow_mut();
            if let Some(image) = shown.iter().find(|image| image.is_of(&picture)) {
                return image.clone();
            }
            let image = Image::new(picture);
            shown.push(image.clone());
            image
        }

        pub fn generated(&self, world: &Browser, call: call::Generated<Browser>) -> Result<Generated, Error> {
            let call::Generated { responses, warnings, failures, attempts, .. } = call;
            let mut generated: Option<Generated> = None;
            for (_, response) in responses {
                let images: Vec<_> = response.images.into_iter().map(|picture| self.image(picture)).collect();
                let text = world.string(&response.text);
                match &mut generated {
                    Some(generated) => {
                        generated.images.extend(images);
                        generated.text.push_str(&text);
                        generated.usage = sum(generated.usage, response.usage);
                    }
                    None => {
                        let Some(image) = images.last().cloned() else { continue };
                        let (usage, model) = (response.usage, response.model);
                        let (warnings, failures) = (Vec::new(), Vec::new());
                        generated = Some(Generated { image, images, text, usage, warnings, failures, model, attempts });
                    }
                }
            }
            let mut generated = generated.ok_or_else(Error::aborted)?;
            generated.warnings = warnings;
            generated.failures = failures.into_iter().map(|(_, error)| error.into()).collect();
            Ok(generated)
        }
    }

    fn sum(a: Usage, b: Usage) -> Usage {
        let add = |a: Option<u64>, b: Option<u64>| a.zip(b).map(|(a, b)| a.saturating_add(b)).or(a).or(b);
        Usage {
            input_tokens: add(a.input_tokens, b.input_tokens),
            output_tokens: add(a.output_tokens, b.output_tokens),
            total_tokens: add(a.total_tokens, b.total_tokens),
            image_tokens: add(a.image_tokens, b.image_tokens),
            thought_tokens: add(a.thought_tokens, b.thought_tokens),
        }
    }

    pub struct Inner {
        events: queue::Events<Browser, Result<Generated, Error>>,
        shown: Shown,
    }

    impl Inner {
        #[inline]
        pub fn new(generate: Generate) -> Self {
            let (queue, shown) = (Rc::new(Queue::default()), Shown::default());
            let (told, kept) = (queue.clone(), shown.clone());
            let call = async move { generate.told_to(Some(told), &kept).await };
            Self { events: queue::Events::new(queue, call), shown }
        }

        pub fn poll(&mut self, context: &mut Context<'_>) -> Poll<Step> {
            loop {
                let Poll::Ready(event) = self.events.poll_next(context) else { return Poll::Pending };
                return Poll::Ready(match event {
                    Some(queue::Event::Progress(progress)) => Step::Event(Event::Progress(progress)),
                    Some(queue::Event::Text { text, .. }) => Step::Event(Event::Text(text)),
                    Some(queue::Event::Thought { text, .. }) => Step::Event(Event::Thought(text)),
                    Some(queue::Event::Preview { picture, .. }) => {
                        Step::Event(Event::Preview(self.shown.image(picture)))
                    }
                    Some(queue::Event::Image { picture, .. }) => Step::Event(Event::Image(self.shown.image(picture))),
                    Some(queue::Event::Failed { index, error }) => {
                        Step::Event(Event::Failed { index, error: error.into() })
                    }
                    Some(queue::Event::Answered { .. }) => continue,
                    None => Step::End(self.events.end().unwrap_or_else(|| Err(Error::aborted()))),
                });
            }
        }
    }
}
