//! Networks: constants, parameters by path, summaries; batches and single samples.

use typograd::network::{Path, inference_bytes};
use typograd::prelude::*;

dims! { Pixels = 64; Hidden = 32; Digit = 10; }

#[derive(Network, Clone, Debug, PartialEq)]
struct Classifier {
    hidden: Dense<Pixels, Hidden, Relu>,
    logits: Dense<Hidden, Digit>,
}

#[derive(Network)]
struct Nested {
    body: Classifier,
    head: (Activate<Softmax, (Digit,)>, Dense<Digit, D<2>>),
}

/// Shapes, counts and bytes are constants.
#[test]
fn constants() {
    const _: () = assert!(Classifier::PARAMS == 64 * 32 + 32 + 32 * 10 + 10);
    const _: () = assert!(Nested::PARAMS == Classifier::PARAMS + 10 * 2 + 2);
    const _: () = assert!(Classifier::INFERENCE_BYTES < Classifier::BACKWARD_BYTES);
    const _: () = assert!(Classifier::BACKWARD_BYTES < Classifier::GRADIENT_BYTES);
    const _: () = assert!(inference_bytes::<Classifier, D<32>>() > Classifier::INFERENCE_BYTES);
    assert_eq!(
        <Classifier as Layer>::In::DIMS[0] + <Classifier as Layer>::Out::DIMS[0],
        74
    );
}

#[test]
fn parameters_by_path() {
    let mut seen = Vec::new();
    Nested::seeded(1).visit::<f32>(&Path::ROOT, &mut |parameter| {
        assert_eq!(
            parameter.values.len(),
            parameter.dims.iter().product::<usize>()
        );
        seen.push(format!(
            "{} {:?} {:?}",
            parameter.path, parameter.dims, parameter.names
        ));
    });
    assert_eq!(
        seen,
        [
            r#"body.hidden.w [32, 64] ["Hidden", "Pixels"]"#,
            r#"body.hidden.b [32] ["Hidden"]"#,
            r#"body.logits.w [10, 32] ["Digit", "Hidden"]"#,
            r#"body.logits.b [10] ["Digit"]"#,
            r#"head.1.w [2, 10] ["", "Digit"]"#,
            r#"head.1.b [2] [""]"#,
        ]
    );
}

#[test]
fn summary() {
    let text = Nested::seeded(1).summary().to_string();
    let expected = "\
layer        type                           in → out               parameters   bytes
─────────────────────────────────────────────────────────────────────────────────────
body.hidden  Dense<Pixels, Hidden, Relu>    Pixels=64 → Hidden=32       2,080   8,320
body.logits  Dense<Hidden, Digit, Identity>  Hidden=32 → Digit=10          330   1,344
";
    assert!(text.lines().all(|line| !line.contains("UInt")), "{text}");
    for cell in [
        "body.hidden",
        "Dense<Pixels, Hidden, Relu>",
        "Pixels=64 → Hidden=32",
        "2,080",
        "head.1",
        "total",
        "2,432",
    ] {
        assert!(text.contains(cell), "no {cell:?} in\n{text}");
    }
    let first = |text: &str| {
        text.lines()
            .next()
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    assert_eq!(first(&text), first(expected));
    let widths: Vec<usize> = text.lines().map(|line| line.chars().count()).collect();
    assert!(
        widths.windows(2).all(|pair| pair[0] == pair[1]),
        "lines of unequal length:\n{text}"
    );
}

/// One sample, a batch in inference and a batch in training give the same output.
#[test]
fn batches_agree_with_single_samples() {
    let net = Classifier::seeded(3);
    let mut rng = Rng::new(4);
    let samples: Vec<Vector<Pixels>> = (0..13)
        .map(|_| Vector::uniform(0.0, 1.0, &mut rng))
        .collect();
    let x: Batch<D<16>, (Pixels,)> = Batch::from_samples(&samples).unwrap();
    let (mut buffers, mut saved) = (typograd::zeroed(), typograd::zeroed());
    let inferred = net.infer::<D<16>>(&x, &mut buffers);
    let recorded = net.record::<D<16>>(&x, &mut saved);
    assert_eq!((inferred.len(), recorded.len()), (13, 13));
    for ((sample, a), b) in samples.iter().zip(inferred).zip(recorded) {
        let single = net.forward(sample);
        assert!(single.is_close(a, 1e-6) && a == b);
    }
}

/// An empty batch is no special case, and a shorter one leaves nothing of a longer one.
#[test]
fn batches_of_any_length() {
    type Net = (
        Dense<D<3>, D<4>, Tanh, f64>,
        Dense<D<4>, D<2>, Identity, f64>,
    );
    let net = Net::seeded(1);
    let mut saved = typograd::zeroed();
    let mut gradient = Gradient::<Net>::zeros();
    let mut dx = Batch::new();
    for count in [4, 0, 1, 3] {
        let samples = vec![Vector::ones(); count];
        let x: Batch<D<4>, (D<3>,), f64> = Batch::from_samples(&samples).unwrap();
        assert_eq!(net.record(&x, &mut saved).len(), count);
        let mut delta = Batch::from_samples(&vec![Vector::ones(); count]).unwrap();
        net.backward(&x, &mut saved, &mut delta, &mut gradient, Some(&mut dx));
        assert_eq!(dx.len(), count);
        // ∇b of the last layer is the sum of δ over the samples.
        assert_eq!(gradient.1.b, Vector::full(count as f64));
        assert_eq!(gradient.0.w.norm() == 0.0, count == 0);
    }
}

/// The same seed gives the same network; the way it is built makes no difference.
#[test]
fn seeds() {
    assert_eq!(Classifier::seeded(1), Classifier::seeded(1));
    assert_ne!(Classifier::seeded(1), Classifier::seeded(2));
    #[cfg(feature = "alloc")]
    assert_eq!(*Classifier::boxed(1), Classifier::seeded(1));
}

/// A layer whose activation has no gradient still runs.
#[test]
fn step_runs_forward() {
    #[derive(Network)]
    struct Perceptron {
        decide: Dense<D<2>, D<1>, Step>,
    }
    let mut net = Perceptron::seeded(1);
    net.decide.w = Matrix::from([[1.0, 1.0]]);
    net.decide.b = Vector::from([-1.5]);
    let and = |a, b| net.forward(&Vector::from([a, b]))[0];
    assert_eq!(
        [and(0.0, 0.0), and(0.0, 1.0), and(1.0, 0.0), and(1.0, 1.0)],
        [0.0, 0.0, 0.0, 1.0]
    );
}

/// Names that generated code uses too do not collide with it.
#[test]
fn user_names_do_not_collide() {
    #[layer]
    struct Odd<Store: Dim, Option: Dim> {
        x: Matrix<Option, Store>,
        delta: Vector<Option>,
    }

    #[layer]
    impl<Store: Dim, Option: Dim> Odd<Store, Option> {
        fn forward(&self, gradient: &Vector<Store>) -> Vector<Option> {
            let dx = &self.x * gradient;
            let saved = dx + &self.delta;
            relu(saved)
        }
    }
    assert_eq!(Odd::<D<3>, D<2>>::PARAMS, 8);
    assert_eq!(
        Odd::<D<3>, D<2>>::seeded(1).forward(&Vector::zeros()),
        Vector::zeros()
    );
}
