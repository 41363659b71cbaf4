//! A picture of a surface: what is on it, and the files it goes to.

use std::fs;
use std::path::Path;

use plotters::backend::{BitMapBackend, DrawingBackend, SVGBackend};
use plotters::drawing::IntoDrawingArea;

use super::canvas::{Canvas, WHITE, register};
use super::scale::Scale;
use super::{CostSurface, Descent, PlotError, contours, png, relief};

/// The least width and height, in pixels.
const LEAST: u32 = 320;
/// Units of an SVG file in a pixel: plotters draws at whole numbers.
const FINE: u32 = 10;
/// Pixels of a PNG file in a pixel of the picture, on each axis, for screens that have them; and what is drawn for each of those.
const DENSITY: u32 = 2;
const SAMPLES: u32 = 2;

/// From where a surface is seen.
///
/// ```
/// use typograd::plot::View;
///
/// assert_eq!(View::default(), View::Contours);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// From above: levels as bands of colour between lines, with the gradient's direction at the points of each path.
    #[default]
    Contours,
    /// From the side, in three dimensions.
    Surface,
}

/// A surface with paths of descent on it, to be drawn.
///
/// ```
/// use typograd::minimize::{ConjugateGradient, Stopping, minimize_with};
/// use typograd::plot::{CostSurface, Descent, Figure, View};
/// use typograd::prelude::*;
///
/// let bowl = |x: &Vector<D<2>, f64>, gradient: &mut Vector<D<2>, f64>| {
///     *gradient = Vector::from([2.0 * x[0], 8.0 * x[1]]);
///     x[0] * x[0] + 4.0 * x[1] * x[1]
/// };
/// let (mut path, mut x) = (Descent::new("conjugate gradient"), Vector::from([1.8, 0.7]));
/// let method = ConjugateGradient::default();
/// minimize_with(&method, bowl, &mut x, &Stopping::default(), |iterate| path.record(&iterate));
///
/// let surface = CostSurface::of::<f64, D<2>>(&mut { bowl }, -2.0..=2.0, -1.0..=1.0)?;
/// let figure = Figure::new(surface).title("A bowl").labels("w₁", "w₂", "cost").descent(path);
/// let svg = figure.svg(View::Contours)?;
/// assert!(svg.contains("A bowl") && svg.contains("conjugate gradient"));
///
/// # let folder = std::env::temp_dir().join(format!("typograd-figure-{}", std::process::id()));
/// # std::fs::create_dir_all(&folder)?;
/// figure.save(View::Surface, folder.join("bowl.png"))?;
/// # std::fs::remove_dir_all(folder)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Figure {
    pub(super) surface: CostSurface,
    pub(super) title: String,
    /// Of x, y, and the values.
    pub(super) labels: [String; 3],
    pub(super) descents: Vec<Descent>,
    is_logarithmic: bool,
    pixels: (u32, u32),
    turn: f64,
    tilt: f64,
}

impl Figure {
    /// A picture of 900 × 720 pixels, without a title, with axes x, y and f, and linear levels.
    pub fn new(surface: CostSurface) -> Self {
        Self {
            surface,
            title: String::new(),
            labels: ["x", "y", "f"].map(str::to_owned),
            descents: Vec::new(),
            is_logarithmic: false,
            pixels: (900, 720),
            turn: -35.0,
            tilt: 30.0,
        }
    }

    /// With a title.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// With names for the two variables and for the values.
    #[must_use]
    pub fn labels(
        mut self,
        x: impl Into<String>,
        y: impl Into<String>,
        value: impl Into<String>,
    ) -> Self {
        self.labels = [x.into(), y.into(), value.into()];
        self
    }

    /// With one more path of descent.
    #[must_use]
    pub fn descent(mut self, descent: Descent) -> Self {
        self.descents.push(descent);
        self
    }

    /// With levels, and heights, by the logarithm of the value, six powers of ten down from the largest: for values that are
    /// all above 0.
    #[must_use]
    pub fn logarithmic(mut self) -> Self {
        self.is_logarithmic = true;
        self
    }

    /// Of another size, in pixels, of 320 × 320 at least.
    #[must_use]
    pub fn pixels(mut self, width: u32, height: u32) -> Self {
        self.pixels = (width, height);
        self
    }

    /// Seen, as [`View::Surface`], from other angles in degrees: the turn about the vertical, −35 by default, and the tilt from the
    /// horizontal, 30.
    #[must_use]
    pub fn seen_from(mut self, turn: f64, tilt: f64) -> Self {
        (self.turn, self.tilt) = (turn, tilt);
        self
    }

    pub(super) fn size(&self) -> (f64, f64) {
        (f64::from(self.pixels.0), f64::from(self.pixels.1))
    }

    /// Turn and tilt, in radians.
    pub(super) fn camera(&self) -> (f64, f64) {
        (self.turn.to_radians(), self.tilt.to_radians())
    }

    pub(super) fn scale(&self) -> Result<Scale, PlotError> {
        Scale::new(self.surface.extremes(), self.is_logarithmic)
    }

    /// The picture as the text of an SVG file.
    ///
    /// # Errors
    ///
    /// If the picture is too small, or logarithmic with values that are not above 0.
    pub fn svg(&self, view: View) -> Result<String, PlotError> {
        let (width, height) = self.pixels;
        let (wide, high) = (width.saturating_mul(FINE), height.saturating_mul(FINE));
        let mut text = String::new();
        self.draw(SVGBackend::with_string(&mut text, (wide, high)), view, FINE)?;
        // The view box stays, and so the fine units do.
        let fine = format!("width=\"{wide}\" height=\"{high}\"");
        Ok(text.replacen(&fine, &format!("width=\"{width}\" height=\"{height}\""), 1))
    }

    /// The picture as the bytes of a PNG file, with two pixels for each of its own on each axis.
    ///
    /// ```
    /// use typograd::plot::{CostSurface, Figure, View};
    ///
    /// let surface = CostSurface::sample(|x, y| x * y, -1.0..=1.0, -1.0..=1.0)?;
    /// let png = Figure::new(surface).pixels(320, 320).png(View::Contours)?;
    /// assert_eq!(&png[1..4], b"PNG");
    /// # Ok::<(), typograd::plot::PlotError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`svg`](Figure::svg).
    pub fn png(&self, view: View) -> Result<Vec<u8>, PlotError> {
        self.check()?;
        let times = DENSITY * SAMPLES;
        let (wide, high) = (self.pixels.0 * times, self.pixels.1 * times);
        let mut fine = vec![0; 3 * wide as usize * high as usize];
        self.draw(
            BitMapBackend::with_buffer(&mut fine, (wide, high)),
            view,
            times,
        )?;
        let (width, height) = (wide / SAMPLES, high / SAMPLES);
        let rgb = averaged(&fine, wide as usize, SAMPLES as usize);
        png::encode(width, height, &rgb).map_err(|error| PlotError::Drawing(error.to_string()))
    }

    /// Writes the picture to a file, whose name ends in `.svg` or `.png`.
    ///
    /// # Errors
    ///
    /// As [`svg`](Figure::svg); if the name ends in something else; if the file can't be written.
    pub fn save(&self, view: View, path: impl AsRef<Path>) -> Result<(), PlotError> {
        let path = path.as_ref();
        let is = |extension: &str| {
            path.extension()
                .is_some_and(|found| found.eq_ignore_ascii_case(extension))
        };
        let bytes = if is("svg") {
            self.svg(view)?.into_bytes()
        } else if is("png") {
            self.png(view)?
        } else {
            return Err(PlotError::Extension(path.to_owned()));
        };
        fs::write(path, bytes).map_err(|source| PlotError::Io {
            path: path.to_owned(),
            source,
        })
    }

    fn check(&self) -> Result<(), PlotError> {
        let (width, height) = self.pixels;
        // A picture beyond that is no picture.
        let most = 20_000;
        if width.min(height) < LEAST || width.max(height) > most {
            return Err(PlotError::Size {
                width,
                height,
                least: LEAST,
                most,
            });
        }
        Ok(())
    }

    fn draw<DB: DrawingBackend>(
        &self,
        backend: DB,
        view: View,
        scale: u32,
    ) -> Result<(), PlotError> {
        self.check()?;
        register()?;
        let failed = |error: &dyn std::fmt::Display| PlotError::Drawing(error.to_string());
        let area = backend.into_drawing_area();
        area.fill(&WHITE).map_err(|error| failed(&error))?;
        let canvas = Canvas {
            area: &area,
            scale: f64::from(scale),
        };
        match view {
            View::Contours => contours::draw(&canvas, self)?,
            View::Surface => relief::draw(&canvas, self)?,
        }
        area.present().map_err(|error| failed(&error))
    }
}

/// Squares of `samples` × `samples` pixels made one.
fn averaged(fine: &[u8], wide: usize, samples: usize) -> Vec<u8> {
    let (width, squares) = (wide / samples, samples * samples);
    let mut rgb = Vec::with_capacity(fine.len() / squares);
    for rows in fine.chunks_exact(3 * wide * samples) {
        for x in 0..width {
            for channel in 0..3 {
                let mut sum = 0_usize;
                for row in rows.chunks_exact(3 * wide) {
                    for k in 0..samples {
                        sum += usize::from(row[3 * (x * samples + k) + channel]);
                    }
                }
                rgb.push(u8::try_from((sum + squares / 2) / squares).unwrap_or(u8::MAX));
            }
        }
    }
    rgb
}
