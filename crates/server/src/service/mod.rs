//! What the city does, and by which rules. Each file is one resource, its operations are functions over
//! [`crate::city::City`], each with an error of its own whose variants name causes. A change and everything that must
//! happen with it are one transaction. Nothing here knows HTTP.

pub mod access;
pub mod account;
pub mod cards;
pub mod checks;
pub mod city;
mod consents;
pub mod devices;
pub mod documents;
pub mod errands;
pub mod housekeeping;
pub mod keys;
pub mod organisations;
pub mod patterns;
pub mod post;
pub mod profile;
pub mod requests;
pub mod sessions;
pub mod shares;
pub mod shifts;
pub mod sms_text;
pub mod sync;
