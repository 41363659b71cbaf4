//! What came of a training.

use core::fmt;
use core::time::Duration;
use std::vec::Vec;

/// How well a network does on some data.
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// All epochs were run.
    Finished,
    /// The held-out loss had not fallen for as long as was allowed.
    Early,
}

/// What came of a training.
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
    pub fn kept_epoch(&self) -> Option<&Epoch> {
        self.epochs.get(self.kept.checked_sub(1)?)
    }
}
