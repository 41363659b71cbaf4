//! Inference on one instruction set, chosen once for a small network.

#![allow(clippy::inline_always)] // layers are compiled for an instruction set only where they are inlined

use super::{InputBatch, Layer, OutputBatch};
use crate::dim::Dim;
use crate::kernel::isa::best_for_all;
use crate::kernel::{Dispatched, On, Program, Simd};

/// How many parameters a network has at most for which the set is chosen once: more, and the choice is not felt beside
/// the arithmetic, while code for each set and network would be.
const FEW: usize = 3 * 64 * 64;

/// All layers of a network, one after the other.
struct Inference<'a, L: Layer, B: Dim> {
    layer: &'a L,
    x: &'a InputBatch<B, L>,
    buffers: &'a mut L::Buffers<B>,
}

impl<'a, L: Layer, B: Dim> Program for Inference<'a, L, B> {
    type Output = &'a OutputBatch<B, L>;

    #[inline(always)]
    fn run<Z: Simd<f32> + Simd<f64>>(self, set: Z) -> &'a OutputBatch<B, L> {
        self.layer.infer_by(On(set), self.x, self.buffers)
    }
}

/// What a derived [`infer`](Layer::infer) does.
#[doc(hidden)]
#[inline]
pub fn infer<'a, L: Layer, B: Dim>(
    layer: &'a L,
    x: &'a InputBatch<B, L>,
    buffers: &'a mut L::Buffers<B>,
) -> &'a OutputBatch<B, L> {
    // Debug builds are to be quick to make.
    if const { L::PARAMS <= FEW && !cfg!(debug_assertions) } {
        best_for_all(Inference { layer, x, buffers })
    } else {
        layer.infer_by(Dispatched, x, buffers)
    }
}
