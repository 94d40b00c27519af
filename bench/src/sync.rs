//! One change's way to a device that has 100 and 10,000 papers: it should not matter how many there are.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use bytes::Bytes;
use client::{
    App, Ports,
    port::{HostInfo, NoKeyKeeper},
    testing::{
        FakeCity, FakeClock, HeldTimer, InlineScanner, InlineWorker, IssuedPaper, MemoryFiles, MemorySettings,
        RecordingSink, StillCamera, TestDevice,
    },
};
use protocol::{
    api::Platform,
    app::{CreateVault, Handler, Secret, StartEnrolment, SubmitCode, SyncNow},
};
use vault::SqliteVaults;

use crate::{
    table::{Row, middle},
    vault::SystemRandom,
};

const ROUNDS: usize = 9;
const SIZES: [usize; 2] = [100, 10_000];

pub async fn measure() -> Result<Vec<Row>> {
    let mut times = Vec::new();
    for papers in SIZES {
        times.push(one_change(papers).await?);
    }
    Ok(vec![
        Row {
            what: format!("one change among {} papers", SIZES[0]),
            ours: times[0],
            peer: None,
        },
        Row {
            what: format!("one change among {} papers", SIZES[1]),
            ours: times[1],
            peer: Some((format!("among {}", SIZES[0]), times[0])),
        },
    ])
}

async fn one_change(papers: usize) -> Result<Duration> {
    let folder = tempfile::tempdir()?;
    let city = Arc::new(FakeCity::default());
    let app = app(folder.path(), &city);
    app.start_enrolment(StartEnrolment {
        form: TestDevice::form(1),
    })
    .await?;
    let code = Secret(city.last_code());
    app.submit_code(SubmitCode { code }).await?;
    app.create_vault(CreateVault {
        pin: Secret(TestDevice::PIN.to_owned()),
        label: "NH".to_owned(),
    })
    .await?;
    let issue = || {
        city.issue(IssuedPaper {
            title: "Giấy khai sinh",
            expires_on: None,
            content: Bytes::from_static(b"%PDF-1.4 x"),
        })
    };
    for _ in 0..papers {
        issue();
    }
    app.sync_now(SyncNow {}).await?;
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        issue();
        let start = Instant::now();
        let report = app.sync_now(SyncNow {}).await?;
        times.push(start.elapsed());
        (report.received == 1)
            .then_some(())
            .context("the change did not arrive")?;
    }
    Ok(middle(&mut times))
}

/// The app over a real vault on disk and a city in memory: what is measured is the device's own work.
fn app(folder: &std::path::Path, city: &Arc<FakeCity>) -> App {
    let clock = Arc::new(FakeClock::default());
    let random = Arc::new(SystemRandom);
    let ports = Ports {
        vaults: Arc::new(SqliteVaults::builder(folder, clock.clone(), random.clone()).build()),
        city: city.clone(),
        clock,
        random,
        timer: Arc::new(HeldTimer::default()),
        events: Arc::new(RecordingSink::default()),
        settings: Arc::new(MemorySettings::default()),
        camera: Arc::new(StillCamera::default()),
        files: Arc::new(MemoryFiles::default()),
        worker: Arc::new(InlineWorker),
        scanner: Arc::new(InlineScanner),
        keys: Arc::new(NoKeyKeeper),
    };
    let host = HostInfo {
        platform: Platform::Linux,
        device_name: "bench".to_owned(),
        app_version: "0.1.0".to_owned(),
        city_url: "http://127.0.0.1:8787".to_owned(),
        offline_store: true,
        shared_session: false,
        several_people: true,
    };
    App::new(ports, host)
}
