//! In which forms a picture is shown to the engines, and how often.

use std::borrow::Cow;

use super::{
    Engine, Found,
    black::Threshold,
    engine::{self, Marked, Seen},
    light::Light,
    view::{Gray, Shown, View},
};

/// How much a picture is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effort {
    /// One of many frames.
    Frame,
    /// The only picture there is.
    Picture,
}

/// One look at a picture.
#[derive(Clone, Copy)]
struct Pass {
    view: View,
    threshold: Threshold,
    /// Light on dark.
    inverted: bool,
    reader: Engine,
}

const NORMAL: View = View::upright(LONGEST);
const LARGE: View = View::upright(2560);
const SMALL: View = View::upright(560);
const TURNED: View = NORMAL.turned();
const LEVELLED: View = NORMAL.lit(Light::Levelled);
const FINELY_LEVELLED: View = NORMAL.lit(Light::FinelyLevelled);
const SOFTENED: View = NORMAL.lit(Light::Softened);
const BOTH: View = NORMAL.lit(Light::Both);
const ENLARGED: View = View::enlarged(3);

/// Longest side in most views.
const LONGEST: u32 = 1280;
/// A picture smaller than this on its longest side is also enlarged.
const TINY: u32 = 400;

/// Groups of finder patterns rxing tries in one pass.
const PICTURE_ATTEMPTS: usize = 1000;
const FRAME_ATTEMPTS: usize = 300;

/// Passes whose symbols add up.
const FIRST: [Pass; 3] = [
    rxing(NORMAL, Threshold::Local),
    rqrr(NORMAL),
    rxing(LARGE, Threshold::Local),
];

/// Passes made one by one while nothing is found. Those over the same view, and in it over the same blacks, are neighbours: what a pass
/// leaves is kept for the next one.
const THEN: [Pass; 16] = [
    rxing(NORMAL, Threshold::Running),
    rqrr(NORMAL).inverted(),
    rxing(NORMAL, Threshold::Global),
    rxing(NORMAL, Threshold::Local).inverted(),
    rxing(SMALL, Threshold::Local),
    rxing(SMALL, Threshold::Local).inverted(),
    rqrr(SMALL),
    rxing(TURNED, Threshold::Local),
    rxing(TURNED, Threshold::Local).inverted(),
    rqrr(TURNED),
    rxing(LEVELLED, Threshold::Local),
    rqrr(LEVELLED),
    rxing(FINELY_LEVELLED, Threshold::Local),
    rxing(SOFTENED, Threshold::Local),
    rxing(BOTH, Threshold::Global),
    rqrr(BOTH),
];

/// What a frame gets, until something is found.
const FRAME: [Pass; 4] = [
    rxing(NORMAL, Threshold::Local),
    rxing(NORMAL, Threshold::Local).inverted(),
    rqrr(NORMAL),
    rxing(NORMAL, Threshold::Running),
];

const fn rxing(view: View, threshold: Threshold) -> Pass {
    Pass {
        view,
        threshold,
        inverted: false,
        reader: Engine::Rxing,
    }
}

const fn rqrr(view: View) -> Pass {
    Pass {
        reader: Engine::Rqrr,
        ..rxing(view, Threshold::Running)
    }
}

impl Pass {
    const fn inverted(self) -> Self {
        Self { inverted: true, ..self }
    }
}

/// Each text once, in the order of finding, for as long as there is time.
pub(super) fn search(
    (width, height): (u32, u32),
    pixels: &[u8],
    effort: Effort,
    more: &mut dyn FnMut() -> bool,
) -> Vec<Found> {
    let Some(whole) = Gray::from_raw(width, height, Cow::Borrowed(pixels)) else {
        return Vec::new();
    };
    let longest = width.max(height);
    let mut search = Search {
        whole,
        attempts: match effort {
            Effort::Frame => FRAME_ATTEMPTS,
            Effort::Picture => PICTURE_ATTEMPTS,
        },
        more,
        kept: None,
        found: Vec::new(),
        over: false,
    };
    match effort {
        Effort::Frame => search.until_found(&FRAME),
        Effort::Picture => {
            // A view larger than the picture is the picture itself: look at it once.
            for pass in FIRST.iter().filter(|pass| pass.view != LARGE || longest > LONGEST) {
                search.look(pass);
            }
            search.until_found(&THEN);
            if longest < TINY {
                search.until_found(&[rxing(ENLARGED, Threshold::Local)]);
            }
        }
    }
    search.found
}

struct Search<'a, 'b> {
    whole: Gray<'a>,
    attempts: usize,
    more: &'b mut dyn FnMut() -> bool,
    kept: Option<Kept<'a>>,
    found: Vec<Found>,
    /// Nothing more is looked at: there is no time, or so many finder patterns that it would bring nothing.
    over: bool,
}

/// What the last pass looked at.
struct Kept<'a> {
    shown: Shown<'a>,
    black: Option<Black>,
}

struct Black {
    threshold: Threshold,
    inverted: bool,
    marked: Marked,
}

impl Search<'_, '_> {
    fn until_found(&mut self, passes: &[Pass]) {
        for pass in passes {
            if self.found.is_empty() {
                self.look(pass);
            }
        }
    }

    fn look(&mut self, pass: &Pass) {
        self.over = self.over || !(self.more)();
        if self.over {
            return;
        }
        let kept = self.kept.take().filter(|kept| kept.shown.view == pass.view);
        self.kept = kept.or_else(|| pass.view.of(&self.whole).map(|shown| Kept { shown, black: None }));
        let Some(kept) = &mut self.kept else { return };
        kept.black = black(&kept.shown, kept.black.take(), pass);
        let Some(Black { marked, .. }) = &kept.black else {
            return;
        };
        let Seen { found, over } = match pass.reader {
            Engine::Rxing => engine::rxing(marked, self.attempts, self.more),
            Engine::Rqrr => engine::rqrr(marked),
        };
        self.over |= over;
        for mut symbol in found {
            if !self.found.iter().any(|known| known.text == symbol.text) {
                symbol.corners = symbol.corners.map(|corner| kept.shown.in_whole(corner));
                self.found.push(symbol);
            }
        }
    }
}

/// The blacks a pass asks for, out of the last ones if possible.
fn black(shown: &Shown<'_>, last: Option<Black>, pass: &Pass) -> Option<Black> {
    let Pass {
        threshold, inverted, ..
    } = *pass;
    let marked = match last {
        Some(last) if last.threshold == threshold && last.inverted == inverted => return Some(last),
        Some(last) if last.threshold == threshold && threshold.flips() => last.marked.flipped(),
        _ => threshold.black(&shown.image, inverted).and_then(Marked::new),
    };
    Some(Black {
        threshold,
        inverted,
        marked: marked?,
    })
}
