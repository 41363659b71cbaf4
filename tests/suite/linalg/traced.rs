//! A number of a user's own: it carries its derivative in one direction, a + ε b with ε² = 0, and counts its operations.
//! It compares by value alone.

use std::cell::Cell;
use std::fmt;
use std::iter::Sum;
use std::num::FpCategory;
use std::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Rem, Sub, SubAssign};

use num_traits::{Float, Num, NumCast, One, ToPrimitive, Zero};
use typograd::{Element, Zeroed};

thread_local! {
    static OPERATIONS: Cell<usize> = const { Cell::new(0) };
}

/// The floating-point operations that a function makes.
pub(super) fn operations(f: impl FnOnce()) -> usize {
    OPERATIONS.set(0);
    f();
    OPERATIONS.get()
}

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Traced {
    pub(super) value: f64,
    pub(super) tangent: f64,
}

impl Traced {
    pub(super) fn new(value: f64, tangent: f64) -> Self {
        Self { value, tangent }
    }

    /// f(x), counted, where the slope is f′(x).
    fn of(self, f: impl Fn(f64) -> f64, slope: impl Fn(f64) -> f64) -> Self {
        let tangent = if self.tangent == 0.0 {
            0.0
        } else {
            slope(self.value) * self.tangent
        };
        Self::counted(f(self.value), tangent)
    }

    fn counted(value: f64, tangent: f64) -> Self {
        OPERATIONS.set(OPERATIONS.get() + 1);
        Self::new(value, tangent)
    }
}

#[allow(unsafe_code)] // what a derive would say
// SAFETY: zero bytes are 0 + ε 0.
unsafe impl Zeroed for Traced {}

impl PartialEq for Traced {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl PartialOrd for Traced {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        self.value.partial_cmp(&other.value)
    }
}

macro_rules! operators {
    ($($op:ident $f:ident $assign:ident $g:ident |$a:ident, $b:ident| $value:expr, $tangent:expr;)*) => {
        $(
            impl $op for Traced {
                type Output = Self;
                fn $f(self, other: Self) -> Self {
                    let ($a, $b) = (self, other);
                    Self::counted($value, $tangent)
                }
            }
            impl $assign for Traced {
                fn $g(&mut self, other: Self) {
                    *self = $op::$f(*self, other);
                }
            }
        )*
    };
}

operators! {
    Add add AddAssign add_assign |a, b| a.value + b.value, a.tangent + b.tangent;
    Sub sub SubAssign sub_assign |a, b| a.value - b.value, a.tangent - b.tangent;
    Mul mul MulAssign mul_assign |a, b| a.value * b.value, a.tangent * b.value + a.value * b.tangent;
    Div div DivAssign div_assign |a, b| a.value / b.value, (a.tangent - a.value / b.value * b.tangent) / b.value;
}

impl Rem for Traced {
    type Output = Self;
    fn rem(self, other: Self) -> Self {
        Self::new(self.value % other.value, self.tangent)
    }
}

impl Neg for Traced {
    type Output = Self;
    fn neg(self) -> Self {
        Self::new(-self.value, -self.tangent)
    }
}

impl Sum for Traced {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::zero(), |sum, x| sum + x)
    }
}

impl Zero for Traced {
    fn zero() -> Self {
        Self::default()
    }
    fn is_zero(&self) -> bool {
        self.value == 0.0
    }
}

impl One for Traced {
    fn one() -> Self {
        Self::new(1.0, 0.0)
    }
}

impl Num for Traced {
    type FromStrRadixErr = num_traits::ParseFloatError;
    fn from_str_radix(text: &str, radix: u32) -> Result<Self, Self::FromStrRadixErr> {
        f64::from_str_radix(text, radix).map(|x| Self::new(x, 0.0))
    }
}

impl ToPrimitive for Traced {
    fn to_i64(&self) -> Option<i64> {
        self.value.to_i64()
    }
    fn to_u64(&self) -> Option<u64> {
        self.value.to_u64()
    }
    fn to_f64(&self) -> Option<f64> {
        Some(self.value)
    }
}

impl NumCast for Traced {
    fn from<X: ToPrimitive>(x: X) -> Option<Self> {
        x.to_f64().map(|x| Self::new(x, 0.0))
    }
}

impl fmt::Display for Traced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.value, f)
    }
}

impl fmt::LowerExp for Traced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::LowerExp::fmt(&self.value, f)
    }
}

impl Element for Traced {
    fn from_f64(x: f64) -> Self {
        Self::new(x, 0.0)
    }
    fn as_f64(self) -> f64 {
        self.value
    }
}

macro_rules! functions {
    (
        constants { $($constant:ident)* }
        tests { $($test:ident)* }
        steps { $($step:ident)* }
        smooth { $($name:ident |$x:ident| $slope:expr;)* }
    ) => {
        #[allow(clippy::cast_possible_truncation)]
        impl Float for Traced {
            $(fn $constant() -> Self { Self::new(f64::$constant(), 0.0) })*
            $(fn $test(self) -> bool { self.value.$test() })*
            $(fn $step(self) -> Self { Self::new(self.value.$step(), 0.0) })*
            $(fn $name(self) -> Self { self.of(f64::$name, |$x| $slope) })*
            fn classify(self) -> FpCategory { self.value.classify() }
            fn abs(self) -> Self { if self.value < 0.0 { -self } else { self } }
            fn max(self, other: Self) -> Self { if self < other || self.is_nan() { other } else { self } }
            fn min(self, other: Self) -> Self { if self > other || self.is_nan() { other } else { self } }
            fn mul_add(self, a: Self, b: Self) -> Self { self * a + b }
            fn powi(self, n: i32) -> Self { self.of(|x| x.powi(n), |x| <f64 as From<i32>>::from(n) * x.powi(n - 1)) }
            fn powf(self, n: Self) -> Self { self.of(|x| x.powf(n.value), |x| n.value * x.powf(n.value - 1.0)) }
            fn log(self, base: Self) -> Self { self.ln() / base.ln() }
            fn abs_sub(self, other: Self) -> Self { (self - other).max(Self::zero()) }
            fn hypot(self, other: Self) -> Self { (self * self + other * other).sqrt() }
            fn atan2(self, other: Self) -> Self { Self::counted(self.value.atan2(other.value), f64::NAN) }
            fn sin_cos(self) -> (Self, Self) { (self.sin(), self.cos()) }
            fn integer_decode(self) -> (u64, i16, i8) { Float::integer_decode(self.value) }
        }
    };
}

functions! {
    constants { nan infinity neg_infinity neg_zero min_value max_value min_positive_value epsilon }
    tests { is_nan is_infinite is_finite is_normal is_sign_positive is_sign_negative }
    steps { floor ceil round trunc fract signum }
    smooth {
        recip |x| -1.0 / (x * x);
        sqrt |x| 0.5 / x.sqrt();
        cbrt |x| 1.0 / (3.0 * x.cbrt().powi(2));
        exp |x| x.exp();
        exp2 |x| x.exp2() * std::f64::consts::LN_2;
        exp_m1 |x| x.exp();
        ln |x| 1.0 / x;
        ln_1p |x| 1.0 / (1.0 + x);
        log2 |x| 1.0 / (x * std::f64::consts::LN_2);
        log10 |x| 1.0 / (x * std::f64::consts::LN_10);
        sin |x| x.cos();
        cos |x| -x.sin();
        tan |x| 1.0 + x.tan().powi(2);
        asin |x| 1.0 / (1.0 - x * x).sqrt();
        acos |x| -1.0 / (1.0 - x * x).sqrt();
        atan |x| 1.0 / (1.0 + x * x);
        sinh |x| x.cosh();
        cosh |x| x.sinh();
        tanh |x| 1.0 - x.tanh().powi(2);
        asinh |x| 1.0 / (x * x + 1.0).sqrt();
        acosh |x| 1.0 / (x * x - 1.0).sqrt();
        atanh |x| 1.0 / (1.0 - x * x);
    }
}
