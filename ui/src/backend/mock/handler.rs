//! The mock's answers.

use async_trait::async_trait;
use bytes::Bytes;
use domain::{DocumentOrigin, ProfileField, Validity, limits, text::matches};
use jiff::SignedDuration;
use protocol::{api::Platform, app::*, problem::ErrorCode};

use super::{
    Inner, MockHost, content, person, scans,
    scenario::{Scenario, challenge},
};
use crate::text::now;

const PIN: &str = "274913";
const CODE: &str = "482915";

impl MockHost {
    /// Fails where the scenario says that the city, or everything, fails.
    fn city(&self) -> Result<(), AppError> {
        match self.scenario {
            Scenario::Offline => Err(AppError::Offline),
            Scenario::Session => Err(AppError::SessionEnded),
            _ => self.works(),
        }
    }

    fn works(&self) -> Result<(), AppError> {
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

    fn paper(&self, document: domain::DocumentId) -> Result<DocumentView, AppError> {
        self.works()?;
        self.with(|inner| inner.papers.iter().find(|paper| paper.card.id == document).cloned())
            .ok_or(AppError::NotFound)
    }

    fn changed(&'static self, part: Part) {
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

fn tell(paper: &mut DocumentView, details: DocumentInput) {
    paper.card.kind = details.kind;
    paper.card.title = details.title;
    paper.card.number = Some(details.number).filter(|number| !number.is_empty());
    paper.issued_on = crate::text::read_date(&details.issued_on);
    paper.card.expires_on = crate::text::read_date(&details.expires_on);
    paper.card.validity = Validity::on(paper.card.expires_on, domain::local_date(now()));
    paper.card.waiting = true;
}

fn edit(inner: &mut Inner, change: FieldInput) -> Result<(), AppError> {
    let checked = change
        .field
        .check(&change.value)
        .map_err(|error| AppError::InvalidInput {
            fields: vec![error.field.into()],
        })?;
    if let Some(field) = inner
        .profile
        .fields
        .iter_mut()
        .find(|field| field.field == change.field)
    {
        field.value = checked.as_str().to_owned();
        field.edit = EditState::Waiting;
        field.source = Some(domain::Source::Declared);
        field.at = Some(now());
    }
    Ok(())
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
        if input.form.full_name.trim().is_empty() {
            return Err(AppError::InvalidInput {
                fields: vec![InputField::FullName],
            });
        }
        self.with(|inner| {
            inner.state.sign_in = Some(SignInStage::Code {
                challenge: challenge(300),
            })
        });
        Ok(challenge(300))
    }

    async fn start_sign_in(&self, input: StartSignIn) -> Result<ChallengeView, AppError> {
        self.city()?;
        let mut challenge = challenge(300);
        if input.identifier.parse::<domain::PersonalNumber>().is_ok() {
            challenge.phone = None;
        }
        self.with(|inner| {
            inner.state.sign_in = Some(SignInStage::Code {
                challenge: challenge.clone(),
            })
        });
        Ok(challenge)
    }

    async fn renew_session(&self, _: RenewSession) -> Result<ChallengeView, AppError> {
        self.works()?;
        Ok(challenge(300))
    }

    async fn resend_code(&self, _: ResendCode) -> Result<ChallengeView, AppError> {
        self.city()?;
        self.with(|inner| inner.wrong_codes = 0);
        Ok(ChallengeView {
            sends_left: 1,
            ..challenge(300)
        })
    }

    async fn submit_code(&self, input: SubmitCode) -> Result<CodeAccepted, AppError> {
        self.works()?;
        if input.code.0 != CODE {
            let wrong = self.with(|inner| {
                inner.wrong_codes += 1;
                inner.wrong_codes
            });
            return Err(match limits::OTP_ATTEMPTS.saturating_sub(wrong) {
                0 => code_problem(ErrorCode::CodeVoid, None),
                left => code_problem(ErrorCode::CodeWrong, Some(left)),
            });
        }
        Ok(self.with(|inner| {
            inner.state.sign_in = None;
            match &mut inner.state.unlocked {
                Some(person) => {
                    person.session_ended = false;
                    CodeAccepted::SessionOpen
                }
                None => {
                    inner.state.sign_in = Some(SignInStage::Pin { label: "NH".into() });
                    CodeAccepted::ChoosePin { label: "NH".into() }
                }
            }
        }))
    }

    async fn create_vault(&self, input: CreateVault) -> Result<AppState, AppError> {
        Ok(self.with(|inner| {
            inner.state.sign_in = None;
            inner.state.people = vec![PersonCard {
                person: person::PERSON,
                label: input.label,
            }];
            inner.state.unlocked = Some(Scenario::Home.person());
            inner.state.clone()
        }))
    }

    async fn abandon_sign_in(&self, _: AbandonSignIn) -> Result<AppState, AppError> {
        Ok(self.with(|inner| {
            inner.state.sign_in = None;
            inner.state.clone()
        }))
    }

    async fn unlock(&self, input: Unlock) -> Result<AppState, AppError> {
        match self.scenario {
            Scenario::Erased => {
                self.with(|inner| inner.state.people.clear());
                return Err(AppError::VaultErased);
            }
            Scenario::Damaged => return Err(AppError::VaultDamaged),
            Scenario::Newer => return Err(AppError::VaultNewer),
            Scenario::Keyring => return Err(AppError::KeyringMissing),
            Scenario::Wait => {
                return Err(AppError::PinDelayed {
                    attempts_left: 12,
                    wait_seconds: 240,
                });
            }
            _ => {}
        }
        self.with(|inner| {
            if input.pin.0 == PIN {
                inner.wrong_pins = 0;
                inner.state.unlocked = Some(UnlockedPerson {
                    person: input.person,
                    ..Scenario::Home.person()
                });
                return Ok(inner.state.clone());
            }
            inner.wrong_pins += 1;
            let wait = limits::pin_delay(inner.wrong_pins).as_secs();
            Err(AppError::WrongPin {
                attempts_left: limits::PIN_ATTEMPTS.saturating_sub(inner.wrong_pins),
                wait_seconds: u32::try_from(wait).unwrap_or(0),
            })
        })
    }

    async fn lock(&self, _: Lock) -> Result<AppState, AppError> {
        Ok(self.with(|inner| {
            inner.state.unlocked = None;
            inner.state.clone()
        }))
    }

    async fn change_pin(&self, input: ChangePin) -> Result<(), AppError> {
        if input.old.0 == PIN {
            Ok(())
        } else {
            Err(AppError::WrongPin {
                attempts_left: 19,
                wait_seconds: 0,
            })
        }
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
        let sync = self.scenario.sync();
        Ok(self.with(|inner| {
            let mut tasks: Vec<Task> = Vec::new();
            if self.scenario == Scenario::Session {
                tasks.push(Task::SignIn);
            }
            for field in &inner.profile.fields {
                match field.edit {
                    EditState::Conflict { .. } => tasks.push(Task::Conflict { field: field.field }),
                    EditState::Refused => tasks.push(Task::Refused {
                        document: None,
                        field: Some(field.field),
                    }),
                    EditState::None | EditState::Waiting => {}
                }
            }
            for paper in &inner.papers {
                let card = &paper.card;
                let (Validity::EndsSoon { .. } | Validity::Expired, Some(expires_on)) =
                    (card.validity, card.expires_on)
                else {
                    continue;
                };
                tasks.push(Task::Expiring {
                    document: card.id,
                    title: card.title.clone(),
                    expires_on,
                    validity: card.validity,
                });
            }
            if sync.waiting > 0 {
                tasks.push(Task::Waiting { changes: sync.waiting });
            }
            HomeView {
                given_name: person::name(self.scenario).1.into(),
                tasks,
                recent: inner.papers.iter().take(6).map(|paper| paper.card.clone()).collect(),
                documents: u32::try_from(inner.papers.len()).unwrap_or(u32::MAX),
                sync,
            }
        }))
    }

    async fn get_standard_code(&self, _: GetStandardCode) -> Result<StandardCodeView, AppError> {
        self.works()?;
        let full = "048190000123|NGUYEN THI ANH HOA|1990-09-05|0|000123456789012345|<2<<+84905123456<MEUCIQDx";
        let masked = "******000123|NGUYEN THI ANH HOA|1990-**-**|0|000123456789012345|<2<<+84905123456<MEUCIQDx";
        Ok(StandardCodeView {
            full: content::symbol(full),
            masked: content::symbol(masked),
            lines: CodeLines {
                number: "0481 9000 0123".into(),
                born: "05/09/1990".into(),
                ..scans::masked_lines()
            },
            masked_lines: scans::masked_lines(),
            signed_at: now() - SignedDuration::from_hours(30),
        })
    }

    async fn make_live_code(&self, _: MakeLiveCode) -> Result<LiveCodeView, AppError> {
        self.works()?;
        if self.scenario == Scenario::Empty {
            return Err(AppError::NoCredential);
        }
        let made_at = now();
        let text = format!("CDS1:{}{}", "6BF%RN-SSG$K*A1WE6+1".repeat(16), made_at.as_second());
        Ok(LiveCodeView {
            qr: content::symbol(&text),
            made_at,
            seconds: 60,
            credential_ends_at: made_at
                + SignedDuration::from_hours(24 * if self.scenario == Scenario::Clock { 3 } else { 21 }),
        })
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

    async fn scan_picture(&self, _: ScanPicture, picture: Bytes) -> Result<Vec<ScanView>, AppError> {
        match picture.len() {
            0 => Err(AppError::PictureUnreadable),
            1..1_000 => Err(AppError::NoCode),
            _ if self.scenario == Scenario::BadFiles => {
                Ok(["valid", "standard", "card", "pay", "bad-link", "Bàn số 3"]
                    .map(scans::of_text)
                    .to_vec())
            }
            _ => Ok(vec![scans::card()]),
        }
    }

    async fn scan_text(&self, input: ScanText) -> Result<ScanView, AppError> {
        Ok(scans::of_text(&input.text))
    }

    async fn start_camera(&self, _: StartCamera) -> Result<CameraView, AppError> {
        if self.scenario == Scenario::NoCamera {
            return Err(AppError::CameraAbsent);
        }
        self.with(|inner| inner.camera = true);
        self.emit_later(
            6_000,
            AppEvent::Scanned {
                codes: vec![scans::card()],
            },
        );
        Ok(CameraView {
            width: 640,
            height: 480,
        })
    }

    async fn stop_camera(&self, _: StopCamera) -> Result<(), AppError> {
        self.with(|inner| inner.camera = false);
        Ok(())
    }

    async fn list_documents(&self, input: ListDocuments) -> Result<DocumentList, AppError> {
        self.works()?;
        Ok(self.with(|inner| {
            let fits = |card: &DocumentCard| {
                let words = format!(
                    "{} {} {}",
                    card.title,
                    card.number.as_deref().unwrap_or_default(),
                    card.issuer.as_deref().unwrap_or_default()
                );
                input.origin.is_none_or(|origin| origin == card.origin) && matches(&words, &input.query)
            };
            DocumentList {
                documents: inner
                    .papers
                    .iter()
                    .map(|paper| &paper.card)
                    .filter(|card| fits(card))
                    .cloned()
                    .collect(),
                total: u32::try_from(inner.papers.len()).unwrap_or(u32::MAX),
                as_of: self.scenario.sync().as_of,
            }
        }))
    }

    async fn get_document(&self, input: GetDocument) -> Result<DocumentView, AppError> {
        self.paper(input.document)
    }

    async fn add_document(&self, input: AddDocument, content: Bytes) -> Result<DocumentView, AppError> {
        let bytes = content.len() as u64;
        if bytes == 0 {
            return Err(AppError::FileEmpty);
        }
        if bytes > limits::DOCUMENT_BYTES {
            return Err(AppError::FileTooLarge {
                bytes,
                limit: limits::DOCUMENT_BYTES,
            });
        }
        let media_type = domain::MediaType::sniff(&content).ok_or(AppError::FileKind)?;
        let number = 0x0193_0000_0000_7000_8000_0000_0004_0000_u128;
        let view = self.with(|inner| {
            let id = domain::DocumentId(uuid::Uuid::from_u128(number + inner.papers.len() as u128));
            let mut paper = DocumentView {
                card: DocumentCard {
                    id,
                    kind: input.details.kind,
                    title: String::new(),
                    number: None,
                    origin: DocumentOrigin::Uploaded,
                    issuer: None,
                    expires_on: None,
                    validity: Validity::Open,
                    content: ContentState::Here,
                    waiting: true,
                },
                issued_on: None,
                added_at: now(),
                media_type: Some(media_type),
                bytes: Some(bytes),
                editable: true,
                refused: false,
                as_of: Some(now()),
            };
            tell(&mut paper, input.details);
            inner.papers.insert(0, paper.clone());
            paper
        });
        self.changed(Part::Documents);
        self.pretend_transfer(Transfer {
            document: view.card.id,
            direction: Direction::Up,
            done: 0,
            total: bytes,
            state: TransferState::Running,
        });
        Ok(view)
    }

    async fn edit_document(&self, input: EditDocument) -> Result<DocumentView, AppError> {
        let mut paper = self.paper(input.document)?;
        if input.details.title.trim().is_empty() {
            return Err(AppError::InvalidInput {
                fields: vec![InputField::Title],
            });
        }
        tell(&mut paper, input.details);
        self.with(|inner| {
            for kept in inner.papers.iter_mut().filter(|kept| kept.card.id == paper.card.id) {
                *kept = paper.clone();
            }
        });
        self.changed(Part::Documents);
        Ok(paper)
    }

    async fn remove_document(&self, input: RemoveDocument) -> Result<(), AppError> {
        self.with(|inner| inner.papers.retain(|paper| paper.card.id != input.document));
        self.changed(Part::Documents);
        Ok(())
    }

    async fn download_document(&self, input: DownloadDocument) -> Result<DocumentView, AppError> {
        let paper = self.paper(input.document)?;
        self.city()?;
        self.with(|inner| {
            for kept in inner.papers.iter_mut().filter(|kept| kept.card.id == input.document) {
                kept.card.content = ContentState::Here;
            }
        });
        self.pretend_transfer(Transfer {
            document: input.document,
            direction: Direction::Down,
            done: 0,
            total: paper.bytes.unwrap_or(0),
            state: TransferState::Running,
        });
        self.emit_later(
            1_700,
            AppEvent::Changed {
                parts: vec![Part::Documents],
            },
        );
        Ok(paper)
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
        self.with(|inner| {
            for change in input.changes {
                edit(inner, change)?;
            }
            Ok(inner.profile.clone())
        })
    }

    async fn resolve_conflict(&self, input: ResolveConflict) -> Result<ProfileView, AppError> {
        Ok(self.with(|inner| {
            for field in inner
                .profile
                .fields
                .iter_mut()
                .filter(|field| field.field == input.field)
            {
                let theirs = match &field.edit {
                    EditState::Conflict { theirs } => Some(theirs.clone()),
                    _ => None,
                };
                field.edit = if input.keep_mine {
                    EditState::Waiting
                } else {
                    EditState::None
                };
                if let (false, Some(theirs)) = (input.keep_mine, theirs) {
                    field.value = theirs;
                }
                if !input.keep_mine && field.field == ProfileField::Occupation {
                    field.value = "Giáo viên tiểu học".into();
                }
            }
            inner.profile.clone()
        }))
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
