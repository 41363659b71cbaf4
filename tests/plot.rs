//! Pictures: what is seen where, and what can't be drawn. PNG is read back by its own rules, not by the writer's code.

#![allow(clippy::float_cmp)] // what there is none of is zero

use std::io::Read;
use std::{env, fs, process};

use flate2::read::ZlibDecoder;
use typograd::minimize::{Bfgs, Stopping, minimize_with};
use typograd::plot::{CostSurface, Descent, Figure, PlotError, View};
use typograd::prelude::*;

fn bowl() -> CostSurface {
    CostSurface::sample(|x, y| x * x + y * y, -2.0..=2.0, -2.0..=2.0).expect("a bowl")
}

fn with_path() -> Figure {
    let f = |x: &Vector<D<2>>, gradient: &mut Vector<D<2>>| {
        *gradient = x * 2.0;
        x.norm_squared()
    };
    let (mut path, mut x) = (Descent::new("BFGS"), Vector::from([1.5, -1.0]));
    minimize_with(
        &Bfgs::default(),
        f,
        &mut x,
        &Stopping::default(),
        |iterate| {
            path.record(&iterate);
        },
    );
    let figure = Figure::new(bowl())
        .title("A bowl")
        .labels("w₁", "w₂", "cost");
    figure.descent(path)
}

/// A decoded picture.
struct Pixels {
    width: usize,
    height: usize,
    rgb: Vec<u8>,
}

impl Pixels {
    /// The chunks of the file, whose sums are checked; then the rows, whose filters are undone.
    fn decode(png: &[u8]) -> Self {
        assert_eq!(png[..8], *b"\x89PNG\r\n\x1a\n");
        let number =
            |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().expect("four")) as usize;
        let (mut at, mut data, mut kinds) = (8, Vec::new(), Vec::new());
        while at < png.len() {
            let length = number(at);
            let mut sum = flate2::Crc::new();
            sum.update(&png[at + 4..at + 8 + length]);
            assert_eq!(sum.sum() as usize, number(at + 8 + length));
            kinds.push(&png[at + 4..at + 8]);
            if kinds.last() == Some(&&b"IDAT"[..]) {
                data.extend(&png[at + 8..at + 8 + length]);
            }
            at += 12 + length;
        }
        assert_eq!(kinds, [b"IHDR", b"IDAT", b"IEND"]);
        let (width, height) = (number(16), number(20));
        assert_eq!(png[24..29], [8, 2, 0, 0, 0]);
        let mut raw = Vec::new();
        ZlibDecoder::new(&data[..])
            .read_to_end(&mut raw)
            .expect("zlib");
        assert_eq!(raw.len(), height * (1 + 3 * width));
        let mut rgb = vec![0_u8; 3 * width];
        for line in raw.chunks_exact(1 + 3 * width) {
            assert_eq!(line[0], 2, "the filter `up`");
            let above = rgb.len() - 3 * width;
            for i in 0..3 * width {
                rgb.push(rgb[above + i].wrapping_add(line[1 + i]));
            }
        }
        rgb.drain(..3 * width);
        Self { width, height, rgb }
    }

    fn at(&self, x: f64, y: f64) -> [u8; 3] {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a place in the picture
        let place = |t: f64, n: usize| ((t * n as f64).round() as usize).min(n - 1);
        let start = 3 * (place(y, self.height) * self.width + place(x, self.width));
        self.rgb[start..start + 3].try_into().expect("three")
    }

    fn share(&self, is: impl Fn([u8; 3]) -> bool) -> f64 {
        let pixels = self.rgb.chunks_exact(3);
        let count = pixels.clone().filter(|p| is([p[0], p[1], p[2]])).count();
        count as f64 / pixels.len() as f64
    }
}

/// In a bowl, the middle is dark and the corners are bright; around the plot all is white.
#[test]
fn colours_are_where_the_values_are() {
    let figure = Figure::new(bowl()).pixels(400, 400);
    let pixels = Pixels::decode(&figure.png(View::Contours).expect("a picture"));
    assert_eq!((pixels.width, pixels.height), (800, 800)); // twice as many, for screens that have them
    // The plot goes from 72 to 288 and from 52 to 308 of 400.
    let at = |x: f64, y: f64| pixels.at((72.0 + x * 216.0) / 400.0, (52.0 + y * 256.0) / 400.0);
    let brightness = |p: [u8; 3]| p.map(u32::from).iter().sum::<u32>();
    let middle = at(0.5, 0.5);
    for (x, y) in [(0.03, 0.03), (0.97, 0.03), (0.03, 0.97), (0.97, 0.97)] {
        assert!(brightness(at(x, y)) > brightness(middle) + 150);
        let nearer = (0.5 + (x - 0.5) / 2.0, 0.5 + (y - 0.5) / 2.0);
        assert!(brightness(at(nearer.0, nearer.1)) < brightness(at(x, y)));
    }
    // Viridis begins at #440154.
    let distances = middle
        .iter()
        .zip([0x44, 0x01, 0x54])
        .map(|(a, b)| a.abs_diff(b));
    assert!(distances.max() < Some(16), "{middle:?}");
    assert_eq!(pixels.at(0.01, 0.01), [255; 3]);
}

/// Labels need no fonts of the system: their ink is on the picture.
#[test]
fn labels_are_drawn_with_the_font_within() {
    let plain = Figure::new(bowl()).pixels(400, 400).labels("", "", "");
    let titled = plain.clone().title("WWWWWWWWWWWW");
    let ink = |figure: &Figure| {
        let pixels = Pixels::decode(&figure.png(View::Contours).expect("a picture"));
        pixels.share(|p| p.iter().all(|channel| *channel < 90))
    };
    assert!(ink(&titled) > ink(&plain) + 0.002);
}

#[test]
fn the_path_is_seen_in_both_views() {
    for view in [View::Contours, View::Surface] {
        let without = Figure::new(bowl());
        let red = |figure: &Figure| {
            let pixels = Pixels::decode(&figure.png(view).expect("a picture"));
            pixels.share(|[r, g, b]| r > 230 && g < 90 && b < 90)
        };
        assert_eq!(red(&without), 0.0);
        assert!(red(&with_path()) > 2e-4);
    }
}

/// Text stays text, tags are closed, and the same picture is the same file.
#[test]
fn svg_is_well_formed() {
    for view in [View::Contours, View::Surface] {
        let svg = with_path().svg(view).expect("a picture");
        for text in ["A bowl", "w₁", "w₂", "cost", "BFGS", "direction of −∇"] {
            assert!(svg.contains(text), "{text}");
        }
        assert!(svg.starts_with("<svg width=\"900\" height=\"720\" viewBox=\"0 0 9000 7200\""));
        assert!(svg.trim_end().ends_with("</svg>"));
        let closed = svg.matches("/>").count() + svg.matches("</").count();
        assert_eq!(svg.matches('<').count() - svg.matches("</").count(), closed);
        assert!(svg.matches("<polygon").count() > 100);
        assert_eq!(with_path().svg(view).expect("a picture"), svg);
    }
    let escaped = Figure::new(bowl())
        .title("a < b & c")
        .svg(View::Contours)
        .expect("a picture");
    assert!(escaped.contains("a &lt; b &amp; c"));
}

#[test]
fn what_is_not_finite_is_left_out() {
    let half = |x: f64, y: f64| if x > 0.0 { f64::NAN } else { x + y };
    let surface = CostSurface::sample(half, -1.0..=1.0, -1.0..=1.0).expect("half a plane");
    assert_eq!(surface.extremes(), (-2.0, 1.0));
    let figure = Figure::new(surface).pixels(400, 400);
    for view in [View::Contours, View::Surface] {
        figure.svg(view).expect("a picture");
    }
    let pixels = Pixels::decode(&figure.png(View::Contours).expect("a picture"));
    assert_eq!(pixels.at((72.0 + 0.8 * 216.0) / 400.0, 0.5), [255; 3]);
    assert_ne!(pixels.at((72.0 + 0.2 * 216.0) / 400.0, 0.5), [255; 3]);
}

/// Points outside, a point without a gradient, a path without points, a plane: all are drawn.
#[test]
fn hard_cases_are_drawn() {
    let mut path = Descent::new("out and in");
    for (point, gradient) in [
        ((-9.0, 0.0), (1.0, 1.0)),
        ((0.0, 0.0), (0.0, 0.0)),
        ((1e300, 1.0), (1.0, 0.0)),
    ] {
        path.push(point, gradient);
    }
    let flat = CostSurface::sample(|_, _| 3.0, -1.0..=1.0, 0.0..=1e-9).expect("a plane");
    let steep = CostSurface::sample(|x, _| x.exp(), 0.0..=600.0, -1e9..=1e9).expect("a wall");
    for surface in [flat, steep, bowl()] {
        let figure = Figure::new(surface)
            .descent(path.clone())
            .descent(Descent::new("empty"));
        let mut pictures = vec![figure.svg(View::Contours)];
        for (turn, tilt) in [(100.0, 60.0), (0.0, 0.0), (180.0, 90.0)] {
            pictures.push(figure.clone().seen_from(turn, tilt).svg(View::Surface));
        }
        for picture in pictures {
            let svg = picture.expect("a picture");
            assert!(!svg.contains("NaN") && svg.contains("out and in"));
        }
    }
}

#[test]
fn what_cannot_be_drawn_is_an_error() {
    let error = CostSurface::sample(|x, _| x, 1.0..=0.0, 0.0..=1.0).unwrap_err();
    assert!(matches!(error, PlotError::Range { axis: "x", .. }));
    let error = CostSurface::sample(|x, _| x, 0.0..=1.0, f64::NAN..=1.0).unwrap_err();
    assert!(matches!(error, PlotError::Range { axis: "y", .. }));
    let error = CostSurface::sample(|_, _| f64::NAN, 0.0..=1.0, 0.0..=1.0).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the function is NaN or infinite at every point"
    );

    let negative = CostSurface::sample(|x, _| x, -1.0..=1.0, 0.0..=1.0).expect("a plane");
    let error = Figure::new(negative)
        .logarithmic()
        .svg(View::Contours)
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "logarithmic levels need values above 0, and the smallest is -1"
    );
    for (width, height) in [(0, 0), (100, 900), (900, 319), (u32::MAX, 900)] {
        let error = Figure::new(bowl())
            .pixels(width, height)
            .png(View::Contours)
            .unwrap_err();
        assert!(matches!(error, PlotError::Size { .. }), "{error}");
        assert!(
            Figure::new(bowl())
                .pixels(width, height)
                .svg(View::Surface)
                .is_err()
        );
    }

    let figure = Figure::new(bowl()).pixels(320, 320);
    let error = figure.save(View::Contours, "picture.jpg").unwrap_err();
    assert_eq!(
        error.to_string(),
        "picture.jpg: a picture's name ends in .svg or .png"
    );
    let folder = env::temp_dir().join(format!("typograd-plot-{}", process::id()));
    let error = figure
        .save(View::Contours, folder.join("missing/a.svg"))
        .unwrap_err();
    assert!(matches!(error, PlotError::Io { .. }));
    fs::create_dir_all(&folder).expect("a folder");
    figure
        .save(View::Contours, folder.join("A.SVG"))
        .expect("a file");
    assert!(
        fs::read_to_string(folder.join("A.SVG"))
            .expect("text")
            .starts_with("<svg")
    );
    fs::remove_dir_all(folder).expect("a folder");
}
