//! Organisations, counters, and what happens at them. An organisation's own words (names, signs, purposes) are public
//! to whoever meets it and stand in the clear; whatever says something of a resident or an officer is sealed.

use sea_orm_migration::{prelude::*, schema::*};

/// The step.
#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [organisations(), counters(), sharing()].into_iter().flatten() {
            manager.create_table(table).await?;
        }
        for index in indexes() {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    /// As the first step has it.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn table(name: &'static str) -> TableCreateStatement {
    Table::create().table(name).to_owned()
}

fn organisations() -> Vec<TableCreateStatement> {
    vec![
        table("organisations")
            .col(uuid("id").primary_key())
            .col(string("kind"))
            .col(string("name"))
            .col(integer("contest_days"))
            .col(big_integer("created_at"))
            .to_owned(),
        // A role of somebody, or an invitation: `citizen` is none until it is accepted, and `number_lookup` finds who is
        // meant. `sealed` is the name as the inviting administrator wrote it.
        table("members")
            .col(uuid("id").primary_key())
            .col(uuid("organisation"))
            .col(blob("number_lookup"))
            .col(uuid_null("citizen"))
            .col(string("role"))
            .col(big_integer("since"))
            .col(blob("sealed"))
            .foreign_key(&mut key("members", "organisation", "organisations"))
            .foreign_key(&mut key("members", "citizen", "citizens"))
            .to_owned(),
        // Where officers sit. (`counters` are numbers that only grow.)
        table("service_counters")
            .col(uuid("id").primary_key())
            .col(uuid("organisation"))
            .col(string("name"))
            .col(string("place"))
            .col(boolean("open"))
            .foreign_key(&mut key("service_counters", "organisation", "organisations"))
            .to_owned(),
        // `terms` is JSON: title, reason, what may be asked, for how long.
        table("purposes")
            .col(uuid("id").primary_key())
            .col(uuid("organisation"))
            .col(string("terms"))
            .foreign_key(&mut key("purposes", "organisation", "organisations"))
            .to_owned(),
        // Lists of what officers saw that were taken out, and by whom.
        table("exports")
            .col(uuid("id").primary_key())
            .col(uuid("organisation"))
            .col(uuid("by"))
            .col(uuid("officer"))
            .col(string("days"))
            .col(big_integer("at"))
            .to_owned(),
    ]
}

fn counters() -> Vec<TableCreateStatement> {
    vec![
        table("shifts")
            .col(uuid("id").primary_key())
            .col(uuid("organisation"))
            .col(uuid("counter"))
            .col(uuid("member"))
            .col(uuid("officer"))
            .col(uuid("session"))
            .col(uuid("device"))
            .col(big_integer("opened_at"))
            .col(big_integer("last_used_at"))
            .col(big_integer("ends_at"))
            .col(big_integer_null("ended_at"))
            .col(uuid_null("unlocked_by"))
            .to_owned(),
        // What was shown at a counter and what it was worth. `citizen` is none when nobody was found; `jti` names a live
        // code, or a number under one.
        table("checks")
            .col(uuid("id").primary_key())
            .col(uuid("organisation"))
            .col(uuid("counter"))
            .col(uuid("shift"))
            .col(uuid("officer"))
            .col(uuid_null("citizen"))
            .col(string("shown"))
            .col(string("verdict"))
            .col(string_null("offline"))
            .col(big_integer("at"))
            .col(big_integer("told_at"))
            .col(big_integer_null("made_at"))
            .col(blob_null("jti"))
            .to_owned(),
        // Live codes that were redeemed, by the check that was first.
        table("redeemed_codes")
            .col(blob("jti").primary_key())
            .col(uuid("check"))
            .col(big_integer("at"))
            .to_owned(),
    ]
}

fn sharing() -> Vec<TableCreateStatement> {
    vec![
        // A request to share. `sealed` is what was asked and how it was answered; `shared` what was shared, gone when
        // it can't be read any more. `due` is when something happens by itself: a request that waits expires, something
        // shared ends.
        table("share_requests")
            .col(uuid("id").primary_key())
            .col(uuid_null("citizen"))
            .col(uuid("organisation"))
            .col(uuid("counter"))
            .col(uuid("shift"))
            .col(uuid("officer"))
            .col(uuid_null("check"))
            .col(string("state"))
            .col(big_integer("asked_at"))
            .col(big_integer_null("due"))
            .col(blob("sealed"))
            .col(blob_null("shared"))
            .foreign_key(&mut key("share_requests", "citizen", "citizens"))
            .to_owned(),
        // An entry of a citizen's access history. `contest` is `open` or `answered`.
        table("access_records")
            .col(uuid("id").primary_key())
            .col(uuid("citizen"))
            .col(uuid("organisation"))
            .col(uuid("officer"))
            .col(big_integer("at"))
            .col(big_integer("revision"))
            .col(string_null("contest"))
            .col(blob("sealed"))
            .foreign_key(&mut key("access_records", "citizen", "citizens"))
            .to_owned(),
        // Agreements once and for all.
        table("remembered_consents")
            .col(uuid("citizen"))
            .col(uuid("purpose"))
            .col(big_integer("since"))
            .col(blob("sealed"))
            .primary_key(Index::create().col("citizen").col("purpose"))
            .foreign_key(&mut key("remembered_consents", "citizen", "citizens"))
            .foreign_key(&mut key("remembered_consents", "purpose", "purposes"))
            .to_owned(),
    ]
}

fn key(table: &'static str, column: &'static str, to: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .from(table, column)
        .to(to, "id")
        .on_delete(ForeignKeyAction::Cascade)
        .to_owned()
}

fn index(name: &'static str, table: &'static str, columns: &[&'static str], unique: bool) -> IndexCreateStatement {
    let mut index = Index::create().name(name).table(table).to_owned();
    for column in columns {
        index.col(*column);
    }
    if unique {
        index.unique();
    }
    index
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        index(
            "members_role",
            "members",
            &["organisation", "number_lookup", "role"],
            true,
        ),
        index("members_citizen", "members", &["citizen"], false),
        index("members_number", "members", &["number_lookup"], false),
        index(
            "service_counters_organisation",
            "service_counters",
            &["organisation"],
            false,
        ),
        index("purposes_organisation", "purposes", &["organisation"], false),
        index("shifts_officer", "shifts", &["officer", "ended_at"], false),
        index("shifts_counter", "shifts", &["counter", "ended_at"], false),
        index("checks_officer", "checks", &["officer", "at"], false),
        index("checks_organisation", "checks", &["organisation", "at"], false),
        index("checks_jti", "checks", &["jti"], false),
        index("redeemed_codes_at", "redeemed_codes", &["at"], false),
        index(
            "share_requests_officer",
            "share_requests",
            &["officer", "asked_at"],
            false,
        ),
        index(
            "share_requests_organisation",
            "share_requests",
            &["organisation", "asked_at"],
            false,
        ),
        index("share_requests_citizen", "share_requests", &["citizen"], false),
        index("share_requests_due", "share_requests", &["due"], false),
        index("share_requests_shift", "share_requests", &["shift", "state"], false),
        index(
            "access_records_officer",
            "access_records",
            &["organisation", "officer", "at"],
            false,
        ),
        index(
            "access_records_contest",
            "access_records",
            &["organisation", "contest"],
            false,
        ),
        index("access_records_citizen", "access_records", &["citizen"], false),
    ]
}
