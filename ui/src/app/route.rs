//! The way between screens.
//!
//! Addresses live behind the `#`: they work alike under the shell's own protocol, in a browser and
//! from a file, survive a reload and are never sent to anybody.

use std::str::FromStr;

use domain::{CheckId, DocumentId, ErrandId, OrganisationId, PurposeId, RequestId};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// A screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// The first screen.
    Home,
    /// The personal code.
    Code,
    /// Only the personal code, for another's hands.
    HandOver,
    /// Scanning codes.
    Scan,
    /// All papers.
    Documents,
    /// One paper.
    Document(DocumentId),
    /// Adding a paper.
    AddDocument,
    /// Saying other things of an uploaded paper.
    EditDocument(DocumentId),
    /// Working at a counter.
    Counter,
    /// Checking a resident's code.
    CounterScan,
    /// What a check came to, and asking the person.
    Check(CheckId),
    /// The errand pass that the person of a check shows.
    CheckErrand(CheckId),
    /// Showing a request to whoever scans it.
    CounterOffer,
    /// A request of the counter.
    CounterRequest(RequestId),
    /// Managing an organisation.
    Office(OrganisationId),
    /// A part of that.
    OfficePart(OrganisationId, OfficePart),
    /// A purpose of an organisation; none for a new one.
    OfficePurpose(OrganisationId, Option<PurposeId>),
    /// The list of what is about the person and the app.
    Me,
    /// The profile.
    Profile,
    /// Requests to share.
    Requests,
    /// One request to share.
    Request(RequestId),
    /// Who looked.
    History,
    /// Errand passes.
    Errands,
    /// Giving an errand pass.
    GiveErrand,
    /// One errand pass.
    Errand(ErrandId),
    /// Devices and sessions.
    Devices,
    /// Replacing the PIN.
    ChangePin,
    /// Settings of this device.
    Settings,
    /// What this app is.
    About,
    /// A one-time password for an unlocked person whose session has ended.
    RenewSession,
    /// First run, or another person on this device.
    Welcome,
    /// Opening a profile.
    Enrol,
    /// Signing in to a profile that is there.
    SignIn,
}

/// A part of managing an organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfficePart {
    /// Its counters.
    Counters,
    /// What it may ask for.
    Purposes,
    /// Who works for it.
    People,
    /// What residents contest.
    Contests,
    /// What is unusual in its officers' work.
    Patterns,
    /// Taking out what an officer saw.
    Export,
}

impl OfficePart {
    /// Every part, in the order of the list.
    pub const ALL: [Self; 6] = [
        Self::Counters,
        Self::Purposes,
        Self::People,
        Self::Contests,
        Self::Patterns,
        Self::Export,
    ];

    fn word(self) -> &'static str {
        match self {
            Self::Counters => "counters",
            Self::Purposes => "purposes",
            Self::People => "people",
            Self::Contests => "contests",
            Self::Patterns => "patterns",
            Self::Export => "export",
        }
    }
}

/// A part of the app; the bar and the rail mark it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// Home.
    Home,
    /// Papers.
    Documents,
    /// The code.
    Code,
    /// Scanning.
    Scan,
    /// Working at a counter.
    Counter,
    /// Me.
    Me,
    /// First run and sign-in.
    Outside,
}

impl Route {
    /// The part it belongs to.
    pub fn section(self) -> Section {
        match self {
            Self::Home => Section::Home,
            Self::Code | Self::HandOver => Section::Code,
            Self::Scan => Section::Scan,
            Self::Documents | Self::Document(_) | Self::AddDocument | Self::EditDocument(_) => Section::Documents,
            Self::Counter
            | Self::CounterScan
            | Self::Check(_)
            | Self::CheckErrand(_)
            | Self::CounterOffer
            | Self::CounterRequest(_)
            | Self::Office(_)
            | Self::OfficePart(..)
            | Self::OfficePurpose(..) => Section::Counter,
            Self::Me
            | Self::Profile
            | Self::Requests
            | Self::Request(_)
            | Self::History
            | Self::Errands
            | Self::GiveErrand
            | Self::Errand(_)
            | Self::Devices
            | Self::ChangePin
            | Self::Settings
            | Self::About
            | Self::RenewSession => Section::Me,
            Self::Welcome | Self::Enrol | Self::SignIn => Section::Outside,
        }
    }

    /// For `href`: a plain link changes the screen.
    pub fn href(self) -> String {
        match self {
            Self::Home => "#/".to_owned(),
            Self::Code => "#/code".to_owned(),
            Self::HandOver => "#/code/hand-over".to_owned(),
            Self::Scan => "#/scan".to_owned(),
            Self::Documents => "#/documents".to_owned(),
            Self::AddDocument => "#/documents/add".to_owned(),
            Self::Document(id) => format!("#/documents/{id}"),
            Self::EditDocument(id) => format!("#/documents/{id}/edit"),
            Self::Counter => "#/counter".to_owned(),
            Self::CounterScan => "#/counter/scan".to_owned(),
            Self::Check(id) => format!("#/counter/checks/{id}"),
            Self::CheckErrand(id) => format!("#/counter/checks/{id}/errand"),
            Self::CounterOffer => "#/counter/offer".to_owned(),
            Self::CounterRequest(id) => format!("#/counter/requests/{id}"),
            Self::Office(id) => format!("#/offices/{id}"),
            Self::OfficePart(id, part) => format!("#/offices/{id}/{}", part.word()),
            Self::OfficePurpose(id, None) => format!("#/offices/{id}/purposes/new"),
            Self::OfficePurpose(id, Some(purpose)) => format!("#/offices/{id}/purposes/{purpose}"),
            Self::Me => "#/me".to_owned(),
            Self::Profile => "#/me/profile".to_owned(),
            Self::Requests => "#/me/requests".to_owned(),
            Self::Request(id) => format!("#/me/requests/{id}"),
            Self::History => "#/me/history".to_owned(),
            Self::Errands => "#/errands".to_owned(),
            Self::GiveErrand => "#/errands/new".to_owned(),
            Self::Errand(id) => format!("#/errands/{id}"),
            Self::Devices => "#/me/devices".to_owned(),
            Self::ChangePin => "#/me/pin".to_owned(),
            Self::Settings => "#/me/settings".to_owned(),
            Self::About => "#/me/about".to_owned(),
            Self::RenewSession => "#/me/session".to_owned(),
            Self::Welcome => "#/welcome".to_owned(),
            Self::Enrol => "#/enrol".to_owned(),
            Self::SignIn => "#/sign-in".to_owned(),
        }
    }

    /// Reads what stands behind the address's path, with or without `#`. What is not known is Home.
    pub fn read(hash: &str) -> Self {
        let path = hash.trim_start_matches('#').trim_matches('/');
        let parts: Vec<&str> = path.split('/').collect();
        match parts.as_slice() {
            ["code"] => Self::Code,
            ["code", "hand-over"] => Self::HandOver,
            ["scan"] => Self::Scan,
            ["documents"] => Self::Documents,
            ["documents", "add"] => Self::AddDocument,
            ["documents", id] => DocumentId::from_str(id).map_or(Self::Documents, Self::Document),
            ["documents", id, "edit"] => DocumentId::from_str(id).map_or(Self::Documents, Self::EditDocument),
            ["counter"] => Self::Counter,
            ["counter", "scan"] => Self::CounterScan,
            ["counter", "checks", id] => CheckId::from_str(id).map_or(Self::Counter, Self::Check),
            ["counter", "checks", id, "errand"] => CheckId::from_str(id).map_or(Self::Counter, Self::CheckErrand),
            ["counter", "offer"] => Self::CounterOffer,
            ["counter", "requests", id] => RequestId::from_str(id).map_or(Self::Counter, Self::CounterRequest),
            ["offices", id, rest @ ..] => OrganisationId::from_str(id).map_or(Self::Counter, |id| office(id, rest)),
            ["me"] => Self::Me,
            ["me", "profile"] => Self::Profile,
            ["me", "requests"] => Self::Requests,
            ["me", "requests", id] => RequestId::from_str(id).map_or(Self::Requests, Self::Request),
            ["me", "history"] => Self::History,
            ["errands"] => Self::Errands,
            ["errands", "new"] => Self::GiveErrand,
            ["errands", id] => ErrandId::from_str(id).map_or(Self::Errands, Self::Errand),
            ["me", "devices"] => Self::Devices,
            ["me", "pin"] => Self::ChangePin,
            ["me", "settings"] => Self::Settings,
            ["me", "about"] => Self::About,
            ["me", "session"] => Self::RenewSession,
            ["welcome"] => Self::Welcome,
            ["enrol"] => Self::Enrol,
            ["sign-in"] => Self::SignIn,
            _ => Self::Home,
        }
    }
}

fn office(id: OrganisationId, rest: &[&str]) -> Route {
    match rest {
        ["purposes", "new"] => Route::OfficePurpose(id, None),
        ["purposes", purpose] => PurposeId::from_str(purpose)
            .map_or(Route::OfficePart(id, OfficePart::Purposes), |purpose| {
                Route::OfficePurpose(id, Some(purpose))
            }),
        [word] => {
            let mut parts = OfficePart::ALL.into_iter();
            let part = parts.find(|part| part.word() == *word);
            part.map_or(Route::Office(id), |part| Route::OfficePart(id, part))
        }
        _ => Route::Office(id),
    }
}

/// Where the person is, and where they came from.
#[derive(Clone, Copy)]
pub struct Router {
    here: RwSignal<Route>,
    trail: StoredValue<Vec<Route>>,
}

impl Router {
    pub(super) fn new() -> Self {
        let here = address();
        let router = Self {
            here: RwSignal::new(here),
            trail: StoredValue::new(vec![here]),
        };
        // The root lives as long as the page, and so may this.
        let _ = window_event_listener(leptos::ev::hashchange, move |_| router.arrive(address()));
        router
    }

    /// Where the person is.
    pub fn here(self) -> Route {
        self.here.get()
    }

    /// As [`Router::here`], for handlers.
    pub fn here_untracked(self) -> Route {
        self.here.get_untracked()
    }

    pub(super) fn go(self, route: Route) {
        if route != self.here.get_untracked() {
            // The browser answers with `hashchange`.
            let _ = window().location().set_hash(&route.href());
        }
    }

    pub(super) fn replace(self, route: Route) {
        if let Ok(history) = window().history() {
            let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&route.href()));
        }
        self.trail.update_value(|trail| {
            trail.pop();
        });
        self.arrive(route);
    }

    pub(super) fn up(self, route: Route) {
        let came_from = self.trail.with_value(|trail| trail.iter().rev().nth(1).copied());
        match window().history() {
            Ok(history) if came_from == Some(route) => {
                let _ = history.back();
            }
            _ => self.replace(route),
        }
    }

    fn arrive(self, route: Route) {
        self.trail.update_value(|trail| {
            if trail.last() == Some(&route) {
                return;
            }
            if trail.iter().rev().nth(1) == Some(&route) {
                trail.pop();
            } else {
                trail.push(route);
            }
        });
        if self.here.get_untracked() != route {
            self.here.set(route);
        }
    }
}

fn address() -> Route {
    Route::read(&window().location().hash().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_leads_back_to_its_screen() {
        let id: DocumentId = "01930000-0000-7000-8000-000000000001".parse().unwrap();
        for route in [
            Route::Home,
            Route::Code,
            Route::HandOver,
            Route::Scan,
            Route::Documents,
            Route::Document(id),
            Route::AddDocument,
            Route::EditDocument(id),
            Route::Counter,
            Route::CounterScan,
            Route::Check(CheckId(id.0)),
            Route::CheckErrand(CheckId(id.0)),
            Route::CounterOffer,
            Route::CounterRequest(RequestId(id.0)),
            Route::Office(OrganisationId(id.0)),
            Route::OfficePart(OrganisationId(id.0), OfficePart::Contests),
            Route::OfficePurpose(OrganisationId(id.0), None),
            Route::OfficePurpose(OrganisationId(id.0), Some(PurposeId(id.0))),
            Route::Me,
            Route::Profile,
            Route::Requests,
            Route::Request(RequestId(id.0)),
            Route::History,
            Route::Errands,
            Route::GiveErrand,
            Route::Errand(ErrandId(id.0)),
            Route::Devices,
            Route::ChangePin,
            Route::Settings,
            Route::About,
            Route::RenewSession,
            Route::Welcome,
            Route::Enrol,
            Route::SignIn,
        ] {
            assert_eq!(Route::read(&route.href()), route);
        }
    }

    #[test]
    fn what_is_not_known_is_home() {
        assert_eq!(Route::read(""), Route::Home);
        assert_eq!(Route::read("#/nothing"), Route::Home);
        assert_eq!(Route::read("#/documents/not-an-id"), Route::Documents);
        assert_eq!(Route::read("#/errands/not-an-id"), Route::Errands);
    }
}
