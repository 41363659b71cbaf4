//! From what is drawn to what the network knows: digits of 8 × 8, as those that it was trained on were made.

use typograd::prelude::*;

dims! {
    /// An image of 8 × 8.
    pub Pixels = 64;
    pub Hidden = 32;
    pub Digit = 10;
}

#[derive(Network)]
pub(crate) struct Classifier {
    hidden: Dense<Pixels, Hidden, Relu>,
    logits: Dense<Hidden, Digit>,
}

/// What the example `digits` learnt.
pub(crate) static TRAINED: Classifier = weights!("../../data/digits.safetensors" as Classifier);

/// Images that it was not shown: 64 bytes of ink from 0 to 16 each, and the digit. What it learns on the page it learns among
/// these, lest it forget the rest.
static IMAGES: &[u8] = include_bytes!("../../data/digits.test");

const RECORD: usize = Pixels::LEN + 1;

/// How many images there are.
pub(crate) const COUNT: usize = IMAGES.len() / RECORD;

/// An image, and its digit.
pub(crate) fn image(number: usize) -> (Vector<Pixels>, Label<Digit>) {
    let record = &IMAGES[number * RECORD..][..RECORD];
    let label = Label::new(record[Pixels::LEN].into()).expect("the file has digits");
    (
        Vector::from_fn(|pixel| f32::from(record[pixel]) / 16.0),
        label,
    )
}

/// The side of what is drawn.
pub const SIDE: usize = 128;

/// The ink of 8 × 8 pixels, from 0 to 1, of what was drawn: what has ink is cut out and enlarged until it touches two sides, and
/// each pixel has the part of its area that is inked. Nothing, if nothing was drawn.
pub fn reduce(drawn: &[u8; SIDE * SIDE]) -> Option<Vector<Pixels>> {
    let is_inked = |row: usize, column: usize| drawn[row * SIDE + column] > 0;
    let has_ink = |line: &dyn Fn(usize) -> bool| (0..SIDE).any(line);
    let rows = ends(|row| has_ink(&|column| is_inked(row, column)))?;
    let columns = ends(|column| has_ink(&|row| is_inked(row, column)))?;
    // A square around it, so that a 1 stays thin.
    let side = (rows.1 - rows.0).max(columns.1 - columns.0);
    let corner = |(start, end): (usize, usize)| (start + end) as f32 / 2.0 - side as f32 / 2.0;
    let (top, left) = (corner(rows), corner(columns));
    // Each pixel is looked at in 8 × 8 places.
    const FINE: usize = 8;
    let step = side as f32 / (8 * FINE) as f32;
    let at = |from: f32, i: usize| from + (i as f32 + 0.5) * step;
    let inside = |x: f32| x >= 0.0 && x < SIDE as f32;
    Some(Vector::from_fn(|pixel| {
        let mut inked = 0;
        for i in 0..FINE * FINE {
            let y = at(top, pixel / 8 * FINE + i / FINE);
            let x = at(left, pixel % 8 * FINE + i % FINE);
            inked += usize::from(inside(y) && inside(x) && is_inked(y as usize, x as usize));
        }
        inked as f32 / (FINE * FINE) as f32
    }))
}

/// The first line with ink, and the one after the last.
fn ends(has_ink: impl Fn(usize) -> bool) -> Option<(usize, usize)> {
    let first = (0..SIDE).find(|line| has_ink(*line))?;
    let last = (0..SIDE).rev().find(|line| has_ink(*line))?;
    Some((first, last + 1))
}
