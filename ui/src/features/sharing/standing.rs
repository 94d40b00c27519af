//! How a request stands, in the words of whoever looks at it.

use domain::Scope;
use protocol::api::{OverReason, RequestState};

use crate::{components::Tone, text::Voice};

/// What one side, the resident or the counter, says of requests.
pub struct RequestWords {
    /// Nobody has scanned it yet.
    pub offered: &'static str,
    /// It waits for an answer.
    pub waiting: &'static str,
    /// The resident agreed.
    pub agreed: &'static str,
    /// The resident refused.
    pub refused: &'static str,
    /// What there is to say of that.
    pub refused_text: &'static str,
    /// Nobody answered in time.
    pub expired: &'static str,
    /// What there is to say of that.
    pub expired_text: &'static str,
    /// The counter took it back.
    pub withdrawn: &'static str,
    /// What there is to say of that.
    pub withdrawn_text: &'static str,
    /// What was shared can be read no more.
    pub over: &'static str,
    /// The time for reading is over.
    pub over_time: &'static str,
    /// The resident took it back.
    pub over_taken: &'static str,
    /// The counter gave it back.
    pub over_given: &'static str,
}

impl RequestWords {
    /// How a request stands: a word, and what it says by colour.
    pub fn state(&self, state: &RequestState) -> (&'static str, Tone) {
        match state {
            RequestState::Offered => (self.offered, Tone::Warn),
            RequestState::Waiting => (self.waiting, Tone::Warn),
            RequestState::Agreed { .. } => (self.agreed, Tone::Good),
            RequestState::Refused { .. } => (self.refused, Tone::Plain),
            RequestState::Expired => (self.expired, Tone::Plain),
            RequestState::Withdrawn { .. } => (self.withdrawn, Tone::Plain),
            RequestState::Over { .. } => (self.over, Tone::Plain),
        }
    }

    /// What there is to say of a request that is over.
    pub fn ending(&self, state: &RequestState) -> Option<&'static str> {
        match state {
            RequestState::Refused { .. } => Some(self.refused_text),
            RequestState::Expired => Some(self.expired_text),
            RequestState::Withdrawn { .. } => Some(self.withdrawn_text),
            RequestState::Over { reason, .. } => Some(match reason {
                OverReason::TimeOver => self.over_time,
                OverReason::TakenBack => self.over_taken,
                OverReason::GivenBack => self.over_given,
            }),
            RequestState::Offered | RequestState::Waiting | RequestState::Agreed { .. } => None,
        }
    }
}

/// Fields and kinds of papers.
pub fn scope(scope: &Scope, voice: &dyn Voice) -> Vec<&'static str> {
    let fields = scope.fields.iter().map(|field| voice.field(*field));
    let papers = scope.papers.iter().map(|kind| voice.document_kind(*kind));
    fields.chain(papers).collect()
}
