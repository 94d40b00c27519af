//! The city's keys and revocation list, fetched or as they lie in a folder.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context as _, Result, ensure};
use client::trust_store;
use codes::{
    revocation::{MAX_TOKEN_BYTES, RevocationList},
    trust::TrustStore,
};
use protocol::api::{Endpoint, GetRevocations, GetTrust, TrustBundle};

/// No answer takes longer.
const PATIENCE: Duration = Duration::from_secs(20);
/// The city's keys are some hundred bytes each.
const MAX_TRUST_BYTES: usize = 1 << 20;

/// What a code is checked with.
pub(crate) struct Lists {
    pub(crate) trust: TrustStore,
    /// None when the folder has none.
    pub(crate) revocations: Option<RevocationList>,
}

/// The folder that keeps them.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    /// Fetches both lists from a city.
    pub(crate) fn fetch(&self, city: &str) -> Result<()> {
        fs::create_dir_all(&self.0).with_context(|| self.0.display().to_string())?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async {
            let http = reqwest::Client::builder()
                .timeout(PATIENCE)
                .redirect(reqwest::redirect::Policy::none())
                .build()?;
            let trust = get(&http, city, GetTrust::PATH, MAX_TRUST_BYTES).await?;
            read_trust(&trust)?;
            fs::write(self.trust(), trust)?;
            let revocations = get(&http, city, GetRevocations::PATH, MAX_TOKEN_BYTES).await?;
            fs::write(self.revocations(), revocations)?;
            Ok(())
        })
    }

    /// What lies there.
    pub(crate) fn read(&self) -> Result<Lists> {
        let path = self.trust();
        let bytes = fs::read(&path)
            .with_context(|| format!("{}: no keys of the city; fetch them with --city", path.display()))?;
        let trust = read_trust(&bytes).with_context(|| path.display().to_string())?;
        let path = self.revocations();
        let revocations = match fs::read(&path) {
            Ok(list) => Some(RevocationList::open(&list, &trust).with_context(|| {
                format!(
                    "{}: damaged, or not this city's; fetch it anew with --city",
                    path.display()
                )
            })?),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => return Err(error).with_context(|| path.display().to_string()),
        };
        Ok(Lists { trust, revocations })
    }

    fn trust(&self) -> PathBuf {
        self.0.join("trust.json")
    }

    fn revocations(&self) -> PathBuf {
        self.0.join("revocations.cwt")
    }
}

fn read_trust(bytes: &[u8]) -> Result<TrustStore> {
    let bundle: TrustBundle = serde_json::from_slice(bytes).context("not the keys of a city")?;
    trust_store(bundle).context("a key under another key's name")
}

async fn get(http: &reqwest::Client, city: &str, path: &str, most: usize) -> Result<Vec<u8>> {
    let address = format!("{}{path}", city.trim_end_matches('/'));
    let mut answer = http.get(&address).send().await?.error_for_status()?;
    let mut bytes = Vec::new();
    while let Some(chunk) = answer.chunk().await? {
        bytes.extend_from_slice(&chunk);
        ensure!(bytes.len() <= most, "{address}: more than {most} bytes");
    }
    Ok(bytes)
}

/// Where lists are kept unless told otherwise.
pub(crate) fn usual() -> &'static Path {
    Path::new("congdanso-lists")
}
