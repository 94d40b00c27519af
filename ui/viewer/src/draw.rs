//! Drawing a page.

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_interpret::util::TransformExt;
use hayro::kurbo::Affine;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::vello_cpu::{Pixmap, RasterizerSettings, RenderContext, Resources, TargetInit};
use hayro::{RenderCache, RenderSettings, render_into};

use crate::paper::size_of;
use crate::{PageSize, Paper, ViewerError, limits};

/// A drawn page.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Red, green, blue, opacity of every pixel, row by row.
    pub rgba: Vec<u8>,
}

/// How far the reader turned a page, clockwise, on top of the file's own rotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// As it is.
    None,
    /// A quarter.
    Quarter,
    /// Upside down.
    Half,
    /// Three quarters.
    ThreeQuarters,
}

impl Turn {
    /// The turn of so many quarters.
    pub fn quarters(count: u32) -> Self {
        match count % 4 {
            0 => Self::None,
            1 => Self::Quarter,
            2 => Self::Half,
            _ => Self::ThreeQuarters,
        }
    }

    /// Turns a page of a size about itself, back into the quadrant that is drawn.
    fn transform(self, size: PageSize) -> Affine {
        let (width, height) = (f64::from(size.width), f64::from(size.height));
        match self {
            Self::None => Affine::IDENTITY,
            Self::Quarter => Affine::new([0.0, 1.0, -1.0, 0.0, height, 0.0]),
            Self::Half => Affine::new([-1.0, 0.0, 0.0, -1.0, width, height]),
            Self::ThreeQuarters => Affine::new([0.0, -1.0, 1.0, 0.0, 0.0, width]),
        }
    }

    fn size(self, size: PageSize) -> PageSize {
        match self {
            Self::None | Self::Half => size,
            Self::Quarter | Self::ThreeQuarters => PageSize {
                width: size.height,
                height: size.width,
            },
        }
    }
}

impl Paper {
    /// Draws a page, counted from 0, on white; `scale` is pixels per unit of [`PageSize`] and becomes smaller where the drawing would
    /// pass [`limits`].
    ///
    /// # Errors
    /// [`ViewerError::NoPage`] when there is no such page.
    pub fn draw(&self, page: usize, scale: f32, turn: Turn) -> Result<Picture, ViewerError> {
        let pages = self.pdf().pages();
        let page = pages.get(page).ok_or(ViewerError::NoPage)?;
        let size = size_of(page);
        let turned = turn.size(size);
        let scale = fitting_scale(turned, scale);
        let (width, height) = (pixels(turned.width, scale), pixels(turned.height, scale));

        let mut context = RenderContext::new(width, height);
        let transform = Affine::scale(scale) * turn.transform(size) * page.initial_transform(true).to_kurbo();
        render_into(
            page,
            &RenderCache::new(),
            &InterpreterSettings::default(),
            &RenderSettings::default(),
            &mut context,
            transform,
        );
        context.flush();
        let mut pixmap = Pixmap::new(width, height);
        let on_white = RasterizerSettings {
            target_init: TargetInit::Clear(WHITE),
            ..Default::default()
        };
        context.render_with(&mut pixmap, &mut Resources::default(), on_white);
        // On white every pixel is opaque, so premultiplied colours are the colours.
        let rgba = pixmap.data_as_u8_slice().to_vec();
        Ok(Picture {
            width: width.into(),
            height: height.into(),
            rgba,
        })
    }
}

/// The asked scale, or the largest that stays within the limits; 1 for one that is no scale.
fn fitting_scale(size: PageSize, asked: f32) -> f64 {
    let (width, height) = (f64::from(size.width), f64::from(size.height));
    let asked = if asked.is_finite() && asked > 0.0 {
        f64::from(asked)
    } else {
        1.0
    };
    let by_area = (f64::from(limits::PIXELS) / (width * height)).sqrt();
    let by_side = f64::from(limits::SIDE) / width.max(height);
    asked.min(by_area).min(by_side)
}

/// A side in whole pixels; at least one, at most the limit.
fn pixels(side: f32, scale: f64) -> u16 {
    let exact = (f64::from(side) * scale).floor().clamp(1.0, f64::from(limits::SIDE));
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to 1..=8192 on the line above"
    )]
    let whole = exact as u16;
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    const A4: PageSize = PageSize {
        width: 595.0,
        height: 842.0,
    };

    #[test]
    fn an_ordinary_scale_is_kept() {
        assert_eq!(fitting_scale(A4, 2.0), 2.0);
        assert_eq!((pixels(A4.width, 2.0), pixels(A4.height, 2.0)), (1190, 1684));
    }

    #[test]
    fn a_drawing_never_passes_the_limits() {
        for size in [
            A4,
            PageSize {
                width: 1.0,
                height: 1e9,
            },
            PageSize {
                width: 1e30,
                height: 1e30,
            },
            PageSize {
                width: 14_400.0,
                height: 14_400.0,
            },
        ] {
            for asked in [0.1, 1.0, 50.0, 1e20, f32::INFINITY, f32::NAN, -3.0, 0.0] {
                let scale = fitting_scale(size, asked);
                let (width, height) = (
                    u32::from(pixels(size.width, scale)),
                    u32::from(pixels(size.height, scale)),
                );
                assert!(
                    width >= 1 && height >= 1 && width <= limits::SIDE && height <= limits::SIDE,
                    "{size:?} × {asked}"
                );
                assert!(
                    width * height <= limits::PIXELS,
                    "{size:?} × {asked}: {width} × {height}"
                );
            }
        }
    }

    #[test]
    fn turns_come_back_into_the_drawn_quadrant() {
        use hayro::kurbo::Rect;
        for quarters in 0..4 {
            let turn = Turn::quarters(quarters);
            let size = turn.size(A4);
            let turned = turn
                .transform(A4)
                .transform_rect_bbox(Rect::new(0.0, 0.0, 595.0, 842.0));
            assert_eq!(turned, Rect::new(0.0, 0.0, size.width.into(), size.height.into()));
        }
        assert_eq!(Turn::quarters(7), Turn::ThreeQuarters);
    }
}
