//! `outbox`.

use clap::Args;
use domain::Phone;

use super::say;
use crate::{
    api,
    config::Config,
    start::{self, Ports},
    store::outbox,
};

/// Options of `outbox`.
#[derive(Debug, Args)]
pub(super) struct Outbox {
    /// Only messages to this phone.
    #[arg(long, value_name = "NUMBER")]
    phone: Option<Phone>,
    /// Only the newest message.
    #[arg(long)]
    last: bool,
    /// One JSON object a line.
    #[arg(long)]
    json: bool,
}

impl Outbox {
    pub(super) async fn run(self, config: &Config) -> anyhow::Result<()> {
        let store = start::open_store(config, &Ports::default(), false).await?;
        let limit = if self.last { 1 } else { 50 };
        let messages = outbox::newest(&store, self.phone.as_ref(), limit).await?;
        store.close().await?;
        for kept in &messages {
            if self.json {
                say(&api::message_json(kept).to_string());
            } else {
                let at = kept
                    .at
                    .to_zoned_datetime(domain::local_time_zone())
                    .strftime("%Y-%m-%d %H:%M:%S")
                    .to_string();
                say(&format!("{at}  {}  {}", kept.message.to.display(), kept.message.text));
            }
        }
        anyhow::ensure!(!messages.is_empty(), "the outbox has no such message");
        Ok(())
    }
}
