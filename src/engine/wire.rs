//! The API's JSON as types, both ways.

pub mod reply;
