//! Softmax and cross entropy over rows, with labels.

use proptest::prelude::*;
use typograd::kernel::math::cross_entropy;
use typograd::{Element, Rng};

use super::buffer::{Buffer, Place};
use super::{assert_close, bits, cases, place};

#[derive(Clone, Copy, Debug)]
struct Case {
    rows: usize,
    width: usize,
    seed: u64,
}

fn case() -> impl Strategy<Value = Case> {
    (0..=40_usize, 1..=36_usize, any::<u64>()).prop_map(|(rows, width, seed)| Case {
        rows,
        width,
        seed,
    })
}

/// Of the logits and of the gradient.
type Places = [Place; 2];

impl Case {
    fn label(&self, row: usize) -> usize {
        row * 5 % self.width
    }

    /// The logits, the loss, and the gradient, of half of its weight.
    fn run<T: Element>(self, places: Places) -> (Buffer<T>, T, Buffer<T>) {
        let (mut rng, length) = (Rng::new(self.seed), self.rows * self.width);
        let logits = Buffer::random(places[0], length, &mut rng);
        let mut delta = Buffer::new(places[1], length, T::nan);
        let into = Some((&mut *delta, T::from_f64(0.5)));
        let loss = cross_entropy(&logits, self.width, |row| self.label(row), into);
        logits.assert_intact();
        delta.assert_intact();
        (logits, loss, delta)
    }

    fn check<T: Element>(self, places: Places) {
        let (logits, loss, delta) = self.run::<T>(places);
        let (mut exact_loss, mut exact) = (0.0, Vec::new());
        for (i, row) in logits.chunks(self.width).enumerate() {
            let powers: Vec<f64> = row.iter().map(|z| z.as_f64().exp()).collect();
            let sum: f64 = powers.iter().sum();
            exact_loss -= (powers[self.label(i)] / sum).ln();
            exact.extend(powers.iter().enumerate().map(|(j, power)| {
                let one = f64::from(u8::from(j == self.label(i)));
                0.5 * (power / sum - one)
            }));
        }
        let what = format!("{self:?}");
        assert_close(&delta, &exact, 8, &what);
        assert_close(&[loss], &[exact_loss], 16 * (self.rows + 1), &what);
        let without = cross_entropy(&logits, self.width, |row| self.label(row), None);
        assert_eq!(
            bits(&[without]),
            bits(&[loss]),
            "{what}, without a gradient"
        );
    }
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn rows_of_labels(case in case(), places in [place(), place()]) {
        case.check::<f32>(places);
        case.check::<f64>(places);
    }

    /// The same to the bit from run to run, wherever the memory lies.
    #[test]
    fn they_repeat(case in case(), first in [place(), place()], second in [place(), place()]) {
        fn all<T: Element>(case: Case, places: Places) -> [Vec<u64>; 2] {
            let (_, loss, delta) = case.run::<T>(places);
            [bits(&[loss]), bits(&delta)]
        }
        prop_assert_eq!(all::<f32>(case, first), all::<f32>(case, second));
        prop_assert_eq!(all::<f64>(case, first), all::<f64>(case, second));
    }
}
