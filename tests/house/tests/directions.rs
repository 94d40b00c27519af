//! Who may use whom: `docs/architecture.md` draws it, this proves it.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, MetadataCommand};

/// Each room and the rooms it may use in the product; tests may use more.
const MAY_USE: &[(&str, &[&str])] = &[
    ("congdanso-domain", &[]),
    ("congdanso-protocol", &["congdanso-domain"]),
    ("congdanso-codes", &["congdanso-domain"]),
    ("congdanso-seal", &[]),
    (
        "congdanso-client",
        &["congdanso-domain", "congdanso-protocol", "congdanso-codes"],
    ),
    (
        "congdanso-vault",
        &[
            "congdanso-domain",
            "congdanso-protocol",
            "congdanso-client",
            "congdanso-seal",
        ],
    ),
    (
        "congdanso-city-api",
        &["congdanso-domain", "congdanso-protocol", "congdanso-client"],
    ),
    (
        "congdanso-server",
        &[
            "congdanso-domain",
            "congdanso-protocol",
            "congdanso-codes",
            "congdanso-seal",
        ],
    ),
    (
        "congdanso-page",
        &[
            "congdanso-domain",
            "congdanso-protocol",
            "congdanso-client",
            "congdanso-city-api",
        ],
    ),
    ("congdanso-scanner", &["congdanso-codes"]),
    // At a terminal; it reads the city's lists as the client does.
    (
        "congdanso-codes-tool",
        &[
            "congdanso-domain",
            "congdanso-protocol",
            "congdanso-codes",
            "congdanso-client",
        ],
    ),
    ("congdanso-darkroom", &["congdanso-domain", "congdanso-codes"]),
    // The page is one of its hosts, and only there.
    (
        "congdanso-ui",
        &["congdanso-domain", "congdanso-protocol", "congdanso-page"],
    ),
    ("congdanso-viewer", &["congdanso-domain"]),
    (
        "congdanso",
        &[
            "congdanso-domain",
            "congdanso-protocol",
            "congdanso-codes",
            "congdanso-client",
            "congdanso-vault",
            "congdanso-city-api",
        ],
    ),
    ("xtask", &[]),
    // Only tests, so they may look into every room.
    (
        "congdanso-e2e",
        &["congdanso-domain", "congdanso-protocol", "congdanso-codes"],
    ),
    (
        "congdanso-hostile",
        &[
            "congdanso-domain",
            "congdanso-protocol",
            "congdanso-codes",
            "congdanso-client",
            "congdanso-seal",
        ],
    ),
    ("congdanso-house", &[]),
];

#[test]
fn rooms_use_only_the_rooms_they_may() {
    let metadata = MetadataCommand::new()
        .manifest_path(concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.toml"))
        .no_deps()
        .exec()
        .expect("cargo metadata");
    let rooms: BTreeSet<String> = metadata
        .packages
        .iter()
        .map(|package| package.name.to_string())
        .collect();
    let may_use: BTreeMap<&str, &[&str]> = MAY_USE.iter().copied().collect();

    let listed: BTreeSet<String> = may_use.keys().map(ToString::to_string).collect();
    assert_eq!(
        rooms, listed,
        "every room of the workspace is in the table, and no other"
    );

    for package in &metadata.packages {
        let allowed = may_use[package.name.as_str()];
        for dependency in &package.dependencies {
            if dependency.kind != DependencyKind::Development && rooms.contains(&dependency.name) {
                assert!(
                    allowed.contains(&dependency.name.as_str()),
                    "{} may not use {}",
                    package.name,
                    dependency.name
                );
            }
        }
    }
}
