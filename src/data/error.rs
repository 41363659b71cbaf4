//! What can be wrong with a file of data.

use std::path::PathBuf;
use std::string::String;
use std::{error, fmt, io, result};

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
#[derive(Debug)]
pub enum DataError {
    /// The file could not be opened or read.
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file is empty, or has a header and nothing after it.
    Empty {
        /// The file.
        path: PathBuf,
        /// What it should hold.
        expected: String,
    },
    /// A line of a CSV file is not as expected.
    Line {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1.
        line: u64,
        /// What is wrong with it.
        problem: LineProblem,
    },
    /// An IDX file is not as expected.
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

impl fmt::Display for DataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { path, source } => write!(f, "{}: {source}", path.display()),
            Self::Empty { path, expected } => {
                let path = path.display();
                write!(f, "{path}: the file holds no data, expected {expected}")
            }
            Self::Line {
                path,
                line,
                problem,
            } => write!(f, "{}, line {line}: {problem}", path.display()),
            Self::Byte {
                path,
                byte,
                expected,
                found,
            } => {
                let path = path.display();
                write!(f, "{path}, byte {byte}: expected {expected}, found {found}")
            }
        }
    }
}

impl error::Error for DataError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            Self::Line { problem, .. } => Some(problem),
            Self::Empty { .. } | Self::Byte { .. } => None,
        }
    }
}

/// What is wrong with a line of a CSV file.
///
/// ```
/// use typograd::data::LineProblem;
///
/// let problem = LineProblem::Columns { expected: 3, found: 2 };
/// assert_eq!(problem.to_string(), "expected 3 columns, found 2");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum LineProblem {
    /// Not as many columns as expected.
    Columns {
        /// How many were expected.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// A field that is not a number.
    NotANumber {
        /// The column, counted from 1.
        column: usize,
        /// The field.
        text: String,
    },
    /// A number that is NaN or infinite.
    NotFinite {
        /// The column, counted from 1.
        column: usize,
        /// The field.
        text: String,
    },
    /// A label that is not a whole number.
    NotALabel {
        /// The column, counted from 1.
        column: usize,
        /// The field.
        text: String,
    },
    /// A label out of range.
    Label {
        /// The column, counted from 1.
        column: usize,
        /// What is wrong with it.
        error: LabelError,
    },
    /// A field that is not UTF-8.
    NotText {
        /// The column, counted from 1.
        column: usize,
        /// The field, with what is no text replaced.
        text: String,
    },
}

impl fmt::Display for LineProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (column, expected, text) = match self {
            Self::Columns { expected, found } => {
                return write!(f, "expected {expected} columns, found {found}");
            }
            Self::Label { column, error } => return write!(f, "column {column}: {error}"),
            Self::NotANumber { column, text } => (column, "a number", text),
            Self::NotFinite { column, text } => (column, "a finite number", text),
            Self::NotALabel { column, text } => (column, "a label, a whole number from 0", text),
            Self::NotText { column, text } => (column, "text in UTF-8", text),
        };
        write!(f, "column {column}: expected {expected}, found {text:?}")
    }
}

impl error::Error for LineProblem {}

pub(super) type Result<X> = result::Result<X, DataError>;
