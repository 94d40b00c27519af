//! English.

use domain::{DocumentKind, DocumentOrigin, MediaType, NumberMismatch, ProfileField, Sex, Source, Validity};
use protocol::{
    api::{DeviceState, ErrandVerdict, Platform},
    app::{AppError, ContentState, InputField, Language, LockReason, SignatureView, TextSize, Theme, Verdict},
    problem::ErrorCode,
};

use super::{Said, Voice, bytes};

/// The English voice.
pub(super) struct English;

impl Voice for English {
    fn error(&self, error: &AppError) -> Said {
        let (what, then) = match error {
            AppError::InvalidInput { .. } => ("Some of this does not fit yet.", "Please look at the marked fields."),
            AppError::Offline => (
                "The city can't be reached.",
                "Nothing is lost. Please check the network, then try again.",
            ),
            AppError::CookiesBlocked => (
                "This browser blocks cookies, so you can't sign in yet.",
                "Allow cookies for this site in the browser's settings, then try again. The site uses them only to keep you signed in.",
            ),
            AppError::City {
                code,
                attempts_left,
                retry_after,
                ..
            } => {
                return self.city(*code, *attempts_left, *retry_after);
            }
            AppError::CityIncomprehensible => (
                "The city's answer can't be read.",
                "Something on your network may be in between, or the app may be old. Try another network or update the app.",
            ),
            AppError::SessionEnded => (
                "Your session with the city has ended.",
                "Get a code by text message to go on; papers kept on this device still open.",
            ),
            AppError::DeviceRemoved => (
                "This device was removed from the account.",
                "Papers kept here still open. To use the city again, get a code by text message, then look at Devices.",
            ),
            AppError::Locked => ("The app is locked.", "Enter your PIN to open it."),
            AppError::NoSignIn => ("This sign-in is no longer there.", "Please start again."),
            AppError::WrongPin { attempts_left, .. } => return Said::new("Wrong PIN.", tries(*attempts_left)),
            AppError::PinDelayed { wait_seconds, .. } => {
                return Said::new(
                    "Several wrong PINs.",
                    format!("Wait {} before the next try.", self.duration(u64::from(*wait_seconds))),
                );
            }
            AppError::VaultErased => (
                "After too many wrong PINs, the data on this device was erased.",
                "Your profile at the city is untouched. Sign in again to fetch it.",
            ),
            AppError::VaultDamaged => (
                "The data on this device is damaged and does not open.",
                "Your profile at the city is untouched. Remove it from this device and sign in again.",
            ),
            AppError::VaultNewer => (
                "The data on this device was written by a newer version of the app.",
                "Update the app and open it again.",
            ),
            AppError::KeyringMissing => (
                "This computer's keyring does not have your part of the key.",
                "Sign in to the computer as usual and try again. If it was set up anew, remove your data from this device and sign in again.",
            ),
            AppError::DiskFull => ("This device is full.", "Remove files you don't need and try again."),
            AppError::FileTooLarge { bytes: size, limit } => {
                return Said::new(
                    format!(
                        "The file is {}, more than the limit of {}.",
                        bytes(*size, Language::En),
                        bytes(*limit, Language::En)
                    ),
                    "Choose a smaller file, or scan it again at a lower resolution.",
                );
            }
            AppError::FileEmpty => ("This file is empty.", "Choose another file."),
            AppError::FileKind => (
                "This file is no PDF, JPEG, PNG or WebP.",
                "Save it as one of these and choose it again.",
            ),
            AppError::PictureUnreadable => ("This picture can't be read.", "Try another one: JPEG, PNG or WebP."),
            AppError::NoCode => (
                "No code found in the picture.",
                "Go closer, in good light, with the whole code in view, and try again.",
            ),
            AppError::CameraAbsent => (
                "The camera does not open.",
                "There may be none, or another program uses it. You can choose a picture instead.",
            ),
            AppError::CameraDenied => (
                "This device does not let the app use the camera.",
                "Allow it in the device's settings, or choose a picture instead.",
            ),
            AppError::NotFound => (
                "This is no longer there.",
                "It may have been removed on another device.",
            ),
            AppError::NotYours => (
                "This belongs to whoever verified or issued it; you can't change it yourself.",
                "If it is wrong, tell them.",
            ),
            AppError::NoCredential => (
                "This device has no credential from the city yet.",
                "Connect once to get it; from then on the live code works without a network.",
            ),
            AppError::ContentAbsent => (
                "This paper's file is not on this device yet.",
                "Download it when connected.",
            ),
            AppError::ContentDamaged => (
                "The copy of this file is damaged.",
                "Download it again; the damaged copy was dropped.",
            ),
            AppError::NotSaved => ("The file was not saved.", "Look whether Downloads takes files."),
            AppError::Cancelled => ("Stopped, as you asked.", ""),
            AppError::Internal => (
                "The app failed at this.",
                "Nothing of yours is lost. Try again; if it stays, open the app anew.",
            ),
        };
        Said::new(what, then)
    }

    fn input(&self, field: InputField) -> &'static str {
        match field {
            InputField::Identifier => "Enter a 10-digit phone number or a 12-digit personal number.",
            InputField::PersonalNumber => "A personal number has exactly 12 digits.",
            InputField::FullName => "Enter the full name as on the card, letters only.",
            InputField::BirthDate => "Enter a real date of birth as day/month/year, from 1900 on.",
            InputField::Sex => "Choose the sex.",
            InputField::Phone => "Enter a Vietnamese mobile number: 10 digits, starting with 0.",
            InputField::Ward => "Choose a ward from the list.",
            InputField::Address => "At most 200 characters, without odd ones.",
            InputField::FormerIdNumber => "A former identity card number has exactly 9 digits.",
            InputField::HealthInsuranceNumber => "A health-insurance number has 10 or 15 characters.",
            InputField::Email => "An e-mail address looks like name@place.vn.",
            InputField::Occupation => "At most 200 characters, without odd ones.",
            InputField::Code => "The code in the message has 6 digits.",
            InputField::Pin => "A PIN has exactly 6 digits.",
            InputField::PinTrivial => "This PIN is easy to guess. Choose digits that don't repeat or run in order.",
            InputField::Label => "The shown name has 1 to 24 characters.",
            InputField::Title => "Give this paper a name of at most 120 characters.",
            InputField::Number => "A paper's number has at most 60 characters.",
            InputField::IssuedOn => "Enter a real date of issue as day/month/year.",
            InputField::ExpiresOn => "Enter a real last day, not before the date of issue.",
            InputField::RefusalWords => "At most 300 characters.",
            InputField::ContestWords => "Write a few words, at most 1,000 characters.",
            InputField::CodeNumber => "The number under the code has 6 digits.",
            InputField::Organisation => "Choose from the list where it is collected.",
            InputField::BearerNumber => "Enter the 12-digit personal number of whoever collects it, not your own.",
            InputField::BearerName => "Enter the name of whoever collects it, letters only.",
            InputField::ErrandTitle => "Say what is collected, in at most 120 characters.",
            InputField::Dossier => "A dossier's code has at most 40 characters.",
            InputField::ErrandDay => "Enter today or a day within the next 30 days, as day/month/year.",
        }
    }

    fn input_name(&self, field: InputField) -> &'static str {
        match field {
            InputField::Identifier => "Phone or personal number",
            InputField::PersonalNumber => "Personal number",
            InputField::FullName => "Full name",
            InputField::BirthDate => "Date of birth",
            InputField::Sex => "Sex",
            InputField::Phone => "Phone number",
            InputField::Ward => "Ward of residence",
            InputField::Address => "House number and street",
            InputField::FormerIdNumber => "Former identity card number",
            InputField::HealthInsuranceNumber => "Health-insurance number",
            InputField::Email => "E-mail",
            InputField::Occupation => "Occupation",
            InputField::Code => "Code in the message",
            InputField::Pin | InputField::PinTrivial => "PIN",
            InputField::Label => "Shown name",
            InputField::Title => "Name of the paper",
            InputField::Number => "Number of the paper",
            InputField::IssuedOn => "Date of issue",
            InputField::ExpiresOn => "Last day",
            InputField::RefusalWords => "Why",
            InputField::ContestWords => "What you contest",
            InputField::CodeNumber => "Number under the code",
            InputField::Organisation => "Where it is collected",
            InputField::BearerNumber => "Personal number of whoever collects it",
            InputField::BearerName => "Full name of whoever collects it",
            InputField::ErrandTitle => "What is collected",
            InputField::Dossier => "Code of the dossier",
            InputField::ErrandDay => "Day",
        }
    }

    fn field(&self, field: ProfileField) -> &'static str {
        self.input_name(field.into())
    }

    fn sex(&self, sex: Sex) -> &'static str {
        match sex {
            Sex::Unknown => "Not told",
            Sex::Male => "Male",
            Sex::Female => "Female",
        }
    }

    fn document_kind(&self, kind: DocumentKind) -> &'static str {
        match kind {
            DocumentKind::IdentityCard => "Identity card",
            DocumentKind::BirthCertificate => "Birth certificate",
            DocumentKind::MarriageCertificate => "Marriage certificate",
            DocumentKind::ResidenceConfirmation => "Confirmation of residence",
            DocumentKind::HealthInsuranceCard => "Health-insurance card",
            DocumentKind::DrivingLicence => "Driving licence",
            DocumentKind::VehicleRegistration => "Vehicle registration",
            DocumentKind::LandUseCertificate => "Land-use certificate",
            DocumentKind::Diploma => "Diploma or certificate",
            DocumentKind::CriminalRecord => "Criminal record certificate",
            DocumentKind::Passport => "Passport",
            DocumentKind::BusinessLicence => "Business licence",
            DocumentKind::Other => "Other paper",
        }
    }

    fn origin(&self, origin: DocumentOrigin) -> &'static str {
        match origin {
            DocumentOrigin::Issued => "Issued",
            DocumentOrigin::Uploaded => "Uploaded by you",
        }
    }

    fn content(&self, content: ContentState) -> &'static str {
        match content {
            ContentState::None => "No file",
            ContentState::Remote => "File at the city",
            ContentState::Partial => "Partly downloaded",
            ContentState::Here => "Readable offline",
        }
    }

    fn validity(&self, validity: Validity) -> String {
        match validity {
            Validity::Open => String::new(),
            Validity::Valid => "Valid".to_owned(),
            Validity::EndsSoon { days: 0 } => "Expires today".to_owned(),
            Validity::EndsSoon { days: 1 } => "1 day left".to_owned(),
            Validity::EndsSoon { days } => format!("{days} days left"),
            Validity::Expired => "Expired".to_owned(),
        }
    }

    fn media_type(&self, media_type: MediaType) -> &'static str {
        match media_type {
            MediaType::Pdf => "PDF file",
            MediaType::Jpeg => "JPEG picture",
            MediaType::Png => "PNG picture",
            MediaType::Webp => "WebP picture",
        }
    }

    fn verdict(&self, verdict: Verdict) -> (&'static str, &'static str) {
        match verdict {
            Verdict::Valid => (
                "VALID",
                "Signed by the city, held by the device it was issued to, just made, not revoked.",
            ),
            Verdict::Expired => ("EXPIRED", "The code is past its time. Ask for a new one."),
            Verdict::FromFuture => (
                "CLOCKS DIFFER",
                "The code says a time after now: one of the two clocks is wrong. Set them and scan again.",
            ),
            Verdict::Revoked => (
                "REVOKED",
                "The city revoked this device's credential. It no longer counts.",
            ),
            Verdict::Used => (
                "USED",
                "This code was scanned before. Ask for a new one; if it was not them, the code was copied.",
            ),
            Verdict::Forged => (
                "NOT GENUINE",
                "The signature does not fit: the code was altered or forged.",
            ),
            Verdict::UnknownIssuer => (
                "NOT RECOGNISED",
                "Signed by somebody this device does not know. Connect and scan again.",
            ),
            Verdict::CannotTell => (
                "CAN'T TELL YET",
                "This device has no keys of the city yet, or its clock is behind. Set it, connect once and scan again.",
            ),
        }
    }

    fn signature(&self, signature: SignatureView) -> (&'static str, &'static str) {
        match signature {
            SignatureView::Signed => (
                "SIGNED",
                "The city signed this code. A standard code says who it is; it does not replace the live code.",
            ),
            SignatureView::CardCancelled => (
                "CANCELLED",
                "The city signed this card, and its owner cancelled it. Don't go by it; look at their live code.",
            ),
            SignatureView::Unsigned => ("UNSIGNED", "No signature: only what somebody says of themselves."),
            SignatureView::Forged => (
                "NOT GENUINE",
                "The signature does not fit: the code was altered or forged.",
            ),
            SignatureView::UnknownIssuer => (
                "NOT RECOGNISED",
                "Signed by somebody this device does not know. Connect and scan again.",
            ),
        }
    }

    fn errand_verdict(&self, verdict: ErrandVerdict) -> (&'static str, &'static str) {
        match verdict {
            ErrandVerdict::Valid => (
                "VALID",
                "Signed by the city for the person who just showed their code, for here and for today.",
            ),
            ErrandVerdict::OtherPerson => (
                "OTHER PERSON",
                "It names somebody else, not the person who just showed their code. Don't hand the result over.",
            ),
            ErrandVerdict::OtherOrganisation => (
                "OTHER PLACE",
                "It is for another organisation. Send the resident to the one it names.",
            ),
            ErrandVerdict::TooEarly => ("TOO EARLY", "It counts only on the day it names."),
            ErrandVerdict::TooLate => ("TOO LATE", "Its day is over. Whoever gave it has to give a new one."),
            ErrandVerdict::Ended => ("ENDED", "It was taken back or declined. Don't hand the result over."),
            ErrandVerdict::HandedOver => ("HANDED OVER", "The result was handed over already. A pass counts once."),
            ErrandVerdict::Forged => (
                "NOT GENUINE",
                "The signature does not fit: the pass was altered or forged.",
            ),
            ErrandVerdict::UnknownIssuer => (
                "NOT RECOGNISED",
                "Signed by somebody who is not known here. It counts for nothing.",
            ),
            ErrandVerdict::CannotTell => (
                "CAN'T TELL YET",
                "There is nothing to compare it with. Scan the person's live code again, then this pass.",
            ),
        }
    }

    fn mismatch(&self, mismatch: NumberMismatch) -> &'static str {
        match mismatch {
            NumberMismatch::Province => {
                "The first three digits are usually the province of birth registration, but no province has this code."
            }
            NumberMismatch::Sex => "The fourth digit usually tells the sex, and it differs from what was declared.",
            NumberMismatch::BirthYear => {
                "The fourth to sixth digits usually tell the year of birth, and it differs from the declared date."
            }
        }
    }

    fn source(&self, source: &Source) -> String {
        match source {
            Source::Declared => "Self-declared".to_owned(),
            Source::Verified { by } => format!("Verified · {by}"),
        }
    }

    fn platform(&self, platform: Platform) -> &'static str {
        match platform {
            Platform::Android => "Android phone",
            Platform::Ios => "iPhone or iPad",
            Platform::Linux => "Linux computer",
            Platform::Macos => "Mac",
            Platform::Windows => "Windows computer",
            Platform::Web => "Browser",
        }
    }

    fn device_state(&self, state: DeviceState) -> &'static str {
        match state {
            DeviceState::Active => "In use",
            DeviceState::Revoked => "Removed",
            DeviceState::WipeOrdered => "Removed, waiting to be erased",
            DeviceState::WipeDelivered => "Removed, told to erase",
        }
    }

    fn lock_reason(&self, reason: LockReason) -> Said {
        match reason {
            LockReason::Idle => Said::new(
                "The app locked itself, as it was not used for a while.",
                "Enter your PIN to open it again.",
            ),
            LockReason::IdleSignOut => Said::new(
                "The page signed you out, as it was not used for a while.",
                "Sign in again with a code by message.",
            ),
            LockReason::Wiped => Said::new(
                "The data on this device was erased, as ordered from another device of yours.",
                "Your profile at the city is untouched. Sign in again if you want to use this device.",
            ),
            LockReason::TooManyPins => Said::new(
                "The PIN was wrong too many times, so the data on this device was erased.",
                "Your profile at the city is untouched. Sign in again if you want to use this device.",
            ),
        }
    }

    fn text_size(&self, size: TextSize) -> &'static str {
        match size {
            TextSize::Normal => "Normal",
            TextSize::Large => "Large",
            TextSize::Larger => "Larger",
            TextSize::Largest => "Largest",
        }
    }

    fn theme(&self, theme: Theme) -> &'static str {
        match theme {
            Theme::System => "System",
            Theme::Light => "Light",
            Theme::Dark => "Dark",
        }
    }

    fn duration(&self, seconds: u64) -> String {
        let (number, unit) = match seconds {
            0..60 => (seconds, "second"),
            60..3600 => (seconds.div_ceil(60), "minute"),
            _ => (seconds.div_ceil(3600), "hour"),
        };
        if number == 1 {
            format!("1 {unit}")
        } else {
            format!("{number} {unit}s")
        }
    }
}

impl English {
    fn city(&self, code: ErrorCode, attempts_left: Option<u32>, retry_after: Option<u32>) -> Said {
        let wait = || match retry_after {
            Some(seconds) if seconds > 0 => format!("Try again in {}.", self.duration(u64::from(seconds))),
            _ => "Wait a moment and try again.".to_owned(),
        };
        let (what, then) = match code {
            ErrorCode::InvalidRequest | ErrorCode::MethodNotAllowed => (
                "The city does not understand the app's request.",
                "The app may be old. Update it and try again.".to_owned(),
            ),
            ErrorCode::InvalidField => (
                "The city did not take what you declared.",
                "Look at each field again and send it once more.".to_owned(),
            ),
            ErrorCode::Unauthenticated | ErrorCode::SessionExpired | ErrorCode::AccessTokenExpired => (
                "Your session with the city has ended.",
                "Get a code by text message to go on; papers kept on this device still open.".to_owned(),
            ),
            ErrorCode::TokenReused => (
                "The session was closed, as it seemed to be used in two places.",
                "Sign in again with a code by message, then look at Devices for one you don't know.".to_owned(),
            ),
            ErrorCode::ProofInvalid => (
                "The city does not recognise this device's key.",
                "Remove your data from this device and sign in again.".to_owned(),
            ),
            ErrorCode::DeviceRevoked => (
                "This device was removed from the account.",
                "If that wasn't you, sign in again and look at Devices.".to_owned(),
            ),
            ErrorCode::DeviceWipeOrdered => (
                "Another device of yours ordered this one to be erased.",
                "Your profile at the city is untouched.".to_owned(),
            ),
            ErrorCode::NotFound => (
                "This is no longer at the city.",
                "It may have been removed on another device.".to_owned(),
            ),
            ErrorCode::Conflict => (
                "This was just changed elsewhere.",
                "Look at the new version and choose which one to keep.".to_owned(),
            ),
            ErrorCode::NotAllowed => (
                "Your role does not allow this.",
                "Ask an administrator of your organisation.".to_owned(),
            ),
            ErrorCode::NoShift => ("You have no open shift.", "Choose a counter and open one.".to_owned()),
            ErrorCode::ShiftLocked => (
                "The shift locked because nothing was done.",
                "Enter your PIN to go on.".to_owned(),
            ),
            ErrorCode::LastAdministrator => (
                "The organisation needs an administrator.",
                "Invite another administrator first.".to_owned(),
            ),
            ErrorCode::RequestOver => (
                "This request does not wait for an answer any more.",
                "If it is still needed, the counter asks again.".to_owned(),
            ),
            ErrorCode::ShareOver => (
                "This can't be read any more.",
                "If it is still needed, ask the resident again.".to_owned(),
            ),
            ErrorCode::CheckFirst => (
                "It is not certain who stands at the counter.",
                "Scan the person's live code again, then go on.".to_owned(),
            ),
            ErrorCode::BeyondPurpose => (
                "This purpose does not allow asking that.",
                "Ask for less, choose another purpose, or scan the code again.".to_owned(),
            ),
            ErrorCode::NotWhatIsAsked => (
                "What you chose is not what is asked.",
                "Open the request again and choose anew.".to_owned(),
            ),
            ErrorCode::ContentDamaged => (
                "This paper's file can't be opened.",
                "It is damaged or locked with a password; the resident has to upload it again.".to_owned(),
            ),
            ErrorCode::TooManyChecks => ("Today's checks are used up.", wait()),
            ErrorCode::TooManyCards => ("You have all cards you may.", "Cancel one to make another.".to_owned()),
            ErrorCode::TooManyErrands => (
                "You have all errand passes you may.",
                "Take back one that is not used yet to give another.".to_owned(),
            ),
            ErrorCode::CardRevoked => ("This card was cancelled.", "Make a new one if you need it.".to_owned()),
            ErrorCode::CodeExpired => (
                "The code in the message is older than 5 minutes.",
                "Have a new one sent.".to_owned(),
            ),
            ErrorCode::PayloadTooLarge => (
                "The file is larger than the city takes.",
                "Choose a smaller file.".to_owned(),
            ),
            ErrorCode::UnsupportedMediaType => (
                "The city does not keep files of this kind.",
                "Use PDF, JPEG, PNG or WebP.".to_owned(),
            ),
            ErrorCode::RangeNotSatisfiable => (
                "The file at the city is not what it was.",
                "Download it again from the start.".to_owned(),
            ),
            ErrorCode::CodeWrong => {
                return Said::new(
                    "Wrong code.",
                    match attempts_left {
                        Some(1) => "1 try left.".to_owned(),
                        Some(left) => format!("{left} tries left."),
                        None => "Look at the newest message.".to_owned(),
                    },
                );
            }
            ErrorCode::CodeVoid => (
                "This code no longer counts after several wrong tries.",
                "Have a new one sent.".to_owned(),
            ),
            ErrorCode::DigestMismatch => (
                "The file did not arrive whole.",
                "The app will send it again by itself.".to_owned(),
            ),
            ErrorCode::NotYours => (
                "This belongs to whoever verified or issued it; you can't change it yourself.",
                "If it is wrong, tell them.".to_owned(),
            ),
            ErrorCode::AppTooOld => (
                "This version of the app is too old.",
                "Update the app to go on.".to_owned(),
            ),
            ErrorCode::TooManyRequests => ("That was a little fast.", wait()),
            ErrorCode::TooManySends => ("Many messages were sent to this number.", wait()),
            ErrorCode::Internal => (
                "The city's machine has a fault.",
                "Nothing of yours is lost. Try again in a few minutes.".to_owned(),
            ),
            ErrorCode::SmsUnavailable => ("The city can't send messages at the moment.", wait()),
            ErrorCode::Unavailable => ("The city is busy.", wait()),
            ErrorCode::Timeout => ("The city took too long to answer.", wait()),
        };
        Said::new(what, then)
    }
}

fn tries(left: u32) -> String {
    match left {
        0 => "No try left.".to_owned(),
        1 => "1 try left; then the data on this device is erased.".to_owned(),
        2..=5 => format!("{left} tries left; then the data on this device is erased."),
        _ => format!("{left} tries left."),
    }
}
