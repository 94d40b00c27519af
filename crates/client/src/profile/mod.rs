//! The profile: what the city has, what was typed here, and where the two meet.

mod declare;
pub(crate) mod edit;
pub(crate) mod get;
pub(crate) mod resolve;
