//! Why something failed, and what to do about it.

use leptos::prelude::*;
use protocol::{app::AppError, problem::ErrorCode};

use super::{Button, Icon, LinkButton, Notice, Picture, Tone};
use crate::{
    app::{App, Route},
    text::{self, CommonWords},
};

/// A whole screen's content could not be had: what happened, what to do, and a way to try again or
/// to open the session again.
#[component]
pub fn ErrorState(
    /// Why.
    error: AppError,
    /// What trying again does; left out when trying again does not help.
    #[prop(optional, into)]
    retry: Option<Callback<()>>,
) -> impl IntoView {
    let words = CommonWords::here();
    let said = text::here().error(&error);
    let picture = match error {
        AppError::Offline | AppError::City { .. } | AppError::CityIncomprehensible | AppError::SessionEnded => {
            Picture::CloudOff
        }
        _ => Picture::TriangleAlert,
    };
    let action = match (renewal(&error), retry) {
        (Some(href), _) => Some(view! { <LinkButton href>{words.renew_session()}</LinkButton> }.into_any()),
        (None, Some(retry)) => {
            Some(view! { <Button icon=Picture::RefreshCw press=retry>{words.retry()}</Button> }.into_any())
        }
        (None, None) => None,
    };
    view! {
        <div class="empty" role="alert">
            <span class="empty-picture tone-warn">
                <Icon of=picture />
            </span>
            <p class="empty-title">{said.what}</p>
            <p class="empty-text">{said.then}</p>
            {incident(&error).map(|id| view! { <p class="small secondary">{words.incident(&id)}</p> })}
            {action.map(|action| view! { <div class="empty-actions">{action}</div> })}
        </div>
    }
}

/// Why the last try of something failed, on the screen where it was tried. Shows nothing while
/// there is no error.
#[component]
pub fn ErrorNotice(
    /// Why; nothing shows without.
    #[prop(into)]
    error: Signal<Option<AppError>>,
) -> impl IntoView {
    let voice = text::here();
    let words = CommonWords::here();
    move || {
        error.get().map(|error| {
            let said = voice.error(&error);
            let tone = if matches!(error, AppError::Offline | AppError::Cancelled) {
                Tone::Warn
            } else {
                Tone::Bad
            };
            view! {
                <Notice tone title=said.what live=true>
                    {(!said.then.is_empty()).then(|| view! { <p>{said.then}</p> })}
                    {incident(&error).map(|id| view! { <p class="small">{words.incident(&id)}</p> })}
                    {renewal(&error).map(|href| view! { <a href=href>{words.renew_session()}</a> })}
                </Notice>
            }
        })
    }
}

/// Where an unlocked person opens a session that is over.
fn renewal(error: &AppError) -> Option<String> {
    let over = matches!(
        error,
        AppError::SessionEnded
            | AppError::City {
                code: ErrorCode::Unauthenticated
                    | ErrorCode::SessionExpired
                    | ErrorCode::AccessTokenExpired
                    | ErrorCode::TokenReused,
                ..
            }
    );
    let unlocked = use_context::<App>().is_some_and(|app| app.state.with_untracked(|state| state.unlocked.is_some()));
    (over && unlocked).then(|| Route::RenewSession.href())
}

/// The id that finds a fault of the city in its logs; only faults have something to look up.
fn incident(error: &AppError) -> Option<String> {
    match error {
        AppError::City {
            code: ErrorCode::Internal,
            incident,
            ..
        } => incident.clone(),
        _ => None,
    }
}
