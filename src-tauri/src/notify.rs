//! The system's notification when papers are about to expire. It says how many and nothing
//! else: a lock screen is no place for a paper's name.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use client::{App, port::SettingsStore};
use jiff::{Timestamp, civil::Date};
use protocol::app::Language;
use tauri::{AppHandle, Wry};
use tauri_plugin_notification::NotificationExt;

use crate::host::SettingsFile;

/// How often to look.
const INTERVAL: Duration = Duration::from_secs(60);

/// Looks for papers about to expire as long as the app runs; tells at most once a day, also across restarts: `last` is
/// the file of the day it told last.
pub(crate) fn watch(handle: AppHandle<Wry>, app: Arc<App>, settings: Arc<SettingsFile>, last: PathBuf) {
    tauri::async_runtime::spawn(async move {
        loop {
            tokio::time::sleep(INTERVAL).await;
            // Locked, or the vault fails: the screens say so, and the next round tries again.
            let Ok(papers) = app.expiring_documents().await else {
                continue;
            };
            let soon = papers.iter().filter(|paper| paper.days >= 0).count();
            let today = domain::local_date(Timestamp::now());
            if soon > 0 && is_first_of(today, &last) {
                tell(&handle, soon, settings.load().language);
            }
        }
    });
}

/// Whether nothing was told on this day yet; notes that now something is.
fn is_first_of(day: Date, last: &Path) -> bool {
    let day = day.to_string();
    if fs::read_to_string(last).is_ok_and(|told| told == day) {
        return false;
    }
    // On a full disk it is told once more after a restart, which is better than never.
    if let Err(error) = fs::write(last, &day) {
        tracing::debug!(%error, "the day of the last notification could not be kept");
    }
    true
}

fn tell(handle: &AppHandle<Wry>, papers: usize, language: Language) {
    let (title, body) = words(papers, language);
    if let Err(error) = handle.notification().builder().title(title).body(body).show() {
        tracing::debug!(%error, "the system took no notification");
    }
}

fn words(papers: usize, language: Language) -> (&'static str, String) {
    match language {
        Language::Vi => (
            "Công dân số",
            format!("{papers} giấy tờ sắp hết hạn. Mở ứng dụng để xem."),
        ),
        Language::En if papers == 1 => (
            "Công dân số",
            "1 paper is about to expire. Open the app to see it.".to_owned(),
        ),
        Language::En => (
            "Công dân số",
            format!("{papers} papers are about to expire. Open the app to see them."),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_once_a_day_also_after_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let last = folder.path().join("told");
        let day = Date::constant(2026, 3, 2);
        assert!(is_first_of(day, &last));
        assert!(!is_first_of(day, &last));
        assert!(is_first_of(day.tomorrow().unwrap(), &last));
    }

    #[test]
    fn says_how_many_in_both_languages() {
        assert!(words(2, Language::Vi).1.starts_with("2 giấy tờ"));
        assert!(words(1, Language::En).1.starts_with("1 paper is"));
        assert!(words(3, Language::En).1.starts_with("3 papers are"));
    }
}
