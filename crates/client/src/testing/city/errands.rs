//! The fake city's errand passes.

use codes::{errand, trust::verify_signature};
use domain::{CitizenId, DeviceId, ErrandId, OrganisationId, OrganisationKind, PersonalNumber, ProfileField};
use protocol::{
    api::{
        ErrandOrder, ErrandRecord, ErrandSide, ErrandState, KnownEntity, OrganisationCard, OrganisationList,
        SignInIdentifier, errand_proof,
    },
    problem::{ErrorCode, Problem},
};
use uuid::Uuid;

use super::{Answer, FakeCity, ISSUER, Inner, json, nothing};

pub(super) struct Errand {
    giver: CitizenId,
    bearer: PersonalNumber,
    /// As its giver sees it.
    record: ErrandRecord,
}

impl FakeCity {
    /// How many passes were ever given.
    pub fn errands(&self) -> usize {
        self.inner.with(|city| city.errands.len())
    }

    /// Whoever bears them declines every pass.
    pub fn decline_errands(&self) {
        self.inner.with(|city| {
            let ids: Vec<ErrandId> = city.errands.iter().map(|errand| errand.record.id).collect();
            ids.into_iter().for_each(|id| city.end(id, ErrandSide::Bearer));
        });
    }
}

impl Inner {
    pub(super) fn organisations(&self) -> OrganisationList {
        OrganisationList {
            organisations: vec![OrganisationCard {
                id: OrganisationId(Uuid::from_u128(17)),
                kind: OrganisationKind::PublicOffice,
                name: "UBND phường Hải Châu".parse().unwrap(),
            }],
        }
    }

    pub(super) fn give_errand(
        &mut self,
        citizen: CitizenId,
        device: DeviceId,
        id: ErrandId,
        order: ErrandOrder,
    ) -> Answer {
        if let Some(known) = self.errands.iter().find(|errand| errand.record.id == id) {
            return json(&known.record);
        }
        let organisations = self.organisations().organisations;
        let organisation = organisations.into_iter().find(|known| known.id == order.organisation);
        let organisation = organisation.ok_or_else(|| Problem::new(ErrorCode::InvalidField))?;
        if !verify_signature(&self.device_key(device), &errand_proof(id, &order), &order.proof.0) {
            return Err(Problem::new(ErrorCode::ProofInvalid));
        }
        let given_at = self.now;
        let giver = self.account(citizen).profile.text(ProfileField::FullName);
        let record = ErrandRecord {
            id,
            side: ErrandSide::Giver,
            organisation,
            giver: giver.unwrap().parse().unwrap(),
            bearer: order.bearer_name,
            title: order.title,
            dossier: order.dossier,
            day: order.day,
            given_at,
            code: None,
            state: ErrandState::Open,
        };
        self.errands.push(Errand {
            giver: citizen,
            bearer: order.bearer,
            record: record.clone(),
        });
        self.tell_of_errand(id);
        json(&record)
    }

    pub(super) fn end_errand(&mut self, citizen: CitizenId, id: ErrandId) -> Answer {
        let known = self.errands.iter().find(|errand| errand.record.id == id);
        let known = known.ok_or_else(|| Problem::new(ErrorCode::NotFound))?;
        let by = if known.giver == citizen {
            ErrandSide::Giver
        } else {
            ErrandSide::Bearer
        };
        self.end(id, by);
        nothing()
    }

    fn end(&mut self, id: ErrandId, by: ErrandSide) {
        let at = self.now;
        let errand = self.errands.iter_mut().find(|errand| errand.record.id == id).unwrap();
        if errand.record.state == ErrandState::Open {
            errand.record.state = ErrandState::Ended { at, by };
            self.tell_of_errand(id);
        }
    }

    fn tell_of_errand(&mut self, id: ErrandId) {
        let errand = self.errands.iter().find(|errand| errand.record.id == id).unwrap();
        let (giver, record) = (errand.giver, errand.record.clone());
        let bearer = self.find(&SignInIdentifier::PersonalNumber(errand.bearer.clone()));
        let change = |record: ErrandRecord| KnownEntity::Errand(Box::new(record));
        if let Some(bearer) = bearer {
            let borne = ErrandRecord {
                side: ErrandSide::Bearer,
                code: (record.state == ErrandState::Open).then(|| self.errand_code(bearer, &record)),
                ..record.clone()
            };
            self.account(bearer).change(id.to_string(), |_| change(borne));
        }
        self.account(giver).change(id.to_string(), |_| change(record));
    }

    fn errand_code(&mut self, bearer: CitizenId, record: &ErrandRecord) -> String {
        let pass = errand::Errand {
            issuer: ISSUER.to_owned(),
            errand: record.id,
            organisation: record.organisation.id,
            organisation_name: record.organisation.name.clone(),
            giver: record.giver.clone(),
            bearer: self.account(bearer).code.qid.clone(),
            bearer_name: record.bearer.clone(),
            title: record.title.clone(),
            dossier: record.dossier.clone(),
            day: record.day,
            made_at: record.given_at,
        };
        pass.sign(&self.signer)
    }
}
