//! A fence around decoders that panic on some pictures.

use std::{
    cell::Cell,
    panic::{self, AssertUnwindSafe},
    sync::Once,
};

thread_local! {
    static FENCED: Cell<bool> = const { Cell::new(false) };
}

/// Runs foreign code; `None` when it panicked. What the panic would have printed is dropped:
/// it may quote the picture's content.
pub(super) fn fenced<T>(attempt: impl FnOnce() -> T) -> Option<T> {
    quiet_hook();
    let outer = FENCED.replace(true);
    let outcome = panic::catch_unwind(AssertUnwindSafe(attempt));
    FENCED.set(outer);
    outcome.ok()
}

/// Puts a hook before the program's own that keeps silent inside a fence. Once: a program that
/// sets its hook later replaces it and merely gets the messages back.
fn quiet_hook() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let previous = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !FENCED.get() {
                previous(info);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_stays_inside_and_the_fence_comes_down() {
        assert_eq!(fenced(|| 1), Some(1));
        assert_eq!(fenced(|| -> u8 { panic!("inside") }), None);
        assert!(!FENCED.get());
        assert_eq!(fenced(|| fenced(|| -> u8 { panic!("deep") }).is_none()), Some(true));
    }
}
