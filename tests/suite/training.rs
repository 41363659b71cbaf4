//! The trainer: it learns, repeats to the bit, stops early, and says where it failed.

use typograd::data::Dataset;
use typograd::loss::TargetCountError;
use typograd::prelude::*;
use typograd::train::{FitError, StepError, Stop, evaluate};

type Net = (Dense<D<2>, D<16>, Tanh>, Dense<D<16>, D<3>>);
type Data = Dataset<Vector<D<2>>, Label<D<3>>>;

/// Three clouds of points, clearly apart.
fn clouds(count: usize, seed: u64) -> Data {
    let mut rng = Rng::new(seed);
    let centres = [[0.0, 1.5], [1.5, -1.0], [-1.5, -1.0]];
    let samples = (0..count).map(|i| {
        let centre = Vector::<D<2>>::from(centres[i % 3]);
        (
            centre + Vector::normal(0.0, 0.3, &mut rng),
            Label::new(i % 3).unwrap(),
        )
    });
    let (inputs, labels) = samples.unzip();
    Dataset::new(inputs, labels).unwrap()
}

fn trainer() -> Trainer<Net, Adam, SoftmaxCrossEntropy, D<16>> {
    let adam = Adam {
        learning_rate: 0.01,
        ..Adam::default()
    };
    Trainer::new(adam, SoftmaxCrossEntropy::default(), 5)
}

#[test]
fn learns_and_reports() {
    let (train, test) = (clouds(300, 1), clouds(100, 2));
    let mut trainer = trainer();
    let mut seen = 0;
    let report = trainer
        .fit_with(
            &train,
            Some(&test),
            &Fit {
                epochs: 15,
                ..Fit::default()
            },
            |epoch| {
                seen += 1;
                assert_eq!((epoch.number, epoch.of), (seen, 15));
            },
        )
        .unwrap();
    assert_eq!(
        (report.epochs.len(), report.stop, seen),
        (15, Stop::Finished, 15)
    );
    let (first, last) = (&report.epochs[0], report.kept_epoch().unwrap());
    assert!(last.train.loss < 0.3 * first.train.loss);
    let held_out = last.held_out.unwrap();
    assert!(held_out.accuracy.unwrap() > 0.97, "{held_out}");
    assert_eq!(trainer.evaluate(&test).unwrap(), held_out);
    assert_eq!(
        evaluate(trainer.network(), &SoftmaxCrossEntropy::default(), &test).accuracy,
        held_out.accuracy
    );
    let text = last.to_string();
    assert!(
        text.starts_with("epoch 15/15  train loss 0.") && text.contains("accuracy"),
        "{text}"
    );
}

/// Every sample is in each epoch once: the last, shorter batch too.
#[test]
fn every_sample_counts() {
    let data = clouds(37, 1);
    let mut trainer = Trainer::<Net, _, _, D<16>>::new(
        Sgd {
            learning_rate: 0.0,
            ..Sgd::default()
        },
        SoftmaxCrossEntropy::default(),
        5,
    );
    let report = trainer
        .fit(
            &data,
            Some(&data),
            &Fit {
                epochs: 1,
                ..Fit::default()
            },
        )
        .unwrap();
    let epoch = &report.epochs[0];
    // With a learning rate of 0, the mean over the batches is the mean over the data.
    assert!((epoch.train.loss - epoch.held_out.unwrap().loss).abs() < 1e-6);
    assert_eq!(epoch.train.accuracy, epoch.held_out.unwrap().accuracy);
}

#[test]
fn repeats_to_the_bit() {
    let data = clouds(100, 1);
    let run = |seed| {
        let mut trainer = trainer();
        trainer
            .fit(
                &data,
                None,
                &Fit {
                    epochs: 3,
                    seed,
                    ..Fit::default()
                },
            )
            .unwrap();
        trainer
            .network()
            .0
            .w
            .iter()
            .map(|w| w.to_bits())
            .collect::<Vec<_>>()
    };
    assert_eq!(run(1), run(1));
    assert_ne!(run(1), run(2));
}

/// Labels that are wrong: the better a network learns, the worse it does on them.
fn mislabelled_clouds() -> Data {
    let other = clouds(90, 9);
    let wrong = other
        .targets()
        .iter()
        .map(|label| Label::new((label.index() + 1) % 3).unwrap());
    Dataset::new(other.inputs().to_vec(), wrong.collect()).unwrap()
}

#[test]
fn stops_early_and_goes_back_to_the_best() {
    let (train, held_out) = (clouds(90, 1), mislabelled_clouds());
    let mut trainer = trainer();
    let fit = Fit {
        epochs: 500,
        patience: Some(5),
        ..Fit::default()
    };
    let report = trainer.fit(&train, Some(&held_out), &fit).unwrap();
    assert_eq!(report.stop, Stop::Early);
    assert_eq!(report.epochs.len(), report.kept + 5);
    let losses = report
        .epochs
        .iter()
        .map(|epoch| epoch.held_out.unwrap().loss);
    let lowest = losses.fold(f64::INFINITY, f64::min);
    assert_eq!(report.kept_epoch().unwrap().held_out.unwrap().loss, lowest);
    assert_eq!(trainer.evaluate(&held_out).unwrap().loss, lowest);
}

/// With patience, the best network is kept where it does not run out, too.
#[test]
fn the_best_is_kept_at_the_end_too() {
    let (train, held_out) = (clouds(90, 1), mislabelled_clouds());
    let mut trainer = trainer();
    let fit = Fit {
        epochs: 30,
        patience: Some(500),
        ..Fit::default()
    };
    let report = trainer.fit(&train, Some(&held_out), &fit).unwrap();
    assert_eq!(report.stop, Stop::Finished);
    assert!(report.kept < 30);
    let lowest = report.kept_epoch().unwrap().held_out.unwrap().loss;
    assert_eq!(trainer.evaluate(&held_out).unwrap().loss, lowest);
}

/// The loss may be a number where the gradient is none: tanh of infinity is 1.
#[test]
fn a_gradient_that_is_no_number_changes_nothing() {
    type Net = (Dense<D<2>, D<4>, Tanh>, Dense<D<4>, D<3>>);
    let mut run = Training::<Net, Sgd, D<2>>::new();
    run.network.initialize(&mut Rng::new(1));
    let before = run.network.clone();
    let x = Batch::from_samples(&[Vector::from([f32::INFINITY, 1.0])]).unwrap();
    let labels = [Label::new(0).unwrap()];
    let error = run
        .train_step(
            &Sgd::default(),
            &SoftmaxCrossEntropy::default(),
            &x,
            &labels,
        )
        .unwrap_err();
    assert_eq!(error, StepError::GradientNotFinite);
    assert_eq!(run.network, before);

    let error = run
        .train_step(
            &Sgd::default(),
            &SoftmaxCrossEntropy::default(),
            &Batch::new(),
            &[],
        )
        .unwrap_err();
    assert_eq!(error, StepError::Empty);
}

/// What a fit is told to clip is clipped as by the optimizer, for one that stores no gradient too.
#[test]
fn clips_with_every_optimizer() {
    fn weights<O: Optimizer>(optimizer: O, clip: Clip) -> Net {
        let mut trainer =
            Trainer::<Net, O, _, D<16>>::new(optimizer, SoftmaxCrossEntropy::default(), 5);
        let fit = Fit {
            epochs: 2,
            clip,
            ..Fit::default()
        };
        trainer.fit(&clouds(40, 1), None, &fit).unwrap();
        trainer.network().clone()
    }

    fn compare<O: Optimizer + Copy>(optimizer: O) {
        let clip = Clip::GlobalNorm(0.1);
        let clipped = Clipped { optimizer, clip };
        assert_eq!(weights(optimizer, clip), weights(clipped, Clip::Off));
        assert_ne!(weights(optimizer, clip), weights(optimizer, Clip::Off));
    }

    compare(Sgd::default());
    compare(Momentum::default());
}

/// NaN is reported with its place, and the network is left as it was.
#[test]
fn nan_stops_with_its_place() {
    let good = clouds(40, 1);
    let mut inputs = good.inputs().to_vec();
    inputs[20][1] = f32::NAN;
    let bad = Dataset::new(inputs, good.targets().to_vec()).unwrap();
    let mut trainer = trainer();
    let error = trainer.fit(&bad, None, &Fit::default()).unwrap_err();
    let FitError::Step {
        epoch: 1,
        batch,
        batches: 3,
        source: StepError::NotFinite(loss),
    } = error
    else {
        panic!("{error:?}")
    };
    assert!(loss.is_nan() && (1..=3).contains(&batch));
    assert_eq!(
        error.to_string(),
        format!("epoch 1, batch {batch} of 3: the loss is NaN")
    );
    assert!(trainer.network().0.w.iter().all(|w| w.is_finite()));

    let error = trainer.fit(&good, Some(&bad), &Fit::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "epoch 1: the loss on the held-out data is NaN"
    );
}

/// A network that diverges is noticed.
#[test]
fn divergence_is_noticed() {
    type Line = (Dense<D<2>, D<1>>,);
    let inputs = vec![Vector::<D<2>>::full(1e3); 8];
    let data = Dataset::new(inputs, vec![Vector::<D<1>>::zeros(); 8]).unwrap();
    let mut trainer = Trainer::<Line, _, _>::new(
        Sgd {
            learning_rate: 1.0,
            ..Sgd::default()
        },
        MeanSquaredError,
        1,
    );
    let error = trainer
        .fit(
            &data,
            None,
            &Fit {
                epochs: 100,
                ..Fit::default()
            },
        )
        .unwrap_err();
    assert!(
        error.to_string().ends_with("the loss is inf")
            || error.to_string().ends_with("the loss is NaN"),
        "{error}"
    );
}

#[test]
fn nothing_to_learn_from() {
    let (none, some) = (clouds(0, 1), clouds(3, 1));
    let mut trainer = trainer();
    assert_eq!(
        trainer.fit(&none, None, &Fit::default()),
        Err(FitError::Empty("training"))
    );
    assert_eq!(
        trainer.fit(&some, Some(&none), &Fit::default()),
        Err(FitError::Empty("held-out"))
    );
    assert_eq!(trainer.evaluate(&none), Err(FitError::Empty("test")));
    let report = trainer
        .fit(
            &some,
            None,
            &Fit {
                epochs: 0,
                ..Fit::default()
            },
        )
        .unwrap();
    assert!(report.epochs.is_empty() && report.kept_epoch().is_none());
}

#[test]
fn a_step_checks_its_targets() {
    let mut run = Training::<Net, Sgd, D<4>>::new();
    let x = Batch::from_samples(&[Vector::ones(), Vector::ones()]).unwrap();
    let error = run
        .train_step(&Sgd::default(), &SoftmaxCrossEntropy::default(), &x, &[])
        .unwrap_err();
    assert_eq!(
        error,
        StepError::TargetCount(TargetCountError {
            outputs: 2,
            targets: 0
        })
    );
}

/// Learning-rate schedules and clipping reach the optimizer.
#[test]
fn schedules_and_clipping_are_used() {
    let data = clouds(64, 1);
    let weights = |fit: &Fit| {
        let mut trainer = Trainer::<Net, _, _>::new(
            Sgd {
                learning_rate: 0.5,
                ..Sgd::default()
            },
            SoftmaxCrossEntropy::default(),
            1,
        );
        trainer.fit(&data, None, fit).unwrap();
        trainer.network().1.w.clone()
    };
    let base = Fit {
        epochs: 2,
        ..Fit::default()
    };
    let plain = weights(&base);
    let still = weights(&Fit {
        schedule: Schedule::Exponential { factor: 0.0 },
        ..base.clone()
    });
    let clipped = weights(&Fit {
        clip: Clip::GlobalNorm(1e-3),
        ..base.clone()
    });
    let start = Net::seeded(1).1.w;
    assert!((&plain - &start).norm() > 10.0 * (&clipped - &start).norm());
    assert_ne!(plain, still);
}

/// Regression, on the other kind of target.
#[test]
fn fits_a_line() {
    type Line = (Dense<D<1>, D<1>>,);
    let inputs: Vec<Vector<D<1>>> = (0_u8..50)
        .map(|i| Vector::from([f32::from(i) / 25.0 - 1.0]))
        .collect();
    let targets: Vec<Vector<D<1>>> = inputs.iter().map(|x| x * 3.0 + 0.5).collect();
    let data = Dataset::new(inputs, targets).unwrap();
    let mut trainer = Trainer::<Line, _, _, D<10>>::new(Momentum::default(), MeanSquaredError, 1);
    let report = trainer
        .fit(
            &data,
            None,
            &Fit {
                epochs: 200,
                ..Fit::default()
            },
        )
        .unwrap();
    let layer = &trainer.network().0;
    assert!((layer.w[(0, 0)] - 3.0).abs() < 1e-3 && (layer.b[0] - 0.5).abs() < 1e-3);
    assert_eq!(report.kept_epoch().unwrap().train.accuracy, None);
}
