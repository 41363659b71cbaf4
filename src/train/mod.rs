//! Training: one step, for every machine; and, under `std`, a trainer that runs whole epochs.

#[cfg(feature = "std")]
mod report;
mod step;
#[cfg(feature = "std")]
mod trainer;

#[cfg(feature = "std")]
pub use report::{Epoch, Report, Score, Stop};
pub use step::{StepError, Training};
#[cfg(feature = "std")]
pub use trainer::{Fit, FitError, Trainer, evaluate};
