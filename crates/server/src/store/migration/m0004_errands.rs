//! Errand passes. Who gives and bears one, and what is collected, is personal and sealed; `bearer_lookup` finds the
//! personal number of a bearer who may not have enrolled yet.

use sea_orm_migration::{prelude::*, schema::*};

/// The step.
#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let key = |column: &'static str, to: &'static str| {
            ForeignKey::create()
                .from("errands", column)
                .to(to, "id")
                .on_delete(ForeignKeyAction::Cascade)
                .to_owned()
        };
        let errands = Table::create()
            .table("errands")
            .col(uuid("id").primary_key())
            .col(uuid("giver"))
            .col(blob("bearer_lookup"))
            .col(uuid("organisation"))
            .col(big_integer("given_at"))
            .col(blob("sealed"))
            .foreign_key(&mut key("giver", "citizens"))
            .foreign_key(&mut key("organisation", "organisations"))
            .to_owned();
        manager.create_table(errands).await?;
        for column in ["giver", "bearer_lookup"] {
            let index = Index::create()
                .name(format!("errands_{column}"))
                .table("errands")
                .col(column)
                .to_owned();
            manager.create_index(index).await?;
        }
        Ok(())
    }

    /// As the first step has it.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
