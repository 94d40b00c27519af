//! The pieces screens are made of: native HTML, labelled, reachable by keyboard, one file each.

mod app_bar;
mod button;
mod camera_view;
mod chip;
mod date_field;
mod dialog;
mod empty_state;
mod error_state;
mod error_summary;
mod field;
mod file_pick;
mod icon;
mod id;
mod list_row;
mod loaded;
mod notice;
mod otp_input;
mod pin_pad;
mod progress_bar;
mod qr_symbol;
mod search_select;
mod section;
mod segmented;
mod select;
mod skeleton;
mod spinner;
mod text_area;
mod toaster;
mod toggle;
mod two_pane;
mod visually_hidden;

pub use app_bar::AppBar;
pub use button::{Button, ButtonKind, IconButton, LinkButton};
pub use camera_view::CameraView;
pub use chip::{Chip, Tone};
pub use date_field::DateField;
pub use dialog::{Dialog, open_while};
pub use empty_state::EmptyState;
pub use error_state::{ErrorNotice, ErrorState};
pub use error_summary::{ErrorSummary, Mistake};
pub use field::Field;
pub use file_pick::{FilePick, read_file};
pub use icon::{Icon, Picture};
pub(crate) use id::provide_ids;
pub use id::{focus_by_id, use_id};
pub use list_row::ListRow;
pub use loaded::Loaded;
pub use notice::Notice;
pub use otp_input::OtpInput;
pub use pin_pad::PinPad;
pub use progress_bar::ProgressBar;
pub use qr_symbol::QrSymbol;
pub use search_select::{Choice, SearchSelect};
pub use section::Section;
pub use segmented::Segmented;
pub use select::Select;
pub use skeleton::Skeleton;
pub use spinner::Spinner;
pub use text_area::TextArea;
pub use toaster::Toaster;
pub use toggle::Toggle;
pub use two_pane::TwoPane;
pub use visually_hidden::VisuallyHidden;

#[cfg(test)]
mod tests {
    const GALLERY: [&str; 5] = [
        include_str!("../gallery/actions.rs"),
        include_str!("../gallery/codes.rs"),
        include_str!("../gallery/fields.rs"),
        include_str!("../gallery/frames.rs"),
        include_str!("../gallery/told.rs"),
    ];

    /// What this module shows of itself that is no component.
    const OTHERS: [&str; 5] = ["ButtonKind", "Tone", "Mistake", "Picture", "Choice"];

    #[test]
    fn every_component_hangs_in_the_gallery() {
        let here = include_str!("mod.rs");
        let names = here
            .lines()
            .filter_map(|line| line.strip_prefix("pub use ")?.split_once("::"))
            .flat_map(|(_, names)| names.split(|c: char| !c.is_alphanumeric() && c != '_'))
            .filter(|name| name.starts_with(|c: char| c.is_ascii_uppercase()) && !OTHERS.contains(name));
        let missing: Vec<&str> = names
            .filter(|name| {
                let hung = format!("<Kind name=\"{name}\"");
                !GALLERY.iter().any(|group| group.contains(&hung))
            })
            .collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}
