//! The screens, by what they are about. The same feature has the same name in every room of the
//! house.

pub mod code;
pub mod counter;
pub mod documents;
pub mod enrol;
pub mod errand;
pub mod first_run;
pub mod form;
pub mod home;
pub mod keys;
pub mod me;
pub mod office;
pub mod one_time_code;
pub mod pin;
pub mod read_aloud;
pub mod scan;
pub mod sharing;
pub mod sign_in;
pub mod unlock;
