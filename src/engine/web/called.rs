//! Waiting for JavaScript: for what calls back once, and for promises, which may never settle.
//!
//! A `JsFuture` is not freed before its promise settles, because its closures and its state hold each other: 144 bytes
//! of wasm and 790 of JavaScript for each timer that was cleared, for ever (measured). So nothing of JavaScript's holds
//! anything of a future's here. One closure is there for all; what JavaScript is handed is that one, bound to a number,
//! and under its number a future stands in a list for as long as it lives.
//!
//! An exception that an import catches leaves something behind too: wasm-bindgen 0.2.130 keeps a place for the value that
//! was not given, eight bytes for ever. That is borne where exceptions are rare; what throws often is called by a promise
//! ([`Promised::of_call`]).

use js_sys::{Array, Function, Promise};
use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use wasm_bindgen::prelude::*;

/// How what is waited for has ended.
type Settled = Result<JsValue, JsValue>;

/// A future that waits, or has not seen yet what came.
struct Waiting {
    id: u64,
    settled: Option<Settled>,
    waker: Option<Waker>,
}

thread_local! {
    static WAITING: RefCell<Vec<Waiting>> = const { RefCell::new(Vec::new()) };
    static LAST: Cell<u64> = const { Cell::new(0) };
    static SETTLE: Closure<dyn Fn(f64, bool, JsValue)> = Closure::new(|id, fulfilled, value| {
        settle(id as u64, if fulfilled { Ok(value) } else { Err(value) });
    });
}

#[wasm_bindgen]
extern "C" {
    type Bindable;
    #[wasm_bindgen(method, js_name = bind)]
    fn bind_settle(this: &Bindable, context: &JsValue, id: f64, fulfilled: bool) -> Function;
    #[wasm_bindgen(method, js_name = bind)]
    fn bind_value(this: &Bindable, context: &JsValue, value: &JsValue) -> Function;
    #[wasm_bindgen(method)]
    fn bind(this: &Bindable, context: &JsValue) -> Function;

    type Thenable;
    #[wasm_bindgen(method)]
    fn then(this: &Thenable, fulfilled: &JsValue, rejected: &JsValue) -> Thenable;

    #[wasm_bindgen(method, js_name = bind)]
    fn bind_apply(this: &Bindable, context: &JsValue, method: &JsValue, of: &JsValue) -> JsValue;
    #[wasm_bindgen(thread_local_v2, js_namespace = Reflect, js_name = apply)]
    static APPLY: JsValue;

    /// Which as a function does nothing.
    #[wasm_bindgen(thread_local_v2, js_name = Object)]
    static NOTHING: JsValue;
}

/// The function with its first argument.
pub(super) fn bound(function: &Function, value: &JsValue) -> Function {
    function.unchecked_ref::<Bindable>().bind_value(&JsValue::UNDEFINED, value)
}

/// The function as a method of `context`.
pub(super) fn method(function: &JsValue, context: &JsValue) -> Function {
    function.unchecked_ref::<Bindable>().bind(context)
}

/// Ends a wait, if it is one still; says whether it is.
pub(super) fn settle(id: u64, settled: Settled) -> bool {
    let found = WAITING.with_borrow_mut(|all| {
        let waiting = all.iter_mut().find(|waiting| waiting.id == id)?;
        waiting.settled.get_or_insert(settled);
        Some(waiting.waker.take())
    });
    if let Some(waker) = found.clone().flatten() {
        waker.wake();
    }
    found.is_some()
}

/// A place in the list.
pub(super) struct Ticket(u64);

impl Ticket {
    pub fn new() -> Self {
        let id = LAST.get() + 1;
        LAST.set(id);
        WAITING.with_borrow_mut(|all| all.push(Waiting { id, settled: None, waker: None }));
        Self(id)
    }

    pub const fn id(&self) -> u64 {
        self.0
    }

    /// What ends the wait when it is called, whether the future is there still or not.
    fn callback(&self, fulfilled: bool) -> Function {
        SETTLE.with(|settle| {
            let settle: &JsValue = settle.as_ref();
            settle.unchecked_ref::<Bindable>().bind_settle(&JsValue::UNDEFINED, self.0 as f64, fulfilled)
        })
    }

    pub fn poll(&self, context: &Context<'_>) -> Poll<Settled> {
        let waker = context.waker().clone();
        let (settled, waker) = WAITING.with_borrow_mut(|all| {
            let waiting = all.iter_mut().find(|waiting| waiting.id == self.0);
            waiting.map_or((None, None), |waiting| (waiting.settled.take(), waiting.waker.replace(waker)))
        });
        drop(waker); // not while the list is borrowed: it may be the last that holds a future of the list
        settled.map_or(Poll::Pending, Poll::Ready)
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let waiting = WAITING.with_borrow_mut(|all| {
            let at = all.iter().position(|waiting| waiting.id == self.0);
            at.map(|at| all.swap_remove(at))
        });
        drop(waiting); // as above
    }
}

/// Ends when its callback was called: by a timer, an event, a message.
#[must_use = "futures do nothing unless polled"]
pub struct Called<S: FnMut()> {
    ticket: Ticket,
    stop: S,
}

impl<S: FnMut()> Called<S> {
    /// `start` hands the callback to whoever calls it, and gives what ends that: run once, when this is dropped.
    pub fn new(start: impl FnOnce(&Function) -> S) -> Self {
        let ticket = Ticket::new();
        let stop = start(&ticket.callback(true));
        Self { ticket, stop }
    }
}

impl<S: FnMut()> Future for Called<S> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        self.ticket.poll(context).map(|_| ())
    }
}

impl<S: FnMut()> Drop for Called<S> {
    fn drop(&mut self) {
        (self.stop)();
    }
}

/// Waits as `await` does: for a promise, for a thenable, and not at all for what is neither. A rejection is heard, so that
/// no browser tells of it, also where this is dropped.
#[must_use = "futures do nothing unless polled"]
pub struct Promised(Ticket);

impl Promised {
    /// Of whatever a caller's code gave.
    pub fn new(value: &JsValue) -> Self {
        Self::of(&plain(value))
    }

    /// Of what a method gives, which is called a moment later; rejected where it throws, or there is none.
    pub(super) fn of_call(method: &JsValue, of: &JsValue, argument: &JsValue) -> Self {
        let call = APPLY.with(|apply| apply.unchecked_ref::<Bindable>().bind_apply(&JsValue::UNDEFINED, method, of));
        Self::of(&plain(&Array::of1(argument)).then(&call, &JsValue::UNDEFINED))
    }

    fn of(promise: &Thenable) -> Self {
        let ticket = Ticket::new();
        let heard = promise.then(&ticket.callback(true), &ticket.callback(false));
        ignore(&heard); // the callbacks of an instance that is lost throw
        Self(ticket)
    }
}

impl Future for Promised {
    type Output = Settled;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Settled> {
        self.0.poll(context)
    }
}

/// A promise of this realm that settles as `value` does. Not by `Promise.resolve`, which throws where a promise does not
/// bear to be looked at.
fn plain(value: &JsValue) -> Thenable {
    Promise::race(&Array::of1(value)).unchecked_into()
}

fn ignore(promise: &Thenable) {
    NOTHING.with(|nothing| promise.then(&JsValue::UNDEFINED, nothing));
}

/// Has what may be a promise be nobody's.
pub(super) fn forget(value: &JsValue) {
    ignore(&plain(value));
}
