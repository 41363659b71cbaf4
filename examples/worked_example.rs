//! One step of gradient descent, worked by hand in a lecture, beside what the lecture's slides print:
//! `cargo run --example worked_example`.
//!
//! The network is 1-2-3-1 with sigmoids. Each gradient is computed twice: by the textbook's lines, with the compiler
//! checking each product, and by the backward pass that the macros derive. They agree to the last digits of `f64`.

use std::fmt::Display;
use std::slice::from_ref;

use typograd::prelude::*;

dims! { Input = 1; First = 2; Second = 3; Output = 1; }

#[derive(Network)]
struct Lecture {
    layer1: Dense<Input, First, Sigmoid, f64>,
    layer2: Dense<First, Second, Sigmoid, f64>,
    layer3: Dense<Second, Output, Sigmoid, f64>,
}

/// The gradient is stored, to be shown; with `Sgd` alone, it would go into the parameters at once.
type Run = Training<Lecture, Clipped<Sgd>, D<1>>;

const LEARNING_RATE: f64 = 0.1;

const SLIPS: [&str; 4] = [
    "z²₂ is printed 0.3921, which is 0.1 + 0.3·0.5744 + 0.2·0.5987; but the weight W²₂₂ is 0.1, in the network and in the \
     slides' own update, and z²₂ = 0.3322. All that comes after it differs in the third or fourth digit.",
    "∂C/∂a¹₂ is computed with W²₂₂ = 0.2 again: -0.01401, where 0.1 gives -0.01297.",
    "The verification reckons with a²₁ = 0.6147 where 0.6174 is meant.",
    "The last slide says a³ = 0.7862, where the verification says 0.7823.",
];

/// What the slides print for a value.
#[derive(Clone, Copy)]
enum Printed {
    Nothing,
    Number(&'static str),
    /// A wrong number, by the number of the slip.
    Slip(&'static str, usize),
    /// A number that is wrong for an earlier slip.
    From(&'static str, usize),
}
use Printed::{From, Nothing, Number, Slip};

impl Printed {
    fn digits(self) -> &'static str {
        match self {
            Nothing => "",
            Number(digits) | Slip(digits, _) | From(digits, _) => digits,
        }
    }

    fn remark(self, value: f64) -> String {
        let digits = self.digits();
        let places = digits.split('.').next_back().map_or(0, str::len);
        match self {
            Nothing => String::new(),
            _ if format!("{value:.places$}") == digits => "agrees".to_string(),
            Slip(_, number) => format!("slip {number}"),
            From(_, number) => format!("follows from slip {number}"),
            Number(_) => "differs".to_string(),
        }
    }
}

fn heading(text: &str) {
    println!("\n{text}");
    println!("  {:<12}{:>12}  {:>9}", "", "computed", "printed");
}

fn line(name: impl Display, value: f64, printed: Printed) {
    let (digits, remark) = (printed.digits(), printed.remark(value));
    let text = format!("  {name:<12}{value:>12.6}  {digits:>9}  {remark}");
    println!("{}", text.trim_end());
}

const SUBSCRIPTS: [char; 3] = ['₁', '₂', '₃'];

/// `printed` has an entry for each element, or none.
fn vector<N: Dim>(name: &str, values: &Vector<N, f64>, printed: &[Printed]) {
    for (i, value) in values.iter().enumerate() {
        let printed = printed.get(i).copied().unwrap_or(Nothing);
        line(format!("{name}{}", SUBSCRIPTS[i]), *value, printed);
    }
}

fn matrix<R: Dim, C: Dim>(name: &str, values: &Matrix<R, C, f64>) {
    for (i, row) in values.rows().enumerate() {
        for (j, value) in row.iter().enumerate() {
            line(
                format!("{name}{}{}", SUBSCRIPTS[i], SUBSCRIPTS[j]),
                *value,
                Nothing,
            );
        }
    }
}

fn parameters(net: &Lecture, d: &str) {
    matrix(&format!("{d}W¹"), &net.layer1.w);
    vector(&format!("{d}b¹"), &net.layer1.b, &[]);
    matrix(&format!("{d}W²"), &net.layer2.w);
    vector(&format!("{d}b²"), &net.layer2.b, &[]);
    matrix(&format!("{d}W³"), &net.layer3.w);
    vector(&format!("{d}b³"), &net.layer3.b, &[]);
}

/// The network with the lecture's parameters.
fn lecture() -> Lecture {
    let mut net = Lecture::seeded(0);
    net.layer1.w = Matrix::from([[0.1], [0.1]]);
    net.layer1.b = Vector::from([0.1, 0.2]);
    net.layer2.w = Matrix::from([[0.2, 0.1], [0.3, 0.1], [0.1, 0.3]]);
    net.layer2.b = Vector::from([0.3, 0.1, 0.2]);
    net.layer3.w = Matrix::from([[0.4, 0.2, 0.6]]);
    net.layer3.b = Vector::from([0.5]);
    net
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut run = Run::new();
    run.network = lecture();
    let net = &run.network;
    let (x, y) = (Vector::from([2.0]), Vector::from([1.0]));

    println!(
        "A network 1-2-3-1 with sigmoids and binary cross entropy C; x = 2, y = 1, η = {LEARNING_RATE}."
    );
    println!("\n{}", net.summary());

    // Forward, by the textbook's lines.
    let (w1, w2, w3) = (&net.layer1.w, &net.layer2.w, &net.layer3.w);
    let z1: Vector<First, f64> = w1 * &x + &net.layer1.b;
    let a1 = sigmoid(&z1);
    let z2: Vector<Second, f64> = w2 * &a1 + &net.layer2.b;
    let a2 = sigmoid(&z2);
    let z3: Vector<Output, f64> = w3 * &a2 + &net.layer3.b;
    let a3 = sigmoid(&z3);
    heading("Forward: z = W a + b, a = σ(z)");
    vector("z¹", &z1, &[]);
    vector("a¹", &a1, &[Number("0.5744"), Number("0.5987")]);
    vector("z²", &z2, &[Nothing, Slip("0.3921", 1), Nothing]);
    vector(
        "a²",
        &a2,
        &[Number("0.6165"), From("0.5968", 1), Number("0.6076")],
    );
    vector("z³", &z3, &[]);
    vector("a³", &a3, &[From("0.7739", 1)]);

    // Backward, by the textbook's lines: Wᵀ δ and δ aᵀ, checked by the compiler.
    let delta3: Vector<Output, f64> = &a3 - &y;
    let da2: Vector<Second, f64> = w3.t() * &delta3;
    let delta2 = da2.hadamard(&a2.map(|a| a * (1.0 - a)));
    let da1: Vector<First, f64> = w2.t() * &delta2;
    let delta1 = da1.hadamard(&a1.map(|a| a * (1.0 - a)));
    let dw1: Matrix<First, Input, f64> = delta1.outer(&x);
    let dw2: Matrix<Second, First, f64> = delta2.outer(&a1);
    let dw3: Matrix<Output, Second, f64> = delta3.outer(&a2);

    // All of it by the derived backward pass, and the update W ← W − η ∇W.
    let sgd = Sgd {
        learning_rate: LEARNING_RATE,
        ..Sgd::default()
    };
    let rule = Clipped {
        optimizer: sgd,
        clip: Clip::Off,
    };
    let batch = Batch::from_samples(from_ref(&x))?;
    let loss = run.train_step(&rule, &BinaryCrossEntropy, &batch, from_ref(&y))?;
    heading("Loss: C = −y ln a³ − (1 − y) ln(1 − a³)");
    line("C", loss, From("0.2563", 1));

    heading("Backward: δ³ = a³ − y, δ = Wᵀ δ ⊙ σ′(z)");
    vector("δ³", &delta3, &[From("-0.2261", 1)]);
    vector("∂C/∂a²", &da2, &[]);
    vector(
        "δ²",
        &delta2,
        &[Number("-0.0214"), From("-0.0109", 1), From("-0.0323", 1)],
    );
    vector("∂C/∂a¹", &da1, &[Nothing, Slip("-0.01401", 2)]);
    vector("δ¹", &delta1, &[From("-0.00264", 1), From("-0.00337", 2)]);

    heading("Gradients: ∇W = δ aᵀ, ∇b = δ");
    let gradient = run.gradient();
    parameters(gradient, "∇");
    let by_hand = [
        (gradient.layer1.w.as_slice(), dw1.as_slice()),
        (gradient.layer1.b.as_slice(), delta1.as_slice()),
        (gradient.layer2.w.as_slice(), dw2.as_slice()),
        (gradient.layer2.b.as_slice(), delta2.as_slice()),
        (gradient.layer3.w.as_slice(), dw3.as_slice()),
        (gradient.layer3.b.as_slice(), delta3.as_slice()),
    ];
    let pairs = by_hand
        .iter()
        .flat_map(|(derived, hand)| derived.iter().zip(*hand));
    let apart = pairs
        .map(|(derived, hand)| (derived - hand).abs())
        .fold(0.0, f64::max);
    println!(
        "  The derived backward pass gives these, and so do the textbook's lines; they differ by {apart} at most."
    );

    heading("Update: W ← W − η ∇W, b ← b − η ∇b");
    parameters(&run.network, "");

    let net = &run.network;
    let a1 = net.layer1.forward(&x);
    let a2 = net.layer2.forward(&a1);
    let a3 = net.layer3.forward(&a2);
    heading("Forward again");
    vector("a¹", &a1, &[]);
    vector("a²", &a2, &[Slip("0.6147", 3), Nothing, Nothing]);
    vector("a³", &a3, &[From("0.7823", 1)]);
    vector("a³", &a3, &[Slip("0.7862", 4)]);
    let after = Batch::<D<1>, _, _>::from_samples(&[a3])?;
    let loss_after = BinaryCrossEntropy.value(&after, &[y])?;
    line("C", loss_after, From("0.2455", 1));
    println!("\nThe loss fell from {loss:.4} to {loss_after:.4}.");

    println!("\nSlips in the slides");
    for (number, text) in SLIPS.iter().enumerate() {
        println!("  {}  {text}", number + 1);
    }
    Ok(())
}
