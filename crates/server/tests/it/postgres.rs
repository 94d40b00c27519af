//! A PostgreSQL server of the test's own, in a temporary folder, reached over a Unix socket.

use std::{
    os::unix::{fs::chown, process::CommandExt as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use tempfile::TempDir;

/// Where Debian's `postgresql-15` puts its programs.
const PROGRAMS: &str = "/usr/lib/postgresql/15/bin";

pub(crate) struct Postgres {
    folder: TempDir,
    server: Child,
}

impl Postgres {
    /// Starts a server. Without PostgreSQL's programs the test fails: a store that was not tested is not known to work.
    pub(crate) fn start() -> Self {
        let programs = Path::new(PROGRAMS);
        assert!(
            programs.join("initdb").exists(),
            "PostgreSQL 15 is needed for this test and is not at {PROGRAMS}: apt-get install postgresql-15"
        );
        let folder = tempfile::Builder::new().prefix("pg").tempdir_in("/tmp").unwrap();
        let data = folder.path().join("data");
        if let Some((user, group)) = unprivileged() {
            chown(folder.path(), Some(user), Some(group)).unwrap();
        }
        let mut initdb = command(programs.join("initdb"), folder.path());
        initdb.args([
            "--username=city",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
            "--pgdata",
        ]);
        let output = initdb.arg(&data).output().unwrap();
        assert!(
            output.status.success(),
            "initdb: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        let server = command(programs.join("postgres"), folder.path())
            .arg("-D")
            .arg(&data)
            .arg("-k")
            .arg(folder.path())
            .args(["-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=60"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let postgres = Self { folder, server };
        postgres.wait();
        postgres
    }

    /// The address of the database.
    pub(crate) fn url(&self) -> String {
        format!(
            "postgres://city@localhost/postgres?host={}",
            self.folder.path().display()
        )
    }

    fn wait(&self) {
        let socket = self.folder.path().join(".s.PGSQL.5432");
        let started = Instant::now();
        while std::os::unix::net::UnixStream::connect(&socket).is_err() {
            assert!(
                started.elapsed() < Duration::from_secs(60),
                "PostgreSQL did not start within a minute"
            );
            std::thread::sleep(Duration::from_millis(50));
        }
        // The socket is there a moment before the server takes connections.
        let ready = || {
            let mut probe = command(Path::new(PROGRAMS).join("pg_isready"), self.folder.path());
            probe
                .arg("-h")
                .arg(self.folder.path())
                .stdout(Stdio::null())
                .status()
                .is_ok_and(|status| status.success())
        };
        while !ready() {
            assert!(
                started.elapsed() < Duration::from_secs(60),
                "PostgreSQL did not get ready within a minute"
            );
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // Immediate shutdown: nothing of it is kept. Its own processes end with it.
        let stopped = Command::new("kill")
            .args(["-QUIT", &self.server.id().to_string()])
            .status();
        if stopped.is_err() {
            let _ = self.server.kill();
        }
        let _ = self.server.wait();
    }
}

/// A command that runs as somebody else when the test runs as root: PostgreSQL refuses root.
fn command(program: PathBuf, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder);
    if let Some((user, group)) = unprivileged() {
        command.uid(user).gid(group);
    }
    command
}

/// User and group of `postgres`, or of `nobody`; `None` when the test doesn't run as root.
fn unprivileged() -> Option<(u32, u32)> {
    let own = std::fs::metadata("/proc/self").ok()?;
    if std::os::unix::fs::MetadataExt::uid(&own) != 0 {
        return None;
    }
    let users = std::fs::read_to_string("/etc/passwd").ok()?;
    ["postgres", "nobody"].iter().find_map(|name| {
        let line = users.lines().find(|line| line.split(':').next() == Some(name))?;
        let mut parts = line.split(':').skip(2);
        Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
    })
}
