//! The best network of a training: what early stopping goes back to.

use std::boxed::Box;

use crate::network::{Layer, Parameters};
use crate::{Element, boxed};

/// The best network so far.
pub(super) struct Best<N> {
    patience: usize,
    loss: f64,
    pub(super) epoch: usize,
    network: Box<N>,
}

impl<N: Layer> Best<N> {
    pub(super) fn new(patience: usize) -> Self {
        Self {
            patience,
            loss: f64::INFINITY,
            epoch: 0,
            network: boxed(),
        }
    }

    /// Takes note of an epoch; whether patience has come to its end.
    pub(super) fn is_over(&mut self, loss: f64, epoch: usize, network: &mut N) -> bool {
        if loss < self.loss {
            self.loss = loss;
            self.epoch = epoch;
            copy_parameters::<N::Elem, N>(network, &mut self.network);
        }
        epoch - self.epoch >= self.patience.max(1)
    }

    pub(super) fn restore(mut self, network: &mut N) {
        copy_parameters::<N::Elem, N>(&mut self.network, network);
    }
}

fn copy_parameters<T: Element, N: Parameters>(from: &mut N, to: &mut N) {
    N::zip([from, to], &mut |[from, to]: [&mut [T]; 2]| {
        to.copy_from_slice(from);
    });
}
