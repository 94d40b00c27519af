//! Every command and who carries it out.

use async_trait::async_trait;
use bytes::Bytes;
use protocol::app::*;

use crate::{about, account, app::App, cards, code, devices, documents, home, profile, scan, settings, vault};

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

    async fn scan_picture(&self, _: ScanPicture, picture: Bytes) -> Result<Vec<ScanView>, AppError> {
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
