//! axe-core on a screen: rules of WCAG 2.2, levels A and AA.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::screen::Screen;

/// The rules of these: every version of WCAG up to 2.2, levels A and AA.
const TAGS: [&str; 6] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];

/// What breaks a rule, one line each: the rule, what it asks, where.
///
/// # Errors
/// When axe-core is not installed or does not run.
pub async fn violations(screen: &impl Screen) -> Result<Vec<String>> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("node_modules/axe-core/axe.min.js");
    let axe = std::fs::read_to_string(&file).context("axe-core is missing; `make setup-test` installs it")?;
    let driver = screen.driver()?;
    driver.execute(axe, Vec::new()).await?;
    let script = "const [tags, done] = arguments; \
                  axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] }) \
                  .then((told) => done(told.violations), (error) => done(String(error)))";
    let told = driver.execute_async(script, vec![json!(TAGS)]).await?;
    let told: &Value = told.json();
    ensure!(told.is_array(), "axe-core failed: {told}");
    Ok(told.as_array().into_iter().flatten().flat_map(lines).collect())
}

fn lines(violation: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let nodes = violation["nodes"].as_array().cloned().unwrap_or_default();
    nodes
        .iter()
        .map(|node| {
            format!(
                "{}: {} at {} ({})",
                text(&violation["id"]),
                text(&violation["help"]),
                node["target"],
                text(&node["failureSummary"]).replace('\n', " ")
            )
        })
        .collect()
}
