//! CSV files.

use std::format;
use std::fs;
use std::path::Path;
use std::string::{String, ToString};
use std::vec::Vec;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::dataset::Dataset;
use super::error::{DataError, LineProblem, Result};
use crate::Element;
use crate::dim::Dim;
use crate::label::Label;
use crate::tensor::Vector;

/// How a CSV file is written.
///
/// ```
/// use typograd::data::Csv;
///
/// let format = Csv { delimiter: b';', ..Csv::default() };
/// assert_eq!(format, Csv { header: false, delimiter: b';' });
/// ```
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
/// ```
/// use typograd::data::{Csv, read_csv_labelled};
/// use typograd::prelude::*;
///
/// dims! { Pixels = 2; Digit = 10; }
///
/// let path = std::env::temp_dir().join("typograd-labelled.csv");
/// std::fs::write(&path, "0.5,1.5,7\n2,3,0\n")?;
/// let digits = read_csv_labelled::<Pixels, Digit, f32>(&path, Csv::default())?;
/// assert_eq!(digits.inputs()[0], Vector::from([0.5, 1.5]));
/// assert_eq!(digits.targets(), [Label::new(7)?, Label::new(0)?]);
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_csv_labelled<X: Dim, C: Dim, T: Element>(
    path: impl AsRef<Path>,
    format: Csv,
) -> Result<Dataset<Vector<X, T>, Label<C>>> {
    let columns = X::LEN + 1;
    let expected = format!("lines of {} numbers and a label", X::LEN);
    read(path.as_ref(), format, columns, &expected, |record| {
        let text = record.field(X::LEN)?;
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
/// As [`read_csv_labelled`], without what concerns labels.
///
/// ```
/// use typograd::data::{Csv, read_csv_regression};
/// use typograd::prelude::*;
///
/// let path = std::env::temp_dir().join("typograd-regression.csv");
/// std::fs::write(&path, "width,height,area\n2,3,6\n")?;
/// let format = Csv { header: true, ..Csv::default() };
/// let areas = read_csv_regression::<D<2>, D<1>, f32>(&path, format)?;
/// assert_eq!(areas.inputs(), [Vector::from([2.0, 3.0])]);
/// assert_eq!(areas.targets(), [Vector::from([6.0])]);
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
    record: &Record<'_>,
    from: usize,
) -> core::result::Result<Vector<N, T>, LineProblem> {
    let mut vector = Vector::zeros();
    for (i, x) in vector.iter_mut().enumerate() {
        let (column, text) = (from + i + 1, record.field(from + i)?);
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
    sample: impl Fn(&Record<'_>) -> core::result::Result<(X, Y), LineProblem>,
) -> Result<Dataset<X, Y>> {
    let bytes = fs::read(path).map_err(|source| DataError::Io {
        path: path.to_path_buf(),
        source,
    })?;
    let mut records = Records::new(&bytes, format.delimiter);
    if format.header {
        records.next();
    }
    let (mut inputs, mut targets) = (Vec::new(), Vec::new());
    while let Some(record) = records.next() {
        let line = record.line;
        let read = if record.len() == columns {
            sample(&record)
        } else {
            Err(LineProblem::Columns {
                expected: columns,
                found: record.len(),
            })
        };
        let (input, target) = read.map_err(|problem| DataError::Line {
            path: path.to_path_buf(),
            line,
            problem,
        })?;
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

/// One line, taken apart.
struct Record<'a> {
    /// Counted from 1.
    line: u64,
    /// The fields' text, one after another, and where each ends.
    text: &'a [u8],
    ends: &'a [usize],
}

impl Record<'_> {
    fn len(&self) -> usize {
        self.ends.len()
    }

    /// The field of a column counted from 0, without space around it.
    fn field(&self, column: usize) -> core::result::Result<&str, LineProblem> {
        let start = column.checked_sub(1).map_or(0, |before| self.ends[before]);
        let bytes = &self.text[start..self.ends[column]];
        let text = core::str::from_utf8(bytes).map_err(|_| LineProblem::NotText {
            column: column + 1,
            text: String::from_utf8_lossy(bytes).into_owned(),
        })?;
        Ok(text.trim())
    }
}

/// The lines of a file, one at a time in room of its own.
struct Records<'a> {
    reader: Reader,
    rest: &'a [u8],
    line: u64,
    text: Vec<u8>,
    ends: Vec<usize>,
}

impl<'a> Records<'a> {
    #[inline] // made in programs that call it, as all below: the others need not be linked with csv-core
    fn new(bytes: &'a [u8], delimiter: u8) -> Self {
        Self {
            reader: ReaderBuilder::new().delimiter(delimiter).build(),
            rest: bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes), // a byte order mark
            line: 1,
            text: Vec::new(),
            ends: Vec::new(),
        }
    }

    /// The next line that is not blank.
    #[inline]
    fn next(&mut self) -> Option<Record<'_>> {
        while let [b'\n' | b'\r', rest @ ..] = self.rest {
            self.line += u64::from(self.rest[0] == b'\n');
            self.rest = rest;
        }
        let line = self.line;
        let before = self.reader.line();
        let (mut text, mut ends) = (0, 0);
        loop {
            let (result, read, written, ended) =
                self.reader
                    .read_record(self.rest, &mut self.text[text..], &mut self.ends[ends..]);
            self.rest = &self.rest[read..];
            (text, ends) = (text + written, ends + ended);
            match result {
                // All of the file was given: empty input says that it ends here.
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.text.resize(2 * self.text.len() + 1024, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(2 * self.ends.len() + 128, 0),
                ReadRecordResult::Record => {
                    self.line += self.reader.line() - before;
                    return Some(Record {
                        line,
                        text: &self.text[..text],
                        ends: &self.ends[..ends],
                    });
                }
                ReadRecordResult::End => return None,
            }
        }
    }
}
