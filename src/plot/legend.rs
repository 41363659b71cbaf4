//! What both views have beside the surface: the title, the colour bar, the legend, and the colours of the paths.

use plotters::backend::DrawingBackend;
use plotters::style::RGBColor;

use super::PlotError;
use super::canvas::{Anchor, Canvas, INK, WHITE};
use super::descent::Descent;
use super::figure::Figure;
use super::scale::{Scale, color};

/// Colours that are seen on all of viridis.
const PATHS: [RGBColor; 5] = [
    RGBColor(255, 59, 48),
    RGBColor(255, 255, 255),
    RGBColor(255, 149, 0),
    RGBColor(255, 105, 200),
    RGBColor(120, 220, 255),
];

pub(super) fn path_color(i: usize) -> RGBColor {
    PATHS[i % PATHS.len()]
}

/// The colour bar, from `top` to `bottom`, to the right of `left`.
pub(super) fn color_bar<DB: DrawingBackend>(
    canvas: &Canvas<'_, DB>,
    figure: &Figure,
    scale: &Scale,
    left: f64,
    (top, bottom): (f64, f64),
) -> Result<(), PlotError> {
    let right = left + 18.0;
    let y = |place: f64| bottom - place * (bottom - top);
    let edges: Vec<f64> = [0.0].into_iter().chain(Scale::levels()).collect();
    for from in edges {
        // Each to the top, so that none leaves a gap.
        canvas.rectangle((left, top), (right, y(from)), Scale::band(from))?;
    }
    canvas.frame((left, top), (right, bottom))?;
    for (place, label) in scale.ticks() {
        canvas.line(&[(right, y(place)), (right + 4.0, y(place))], 1.0, INK)?;
        canvas.text(&label, (right + 8.0, y(place)), 13.0, Anchor::Left)?;
    }
    canvas.text(
        &figure.labels[2],
        (left + 9.0, top - 16.0),
        14.0,
        Anchor::Centre,
    )
}

/// The names of the paths, with what their dots and arrows are, below the picture.
pub(super) fn legend<DB: DrawingBackend>(
    canvas: &Canvas<'_, DB>,
    descents: &[Descent],
    (left, y): (f64, f64),
) -> Result<(), PlotError> {
    let mut x = left;
    for (i, descent) in descents.iter().enumerate() {
        let steps = descent.len().saturating_sub(1);
        let text = format!("{} ({steps} steps)", descent.name);
        polyline(canvas, &[(x, y), (x + 26.0, y)], path_color(i))?;
        mark(canvas, (x + 13.0, y), path_color(i))?;
        canvas.text(&text, (x + 33.0, y), 13.0, Anchor::Left)?;
        x += 33.0 + canvas.text_width(&text, 13.0)? + 24.0;
    }
    if !descents.is_empty() {
        canvas.arrow((x, y), (24.0, 0.0), INK)?;
        canvas.text("direction of −∇", (x + 31.0, y), 13.0, Anchor::Left)?;
    }
    Ok(())
}

/// A line of a path, with a dark edge.
pub(super) fn polyline<DB: DrawingBackend>(
    canvas: &Canvas<'_, DB>,
    points: &[(f64, f64)],
    color: RGBColor,
) -> Result<(), PlotError> {
    canvas.line(points, 4.0, INK)?;
    canvas.line(points, 2.2, color)
}

/// A point of a path.
pub(super) fn mark<DB: DrawingBackend>(
    canvas: &Canvas<'_, DB>,
    at: (f64, f64),
    color: RGBColor,
) -> Result<(), PlotError> {
    canvas.dot(at, 4.0, INK)?;
    canvas.dot(at, 2.8, color)
}

/// Where a path begins: a larger point; and where it ends: a ring around it. Either may be outside of the picture.
pub(super) fn ends<DB: DrawingBackend>(
    canvas: &Canvas<'_, DB>,
    [start, end]: [Option<(f64, f64)>; 2],
    path: RGBColor,
) -> Result<(), PlotError> {
    if let Some(start) = start {
        canvas.dot(start, 6.0, INK)?;
        canvas.dot(start, 4.6, path)?;
    }
    if let Some(end) = end {
        for (radius, color) in [(8.5, INK), (7.0, WHITE), (5.2, INK), (4.0, path)] {
            canvas.dot(end, radius, color)?;
        }
    }
    Ok(())
}

/// A colour of the surface, darker where less light falls.
pub(super) fn lit(place: f64, light: f64) -> RGBColor {
    let RGBColor(r, g, b) = color(place);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a colour
    let dim = |channel: u8| (f64::from(channel) * light).round().min(255.0) as u8;
    RGBColor(dim(r), dim(g), dim(b))
}
