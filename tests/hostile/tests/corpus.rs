//! The kept corpus, and things near it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests; what is printed names the input that failed"
)]

use std::{
    fs,
    path::{Path, PathBuf},
};

use darkroom::damaged;
use hostile::TARGETS;

/// What is damaged of each kept input by the tests; `make fuzz` tries millions.
const NEAR: u64 = 40;
/// Of all that is kept. The fuzzer grows what it needs.
const MAX_CORPUS_BYTES: u64 = 1 << 20;

fn corpus(target: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut inputs: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    inputs.sort();
    assert!(!inputs.is_empty(), "{target}");
    inputs
}

#[test]
fn nothing_kept_breaks_a_promise_and_nothing_near_it() {
    let mut size = 0;
    for target in &TARGETS {
        for (number, input) in (0..).zip(corpus(target.name)) {
            let bytes = fs::read(&input).unwrap();
            size += bytes.len() as u64;
            println!("{}", input.display());
            (target.run)(&bytes);
            // Pictures take a thousand times as long.
            let near = if ["picture", "frame"].contains(&target.name) {
                4
            } else {
                NEAR
            };
            for seed in 0..near {
                println!("  damaged by {}", number * NEAR + seed);
                (target.run)(&damaged(&bytes, number * NEAR + seed));
            }
        }
    }
    assert!(size <= MAX_CORPUS_BYTES, "{size}");
}

#[test]
fn every_target_has_a_program_and_every_folder_a_target() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let names = |folder: PathBuf| {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
            .collect();
        names.sort();
        names
    };
    let mut targets = TARGETS.map(|target| target.name.to_owned());
    targets.sort();
    assert_eq!(names(root.join("corpus")), targets);
    assert_eq!(names(root.join("../../fuzz/fuzz_targets")), targets);
}
