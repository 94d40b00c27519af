//! What is pressed.

use leptos::prelude::*;

use super::{
    specimen::{Group, Kind, Specimen},
    words::GalleryWords,
};
use crate::components::{Button, ButtonKind, Chip, FilePick, Icon, IconButton, LinkButton, ListRow, Picture, Tone};

/// Buttons, links, rows and the pictures beside their words.
#[component]
pub(super) fn Actions() -> impl IntoView {
    let words = GalleryWords::here();
    view! {
        <Group title=words.actions()>
            <Buttons />
            <Links />
            <Rows />
            <Kind name="Icon" wide=true>
                <Specimen caption=words.all_pictures()>
                    <ul class="gallery-pictures">
                        {Picture::ALL.iter().map(|of| view! { <li><Icon of=*of /></li> }).collect_view()}
                    </ul>
                </Specimen>
            </Kind>
        </Group>
    }
}

#[component]
fn Buttons() -> impl IntoView {
    let words = GalleryWords::here();
    let kinds = [
        (ButtonKind::Primary, words.primary(), words.save()),
        (ButtonKind::Secondary, words.secondary(), words.add()),
        (ButtonKind::Quiet, words.quiet_kind(), words.later()),
        (ButtonKind::Danger, words.danger(), words.remove()),
    ];
    let each = move |(kind, caption, text): (ButtonKind, &'static str, &'static str)| {
        let states = [
            (words.usual(), false, false, false),
            (words.focused(), true, false, false),
            (words.busy(), false, true, false),
            (words.disabled(), false, false, true),
        ];
        states
            .map(|(state, focused, busy, disabled)| {
                view! {
                    <Specimen caption=format!("{caption} · {state}") focused>
                        <Button kind busy disabled>{text}</Button>
                    </Specimen>
                }
            })
            .into_iter()
            .collect_view()
    };
    view! {
        <Kind name="Button">
            {kinds.map(each).into_iter().collect_view()}
            <Specimen caption=words.with_icon()><Button icon=Picture::Plus>{words.add()}</Button></Specimen>
            <Specimen caption=words.wide()><Button kind=ButtonKind::Primary wide=true>{words.save()}</Button></Specimen>
            <Specimen caption=words.long()>
                <Button kind=ButtonKind::Primary icon=Picture::ShieldCheck>{words.long_button()}</Button>
            </Specimen>
        </Kind>
    }
}

#[component]
fn Links() -> impl IntoView {
    let words = GalleryWords::here();
    let nothing = Callback::new(|()| {});
    view! {
        <Kind name="LinkButton">
            <Specimen caption=words.primary()>
                <LinkButton kind=ButtonKind::Primary href="#">{words.save()}</LinkButton>
            </Specimen>
            <Specimen caption=words.with_icon()>
                <LinkButton icon=Picture::Plus href="#">{words.add()}</LinkButton>
            </Specimen>
            <Specimen caption=words.quiet_kind()>
                <LinkButton kind=ButtonKind::Quiet href="#">{words.later()}</LinkButton>
            </Specimen>
            <Specimen caption=words.focused() focused=true><LinkButton href="#">{words.add()}</LinkButton></Specimen>
            <Specimen caption=words.wide()><LinkButton wide=true href="#">{words.add()}</LinkButton></Specimen>
        </Kind>
        <Kind name="IconButton">
            <Specimen caption=words.usual()><IconButton icon=Picture::RefreshCw label=words.save().to_owned() press=nothing /></Specimen>
            <Specimen caption=words.focused() focused=true>
                <IconButton icon=Picture::RefreshCw label=words.save().to_owned() press=nothing />
            </Specimen>
            <Specimen caption=words.disabled()>
                <IconButton icon=Picture::RefreshCw label=words.save().to_owned() press=nothing disabled=true />
            </Specimen>
        </Kind>
        <Kind name="FilePick">
            <Specimen caption=words.usual()><FilePick label=words.choose_file() picked=|_| {} /></Specimen>
            <Specimen caption=words.disabled()><FilePick label=words.choose_file() picked=|_| {} disabled=true /></Specimen>
        </Kind>
    }
}

#[component]
fn Rows() -> impl IntoView {
    let words = GalleryWords::here();
    let nothing = Callback::new(|()| {});
    let soon = move || view! { <Chip tone=Tone::Warn icon=Picture::Timer>{words.ends_soon()}</Chip> };
    let note = move || Some(words.paper_note().to_owned());
    view! {
        <Kind name="ListRow">
            <Specimen caption=words.link_row()>
                <ul class="rows"><ListRow title=words.paper().to_owned() note=note() icon=Picture::ShieldCheck href="#" /></ul>
            </Specimen>
            <Specimen caption=words.aside()>
                <ul class="rows stacked">
                    <ListRow title=words.paper().to_owned() note=note() icon=Picture::ShieldCheck href="#" end=soon />
                </ul>
            </Specimen>
            <Specimen caption=words.focused() focused=true>
                <ul class="rows"><ListRow title=words.paper().to_owned() icon=Picture::FileText href="#" /></ul>
            </Specimen>
            <Specimen caption=words.current_row()>
                <ul class="rows"><ListRow title=words.paper().to_owned() icon=Picture::FileText href="#" current=true /></ul>
            </Specimen>
            <Specimen caption=words.press_row()>
                <ul class="rows"><ListRow title=words.save().to_owned() icon=Picture::CloudUpload press=nothing /></ul>
            </Specimen>
            <Specimen caption=words.plain_row()>
                <ul class="rows"><ListRow title=words.paper().to_owned() note=note() /></ul>
            </Specimen>
            <Specimen caption=words.long()>
                <ul class="rows stacked">
                    <ListRow title=words.long_paper().to_owned() note=note() icon=Picture::FileText href="#" end=soon />
                </ul>
            </Specimen>
        </Kind>
    }
}
