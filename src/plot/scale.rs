//! Levels, ticks, colours.

use plotters::style::RGBColor;
use plotters::style::colors::colormaps::{ColorMap, ViridisRGB};

use super::PlotError;

/// How many bands of colour there are.
const BANDS: usize = 18;
/// How many powers of ten logarithmic levels reach down.
const DECADES: f64 = 6.0;

/// A scale for the values: linear, or logarithmic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    /// Of the values, or of their logarithms to base 10.
    low: f64,
    high: f64,
    logarithmic: bool,
}

impl Scale {
    pub(super) fn new((low, high): (f64, f64), logarithmic: bool) -> Result<Self, PlotError> {
        let (mut low, mut high) = (low, high);
        if logarithmic {
            if low < 0.0 || high <= 0.0 {
                return Err(PlotError::NotPositive { smallest: low });
            }
            high = high.log10();
            low = low.log10().max(high - DECADES);
        }
        if low >= high {
            // A plane: one colour, in the middle.
            let half = 0.5 * low.abs().max(1e-3);
            (low, high) = (low - half, high + half);
        }
        Ok(Self {
            low,
            high,
            logarithmic,
        })
    }

    /// Where a value is between the lowest and the highest, from 0 to 1; NaN for one that is not finite.
    pub(super) fn place(&self, value: f64) -> f64 {
        if !value.is_finite() {
            return f64::NAN;
        }
        let value = if self.logarithmic {
            value.max(f64::MIN_POSITIVE).log10()
        } else {
            value
        };
        ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }

    /// The places where one band ends and the next begins.
    pub(super) fn levels() -> impl Iterator<Item = f64> {
        (1..BANDS).map(|i| i as f64 / BANDS as f64)
    }

    /// The colour of the band that begins at a place.
    pub(super) fn band(from: f64) -> RGBColor {
        color(from + 0.5 / BANDS as f64)
    }

    /// The ticks of the values: places and labels.
    pub(super) fn ticks(&self) -> Vec<(f64, String)> {
        let width = self.high - self.low;
        if !self.logarithmic {
            let ticks = ticks(self.low, self.high, 6).into_iter();
            let place = |(value, label): (f64, String)| ((value - self.low) / width, label);
            return ticks.map(place).collect();
        }
        let mut out = Vec::new();
        let mut power = self.low.ceil();
        while power <= self.high + 1e-9 {
            out.push((
                (power - self.low) / width,
                format!("10{}", superscript(power)),
            ));
            power += (width / 8.0).ceil();
        }
        out
    }
}

/// Viridis, from dark at 0 to bright at 1.
pub(super) fn color(place: f64) -> RGBColor {
    #[allow(clippy::cast_possible_truncation)] // a colour
    ViridisRGB.get_color(place.clamp(0.0, 1.0) as f32)
}

fn superscript(power: f64) -> String {
    format!("{power:.0}")
        .chars()
        .map(|c| match c {
            '-' => '⁻',
            digit => ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹']
                [digit.to_digit(10).unwrap_or(0) as usize],
        })
        .collect()
}

/// Up to `most` or so round numbers in a range, and their labels.
pub(super) fn ticks(low: f64, high: f64, most: usize) -> Vec<(f64, String)> {
    let rough = (high - low) / most as f64;
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .map(|times| times * power)
        .find(|step| *step >= rough * (1.0 - 1e-9))
        .unwrap_or(10.0 * power);
    let decimals = (0..12)
        .find(|&digits| {
            let scaled = step * 10_f64.powi(digits);
            (scaled - scaled.round()).abs() < 1e-6 * scaled.abs()
        })
        .unwrap_or(12);
    let scientific = high.abs().max(low.abs()) >= 1e5 || step < 1e-4;
    let mut out = Vec::new();
    let mut i = (low / step - 1e-9).ceil();
    while i * step <= high + 1e-9 * step && out.len() < 3 * most {
        let value = i * step + 0.0; // no −0
        let label = if scientific {
            format!("{value:.1e}")
        } else {
            format!("{value:.*}", usize::try_from(decimals).unwrap_or(0))
        };
        out.push((value, label.replace('-', "−")));
        i += 1.0;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Scale, superscript, ticks};

    #[test]
    fn ticks_are_round_and_within() {
        let labels = |low, high, most| -> Vec<String> {
            ticks(low, high, most)
                .into_iter()
                .map(|(_, label)| label)
                .collect()
        };
        assert_eq!(labels(-2.0, 2.0, 4), ["−2", "−1", "0", "1", "2"]);
        assert_eq!(
            labels(0.0, 1.0, 4),
            ["0.00", "0.25", "0.50", "0.75", "1.00"]
        );
        assert_eq!(labels(0.13, 0.61, 5), ["0.2", "0.3", "0.4", "0.5", "0.6"]);
        assert_eq!(labels(0.0, 3e6, 3), ["0.0e0", "1.0e6", "2.0e6", "3.0e6"]);
    }

    #[test]
    #[allow(clippy::float_cmp)] // these are exact
    fn places_go_from_0_to_1() {
        let scale = Scale::new((1.0, 1e4), true).unwrap();
        assert_eq!(
            [1.0, 100.0, 1e4, 1e9].map(|x| scale.place(x)),
            [0.0, 0.5, 1.0, 1.0]
        );
        let labels: Vec<_> = scale.ticks().into_iter().map(|(_, label)| label).collect();
        assert_eq!(labels, ["10⁰", "10¹", "10²", "10³", "10⁴"]);
        assert_eq!(superscript(-12.0), "⁻¹²");
        assert_eq!(Scale::new((3.0, 3.0), false).unwrap().place(3.0), 0.5);
    }
}
