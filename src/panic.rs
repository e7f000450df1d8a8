//! What happens when this package itself fails.
//!
//! A panic on wasm ends in a trap, and leaves the memory in whatever state it was. Nothing in src panics, but dependencies may. So the hook
//! rejects all that is in flight with code `wasm` and has the next call start a fresh instance.

use crate::host::crashed;
use wasm_bindgen::prelude::*;

/// Says that this instance is lost: the next call from JavaScript starts another.
#[wasm_bindgen(skip_typescript)]
pub fn condemn() {
    wasm_bindgen::handler::schedule_reinit();
}

/// Nothing; but coming here is a call, and so starts the instance that a condemned one is replaced by.
#[wasm_bindgen(skip_typescript)]
pub fn revive() {}

/// Sets the hook. Anew for each call: to set it again costs nothing, and to know whether it is set costs code.
pub fn arm() {
    std::panic::set_hook(Box::new(|info| {
        condemn();
        crashed(&info.to_string());
    }));
}
