//! Properties of the plan by itself.

use std::collections::BTreeMap;

use domain::{ErrandId, OperationId, ProfileField, Source};
use proptest::prelude::*;
use protocol::{
    api::{
        Action, Change, ChangePage, Entity, ErrandRecord, FieldRecord, KnownEntity, Operation, ProfileRecord, Revision,
    },
    app::Part,
};
use serde_json::{Map, json};
use uuid::Uuid;

use super::plan::plan;
use crate::{
    port::{Collection, VaultOp},
    store::{Cursor, Draft, EntryState, Outbox, OutboxEntry, ProfileState, Target, Uploads, put},
};

const FIELDS: [ProfileField; 2] = [ProfileField::Occupation, ProfileField::Email];

fn value(field: ProfileField, number: u8) -> String {
    match field {
        ProfileField::Email => format!("a{number}@danang.vn"),
        _ => format!("Nghề {number}"),
    }
}

fn profile(revision: u64, fields: &[(usize, u8, u64, bool)]) -> ProfileState {
    let fields: BTreeMap<String, FieldRecord> = fields
        .iter()
        .map(|(field, number, revision, verified)| {
            let field = FIELDS[*field];
            let source = if *verified {
                Source::Verified { by: "UBND".to_owned() }
            } else {
                Source::Declared
            };
            let record = FieldRecord {
                value: field.check(&value(field, *number)).unwrap(),
                source,
                at: jiff::Timestamp::UNIX_EPOCH,
                revision: Revision(*revision),
            };
            (field.as_str().to_owned(), record)
        })
        .collect();
    ProfileState {
        record: ProfileRecord {
            revision: Revision(revision),
            fields,
            ..ProfileRecord::default()
        },
    }
}

fn page(profile: &ProfileState) -> ChangePage {
    let entity = Entity::Known(KnownEntity::Profile(profile.record.clone()));
    let revision = profile.record.revision;
    ChangePage {
        changes: vec![Change { revision, entity }],
        next: revision,
        more: false,
    }
}

fn draft(profile: ProfileState, edits: &[(usize, u8, u64, bool)]) -> Draft {
    let mut draft = Draft::new(profile, Outbox::default(), Uploads::default());
    for (at, (field, number, base, sent)) in edits.iter().enumerate() {
        let field = FIELDS[*field];
        let action = Action::DeclareField {
            field,
            value: value(field, *number),
        };
        let operation = Operation {
            id: OperationId(Uuid::from_u128(at as u128)),
            base: Revision(*base),
            action,
        };
        let entry = OutboxEntry::waiting(operation, jiff::Timestamp::UNIX_EPOCH);
        draft
            .enqueue(OutboxEntry {
                sent: *sent,
                extra: Map::new(),
                ..entry
            })
            .unwrap();
    }
    draft
}

fn entries(draft: &Draft) -> Vec<(String, OutboxEntry)> {
    draft
        .outbox()
        .iter()
        .map(|(key, entry)| (key.clone(), entry.clone()))
        .collect()
}

/// What a page with this one change does to errand passes.
fn errand_steps(entity: KnownEntity) -> Vec<VaultOp> {
    let mut draft = draft(profile(3, &[]), &[]);
    let page = ChangePage {
        changes: vec![Change {
            revision: Revision(4),
            entity: Entity::Known(entity),
        }],
        next: Revision(4),
        more: false,
    };
    let mut ids = || unreachable!();
    let tally = plan(&mut draft, &Cursor::default(), &page, "0.1.0", &mut ids).unwrap();
    assert_eq!(tally.received, 1);
    assert_eq!(draft.parts(), [Part::Errands]);
    let mut steps = draft.into_steps();
    steps.retain(|step| {
        matches!(step, VaultOp::Put { collection, .. } | VaultOp::Delete { collection, .. }
            if *collection == Collection::Errand)
    });
    steps
}

#[test]
fn an_errand_pass_comes_and_goes() {
    let id = ErrandId(Uuid::from_u128(1));
    let record: ErrandRecord = serde_json::from_value(json!({
        "id": id, "side": "bearer", "giver": "Nguyễn Thị Ánh Hoa", "bearer": "Trần Văn Minh",
        "organisation": { "id": Uuid::from_u128(2), "kind": "public_office", "name": "UBND phường Hải Châu" },
        "title": "Giấy chứng nhận kết hôn", "day": "2026-03-02", "given_at": "2026-03-01T01:10:00Z",
        "code": "CDSE1:", "state": "open"
    }))
    .unwrap();
    let kept = put(Collection::Errand, id.to_string(), &record).unwrap();
    assert_eq!(errand_steps(KnownEntity::Errand(Box::new(record))), [kept]);
    let gone = VaultOp::Delete {
        collection: Collection::Errand,
        key: id.to_string(),
    };
    assert_eq!(errand_steps(KnownEntity::ErrandRemoved(id)), [gone]);
}

proptest! {
    #[test]
    fn a_page_twice_is_a_page_once_and_no_edit_vanishes(
        mine in prop::collection::vec((0..2_usize, 0..4_u8, 0..4_u64, any::<bool>()), 0..4),
        theirs in prop::collection::vec((0..2_usize, 0..4_u8, 0..8_u64, any::<bool>()), 0..3),
    ) {
        let city = profile(8, &theirs);
        let page = page(&city);
        let mut once = draft(profile(3, &[]), &mine);
        let before = entries(&once);
        let mut next = 1000;
        let mut ids = || {
            next += 1;
            OperationId(Uuid::from_u128(next))
        };
        plan(&mut once, &Cursor::default(), &page, "0.1.0", &mut ids).unwrap();
        let mut twice = once.clone();
        let tally = plan(&mut twice, &Cursor::default(), &page, "0.1.0", &mut ids).unwrap();
        prop_assert_eq!(entries(&once), entries(&twice));
        prop_assert_eq!((tally.conflicts, tally.refused), (0, 0));

        for field in FIELDS {
            let newest = before.iter().rev().find(|(_, entry)| entry.target() == Target::Field(field));
            let Some((key, entry)) = newest else { continue };
            let Action::DeclareField { value, .. } = &entry.operation.action else { unreachable!() };
            match once.outbox().get(key) {
                // It left because the city has it.
                None => prop_assert_eq!(city.record.text(field), Some(value.as_str())),
                Some(kept) => {
                    let verified = city.record.field(field).is_some_and(|known| known.source.is_verified());
                    let refused = matches!(kept.state, EntryState::Refused { .. });
                    prop_assert!(!refused || verified);
                    prop_assert_eq!(&kept.operation.action, &entry.operation.action);
                }
            }
        }
    }
}
