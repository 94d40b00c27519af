//! What the city states in a code that no device has a part in: a prefix, and base45 (RFC 9285) of a COSE_Sign1 over an
//! array.

use ciborium::Value;
use jiff::Timestamp;

use crate::{
    cose::{self, Shape, Signed},
    trust::{CitySigner, KeyId, KeyProblem, TrustStore},
};

/// A kind of statement.
pub(crate) trait Statement: Sized {
    /// How its code begins.
    const PREFIX: &'static str;
    /// Longer than any code of this kind that this crate writes, in characters.
    const MAX_CHARS: usize;
    /// The `typ` of its envelope: no kind passes for another, nor for a credential, which has none.
    const TYPE: &'static str;

    /// The city's name.
    fn issuer(&self) -> &str;
    /// When it was made.
    fn made_at(&self) -> Timestamp;
    /// What it says, in order.
    fn to_parts(&self) -> Vec<Value>;
    /// Reads what [`Statement::to_parts`] wrote.
    fn from_parts(parts: &[Value]) -> Option<Self>;
}

/// What the signature of a statement is worth.
pub(crate) enum Signature<T> {
    /// The city signed it.
    Signed(T),
    /// Signed in the name of another city, or with a key this device does not know.
    UnknownIssuer,
    /// Nobody signed it who may.
    Forged,
}

fn shape<T: Statement>() -> Shape {
    Shape {
        tagged: false,
        content_type: Some(T::TYPE),
    }
}

pub(crate) fn sign<T: Statement>(statement: &T, city: &CitySigner) -> String {
    let payload = cose::to_bytes(&Value::Array(statement.to_parts()));
    let bytes = cose::seal(shape::<T>(), Some(city.id()), payload, &[], |message| {
        city.sign(message)
    });
    format!("{}{}", T::PREFIX, base45::encode(bytes))
}

/// The key that is said to have signed it, and what it says; `None` when it is damaged.
pub(crate) fn look_inside<T: Statement>(text: &str) -> Option<(KeyId, T)> {
    let (signed, statement) = read(text)?;
    Some((signed.key_id?, statement))
}

pub(crate) fn check<T: Statement>(text: &str, trust: &TrustStore) -> Signature<T> {
    let Some((signed, statement)) = read::<T>(text) else {
        return Signature::Forged;
    };
    let Some(key) = signed.key_id.filter(|_| statement.issuer() == trust.issuer) else {
        return Signature::UnknownIssuer;
    };
    match trust.key_for(key, statement.made_at()) {
        Ok(key) if signed.verify(&key.public_key, &[]) => Signature::Signed(statement),
        Err(KeyProblem::Unknown) => Signature::UnknownIssuer,
        Ok(_) | Err(KeyProblem::Revoked | KeyProblem::NotInUse) => Signature::Forged,
    }
}

fn read<T: Statement>(text: &str) -> Option<(Signed, T)> {
    if text.len() > T::MAX_CHARS {
        return None;
    }
    let letters = text.strip_prefix(T::PREFIX)?;
    let bytes = base45::decode(letters).ok()?;
    if base45::encode(&bytes) != letters {
        return None;
    }
    let signed = cose::open(shape::<T>(), &bytes)?;
    let parts = cose::from_bytes(&signed.payload)?.into_array().ok()?;
    Some((signed, T::from_parts(&parts)?))
}
