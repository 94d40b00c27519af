//! Papers: added, changed, removed, refused.

use bytes::Bytes;
use client::testing::{Fault, IssuedPaper, TestDevice};
use domain::{DocumentId, DocumentOrigin, Validity, limits};
use jiff::civil::date;
use protocol::{
    app::{
        AddDocument, AppError, EditDocument, GetDocument, GetHome, Handler, InputField, ListDocuments, RemoveDocument,
        Task,
    },
    problem::ErrorCode,
};

use crate::{add, enrolled, paper, pdf, sync};

async fn titles(device: &TestDevice, query: &str) -> Vec<String> {
    let input = ListDocuments {
        query: query.to_owned(),
        origin: None,
    };
    let list = device.app.list_documents(input).await.unwrap();
    list.documents.into_iter().map(|card| card.title).collect()
}

fn edit(document: DocumentId, title: &str, number: &str) -> EditDocument {
    let mut details = paper(title);
    details.number = number.to_owned();
    EditDocument { document, details }
}

#[tokio::test]
async fn files_are_refused_before_anything_is_kept_or_sent() {
    let (city, device) = enrolled().await;
    let asked = city.requests().len();
    let try_add = |content: Bytes| {
        device.app.add_document(
            AddDocument {
                details: paper("Bằng")
            },
            content,
        )
    };
    let large = vec![b'%'; 60 * 1024 * 1024];
    let refused = try_add(large.into()).await.unwrap_err();
    assert_eq!(
        refused,
        AppError::FileTooLarge {
            bytes: 60 * 1024 * 1024,
            limit: limits::DOCUMENT_BYTES
        }
    );
    assert_eq!(try_add(Bytes::new()).await.unwrap_err(), AppError::FileEmpty);
    assert_eq!(
        try_add(Bytes::from_static(b"MZ\x90 report.pdf")).await.unwrap_err(),
        AppError::FileKind
    );
    let mut details = paper(" ");
    details.issued_on = "31/02/2020".to_owned();
    let refused = device
        .app
        .add_document(AddDocument { details }, pdf(100, 1))
        .await
        .unwrap_err();
    assert_eq!(
        refused,
        AppError::InvalidInput {
            fields: vec![InputField::Title, InputField::IssuedOn]
        }
    );
    let mut details = paper("Bằng");
    details.expires_on = "01/06/2019".to_owned();
    let refused = device
        .app
        .add_document(AddDocument { details }, pdf(100, 1))
        .await
        .unwrap_err();
    assert_eq!(
        refused,
        AppError::InvalidInput {
            fields: vec![InputField::ExpiresOn]
        }
    );
    assert!(titles(&device, "").await.is_empty());
    assert_eq!(city.requests().len(), asked);
}

#[tokio::test]
async fn changes_of_a_paper_that_is_only_here_are_one_addition() {
    let (city, device) = enrolled().await;
    let kept = add(&device, "Bằng", pdf(1000, 1)).await.card.id;
    let dropped = add(&device, "Nhầm", pdf(1000, 2)).await.card.id;
    device
        .app
        .edit_document(edit(kept, "Bằng cử nhân", "B 12"))
        .await
        .unwrap();
    device
        .app
        .remove_document(RemoveDocument { document: dropped })
        .await
        .unwrap();
    assert_eq!(titles(&device, "").await, ["Bằng cử nhân"]);
    assert_eq!(sync(&device).await.unwrap().sent, 1);
    let [(record, content)] = &city.documents()[..] else {
        panic!()
    };
    assert_eq!(
        (record.id, record.details.title.as_str(), *content),
        (kept, "Bằng cử nhân", true)
    );
}

#[tokio::test]
async fn papers_are_found_without_accents() {
    let (city, device) = enrolled().await;
    add(&device, "Bằng lái xe máy", pdf(1000, 1)).await;
    city.issue(IssuedPaper {
        title: "Giấy khai sinh",
        expires_on: None,
        content: pdf(1000, 2),
    });
    sync(&device).await.unwrap();
    assert_eq!(titles(&device, "khai giay").await, ["Giấy khai sinh"]);
    assert_eq!(titles(&device, "LAI XE").await, ["Bằng lái xe máy"]);
    assert_eq!(titles(&device, "tu phap").await, ["Giấy khai sinh"], "by issuer");
    assert!(titles(&device, "hộ chiếu").await.is_empty());
    let input = ListDocuments {
        query: String::new(),
        origin: Some(DocumentOrigin::Issued),
    };
    assert_eq!(device.app.list_documents(input).await.unwrap().documents.len(), 1);
}

#[tokio::test]
async fn issued_papers_are_not_the_residents_to_change() {
    let (city, device) = enrolled().await;
    let id = city.issue(IssuedPaper {
        title: "Giấy khai sinh",
        expires_on: None,
        content: pdf(1000, 2),
    });
    sync(&device).await.unwrap();
    assert_eq!(
        device.app.edit_document(edit(id, "Khác", "")).await.unwrap_err(),
        AppError::NotYours
    );
    let removed = device.app.remove_document(RemoveDocument { document: id }).await;
    assert_eq!(removed.unwrap_err(), AppError::NotYours);
}

#[tokio::test]
async fn two_devices_say_different_things_of_a_paper() {
    let (city, device) = enrolled().await;
    let id = add(&device, "Bằng", pdf(1000, 1)).await.card.id;
    sync(&device).await.unwrap();
    // Different fields: both stay.
    device.app.edit_document(edit(id, "Bằng cử nhân", "")).await.unwrap();
    city.edit_elsewhere(id, |details| details.number = Some("B 12".parse().unwrap()));
    assert_eq!(sync(&device).await.unwrap().sent, 1);
    let (record, _) = city.documents().remove(0);
    assert_eq!(record.details.title.as_str(), "Bằng cử nhân");
    assert_eq!(record.details.number.unwrap().as_str(), "B 12");
    // The same field: the city's stays, and the resident is told.
    device
        .app
        .edit_document(edit(id, "Bằng đại học", "B 12"))
        .await
        .unwrap();
    city.edit_elsewhere(id, |details| details.title = "Bằng thạc sĩ".parse().unwrap());
    assert_eq!(sync(&device).await.unwrap().refused, 1);
    let view = device.app.get_document(GetDocument { document: id }).await.unwrap();
    assert!(view.refused && view.card.title == "Bằng thạc sĩ");
    let tasks = device.app.get_home(GetHome {}).await.unwrap().tasks;
    assert_eq!(
        tasks,
        [Task::Refused {
            document: Some(id),
            field: None
        }]
    );
    device
        .app
        .edit_document(edit(id, "Bằng đại học", "B 12"))
        .await
        .unwrap();
    sync(&device).await.unwrap();
    assert_eq!(city.documents()[0].0.details.title.as_str(), "Bằng đại học");
    assert!(
        !device
            .app
            .get_document(GetDocument { document: id })
            .await
            .unwrap()
            .refused
    );
}

#[tokio::test]
async fn a_paper_edited_elsewhere_is_not_removed_unseen() {
    let (city, device) = enrolled().await;
    let id = add(&device, "Bằng", pdf(1000, 1)).await.card.id;
    sync(&device).await.unwrap();
    device
        .app
        .remove_document(RemoveDocument { document: id })
        .await
        .unwrap();
    assert!(titles(&device, "").await.is_empty());
    city.edit_elsewhere(id, |details| details.title = "Bằng thạc sĩ".parse().unwrap());
    assert_eq!(sync(&device).await.unwrap().refused, 1);
    assert_eq!(titles(&device, "").await, ["Bằng thạc sĩ"]);
    device
        .app
        .remove_document(RemoveDocument { document: id })
        .await
        .unwrap();
    sync(&device).await.unwrap();
    assert!(city.documents().is_empty() && titles(&device, "").await.is_empty());
    assert_eq!(
        device.app.get_document(GetDocument { document: id }).await.unwrap_err(),
        AppError::NotFound
    );
}

#[tokio::test]
async fn a_paper_removed_elsewhere_goes_with_its_content() {
    let (city, device) = enrolled().await;
    let id = add(&device, "Bằng", pdf(1000, 1)).await.card.id;
    sync(&device).await.unwrap();
    device.app.edit_document(edit(id, "Bằng cử nhân", "")).await.unwrap();
    city.remove_elsewhere(id);
    assert_eq!(sync(&device).await.unwrap().refused, 1);
    assert!(titles(&device, "").await.is_empty());
    assert_eq!(device.app.content(id, None).await.unwrap_err(), AppError::NotFound);
    assert_eq!(device.app.get_home(GetHome {}).await.unwrap().sync.waiting, 0);
}

#[tokio::test]
async fn a_refused_addition_that_is_put_right_leaves_no_older_edit_behind() {
    let (city, device) = enrolled().await;
    let id = add(&device, "Bằng", pdf(2000, 1)).await.card.id;
    city.fail(1, Fault::Lost);
    assert_eq!(sync(&device).await.unwrap_err(), AppError::Offline);
    device.app.edit_document(edit(id, "Sửa cũ", "")).await.unwrap();
    // The batch is refused, and then its one operation.
    for request in [1, 2] {
        city.fail(request, Fault::Problem(ErrorCode::InvalidField));
    }
    assert_eq!(sync(&device).await.unwrap().refused, 1);
    city.heal();
    device.app.edit_document(edit(id, "Bằng cử nhân", "")).await.unwrap();
    let report = sync(&device).await.unwrap();
    assert_eq!((report.sent, report.refused, report.conflicts), (1, 0, 0));
    assert_eq!(city.documents()[0].0.details.title.as_str(), "Bằng cử nhân");
    assert_eq!(titles(&device, "").await, ["Bằng cử nhân"]);
}

#[tokio::test]
async fn papers_that_expire_are_said() {
    let (city, device) = enrolled().await;
    let issue = |title, last| {
        city.issue(IssuedPaper {
            title,
            expires_on: last,
            content: pdf(1000, 1),
        })
    };
    issue("Không hạn", None);
    issue("Còn lâu", Some(date(2030, 1, 1)));
    let soon = issue("Sắp hết", Some(date(2026, 3, 12)));
    let over = issue("Đã hết", Some(date(2026, 2, 1)));
    sync(&device).await.unwrap();
    let tasks = device.app.get_home(GetHome {}).await.unwrap().tasks;
    let told: Vec<_> = tasks
        .iter()
        .map(|task| match task {
            Task::Expiring { document, validity, .. } => (*document, *validity),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(
        told,
        [(over, Validity::Expired), (soon, Validity::EndsSoon { days: 10 })]
    );
    let near = device.app.expiring_documents().await.unwrap();
    assert_eq!(near.len(), 2);
    assert!(near.iter().any(|paper| paper.document == soon && paper.days == 10));
    assert!(near.iter().any(|paper| paper.document == over && paper.days < 0));
}
