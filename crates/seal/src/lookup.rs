//! Finding a sealed value without opening every row: a keyed hash of the value is stored beside it and searched for.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::{Aad, KEY_LEN, Key};

/// The lookup of `value` in `domain`: HMAC-SHA-256 (RFC 2104, FIPS 198-1) under `key` over both, length-prefixed. 32
/// bytes, to be stored in an indexed column beside the sealed value.
///
/// `domain` is a constant naming what is looked up ("phone", "personal number"): the same value in two domains has
/// unrelated lookups, so columns can't be joined by someone holding the file. `value` must be in its one canonical form
/// (a phone number in E.164, text in NFC): a lookup finds equal bytes, nothing else.
///
/// Equal values have equal lookups, and that is all a holder of the file learns without the key. *With* the key, short
/// values (phone numbers, personal numbers) can be tried one by one: keep the key where the sealing keys are, derived
/// for this purpose.
#[must_use]
pub fn lookup(key: &Key, domain: &str, value: &[u8]) -> [u8; 32] {
    hmac_sha256(key, Aad::new("lookup").text(domain).bytes(value).as_bytes())
}

/// HMAC-SHA-256. A key shorter than the hash's block is padded with zeros (RFC 2104 section 2); doing it here makes the
/// call infallible.
pub(crate) fn hmac_sha256(key: &Key, message: &[u8]) -> [u8; 32] {
    let mut block = Zeroizing::new([0; 64]);
    block[..KEY_LEN].copy_from_slice(key.expose());
    Hmac::<Sha256>::new((&*block).into())
        .chain_update(message)
        .finalize()
        .into_bytes()
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4231 sections 4.2 to 4.5. Their keys are shorter than ours; HMAC pads a short key with zeros, so padding
    /// them first is the same computation. (Cases 5 to 7 are about truncation and keys longer than a block, which don't
    /// exist here.)
    #[test]
    fn rfc_4231_test_cases_1_to_4() {
        let long_key: Vec<u8> = (1..=25).collect();
        let cases: [(&[u8], &[u8], &str); 4] = [
            (
                &[0x0b; 20],
                b"Hi There",
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
            ),
            (
                b"Jefe",
                b"what do ya want for nothing?",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            ),
            (
                &[0xaa; 20],
                &[0xdd; 50],
                "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
            ),
            (
                &long_key,
                &[0xcd; 50],
                "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
            ),
        ];
        for (short, message, expected) in cases {
            let mut padded = [0; KEY_LEN];
            padded[..short.len()].copy_from_slice(short);
            assert_eq!(hex::encode(hmac_sha256(&Key::from_bytes(&padded), message)), expected);
        }
    }

    #[test]
    fn lookups_depend_on_key_domain_and_value() {
        let key = Key::from_bytes(&[1; 32]);
        let found = lookup(&key, "phone", b"+84900000000");
        assert_eq!(found, lookup(&key, "phone", b"+84900000000"));
        assert_ne!(found, lookup(&key, "phone", b"+84900000001"));
        assert_ne!(found, lookup(&key, "phone+", b"84900000000"));
        assert_ne!(found, lookup(&key, "number", b"+84900000000"));
        assert_ne!(found, lookup(&Key::from_bytes(&[2; 32]), "phone", b"+84900000000"));
    }
}
