//! `serve`.

#[cfg(unix)]
use std::sync::Arc;

use clap::Args;
#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::say;
#[cfg(unix)]
use crate::tls::Tls;
use crate::{
    config::{Config, SmsSettings},
    start::{self, Doors, Ports},
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
        let doors = Doors::open(&config).await?;
        let (address, admin_address) = (doors.public.local_addr()?, doors.admin.local_addr()?);
        let scheme = if doors.tls.is_some() { "https" } else { "http" };
        #[cfg(unix)]
        drop(tokio::spawn(read_again(
            signal(SignalKind::hangup())?,
            doors.tls.clone(),
        )));
        let portal = config.http.pages.is_some();
        tracing::info!(%address, admin = %admin_address, scheme, portal, demo = config.city.demo, "serving");
        say(&format!(
            "The city listens on {scheme}://{address} (metrics and health on http://{admin_address})."
        ));
        if config.city.demo && matches!(config.sms, SmsSettings::Outbox) {
            say(&format!(
                "This is a demonstration. Its SMS are at {scheme}://{address}/demo/outbox"
            ));
        }
        start::run(city, doors, told_to_stop()).await;
        Ok(())
    }
}

/// Reads the certificate again at each SIGHUP. Without one to read the signal is taken all the same: it must not end the
/// server.
#[cfg(unix)]
async fn read_again(mut hangups: Signal, tls: Option<Arc<Tls>>) {
    while hangups.recv().await.is_some() {
        match tls.as_ref().map(|tls| tls.reload()) {
            None => tracing::info!("there is no certificate to read again"),
            Some(Ok(())) => tracing::info!("the certificate was read again"),
            Some(Err(error)) => tracing::error!(%error, "the certificate stays the one before"),
        }
    }
}

async fn told_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        match signal(SignalKind::terminate()) {
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
