//! Checking a city's code with the city's lists.

use std::{io::Write as _, io::stdout, path::PathBuf, process::ExitCode};

use anyhow::Result;
use clap::Args;
use codes::{
    Code,
    errand::{self, ErrandSignature},
    live::{self, Expiry, Outcome},
    offer::{self, OfferVerdict},
    revocation::RevocationList,
    standard::{SignatureVerdict, StandardVerdict},
};
use jiff::Timestamp;
use serde::Serialize;

use crate::{
    lists::{self, Folder, Lists},
    scan::printable,
    source::Source,
};

/// Check a live or standard code, a counter's request or an errand pass, with the city's keys and revocation list
///
/// The exit status is 0 when the code is good, 1 when it is not, 2 when that can't be told, as without a revocation list.
#[derive(Args)]
pub(crate) struct Verify {
    /// Use the lists as they lie in the folder; fetch nothing
    #[arg(long, conflicts_with = "city", required_unless_present = "city")]
    offline: bool,
    /// Fetch the lists from a city first
    #[arg(long, value_name = "URL")]
    city: Option<String>,
    /// The folder that keeps the lists
    #[arg(long, value_name = "DIR", default_value_os_t = lists::usual().to_owned())]
    lists: PathBuf,
    /// Check as of this instant (RFC 3339) instead of now
    #[arg(long, value_name = "TIME")]
    at: Option<Timestamp>,
    /// One JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    source: Source,
}

/// What came of it.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Verdict {
    verdict: &'static str,
    why: &'static str,
    holder: Option<String>,
    shown_at: Option<Timestamp>,
    keys_as_of: Timestamp,
    list_as_of: Option<Timestamp>,
    #[serde(skip)]
    status: u8,
}

impl Verify {
    pub(crate) fn run(&self) -> Result<ExitCode> {
        let folder = Folder(self.lists.clone());
        let text = self.source.read()?;
        if let Some(city) = &self.city {
            folder.fetch(city)?;
        }
        let verdict = judge(&text, &folder.read()?, self.at.unwrap_or_else(Timestamp::now))?;
        let mut out = stdout().lock();
        if self.json {
            writeln!(out, "{}", serde_json::to_string(&verdict)?)?;
        } else {
            print(&mut out, &verdict)?;
        }
        Ok(ExitCode::from(verdict.status))
    }
}

fn print(out: &mut impl std::io::Write, verdict: &Verdict) -> Result<()> {
    writeln!(out, "{}: {}", verdict.verdict, verdict.why)?;
    if let Some(holder) = &verdict.holder {
        writeln!(out, "  holder      {}", printable(holder))?;
    }
    if let Some(at) = verdict.shown_at {
        writeln!(out, "  shown at    {at}")?;
    }
    writeln!(out, "  keys as of  {}", verdict.keys_as_of)?;
    match verdict.list_as_of {
        Some(at) => writeln!(out, "  list as of  {at}")?,
        None => writeln!(out, "  list        none: whether it was revoked is not known")?,
    }
    Ok(())
}

fn judge(text: &str, lists: &Lists, now: Timestamp) -> Result<Verdict> {
    match codes::classify(text) {
        Code::Live(code) => Ok(of_live(&code, lists, now)),
        Code::Offer(code) => Ok(of_offer(&offer::verify(&code, &lists.trust, now), lists)),
        Code::Errand(code) => Ok(of_errand(&errand::verify(&code, &lists.trust), lists, now)),
        Code::Standard(code) => {
            let verdict = code.judge(&lists.trust, lists.revocations.as_ref());
            Ok(of_standard(verdict, lists.trust.as_of))
        }
        Code::MaskedStandard(_) => anyhow::bail!("a masked code has no signature: show it in full"),
        Code::ChipCard(_) | Code::Payment(_) | Code::Link(_) | Code::Text(_) => {
            anyhow::bail!("not a code of the city")
        }
    }
}

fn of_offer(offer: &OfferVerdict, lists: &Lists) -> Verdict {
    let (verdict, why, status) = match offer {
        OfferVerdict::Valid(_) => ("valid", "the city signed this request of a counter", 0),
        OfferVerdict::Expired(_) => ("expired", "a counter asked, and nobody answered in time", 1),
        OfferVerdict::UnknownIssuer => (
            "unknown_issuer",
            "another city's, or signed with a key that is not known here",
            1,
        ),
        OfferVerdict::Forged => ("forged", "the city did not sign this", 1),
    };
    Verdict {
        verdict,
        why,
        holder: None,
        shown_at: None,
        keys_as_of: lists.trust.as_of,
        list_as_of: lists.revocations.as_ref().and_then(RevocationList::issued_at),
        status,
    }
}

fn of_errand(signature: &ErrandSignature, lists: &Lists, now: Timestamp) -> Verdict {
    let today = domain::local_date(now);
    let (verdict, why, status) = match signature {
        ErrandSignature::Signed(errand) if errand.day < today => ("expired", "its day is over", 1),
        ErrandSignature::Signed(errand) if errand.day > today => ("not_yet", "its day is still to come", 1),
        // Whether it was used or taken back, only the city can tell.
        ErrandSignature::Signed(_) => (
            "valid",
            "the city signed it for today; who shows it is to be checked too",
            2,
        ),
        ErrandSignature::UnknownIssuer => (
            "unknown_issuer",
            "another city's, or signed with a key that is not known here",
            1,
        ),
        ErrandSignature::Forged => ("forged", "the city did not sign this", 1),
    };
    Verdict {
        verdict,
        why,
        holder: None,
        shown_at: None,
        keys_as_of: lists.trust.as_of,
        list_as_of: None,
        status,
    }
}

fn of_live(code: &str, lists: &Lists, now: Timestamp) -> Verdict {
    let live::LiveVerdict { outcome, evidence } = live::verify(code, &lists.trust, lists.revocations.as_ref(), now);
    let list_as_of = evidence.as_ref().and_then(|evidence| evidence.list_as_of);
    let (verdict, why, status) = match outcome {
        Outcome::Valid => (
            "valid",
            "made by a device the city vouches for, within its minute",
            unless_known(list_as_of),
        ),
        Outcome::Expired(Expiry::CodeTooOld) => ("expired", "older than its minute", 1),
        Outcome::Expired(Expiry::CredentialEnded) => ("expired", "the device's credential has ended", 1),
        Outcome::Revoked => (
            "revoked",
            "the city took the credential, or the key that signed it, back",
            1,
        ),
        Outcome::Forged => ("forged", "a signature fails, or it is damaged", 1),
        Outcome::UnknownIssuer => (
            "unknown_issuer",
            "another city's, or signed with a key that is not known here",
            1,
        ),
        Outcome::NotYet => ("not_yet", "made in the future: one of the clocks is wrong", 1),
        Outcome::ClockBehind => ("clock_behind", "this clock stands before the city's own lists", 2),
    };
    Verdict {
        verdict,
        why,
        holder: evidence.as_ref().map(|evidence| evidence.holder.clone()),
        shown_at: evidence.as_ref().map(|evidence| evidence.presented_at),
        keys_as_of: lists.trust.as_of,
        list_as_of,
        status,
    }
}

/// The exit status of a good code that may have been taken back, for all that is known.
fn unless_known(list_as_of: Option<Timestamp>) -> u8 {
    if list_as_of.is_some() { 0 } else { 2 }
}

fn of_standard(StandardVerdict { signature, card }: StandardVerdict, keys_as_of: Timestamp) -> Verdict {
    let list_as_of = card.and_then(|card| card.list_as_of);
    let (verdict, why, status) = match (signature, card) {
        (SignatureVerdict::Signed { .. }, Some(card)) if card.cancelled => ("revoked", "the card was cancelled", 1),
        (SignatureVerdict::Signed { .. }, Some(_)) => (
            "valid",
            "the city signed this card; it tells who, and grants nothing",
            unless_known(list_as_of),
        ),
        (SignatureVerdict::Signed { .. }, None) => ("valid", "the city signed it; it tells who, and grants nothing", 0),
        (SignatureVerdict::Unsigned, _) => ("unsigned", "no signature of the city", 1),
        (SignatureVerdict::Forged, _) => ("forged", "the city did not sign this", 1),
        (SignatureVerdict::UnknownKey, _) => ("unknown_issuer", "signed with a key that is not known here", 1),
    };
    Verdict {
        verdict,
        why,
        holder: None,
        shown_at: None,
        keys_as_of,
        list_as_of,
        status,
    }
}
