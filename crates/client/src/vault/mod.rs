//! Opening and closing people's vaults.

pub(crate) mod change_pin;
pub(crate) mod lock;
pub(crate) mod remove_person;
pub(crate) mod unlock;
