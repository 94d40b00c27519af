//! A process killed while it writes: everything it was told is written, is.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod device;

use std::{
    io::{BufRead as _, BufReader, Write as _},
    process::{Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use client::port::{Collection, PIECE, Vaults as _};
use device::{Device, content, document, person, pin, put, record_of};
use vault::NoKeyStore;

const CHILD: &str = "VAULT_TEST_CHILD";
const PIECES: usize = 24;

/// The other process: writes records and pieces for ever, and says after each that it is written.
#[tokio::test]
#[ignore = "started by another test"]
async fn child_that_writes() {
    let Some(root) = std::env::var_os(CHILD) else { return };
    let device = Device::at(root.into(), Arc::new(NoKeyStore));
    let vault = device.start().open(person(1), &pin()).await.unwrap();
    let mut number = vault.list(Collection::Operation).await.unwrap().len() as u64;
    let whole = content(PIECES * PIECE as usize);
    let mut have = vault.begin_content(document(1), &record_of(&whole)).await.unwrap().have;
    loop {
        let key = format!("{number:08}");
        let value = vec![number.to_be_bytes()[7]; 700];
        let count = put(Collection::State, "count", &number.to_be_bytes());
        vault
            .apply(vec![put(Collection::Operation, &key, &value), count])
            .await
            .unwrap();
        say(&format!("record {number}"));
        number += 1;
        if number.is_multiple_of(7) && have < whole.len() as u64 {
            let piece = Bytes::copy_from_slice(&whole[have as usize..(have + PIECE) as usize]);
            have = vault.append_content(document(1), have, piece).await.unwrap().have;
            say(&format!("have {have}"));
        }
    }
}

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "\n{line}").unwrap();
    out.flush().unwrap();
}

#[tokio::test]
async fn whatever_was_acknowledged_survives_a_kill() {
    let device = Device::pin_alone();
    device.close(device.created(1, vec![]).await).await;
    let (mut records, mut have) = (0_u64, 0_u64);
    for round in 0..6_u64 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--ignored", "--exact", "--nocapture", "child_that_writes"])
            .env(CHILD, &device.root)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let begun = Instant::now();
        let mut killed = false;
        for line in lines.map_while(Result::ok) {
            if let Some(number) = line.strip_prefix("record ") {
                records = number.parse::<u64>().unwrap() + 1;
            } else if let Some(bytes) = line.strip_prefix("have ") {
                have = bytes.parse().unwrap();
            }
            if !killed && records > 3 && begun.elapsed() > Duration::from_millis(150 + round * 77) {
                killed = true;
                child.kill().unwrap();
            }
        }
        assert!(killed, "the child ended by itself");
        child.wait().unwrap();
        let vault = device.open(1, &pin()).await.unwrap();
        let found = vault.list(Collection::Operation).await.unwrap();
        let count = found.len() as u64;
        // What was under way may be there too, but only whole and only once.
        assert!(count == records || count == records + 1, "{count} of {records}");
        for (number, (key, value)) in found.iter().enumerate() {
            assert_eq!(*key, format!("{number:08}"));
            assert_eq!(*value, vec![number.to_be_bytes()[7]; 700]);
        }
        let last = vault.get(Collection::State, "count").await.unwrap().unwrap();
        assert_eq!(last, (count - 1).to_be_bytes());
        let status = &vault.contents().await.unwrap()[&document(1)];
        assert!(
            status.have == have || status.have == have + PIECE,
            "{} of {have}",
            status.have
        );
        records = count;
        have = status.have;
        device.close(vault).await;
    }
    assert!(records > 20, "{records}");
}
