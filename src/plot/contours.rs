//! The view from above: bands of colour, level lines, paths.

use plotters::backend::DrawingBackend;
use plotters::style::Color;

use super::PlotError;
use super::canvas::{Anchor, Canvas, INK, WHITE};
use super::contour::{Grid, part_above};
use super::figure::Figure;
use super::legend::{color_bar, ends, legend, mark, path_color, polyline};
use super::scale::{Scale, ticks};
use super::surface::POINTS;

/// The sides of the plot within the picture.
struct Frame {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Frame {
    /// The place of fractions of the two ranges, y upwards.
    fn place(&self, (x, y): (f64, f64)) -> (f64, f64) {
        (
            self.left + x * (self.right - self.left),
            self.bottom - y * (self.bottom - self.top),
        )
    }
}

pub(super) fn draw<DB: DrawingBackend>(
    canvas: &Canvas<'_, DB>,
    figure: &Figure,
) -> Result<(), PlotError> {
    let (width, height) = figure.size();
    let frame = Frame {
        left: 72.0,
        top: 52.0,
        right: width - 112.0,
        bottom: height - 92.0,
    };
    let scale = figure.scale()?;
    bands(canvas, figure, &scale, &frame)?;
    paths(canvas, figure, &frame)?;
    axes(canvas, figure, &frame)?;
    let (top, bottom) = (frame.top, frame.bottom);
    color_bar(canvas, figure, &scale, frame.right + 26.0, (top, bottom))?;
    legend(canvas, &figure.descents, (frame.left, height - 24.0))
}

fn bands<DB: DrawingBackend>(
    canvas: &Canvas<'_, DB>,
    figure: &Figure,
    scale: &Scale,
    frame: &Frame,
) -> Result<(), PlotError> {
    let surface = &figure.surface;
    let places: Vec<f64> = (0..POINTS * POINTS)
        .map(|k| scale.place(surface.value(k % POINTS, k / POINTS)))
        .collect();
    let grid = Grid {
        values: &places,
        columns: POINTS,
    };
    let cells = (POINTS - 1) as f64;
    let place = |(x, y): (f64, f64)| frame.place((x / cells, y / cells));

    let lowest = Scale::band(0.0);
    for level in [0.0].into_iter().chain(Scale::levels()) {
        // All that is higher is painted over in its turn, and so no seam is seen.
        let color = if level > 0.0 {
            Scale::band(level)
        } else {
            lowest
        };
        for j in 0..POINTS - 1 {
            let mut run: Option<usize> = None;
            for i in 0..POINTS {
                let cell = (i + 1 < POINTS).then(|| grid.cell(i, j));
                let whole = cell.is_some_and(|cell| cell.iter().all(|(_, v)| *v >= level));
                if whole {
                    run.get_or_insert(i);
                    continue;
                }
                if let Some(from) = run.take() {
                    let (low, high) = ((from as f64, j as f64), (i as f64, j as f64 + 1.0));
                    let (a, b) = (place(low), place(high));
                    canvas.rectangle((a.0, b.1), (b.0, a.1), color)?;
                }
                let Some(cell) = cell else { continue };
                let part = part_above(&cell, level);
                if part.len() > 2 && cell.iter().all(|(_, v)| !v.is_nan()) {
                    let part: Vec<_> = part.into_iter().map(place).collect();
                    canvas.polygon(&part, color)?;
                }
            }
        }
    }
    for level in Scale::levels() {
        for line in grid.level_lines(level) {
            let line: Vec<_> = line.into_iter().map(place).collect();
            canvas.line(&line, 0.8, WHITE.mix(0.4))?;
        }
    }
    Ok(())
}

fn paths<DB: DrawingBackend>(
    canvas: &Canvas<'_, DB>,
    figure: &Figure,
    frame: &Frame,
) -> Result<(), PlotError> {
    let [x, y] = figure.surface.ranges();
    let fraction = |(a, b): (f64, f64)| ((a - x.0) / (x.1 - x.0), (b - y.0) / (y.1 - y.0));
    let inside = |(a, b): (f64, f64)| (0.0..=1.0).contains(&a) && (0.0..=1.0).contains(&b);
    for (i, descent) in figure.descents.iter().enumerate() {
        let color = path_color(i);
        let stops: Vec<_> = descent
            .stops
            .iter()
            .map(|stop| fraction(stop.point))
            .collect();
        for pair in stops.windows(2) {
            if let Some(piece) = clipped(pair[0], pair[1]) {
                polyline(canvas, &piece.map(|end| frame.place(end)), color)?;
            }
        }
        let mut last: Option<(f64, f64)> = None;
        for (stop, &at) in descent.stops.iter().zip(&stops) {
            if !inside(at) {
                continue;
            }
            let place = frame.place(at);
            // Where points crowd, an arrow for each would hide them.
            let is_apart =
                last.is_none_or(|last| (place.0 - last.0).hypot(place.1 - last.1) > 16.0);
            let (gx, gy) = stop.gradient;
            let sx = (frame.right - frame.left) / (x.1 - x.0);
            let sy = (frame.bottom - frame.top) / (y.1 - y.0);
            let (dx, dy) = (-gx * sx, gy * sy);
            let length = dx.hypot(dy);
            if is_apart && length > 0.0 && length.is_finite() {
                let times = 30.0 / length;
                canvas.arrow(place, (dx * times, dy * times), INK)?;
                last = Some(place);
            }
        }
        for at in stops.iter().filter(|at| inside(**at)) {
            mark(canvas, frame.place(*at), color)?;
        }
        let seen = |stop: Option<&(f64, f64)>| {
            let stop = stop.filter(|at| inside(**at));
            stop.map(|at| frame.place(*at))
        };
        ends(canvas, [seen(stops.first()), seen(stops.last())], color)?;
    }
    Ok(())
}

/// The part of a line within the unit square (Liang & Barsky, 1984).
fn clipped(a: (f64, f64), b: (f64, f64)) -> Option<[(f64, f64); 2]> {
    let (mut from, mut to) = (0.0_f64, 1.0_f64);
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    for (step, room) in [(-dx, a.0), (dx, 1.0 - a.0), (-dy, a.1), (dy, 1.0 - a.1)] {
        if step == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if step < 0.0 {
            from = from.max(room / step);
        } else {
            to = to.min(room / step);
        }
    }
    let at = |t: f64| (a.0 + t * dx, a.1 + t * dy);
    (from < to).then(|| [at(from), at(to)])
}

fn axes<DB: DrawingBackend>(
    canvas: &Canvas<'_, DB>,
    figure: &Figure,
    frame: &Frame,
) -> Result<(), PlotError> {
    let [x, y] = figure.surface.ranges();
    canvas.frame((frame.left, frame.top), (frame.right, frame.bottom))?;
    for (value, label) in ticks(x.0, x.1, 8) {
        let at = frame.place(((value - x.0) / (x.1 - x.0), 0.0));
        canvas.line(&[at, (at.0, at.1 + 5.0)], 1.0, INK)?;
        canvas.text(&label, (at.0, at.1 + 15.0), 13.0, Anchor::Centre)?;
    }
    for (value, label) in ticks(y.0, y.1, 8) {
        let at = frame.place((0.0, (value - y.0) / (y.1 - y.0)));
        canvas.line(&[(at.0 - 5.0, at.1), at], 1.0, INK)?;
        canvas.text(&label, (at.0 - 9.0, at.1), 13.0, Anchor::Right)?;
    }
    let (middle_x, middle_y) = (
        f64::midpoint(frame.left, frame.right),
        f64::midpoint(frame.top, frame.bottom),
    );
    let [x_label, y_label, _] = &figure.labels;
    canvas.text(
        x_label,
        (middle_x, frame.bottom + 37.0),
        15.0,
        Anchor::Centre,
    )?;
    canvas.text_upwards(y_label, (22.0, middle_y), 15.0)?;
    canvas.text(&figure.title, (middle_x, 26.0), 18.0, Anchor::Centre)
}

#[cfg(test)]
mod tests {
    use super::clipped;

    #[test]
    fn lines_are_cut_at_the_sides() {
        assert_eq!(
            clipped((-1.0, 0.5), (2.0, 0.5)),
            Some([(0.0, 0.5), (1.0, 0.5)])
        );
        assert_eq!(
            clipped((0.25, 0.25), (0.75, 0.5)),
            Some([(0.25, 0.25), (0.75, 0.5)])
        );
        assert_eq!(clipped((-1.0, 2.0), (3.0, 2.0)), None);
        assert_eq!(
            clipped((0.5, -0.5), (0.5, 0.5)),
            Some([(0.5, 0.0), (0.5, 0.5)])
        );
    }
}
