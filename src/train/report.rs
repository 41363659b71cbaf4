//! What came of a training.

use core::fmt;
use core::time::Duration;
use std::vec::Vec;

/// How well a network does on some data.
///
/// ```
/// use typograd::train::Score;
///
/// let score = Score { loss: 0.5, accuracy: Some(0.25) };
/// assert_eq!(score.to_string(), "loss 0.5000, accuracy  25.00%");
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    /// The loss.
    pub loss: f64,
    /// The part of the samples whose class is decided rightly, 0 to 1; `None` for a loss that is not about classes.
    pub accuracy: Option<f64>,
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "loss {:.4}", self.loss)?;
        if let Some(accuracy) = self.accuracy {
            write!(f, ", accuracy {:6.2}%", 100.0 * accuracy)?;
        }
        Ok(())
    }
}

/// One pass over the training data.
///
/// ```
/// use std::time::Duration;
/// use typograd::train::{Epoch, Score};
///
/// let train = Score { loss: 0.5, accuracy: None };
/// let epoch = Epoch { number: 3, of: 10, train, held_out: None, duration: Duration::from_secs(1) };
/// assert_eq!(epoch.to_string(), "epoch  3/10  train loss 0.5000");
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Epoch {
    /// Its number, counted from 1.
    pub number: usize,
    /// How many there are to be.
    pub of: usize,
    /// The mean over the epoch's batches, each judged before its update.
    pub train: Score,
    /// The score on the held-out data after the epoch.
    pub held_out: Option<Score>,
    /// How long it took, evaluation included.
    pub duration: Duration,
}

impl fmt::Display for Epoch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.of.to_string().len();
        write!(
            f,
            "epoch {:>width$}/{}  train {}",
            self.number, self.of, self.train
        )?;
        if let Some(held_out) = self.held_out {
            write!(f, "  held out {held_out}")?;
        }
        Ok(())
    }
}

/// Why a training ended.
///
/// See [`Report::kept`] for an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// All epochs were run.
    Finished,
    /// The held-out loss had not fallen for as long as was allowed.
    Early,
}

/// What came of a training.
///
/// See [`Trainer`](super::Trainer) for an example.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Every epoch.
    pub epochs: Vec<Epoch>,
    /// The epoch whose network was kept, counted from 1: the last, or with [`Fit::patience`](super::Fit::patience) the best.
    pub kept: usize,
    /// Why it ended.
    pub stop: Stop,
    /// How long it took.
    pub duration: Duration,
}

impl Report {
    /// The epoch whose network was kept; `None` if there was none.
    ///
    /// ```
    /// use std::time::Duration;
    /// use typograd::train::{Epoch, Report, Score, Stop};
    ///
    /// let train = Score { loss: 0.5, accuracy: None };
    /// let epoch = |number| Epoch { number, of: 3, train, held_out: None, duration: Duration::ZERO };
    /// let epochs = vec![epoch(1), epoch(2), epoch(3)];
    /// let report = Report { epochs, kept: 2, stop: Stop::Early, duration: Duration::ZERO };
    /// assert_eq!(report.kept_epoch().map(|epoch| epoch.number), Some(2));
    /// ```
    pub fn kept_epoch(&self) -> Option<&Epoch> {
        self.epochs.get(self.kept.checked_sub(1)?)
    }
}
