//! Large products, of which each thread computes some columns or rows.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, Ordering};

use proptest::prelude::*;
use rayon::{ThreadPool, Yield};
use typograd::Rng;
use typograd::kernel::Store;
use typograd::kernel::product::{Biased, Layout, product};
use typograd::network::InputBatch;
use typograd::prelude::*;

use super::{bits, on, outside, pool, wait_for};

/// How many multiply-adds are enough for two threads.
const LARGE: usize = 1 << 19;

static POOLS: LazyLock<[ThreadPool; 4]> = LazyLock::new(|| [1, 2, 3, 5].map(pool));

#[derive(Clone, Copy, Debug)]
struct Case {
    layout: Layout,
    sizes: (usize, usize, usize),
    store: (f64, f64),
    biased: bool,
}

fn random<T: Element>(length: usize, rng: &mut Rng) -> Vec<T> {
    let one = || T::from_f64(rng.uniform(-1.0, 1.0));
    std::iter::repeat_with(one).take(length).collect()
}

/// On each of the pools, and in none of them.
fn check<T: Element>(case: Case) {
    let ((m, n, k), layout) = (case.sizes, case.layout);
    assert!(m.max(n) >= 64 && m * n * k >= LARGE, "{case:?}");
    let mut rng = Rng::new(1);
    let (a, b) = (random::<T>(m * k, &mut rng), random(k * n, &mut rng));
    let (old, bias) = (random::<T>(m * n, &mut rng), random(n, &mut rng));
    let store = Store {
        scale: T::from_f64(case.store.0),
        keep: T::from_f64(case.store.1),
    };
    let run = || {
        let mut c = old.clone();
        if case.biased {
            product(layout, m, n, k, &a, &b, &mut c, store, Biased(&bias, ()));
        } else {
            product(layout, m, n, k, &a, &b, &mut c, store, ());
        }
        c
    };
    let one = POOLS[0].install(run);
    let compare = |other: Vec<T>, threads: usize| {
        let wrong = (0..m * n).filter(|&at| one[at].pattern() != other[at].pattern());
        let wrong: Vec<_> = wrong.map(|at| (at / n, at % n)).collect();
        assert!(
            wrong.is_empty(),
            "{case:?} on {threads} threads: {} elements differ, the first at {:?}",
            wrong.len(),
            wrong[0]
        );
    };
    for pool in &POOLS[1..] {
        compare(pool.install(run), pool.current_num_threads());
    }
    compare(outside(run), 2);
}

fn case() -> impl Strategy<Value = Case> {
    let layout = prop::sample::select(&[Layout::Nn, Layout::Nt, Layout::Tn]);
    // Every other at the edge of a vector.
    let edge = |most: usize| (1..=most / 8, 0..=2_usize).prop_map(|(v, off)| 8 * v + off - 1);
    let m = prop_oneof![16..=200_usize, edge(200).prop_map(|m| m.max(16))];
    let n = prop_oneof![64..=700_usize, edge(700).prop_map(|n| n.max(64))];
    // Or few columns, of many rows.
    let sizes = prop_oneof![3 => (m, n), 1 => (64..=300_usize, 1..=64_usize)];
    let more = prop_oneof![Just(0), 0..=100_usize];
    let store = prop::sample::select(&[(1.0, 0.0), (1.0, 1.0), (-0.5, 0.25)]);
    (layout, sizes, more, store, any::<bool>()).prop_map(|(layout, (m, n), more, store, biased)| {
        let k = LARGE.div_ceil(m * n) + more;
        Case {
            layout,
            sizes: (m, n, k),
            store,
            biased,
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(30))]

    #[test]
    fn products_are_the_same_on_any_number_of_threads(case in case()) {
        check::<f32>(case);
        check::<f64>(case);
    }
}

/// Sizes of layers, and those at which another way to compute them begins.
#[test]
fn products_of_layers_are_the_same_on_any_number_of_threads() {
    let sizes = [
        (128, 512, 100),
        (20, 784, 150),
        (512, 784, 6),
        (100, 300, 100),
        (100, 100, 300),
        (16, 1000, 200),
        // Few rows, and columns that leave a small piece at the end.
        (16, 513, 256),
        (32, 257, 300),
        (64, 323, 102),
        (26, 128, 780),
        // A few columns, after others or alone, which are divided by rows.
        (330, 36, 100),
        (2000, 3, 120),
        (2000, 10, 120),
        (1403, 36, 100),
        (1403, 40, 100),
        (1403, 36, 140),
        // Both operands copied, as their rows are far apart.
        (130, 1100, 140),
        (520, 130, 140),
        (140, 160, 1030),
        (1024, 97, 33),
        (768, 33, 800),
        // Or as A comes from far: parts of the columns are as few as would be copied in another way.
        (256, 520, 290),
        // Or lies in many pages; and many terms of a narrow C.
        (300, 300, 30),
        (70, 58, 700),
        (700, 20, 560),
        // Few columns of a large A, whose rows go by in strips.
        (520, 41, 300),
        // Or so large an A that they do for more columns: parts of the rows are as few as would be computed in another way.
        (390, 98, 1703),
        // A large B from afar, of which some rows go by at a time.
        (24, 1040, 520),
        (20, 1037, 520),
        (60, 2060, 260),
        // From afar: by blocks of B, copied beside the steps, along C, and of columns that are no dot products.
        (392, 150, 1004),
        (80, 1040, 140),
        (230, 400, 700),
        (700, 600, 40),
        (300, 1705, 64),
        (128, 58, 501),
        // So large a B that how it is read may depend on the number of rows.
        (260, 4040, 520),
        // Few terms, of rows that drive one another out.
        (300, 512, 20),
        (512, 512, 20),
        (256, 512, 65),
        // Few rows, of few terms, or of many of a B whose lines share a few places.
        (5, 60_000, 12),
        (1500, 700, 2),
        (300, 2101, 7),
        (9, 1024, 600),
        // And of a B from memory.
        (5, 2070, 1030),
        (12, 2070, 1030),
        (40, 2070, 1030),
        // Fewer, of which all of B is copied where it is stored transposed; and two or three rows, of which columns are divided.
        (200, 1000, 14),
        (3, 2100, 200),
        (2, 1300, 301),
        // The same in parts of the columns, as many as leave a vector over, on one set or another.
        (16, 16193, 16),
        (16, 8097, 16),
        (16, 4049, 16),
        (18, 2025, 16),
        // The other way round, or some rows at a time, with one, two or three rows left.
        (64, 193, 256),
        (64, 257, 256),
        (241, 1024, 20),
        (243, 1024, 20),
        // One row, and one column.
        (1, 1370, 400),
        (4099, 1, 300),
        // The last layer.
        (128, 10, 512),
        (10, 512, 128),
        (65, 3, 2800),
        // As large as is worth threads to one outside of the pool.
        (512, 512, 128),
    ];
    let mut stores = [
        ((1.0, 0.0), true),
        ((-0.5, 1.0), false),
        ((1.3, 0.0), false),
        ((1.0, 0.5), true),
    ]
    .into_iter()
    .cycle();
    for sizes in sizes {
        for layout in [Layout::Nn, Layout::Nt, Layout::Tn] {
            let (store, biased) = stores.next().unwrap();
            let case = Case {
                layout,
                sizes,
                store,
                biased,
            };
            check::<f32>(case);
            check::<f64>(case);
        }
    }
}

/// The other thread of a pool, which has nothing of its own to do, is given a part.
#[test]
fn a_product_is_computed_by_two_threads() {
    for layout in [Layout::Nn, Layout::Nt, Layout::Tn] {
        let (a, b) = (vec![1.0_f32; 128 * 256], vec![1.0; 256 * 512]);
        let helped = AtomicBool::new(false);
        let helped = &helped;
        on(2, || {
            rayon::broadcast(|context| {
                if context.index() == 0 {
                    wait_for(|| {
                        let c = &mut vec![0.0; 128 * 512];
                        product(layout, 128, 512, 256, &a, &b, c, Store::set(), ());
                        helped.load(Ordering::SeqCst)
                    });
                } else {
                    wait_for(|| rayon::yield_now() == Some(Yield::Executed));
                    helped.store(true, Ordering::SeqCst);
                }
            });
        });
    }
}

type Net = (
    Dense<D<784>, D<512>, Relu>,
    Dense<D<512>, D<512>, Relu>,
    Dense<D<512>, D<10>>,
);
type Full = D<128>;

/// The bits of a network after two steps.
fn stepped<O: Optimizer>(optimizer: &O) -> Vec<u32> {
    let mut run = typograd::boxed::<Training<Net, O, Full>>();
    let mut rng = Rng::new(1);
    run.network.initialize(&mut rng);
    let mut x = typograd::boxed::<InputBatch<Full, Net>>();
    x.set_len(128).unwrap();
    x.as_mut_slice().fill_with(|| rng.uniform(0.0, 1.0));
    let labels: Vec<_> = (0..128).map(|i| Label::new(i * 7 % 10).unwrap()).collect();
    let loss = SoftmaxCrossEntropy::default();
    for _ in 0..2 {
        run.train_step(optimizer, &loss, &x, &labels).unwrap();
    }
    bits(&run.network)
}

#[test]
fn a_step_is_the_same_on_any_number_of_threads() {
    fn check<O: Optimizer>(optimizer: &O) {
        let outside = outside(|| stepped(optimizer));
        assert_eq!(outside.len(), Net::PARAMS);
        for threads in [1, 2, 3] {
            let inside = on(threads, || stepped(optimizer));
            assert!(inside == outside, "on {threads} threads");
        }
    }
    check(&Sgd::default());
    check(&Adam::default());
}
