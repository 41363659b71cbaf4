//! The loss and the accuracy of a network on a data set.

use super::feed::gather;
use super::report::Score;
use crate::data::Dataset;
use crate::dim::{D, Dim};
use crate::loss::Loss;
use crate::network::{InputBatch, InputOf, Layer};
use crate::{Element, boxed};

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
    #[cfg(feature = "rayon")]
    if let Some(score) = super::parallel::score::<N, L, D<32>>(network, loss, data) {
        return score;
    }
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
    let batches = data.len().div_ceil(B::LEN);
    let tallies = (0..batches).map(|batch| judge(network, loss, data, batch, input, buffers));
    tallies.collect::<Tally>().score()
}

/// What a network does on one batch of a data set.
pub(super) fn judge<N: Layer, L: Loss<N::Out, N::Elem>, B: Dim>(
    network: &N,
    loss: &L,
    data: &Dataset<InputOf<N>, L::Target>,
    batch: usize,
    input: &mut InputBatch<B, N>,
    buffers: &mut N::Buffers<B>,
) -> Tally {
    let samples = batch * B::LEN..data.len().min((batch + 1) * B::LEN);
    gather(input, data.inputs()[samples.clone()].iter());
    let (output, targets) = (network.infer(input, buffers), &data.targets()[samples]);
    let value = loss
        .value(output, targets)
        .expect("as many targets as inputs");
    let mut tally = Tally::default();
    tally.add(value.as_f64(), targets.len());
    for (output, target) in output.samples().iter().zip(targets) {
        tally.judge(loss.is_correct(output.as_slice(), target));
    }
    tally
}

/// Sums of losses and of right decisions.
#[derive(Clone, Copy, Default)]
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

impl FromIterator<Tally> for Tally {
    /// Their sum, in this order.
    fn from_iter<I: IntoIterator<Item = Tally>>(tallies: I) -> Self {
        let mut sum = Self::default();
        for tally in tallies {
            sum.loss += tally.loss;
            sum.samples += tally.samples;
            sum.judged += tally.judged;
            sum.correct += tally.correct;
        }
        sum
    }
}
