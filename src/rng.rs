//! A small random number generator that needs neither std nor a heap.

use crate::Element;

/// xoshiro256++ 1.0 (Blackman and Vigna, 2019), seeded through SplitMix64: fast, small, and its words are
/// the same on every machine. ([`normal`](Rng::normal) takes a logarithm, whose last bit may differ between platforms.)
/// Not for cryptography.
///
/// ```
/// use typograd::prelude::*;
///
/// let mut rng = Rng::new(42);
/// let w: Matrix<D<3>, D<4>> = Matrix::uniform(-1.0, 1.0, &mut rng);
/// assert!(w.iter().all(|x| (-1.0..1.0).contains(x)));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rng {
    state: [u64; 4],
}

/// One step of SplitMix64 (Steele, Lea and Flood, 2014): the next state, and its output.
pub(crate) fn split_mix(state: u64) -> (u64, u64) {
    let next = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (next ^ (next >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (next, z ^ (z >> 31))
}

impl Rng {
    /// A generator whose whole sequence follows from `seed`.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// assert_eq!(Rng::new(7).next_u64(), Rng::new(7).next_u64());
    /// ```
    pub fn new(seed: u64) -> Self {
        let mut at = seed;
        let state = core::array::from_fn(|_| {
            let (next, word) = split_mix(at);
            at = next;
            word
        });
        Self { state }
    }

    /// 64 random bits.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// assert_eq!(Rng::new(0).next_u64(), 5_987_356_902_031_041_503); // as rand_xoshiro's `seed_from_u64(0)`
    /// ```
    pub fn next_u64(&mut self) -> u64 {
        let s = &mut self.state;
        let word = s[0].wrapping_add(s[3]).rotate_left(23).wrapping_add(s[0]);
        let t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = s[3].rotate_left(45);
        word
    }

    /// A number of the uniform distribution on 0..1, a multiple of 2⁻⁵³; 1 is excluded.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let mut rng = Rng::new(1);
    /// let mean = (0..10_000).map(|_| rng.unit()).sum::<f64>() / 1e4;
    /// assert!((mean - 0.5).abs() < 0.015); // five standard deviations of the mean, √(1/12) / 100 each
    /// ```
    pub fn unit(&mut self) -> f64 {
        // 53 bits are what the significand of an f64 holds.
        (self.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A number of the uniform distribution on `low..high`; `high` is excluded.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let mut rng = Rng::new(1);
    /// assert!((0..100).all(|_| (-2.0..3.0).contains(&rng.uniform(-2.0_f32, 3.0))));
    /// ```
    pub fn uniform<T: Element>(&mut self, low: T, high: T) -> T {
        let x = low + (high - low) * T::from_f64(self.unit());
        // Rounding may reach `high`, which is excluded.
        if x < high { x } else { low }
    }

    /// A number of the normal distribution, by the polar method (Marsaglia and Bray, 1964).
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let mut rng = Rng::new(1);
    /// let near = (0..10_000).filter(|_| (rng.normal(5.0, 2.0) - 5.0_f64).abs() < 2.0).count();
    /// assert!((6600..7060).contains(&near)); // 68.3% lie within one standard deviation
    /// ```
    pub fn normal<T: Element>(&mut self, mean: T, standard_deviation: T) -> T {
        loop {
            let (u, v) = (2.0 * self.unit() - 1.0, 2.0 * self.unit() - 1.0);
            let s = u * u + v * v;
            if s > 0.0 && s < 1.0 {
                let factor = num_traits::Float::sqrt(-2.0 * num_traits::Float::ln(s) / s);
                return mean + standard_deviation * T::from_f64(u * factor);
            }
        }
    }

    /// A number of `0..bound`, each with the same probability up to 2⁻⁶⁴ · `bound`.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let mut rng = Rng::new(1);
    /// let mut counts = [0; 6];
    /// for _ in 0..6000 {
    ///     counts[rng.below(6)] += 1; // a die
    /// }
    /// assert!(counts.iter().all(|count| (850..1150).contains(count)));
    /// ```
    ///
    /// # Panics
    ///
    /// If `bound` is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        assert!(bound > 0, "there is no number below 0");
        let wide = u128::from(self.next_u64()) * bound as u128;
        usize::try_from(wide >> 64).expect("below `bound`, which is a usize")
    }

    /// Puts the elements into a random order, each order with the same probability (Fisher and Yates, in the form of
    /// Durstenfeld, 1964).
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let mut cards: Vec<u32> = (0..52).collect();
    /// Rng::new(1).shuffle(&mut cards);
    /// assert!(!cards.is_sorted());
    /// cards.sort();
    /// assert!(cards.into_iter().eq(0..52)); // none is lost
    /// ```
    pub fn shuffle<X>(&mut self, elements: &mut [X]) {
        for i in (1..elements.len()).rev() {
            elements.swap(i, self.below(i + 1));
        }
    }
}
