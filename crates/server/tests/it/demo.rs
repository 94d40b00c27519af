use domain::{DocumentOrigin, MediaType, Validity, local_date};
use protocol::api::{self, DocumentRecord, Entity, KnownEntity, ProfileRecord};
use server::{
    demo,
    port::Clock as _,
    testing::{SignedIn, TestCity, TestDevice},
};

async fn everything(me: &SignedIn) -> (ProfileRecord, Vec<DocumentRecord>) {
    let page = me.call::<api::PullChanges>(&()).answer().await.unwrap();
    assert!(!page.more);
    let (mut profile, mut papers) = (None, Vec::new());
    for change in page.changes {
        match change.entity {
            Entity::Known(KnownEntity::Profile(record)) => profile = Some(record),
            Entity::Known(KnownEntity::Document(record)) => papers.push(record),
            _ => {}
        }
    }
    (profile.unwrap(), papers)
}

#[tokio::test]
async fn the_demonstration_has_people_with_papers_and_seeding_again_adds_nothing() {
    let city = TestCity::start().await;
    let first = demo::seed(city.city()).await.unwrap();
    assert!(first.len() == 4 && first.iter().all(|person| person.new && person.papers >= 6));
    let me = TestDevice::new(&city).sign_in(&city, "0905123456").await;
    let (profile, papers) = everything(&me).await;
    let again = demo::seed(city.city()).await.unwrap();
    assert!(again.iter().all(|person| !person.new));
    assert_eq!(everything(&me).await, (profile.clone(), papers.clone()));

    assert!(profile.fields.values().any(|field| field.source.is_verified()));
    assert!(profile.fields.values().any(|field| !field.source.is_verified()));
    let today = local_date(city.clock().now());
    let states: Vec<Validity> = papers
        .iter()
        .map(|paper| Validity::on(paper.details.expires_on, today))
        .collect();
    assert!(states.contains(&Validity::Expired), "{states:?}");
    assert!(
        states.iter().any(|state| matches!(state, Validity::EndsSoon { .. })),
        "{states:?}"
    );
    for paper in &papers {
        assert_eq!(paper.origin, DocumentOrigin::Issued);
        assert!(paper.issuer.as_deref().unwrap().contains("mẫu"));
        let content = paper.content.as_ref().unwrap();
        let bytes = me
            .call::<api::GetContent>(&paper.id)
            .send()
            .await
            .bytes()
            .await
            .unwrap();
        assert_eq!(MediaType::sniff(&bytes), Some(content.media_type));
        if content.media_type == MediaType::Png {
            assert!(image::load_from_memory(&bytes).is_ok());
        }
    }
}

#[tokio::test]
async fn the_demonstration_has_an_office_where_minh_works() {
    let city = TestCity::start().await;
    for _ in 0..2 {
        demo::seed(city.city()).await.unwrap();
    }
    let minh = TestDevice::new(&city).sign_in(&city, "0913234567").await;
    let roles = crate::office::roles(&minh).await;
    assert!(matches!(&roles[..], [role] if role.accepted && role.role == domain::Role::Officer));
    let office = minh
        .call::<api::GetOrganisation>(&roles[0].organisation)
        .answer()
        .await
        .unwrap();
    assert_eq!((office.counters.len(), office.purposes.len()), (2, 3));
    let ngoc = TestDevice::new(&city).sign_in(&city, "0934345678").await;
    let members = ngoc
        .call::<api::ListMembers>(&office.id)
        .answer()
        .await
        .unwrap()
        .members;
    assert_eq!(members.len(), 2);
}
