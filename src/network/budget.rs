//! A limit on memory that the compiler holds a program to.

use crate::weights::Text;

/// Fails to compile if something needs more bytes than there are, and says how many:
/// `budget!(Classifier::INFERENCE_BYTES, 12 * 1024);`.
///
/// Both are constants. The first is one of those of a [`Layer`](crate::Layer) ([`INFERENCE_BYTES`],
/// [`BACKWARD_BYTES`], [`GRADIENT_BYTES`], [`PARAMS`]), [`Training::BYTES`], those of [`quant`](crate::quant), or a
/// `size_of` of what a program has in a `static`:
///
/// ```
/// use typograd::prelude::*;
/// use typograd::budget;
///
/// #[derive(Network)]
/// struct Classifier {
///     hidden: Dense<D<64>, D<32>, Relu>,
///     logits: Dense<D<32>, D<10>>,
/// }
///
/// budget!(Classifier::INFERENCE_BYTES, 12 * 1024);
/// budget!(Training::<Classifier, Sgd, D<1>>::BYTES, 12 * 1024);
/// ```
///
/// ```text
/// error[E0080]: evaluation panicked: `Training::<Classifier, Adam, D<1>>::BYTES` is 39968, 27680 more than 12288
/// ```
///
/// [`INFERENCE_BYTES`]: crate::Layer::INFERENCE_BYTES
/// [`BACKWARD_BYTES`]: crate::Backward::BACKWARD_BYTES
/// [`GRADIENT_BYTES`]: crate::Gradients::GRADIENT_BYTES
/// [`PARAMS`]: crate::Layer::PARAMS
/// [`Training::BYTES`]: crate::train::Training::BYTES
#[macro_export]
macro_rules! budget {
    ($what:expr, $most:expr) => {
        const _: () = $crate::network::within(::core::stringify!($what), $what, $most);
    };
}

/// What [`budget!`](crate::budget) checks.
///
/// # Panics
///
/// If `found` is more than `most`.
#[doc(hidden)]
#[track_caller]
pub const fn within(what: &str, found: usize, most: usize) {
    if found > most {
        let text = Text::<200>::new().push("`").push(what).push("` is ");
        let text = text.number(found).push(", ").number(found - most);
        panic!("{}", text.push(" more than ").number(most).as_str());
    }
}
