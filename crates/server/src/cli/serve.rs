//! `serve`.

use clap::Args;

use super::say;
use crate::{
    config::{Config, SmsSettings},
    start::{self, Ports},
};

/// Options of `serve`.
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// Serve a demonstration: messages can be read at /demo/outbox from this machine.
    #[arg(long)]
    demo: bool,
}

impl Serve {
    pub(super) async fn run(self, mut config: Config) -> anyhow::Result<()> {
        config.city.demo |= self.demo;
        let city = start::build(&config, Ports::default()).await?;
        let public = start::listen("listen", config.listen).await?;
        let admin = start::listen("admin_listen", config.admin_listen).await?;
        let (address, admin_address) = (public.local_addr()?, admin.local_addr()?);
        tracing::info!(%address, admin = %admin_address, demo = config.city.demo, "serving");
        say(&format!(
            "The city listens on http://{address} (metrics and health on http://{admin_address})."
        ));
        if config.city.demo && matches!(config.sms, SmsSettings::Outbox) {
            say(&format!(
                "This is a demonstration. Its SMS are at http://{address}/demo/outbox"
            ));
        }
        start::run(city, public, admin, told_to_stop()).await;
        Ok(())
    }
}

async fn told_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut terminate) => {
                tokio::select! {
                    _ = interrupt => {}
                    _ = terminate.recv() => {}
                }
            }
            Err(_) => drop(interrupt.await),
        }
    }
    #[cfg(not(unix))]
    drop(interrupt.await);
}
