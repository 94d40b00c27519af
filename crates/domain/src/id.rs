//! Identifiers: UUIDs (RFC 9562), one type each so that they can't be mixed up.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    };
}

id!(
    /// A citizen at the city; made by the server.
    CitizenId
);
id!(
    /// A person's vault on one device; made by the device, unknown to the city.
    PersonId
);
id!(
    /// A paper in the store; made by whoever adds it.
    DocumentId
);
id!(
    /// A device bound to a citizen; made by the server at sign-in.
    DeviceId
);
id!(
    /// A transaction session opened by an OTP; made by the server.
    SessionId
);
id!(
    /// One OTP challenge; made by the server.
    ChallengeId
);
id!(
    /// One change a device asks for, and its idempotency key; made by the device.
    OperationId
);
