//! Wrong PINs, other PINs, and vaults that are gone.

use std::sync::Arc;

use bytes::Bytes;
use domain::{
    DocumentId, Pin,
    limits::{PIN_ATTEMPTS, PIN_FREE_ATTEMPTS, pin_delay},
};
use jiff::SignedDuration;
use uuid::Uuid;

use super::{Bench, Closed, MakeDevice, card, contents::record_of, person, pin, put};
use crate::port::{Collection, OpenVaultError, Vault, VaultError};

fn wrong() -> Pin {
    "918273".parse().unwrap()
}

fn delay_seconds(failures: u32) -> u32 {
    u32::try_from(pin_delay(failures).as_secs()).unwrap()
}

impl Closed {
    /// Brings the `failures`th wrong PIN, after the wait for the one before.
    async fn fail(&self, failures: u32) {
        let refused = self.open(&wrong()).await.err().unwrap();
        let expected = if failures == PIN_ATTEMPTS {
            OpenVaultError::Erased
        } else {
            OpenVaultError::WrongPin {
                attempts_left: PIN_ATTEMPTS - failures,
                wait_seconds: delay_seconds(failures),
            }
        };
        assert_eq!(refused, expected);
    }

    async fn fail_until(&self, failures: u32) {
        for failure in 1..=failures {
            self.fail(failure).await;
            if failure < failures {
                self.clock.advance(pin_delay(failure));
            }
        }
    }

    async fn early(&self) -> (u32, u32) {
        match self.open(&pin()).await.err() {
            Some(OpenVaultError::Delayed {
                attempts_left,
                wait_seconds,
            }) => (attempts_left, wait_seconds),
            other => panic!("{other:?}"),
        }
    }
}

/// Erasing a vault that is open.
pub async fn an_erased_vault_is_closed_and_gone(make: &MakeDevice<'_>) {
    let bench = Bench::new(make).await;
    bench.vaults.erase(person(1)).await.unwrap();
    assert_closed(&bench.vault).await;
    assert_eq!(bench.vaults.people().await.unwrap(), []);
    let closed = bench.restart();
    assert!(matches!(closed.open(&pin()).await, Err(OpenVaultError::Absent)));
    closed.vaults.erase(person(1)).await.unwrap();
    let again = closed.vaults.create(&card(1), &wrong(), vec![]).await.unwrap();
    assert_eq!(again.list(Collection::State).await.unwrap(), []);
}

async fn assert_closed(vault: &Arc<dyn Vault>) {
    let document = DocumentId(Uuid::from_u128(9));
    let record = record_of(b"content");
    assert_eq!(vault.get(Collection::State, "a").await, Err(VaultError::Closed));
    assert_eq!(vault.list(Collection::State).await, Err(VaultError::Closed));
    let step = put(Collection::State, "a", b"b");
    assert_eq!(vault.apply(vec![step]).await, Err(VaultError::Closed));
    assert_eq!(vault.begin_content(document, &record).await, Err(VaultError::Closed));
    let bytes = Bytes::from_static(b"content");
    assert_eq!(vault.append_content(document, 0, bytes).await, Err(VaultError::Closed));
    assert_eq!(vault.contents().await, Err(VaultError::Closed));
    assert_eq!(vault.read_content(document, 0..1).await, Err(VaultError::Closed));
    let changed = vault.change_pin(&pin(), &wrong()).await;
    assert_eq!(changed, Err(OpenVaultError::Vault(VaultError::Closed)));
    let checked = vault.check_pin(&pin()).await;
    assert_eq!(checked, Err(OpenVaultError::Vault(VaultError::Closed)));
}

/// The tries before waiting begins.
pub async fn wrong_pins_are_counted_and_forgiven(make: &MakeDevice<'_>) {
    let mut closed = Bench::new(make).await.restart();
    for _ in 0..3 {
        closed.fail_until(PIN_FREE_ATTEMPTS - 1).await;
        closed.restart();
        drop(closed.open(&pin()).await.unwrap());
    }
}

/// The tries with waiting.
pub async fn waiting_grows_and_early_tries_are_not_counted(make: &MakeDevice<'_>) {
    let closed = Bench::new(make).await.restart();
    closed.fail_until(PIN_FREE_ATTEMPTS).await;
    for failures in PIN_FREE_ATTEMPTS..PIN_ATTEMPTS - 1 {
        let left = PIN_ATTEMPTS - failures;
        assert_eq!(closed.early().await, (left, delay_seconds(failures)));
        closed.clock.advance(pin_delay(failures) - SignedDuration::from_secs(1));
        assert_eq!(closed.early().await, (left, 1));
        closed.clock.advance(SignedDuration::from_secs(1));
        closed.fail(failures + 1).await;
    }
    closed.clock.advance(pin_delay(PIN_ATTEMPTS - 1));
    drop(closed.open(&pin()).await.unwrap());
    closed.fail(1).await;
}

/// Restarts and clocks set back.
pub async fn neither_restart_nor_clock_shortens_a_wait(make: &MakeDevice<'_>) {
    let mut closed = Bench::new(make).await.restart();
    let failures = PIN_FREE_ATTEMPTS + 3;
    closed.fail_until(failures).await;
    let wait = delay_seconds(failures);
    closed.clock.advance(SignedDuration::from_secs(100));
    closed.restart();
    assert_eq!(closed.early().await, (PIN_ATTEMPTS - failures, wait - 100));
    closed.clock.advance(SignedDuration::from_hours(-365 * 24));
    closed.restart();
    let (left, again) = closed.early().await;
    assert_eq!(left, PIN_ATTEMPTS - failures);
    assert!((wait - 100..=wait).contains(&again), "{again}");
    // The wait ends on the clock as it now is.
    closed.clock.advance(SignedDuration::from_secs(i64::from(again) - 1));
    closed.restart();
    assert_eq!(closed.early().await.1, 1);
    closed.clock.advance(SignedDuration::from_secs(1));
    drop(closed.open(&pin()).await.unwrap());
    // Nobody waits now: a clock set back locks nobody out.
    closed.clock.advance(SignedDuration::from_hours(-365 * 24));
    drop(closed.open(&pin()).await.unwrap());
}

/// The end of the tries.
pub async fn the_last_wrong_pin_erases(make: &MakeDevice<'_>) {
    let closed = Bench::new(make).await.restart();
    closed.fail_until(PIN_ATTEMPTS).await;
    assert!(matches!(closed.open(&pin()).await, Err(OpenVaultError::Absent)));
    assert_eq!(closed.vaults.people().await.unwrap(), []);
}

/// Changing the PIN.
pub async fn another_pin_opens_the_same_vault(make: &MakeDevice<'_>) {
    let bench = Bench::new(make).await;
    bench
        .vault
        .apply(vec![put(Collection::State, "a", b"1")])
        .await
        .unwrap();
    bench.vault.change_pin(&pin(), &wrong()).await.unwrap();
    assert_eq!(bench.vault.get(Collection::State, "a").await.unwrap().unwrap(), b"1");
    bench
        .vault
        .apply(vec![put(Collection::State, "b", b"2")])
        .await
        .unwrap();
    let closed = bench.restart();
    let refused = closed.open(&pin()).await.err().unwrap();
    assert!(matches!(refused, OpenVaultError::WrongPin { .. }));
    let vault = closed.open(&wrong()).await.unwrap();
    assert_eq!(vault.list(Collection::State).await.unwrap().len(), 2);
    vault.change_pin(&wrong(), &pin()).await.unwrap();
    drop(vault);
    let vault = closed.open(&pin()).await.unwrap();
    assert_eq!(vault.list(Collection::State).await.unwrap().len(), 2);
}

/// Asking for the PIN of an open vault.
pub async fn asking_for_the_pin_counts_wrong_ones(make: &MakeDevice<'_>) {
    let bench = Bench::new(make).await;
    bench.vault.check_pin(&pin()).await.unwrap();
    let refused = bench.vault.check_pin(&wrong()).await;
    let expected = OpenVaultError::WrongPin {
        attempts_left: PIN_ATTEMPTS - 1,
        wait_seconds: 0,
    };
    assert_eq!(refused, Err(expected));
    bench.vault.check_pin(&pin()).await.unwrap();
    assert_eq!(
        bench.vault.check_pin(&wrong()).await,
        Err(expected),
        "the right one forgave"
    );
    bench
        .vault
        .apply(vec![put(Collection::State, "a", b"1")])
        .await
        .unwrap();
}

/// Wrong old PINs.
pub async fn changing_the_pin_counts_wrong_ones(make: &MakeDevice<'_>) {
    let bench = Bench::new(make).await;
    for failures in 1..=PIN_FREE_ATTEMPTS {
        let refused = bench.vault.change_pin(&wrong(), &pin()).await.err().unwrap();
        let expected = OpenVaultError::WrongPin {
            attempts_left: PIN_ATTEMPTS - failures,
            wait_seconds: delay_seconds(failures),
        };
        assert_eq!(refused, expected);
    }
    let refused = bench.vault.change_pin(&pin(), &wrong()).await.err().unwrap();
    assert!(matches!(refused, OpenVaultError::Delayed { .. }));
    bench
        .vault
        .apply(vec![put(Collection::State, "a", b"1")])
        .await
        .unwrap();
    let closed = bench.restart();
    closed.early().await;
    closed.clock.advance(pin_delay(PIN_FREE_ATTEMPTS));
    drop(closed.open(&pin()).await.unwrap());
}

/// The end of the tries, from inside.
pub async fn changing_the_pin_erases_at_the_last_try(make: &MakeDevice<'_>) {
    let bench = Bench::new(make).await;
    for failures in 1..PIN_ATTEMPTS {
        let refused = bench.vault.change_pin(&wrong(), &pin()).await.err().unwrap();
        assert!(matches!(refused, OpenVaultError::WrongPin { .. }));
        bench.clock.advance(pin_delay(failures));
    }
    let refused = bench.vault.change_pin(&wrong(), &pin()).await.err().unwrap();
    assert_eq!(refused, OpenVaultError::Erased);
    assert_closed(&bench.vault).await;
    assert_eq!(bench.vaults.people().await.unwrap(), []);
}
