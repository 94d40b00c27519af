//! What screens stand in.

use leptos::prelude::*;

use super::{
    specimen::{Group, Kind, Specimen},
    wanted,
    words::GalleryWords,
};
use crate::{
    app::{App, Route},
    components::{AppBar, Button, ButtonKind, Dialog, IconButton, ListRow, Picture, Section, TwoPane},
};

/// Heads, sections, panes and dialogs.
#[component]
pub(super) fn Frames() -> impl IntoView {
    let words = GalleryWords::here();
    let title = Signal::stored(words.me().to_owned());
    let long = Signal::stored(words.long_paper().to_owned());
    let aside = move || view! { <a href="#">{words.all_papers()}</a> };
    view! {
        <Group title=words.frames()>
            <Kind name="AppBar">
                <Specimen caption=words.first_screen()>
                    <div class="gallery-window"><AppBar title /></div>
                </Specimen>
                <Specimen caption=words.under()>
                    <div class="gallery-window"><AppBar title up=Route::Me /></div>
                </Specimen>
                <Specimen caption=words.with_action()>
                    <div class="gallery-window">
                        <AppBar title up=Route::Me>
                            <IconButton icon=Picture::Ellipsis label=words.settings().to_owned() press=|()| {} />
                        </AppBar>
                    </div>
                </Specimen>
                <Specimen caption=words.long()>
                    <div class="gallery-window"><AppBar title=long up=Route::Documents level=2 /></div>
                </Specimen>
            </Kind>
            <Kind name="Section">
                <Specimen caption=words.usual()><Section title=words.section()><p>{words.nothing_text()}</p></Section></Specimen>
                <Specimen caption=words.aside()>
                    <Section title=words.section() aside><p>{words.nothing_text()}</p></Section>
                </Specimen>
            </Kind>
            <Kind name="TwoPane" wide=true>
                <Specimen caption=words.broad()><div class="gallery-window"><Panes chosen=true /></div></Specimen>
                <Specimen caption=words.narrow_list()><div class="gallery-window phone"><Panes chosen=false /></div></Specimen>
                <Specimen caption=words.narrow_detail()><div class="gallery-window phone"><Panes chosen=true /></div></Specimen>
            </Kind>
        </Group>
    }
}

#[component]
fn Panes(chosen: bool) -> impl IntoView {
    let words = GalleryWords::here();
    let list = move || {
        view! {
            <ul class="rows">
                <ListRow title=words.profile().to_owned() icon=Picture::IdCard href="#" current=chosen />
                <ListRow title=words.devices().to_owned() icon=Picture::Smartphone href="#" />
                <ListRow title=words.settings().to_owned() icon=Picture::Settings href="#" />
            </ul>
        }
    };
    let detail = move || {
        view! {
            <AppBar title=Signal::stored(words.profile().to_owned()) up=Route::Me level=2 />
            <div class="page"><p>{words.nothing_text()}</p></div>
        }
    };
    view! { <TwoPane title=words.me() chosen=Signal::stored(chosen) list detail /> }
}

/// A dialog stands in front of everything, so it opens only when asked: by its button, or by `?gallery=dialog`.
#[component]
pub(super) fn Question(app: App) -> impl IntoView {
    let words = GalleryWords::here();
    let open = RwSignal::new(wanted().as_deref() == Some("dialog"));
    let confirm = move |()| {
        open.set(false);
        app.say(words.saved());
    };
    view! {
        <Kind name="Dialog">
            <Specimen caption=words.usual()>
                <Button press=move |()| open.set(true)>{words.open_it()}</Button>
                <Dialog open title=Signal::stored(words.dialog().to_owned())>
                    <p>{words.dialog_text()}</p>
                    <div class="dialog-actions">
                        <Button kind=ButtonKind::Danger press=confirm>{words.remove()}</Button>
                        <Button press=move |()| open.set(false)>{words.cancel()}</Button>
                    </div>
                </Dialog>
            </Specimen>
        </Kind>
    }
}
