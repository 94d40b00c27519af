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
id!(
    /// An organisation that serves residents; made by the city.
    OrganisationId
);
id!(
    /// A citizen's role in an organisation; made by the server.
    MemberId
);
id!(
    /// A counter of an organisation; made by whoever adds it.
    CounterId
);
id!(
    /// A purpose for which an organisation asks; made by whoever adds it.
    PurposeId
);
id!(
    /// An officer's time at a counter; made by the server.
    ShiftId
);
id!(
    /// One check of a code at a counter, and its idempotency key; made by the counter's device.
    CheckId
);
id!(
    /// A request to share, and its idempotency key; made by the counter's device.
    RequestId
);
id!(
    /// An errand pass, and its idempotency key; made by the device of whoever gives it.
    ErrandId
);
id!(
    /// An entry of a citizen's access history; made by the server.
    AccessId
);
