//! The trainer: whole epochs over a data set.

use core::fmt;
use std::boxed::Box;
use std::time::Instant;
use std::vec::Vec;

use indicatif::{ProgressBar, ProgressStyle};

use super::best::Best;
use super::evaluate::{Tally, score};
use super::feed::for_each_batch;
use super::fit::{Fit, FitError};
use super::report::{Epoch, Report, Score, Stop};
use super::step::Training;
use super::summary::StepSummary;
use crate::data::Dataset;
use crate::dim::{D, Dim};
use crate::loss::Loss;
use crate::network::{Gradient, Gradients, InputBatch, InputOf, is_finite};
use crate::optim::Optimizer;
use crate::optim::clip::Clip;
use crate::rng::Rng;
use crate::threads::in_pool;
use crate::zeroed::{Beside, boxed_beside, zeroed_parts};
use crate::{Element, boxed};

/// What a trainer works on: zero bytes to begin with.
struct Work<N: Gradients, O: Optimizer, B: Dim> {
    training: Training<N, O, B>,
    input: InputBatch<B, N>,
    buffers: N::Buffers<B>,
}

zeroed_parts!(Work[N: Gradients, O: Optimizer, B: Dim][N, O, B] { training, input, buffers });

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

impl<N, O, L, B> Trainer<N, O, L, B>
where
    N: Gradients,
    O: Optimizer,
    L: Loss<N::Out, N::Elem>,
    L::Target: Clone,
    B: Dim,
{
    /// A trainer of a network initialised from `seed`.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// type Net = Dense<D<3>, D<2>>;
    ///
    /// let trainer = Trainer::<Net, _, _, D<64>>::new(Adam::default(), MeanSquaredError, 1); // batches of up to 64
    /// assert_eq!(trainer.network(), &Net::seeded(1));
    /// ```
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

    /// The layers, and the working set of a step, to be printed.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let trainer = Trainer::<Dense<D<3>, D<2>>, _, _>::new(Sgd::default(), MeanSquaredError, 1);
    /// assert!(trainer.summary().to_string().contains("a step of Sgd on up to 32 samples"));
    /// ```
    pub fn summary(&self) -> StepSummary<N, O, B> {
        Training::<N, O, B>::summary()
    }

    /// Trains on `data` and returns what came of it; `held_out` is judged after every epoch.
    ///
    /// The same seed on the same machine gives the same network to the bit.
    ///
    /// ```
    /// use typograd::data::Dataset;
    /// use typograd::prelude::*;
    ///
    /// let inputs = [[1.0], [2.0]].map(Vector::from);
    /// let targets = [[2.0], [4.0]].map(Vector::from);
    /// let data = Dataset::new(inputs.to_vec(), targets.to_vec())?;
    /// let sgd = Sgd { learning_rate: 0.1, ..Sgd::default() };
    /// let mut trainer = Trainer::<DenseNoBias<D<1>, D<1>>, _, _>::new(sgd, MeanSquaredError, 1);
    ///
    /// trainer.fit(&data, None, &Fit { epochs: 50, ..Fit::default() })?;
    /// assert!((trainer.network().w[(0, 0)] - 2.0).abs() < 1e-5); // y = 2 x
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If there are no samples, or if a loss, a gradient or a parameter is NaN or infinite: the error names the epoch and,
    /// where one is to blame, the batch.
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
    /// ```
    /// use typograd::data::Dataset;
    /// use typograd::prelude::*;
    ///
    /// let inputs = [[1.0], [2.0]].map(Vector::from);
    /// let targets = [[2.0], [4.0]].map(Vector::from);
    /// let data = Dataset::new(inputs.to_vec(), targets.to_vec())?;
    /// let sgd = Sgd { learning_rate: 0.1, ..Sgd::default() };
    /// let mut trainer = Trainer::<DenseNoBias<D<1>, D<1>>, _, _>::new(sgd, MeanSquaredError, 1);
    ///
    /// let mut losses = Vec::new();
    /// trainer.fit_with(&data, None, &Fit::default(), |epoch| losses.push(epoch.train.loss))?;
    /// assert!(losses.len() == 10 && losses[9] < losses[0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
        let mut clipped = (settings.clip != Clip::Off).then(boxed::<Gradient<N>>);
        for number in 1..=settings.epochs {
            let begun = Instant::now();
            rng.shuffle(&mut order);
            let train = self.epoch(data, &order, settings, number, &bar, clipped.as_deref_mut())?;
            if !is_finite::<N::Elem, N>(self.network_mut()) {
                return Err(FitError::Parameters { epoch: number });
            }
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
                    stop = Stop::Early;
                    break;
                }
            }
        }
        let mut kept = epochs.len();
        if let Some(best) = best.filter(|best| best.epoch > 0) {
            kept = best.epoch;
            best.restore(self.network_mut());
        }
        bar.finish_and_clear();
        Ok(Report {
            epochs,
            kept,
            stop,
            duration: start.elapsed(),
        })
    }

    /// The loss and the accuracy on a data set.
    ///
    /// ```
    /// use typograd::data::Dataset;
    /// use typograd::prelude::*;
    ///
    /// let inputs = [[1.0], [2.0]].map(Vector::from);
    /// let targets = [[2.0], [4.0]].map(Vector::from);
    /// let data = Dataset::new(inputs.to_vec(), targets.to_vec())?;
    /// let sgd = Sgd { learning_rate: 0.1, ..Sgd::default() };
    /// let mut trainer = Trainer::<DenseNoBias<D<1>, D<1>>, _, _>::new(sgd, MeanSquaredError, 1);
    ///
    /// trainer.network_mut().w.fill(1.0);
    /// assert_eq!(trainer.evaluate(&data)?.loss, 2.5); // ((1 − 2)² + (2 − 4)²) / 2
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
        #[cfg(feature = "rayon")]
        if let Some(score) = super::parallel::score::<N, L, B>(network, loss, data) {
            return Ok(score);
        }
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

    /// One pass over the data in the given order; the gradient is clipped in `clipped`, if it is.
    fn epoch(
        &mut self,
        data: &Dataset<InputOf<N>, L::Target>,
        order: &[usize],
        settings: &Fit,
        epoch: usize,
        bar: &ProgressBar,
        mut clipped: Option<&mut Gradient<N>>,
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
        let each = |i, input: &InputBatch<B, N>, targets: &[L::Target]| {
            let step = (epoch - 1) * batches + i;
            let rate = settings.schedule.factor(step);
            let value = match clipped.as_deref_mut() {
                None => training.train_step_with(optimizer, loss, input, targets, rate),
                Some(gradient) => {
                    let clip = (settings.clip, gradient);
                    training.train_step_clipped(optimizer, loss, input, targets, rate, clip)
                }
            };
            let value = value.map_err(|source| FitError::Step {
                epoch,
                batch: i + 1,
                batches,
                source,
            })?;
            let output = training.output(input);
            tally.add(value.as_f64(), targets.len());
            for (output, target) in output.samples().iter().zip(targets) {
                tally.judge(loss.is_correct(output.as_slice(), target));
            }
            bar.inc(1);
            Ok(())
        };
        // A whole epoch, so that its steps need not be handed over one by one.
        let all = N::PARAMS.saturating_mul(order.len());
        in_pool(all, all, || for_each_batch(data, order, input, each))?;
        Ok(tally.score())
    }
}

#[inline] // made in programs that call it: the others need not be linked with indicatif
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
