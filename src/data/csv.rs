//! CSV files.

use std::format;
use std::fs;
use std::path::Path;
use std::string::ToString;
use std::vec::Vec;

use csv::{ErrorKind, Position, ReaderBuilder, StringRecord, Trim};

use super::dataset::Dataset;
use super::error::{DataError, LineProblem, Result};
use crate::Element;
use crate::dim::Dim;
use crate::label::Label;
use crate::tensor::Vector;

/// How a CSV file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Csv {
    /// Whether the first line names the columns; false by default.
    pub header: bool,
    /// What stands between two fields; a comma by default.
    pub delimiter: u8,
}

impl Default for Csv {
    fn default() -> Self {
        Self {
            header: false,
            delimiter: b',',
        }
    }
}

/// Reads lines of `X` numbers and a label.
///
/// # Errors
///
/// If the file is missing or empty, if a line has another number of columns, a field is not a finite number, or a label
/// is not one of the classes: the error names the file, the line and what was expected.
///
/// ```no_run
/// use typograd::data::{Csv, read_csv_labelled};
/// use typograd::prelude::*;
///
/// dims! { Pixels = 64; Digit = 10; }
///
/// let digits = read_csv_labelled::<Pixels, Digit, f32>("digits.csv", Csv::default())?;
/// # Ok::<(), typograd::data::DataError>(())
/// ```
pub fn read_csv_labelled<X: Dim, C: Dim, T: Element>(
    path: impl AsRef<Path>,
    format: Csv,
) -> Result<Dataset<Vector<X, T>, Label<C>>> {
    let columns = X::LEN + 1;
    let expected = format!("lines of {} numbers and a label", X::LEN);
    read(path.as_ref(), format, columns, &expected, |record| {
        let text = &record[X::LEN];
        let index = text.parse().map_err(|_| LineProblem::NotALabel {
            column: columns,
            text: text.to_string(),
        })?;
        let error = |error| LineProblem::Label {
            column: columns,
            error,
        };
        Ok((numbers(record, 0)?, Label::new(index).map_err(error)?))
    })
}

/// Reads lines of `X` numbers and, after them, the `Y` numbers they are to be mapped to.
///
/// # Errors
///
/// As [`read_csv_labelled`].
pub fn read_csv_regression<X: Dim, Y: Dim, T: Element>(
    path: impl AsRef<Path>,
    format: Csv,
) -> Result<Dataset<Vector<X, T>, Vector<Y, T>>> {
    let expected = format!("lines of {} and {} numbers", X::LEN, Y::LEN);
    read(
        path.as_ref(),
        format,
        X::LEN + Y::LEN,
        &expected,
        |record| Ok((numbers(record, 0)?, numbers(record, X::LEN)?)),
    )
}

/// The fields from column `from` on, counted from 0, as a vector.
fn numbers<N: Dim, T: Element>(
    record: &StringRecord,
    from: usize,
) -> core::result::Result<Vector<N, T>, LineProblem> {
    let mut vector = Vector::zeros();
    for (i, x) in vector.iter_mut().enumerate() {
        let (column, text) = (from + i + 1, &record[from + i]);
        let number: f64 = text.parse().map_err(|_| LineProblem::NotANumber {
            column,
            text: text.to_string(),
        })?;
        *x = T::from_f64(number);
        if !x.is_finite() {
            return Err(LineProblem::NotFinite {
                column,
                text: text.to_string(),
            });
        }
    }
    Ok(vector)
}

/// Reads every line with `sample`, after its number of columns was checked. Blank lines are passed over.
fn read<X, Y>(
    path: &Path,
    format: Csv,
    columns: usize,
    expected: &str,
    sample: impl Fn(&StringRecord) -> core::result::Result<(X, Y), LineProblem>,
) -> Result<Dataset<X, Y>> {
    let bytes = fs::read(path).map_err(|source| DataError::Io {
        path: path.to_path_buf(),
        source,
    })?;
    let mut reader = ReaderBuilder::new()
        .has_headers(format.header)
        .delimiter(format.delimiter)
        .flexible(true)
        .trim(Trim::All)
        .from_reader(&bytes[..]);
    let (mut inputs, mut targets) = (Vec::new(), Vec::new());
    for record in reader.records() {
        let at = |position: Option<&Position>, problem| DataError::Line {
            path: path.to_path_buf(),
            line: line_of(&bytes, position),
            problem,
        };
        let record = record.map_err(|error| {
            let problem = LineProblem::Malformed(match error.kind() {
                ErrorKind::Utf8 { err, .. } => err.to_string(),
                _ => error.to_string(),
            });
            at(error.position(), problem)
        })?;
        let read = if record.len() == columns {
            sample(&record)
        } else {
            Err(LineProblem::Columns {
                expected: columns,
                found: record.len(),
            })
        };
        let (input, target) = read.map_err(|problem| at(record.position(), problem))?;
        inputs.push(input);
        targets.push(target);
    }
    if inputs.is_empty() {
        return Err(DataError::Empty {
            path: path.to_path_buf(),
            expected: expected.to_string(),
        });
    }
    Ok(Dataset::new(inputs, targets).expect("pushed in pairs"))
}

/// The line of a record, counted from 1: its position may be that of blank lines before it.
fn line_of(bytes: &[u8], position: Option<&Position>) -> u64 {
    let start = position.map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0));
    let (before, from) = bytes.split_at(start.min(bytes.len()));
    let blank = from.iter().take_while(|byte| matches!(byte, b'\n' | b'\r'));
    let ends = before.iter().chain(blank).filter(|byte| **byte == b'\n');
    1 + ends.count() as u64
}
