//! How fast one address may come: a bucket that holds a burst and fills at the steady rate. Kept in memory; the caps
//! that protect phones are in the database ([`crate::service::account`]).

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// Addresses remembered before the full buckets are thrown away.
const REMEMBERED: usize = 100_000;

/// Too many requests; this long until the next is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooFast {
    pub(super) wait: Duration,
}

/// The buckets.
pub(super) struct Rates {
    per_second: f64,
    burst: f64,
    buckets: Mutex<HashMap<IpAddr, Bucket>>,
}

struct Bucket {
    left: f64,
    at: Instant,
}

impl Rates {
    pub(super) fn new(per_second: u32, burst: u32) -> Self {
        Self {
            per_second: per_second.into(),
            burst: burst.into(),
            buckets: Mutex::default(),
        }
    }

    /// Takes one request of an address.
    pub(super) fn take(&self, address: IpAddr, now: Instant) -> Result<(), TooFast> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= REMEMBERED {
            buckets.retain(|_, bucket| self.level(bucket, now) < self.burst);
        }
        let bucket = buckets.entry(address).or_insert(Bucket {
            left: self.burst,
            at: now,
        });
        let left = self.level(bucket, now);
        if left >= 1.0 {
            *bucket = Bucket {
                left: left - 1.0,
                at: now,
            };
            return Ok(());
        }
        *bucket = Bucket { left, at: now };
        Err(TooFast {
            wait: Duration::from_secs_f64((1.0 - left) / self.per_second),
        })
    }

    fn level(&self, bucket: &Bucket, now: Instant) -> f64 {
        let passed = now.saturating_duration_since(bucket.at).as_secs_f64();
        (bucket.left + passed * self.per_second).min(self.burst)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_taken_and_then_the_steady_rate() {
        let rates = Rates::new(2, 3);
        let (one, other) = ("192.0.2.1".parse().unwrap(), "192.0.2.2".parse().unwrap());
        let start = Instant::now();
        assert!((0..3).all(|_| rates.take(one, start).is_ok()));
        let refused = rates.take(one, start).unwrap_err();
        assert_eq!(refused.wait, Duration::from_millis(500));
        assert!(rates.take(other, start).is_ok());
        let later = start + Duration::from_millis(500);
        assert!(rates.take(one, later).is_ok());
        assert!(rates.take(one, later).is_err());
    }
}
