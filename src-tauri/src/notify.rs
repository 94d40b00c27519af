//! The system's notification when papers are about to expire. It says how many and nothing
//! else: a lock screen is no place for a paper's name.

use std::{collections::HashSet, sync::Arc, time::Duration};

use client::{App, port::SettingsStore};
use protocol::app::Language;
use tauri::{AppHandle, Wry};
use tauri_plugin_notification::NotificationExt;

use crate::host::SettingsFile;

/// How often to look.
const INTERVAL: Duration = Duration::from_secs(60);

/// Looks for papers about to expire as long as the app runs; tells of each last day once.
pub(crate) fn watch(handle: AppHandle<Wry>, app: Arc<App>, settings: Arc<SettingsFile>) {
    tauri::async_runtime::spawn(async move {
        let mut told = HashSet::new();
        loop {
            tokio::time::sleep(INTERVAL).await;
            // Locked, or the vault fails: the screens say so, and the next round tries again.
            let Ok(papers) = app.expiring_documents().await else {
                continue;
            };
            let fresh = papers
                .iter()
                .filter(|paper| told.insert((paper.document, paper.expires_on)))
                .count();
            if fresh > 0 {
                tell(&handle, fresh, settings.load().language);
            }
        }
    });
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
    fn says_how_many_in_both_languages() {
        assert!(words(2, Language::Vi).1.starts_with("2 giấy tờ"));
        assert!(words(1, Language::En).1.starts_with("1 paper is"));
        assert!(words(3, Language::En).1.starts_with("3 papers are"));
    }
}
