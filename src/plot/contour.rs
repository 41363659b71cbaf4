//! Level lines and the regions above them, by marching squares.

use std::collections::HashMap;

/// A point of the plane, in cells of the grid.
pub(super) type Point = (f64, f64);

/// Values at the points of a grid, `columns` to a row.
pub(super) struct Grid<'a> {
    pub(super) values: &'a [f64],
    pub(super) columns: usize,
}

impl Grid<'_> {
    fn rows(&self) -> usize {
        self.values.len() / self.columns
    }

    fn at(&self, i: usize, j: usize) -> f64 {
        self.values[j * self.columns + i]
    }

    /// The corners of a cell, anticlockwise in a plane whose y goes up, with their values.
    pub(super) fn cell(&self, i: usize, j: usize) -> [(Point, f64); 4] {
        [(i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1)]
            .map(|(i, j)| ((i as f64, j as f64), self.at(i, j)))
    }

    /// The line of points with a value of `level`, in pieces that are as long as may be. A closed one ends where it begins.
    pub(super) fn level_lines(&self, level: f64) -> Vec<Vec<Point>> {
        let mut links = HashMap::<Edge, Vec<Edge>>::new();
        for j in 0..self.rows() - 1 {
            for i in 0..self.columns - 1 {
                for (from, to) in self.segments(i, j, level) {
                    links.entry(from).or_default().push(to);
                    links.entry(to).or_default().push(from);
                }
            }
        }
        let mut starts: Vec<Edge> = links.keys().copied().collect();
        // Ends first, so that an open line is one piece; then in the order of the grid, so that a picture is the same each time.
        starts.sort_unstable_by_key(|edge| (links[edge].len(), *edge));
        let mut lines = Vec::new();
        for start in starts {
            while let Some(mut next) = links.get_mut(&start).and_then(Vec::pop) {
                let (mut here, mut line) = (start, vec![self.crossing(start, level)]);
                loop {
                    if let Some(back) = links.get_mut(&next)
                        && let Some(k) = back.iter().position(|edge| *edge == here)
                    {
                        back.swap_remove(k);
                    }
                    line.push(self.crossing(next, level));
                    here = next;
                    match links.get_mut(&here).and_then(Vec::pop) {
                        Some(on) => next = on,
                        None => break,
                    }
                }
                lines.push(line);
            }
        }
        lines
    }

    /// The pieces of a level's line within a cell: from edge to edge.
    fn segments(&self, i: usize, j: usize, level: f64) -> Vec<(Edge, Edge)> {
        let corners = self.cell(i, j);
        if corners.iter().any(|(_, value)| value.is_nan()) {
            return Vec::new();
        }
        let above = corners.map(|(_, value)| value >= level);
        let edges = [
            Edge { i, j, up: false },
            Edge {
                i: i + 1,
                j,
                up: true,
            },
            Edge {
                i,
                j: j + 1,
                up: false,
            },
            Edge { i, j, up: true },
        ];
        let crossed: Vec<Edge> = (0..4)
            .filter(|&k| above[k] != above[(k + 1) % 4])
            .map(|k| edges[k])
            .collect();
        match crossed[..] {
            [a, b] => vec![(a, b)],
            // A saddle: its middle says which corners belong together.
            [a, b, c, d] => {
                let middle = corners.iter().map(|(_, value)| value).sum::<f64>() / 4.0 >= level;
                if middle == above[0] {
                    vec![(a, b), (c, d)]
                } else {
                    vec![(d, a), (b, c)]
                }
            }
            _ => Vec::new(),
        }
    }

    fn crossing(&self, edge: Edge, level: f64) -> Point {
        let Edge { i, j, up } = edge;
        let (to_i, to_j) = if up { (i, j + 1) } else { (i + 1, j) };
        let (a, b) = (self.at(i, j), self.at(to_i, to_j));
        // A line crosses where one end is above the level and the other is not: they differ.
        let t = (level - a) / (b - a);
        let along = |from: usize, to: usize| from as f64 + t * (to as f64 - from as f64);
        (along(i, to_i), along(j, to_j))
    }
}

/// An edge between neighbours of the grid: from (i, j) to the right, or up.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Edge {
    i: usize,
    j: usize,
    up: bool,
}

/// The part of a cell whose values are `level` or more.
pub(super) fn part_above(cell: &[(Point, f64)], level: f64) -> Vec<Point> {
    let mut part = Vec::with_capacity(6);
    for k in 0..cell.len() {
        let ((a, value_a), (b, value_b)) = (cell[k], cell[(k + 1) % cell.len()]);
        if value_a >= level {
            part.push(a);
        }
        if (value_a >= level) != (value_b >= level) {
            let t = (level - value_a) / (value_b - value_a);
            part.push((a.0 + t * (b.0 - a.0), a.1 + t * (b.1 - a.1)));
        }
    }
    part
}

#[cfg(test)]
mod tests {
    use super::{Grid, part_above};

    fn sampled(f: impl Fn(f64, f64) -> f64) -> Vec<f64> {
        let at = |k: usize| k as f64 / 10.0 - 1.0;
        (0..21 * 21).map(|k| f(at(k % 21), at(k / 21))).collect()
    }

    /// The level line of a cone is one closed circle.
    #[test]
    fn a_circle_is_one_closed_line() {
        let values = sampled(f64::hypot);
        let grid = Grid {
            values: &values,
            columns: 21,
        };
        let lines = grid.level_lines(0.55);
        assert_eq!(lines.len(), 1);
        let circle = &lines[0];
        assert_eq!(circle.first(), circle.last());
        let length: f64 = circle
            .windows(2)
            .map(|pair| (pair[0].0 - pair[1].0).hypot(pair[0].1 - pair[1].1))
            .sum();
        let radius = 0.55 / 0.1; // in cells
        assert!((length / (2.0 * std::f64::consts::PI * radius) - 1.0).abs() < 0.01);
        assert!(
            circle
                .iter()
                .all(|(x, y)| ((x - 10.0).hypot(y - 10.0) - radius).abs() < 0.03)
        );
    }

    /// A straight line from one side to the other is one open piece; where values are missing, it is cut.
    #[test]
    fn an_open_line_is_one_piece() {
        let mut values = sampled(|x, y| x + 0.3 * y);
        let lines = |values: &[f64]| {
            Grid {
                values,
                columns: 21,
            }
            .level_lines(0.01)
            .len()
        };
        assert_eq!(lines(&values), 1);
        values[10 * 21 + 10] = f64::NAN;
        assert_eq!(lines(&values), 2);
    }

    #[test]
    fn the_part_above_a_level_is_cut_off_the_cell() {
        let square = [
            ((0.0, 0.0), 0.0),
            ((1.0, 0.0), 1.0),
            ((1.0, 1.0), 1.0),
            ((0.0, 1.0), 0.0),
        ];
        let part = part_above(&square, 0.25);
        assert_eq!(part, [(0.25, 0.0), (1.0, 0.0), (1.0, 1.0), (0.25, 1.0)]);
        assert!(part_above(&square, 2.0).is_empty());
        assert_eq!(part_above(&square, 0.0).len(), 4);
    }
}
