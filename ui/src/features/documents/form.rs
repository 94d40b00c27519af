//! What the resident says of a paper: shared by adding and editing.

use domain::DocumentKind;
use leptos::prelude::*;
use protocol::app::{AppError, DocumentInput, InputField};

use super::words::DocumentsWords;
use crate::{
    app::use_app,
    components::{DateField, ErrorSummary, Field, Mistake, Notice, Select, Tone, use_id},
    reactive::{Look, derive, memo},
    text::{self, Voice},
};

/// The fields as typed, and what is wrong with them.
#[derive(Clone, Copy)]
pub(super) struct Form {
    kind: RwSignal<String>,
    pub(super) title: RwSignal<String>,
    number: RwSignal<String>,
    issued_on: RwSignal<String>,
    expires_on: RwSignal<String>,
    wrong: RwSignal<Vec<InputField>>,
    refusals: RwSignal<u32>,
}

impl Form {
    /// An empty form.
    pub(super) fn new() -> Self {
        Self {
            kind: RwSignal::new(name_of(DocumentKind::Other).to_owned()),
            title: RwSignal::new(String::new()),
            number: RwSignal::new(String::new()),
            issued_on: RwSignal::new(String::new()),
            expires_on: RwSignal::new(String::new()),
            wrong: RwSignal::new(Vec::new()),
            refusals: RwSignal::new(0),
        }
    }

    /// Shows what is known already.
    pub(super) fn fill(self, input: DocumentInput) {
        self.kind.set(name_of(input.kind).to_owned());
        self.title.set(input.title);
        self.number.set(input.number);
        self.issued_on.set(input.issued_on);
        self.expires_on.set(input.expires_on);
    }

    /// What is typed.
    pub(super) fn input(self) -> DocumentInput {
        DocumentInput {
            kind: self.chosen(),
            title: self.title.get_untracked(),
            number: self.number.get_untracked(),
            issued_on: self.issued_on.get_untracked(),
            expires_on: self.expires_on.get_untracked(),
        }
    }

    /// Clears the marks of the last sending.
    pub(super) fn clear_marks(self) {
        self.wrong.set(Vec::new());
    }

    /// Marks the fields a refusal names; other errors are left for the notice.
    pub(super) fn heed(self, error: AppError) -> Result<(), AppError> {
        match error {
            AppError::InvalidInput { fields } => {
                self.wrong.try_set(fields);
                self.refusals.try_update(|refusals| *refusals += 1);
                Ok(())
            }
            other => Err(other),
        }
    }

    fn chosen(self) -> DocumentKind {
        let chosen = self.kind.get_untracked();
        DocumentKind::ALL
            .into_iter()
            .find(|kind| name_of(*kind) == chosen)
            .unwrap_or(DocumentKind::Other)
    }

    fn error(self, field: InputField, voice: &'static dyn Voice) -> Signal<Option<String>> {
        derive(move || {
            self.wrong
                .look(|wrong| wrong.contains(&field).then(|| voice.input(field).to_owned()))
        })
    }
}

/// The fields.
#[component]
pub(super) fn FormFields(
    /// What is typed.
    form: Form,
) -> impl IntoView {
    let words = DocumentsWords::here();
    let voice = text::here();
    let kinds = DocumentKind::ALL
        .map(|kind| (name_of(kind).to_owned(), voice.document_kind(kind).to_owned()))
        .to_vec();
    let ids = [
        InputField::Title,
        InputField::Number,
        InputField::IssuedOn,
        InputField::ExpiresOn,
    ]
    .map(|field| (field, use_id("paper")));
    let id_of = |wanted: InputField| {
        ids.iter()
            .find(|(field, _)| *field == wanted)
            .map(|(_, id)| id.clone())
            .unwrap_or_default()
    };
    let (title_id, number_id) = (id_of(InputField::Title), id_of(InputField::Number));
    let (issued_id, expires_id) = (id_of(InputField::IssuedOn), id_of(InputField::ExpiresOn));
    let mistakes = derive(move || {
        form.wrong.look(|wrong| {
            let marked = ids.iter().filter(|(field, _)| wrong.contains(field));
            marked
                .map(|(field, id)| Mistake {
                    field: id.clone(),
                    name: voice.input_name(*field).to_owned(),
                    text: voice.input(*field).to_owned(),
                })
                .collect::<Vec<_>>()
        })
    });
    name_by_kind(form, voice);
    let keeps = use_app().keeps();
    let sensitive = memo(move || form.kind.look(|kind| kind == name_of(DocumentKind::IdentityCard)));
    view! {
        <ErrorSummary mistakes turn=form.refusals />
        <Select label=words.kind() value=form.kind options=kinds />
        {move || sensitive.get().then(|| view! { <Notice tone=Tone::Plain live=true><p>{if keeps { words.sensitive() } else { words.sensitive_page() }}</p></Notice> })}
        <Field
            label=words.title_field()
            value=form.title
            id=title_id
            hint=words.title_hint()
            error=form.error(InputField::Title, voice)
            capitals="sentences"
            max=240
        />
        <Field
            label=words.number_field()
            value=form.number
            id=number_id
            error=form.error(InputField::Number, voice)
            capitals="characters"
            max=120
            optional=true
        />
        <div class="form-pair">
            <DateField label=words.issued_on() value=form.issued_on id=issued_id error=form.error(InputField::IssuedOn, voice) optional=true />
            <DateField
                label=words.expires_on()
                value=form.expires_on
                id=expires_id
                error=form.error(InputField::ExpiresOn, voice)
                optional=true
            />
        </div>
    }
}

/// A title nobody typed follows the chosen kind.
fn name_by_kind(form: Form, voice: &'static dyn Voice) {
    let proposed = StoredValue::new(String::new());
    Effect::new(move |first: Option<()>| {
        form.kind.track();
        let kind = form.chosen();
        let proposal = if kind == DocumentKind::Other {
            String::new()
        } else {
            voice.document_kind(kind).to_owned()
        };
        let untouched = form
            .title
            .with_untracked(|title| title.is_empty() || proposed.with_value(|proposed| title == proposed));
        if untouched && (first.is_some() || !proposal.is_empty()) {
            form.title.set(proposal.clone());
        }
        proposed.set_value(proposal);
    });
}

/// The name a kind has among the choices.
fn name_of(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::IdentityCard => "identity_card",
        DocumentKind::BirthCertificate => "birth_certificate",
        DocumentKind::MarriageCertificate => "marriage_certificate",
        DocumentKind::ResidenceConfirmation => "residence_confirmation",
        DocumentKind::HealthInsuranceCard => "health_insurance_card",
        DocumentKind::DrivingLicence => "driving_licence",
        DocumentKind::VehicleRegistration => "vehicle_registration",
        DocumentKind::LandUseCertificate => "land_use_certificate",
        DocumentKind::Diploma => "diploma",
        DocumentKind::CriminalRecord => "criminal_record",
        DocumentKind::Passport => "passport",
        DocumentKind::BusinessLicence => "business_licence",
        DocumentKind::Other => "other",
    }
}
