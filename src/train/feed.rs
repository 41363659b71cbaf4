//! Batches of samples in a given order, one after the other.

use std::vec::Vec;

use crate::Element;
use crate::data::Dataset;
use crate::dim::Dim;
use crate::shape::Shape;
use crate::tensor::{Batch, Tensor};

/// What one step learns from.
pub(super) struct Feed<'a, B: Dim, S: Shape, T, Y> {
    pub(super) input: &'a mut Batch<B, S, T>,
    pub(super) targets: Vec<Y>,
}

impl<'a, B: Dim, S: Shape, T: Element, Y: Clone> Feed<'a, B, S, T, Y> {
    pub(super) fn new(input: &'a mut Batch<B, S, T>) -> Self {
        Self {
            input,
            targets: Vec::with_capacity(B::LEN),
        }
    }

    /// Replaces the contents by copies of the chosen samples, of which there are at most `B`.
    pub(super) fn fill(&mut self, data: &Dataset<Tensor<S, T>, Y>, chosen: &[usize]) {
        gather(self.input, chosen.iter().map(|i| &data.inputs()[*i]));
        self.targets.clear();
        let targets = chosen.iter().map(|i| data.targets()[*i].clone());
        self.targets.extend(targets);
    }
}

/// Replaces the contents of a batch by copies of samples, of which there are at most its capacity.
pub(super) fn gather<'a, B: Dim, S: Shape, T: Element>(
    batch: &mut Batch<B, S, T>,
    samples: impl Iterator<Item = &'a Tensor<S, T>>,
) {
    batch.clear();
    for sample in samples {
        batch
            .push(sample)
            .expect("chunks are no larger than a batch");
    }
}

/// Calls `step` with each batch of the data in the given order, and its place among the batches, until one fails.
///
/// With the feature `rayon`, another thread makes the next batch ready while `step` runs, where that pays.
pub(super) fn for_each_batch<B: Dim, S: Shape, T: Element, Y: Clone + Send + Sync, E>(
    data: &Dataset<Tensor<S, T>, Y>,
    order: &[usize],
    input: &mut Batch<B, S, T>,
    mut step: impl FnMut(usize, &Batch<B, S, T>, &[Y]) -> Result<(), E>,
) -> Result<(), E> {
    #[cfg(feature = "rayon")]
    if super::parallel::feeds_ahead::<Batch<B, S, T>>() && order.len() > B::LEN {
        return super::parallel::for_each_batch(data, order, input, step);
    }
    let mut feed = Feed::new(input);
    for (i, chosen) in order.chunks(B::LEN).enumerate() {
        feed.fill(data, chosen);
        step(i, feed.input, &feed.targets)?;
    }
    Ok(())
}
