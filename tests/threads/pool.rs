//! What shares its work again and again is done by a thread of the pool, wherever it is called.

use std::sync::{Arc, Mutex};
use std::thread::{self, ThreadId};

use typograd::boxed;
use typograd::data::Dataset;
use typograd::loss::Reduction;
use typograd::network::InputBatch;
use typograd::prelude::*;

use super::{on, outside};

type Net = Dense<D<256>, D<256>>;
type Square = Dense<D<128>, D<128>>;
/// As many multiply-adds, in products too small to be shared.
type Deep = (Square, Square, Square, Dense<D<128>, D<256>>);
type Many = D<32>;

/// A thread, and its place in a pool.
type Place = (ThreadId, Option<usize>);

/// A loss of 1 that says where it is found.
#[derive(Clone, Default)]
struct Where(Arc<Mutex<Vec<Place>>>);

impl Loss<(D<256>,), f32> for Where {
    type Target = ();
    const REDUCTION: Reduction = Reduction::SampleMean;

    fn sample(&self, _: &[f32], (): &(), delta: Option<&mut [f32]>) -> f32 {
        if let Some(delta) = delta {
            delta.fill(0.0);
        }
        let here = (thread::current().id(), rayon::current_thread_index());
        self.0.lock().unwrap().push(here);
        1.0
    }
}

impl Where {
    /// The one place that it was found at.
    fn only(&self) -> Place {
        let seen = self.0.lock().unwrap();
        assert!(seen.windows(2).all(|pair| pair[0] == pair[1]), "{seen:?}");
        seen[0]
    }
}

/// Where a step on so many samples is made.
fn step<N, B: Dim>() -> Place
where
    N: Gradients<Elem = f32, Out = (D<256>,)>,
{
    let (mut run, mut x) = (boxed::<Training<N, Sgd, B>>(), boxed::<InputBatch<B, N>>());
    x.set_len(B::LEN).unwrap();
    let loss = Where::default();
    run.train_step(&Sgd::default(), &loss, &x, &vec![(); B::LEN])
        .unwrap();
    loss.only()
}

#[test]
fn a_long_step_is_handed_to_the_pool() {
    assert!(outside(step::<Net, Many>).1.is_some());
}

#[test]
fn a_short_step_is_not() {
    let here = (thread::current().id(), None);
    assert_eq!(outside(step::<Net, D<4>>), here);
}

#[test]
fn nor_is_a_long_one_of_short_products() {
    const { assert!(30 * Deep::PARAMS > 32 * Net::PARAMS) };
    let here = (thread::current().id(), None);
    assert_eq!(outside(step::<Deep, D<30>>), here);
}

#[test]
fn nor_is_one_that_is_there() {
    let (called, made) = on(2, || (thread::current().id(), step::<Net, Many>()));
    assert_eq!(made.0, called);
}

#[test]
fn an_epoch_of_short_steps_is_handed_over_at_once() {
    let data = Dataset::new(vec![Vector::zeros(); 32], vec![(); 32]).unwrap();
    let loss = Where::default();
    let mut trainer = Trainer::<Net, _, _, D<4>>::new(Sgd::default(), loss.clone(), 1);
    let once = Fit {
        epochs: 1,
        ..Fit::default()
    };
    outside(|| trainer.fit(&data, None, &once).unwrap());
    assert!(loss.only().1.is_some());
}
