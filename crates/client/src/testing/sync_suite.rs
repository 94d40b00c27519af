//! The city, the network and the process fail at every step of a sync. Nothing acknowledged is
//! lost, and nothing happens twice.

use std::sync::Arc;

use domain::{DocumentId, ProfileField};
use protocol::{
    app::{
        AddDocument, AppError, ContentState, DownloadDocument, EditDocument, EditState, GetDocument, GetHome, Handler,
        ListDocuments, RemoveDocument,
    },
    problem::ErrorCode,
};

use super::{
    FakeCity, Fault, IssuedPaper, TestDevice, VaultFault,
    acts::{add, declare, field, paper, pdf, sync},
};

/// Makes an empty device of that city.
pub type MakeDevice<'a> = dyn Fn(&Arc<FakeCity>) -> TestDevice + 'a;

async fn enrolled(make: &MakeDevice<'_>) -> (Arc<FakeCity>, TestDevice) {
    let city = Arc::new(FakeCity::default());
    let device = make(&city);
    device.enrol(TestDevice::form(1)).await;
    (city, device)
}

/// What waits on both sides before the sync that goes wrong.
struct Story {
    city: Arc<FakeCity>,
    device: TestDevice,
    added: DocumentId,
    edited: DocumentId,
    removed: DocumentId,
    issued: DocumentId,
}

async fn story(make: &MakeDevice<'_>) -> Story {
    let (city, device) = enrolled(make).await;
    city.set_page(2);
    let edited = add(&device, "Hộ chiếu", pdf(2000, 1)).await.card.id;
    let removed = add(&device, "Thẻ cũ", pdf(2000, 2)).await.card.id;
    sync(&device).await.unwrap();
    let issued = city.issue(IssuedPaper {
        title: "Giấy khai sinh",
        expires_on: None,
        content: pdf(400_000, 3),
    });
    city.declare_elsewhere(ProfileField::HealthInsuranceNumber, "DN4797930001234");
    let added = add(&device, "Bằng cử nhân", pdf(100_000, 4)).await.card.id;
    let details = paper("Hộ chiếu mới");
    device
        .app
        .edit_document(EditDocument {
            document: edited,
            details,
        })
        .await
        .unwrap();
    device
        .app
        .remove_document(RemoveDocument { document: removed })
        .await
        .unwrap();
    declare(&device, ProfileField::Email, "hoa@danang.vn").await;
    declare(&device, ProfileField::Occupation, "Giáo viên").await;
    for clock in [&city.clock, &device.clock] {
        clock.advance(jiff::SignedDuration::from_mins(16));
    }
    Story {
        city,
        device,
        added,
        edited,
        removed,
        issued,
    }
}

impl Story {
    /// After all is well again: the device and the city have the same, once.
    async fn check(&self, told: &str) {
        let report = sync(&self.device)
            .await
            .unwrap_or_else(|error| panic!("{told}: {error}"));
        assert_eq!((report.conflicts, report.refused), (0, 0), "{told}");
        let fetched = self
            .device
            .app
            .download_document(DownloadDocument { document: self.issued })
            .await;
        fetched.unwrap_or_else(|error| panic!("{told}: {error}"));
        let mut papers: Vec<_> = self
            .city
            .documents()
            .into_iter()
            .map(|(record, there)| (record.id, record.details.title, there))
            .collect();
        papers.sort_by_key(|(id, ..)| *id);
        let mut expected = vec![
            (self.added, "Bằng cử nhân".parse().unwrap(), true),
            (self.edited, "Hộ chiếu mới".parse().unwrap(), true),
            (self.issued, "Giấy khai sinh".parse().unwrap(), true),
        ];
        expected.sort_by_key(|(id, ..)| *id);
        assert_eq!(papers, expected, "{told}");
        let input = ListDocuments {
            query: String::new(),
            origin: None,
        };
        let list = self.device.app.list_documents(input).await.unwrap().documents;
        assert_eq!(list.len(), 3, "{told}");
        assert!(
            list.iter()
                .all(|card| !card.waiting && card.content == ContentState::Here),
            "{told}: {list:?}"
        );
        let gone = self
            .device
            .app
            .get_document(GetDocument { document: self.removed })
            .await;
        assert!(gone.is_err(), "{told}");
        for (wanted, value) in [
            (ProfileField::Email, "hoa@danang.vn"),
            (ProfileField::Occupation, "Giáo viên"),
            (ProfileField::HealthInsuranceNumber, "DN4797930001234"),
        ] {
            assert_eq!(self.city.field(wanted).as_deref(), Some(value), "{told}");
            let view = field(&self.device, wanted).await;
            assert_eq!((view.value.as_str(), view.edit), (value, EditState::None), "{told}");
        }
        assert_eq!(
            self.device.app.get_home(GetHome {}).await.unwrap().sync.waiting,
            0,
            "{told}"
        );
    }
}

/// Every request is lost, answered wrongly or refused once, with and without a restart.
pub async fn the_network_fails_at_every_request(make: &MakeDevice<'_>) {
    let smooth = story(make).await;
    let before = smooth.city.requests().len();
    smooth.check("without a fault").await;
    let steps = smooth.city.requests().len() - before;
    let revision = smooth.city.revision();
    assert!(steps > 10, "{steps}");
    for step in 0..steps {
        for fault in [
            Fault::Lost,
            Fault::AnswerLost,
            Fault::Portal,
            Fault::Problem(ErrorCode::Internal),
            Fault::Problem(ErrorCode::Unavailable),
        ] {
            for restart in [false, true] {
                let mut story = story(make).await;
                story.city.fail(step, fault);
                let told = format!("{fault:?} at {step}, restart {restart}");
                let _ = sync(&story.device).await;
                let document = story.issued;
                let _ = story.device.app.download_document(DownloadDocument { document }).await;
                story.city.heal();
                if restart {
                    story.device.reopen().await;
                }
                story.check(&told).await;
                assert_eq!(story.city.revision(), revision, "{told}: nothing happened twice");
            }
        }
    }
}

/// The process dies before and after every write of a sync and a download.
pub async fn the_process_dies_at_every_write(make: &MakeDevice<'_>) {
    let smooth = story(make).await;
    smooth.check("without a fault").await;
    let revision = smooth.city.revision();
    for fault in [VaultFault::Before, VaultFault::After] {
        for write in 0.. {
            let mut story = story(make).await;
            story.device.vaults.die_at(write, fault);
            let _ = sync(&story.device).await;
            let _ = story
                .device
                .app
                .download_document(DownloadDocument { document: story.issued })
                .await;
            let died = story.device.vaults.revive();
            let told = format!("{fault:?} write {write}");
            story.device.reopen().await;
            story.check(&told).await;
            assert_eq!(story.city.revision(), revision, "{told}: nothing happened twice");
            if !died {
                assert!(write > 10, "{write}");
                break;
            }
        }
    }
}

/// The process dies before and after every write of an addition.
pub async fn a_paper_is_kept_whole_or_not_at_all(make: &MakeDevice<'_>) {
    for fault in [VaultFault::Before, VaultFault::After] {
        for write in 0.. {
            let (city, mut device) = enrolled(make).await;
            device.vaults.die_at(write, fault);
            let content = pdf(3 * 1024 * 1024, 5);
            let added = device
                .app
                .add_document(
                    AddDocument {
                        details: paper("Bằng")
                    },
                    content.clone(),
                )
                .await;
            let died = device.vaults.revive();
            device.reopen().await;
            let input = ListDocuments {
                query: String::new(),
                origin: None,
            };
            let list = device.app.list_documents(input).await.unwrap().documents;
            assert!(added.is_err() || list.len() == 1, "what was acknowledged is there");
            if let [card] = &list[..] {
                assert_eq!(device.app.content(card.id, None).await.unwrap().bytes, content);
            }
            sync(&device).await.unwrap();
            assert_eq!(city.documents().len(), list.len());
            if !died {
                break;
            }
        }
    }
}

/// The device is full from every write of a sync and a download on, until there is room again.
pub async fn a_full_device_loses_nothing(make: &MakeDevice<'_>) {
    let smooth = story(make).await;
    smooth.check("without a fault").await;
    let revision = smooth.city.revision();
    for write in 0.. {
        let story = story(make).await;
        story.device.vaults.fill_at(write);
        let synced = sync(&story.device).await;
        let document = story.issued;
        let fetched = story.device.app.download_document(DownloadDocument { document }).await;
        let full = story.device.vaults.revive();
        let told = format!("full at {write}");
        assert_eq!(
            full,
            synced.is_err() || fetched.is_err(),
            "{told}: what did not fit is said"
        );
        story.check(&told).await;
        assert_eq!(story.city.revision(), revision, "{told}: nothing happened twice");
        if !full {
            assert!(write > 10, "{write}");
            break;
        }
    }
}

/// The device is full from every write of an addition on.
pub async fn a_paper_that_does_not_fit_is_refused(make: &MakeDevice<'_>) {
    for write in 0.. {
        let (city, mut device) = enrolled(make).await;
        device.vaults.fill_at(write);
        let details = paper("Bằng");
        let added = device
            .app
            .add_document(AddDocument { details }, pdf(3 * 1024 * 1024, 5))
            .await;
        let full = device.vaults.revive();
        assert_eq!(added.err(), full.then_some(AppError::DiskFull));
        device.reopen().await;
        let input = ListDocuments {
            query: String::new(),
            origin: None,
        };
        let list = device.app.list_documents(input).await.unwrap().documents;
        assert_eq!(list.is_empty(), full);
        sync(&device).await.unwrap();
        assert_eq!(city.documents().len(), list.len());
        if !full {
            assert!(write > 2, "{write}");
            break;
        }
    }
}
