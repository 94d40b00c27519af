//! `congdanso-e2e demo`: drives the app's main job and leaves numbered pictures in
//! `target/demo`. `congdanso-e2e pictures`: takes the pictures of `docs/pictures` anew.
#![allow(clippy::print_stdout, reason = "it tells the person at the terminal what it does")]

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use anyhow::{Result, ensure};
use clap::{Parser, Subcommand};
use e2e::{
    album::{Album, Look},
    app::Device,
    city::City,
    desktop::Desktop,
    journey::{self, NGOC},
    lighthouse::{self, Figures},
    papers,
    screen::Screen,
};

#[derive(Parser)]
#[command(name = "congdanso-e2e", about = "Drives the app's main job in a real window")]
struct Args {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Drive the main job once; pictures in target/demo.
    Demo,
    /// Measure from the app's start to its keypad and its code, and a blank window's start; one JSON object.
    StartTime {
        /// The blank window's program.
        #[arg(long)]
        blank: PathBuf,
    },
    /// Take every screen, light and dark, narrow and wide; pictures in docs/pictures.
    Pictures,
    /// Take every screen of the portal for a phone, a tablet and a desk, light, dark, simple and in English; pictures in
    /// target/portal-pictures.
    Portal,
    /// Have Lighthouse look at the portal as it ships; fails below the least figures. Reports in target/lighthouse.
    Lighthouse,
}

#[tokio::main]
async fn main() -> Result<()> {
    match Args::parse().task {
        Task::Demo => demo().await,
        Task::StartTime { blank } => start_time(&blank).await,
        Task::Pictures => e2e::album::take(Path::new("docs/pictures")).await,
        Task::Portal => {
            let folder = Path::new("target/portal-pictures");
            println!(
                "{} pictures in {}",
                e2e::portal_album::take(folder).await?,
                folder.display()
            );
            Ok(())
        }
        Task::Lighthouse => lighthouse().await,
    }
}

async fn lighthouse() -> Result<()> {
    println!(
        "{:<12}{:>14}{:>16}{:>17}",
        "Lighthouse", "performance", "accessibility", "best practices"
    );
    let all = lighthouse::measure(Path::new("target/lighthouse")).await?;
    for figures in &all {
        println!(
            "{:<12}{:>14}{:>16}{:>17}",
            figures.screen, figures.performance, figures.accessibility, figures.best_practices
        );
    }
    ensure!(all.iter().all(Figures::will_do), "a figure is below {}", Figures::LEAST);
    Ok(())
}

/// Medians of so many starts.
const STARTS: usize = 5;

async fn start_time(blank: &Path) -> Result<()> {
    let desktop = Desktop::start().await?;
    let city = City::start().await?;
    let mut device = Device::new(&city.url())?;
    device.open(&desktop).await?;
    journey::sign_in(&device, journey::HOA, &city).await?;
    journey::choose_pin(&device, NGOC.pin).await?;
    device.close().await?;
    let (mut keypad, mut code, mut empty) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..STARTS {
        let start = Instant::now();
        device.open(&desktop).await?;
        device.see(".pin-key").await?;
        keypad.push(start.elapsed());
        journey::unlock(&device, NGOC.pin).await?;
        journey::go(&device, "Mã").await?;
        device.see(".qr").await?;
        code.push(start.elapsed());
        device.close().await?;

        let mut window = Device::new(&city.url())?;
        let start = Instant::now();
        window.open_program(&desktop, blank, "main").await?;
        empty.push(start.elapsed());
        window.quit().await?;
    }
    println!(
        "{}",
        serde_json::json!({
            "keypad_ms": median(keypad),
            "code_ms": median(code),
            "blank_ms": median(empty),
        })
    );
    Ok(())
}

fn median(mut times: Vec<Duration>) -> u64 {
    times.sort_unstable();
    let middle = times.get(times.len() / 2).copied().unwrap_or_default();
    u64::try_from(middle.as_millis()).unwrap_or(u64::MAX)
}

async fn demo() -> Result<()> {
    let folder = Path::new("target/demo");
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let mut album = Album::new(folder, Look::NARROW_LIGHT)?;
    println!("▸ Starting a display, a demo city and the app");
    let desktop = Desktop::start().await?;
    let mut city = City::start().await?;
    let mut device = Device::new(&city.url())?;
    let walked = main_job(&desktop, &mut city, &mut device, &mut album).await;
    if walked.is_err() {
        album.keep(&device, "failed").await?;
    }
    println!("\nPictures:");
    for picture in album.kept() {
        println!("  {}", picture.display());
    }
    walked
}

async fn main_job(desktop: &Desktop, city: &mut City, device: &mut Device, album: &mut Album) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let folder = folder.path();
    device.open(desktop).await?;
    album.dress(device).await?;
    album.keep(device, "welcome").await?;

    println!("▸ Opening a profile from a chip card");
    journey::fill_enrolment(device, &NGOC, folder).await?;
    album.keep(device, "enrol").await?;
    journey::send_enrolment(device, &NGOC, city).await?;
    device.read("Đặt mã PIN").await?;
    album.keep(device, "pin").await?;
    journey::choose_pin(device, NGOC.pin).await?;
    device.read(NGOC.given).await?;
    album.keep(device, "home").await?;

    println!("▸ Adding a paper");
    let paper = folder.join("paper.pdf");
    papers::write_pdf("Cong dan so", &paper)?;
    journey::add_pdf(device, "Giấy xác nhận", &paper).await?;
    journey::synced(device).await?;
    album.keep(device, "paper").await?;

    println!("▸ With the city out of reach: unlock, read the paper, show the code");
    city.close()?;
    device.close().await?;
    device.open(desktop).await?;
    album.dress(device).await?;
    album.keep(device, "unlock").await?;
    journey::unlock(device, NGOC.pin).await?;
    journey::go(device, "Mã").await?;
    device.see(".qr").await?;
    album.keep(device, "live-code-offline").await?;
    journey::open_paper(device, "Giấy xác nhận").await?;
    device.see(journey::PAGE).await?;
    album.keep(device, "paper-offline").await?;
    device.close().await
}
