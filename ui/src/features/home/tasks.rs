//! What needs doing.

use std::time::Duration;

use domain::Validity;
use leptos::prelude::*;
use protocol::app::{HomeView, Task};

use super::{sync_line::sync_now, words::HomeWords};
use crate::{
    app::{Route, use_app, use_city_now},
    components::{Button, ButtonKind, Chip, Icon, ListRow, Picture, Section, Tone},
    reactive::{Look, derive, memo},
    text,
};

/// So many are shown at first, so that the papers below stay in sight.
const FIRST: usize = 5;

/// What needs doing, most pressing first.
#[component]
pub(super) fn Tasks(
    /// The first screen's content.
    home: Signal<HomeView>,
) -> impl IntoView {
    let words = HomeWords::here();
    let tasks = memo(move || home.look(|home| home.tasks.clone()));
    let count = move || {
        move || {
            let count = tasks.look(Vec::len);
            (count > 0).then(|| view! { <span class="count">{count}</span> })
        }
    };
    let all = RwSignal::new(false);
    // A button that brings a single line is no shorter than the line.
    let hidden = memo(move || match tasks.look(Vec::len).saturating_sub(FIRST) {
        0 | 1 => 0,
        _ if all.get() => 0,
        more => more,
    });
    view! {
        <Section title=words.tasks() aside=count>
            {move || {
                let mut tasks = tasks.get();
                tasks.truncate(tasks.len() - hidden.get().min(tasks.len()));
                if tasks.is_empty() {
                    view! {
                        <p class="home-nothing"><Icon of=Picture::CircleCheck /><span>{words.no_tasks()}</span></p>
                    }
                    .into_any()
                } else {
                    view! {
                        <ul class="rows stacked">{tasks.into_iter().map(|task| view! { <TaskRow task /> }).collect_view()}</ul>
                    }
                    .into_any()
                }
            }}
            {move || (hidden.get() > 0).then(|| view! {
                <Button kind=ButtonKind::Quiet icon=Picture::ChevronDown press=move |()| all.set(true)>
                    {words.more_tasks(hidden.get_untracked())}
                </Button>
            })}
        </Section>
    }
}

/// A task and the way to where it is done.
#[component]
fn TaskRow(task: Task) -> impl IntoView {
    let app = use_app();
    let words = HomeWords::here();
    let voice = text::here();
    match task {
        Task::SignIn => row(
            Picture::KeyRound,
            words.task_sign_in(),
            words.task_sign_in_note(),
            Route::RenewSession,
        ),
        Task::Request {
            request,
            organisation,
            title,
            expires_at,
        } => {
            let until = text::moment(expires_at, text::now(), text::language());
            row(
                Picture::Users,
                &words.task_request(&organisation),
                &format!("{title} · {}", words.task_request_until(&until)),
                Route::Request(request),
            )
        }
        Task::Errand {
            errand,
            title,
            organisation,
            day,
        } => {
            let now = use_city_now(Duration::from_secs(60));
            let note = derive(move || {
                Some(if domain::local_date(now.get()) == day {
                    words.task_errand_today(&organisation)
                } else {
                    words.task_errand_on(&organisation, &text::date(day))
                })
            });
            let href = Route::Errand(errand).href();
            view! { <ListRow title=words.task_errand(&title) note icon=Picture::HandHelping href /> }.into_any()
        }
        Task::Invitation { organisation, .. } => row(
            Picture::Store,
            &words.task_invitation(&organisation),
            words.task_invitation_note(),
            Route::Counter,
        ),
        Task::Conflict { field } => row(
            Picture::Files,
            &words.task_conflict(voice.field(field)),
            words.task_conflict_note(),
            Route::Profile,
        ),
        Task::Refused {
            document: Some(document),
            ..
        } => row(
            Picture::CircleAlert,
            words.task_refused_paper(),
            words.task_refused_paper_note(),
            Route::Document(document),
        ),
        Task::Refused { document: None, field } => {
            let title = field.map_or_else(
                || words.task_refused_change().to_owned(),
                |field| words.task_refused_field(voice.field(field)),
            );
            row(
                Picture::CircleAlert,
                &title,
                words.task_refused_field_note(),
                Route::Profile,
            )
        }
        Task::Expiring {
            document,
            title,
            expires_on,
            validity,
        } => {
            let past = validity == Validity::Expired;
            let (tone, icon) = if past {
                (Tone::Bad, Picture::CircleX)
            } else {
                (Tone::Warn, Picture::Timer)
            };
            let stands = format!("{} · {}", voice.validity(validity), text::date(expires_on));
            let chip = move || {
                let stands = stands.clone();
                view! { <Chip tone icon>{stands}</Chip> }
            };
            view! {
                <ListRow
                    title
                    icon=Picture::FileText
                    href=Route::Document(document).href()
                    end=chip
                />
            }
            .into_any()
        }
        Task::Waiting { changes } => view! {
            <ListRow
                title=words.task_waiting(changes)
                note=Some(words.task_waiting_note().to_owned())
                icon=Picture::CloudUpload
                press=Callback::new(move |()| sync_now(app, words, voice))
            />
        }
        .into_any(),
    }
}

fn row(icon: Picture, title: &str, note: &str, route: Route) -> AnyView {
    view! { <ListRow title=title.to_owned() note=Some(note.to_owned()) icon href=route.href() /> }.into_any()
}
