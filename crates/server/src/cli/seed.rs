//! `seed-demo`.

use super::say;
use crate::{
    config::Config,
    demo,
    start::{self, Ports},
};

pub(super) async fn run(config: &Config) -> anyhow::Result<()> {
    let city = start::build(config, Ports::default()).await?;
    let seeded = demo::seed(&city).await?;
    city.store.close().await?;
    for person in &seeded {
        let state = if person.new { "added" } else { "was there" };
        say(&format!(
            "{}  {}  phone {}  ({state}, {} papers)",
            person.number, person.name, person.phone, person.papers
        ));
    }
    say("These people and papers are invented. Sign in with a phone above; the SMS is in `congdanso-server outbox`.");
    Ok(())
}
