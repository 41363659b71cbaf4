//! The loss and the accuracy of a network on a data set.

use super::report::Score;
use crate::data::Dataset;
use crate::dim::{D, Dim};
use crate::loss::Loss;
use crate::network::{InputBatch, InputOf, Layer};
use crate::shape::Shape;
use crate::tensor::{Batch, Tensor};
use crate::{Element, boxed};

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

/// The loss and the accuracy of a network on a data set, in batches of up to 32.
///
/// A data set without samples has the loss 0.
///
/// ```
/// use typograd::data::Dataset;
/// use typograd::prelude::*;
/// use typograd::train::evaluate;
///
/// let mut net = DenseNoBias::<D<1>, D<1>>::default();
/// net.w.fill(2.0);
/// let inputs = [[1.0], [2.0]].map(Vector::from);
/// let targets = [[2.0], [1.0]].map(Vector::from);
/// let data = Dataset::new(inputs.to_vec(), targets.to_vec())?;
///
/// let score = evaluate(&net, &MeanSquaredError, &data);
/// assert_eq!((score.loss, score.accuracy), (4.5, None)); // ((2 − 2)² + (4 − 1)²) / 2
/// # Ok::<(), typograd::data::UnequalError>(())
/// ```
pub fn evaluate<N: Layer, L: Loss<N::Out, N::Elem>>(
    network: &N,
    loss: &L,
    data: &Dataset<InputOf<N>, L::Target>,
) -> Score {
    let mut input = boxed::<InputBatch<D<32>, N>>();
    let mut buffers = boxed::<N::Buffers<D<32>>>();
    score(network, loss, data, &mut input, &mut buffers)
}

pub(super) fn score<N: Layer, L: Loss<N::Out, N::Elem>, B: Dim>(
    network: &N,
    loss: &L,
    data: &Dataset<InputOf<N>, L::Target>,
    input: &mut InputBatch<B, N>,
    buffers: &mut N::Buffers<B>,
) -> Score {
    let mut tally = Tally::default();
    let chunks = data
        .inputs()
        .chunks(B::LEN)
        .zip(data.targets().chunks(B::LEN));
    for (inputs, targets) in chunks {
        gather(input, inputs.iter());
        let output = network.infer(input, buffers);
        let value = loss
            .value(output, targets)
            .expect("as many targets as inputs");
        tally.add(value.as_f64(), targets.len());
        for (output, target) in output.samples().iter().zip(targets) {
            tally.judge(loss.is_correct(output.as_slice(), target));
        }
    }
    tally.score()
}

/// Sums of losses and of right decisions.
#[derive(Default)]
pub(super) struct Tally {
    loss: f64,
    samples: usize,
    judged: usize,
    correct: usize,
}

impl Tally {
    pub(super) fn add(&mut self, loss: f64, samples: usize) {
        self.loss += loss * samples as f64;
        self.samples += samples;
    }

    pub(super) fn judge(&mut self, correct: Option<bool>) {
        if let Some(correct) = correct {
            self.judged += 1;
            self.correct += usize::from(correct);
        }
    }

    pub(super) fn score(&self) -> Score {
        Score {
            loss: self.loss / self.samples.max(1) as f64,
            accuracy: (self.judged > 0).then(|| self.correct as f64 / self.judged as f64),
        }
    }
}
