//! What differs between `f32` and `f64`: their bits, and the constants of the functions.

use super::{erf, exp, gelu, log, sin, tail};
use crate::Element;

/// A binary format of IEEE 754.
#[doc(hidden)]
pub trait Format: Element {
    /// How many bits stand behind the point.
    const MANTISSA: u32;
    /// How many bits a number has.
    const WIDTH: u32;
    /// The exponent's bits of 1.
    const BIAS: i32;
    const EXP: exp::Constants<Self>;
    const LOG: log::Constants<Self>;
    const SIN: sin::Constants<Self>;
    const TAIL: tail::Constants<Self>;
    const ERF: erf::Constants<Self>;
    const GELU: gelu::Constants<Self>;
}

impl Format for f32 {
    const MANTISSA: u32 = 23;
    const WIDTH: u32 = 32;
    const BIAS: i32 = 127;
    const EXP: exp::Constants<f32> = exp::F32;
    const LOG: log::Constants<f32> = log::F32;
    const SIN: sin::Constants<f32> = sin::F32;
    const TAIL: tail::Constants<f32> = tail::F32;
    const ERF: erf::Constants<f32> = erf::F32;
    const GELU: gelu::Constants<f32> = gelu::F32;
}

impl Format for f64 {
    const MANTISSA: u32 = 52;
    const WIDTH: u32 = 64;
    const BIAS: i32 = 1023;
    const EXP: exp::Constants<f64> = exp::F64;
    const LOG: log::Constants<f64> = log::F64;
    const SIN: sin::Constants<f64> = sin::F64;
    const TAIL: tail::Constants<f64> = tail::F64;
    const ERF: erf::Constants<f64> = erf::F64;
    const GELU: gelu::Constants<f64> = gelu::F64;
}
