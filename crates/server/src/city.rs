//! One running city: everything that operations need, put together once and handed to each.

use std::{net::IpAddr, sync::Arc};

use crate::{
    config::{CitySettings, HttpSettings},
    metrics::Metrics,
    port::{Clock, Objects, Random},
    service::{city::RevocationCache, post::PostOffice},
    store::Store,
    watchers::Watchers,
};

/// The parts of a city.
pub struct City {
    /// Names, limits and switches.
    pub settings: CitySettings,
    /// Limits of the HTTP side.
    pub http: HttpSettings,
    /// The database.
    pub store: Store,
    /// Large content.
    pub objects: Objects,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
    /// The way to phones.
    pub post: PostOffice,
    /// The signed revocation list, made again when it changed.
    pub revocations: RevocationCache,
    /// Who waits to hear of changes.
    pub watchers: Watchers,
    /// Counts.
    pub metrics: Metrics,
}

impl City {
    /// Now, in the microseconds that the database keeps.
    pub fn now(&self) -> jiff::Timestamp {
        crate::store::whole_micros(self.clock.now())
    }
}

/// An address as caps count it: a single IPv4 address, or the /64 that an IPv6 customer has as a whole.
pub fn cap_address(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(six) => {
            let prefix = six.to_bits() & (u128::MAX << 64);
            IpAddr::V6(prefix.into())
        }
        four => four,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_customer_counts_once() {
        let cap = |text: &str| cap_address(text.parse().unwrap()).to_string();
        assert_eq!(cap("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(cap("::ffff:192.0.2.7"), "192.0.2.7");
        assert_eq!(cap("192.0.2.7"), "192.0.2.7");
    }
}
