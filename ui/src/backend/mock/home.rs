//! The first screen, from everything else.

use domain::Validity;
use protocol::{
    api::{ErrandSide, ErrandState, RequestState},
    app::{EditState, HomeView, Task},
};

use super::{MockHost, person, scenario::Scenario};

impl MockHost {
    pub(super) fn home(&self) -> HomeView {
        let sync = self.scenario.sync();
        self.with(|inner| {
            let mut tasks: Vec<Task> = Vec::new();
            if self.scenario == Scenario::Session {
                tasks.push(Task::SignIn);
            }
            for request in &inner.requests {
                if request.state == RequestState::Waiting {
                    tasks.push(Task::Request {
                        request: request.id,
                        organisation: request.asker.organisation_name.as_str().to_owned(),
                        title: request.asked.title.as_str().to_owned(),
                        expires_at: request.expires_at,
                    });
                }
            }
            for record in &inner.errands {
                if record.side == ErrandSide::Bearer && record.state == ErrandState::Open {
                    tasks.push(Task::Errand {
                        errand: record.id,
                        title: record.title.as_str().to_owned(),
                        organisation: record.organisation.name.as_str().to_owned(),
                        day: record.day,
                    });
                }
            }
            for role in inner.desk.invitations() {
                tasks.push(Task::Invitation {
                    member: role.member,
                    organisation: role.organisation_name.as_str().to_owned(),
                    role: role.role,
                });
            }
            for field in &inner.profile.fields {
                match field.edit {
                    EditState::Conflict { .. } => tasks.push(Task::Conflict { field: field.field }),
                    EditState::Refused => tasks.push(Task::Refused {
                        document: None,
                        field: Some(field.field),
                    }),
                    EditState::None | EditState::Waiting => {}
                }
            }
            for paper in &inner.papers {
                let card = &paper.card;
                let (Validity::EndsSoon { .. } | Validity::Expired, Some(expires_on)) =
                    (card.validity, card.expires_on)
                else {
                    continue;
                };
                tasks.push(Task::Expiring {
                    document: card.id,
                    title: card.title.clone(),
                    expires_on,
                    validity: card.validity,
                });
            }
            if sync.waiting > 0 {
                tasks.push(Task::Waiting { changes: sync.waiting });
            }
            HomeView {
                given_name: person::name(self.scenario).1.into(),
                tasks,
                recent: inner.papers.iter().take(6).map(|paper| paper.card.clone()).collect(),
                documents: u32::try_from(inner.papers.len()).unwrap_or(u32::MAX),
                sync,
            }
        })
    }
}
