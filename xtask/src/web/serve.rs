//! A folder of pages behind an address of this machine: modules are not loaded from files.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::thread;

use anyhow::{Context as _, Result};

/// The same port each time, so that an address stays good; another when it is taken.
const PORT: u16 = 8790;

/// Serves a folder for as long as the program runs, and says where.
pub(crate) fn folder(folder: PathBuf) -> Result<SocketAddr> {
    let listener = TcpListener::bind(("127.0.0.1", PORT))
        .or_else(|_| TcpListener::bind(("127.0.0.1", 0)))
        .context("no port is free")?;
    let address = listener.local_addr()?;
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let folder = folder.clone();
            // A reader that went away needs no answer.
            thread::spawn(move || drop(answer(stream, &folder)));
        }
    });
    Ok(address)
}

fn answer(mut stream: TcpStream, folder: &Path) -> std::io::Result<()> {
    let mut asked = BufReader::new(stream.try_clone()?);
    let mut first = String::new();
    asked.read_line(&mut first)?;
    let mut header = String::new();
    while asked.read_line(&mut header)? > 2 {
        header.clear();
    }
    let found = inside(&first).and_then(|path| Some((kind(&path), fs::read(folder.join(path)).ok()?)));
    let (status, kind, body) = match found {
        Some((kind, body)) => ("200 OK", kind, body),
        None => ("404 Not Found", "text/plain", Vec::new()),
    };
    write!(
        stream,
        "HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {}\r\ncache-control: no-store\r\nconnection: close\r\n\r\n",
        body.len()
    )?;
    stream.write_all(&body)
}

/// The file a request's first line asks for, if it lies inside the folder.
fn inside(first: &str) -> Option<PathBuf> {
    let target = first.strip_prefix("GET /")?.split(' ').next()?;
    let path = target.split(['?', '#']).next()?;
    let path = PathBuf::from(if path.is_empty() { "index.html" } else { path });
    path.components()
        .all(|part| matches!(part, Component::Normal(_)))
        .then_some(path)
}

fn kind(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_lies_inside_is_served() {
        let asked = |line: &str| inside(line).map(|path| path.display().to_string());
        assert_eq!(asked("GET / HTTP/1.1").as_deref(), Some("index.html"));
        assert_eq!(asked("GET /ui/a.js?x=1 HTTP/1.1").as_deref(), Some("ui/a.js"));
        assert_eq!(asked("GET /../Cargo.toml HTTP/1.1"), None);
        assert_eq!(asked("GET //etc/passwd HTTP/1.1"), None);
        assert_eq!(asked("POST / HTTP/1.1"), None);
    }
}
