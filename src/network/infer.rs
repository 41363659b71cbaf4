//! Inference on one instruction set, chosen once for a small network.

#![allow(clippy::inline_always)] // layers are compiled for an instruction set only where they are inlined

use super::{InputBatch, Layer, OutputBatch};
use crate::Element;
use crate::dim::Dim;
use crate::kernel::{Dispatched, Kernel, On, Simd};

/// How many parameters a network has at most for which the set is chosen once: more, and the choice is not felt beside
/// the arithmetic, while code for each set and network would be.
const FEW: usize = 3 * 64 * 64;

/// All layers of a network, one after the other.
struct Inference<'a, L: Layer, B: Dim> {
    layer: &'a L,
    x: &'a InputBatch<B, L>,
    buffers: &'a mut L::Buffers<B>,
}

impl<'a, L: Layer, B: Dim> Kernel<L::Elem> for Inference<'a, L, B> {
    type Output = &'a OutputBatch<B, L>;

    #[inline(always)]
    fn run<S: Simd<L::Elem>>(self, simd: S) -> &'a OutputBatch<B, L> {
        self.layer.infer_by(On(simd), self.x, self.buffers)
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
        L::Elem::dispatch(Inference { layer, x, buffers })
    } else {
        layer.infer_by(Dispatched, x, buffers)
    }
}
