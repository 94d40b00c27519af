//! SQLCipher doing the vault's work: open with a PIN, list so many papers. Prints one JSON
//! object: medians in microseconds.
//!
//! The first argument is a file of JSON records, one a line, as the vault's own measurement
//! wrote them, so that both read the same bytes.

use std::{env, fs, path::Path, time::Instant};

use anyhow::{Context, Result};
use rusqlite::Connection;

const ROUNDS: usize = 9;

fn main() -> Result<()> {
    let records = env::args().nth(1).context("usage: bench-sqlcipher RECORDS")?;
    let records: Vec<String> = fs::read_to_string(records)?.lines().map(str::to_owned).collect();
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("papers.db");
    fill(&file, &records)?;

    let (mut opens, mut lists) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let connection = open(&file)?;
        let count: i64 = connection.query_row("SELECT count(*) FROM papers", [], |row| row.get(0))?;
        opens.push(start.elapsed().as_micros());
        anyhow::ensure!(usize::try_from(count)? == records.len());

        let start = Instant::now();
        let mut query = connection.prepare("SELECT record FROM papers ORDER BY id")?;
        let texts = query.query_map([], |row| row.get::<_, String>(0))?;
        let mut titles = 0;
        for text in texts {
            let paper: serde_json::Value = serde_json::from_str(&text?)?;
            titles += usize::from(paper.is_object());
        }
        lists.push(start.elapsed().as_micros());
        anyhow::ensure!(titles == records.len());
    }
    println!(
        "{}",
        serde_json::json!({ "open_us": median(opens), "list_us": median(lists) })
    );
    Ok(())
}

fn open(file: &Path) -> Result<Connection> {
    let connection = Connection::open(file)?;
    connection.pragma_update(None, "key", "274913")?;
    Ok(connection)
}

fn fill(file: &Path, records: &[String]) -> Result<()> {
    let mut connection = open(file)?;
    connection.execute_batch("CREATE TABLE papers (id INTEGER PRIMARY KEY, record TEXT NOT NULL)")?;
    let transaction = connection.transaction()?;
    for record in records {
        transaction.execute("INSERT INTO papers (record) VALUES (?1)", [record])?;
    }
    transaction.commit()?;
    Ok(())
}

fn median(mut times: Vec<u128>) -> u128 {
    times.sort_unstable();
    times[times.len() / 2]
}
