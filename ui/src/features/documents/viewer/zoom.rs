//! How large a page is shown; 100 % fits the width.

/// A zoom in percent of what fits the width.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub(super) struct Zoom(f64);

const STEPS: [f64; 10] = [50.0, 67.0, 80.0, 100.0, 125.0, 150.0, 200.0, 250.0, 300.0, 400.0];

impl Zoom {
    /// Fits the width.
    pub(super) const FIT: Self = Self(100.0);

    /// The next larger step.
    pub(super) fn larger(self) -> Self {
        Self(STEPS.into_iter().find(|step| *step > self.0 + 0.5).unwrap_or(self.0))
    }

    /// The next smaller step.
    pub(super) fn smaller(self) -> Self {
        Self(
            STEPS
                .into_iter()
                .rev()
                .find(|step| *step < self.0 - 0.5)
                .unwrap_or(self.0),
        )
    }

    /// Changed by a factor, as a wheel or two fingers ask, within the steps.
    pub(super) fn times(self, factor: f64) -> Self {
        if !factor.is_finite() {
            return self;
        }
        Self((self.0 * factor).clamp(STEPS[0], STEPS[STEPS.len() - 1]))
    }

    /// Whether nothing larger is left.
    pub(super) fn is_largest(self) -> bool {
        self.larger() == self
    }

    /// Whether nothing smaller is left.
    pub(super) fn is_smallest(self) -> bool {
        self.smaller() == self
    }

    /// As a share of what fits the width.
    pub(super) fn share(self) -> f64 {
        self.0 / 100.0
    }

    /// As people read it: `125 %`.
    pub(super) fn read(self) -> String {
        format!("{:.0} %", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_lead_up_and_down_and_end() {
        assert_eq!(Zoom::FIT.larger(), Zoom(125.0));
        assert_eq!(Zoom::FIT.smaller(), Zoom(80.0));
        let mut zoom = Zoom::FIT;
        for _ in 0..20 {
            zoom = zoom.larger();
        }
        assert_eq!(zoom, Zoom(400.0));
        assert!(zoom.is_largest());
        for _ in 0..20 {
            zoom = zoom.smaller();
        }
        assert!(zoom.is_smallest());
        assert_eq!(zoom.read(), "50 %");
    }

    #[test]
    fn from_between_two_steps_the_next_one_follows() {
        let between = Zoom::FIT.times(1.13);
        assert_eq!(between.larger(), Zoom(125.0));
        assert_eq!(between.smaller(), Zoom(100.0));
    }

    #[test]
    fn a_wild_wheel_stays_within_the_steps() {
        assert_eq!(Zoom::FIT.times(1e9), Zoom(400.0));
        assert_eq!(Zoom::FIT.times(0.0), Zoom(50.0));
        assert_eq!(Zoom::FIT.times(f64::NAN), Zoom::FIT);
    }
}
