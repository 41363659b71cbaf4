//! Dual numbers a + b ε with ε² = 0: the derivative of anything written for an [`Element`], along with its value.

use core::cmp::Ordering;
use core::fmt;
use core::iter::Sum;
use core::num::FpCategory;
use core::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Rem, Sub, SubAssign};

use num_traits::{Float, Num, NumCast, One, ToPrimitive, Zero};

use super::Over;
use crate::zeroed::zeroed_parts;
use crate::{Element, Zeroed};

/// The dual number a + b ε, where ε² = 0: f(a + b ε) = f(a) + f′(a) b ε.
///
/// Computed with dual numbers, a gradient carries its own derivative along: that is `hvp`, forward mode over reverse
/// mode (Pearlmutter 1994). Comparisons look at a alone, so that code takes the branch it takes for numbers.
///
/// ```
/// use typograd::calculus::Dual;
///
/// let x = Dual { value: 3.0, tangent: 1.0 };
/// let y = x * x * x;
/// assert_eq!((y.value, y.tangent), (27.0, 27.0)); // x³ and 3 x²
/// ```
#[derive(Clone, Copy, Debug, Default)]
#[repr(C)]
pub struct Dual<T> {
    /// a, the value.
    pub value: T,
    /// b, the derivative of the value along a direction.
    pub tangent: T,
}

zeroed_parts!(Dual[T: Zeroed][T] { value, tangent });

impl<T: Element> Dual<T> {
    /// A number that does not vary: a + 0 ε.
    #[inline]
    fn constant(value: T) -> Self {
        Self {
            value,
            tangent: T::zero(),
        }
    }

    /// f(a) + f′(a) b ε, given f(a) and f′(a).
    #[inline]
    fn chain(self, value: T, slope: T) -> Self {
        Self {
            value,
            tangent: slope * self.tangent,
        }
    }
}

impl<T: Element> Over<T> for Dual<T> {
    #[inline]
    fn lift(constant: T) -> Self {
        Self::constant(constant)
    }
}

impl<T: Element> PartialEq for Dual<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Element> PartialOrd for Dual<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.value.partial_cmp(&other.value)
    }
}

macro_rules! operators {
    ($($operator:ident $method:ident, $assign:ident $assign_method:ident, |$x:ident, $y:ident| $value:expr, $tangent:expr;)*) => {
        $(
            impl<T: Element> $operator for Dual<T> {
                type Output = Self;

                #[inline]
                fn $method(self, other: Self) -> Self {
                    let ($x, $y) = (self, other);
                    Self { value: $value, tangent: $tangent }
                }
            }

            impl<T: Element> $assign for Dual<T> {
                #[inline]
                fn $assign_method(&mut self, other: Self) {
                    *self = self.$method(other);
                }
            }
        )*
    };
}

operators! {
    Add add, AddAssign add_assign, |x, y| x.value + y.value, x.tangent + y.tangent;
    Sub sub, SubAssign sub_assign, |x, y| x.value - y.value, x.tangent - y.tangent;
    Mul mul, MulAssign mul_assign, |x, y| x.value * y.value, x.tangent * y.value + x.value * y.tangent;
    Div div, DivAssign div_assign, |x, y| x.value / y.value, (x.tangent - x.value / y.value * y.tangent) / y.value;
}

impl<T: Element> Rem for Dual<T> {
    type Output = Self;

    /// a − ⌊a / c⌋ c, truncated: its slope in c is the whole quotient's, negated.
    fn rem(self, other: Self) -> Self {
        let whole = (self.value / other.value).trunc();
        Self {
            value: self.value % other.value,
            tangent: self.tangent - whole * other.tangent,
        }
    }
}

impl<T: Element> Neg for Dual<T> {
    type Output = Self;

    #[inline]
    fn neg(self) -> Self {
        Self {
            value: -self.value,
            tangent: -self.tangent,
        }
    }
}

impl<T: Element> Sum for Dual<T> {
    fn sum<I: Iterator<Item = Self>>(terms: I) -> Self {
        terms.fold(Self::zero(), |sum, x| sum + x)
    }
}

impl<T: Element> Zero for Dual<T> {
    fn zero() -> Self {
        Self::constant(T::zero())
    }

    fn is_zero(&self) -> bool {
        self.value.is_zero()
    }
}

impl<T: Element> One for Dual<T> {
    fn one() -> Self {
        Self::constant(T::one())
    }
}

impl<T: Element> Num for Dual<T> {
    type FromStrRadixErr = T::FromStrRadixErr;

    fn from_str_radix(text: &str, radix: u32) -> Result<Self, T::FromStrRadixErr> {
        T::from_str_radix(text, radix).map(Self::constant)
    }
}

impl<T: Element> ToPrimitive for Dual<T> {
    fn to_i64(&self) -> Option<i64> {
        self.value.to_i64()
    }

    fn to_u64(&self) -> Option<u64> {
        self.value.to_u64()
    }

    fn to_f64(&self) -> Option<f64> {
        self.value.to_f64()
    }
}

impl<T: Element> NumCast for Dual<T> {
    fn from<N: ToPrimitive>(number: N) -> Option<Self> {
        <T as NumCast>::from(number).map(Self::constant)
    }
}

impl<T: Element> fmt::Display for Dual<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.value, f)?;
        f.write_str(" + ")?;
        fmt::Display::fmt(&self.tangent, f)?;
        f.write_str(" ε")
    }
}

impl<T: Element> fmt::LowerExp for Dual<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::LowerExp::fmt(&self.value, f)?;
        f.write_str(" + ")?;
        fmt::LowerExp::fmt(&self.tangent, f)?;
        f.write_str(" ε")
    }
}

/// 2, 3, … as an element.
fn number<T: Element>(x: f64) -> T {
    T::from_f64(x)
}

/// The functions of [`Float`]: with a derivative, those that are piecewise constant, those that look at the value alone, and
/// constants.
macro_rules! float {
    (
        smooth { $($smooth:ident |$x:ident, $y:ident| $slope:expr;)* }
        steps { $($step:ident)* }
        questions { $($question:ident -> $answer:ty;)* }
        constants { $($constant:ident)* }
    ) => {
        impl<T: Element> Float for Dual<T> {
            $(#[inline]
            fn $smooth(self) -> Self {
                let $x = self.value;
                let $y = $x.$smooth();
                self.chain($y, $slope)
            })*

            $(fn $step(self) -> Self {
                Self::constant(self.value.$step())
            })*

            $(fn $question(self) -> $answer {
                self.value.$question()
            })*

            $(fn $constant() -> Self {
                Self::constant(T::$constant())
            })*

            fn fract(self) -> Self {
                self.chain(self.value.fract(), T::one())
            }

            #[inline]
            fn mul_add(self, a: Self, b: Self) -> Self {
                Self {
                    value: self.value.mul_add(a.value, b.value),
                    tangent: self.tangent * a.value + self.value * a.tangent + b.tangent,
                }
            }

            fn powi(self, n: i32) -> Self {
                let slope = if n == 0 {
                    T::zero()
                } else {
                    number::<T>(<f64 as From<i32>>::from(n)) * self.value.powi(n - 1)
                };
                self.chain(self.value.powi(n), slope)
            }

            fn powf(self, exponent: Self) -> Self {
                let value = self.value.powf(exponent.value);
                let slope = exponent.value * self.value.powf(exponent.value - T::one());
                let by_exponent = if exponent.tangent.is_zero() {
                    T::zero()
                } else {
                    value * self.value.ln() * exponent.tangent
                };
                Self { value, tangent: slope * self.tangent + by_exponent }
            }

            fn log(self, base: Self) -> Self {
                self.ln() / base.ln()
            }

            fn max(self, other: Self) -> Self {
                if self.value >= other.value || other.value.is_nan() { self } else { other }
            }

            fn min(self, other: Self) -> Self {
                if self.value <= other.value || other.value.is_nan() { self } else { other }
            }

            fn abs_sub(self, other: Self) -> Self {
                if self.value <= other.value { Self::zero() } else { self - other }
            }

            fn hypot(self, other: Self) -> Self {
                let value = self.value.hypot(other.value);
                let tangent = (self.value * self.tangent + other.value * other.tangent) / value;
                Self { value, tangent }
            }

            fn atan2(self, other: Self) -> Self {
                let square = self.value * self.value + other.value * other.value;
                Self {
                    value: self.value.atan2(other.value),
                    tangent: (other.value * self.tangent - self.value * other.tangent) / square,
                }
            }

            fn sin_cos(self) -> (Self, Self) {
                let (sin, cos) = self.value.sin_cos();
                (self.chain(sin, cos), self.chain(cos, -sin))
            }

            fn copysign(self, sign: Self) -> Self {
                let same = self.value.is_sign_negative() == sign.value.is_sign_negative();
                if same { self } else { -self }
            }

            fn integer_decode(self) -> (u64, i16, i8) {
                self.value.integer_decode()
            }

            fn classify(self) -> FpCategory {
                self.value.classify()
            }
        }
    };
}

float! {
    smooth {
        abs |x, _y| x.signum();
        recip |_x, y| -(y * y);
        sqrt |_x, y| T::one() / (y + y);
        cbrt |_x, y| T::one() / (number::<T>(3.0) * y * y);
        exp |_x, y| y;
        exp2 |_x, y| y * T::from_f64(core::f64::consts::LN_2);
        exp_m1 |_x, y| y + T::one();
        ln |x, _y| x.recip();
        ln_1p |x, _y| (T::one() + x).recip();
        log2 |x, _y| (x * T::from_f64(core::f64::consts::LN_2)).recip();
        log10 |x, _y| (x * T::from_f64(core::f64::consts::LN_10)).recip();
        sin |x, _y| x.cos();
        cos |x, _y| -x.sin();
        tan |_x, y| T::one() + y * y;
        asin |x, _y| (T::one() - x * x).sqrt().recip();
        acos |x, _y| -(T::one() - x * x).sqrt().recip();
        atan |x, _y| (T::one() + x * x).recip();
        sinh |x, _y| x.cosh();
        cosh |x, _y| x.sinh();
        tanh |_x, y| T::one() - y * y;
        asinh |x, _y| (x * x + T::one()).sqrt().recip();
        acosh |x, _y| (x * x - T::one()).sqrt().recip();
        atanh |x, _y| (T::one() - x * x).recip();
        to_degrees |_x, _y| T::one().to_degrees();
        to_radians |_x, _y| T::one().to_radians();
    }
    steps { floor ceil round trunc signum }
    questions {
        is_nan -> bool;
        is_infinite -> bool;
        is_finite -> bool;
        is_normal -> bool;
        is_sign_positive -> bool;
        is_sign_negative -> bool;
    }
    constants { nan infinity neg_infinity neg_zero min_value min_positive_value max_value epsilon }
}

impl<T: Element> Element for Dual<T> {
    #[inline]
    fn from_f64(x: f64) -> Self {
        Self::constant(T::from_f64(x))
    }

    #[inline]
    fn as_f64(self) -> f64 {
        self.value.as_f64()
    }

    /// Its slope is −2/√π exp(−x²).
    fn erfc(self) -> Self {
        let x = self.value;
        let slope = -T::from_f64(core::f64::consts::FRAC_2_SQRT_PI) * (-x * x).exp();
        self.chain(x.erfc(), slope)
    }
}
