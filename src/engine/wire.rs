//! The API's JSON as types, both ways: `request` and `target` go out, `reply` and `server_error` come in; `words` are
//! those that servers choose among.
//!
//! No other room knows a name that stands on the wire. What comes in is read leniently by `json`: servers, gateways and proxies
//! write what they like. What `extraBody` adds goes out as `value`.

pub mod catalog;
mod decimal;
pub mod json;
pub mod reply;
pub mod request;
pub mod server_error;
pub mod target;
pub mod value;
pub mod words;
