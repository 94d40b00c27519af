//! The program serving, as an operator runs it: what it says, what it logs, how it stops.

use std::{
    io::{BufRead as _, BufReader, Read as _},
    process::{Child, Command, Stdio},
};

use domain::{DocumentId, DocumentKind};
use protocol::api::{self, Action, DocumentDetails, Operation, OperationBatch, OperationOutcome, Revision};
use server::testing::{TestDevice, enrolment_form};

use crate::{NAME, NUMBER, PHONE, fresh_id};

/// A served city that ends with the test.
pub(crate) struct Served {
    child: Child,
    pub(crate) url: String,
    admin: String,
}

impl Served {
    fn start(data: &std::path::Path) -> Self {
        Self::start_logging(data, "debug")
    }

    fn start_logging(data: &std::path::Path, level: &str) -> Self {
        Self::start_with(data, level, &[])
    }

    /// With settings as in the environment, without `CONGDANSO_`.
    pub(crate) fn start_with(data: &std::path::Path, level: &str, settings: &[(&str, &str)]) -> Self {
        let settings = settings
            .iter()
            .map(|(name, value)| (format!("CONGDANSO_{name}"), value));
        let mut child = Command::new(env!("CARGO_BIN_EXE_congdanso-server"))
            .args(["serve", "--demo"])
            .env_clear()
            .env("CONGDANSO_DATA", data)
            .env("CONGDANSO_LISTEN", "127.0.0.1:0")
            .env("CONGDANSO_ADMIN_LISTEN", "127.0.0.1:0")
            .env("CONGDANSO_LOG", level)
            .envs(settings)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap())
            .read_line(&mut line)
            .unwrap();
        let urls: Vec<&str> = line
            .split([' ', ')'])
            .filter(|word| word.starts_with("http://") || word.starts_with("https://"))
            .map(|word| word.trim_end_matches('.'))
            .collect();
        let [url, admin] = urls[..] else {
            panic!("no addresses in {line:?}")
        };
        Self {
            url: url.to_owned(),
            admin: admin.to_owned(),
            child,
        }
    }

    /// Sends it a signal, as a service manager does.
    pub(crate) fn signal(&self, signal: &str) {
        let told = Command::new("kill")
            .args([signal, &self.child.id().to_string()])
            .status()
            .unwrap();
        assert!(told.success());
    }

    /// Stops it in order; gives its log.
    pub(crate) fn stop(mut self) -> String {
        self.signal("-TERM");
        let mut log = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        assert!(self.child.wait().unwrap().success(), "{log}");
        log
    }

    /// Ends it as a power cut does.
    fn cut(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// The text of the newest message.
    async fn last_text(&self, device: &TestDevice) -> String {
        let outbox = device
            .http()
            .get(format!("{}/demo/outbox", self.url))
            .header("accept", "application/json");
        let outbox: serde_json::Value = outbox.send().await.unwrap().json().await.unwrap();
        outbox["messages"][0]["text"].as_str().unwrap().to_owned()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

#[tokio::test]
async fn it_serves_stops_in_order_and_logs_nothing_personal() {
    let folder = tempfile::tempdir().unwrap();
    let served = Served::start(&folder.path().join("city"));
    let device = TestDevice::at(&served.url);
    let ticket = device
        .start_enrolment(&enrolment_form(NUMBER, NAME, PHONE))
        .await
        .unwrap();
    let text = served.last_text(&device).await;
    let password: String = text.chars().filter(char::is_ascii_digit).take(6).collect();
    let _ = device.open_session(ticket.challenge, "000000").await;
    let grant = device.open_session(ticket.challenge, &password).await.unwrap();
    let next = device.refresh(&grant, fresh_id()).await.unwrap();
    let cookies = format!(
        "congdanso-access={}; congdanso-refresh={}",
        next.access_token, next.refresh_token
    );
    let told = device
        .call::<api::ResumeSession>(&())
        .header(api::PAGE_HEADER, api::NO_SESSION)
        .header("cookie", &cookies);
    assert_eq!(told.answer().await.unwrap().session, next.session);
    device.refresh(&grant, fresh_id()).await.unwrap_err();
    let _ = device
        .call::<api::ListSessions>(&())
        .bearer(&next.access_token)
        .answer()
        .await;
    let _ = device
        .http()
        .get(format!("{}/v1/changes?after=0905123456", served.url))
        .send()
        .await;
    let metrics = device
        .http()
        .get(format!("{}/metrics", served.admin))
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(
        metrics.contains(r#"endpoint="StartEnrolment",status="200""#),
        "{metrics}"
    );
    let log = served.stop();
    for line in log.lines() {
        let entry: serde_json::Value = serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}"));
        assert!(entry["level"].is_string() && entry["timestamp"].is_string(), "{line}");
    }
    assert!(
        log.contains("\"endpoint\":\"OpenSession\"") && log.contains("\"stopped\""),
        "{log}"
    );
    let secrets = [
        NUMBER,
        NAME,
        PHONE,
        "+84905123456",
        "905123456",
        "24 Bạch",
        "1990-05-12",
        &password,
        &text,
        "ma OTP",
        &grant.access_token,
        &grant.refresh_token,
        &next.access_token,
        &next.refresh_token,
        "Điện thoại thử",
    ];
    for secret in secrets {
        assert!(!log.contains(secret), "the log holds {secret}: {log}");
        assert!(!metrics.contains(secret), "the metrics hold {secret}");
    }
}

/// What the program says when it does not start.
pub(crate) fn refusal_to_serve(settings: &[(&str, &str)]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let settings = settings
        .iter()
        .map(|(name, value)| (format!("CONGDANSO_{name}"), value));
    let output = Command::new(env!("CARGO_BIN_EXE_congdanso-server"))
        .arg("serve")
        .env_clear()
        .env("CONGDANSO_DATA", folder.path().join("city"))
        .env("CONGDANSO_LISTEN", "127.0.0.1:0")
        .env("CONGDANSO_ADMIN_LISTEN", "127.0.0.1:0")
        .envs(settings)
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success(), "{errors}");
    errors
}

#[test]
fn an_address_that_is_taken_is_named() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let errors = refusal_to_serve(&[("LISTEN", &taken.local_addr().unwrap().to_string())]);
    assert!(errors.contains("listen: can't listen on"), "{errors}");
}

fn batches() -> Vec<OperationBatch> {
    let add = |number: usize| Operation {
        id: fresh_id(),
        base: Revision(0),
        action: Action::AddDocument {
            document: DocumentId(uuid::Uuid::now_v7()),
            details: DocumentDetails {
                kind: DocumentKind::Other,
                title: format!("Giấy {number}").parse().unwrap(),
                number: None,
                issued_on: None,
                expires_on: None,
            },
        },
    };
    let batch = |first: usize| OperationBatch {
        operations: (first..first + 10).map(add).collect(),
    };
    (0..300).step_by(10).map(batch).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_power_cut_loses_nothing_acknowledged_and_doubles_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("city");
    let served = Served::start_logging(&data, "error");
    let device = TestDevice::at(&served.url);
    let ticket = device
        .start_enrolment(&enrolment_form(NUMBER, NAME, PHONE))
        .await
        .unwrap();
    let text = served.last_text(&device).await;
    let password: String = text.chars().filter(char::is_ascii_digit).take(6).collect();
    let token = device
        .open_session(ticket.challenge, &password)
        .await
        .unwrap()
        .access_token;
    let batches = batches();
    let (tell, mut told) = tokio::sync::watch::channel(0);
    let pushing = async {
        let mut acknowledged: Vec<OperationOutcome> = Vec::new();
        for (count, batch) in batches.iter().enumerate() {
            let call = device.call::<api::PushOperations>(&()).bearer(&token).json(batch);
            let Ok(response) = call.try_send().await else { break };
            let Ok(answer) = response.json::<api::OperationOutcomes>().await else {
                break;
            };
            acknowledged.extend(answer.outcomes);
            let _ = tell.send(count + 1);
        }
        acknowledged
    };
    let cutting = async {
        told.wait_for(|batches| *batches >= 4).await.unwrap();
        // Into the middle of a batch.
        tokio::time::sleep(std::time::Duration::from_millis(7)).await;
        served.cut();
    };
    let (acknowledged, ()) = tokio::join!(pushing, cutting);
    assert!((40..300).contains(&acknowledged.len()), "{}", acknowledged.len());

    let served = Served::start_logging(&data, "error");
    let device = TestDevice::at(&served.url);
    let mut again: Vec<OperationOutcome> = Vec::new();
    for batch in &batches {
        let call = device.call::<api::PushOperations>(&()).bearer(&token).json(batch);
        again.extend(call.answer().await.unwrap().outcomes);
    }
    assert_eq!(again[..acknowledged.len()], acknowledged, "the outcomes are the same");
    let query = api::ChangesQuery {
        after: Revision(0),
        limit: Some(500),
    };
    let call = device.call::<api::PullChanges>(&()).bearer(&token).query(&query);
    let changes = call.answer().await.unwrap().changes;
    let papers = changes
        .iter()
        .filter(|change| matches!(change.entity, api::Entity::Known(api::KnownEntity::Document(_))));
    assert_eq!(papers.count(), 300);
    let applied = |outcome: &OperationOutcome| matches!(outcome.result, api::OperationResult::Applied { .. });
    assert!(again.iter().all(applied), "each was applied, once");
}
