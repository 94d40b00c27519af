//! A city that nobody lives in: what it signs is what hostile input starts from.

use std::sync::LazyLock;

use ciborium::Value;
use codes::{
    errand::{ERRAND_PREFIX, Errand},
    live::{CredentialClaims, DeviceSigner, LIVE_PREFIX, issue_credential, present},
    offer::{OFFER_PREFIX, Offer},
    revocation::{LIST_TTL_SECONDS, RevocationList, list_uri},
    trust::{CitySigner, TrustStore, TrustedKey},
};
use jiff::Timestamp;
use protocol::{
    Blob,
    api::{CityKey, TrustBundle},
};

const ISSUER: &str = "danang.gov.vn";
const SEED: [u8; 32] = [7; 32];

/// The instant of all checks.
pub(crate) fn now() -> Timestamp {
    at("2026-03-02T01:10:00Z")
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn city() -> CitySigner {
    CitySigner::from_seed(&SEED, ISSUER)
}

fn device() -> DeviceSigner {
    DeviceSigner::from_seed(&[9; 32])
}

/// What everything is checked with; made once, as a fuzzer asks for it thousands of times a second.
pub(crate) fn trust() -> &'static TrustStore {
    static TRUST: LazyLock<TrustStore> = LazyLock::new(|| TrustStore {
        issuer: ISSUER.to_owned(),
        keys: vec![TrustedKey::new(
            city().public_key(),
            at("2026-01-01T00:00:00Z"),
            at("2027-01-01T00:00:00Z"),
        )],
        as_of: at("2026-03-02T01:00:00Z"),
    });
    &TRUST
}

pub(crate) fn revocations() -> &'static RevocationList {
    static LIST: LazyLock<RevocationList> =
        LazyLock::new(|| RevocationList::open(&revocation_token(), trust()).unwrap());
    &LIST
}

/// A credential of the city.
pub fn credential() -> Vec<u8> {
    let claims = CredentialClaims {
        issuer: ISSUER.to_owned(),
        qid: "204810000000000017".parse().unwrap(),
        holder: "N. T. Á. Hoa".to_owned(),
        device_key: device().public_key(),
        issued_at: at("2026-03-01T00:00:00Z"),
        not_after: at("2026-03-31T00:00:00Z"),
        status_index: 4711,
    };
    issue_credential(&city(), &claims)
}

/// What a live code is, before it is letters.
pub fn live_bytes() -> Vec<u8> {
    let code = present(&credential(), &device(), now(), [5; 16]);
    base45::decode(code.strip_prefix(LIVE_PREFIX).unwrap()).unwrap()
}

/// What a verifier's code is, before it is letters.
pub fn offer_bytes() -> Vec<u8> {
    let offer = Offer {
        issuer: ISSUER.to_owned(),
        request: domain::RequestId(uuid::Uuid::from_u128(17)),
        organisation: "UBND phường Hải Châu".to_owned(),
        counter: "Quầy 2".to_owned(),
        purpose: "Cấp bản sao giấy khai sinh".to_owned(),
        made_at: at("2026-03-02T01:09:00Z"),
        expires_at: at("2026-03-02T01:14:00Z"),
    };
    base45::decode(offer.sign(&city()).strip_prefix(OFFER_PREFIX).unwrap()).unwrap()
}

/// What an errand pass is, before it is letters.
pub fn errand_bytes() -> Vec<u8> {
    let errand = Errand {
        issuer: ISSUER.to_owned(),
        errand: domain::ErrandId(uuid::Uuid::from_u128(18)),
        organisation: domain::OrganisationId(uuid::Uuid::from_u128(19)),
        organisation_name: "UBND phường Hải Châu".parse().unwrap(),
        giver: "Nguyễn Thị Ánh Hoa".parse().unwrap(),
        bearer: "204810000000000017".parse().unwrap(),
        bearer_name: "Trần Văn Minh".parse().unwrap(),
        title: "Giấy chứng nhận kết hôn".parse().unwrap(),
        dossier: "H17.12-260301-0042".parse().ok(),
        day: "2026-03-02".parse().unwrap(),
        made_at: at("2026-03-02T01:09:00Z"),
    };
    base45::decode(errand.sign(&city()).strip_prefix(ERRAND_PREFIX).unwrap()).unwrap()
}

/// A revocation list of the city.
pub fn revocation_token() -> Vec<u8> {
    let mut list = RevocationList::new(8192);
    list.revoke(42);
    list.sign(
        &city(),
        &list_uri(ISSUER),
        at("2026-03-02T00:00:00Z"),
        at("2026-03-03T00:00:00Z"),
    )
}

/// A list with any bytes where its compressed entries are, and with a signature that fits: what a city could be made to sign.
pub(crate) fn list_over(deflated: &[u8]) -> Vec<u8> {
    let bytes = |value: &Value| {
        let mut bytes = Vec::new();
        ciborium::into_writer(value, &mut bytes).unwrap();
        bytes
    };
    // Names of claims and headers: draft-ietf-oauth-status-list, RFC 8392 and RFC 9052.
    let list = Value::Map(vec![
        ("lst".into(), Value::Bytes(deflated.to_vec())),
        ("bits".into(), 1.into()),
    ]);
    let payload = bytes(&Value::Map(vec![
        (2.into(), list_uri(ISSUER).into()),
        (4.into(), at("2026-03-03T00:00:00Z").as_second().into()),
        (6.into(), at("2026-03-02T00:00:00Z").as_second().into()),
        (65533.into(), list),
        (65534.into(), LIST_TTL_SECONDS.into()),
    ]));
    let protected = bytes(&Value::Map(vec![
        (1.into(), (-8).into()),
        (4.into(), Value::Bytes(city().id().to_vec())),
        (16.into(), "application/statuslist+cwt".into()),
    ]));
    let signed = bytes(&Value::Array(vec![
        "Signature1".into(),
        Value::Bytes(protected.clone()),
        Value::Bytes(Vec::new()),
        Value::Bytes(payload.clone()),
    ]));
    // Only the city has a signer for such bytes, but a device of the same seed signs alike.
    let signature = DeviceSigner::from_seed(&SEED).sign(&signed);
    let parts = [protected, payload, signature.to_vec()].map(Value::Bytes);
    let [protected, payload, signature] = parts;
    bytes(&Value::Tag(
        18,
        Box::new(Value::Array(vec![
            protected,
            Value::Map(Vec::new()),
            payload,
            signature,
        ])),
    ))
}

/// The keys of the city, as it publishes them.
pub fn trust_bundle() -> TrustBundle {
    let TrustStore { issuer, keys, as_of } = trust().clone();
    let key = |key: TrustedKey| CityKey {
        id: Blob(key.id.to_vec()),
        public_key: Blob(key.public_key.to_vec()),
        not_before: key.not_before,
        not_after: key.not_after,
        revoked: key.revoked,
    };
    TrustBundle {
        issuer,
        keys: keys.into_iter().map(key).collect(),
        as_of,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_made_by_hand_is_the_citys() {
        let entries = [0x78, 0x9C, 0x63, 0x60, 0x20, 0x0E, 0, 0];
        let by_hand = RevocationList::open(&list_over(&entries), trust());
        // Signed well, compressed badly.
        assert_eq!(by_hand.err(), Some(codes::revocation::RevocationError::Malformed));
        let empty = [0x78, 0x9C, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01];
        assert_eq!(RevocationList::open(&list_over(&empty), trust()).unwrap().capacity(), 0);
    }
}
