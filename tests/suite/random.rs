//! The generator against its authors' numbers, and its distributions against theirs.

use typograd::prelude::*;

/// xoshiro256++ seeded through SplitMix64 with 0: the first words of `rand_xoshiro` 0.7's `seed_from_u64(0)`.
#[test]
fn words_are_xoshiros() {
    let mut rng = Rng::new(0);
    let words: Vec<u64> = (0..4).map(|_| rng.next_u64()).collect();
    assert_eq!(
        words,
        [
            5_987_356_902_031_041_503,
            7_051_070_477_665_621_255,
            6_633_766_593_972_829_180,
            211_316_841_551_650_330
        ]
    );
}

#[test]
fn uniform_and_normal() {
    fn moments(mut draw: impl FnMut() -> f64) -> (f64, f64, Vec<f64>) {
        let all: Vec<f64> = (0..100_000).map(|_| draw()).collect();
        let mean = all.iter().sum::<f64>() / 1e5;
        let variance = all.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / 1e5;
        (mean, variance, all)
    }
    let mut rng = Rng::new(7);
    let (mean, variance, all) = moments(|| rng.uniform(-1.0, 3.0));
    assert!(all.iter().all(|x| (-1.0..3.0).contains(x)));
    assert!((mean - 1.0).abs() < 0.02 && (variance - 16.0 / 12.0).abs() < 0.02);
    let (mean, variance, all) = moments(|| rng.normal(2.0, 0.5));
    assert!((mean - 2.0).abs() < 0.01 && (variance - 0.25).abs() < 0.01);
    let beyond = all.iter().filter(|z| (**z - 2.0).abs() > 1.0).count();
    // 4.55% of a normal distribution lie beyond two deviations.
    assert!((4300..4800).contains(&beyond), "{beyond}");
}

#[test]
fn shuffles_are_permutations_and_repeat() {
    let shuffled = |seed| {
        let mut all: Vec<usize> = (0..100).collect();
        Rng::new(seed).shuffle(&mut all);
        all
    };
    assert_eq!(shuffled(1), shuffled(1));
    assert_ne!(shuffled(1), shuffled(2));
    let mut sorted = shuffled(1);
    sorted.sort_unstable();
    assert_eq!(sorted, (0..100).collect::<Vec<_>>());
    let mut rng = Rng::new(3);
    let mut counts = [0; 5];
    for _ in 0..10_000 {
        counts[rng.below(5)] += 1;
    }
    assert!(
        counts.iter().all(|count| (1800..2200).contains(count)),
        "{counts:?}"
    );
}

/// The spread of each initialiser, for a matrix of 90 × 60 (fan in 60, fan out 90).
#[test]
fn initialisers_have_their_spread() {
    let spread = |initializer: Initializer| {
        let mut w = Matrix::<D<90>, D<60>, f64>::zeros();
        initializer.fill(&mut w, &mut Rng::new(1));
        ((w.norm_squared() / 5400.0).sqrt(), w.norm_max())
    };
    for (initializer, deviation, bound) in [
        (
            Initializer::GlorotUniform,
            (2.0_f64 / 150.0).sqrt(),
            Some((6.0_f64 / 150.0).sqrt()),
        ),
        (Initializer::GlorotNormal, (2.0_f64 / 150.0).sqrt(), None),
        (
            Initializer::HeUniform,
            (2.0_f64 / 60.0).sqrt(),
            Some((6.0_f64 / 60.0).sqrt()),
        ),
        (Initializer::HeNormal, (2.0_f64 / 60.0).sqrt(), None),
        (
            Initializer::LecunUniform,
            (1.0_f64 / 60.0).sqrt(),
            Some((3.0_f64 / 60.0).sqrt()),
        ),
        (Initializer::LecunNormal, (1.0_f64 / 60.0).sqrt(), None),
        (
            Initializer::Uniform(-0.3, 0.3),
            0.3 / 3.0_f64.sqrt(),
            Some(0.3),
        ),
        (Initializer::Normal(0.0, 0.7), 0.7, None),
        (Initializer::Ones, 1.0, Some(1.0)),
        (Initializer::Constant(-2.0), 2.0, Some(2.0)),
        (Initializer::Zeros, 0.0, Some(0.0)),
    ] {
        let (found, largest) = spread(initializer);
        assert!(
            (found - deviation).abs() <= 0.05 * deviation,
            "{initializer:?}: {found} for {deviation}"
        );
        assert!(
            bound.is_none_or(|bound| largest <= bound),
            "{initializer:?}: {largest}"
        );
    }
}

/// Each parameter begins as it says, and otherwise as its rank says.
#[test]
fn parameters_name_their_initialiser() {
    #[layer]
    struct Many {
        #[init(ones)]
        a: Matrix<D<2>, D<2>>,
        #[init(constant(0.25))]
        b: Vector<D<2>>,
        #[init(uniform(2.0, 3.0))]
        c: Vector<D<2>>,
        #[init(normal(100.0, 1.0))]
        d: Vector<D<2>>,
        #[init(Initializer::Constant(7.0))]
        e: Scalar,
        f: Matrix<D<2>, D<2>>,
        g: Vector<D<2>>,
    }

    #[layer]
    impl Many {
        fn forward(&self, x: &Vector<D<2>>) -> Vector<D<2>> {
            x + &self.b
        }
    }

    let many = Many::seeded(1);
    assert_eq!((many.a, many.b), (Matrix::ones(), Vector::full(0.25)));
    assert!(many.c.min() >= 2.0 && many.c.max() < 3.0);
    assert!(many.d.min() > 90.0 && many.e.value() == 7.0);
    assert!(many.f.norm() > 0.0 && many.g.norm() == 0.0);
}

/// Kernels begin with PyTorch's fans: the second dimension and the first, times the taps.
#[test]
fn kernels_begin_with_their_fans() {
    type X = Image<D<8>, D<9>, D<9>>;
    macro_rules! begins {
        ($layer:ty, $fan_in:expr) => {
            let w = <$layer>::seeded(1).w;
            let found = (f64::from(w.norm_squared()) / w.as_slice().len() as f64).sqrt();
            let he = (2.0 / f64::from($fan_in)).sqrt();
            assert!((found - he).abs() <= 0.1 * he, "{found} for {he}");
        };
    }
    begins!(Conv2d<X, D<30>, D<5>, Relu>, 8 * 25);
    begins!(GroupedConv2d<X, D<60>, D<5>, D<4>, Relu>, 2 * 25);
    begins!(DepthwiseConv2d<Image<D<40>, D<9>, D<9>>, D<5>, Relu>, 25);
    begins!(ConvTranspose2d<X, D<30>, D<5>, Relu>, 30 * 25);
}
