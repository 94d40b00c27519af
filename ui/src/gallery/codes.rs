//! One-time passwords, PINs and symbols.

use leptos::prelude::*;
use protocol::app::{GetStandardCode, QrView};

use super::{
    specimen::{Group, Kind, Specimen},
    words::GalleryWords,
};
use crate::{
    app::use_query,
    components::{CameraView, OtpInput, PinPad, QrSymbol},
};

/// What is entered digit by digit, and what is scanned.
#[component]
pub(super) fn Codes() -> impl IntoView {
    let words = GalleryWords::here();
    let code = use_query(&[], || GetStandardCode {});
    let qr = move || code.value.get().map(|code| code.masked);
    view! {
        <Group title=words.codes()>
            <Digits />
            <Kind name="QrSymbol">
                <Specimen caption=words.usual()>
                    {move || qr().map(|qr: QrView| view! { <QrSymbol qr=Signal::stored(qr) label=words.qr() /> })}
                </Specimen>
            </Kind>
            <Kind name="CameraView">
                <Specimen caption=words.camera()><CameraView scanned=|_| {} /></Specimen>
            </Kind>
        </Group>
    }
}

#[component]
fn Digits() -> impl IntoView {
    let words = GalleryWords::here();
    let full = Callback::new(|_: String| {});
    let digits = |text: &str| RwSignal::new(text.to_owned());
    let label = Signal::stored(words.pin().to_owned());
    view! {
        <Kind name="OtpInput">
            <Specimen caption=words.disabled()><OtpInput label=words.otp() value=digits("482915") full disabled=true /></Specimen>
            <Specimen caption=words.wrong()><OtpInput label=words.otp() value=digits("482910") full wrong=true /></Specimen>
            <Specimen caption=words.half()><OtpInput label=words.otp() value=digits("482") full /></Specimen>
            <Specimen caption=words.empty()><OtpInput label=words.otp() value=digits("") full /></Specimen>
        </Kind>
        <Kind name="PinPad">
            <Specimen caption=words.empty()><PinPad label value=digits("") full /></Specimen>
            <Specimen caption=words.half()><PinPad label value=digits("274") full /></Specimen>
            <Specimen caption=words.wrong()><PinPad label value=digits("") full wrong=true /></Specimen>
            <Specimen caption=words.disabled()><PinPad label value=digits("") full disabled=true /></Specimen>
        </Kind>
    }
}
