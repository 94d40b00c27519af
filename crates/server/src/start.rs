//! Putting a city together from its configuration, and running it.

use std::{future::Future, sync::Arc, time::Duration};

use sea_orm::DatabaseConnection;
use thiserror::Error;
use tokio::net::TcpListener;

use crate::{
    api,
    city::City,
    config::{Config, ConfigError, SmsSettings, wrong},
    fault::Fault,
    keys::{MasterKey, MasterKeyError, RingError, Sealing, open_ring, ring_master},
    metrics::Metrics,
    port::{
        Clock, Objects, Random, SmsGateway, SystemClock, SystemRandom,
        sms::{HttpGateway, OutboxGateway},
    },
    service::{self, city::RevocationCache, housekeeping, post::PostOffice},
    store::{self, Store, migration},
    tls::{Tls, TlsError},
    watchers::Watchers,
    wire,
};

/// Why the city does not start.
#[derive(Debug, Error)]
pub enum StartError {
    /// Beneath.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The master key.
    #[error(transparent)]
    MasterKey(#[from] MasterKeyError),
    /// The data keys.
    #[error(transparent)]
    Ring(#[from] RingError),
    /// The layout of the database.
    #[error(transparent)]
    Layout(#[from] migration::LayoutError),
    /// The data folder.
    #[error("the data folder {0} can't be made: {1}")]
    DataFolder(std::path::PathBuf, std::io::Error),
    /// The SMS gateway.
    #[error("sms: {0}")]
    Sms(String),
    /// Metrics.
    #[error("metrics: {0}")]
    Metrics(String),
    /// A setting names what is not there.
    #[error(transparent)]
    Setting(#[from] ConfigError),
    /// TLS.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// An address is taken or not ours.
    #[error("{setting}: can't listen on {address}: {cause}")]
    Listen {
        /// `listen` or `admin_listen`.
        setting: &'static str,
        /// The address.
        address: std::net::SocketAddr,
        /// Why.
        cause: std::io::Error,
    },
}

/// What comes from outside the configuration; tests bring their own.
#[derive(Clone)]
pub struct Ports {
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
    /// A gateway in place of the configured one.
    pub sms: Option<Arc<dyn SmsGateway>>,
}

impl Default for Ports {
    fn default() -> Self {
        Self {
            clock: Arc::new(SystemClock),
            random: Arc::new(SystemRandom),
            sms: None,
        }
    }
}

/// Opens the database with its keys; takes missing migration steps when the configuration or `migrate` says so.
///
/// # Errors
/// [`StartError`].
pub async fn open_store(config: &Config, ports: &Ports, migrate: bool) -> Result<Store, StartError> {
    make_folder(&config.data).map_err(|cause| StartError::DataFolder(config.data.clone(), cause))?;
    let db = store::connect(&config.database).await?;
    if migrate {
        let steps = migration::migrate(&db).await?;
        if steps > 0 {
            tracing::info!(steps, "the database was migrated");
        }
    } else {
        migration::require_current(&db).await?;
    }
    let master = master_key(config, &db, ports.random.as_ref()).await?;
    let sealing = open_keys(&db, &master, ports).await?;
    Ok(Store::new(db, sealing))
}

/// The master key of this database. One is made only for a database that has no data: when the folder of the key is not
/// mounted, a new key would be one key too many.
pub(crate) async fn master_key(
    config: &Config,
    db: &DatabaseConnection,
    random: &dyn Random,
) -> Result<MasterKey, StartError> {
    Ok(match ring_master(db).await? {
        Some(expected) => MasterKey::load(&config.master_key, &expected)?,
        None => MasterKey::load_or_create(&config.master_key, random)?,
    })
}

async fn open_keys(db: &DatabaseConnection, master: &MasterKey, ports: &Ports) -> Result<Sealing, RingError> {
    let tx = store::begin_writing(db).await?;
    let sealing = open_ring(&tx, master, &ports.random, ports.clock.as_ref()).await?;
    tx.commit().await.map_err(Fault::from)?;
    Ok(sealing)
}

/// Sealed or not, the data is nobody else's business.
fn make_folder(folder: &std::path::Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Puts a city together.
///
/// # Errors
/// [`StartError`].
pub async fn build(config: &Config, ports: Ports) -> Result<Arc<City>, StartError> {
    if let Some(folder) = &config.http.pages
        && !api::is_laid_out(folder)
    {
        let reason = format!("there is no {}", folder.join("index.html").display());
        return Err(wrong("pages", reason).into());
    }
    let store = open_store(config, &ports, config.auto_migrate).await?;
    service::keys::ensure(&store, ports.random.as_ref(), ports.clock.now()).await?;
    let metrics = Metrics::new().map_err(|error| StartError::Metrics(error.to_string()))?;
    let gateway = match ports.sms {
        Some(gateway) => gateway,
        None => gateway(config, &store, &ports.clock, &ports.random)?,
    };
    Ok(Arc::new(City {
        settings: config.city.clone(),
        http: config.http.clone(),
        objects: Objects::open(&config.objects).map_err(Fault::from)?,
        post: PostOffice::open(gateway, metrics.clone()),
        revocations: RevocationCache::default(),
        watchers: Watchers::default(),
        clock: ports.clock,
        random: ports.random,
        store,
        metrics,
    }))
}

fn gateway(
    config: &Config,
    store: &Store,
    clock: &Arc<dyn Clock>,
    random: &Arc<dyn Random>,
) -> Result<Arc<dyn SmsGateway>, StartError> {
    Ok(match &config.sms {
        SmsSettings::Outbox => Arc::new(OutboxGateway::new(store.clone(), Arc::clone(clock))),
        SmsSettings::Http(settings) => {
            let gateway = HttpGateway::new(settings.as_ref().clone(), Arc::clone(random));
            Arc::new(gateway.map_err(|error| StartError::Sms(error.to_string()))?)
        }
    })
}

/// Where the city is reached.
pub struct Doors {
    /// For residents.
    pub public: TcpListener,
    /// What residents' connections are secured with, unless a proxy does it.
    pub tls: Option<Arc<Tls>>,
    /// For operators' tools.
    pub admin: TcpListener,
}

impl Doors {
    /// Takes the addresses and reads the certificate.
    ///
    /// # Errors
    /// [`StartError`].
    pub async fn open(config: &Config) -> Result<Self, StartError> {
        Ok(Self {
            tls: config.tls.as_ref().map(Tls::open).transpose()?.map(Arc::new),
            public: listen("listen", config.listen).await?,
            admin: listen("admin_listen", config.admin_listen).await?,
        })
    }
}

async fn listen(setting: &'static str, address: std::net::SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(address).await.map_err(|cause| StartError::Listen {
        setting,
        address,
        cause,
    })
}

/// Serves until `stop`, then lets requests finish, sends the messages that wait, and closes the database.
pub async fn run(city: Arc<City>, doors: Doors, stop: impl Future<Output = ()>) {
    let (told, mut heard) = tokio::sync::watch::channel(false);
    let mut heard_too = heard.clone();
    let grace = city.http.shutdown;
    let sweeper = tokio::spawn(housekeeping::run(Arc::clone(&city)));
    let router = api::router(Arc::clone(&city));
    let public = tokio::spawn(wire::serve(doors.public, doors.tls, router, grace, async move {
        let _ = heard.wait_for(|stopping| *stopping).await;
    }));
    let router = api::admin_router(Arc::clone(&city));
    let admin = tokio::spawn(wire::serve(doors.admin, None, router, grace, async move {
        let _ = heard_too.wait_for(|stopping| *stopping).await;
    }));
    stop.await;
    tracing::info!("stopping: no new connections, requests may finish");
    let _ = told.send(true);
    city.watchers.close();
    let _ = tokio::join!(public, admin);
    sweeper.abort();
    if tokio::time::timeout(Duration::from_secs(10), city.post.settled())
        .await
        .is_err()
    {
        tracing::warn!(waiting = city.post.waiting(), "messages were left unsent");
    }
    if let Err(fault) = city.store.close().await {
        tracing::warn!(%fault, "the database did not close");
    }
    tracing::info!("stopped");
}
