//! The mock's answers.

use async_trait::async_trait;
use bytes::Bytes;
use protocol::{
    api::{ContestList, MemberList, OrganisationList, OrganisationRecord, PatternList, Platform, Share},
    app::*,
    problem::ErrorCode,
};

use super::{
    MockHost, person, scans,
    scenario::{Scenario, challenge},
};

impl MockHost {
    /// Fails where the scenario says that the city, or everything, fails.
    pub(super) fn city(&self) -> Result<(), AppError> {
        match self.scenario {
            Scenario::Offline | Scenario::OfficerAway => Err(AppError::Offline),
            Scenario::Session => Err(AppError::SessionEnded),
            _ => self.works(),
        }
    }

    pub(super) fn works(&self) -> Result<(), AppError> {
        match self.scenario {
            Scenario::Error => Err(AppError::City {
                code: ErrorCode::Internal,
                attempts_left: None,
                retry_after: None,
                incident: Some("0193a7c2".into()),
            }),
            _ => Ok(()),
        }
    }

    pub(super) fn changed(&'static self, part: Part) {
        self.emit_later(1, AppEvent::Changed { parts: vec![part] });
    }
}

pub(super) fn code_problem(code: ErrorCode, attempts_left: Option<u32>) -> AppError {
    AppError::City {
        code,
        attempts_left,
        retry_after: None,
        incident: None,
    }
}

#[cfg_attr(not(target_arch = "wasm32"), async_trait)]
#[cfg_attr(target_arch = "wasm32", async_trait(?Send))]
impl Handler for &'static MockHost {
    async fn get_state(&self, _: GetState) -> Result<AppState, AppError> {
        Ok(self.with(|inner| inner.state.clone()))
    }

    async fn touch(&self, _: Touch) -> Result<(), AppError> {
        Ok(())
    }

    async fn set_settings(&self, input: SetSettings) -> Result<AppState, AppError> {
        Ok(self.with(|inner| {
            inner.state.settings = input.settings;
            inner.state.clone()
        }))
    }

    async fn start_enrolment(&self, input: StartEnrolment) -> Result<ChallengeView, AppError> {
        self.city()?;
        self.enrol(input)
    }

    async fn start_sign_in(&self, input: StartSignIn) -> Result<ChallengeView, AppError> {
        self.city()?;
        Ok(self.sign_in(input))
    }

    async fn renew_session(&self, _: RenewSession) -> Result<ChallengeView, AppError> {
        self.works()?;
        Ok(challenge(300))
    }

    async fn resend_code(&self, _: ResendCode) -> Result<ChallengeView, AppError> {
        self.city()?;
        Ok(self.send_again())
    }

    async fn submit_code(&self, input: SubmitCode) -> Result<CodeAccepted, AppError> {
        self.works()?;
        self.take_code(input)
    }

    async fn create_vault(&self, input: CreateVault) -> Result<AppState, AppError> {
        Ok(self.new_vault(input))
    }

    async fn abandon_sign_in(&self, _: AbandonSignIn) -> Result<AppState, AppError> {
        Ok(self.with(|inner| {
            inner.state.sign_in = None;
            inner.state.clone()
        }))
    }

    async fn unlock(&self, input: Unlock) -> Result<AppState, AppError> {
        self.open_vault(input)
    }

    async fn lock(&self, _: Lock) -> Result<AppState, AppError> {
        Ok(self.with(|inner| {
            inner.state.unlocked = None;
            inner.state.clone()
        }))
    }

    async fn change_pin(&self, input: ChangePin) -> Result<(), AppError> {
        self.renew_pin(input)
    }

    async fn remove_person(&self, input: RemovePerson) -> Result<AppState, AppError> {
        Ok(self.with(|inner| {
            inner.state.people.retain(|card| card.person != input.person);
            inner.state.unlocked = None;
            inner.state.clone()
        }))
    }

    async fn get_home(&self, _: GetHome) -> Result<HomeView, AppError> {
        self.works()?;
        Ok(self.home())
    }

    async fn get_standard_code(&self, _: GetStandardCode) -> Result<StandardCodeView, AppError> {
        self.works()?;
        Ok(self.standard_code())
    }

    async fn make_live_code(&self, _: MakeLiveCode) -> Result<LiveCodeView, AppError> {
        self.works()?;
        self.live_code()
    }

    async fn list_cards(&self, _: ListCards) -> Result<CardsView, AppError> {
        self.city()?;
        Ok(self.cards())
    }

    async fn make_card(&self, _: MakeCard) -> Result<CardsView, AppError> {
        self.city()?;
        self.add_card()
    }

    async fn cancel_card(&self, input: CancelCard) -> Result<CardsView, AppError> {
        self.city()?;
        Ok(self.drop_card(input.card))
    }

    async fn save_card(&self, input: SaveCard) -> Result<SavedFile, AppError> {
        self.city()?;
        self.hand_out(input.card)
    }

    async fn scan_picture(&self, _: ScanPicture, picture: Bytes) -> Result<Vec<ScannedCode>, AppError> {
        self.codes_in(picture)
    }

    async fn scan_text(&self, input: ScanText) -> Result<ScanView, AppError> {
        Ok(scans::of_text(&input.text))
    }

    async fn start_camera(&self, _: StartCamera) -> Result<CameraView, AppError> {
        self.watch()
    }

    async fn stop_camera(&self, _: StopCamera) -> Result<(), AppError> {
        self.with(|inner| inner.camera = false);
        Ok(())
    }

    async fn list_documents(&self, input: ListDocuments) -> Result<DocumentList, AppError> {
        self.works()?;
        Ok(self.papers_like(input))
    }

    async fn get_document(&self, input: GetDocument) -> Result<DocumentView, AppError> {
        self.paper(input.document)
    }

    async fn add_document(&self, input: AddDocument, content: Bytes) -> Result<DocumentView, AppError> {
        self.add_paper(input, content)
    }

    async fn edit_document(&self, input: EditDocument) -> Result<DocumentView, AppError> {
        self.change_paper(input)
    }

    async fn remove_document(&self, input: RemoveDocument) -> Result<(), AppError> {
        self.with(|inner| inner.papers.retain(|paper| paper.card.id != input.document));
        self.changed(Part::Documents);
        Ok(())
    }

    async fn download_document(&self, input: DownloadDocument) -> Result<DocumentView, AppError> {
        self.fetch_paper(input)
    }

    async fn cancel_transfer(&self, input: CancelTransfer) -> Result<(), AppError> {
        self.emit(AppEvent::Transfer(Transfer {
            document: input.document,
            direction: Direction::Down,
            done: 0,
            total: 1,
            state: TransferState::Stopped {
                error: AppError::Cancelled,
            },
        }));
        Ok(())
    }

    async fn get_profile(&self, _: GetProfile) -> Result<ProfileView, AppError> {
        self.works()?;
        Ok(self.with(|inner| inner.profile.clone()))
    }

    async fn edit_profile(&self, input: EditProfile) -> Result<ProfileView, AppError> {
        self.change_profile(input)
    }

    async fn resolve_conflict(&self, input: ResolveConflict) -> Result<ProfileView, AppError> {
        Ok(self.settle(input))
    }

    async fn list_requests(&self, _: ListRequests) -> Result<RequestsView, AppError> {
        self.works()?;
        Ok(self.requests())
    }

    async fn get_request(&self, input: GetRequest) -> Result<RequestView, AppError> {
        self.works()?;
        self.request(input.request)
    }

    async fn take_offer(&self, _: TakeOffer) -> Result<RequestView, AppError> {
        self.city()?;
        let waiting = self.requests().requests.into_iter().next();
        waiting.ok_or(AppError::NotFound)
    }

    async fn agree_to_share(&self, input: AgreeToShare) -> Result<RequestView, AppError> {
        self.agree(input)
    }

    async fn refuse_to_share(&self, input: RefuseToShare) -> Result<RequestView, AppError> {
        self.refuse(input)
    }

    async fn take_back(&self, input: TakeBack) -> Result<RequestView, AppError> {
        MockHost::take_back(self, input.request)
    }

    async fn forget_consent(&self, _: ForgetConsent) -> Result<RequestsView, AppError> {
        Ok(self.forget())
    }

    async fn get_history(&self, _: GetHistory) -> Result<HistoryView, AppError> {
        self.works()?;
        Ok(self.access_history())
    }

    async fn contest_access(&self, input: ContestAccess) -> Result<HistoryView, AppError> {
        self.contest(input)
    }

    async fn get_counter(&self, _: GetCounter) -> Result<CounterView, AppError> {
        self.works()?;
        Ok(self.counter())
    }

    async fn accept_role(&self, input: AcceptRole) -> Result<CounterView, AppError> {
        self.city()?;
        Ok(self.take_role(input.member, true))
    }

    async fn leave_role(&self, input: LeaveRole) -> Result<CounterView, AppError> {
        self.city()?;
        Ok(self.take_role(input.member, false))
    }

    async fn get_organisation(&self, _: GetOrganisation) -> Result<OrganisationRecord, AppError> {
        self.city()?;
        self.organisation_of()
    }

    async fn put_counter(&self, input: PutCounter) -> Result<OrganisationRecord, AppError> {
        self.keep_counter(input)
    }

    async fn put_purpose(&self, input: PutPurpose) -> Result<OrganisationRecord, AppError> {
        self.keep_purpose(input)
    }

    async fn list_members(&self, _: ListMembers) -> Result<MemberList, AppError> {
        self.members_of()
    }

    async fn invite_member(&self, input: InviteMember) -> Result<MemberList, AppError> {
        self.invite_somebody(input)
    }

    async fn remove_member(&self, input: RemoveMember) -> Result<MemberList, AppError> {
        self.remove_somebody(input.member)
    }

    async fn list_patterns(&self, _: ListPatterns) -> Result<PatternList, AppError> {
        self.patterns_of()
    }

    async fn list_contests(&self, _: ListContests) -> Result<ContestList, AppError> {
        self.contests_of()
    }

    async fn answer_contest(&self, input: AnswerContest) -> Result<ContestList, AppError> {
        self.answer_one(input)
    }

    async fn export_seen(&self, input: ExportSeen) -> Result<SavedFile, AppError> {
        self.hand_out_seen(&input)
    }

    async fn start_shift(&self, _: StartShift) -> Result<ChallengeView, AppError> {
        self.city()?;
        Ok(self.ask_for_shift())
    }

    async fn open_shift(&self, input: OpenShift) -> Result<CounterView, AppError> {
        self.keep_shift(&input.code)
    }

    async fn unlock_shift(&self, input: UnlockShift) -> Result<CounterView, AppError> {
        self.unlock_desk(&input.pin)
    }

    async fn end_shift(&self, _: EndShift) -> Result<CounterView, AppError> {
        Ok(self.close_desk())
    }

    async fn check_code(&self, input: CheckCode) -> Result<CheckView, AppError> {
        self.works()?;
        self.check_text(&input.text)
    }

    async fn check_number(&self, input: CheckNumber) -> Result<CheckView, AppError> {
        self.check_digits(&input)
    }

    async fn list_checks(&self, _: ListChecks) -> Result<ChecksView, AppError> {
        self.works()?;
        self.checks_of_day()
    }

    async fn ask_to_share(&self, _: AskToShare) -> Result<CounterRequestView, AppError> {
        self.ask_somebody(false)
    }

    async fn offer_request(&self, _: OfferRequest) -> Result<CounterRequestView, AppError> {
        self.ask_somebody(true)
    }

    async fn list_counter_requests(&self, _: ListCounterRequests) -> Result<Vec<CounterRequestView>, AppError> {
        self.requests_of_day()
    }

    async fn withdraw_request(&self, input: WithdrawRequest) -> Result<(), AppError> {
        self.end_request(input.request)
    }

    async fn read_share(&self, input: ReadShare) -> Result<Share, AppError> {
        self.shared_by(input.request)
    }

    async fn list_errands(&self, _: ListErrands) -> Result<ErrandsView, AppError> {
        self.works()?;
        Ok(self.errands())
    }

    async fn get_errand(&self, input: GetErrand) -> Result<ErrandView, AppError> {
        self.works()?;
        self.errand(input.errand)
    }

    async fn list_organisations(&self, _: ListOrganisations) -> Result<OrganisationList, AppError> {
        self.city()?;
        Ok(self.organisations())
    }

    async fn give_errand(&self, input: GiveErrand) -> Result<ErrandView, AppError> {
        self.give(input)
    }

    async fn end_errand(&self, input: EndErrand) -> Result<ErrandView, AppError> {
        self.end(input.errand)
    }

    async fn check_errand(&self, input: CheckErrand) -> Result<ErrandCheckView, AppError> {
        self.works()?;
        self.check_pass(input.check, &input.text)
    }

    async fn hand_over_errand(&self, input: HandOverErrand) -> Result<ErrandCheckView, AppError> {
        self.hand_over_result(input.check, &input.text)
    }

    async fn list_devices(&self, _: ListDevices) -> Result<DevicesView, AppError> {
        self.city()?;
        Ok(person::devices())
    }

    async fn remove_device(&self, input: RemoveDevice) -> Result<DevicesView, AppError> {
        self.city()?;
        let mut view = person::devices();
        view.devices.retain(|device| device.id != input.device);
        Ok(view)
    }

    async fn end_session(&self, input: EndSession) -> Result<DevicesView, AppError> {
        self.city()?;
        let mut view = person::devices();
        for device in &mut view.devices {
            device.sessions.retain(|session| session.id != input.session);
        }
        Ok(view)
    }

    async fn sync_now(&self, _: SyncNow) -> Result<SyncReport, AppError> {
        let status = self.scenario.sync();
        self.emit(AppEvent::Sync(SyncStatus {
            phase: SyncPhase::Running,
            ..status.clone()
        }));
        self.emit_later(900, AppEvent::Sync(status));
        self.city()?;
        Ok(SyncReport {
            received: 1,
            sent: 1,
            conflicts: 0,
            refused: 0,
        })
    }

    async fn get_about(&self, _: GetAbout) -> Result<AboutView, AppError> {
        Ok(AboutView {
            version: env!("CARGO_PKG_VERSION").into(),
            platform: Platform::Linux,
            city_url: "http://127.0.0.1:8787".into(),
            city_name: Some("Thành phố Đà Nẵng".into()),
            demo: true,
        })
    }
}
