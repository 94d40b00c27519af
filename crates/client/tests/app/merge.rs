//! Two devices, a city and an officer do whatever they like, in any order and with any failures.
//! In the end all agree, and no edit was lost in silence.

use std::{collections::HashMap, sync::Arc};

use client::testing::{FakeCity, Fault, TestDevice, VaultFault};
use domain::ProfileField;
use proptest::prelude::*;
use protocol::{
    app::{EditProfile, EditState, FieldInput, Handler, ResolveConflict},
    problem::ErrorCode,
};

use crate::{field, sync};

const FIELDS: [ProfileField; 2] = [ProfileField::Occupation, ProfileField::Address];

#[derive(Clone, Debug)]
enum Step {
    Edit {
        device: usize,
        field: usize,
    },
    Sync {
        device: usize,
    },
    Fail {
        device: usize,
        request: usize,
        fault: usize,
    },
    Die {
        device: usize,
        write: usize,
        after: bool,
    },
    Verify {
        field: usize,
    },
    Resolve {
        device: usize,
        field: usize,
        keep_mine: bool,
    },
}

fn step() -> impl Strategy<Value = Step> {
    let (device, field) = (0..2_usize, 0..FIELDS.len());
    prop_oneof![
        6 => (device.clone(), field.clone()).prop_map(|(device, field)| Step::Edit { device, field }),
        4 => device.clone().prop_map(|device| Step::Sync { device }),
        4 => (device.clone(), 0..5_usize, 0..4_usize)
            .prop_map(|(device, request, fault)| Step::Fail { device, request, fault }),
        2 => (device.clone(), 0..8_usize, any::<bool>())
            .prop_map(|(device, write, after)| Step::Die { device, write, after }),
        1 => field.clone().prop_map(|field| Step::Verify { field }),
        2 => (device, field, any::<bool>())
            .prop_map(|(device, field, keep_mine)| Step::Resolve { device, field, keep_mine }),
    ]
}

struct World {
    city: Arc<FakeCity>,
    devices: Vec<TestDevice>,
    /// What each device last typed in each field and has not given up.
    typed: HashMap<(usize, usize), String>,
    count: usize,
}

impl World {
    async fn new() -> Self {
        let (city, first) = crate::enrolled().await;
        let second = crate::second_device(&city).await;
        Self {
            city,
            devices: vec![first, second],
            typed: HashMap::new(),
            count: 0,
        }
    }

    async fn take(&mut self, step: Step) {
        match step {
            Step::Edit { device, field } => self.edit(device, field).await,
            Step::Sync { device } => {
                let _ = sync(&self.devices[device]).await;
            }
            Step::Fail { device, request, fault } => {
                let faults = [
                    Fault::Lost,
                    Fault::AnswerLost,
                    Fault::Portal,
                    Fault::Problem(ErrorCode::Unavailable),
                ];
                self.city.fail(request, faults[fault]);
                let _ = sync(&self.devices[device]).await;
                self.city.heal();
            }
            Step::Die { device, write, after } => {
                let fault = if after { VaultFault::After } else { VaultFault::Before };
                self.devices[device].vaults.die_at(write, fault);
                let _ = sync(&self.devices[device]).await;
                self.devices[device].reopen().await;
            }
            Step::Verify { field } => {
                self.count += 1;
                self.city.verify(FIELDS[field], &format!("Đã xác thực {}", self.count));
            }
            Step::Resolve {
                device,
                field,
                keep_mine,
            } => {
                let input = ResolveConflict {
                    field: FIELDS[field],
                    keep_mine,
                };
                let before = crate::field(&self.devices[device], FIELDS[field]).await.edit;
                self.devices[device].app.resolve_conflict(input).await.unwrap();
                if !keep_mine && !matches!(before, EditState::None | EditState::Waiting) {
                    self.typed.remove(&(device, field));
                }
            }
        }
        self.nothing_was_lost().await;
    }

    async fn edit(&mut self, device: usize, field: usize) {
        self.count += 1;
        let value = format!("Giá trị {}", self.count);
        let changes = vec![FieldInput {
            field: FIELDS[field],
            value: value.clone(),
        }];
        if self.devices[device]
            .app
            .edit_profile(EditProfile { changes })
            .await
            .is_ok()
        {
            self.typed.insert((device, field), value);
        }
    }

    /// What was typed last is on the screen, or was at the city, or the screen says what became
    /// of it.
    async fn nothing_was_lost(&self) {
        for ((device, index), value) in &self.typed {
            let view = field(&self.devices[*device], FIELDS[*index]).await;
            let told = view.edit == EditState::Refused;
            let arrived = self.city.once_had(FIELDS[*index], value);
            assert!(view.value == *value || told || arrived, "{value} vanished: {view:?}");
            assert!(
                view.edit != EditState::None || view.value == *value || arrived,
                "{value}: {view:?}"
            );
        }
    }

    async fn settle(&self) {
        for _ in 0..3 {
            for device in &self.devices {
                sync(device).await.unwrap();
                for field in FIELDS {
                    device
                        .app
                        .resolve_conflict(ResolveConflict {
                            field,
                            keep_mine: false,
                        })
                        .await
                        .unwrap();
                }
            }
        }
        for wanted in FIELDS {
            for device in &self.devices {
                let view = field(device, wanted).await;
                assert_eq!(view.edit, EditState::None);
                assert_eq!(Some(view.value), self.city.field(wanted).or(Some(String::new())));
            }
        }
        let revision = self.city.revision();
        for device in &self.devices {
            assert_eq!(sync(device).await.unwrap(), protocol::app::SyncReport::default());
        }
        assert_eq!(self.city.revision(), revision, "all is quiet");
    }
}

/// A few dozen stories each time; `PROPTEST_CASES` asks for more.
fn config() -> ProptestConfig {
    let wanted = std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok());
    ProptestConfig {
        cases: wanted.unwrap_or(64),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn all_agree_in_the_end(steps in prop::collection::vec(step(), 1..30)) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let mut world = World::new().await;
            for step in steps {
                world.take(step).await;
            }
            world.settle().await;
        });
    }
}
