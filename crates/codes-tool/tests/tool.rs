//! The tool as people and scripts use it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use std::{
    io::Write as _,
    path::Path,
    process::{Command, Output, Stdio},
};

use codes::{
    revocation::{RevocationList, list_uri},
    trust::CitySigner,
};
use darkroom::samples;
use jiff::Timestamp;
use protocol::{
    Blob,
    api::{CityKey, TrustBundle},
};
use serde_json::Value;

const ISSUER: &str = "danang.gov.vn";
const CARD: &str = "048190000001|201234567|Nguyễn Thị Ánh Hoa|01051990|Nữ|12 Bạch Đằng, Hải Châu, Đà Nẵng|15062021";
const NOW: &str = "2026-03-02T01:10:20Z";

fn tool(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_congdanso-codes"))
        .args(arguments)
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn objects(output: &Output) -> Vec<Value> {
    said(output)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn city() -> CitySigner {
    CitySigner::from_seed(&[7; 32], ISSUER)
}

/// A code of the darkroom's; live and printed card have the same place in the list.
fn sample(name: &str) -> String {
    let samples = samples();
    samples.iter().find(|sample| sample.name == name).unwrap().text.clone()
}

fn live() -> String {
    sample("live")
}

fn printed_card() -> String {
    sample("card")
}

/// The lists of a city that has taken back some places.
fn lists(folder: &Path, revoked: &[u32]) {
    let bundle = TrustBundle {
        issuer: ISSUER.to_owned(),
        keys: vec![CityKey {
            id: Blob(city().id().to_vec()),
            public_key: Blob(city().public_key().to_vec()),
            not_before: at("2026-01-01T00:00:00Z"),
            not_after: at("2027-01-01T00:00:00Z"),
            revoked: false,
        }],
        as_of: at("2026-03-02T01:00:00Z"),
    };
    let mut list = RevocationList::new(8192);
    revoked.iter().for_each(|place| list.revoke(*place));
    let token = list.sign(
        &city(),
        &list_uri(ISSUER),
        at("2026-03-02T01:05:00Z"),
        at("2026-03-09T01:05:00Z"),
    );
    std::fs::write(folder.join("trust.json"), serde_json::to_vec(&bundle).unwrap()).unwrap();
    std::fs::write(folder.join("revocations.cwt"), token).unwrap();
}

#[test]
fn what_is_made_is_found_again() {
    let folder = tempfile::tempdir().unwrap();
    let (code, empty) = (folder.path().join("code.png"), folder.path().join("empty.png"));
    let (code, empty) = (code.to_str().unwrap(), empty.to_str().unwrap());
    assert!(tool(&["make", "--out", code, CARD]).status.success());
    image::GrayImage::from_pixel(64, 64, image::Luma([200]))
        .save(empty)
        .unwrap();

    let found = tool(&["scan", "--json", code, empty]);
    assert!(found.status.success(), "{found:?}");
    let [card, none] = objects(&found).try_into().unwrap();
    assert_eq!(card["file"], code);
    assert_eq!(card["kind"], "chip_card");
    assert_eq!(card["text"], CARD);
    assert_eq!(card["engine"], "rxing");
    assert!(card["micros"].is_u64());
    assert_eq!((&none["kind"], &none["text"]), (&Value::from("none"), &Value::Null));
    assert!(said(&tool(&["scan", code])).contains(CARD));
}

#[test]
fn a_file_that_is_no_picture_is_said_and_the_others_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let (code, broken) = (folder.path().join("code.png"), folder.path().join("broken.png"));
    tool(&["make", "--out", code.to_str().unwrap(), "x"]);
    std::fs::write(&broken, "not a picture").unwrap();
    let found = tool(&[
        "scan",
        "--json",
        broken.to_str().unwrap(),
        "/nowhere.png",
        code.to_str().unwrap(),
    ]);
    assert_eq!(found.status.code(), Some(2));
    assert_eq!(objects(&found).len(), 1);
    let complaint = String::from_utf8(found.stderr).unwrap();
    assert!(
        complaint.contains("broken.png") && complaint.contains("/nowhere.png"),
        "{complaint}"
    );
}

#[test]
fn a_drawing_at_the_terminal_and_as_svg() {
    let drawn = said(&tool(&["make", "x"]));
    assert!(drawn.lines().count() == 15 && drawn.contains('█'), "{drawn}");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("code.svg");
    assert!(tool(&["make", "--out", file.to_str().unwrap(), "x"]).status.success());
    assert!(std::fs::read_to_string(&file).unwrap().starts_with("<svg"));
    assert_eq!(tool(&["make", "--out", "code.gif", "x"]).status.code(), Some(2));
}

#[test]
fn offline_verdicts_and_what_they_rest_on() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().to_str().unwrap();
    let verify = |now: &str, code: &str| {
        let output = tool(&["verify", "--offline", "--json", "--lists", place, "--at", now, code]);
        let [verdict] = objects(&output).try_into().unwrap();
        (output.status.code().unwrap(), verdict)
    };
    lists(folder.path(), &[]);
    let (status, verdict) = verify(NOW, &live());
    assert_eq!((status, &verdict["verdict"]), (0, &Value::from("valid")));
    assert_eq!(verdict["holder"], "N. T. Á. Hoa");
    assert_eq!(verdict["list_as_of"], "2026-03-02T01:05:00Z");
    for (now, code, wanted) in [
        ("2026-03-02T01:13:00Z", live(), "expired"),
        ("2026-03-02T01:05:00Z", live(), "not_yet"),
        (NOW, live().replacen("CDS1:", "CDS1:0", 1), "forged"),
        (NOW, printed_card().replace("1990", "1991"), "forged"),
    ] {
        let (status, verdict) = verify(now, &code);
        assert_eq!((status, &verdict["verdict"]), (1, &Value::from(wanted)));
        assert!(verdict["holder"].is_null() || wanted == "expired" || wanted == "not_yet");
    }
    assert_eq!(verify(NOW, &printed_card()).0, 0);

    lists(folder.path(), &[4711]);
    for code in [live(), printed_card()] {
        let (status, verdict) = verify(NOW, &code);
        assert_eq!((status, &verdict["verdict"]), (1, &Value::from("revoked")));
    }
}

#[test]
fn without_a_revocation_list_good_codes_are_not_called_good() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().to_str().unwrap();
    lists(folder.path(), &[]);
    let list = folder.path().join("revocations.cwt");
    let status = |code: &str| {
        let verdict = tool(&["verify", "--offline", "--lists", place, "--at", NOW, code]);
        (verdict.status.code(), String::from_utf8(verdict.stderr).unwrap())
    };
    std::fs::write(&list, "damaged").unwrap();
    let (damaged, complaint) = status(&live());
    assert!(damaged == Some(2) && complaint.contains("fetch it anew"), "{complaint}");
    std::fs::remove_file(&list).unwrap();
    for code in [live(), printed_card()] {
        assert_eq!(status(&code), (Some(2), String::new()));
    }
}

#[test]
fn without_lists_nothing_is_claimed() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().to_str().unwrap();
    let verdict = tool(&["verify", "--offline", "--lists", place, &live()]);
    assert_eq!(verdict.status.code(), Some(2));
    assert!(
        String::from_utf8(verdict.stderr)
            .unwrap()
            .contains("fetch them with --city")
    );
    lists(folder.path(), &[]);
    assert_eq!(
        tool(&["verify", "--offline", "--lists", place, CARD]).status.code(),
        Some(2)
    );
}

#[test]
fn a_code_is_explained_field_by_field() {
    let explained = tool(&["inspect", "--json", &live()]);
    let [live] = objects(&explained).try_into().unwrap();
    let value = |name: &str| {
        let fields = live["fields"].as_array().unwrap();
        fields
            .iter()
            .find(|field| field["name"] == name)
            .map(|field| field["value"].clone())
    };
    assert_eq!(live["kind"], "live");
    assert_eq!(value("holder"), Some("N. T. Á. Hoa".into()));
    assert_eq!(value("place in the list"), Some("4711".into()));
    assert_eq!(value("shown at"), Some("2026-03-02T01:10:00Z".into()));

    for (code, words) in [
        (CARD, "proves nothing"),
        (printed_card().as_str(), "0000 4711"),
        ("https://danang.gov.vn@xn--dnng-8na2o.example", "no host"),
        (
            "00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA53037045802VN63049E6F",
            "Sacombank",
        ),
        ("CDS1:damaged", "damaged"),
    ] {
        let said = said(&tool(&["inspect", code]));
        assert!(said.contains(words), "{said}");
    }
}

#[test]
fn a_code_from_the_standard_input_does_not_steer_the_terminal() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_congdanso-codes"))
        .args(["inspect", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(b"red \x1b[31m and \xe2\x80\xae back\r\n")
        .unwrap();
    let said = said(&child.wait_with_output().unwrap());
    assert!(
        said.contains("red") && !said.contains('\x1b') && !said.contains('\u{202e}'),
        "{said:?}"
    );
}
