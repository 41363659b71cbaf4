//! The trainer: batches of a data set are judged, and made ready, by several threads.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, ThreadId};

use typograd::data::Dataset;
use typograd::loss::Reduction;
use typograd::prelude::*;
use typograd::train::{FitError, Score, evaluate};

use super::{bits, on, wait_for};

type Net = (Dense<D<256>, D<32>, Tanh>, Dense<D<32>, D<10>>);
type Digits<Y = Label<D<10>>> = Dataset<Vector<D<256>>, Y>;
/// A batch of 256 KiB and more is made ready by another thread.
type Many = D<256>;

fn data() -> Digits {
    let mut rng = Rng::new(1);
    let inputs = (0..1001).map(|_| Vector::uniform(0.0, 1.0, &mut rng));
    let inputs = inputs.collect();
    let targets = (0..1001).map(|i| Label::new(i * 7 % 10).unwrap()).collect();
    Dataset::new(inputs, targets).unwrap()
}

fn trainer() -> Trainer<Net, Adam, SoftmaxCrossEntropy, Many> {
    Trainer::new(Adam::default(), SoftmaxCrossEntropy::default(), 5)
}

#[test]
fn scores_are_the_same_on_any_number_of_threads() {
    let data = data();
    let scores = |threads| {
        on(threads, || {
            let mut trainer = trainer();
            let beside = evaluate(trainer.network(), &SoftmaxCrossEntropy::default(), &data);
            [beside, trainer.evaluate(&data).unwrap()]
        })
    };
    let one = scores(1);
    assert!(one[0].loss > 2.0 && one[0].accuracy.is_some());
    for threads in [2, 3, 5] {
        assert_eq!(scores(threads), one, "on {threads} threads");
    }
}

/// The losses of every epoch, and the bits of the network.
fn trained(data: &Digits, threads: usize) -> (Vec<(Score, Option<Score>)>, Vec<u32>) {
    on(threads, || {
        let mut trainer = trainer();
        let fit = Fit {
            epochs: 3,
            ..Fit::default()
        };
        let report = trainer.fit(data, Some(data), &fit).unwrap();
        let epochs = report.epochs.iter();
        let scores = epochs.map(|epoch| (epoch.train, epoch.held_out)).collect();
        (scores, bits(trainer.network()))
    })
}

#[test]
fn networks_are_the_same_on_any_number_of_threads() {
    let data = data();
    let one = trained(&data, 1);
    assert_eq!(one.1.len(), Net::PARAMS);
    for threads in [2, 3, 5] {
        assert!(trained(&data, threads) == one, "on {threads} threads");
    }
}

#[test]
fn errors_are_the_same_on_any_number_of_threads() {
    let good = data();
    let mut inputs = good.inputs().to_vec();
    inputs[500][1] = f32::NAN;
    let bad = Dataset::new(inputs, good.targets().to_vec()).unwrap();
    let error = |threads| {
        on(threads, || {
            trainer().fit(&bad, None, &Fit::default()).unwrap_err()
        })
    };
    let FitError::Step { batch, .. } = error(1) else {
        panic!("{}", error(1));
    };
    assert!((1..=4).contains(&batch));
    for threads in [2, 5] {
        assert_eq!(error(threads).to_string(), error(1).to_string());
    }
}

/// A loss that is judged on two threads, or never.
struct OnTwo(Mutex<Vec<ThreadId>>);

impl Loss<(D<10>,), f32> for OnTwo {
    type Target = Label<D<10>>;
    const REDUCTION: Reduction = Reduction::SampleMean;

    fn sample(&self, _: &[f32], _: &Label<D<10>>, _: Option<&mut [f32]>) -> f32 {
        let here = thread::current().id();
        let mut seen = self.0.lock().unwrap();
        if !seen.contains(&here) {
            seen.push(here);
        }
        drop(seen);
        wait_for(|| self.0.lock().unwrap().len() > 1);
        1.0
    }
}

#[test]
fn a_data_set_is_judged_by_two_threads() {
    let (net, loss) = (Net::seeded(1), OnTwo(Mutex::default()));
    let score = on(2, || evaluate(&net, &loss, &data()));
    assert_eq!((score.loss, score.accuracy), (1.0, None));
}

/// How many targets were copied into a batch.
static COPIED: AtomicUsize = AtomicUsize::new(0);

struct Counted;

impl Clone for Counted {
    fn clone(&self) -> Self {
        COPIED.fetch_add(1, Ordering::SeqCst);
        Self
    }
}

/// A loss that is not found before the targets of the next batch are there.
struct AfterTheNext;

impl Loss<(D<10>,), f32> for AfterTheNext {
    type Target = Counted;
    const REDUCTION: Reduction = Reduction::SampleMean;

    fn sample(&self, _: &[f32], _: &Counted, delta: Option<&mut [f32]>) -> f32 {
        if let Some(delta) = delta {
            delta.fill(0.0);
        }
        wait_for(|| COPIED.load(Ordering::SeqCst) == 512);
        1.0
    }
}

#[test]
fn the_next_batch_is_made_ready_while_a_step_runs() {
    let inputs = data().inputs()[..512].to_vec();
    let targets = inputs.iter().map(|_| Counted).collect();
    let data: Digits<Counted> = Dataset::new(inputs, targets).unwrap();
    let once = Fit {
        epochs: 1,
        ..Fit::default()
    };
    let report = on(2, || {
        Trainer::<Net, _, _, Many>::new(Sgd::default(), AfterTheNext, 1).fit(&data, None, &once)
    });
    assert_eq!(report.unwrap().epochs[0].train.loss, 1.0);
}
