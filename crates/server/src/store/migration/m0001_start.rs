//! The first layout. `sealed` columns hold [`crate::keys::Sealing`] envelopes, `*_lookup` columns keyed hashes; times
//! are microseconds; the rest is ids, states and numbers that say nothing about a person.

use sea_orm_migration::{prelude::*, schema::*};

/// The step.
#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [keys(), city(), people(), papers(), doors()].into_iter().flatten() {
            manager.create_table(table).await?;
        }
        for index in indexes() {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    /// By default only PostgreSQL takes a step whole; half of one on SQLite could never be taken again.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn table(name: &'static str) -> TableCreateStatement {
    Table::create().table(name).to_owned()
}

/// Keys, all sealed or wrapped.
fn keys() -> Vec<TableCreateStatement> {
    vec![
        // Data keys under the master key.
        table("data_keys")
            .col(string("purpose").primary_key())
            .col(blob("wrapped"))
            .col(string("master"))
            .col(big_integer("created_at"))
            .to_owned(),
        // Keys that sign codes and credentials. `seed_sealed` is the private half.
        table("city_keys")
            .col(blob("kid").primary_key())
            .col(blob("public_key"))
            .col(blob("seed_sealed"))
            .col(big_integer("not_before"))
            .col(big_integer("not_after"))
            .col(boolean("revoked"))
            .col(big_integer("created_at"))
            .to_owned(),
    ]
}

/// What belongs to the city as a whole.
fn city() -> Vec<TableCreateStatement> {
    vec![
        // Numbers that only grow: `credentials` (next place in the revocation list), `revocations` (its version).
        table("counters")
            .col(string("name").primary_key())
            .col(big_integer("value"))
            .to_owned(),
        // SMS of the outbox gateway. `to_lookup` finds the messages of one phone.
        table("outbox_messages")
            .col(uuid("id").primary_key())
            .col(big_integer("at"))
            .col(blob("to_lookup"))
            .col(blob("sealed"))
            .to_owned(),
    ]
}

/// Citizens, their profile, and the feed of what changed.
fn people() -> Vec<TableCreateStatement> {
    vec![
        // `revision` is the account's: it grows with every change. One profile per personal number; a phone may be
        // shared in a family.
        table("citizens")
            .col(uuid("id").primary_key())
            .col(big_integer("revision"))
            .col(blob("number_lookup").unique_key())
            .col(blob("phone_lookup"))
            .col(big_integer("created_at"))
            .to_owned(),
        // One field of a profile: value and provenance sealed together.
        table("profile_fields")
            .col(uuid("citizen"))
            .col(string("field"))
            .col(big_integer("revision"))
            .col(blob("sealed"))
            .primary_key(Index::create().col("citizen").col("field"))
            .foreign_key(&mut citizen_key("profile_fields"))
            .to_owned(),
        // The standard code. `qid_lookup` finds the profile a printed code names.
        table("personal_codes")
            .col(uuid("citizen").primary_key())
            .col(blob("qid_lookup").unique_key())
            .col(blob("sealed"))
            .foreign_key(&mut citizen_key("personal_codes"))
            .to_owned(),
        // The change feed: each thing once, with the account's revision when it last changed. `entity` is the paper's
        // id, or nil for what an account has once.
        table("feed")
            .col(uuid("citizen"))
            .col(string("kind"))
            .col(uuid("entity"))
            .col(big_integer("revision"))
            .primary_key(Index::create().col("citizen").col("kind").col("entity"))
            .foreign_key(&mut citizen_key("feed"))
            .to_owned(),
        // What became of each operation of a device, so that it is applied once. `outcome` is JSON of codes and
        // revisions.
        table("operations")
            .col(uuid("citizen"))
            .col(uuid("id"))
            .col(string("outcome"))
            .col(big_integer("at"))
            .primary_key(Index::create().col("citizen").col("id"))
            .foreign_key(&mut citizen_key("operations"))
            .to_owned(),
    ]
}

/// Papers and their content.
fn papers() -> Vec<TableCreateStatement> {
    vec![
        // A paper. Ids come from devices, so they count only together with the citizen. A removed paper keeps its row
        // as the tombstone; its sealed part and its content are gone.
        table("documents")
            .col(uuid("citizen"))
            .col(uuid("id"))
            .col(big_integer("revision"))
            .col(boolean("removed"))
            .col(blob("sealed"))
            .primary_key(Index::create().col("citizen").col("id"))
            .foreign_key(&mut citizen_key("documents"))
            .to_owned(),
        // Every object that was begun, so that none is forgotten: `pending` until its paper has it, `live`, and
        // `dead` until it is removed from the object store.
        table("objects")
            .col(string("key").primary_key())
            .col(string("state"))
            .col(big_integer("changed_at"))
            .to_owned(),
    ]
}

/// How people come in: challenges, devices, sessions, tokens, credentials.
fn doors() -> Vec<TableCreateStatement> {
    vec![
        // A one-time password. Decoys look the same: the sealed part says whom it is for, if anybody.
        table("challenges")
            .col(uuid("id").primary_key())
            .col(blob("sealed"))
            .col(blob("code_hash"))
            .col(big_integer("created_at"))
            .col(big_integer("sent_at"))
            .col(big_integer("expires_at"))
            .col(integer("attempts"))
            .col(integer("sends"))
            .col(boolean("used"))
            .to_owned(),
        // What counts against caps: a password asked for under an identifier or from an address, a message sent.
        table("sends")
            .col(uuid("id").primary_key())
            .col(blob("key_lookup"))
            .col(big_integer("at"))
            .to_owned(),
        table("devices")
            .col(uuid("id").primary_key())
            .col(uuid("citizen"))
            .col(blob("public_key"))
            .col(blob("name_sealed"))
            .col(string("platform"))
            .col(string("state"))
            .col(big_integer("bound_at"))
            .col(big_integer("last_seen_at"))
            .foreign_key(&mut citizen_key("devices"))
            .to_owned(),
        // Places in the revocation list. A place is used again long after its credential ended.
        table("credentials")
            .col(big_integer("place").primary_key())
            .col(uuid("device"))
            .col(big_integer("not_after"))
            .col(boolean("revoked"))
            .to_owned(),
        table("sessions")
            .col(uuid("id").primary_key())
            .col(uuid("citizen"))
            .col(uuid("device"))
            .col(big_integer("opened_at"))
            .col(big_integer("last_used_at"))
            .col(big_integer("ends_at"))
            .col(string_null("ended"))
            .foreign_key(&mut citizen_key("sessions"))
            .to_owned(),
        // Access and refresh tokens, as keyed hashes. A refresh token keeps the attempt that used it and the token
        // that followed from it.
        table("tokens")
            .col(blob("hash").primary_key())
            .col(uuid("session"))
            .col(string("kind"))
            .col(big_integer("expires_at"))
            .col(uuid_null("attempt"))
            .col(blob_null("follows"))
            .foreign_key(
                ForeignKey::create()
                    .from("tokens", "session")
                    .to("sessions", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned(),
    ]
}

fn citizen_key(table: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .from(table, "citizen")
        .to("citizens", "id")
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
        index("citizens_phone", "citizens", &["phone_lookup"], false),
        index("feed_revision", "feed", &["citizen", "revision"], false),
        index("operations_at", "operations", &["at"], false),
        index("objects_state", "objects", &["state", "changed_at"], false),
        index("challenges_expiry", "challenges", &["expires_at"], false),
        index("sends_key", "sends", &["key_lookup", "at"], false),
        index("devices_key", "devices", &["citizen", "public_key"], true),
        index("credentials_device", "credentials", &["device"], false),
        index("credentials_end", "credentials", &["not_after"], false),
        index("sessions_citizen", "sessions", &["citizen"], false),
        index("sessions_device", "sessions", &["device"], false),
        index("tokens_session", "tokens", &["session"], false),
        index("tokens_follows", "tokens", &["follows"], false),
        index("outbox_to", "outbox_messages", &["to_lookup", "at"], false),
    ]
}
