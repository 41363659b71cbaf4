//! What can be wrong with a picture.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// A picture that was not made.
///
/// ```
/// use typograd::plot::{CostSurface, PlotError};
///
/// let error = CostSurface::sample(|x, y| x * y, 1.0..=1.0, 0.0..=1.0).unwrap_err();
/// assert!(matches!(error, PlotError::Range { .. }));
/// assert_eq!(error.to_string(), "the range of x goes from 1 to 1: it must grow, between finite numbers");
/// ```
#[derive(Debug)]
pub enum PlotError {
    /// A range that does not grow, or is not finite.
    Range {
        /// `x` or `y`.
        axis: &'static str,
        /// Where it begins.
        from: f64,
        /// Where it ends.
        to: f64,
    },
    /// The function is NaN or infinite at every point of the grid.
    NothingFinite,
    /// Logarithmic levels of values that are not all above 0.
    NotPositive {
        /// The smallest value.
        smallest: f64,
    },
    /// A picture of fewer pixels than its labels need, or of too many.
    Size {
        /// The width asked for.
        width: u32,
        /// The height asked for.
        height: u32,
        /// What each must be at least.
        least: u32,
        /// What each may be at most.
        most: u32,
    },
    /// A file whose name ends neither in `.svg` nor in `.png`.
    Extension(PathBuf),
    /// The drawing library failed.
    Drawing(String),
    /// The file can't be written.
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl fmt::Display for PlotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Range { axis, from, to } => write!(
                f,
                "the range of {axis} goes from {from} to {to}: it must grow, between finite numbers"
            ),
            Self::NothingFinite => f.write_str("the function is NaN or infinite at every point"),
            Self::NotPositive { smallest } => write!(
                f,
                "logarithmic levels need values above 0, and the smallest is {smallest}"
            ),
            Self::Size {
                width,
                height,
                least,
                most,
            } => write!(
                f,
                "a picture of {width} × {height} pixels: each must be from {least} to {most}"
            ),
            Self::Extension(path) => write!(
                f,
                "{}: a picture's name ends in .svg or .png",
                path.display()
            ),
            Self::Drawing(message) => write!(f, "drawing failed: {message}"),
            Self::Io { path, source } => write!(f, "{}: {source}", path.display()),
        }
    }
}

impl std::error::Error for PlotError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}
