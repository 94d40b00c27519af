//! Times and the table they are printed in.

use std::time::{Duration, Instant};

/// One line: what was measured, ours, and the peer's.
pub struct Row {
    pub what: String,
    pub ours: Duration,
    pub peer: Option<(String, Duration)>,
}

/// The median of so many runs.
pub fn median(rounds: usize, mut run: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..rounds)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .collect();
    middle(&mut times)
}

/// The middle of some times.
pub fn middle(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// Prints the rows under a heading.
pub fn print(heading: &str, rows: &[Row]) {
    println!("\n{heading}");
    for row in rows {
        let peer = row.peer.as_ref().map_or_else(String::new, |(name, time)| {
            let ratio = row.ours.as_secs_f64() / time.as_secs_f64().max(f64::EPSILON);
            format!("  {name} {:>12}  × {ratio:.2}", show(*time))
        });
        println!("  {:<44} {:>12}{peer}", row.what, show(row.ours));
    }
}

fn show(time: Duration) -> String {
    let micros = time.as_secs_f64() * 1e6;
    if micros < 1_000.0 {
        format!("{micros:.1} µs")
    } else if micros < 1_000_000.0 {
        format!("{:.2} ms", micros / 1e3)
    } else {
        format!("{:.2} s", micros / 1e6)
    }
}
