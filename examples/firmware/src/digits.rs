//! Handwritten digits: the network that the example `digits` trained, and images it was not shown, both in flash.

use typograd::prelude::*;
use typograd::quant::Quantized;

dims! {
    /// An image of 8 × 8.
    pub Pixels = 64;
    pub Hidden = 32;
    pub Digit = 10;
}

#[derive(Network)]
pub struct Classifier {
    hidden: Dense<Pixels, Hidden, Relu>,
    logits: Dense<Hidden, Digit>,
}

/// Its weights are in flash: the file is read by the compiler.
pub static CLASSIFIER: Classifier = weights!("../../data/digits.safetensors" as Classifier);

/// The same in 8 bits.
pub static SMALL: Quantized<Classifier> =
    weights!("../../data/digits-int8.safetensors" as Quantized<Classifier>);

/// 64 bytes of ink from 0 to 16 each, and the digit.
static IMAGES: &[u8] = include_bytes!("../../data/digits.test");

const RECORD: usize = Pixels::LEN + 1;

/// How many images there are.
pub const COUNT: usize = IMAGES.len() / RECORD;

/// An image with its digit.
#[derive(Clone, Copy)]
pub struct Sample {
    record: &'static [u8],
    hand: Hand,
}

/// Whose handwriting it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    /// As the images are.
    Usual,
    /// One pixel to the right and thicker: a user whom the network has not met.
    Another,
}

impl Sample {
    /// The image with this number, below [`COUNT`].
    pub fn new(number: usize, hand: Hand) -> Self {
        let record = &IMAGES[number * RECORD..][..RECORD];
        Self { record, hand }
    }

    /// The digit.
    pub fn label(self) -> Label<Digit> {
        Label::new(self.record[Pixels::LEN].into()).expect("the file has digits")
    }

    /// Writes the image: its 64 pixels, row by row.
    pub fn draw(self, to: &mut [f32]) {
        for row in 0..8 {
            for column in 0..8 {
                let ink = match self.hand {
                    Hand::Usual => self.ink(row, column),
                    Hand::Another => self.thick(row, column),
                };
                to[8 * row + column] = f32::from(ink) / 16.0;
            }
        }
    }

    /// The ink of a pixel; none outside.
    fn ink(self, row: usize, column: usize) -> u8 {
        if row < 8 && column < 8 {
            self.record[8 * row + column]
        } else {
            0
        }
    }

    /// The most ink of a pixel that was moved to the right, and of those left and above.
    fn thick(self, row: usize, column: usize) -> u8 {
        let moved = |row: usize, column: usize| self.ink(row, column.wrapping_sub(1));
        let (left, above) = (column.wrapping_sub(1), row.wrapping_sub(1));
        moved(row, column)
            .max(moved(row, left))
            .max(moved(above, column))
    }
}
