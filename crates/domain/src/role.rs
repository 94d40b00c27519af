//! Who may do what for an organisation: the one table of roles.

use serde::{Deserialize, Serialize};

/// What a citizen is to an organisation. One person may be both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Cán bộ: serves at a counter.
    Officer,
    /// Quản trị viên: manages the organisation's people, counters and purposes, and watches over what its officers do.
    /// Never sees a resident's data.
    Administrator,
}

/// What may be done for an organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Permission {
    /// Know its counters and purposes.
    SeeOrganisation,
    /// Begin, unlock and end a shift at a counter.
    KeepShift,
    /// Check residents' codes.
    CheckCodes,
    /// Ask residents to share.
    AskToShare,
    /// Read what a resident shared.
    ReadShared,
    /// Add, move and close counters.
    ManageCounters,
    /// Register and retire purposes.
    ManagePurposes,
    /// Invite and remove officers and administrators.
    ManageMembers,
    /// See unusual patterns of officers' work.
    WatchPatterns,
    /// Take out the list of what an officer saw.
    ExportSeen,
    /// Answer what residents contest.
    AnswerContests,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 2] = [Self::Officer, Self::Administrator];

    /// The wire form.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Officer => "officer",
            Self::Administrator => "administrator",
        }
    }

    /// The table: whether this role may.
    pub fn may(self, permission: Permission) -> bool {
        use Permission as P;
        match permission {
            P::SeeOrganisation => true,
            P::KeepShift | P::CheckCodes | P::AskToShare | P::ReadShared => self == Self::Officer,
            P::ManageCounters
            | P::ManagePurposes
            | P::ManageMembers
            | P::WatchPatterns
            | P::ExportSeen
            | P::AnswerContests => self == Self::Administrator,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_reads_residents_data_does_not_watch_over_it() {
        use Permission as P;
        assert!(Role::Officer.may(P::ReadShared) && !Role::Administrator.may(P::ReadShared));
        assert!(Role::Administrator.may(P::ExportSeen) && !Role::Officer.may(P::ExportSeen));
        assert!(Role::ALL.iter().all(|role| role.may(P::SeeOrganisation)));
    }
}
