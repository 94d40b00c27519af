//! Reading codes: from pictures, the camera and pasted text, and saying what each one is.

pub(crate) mod camera;
pub(crate) mod picture;
pub(crate) mod text;
mod trusted;
mod view;

pub(crate) use picture::PictureFailure;
pub(crate) use trusted::{ScanContext, Trusted};
pub(crate) use view::{full_lines, masked_lines, pass_of, verdict_of};
