//! The page's turns: by a message, which unlike a timer is not slowed down in the background.
//!
//! All that wait stand in one list, and have a turn each, whichever call they are of.

use super::called::{Ticket, method, settle};
use super::hold::{Held, Hold};
use super::{get, set_timeout};
use js_sys::Function;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use wasm_bindgen::prelude::*;
use web_sys::{MessageChannel, MessagePort};

thread_local! {
    static QUEUE: RefCell<VecDeque<u64>> = const { RefCell::new(VecDeque::new()) };
    /// There as long as somebody waits.
    static CLOCK: RefCell<Option<Clock>> = const { RefCell::new(None) };
    static NEXT: Closure<dyn Fn()> = Closure::new(next);
}

/// What comes when the page has had its turn.
enum Clock {
    Channel(Channel),
    /// Where there are no channels: Next's edge refuses them.
    Timer,
}

/// Closed when it is dropped: an open one would keep Node from ending.
struct Channel {
    port: MessagePort,
    other: MessagePort,
    _held: Option<Held>,
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.port.close();
    }
}

/// Ends when the page has had a turn.
pub(super) fn turn(hold: Option<&Hold>) -> impl Future<Output = ()> + use<> {
    let ticket = Ticket::new();
    QUEUE.with_borrow_mut(|queue| queue.push_back(ticket.id()));
    if CLOCK.with_borrow(Option::is_none) {
        let clock = Clock::new(hold);
        clock.start();
        CLOCK.replace(Some(clock));
    }
    async move {
        let _ = poll_fn(|context| ticket.poll(context)).await;
    }
}

/// The page had a turn: so has the first that still waits.
fn next() {
    while let Some(id) = QUEUE.with_borrow_mut(VecDeque::pop_front) {
        if settle(id, Ok(JsValue::UNDEFINED)) {
            break;
        }
    }
    if QUEUE.with_borrow(VecDeque::is_empty) {
        CLOCK.take();
    } else {
        CLOCK.with_borrow(|clock| clock.iter().for_each(Clock::start));
    }
}

impl Clock {
    fn new(hold: Option<&Hold>) -> Self {
        let Ok(channel) = MessageChannel::new() else { return Self::Timer };
        let (port, other) = (channel.port1(), channel.port2());
        with_next(|next| port.set_onmessage(Some(next)));
        let _held = Held::new(hold, || method(&get(&port, "close"), &port));
        Self::Channel(Channel { port, other, _held })
    }

    fn start(&self) {
        let posted = match self {
            Self::Channel(Channel { other, .. }) => other.post_message(&JsValue::NULL),
            Self::Timer => Err(JsValue::UNDEFINED),
        };
        if posted.is_err() {
            with_next(|next| set_timeout(next, 0.0));
        }
    }
}

fn with_next<T>(work: impl FnOnce(&Function) -> T) -> T {
    NEXT.with(|next| {
        let next: &JsValue = next.as_ref();
        work(next.unchecked_ref())
    })
}
