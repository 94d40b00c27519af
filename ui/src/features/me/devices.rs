//! Devices and sessions of the account.

use std::time::Duration;

use leptos::prelude::*;
use protocol::{
    api::{DeviceState, Platform},
    app::{DeviceView, DevicesView, EndSession, ListDevices, RemoveDevice, SessionView},
};

use super::words::DevicesWords;
use crate::{
    app::{Query, Route, use_app, use_now, use_query, use_sending},
    components::{AppBar, Button, ButtonKind, Chip, Dialog, ErrorNotice, Icon, Loaded, Picture, Section, Toggle, Tone},
    reactive::{Look, derive, effect},
    text::{self, CommonWords, moment},
};

/// Devices and sessions: the city holds the list, so it is asked for each time.
#[component]
pub(super) fn Devices() -> impl IntoView {
    let keeps = use_app().keeps();
    let words = DevicesWords::here();
    let devices = use_query(&[], || ListDevices {});
    let removing = RwSignal::new(None::<DeviceView>);
    let ending = use_sending();
    view! {
        <AppBar title=words.title() up=Route::Me level=2 />
        <div class="page">
            <p class="secondary">{words.lead()}</p>
            <ErrorNotice error=ending.error />
            <Loaded query=devices lines=6 let:view>
                {move || {
                    let (active, gone): (Vec<_>, Vec<_>) =
                        view.get().devices.into_iter().partition(|device| device.state == DeviceState::Active);
                    let row = move |device: DeviceView| view! { <Device device query=devices removing ending /> };
                    let before = (!gone.is_empty()).then(|| view! {
                        <Section title=words.removed_before() level=3>
                            <ul class="rows">{gone.into_iter().map(row).collect_view()}</ul>
                        </Section>
                    });
                    view! {
                        <Section title=words.in_use() level=3>
                            <ul class="rows">{active.into_iter().map(row).collect_view()}</ul>
                        </Section>
                        <p class="note secondary">{if keeps { words.leave_hint() } else { words.sign_out_hint() }}</p>
                        {before}
                    }
                }}
            </Loaded>
        </div>
        <Remove removing query=devices />
    }
}

#[component]
fn Device(
    device: DeviceView,
    query: Query<DevicesView>,
    removing: RwSignal<Option<DeviceView>>,
    ending: crate::app::Sending,
) -> impl IntoView {
    let words = DevicesWords::here();
    let voice = text::here();
    let language = text::language();
    let now = use_now(Duration::from_secs(30));
    let seen = device.last_seen_at;
    let active = device.state == DeviceState::Active;
    let chip = if device.current {
        Some(view! { <Chip tone=Tone::Good>{words.this_one()}</Chip> }.into_any())
    } else if active {
        None
    } else {
        Some(view! { <Chip>{voice.device_state(device.state)}</Chip> }.into_any())
    };
    let removable = (active && !device.current).then(|| {
        let asked = device.clone();
        view! {
            <Button icon=Picture::Trash press=move |()| removing.set(Some(asked.clone()))>{words.remove()}</Button>
        }
    });
    let row = move |session: SessionView| view! { <Session session query ending /> };
    view! {
        <li class="device" class:gone=!active>
            <div class="device-head">
                <Icon of=picture(device.platform) />
                <div class="row-words">
                    <p class="line device-name">{device.name.clone()} {chip}</p>
                    <p class="row-note">{voice.platform(device.platform)}</p>
                    <p class="row-note">{move || words.last_seen(&moment(seen, now.get(), language))}</p>
                </div>
            </div>
            {(!device.sessions.is_empty()).then(|| view! {
                <ul class="sessions">{device.sessions.into_iter().map(row).collect_view()}</ul>
            })}
            {removable.map(|button| view! { <div class="device-actions">{button}</div> })}
        </li>
    }
}

#[component]
fn Session(session: SessionView, query: Query<DevicesView>, ending: crate::app::Sending) -> impl IntoView {
    let app = use_app();
    let words = DevicesWords::here();
    let language = text::language();
    let id = session.id;
    let opened = moment(session.opened_at, text::now(), language);
    let end = move |_| {
        ending.run(async move {
            let view = app.call(EndSession { session: id }).await?;
            query.put(view);
            app.say(words.session_ended());
            Ok(())
        });
    };
    view! {
        <li class="session">
            <span>{words.session(&opened)}</span>
            {if session.current {
                view! { <span class="secondary">{words.current_session()}</span> }.into_any()
            } else {
                view! { <button type="button" class="link" on:click=end>{words.end_session()}</button> }.into_any()
            }}
        </li>
    }
}

/// Asks once, with the choice to have the device erased.
#[component]
fn Remove(removing: RwSignal<Option<DeviceView>>, query: Query<DevicesView>) -> impl IntoView {
    let app = use_app();
    let words = DevicesWords::here();
    let common = CommonWords::here();
    let open = RwSignal::new(false);
    let wipe = RwSignal::new(false);
    let sending = use_sending();
    effect(move || {
        if removing.look(Option::is_some) {
            wipe.set(false);
            sending.error.set(None);
            open.set(true);
        }
    });
    effect(move || {
        if !open.get() {
            removing.set(None);
        }
    });
    let title = derive(move || {
        removing.look(|device| {
            device
                .as_ref()
                .map(|device| words.remove_title(&device.name))
                .unwrap_or_default()
        })
    });
    let remove = move |()| {
        let Some(device) = removing.with_untracked(|device| device.as_ref().map(|device| device.id)) else {
            return;
        };
        let wipe = wipe.get_untracked();
        sending.run(async move {
            let view = app.call(RemoveDevice { device, wipe }).await?;
            query.put(view);
            open.try_set(false);
            app.say(words.removed());
            Ok(())
        });
    };
    view! {
        <Dialog open title>
            <p>{words.remove_text()}</p>
            <Toggle label=words.wipe() hint=words.wipe_hint() on=wipe switch=move |on| wipe.set(on) />
            <ErrorNotice error=sending.error />
            <div class="dialog-actions">
                <Button kind=ButtonKind::Danger busy=sending.busy press=remove>{words.remove()}</Button>
                <Button press=move |()| open.set(false)>{common.cancel()}</Button>
            </div>
        </Dialog>
    }
}

fn picture(platform: Platform) -> Picture {
    match platform {
        Platform::Android | Platform::Ios => Picture::Smartphone,
        Platform::Linux | Platform::Macos | Platform::Windows | Platform::Web => Picture::Monitor,
    }
}
