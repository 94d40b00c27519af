use base64::{Engine as _, prelude::BASE64_STANDARD};
use domain::{DocumentId, DocumentKind, limits};
use futures::StreamExt as _;
use protocol::{
    api::{
        self, Action, Change, ContentRecord, DocumentDetails, DocumentRecord, Entity, KnownEntity, Nothing, Operation,
        OperationBatch, Revision,
    },
    problem::{ErrorCode, Problem},
};
use server::testing::{Fault, SignedIn, TestCity};
use sha2::{Digest as _, Sha256};

use crate::{code, fresh_id, hoa, minutes};

pub(crate) fn digest(bytes: &[u8]) -> String {
    format!("sha-256=:{}:", BASE64_STANDARD.encode(Sha256::digest(bytes)))
}

/// Stores a PDF.
pub(crate) async fn put(me: &SignedIn, id: DocumentId, bytes: &[u8]) -> Result<Nothing, Problem> {
    upload(me, id, bytes).answer().await
}

fn upload(me: &SignedIn, id: DocumentId, bytes: &[u8]) -> server::testing::TestCall<api::PutContent> {
    me.call::<api::PutContent>(&id)
        .header("content-type", "application/pdf")
        .header("content-digest", &digest(bytes))
        .bytes(bytes.to_vec())
}

pub(crate) fn pdf(length: usize) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    bytes.extend((bytes.len()..length).map(|i| (i * 31 % 251) as u8));
    bytes
}

pub(crate) async fn add(me: &SignedIn) -> DocumentId {
    let document = DocumentId(uuid::Uuid::now_v7());
    let details = DocumentDetails {
        kind: DocumentKind::Diploma,
        title: "Bằng cử nhân".parse().unwrap(),
        number: None,
        issued_on: None,
        expires_on: None,
    };
    let action = Action::AddDocument { document, details };
    let batch = OperationBatch {
        operations: vec![Operation {
            id: fresh_id(),
            base: Revision(0),
            action,
        }],
    };
    me.call::<api::PushOperations>(&()).json(&batch).answer().await.unwrap();
    document
}

async fn record(me: &SignedIn, id: DocumentId) -> DocumentRecord {
    let page = me.call::<api::PullChanges>(&()).answer().await.unwrap();
    let found = page.changes.into_iter().find_map(|Change { entity, .. }| match entity {
        Entity::Known(KnownEntity::Document(record)) if record.id == id => Some(record),
        _ => None,
    });
    found.unwrap()
}

fn objects(city: &TestCity) -> usize {
    fn files(folder: &std::path::Path) -> usize {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        entries
            .map(|entry| if entry.path().is_dir() { files(&entry.path()) } else { 1 })
            .sum()
    }
    files(&city.data_folder().join("objects"))
}

#[tokio::test]
async fn content_comes_back_as_it_went_in() {
    let city = TestCity::start().await;
    let me = hoa(&city).await;
    for length in [9, 65_535, 65_536, 65_537, 3_000_000] {
        let (id, bytes) = (add(&me).await, pdf(length));
        put(&me, id, &bytes).await.unwrap();
        let response = me.call::<api::GetContent>(&id).send().await;
        assert_eq!(response.status(), 200);
        let headers = response.headers().clone();
        assert_eq!(headers["content-type"], "application/pdf");
        assert_eq!(headers["content-length"], bytes.len().to_string().as_str());
        assert_eq!(headers["accept-ranges"], "bytes");
        assert_eq!(
            headers["etag"],
            format!("\"{}\"", hex::encode(Sha256::digest(&bytes))).as_str()
        );
        assert_eq!(headers["repr-digest"], digest(&bytes).as_str());
        assert!(headers["cache-control"].to_str().unwrap().contains("no-store"));
        assert_eq!(response.bytes().await.unwrap(), bytes);
        let told = record(&me, id).await.content.unwrap();
        let sha256 = hex::encode(Sha256::digest(&bytes));
        assert_eq!(
            told,
            ContentRecord {
                media_type: domain::MediaType::Pdf,
                bytes: bytes.len() as u64,
                sha256
            }
        );
    }
}

#[tokio::test]
async fn any_part_can_be_asked_for() {
    let city = TestCity::start().await;
    let me = hoa(&city).await;
    let (id, bytes) = (add(&me).await, pdf(200_000));
    put(&me, id, &bytes).await.unwrap();
    let get = async |headers: &[(&str, &str)]| {
        let call = headers
            .iter()
            .fold(me.call::<api::GetContent>(&id), |call, (name, value)| {
                call.header(name, value)
            });
        call.send().await
    };
    for (range, start, end) in [
        ("bytes=0-0", 0, 1),
        ("bytes=65530-65545", 65_530, 65_546),
        ("bytes=199999-", 199_999, 200_000),
        ("bytes=-5", 199_995, 200_000),
        ("bytes=100-900000", 100, 200_000),
    ] {
        let part = get(&[("range", range)]).await;
        assert_eq!(part.status(), 206, "{range}");
        assert_eq!(
            part.headers()["content-range"],
            format!("bytes {start}-{}/200000", end - 1).as_str()
        );
        assert_eq!(part.bytes().await.unwrap(), bytes[start..end], "{range}");
    }
    let outside = get(&[("range", "bytes=200000-")]).await;
    assert_eq!(outside.status(), 416);
    assert_eq!(outside.headers()["content-range"], "bytes */200000");
    assert_eq!(
        outside.json::<Problem>().await.unwrap().code,
        ErrorCode::RangeNotSatisfiable
    );
    assert_eq!(get(&[("range", "bytes=0-1,4-5")]).await.status(), 200);

    let tag = get(&[]).await.headers()["etag"].to_str().unwrap().to_owned();
    assert_eq!(get(&[("if-none-match", &tag)]).await.status(), 304);
    assert_eq!(get(&[("range", "bytes=0-9"), ("if-range", &tag)]).await.status(), 206);
    assert_eq!(
        get(&[("range", "bytes=0-9"), ("if-range", "\"other\"")]).await.status(),
        200
    );
}

#[tokio::test]
async fn the_same_content_again_changes_nothing_and_other_content_is_a_conflict() {
    let city = TestCity::start().await;
    let me = hoa(&city).await;
    let (id, bytes) = (add(&me).await, pdf(50_000));
    put(&me, id, &bytes).await.unwrap();
    let before = record(&me, id).await;
    put(&me, id, &bytes).await.unwrap();
    assert_eq!(record(&me, id).await, before);
    assert_eq!(code(put(&me, id, &pdf(50_001)).await), ErrorCode::Conflict);
    assert_eq!(objects(&city), 1);
}

#[tokio::test]
async fn what_was_announced_must_come() {
    let city = TestCity::start().await;
    let me = hoa(&city).await;
    let (id, bytes) = (add(&me).await, pdf(5000));
    let with = |kind: &str, digest: Option<String>, body: Vec<u8>| {
        let call = me.call::<api::PutContent>(&id).header("content-type", kind);
        digest
            .iter()
            .fold(call, |call, digest| call.header("content-digest", digest))
            .bytes(body)
    };
    let cases = [
        (
            with("application/pdf", Some(digest(b"other")), bytes.clone()),
            ErrorCode::DigestMismatch,
        ),
        (with("application/pdf", None, bytes.clone()), ErrorCode::InvalidRequest),
        (
            with("application/pdf", Some("sha-256=:AAAA:".to_owned()), bytes.clone()),
            ErrorCode::InvalidRequest,
        ),
        (
            with("image/png", Some(digest(&bytes)), bytes.clone()),
            ErrorCode::UnsupportedMediaType,
        ),
        (
            with("text/html", Some(digest(b"<html>")), b"<html>".to_vec()),
            ErrorCode::UnsupportedMediaType,
        ),
        (
            with("application/pdf", Some(digest(b"MZ not one")), b"MZ not one".to_vec()),
            ErrorCode::UnsupportedMediaType,
        ),
        (
            with("application/pdf", Some(digest(b"")), Vec::new()),
            ErrorCode::UnsupportedMediaType,
        ),
    ];
    for (call, expected) in cases {
        assert_eq!(code(call.answer().await), expected);
    }
    assert_eq!(record(&me, id).await.content, None);
    assert_eq!(objects(&city), 0, "nothing is left of what was refused");
    put(&me, id, &bytes).await.unwrap();
}

#[tokio::test]
async fn twenty_six_mebibytes_are_too_many_told_or_not() {
    let city = TestCity::start().await;
    let me = hoa(&city).await;
    let id = add(&me).await;
    let bytes = pdf(limits::DOCUMENT_BYTES as usize + 1024 * 1024);
    assert_eq!(code(put(&me, id, &bytes).await), ErrorCode::PayloadTooLarge);

    let parts = bytes
        .chunks(1 << 20)
        .map(|part| Ok::<_, std::io::Error>(part.to_vec()))
        .collect::<Vec<_>>();
    let body = reqwest::Body::wrap_stream(futures::stream::iter(parts));
    let call = me
        .call::<api::PutContent>(&id)
        .header("content-type", "application/pdf")
        .header("content-digest", &digest(&bytes))
        .bytes(body);
    // The server stops reading at the limit, so the client may see the answer or a connection that ended.
    if let Ok(response) = call.try_send().await {
        assert_eq!(response.status(), 413);
    }
    assert_eq!(objects(&city), 0);
    assert_eq!(record(&me, id).await.content, None);
    let largest = pdf(limits::DOCUMENT_BYTES as usize);
    put(&me, id, &largest).await.unwrap();
    let back = me.call::<api::GetContent>(&id).send().await.bytes().await.unwrap();
    assert!(back == largest, "the largest content comes back");
}

#[tokio::test]
async fn an_upload_that_breaks_off_leaves_nothing() {
    let city = TestCity::start().await;
    let me = hoa(&city).await;
    let (id, bytes) = (add(&me).await, pdf(900_000));
    let half = futures::stream::iter(vec![Ok(bytes[..450_000].to_vec())]).chain(futures::stream::once(async {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        Err(std::io::Error::other("the network is gone"))
    }));
    let call = me
        .call::<api::PutContent>(&id)
        .header("content-type", "application/pdf")
        .header("content-digest", &digest(&bytes))
        .bytes(reqwest::Body::wrap_stream(half));
    assert!(call.try_send().await.is_err());
    // The server notices a moment later; what it could not tidy, the sweep does.
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    city.clock().advance(minutes(70));
    server::service::housekeeping::sweep(city.city()).await.unwrap();
    assert_eq!(objects(&city), 0);
    let me = me.device.sign_in(&city, crate::PHONE).await;
    assert_eq!(record(&me, id).await.content, None);
    put(&me, id, &bytes).await.unwrap();
}

#[tokio::test]
async fn a_lost_answer_costs_nothing() {
    let city = TestCity::start().await;
    let me = hoa(&city).await;
    let (id, bytes) = (add(&me).await, pdf(70_000));
    city.faults().next_on("PUT /v1/documents", Fault::DropAfter);
    assert!(upload(&me, id, &bytes).try_send().await.is_err());
    put(&me, id, &bytes).await.unwrap();
    assert_eq!(objects(&city), 1);
}

#[tokio::test]
async fn removing_a_paper_removes_its_content() {
    let city = TestCity::start().await;
    let me = hoa(&city).await;
    let id = add(&me).await;
    assert_eq!(
        me.call::<api::GetContent>(&id).send().await.status(),
        404,
        "no content yet"
    );
    put(&me, id, &pdf(1000)).await.unwrap();
    let base = record(&me, id).await.revision;
    let action = Action::RemoveDocument { document: id };
    let batch = OperationBatch {
        operations: vec![Operation {
            id: fresh_id(),
            base,
            action,
        }],
    };
    me.call::<api::PushOperations>(&()).json(&batch).answer().await.unwrap();
    assert_eq!(me.call::<api::GetContent>(&id).send().await.status(), 404);
    assert_eq!(objects(&city), 0);
    assert_eq!(code(put(&me, id, &pdf(1000)).await), ErrorCode::NotFound);
}

#[tokio::test]
async fn content_that_was_changed_at_rest_is_not_served() {
    let city = TestCity::start().await;
    let me = hoa(&city).await;
    let id = add(&me).await;
    put(&me, id, &pdf(200_000)).await.unwrap();
    let mut folder = vec![city.data_folder().join("objects")];
    while let Some(path) = folder.pop() {
        if path.is_dir() {
            folder.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        let mut bytes = std::fs::read(&path).unwrap();
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        std::fs::write(&path, bytes).unwrap();
    }
    let response = me.call::<api::GetContent>(&id).send().await;
    assert_eq!(response.status(), 500);
    assert_eq!(response.json::<Problem>().await.unwrap().code, ErrorCode::Internal);
}

#[tokio::test]
async fn what_was_swept_while_it_came_is_not_attached() {
    let city = TestCity::start().await;
    let me = hoa(&city).await;
    let (id, bytes) = (add(&me).await, pdf(900_000));
    let (go, wait) = tokio::sync::oneshot::channel::<()>();
    let rest = bytes[450_000..].to_vec();
    let body = futures::stream::iter(vec![Ok::<_, std::io::Error>(bytes[..450_000].to_vec())]).chain(
        futures::stream::once(async move {
            wait.await.unwrap();
            Ok(rest)
        }),
    );
    let call = me
        .call::<api::PutContent>(&id)
        .header("content-type", "application/pdf")
        .header("content-digest", &digest(&bytes))
        .bytes(reqwest::Body::wrap_stream(body));
    let sweep = async {
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        city.clock().advance(minutes(70));
        server::service::housekeeping::sweep(city.city()).await.unwrap();
        go.send(()).unwrap();
    };
    let (answer, ()) = tokio::join!(call.answer(), sweep);
    let problem = answer.unwrap_err();
    assert_eq!(problem.code, ErrorCode::Unavailable);
    assert!(problem.retry_after.is_some());
    let me = me.device.sign_in(&city, crate::PHONE).await;
    assert_eq!(record(&me, id).await.content, None);
    put(&me, id, &bytes).await.unwrap();
    city.clock().advance(minutes(70));
    server::service::housekeeping::sweep(city.city()).await.unwrap();
    let me = me.device.sign_in(&city, crate::PHONE).await;
    let back = me.call::<api::GetContent>(&id).send().await.bytes().await.unwrap();
    assert!(back == bytes);
}

#[tokio::test]
async fn a_store_that_takes_nothing_is_told_as_passing_and_loses_nothing() {
    let city = TestCity::start().await;
    let me = hoa(&city).await;
    let (kept, id) = (add(&me).await, add(&me).await);
    put(&me, kept, &pdf(1000)).await.unwrap();
    let (folder, away) = (city.data_folder().join("objects"), city.data_folder().join("away"));
    std::fs::rename(&folder, &away).unwrap();
    std::fs::write(&folder, b"a file where a folder should be").unwrap();
    let problem = put(&me, id, &pdf(70_000)).await.unwrap_err();
    assert_eq!(problem.code, ErrorCode::Unavailable);
    assert!(problem.retry_after.is_some());
    assert_eq!(record(&me, id).await.content, None);
    std::fs::remove_file(&folder).unwrap();
    std::fs::rename(&away, &folder).unwrap();
    put(&me, id, &pdf(70_000)).await.unwrap();
    for (id, length) in [(kept, 1000), (id, 70_000)] {
        let back = me.call::<api::GetContent>(&id).send().await.bytes().await.unwrap();
        assert!(back == pdf(length));
    }
}
