//! What the city does, and by which rules. Each file is one resource, its operations are functions over
//! [`crate::city::City`], each with an error of its own whose variants name causes. A change and everything that must
//! happen with it are one transaction. Nothing here knows HTTP.

pub mod account;
pub mod cards;
pub mod city;
pub mod devices;
pub mod documents;
pub mod housekeeping;
pub mod keys;
pub mod post;
pub mod profile;
pub mod sessions;
pub mod sms_text;
pub mod sync;
