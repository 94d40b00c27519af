//! The gallery: the mock's pages behind an address, and a picture of every group of components.

use std::fs;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;

use anyhow::{Context as _, Result, bail};

use super::{Build, build, serve};
use crate::step::{note, step};
use crate::workspace::{root, target};

/// Draws pages at any size, which a whole browser does not: its window is never narrower than 500 px.
const BROWSER: &str = "chromium-headless-shell";

/// How long a page may take, in its own time, until it is drawn.
const PATIENCE: &str = "--virtual-time-budget=20000";

const GROUPS: [&str; 6] = ["actions", "fields", "codes", "told", "frames", "dialog"];
const WIDTHS: [u32; 2] = [390, 1200];
const THEMES: [&str; 2] = ["light", "dark"];
const LANGUAGES: [&str; 2] = ["vi", "en"];

/// Builds the mock's pages and leaves the pictures in `target/gallery`. At a terminal the page stays open until it is stopped.
pub(crate) fn gallery() -> Result<()> {
    build(Build::Mock)?;
    let address = serve::folder(target(Build::Mock.folder()))?;
    let page = format!("http://{address}/index.html?gallery");
    let folder = target("gallery");
    step("Taking the pictures", || {
        fs::create_dir_all(&folder)?;
        let mut taken = 0;
        for (group, language, width) in views() {
            let view = format!("{page}={group}&lang={language}");
            let height = height(&view, width)?;
            for theme in THEMES {
                let name = format!("{group}-{width}-{theme}-{language}.png");
                picture(&format!("{view}&theme={theme}"), (width, height), &folder.join(name))?;
                taken += 1;
            }
        }
        note(&format!("{taken} pictures in {}", shown(&folder)));
        Ok(())
    })?;
    if std::io::stdout().is_terminal() {
        println!("The page is {page} until Ctrl+C.");
        let (stop, stopped) = mpsc::channel::<()>();
        ctrlc::set_handler(move || stop.send(()).unwrap_or_default()).context("could not listen for signals")?;
        // Nobody sends but the handler; if that is gone, so is the reason to wait.
        let _ = stopped.recv();
    } else {
        println!(
            "The page is target/mock/index.html?gallery behind a web server; at a terminal this serves it at {page}."
        );
    }
    Ok(())
}

fn views() -> impl Iterator<Item = (&'static str, &'static str, u32)> {
    GROUPS.into_iter().flat_map(|group| {
        LANGUAGES
            .into_iter()
            .flat_map(move |language| WIDTHS.map(move |width| (group, language, width)))
    })
}

/// How tall a page is at a width, as the page itself says; a dialog is as tall as a window.
fn height(page: &str, width: u32) -> Result<u32> {
    let output = browser()
        .arg(format!("--window-size={width},900"))
        .arg("--dump-dom")
        .arg(page)
        .output()
        .with_context(|| format!("could not start {BROWSER} (tools/setup.sh gallery installs it)"))?;
    let page = String::from_utf8_lossy(&output.stdout);
    let Some(height) = said_height(&page) else {
        bail!("the gallery did not come up in {BROWSER}")
    };
    Ok(height)
}

fn said_height(page: &str) -> Option<u32> {
    let (_, rest) = page.split_once("data-height=\"")?;
    rest.split_once('"')?.0.parse().ok()
}

fn picture(page: &str, (width, height): (u32, u32), into: &Path) -> Result<()> {
    let status = browser()
        .arg(format!("--window-size={width},{height}"))
        .arg(format!("--screenshot={}", into.display()))
        .arg(page)
        .status()?;
    if !status.success() || !into.exists() {
        bail!("{} could not be taken", shown(into));
    }
    Ok(())
}

fn browser() -> Command {
    let mut command = Command::new(BROWSER);
    // It opens nothing but these pages, and in a container its sandbox can't start.
    command
        .args(["--no-sandbox", "--hide-scrollbars", PATIENCE])
        .stderr(Stdio::null());
    command
}

/// A path as the person at the terminal would write it.
fn shown(path: &Path) -> String {
    path.strip_prefix(root())
        .map_or_else(|_| PathBuf::from(path), PathBuf::from)
        .display()
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_says_how_tall_it_is() {
        assert_eq!(said_height("<html lang=\"vi\" data-height=\"5120\">"), Some(5120));
        assert_eq!(said_height("<html lang=\"vi\">"), None);
    }

    #[test]
    fn every_group_is_seen_in_both_languages_and_widths() {
        assert_eq!(views().count(), GROUPS.len() * LANGUAGES.len() * WIDTHS.len());
    }
}
