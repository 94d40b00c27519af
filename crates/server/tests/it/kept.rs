//! Cities that earlier versions wrote still open.

use std::path::Path;

use domain::{CitizenId, DeviceId, ProfileField, SessionId};
use futures::TryStreamExt as _;
use protocol::api::{ChangesQuery, Entity, KnownEntity, Revision};
use sea_orm_migration::MigratorTrait as _;
use server::{
    config::Config,
    service::{documents, sessions::Caller, sync},
    start::{self, Ports},
    store::{account, migration},
};

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}

fn variables(data: &Path) -> Vec<(String, String)> {
    vec![
        ("CONGDANSO_DATA".to_owned(), data.display().to_string()),
        ("CONGDANSO_MASTER_KEY".to_owned(), "7".repeat(64)),
    ]
}

#[tokio::test]
async fn a_city_of_the_first_layout_opens() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("city");
    copy(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/layout-1"),
        &data,
    );
    let config = Config::from_parts(None, variables(&data)).unwrap();
    let city = start::build(&config, Ports::default()).await.unwrap();
    let citizen = account::citizen_by_number(&city.store, &"048190000123".parse().unwrap())
        .await
        .unwrap();
    let citizen: CitizenId = citizen.expect("the kept citizen is found");
    let nobody = uuid::Uuid::nil();
    let caller = Caller {
        citizen,
        session: SessionId(nobody),
        device: DeviceId(nobody),
    };
    let query = ChangesQuery {
        after: Revision(0),
        limit: None,
    };
    let changes = sync::pull(&city, &caller, query).await.unwrap().changes;
    assert_eq!(changes.len(), 10, "a profile, a code and eight papers");
    let mut read = 0;
    for change in changes {
        match change.entity {
            Entity::Known(KnownEntity::Profile(profile)) => {
                assert_eq!(profile.text(ProfileField::FullName), Some("Nguyễn Thị Ánh Hoa"));
            }
            Entity::Known(KnownEntity::PersonalCode(code)) => assert!(code.text.starts_with("048190000123|")),
            Entity::Known(KnownEntity::Document(record)) => {
                // One object was kept.
                let Ok(content) = documents::find_content(&city, &caller, record.id).await else {
                    continue;
                };
                let length = content.record.bytes;
                let parts: Vec<_> = content.stream(city.clone(), 0..length).try_collect().await.unwrap();
                assert!(parts.concat().starts_with(b"%PDF-"));
                read += 1;
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(read, 1);
    city.store.close().await.unwrap();
}

#[tokio::test]
async fn a_layout_that_is_behind_is_refused_when_steps_are_not_to_be_taken() {
    let folder = tempfile::tempdir().unwrap();
    let mut variables = variables(&folder.path().join("city"));
    variables.push(("CONGDANSO_AUTO_MIGRATE".to_owned(), "false".to_owned()));
    let config = Config::from_parts(None, variables).unwrap();
    let refused = start::build(&config, Ports::default()).await.err().expect("a refusal");
    let steps = migration::Migrator::migrations().len();
    let behind = start::StartError::Layout(migration::LayoutError::Behind(steps)).to_string();
    assert_eq!(refused.to_string(), behind);
}
