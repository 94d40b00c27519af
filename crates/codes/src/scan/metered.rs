//! A picture that may be looked at so often and no oftener.
//!
//! rqrr looks for a symbol's fourth corner along a spiral whose length the picture decides: a hostile one of some thousand pixels keeps it
//! busy for minutes (quirc, which it is a port of, does the same: its issue 162). Whoever looks once too often is thrown out, over the
//! fence.

use std::{cell::Cell, panic, rc::Rc};

use image::{GenericImage, GenericImageView, GrayImage, Luma};

/// Looks for each pixel: finding and filling what is black takes some dozens.
const LOOKS_A_PIXEL: u64 = 64;
/// Looks besides: fitting grids takes some hundred thousand for each.
const LOOKS_BESIDES: u64 = 16_000_000;

/// Copies share what is left.
#[derive(Clone)]
pub(super) struct Metered {
    image: GrayImage,
    left: Rc<Cell<u64>>,
}

/// What is thrown.
struct Spent;

impl Metered {
    pub(super) fn new(image: GrayImage) -> Self {
        let pixels = u64::from(image.width()) * u64::from(image.height());
        Self {
            image,
            left: Rc::new(Cell::new(pixels * LOOKS_A_PIXEL + LOOKS_BESIDES)),
        }
    }

    fn spend(&self) {
        match self.left.get().checked_sub(1) {
            Some(left) => self.left.set(left),
            None => panic::resume_unwind(Box::new(Spent)),
        }
    }
}

impl GenericImageView for Metered {
    type Pixel = Luma<u8>;

    /// Counts too: where the spiral is outside, nothing else is asked.
    fn dimensions(&self) -> (u32, u32) {
        self.spend();
        self.image.dimensions()
    }

    fn get_pixel(&self, x: u32, y: u32) -> Luma<u8> {
        self.spend();
        *self.image.get_pixel(x, y)
    }
}

#[allow(deprecated, reason = "the trait still asks for them")]
impl GenericImage for Metered {
    fn get_pixel_mut(&mut self, x: u32, y: u32) -> &mut Luma<u8> {
        self.image.get_pixel_mut(x, y)
    }

    fn put_pixel(&mut self, x: u32, y: u32, pixel: Luma<u8>) {
        self.image.put_pixel(x, y, pixel);
    }

    fn blend_pixel(&mut self, x: u32, y: u32, pixel: Luma<u8>) {
        self.image.put_pixel(x, y, pixel);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::fence::fenced;

    #[test]
    fn looks_come_to_an_end() {
        let picture = Metered::new(GrayImage::new(3, 2));
        picture.left.set(3);
        let copy = picture.clone();
        assert_eq!(fenced(|| copy.get_pixel(1, 1).0), Some([0]));
        assert_eq!(fenced(|| copy.width()), Some(3));
        assert_eq!(fenced(|| picture.height()), Some(2));
        assert_eq!(fenced(|| picture.height()), None);
        assert_eq!(fenced(|| copy.get_pixel(0, 0)), None);
    }
}
