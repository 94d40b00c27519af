//! A virtual display and a message bus for windows.

use std::process::{Command, Stdio};

use anyhow::Result;

use crate::process::{Running, wait_until};

/// Pixels of the virtual display.
const SCREEN: &str = "1600x1200x24";

/// A display and a bus of their own for one run.
pub struct Desktop {
    display: String,
    bus: String,
    _processes: (Running, Running),
}

impl Desktop {
    /// Starts Xvfb on a free display and a session bus.
    ///
    /// # Errors
    /// When a program is missing or does not come up.
    pub async fn start() -> Result<Self> {
        // Xvfb finds a free display by itself and says which on the descriptor it is given.
        let (screen, number) = Running::start_and_listen(
            "Xvfb",
            Command::new("Xvfb")
                .args(["-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp"])
                .stderr(Stdio::null()),
        )?;
        let (daemon, bus) = Running::start_and_listen(
            "dbus-daemon",
            Command::new("dbus-daemon")
                .args(["--session", "--nofork", "--print-address=1"])
                .env_remove("DISPLAY")
                .stderr(Stdio::null()),
        )?;
        let desktop = Self {
            display: format!(":{number}"),
            bus,
            _processes: (screen, daemon),
        };
        wait_until("the display", async || desktop.answers()).await?;
        Ok(desktop)
    }

    /// Has a program use this display and bus.
    pub fn dress<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command
            .env("DISPLAY", &self.display)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus)
            .env("GDK_BACKEND", "x11")
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .env("NO_AT_BRIDGE", "1")
            .env_remove("WAYLAND_DISPLAY")
    }

    fn answers(&self) -> bool {
        let number = self.display.trim_start_matches(':');
        std::path::Path::new(&format!("/tmp/.X11-unix/X{number}")).exists()
    }
}
