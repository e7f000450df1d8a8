//! An app of somebody else's that draws with the crate: it has an allocator of its own, and exports a name that the npm package
//! exports too.

use std::alloc::{GlobalAlloc, Layout, System};
use std::future::{Future, IntoFuture, poll_fn};
use std::pin::pin;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::Poll;
use wasm_bindgen::prelude::*;
use wasmagine::{Client, Generate};

struct Counting(AtomicU32);

// SAFETY: all is left to the system's.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        self.0.fetch_add(1, Ordering::Relaxed);
        // SAFETY: as the caller says.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: as the caller says.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting(AtomicU32::new(0));

/// How many allocations there were.
#[wasm_bindgen]
pub fn allocations() -> u32 {
    ALLOCATOR.0.load(Ordering::Relaxed)
}

fn boat(base: String) -> Generate {
    Client::builder().base_url(base).key("a-key").build().generate("a red boat at dawn").aspect_ratio("16:9").seed(7)
}

/// The picture's URL.
#[wasm_bindgen(js_name = generateImage)]
pub async fn generate_image(base: String) -> Result<String, JsError> {
    Ok(boat(base).await?.image.leak_url())
}

/// Drops the call when the promise is settled.
#[wasm_bindgen(js_name = dropWhen)]
pub async fn drop_when(base: String, settled: js_sys::Promise) {
    let (mut call, mut settled) = (pin!(boat(base).into_future()), pin!(wasm_bindgen_futures::JsFuture::from(settled)));
    poll_fn(|context| {
        let is_over = settled.as_mut().poll(context).is_ready() || call.as_mut().poll(context).is_ready();
        if is_over { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
}
