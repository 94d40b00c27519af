//! Who works for an organisation.

use domain::{PersonName, PersonalNumber, Role, local_date};
use leptos::prelude::*;
use protocol::{
    api::{InvitationForm, MemberList, MemberRecord},
    app::{InputField, InviteMember, ListMembers, RemoveMember},
};

use super::{Office, PartBar, form::Typed, words::OfficeWords};
use crate::{
    app::{Query, use_app, use_query, use_sending},
    components::{
        Button, ButtonKind, Chip, Dialog, ErrorNotice, Field, Icon, Loaded, Picture, Segmented, Tone, open_while,
    },
    reactive::{Look, derive},
    text::{self, CommonWords},
};

/// Members and invitations, and the sheets that invite and remove.
#[component]
pub(super) fn People(office: Office) -> impl IntoView {
    let words = OfficeWords::here();
    let organisation = office.id;
    let query = use_query(&[], move || ListMembers { organisation });
    let inviting = RwSignal::new(None::<()>);
    let removing = RwSignal::new(None::<MemberRecord>);
    view! {
        <PartBar office title=words.people() />
        <div class="page">
            <p class="secondary">{words.people_text()}</p>
            <Loaded query let:list>
                <ul class="rows">
                    {move || {
                        let members = list.look(|list| list.members.clone());
                        members.into_iter().map(|member| view! { <Person member removing /> }).collect_view()
                    }}
                </ul>
                <div>
                    <Button kind=ButtonKind::Primary icon=Picture::Plus press=move |()| inviting.set(Some(()))>
                        {words.invite()}
                    </Button>
                </div>
            </Loaded>
        </div>
        <Invite office query inviting />
        <Remove office query removing />
    }
}

#[component]
fn Person(member: MemberRecord, removing: RwSignal<Option<MemberRecord>>) -> impl IntoView {
    let words = OfficeWords::here();
    let since = words.since(&text::date(local_date(member.since)));
    let note = format!("{} · {since}", words.role_of(member.role));
    let name = member.name.as_str().to_owned();
    let label = format!("{}: {name}", words.remove());
    let accepted = member.accepted;
    let remove = move |()| removing.set(Some(member.clone()));
    view! {
        <li class="history-entry person">
            <Icon of=Picture::User />
            <div class="row-words">
                <p class="row-title">{name}</p>
                <p class="row-note">{note}</p>
                {(!accepted).then(|| view! { <p class="line"><Chip tone=Tone::Warn>{words.invited()}</Chip></p> })}
            </div>
            <Button kind=ButtonKind::Quiet icon=Picture::Trash press=remove label>{words.remove()}</Button>
        </li>
    }
}

#[component]
fn Invite(office: Office, query: Query<MemberList>, inviting: RwSignal<Option<()>>) -> impl IntoView {
    let words = OfficeWords::here();
    let open = open_while(inviting);
    let sheet = move || {
        inviting.get()?;
        Some(view! { <Invitation office query open /> })
    };
    view! { <Dialog open title=Signal::stored(words.invite().to_owned())>{sheet}</Dialog> }
}

#[component]
fn Invitation(office: Office, query: Query<MemberList>, open: RwSignal<bool>) -> impl IntoView {
    let app = use_app();
    let words = OfficeWords::here();
    let voice = text::here();
    let common = CommonWords::here();
    let tried = RwSignal::new(false);
    let number = Typed::<PersonalNumber>::new("", tried);
    let name = Typed::<PersonName>::new("", tried);
    let role = RwSignal::new(Role::Officer);
    let saving = use_sending();
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let (Some(personal_number), Some(name)) = (number.value(), name.value()) else {
            return;
        };
        let form = InvitationForm {
            personal_number,
            name,
            role: role.get_untracked(),
        };
        saving.run(async move {
            let invite = InviteMember {
                organisation: office.id,
                form,
            };
            query.put(app.call(invite).await?);
            open.try_set(false);
            app.say(words.invite_sent());
            Ok(())
        });
    };
    let roles = [Role::Officer, Role::Administrator].map(|role| (role, words.role_of(role).to_owned()));
    view! {
        <form class="stack" novalidate=true on:submit=send>
            <Field
                label=words.number()
                value=number.text
                error=number.error(voice.input(InputField::PersonalNumber))
                inputmode="numeric"
                digits=true
                max=12
            />
            <Field
                label=words.name()
                value=name.text
                error=name.error(voice.input(InputField::FullName))
                capitals="words"
                max=120
            />
            <Segmented
                label=words.role()
                value=derive(move || role.get())
                choose=move |chosen| role.set(chosen)
                options=roles.to_vec()
            />
            <ErrorNotice error=saving.error />
            <div class="dialog-actions">
                <Button kind=ButtonKind::Primary submit=true busy=saving.busy>{words.invite()}</Button>
                <Button press=move |()| open.set(false)>{common.cancel()}</Button>
            </div>
        </form>
    }
}

#[component]
fn Remove(office: Office, query: Query<MemberList>, removing: RwSignal<Option<MemberRecord>>) -> impl IntoView {
    let app = use_app();
    let words = OfficeWords::here();
    let open = open_while(removing);
    let sending = use_sending();
    let title = derive(move || {
        removing
            .look(|member| member.as_ref().map(|member| words.remove_title(member.name.as_str())))
            .unwrap_or_default()
    });
    let remove = move |()| {
        let Some(member) = removing.with_untracked(|member| member.as_ref().map(|member| member.id)) else {
            return;
        };
        sending.run(async move {
            let remove = RemoveMember {
                organisation: office.id,
                member,
            };
            query.put(app.call(remove).await?);
            open.try_set(false);
            app.say(words.removed());
            Ok(())
        });
    };
    view! {
        <Dialog open title>
            <p>{words.remove_text()}</p>
            <ErrorNotice error=sending.error />
            <div class="dialog-actions">
                <Button kind=ButtonKind::Danger busy=sending.busy press=remove>{words.remove()}</Button>
                <Button press=move |()| open.set(false)>{CommonWords::here().cancel()}</Button>
            </div>
        </Dialog>
    }
}
