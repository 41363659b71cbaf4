//! Training: one step, for every machine; and, under `std`, a trainer that runs whole epochs.

#[cfg(feature = "std")]
mod best;
#[cfg(feature = "std")]
mod confusion;
#[cfg(feature = "std")]
mod evaluate;
#[cfg(feature = "std")]
mod feed;
#[cfg(feature = "std")]
mod fit;
#[cfg(feature = "rayon")]
mod parallel;
#[cfg(feature = "std")]
mod report;
mod step;
mod summary;
#[cfg(feature = "std")]
mod trainer;

#[cfg(feature = "std")]
pub use confusion::Confusion;
#[cfg(feature = "std")]
pub use evaluate::evaluate;
#[cfg(feature = "std")]
pub use fit::{Fit, FitError};
#[cfg(feature = "std")]
pub use report::{Epoch, Report, Score, Stop};
pub use step::{StepError, Training};
pub use summary::StepSummary;
#[cfg(feature = "std")]
pub use trainer::Trainer;
