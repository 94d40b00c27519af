//! Explaining a code field by field.

use std::{io::Write as _, io::stdout, process::ExitCode};

use anyhow::Result;
use clap::Args;
use codes::{
    Code,
    chip_card::ChipCard,
    errand,
    link::{Link, Suspicion},
    live, offer,
    standard::{DeclaredBy, MaskedStandard, StandardCode, StandardSignature},
    vietqr::Payment,
};
use domain::Sex;
use serde::Serialize;

use crate::{scan::printable, source::Source};

/// Explain a code field by field; nothing is verified
#[derive(Args)]
pub(crate) struct Inspect {
    /// One JSON object: kind, fields, notes
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    source: Source,
}

/// What a code says.
#[derive(Serialize)]
struct Explained {
    kind: &'static str,
    fields: Vec<Field>,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct Field {
    name: &'static str,
    value: String,
}

impl Inspect {
    pub(crate) fn run(&self) -> Result<ExitCode> {
        let text = self.source.read()?;
        let explained = explain(&text);
        let mut out = stdout().lock();
        if self.json {
            writeln!(out, "{}", serde_json::to_string(&explained)?)?;
            return Ok(ExitCode::SUCCESS);
        }
        writeln!(out, "{}", explained.kind)?;
        for Field { name, value } in &explained.fields {
            writeln!(out, "  {name:<20} {}", printable(value))?;
        }
        for note in &explained.notes {
            writeln!(out, "  ! {note}")?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// The word for a code's kind.
pub(crate) fn kind(text: &str) -> &'static str {
    match codes::classify(text) {
        Code::Live(_) => "live",
        Code::Offer(_) => "offer",
        Code::Errand(_) => "errand",
        Code::Standard(_) => "standard",
        Code::MaskedStandard(_) => "masked_standard",
        Code::ChipCard(_) => "chip_card",
        Code::Payment(_) => "payment",
        Code::Link(_) => "link",
        Code::Text(_) => "text",
    }
}

fn explain(text: &str) -> Explained {
    let (fields, notes) = match codes::classify(text) {
        Code::Live(text) => of_live(&text),
        Code::Offer(text) => of_offer(&text),
        Code::Errand(text) => of_errand(&text),
        Code::Standard(code) => of_standard(&code),
        Code::MaskedStandard(code) => (of_masked(&code), Vec::new()),
        Code::ChipCard(card) => (
            of_card(&card),
            vec!["no signature: it fills forms and proves nothing".to_owned()],
        ),
        Code::Payment(payment) => (of_payment(&payment), Vec::new()),
        Code::Link(link) => of_link(&link),
        Code::Text(text) => (vec![field("text", text)], Vec::new()),
    };
    let fields = fields.into_iter().filter(|field| !field.value.is_empty()).collect();
    Explained {
        kind: kind(text),
        fields,
        notes,
    }
}

fn field(name: &'static str, value: impl ToString) -> Field {
    Field {
        name,
        value: value.to_string(),
    }
}

fn of_live(text: &str) -> (Vec<Field>, Vec<String>) {
    let Some(said) = live::look_inside(text) else {
        return (
            Vec::new(),
            vec!["damaged, or not written by this kind of app".to_owned()],
        );
    };
    let claims = said.claims;
    let fields = vec![
        field("issuer", claims.issuer),
        field("city key", hex::encode(said.city_key)),
        field("holder", claims.holder),
        field("QID", claims.qid.as_str()),
        field("device key", hex::encode(claims.device_key)),
        field("credential from", claims.issued_at),
        field("credential until", claims.not_after),
        field("place in the list", claims.status_index),
        field("shown at", said.presented_at),
        field("nonce", hex::encode(said.nonce)),
        field("id for redeeming", hex::encode(said.jti)),
        field("characters", text.len()),
    ];
    (fields, vec!["no signature was checked: `verify` does".to_owned()])
}

fn of_offer(text: &str) -> (Vec<Field>, Vec<String>) {
    let Some((city_key, offer)) = offer::look_inside(text) else {
        return (
            Vec::new(),
            vec!["damaged, or not written by this kind of city".to_owned()],
        );
    };
    let fields = vec![
        field("issuer", offer.issuer),
        field("city key", hex::encode(city_key)),
        field("request", offer.request),
        field("organisation", offer.organisation),
        field("counter", offer.counter),
        field("purpose", offer.purpose),
        field("made at", offer.made_at),
        field("until", offer.expires_at),
    ];
    (fields, vec!["the signature was not checked: `verify` does".to_owned()])
}

fn of_errand(text: &str) -> (Vec<Field>, Vec<String>) {
    let Some((city_key, errand)) = errand::look_inside(text) else {
        return (
            Vec::new(),
            vec!["damaged, or not written by this kind of city".to_owned()],
        );
    };
    let dossier = errand.dossier.as_ref().map_or("", |dossier| dossier.as_str());
    let fields = vec![
        field("issuer", errand.issuer),
        field("city key", hex::encode(city_key)),
        field("errand", errand.errand),
        field("organisation", errand.organisation_name.as_str()),
        field("giver", errand.giver.as_str()),
        field("bearer's QID", errand.bearer.as_str()),
        field("bearer", errand.bearer_name.as_str()),
        field("what", errand.title.as_str()),
        field("dossier", dossier),
        field("day", errand.day),
        field("signed at", errand.made_at),
    ];
    (fields, vec!["the signature was not checked: `verify` does".to_owned()])
}

fn of_standard(code: &StandardCode) -> (Vec<Field>, Vec<String>) {
    let extension = &code.extension;
    let mut fields = vec![
        field("document number", &code.document_number),
        field("name", code.name.as_str()),
        field("born", code.born.date()),
        field("declared by", declared_by(code.declared_by)),
        field("QID", code.qid.as_str()),
        field(
            "declarer's QID",
            extension
                .declarer
                .as_ref()
                .map(|qid| qid.as_str().to_owned())
                .unwrap_or_default(),
        ),
        field("sex", sex(extension.sex)),
        field(
            "health insurance",
            extension.health_insurance.clone().unwrap_or_default(),
        ),
        field(
            "phone",
            extension
                .phone
                .as_ref()
                .map(|phone| phone.display())
                .unwrap_or_default(),
        ),
    ];
    let note = match &extension.signature {
        None => "no signature: anybody can have printed it",
        Some(StandardSignature::Foreign(_)) => "a signature of another form than this city's",
        Some(StandardSignature::City { key, card, .. }) => {
            fields.push(field("city key", hex::encode(key)));
            fields.push(field("card", card.map(|card| card.grouped()).unwrap_or_default()));
            "the signature was not checked: `verify` does"
        }
    };
    (fields, vec![note.to_owned()])
}

fn of_masked(code: &MaskedStandard) -> Vec<Field> {
    vec![
        field("document number", &code.document_number),
        field("name", code.name.as_str()),
        field("born in", code.birth_year),
        field("declared by", declared_by(code.declared_by)),
        field("QID", code.qid.as_str()),
    ]
}

fn of_card(card: &ChipCard) -> Vec<Field> {
    let mut fields = vec![
        field("personal number", card.personal_number.as_str()),
        field("former number", card.former_id.clone().unwrap_or_default()),
        field("name", card.name.as_str()),
        field("born", card.born.date()),
        field("sex", sex(card.sex)),
        field("address", &card.address),
        field(
            "issued on",
            card.issued_on.map(|date| date.to_string()).unwrap_or_default(),
        ),
    ];
    fields.extend(card.rest.iter().map(|rest| field("more", rest)));
    fields
}

fn of_payment(payment: &Payment) -> Vec<Field> {
    vec![
        field("bank", payment.bank.unwrap_or("not in the table")),
        field("bank's number", &payment.bin),
        field("account", &payment.account),
        field(
            "amount",
            payment.amount.map(|amount| format!("{amount} VND")).unwrap_or_default(),
        ),
        field("note", payment.note.clone().unwrap_or_default()),
        field(
            "good for",
            if payment.one_time {
                "one payment"
            } else {
                "any number of payments"
            },
        ),
    ]
}

fn of_link(link: &Link) -> (Vec<Field>, Vec<String>) {
    let fields = vec![
        field("address", &link.url),
        field("host", &link.host_shown),
        field(
            "host in ASCII",
            if link.host_ascii == link.host_shown {
                ""
            } else {
                &link.host_ascii
            },
        ),
    ];
    let notes = link.suspicious.iter().map(|suspicion| match suspicion {
        Suspicion::LookAlike { of } => format!("looks like {of} and is another"),
        Suspicion::MixedScripts => "letters of several scripts in one name".to_owned(),
        Suspicion::UserInfo => "what stands before the @ is no host".to_owned(),
        Suspicion::IpHost => "a bare network address".to_owned(),
        Suspicion::Punycode => "letters beyond ASCII in the host's name".to_owned(),
        Suspicion::NotHttps => "not encrypted".to_owned(),
    });
    (fields, notes.collect())
}

fn declared_by(by: DeclaredBy) -> &'static str {
    match by {
        DeclaredBy::SelfDeclared => "the person",
        DeclaredBy::Other => "someone else",
    }
}

fn sex(sex: Sex) -> &'static str {
    match sex {
        Sex::Unknown => "unknown",
        Sex::Male => "male",
        Sex::Female => "female",
    }
}
