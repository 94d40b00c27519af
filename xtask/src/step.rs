//! What the person at the terminal reads: each step by name, and how long it took.

use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

/// Runs one named step and says how long it took.
pub(crate) fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("▸ {name}");
    let start = Instant::now();
    let outcome = work()?;
    println!("  done in {}", spoken(start.elapsed()));
    Ok(outcome)
}

/// A line under the current step.
pub(crate) fn note(text: &str) {
    println!("  {text}");
}

/// Runs a command with its output shown; anything but success is an error that names the command.
pub(crate) fn must(command: &mut Command) -> Result<()> {
    let shown = words(command);
    let status = command.status().with_context(|| format!("could not start {shown}"))?;
    if !status.success() {
        bail!("{shown} ended with {status}");
    }
    Ok(())
}

fn words(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy()];
    words.extend(command.get_args().map(|argument| argument.to_string_lossy()));
    words.join(" ")
}

fn spoken(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds < 60 {
        format!("{:.1} s", time.as_secs_f32())
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_times_are_told_in_minutes() {
        assert_eq!(spoken(Duration::from_millis(1_240)), "1.2 s");
        assert_eq!(spoken(Duration::from_secs(185)), "3 min 05 s");
    }

    #[test]
    fn a_failing_command_is_named() {
        let failure = must(Command::new("false").arg("--reason")).map_err(|error| error.to_string());
        assert!(failure.is_err_and(|text| text.contains("--reason")));
    }
}
