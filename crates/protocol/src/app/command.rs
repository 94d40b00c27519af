//! The commands.

use async_trait::async_trait;
use bytes::Bytes;
use domain::{
    AccessId, CardSerial, CheckId, CounterId, DeviceId, DocumentId, ErrandId, MemberId, OrganisationId, PersonId,
    ProfileField, PurposeId, RequestId, SessionId,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::*;
use crate::api::{
    ContestAnswer, ContestList, CounterForm, InvitationForm, MemberList, OrganisationList, OrganisationRecord,
    PatternList, PurposeForm, SeenQuery, Share,
};

/// A command and what it answers.
pub trait AppRequest: Serialize + DeserializeOwned {
    /// What it answers.
    type Output: Serialize + DeserializeOwned;

    /// Which of the closed set it is.
    const NAME: CommandName;

    /// The command as one of the closed set, to cross to a host elsewhere.
    fn into_command(self) -> Command;

    /// Has a host in this same program carry it out; `attachment` is empty for commands without
    /// bytes.
    ///
    /// # Errors
    /// Whatever the command refuses or fails with.
    fn carry_out<H: Handler + Sync + ?Sized>(
        self,
        host: &H,
        attachment: Bytes,
    ) -> impl Future<Output = Result<Self::Output, AppError>>;
}

macro_rules! commands {
    ($($(#[$doc:meta])* $method:ident($name:ident $(+ $bytes:ident)?) -> $output:ty;)*) => {
        /// The closed set of commands, as they cross to the host.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(tag = "command", content = "input", rename_all = "snake_case")]
        pub enum Command {
            $($(#[$doc])* $name($name),)*
        }

        /// A command's name: what is told of it in logs, and what kind of rules go by.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum CommandName {
            $($(#[$doc])* $name,)*
        }

        impl Command {
            /// The command's name.
            pub fn name(&self) -> CommandName {
                match self { $(Self::$name(_) => CommandName::$name),* }
            }
        }

        $(impl AppRequest for $name {
            type Output = $output;

            const NAME: CommandName = CommandName::$name;

            fn into_command(self) -> Command {
                Command::$name(self)
            }

            async fn carry_out<H: Handler + Sync + ?Sized>(
                self,
                host: &H,
                attachment: Bytes,
            ) -> Result<$output, AppError> {
                commands!(@call host, $method, self, attachment $(, $bytes)?)
            }
        })*

        /// What a host implements: every command.
        #[cfg_attr(not(target_arch = "wasm32"), async_trait)]
        #[cfg_attr(target_arch = "wasm32", async_trait(?Send))]
        pub trait Handler {
            $($(#[$doc])* async fn $method(&self, input: $name $(, $bytes: Bytes)?) -> Result<$output, AppError>;)*
        }

        /// Has the host carry out a command that came from elsewhere; `attachment` is empty for
        /// commands without bytes.
        ///
        /// # Errors
        /// Whatever the command refuses or fails with.
        pub async fn dispatch<H: Handler + Sync + ?Sized>(
            host: &H,
            command: Command,
            attachment: Bytes,
        ) -> Result<Value, AppError> {
            match command {
                $(Command::$name(input) => {
                    let output = input.carry_out(host, attachment).await?;
                    serde_json::to_value(output).map_err(|_| AppError::Internal)
                })*
            }
        }
    };
    (@call $host:ident, $method:ident, $input:ident, $attachment:ident) => {{
        let _ = $attachment;
        $host.$method($input).await
    }};
    (@call $host:ident, $method:ident, $input:ident, $attachment:ident, $bytes:ident) => {
        $host.$method($input, $attachment).await
    };
}

commands! {
    /// Where the app stands: who is on this device, who is unlocked, settings, capabilities.
    get_state(GetState) -> AppState;
    /// Somebody uses the app: the idle lock begins to count anew. Screens say so at most every
    /// 20 seconds while keys are pressed or the pointer moves; what screens ask for by themselves
    /// does not count as use.
    touch(Touch) -> ();
    /// Keeps the settings of this device.
    set_settings(SetSettings) -> AppState;
    /// Asks the city to open a profile; a one-time password goes to the phone.
    start_enrolment(StartEnrolment) -> ChallengeView;
    /// Asks the city for a one-time password for an existing profile.
    start_sign_in(StartSignIn) -> ChallengeView;
    /// Asks for a one-time password for the unlocked person, whose session has ended.
    renew_session(RenewSession) -> ChallengeView;
    /// Sends a new one-time password for the challenge that is open.
    resend_code(ResendCode) -> ChallengeView;
    /// Answers the open challenge.
    submit_code(SubmitCode) -> CodeAccepted;
    /// After a first sign-in: makes the person's vault on this device and fetches the profile.
    create_vault(CreateVault) -> AppState;
    /// Gives up an enrolment or sign-in before its vault is made.
    abandon_sign_in(AbandonSignIn) -> AppState;
    /// Opens a person's vault.
    unlock(Unlock) -> AppState;
    /// Locks the vault.
    lock(Lock) -> AppState;
    /// Replaces the PIN.
    change_pin(ChangePin) -> ();
    /// Takes a person off this device: signs out where the city can be reached, erases the vault.
    remove_person(RemovePerson) -> AppState;
    /// What the first screen shows.
    get_home(GetHome) -> HomeView;
    /// The standard code.
    get_standard_code(GetStandardCode) -> StandardCodeView;
    /// A fresh live code.
    make_live_code(MakeLiveCode) -> LiveCodeView;
    /// The printed cards in force. The city is asked.
    list_cards(ListCards) -> CardsView;
    /// Has the city issue a printed card.
    make_card(MakeCard) -> CardsView;
    /// Cancels a printed card for good.
    cancel_card(CancelCard) -> CardsView;
    /// Hands the person a card as a PDF file: the host saves it, or the browser downloads it.
    save_card(SaveCard) -> SavedFile;
    /// Reads the codes in a picture (JPEG, PNG or WebP).
    scan_picture(ScanPicture + picture) -> Vec<ScannedCode>;
    /// Reads a code's text, as pasted.
    scan_text(ScanText) -> ScanView;
    /// Starts the camera; frames are fetched by the host's camera address, codes arrive as
    /// [`AppEvent::Scanned`].
    start_camera(StartCamera) -> CameraView;
    /// Stops the camera.
    stop_camera(StopCamera) -> ();
    /// The papers that fit a search.
    list_documents(ListDocuments) -> DocumentList;
    /// One paper.
    get_document(GetDocument) -> DocumentView;
    /// Keeps a new paper; it goes to the city at the next sync.
    add_document(AddDocument + content) -> DocumentView;
    /// Says other things of an uploaded paper.
    edit_document(EditDocument) -> DocumentView;
    /// Removes an uploaded paper here and, at the next sync, at the city.
    remove_document(RemoveDocument) -> ();
    /// Fetches a paper's content for reading offline; progress arrives as
    /// [`AppEvent::Transfer`]. Goes on where an earlier try stopped.
    download_document(DownloadDocument) -> DocumentView;
    /// Stops a transfer; what has arrived is kept.
    cancel_transfer(CancelTransfer) -> ();
    /// The profile with provenance and what waits to be synced.
    get_profile(GetProfile) -> ProfileView;
    /// Declares new values; they go to the city at the next sync.
    edit_profile(EditProfile) -> ProfileView;
    /// Ends a conflict between this device's edit and a newer value from elsewhere.
    resolve_conflict(ResolveConflict) -> ProfileView;
    /// Requests to share, what can be read now, agreements once and for all.
    list_requests(ListRequests) -> RequestsView;
    /// One request to share.
    get_request(GetRequest) -> RequestView;
    /// Takes on the request of a verifier's code.
    take_offer(TakeOffer) -> RequestView;
    /// Agrees to share. Where there is a PIN, it is asked for.
    agree_to_share(AgreeToShare) -> RequestView;
    /// Refuses to share.
    refuse_to_share(RefuseToShare) -> RequestView;
    /// Takes back what was shared.
    take_back(TakeBack) -> RequestView;
    /// Takes back an agreement once and for all.
    forget_consent(ForgetConsent) -> RequestsView;
    /// The access history.
    get_history(GetHistory) -> HistoryView;
    /// Contests an entry of the access history.
    contest_access(ContestAccess) -> HistoryView;
    /// What the person is to organisations, and the shift that is open.
    get_counter(GetCounter) -> CounterView;
    /// Accepts an invitation to work for an organisation.
    accept_role(AcceptRole) -> CounterView;
    /// Declines an invitation, or gives a role up.
    leave_role(LeaveRole) -> CounterView;
    /// An organisation with its counters and purposes.
    get_organisation(GetOrganisation) -> OrganisationRecord;
    /// Adds a counter to an organisation, or changes one.
    put_counter(PutCounter) -> OrganisationRecord;
    /// Registers a purpose of an organisation, or changes one.
    put_purpose(PutPurpose) -> OrganisationRecord;
    /// Who works for an organisation, and who is invited.
    list_members(ListMembers) -> MemberList;
    /// Invites somebody to work for an organisation.
    invite_member(InviteMember) -> MemberList;
    /// Takes a role or an invitation back.
    remove_member(RemoveMember) -> MemberList;
    /// What is unusual in the work of an organisation's officers.
    list_patterns(ListPatterns) -> PatternList;
    /// What residents contest of an organisation.
    list_contests(ListContests) -> ContestList;
    /// Answers what a resident contests.
    answer_contest(AnswerContest) -> ContestList;
    /// Hands the person what an officer did and saw as a CSV file.
    export_seen(ExportSeen) -> SavedFile;
    /// Asks for the one-time password that opens a shift at a counter.
    start_shift(StartShift) -> ChallengeView;
    /// Answers it.
    open_shift(OpenShift) -> CounterView;
    /// Unlocks the shift by the PIN.
    unlock_shift(UnlockShift) -> CounterView;
    /// Ends the shift.
    end_shift(EndShift) -> CounterView;
    /// Checks a code at the counter; without a network by what this device knows, and the city is told later.
    check_code(CheckCode) -> CheckView;
    /// Checks the six digits under a live code.
    check_number(CheckNumber) -> CheckView;
    /// The checks of the day.
    list_checks(ListChecks) -> ChecksView;
    /// Asks the person of a check to share.
    ask_to_share(AskToShare) -> CounterRequestView;
    /// Shows a request as a code, to whoever scans it.
    offer_request(OfferRequest) -> CounterRequestView;
    /// The requests of the day.
    list_counter_requests(ListCounterRequests) -> Vec<CounterRequestView>;
    /// Takes a request back, or gives back what was shared.
    withdraw_request(WithdrawRequest) -> ();
    /// Reads what was shared; an entry of the resident's access history.
    read_share(ReadShare) -> Share;
    /// Errand passes that the person bears or gave.
    list_errands(ListErrands) -> ErrandsView;
    /// One errand pass.
    get_errand(GetErrand) -> ErrandView;
    /// The organisations where something can be collected. The city is asked.
    list_organisations(ListOrganisations) -> OrganisationList;
    /// Gives an errand pass. Where there is a PIN, it is asked for.
    give_errand(GiveErrand) -> ErrandView;
    /// Takes an errand pass back, or declines one.
    end_errand(EndErrand) -> ErrandView;
    /// Checks an errand pass at the counter; without a network by what this device knows.
    check_errand(CheckErrand) -> ErrandCheckView;
    /// Says that the result was handed over; without a network the city is told later.
    hand_over_errand(HandOverErrand) -> ErrandCheckView;
    /// Devices and sessions of the account.
    list_devices(ListDevices) -> DevicesView;
    /// Removes a device from the account; with `wipe`, it erases what it holds.
    remove_device(RemoveDevice) -> DevicesView;
    /// Ends a session of the account.
    end_session(EndSession) -> DevicesView;
    /// Syncs now.
    sync_now(SyncNow) -> SyncReport;
    /// What this app is.
    get_about(GetAbout) -> AboutView;
}

macro_rules! inputs {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        pub struct $name { $($(#[$field_doc])* pub $field: $type),* }
    )*};
}

inputs! {
    /// Input of [`Handler::get_state`].
    GetState {}
    /// Input of [`Handler::touch`].
    Touch {}
    /// Input of [`Handler::set_settings`].
    SetSettings {
        /// All settings.
        settings: Settings,
    }
    /// Input of [`Handler::start_enrolment`]: what the resident typed, as typed.
    StartEnrolment {
        /// The form.
        form: EnrolmentInput,
    }
    /// Input of [`Handler::start_sign_in`].
    StartSignIn {
        /// A phone or a personal number, as typed.
        identifier: String,
    }
    /// Input of [`Handler::renew_session`].
    RenewSession {}
    /// Input of [`Handler::resend_code`].
    ResendCode {}
    /// Input of [`Handler::submit_code`].
    SubmitCode {
        /// The six digits.
        code: Secret,
    }
    /// Input of [`Handler::create_vault`].
    CreateVault {
        /// The new PIN.
        pin: Secret,
        /// What the device shows before it is unlocked; at most 24 characters.
        label: String,
    }
    /// Input of [`Handler::abandon_sign_in`].
    AbandonSignIn {}
    /// Input of [`Handler::unlock`].
    Unlock {
        /// Whose vault.
        person: PersonId,
        /// Their PIN.
        pin: Secret,
    }
    /// Input of [`Handler::lock`].
    Lock {}
    /// Input of [`Handler::change_pin`].
    ChangePin {
        /// The present PIN.
        old: Secret,
        /// The new PIN.
        new: Secret,
    }
    /// Input of [`Handler::remove_person`].
    RemovePerson {
        /// Who.
        person: PersonId,
    }
    /// Input of [`Handler::get_home`].
    GetHome {}
    /// Input of [`Handler::get_standard_code`].
    GetStandardCode {}
    /// Input of [`Handler::make_live_code`].
    MakeLiveCode {}
    /// Input of [`Handler::list_cards`].
    ListCards {}
    /// Input of [`Handler::make_card`].
    MakeCard {}
    /// Input of [`Handler::cancel_card`].
    CancelCard {
        /// Which card.
        card: CardSerial,
    }
    /// Input of [`Handler::save_card`].
    SaveCard {
        /// Which card.
        card: CardSerial,
    }
    /// Input of [`Handler::scan_picture`].
    ScanPicture {}
    /// Input of [`Handler::scan_text`].
    ScanText {
        /// The code's text.
        text: String,
    }
    /// Input of [`Handler::start_camera`].
    StartCamera {}
    /// Input of [`Handler::stop_camera`].
    StopCamera {}
    /// Input of [`Handler::list_documents`].
    ListDocuments {
        /// Words to look for in title, number, kind and issuer; accents and case don't matter.
        query: String,
        /// Only papers of this origin.
        origin: Option<domain::DocumentOrigin>,
    }
    /// Input of [`Handler::get_document`].
    GetDocument {
        /// Which paper.
        document: DocumentId,
    }
    /// Input of [`Handler::add_document`].
    AddDocument {
        /// What the resident says of it, as typed.
        details: DocumentInput,
    }
    /// Input of [`Handler::edit_document`].
    EditDocument {
        /// Which paper.
        document: DocumentId,
        /// What the resident says of it now, as typed.
        details: DocumentInput,
    }
    /// Input of [`Handler::remove_document`].
    RemoveDocument {
        /// Which paper.
        document: DocumentId,
    }
    /// Input of [`Handler::download_document`].
    DownloadDocument {
        /// Which paper.
        document: DocumentId,
    }
    /// Input of [`Handler::cancel_transfer`].
    CancelTransfer {
        /// Whose content.
        document: DocumentId,
    }
    /// Input of [`Handler::get_profile`].
    GetProfile {}
    /// Input of [`Handler::edit_profile`].
    EditProfile {
        /// Fields with their new values, as typed; the empty text clears an optional field.
        changes: Vec<FieldInput>,
    }
    /// Input of [`Handler::resolve_conflict`].
    ResolveConflict {
        /// Which field.
        field: ProfileField,
        /// Keep this device's value; otherwise the city's.
        keep_mine: bool,
    }
    /// Input of [`Handler::list_requests`].
    ListRequests {}
    /// Input of [`Handler::get_request`].
    GetRequest {
        /// Which.
        request: RequestId,
    }
    /// Input of [`Handler::take_offer`].
    TakeOffer {
        /// The request that the code names.
        request: RequestId,
    }
    /// Input of [`Handler::agree_to_share`].
    AgreeToShare {
        /// Which request.
        request: RequestId,
        /// The fields to share.
        fields: Vec<ProfileField>,
        /// The papers to share.
        documents: Vec<DocumentId>,
        /// Once and for all.
        remember: bool,
        /// The person's PIN; not looked at where there is none.
        pin: Secret,
    }
    /// Input of [`Handler::refuse_to_share`].
    RefuseToShare {
        /// Which request.
        request: RequestId,
        /// Why, as typed; may be empty.
        words: String,
    }
    /// Input of [`Handler::take_back`].
    TakeBack {
        /// Which request.
        request: RequestId,
    }
    /// Input of [`Handler::forget_consent`].
    ForgetConsent {
        /// Which purpose.
        purpose: PurposeId,
    }
    /// Input of [`Handler::get_history`].
    GetHistory {}
    /// Input of [`Handler::contest_access`].
    ContestAccess {
        /// Which entry.
        access: AccessId,
        /// What is wrong with it, as typed.
        words: String,
    }
    /// Input of [`Handler::get_counter`].
    GetCounter {}
    /// Input of [`Handler::accept_role`].
    AcceptRole {
        /// Which.
        member: MemberId,
    }
    /// Input of [`Handler::leave_role`].
    LeaveRole {
        /// Which.
        member: MemberId,
    }
    /// Input of [`Handler::get_organisation`].
    GetOrganisation {
        /// Which.
        organisation: OrganisationId,
    }
    /// Input of [`Handler::put_counter`].
    PutCounter {
        /// Whose.
        organisation: OrganisationId,
        /// Which; none for a new one.
        counter: Option<CounterId>,
        /// What it is to be.
        form: CounterForm,
    }
    /// Input of [`Handler::put_purpose`].
    PutPurpose {
        /// Whose.
        organisation: OrganisationId,
        /// Which; none for a new one.
        purpose: Option<PurposeId>,
        /// What it is to be.
        form: PurposeForm,
    }
    /// Input of [`Handler::list_members`].
    ListMembers {
        /// Whose.
        organisation: OrganisationId,
    }
    /// Input of [`Handler::invite_member`].
    InviteMember {
        /// To work for whom.
        organisation: OrganisationId,
        /// Whom, and as what.
        form: InvitationForm,
    }
    /// Input of [`Handler::remove_member`].
    RemoveMember {
        /// Whose.
        organisation: OrganisationId,
        /// Which role.
        member: MemberId,
    }
    /// Input of [`Handler::list_patterns`].
    ListPatterns {
        /// Whose.
        organisation: OrganisationId,
    }
    /// Input of [`Handler::list_contests`].
    ListContests {
        /// Whose.
        organisation: OrganisationId,
    }
    /// Input of [`Handler::answer_contest`].
    AnswerContest {
        /// Whose.
        organisation: OrganisationId,
        /// The contested entry.
        access: AccessId,
        /// The answer.
        answer: ContestAnswer,
    }
    /// Input of [`Handler::export_seen`].
    ExportSeen {
        /// Whose.
        organisation: OrganisationId,
        /// Whose work, and of which days.
        seen: SeenQuery,
    }
    /// Input of [`Handler::start_shift`].
    StartShift {
        /// At which counter.
        counter: CounterId,
    }
    /// Input of [`Handler::open_shift`].
    OpenShift {
        /// The six digits.
        code: Secret,
    }
    /// Input of [`Handler::unlock_shift`].
    UnlockShift {
        /// The officer's PIN.
        pin: Secret,
    }
    /// Input of [`Handler::end_shift`].
    EndShift {}
    /// Input of [`Handler::check_code`].
    CheckCode {
        /// What was scanned.
        text: String,
    }
    /// Input of [`Handler::check_number`].
    CheckNumber {
        /// The resident's phone or personal number, as typed.
        holder: String,
        /// The digits, as typed.
        digits: String,
    }
    /// Input of [`Handler::list_checks`].
    ListChecks {}
    /// Input of [`Handler::ask_to_share`].
    AskToShare {
        /// The check that found the person.
        check: CheckId,
        /// What for.
        purpose: PurposeId,
        /// What.
        scope: domain::Scope,
    }
    /// Input of [`Handler::offer_request`].
    OfferRequest {
        /// What for.
        purpose: PurposeId,
        /// What.
        scope: domain::Scope,
    }
    /// Input of [`Handler::list_counter_requests`].
    ListCounterRequests {}
    /// Input of [`Handler::withdraw_request`].
    WithdrawRequest {
        /// Which.
        request: RequestId,
    }
    /// Input of [`Handler::read_share`].
    ReadShare {
        /// By which request.
        request: RequestId,
    }
    /// Input of [`Handler::list_errands`].
    ListErrands {}
    /// Input of [`Handler::get_errand`].
    GetErrand {
        /// Which.
        errand: ErrandId,
    }
    /// Input of [`Handler::list_organisations`].
    ListOrganisations {}
    /// Input of [`Handler::give_errand`].
    GiveErrand {
        /// What was typed.
        form: ErrandInput,
        /// The person's PIN; not looked at where there is none.
        pin: Secret,
    }
    /// Input of [`Handler::end_errand`].
    EndErrand {
        /// Which.
        errand: ErrandId,
    }
    /// Input of [`Handler::check_errand`].
    CheckErrand {
        /// The check of the person who shows it.
        check: CheckId,
        /// What was scanned.
        text: String,
    }
    /// Input of [`Handler::hand_over_errand`].
    HandOverErrand {
        /// The check of the person to whom it was handed over.
        check: CheckId,
        /// What was scanned.
        text: String,
    }
    /// Input of [`Handler::list_devices`].
    ListDevices {}
    /// Input of [`Handler::remove_device`].
    RemoveDevice {
        /// Which device.
        device: DeviceId,
        /// Whether it is to erase what it holds.
        wipe: bool,
    }
    /// Input of [`Handler::end_session`].
    EndSession {
        /// Which session.
        session: SessionId,
    }
    /// Input of [`Handler::sync_now`].
    SyncNow {}
    /// Input of [`Handler::get_about`].
    GetAbout {}
    /// A field and what was typed for it.
    FieldInput {
        /// Which field.
        field: ProfileField,
        /// What was typed.
        value: String,
    }
    /// The enrolment form as typed.
    EnrolmentInput {
        /// Personal number.
        personal_number: String,
        /// Full name.
        full_name: String,
        /// Date of birth.
        birth_date: String,
        /// Sex.
        sex: domain::Sex,
        /// Mobile phone.
        phone: String,
        /// Code of the ward of residence.
        ward: String,
        /// House number and street.
        address: String,
        /// Number of the former identity card, when a chip card's code told it.
        former_id_number: Option<String>,
    }
    /// An errand pass as typed.
    ErrandInput {
        /// Where; none while nothing was chosen.
        organisation: Option<OrganisationId>,
        /// The personal number of whoever collects.
        bearer: String,
        /// Their name.
        bearer_name: String,
        /// What is collected.
        title: String,
        /// Of which dossier; may be empty.
        dossier: String,
        /// On which day, `dd/MM/yyyy` or `yyyy-MM-dd`.
        day: String,
    }
    /// What the resident says of a paper, as typed; empty texts for what is not told.
    DocumentInput {
        /// What it is.
        kind: domain::DocumentKind,
        /// What it is called.
        title: String,
        /// The number printed on it.
        number: String,
        /// Its date of issue, `dd/MM/yyyy` or `yyyy-MM-dd`.
        issued_on: String,
        /// Its last day, `dd/MM/yyyy` or `yyyy-MM-dd`.
        expires_on: String,
    }
}

/// A PIN or one-time password on its way to the host; never shown by `Debug`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}
