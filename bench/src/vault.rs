//! Opening a vault and listing 200 papers beside SQLCipher's same work; reading a paper beside raw AES-256-GCM.

use std::{
    fs,
    hint::black_box,
    path::Path,
    process::Command,
    sync::Arc,
    time::{Duration, Instant},
};

use aes_gcm::{Aes256Gcm, KeyInit, aead::AeadInOut};
use anyhow::{Context, Result, ensure};
use bytes::Bytes;
use client::{
    port::{Clock, Collection, PIECE, Random, Vault, VaultOp, Vaults},
    testing::FakeClock,
};
use domain::{DocumentId, MediaType, PersonId, Pin};
use protocol::{api::ContentRecord, app::PersonCard};
use sha2::Digest;
use uuid::Uuid;
use vault::SqliteVaults;

use crate::table::{Row, median, middle};

const PAPERS: usize = 200;
const ROUNDS: usize = 9;
const CONTENT_BYTES: usize = 20 * 1024 * 1024;

/// The system's chance, as in the shell.
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).unwrap_or_default();
    }
}

pub async fn measure() -> Result<Vec<Row>> {
    let folder = tempfile::tempdir()?;
    let clock: Arc<dyn Clock> = Arc::new(FakeClock::default());
    let vaults = SqliteVaults::builder(folder.path().join("people"), clock, Arc::new(SystemRandom)).build();
    let person = PersonId(Uuid::now_v7());
    let card = PersonCard {
        person,
        label: "NH".to_owned(),
    };
    let pin: Pin = "274913".parse().ok().context("a PIN")?;
    let records: Vec<(String, String)> = (0..PAPERS).map(record).collect();
    let steps = records
        .iter()
        .map(|(key, value)| VaultOp::Put {
            collection: Collection::Document,
            key: key.clone(),
            value: value.clone().into_bytes(),
        })
        .collect();
    let open = vaults.create(&card, &pin, steps).await?;
    let mut rows = reading(open.as_ref()).await?;
    drop(open);

    let (mut opens, mut lists) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let open = vaults.open(person, &pin).await?;
        opens.push(start.elapsed());
        let start = Instant::now();
        let papers = open.list(Collection::Document).await?;
        let titles = papers
            .iter()
            .filter(|(_, value)| {
                serde_json::from_slice::<serde_json::Value>(value).is_ok_and(|paper| paper.is_object())
            })
            .count();
        lists.push(start.elapsed());
        ensure!(titles == PAPERS);
    }
    let lines: Vec<&str> = records.iter().map(|(_, value)| value.as_str()).collect();
    let (peer_open, peer_list) = sqlcipher(folder.path(), &lines.join("\n"))?;
    rows.insert(
        0,
        Row {
            what: "open a vault by PIN alone (Argon2id)".to_owned(),
            ours: middle(&mut opens),
            peer: Some(("SQLCipher (PBKDF2)".to_owned(), peer_open)),
        },
    );
    rows.insert(
        1,
        Row {
            what: format!("list {PAPERS} papers"),
            ours: middle(&mut lists),
            peer: Some(("SQLCipher".to_owned(), peer_list)),
        },
    );
    Ok(rows)
}

/// A paper's record as the app keeps it: about 500 bytes of JSON.
fn record(number: usize) -> (String, String) {
    let id = Uuid::from_u128(0x0198_0000_0000_7000_8000_0000_0000_0000 + number as u128);
    let value = serde_json::json!({
        "id": id, "revision": number, "origin": "issued", "issuer": "Sở Tư pháp thành phố Đà Nẵng",
        "added_at": "2026-03-02T01:10:00Z",
        "details": {
            "kind": "birth_certificate", "title": format!("Giấy khai sinh số {number}"),
            "number": format!("{number:03}/2020"), "issued_on": "2020-03-12", "expires_on": null
        },
        "content": {
            "media_type": "application/pdf", "bytes": 482_113,
            "sha256": "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"
        },
        "extra": { "seal": "red", "register": "Quyển 1", "page": number }
    });
    (id.to_string(), value.to_string())
}

/// A content of 20 MB, read in parts of 1 MiB as the viewer does.
async fn reading(vault: &dyn Vault) -> Result<Vec<Row>> {
    let content = vec![0x5A_u8; CONTENT_BYTES];
    let document = DocumentId(Uuid::now_v7());
    let record = ContentRecord {
        media_type: MediaType::Pdf,
        bytes: CONTENT_BYTES as u64,
        sha256: hex::encode(sha2::Sha256::digest(&content)),
    };
    vault.begin_content(document, &record).await?;
    for (index, piece) in content.chunks(16 * PIECE as usize).enumerate() {
        let offset = index as u64 * 16 * PIECE;
        vault
            .append_content(document, offset, Bytes::copy_from_slice(piece))
            .await?;
    }
    let part = 1024 * 1024;
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        for from in (0..CONTENT_BYTES as u64).step_by(part) {
            black_box(vault.read_content(document, from..from + part as u64).await?);
        }
        times.push(start.elapsed());
    }
    Ok(vec![Row {
        what: format!("read a paper of {} MB", CONTENT_BYTES / 1_000_000),
        ours: middle(&mut times),
        peer: Some(("raw AES-256-GCM".to_owned(), raw(&content)?)),
    }])
}

fn raw(content: &[u8]) -> Result<Duration> {
    let cipher = Aes256Gcm::new(&[7; 32].into());
    let nonce = [9; 12].into();
    let mut sealed = Vec::new();
    for piece in content.chunks(PIECE as usize) {
        let mut piece = piece.to_vec();
        cipher.encrypt_in_place(&nonce, b"", &mut piece).ok().context("seal")?;
        sealed.push(piece);
    }
    Ok(median(ROUNDS, || {
        for piece in &sealed {
            let mut piece = piece.clone();
            let _ = black_box(cipher.decrypt_in_place(&nonce, b"", &mut piece));
        }
    }))
}

/// SQLCipher's times for opening and listing the same records.
fn sqlcipher(folder: &Path, records: &str) -> Result<(Duration, Duration)> {
    let file = folder.join("records.jsonl");
    fs::write(&file, records)?;
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("sqlcipher/Cargo.toml");
    let output = Command::new("cargo")
        .args(["run", "--quiet", "--release", "--manifest-path"])
        .arg(manifest)
        .arg("--")
        .arg(&file)
        .output()
        .context("SQLCipher's program did not run")?;
    ensure!(
        output.status.success(),
        "SQLCipher's program failed: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let told: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    let micros = |name: &str| {
        told[name]
            .as_u64()
            .map(Duration::from_micros)
            .context("SQLCipher's figures")
    };
    Ok((micros("open_us")?, micros("list_us")?))
}
