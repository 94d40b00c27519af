//! TLS without a proxy, on the program as an operator runs it.
#![allow(clippy::expect_used)]

use std::{path::Path, sync::Arc, time::Duration};

use protocol::api;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};
use tokio_rustls::{
    TlsConnector,
    client::TlsStream,
    rustls::{
        ClientConfig, RootCertStore,
        crypto::aws_lc_rs,
        pki_types::{CertificateDer, ServerName, pem::PemObject as _},
    },
};

use crate::running::{Served, refusal_to_serve};

/// A certificate for 127.0.0.1 that its own key signed.
struct SelfSigned {
    certificate: String,
    key: String,
}

impl SelfSigned {
    fn new() -> Self {
        let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).expect("a certificate");
        Self {
            certificate: made.cert.pem(),
            key: made.signing_key.serialize_pem(),
        }
    }

    fn write(&self, folder: &Path) {
        std::fs::write(folder.join("city.pem"), &self.certificate).expect("the certificate's file");
        std::fs::write(folder.join("city.key.pem"), &self.key).expect("the key's file");
    }

    /// A connection to a served city that has to show this certificate.
    async fn connect(&self, served: &Served, protocols: &[&str]) -> std::io::Result<TlsStream<TcpStream>> {
        let mut roots = RootCertStore::empty();
        let certificate = CertificateDer::from_pem_slice(self.certificate.as_bytes()).expect("PEM");
        roots.add(certificate).expect("a certificate");
        let mut config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.alpn_protocols = protocols.iter().map(|name| name.as_bytes().to_vec()).collect();
        let stream = TcpStream::connect(address(served)).await?;
        let name = ServerName::try_from("127.0.0.1").expect("a name");
        TlsConnector::from(Arc::new(config)).connect(name, stream).await
    }

    fn client(&self) -> reqwest::Client {
        let root = reqwest::Certificate::from_pem(self.certificate.as_bytes()).expect("PEM");
        let client = reqwest::Client::builder().no_proxy().tls_certs_only([root]);
        client.build().expect("an HTTP client")
    }
}

fn address(served: &Served) -> &str {
    served.url.trim_start_matches("https://")
}

fn serve(folder: &Path) -> Served {
    let file = |name: &str| folder.join(name).display().to_string();
    let settings = [
        ("TLS_CERTIFICATE", &*file("city.pem")),
        ("TLS_KEY", &*file("city.key.pem")),
    ];
    Served::start_with(&folder.join("data"), "info", &settings)
}

/// Asks for the city over a connection that is kept.
async fn asks(stream: &mut TlsStream<TcpStream>) -> String {
    let request = "GET /v1/city HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n";
    stream.write_all(request.as_bytes()).await.expect("a connection");
    let mut answer = vec![0; 16 * 1024];
    let read = stream.read(&mut answer).await.expect("an answer");
    String::from_utf8_lossy(&answer[..read]).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_city_speaks_tls_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let own = SelfSigned::new();
    own.write(folder.path());
    let served = serve(folder.path());
    assert!(served.url.starts_with("https://"));
    for (offered, agreed) in [
        (["h2", "http/1.1"].as_slice(), Some(b"h2".as_slice())),
        (&["http/1.1"], Some(b"http/1.1")),
        (&[], None),
    ] {
        let stream = own.connect(&served, offered).await.unwrap();
        assert_eq!(stream.get_ref().1.alpn_protocol(), agreed);
    }

    let city = format!("{}/v1/city", served.url);
    let answer = own.client().get(&city).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(
        answer.headers()["strict-transport-security"],
        "max-age=63072000; includeSubDomains"
    );
    let page = |origin: &str| {
        let request = own.client().get(&city).header(api::PAGE_HEADER, api::NO_SESSION);
        request.header("origin", origin).send()
    };
    assert_eq!(page(&served.url).await.unwrap().status(), 200);
    assert_eq!(page("https://evil.example").await.unwrap().status(), 401);

    let plain = city.replace("https://", "http://");
    assert!(
        own.client().get(plain).send().await.is_err(),
        "nothing is said without TLS"
    );
    assert!(SelfSigned::new().connect(&served, &[]).await.is_err());
    served.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renewed_certificate_is_read_again_and_a_bad_one_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second) = (SelfSigned::new(), SelfSigned::new());
    first.write(folder.path());
    let served = serve(folder.path());
    let mut kept = first.connect(&served, &["http/1.1"]).await.unwrap();
    assert!(asks(&mut kept).await.starts_with("HTTP/1.1 200"));

    second.write(folder.path());
    served.signal("-HUP");
    let mut renewed = second.connect(&served, &[]).await;
    for _ in 0..50 {
        if renewed.is_ok() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        renewed = second.connect(&served, &[]).await;
    }
    renewed.unwrap();
    assert!(first.connect(&served, &[]).await.is_err());
    assert!(
        asks(&mut kept).await.starts_with("HTTP/1.1 200"),
        "the connection went on"
    );

    std::fs::write(folder.path().join("city.key.pem"), &first.key).unwrap();
    served.signal("-HUP");
    tokio::time::sleep(Duration::from_millis(500)).await;
    second.connect(&served, &[]).await.unwrap();
    drop(kept);
    let log = served.stop();
    assert!(log.contains("the certificate was read again"), "{log}");
    assert!(log.contains("the certificate stays the one before"), "{log}");
    assert!(!log.contains("PRIVATE KEY"), "{log}");
}

#[tokio::test]
async fn a_client_that_says_nothing_loses_its_place() {
    let folder = tempfile::tempdir().unwrap();
    SelfSigned::new().write(folder.path());
    let served = serve(folder.path());
    let mut silent = TcpStream::connect(address(&served)).await.unwrap();
    let ended = tokio::time::timeout(Duration::from_secs(20), silent.read(&mut [0; 16])).await;
    assert!(matches!(ended.unwrap(), Ok(0) | Err(_)), "the connection is ended");
    served.stop();
}

#[test]
fn what_can_not_be_used_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name).display().to_string();
    let refused = |certificate: &str, key: &str| {
        refusal_to_serve(&[("TLS_CERTIFICATE", &file(certificate)), ("TLS_KEY", &file(key))])
    };
    let own = SelfSigned::new();
    own.write(folder.path());
    std::fs::write(folder.path().join("other.key.pem"), SelfSigned::new().key).unwrap();
    std::fs::write(folder.path().join("empty.pem"), "").unwrap();
    let text = refused("nowhere.pem", "city.key.pem");
    assert!(
        text.contains("tls.certificate:") && text.contains("nowhere.pem"),
        "{text}"
    );
    let text = refused("empty.pem", "city.key.pem");
    assert!(text.contains("tls.certificate:"), "{text}");
    let text = refused("city.pem", "empty.pem");
    assert!(text.contains("tls.key:") && text.contains("empty.pem"), "{text}");
    let text = refused("city.pem", "other.key.pem");
    assert!(text.contains("tls.certificate and tls.key:"), "{text}");
    let text = refusal_to_serve(&[("TLS_CERTIFICATE", &file("city.pem"))]);
    assert!(text.contains("tls.key (environment CONGDANSO_TLS_KEY)"), "{text}");
}
