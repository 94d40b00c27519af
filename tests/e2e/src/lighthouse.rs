//! What Lighthouse gives the portal on a middling phone: its simulated mobile device and network.

use std::{path::Path, process::Command};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::{browser::Browser, city::City, journey};

/// Where `npm` put Lighthouse.
const PROGRAM: &str = "bench/lighthouse/node_modules/lighthouse/cli/index.js";
/// Each screen is looked at so often; the middle counts.
const ROUNDS: usize = 3;

/// The figures of one screen, 0 to 100.
#[derive(Clone, Copy, Debug)]
pub struct Figures {
    /// Its name.
    pub screen: &'static str,
    /// How soon it is there and answers.
    pub performance: u64,
    /// What can be told of accessibility.
    pub accessibility: u64,
    /// The rest.
    pub best_practices: u64,
}

impl Figures {
    /// The least that will do.
    pub const LEAST: u64 = 95;

    /// Whether every figure will do.
    pub fn will_do(&self) -> bool {
        [self.performance, self.accessibility, self.best_practices]
            .into_iter()
            .all(|figure| figure >= Self::LEAST)
    }
}

/// Looks at the sign-in screen, signs a demo citizen in, and looks at Home. The whole reports stay in `folder`.
///
/// # Errors
/// When Lighthouse is not there or can't look.
pub async fn measure(folder: &Path) -> Result<Vec<Figures>> {
    std::fs::create_dir_all(folder)?;
    let city = City::start().await?;
    let mut browser = Browser::new()?;
    let url = city.url();
    browser.open(&url, "h1").await?;
    let sign_in = look(&browser, "sign-in", &format!("{url}/#/sign-in"), folder)?;
    journey::sign_in_at_portal(&browser, &city).await?;
    let home = look(&browser, "Home", &format!("{url}/#/"), folder)?;
    browser.close().await?;
    Ok(vec![sign_in, home])
}

fn look(browser: &Browser, screen: &'static str, url: &str, folder: &Path) -> Result<Figures> {
    let mut rounds = (0..ROUNDS)
        .map(|round| {
            let report = folder.join(format!("{screen}-{round}.json"));
            look_once(browser, screen, url, &report)
        })
        .collect::<Result<Vec<_>>>()?;
    rounds.sort_unstable_by_key(|figures| figures.performance);
    rounds.get(ROUNDS / 2).copied().context("no round")
}

fn look_once(browser: &Browser, screen: &'static str, url: &str, report: &Path) -> Result<Figures> {
    let output = Command::new("node")
        .arg(PROGRAM)
        .arg(url)
        .arg(format!("--port={}", browser.debug_port()?))
        // The session is in the browser's cookies.
        .arg("--disable-storage-reset")
        .arg("--only-categories=performance,accessibility,best-practices")
        .args(["--output=json", "--quiet"])
        .arg(format!("--output-path={}", report.display()))
        .output()
        .context("node can't be started; `make setup-bench` installs what is needed")?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let told: Value = serde_json::from_slice(&std::fs::read(report)?)?;
    let figure = |category: &str| -> Result<u64> {
        let score = told["categories"][category]["score"]
            .as_f64()
            .context(category.to_owned())?;
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a score is 0 to 1"
        )]
        Ok((score * 100.0).round() as u64)
    };
    Ok(Figures {
        screen,
        performance: figure("performance")?,
        accessibility: figure("accessibility")?,
        best_practices: figure("best-practices")?,
    })
}
