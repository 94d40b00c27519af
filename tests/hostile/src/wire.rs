//! What comes from a server that need not be the city's.

use client::trust_store;
use protocol::{api::TrustBundle, problem::Problem};

/// The keys of a city.
pub(crate) fn trust(bytes: &[u8]) {
    let Ok(bundle) = serde_json::from_slice::<TrustBundle>(bytes) else {
        return;
    };
    let again = serde_json::to_vec(&bundle).expect("what was read is written");
    assert_eq!(
        serde_json::from_slice::<TrustBundle>(&again).ok().as_ref(),
        Some(&bundle)
    );
    if let Some(store) = trust_store(bundle) {
        for key in &store.keys {
            assert_eq!(key.id, codes::trust::key_id(&key.public_key));
        }
    }
}

/// A refusal.
pub(crate) fn problem(bytes: &[u8]) {
    let Ok(problem) = serde_json::from_slice::<Problem>(bytes) else {
        return;
    };
    let again = serde_json::to_vec(&problem).expect("what was read is written");
    assert_eq!(serde_json::from_slice::<Problem>(&again).ok(), Some(problem));
}
