//! Exact rational numbers: the coefficients of formulas, so that ½ · 2 is 1.

use std::cmp::Ordering;

/// `over / under` in lowest terms, `under` positive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ratio {
    over: i64,
    under: i64,
}

fn greatest_common_divisor(a: u64, b: u64) -> u64 {
    if b == 0 {
        a
    } else {
        greatest_common_divisor(b, a % b)
    }
}

impl Ratio {
    pub(crate) const ZERO: Self = Self { over: 0, under: 1 };
    pub(crate) const ONE: Self = Self { over: 1, under: 1 };
    pub(crate) const MINUS_ONE: Self = Self { over: -1, under: 1 };

    /// Nothing where it does not fit: what is multiplied then stands as two factors.
    pub(crate) fn new(over: i64, under: i64) -> Option<Self> {
        if under == 0 || over == i64::MIN || under == i64::MIN {
            return None;
        }
        let divisor = greatest_common_divisor(over.unsigned_abs(), under.unsigned_abs());
        let divisor = i64::try_from(divisor).ok()? * under.signum();
        Some(Self {
            over: over / divisor,
            under: under / divisor,
        })
    }

    pub(crate) fn whole(n: i32) -> Self {
        Self {
            over: i64::from(n),
            under: 1,
        }
    }

    pub(crate) const fn half() -> Self {
        Self { over: 1, under: 2 }
    }

    /// A decimal number, `1.5e-3`.
    pub(crate) fn parse(decimal: &str) -> Option<Self> {
        let (mantissa, exponent) = match decimal.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
            None => (decimal, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = format!("{whole}{fraction}");
        let power = exponent - i32::try_from(fraction.len()).ok()?;
        let scale = 10_i64.checked_pow(power.unsigned_abs())?;
        let over: i64 = digits.parse().ok()?;
        if power >= 0 {
            Self::new(over.checked_mul(scale)?, 1)
        } else {
            Self::new(over, scale)
        }
    }

    pub(crate) fn times(self, other: Self) -> Option<Self> {
        Self::new(
            self.over.checked_mul(other.over)?,
            self.under.checked_mul(other.under)?,
        )
    }

    pub(crate) fn plus(self, other: Self) -> Option<Self> {
        let a = self.over.checked_mul(other.under)?;
        let b = other.over.checked_mul(self.under)?;
        Self::new(a.checked_add(b)?, self.under.checked_mul(other.under)?)
    }

    pub(crate) fn minus(self) -> Self {
        Self {
            over: -self.over,
            under: self.under,
        }
    }

    pub(crate) fn recip(self) -> Option<Self> {
        Self::new(self.under, self.over)
    }

    pub(crate) fn power(self, exponent: i32) -> Option<Self> {
        let base = if exponent < 0 { self.recip()? } else { self };
        (0..exponent.unsigned_abs()).try_fold(Self::ONE, |product, _| product.times(base))
    }

    pub(crate) fn abs(self) -> Self {
        Self {
            over: self.over.abs(),
            under: self.under,
        }
    }

    pub(crate) fn is_negative(self) -> bool {
        self.over < 0
    }

    pub(crate) fn is_zero(self) -> bool {
        self.over == 0
    }

    /// Numerator and denominator.
    pub(crate) fn parts(self) -> (i64, i64) {
        (self.over, self.under)
    }

    pub(crate) fn to_f64(self) -> f64 {
        self.over as f64 / self.under as f64
    }

    /// Its digits, if it has finitely many.
    pub(crate) fn decimal(self) -> Option<String> {
        let mut rest = self.under;
        for prime in [2, 5] {
            while rest % prime == 0 {
                rest /= prime;
            }
        }
        (rest == 1).then(|| format!("{}", self.to_f64()))
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.to_f64().partial_cmp(&other.to_f64())
    }
}
