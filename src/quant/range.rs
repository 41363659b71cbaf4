//! The range of some numbers, and the integers that stand for it.

use core::fmt;

use crate::Element;

/// The smallest and the largest of some numbers and 0.
///
/// ```
/// use typograd::quant::{Affine, Range};
///
/// let mut range = Range::EMPTY;
/// range.include(&[0.5, 2.0]);
/// range.include(&[-0.55]);
/// let Affine { scale, zero } = range.affine()?;
/// assert!((scale - 2.55 / 255.0).abs() < 1e-9); // 256 integers have 255 steps between
/// assert_eq!(zero, -73); // −128 stands for −0.55, which is 55 steps below 0
/// # Ok::<(), typograd::quant::RangeError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    low: f32,
    high: f32,
    is_finite: bool,
}

impl Range {
    /// That of no numbers.
    pub const EMPTY: Self = Self {
        low: 0.0,
        high: 0.0,
        is_finite: true,
    };

    /// Makes the range reach as far as some more numbers.
    #[allow(clippy::cast_possible_truncation)] // rounded to the nearest `f32`
    pub fn include<T: Element>(&mut self, numbers: &[T]) {
        for x in numbers {
            let x = x.as_f64() as f32;
            self.is_finite &= num_traits::Float::is_finite(x);
            self.low = self.low.min(x);
            self.high = self.high.max(x);
        }
    }

    /// The scale s and the zero point z for which −128 stands for the lower end and 127 for the upper one: x ≈ s (q − z).
    /// The zero point is one of these integers: 0 is stood for exactly.
    ///
    /// # Errors
    ///
    /// If nothing but zeros was seen, or what is not finite.
    #[allow(clippy::cast_possible_truncation)] // from −128 to 127
    pub fn affine(self) -> Result<Affine, RangeError> {
        let scale = (f64::from(self.high) - f64::from(self.low)) / 255.0;
        if !self.is_finite {
            return Err(RangeError::NotFinite);
        }
        if scale < f64::from(f32::MIN_POSITIVE) {
            return Err(RangeError::Empty);
        }
        let zero = libm::round(-128.0 - f64::from(self.low) / scale) as i32;
        Ok(Affine {
            scale: scale as f32,
            zero,
        })
    }
}

/// The real numbers that integers q stand for: x ≈ s (q − z).
///
/// See [`Range`] for an example.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Affine {
    /// The scale s.
    pub scale: f32,
    /// The zero point z, which stands for 0.
    pub zero: i32,
}

impl Affine {
    /// That of real numbers, which no integers stand for.
    pub(super) const REAL: Self = Self {
        scale: 1.0,
        zero: 0,
    };

    /// The integer that stands best for a number.
    #[allow(clippy::cast_possible_truncation)] // rounded, and cut off at both ends
    pub(super) fn nearest(self, x: f64) -> i8 {
        let q = libm::round(x / f64::from(self.scale)) + f64::from(self.zero);
        q.clamp(-128.0, 127.0) as i8
    }
}

/// A layer's activations cannot be quantised.
///
/// ```
/// use typograd::quant::Range;
///
/// let error = Range::EMPTY.affine().unwrap_err();
/// assert_eq!(error.to_string(), "the data that was observed leaves a layer's activations at 0");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RangeError {
    /// There was no data, or all of a layer's inputs or outputs are 0 on it.
    Empty,
    /// An activation, or a weight, is NaN or infinite.
    NotFinite,
}

impl fmt::Display for RangeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "the data that was observed leaves a layer's activations at 0",
            Self::NotFinite => "an activation or a weight is NaN or infinite",
        })
    }
}

impl core::error::Error for RangeError {}
