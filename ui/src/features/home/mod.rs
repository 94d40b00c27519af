//! The first screen: the code, what needs doing, the papers touched last.

mod call;
mod code_card;
mod greeting;
mod recent;
mod simple;
mod sync_line;
mod tasks;
mod words;

use leptos::prelude::*;
use protocol::app::{GetHome, Part};

use crate::{
    app::{Route, page_title, use_app, use_query},
    components::{ListRow, Loaded, Picture},
    reactive::{Look, derive},
};
use code_card::CodeCard;
use greeting::Greeting;
use recent::RecentPapers;
use simple::SimpleHome;
use sync_line::SyncLine;
use tasks::Tasks;
use words::HomeWords;

/// The first screen.
#[component]
pub fn Home() -> impl IntoView {
    let words = HomeWords::here();
    page_title(words.title());
    let simple = use_app().simple();
    move || match simple.get() {
        true => view! { <SimpleHome /> }.into_any(),
        false => view! { <WholeHome /> }.into_any(),
    }
}

#[component]
fn WholeHome() -> impl IntoView {
    let words = HomeWords::here();
    let home = use_query(
        &[
            Part::Profile,
            Part::Documents,
            Part::Codes,
            Part::Requests,
            Part::Errands,
            Part::Roles,
        ],
        || GetHome {},
    );
    let stored = derive(move || home.value.look(|home| home.as_ref().map(|home| home.sync.clone())));
    view! {
        <div class="home">
            <header class="home-head">
                <Greeting />
                <SyncLine stored />
            </header>
            <div class="home-codes">
                <CodeCard />
                <ul class="rows">
                    <ListRow
                        title=words.scan().to_owned()
                        note=Some(words.scan_hint().to_owned())
                        icon=Picture::ScanLine
                        href=Route::Scan.href()
                    />
                </ul>
            </div>
            <div class="home-rest">
                <Loaded query=home lines=6 let:home>
                    <Tasks home />
                    <RecentPapers home />
                </Loaded>
            </div>
        </div>
    }
}
