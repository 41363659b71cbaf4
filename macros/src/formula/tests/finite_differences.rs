//! Random programs: their formulas, evaluated, are what finite differences of their values are.

use super::super::naming::named;
use super::super::program::{Kind, Operation, Program, Step};
use super::super::{formulas, sweep};
use super::evaluate::Meaning;
use super::forward::values;
use super::numeric::Numbers;

/// `SplitMix64`.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n as u64).expect("less than n")
    }

    fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    fn number(&mut self) -> f64 {
        self.next() as f64 / u64::MAX as f64 * 2.0 - 1.0
    }

    fn numbers(&mut self, (rows, columns): (usize, usize)) -> Numbers {
        Numbers::from_fn(rows, columns, |_, _| self.number())
    }
}

const N: usize = 3;
const M: usize = 2;

/// The parameters that every program has, of which it may use some.
const PARAMETERS: &[(&str, Kind, (usize, usize))] = &[
    ("x", Kind::Vector, (N, 1)),
    ("y", Kind::Vector, (N, 1)),
    ("w", Kind::Vector, (M, 1)),
    ("k", Kind::Number, (1, 1)),
    ("a", Kind::Matrix, (M, N)),
    ("b", Kind::Matrix, (N, N)),
    ("c", Kind::Matrix, (N, N)),
];

const FUNCTIONS: &[&str] = &[
    "Identity",
    "Sigmoid",
    "Tanh",
    "Relu",
    "LeakyRelu",
    "Gelu",
    "Silu",
    "Softplus",
    "Elu",
    "Mish",
    "Softsign",
    "Exp",
    "Ln",
    "Sqrt",
    "Square",
    "Abs",
    "Recip",
    "Sin",
    "Cos",
    "Softmax",
    "LogSoftmax",
    "Step",
    "Powi::<2>",
    "Powi::<-1>",
];
const SQUARE: &[&str] = &[
    "Trace",
    "Inverse",
    "Det",
    "LnAbsDet",
    "Cholesky",
    "Expm",
    "SymmetricEigenvalues",
    "Diagonal",
    "Powi(2)",
    "Powi(3)",
    "Powi(-2)",
];
const ANY: &[&str] = &[
    "Transpose",
    "Sum",
    "Mean",
    "Norm",
    "NormSquared",
    "LogSumExp",
];
const BINARY: &[&str] = &["Add", "Subtract", "Hadamard", "Quotient"];
const NUMBERS: &[&str] = &["0.5", "2.0", "-1", "-0.25", "3", "1.0"];

/// An operation that fits the values so far, if the draw is lucky.
fn operation(random: &mut Random, shapes: &[(usize, usize)]) -> Option<Operation> {
    let n = shapes.len();
    // Later values rather than parameters, so that programs are deep.
    let mut value = || {
        let either = random.below(2) == 0;
        if either {
            n - 1 - random.below(n.min(3))
        } else {
            random.below(n)
        }
    };
    let (a, b) = (value(), value());
    let (of_a, of_b) = (shapes[a], shapes[b]);
    let x = a;
    Some(match random.below(12) {
        0..=2 => {
            let (a_transposed, b_transposed) = (random.below(2) == 0, random.below(2) == 0);
            let turn = |(rows, columns), turned| {
                if turned {
                    (columns, rows)
                } else {
                    (rows, columns)
                }
            };
            let (left, right) = (turn(of_a, a_transposed), turn(of_b, b_transposed));
            let scales = left == (1, 1) && !b_transposed || right == (1, 1) && !a_transposed;
            if !scales && (left.1 != right.0 || left == (1, 1) || right == (1, 1)) {
                return None;
            }
            Operation::Product {
                a,
                a_transposed,
                b,
                b_transposed,
            }
        }
        3..=4 => {
            let rule = *random.pick(BINARY);
            if of_a != of_b && of_b != (1, 1) {
                return None;
            }
            if of_a != of_b && rule == "Hadamard" {
                return None;
            }
            Operation::Binary { rule, a, b }
        }
        5 => {
            if of_a.0 != of_a.1 || of_a.0 != of_b.0 || of_a == (1, 1) {
                return None;
            }
            Operation::Binary {
                rule: "Solve",
                a,
                b,
            }
        }
        6 => {
            let rule = (*random.pick(ANY)).to_owned();
            if of_a == (1, 1) {
                return None;
            }
            Operation::Unary { rule, x }
        }
        7 => square(random, x, of_a)?,
        8 => reshaping(random, x, of_a)?,
        9 => Operation::Scale {
            factor: (*random.pick(NUMBERS)).to_owned(),
            x,
        },
        10 => Operation::Shift {
            constant: (*random.pick(NUMBERS)).to_owned(),
            x,
        },
        _ => {
            let name = (*random.pick(FUNCTIONS)).to_owned();
            if name.contains("oftmax") && of_a == (1, 1) {
                return None;
            }
            Operation::Function { name, x }
        }
    })
}

/// An operation of a square matrix.
fn square(random: &mut Random, x: usize, shape: (usize, usize)) -> Option<Operation> {
    let rule = *random.pick(SQUARE);
    let fits = if rule == "Diagonal" && shape.1 == 1 {
        shape.0 > 1
    } else {
        shape == (N, N)
    };
    let rule = rule.to_owned();
    fits.then_some(Operation::Unary { rule, x })
}

/// Another shape, or an operation of any matrix.
fn reshaping(random: &mut Random, x: usize, shape: (usize, usize)) -> Option<Operation> {
    let choice = random.below(4);
    let kind = match (choice, shape) {
        (_, (1, 1)) => return None,
        (0..=1, (1, _) | (_, 1)) => Kind::Row,
        (_, (1, _) | (_, 1)) | (0, _) => Kind::Vector,
        _ => {
            let rule = ["PseudoInverse", "SingularValues"][choice % 2].to_owned();
            return Some(Operation::Unary { rule, x });
        }
    };
    Some(Operation::Reshape { x, kind })
}

/// A program of so many operations, with the values of its parameters.
fn program(random: &mut Random, length: usize) -> (Program, Vec<Numbers>) {
    let mut program = Program::default();
    let mut parameters = Vec::new();
    for (name, kind, shape) in PARAMETERS {
        program.steps.push(Step {
            operation: Operation::Parameter {
                name: (*name).to_owned(),
                kind: *kind,
                constant: random.below(8) == 0,
            },
            name: None,
        });
        parameters.push(random.numbers(*shape));
    }
    while program.steps.len() < PARAMETERS.len() + length {
        let shapes: Vec<_> = values(&program, &parameters)
            .iter()
            .map(Numbers::shape)
            .collect();
        if let Some(operation) = operation(random, &shapes) {
            let mut longer = program.clone();
            longer.steps.push(Step {
                operation: operation.clone(),
                name: None,
            });
            let value = values(&longer, &parameters).pop();
            if value.is_none_or(|x| x.iter().any(|x| !x.is_finite())) {
                continue;
            }
            let name = (random.below(3) == 0).then(|| format!("t{}", shapes.len()));
            program.steps.push(Step { operation, name });
        }
    }
    let last = program.steps.len() - 1;
    program.tuple = random.below(4) == 0;
    program.outputs = vec![last];
    if program.tuple {
        program.outputs.push(last - random.below(2));
    }
    (program, parameters)
}

/// Σ ⟨δ, f⟩.
fn objective(program: &Program, parameters: &[Numbers], deltas: &[Numbers]) -> f64 {
    let values = values(program, parameters);
    let parts = program.outputs.iter().zip(deltas);
    parts.map(|(i, delta)| values[*i].dot(delta)).sum()
}

/// The gradient in one parameter; nothing where the function is too steep or not smooth, which two steps of unequal
/// length show.
fn differences(
    program: &Program,
    parameters: &[Numbers],
    deltas: &[Numbers],
    of: usize,
) -> Option<Numbers> {
    let mut gradients = [1e-4, 3e-5].map(|step| {
        let mut gradient = parameters[of].clone();
        for i in 0..gradient.len() {
            let at = |offset: f64| {
                let mut moved = parameters.to_vec();
                moved[of][i] += offset;
                objective(program, &moved, deltas)
            };
            gradient[i] = (at(step) - at(-step)) / (2.0 * step);
        }
        gradient
    });
    let [coarse, fine] = &mut gradients;
    let size = fine.amax();
    let trusted =
        size.is_finite() && size < 1e3 && (&*coarse - &*fine).amax() < 1e-5 * (1.0 + size);
    trusted.then(|| fine.clone())
}

#[test]
fn random_programs() {
    let mut random = Random(1);
    let (mut judged, mut all) = (0, 0);
    for length in [1, 2, 3, 4, 5, 6, 8, 12] {
        for _ in 0..150 {
            let (program, parameters) = program(&mut random, length);
            let numbers = values(&program, &parameters);
            let derived = sweep::derive(&program);
            let named = named(&program, &derived);
            let mut meaning = Meaning::default();
            for (value, number) in derived.values.iter().zip(&numbers) {
                meaning.of_shape(value.shape(), number);
            }
            for (value, number) in derived.values.iter().zip(&parameters) {
                meaning.of(value, number);
            }
            let mut deltas = Vec::new();
            for (i, delta) in program.outputs.iter().zip(&derived.deltas) {
                let is_given = program.tuple || numbers[*i].len() > 1;
                let number = if is_given {
                    random.numbers(numbers[*i].shape())
                } else {
                    Numbers::from_element(1, 1, 1.0)
                };
                if is_given {
                    meaning.of(delta, &number);
                }
                deltas.push(number);
            }
            for (name, value) in &named.definitions {
                let number = meaning.evaluate(value);
                meaning.of(name, &number);
            }
            for (i, gradient) in &named.gradients {
                all += 1;
                let Some(expected) = differences(&program, &parameters, &deltas, *i) else {
                    continue;
                };
                let found = meaning.evaluate(gradient);
                let error = (&found - &expected).amax() / (1.0 + expected.amax());
                assert!(
                    error < 1e-4,
                    "{error}: {found} is not {expected}\n{}\n{program:#?}",
                    formulas(&program).text
                );
                judged += 1;
            }
        }
    }
    assert!(judged > all / 2, "{judged} of {all}");
}
