//! Printed cards.

use sea_orm_migration::{prelude::*, schema::*};

/// The step.
#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(cards()).await?;
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

/// A printed card: `serial` is its place in the revocation list, from the same counter as those of `credentials` and
/// never used again, since paper does not end. What is printed is not kept: it is signed anew from the profile.
/// `attempt` is the order's idempotency key. A card whose citizen is gone stays, and counts as revoked.
fn cards() -> TableCreateStatement {
    Table::create()
        .table("cards")
        .col(big_integer("serial").primary_key())
        .col(uuid_null("citizen"))
        .col(uuid("attempt"))
        .col(big_integer("issued_at"))
        .col(big_integer_null("revoked_at"))
        .foreign_key(
            ForeignKey::create()
                .from("cards", "citizen")
                .to("citizens", "id")
                .on_delete(ForeignKeyAction::SetNull),
        )
        .to_owned()
}

fn indexes() -> [IndexCreateStatement; 2] {
    [
        // An attempt is a citizen's own, and makes one card.
        Index::create()
            .name("cards_attempt")
            .table("cards")
            .col("citizen")
            .col("attempt")
            .unique()
            .to_owned(),
        Index::create()
            .name("cards_revoked")
            .table("cards")
            .col("revoked_at")
            .to_owned(),
    ]
}
