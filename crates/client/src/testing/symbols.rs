//! Symbols on a screen, as a scanner reads them.

use protocol::app::QrView;

/// Pixels of a module.
const SCALE: u32 = 4;
/// Modules around a symbol.
const QUIET: u32 = 4;

/// What a scanner reads off a screen that shows the symbol and nothing else.
pub fn read_symbol(qr: &QrView) -> String {
    let side = (qr.size + 2 * QUIET) * SCALE;
    let mut gray = vec![255; (side * side) as usize];
    for run in qr.path.split('M').filter(|run| !run.is_empty()) {
        let numbers: Vec<u32> = run
            .split([' ', 'h', 'v'])
            .take(3)
            .map(|number| number.parse().unwrap())
            .collect();
        let [x, y, length] = numbers[..] else {
            panic!("no run of a symbol: {run}")
        };
        for row in (y + QUIET) * SCALE..(y + QUIET + 1) * SCALE {
            let start = row * side + (x + QUIET) * SCALE;
            gray[start as usize..(start + length * SCALE) as usize].fill(0);
        }
    }
    let mut found = codes::scan::read_gray(side, side, &gray);
    assert_eq!(found.len(), 1, "the symbol is readable");
    found.remove(0).text
}
