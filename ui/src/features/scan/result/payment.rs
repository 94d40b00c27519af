//! A payment code: shown, never paid.

use leptos::prelude::*;
use protocol::app::PaymentScan;

use super::{CopyButton, Fact, KindHeading, ScanWords};
use crate::{
    components::{Notice, Picture, Tone},
    text,
};

/// A payment code: to whom, how much, what for.
#[component]
pub(super) fn PaymentResult(scan: PaymentScan) -> impl IntoView {
    let words = ScanWords::here();
    let amount = scan.amount.map_or_else(|| words.amount_open().to_owned(), text::money);
    let bank = scan.bank.unwrap_or_else(|| words.bank_unknown(&scan.bin));
    let use_of = if scan.one_time {
        words.one_time()
    } else {
        words.many_times()
    };
    view! {
        <KindHeading icon=Picture::CreditCard words=words.payment() />
        <p class="result-amount" class:open=scan.amount.is_none()>
            <span class="small secondary">{words.amount()}</span>
            <span class="result-big digits">{amount}</span>
        </p>
        <dl class="told">
            <Fact name=words.bank() value=Some(bank) />
            <Fact name=words.account() value=Some(scan.account.clone()) digits=true />
            <Fact name=words.note() value=scan.note />
            <Fact name=words.use_of() value=Some(use_of.to_owned()) />
        </dl>
        <Notice tone=Tone::Warn><p>{words.never_pays()}</p></Notice>
        <div class="result-actions"><CopyButton text=scan.account words=words.copy_account() /></div>
    }
}
