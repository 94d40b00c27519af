//! Yesterday's ciphertexts open forever, and today's are the same bytes. The files were made by another implementation;
//! see `tests/vectors/README.md`.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;

use congdanso_seal::{
    Aad, Cost, Key, NoRandomness, Opener, STREAM_HEADER_LEN, SetDigest, harden, lookup, open, open_stream, seal,
    seal_stream, unwrap_key, wrap_key,
};

/// The values of a vector file, by name.
struct Vector(BTreeMap<String, Vec<u8>>);

impl Vector {
    fn read(name: &str) -> Self {
        let path = format!("{}/tests/vectors/{name}-v1.hex", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(&path).expect(&path);
        let values = text.lines().filter(|line| !line.starts_with('#')).map(|line| {
            let (name, value) = line.split_once('=').expect(line);
            (name.trim().to_owned(), hex::decode(value.trim()).expect(line))
        });
        Self(values.collect())
    }

    fn get(&self, name: &str) -> &[u8] {
        &self.0[name]
    }

    fn key(&self, name: &str) -> Key {
        Key::try_from(self.get(name)).unwrap()
    }
}

/// A source that gives exactly `bytes`, once.
fn once(bytes: &[u8]) -> impl FnMut(&mut [u8]) -> Result<(), NoRandomness> {
    let mut left = Some(bytes.to_vec());
    move |place| {
        place.copy_from_slice(&left.take().ok_or(NoRandomness)?);
        Ok(())
    }
}

#[test]
fn a_value() {
    let vector = Vector::read("value");
    let (key, aad) = (vector.key("key"), Aad::cell("documents", vector.get("row"), "title", 3));
    assert_eq!(
        open(&key, &aad, vector.get("sealed")).unwrap().as_slice(),
        vector.get("plaintext")
    );
    let again = seal(&key, &aad, vector.get("plaintext"), &mut once(vector.get("nonce"))).unwrap();
    assert_eq!(again, vector.get("sealed"));
}

#[test]
fn a_wrapped_key() {
    let vector = Vector::read("wrapped-key");
    let (outer, aad) = (vector.key("outer"), Aad::new("person key").number(4));
    let inner = unwrap_key(&outer, &aad, vector.get("wrapped")).unwrap();
    assert_eq!(inner.expose(), vector.get("inner"));
    assert_eq!(
        wrap_key(&outer, &aad, &inner, &mut once(vector.get("nonce"))).unwrap(),
        vector.get("wrapped")
    );
}

#[test]
fn keyed_results() {
    let vector = Vector::read("keyed");
    let (key, other) = (vector.key("key"), vector.key("other"));
    assert_eq!(key.derive("table key", b"documents").expose(), vector.get("derived"));
    assert_eq!(key.combine(&other, "unlock", b"7").expose(), vector.get("combined"));
    assert_eq!(lookup(&key, "phone", vector.get("value")), vector.get("lookup"));
    let mut digest = SetDigest::default();
    for entry in [b"second".as_slice(), b"first", b"second"] {
        digest.add(&key, entry);
    }
    assert_eq!(digest.encode(), vector.get("digest"));
    assert_eq!(SetDigest::decode(vector.get("digest")).unwrap(), digest);
}

#[test]
fn hardened_pins() {
    for (name, cost) in [("pin-with-keyring", Cost::WITH_KEYRING), ("pin-alone", Cost::PIN_ALONE)] {
        let vector = Vector::read(name);
        assert_eq!(Cost::decode(vector.get("cost")), Ok(cost), "{name}");
        assert_eq!(cost.encode(), vector.get("cost"), "{name}");
        let salt = vector.get("salt").try_into().unwrap();
        assert_eq!(
            harden(vector.get("pin"), salt, cost).unwrap().expose(),
            vector.get("key"),
            "{name}"
        );
    }
}

#[test]
fn streams() {
    for name in ["empty", "short", "two-chunks", "full-chunk"] {
        let vector = Vector::read(&format!("stream-{name}"));
        let (key, aad) = (vector.key("key"), Aad::new("document").bytes(vector.get("row")));
        let (content, sealed) = (vector.get("content"), vector.get("sealed"));
        assert_eq!(open_stream(&key, &aad, sealed).unwrap().as_slice(), content, "{name}");
        if name == "empty" || name == "short" {
            let again = seal_stream(&key, &aad, content, &mut once(vector.get("salt"))).unwrap();
            assert_eq!(again, sealed, "{name}: today's chunks are 64 KiB");
        }
    }
}

#[test]
fn a_part_of_a_stream() {
    let vector = Vector::read("stream-two-chunks");
    let (content, sealed) = (vector.get("content"), vector.get("sealed"));
    let aad = Aad::new("document").bytes(vector.get("row"));
    let opener = Opener::new(
        &vector.key("key"),
        &aad,
        &sealed[..STREAM_HEADER_LEN],
        sealed.len() as u64,
    )
    .unwrap();
    let span = opener.layout().span(1000..1100).unwrap();
    let fetched = &sealed[span.sealed.start as usize..span.sealed.end as usize];
    assert_eq!(
        opener.open_span(&span, fetched).unwrap().as_slice(),
        &content[1000..1100]
    );
}

/// Without the feature `testing` a cost that protects nothing is refused, also when it is read from a file.
#[cfg(not(feature = "testing"))]
#[test]
fn production_refuses_a_cheap_cost() {
    for (memory_kib, passes) in [(64, 1), (19 * 1024 - 1, 2), (64 * 1024, 1)] {
        assert!(Cost::new(memory_kib, passes, 1).is_err());
    }
    assert!(Cost::decode(&[1, 0, 0, 0, 64, 0, 1, 1]).is_err());
    assert!(Cost::new(19 * 1024, 2, 1).is_ok());
}
