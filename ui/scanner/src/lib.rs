//! The scanner as a module of its own, for a worker of the page: it is large, used now and then,
//! and reads foreign input. A fault in it ends the worker and nothing else.
//!
//! It may not do more than find the texts of codes; what they mean is the client's.

use codes::scan::{self, PICTURE_PATIENCE};
use wasm_bindgen::prelude::*;

/// The texts of the codes in a JPEG, PNG or WebP file.
///
/// # Errors
/// `"unreadable"` for anything else, and beyond the limits of size.
#[wasm_bindgen]
pub fn picture(bytes: &[u8]) -> Result<Vec<String>, JsValue> {
    let start = js_sys::Date::now();
    let in_time = || js_sys::Date::now() - start < PICTURE_PATIENCE.as_millis() as f64;
    let found = scan::read_picture_while(bytes, in_time).map_err(|_| JsValue::from_str("unreadable"))?;
    Ok(found.into_iter().map(|symbol| symbol.text).collect())
}

/// The texts of the codes in a picture of the camera: red, green, blue and alpha of each pixel, a byte each.
#[wasm_bindgen]
pub fn frame(width: u32, height: u32, rgba: &[u8]) -> Vec<String> {
    let gray: Vec<u8> = rgba.chunks_exact(4).map(brightness).collect();
    let found = scan::read_gray(width, height, &gray);
    found.into_iter().map(|symbol| symbol.text).collect()
}

/// Luma of ITU-R BT.601, as cameras' own gray.
fn brightness(pixel: &[u8]) -> u8 {
    let [red, green, blue] = [pixel[0], pixel[1], pixel[2]].map(u32::from);
    ((299 * red + 587 * green + 114 * blue + 500) / 1000) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brightness_goes_from_black_to_white() {
        assert_eq!(brightness(&[0, 0, 0, 255]), 0);
        assert_eq!(brightness(&[255, 255, 255, 255]), 255);
        assert_eq!(brightness(&[0, 255, 0, 255]), 150);
    }

    #[test]
    fn a_frame_of_the_wrong_length_holds_nothing() {
        assert!(frame(100, 100, &[0; 16]).is_empty());
    }
}
