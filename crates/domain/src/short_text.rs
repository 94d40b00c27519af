//! Short texts that people type: one line, of a length.

/// Declares a text of 1 to so many characters without control characters, NFC and tidied.
macro_rules! short_text {
    ($(#[$doc:meta])* $name:ident, $error:ident, $max:literal) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[cfg_attr(feature = "openapi", schema(value_type = String, min_length = 1))]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        /// The text is empty, too long or has control characters.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
        #[error("must have 1 to {} characters and no control characters", $max)]
        pub struct $error;

        impl $name {
            /// The text, NFC, without outer white space.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = $error;

            fn from_str(raw: &str) -> Result<Self, Self::Err> {
                let value = $crate::text::tidy(raw);
                if value.is_empty() || value.chars().count() > $max || $crate::text::has_control(&value) {
                    return Err($error);
                }
                Ok(Self(value))
            }
        }

        impl TryFrom<String> for $name {
            type Error = $error;

            fn try_from(raw: String) -> Result<Self, Self::Error> {
                raw.parse()
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    };
}
pub(crate) use short_text;
