//! Samples with their targets.

use core::fmt;
use std::vec::Vec;

use crate::rng::Rng;

/// Inputs, and as many targets.
///
/// ```
/// use typograd::data::Dataset;
/// use typograd::prelude::*;
///
/// let inputs = vec![Vector::<D<2>>::ones(); 10];
/// let targets = vec![Label::<D<3>>::new(1)?; 10];
/// let (train, test) = Dataset::new(inputs, targets)?.shuffled(42).split(0.8);
/// assert_eq!((train.len(), test.len()), (8, 2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Dataset<X, Y> {
    inputs: Vec<X>,
    targets: Vec<Y>,
}

/// As many inputs as targets were expected.
///
/// ```
/// use typograd::data::Dataset;
///
/// let error = Dataset::new(vec!['a', 'b'], vec![1]).unwrap_err();
/// assert_eq!(error.to_string(), "2 inputs, but 1 targets");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnequalError {
    /// How many inputs there are.
    pub inputs: usize,
    /// How many targets there are.
    pub targets: usize,
}

impl fmt::Display for UnequalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} inputs, but {} targets", self.inputs, self.targets)
    }
}

impl core::error::Error for UnequalError {}

impl<X, Y> Default for Dataset<X, Y> {
    /// No samples.
    fn default() -> Self {
        Self {
            inputs: Vec::new(),
            targets: Vec::new(),
        }
    }
}

impl<X, Y> Dataset<X, Y> {
    /// The data set of these samples.
    ///
    /// ```
    /// use typograd::data::Dataset;
    ///
    /// let data = Dataset::new(vec!['a', 'b'], vec![1, 2])?;
    /// assert_eq!((data.inputs(), data.targets()), (&['a', 'b'][..], &[1, 2][..]));
    /// # Ok::<(), typograd::data::UnequalError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If there are not as many targets as inputs.
    pub fn new(inputs: Vec<X>, targets: Vec<Y>) -> Result<Self, UnequalError> {
        if inputs.len() == targets.len() {
            Ok(Self { inputs, targets })
        } else {
            Err(UnequalError {
                inputs: inputs.len(),
                targets: targets.len(),
            })
        }
    }

    /// The number of samples.
    pub fn len(&self) -> usize {
        self.inputs.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.inputs.is_empty()
    }

    /// The inputs.
    pub fn inputs(&self) -> &[X] {
        &self.inputs
    }

    /// The targets, in the order of the inputs.
    pub fn targets(&self) -> &[Y] {
        &self.targets
    }

    /// Inputs with their targets.
    ///
    /// ```
    /// use typograd::data::Dataset;
    ///
    /// let data = Dataset::new(vec!['a', 'b'], vec![1, 2])?;
    /// assert!(data.iter().eq([(&'a', &1), (&'b', &2)]));
    /// # Ok::<(), typograd::data::UnequalError>(())
    /// ```
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&X, &Y)> {
        self.inputs.iter().zip(&self.targets)
    }

    /// The same samples in a random order that follows from `seed`.
    ///
    /// ```
    /// use typograd::data::Dataset;
    ///
    /// let data = Dataset::new((0..100).collect(), (0..100).collect())?;
    /// let shuffled = data.clone().shuffled(1);
    /// assert!(shuffled.iter().all(|(input, target)| input == target)); // targets go with their inputs
    /// assert_ne!(shuffled, data);
    /// # Ok::<(), typograd::data::UnequalError>(())
    /// ```
    #[must_use]
    pub fn shuffled(self, seed: u64) -> Self {
        let mut pairs: Vec<(X, Y)> = self.inputs.into_iter().zip(self.targets).collect();
        Rng::new(seed).shuffle(&mut pairs);
        let (inputs, targets) = pairs.into_iter().unzip();
        Self { inputs, targets }
    }

    /// The first `fraction` of the samples, rounded to the nearest number, and the others.
    ///
    /// ```
    /// use typograd::data::Dataset;
    ///
    /// let (train, test) = Dataset::new(vec!['a', 'b', 'c'], vec![1, 2, 3])?.split(0.7);
    /// assert_eq!((train.targets(), test.targets()), (&[1, 2][..], &[3][..]));
    /// # Ok::<(), typograd::data::UnequalError>(())
    /// ```
    ///
    /// # Panics
    ///
    /// If `fraction` is not within 0..=1.
    pub fn split(mut self, fraction: f64) -> (Self, Self) {
        assert!(
            (0.0..=1.0).contains(&fraction),
            "a fraction is 0 to 1, not {fraction}"
        );
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // 0 ≤ fraction ≤ 1
        let first = (self.len() as f64 * fraction).round() as usize;
        let rest = Self {
            inputs: self.inputs.split_off(first),
            targets: self.targets.split_off(first),
        };
        (self, rest)
    }

    /// The same samples with their inputs changed: scaled, say.
    ///
    /// ```
    /// use typograd::data::Dataset;
    /// use typograd::prelude::*;
    ///
    /// let pixels = Vector::<D<2>>::from([0.0, 255.0]);
    /// let data = Dataset::new(vec![pixels], vec!['a'])?.map_inputs(|x| x / 255.0);
    /// assert_eq!(data.inputs()[0], Vector::from([0.0, 1.0]));
    /// # Ok::<(), typograd::data::UnequalError>(())
    /// ```
    #[must_use]
    pub fn map_inputs<Z>(self, f: impl FnMut(X) -> Z) -> Dataset<Z, Y> {
        Dataset {
            inputs: self.inputs.into_iter().map(f).collect(),
            targets: self.targets,
        }
    }
}
