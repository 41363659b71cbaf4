//! The view from the side: the surface in three dimensions, and the paths on it.

use plotters::backend::DrawingBackend;
use plotters::style::{Color, RGBColor};

use super::PlotError;
use super::canvas::{Anchor, Canvas, INK, PALE, WHITE};
use super::figure::Figure;
use super::legend::{color_bar, ends, legend, lit, mark, path_color};
use super::scale::{Scale, ticks};
use super::surface::POINTS;

/// How high the surface is beside a base of 1 × 1.
const HEIGHT: f64 = 0.62;
/// Cells of the grid between the lines drawn on the surface.
const MESH: usize = 8;
/// Cells of the grid that are one patch of the surface.
const PATCH: usize = 2;

/// A parallel projection, of a base from 0 to 1 in x and y, and of heights from 0 to 1.
struct Camera {
    sin_turn: f64,
    cos_turn: f64,
    sin_tilt: f64,
    cos_tilt: f64,
    centre: (f64, f64),
    unit: f64,
}

impl Camera {
    fn of(figure: &Figure) -> Self {
        let (width, height) = figure.size();
        let (turn, tilt) = figure.camera();
        let ((sin_turn, cos_turn), (sin_tilt, cos_tilt)) = (turn.sin_cos(), tilt.sin_cos());
        let mut camera = Self {
            sin_turn,
            cos_turn,
            sin_tilt,
            cos_tilt,
            centre: (0.0, 0.0),
            unit: 1.0,
        };
        // As large as there is room for the box.
        let corners = (0..8).map(|k| {
            let side = |bit: usize| f64::from(u8::from(k & bit != 0));
            camera.place((side(1), side(2), side(4)))
        });
        let (mut least, mut most) = ((f64::MAX, f64::MAX), (f64::MIN, f64::MIN));
        for (x, y) in corners {
            least = (least.0.min(x), least.1.min(y));
            most = (most.0.max(x), most.1.max(y));
        }
        let (room_x, room_y) = (width - 260.0, height - 190.0);
        camera.unit = (room_x / (most.0 - least.0)).min(room_y / (most.1 - least.1));
        let middle = (
            f64::midpoint(least.0, most.0),
            f64::midpoint(least.1, most.1),
        );
        camera.centre = (
            (width - 100.0) / 2.0 - camera.unit * middle.0,
            (height - 20.0) / 2.0 - camera.unit * middle.1,
        );
        camera
    }

    /// Right, up, and away from who looks.
    fn seen(&self, (x, y, z): (f64, f64, f64)) -> (f64, f64, f64) {
        let (x, y, z) = (x - 0.5, y - 0.5, HEIGHT * (z - 0.5));
        let right = x * self.cos_turn - y * self.sin_turn;
        let back = x * self.sin_turn + y * self.cos_turn;
        (
            right,
            z * self.cos_tilt + back * self.sin_tilt,
            back * self.cos_tilt - z * self.sin_tilt,
        )
    }

    fn place(&self, point: (f64, f64, f64)) -> (f64, f64) {
        let (right, up, _) = self.seen(point);
        (
            self.centre.0 + self.unit * right,
            self.centre.1 - self.unit * up,
        )
    }

    fn depth(&self, point: (f64, f64, f64)) -> f64 {
        self.seen(point).2
    }

    /// The sides of the base that are nearest: 0 or 1 in x, and in y.
    fn near(&self) -> (f64, f64) {
        let nearer = |increases: f64| if increases > 0.0 { 0.0 } else { 1.0 };
        (nearer(self.sin_turn), nearer(self.cos_turn))
    }
}

/// What is drawn from the back to the front.
enum Piece {
    Patch {
        corners: [(f64, f64); 4],
        color: RGBColor,
    },
    Line {
        ends: [(f64, f64); 2],
        width: f64,
        color: RGBColor,
        opacity: f64,
    },
    Mark {
        at: (f64, f64),
        color: RGBColor,
    },
    Arrow {
        from: (f64, f64),
        by: (f64, f64),
    },
}

/// Where a path begins and ends on the picture, and its colour.
type Ends = ([Option<(f64, f64)>; 2], RGBColor);

pub(super) fn draw<DB: DrawingBackend>(
    canvas: &Canvas<'_, DB>,
    figure: &Figure,
) -> Result<(), PlotError> {
    let (width, height) = figure.size();
    let (camera, scale) = (Camera::of(figure), figure.scale()?);
    walls(canvas, figure, &scale, &camera)?;

    let mut pieces = patches(figure, &scale, &camera);
    let last = path_pieces(figure, &scale, &camera, &mut pieces);
    pieces.sort_by(|a, b| b.0.total_cmp(&a.0));
    for (_, piece) in &pieces {
        match piece {
            Piece::Patch { corners, color } => canvas.polygon(corners, *color)?,
            Piece::Line {
                ends,
                width,
                color,
                opacity,
            } => canvas.line(ends, *width, color.mix(*opacity))?,
            Piece::Mark { at, color } => mark(canvas, *at, *color)?,
            Piece::Arrow { from, by } => canvas.arrow(*from, *by, INK)?,
        }
    }
    for (points, color) in last {
        ends(canvas, points, color)?;
    }

    let middle = (width - 100.0) / 2.0;
    canvas.text(&figure.title, (middle, 26.0), 18.0, Anchor::Centre)?;
    color_bar(canvas, figure, &scale, width - 86.0, (80.0, height - 120.0))?;
    legend(canvas, &figure.descents, (72.0, height - 24.0))
}

/// The floor, the two walls behind, their lines, and the labels of the axes.
fn walls<DB: DrawingBackend>(
    canvas: &Canvas<'_, DB>,
    figure: &Figure,
    scale: &Scale,
    camera: &Camera,
) -> Result<(), PlotError> {
    let (near_x, near_y) = camera.near();
    let (far_x, far_y) = (1.0 - near_x, 1.0 - near_y);
    let line = |a, b, width, color: RGBColor| {
        canvas.line(&[camera.place(a), camera.place(b)], width, color)
    };
    let [x, y] = figure.surface.ranges();
    let fractions = |(from, to): (f64, f64)| {
        let ticks = ticks(from, to, 5).into_iter();
        ticks.map(move |(value, label)| ((value - from) / (to - from), label))
    };
    // Outwards from the middle of the base, on the picture.
    let outwards = |at: (f64, f64), by: f64, side: (f64, f64, f64)| {
        let (inner, outer) = (camera.place((0.5, 0.5, 0.0)), camera.place(side));
        let (dx, dy) = (outer.0 - inner.0, outer.1 - inner.1);
        let length = dx.hypot(dy);
        (at.0 + by * dx / length, at.1 + by * dy / length)
    };
    let side_x = (0.5, near_y, 0.0);
    let side_y = (near_x, 0.5, 0.0);
    for (t, label) in fractions(x) {
        line((t, near_y, 0.0), (t, far_y, 0.0), 0.8, PALE)?;
        line((t, far_y, 0.0), (t, far_y, 1.0), 0.8, PALE)?;
        let at = camera.place((t, near_y, 0.0));
        canvas.line(&[at, outwards(at, 6.0, side_x)], 1.0, INK)?;
        canvas.text(&label, outwards(at, 21.0, side_x), 13.0, Anchor::Centre)?;
    }
    for (t, label) in fractions(y) {
        line((near_x, t, 0.0), (far_x, t, 0.0), 0.8, PALE)?;
        line((far_x, t, 0.0), (far_x, t, 1.0), 0.8, PALE)?;
        let at = camera.place((near_x, t, 0.0));
        canvas.line(&[at, outwards(at, 6.0, side_y)], 1.0, INK)?;
        canvas.text(&label, outwards(at, 24.0, side_y), 13.0, Anchor::Centre)?;
    }
    // Heights stand on the leftmost edge.
    let edges = [(near_x, far_y), (far_x, near_y)];
    let left = |(a, b): &(f64, f64)| camera.place((*a, *b, 0.0)).0;
    let (a, b) = edges
        .into_iter()
        .min_by(|p, q| left(p).total_cmp(&left(q)))
        .unwrap_or((0.0, 0.0));
    for (place, label) in scale.ticks() {
        line((far_x, near_y, place), (far_x, far_y, place), 0.8, PALE)?;
        line((near_x, far_y, place), (far_x, far_y, place), 0.8, PALE)?;
        let at = camera.place((a, b, place));
        canvas.line(&[(at.0 - 6.0, at.1), at], 1.0, INK)?;
        canvas.text(&label, (at.0 - 10.0, at.1), 13.0, Anchor::Right)?;
    }
    for (from, to) in [
        ((near_x, near_y, 0.0), (far_x, near_y, 0.0)),
        ((near_x, near_y, 0.0), (near_x, far_y, 0.0)),
        ((a, b, 0.0), (a, b, 1.0)),
    ] {
        line(from, to, 1.0, INK)?;
    }
    let [x_label, y_label, z_label] = &figure.labels;
    let at = outwards(camera.place(side_x), 56.0, side_x);
    canvas.text(x_label, at, 15.0, Anchor::Centre)?;
    let at = outwards(camera.place(side_y), 64.0, side_y);
    canvas.text(y_label, at, 15.0, Anchor::Centre)?;
    let at = camera.place((a, b, 0.5));
    canvas.text_upwards(z_label, (at.0 - 56.0, at.1), 15.0)
}

/// The surface, in patches, each with its depth; and the lines on it.
fn patches(figure: &Figure, scale: &Scale, camera: &Camera) -> Vec<(f64, Piece)> {
    let cells = (POINTS - 1) as f64;
    let corner = |i: usize, j: usize| {
        let z = scale.place(figure.surface.value(i, j));
        (i as f64 / cells, j as f64 / cells, z)
    };
    let mut pieces = Vec::new();
    for j in (0..POINTS - 1).step_by(PATCH) {
        for i in (0..POINTS - 1).step_by(PATCH) {
            let corners = [
                (i, j),
                (i + PATCH, j),
                (i + PATCH, j + PATCH),
                (i, j + PATCH),
            ]
            .map(|(i, j)| corner(i, j));
            if corners.iter().any(|corner| corner.2.is_nan()) {
                continue;
            }
            let middle =
                |axis: fn(&(f64, f64, f64)) -> f64| corners.iter().map(axis).sum::<f64>() / 4.0;
            let centre = (middle(|c| c.0), middle(|c| c.1), middle(|c| c.2));
            // By the place on the base alone: patches do not cross.
            let depth = camera.depth((centre.0, centre.1, 0.0));
            let side = PATCH as f64 / cells;
            let slope_x =
                HEIGHT * (corners[1].2 - corners[0].2 + corners[2].2 - corners[3].2) / (2.0 * side);
            let slope_y =
                HEIGHT * (corners[3].2 - corners[0].2 + corners[2].2 - corners[1].2) / (2.0 * side);
            let place = corners.map(|corner| camera.place(corner));
            pieces.push((
                depth,
                Piece::Patch {
                    corners: grown(place),
                    color: lit(centre.2, light(slope_x, slope_y)),
                },
            ));
            // Lines are drawn right after the patch that they bound.
            for (k, on) in [(0, j % MESH == 0), (3, i % MESH == 0)] {
                if on {
                    pieces.push((
                        depth - 1e-6,
                        Piece::Line {
                            ends: [place[k], place[(k + 1) % 4]],
                            width: 0.7,
                            color: WHITE,
                            opacity: 0.35,
                        },
                    ));
                }
            }
        }
    }
    pieces
}

/// A patch a little larger, so that no gap is seen between neighbours.
fn grown(corners: [(f64, f64); 4]) -> [(f64, f64); 4] {
    let centre = corners.iter().fold((0.0, 0.0), |sum, corner| {
        (sum.0 + corner.0 / 4.0, sum.1 + corner.1 / 4.0)
    });
    corners.map(|(x, y)| {
        let (dx, dy) = (x - centre.0, y - centre.1);
        let length = dx.hypot(dy).max(1e-9);
        (x + 0.4 * dx / length, y + 0.4 * dy / length)
    })
}

/// How much light falls on a slope, from the upper left: 1 on the level.
fn light(slope_x: f64, slope_y: f64) -> f64 {
    let normal = (slope_x * slope_x + slope_y * slope_y + 1.0).sqrt();
    let facing = (0.45 * slope_x - 0.3 * slope_y + 1.0) / (normal * 1.137);
    0.62 + 0.38 * facing.max(0.0) / 0.88
}

/// The paths, which lie on the surface; and the points that are drawn over all.
fn path_pieces(
    figure: &Figure,
    scale: &Scale,
    camera: &Camera,
    pieces: &mut Vec<(f64, Piece)>,
) -> Vec<Ends> {
    let [x, y] = figure.surface.ranges();
    let fraction = |(a, b): (f64, f64)| ((a - x.0) / (x.1 - x.0), (b - y.0) / (y.1 - y.0));
    let inside = |(a, b): (f64, f64)| (0.0..=1.0).contains(&a) && (0.0..=1.0).contains(&b);
    let on = |(a, b): (f64, f64)| (a, b, scale.place(figure.surface.between(a, b)));
    let front = |(a, b): (f64, f64)| camera.depth((a, b, 0.0)) - 0.02;
    let mut last = Vec::new();
    for (i, descent) in figure.descents.iter().enumerate() {
        let color = path_color(i);
        let stops: Vec<_> = descent
            .stops
            .iter()
            .map(|stop| fraction(stop.point))
            .collect();
        for pair in stops.windows(2) {
            let ((ax, ay), (bx, by)) = (pair[0], pair[1]);
            let parts = super::surface::index((bx - ax).hypot(by - ay) * 100.0).clamp(1, 400) + 1;
            let along = |k: usize| {
                let t = k as f64 / parts as f64;
                (ax + t * (bx - ax), ay + t * (by - ay))
            };
            for k in 0..parts {
                let (from, to) = (along(k), along(k + 1));
                if !inside(from) || !inside(to) {
                    continue;
                }
                let ends = [camera.place(on(from)), camera.place(on(to))];
                let depth = front(from).min(front(to));
                for (behind, width, color) in [(0.0, 4.0, INK), (2e-3, 2.2, color)] {
                    let line = Piece::Line {
                        ends,
                        width,
                        color,
                        opacity: 1.0,
                    };
                    pieces.push((depth - behind, line));
                }
            }
        }
        let mut arrow: Option<(f64, f64)> = None;
        for (stop, &at) in descent.stops.iter().zip(&stops) {
            if !inside(at) {
                continue;
            }
            let place = camera.place(on(at));
            pieces.push((front(at) - 0.01, Piece::Mark { at: place, color }));
            // −∇f on the surface: along its slope, as far as it goes on the base.
            let (gx, gy) = stop.gradient;
            let (dx, dy) = (-gx / (x.1 - x.0), -gy / (y.1 - y.0));
            let length = dx.hypot(dy);
            let is_apart =
                arrow.is_none_or(|last| (place.0 - last.0).hypot(place.1 - last.1) > 20.0);
            let tip = (at.0 + 0.05 * dx / length, at.1 + 0.05 * dy / length);
            if is_apart && length > 0.0 && length.is_finite() && inside(tip) {
                let to = camera.place(on(tip));
                let by = (to.0 - place.0, to.1 - place.1);
                pieces.push((front(at).min(front(tip)), Piece::Arrow { from: place, by }));
                arrow = Some(place);
            }
        }
        let seen = |stop: Option<&(f64, f64)>| {
            let stop = stop.filter(|at| inside(**at));
            stop.map(|at| camera.place(on(*at)))
        };
        last.push(([seen(stops.first()), seen(stops.last())], color));
    }
    last
}
