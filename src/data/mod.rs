//! Data sets, and the files they come from.

mod csv;
mod dataset;
mod error;
mod idx;

pub use self::csv::{Csv, read_csv_labelled, read_csv_regression};
pub use dataset::{Dataset, UnequalError};
pub use error::{DataError, LineProblem};
pub use idx::{read_idx_images, read_idx_labels};
