//! Where a point of the picture lies on the card.

/// A projective map of the plane.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Projection([[f32; 3]; 3]);

impl Projection {
    /// The map that takes the unit square's corners (0,0), (1,0), (1,1), (0,1) to four points.
    ///
    /// Heckbert, Fundamentals of Texture Mapping and Image Warping (1989), section 2.2.3.
    pub(crate) fn of_square([p0, p1, p2, p3]: [(f32, f32); 4]) -> Self {
        let (dx1, dy1) = (p1.0 - p2.0, p1.1 - p2.1);
        let (dx2, dy2) = (p3.0 - p2.0, p3.1 - p2.1);
        let (sx, sy) = (p0.0 - p1.0 + p2.0 - p3.0, p0.1 - p1.1 + p2.1 - p3.1);
        let whole = dx1 * dy2 - dx2 * dy1;
        let g = (sx * dy2 - dx2 * sy) / whole;
        let h = (dx1 * sy - sx * dy1) / whole;
        Self([
            [p1.0 - p0.0 + g * p1.0, p3.0 - p0.0 + h * p3.0, p0.0],
            [p1.1 - p0.1 + g * p1.1, p3.1 - p0.1 + h * p3.1, p0.1],
            [g, h, 1.0],
        ])
    }

    /// The way back, up to a factor, which a projective map does not feel.
    pub(crate) fn back(self) -> Self {
        let [[a, b, c], [d, e, f], [g, h, i]] = self.0;
        Self([
            [e * i - f * h, c * h - b * i, b * f - c * e],
            [f * g - d * i, a * i - c * g, c * d - a * f],
            [d * h - e * g, b * g - a * h, a * e - b * d],
        ])
    }

    pub(crate) fn at(&self, (x, y): (f32, f32)) -> (f32, f32) {
        let [first, second, third] = self.0.map(|[a, b, c]| a * x + b * y + c);
        (first / third, second / third)
    }
}

/// Corners of a square of a side around a point, turned in the picture's plane and leaning away from it. The camera stands two and a half
/// sides away.
pub(crate) fn corners(middle: (f32, f32), side: f32, turned: f32, leaning: (f32, f32)) -> [(f32, f32); 4] {
    const AWAY: f32 = 2.5;
    let (turn_sin, turn_cos) = turned.to_radians().sin_cos();
    let (lean_sin, lean_cos) = (leaning.0.clamp(0.0, 1.0) * 90.0).to_radians().sin_cos();
    let (axis_sin, axis_cos) = leaning.1.to_radians().sin_cos();
    [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)].map(|(x, y)| {
        let (x, y): (f32, f32) = (x * turn_cos - y * turn_sin, x * turn_sin + y * turn_cos);
        // In the axes of the leaning: one stays, the other goes away and grows short.
        let (along, across) = (x * axis_cos + y * axis_sin, y * axis_cos - x * axis_sin);
        let (along, depth) = (along * lean_cos, along * lean_sin);
        let nearer = AWAY / (AWAY + depth);
        let (x, y) = (
            along * axis_cos - across * axis_sin,
            along * axis_sin + across * axis_cos,
        );
        (middle.0 + x * side * nearer, middle.1 + y * side * nearer)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let quad = corners((640.0, 480.0), 500.0, 17.0, (0.4, 30.0));
        let there = Projection::of_square(quad);
        let back = there.back();
        for ((x, y), corner) in [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)].into_iter().zip(quad) {
            let (seen_x, seen_y) = there.at((x, y));
            assert!((seen_x - corner.0).abs() < 0.05 && (seen_y - corner.1).abs() < 0.05);
            let (card_x, card_y) = back.at(corner);
            assert!((card_x - x).abs() < 1e-3 && (card_y - y).abs() < 1e-3);
        }
    }
}
