//! The confusion matrix.

use core::fmt;
use core::marker::PhantomData;
use std::string::ToString;
use std::vec;
use std::vec::Vec;

use crate::data::Dataset;
use crate::dim::Dim;
use crate::label::Label;
use crate::network::{InputOf, Layer};

/// How often a sample of one class was taken for another: a row for each true class, a column for each answer.
///
/// ```
/// use typograd::data::Dataset;
/// use typograd::prelude::*;
/// use typograd::train::Confusion;
///
/// let mut net = DenseNoBias::<D<2>, D<2>>::seeded(1);
/// net.w = Matrix::identity();
/// let inputs = [[1.0, 0.0], [0.0, 1.0], [0.2, 0.1]].map(Vector::from);
/// let labels = [0, 1, 1].map(|label| Label::<D<2>>::new(label).unwrap());
/// let confusion = Confusion::of(&net, &Dataset::new(inputs.to_vec(), labels.to_vec())?);
///
/// assert_eq!(confusion.count(labels[1], labels[0]), 1);
/// assert_eq!((confusion.correct(), confusion.total()), (2, 3));
/// assert_eq!(confusion.accuracy(), 2.0 / 3.0);
/// println!("{confusion}");
/// # Ok::<(), typograd::data::UnequalError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confusion<C: Dim> {
    counts: Vec<usize>,
    classes: PhantomData<C>,
}

impl<C: Dim> Confusion<C> {
    /// Asks a network for every sample of a data set; its answer is the class of the largest output.
    pub fn of<N>(network: &N, data: &Dataset<InputOf<N>, Label<C>>) -> Self
    where
        N: Layer<Out = (C,)>,
    {
        let mut counts = vec![0; C::LEN * C::LEN];
        for (input, truth) in data.iter() {
            let answer = network.forward(input).argmax();
            counts[truth.index() * C::LEN + answer] += 1;
        }
        Self {
            counts,
            classes: PhantomData,
        }
    }

    /// How many samples of class `truth` were taken for class `answer`.
    pub fn count(&self, truth: Label<C>, answer: Label<C>) -> usize {
        self.counts[truth.index() * C::LEN + answer.index()]
    }

    /// How many samples there were.
    pub fn total(&self) -> usize {
        self.counts.iter().sum()
    }

    /// How many were decided rightly.
    pub fn correct(&self) -> usize {
        self.counts.iter().step_by(C::LEN + 1).sum()
    }

    /// The part decided rightly, 0 to 1; NaN where there are no samples.
    pub fn accuracy(&self) -> f64 {
        self.correct() as f64 / self.total() as f64
    }
}

/// A table; a dot stands for none.
impl<C: Dim> fmt::Display for Confusion<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let largest = self.counts.iter().max().copied().unwrap_or(0);
        let width = largest.max(C::LEN).to_string().len() + 2;
        let margin = "true ".len() + C::LEN.to_string().len();
        write!(f, "{:>margin$} │", "answer")?;
        for answer in 0..C::LEN {
            write!(f, "{answer:>width$}")?;
        }
        writeln!(f)?;
        write!(
            f,
            "{}┼{}",
            "─".repeat(margin + 1),
            "─".repeat(width * C::LEN)
        )?;
        for (truth, row) in self.counts.chunks(C::LEN).enumerate() {
            writeln!(f)?;
            let number = margin - "true ".len();
            write!(f, "true {truth:>number$} │")?;
            for count in row {
                match count {
                    0 => write!(f, "{:>width$}", "·")?,
                    count => write!(f, "{count:>width$}")?,
                }
            }
        }
        Ok(())
    }
}
