//! QR symbols (ISO/IEC 18004, TCVN 7322:2009) as drawings.

use qrcode::{EcLevel, QrCode};

/// How much of a symbol may be damaged and still read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// About 7 %.
    Low,
    /// About 15 %: codes on screens.
    Medium,
    /// About 25 %: printed cards.
    Quartile,
    /// About 30 %.
    High,
}

/// The text does not fit the largest symbol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too long for a QR symbol")]
pub struct SymbolError;

/// A symbol ready to be drawn.
#[derive(Clone, PartialEq, Eq)]
pub struct Symbol {
    /// Modules per side, without the quiet zone (four modules on each side, which whoever draws
    /// it leaves free).
    pub size: u32,
    /// The dark modules as SVG path data in units of one module, origin at the symbol's upper
    /// left corner; neighbours in a row are one rectangle.
    pub path: String,
    dark: Vec<bool>,
}

/// Encodes text; the smallest version that holds it is chosen, and the densest modes.
///
/// # Errors
/// [`SymbolError`] when it does not fit version 40.
pub fn encode(text: &str, level: Level) -> Result<Symbol, SymbolError> {
    let level = match level {
        Level::Low => EcLevel::L,
        Level::Medium => EcLevel::M,
        Level::Quartile => EcLevel::Q,
        Level::High => EcLevel::H,
    };
    let code = QrCode::with_error_correction_level(text, level).map_err(|_| SymbolError)?;
    let dark: Vec<bool> = code
        .to_colors()
        .into_iter()
        .map(|color| color == qrcode::Color::Dark)
        .collect();
    let width = code.width();
    Ok(Symbol {
        size: u32::try_from(width).map_err(|_| SymbolError)?,
        path: path(&dark, width),
        dark,
    })
}

fn path(dark: &[bool], width: usize) -> String {
    let mut path = String::new();
    for (y, row) in dark.chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run[0] {
                let length = run.len();
                path.push_str(&format!("M{x} {y}h{length}v1h-{length}z"));
            }
            x += run.len();
        }
    }
    path
}

impl Symbol {
    /// The version, 1 to 40.
    pub fn version(&self) -> u32 {
        self.size.saturating_sub(17) / 4
    }

    /// Whether the module is dark. Outside the symbol everything is light.
    pub fn is_dark(&self, x: u32, y: u32) -> bool {
        let inside = x < self.size && y < self.size;
        inside && self.dark.get((y * self.size + x) as usize).copied().unwrap_or_default()
    }

    /// A complete SVG document with the quiet zone, black on white.
    pub fn to_svg(&self) -> String {
        let side = self.size + 8;
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-4 -4 {side} {side}\" shape-rendering=\"crispEdges\">\
             <path fill=\"#fff\" d=\"M-4 -4h{side}v{side}h-{side}z\"/><path d=\"{}\"/></svg>",
            self.path
        )
    }

    /// The symbol as a grey picture: `scale` pixels a module, `quiet` light modules around.
    #[cfg(feature = "scan")]
    pub fn to_luma(&self, scale: u32, quiet: u32) -> image::GrayImage {
        let scale = scale.max(1);
        let side = (self.size + 2 * quiet) * scale;
        image::GrayImage::from_fn(side, side, |x, y| {
            let module = |pixel: u32| (pixel / scale).checked_sub(quiet);
            let dark = module(x).zip(module(y)).is_some_and(|(x, y)| self.is_dark(x, y));
            image::Luma([if dark { 0 } else { 255 }])
        })
    }

    /// The same as a PNG file.
    #[cfg(feature = "scan")]
    pub fn to_png(&self, scale: u32, quiet: u32) -> Vec<u8> {
        let mut file = std::io::Cursor::new(Vec::new());
        let written = self.to_luma(scale, quiet).write_to(&mut file, image::ImageFormat::Png);
        debug_assert!(written.is_ok(), "a vector takes every byte");
        file.into_inner()
    }
}

impl std::fmt::Debug for Symbol {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Symbol")
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_symbol_as_svg() {
        let symbol = encode("DA NANG", Level::Medium).unwrap();
        assert_eq!((symbol.size, symbol.version()), (21, 1));
        insta::assert_snapshot!("svg", symbol.to_svg());
    }

    #[test]
    fn the_path_covers_the_dark_modules_and_no_others() {
        let symbol = encode("https://danang.gov.vn", Level::Quartile).unwrap();
        let mut seen = vec![false; (symbol.size * symbol.size) as usize];
        for run in symbol.path.split('M').filter(|run| !run.is_empty()) {
            let (place, run) = run.split_once('h').unwrap();
            let (x, y) = place.split_once(' ').unwrap();
            let length: u32 = run.split_once('v').unwrap().0.parse().unwrap();
            for x in x.parse().unwrap()..x.parse::<u32>().unwrap() + length {
                seen[(y.parse::<u32>().unwrap() * symbol.size + x) as usize] = true;
            }
        }
        assert_eq!(seen, symbol.dark);
        assert!(symbol.is_dark(0, 0) && !symbol.is_dark(symbol.size, 0) && !symbol.is_dark(7, 7));
    }

    #[test]
    fn letters_of_base45_pack_densely() {
        let dense = encode(&"A1:".repeat(180), Level::Medium).unwrap();
        let plain = encode(&"a1:".repeat(180), Level::Medium).unwrap();
        assert!(dense.version() < plain.version());
    }

    #[test]
    fn too_much_is_an_error() {
        assert_eq!(encode(&"x".repeat(3000), Level::Low).map(|_| ()), Err(SymbolError));
        assert!(encode("", Level::High).is_ok());
    }

    #[cfg(feature = "scan")]
    #[test]
    fn pictures_have_the_quiet_zone() {
        let symbol = encode("DA NANG", Level::Medium).unwrap();
        let picture = symbol.to_luma(3, 4);
        assert_eq!(picture.dimensions(), (29 * 3, 29 * 3));
        assert_eq!(picture.get_pixel(11, 12).0, [255]);
        assert_eq!(picture.get_pixel(12, 12).0, [0]);
        assert_eq!(&symbol.to_png(3, 4)[..4], b"\x89PNG");
    }
}
