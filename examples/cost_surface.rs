//! Draws cost surfaces, and how methods go down on them: `cargo run --release --example cost_surface --features plot`.
//!
//! The pictures, SVG and PNG, go to the folder `target/cost_surface`, or to that of the first argument.

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

use typograd::minimize::{
    BatchLoss, Bfgs, ConjugateGradient, Direction, FixedStep, FlatMemory, LossMemory, Objective,
    Section, SteepestDescent, Stopping, minimize_with,
};
use typograd::plot::{CostSurface, Descent, Figure, View};
use typograd::prelude::*;

type Point = Vector<D<2>, f64>;
/// y = σ(w x + b).
type Neuron = Dense<D<1>, D<1>, Sigmoid, f64>;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = env::args_os()
        .nth(1)
        .map_or_else(|| "target/cost_surface".into(), PathBuf::from);
    fs::create_dir_all(&folder)?;
    for (name, figure) in [("valley", valley()?), ("neuron", neuron()?)] {
        for (view, suffix) in [(View::Contours, "contours"), (View::Surface, "surface")] {
            for extension in ["svg", "png"] {
                let file = folder.join(format!("{name}_{suffix}.{extension}"));
                figure.save(view, &file)?;
                println!("{}", file.display());
            }
        }
    }
    Ok(())
}

/// The way of a method from a point, of a few steps at most.
fn descent<F: Objective<Point>, M: Direction<Point, F>>(
    name: &str,
    method: &M,
    f: F,
    start: [f64; 2],
    iterations: usize,
) -> Descent {
    let (mut path, mut x) = (Descent::new(name), Vector::from(start));
    let stopping = Stopping {
        iterations,
        ..Stopping::default()
    };
    let outcome = minimize_with(method, f, &mut x, &stopping, |iterate| {
        path.record(&iterate);
    });
    println!("{name}: {outcome}");
    path
}

/// Rosenbrock's valley: steepest descent goes to and fro between its sides, BFGS along it.
fn valley() -> Result<Figure, Box<dyn Error>> {
    let rosenbrock = |x: &Point, gradient: &mut Point| {
        let (a, b) = (1.0 - x[0], x[1] - x[0] * x[0]);
        *gradient = Vector::from([-2.0 * a - 400.0 * x[0] * b, 200.0 * b]);
        a * a + 100.0 * b * b
    };
    // 1 more, so that there is a logarithm at the minimum too.
    let mut gradient = Point::zeros();
    let shifted = |a, b| 1.0 + rosenbrock(&Vector::from([a, b]), &mut gradient);
    let surface = CostSurface::sample(shifted, -1.8..=1.8, -0.8..=2.4)?;

    let (bfgs, steepest) = (Bfgs::default(), SteepestDescent::default());
    let along = descent("BFGS", &bfgs, rosenbrock, [-1.2, 1.0], 100);
    let across = descent("steepest descent", &steepest, rosenbrock, [1.2, -0.5], 40);
    Ok(Figure::new(surface)
        .title("Rosenbrock's valley, f = 100 (x₂ − x₁²)² + (1 − x₁)²")
        .labels("x₁", "x₂", "1 + f")
        .logarithmic()
        .seen_from(5.0, 64.0)
        .descent(along)
        .descent(across))
}

/// The loss of one neuron on four points, in its weight and its bias.
fn neuron() -> Result<Figure, Box<dyn Error>> {
    let inputs = [-2.0, -0.5, 0.5, 2.0].map(|x| Vector::<D<1>, f64>::from([x]));
    let x: Batch<D<4>, _, f64> = Batch::from_samples(&inputs)?;
    let targets = [0.0, 1.0, 0.0, 1.0].map(|y| Vector::from([y]));
    let loss = MeanSquaredError;

    let (mut memory, mut flat) = (LossMemory::new(), FlatMemory::new());
    let mut net = Neuron::seeded(1);
    let batch = BatchLoss::new(&loss, &x, &targets, &mut memory)?;
    let mut plane = Section::<Neuron, D<2>, _>::new(batch, &mut net, [0, 1], &mut flat)?;
    let surface = CostSurface::of::<f64, D<2>>(&mut plane, -6.0..=6.0, -6.0..=6.0)?;

    let mut f = |x: &Point, gradient: &mut Point| plane.value_and_gradient(x, gradient);
    let steps = SteepestDescent {
        line_search: FixedStep(0.7),
    };
    let conjugate = ConjugateGradient::default();
    let even = descent("steps of 0.7", &steps, &mut f, [-2.5, 5.0], 18);
    let searched = descent("conjugate gradient", &conjugate, &mut f, [-1.0, -5.0], 60);
    Ok(Figure::new(surface)
        .title("The loss of a neuron, ¼ Σ (σ(w x + b) − y)²")
        .labels("weight w", "bias b", "loss")
        .descent(even)
        .descent(searched))
}
