//! What is typed or chosen.

use leptos::prelude::*;

use super::{
    specimen::{Group, Kind, Specimen},
    words::GalleryWords,
};
use crate::{
    components::{Choice, DateField, ErrorSummary, Field, Mistake, SearchSelect, Segmented, Select, TextArea, Toggle},
    reactive::derive,
};

fn typed(text: &str) -> RwSignal<String> {
    RwSignal::new(text.to_owned())
}

/// Fields, choices, and what is said when they are wrong.
#[component]
pub(super) fn Fields() -> impl IntoView {
    let words = GalleryWords::here();
    view! {
        <Group title=words.fields()>
            <Lines />
            <Choices />
            <Switches />
            <Kind name="ErrorSummary" wide=true>
                <Specimen caption=words.wrong()>
                    <ErrorSummary
                        mistakes=derive(move || {
                            [(words.address(), words.address_wrong()), (words.birth_date(), words.birth_wrong())]
                                .map(|(name, text)| Mistake { field: String::new(), name: name.into(), text: text.into() })
                                .to_vec()
                        })
                        turn=0
                    />
                </Specimen>
            </Kind>
        </Group>
    }
}

#[component]
fn Lines() -> impl IntoView {
    let words = GalleryWords::here();
    view! {
        <Kind name="Field">
            <Specimen caption=words.empty()><Field label=words.address() value=typed("") /></Specimen>
            <Specimen caption=words.filled()><Field label=words.address() value=typed(words.address_value()) /></Specimen>
            <Specimen caption=words.hinted()>
                <Field label=words.address() hint=words.address_hint() value=typed("") />
            </Specimen>
            <Specimen caption=words.optional()><Field label=words.address() value=typed("") optional=true /></Specimen>
            <Specimen caption=words.focused() focused=true>
                <Field label=words.address() value=typed(words.address_value()) />
            </Specimen>
            <Specimen caption=words.wrong()>
                <Field label=words.address() value=typed("") error=Signal::stored(Some(words.address_wrong().to_owned())) />
            </Specimen>
            <Specimen caption=words.warned()>
                <Field
                    label=words.number()
                    value=typed("9990 9000 0001")
                    digits=true
                    warning=Signal::stored(Some(words.number_warning().to_owned()))
                />
            </Specimen>
            <Specimen caption=words.long()>
                <Field label=words.long_paper() hint=words.address_hint() value=typed(words.long_value()) />
            </Specimen>
        </Kind>
        <Kind name="TextArea">
            <Specimen caption=words.empty()>
                <TextArea label=words.address() hint=words.address_hint() value=typed("") max=300 />
            </Specimen>
            <Specimen caption=words.filled()>
                <TextArea label=words.address() value=typed(words.address_value()) max=300 />
            </Specimen>
            <Specimen caption=words.wrong()>
                <TextArea
                    label=words.address()
                    value=typed("")
                    max=300
                    error=Signal::stored(Some(words.address_wrong().to_owned()))
                />
            </Specimen>
        </Kind>
        <Kind name="DateField">
            <Specimen caption=words.empty()><DateField label=words.birth_date() value=typed("") /></Specimen>
            <Specimen caption=words.filled()><DateField label=words.birth_date() value=typed("05/09/1990") /></Specimen>
            <Specimen caption=words.wrong()>
                <DateField
                    label=words.birth_date()
                    value=typed("31/02/1990")
                    error=Signal::stored(Some(words.birth_wrong().to_owned()))
                />
            </Specimen>
        </Kind>
    }
}

#[component]
fn Choices() -> impl IntoView {
    let words = GalleryWords::here();
    let minutes = move || {
        vec![
            ("5".to_owned(), words.five_minutes().to_owned()),
            ("10".to_owned(), words.ten_minutes().to_owned()),
        ]
    };
    let wards = || {
        [
            ("20242", "Phường Hải Châu"),
            ("20257", "Phường Thanh Khê"),
            ("20263", "Phường Sơn Trà"),
        ]
        .map(|(value, text)| Choice {
            value: value.into(),
            text: text.into(),
        })
        .to_vec()
    };
    let wrong = Signal::stored(Some(words.choose_one().to_owned()));
    view! {
        <Kind name="Select">
            <Specimen caption=words.filled()>
                <Select label=words.idle() hint=words.idle_hint() value=typed("5") options=minutes() />
            </Specimen>
            <Specimen caption=words.focused() focused=true>
                <Select label=words.idle() value=typed("10") options=minutes() />
            </Specimen>
            <Specimen caption=words.wrong()>
                <Select label=words.idle() value=typed("5") options=minutes() error=wrong />
            </Specimen>
        </Kind>
        <Kind name="SearchSelect">
            <Specimen caption=words.empty()>
                <SearchSelect label=words.ward() hint=words.ward_hint() value=typed("") choices=wards() />
            </Specimen>
            <Specimen caption=words.filled()>
                <SearchSelect label=words.ward() value=typed("20242") choices=wards() />
            </Specimen>
            <Specimen caption=words.wrong()>
                <SearchSelect label=words.ward() value=typed("") choices=wards() error=wrong />
            </Specimen>
        </Kind>
    }
}

#[component]
fn Switches() -> impl IntoView {
    let words = GalleryWords::here();
    let nothing = Callback::new(|_: bool| {});
    let picked = RwSignal::new(1_u8);
    let two = move || vec![(1_u8, words.on().to_owned()), (2, words.off().to_owned())];
    let long = move || {
        vec![
            (1_u8, words.loaded().to_owned()),
            (2, words.stale().to_owned()),
            (3, words.offline_copy().to_owned()),
        ]
    };
    view! {
        <Kind name="Segmented">
            <Specimen caption=words.usual()>
                <Segmented label=words.idle() value=picked choose=move |new| picked.set(new) options=two() />
            </Specimen>
            <Specimen caption=words.quiet()>
                <Segmented label=words.idle() quiet=true value=picked choose=move |new| picked.set(new) options=two() />
            </Specimen>
            <Specimen caption=words.focused() focused=true>
                <Segmented label=words.idle() value=picked choose=move |new| picked.set(new) options=two() />
            </Specimen>
            <Specimen caption=words.wrong()>
                <Segmented
                    label=words.idle()
                    value=0_u8
                    choose=|_| {}
                    options=two()
                    error=Signal::stored(Some(words.choose_one().to_owned()))
                />
            </Specimen>
            <Specimen caption=words.long()>
                <Segmented label=words.long_paper() value=picked choose=move |new| picked.set(new) options=long() />
            </Specimen>
        </Kind>
        <Kind name="Toggle">
            <Specimen caption=words.off()><Toggle label=words.full_code() on=false switch=nothing /></Specimen>
            <Specimen caption=words.on()>
                <Toggle label=words.full_code() hint=words.full_code_hint() on=true switch=nothing />
            </Specimen>
            <Specimen caption=words.focused() focused=true>
                <Toggle label=words.full_code() on=true switch=nothing />
            </Specimen>
            <Specimen caption=words.long()>
                <Toggle label=words.long_paper() hint=words.full_code_hint() on=false switch=nothing />
            </Specimen>
        </Kind>
    }
}
