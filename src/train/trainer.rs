//! The trainer: whole epochs over a data set.

use core::fmt;
use std::boxed::Box;
use std::time::Instant;
use std::vec::Vec;

use indicatif::{ProgressBar, ProgressStyle};

use super::report::{Epoch, Report, Score, Stop};
use super::step::{StepError, Training};
use crate::data::Dataset;
use crate::dim::{D, Dim};
use crate::loss::Loss;
use crate::network::{Gradients, InputBatch, InputOf, Layer, Parameters};
use crate::optim::Optimizer;
use crate::optim::clip::Clip;
use crate::optim::schedule::Schedule;
use crate::rng::Rng;
use crate::zeroed::{Beside, boxed_beside};
use crate::{Element, Zeroed, boxed};

/// What a trainer works on: zero bytes to begin with.
struct Work<N: Gradients, O: Optimizer, B: Dim> {
    training: Training<N, O, B>,
    input: InputBatch<B, N>,
    buffers: N::Buffers<B>,
}

#[allow(unsafe_code)] // parts that may be zero make a whole that may
// SAFETY: each part is `Zeroed`.
unsafe impl<N: Gradients, O: Optimizer, B: Dim> Zeroed for Work<N, O, B> {}

/// Optimizer and loss beside what they work on.
type Block<N, O, L, B> = Beside<(O, L), Work<N, O, B>>;

/// Trains a network: it owns network, optimizer, loss and workspace in one block on the heap, built in place.
///
/// `B` is the capacity of a batch, 32 by default.
///
/// ```
/// use typograd::data::Dataset;
/// use typograd::prelude::*;
///
/// type Net = (Dense<D<2>, D<8>, Tanh>, Dense<D<8>, D<2>>);
///
/// let inputs = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]].map(Vector::from);
/// let labels = [0, 1, 1, 0].map(|y| Label::<D<2>>::new(y).unwrap());
/// let xor = Dataset::new(inputs.to_vec(), labels.to_vec())?;
///
/// let adam = Adam { learning_rate: 0.05, ..Adam::default() };
/// let mut trainer = Trainer::<Net, _, _>::new(adam, SoftmaxCrossEntropy::default(), 1);
/// let report = trainer.fit(&xor, None, &Fit { epochs: 200, ..Fit::default() })?;
/// assert_eq!(report.epochs.len(), 200);
/// assert_eq!(trainer.evaluate(&xor)?.accuracy, Some(1.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Trainer<N: Gradients, O: Optimizer, L, B: Dim = D<32>> {
    block: Box<Block<N, O, L, B>>,
}

impl<N: Gradients, O: Optimizer, L, B: Dim> fmt::Debug for Trainer<N, O, L, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = size_of::<Block<N, O, L, B>>();
        f.debug_struct("Trainer")
            .field("bytes", &bytes)
            .finish_non_exhaustive()
    }
}

/// How long to train, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// How many passes over the data; 10 by default.
    pub epochs: usize,
    /// What the order of the samples follows from.
    pub seed: u64,
    /// How the learning rate changes with the steps; not at all by default.
    pub schedule: Schedule,
    /// What is done to the gradient; nothing by default.
    pub clip: Clip,
    /// After how many epochs without a fall of the held-out loss (or of the training loss, where nothing is held out)
    /// to stop, and go back to the best epoch's network; never by default.
    pub patience: Option<usize>,
    /// Whether to show a progress bar on a terminal; true by default. Elsewhere nothing is shown.
    pub progress: bool,
}

impl Default for Fit {
    fn default() -> Self {
        Self {
            epochs: 10,
            seed: 0,
            schedule: Schedule::Constant,
            clip: Clip::Off,
            patience: None,
            progress: true,
        }
    }
}

/// A training that could not go on.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum FitError {
    /// There are no samples.
    #[error("the {0} data holds no samples")]
    Empty(&'static str),
    /// A step failed; the network is as it was before that step.
    #[error("epoch {epoch}, batch {batch} of {batches}: {source}")]
    Step {
        /// The epoch, counted from 1.
        epoch: usize,
        /// The batch within the epoch, counted from 1.
        batch: usize,
        /// How many batches an epoch has.
        batches: usize,
        /// What was wrong.
        source: StepError,
    },
    /// The loss on the held-out data is NaN or infinite.
    #[error("epoch {epoch}: the loss on the held-out data is {loss}")]
    HeldOut {
        /// The epoch, counted from 1.
        epoch: usize,
        /// The loss.
        loss: f64,
    },
}

impl<N, O, L, B> Trainer<N, O, L, B>
where
    N: Gradients,
    O: Optimizer,
    L: Loss<N::Out, N::Elem>,
    L::Target: Clone,
    B: Dim,
{
    /// A trainer of a network initialised from `seed`.
    pub fn new(optimizer: O, loss: L, seed: u64) -> Self {
        let mut block = boxed_beside::<_, Work<N, O, B>>((optimizer, loss));
        block
            .zeroed
            .training
            .network
            .initialize(&mut Rng::new(seed));
        Self { block }
    }

    /// The network.
    pub fn network(&self) -> &N {
        &self.block.zeroed.training.network
    }

    /// The network, to be changed.
    pub fn network_mut(&mut self) -> &mut N {
        &mut self.block.zeroed.training.network
    }

    /// Trains on `data` and returns what came of it; `held_out` is judged after every epoch.
    ///
    /// The same seed on the same machine gives the same network to the bit.
    ///
    /// # Errors
    ///
    /// If there are no samples, or if a loss is NaN or infinite: the error names the epoch and the batch.
    pub fn fit(
        &mut self,
        data: &Dataset<InputOf<N>, L::Target>,
        held_out: Option<&Dataset<InputOf<N>, L::Target>>,
        settings: &Fit,
    ) -> Result<Report, FitError> {
        self.fit_with(data, held_out, settings, |_| {})
    }

    /// As [`fit`](Trainer::fit), and calls `each` after every epoch.
    ///
    /// # Errors
    ///
    /// As there.
    pub fn fit_with(
        &mut self,
        data: &Dataset<InputOf<N>, L::Target>,
        held_out: Option<&Dataset<InputOf<N>, L::Target>>,
        settings: &Fit,
        mut each: impl FnMut(&Epoch),
    ) -> Result<Report, FitError> {
        if data.is_empty() {
            return Err(FitError::Empty("training"));
        }
        if held_out.is_some_and(Dataset::is_empty) {
            return Err(FitError::Empty("held-out"));
        }
        let start = Instant::now();
        let mut order: Vec<usize> = (0..data.len()).collect();
        let mut rng = Rng::new(settings.seed);
        let mut epochs = Vec::new();
        let mut best = settings.patience.map(|patience| Best::<N>::new(patience));
        let bar = progress_bar(settings, data.len().div_ceil(B::LEN));
        let mut stop = Stop::Finished;
        for number in 1..=settings.epochs {
            let begun = Instant::now();
            rng.shuffle(&mut order);
            let train = self.epoch(data, &order, settings, number, &bar)?;
            let held_out = held_out.map(|data| self.judged(data, number)).transpose()?;
            let epoch = Epoch {
                number,
                of: settings.epochs,
                train,
                held_out,
                duration: begun.elapsed(),
            };
            bar.suspend(|| each(&epoch));
            epochs.push(epoch);
            if let Some(best) = &mut best {
                let loss = held_out.unwrap_or(train).loss;
                if best.is_over(loss, number, self.network_mut()) {
                    best.restore(self.network_mut());
                    stop = Stop::Early { best: best.epoch };
                    break;
                }
            }
        }
        bar.finish_and_clear();
        Ok(Report {
            epochs,
            stop,
            duration: start.elapsed(),
        })
    }

    /// The loss and the accuracy on a data set.
    ///
    /// # Errors
    ///
    /// If there are no samples.
    pub fn evaluate(&mut self, data: &Dataset<InputOf<N>, L::Target>) -> Result<Score, FitError> {
        if data.is_empty() {
            return Err(FitError::Empty("test"));
        }
        let Beside {
            head: (_, loss),
            zeroed: work,
        } = &mut *self.block;
        let network = &work.training.network;
        Ok(score(
            network,
            loss,
            data,
            &mut work.input,
            &mut work.buffers,
        ))
    }

    fn judged(
        &mut self,
        data: &Dataset<InputOf<N>, L::Target>,
        epoch: usize,
    ) -> Result<Score, FitError> {
        let score = self.evaluate(data)?;
        if score.loss.is_finite() {
            Ok(score)
        } else {
            Err(FitError::HeldOut {
                epoch,
                loss: score.loss,
            })
        }
    }

    /// One pass over the data in the given order.
    fn epoch(
        &mut self,
        data: &Dataset<InputOf<N>, L::Target>,
        order: &[usize],
        settings: &Fit,
        epoch: usize,
        bar: &ProgressBar,
    ) -> Result<Score, FitError> {
        let Beside {
            head: (optimizer, loss),
            zeroed: work,
        } = &mut *self.block;
        let Work {
            training, input, ..
        } = work;
        let batches = order.len().div_ceil(B::LEN);
        let mut tally = Tally::default();
        let mut targets = Vec::with_capacity(B::LEN);
        for (i, chosen) in order.chunks(B::LEN).enumerate() {
            targets.clear();
            targets.extend(chosen.iter().map(|i| data.targets()[*i].clone()));
            gather(input, chosen.iter().map(|i| &data.inputs()[*i]));
            let step = (epoch - 1) * batches + i;
            let rate = settings.schedule.factor(step);
            let value = training
                .train_step_with(optimizer, loss, input, &targets, rate, settings.clip)
                .map_err(|source| FitError::Step {
                    epoch,
                    batch: i + 1,
                    batches,
                    source,
                })?;
            let output = training.output(input);
            tally.add(value.as_f64(), chosen.len());
            for (output, target) in output.samples().iter().zip(&targets) {
                tally.judge(loss.is_correct(output.as_slice(), target));
            }
            bar.inc(1);
        }
        Ok(tally.score())
    }
}

/// Replaces the contents of a batch by copies of samples, of which there are at most its capacity.
fn gather<'a, B: Dim, S: crate::Shape, T: Element>(
    batch: &mut crate::Batch<B, S, T>,
    samples: impl Iterator<Item = &'a crate::Tensor<S, T>>,
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
pub fn evaluate<N: Layer, L: Loss<N::Out, N::Elem>>(
    network: &N,
    loss: &L,
    data: &Dataset<InputOf<N>, L::Target>,
) -> Score {
    let mut input = boxed::<InputBatch<D<32>, N>>();
    let mut buffers = boxed::<N::Buffers<D<32>>>();
    score(network, loss, data, &mut input, &mut buffers)
}

fn score<N: Layer, L: Loss<N::Out, N::Elem>, B: Dim>(
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
struct Tally {
    loss: f64,
    samples: usize,
    judged: usize,
    correct: usize,
}

impl Tally {
    fn add(&mut self, loss: f64, samples: usize) {
        self.loss += loss * samples as f64;
        self.samples += samples;
    }

    fn judge(&mut self, correct: Option<bool>) {
        if let Some(correct) = correct {
            self.judged += 1;
            self.correct += usize::from(correct);
        }
    }

    fn score(&self) -> Score {
        Score {
            loss: self.loss / self.samples.max(1) as f64,
            accuracy: (self.judged > 0).then(|| self.correct as f64 / self.judged as f64),
        }
    }
}

/// The best network so far.
struct Best<N> {
    patience: usize,
    loss: f64,
    epoch: usize,
    network: Box<N>,
}

impl<N: Layer> Best<N> {
    fn new(patience: usize) -> Self {
        Self {
            patience,
            loss: f64::INFINITY,
            epoch: 0,
            network: boxed(),
        }
    }

    /// Takes note of an epoch; whether patience has come to its end.
    fn is_over(&mut self, loss: f64, epoch: usize, network: &mut N) -> bool {
        if loss < self.loss {
            self.loss = loss;
            self.epoch = epoch;
            copy_parameters::<N::Elem, N>(network, &mut self.network);
        }
        epoch - self.epoch >= self.patience
    }

    fn restore(&mut self, network: &mut N) {
        copy_parameters::<N::Elem, N>(&mut self.network, network);
    }
}

fn copy_parameters<T: Element, N: Parameters>(from: &mut N, to: &mut N) {
    N::zip([from, to], &mut |[from, to]: [&mut [T]; 2]| {
        to.copy_from_slice(from);
    });
}

fn progress_bar(settings: &Fit, batches: usize) -> ProgressBar {
    if !settings.progress {
        return ProgressBar::hidden();
    }
    // Drawn on standard error, and hidden by indicatif where that is not a terminal.
    let bar = ProgressBar::new((settings.epochs * batches) as u64);
    if let Ok(style) =
        ProgressStyle::with_template("training {bar:40} {pos}/{len} batches, {eta} left")
    {
        bar.set_style(style);
    }
    bar
}
