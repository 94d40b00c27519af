//! Programs that end with their owner.

use std::{
    io::{BufRead, BufReader},
    net::TcpListener,
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

/// How long a program may take to be there.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A running program; killed when dropped, also when a test fails.
pub struct Running {
    child: Child,
    name: String,
}

impl Running {
    /// Starts a program.
    ///
    /// # Errors
    /// When it can't be started.
    pub fn start(name: &str, command: &mut Command) -> Result<Self> {
        let child = command
            .stdin(Stdio::null())
            .spawn()
            .with_context(|| format!("{name} can't be started; `make setup-test` installs it"))?;
        Ok(Self {
            child,
            name: name.to_owned(),
        })
    }

    /// Starts a program and waits for its first line.
    ///
    /// # Errors
    /// When it can't be started or ends without a word.
    pub fn start_and_listen(name: &str, command: &mut Command) -> Result<(Self, String)> {
        let mut running = Self::start(name, command.stdout(Stdio::piped()))?;
        let output = running.child.stdout.take().context("no output")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        if line.trim().is_empty() {
            bail!("{name} ended without a word");
        }
        Ok((running, line.trim().to_owned()))
    }

    /// Asks the program to end (SIGTERM) and waits for it.
    ///
    /// # Errors
    /// When it does not end in time.
    pub fn stop(mut self) -> Result<()> {
        Command::new("kill").arg(self.child.id().to_string()).status()?;
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if self.child.try_wait()?.is_some() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        bail!("{} does not end", self.name)
    }

    /// The programs it started, by their ids.
    pub fn children(&self) -> Vec<String> {
        let id = self.child.id();
        let listed = std::fs::read_to_string(format!("/proc/{id}/task/{id}/children")).unwrap_or_default();
        listed.split_whitespace().map(ToOwned::to_owned).collect()
    }

    /// Whether it still runs.
    pub fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if self.is_running() {
            drop(self.child.kill());
        }
        drop(self.child.wait());
    }
}

/// A port of this machine that nobody listens on.
///
/// # Errors
/// When there is none.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// A program of this workspace, built beside this one.
///
/// # Errors
/// When it has not been built.
pub fn built(name: &str) -> Result<PathBuf> {
    let own = std::env::current_exe()?;
    let folder = own
        .ancestors()
        .find(|folder| folder.join(name).is_file())
        .with_context(|| format!("{name} has not been built: run `make test` or `make demo`"))?;
    Ok(folder.join(name))
}

/// Waits until something is so.
///
/// # Errors
/// When it is not so in time.
pub async fn wait_until<F>(what: &str, mut is_so: F) -> Result<()>
where
    F: AsyncFnMut() -> bool,
{
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        if is_so().await {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    bail!("waited in vain for {what}")
}
