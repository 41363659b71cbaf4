//! How a training is done, and why it could not go on.

use core::error::Error;
use core::fmt;

use super::step::StepError;
use crate::optim::clip::Clip;
use crate::optim::schedule::Schedule;

/// How long to train, and how.
///
/// ```
/// use typograd::prelude::*;
///
/// let settings = Fit {
///     epochs: 100,
///     clip: Clip::GlobalNorm(1.0),
///     schedule: Schedule::Cosine { warm_up: 50, steps: 5000, last: 0.01 },
///     patience: Some(5),
///     ..Fit::default()
/// };
/// assert!(settings.progress);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// How many passes over the data; 10 by default.
    pub epochs: usize,
    /// What the order of the samples follows from.
    pub seed: u64,
    /// How the learning rate changes with the steps; not at all by default.
    pub schedule: Schedule,
    /// What is done to the gradient; nothing by default. Otherwise the gradient is stored during the training, on the heap.
    pub clip: Clip,
    /// After how many epochs without a fall of the held-out loss (or of the training loss, where nothing is held out)
    /// to stop, at least 1; never by default. With it, the network of the best epoch is kept, and not that of the last.
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
///
/// ```
/// use typograd::data::Dataset;
/// use typograd::prelude::*;
/// use typograd::train::FitError;
///
/// let mut trainer = Trainer::<Dense<D<2>, D<1>>, _, _>::new(Sgd::default(), MeanSquaredError, 1);
/// let error = trainer.fit(&Dataset::default(), None, &Fit::default()).unwrap_err();
/// assert_eq!(error, FitError::Empty("training"));
/// assert_eq!(error.to_string(), "the training data holds no samples");
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FitError {
    /// There are no samples.
    Empty(&'static str),
    /// A step failed; the network is as it was before that step.
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
    /// The losses were numbers, but after the epoch a parameter is NaN or infinite: the learning rate is too high.
    Parameters {
        /// The epoch, counted from 1.
        epoch: usize,
    },
    /// The loss on the held-out data is NaN or infinite.
    HeldOut {
        /// The epoch, counted from 1.
        epoch: usize,
        /// The loss.
        loss: f64,
    },
}

impl fmt::Display for FitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty(part) => write!(f, "the {part} data holds no samples"),
            Self::Step {
                epoch,
                batch,
                batches,
                source,
            } => write!(f, "epoch {epoch}, batch {batch} of {batches}: {source}"),
            Self::Parameters { epoch } => {
                write!(f, "epoch {epoch}: a parameter has become NaN or infinite")
            }
            Self::HeldOut { epoch, loss } => {
                write!(f, "epoch {epoch}: the loss on the held-out data is {loss}")
            }
        }
    }
}

impl Error for FitError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Step { source, .. } => Some(source),
            _ => None,
        }
    }
}
