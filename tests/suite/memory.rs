//! What is saved for the way back, and no more; stacks and heaps.

use typograd::prelude::*;

type B = D<32>;

const fn saved<N: Backward>() -> usize {
    size_of::<N::Saved<B>>()
}

const fn buffers<N: Layer>() -> usize {
    size_of::<N::Buffers<B>>()
}

/// One batch of `f32` of a width, with its length, on a cache line.
const fn batch(width: usize) -> usize {
    (32 * width * 4 + 8).next_multiple_of(64)
}

/// A dense layer saves its output; the sum before the activation only where the derivative is computed from it.
#[test]
fn what_the_way_back_needs_is_saved_and_no_more() {
    type Two = (Dense<D<64>, D<16>, Relu>, Dense<D<16>, D<8>>);

    const { assert!(saved::<Dense<D<64>, D<16>, Relu>>() == batch(16)) };
    const { assert!(saved::<Dense<D<64>, D<16>, Sigmoid>>() == batch(16)) };
    const { assert!(saved::<Dense<D<64>, D<16>>>() == batch(16)) };
    const { assert!(saved::<Dense<D<64>, D<16>, Gelu>>() == 2 * batch(16)) };
    const { assert!(buffers::<Dense<D<64>, D<16>, Gelu>>() == batch(16)) };
    // Between two layers, the gradient in what passes from one to the other.
    const { assert!(saved::<Two>() == 2 * batch(16) + batch(8)) };
    const { assert!(buffers::<Two>() == batch(16) + batch(8)) };
    const { assert!(saved::<Dropout<(D<16>,), 50>>() == batch(16) + 64) };
    const { assert!(buffers::<Dropout<(D<16>,), 50>>() == 0) };
}

/// An expression saves what its derivatives read: here both factors, and one place for the adjoint of the second.
#[test]
fn an_expression_saves_what_its_derivatives_read() {
    #[layer]
    struct Gated {
        w: Matrix<D<16>, D<8>>,
        v: Matrix<D<16>, D<8>>,
        b: Vector<D<16>>,
    }

    #[layer]
    impl Gated {
        fn forward(&self, x: &Vector<D<8>>) -> Vector<D<16>> {
            (&self.w * x + &self.b).hadamard(&sigmoid(&self.v * x))
        }
    }
    // a = W x + b, s = σ(V x), y = a ⊙ s; δ ⊙ a beside δ ⊙ s.
    const { assert!(saved::<Gated>() == 4 * batch(16)) };
    // In inference the product takes the place of its first factor.
    const { assert!(buffers::<Gated>() == 2 * batch(16)) };
}

/// The memory of a training run is the size of one type: parameters and workspace, and but for plain gradient descent the
/// gradient and the state.
#[test]
fn a_training_run_is_one_type() {
    type Net = (Dense<D<64>, D<32>, Relu>, Dense<D<32>, D<10>>);
    const NET: usize = size_of::<Net>();
    const SGD: usize = size_of::<Training<Net, Sgd, D<1>>>();
    const MOMENTUM: usize = size_of::<Training<Net, Momentum, D<1>>>();
    const ADAM: usize = size_of::<Training<Net, Adam, D<1>>>();
    const { assert!(Net::PARAMS * 4 == 9640 && SGD <= 12 * 1024) };
    const { assert!(SGD < NET + 1024) };
    const { assert!(MOMENTUM - SGD == size_of::<Gradient<Net>>() + NET) };
    const { assert!(size_of::<Training<Net, Clipped<Sgd>, D<1>>>() - SGD == NET) };
    const { assert!(ADAM - MOMENTUM >= NET && ADAM - MOMENTUM < NET + 128) };
}

/// A parameter is copied where the gradient of one is computed from it, and nowhere else.
#[test]
fn parameters_are_copied_where_they_must_be() {
    #[layer]
    struct Products {
        w: Matrix<D<16>, D<8>>,
        v: Matrix<D<8>, D<8>>,
        b: Vector<D<16>>,
    }

    #[layer]
    impl Products {
        fn forward(&self, x: &Vector<D<8>>) -> Vector<D<16>> {
            (&self.w * &self.v) * x + &self.b
        }
    }
    const TENSORS: usize = 2 * 16 * 8 * 4 + (16 + 8) * 8 * 4; // W V and its adjoint, W and V
    const { assert!(saved::<Products>() == batch(16) + TENSORS) };
}

/// An adjoint is copied where it changes after a parameter's gradient was computed from it.
#[test]
fn adjoints_are_copied_where_they_must_be() {
    #[layer]
    struct Shifted {
        w: Matrix<D<16>, D<8>>,
        b: Vector<D<16>>,
    }

    #[layer]
    impl Shifted {
        fn forward(&self, x: &Vector<D<8>>) -> Vector<D<16>> {
            tanh(&self.w * x) + &self.b
        }
    }
    // tanh's output, y, and the adjoint before tanh beside ∇b.
    const { assert!(saved::<Shifted>() == 3 * batch(16)) };
}

/// What kernels read and write begins with a cache line: batches, and the first parameter of each layer.
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
#[test]
fn buffers_begin_with_a_cache_line() {
    type Net = (Dense<D<3>, D<5>, Tanh>, Residual<Dense<D<5>, D<5>>>);

    fn is_aligned(numbers: &[f32]) -> bool {
        numbers.as_ptr().addr().is_multiple_of(64)
    }

    // Beside a byte, where nothing is aligned by chance.
    let mut place = (1_u8, Training::<Net, Adam, D<3>>::new());
    let run = &mut place.1;
    let x = Batch::from_samples(&[Vector::ones(), Vector::ones()]).unwrap();
    let targets = [Vector::zeros(), Vector::zeros()];
    run.train_step(&Adam::default(), &MeanSquaredError, &x, &targets)
        .unwrap();
    let network = &run.network;
    assert!(is_aligned(network.0.w.as_slice()) && is_aligned(network.1.inner.w.as_slice()));
    let gradient = run.gradient();
    assert!(is_aligned(gradient.0.w.as_slice()) && is_aligned(gradient.1.inner.w.as_slice()));
    assert!(is_aligned(x.as_slice()) && is_aligned(run.output(&x).as_slice()));
    let mut buffers = (1_u8, typograd::zeroed());
    assert!(is_aligned(
        network.infer::<D<3>>(&x, &mut buffers.1).as_slice()
    ));
}

/// The summary of a step names each kind of memory, and they add up to the working set.
#[test]
fn the_summary_of_a_step_adds_up() {
    type Net = (Dense<D<64>, D<32>, Relu>, Dense<D<32>, D<10>>);
    type Run = Training<Net, Adam, B>;

    let text = Run::summary().to_string();
    let (table, memory) = text.split_once("\n\n").unwrap();
    let network = Net::seeded(1).summary().to_string();
    assert_eq!(table, network.trim_end());
    let expected = "\
a step of Adam on up to 32 samples   bytes
parameters                           9,664
gradient                             9,664
state of the optimizer              19,392
activations and their gradients      9,664
gradient of the outputs              1,344
inputs                               8,256
working set                         57,984
";
    assert_eq!(memory, expected);
    let inputs = size_of::<Batch<B, (D<64>,)>>();
    assert_eq!(Run::WORKING_SET, size_of::<Run>() + inputs);

    // What a method does not need is not listed.
    let plain = Training::<Net, Sgd, B>::summary().to_string();
    assert!(!plain.contains("optimizer"), "{plain}");
}

/// A network of 784-512-512-10 is built, run and trained on a stack of 1 MiB, in a debug build too.
#[cfg(feature = "alloc")]
#[test]
fn a_large_network_on_a_small_stack() {
    #[derive(Network)]
    struct Large {
        first: Dense<D<784>, D<512>, Relu>,
        second: Dense<D<512>, D<512>, Relu>,
        logits: Dense<D<512>, D<10>>,
    }

    fn work<O: Optimizer + Default>() {
        let mut run = typograd::boxed::<Training<Large, O, D<32>>>();
        run.network.initialize(&mut Rng::new(1));
        let mut x = typograd::boxed::<Batch<D<32>, (D<784>,)>>();
        x.set_len(29).unwrap();
        let mut rng = Rng::new(2);
        for x in x.as_mut_slice() {
            *x = rng.uniform(0.0, 1.0);
        }
        let targets: Vec<_> = (0..29)
            .map(|i| Label::<D<10>>::new(i % 10).unwrap())
            .collect();
        let loss = SoftmaxCrossEntropy::default();
        let before = run.train_step(&O::default(), &loss, &x, &targets).unwrap();
        let after = run.train_step(&O::default(), &loss, &x, &targets).unwrap();
        assert!(after < before, "{after} after {before}");
        let output = run.network.forward(&x[0]);
        assert_eq!(output.iter().count(), 10);
        let other = Large::boxed(3);
        assert!(other.first.w.norm() > 0.0);
    }

    for work in [work::<Adam>, work::<Sgd>, work::<Clipped<Sgd>>] {
        let thread = std::thread::Builder::new()
            .stack_size(1 << 20)
            .spawn(work)
            .unwrap();
        thread.join().unwrap();
    }
}

/// A step allocates nothing.
#[cfg(feature = "alloc")]
#[test]
fn a_step_allocates_nothing() {
    use std::alloc::{GlobalAlloc, Layout, System};
    use std::cell::Cell;

    struct Counting;

    thread_local! {
        static COUNT: Cell<usize> = const { Cell::new(0) };
    }

    #[allow(unsafe_code)] // an allocator can't be had without
    // SAFETY: every call is handed on to the system's allocator as it is.
    unsafe impl GlobalAlloc for Counting {
        unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
            let _ = COUNT.try_with(|count| count.set(count.get() + 1));
            // SAFETY: as the caller says.
            unsafe { System.alloc(layout) }
        }

        unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
            // SAFETY: as the caller says.
            unsafe { System.dealloc(memory, layout) }
        }
    }

    #[global_allocator]
    static ALLOCATOR: Counting = Counting;

    type Net = (
        Dense<D<20>, D<30>, Gelu>,
        Dropout<(D<30>,), 10>,
        Residual<Dense<D<30>, D<30>, Tanh>>,
        Dense<D<30>, D<4>>,
    );
    fn steps<O: Optimizer>(rule: &O) {
        let mut run = typograd::boxed::<Training<Net, O, D<8>>>();
        run.network.initialize(&mut Rng::new(1));
        let x = Batch::from_samples(&[Vector::ones(), Vector::zeros()]).unwrap();
        let targets = [Label::<D<4>>::new(0).unwrap(), Label::new(3).unwrap()];
        let loss = SoftmaxCrossEntropy::default();
        let before = COUNT.with(Cell::get);
        for _ in 0..3 {
            run.train_step_with(rule, &loss, &x, &targets, 0.5).unwrap();
        }
        assert_eq!(COUNT.with(Cell::get), before);
    }

    steps(&Sgd::default());
    steps(&Adam::default());
    steps(&Clipped {
        optimizer: AdamW::default(),
        clip: Clip::GlobalNorm(1.0),
    });
    let before = COUNT.with(Cell::get);
    let _kept = Box::new(1);
    assert_eq!(COUNT.with(Cell::get), before + 1, "the allocator counts");
}
