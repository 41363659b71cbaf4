//! What a training step touches: the layers' table, and the bytes of each kind of memory.

use core::fmt;
use core::marker::PhantomData;

use super::step::Training;
use crate::dim::Dim;
use crate::network::{Gradients, Grouped, InputBatch, Kind, OutputBatch, Summary};
use crate::optim::Optimizer;
use crate::width::width;

/// The table of a network's layers, and below it the working set of a step; made by [`Training::summary`].
///
/// Each line is the size of a type, and the working set their sum, padding included: what a step reads and writes.
///
/// ```
/// use typograd::prelude::*;
///
/// type Net = (Dense<D<64>, D<32>, Relu>, Dense<D<32>, D<10>>);
///
/// let text = Training::<Net, Adam, D<32>>::summary().to_string();
/// println!("{text}");
/// let (table, memory) = text.split_once("\n\n").unwrap();
/// assert!(table.starts_with("layer"));
/// assert!(memory.starts_with("a step of Adam on up to 32 samples   bytes\n"));
/// assert!(memory.ends_with("working set                         57,984\n"));
/// ```
#[derive(Clone, Copy)]
pub struct StepSummary<N, O, B>(PhantomData<(N, O, B)>);

impl<N, O, B> StepSummary<N, O, B> {
    pub(super) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<N, O, B> fmt::Debug for StepSummary<N, O, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StepSummary")
    }
}

impl<N: Gradients, O: Optimizer, B: Dim> Training<N, O, B> {
    /// The bytes that a step reads and writes: this and the batch of inputs.
    ///
    /// ```
    /// use typograd::network::InputBatch;
    /// use typograd::prelude::*;
    ///
    /// type Net = Dense<D<64>, D<10>>;
    /// type Run = Training<Net, Sgd, D<16>>;
    ///
    /// const _: () = assert!(Run::WORKING_SET == size_of::<Run>() + size_of::<InputBatch<D<16>, Net>>());
    /// ```
    pub const WORKING_SET: usize = size_of::<Self>() + size_of::<InputBatch<B, N>>();

    /// The layers, and the working set of a step, to be printed.
    ///
    /// See [`StepSummary`] for an example.
    pub fn summary() -> StepSummary<N, O, B> {
        StepSummary::new()
    }
}

impl<N: Gradients, O: Optimizer, B: Dim> fmt::Display for StepSummary<N, O, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", Summary::<N>::new())?;

        let parts = [
            ("parameters", size_of::<N>()),
            ("gradient", size_of::<O::Memory<N>>()),
            ("state of the optimizer", size_of::<O::State<N>>()),
            ("activations and their gradients", size_of::<N::Saved<B>>()),
            ("gradient of the outputs", size_of::<OutputBatch<B, N>>()),
            ("inputs", size_of::<InputBatch<B, N>>()),
        ];
        let total = Training::<N, O, B>::WORKING_SET;
        let padding = total - parts.iter().map(|(_, bytes)| bytes).sum::<usize>();
        let (optimizer, up_to) = (Kind::of::<O>(), B::LEN);
        let head = format_args!("a step of {optimizer} on up to {up_to} samples");
        let names = parts.iter().map(|(name, _)| name.len());
        let left = names.fold(width(head), usize::max);
        let right = width(Grouped(total)).max("bytes".len());
        let mut line = |name: &dyn fmt::Display, bytes: &dyn fmt::Display| {
            let gap = 2 + left - width(name) + right - width(bytes);
            writeln!(f, "{name}{:gap$}{bytes}", "")
        };
        line(&head, &"bytes")?;
        for (name, bytes) in parts.into_iter().chain([("padding", padding)]) {
            if bytes > 0 {
                line(&name, &Grouped(bytes))?;
            }
        }
        line(&"working set", &Grouped(total))
    }
}
