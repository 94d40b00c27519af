//! Pictures that stand beside words: Lucide (ISC). The page brings them as symbols, each is drawn from there and takes the colour
//! of its text.

use leptos::prelude::*;

macro_rules! pictures {
    ($($name:ident = $file:literal;)*) => {
        /// A picture of the set in `assets/icons`.
        #[allow(missing_docs, reason = "the names are those of the pictures' files")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Picture {
            $($name,)*
        }

        impl Picture {
            /// All of them, for the gallery.
            #[cfg(feature = "mock")]
            pub(crate) const ALL: &[Self] = &[$(Self::$name),*];

            /// Where the page has it.
            fn symbol(self) -> &'static str {
                match self {
                    $(Self::$name => concat!("#icon-", $file),)*
                }
            }
        }

        // Each has its file, from which `xtask` makes the page's symbol.
        $(const _: &str = include_str!(concat!("../../../assets/icons/", $file, ".svg"));)*
    };
}

pictures! {
    ALargeSmall = "a-large-small";
    Bell = "bell";
    Calendar = "calendar";
    Camera = "camera";
    Check = "check";
    ChevronDown = "chevron-down";
    ChevronLeft = "chevron-left";
    ChevronRight = "chevron-right";
    CircleAlert = "circle-alert";
    CircleCheck = "circle-check";
    CircleHelp = "circle-help";
    CircleStop = "circle-stop";
    CircleX = "circle-x";
    ClipboardPaste = "clipboard-paste";
    Clock = "clock";
    CloudOff = "cloud-off";
    CloudUpload = "cloud-upload";
    Copy = "copy";
    CreditCard = "credit-card";
    Download = "download";
    Ellipsis = "ellipsis";
    ExternalLink = "external-link";
    Eye = "eye";
    EyeOff = "eye-off";
    FileText = "file-text";
    Files = "files";
    HandHelping = "hand-helping";
    House = "house";
    IdCard = "id-card";
    Image = "image";
    Info = "info";
    KeyRound = "key-round";
    Keyboard = "keyboard";
    Languages = "languages";
    Link = "link";
    Lock = "lock";
    LockOpen = "lock-open";
    LogOut = "log-out";
    Mail = "mail";
    MapPin = "map-pin";
    Maximize = "maximize";
    Monitor = "monitor";
    Moon = "moon";
    OctagonX = "octagon-x";
    Pencil = "pencil";
    Phone = "phone";
    Plus = "plus";
    QrCode = "qr-code";
    RefreshCw = "refresh-cw";
    RotateCw = "rotate-cw";
    ScanLine = "scan-line";
    ScanQrCode = "scan-qr-code";
    Search = "search";
    Settings = "settings";
    ShieldAlert = "shield-alert";
    ShieldCheck = "shield-check";
    Smartphone = "smartphone";
    Store = "store";
    Sun = "sun";
    Timer = "timer";
    Trash = "trash-2";
    TriangleAlert = "triangle-alert";
    Type = "type";
    Upload = "upload";
    User = "user";
    Users = "users";
    Volume = "volume-2";
    WifiOff = "wifi-off";
    X = "x";
    ZoomIn = "zoom-in";
    ZoomOut = "zoom-out";
}

/// A picture beside a word, as large as the text around it asks. Never read aloud: the word is
/// beside it, or the control has a label.
#[component]
pub fn Icon(
    /// Which picture.
    of: Picture,
) -> impl IntoView {
    view! {
        <span class="icon" aria-hidden="true">
            <svg>
                <use_ href=of.symbol()></use_>
            </svg>
        </span>
    }
}
