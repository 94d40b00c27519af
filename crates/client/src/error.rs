//! From the causes of each operation to what the UI is told: the only place where they meet.

use protocol::{
    app::AppError,
    problem::{ErrorCode, Problem},
};

use crate::{
    city::CityError,
    documents::{FileError, TransferError},
    port::{CameraError, OpenVaultError, SaveError, ScannerError, SettingsError, VaultError},
    scan::PictureFailure,
    session::AccountError,
    sync::SyncError,
};

impl From<CityError> for AppError {
    fn from(error: CityError) -> Self {
        match error {
            CityError::Unreachable(_) => Self::Offline,
            CityError::Incomprehensible => Self::CityIncomprehensible,
            CityError::Problem(problem) => of_problem(*problem),
        }
    }
}

fn of_problem(problem: Problem) -> AppError {
    match problem.code {
        ErrorCode::SessionExpired | ErrorCode::TokenReused | ErrorCode::Unauthenticated => AppError::SessionEnded,
        ErrorCode::DeviceRevoked | ErrorCode::DeviceWipeOrdered => AppError::DeviceRemoved,
        code @ (ErrorCode::InvalidRequest
        | ErrorCode::InvalidField
        | ErrorCode::AccessTokenExpired
        | ErrorCode::ProofInvalid
        | ErrorCode::NotAllowed
        | ErrorCode::NoShift
        | ErrorCode::ShiftLocked
        | ErrorCode::NotFound
        | ErrorCode::MethodNotAllowed
        | ErrorCode::Conflict
        | ErrorCode::TooManyCards
        | ErrorCode::TooManyErrands
        | ErrorCode::LastAdministrator
        | ErrorCode::RequestOver
        | ErrorCode::ShareOver
        | ErrorCode::CardRevoked
        | ErrorCode::CodeExpired
        | ErrorCode::PayloadTooLarge
        | ErrorCode::UnsupportedMediaType
        | ErrorCode::RangeNotSatisfiable
        | ErrorCode::BeyondPurpose
        | ErrorCode::CheckFirst
        | ErrorCode::NotWhatIsAsked
        | ErrorCode::ContentDamaged
        | ErrorCode::CodeWrong
        | ErrorCode::CodeVoid
        | ErrorCode::DigestMismatch
        | ErrorCode::NotYours
        | ErrorCode::AppTooOld
        | ErrorCode::TooManyRequests
        | ErrorCode::TooManyChecks
        | ErrorCode::TooManySends
        | ErrorCode::Internal
        | ErrorCode::SmsUnavailable
        | ErrorCode::Unavailable
        | ErrorCode::Timeout) => AppError::City {
            code,
            attempts_left: problem.attempts_left,
            retry_after: problem.retry_after,
            incident: problem.instance,
        },
    }
}

impl From<AccountError> for AppError {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::City(error) => error.into(),
            AccountError::SessionEnded => Self::SessionEnded,
            AccountError::DeviceRemoved | AccountError::WipeOrdered => Self::DeviceRemoved,
            AccountError::Vault(error) => error.into(),
        }
    }
}

impl From<VaultError> for AppError {
    fn from(error: VaultError) -> Self {
        match error {
            VaultError::Damaged => Self::VaultDamaged,
            VaultError::DiskFull => Self::DiskFull,
            VaultError::Closed => Self::Locked,
            VaultError::Io => Self::Internal,
        }
    }
}

impl From<OpenVaultError> for AppError {
    fn from(error: OpenVaultError) -> Self {
        match error {
            OpenVaultError::Absent => Self::NotFound,
            OpenVaultError::WrongPin {
                attempts_left,
                wait_seconds,
            } => Self::WrongPin {
                attempts_left,
                wait_seconds,
            },
            OpenVaultError::Delayed {
                attempts_left,
                wait_seconds,
            } => Self::PinDelayed {
                attempts_left,
                wait_seconds,
            },
            OpenVaultError::Erased => Self::VaultErased,
            OpenVaultError::KeyringMissing => Self::KeyringMissing,
            OpenVaultError::Newer => Self::VaultNewer,
            OpenVaultError::Vault(error) => error.into(),
        }
    }
}

impl From<SettingsError> for AppError {
    fn from(error: SettingsError) -> Self {
        match error {
            SettingsError::DiskFull => Self::DiskFull,
            SettingsError::Failed => Self::Internal,
        }
    }
}

impl From<SaveError> for AppError {
    fn from(error: SaveError) -> Self {
        match error {
            SaveError::DiskFull => Self::DiskFull,
            SaveError::Failed => Self::NotSaved,
        }
    }
}

impl From<CameraError> for AppError {
    fn from(error: CameraError) -> Self {
        match error {
            CameraError::Absent => Self::CameraAbsent,
            CameraError::Denied => Self::CameraDenied,
        }
    }
}

impl From<FileError> for AppError {
    fn from(error: FileError) -> Self {
        match error {
            FileError::TooLarge { bytes, limit } => Self::FileTooLarge { bytes, limit },
            FileError::Empty => Self::FileEmpty,
            FileError::Kind => Self::FileKind,
        }
    }
}

impl From<PictureFailure> for AppError {
    fn from(error: PictureFailure) -> Self {
        match error {
            PictureFailure::Scanner(ScannerError::Unreadable) => Self::PictureUnreadable,
            PictureFailure::Scanner(ScannerError::Unavailable) => Self::Offline,
            PictureFailure::NoCode => Self::NoCode,
        }
    }
}

impl From<TransferError> for AppError {
    fn from(error: TransferError) -> Self {
        match error {
            TransferError::Account(error) => error.into(),
            TransferError::Absent => Self::NotFound,
            TransferError::Damaged => Self::ContentDamaged,
            TransferError::Cancelled => Self::Cancelled,
        }
    }
}

impl From<SyncError> for AppError {
    fn from(error: SyncError) -> Self {
        match error {
            SyncError::Account(error) => error.into(),
            SyncError::Stopped => Self::Cancelled,
        }
    }
}
