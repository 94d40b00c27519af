//! Streams: what was sealed opens, whole and in parts; what was cut, moved, doubled, exchanged or changed doesn't. Most
//! tests use chunks of 1 KiB, the shortest that are read.

use proptest::prelude::*;

use super::layout::{CHUNK_LEN, Header, Layout, SEALED_CHUNK_LEN, STREAM_HEADER_LEN, StreamError, sealed_len};
use super::opener::{Opener, open_stream};
use super::sealer::{Sealer, seal_stream};
use crate::testing::{content, seeded};
use crate::{Aad, Key, NoRandomness, SealError};

const SMALL_LOG2: u8 = 10;
const SMALL: usize = 1 << SMALL_LOG2;
const SEALED_SMALL: usize = SMALL + 16;

fn key() -> Key {
    Key::from_bytes(&[1; 32])
}

fn place() -> Aad {
    Aad::new("document").bytes(&[7; 16])
}

fn small(plain: &[u8], seed: u64) -> Vec<u8> {
    let mut sealer = Sealer::with_chunks(SMALL_LOG2, &key(), &place(), &mut seeded(seed)).unwrap();
    let mut sealed = sealer.push(plain).unwrap();
    sealed.extend(sealer.finish().unwrap());
    sealed
}

fn chunks_of(sealed: &[u8]) -> (Vec<u8>, Vec<Vec<u8>>) {
    let (header, body) = sealed.split_at(STREAM_HEADER_LEN);
    (header.to_vec(), body.chunks(SEALED_SMALL).map(<[u8]>::to_vec).collect())
}

fn joined(header: &[u8], chunks: &[Vec<u8>]) -> Vec<u8> {
    [header, &chunks.concat()].concat()
}

fn opens(sealed: &[u8]) -> bool {
    open_stream(&key(), &place(), sealed).is_ok()
}

proptest! {
    #[test]
    fn content_in_any_pieces_opens_whole(length in 0..5 * SMALL, cuts: Vec<prop::sample::Index>, seed: u64) {
        let plain = content(length);
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(length + 1)).chain([0, length]).collect();
        cuts.sort_unstable();
        let mut sealer = Sealer::with_chunks(SMALL_LOG2, &key(), &place(), &mut seeded(seed)).unwrap();
        let mut sealed = Vec::new();
        for pair in cuts.windows(2) {
            sealed.extend(sealer.push(&plain[pair[0]..pair[1]]).unwrap());
        }
        sealed.extend(sealer.finish().unwrap());
        prop_assert_eq!(&sealed, &small(&plain, seed));
        prop_assert_eq!(sealed.len() as u64, Layout::with_chunks(SMALL_LOG2, length as u64).unwrap().sealed_len());
        prop_assert_eq!(&**open_stream(&key(), &place(), &sealed).unwrap(), &plain);
    }

    #[test]
    fn every_range_opens_from_its_span(length in 1..5 * SMALL, from: prop::sample::Index, to: prop::sample::Index) {
        let plain = content(length);
        let sealed = small(&plain, 1);
        let opener = Opener::new(&key(), &place(), &sealed, sealed.len() as u64).unwrap();
        let (from, to) = (from.index(length), to.index(length));
        let range = from.min(to) as u64..from.max(to) as u64 + 1;
        let span = opener.layout().span(range.clone()).unwrap();
        let fetched = &sealed[span.sealed.start as usize..span.sealed.end as usize];
        let opened = opener.open_span(&span, fetched).unwrap();
        prop_assert_eq!(&**opened, &plain[range.start as usize..range.end as usize]);
        prop_assert!(span.sealed.end - span.sealed.start <= range.end - range.start + 2 * SEALED_SMALL as u64);
    }

    #[test]
    fn any_rearrangement_of_chunks_is_refused(
        length in 2 * SMALL..5 * SMALL,
        picks in prop::collection::vec(any::<prop::sample::Index>(), 1..6),
    ) {
        let sealed = small(&content(length), 2);
        let (header, chunks) = chunks_of(&sealed);
        let picked: Vec<usize> = picks.iter().map(|pick| pick.index(chunks.len())).collect();
        let arranged: Vec<Vec<u8>> = picked.iter().map(|at| chunks[*at].clone()).collect();
        let untouched = picked.iter().copied().eq(0..chunks.len());
        prop_assert_eq!(opens(&joined(&header, &arranged)), untouched);
    }

    #[test]
    fn any_changed_byte_is_refused(length in 0..3 * SMALL, at: prop::sample::Index, change in 1u8..) {
        let mut sealed = small(&content(length), 3);
        let at = at.index(sealed.len());
        sealed[at] ^= change;
        prop_assert!(!opens(&sealed));
    }

    #[test]
    fn any_bytes_are_refused_without_a_panic(mut bytes: Vec<u8>, as_version_1: bool, sealed_len: u64) {
        if as_version_1 {
            bytes.splice(0..bytes.len().min(2), [1, SMALL_LOG2]);
        }
        prop_assert!(!opens(&bytes));
        let _ = Opener::new(&key(), &place(), &bytes, sealed_len);
    }

    #[test]
    fn lengths_lead_there_and_back(plain_len in 0..(1u64 << 48) - (1 << 17), log2 in 16u8..=20) {
        let layout = Layout::with_chunks(log2, plain_len).unwrap();
        let header = Header::new(log2, [1; 32]);
        prop_assert_eq!(Layout::of_sealed(&header, layout.sealed_len()), Ok(layout));
        let last = layout.chunks() - 1;
        prop_assert_eq!(layout.sealed_range(last).unwrap().end, layout.sealed_len());
        prop_assert_eq!(layout.plain_range(last).unwrap().end, plain_len);
        prop_assert_eq!(layout.sealed_range(layout.chunks()), None);
        prop_assert_eq!(layout.chunk_of(plain_len), None);
        prop_assert!(plain_len == 0 || layout.chunk_of(plain_len - 1) == Some(last));
    }
}

#[test]
fn lengths_at_the_edges() {
    let chunk = CHUNK_LEN as u64;
    let header = STREAM_HEADER_LEN as u64;
    for (plain, chunks) in [
        (0, 1),
        (1, 1),
        (chunk - 1, 1),
        (chunk, 1),
        (chunk + 1, 2),
        (2 * chunk, 2),
        (2 * chunk + 1, 3),
    ] {
        let layout = Layout::of_plain(plain).unwrap();
        assert_eq!((layout.chunks(), layout.plain_len()), (chunks, plain));
        assert_eq!(sealed_len(plain), Some(header + plain + 16 * u64::from(chunks)));
    }
    assert_eq!(
        Layout::of_plain(2 * chunk).unwrap().sealed_range(1).unwrap().start,
        header + SEALED_CHUNK_LEN as u64
    );
    assert_eq!(sealed_len(u64::from(u32::MAX) * chunk).map(|_| ()), Some(()));
    assert_eq!(sealed_len(u64::from(u32::MAX) * chunk + 1), None);
    assert_eq!(sealed_len(u64::MAX), None);
}

#[test]
fn every_sealed_length_is_one_content_or_refused() {
    let header = Header::new(SMALL_LOG2, [1; 32]);
    let possible: std::collections::BTreeMap<u64, u64> = (0..3 * SMALL as u64 + 1)
        .map(|plain| (Layout::with_chunks(SMALL_LOG2, plain).unwrap().sealed_len(), plain))
        .collect();
    for sealed in 0..(STREAM_HEADER_LEN + 3 * SEALED_SMALL) as u64 {
        let found = Layout::of_sealed(&header, sealed).map(|layout| layout.plain_len());
        assert_eq!(found.ok(), possible.get(&sealed).copied(), "sealed length {sealed}");
    }
    for length in [u64::MAX, u64::MAX - 1, 1 << 63] {
        assert_eq!(Layout::of_sealed(&header, length), Err(StreamError::Malformed));
    }
}

#[test]
fn spans_outside_the_content_do_not_exist() {
    let layout = Layout::of_plain(100).unwrap();
    #[expect(clippy::reversed_empty_ranges, reason = "what a hostile Range header may ask for")]
    let outside = [0..0, 50..50, 60..50, 0..101, 100..101, 100..100, 5..u64::MAX];
    for range in outside {
        assert_eq!(layout.span(range), None);
    }
    assert_eq!(Layout::of_plain(0).unwrap().span(0..1), None);
    assert_eq!(layout.span(0..100).unwrap().chunks, 0..1);
}

#[test]
fn content_of_real_chunks_opens() {
    for length in [
        0,
        1,
        CHUNK_LEN - 1,
        CHUNK_LEN,
        CHUNK_LEN + 1,
        2 * CHUNK_LEN,
        3 * CHUNK_LEN + 77,
    ] {
        let plain = content(length);
        let sealed = seal_stream(&key(), &place(), &plain, &mut seeded(4)).unwrap();
        assert_eq!(Some(sealed.len() as u64), sealed_len(length as u64));
        assert_eq!(**open_stream(&key(), &place(), &sealed).unwrap(), plain);
    }
}

#[test]
fn every_cut_is_refused() {
    let sealed = small(&content(2 * SMALL + 100), 5);
    for length in 0..sealed.len() {
        assert!(!opens(&sealed[..length]), "cut to {length}");
    }
    assert!(!opens(&[sealed.as_slice(), &[0]].concat()));
    assert!(!opens(&[sealed.as_slice(), &[0; SEALED_SMALL]].concat()));
}

#[test]
fn every_flipped_bit_of_a_small_stream_is_refused() {
    let sealed = small(b"twenty bytes of text", 6);
    for bit in 0..sealed.len() * 8 {
        let mut changed = sealed.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        assert!(!opens(&changed), "bit {bit}");
    }
}

#[test]
fn a_stream_cut_at_a_chunk_shows_at_its_new_end() {
    let sealed = small(&content(3 * SMALL), 7);
    let cut = &sealed[..STREAM_HEADER_LEN + 2 * SEALED_SMALL];
    let opener = Opener::new(&key(), &place(), cut, cut.len() as u64).unwrap();
    let chunk = |at: u32| {
        let place = opener.layout().sealed_range(at).unwrap();
        &cut[place.start as usize..place.end as usize]
    };
    assert!(opener.open_chunk(0, chunk(0)).is_ok(), "what is there is authentic");
    assert_eq!(opener.confirm_end(chunk(1)), Err(StreamError::Refused { chunk: 1 }));
}

#[test]
fn chunks_of_another_stream_are_refused() {
    let plain = content(3 * SMALL);
    let (header, chunks) = chunks_of(&small(&plain, 8));
    let (other_header, other_chunks) = chunks_of(&small(&plain, 9));
    assert!(opens(&joined(&header, &chunks)));
    assert!(!opens(&joined(&other_header, &chunks)));
    for at in 0..chunks.len() {
        let mut mixed = chunks.clone();
        mixed[at] = other_chunks[at].clone();
        assert!(!opens(&joined(&header, &mixed)), "chunk {at}");
    }
}

#[test]
fn another_key_or_place_is_refused() {
    let sealed = small(b"content", 10);
    assert!(opens(&sealed));
    let refused = Err(StreamError::Refused { chunk: 0 });
    assert_eq!(open_stream(&Key::from_bytes(&[2; 32]), &place(), &sealed), refused);
    assert_eq!(
        open_stream(&key(), &Aad::new("document").bytes(&[8; 16]), &sealed),
        refused
    );
    assert_eq!(open_stream(&key(), &place().number(1), &sealed), refused);
}

#[test]
fn the_chunk_length_is_bound() {
    let mut sealed = small(b"content", 11);
    sealed[1] = SMALL_LOG2 + 1;
    assert_eq!(
        open_stream(&key(), &place(), &sealed),
        Err(StreamError::Refused { chunk: 0 })
    );
    for log2 in [0, 9, 21, 63, 64, 255] {
        sealed[1] = log2;
        assert_eq!(open_stream(&key(), &place(), &sealed), Err(StreamError::Malformed));
    }
}

#[test]
fn unknown_versions_are_named() {
    let mut sealed = small(b"content", 12);
    for found in [0, 2, 255] {
        sealed[0] = found;
        assert_eq!(
            open_stream(&key(), &place(), &sealed),
            Err(StreamError::UnknownVersion { found, newest: 1 })
        );
    }
}

#[test]
fn parts_that_do_not_belong_are_refused() {
    let sealed = small(&content(3 * SMALL), 13);
    let opener = Opener::new(&key(), &place(), &sealed, sealed.len() as u64).unwrap();
    assert_eq!(
        opener.open_chunk(3, &sealed[..SEALED_SMALL]),
        Err(StreamError::NoSuchPart)
    );
    let short = Err(StreamError::WrongLength {
        expected: SEALED_SMALL as u64,
        found: 5,
    });
    assert_eq!(opener.open_chunk(0, &[0; 5]), short);
    let foreign = Layout::of_plain(2000).unwrap().span(0..2000).unwrap();
    assert_eq!(opener.open_span(&foreign, &sealed), Err(StreamError::NoSuchPart));
    let span = opener.layout().span(10..20).unwrap();
    assert_eq!(opener.open_span(&span, &[0; 5]), short);
    let chunk = &sealed[STREAM_HEADER_LEN + SEALED_SMALL..STREAM_HEADER_LEN + 2 * SEALED_SMALL];
    assert_eq!(opener.open_span(&span, chunk), Err(StreamError::Refused { chunk: 0 }));
    assert!(opener.open_chunk(1, chunk).is_ok());
}

/// What `StreamBE32` does, said again with the raw cipher that the Wycheproof vectors check.
#[test]
fn a_chunk_is_the_raw_cipher_with_index_and_end_in_its_nonce() {
    let plain = content(2 * SMALL);
    let sealed = small(&plain, 14);
    let header = sealed.first_chunk::<STREAM_HEADER_LEN>().unwrap();
    let info = Aad::new("stream").bytes(header).bytes(place().as_bytes());
    let stream_key = Key::expand(&header[2..], key().expose(), &info);
    let mut expected = header.to_vec();
    for (index, last) in [(0, 0), (1, 1)] {
        let mut chunk = plain[usize::from(index) * SMALL..][..SMALL].to_vec();
        let nonce = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, index, last];
        crate::cipher::encrypt(&stream_key, nonce, b"", &mut chunk).unwrap();
        expected.extend(chunk);
    }
    assert_eq!(sealed, expected);
}

#[test]
fn failing_randomness_is_said_and_nothing_secret_is_shown() {
    assert_eq!(
        Sealer::new(&key(), &place(), &mut |_: &mut [u8]| Err(NoRandomness)).unwrap_err(),
        SealError::Random(NoRandomness)
    );
    let sealer = Sealer::new(&key(), &place(), &mut seeded(15)).unwrap();
    assert_eq!(format!("{sealer:?}"), "Sealer { position: 0, .. }");
}
