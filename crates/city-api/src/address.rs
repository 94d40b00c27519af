//! Where the city is.

use std::{fmt, str::FromStr};

use url::{Host, Url};

/// The city's origin: scheme, host, port. Never without encryption, but on this very machine.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct CityAddress(Url);

/// Why text is no address of a city.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// No `https://host[:port]`.
    #[error("not an address of the form https://host")]
    Form,
    /// Without TLS to another machine.
    #[error("only https is spoken to other machines")]
    Insecure,
}

impl CityAddress {
    /// The address of a path of the API, which begins with `/`.
    pub(crate) fn join(&self, path: &str) -> Option<Url> {
        let url = self.0.join(path).ok()?;
        // A path that is an address of its own (`//host`, `https:…`) leads elsewhere.
        (url.origin() == self.0.origin()).then_some(url)
    }

    /// Whether an address is the same city's.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn is_home_of(&self, url: &Url) -> bool {
        url.origin() == self.0.origin()
    }
}

impl FromStr for CityAddress {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let url = Url::parse(text.trim()).map_err(|_| AddressError::Form)?;
        let plain = url.username().is_empty()
            && url.password().is_none()
            && matches!(url.path(), "" | "/")
            && url.query().is_none()
            && url.fragment().is_none();
        let here = match url.host().ok_or(AddressError::Form)? {
            Host::Domain(name) => name == "localhost",
            Host::Ipv4(address) => address.is_loopback(),
            Host::Ipv6(address) => address.is_loopback(),
        };
        match url.scheme() {
            "https" if plain => Ok(Self(url)),
            "http" if plain && here => Ok(Self(url)),
            "http" if plain => Err(AddressError::Insecure),
            _ => Err(AddressError::Form),
        }
    }
}

impl fmt::Display for CityAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str().trim_end_matches('/'))
    }
}

impl fmt::Debug for CityAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CityAddress({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tls_everywhere_but_here() {
        for good in [
            "https://congdanso.danang.gov.vn",
            "http://127.0.0.1:8787",
            "http://[::1]:1/",
            "http://localhost:1",
        ] {
            assert!(good.parse::<CityAddress>().is_ok(), "{good}");
        }
        for insecure in [
            "http://congdanso.danang.gov.vn",
            "http://192.168.1.2:8787",
            "http://localhost.evil.vn",
        ] {
            assert_eq!(
                insecure.parse::<CityAddress>(),
                Err(AddressError::Insecure),
                "{insecure}"
            );
        }
        for bad in [
            "",
            "danang.gov.vn",
            "ftp://a.vn",
            "https://a@b.vn",
            "https://a.vn/x",
            "https://a.vn?x=1",
        ] {
            assert_eq!(bad.parse::<CityAddress>(), Err(AddressError::Form), "{bad}");
        }
        assert_eq!(
            "https://a.vn/".parse::<CityAddress>().unwrap().to_string(),
            "https://a.vn"
        );
    }

    #[test]
    fn paths_stay_in_the_city() {
        let city: CityAddress = "https://a.vn".parse().unwrap();
        assert_eq!(city.join("/v1/city?x=1").unwrap().as_str(), "https://a.vn/v1/city?x=1");
        for elsewhere in ["//b.vn/v1", "https://b.vn/v1", "http://a.vn/v1"] {
            assert!(city.join(elsewhere).is_none(), "{elsewhere}");
        }
    }
}
