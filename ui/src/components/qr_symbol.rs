//! A code to be scanned.

use leptos::prelude::*;
use protocol::app::QrView;

use crate::reactive::Look;

/// Modules of light around the symbol that readers need (ISO/IEC 18004, 5.3.8).
const QUIET_ZONE: u32 = 4;

/// A QR symbol: always black on white with its quiet zone, in dark mode too, as wide as its
/// column.
#[component]
pub fn QrSymbol(
    /// The symbol.
    #[prop(into)]
    qr: Signal<QrView>,
    /// What it is, for who can't see it.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let side = move || qr.look(|qr| qr.size + 2 * QUIET_ZONE);
    view! {
        <svg
            class="qr"
            role="img"
            aria-label=label
            viewBox=move || format!("0 0 {0} {0}", side())
            shape-rendering="crispEdges"
        >
            <rect class="qr-light" width=side height=side />
            <path
                class="qr-dark"
                transform=format!("translate({QUIET_ZONE} {QUIET_ZONE})")
                d=move || qr.look(|qr| qr.path.clone())
            />
        </svg>
    }
}
