//! The `words!` block.

/// Declares the words of a screen, Vietnamese and English side by side. A word without its
/// translation does not compile.
///
/// ```ignore
/// words! {
///     /// Words of the code screen.
///     pub CodeWords {
///         title: "Mã của tôi", "My code";
///         seconds(left: u32): "{left} giây", { if left == 1 { "1 second".into() } else { format!("{left} seconds") } };
///     }
/// }
/// let words = CodeWords::here();
/// view! { <h1>{words.title()}</h1> }
/// ```
///
/// A word without arguments is a `&'static str`. With arguments it is a `String`, from a format
/// text or from a block in braces.
macro_rules! words {
    ($(#[$doc:meta])* $vis:vis $name:ident { $($word:ident $(($($arg:ident: $type:ty),+))? : $vi:tt, $en:tt;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        $vis struct $name(pub protocol::app::Language);

        #[allow(missing_docs, dead_code, reason = "a word is its own description")]
        impl $name {
            /// In the language of the screen; ask while a component is made.
            pub fn here() -> Self {
                Self($crate::text::language())
            }

            $($crate::words!(@word $word [$($($arg: $type),+)?] $vi, $en);)*
        }
    };
    (@word $word:ident [] $vi:literal, $en:literal) => {
        pub fn $word(self) -> &'static str {
            match self.0 {
                protocol::app::Language::Vi => $vi,
                protocol::app::Language::En => $en,
            }
        }
    };
    (@word $word:ident [$($arg:ident: $type:ty),+] $vi:tt, $en:tt) => {
        pub fn $word(self, $($arg: $type),+) -> String {
            match self.0 {
                protocol::app::Language::Vi => $crate::words!(@text $vi),
                protocol::app::Language::En => $crate::words!(@text $en),
            }
        }
    };
    (@text $text:literal) => { format!($text) };
    (@text $block:block) => { $block };
}

pub(crate) use words;
