//! What every adapter of [`Vaults`] must do. The same cases run on the memory vault and on the one that lies on disk.
//!
//! ```ignore
//! fn device(clock: Arc<StandingClock>) -> Start {
//!     let vaults: Arc<dyn Vaults> = Arc::new(MemoryVaults::new(clock));
//!     Box::new(move || vaults.clone())
//! }
//! client::vault_suite!(device);
//! ```
//! The macro makes one `tokio` test a case, so the calling crate needs `tokio` among its dev-dependencies.

mod contents;
mod pins;

use std::sync::{Arc, Mutex};

pub use contents::*;
use domain::{PersonId, Pin};
use futures::future::join_all;
use jiff::{SignedDuration, Timestamp};
pub use pins::*;
use protocol::app::PersonCard;
use uuid::Uuid;

use crate::port::{Clock, Collection, OpenVaultError, Vault, VaultOp, Vaults};

/// Starts the app: gives the vaults of one device as they are then. An adapter that doesn't outlive the process gives the
/// same vaults again.
pub type Start = Box<dyn Fn() -> Arc<dyn Vaults>>;

/// Makes an empty device with this clock.
pub type MakeDevice<'a> = dyn Fn(Arc<StandingClock>) -> Start + 'a;

/// A clock that stands until it is moved.
pub struct StandingClock(Mutex<Timestamp>);

impl StandingClock {
    /// Moves the clock on, or back.
    pub fn advance(&self, by: SignedDuration) {
        *self.0.lock().unwrap() += by;
    }
}

impl Default for StandingClock {
    fn default() -> Self {
        Self(Mutex::new(Timestamp::from_second(1_795_000_000).unwrap()))
    }
}

impl Clock for StandingClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

/// Makes a test of every case of the suite; see [`crate::testing::vault_suite`].
#[macro_export]
macro_rules! vault_suite {
    ($make:expr) => {
        $crate::vault_suite!(@ $make;
            a_new_vault_has_its_first_records
            records_are_set_replaced_and_removed
            a_list_comes_in_the_order_of_its_keys
            odd_keys_and_large_values_come_back
            all_steps_are_carried_out_in_order
            changes_at_the_same_time_all_arrive
            everything_is_there_after_a_restart
            people_come_in_the_order_they_were_made
            two_people_have_two_vaults
            an_erased_vault_is_closed_and_gone
            wrong_pins_are_counted_and_forgiven
            waiting_grows_and_early_tries_are_not_counted
            neither_restart_nor_clock_shortens_a_wait
            the_last_wrong_pin_erases
            another_pin_opens_the_same_vault
            asking_for_the_pin_counts_wrong_ones
            changing_the_pin_counts_wrong_ones
            changing_the_pin_erases_at_the_last_try
            content_arrives_in_pieces_and_is_read_in_ranges
            content_goes_on_after_a_restart
            content_with_another_digest_replaces_the_former
            content_that_is_not_what_was_announced_is_dropped
            content_pieces_that_do_not_fit_are_refused
            content_is_deleted_with_the_step_that_says_so
            empty_content_is_whole_at_once
        );
    };
    (@ $make:expr; $($case:ident)*) => {
        $(
            #[tokio::test]
            async fn $case() {
                $crate::testing::vault_suite::$case(&$make).await;
            }
        )*
    };
}

/// A device with the vault of [`person`] in it, opened with [`pin`].
struct Bench {
    clock: Arc<StandingClock>,
    start: Start,
    vaults: Arc<dyn Vaults>,
    vault: Arc<dyn Vault>,
}

impl Bench {
    async fn new(make: &MakeDevice<'_>) -> Self {
        let clock = Arc::new(StandingClock::default());
        let start = make(clock.clone());
        let vaults = start();
        let vault = vaults.create(&card(1), &pin(), vec![]).await.unwrap();
        Self {
            clock,
            start,
            vaults,
            vault,
        }
    }

    /// Ends the app and starts it again, with the vault closed.
    fn restart(self) -> Closed {
        Closed {
            vaults: (self.start)(),
            clock: self.clock,
            start: self.start,
        }
    }

    async fn reopened(self) -> Self {
        self.restart().opened().await
    }
}

/// A device whose vault is not open.
struct Closed {
    clock: Arc<StandingClock>,
    start: Start,
    vaults: Arc<dyn Vaults>,
}

impl Closed {
    fn restart(&mut self) {
        self.vaults = (self.start)();
    }

    async fn open(&self, pin: &Pin) -> Result<Arc<dyn Vault>, OpenVaultError> {
        self.vaults.open(person(1), pin).await
    }

    async fn opened(self) -> Bench {
        let vault = self.open(&pin()).await.unwrap();
        Bench {
            vault,
            clock: self.clock,
            start: self.start,
            vaults: self.vaults,
        }
    }
}

fn person(number: u128) -> PersonId {
    PersonId(Uuid::from_u128(number))
}

fn card(number: u128) -> PersonCard {
    PersonCard {
        person: person(number),
        label: format!("Nhà số {number}"),
    }
}

fn pin() -> Pin {
    "274913".parse().unwrap()
}

fn put(collection: Collection, key: &str, value: &[u8]) -> VaultOp {
    VaultOp::Put {
        collection,
        key: key.to_owned(),
        value: value.to_vec(),
    }
}

fn delete(collection: Collection, key: &str) -> VaultOp {
    VaultOp::Delete {
        collection,
        key: key.to_owned(),
    }
}

/// A new vault.
pub async fn a_new_vault_has_its_first_records(make: &MakeDevice<'_>) {
    let vaults = make(Arc::default())();
    assert_eq!(vaults.people().await.unwrap(), []);
    assert!(matches!(
        vaults.open(person(1), &pin()).await,
        Err(OpenVaultError::Absent)
    ));
    let first = vec![
        put(Collection::State, "session", b"s"),
        put(Collection::Document, "a", b"d"),
    ];
    let vault = vaults.create(&card(1), &pin(), first).await.unwrap();
    assert_eq!(vault.person(), person(1));
    assert_eq!(vault.get(Collection::State, "session").await.unwrap().unwrap(), b"s");
    assert_eq!(vault.get(Collection::Document, "session").await.unwrap(), None);
    assert_eq!(
        vault.list(Collection::Document).await.unwrap(),
        [("a".to_owned(), b"d".to_vec())]
    );
    assert_eq!(vault.list(Collection::Operation).await.unwrap(), []);
    assert!(vault.contents().await.unwrap().is_empty());
    assert_eq!(vaults.people().await.unwrap(), [card(1)]);
}

/// Single records.
pub async fn records_are_set_replaced_and_removed(make: &MakeDevice<'_>) {
    let vault = Bench::new(make).await.vault;
    for value in [&b"one"[..], b"another", b""] {
        vault.apply(vec![put(Collection::State, "key", value)]).await.unwrap();
        assert_eq!(vault.get(Collection::State, "key").await.unwrap().unwrap(), value);
    }
    vault.apply(vec![delete(Collection::Document, "key")]).await.unwrap();
    assert!(vault.get(Collection::State, "key").await.unwrap().is_some());
    vault.apply(vec![delete(Collection::State, "key")]).await.unwrap();
    assert_eq!(vault.get(Collection::State, "key").await.unwrap(), None);
    vault.apply(vec![]).await.unwrap();
}

/// Order of a list.
pub async fn a_list_comes_in_the_order_of_its_keys(make: &MakeDevice<'_>) {
    let vault = Bench::new(make).await.vault;
    let keys = ["b", "a", "B", "ab", "0002", "", "0010", "đ"];
    let steps = keys.map(|key| put(Collection::Operation, key, key.as_bytes()));
    vault.apply(steps.to_vec()).await.unwrap();
    let mut expected = keys.to_vec();
    expected.sort_unstable();
    let expected: Vec<_> = expected
        .into_iter()
        .map(|key| (key.to_owned(), key.as_bytes().to_vec()))
        .collect();
    assert_eq!(vault.list(Collection::Operation).await.unwrap(), expected);
}

/// Unusual keys and values.
pub async fn odd_keys_and_large_values_come_back(make: &MakeDevice<'_>) {
    let bench = Bench::new(make).await;
    let long = "ổ".repeat(5000);
    let large: Vec<u8> = (0..1_048_577_u32).map(|at| at.to_le_bytes()[at as usize % 3]).collect();
    for key in ["", "'; DROP TABLE record; --", "\0", long.as_str()] {
        bench
            .vault
            .apply(vec![put(Collection::State, key, &large)])
            .await
            .unwrap();
    }
    let bench = bench.reopened().await;
    for key in ["", "'; DROP TABLE record; --", "\0", long.as_str()] {
        assert_eq!(bench.vault.get(Collection::State, key).await.unwrap().unwrap(), large);
    }
    assert_eq!(bench.vault.list(Collection::State).await.unwrap().len(), 4);
}

/// Several steps at once.
pub async fn all_steps_are_carried_out_in_order(make: &MakeDevice<'_>) {
    let vault = Bench::new(make).await.vault;
    let steps = vec![
        put(Collection::State, "cursor", b"1"),
        put(Collection::State, "gone", b"x"),
        put(Collection::State, "cursor", b"2"),
        delete(Collection::State, "gone"),
        delete(Collection::State, "never there"),
        put(Collection::Document, "gone", b"y"),
    ];
    vault.apply(steps).await.unwrap();
    assert_eq!(vault.get(Collection::State, "cursor").await.unwrap().unwrap(), b"2");
    assert_eq!(vault.get(Collection::State, "gone").await.unwrap(), None);
    assert_eq!(vault.get(Collection::Document, "gone").await.unwrap().unwrap(), b"y");
}

/// Many callers.
pub async fn changes_at_the_same_time_all_arrive(make: &MakeDevice<'_>) {
    let bench = Bench::new(make).await;
    let changes = (0..40_u32).map(|number| {
        let vault = bench.vault.clone();
        async move {
            let key = format!("{number:03}");
            let own = put(Collection::Operation, &key, &number.to_be_bytes());
            let shared = put(Collection::State, "last", &number.to_be_bytes());
            vault.apply(vec![own, shared]).await.unwrap();
            vault.get(Collection::Operation, &key).await.unwrap().unwrap()
        }
    });
    let seen = join_all(changes).await;
    assert!(
        seen.iter()
            .zip(0..40_u32)
            .all(|(value, number)| value == &number.to_be_bytes())
    );
    let bench = bench.reopened().await;
    assert_eq!(bench.vault.list(Collection::Operation).await.unwrap().len(), 40);
}

/// A restart.
pub async fn everything_is_there_after_a_restart(make: &MakeDevice<'_>) {
    let bench = Bench::new(make).await;
    let needs_keyring = bench.vault.uses_keyring();
    bench
        .vault
        .apply(vec![put(Collection::State, "profile", "Trần".as_bytes())])
        .await
        .unwrap();
    let bench = bench.reopened().await;
    assert_eq!(bench.vault.person(), person(1));
    assert_eq!(bench.vault.uses_keyring(), needs_keyring);
    assert!(!needs_keyring || bench.vaults.keyring_answers().await);
    let value = bench.vault.get(Collection::State, "profile").await.unwrap().unwrap();
    assert_eq!(value, "Trần".as_bytes());
    assert_eq!(bench.vaults.people().await.unwrap(), [card(1)]);
}

/// The list of people.
pub async fn people_come_in_the_order_they_were_made(make: &MakeDevice<'_>) {
    let start = make(Arc::default());
    let vaults = start();
    for number in [3, 1, 2] {
        vaults.create(&card(number), &pin(), vec![]).await.unwrap();
    }
    assert_eq!(start().people().await.unwrap(), [card(3), card(1), card(2)]);
    vaults.erase(person(1)).await.unwrap();
    assert_eq!(vaults.people().await.unwrap(), [card(3), card(2)]);
}

/// Two people.
pub async fn two_people_have_two_vaults(make: &MakeDevice<'_>) {
    let bench = Bench::new(make).await;
    let other_pin: Pin = "830142".parse().unwrap();
    let other = bench.vaults.create(&card(2), &other_pin, vec![]).await.unwrap();
    bench
        .vault
        .apply(vec![put(Collection::State, "name", b"one")])
        .await
        .unwrap();
    assert_eq!(other.get(Collection::State, "name").await.unwrap(), None);
    let wrong = bench.vaults.open(person(2), &pin()).await;
    assert!(matches!(wrong, Err(OpenVaultError::WrongPin { .. })));
    bench.vaults.open(person(1), &pin()).await.unwrap();
    bench.vaults.erase(person(1)).await.unwrap();
    other.apply(vec![put(Collection::State, "name", b"two")]).await.unwrap();
    let vaults = (bench.start)();
    let other = vaults.open(person(2), &other_pin).await.unwrap();
    assert_eq!(other.get(Collection::State, "name").await.unwrap().unwrap(), b"two");
}
