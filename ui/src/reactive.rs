//! Leptos' reactive pieces, in the forms that cost a page the least.
//!
//! Leptos compiles most of what it has once for every closure it is given. Here a closure is boxed
//! first, or handed the value only at the place of the call: what stands behind it is compiled once
//! for every type of value. Screens use these instead of their namesakes in Leptos; the module that
//! residents wait for is the smaller for it.

use std::ops::Deref;

use leptos::prelude::{Effect, Memo, Read, Signal};

/// Does something soon, and again whenever what it read has changed; as [`Effect::new`].
pub fn effect(act: impl FnMut() + 'static) {
    run(Box::new(act));
}

fn run(mut act: Box<dyn FnMut()>) {
    Effect::new(move |_| act());
}

/// A value made from others, told on only when it changes; as [`Memo::new`].
pub fn memo<T: PartialEq + Send + Sync + 'static>(make: impl Fn() -> T + Send + Sync + 'static) -> Memo<T> {
    memo_of(Box::new(make))
}

fn memo_of<T: PartialEq + Send + Sync + 'static>(make: Box<dyn Fn() -> T + Send + Sync>) -> Memo<T> {
    Memo::new(move |_| make())
}

/// A value made anew whenever it is asked for; as [`Signal::derive`].
pub fn derive<T: Send + Sync + 'static>(make: impl Fn() -> T + Send + Sync + 'static) -> Signal<T> {
    derive_of(Box::new(make))
}

fn derive_of<T: Send + Sync + 'static>(make: Box<dyn Fn() -> T + Send + Sync>) -> Signal<T> {
    Signal::derive(make)
}

/// Looking at a value in its place.
pub trait Look: Read
where
    Self::Value: Deref,
{
    /// Looks at the value without a copy and follows its changes; as `With::with`.
    fn look<R>(&self, look: impl FnOnce(&<Self::Value as Deref>::Target) -> R) -> R;
}

impl<S: Read> Look for S
where
    S::Value: Deref,
{
    #[inline(always)]
    fn look<R>(&self, look: impl FnOnce(&<Self::Value as Deref>::Target) -> R) -> R {
        look(&self.read())
    }
}
