//! The pages that browsers are given.
#![allow(clippy::expect_used)]

use protocol::{api, problem::ErrorCode};
use reqwest::{Method, Response};
use server::testing::{CityOptions, TestCity, TestDevice};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::running::refusal_to_serve;

const STYLE: &str = "/assets/app-1a2b3c4d.css";
const SCRIPT: &str = "/assets/ui-1a2b3c4d/congdanso_ui.js";
const MODULE: &str = "/assets/ui-1a2b3c4d/congdanso_ui_bg.wasm";
const FONT: &str = "/assets/fonts/be-vietnam-pro-1a2b3c4d.woff2";

/// A folder as the build lays it out. What the compressed files hold only tells them apart.
fn laid_out() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let long = "/* a style */\n".repeat(200);
    let files = [
        ("/index.html", "<!doctype html><title>Công dân số</title>"),
        ("/unsupported.html", "<!doctype html><title>Trình duyệt</title>"),
        (STYLE, &long),
        (&format!("{STYLE}.br"), "brotli"),
        (&format!("{STYLE}.gz"), "gzip"),
        (SCRIPT, "export {};"),
        (MODULE, "\0asm"),
        (&format!("{MODULE}.br"), "brotli"),
        (FONT, "wOF2"),
        ("/.env", "secret"),
        ("/assets/.hidden", "secret"),
    ];
    for (path, content) in files {
        let path = folder.path().join(path.trim_start_matches('/'));
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, content).expect("a file");
    }
    folder
}

async fn city(folder: &TempDir) -> TestCity {
    TestCity::start_with(CityOptions::default().with("PAGES", &folder.path().display().to_string())).await
}

async fn get(city: &TestCity, path: &str, headers: &[(&str, &str)]) -> Response {
    let http = TestDevice::new(city).http().clone();
    let mut request = http.get(format!("{}{path}", city.url()));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send().await.expect("an answer")
}

fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response
        .headers()
        .get(name)
        .map_or("", |value| value.to_str().expect("text"))
}

#[tokio::test]
async fn a_page_is_asked_for_anew_and_its_files_are_kept_for_good() {
    let folder = laid_out();
    let city = city(&folder).await;
    for (path, kind, kept) in [
        ("/", "text/html", false),
        ("/index.html", "text/html", false),
        ("/unsupported.html", "text/html", false),
        (STYLE, "text/css", true),
        (SCRIPT, "text/javascript", true),
        (MODULE, "application/wasm", true),
        (FONT, "font/woff2", true),
    ] {
        let response = get(&city, path, &[]).await;
        assert_eq!(response.status(), 200, "{path}");
        assert_eq!(header(&response, "content-type"), kind, "{path}");
        let caching = if kept {
            "public, max-age=31536000, immutable"
        } else {
            "no-cache"
        };
        assert_eq!(header(&response, "cache-control"), caching, "{path}");
        let tag = header(&response, "etag").to_owned();
        assert!(!tag.is_empty(), "{path}");
        let again = get(&city, path, &[("if-none-match", &tag)]).await;
        assert_eq!(again.status(), 304, "{path}");
        assert_eq!(header(&again, "cache-control"), caching, "{path}");
        let http = TestDevice::new(&city).http().clone();
        let head = http.head(format!("{}{path}", city.url())).send().await.unwrap();
        assert_eq!(head.status(), 200, "{path}");
        assert_eq!(
            head.headers()["content-length"],
            response.headers()["content-length"],
            "{path}"
        );
    }
    let page = get(&city, "/", &[]).await.text().await.unwrap();
    assert!(page.contains("Công dân số"));
}

#[tokio::test]
async fn pages_carry_the_headers_that_protect() {
    let folder = laid_out();
    let city = city(&folder).await;
    for path in ["/", STYLE, MODULE] {
        let response = get(&city, path, &[]).await;
        let policy = header(&response, "content-security-policy");
        let parts: Vec<&str> = policy.split("; ").collect();
        for part in [
            "default-src 'none'",
            "script-src 'self' 'wasm-unsafe-eval'",
            "style-src 'self'",
            "connect-src 'self'",
            "worker-src 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action 'none'",
        ] {
            assert!(parts.contains(&part), "{path}: {policy}");
        }
        assert!(
            !policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"),
            "{policy}"
        );
        assert_eq!(header(&response, "cross-origin-opener-policy"), "same-origin");
        assert_eq!(header(&response, "cross-origin-resource-policy"), "same-origin");
        assert_eq!(header(&response, "referrer-policy"), "no-referrer");
        assert_eq!(header(&response, "x-content-type-options"), "nosniff");
        let permissions = header(&response, "permissions-policy");
        for part in [
            "camera=(self)",
            "geolocation=()",
            "microphone=()",
            "payment=()",
            "usb=()",
        ] {
            assert!(permissions.contains(part), "{permissions}");
        }
        assert!(response.headers().get_all("content-security-policy").iter().count() == 1);
    }
}

#[tokio::test]
async fn what_was_compressed_at_build_time_is_served_as_it_is() {
    let folder = laid_out();
    let city = city(&folder).await;
    for (path, accepted, encoding, body) in [
        (STYLE, "br, gzip", "br", "brotli"),
        (STYLE, "gzip", "gzip", "gzip"),
        (MODULE, "gzip, br", "br", "brotli"),
        (MODULE, "gzip", "", "\0asm"),
    ] {
        let response = get(&city, path, &[("accept-encoding", accepted)]).await;
        assert_eq!(header(&response, "content-encoding"), encoding, "{path} {accepted}");
        assert_eq!(header(&response, "vary"), "accept-encoding", "{path} {accepted}");
        let kind = if path == STYLE { "text/css" } else { "application/wasm" };
        assert_eq!(header(&response, "content-type"), kind);
        assert_eq!(response.text().await.unwrap(), body, "{path} {accepted}");
    }
    let plain = get(&city, STYLE, &[]).await;
    assert!(plain.text().await.unwrap().starts_with("/* a style */"));
}

#[tokio::test]
async fn what_is_no_page_is_a_problem() {
    let folder = laid_out();
    let city = city(&folder).await;
    for path in [
        "/nothing",
        "/.env",
        "/%2eenv",
        "/assets",
        "/assets/",
        "/assets/ui-1a2b3c4d",
        "/assets/ui-1a2b3c4d/",
        "/assets/.hidden",
        "/assets/..%2findex.html",
        "/assets/%00",
        "/v1",
        "/v1/nowhere",
        "/metrics",
    ] {
        let response = get(&city, path, &[]).await;
        assert_eq!(response.status(), 404, "{path}");
        assert_eq!(header(&response, "content-type"), "application/problem+json", "{path}");
        assert_eq!(header(&response, "cache-control"), "no-store", "{path}");
        let problem: protocol::problem::Problem = response.json().await.unwrap();
        assert_eq!(problem.code, ErrorCode::NotFound, "{path}");
    }
    let http = TestDevice::new(&city).http().clone();
    for (method, path) in [
        (Method::POST, "/"),
        (Method::PUT, STYLE),
        (Method::DELETE, "/index.html"),
    ] {
        let response = http.request(method, format!("{}{path}", city.url())).send().await;
        assert_eq!(response.unwrap().status(), 405, "{path}");
    }
    // The API is where it was.
    TestDevice::new(&city).call::<api::GetCity>(&()).answer().await.unwrap();
    assert_eq!(get(&city, "/health/live", &[]).await.status(), 200);
}

/// The status of a path that no HTTP client would send as it is.
async fn raw_status(city: &TestCity, path: &str) -> String {
    let host = city.url().replace("http://", "");
    let mut stream = tokio::net::TcpStream::connect(&host).await.expect("a connection");
    let request = format!("GET {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.expect("a connection");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.expect("an answer");
    let answer = String::from_utf8_lossy(&answer);
    answer.split(' ').nth(1).expect("a status").to_owned()
}

#[tokio::test]
async fn nothing_climbs_out_of_the_folder() {
    let folder = laid_out();
    let inner = folder.path().join("pages");
    std::fs::create_dir(&inner).unwrap();
    std::fs::write(inner.join("index.html"), "x").unwrap();
    let options = CityOptions::default().with("PAGES", &inner.display().to_string());
    let city = TestCity::start_with(options).await;
    assert_eq!(raw_status(&city, "/index.html").await, "200");
    for path in [
        "/../unsupported.html",
        "/assets/../../unsupported.html",
        "/assets/../index.html",
        "/assets/%2e%2e/%2e%2e/unsupported.html",
        "/..%2funsupported.html",
        "/%2e%2e%2funsupported.html",
        "/..\\unsupported.html",
        "//unsupported.html",
    ] {
        let status = raw_status(&city, path).await;
        assert!(status == "404" || status == "400", "{path}: {status}");
    }
}

#[tokio::test]
async fn without_a_folder_there_is_no_portal() {
    let city = TestCity::start().await;
    for path in ["/", "/index.html", STYLE] {
        assert_eq!(get(&city, path, &[]).await.status(), 404, "{path}");
    }
}

#[test]
fn a_folder_without_a_page_is_named() {
    let folder = tempfile::tempdir().unwrap();
    for place in [folder.path().to_owned(), folder.path().join("nowhere")] {
        let errors = refusal_to_serve(&[("PAGES", &place.display().to_string())]);
        assert!(errors.contains("pages (environment CONGDANSO_PAGES)"), "{errors}");
        assert!(errors.contains("index.html"), "{errors}");
    }
}

#[tokio::test]
async fn a_page_with_all_its_files_comes_at_once() {
    let folder = laid_out();
    let options = CityOptions::default()
        .with("PAGES", &folder.path().display().to_string())
        .with("HTTP_RATE_PER_SECOND", "1")
        .with("HTTP_RATE_BURST", "2");
    let city = TestCity::start_with(options).await;
    for _ in 0..20 {
        assert_eq!(get(&city, STYLE, &[]).await.status(), 200);
    }
    let device = TestDevice::new(&city);
    for _ in 0..2 {
        device.call::<api::GetCity>(&()).answer().await.unwrap();
    }
    assert_eq!(device.call::<api::GetCity>(&()).send().await.status(), 429);
    let more = futures::future::join_all((0..60).map(|_| get(&city, STYLE, &[]))).await;
    assert!(
        more.iter().any(|response| response.status() == 429),
        "files have a cap too"
    );
}

#[tokio::test]
async fn files_are_counted_as_pages_and_never_by_path() {
    let folder = laid_out();
    let city = city(&folder).await;
    get(&city, STYLE, &[]).await;
    get(&city, "/nothing-of-0905123456", &[]).await;
    let text = city.city().metrics.render();
    for line in [
        r#"congdanso_requests_total{endpoint="pages",status="200"} 1"#,
        r#"congdanso_requests_total{endpoint="pages",status="404"} 1"#,
    ] {
        assert!(text.contains(line), "{text}");
    }
    assert!(!text.contains("app-1a2b3c4d") && !text.contains("0905123456"), "{text}");
}
