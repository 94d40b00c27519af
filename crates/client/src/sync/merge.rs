//! The three-way merge: what was when the edit was made, what the resident typed, what the city
//! has now.

use protocol::api::{DocumentDetails, FieldRecord, Revision};

/// What becomes of an edit of a profile field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum FieldMerge {
    /// The city still has what the edit was based on.
    Untouched,
    /// The city has the same value: by this edit, or by another of the same.
    Done,
    /// Somebody verified another value: it is no longer the resident's.
    Verified,
    /// The city has another new value.
    Conflict(String),
}

/// Merges an edit of a field based on revision `base`.
pub(super) fn merge_field(base: Revision, mine: &str, theirs: Option<&FieldRecord>) -> FieldMerge {
    let Some(theirs) = theirs else {
        return FieldMerge::Untouched;
    };
    if theirs.value.as_str() == mine {
        FieldMerge::Done
    } else if theirs.revision <= base {
        FieldMerge::Untouched
    } else if theirs.source.is_verified() {
        FieldMerge::Verified
    } else {
        FieldMerge::Conflict(theirs.value.as_str().to_owned())
    }
}

/// What becomes of an edit of a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum DetailsMerge {
    /// The city has all of it.
    Done,
    /// Both sides together.
    Merged(Box<DocumentDetails>),
    /// Both sides say another new thing of the same field.
    Conflict,
}

/// Merges an edit of a paper field by field.
pub(super) fn merge_details(base: &DocumentDetails, mine: &DocumentDetails, theirs: &DocumentDetails) -> DetailsMerge {
    let merged = (|| {
        Some(DocumentDetails {
            kind: pick(&base.kind, &mine.kind, &theirs.kind)?,
            title: pick(&base.title, &mine.title, &theirs.title)?,
            number: pick(&base.number, &mine.number, &theirs.number)?,
            issued_on: pick(&base.issued_on, &mine.issued_on, &theirs.issued_on)?,
            expires_on: pick(&base.expires_on, &mine.expires_on, &theirs.expires_on)?,
        })
    })();
    match merged {
        None => DetailsMerge::Conflict,
        // Each date may be right beside its old partner and the two new ones still not fit.
        Some(merged) if merged.expires_on.is_some_and(|last| merged.issued_on > Some(last)) => DetailsMerge::Conflict,
        Some(merged) if merged == *theirs => DetailsMerge::Done,
        Some(merged) => DetailsMerge::Merged(Box::new(merged)),
    }
}

/// The side that changed; nothing when both did, differently.
fn pick<T: PartialEq + Clone>(base: &T, mine: &T, theirs: &T) -> Option<T> {
    if mine == theirs || theirs == base {
        Some(mine.clone())
    } else if mine == base {
        Some(theirs.clone())
    } else {
        None
    }
}
