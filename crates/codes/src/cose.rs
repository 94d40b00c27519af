//! COSE_Sign1 (RFC 9052) in the one form this house writes.
//!
//! Whatever is read is written again and must come out byte for byte: so there is one encoding
//! of each signed thing, nothing can hide in an unprotected header, a long integer or after the
//! end, and every bit is covered either by a signature or by this comparison.

use ciborium::Value;
use coset::{CborSerializable, CoseSign1, ProtectedHeader, SignatureContext, TaggedCborSerializable};

use crate::trust::{self, KeyId};

/// EdDSA in the registry of COSE algorithms (RFC 9053 section 2.2).
const EDDSA: i64 = -8;
/// Header labels (RFC 9052 section 3.1; `typ`: RFC 9596).
const HEADER_ALGORITHM: i64 = 1;
const HEADER_KEY_ID: i64 = 4;
const HEADER_TYPE: i64 = 16;

/// What a kind of signed thing has in common: whether CBOR tag 18 comes first, and its type.
#[derive(Clone, Copy)]
pub(crate) struct Shape {
    /// Begins with the tag of COSE_Sign1.
    pub(crate) tagged: bool,
    /// The `typ` header.
    pub(crate) content_type: Option<&'static str>,
}

/// A COSE_Sign1 that has the right form; its signature is not yet checked.
pub(crate) struct Signed {
    /// The signer's key as the protected header names it.
    pub(crate) key_id: Option<KeyId>,
    /// The signed bytes.
    pub(crate) payload: Vec<u8>,
    protected: Vec<u8>,
    signature: [u8; 64],
}

/// Signs `payload` together with `external` data that both sides know.
pub(crate) fn seal(
    shape: Shape,
    key_id: Option<KeyId>,
    payload: Vec<u8>,
    external: &[u8],
    sign: impl FnOnce(&[u8]) -> [u8; 64],
) -> Vec<u8> {
    let draft = Draft::new(shape, key_id, payload);
    let signature = sign(&draft.message(external));
    draft.signed(signature)
}

/// What [`seal`] makes, before it is signed: some keys sign only by and by.
pub(crate) struct Draft {
    shape: Shape,
    key_id: Option<KeyId>,
    payload: Vec<u8>,
    protected: Vec<u8>,
}

impl Draft {
    pub(crate) fn new(shape: Shape, key_id: Option<KeyId>, payload: Vec<u8>) -> Self {
        Self {
            shape,
            key_id,
            payload,
            protected: protected_header(shape, key_id),
        }
    }

    /// What is to be signed, together with `external` data that both sides know.
    pub(crate) fn message(&self, external: &[u8]) -> Vec<u8> {
        to_be_signed(&self.protected, external, &self.payload)
    }

    /// The signed thing; with a wrong signature it is refused wherever it is read.
    pub(crate) fn signed(self, signature: [u8; 64]) -> Vec<u8> {
        let signed = Signed {
            key_id: self.key_id,
            payload: self.payload,
            protected: self.protected,
            signature,
        };
        assemble(self.shape, &signed)
    }
}

/// Reads what [`seal`] wrote; `None` for anything else, however close.
pub(crate) fn open(shape: Shape, bytes: &[u8]) -> Option<Signed> {
    let read = if shape.tagged {
        CoseSign1::from_tagged_slice(bytes)
    } else {
        CoseSign1::from_slice(bytes)
    };
    let read = read.ok()?;
    let header = &read.protected.header;
    let key_id = match header.key_id.as_slice() {
        [] => None,
        id => Some(KeyId::try_from(id).ok()?),
    };
    let signed = Signed {
        key_id,
        payload: read.payload?,
        protected: protected_header(shape, key_id),
        signature: read.signature.try_into().ok()?,
    };
    (assemble(shape, &signed) == bytes).then_some(signed)
}

impl Signed {
    /// Whether the key signed the payload and the external data.
    pub(crate) fn verify(&self, public_key: &[u8; 32], external: &[u8]) -> bool {
        let message = to_be_signed(&self.protected, external, &self.payload);
        trust::verify_signature(public_key, &message, &self.signature)
    }
}

/// CBOR bytes of a value. Lengths are definite and integers shortest (RFC 8949 section 4.2.1);
/// the order of map keys is the caller's.
pub(crate) fn to_bytes(value: &Value) -> Vec<u8> {
    let mut bytes = Vec::new();
    let written = ciborium::into_writer(value, &mut bytes);
    debug_assert!(written.is_ok(), "a vector takes every byte");
    bytes
}

/// The one value that `bytes` holds from first to last; `None` when it has another encoding too.
pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Value> {
    let value: Value = ciborium::from_reader(bytes).ok()?;
    (to_bytes(&value) == bytes).then_some(value)
}

fn protected_header(shape: Shape, key_id: Option<KeyId>) -> Vec<u8> {
    let mut entries = vec![(HEADER_ALGORITHM.into(), EDDSA.into())];
    if let Some(id) = key_id {
        entries.push((HEADER_KEY_ID.into(), Value::Bytes(id.to_vec())));
    }
    if let Some(content_type) = shape.content_type {
        entries.push((HEADER_TYPE.into(), content_type.into()));
    }
    to_bytes(&Value::Map(entries))
}

fn assemble(shape: Shape, signed: &Signed) -> Vec<u8> {
    let array = Value::Array(vec![
        Value::Bytes(signed.protected.clone()),
        Value::Map(Vec::new()),
        Value::Bytes(signed.payload.clone()),
        Value::Bytes(signed.signature.to_vec()),
    ]);
    to_bytes(&if shape.tagged {
        Value::Tag(CoseSign1::TAG, Box::new(array))
    } else {
        array
    })
}

fn to_be_signed(protected: &[u8], external: &[u8], payload: &[u8]) -> Vec<u8> {
    let header = ProtectedHeader {
        original_data: Some(protected.to_vec()),
        ..ProtectedHeader::default()
    };
    coset::sig_structure_data(SignatureContext::CoseSign1, header, None, external, payload)
}
