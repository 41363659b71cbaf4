//! What each rung of the ladder costs, as constants.

use super::{Backward, Layer};
use crate::dim::Dim;

/// The bytes of a network and its buffers for inference on batches of up to `B`.
///
/// ```
/// use typograd::{network::inference_bytes, prelude::*};
///
/// type Classifier = (Dense<D<64>, D<32>, Relu>, Dense<D<32>, D<10>>);
/// const _: () = assert!(inference_bytes::<Classifier, D<1>>() < 12 * 1024);
/// ```
pub const fn inference_bytes<N: Layer, B: Dim>() -> usize {
    size_of::<N>() + size_of::<N::Buffers<B>>()
}

/// The bytes of a network and what it saves of a batch of up to `B` for the way back.
///
/// ```
/// use typograd::{network::backward_bytes, prelude::*};
///
/// type Net = DenseNoBias<D<64>, D<32>, Relu>;
/// const _: () = assert!(backward_bytes::<Net, D<1>>() >= (64 * 32 + 32) * 4); // weights and one output
/// ```
pub const fn backward_bytes<N: Backward, B: Dim>() -> usize {
    size_of::<N>() + size_of::<N::Saved<B>>()
}

/// The bytes of a network, what it saves of a batch of up to `B`, and the gradient of its parameters.
///
/// What an optimizer adds is the size of its state, and [`Sgd`](crate::optim::Sgd) does without the gradient; the whole of a
/// training run is the size of [`Training`](crate::train::Training).
///
/// ```
/// use typograd::network::{backward_bytes, gradient_bytes};
/// use typograd::prelude::*;
///
/// type Net = DenseNoBias<D<64>, D<32>, Relu>;
/// // the gradient is as large as the weights
/// const EXTRA: usize = gradient_bytes::<Net, D<8>>() - backward_bytes::<Net, D<8>>();
/// assert_eq!(EXTRA, 64 * 32 * 4);
/// ```
pub const fn gradient_bytes<N: Backward, B: Dim>() -> usize {
    backward_bytes::<N, B>() + size_of::<N>()
}
