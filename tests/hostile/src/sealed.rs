//! Rows of a stolen or damaged store.

use seal::{Aad, Cost, Key, Opener, SetDigest, open, open_stream, seal, seal_stream, unwrap_key, wrap_key};

const CONTENT: &[u8] = b"Nguyen Thi Anh Hoa";

fn key() -> Key {
    Key::from_bytes(&[3; 32])
}

fn aad() -> Aad {
    Aad::cell("records", b"1", "body", 1)
}

fn random(bytes: &mut [u8]) -> Result<(), seal::NoRandomness> {
    bytes.fill(4);
    Ok(())
}

/// Something sealed of each kind: the first byte tells which.
pub fn sealed_samples() -> [Vec<u8>; 3] {
    let cell = seal(&key(), &aad(), CONTENT, &mut random).unwrap();
    let stream = seal_stream(&key(), &aad(), CONTENT, &mut random).unwrap();
    let wrapped = wrap_key(&key(), &aad(), &Key::from_bytes(&[5; 32]), &mut random).unwrap();
    [(0, cell), (1, stream), (2, wrapped)].map(|(kind, bytes)| [vec![kind], bytes].concat())
}

/// The first byte tells of which kind the rest is. Nothing opens but what was sealed.
pub(crate) fn sealed(bytes: &[u8]) {
    let Some((kind, row)) = bytes.split_first() else {
        return;
    };
    let whole = || sealed_samples().iter().any(|sample| sample == bytes);
    match kind {
        0 => assert!(open(&key(), &aad(), row).is_err() || whole()),
        1 => {
            assert!(open_stream(&key(), &aad(), row).is_err() || whole());
            in_parts(row);
        }
        2 => assert!(unwrap_key(&key(), &aad(), row).is_err() || whole()),
        3 => drop(Cost::decode(row).map(|cost| assert_eq!(cost.encode(), row))),
        _ => drop(SetDigest::decode(row).map(|digest| assert_eq!(digest.encode(), row))),
    }
}

/// As a paper is read while it is shown: the length comes from the row, and need not be true.
fn in_parts(row: &[u8]) {
    let (length, start) = match row.split_last_chunk::<4>() {
        Some((start, length)) => (u64::from(u32::from_be_bytes(*length)), start),
        None => (0, row),
    };
    for length in [row.len() as u64, length] {
        let Ok(opener) = Opener::new(&key(), &aad(), start, length) else {
            continue;
        };
        for chunk in [0, 1, u32::MAX] {
            let _ = opener.open_chunk(chunk, start);
        }
        let _ = opener.confirm_end(start);
        if let Some(span) = opener.layout().span(0..opener.layout().plain_len().min(100)) {
            let _ = opener.open_span(&span, start);
        }
    }
}
