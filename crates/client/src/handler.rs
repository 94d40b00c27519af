//! Every command and who carries it out.

use async_trait::async_trait;
use bytes::Bytes;
use protocol::{
    api::{ContestList, MemberList, OrganisationList, OrganisationRecord, PatternList, Share},
    app::*,
};

use crate::{
    about, account, app::App, cards, code, counter, devices, documents, errands, home, profile, scan, settings,
    sharing, vault,
};

#[cfg_attr(not(target_arch = "wasm32"), async_trait)]
#[cfg_attr(target_arch = "wasm32", async_trait(?Send))]
impl Handler for App {
    async fn get_state(&self, _: GetState) -> Result<AppState, AppError> {
        self.state().await
    }

    async fn touch(&self, _: Touch) -> Result<(), AppError> {
        App::touch(self);
        Ok(())
    }

    async fn set_settings(&self, input: SetSettings) -> Result<AppState, AppError> {
        settings::run(self, input).await
    }

    async fn start_enrolment(&self, input: StartEnrolment) -> Result<ChallengeView, AppError> {
        account::enrol::run(self, input).await
    }

    async fn start_sign_in(&self, input: StartSignIn) -> Result<ChallengeView, AppError> {
        account::sign_in::run(self, input).await
    }

    async fn renew_session(&self, _: RenewSession) -> Result<ChallengeView, AppError> {
        account::renew::run(self).await
    }

    async fn resend_code(&self, _: ResendCode) -> Result<ChallengeView, AppError> {
        account::resend::run(self).await
    }

    async fn submit_code(&self, input: SubmitCode) -> Result<CodeAccepted, AppError> {
        account::submit_code::run(self, input).await
    }

    async fn create_vault(&self, input: CreateVault) -> Result<AppState, AppError> {
        account::create_vault::run(self, input).await
    }

    async fn abandon_sign_in(&self, _: AbandonSignIn) -> Result<AppState, AppError> {
        account::abandon::run(self).await
    }

    async fn unlock(&self, input: Unlock) -> Result<AppState, AppError> {
        vault::unlock::run(self, input).await
    }

    async fn lock(&self, _: Lock) -> Result<AppState, AppError> {
        vault::lock::run(self).await
    }

    async fn change_pin(&self, input: ChangePin) -> Result<(), AppError> {
        vault::change_pin::run(self, input).await
    }

    async fn remove_person(&self, input: RemovePerson) -> Result<AppState, AppError> {
        vault::remove_person::run(self, input).await
    }

    async fn get_home(&self, _: GetHome) -> Result<HomeView, AppError> {
        home::run(self).await
    }

    async fn get_standard_code(&self, _: GetStandardCode) -> Result<StandardCodeView, AppError> {
        code::standard::run(self).await
    }

    async fn make_live_code(&self, _: MakeLiveCode) -> Result<LiveCodeView, AppError> {
        code::live::run(self).await
    }

    async fn list_cards(&self, _: ListCards) -> Result<CardsView, AppError> {
        cards::list(self).await
    }

    async fn make_card(&self, _: MakeCard) -> Result<CardsView, AppError> {
        cards::make(self).await
    }

    async fn cancel_card(&self, input: CancelCard) -> Result<CardsView, AppError> {
        cards::cancel(self, input).await
    }

    async fn save_card(&self, input: SaveCard) -> Result<SavedFile, AppError> {
        cards::save(self, input).await
    }

    async fn scan_picture(&self, _: ScanPicture, picture: Bytes) -> Result<Vec<ScannedCode>, AppError> {
        scan::picture::run(self, picture).await
    }

    async fn scan_text(&self, input: ScanText) -> Result<ScanView, AppError> {
        scan::text::run(self, input).await
    }

    async fn start_camera(&self, _: StartCamera) -> Result<CameraView, AppError> {
        scan::camera::start(self).await
    }

    async fn stop_camera(&self, _: StopCamera) -> Result<(), AppError> {
        self.ports.camera.stop().await;
        Ok(())
    }

    async fn list_documents(&self, input: ListDocuments) -> Result<DocumentList, AppError> {
        documents::list::run(self, input).await
    }

    async fn get_document(&self, input: GetDocument) -> Result<DocumentView, AppError> {
        documents::get::run(self, input.document).await
    }

    async fn add_document(&self, input: AddDocument, content: Bytes) -> Result<DocumentView, AppError> {
        documents::add::run(self, input, content).await
    }

    async fn edit_document(&self, input: EditDocument) -> Result<DocumentView, AppError> {
        documents::edit::run(self, input).await
    }

    async fn remove_document(&self, input: RemoveDocument) -> Result<(), AppError> {
        documents::remove::run(self, input.document).await
    }

    async fn download_document(&self, input: DownloadDocument) -> Result<DocumentView, AppError> {
        documents::download::run(self, input.document).await
    }

    async fn cancel_transfer(&self, input: CancelTransfer) -> Result<(), AppError> {
        self.person()?.transfers.cancel(input.document);
        Ok(())
    }

    async fn get_profile(&self, _: GetProfile) -> Result<ProfileView, AppError> {
        profile::get::run(self).await
    }

    async fn edit_profile(&self, input: EditProfile) -> Result<ProfileView, AppError> {
        profile::edit::run(self, input).await
    }

    async fn resolve_conflict(&self, input: ResolveConflict) -> Result<ProfileView, AppError> {
        profile::resolve::run(self, input).await
    }

    async fn list_requests(&self, _: ListRequests) -> Result<RequestsView, AppError> {
        sharing::list::run(self).await
    }

    async fn get_request(&self, input: GetRequest) -> Result<RequestView, AppError> {
        sharing::list::get(self, input).await
    }

    async fn take_offer(&self, input: TakeOffer) -> Result<RequestView, AppError> {
        sharing::offer::run(self, input).await
    }

    async fn agree_to_share(&self, input: AgreeToShare) -> Result<RequestView, AppError> {
        sharing::answer::agree(self, input).await
    }

    async fn refuse_to_share(&self, input: RefuseToShare) -> Result<RequestView, AppError> {
        sharing::answer::refuse(self, input).await
    }

    async fn take_back(&self, input: TakeBack) -> Result<RequestView, AppError> {
        sharing::answer::take_back(self, input).await
    }

    async fn forget_consent(&self, input: ForgetConsent) -> Result<RequestsView, AppError> {
        sharing::answer::forget(self, input).await
    }

    async fn get_history(&self, _: GetHistory) -> Result<HistoryView, AppError> {
        sharing::history::run(self).await
    }

    async fn contest_access(&self, input: ContestAccess) -> Result<HistoryView, AppError> {
        sharing::history::contest(self, input).await
    }

    async fn get_counter(&self, _: GetCounter) -> Result<CounterView, AppError> {
        counter::run(self).await
    }

    async fn accept_role(&self, input: AcceptRole) -> Result<CounterView, AppError> {
        counter::role::accept(self, input).await
    }

    async fn leave_role(&self, input: LeaveRole) -> Result<CounterView, AppError> {
        counter::role::leave(self, input).await
    }

    async fn get_organisation(&self, input: GetOrganisation) -> Result<OrganisationRecord, AppError> {
        counter::role::organisation(self, input.organisation).await
    }

    async fn put_counter(&self, input: PutCounter) -> Result<OrganisationRecord, AppError> {
        counter::office::put_counter(self, input).await
    }

    async fn put_purpose(&self, input: PutPurpose) -> Result<OrganisationRecord, AppError> {
        counter::office::put_purpose(self, input).await
    }

    async fn list_members(&self, input: ListMembers) -> Result<MemberList, AppError> {
        counter::office::members(self, input.organisation).await
    }

    async fn invite_member(&self, input: InviteMember) -> Result<MemberList, AppError> {
        counter::office::invite(self, input).await
    }

    async fn remove_member(&self, input: RemoveMember) -> Result<MemberList, AppError> {
        counter::office::remove(self, input).await
    }

    async fn list_patterns(&self, input: ListPatterns) -> Result<PatternList, AppError> {
        counter::office::patterns(self, input.organisation).await
    }

    async fn list_contests(&self, input: ListContests) -> Result<ContestList, AppError> {
        counter::office::contests(self, input.organisation).await
    }

    async fn answer_contest(&self, input: AnswerContest) -> Result<ContestList, AppError> {
        counter::office::answer(self, input).await
    }

    async fn export_seen(&self, input: ExportSeen) -> Result<SavedFile, AppError> {
        counter::office::export(self, input).await
    }

    async fn start_shift(&self, input: StartShift) -> Result<ChallengeView, AppError> {
        counter::shift::start(self, input).await
    }

    async fn open_shift(&self, input: OpenShift) -> Result<CounterView, AppError> {
        counter::shift::open(self, input).await
    }

    async fn unlock_shift(&self, input: UnlockShift) -> Result<CounterView, AppError> {
        counter::shift::unlock(self, input).await
    }

    async fn end_shift(&self, _: EndShift) -> Result<CounterView, AppError> {
        counter::shift::end(self).await
    }

    async fn check_code(&self, input: CheckCode) -> Result<CheckView, AppError> {
        counter::check::code(self, input).await
    }

    async fn check_number(&self, input: CheckNumber) -> Result<CheckView, AppError> {
        counter::check::number(self, input).await
    }

    async fn list_checks(&self, _: ListChecks) -> Result<ChecksView, AppError> {
        counter::check::list(self).await
    }

    async fn ask_to_share(&self, input: AskToShare) -> Result<CounterRequestView, AppError> {
        counter::ask::ask(self, input).await
    }

    async fn offer_request(&self, input: OfferRequest) -> Result<CounterRequestView, AppError> {
        counter::ask::offer(self, input).await
    }

    async fn list_counter_requests(&self, _: ListCounterRequests) -> Result<Vec<CounterRequestView>, AppError> {
        counter::ask::list(self).await
    }

    async fn withdraw_request(&self, input: WithdrawRequest) -> Result<(), AppError> {
        counter::ask::withdraw(self, input.request).await
    }

    async fn read_share(&self, input: ReadShare) -> Result<Share, AppError> {
        counter::ask::read(self, input.request).await
    }

    async fn list_errands(&self, _: ListErrands) -> Result<ErrandsView, AppError> {
        errands::list::run(self).await
    }

    async fn get_errand(&self, input: GetErrand) -> Result<ErrandView, AppError> {
        errands::list::get(self, input.errand).await
    }

    async fn list_organisations(&self, _: ListOrganisations) -> Result<OrganisationList, AppError> {
        errands::give::organisations(self).await
    }

    async fn give_errand(&self, input: GiveErrand) -> Result<ErrandView, AppError> {
        errands::give::run(self, input).await
    }

    async fn end_errand(&self, input: EndErrand) -> Result<ErrandView, AppError> {
        errands::end::run(self, input.errand).await
    }

    async fn check_errand(&self, input: CheckErrand) -> Result<ErrandCheckView, AppError> {
        counter::errand::check(self, input).await
    }

    async fn hand_over_errand(&self, input: HandOverErrand) -> Result<ErrandCheckView, AppError> {
        counter::errand::hand_over(self, input).await
    }

    async fn list_devices(&self, _: ListDevices) -> Result<DevicesView, AppError> {
        devices::list(self).await
    }

    async fn remove_device(&self, input: RemoveDevice) -> Result<DevicesView, AppError> {
        devices::remove(self, input).await
    }

    async fn end_session(&self, input: EndSession) -> Result<DevicesView, AppError> {
        devices::end_session(self, input).await
    }

    async fn sync_now(&self, _: SyncNow) -> Result<SyncReport, AppError> {
        self.engine.run(self).await
    }

    async fn get_about(&self, _: GetAbout) -> Result<AboutView, AppError> {
        about::run(self).await
    }
}
