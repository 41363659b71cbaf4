//! What can be wrong with a file of data.

use std::path::PathBuf;
use std::string::String;
use std::{io, result};

use crate::label::LabelError;

/// A file of data that could not be read, or does not hold what was expected: which file, where in it, and what.
///
/// ```
/// use typograd::data::{Csv, read_csv_labelled};
/// use typograd::prelude::*;
///
/// let path = std::env::temp_dir().join("typograd-bad.csv");
/// std::fs::write(&path, "1,2,0\n3,four,1\n")?;
/// let error = read_csv_labelled::<D<2>, D<2>, f32>(&path, Csv::default()).unwrap_err();
/// assert!(error.to_string().ends_with(
///     "typograd-bad.csv, line 2: column 2: expected a number, found \"four\""
/// ));
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    /// The file could not be opened or read.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file is empty, or has a header and nothing after it.
    #[error("{}: the file holds no data, expected {expected}", path.display())]
    Empty {
        /// The file.
        path: PathBuf,
        /// What it should hold.
        expected: String,
    },
    /// A line of a CSV file is not as expected.
    #[error("{}, line {line}: {problem}", path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1.
        line: u64,
        /// What is wrong with it.
        problem: LineProblem,
    },
    /// An IDX file is not as expected.
    #[error("{}, byte {byte}: expected {expected}, found {found}", path.display())]
    Byte {
        /// The file.
        path: PathBuf,
        /// The place in the (unpacked) file, counted from 0.
        byte: usize,
        /// What should be there.
        expected: String,
        /// What is.
        found: String,
    },
}

/// What is wrong with a line of a CSV file.
///
/// ```
/// use typograd::data::LineProblem;
///
/// let problem = LineProblem::Columns { expected: 3, found: 2 };
/// assert_eq!(problem.to_string(), "expected 3 columns, found 2");
/// ```
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum LineProblem {
    /// Not as many columns as expected.
    #[error("expected {expected} columns, found {found}")]
    Columns {
        /// How many were expected.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// A field that is not a number.
    #[error("column {column}: expected a number, found {text:?}")]
    NotANumber {
        /// The column, counted from 1.
        column: usize,
        /// The field.
        text: String,
    },
    /// A number that is NaN or infinite.
    #[error("column {column}: expected a finite number, found {text:?}")]
    NotFinite {
        /// The column, counted from 1.
        column: usize,
        /// The field.
        text: String,
    },
    /// A label that is not a whole number.
    #[error("column {column}: expected a label, a whole number from 0, found {text:?}")]
    NotALabel {
        /// The column, counted from 1.
        column: usize,
        /// The field.
        text: String,
    },
    /// A label out of range.
    #[error("column {column}: {error}")]
    Label {
        /// The column, counted from 1.
        column: usize,
        /// What is wrong with it.
        error: LabelError,
    },
    /// A field that is not UTF-8.
    #[error("column {column}: expected text in UTF-8, found {text:?}")]
    NotText {
        /// The column, counted from 1.
        column: usize,
        /// The field, with what is no text replaced.
        text: String,
    },
}

pub(super) type Result<X> = result::Result<X, DataError>;
