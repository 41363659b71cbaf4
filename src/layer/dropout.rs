//! Dropout.

use core::marker::PhantomData;

use crate::Element;
use crate::dim::Dim;
use crate::kernel::Store;
use crate::network::{
    Backward, InputBatch, InputOf, Layer, OutputBatch, OutputOf, Parameter, Parameters, Path,
    Tangent,
};
use crate::rng::{Rng, split_mix};
use crate::shape::Shape;
use crate::tensor::Batch;
use crate::zeroed::zeroed_parts;

/// Inverted dropout (Srivastava et al., 2014): in training, each element is set to 0 with a probability of `PERCENT`
/// per cent, below 100, and the others are divided by the probability to stay; in inference, nothing happens.
///
/// Which elements fall is a function of the layer's seed, drawn when the network is initialised, and of the number of
/// passes recorded in a workspace: a run repeats to the bit. The mask is not saved but computed again on the way back.
/// The tangent, [`Tangent::jvp`], is that of inference.
///
/// ```
/// use typograd::{prelude::*, zeroed};
///
/// let layer = Dropout::<(D<4>,), 75>::seeded(1);
/// let x = Vector::ones();
/// assert_eq!(layer.forward(&x), x); // inference
///
/// let (batch, mut saved) = (Batch::<D<1>, _>::from_samples(&[x])?, zeroed());
/// let y = layer.record(&batch, &mut saved); // training
/// assert!(y[0].iter().all(|y| [0.0, 4.0].contains(y))); // 4 = 1 / (1 − 0.75)
/// # Ok::<(), typograd::tensor::CapacityError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dropout<S: Shape, const PERCENT: u32, T: Element = f32> {
    seed: u64,
    of: PhantomData<(S, T)>,
}

impl<S: Shape, const PERCENT: u32, T: Element> Dropout<S, PERCENT, T> {
    const KEPT: f64 = {
        assert!(PERCENT < 100, "dropout that keeps nothing");
        1.0 - PERCENT as f64 / 100.0
    };

    /// Sets a seed of your own, in the place of the one drawn at initialisation: layers of the same seed drop the same.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let mut layers = [1, 2].map(Dropout::<(D<4>,), 50>::seeded);
    /// for layer in &mut layers {
    ///     layer.set_seed(7);
    /// }
    /// assert_eq!(layers[0], layers[1]);
    /// ```
    pub fn set_seed(&mut self, seed: u64) {
        self.seed = seed;
    }

    /// Multiplies every element by the mask of pass `pass`: 0, or 1 / (1 − p).
    fn mask(&self, pass: u64, elements: &mut [T]) {
        let (_, mut state) = split_mix(self.seed ^ pass.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let scale = T::from_f64(1.0 / Self::KEPT);
        // 32 random bits decide: an element stays where they are below the probability to stay.
        let bound = u64::from(u32::MAX) * (100 - u64::from(PERCENT)) / 100;
        for x in elements {
            let (next, word) = split_mix(state);
            state = next;
            *x = if word >> 32 <= bound {
                *x * scale
            } else {
                T::zero()
            };
        }
    }
}

zeroed_parts!(Dropout[S: Shape, const PERCENT: u32, T: Element][S, PERCENT, T] { seed, of });

#[diagnostic::do_not_recommend]
impl<S: Shape, const PERCENT: u32, T: Element> Parameters for Dropout<S, PERCENT, T> {
    const COUNT: usize = 0;

    fn initialize(&mut self, rng: &mut Rng) {
        self.seed = rng.next_u64();
    }

    fn visit<U: Element>(&self, _: &Path<'_>, _: &mut dyn FnMut(Parameter<'_, U>)) {}

    fn zip<U: Element, const K: usize>(_: [&mut Self; K], _: &mut dyn FnMut([&mut [U]; K])) {}
}

impl<S: Shape, const PERCENT: u32, T: Element> Layer for Dropout<S, PERCENT, T> {
    type Elem = T;
    type In = S;
    type Out = S;
    type Buffers<B: Dim> = ();

    fn forward(&self, x: &InputOf<Self>) -> OutputOf<Self> {
        x.clone()
    }

    fn infer<'a, B: Dim>(
        &'a self,
        x: &'a InputBatch<B, Self>,
        (): &'a mut (),
    ) -> &'a OutputBatch<B, Self> {
        x
    }
}

impl<S: Shape, const PERCENT: u32, T: Element> Backward for Dropout<S, PERCENT, T> {
    /// The number of passes recorded, and the last output.
    type Saved<B: Dim> = (u64, Batch<B, S, T>);

    fn record<'a, B: Dim>(
        &'a self,
        x: &'a InputBatch<B, Self>,
        (pass, output): &'a mut Self::Saved<B>,
    ) -> &'a OutputBatch<B, Self> {
        *pass += 1;
        output.clone_from(x);
        self.mask(*pass, output.as_mut_slice());
        output
    }

    fn output<'a, B: Dim>(
        _: &'a InputBatch<B, Self>,
        (_, output): &'a Self::Saved<B>,
    ) -> &'a OutputBatch<B, Self> {
        output
    }

    fn pull_back<B: Dim>(
        &self,
        _: &InputBatch<B, Self>,
        (pass, _): &mut Self::Saved<B>,
        delta: &mut OutputBatch<B, Self>,
        _: Option<(&mut Self, Store<T>)>,
        dx: Option<&mut InputBatch<B, Self>>,
    ) {
        if let Some(dx) = dx {
            dx.clone_from(delta);
            self.mask(*pass, dx.as_mut_slice());
        }
    }
}

impl<S: Shape, const PERCENT: u32, T: Element> Tangent for Dropout<S, PERCENT, T> {
    type Tangents<B: Dim> = ();

    fn jvp<'a, B: Dim>(
        &'a self,
        x: &'a InputBatch<B, Self>,
        tx: &'a InputBatch<B, Self>,
        _: &Self,
        (): &'a mut (),
    ) -> (&'a OutputBatch<B, Self>, &'a OutputBatch<B, Self>) {
        (x, tx)
    }
}
