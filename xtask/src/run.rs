//! The whole product on one machine: the city server with a demo city, and the app.

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::step::{must, note, step};
use crate::web;
use crate::workspace::{cargo, root, target};

const LISTEN: &str = "127.0.0.1:8787";
const START_PATIENCE: Duration = Duration::from_secs(60);
const END_PATIENCE: Duration = Duration::from_secs(15);

/// How to get in, for whoever sees this for the first time.
const PORTAL: &str = "
  The portal            http://127.0.0.1:8787/
  Sign in as            0905 123 456 (an invented citizen of the demo city)
  The code by message   http://127.0.0.1:8787/demo/outbox
";

/// Builds, starts the city, opens the app; ends the city when the app ends. Without a display the portal is there until it is
/// told to end.
pub(crate) fn run() -> Result<()> {
    let has_display = has_display();
    web::build(web::Build::Portal)?;
    if has_display {
        web::build(web::Build::Working)?;
        step("Building the city server and the app", || {
            build(&["congdanso-server", "congdanso"])
        })?;
    } else {
        println!("No display here, so the app can't be shown: the portal is the same in a browser.");
        step("Building the city server", || build(&["congdanso-server"]))?;
    }
    let stop = stop_on_signal()?;
    let city = start_city()?;
    println!("{PORTAL}");
    let outcome = if has_display {
        show_app(&stop)
    } else {
        println!("▸ Serving the portal (press Ctrl-C to end)");
        wait_for(&stop);
        Ok(())
    };
    if let Some(server) = city {
        step("Stopping the city server", || end(server))?;
    }
    outcome
}

/// The end-to-end program drives the app and leaves pictures in `target/demo`.
pub(crate) fn demo() -> Result<()> {
    web::build(web::Build::Working)?;
    web::build(web::Build::Portal)?;
    step("Building the city server, the app and what drives it", || {
        build(&["congdanso-server", "congdanso", "congdanso-e2e"])
    })?;
    step("Driving the app", || {
        must(Command::new(program("congdanso-e2e")).arg("demo").current_dir(root()))
    })
}

fn build(packages: &[&str]) -> Result<()> {
    must(
        cargo()
            .arg("build")
            .args(packages.iter().flat_map(|package| ["--package", package])),
    )
}

fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

/// The server is ours to end, so a signal must reach this program first and not simply kill it.
fn stop_on_signal() -> Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    let asked = Arc::clone(&stop);
    ctrlc::set_handler(move || asked.store(true, Ordering::Relaxed)).context("could not listen for signals")?;
    Ok(stop)
}

fn program(name: &str) -> PathBuf {
    target("debug").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

fn server(data: &Path) -> Command {
    let mut command = Command::new(program("congdanso-server"));
    command
        .current_dir(root())
        .env("CONGDANSO_DATA", data)
        .env("CONGDANSO_MASTER_KEY_FILE", root().join("data/demo-master.key"))
        .env("CONGDANSO_LISTEN", LISTEN)
        .env("CONGDANSO_PAGES", target("portal"))
        .env("CONGDANSO_DEMO", "true");
    command
}

/// Starts a city server with the demo city, or leaves alone the one that already answers (another `make run`).
fn start_city() -> Result<Option<Child>> {
    if is_ready() {
        println!("▸ A city server already answers on {LISTEN}: using it");
        return Ok(None);
    }
    let data = root().join("data/demo");
    if !data.exists() {
        step("Making the demo city in data/demo", || seed(&data))?;
    }
    step(&format!("Starting the city server on {LISTEN}"), || {
        let log = root().join("data/demo-server.log");
        note(&format!("its log is {}", log.display()));
        let file = File::create(&log)?;
        let mut child = server(&data)
            .arg("serve")
            .stdin(Stdio::null())
            .stdout(file.try_clone()?)
            .stderr(file)
            .spawn()
            .context("could not start congdanso-server")?;
        match wait_until_ready(&mut child) {
            Ok(()) => Ok(Some(child)),
            Err(error) => {
                end(child)?;
                Err(error.context(last_lines(&log)))
            }
        }
    })
}

/// Fills a folder beside the final one and moves it there when complete, so that an interrupted seed isn't taken for a city.
fn seed(data: &Path) -> Result<()> {
    let unfinished = data.with_extension("unfinished");
    if unfinished.exists() {
        fs::remove_dir_all(&unfinished)?;
    }
    fs::create_dir_all(&unfinished)?;
    for command in ["migrate", "seed-demo"] {
        must(server(&unfinished).arg(command).env("CONGDANSO_LOG", "warn"))?;
    }
    fs::rename(&unfinished, data).context("could not put the demo city in place")
}

fn wait_until_ready(child: &mut Child) -> Result<()> {
    let start = Instant::now();
    while start.elapsed() < START_PATIENCE {
        if let Some(status) = child.try_wait()? {
            bail!("the city server ended at once with {status}");
        }
        if is_ready() {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(50));
    }
    bail!(
        "the city server did not become ready within {} s",
        START_PATIENCE.as_secs()
    )
}

fn is_ready() -> bool {
    let ask = || -> std::io::Result<bool> {
        let mut stream = TcpStream::connect(LISTEN)?;
        stream.set_read_timeout(Some(Duration::from_secs(2)))?;
        write!(
            stream,
            "GET /health/ready HTTP/1.1\r\nHost: {LISTEN}\r\nConnection: close\r\n\r\n"
        )?;
        let mut start = [0; 12];
        stream.read_exact(&mut start)?;
        Ok(start == *b"HTTP/1.1 200")
    };
    ask().unwrap_or(false)
}

fn last_lines(log: &Path) -> String {
    let text = fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<_> = text.lines().collect();
    let from = lines.len().saturating_sub(15);
    format!(
        "the end of {}:\n{}",
        log.display(),
        lines.get(from..).unwrap_or_default().join("\n")
    )
}

fn wait_for(stop: &AtomicBool) {
    while !stop.load(Ordering::Relaxed) {
        thread::sleep(Duration::from_millis(100));
    }
}

fn show_app(stop: &AtomicBool) -> Result<()> {
    println!("▸ Opening the app (close its window or press Ctrl-C to end)");
    let mut command = Command::new(program("congdanso"));
    command
        .current_dir(root())
        .env("CONGDANSO_CITY_URL", format!("http://{LISTEN}"));
    if std::env::var_os("CONGDANSO_APP_DATA").is_none() {
        command.env("CONGDANSO_APP_DATA", root().join("data/demo-app"));
    }
    let mut app = command.spawn().context("could not start the app")?;
    loop {
        if stop.load(Ordering::Relaxed) {
            return end(app);
        }
        if let Some(status) = app.try_wait()? {
            if status.success() || stop.load(Ordering::Relaxed) {
                return Ok(());
            }
            bail!("the app ended with {status}");
        }
        thread::sleep(Duration::from_millis(100));
    }
}

/// Asks a program to end, and ends it when it doesn't.
fn end(mut child: Child) -> Result<()> {
    if cfg!(unix) {
        // Its outcome says nothing that waiting below doesn't say.
        let _ = Command::new("kill")
            .arg(child.id().to_string())
            .stderr(Stdio::null())
            .status();
        let start = Instant::now();
        while start.elapsed() < END_PATIENCE {
            if child.try_wait()?.is_some() {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(50));
        }
    }
    child.kill()?;
    child.wait()?;
    Ok(())
}
