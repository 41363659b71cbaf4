//! A number of a user's own, which counts its floating-point operations: for the tests, the benches and the lectures.

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

/// The floating-point operations that a function makes: each of + − × ÷, and each function of a number, is one; a
/// multiply-add is two. Changes of sign, comparisons and copies are none.
pub(crate) fn operations(f: impl FnOnce()) -> usize {
    OPERATIONS.set(0);
    f();
    OPERATIONS.get()
}

fn count(operations: usize) {
    OPERATIONS.set(OPERATIONS.get() + operations);
}

/// An `f64` that counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub(crate) struct Counted(pub(crate) f64);

#[allow(unsafe_code)] // what a derive would say
// SAFETY: zero bytes are 0.
unsafe impl Zeroed for Counted {}

macro_rules! operators {
    ($($operator:ident $method:ident $assign:ident $assign_method:ident;)*) => {
        $(
            impl $operator for Counted {
                type Output = Self;

                fn $method(self, other: Self) -> Self {
                    count(1);
                    Self(self.0.$method(other.0))
                }
            }

            impl $assign for Counted {
                fn $assign_method(&mut self, other: Self) {
                    *self = self.$method(other);
                }
            }
        )*
    };
}

operators! {
    Add add AddAssign add_assign;
    Sub sub SubAssign sub_assign;
    Mul mul MulAssign mul_assign;
    Div div DivAssign div_assign;
}

impl Rem for Counted {
    type Output = Self;

    fn rem(self, other: Self) -> Self {
        count(1);
        Self(self.0 % other.0)
    }
}

impl Neg for Counted {
    type Output = Self;

    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Sum for Counted {
    fn sum<I: Iterator<Item = Self>>(terms: I) -> Self {
        terms.fold(Self(0.0), |sum, x| sum + x)
    }
}

impl Zero for Counted {
    fn zero() -> Self {
        Self(0.0)
    }

    fn is_zero(&self) -> bool {
        self.0 == 0.0
    }
}

impl One for Counted {
    fn one() -> Self {
        Self(1.0)
    }
}

impl Num for Counted {
    type FromStrRadixErr = <f64 as Num>::FromStrRadixErr;

    fn from_str_radix(text: &str, radix: u32) -> Result<Self, Self::FromStrRadixErr> {
        f64::from_str_radix(text, radix).map(Self)
    }
}

impl ToPrimitive for Counted {
    fn to_i64(&self) -> Option<i64> {
        self.0.to_i64()
    }

    fn to_u64(&self) -> Option<u64> {
        self.0.to_u64()
    }

    fn to_f64(&self) -> Option<f64> {
        Some(self.0)
    }
}

impl NumCast for Counted {
    fn from<N: ToPrimitive>(number: N) -> Option<Self> {
        number.to_f64().map(Self)
    }
}

impl fmt::Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::LowerExp for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::LowerExp::fmt(&self.0, f)
    }
}

/// The functions of [`Float`], all by those of `f64`.
macro_rules! float {
    (
        counted { $($one:ident($($argument:ident),*);)* }
        free { $($free:ident -> $answer:ty;)* }
        constants { $($constant:ident)* }
    ) => {
        impl Float for Counted {
            $(fn $one(self $(, $argument: Self)*) -> Self {
                count(1);
                Self(Float::$one(self.0 $(, $argument.0)*))
            })*

            $(fn $free(self) -> $answer {
                Float::$free(self.0)
            })*

            $(fn $constant() -> Self {
                Self(<f64 as Float>::$constant())
            })*

            fn abs(self) -> Self {
                Self(self.0.abs())
            }

            fn signum(self) -> Self {
                Self(self.0.signum())
            }

            fn max(self, other: Self) -> Self {
                Self(self.0.max(other.0))
            }

            fn min(self, other: Self) -> Self {
                Self(self.0.min(other.0))
            }

            fn mul_add(self, a: Self, b: Self) -> Self {
                self * a + b
            }

            fn powi(self, n: i32) -> Self {
                count(1);
                Self(self.0.powi(n))
            }

            fn sin_cos(self) -> (Self, Self) {
                (self.sin(), self.cos())
            }
        }
    };
}

float! {
    counted {
        floor(); ceil(); round(); trunc(); fract(); recip(); sqrt(); cbrt(); exp(); exp2(); exp_m1(); ln(); ln_1p();
        log2(); log10(); sin(); cos(); tan(); asin(); acos(); atan(); sinh(); cosh(); tanh(); asinh(); acosh();
        atanh(); powf(n); log(base); abs_sub(other); hypot(other); atan2(other);
    }
    free {
        is_nan -> bool; is_infinite -> bool; is_finite -> bool; is_normal -> bool; is_sign_positive -> bool;
        is_sign_negative -> bool; classify -> FpCategory; integer_decode -> (u64, i16, i8);
    }
    constants { nan infinity neg_infinity neg_zero min_value min_positive_value max_value epsilon }
}

impl Element for Counted {
    fn from_f64(x: f64) -> Self {
        Self(x)
    }

    fn as_f64(self) -> f64 {
        self.0
    }
}
