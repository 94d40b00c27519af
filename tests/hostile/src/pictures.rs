//! Pictures and frames of a camera.

use codes::scan::{Found, read_gray, read_picture_while};

/// Questions of a search for more time, until it has none: pictures that only take long are not what is looked for.
const PATIENCE: usize = 60;

/// A picture's file.
pub(crate) fn picture(bytes: &[u8]) {
    let mut asked = 0;
    let found = read_picture_while(bytes, || {
        asked += 1;
        asked <= PATIENCE
    });
    check(&found.unwrap_or_default());
}

/// A frame: two bytes of its width, then its pixels.
pub(crate) fn frame(bytes: &[u8]) {
    let Some((width, pixels)) = bytes.split_first_chunk() else {
        return;
    };
    let width = u32::from(u16::from_be_bytes(*width));
    let Some(height) = u32::try_from(pixels.len())
        .ok()
        .and_then(|count| count.checked_div(width))
    else {
        return;
    };
    check(&read_gray(width, height, &pixels[..(width * height) as usize]));
    // Of a length that does not fit.
    if pixels.len() != (width * height) as usize {
        assert!(read_gray(width, height, pixels).is_empty());
    }
}

/// The bytes of a frame as its target wants them.
pub fn frame_bytes(width: u16, pixels: &[u8]) -> Vec<u8> {
    [&width.to_be_bytes(), pixels].concat()
}

fn check(found: &[Found]) {
    for symbol in found {
        assert!(symbol.corners.iter().all(|(x, y)| x.is_finite() && y.is_finite()));
        let _ = codes::classify(&symbol.text);
    }
}
