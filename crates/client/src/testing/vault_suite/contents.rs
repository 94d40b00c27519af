//! Contents: in pieces, resumed, replaced, refused.

use std::ops::Range;

use bytes::Bytes;
use domain::{DocumentId, MediaType};
use protocol::api::ContentRecord;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{Bench, MakeDevice};
use crate::port::{PIECE, VaultError, VaultOp};

/// Two whole pieces and a short one.
const LENGTH: u64 = 2 * PIECE + 1000;

fn document(number: u128) -> DocumentId {
    DocumentId(Uuid::from_u128(number))
}

/// Bytes that differ from place to place and from `seed` to `seed`.
fn content(length: u64, seed: u64) -> Bytes {
    (0..length)
        .map(|at| (at + seed * LENGTH).wrapping_mul(0x9E37_79B9_7F4A_7C15).to_be_bytes()[0])
        .collect()
}

pub(super) fn record_of(bytes: &[u8]) -> ContentRecord {
    let digest = Sha256::digest(bytes);
    ContentRecord {
        media_type: MediaType::Pdf,
        bytes: bytes.len() as u64,
        sha256: digest.iter().map(|byte| format!("{byte:02x}")).collect(),
    }
}

fn part(bytes: &Bytes, range: Range<u64>) -> Bytes {
    bytes.slice(range.start as usize..range.end as usize)
}

/// The usual way.
pub async fn content_arrives_in_pieces_and_is_read_in_ranges(make: &MakeDevice<'_>) {
    let bench = Bench::new(make).await;
    let vault = &bench.vault;
    let whole = content(LENGTH, 1);
    let record = record_of(&whole);
    let status = vault.begin_content(document(1), &record).await.unwrap();
    assert_eq!((status.have, status.is_whole()), (0, false));
    assert_eq!(status.record, record);
    let status = vault
        .append_content(document(1), 0, part(&whole, 0..PIECE))
        .await
        .unwrap();
    assert_eq!((status.have, status.is_whole()), (PIECE, false));
    assert_eq!(vault.read_content(document(1), 0..10).await, Err(VaultError::Damaged));
    let status = vault
        .append_content(document(1), PIECE, part(&whole, PIECE..LENGTH))
        .await
        .unwrap();
    assert!(status.is_whole());
    let second = content(10, 2);
    vault.begin_content(document(2), &record_of(&second)).await.unwrap();
    vault.append_content(document(2), 0, second.clone()).await.unwrap();
    let bench = bench.reopened().await;
    let vault = &bench.vault;
    for range in [
        0..LENGTH,
        0..1,
        PIECE - 1..PIECE + 1,
        PIECE..2 * PIECE,
        100..LENGTH - 1,
        2 * PIECE..LENGTH,
    ] {
        let read = vault.read_content(document(1), range.clone()).await.unwrap();
        assert_eq!(read, part(&whole, range));
    }
    let read = vault.read_content(document(1), LENGTH - 5..u64::MAX).await.unwrap();
    assert_eq!(read, part(&whole, LENGTH - 5..LENGTH));
    assert!(
        vault
            .read_content(document(1), LENGTH..LENGTH + 9)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(vault.read_content(document(1), 7..7).await.unwrap().is_empty());
    assert_eq!(vault.read_content(document(2), 0..10).await.unwrap(), second);
    assert_eq!(vault.read_content(document(3), 0..10).await, Err(VaultError::Damaged));
    let contents = vault.contents().await.unwrap();
    assert_eq!(contents.len(), 2);
    assert!(contents[&document(1)].is_whole() && contents[&document(2)].is_whole());
}

/// Interrupted, then resumed.
pub async fn content_goes_on_after_a_restart(make: &MakeDevice<'_>) {
    let bench = Bench::new(make).await;
    let whole = content(LENGTH, 1);
    let record = record_of(&whole);
    bench.vault.begin_content(document(1), &record).await.unwrap();
    bench
        .vault
        .append_content(document(1), 0, part(&whole, 0..PIECE))
        .await
        .unwrap();
    let bench = bench.reopened().await;
    assert_eq!(bench.vault.contents().await.unwrap()[&document(1)].have, PIECE);
    let status = bench.vault.begin_content(document(1), &record).await.unwrap();
    assert_eq!(status.have, PIECE);
    let rest = part(&whole, PIECE..LENGTH);
    assert!(
        bench
            .vault
            .append_content(document(1), PIECE, rest)
            .await
            .unwrap()
            .is_whole()
    );
    let status = bench.vault.begin_content(document(1), &record).await.unwrap();
    assert!(status.is_whole());
    assert_eq!(bench.vault.read_content(document(1), 0..LENGTH).await.unwrap(), whole);
}

/// The paper got another content.
pub async fn content_with_another_digest_replaces_the_former(make: &MakeDevice<'_>) {
    let vault = Bench::new(make).await.vault;
    let (former, latter) = (content(LENGTH, 1), content(LENGTH, 2));
    vault.begin_content(document(1), &record_of(&former)).await.unwrap();
    vault.append_content(document(1), 0, former).await.unwrap();
    let record = record_of(&latter);
    let status = vault.begin_content(document(1), &record).await.unwrap();
    assert_eq!((status.have, &status.record), (0, &record));
    assert_eq!(vault.read_content(document(1), 0..1).await, Err(VaultError::Damaged));
    vault.append_content(document(1), 0, latter.clone()).await.unwrap();
    assert_eq!(vault.read_content(document(1), 0..LENGTH).await.unwrap(), latter);
}

/// A digest that doesn't match.
pub async fn content_that_is_not_what_was_announced_is_dropped(make: &MakeDevice<'_>) {
    let vault = Bench::new(make).await.vault;
    let (announced, other) = (content(LENGTH, 1), content(LENGTH, 2));
    vault.begin_content(document(1), &record_of(&announced)).await.unwrap();
    vault
        .append_content(document(1), 0, part(&other, 0..PIECE))
        .await
        .unwrap();
    let last = part(&announced, PIECE..LENGTH);
    assert_eq!(
        vault.append_content(document(1), PIECE, last).await,
        Err(VaultError::Damaged)
    );
    assert!(vault.contents().await.unwrap().is_empty());
    assert_eq!(vault.read_content(document(1), 0..1).await, Err(VaultError::Damaged));
    vault.begin_content(document(1), &record_of(&announced)).await.unwrap();
    assert!(
        vault
            .append_content(document(1), 0, announced)
            .await
            .unwrap()
            .is_whole()
    );
}

/// Calls out of order.
pub async fn content_pieces_that_do_not_fit_are_refused(make: &MakeDevice<'_>) {
    let vault = Bench::new(make).await.vault;
    let whole = content(LENGTH, 1);
    assert!(
        vault
            .append_content(document(1), 0, part(&whole, 0..PIECE))
            .await
            .is_err()
    );
    vault.begin_content(document(1), &record_of(&whole)).await.unwrap();
    vault
        .append_content(document(1), 0, part(&whole, 0..PIECE))
        .await
        .unwrap();
    let refused = [
        (0, part(&whole, 0..PIECE)),
        (2 * PIECE, part(&whole, 2 * PIECE..LENGTH)),
        (PIECE, part(&whole, PIECE..PIECE + 100)),
        (PIECE, content(LENGTH, 1)),
    ];
    for (offset, bytes) in refused {
        assert!(vault.append_content(document(1), offset, bytes).await.is_err());
        assert_eq!(vault.contents().await.unwrap()[&document(1)].have, PIECE);
    }
    let rest = part(&whole, PIECE..LENGTH);
    assert!(vault.append_content(document(1), PIECE, rest).await.unwrap().is_whole());
}

/// Removing a content.
pub async fn content_is_deleted_with_the_step_that_says_so(make: &MakeDevice<'_>) {
    let bench = Bench::new(make).await;
    let whole = content(LENGTH, 1);
    for number in [1, 2] {
        bench
            .vault
            .begin_content(document(number), &record_of(&whole))
            .await
            .unwrap();
        bench
            .vault
            .append_content(document(number), 0, whole.clone())
            .await
            .unwrap();
    }
    let steps = vec![VaultOp::DeleteContent(document(1)), VaultOp::DeleteContent(document(7))];
    bench.vault.apply(steps).await.unwrap();
    let bench = bench.reopened().await;
    let contents = bench.vault.contents().await.unwrap();
    assert_eq!(contents.keys().copied().collect::<Vec<_>>(), [document(2)]);
    assert_eq!(
        bench.vault.read_content(document(1), 0..1).await,
        Err(VaultError::Damaged)
    );
    assert_eq!(bench.vault.read_content(document(2), 0..LENGTH).await.unwrap(), whole);
}

/// Nothing to wait for.
pub async fn empty_content_is_whole_at_once(make: &MakeDevice<'_>) {
    let vault = Bench::new(make).await.vault;
    let status = vault.begin_content(document(1), &record_of(b"")).await.unwrap();
    assert!(status.is_whole());
    assert!(vault.read_content(document(1), 0..10).await.unwrap().is_empty());
}
