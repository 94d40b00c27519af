//! Links: where one really leads, shown before it is opened.
//!
//! Only `http` and `https` with a host are links; a `javascript:`, `intent:` or `tel:` code is
//! text. A suspicion is said and never hides the link: the person decides.

mod lookalike;

use std::fmt;

use url::{Host, Url};

/// The longest link, in bytes.
pub const MAX_LINK_BYTES: usize = 2048;

/// An address in the web.
#[derive(Clone, PartialEq, Eq)]
pub struct Link {
    /// The address as a browser would ask for it: host in ASCII, rest percent-encoded.
    pub url: String,
    /// The host as people read it, with accents (UTS #46).
    pub host_shown: String,
    /// The host as the name service gets it (`xn--…` where it has letters beyond ASCII).
    pub host_ascii: String,
    /// Whether the connection would be encrypted.
    pub secure: bool,
    /// What speaks against it, each once, in the order of [`Suspicion`].
    pub suspicious: Vec<Suspicion>,
}

/// What speaks against a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Suspicion {
    /// The host looks like a well-known one and is another.
    LookAlike {
        /// The one it looks like.
        of: &'static str,
    },
    /// Letters of several scripts in one part of the host's name.
    MixedScripts,
    /// A name before an `@`, that looks like a host and is none.
    UserInfo,
    /// A bare network address instead of a name.
    IpHost,
    /// The host's name has letters beyond ASCII.
    Punycode,
    /// Not encrypted.
    NotHttps,
}

impl Link {
    /// Reads a link; `None` when the text is none, has white space or control characters, or is
    /// longer than [`MAX_LINK_BYTES`], also after its letters beyond ASCII are percent-encoded.
    pub fn parse(text: &str) -> Option<Self> {
        let odd = |c: char| c.is_whitespace() || c.is_control();
        if text.len() > MAX_LINK_BYTES || text.contains(odd) || domain::text::has_control(text) {
            return None;
        }
        let url = Url::parse(text).ok()?;
        if !matches!(url.scheme(), "http" | "https") || url.as_str().len() > MAX_LINK_BYTES {
            return None;
        }
        let host_ascii = url.host_str()?.trim_end_matches('.').to_owned();
        let is_name = matches!(url.host()?, Host::Domain(_));
        let host_shown = if is_name {
            idna::domain_to_unicode(&host_ascii).0
        } else {
            host_ascii.clone()
        };
        let secure = url.scheme() == "https";
        let suspicious = [
            lookalike::find(&host_shown)
                .filter(|_| is_name)
                .map(|of| Suspicion::LookAlike { of }),
            lookalike::mixes_scripts(&host_shown).then_some(Suspicion::MixedScripts),
            (!url.username().is_empty() || url.password().is_some()).then_some(Suspicion::UserInfo),
            (!is_name).then_some(Suspicion::IpHost),
            host_ascii
                .split('.')
                .any(|label| label.starts_with("xn--"))
                .then_some(Suspicion::Punycode),
            (!secure).then_some(Suspicion::NotHttps),
        ];
        Some(Self {
            url: url.into(),
            host_shown,
            host_ascii,
            secure,
            suspicious: suspicious.into_iter().flatten().collect(),
        })
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Link")
            .field("suspicious", &self.suspicious)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(text: &str) -> Link {
        Link::parse(text).unwrap()
    }

    #[test]
    fn the_real_host_is_told() {
        let plain = link("https://www.danang.gov.vn/tin-tuc?id=1");
        assert_eq!((plain.host_shown.as_str(), plain.secure), ("www.danang.gov.vn", true));
        assert!(plain.suspicious.is_empty());

        let dressed = link("https://dichvucong.gov.vn@example.com/login");
        assert_eq!(dressed.host_shown, "example.com");
        assert_eq!(dressed.suspicious, [Suspicion::UserInfo]);

        let accents = link("https://đànẵng.vn/");
        assert_eq!(accents.host_shown, "đànẵng.vn");
        assert_eq!(accents.host_ascii, "xn--nng-8ka8v493n.vn");
        assert!(accents.suspicious.contains(&Suspicion::Punycode));
    }

    #[test]
    fn each_suspicion_has_its_case() {
        let of = |of| Suspicion::LookAlike { of };
        let cases: [(&str, &[Suspicion]); 9] = [
            ("http://example.vn/", &[Suspicion::NotHttps]),
            ("https://10.0.0.1/", &[Suspicion::IpHost]),
            ("https://0x7f.1/", &[Suspicion::IpHost]),
            ("https://[::1]/", &[Suspicion::IpHost]),
            ("https://danang.gov.vn.example.com/", &[of("danang.gov.vn")]),
            ("https://dichvucong-gov-vn.com/", &[of("dichvucong.gov.vn")]),
            ("https://d1chvucong.net/", &[of("dichvucong.gov.vn")]),
            // The first letter is Cyrillic.
            (
                "https://\u{0441}hinhphu.vn/",
                &[of("chinhphu.vn"), Suspicion::MixedScripts, Suspicion::Punycode],
            ),
            ("https://vietcornbank.com.vn/", &[of("vietcombank.com.vn")]),
        ];
        for (text, expected) in cases {
            assert_eq!(link(text).suspicious, expected, "{text}");
        }
    }

    #[test]
    fn other_schemes_and_odd_text_are_no_links() {
        for text in [
            "",
            "danang.gov.vn",
            "javascript:alert(1)",
            "JAVASCRIPT:alert(1)",
            "file:///etc/passwd",
            "tel:19001022",
            "https://",
            "https://a b.vn",
            "https://a\u{202E}.vn",
            "https://a.vn/\nb",
        ] {
            assert!(Link::parse(text).is_none(), "{text}");
        }
        assert!(Link::parse(&format!("https://a.vn/{}", "x".repeat(MAX_LINK_BYTES))).is_none());
        assert!(Link::parse(&format!("https://a.vn/{}", "ế".repeat(MAX_LINK_BYTES / 5))).is_none());
    }
}
