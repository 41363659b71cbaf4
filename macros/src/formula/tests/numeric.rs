//! Functions of matrices of numbers, by nalgebra and by their definitions.

use nalgebra::DMatrix;

pub(super) type Numbers = DMatrix<f64>;

/// A function of one number, by the name of its type or of what the rules call it.
pub(super) fn of_number(name: &str) -> Option<fn(f64) -> f64> {
    fn sigmoid(x: f64) -> f64 {
        1.0 / (1.0 + (-x).exp())
    }
    fn softplus(x: f64) -> f64 {
        x.exp().ln_1p()
    }
    /// The integral of the density, by Simpson's rule from 0.
    fn cdf(x: f64) -> f64 {
        let steps = 2000;
        let width = x / f64::from(steps);
        let sum: f64 = (0..=steps)
            .map(|i| {
                let weight = match i {
                    0 => 1.0,
                    _ if i == steps => 1.0,
                    _ => f64::from(2 + 2 * (i % 2)),
                };
                weight * pdf(f64::from(i) * width)
            })
            .sum();
        0.5 + sum * width / 3.0
    }
    fn pdf(x: f64) -> f64 {
        (-x * x / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt()
    }
    Some(match name {
        "Identity" => |x| x,
        "Step" | "Positive" => |x| f64::from(x > 0.0),
        "NotPositive" => |x| f64::from(x <= 0.0),
        "Sign" => f64::signum,
        "Sigmoid" => sigmoid,
        "Tanh" => f64::tanh,
        "Relu" => |x| x.max(0.0),
        "LeakyRelu" => |x| if x > 0.0 { x } else { 0.01 * x },
        "Gelu" => |x| x * cdf(x),
        "NormalCdf" => cdf,
        "NormalPdf" => pdf,
        "Silu" => |x| x * sigmoid(x),
        "Softplus" => softplus,
        "Elu" => |x| if x > 0.0 { x } else { x.exp_m1() },
        "Mish" => |x| x * softplus(x).tanh(),
        "Softsign" => |x| x / (1.0 + x.abs()),
        "GeluTanh′" => |x| {
            let scale = std::f64::consts::FRAC_2_PI.sqrt();
            let tanh = (scale * (x + 0.044_715 * x.powi(3))).tanh();
            let inner = scale * (1.0 + 3.0 * 0.044_715 * x * x);
            0.5 * (1.0 + tanh) + 0.5 * x * (1.0 - tanh * tanh) * inner
        },
        "Selu′" => |x| {
            // G. Klambauer et al., "Self-normalizing neural networks" (2017): α and λ.
            let (alpha, lambda) = (1.673_263_242_354_377_2, 1.050_700_987_355_480_5);
            lambda * if x > 0.0 { 1.0 } else { alpha * x.exp() }
        },
        // Its slope is PyTorch's, which rounds 1/6 to `f32`.
        "HardSigmoid′" => |x| f64::from(x.abs() < 3.0) * f64::from(1.0_f32 / 6.0),
        "HardSwish′" => |x| match x {
            _ if x <= -3.0 => 0.0,
            _ if x >= 3.0 => 1.0,
            _ => x / 3.0 + 0.5,
        },
        "Exp" => f64::exp,
        "Ln" => f64::ln,
        "Sqrt" => f64::sqrt,
        "Square" | "Powi::<2>" => |x| x * x,
        "Abs" => f64::abs,
        "Recip" | "Powi::<-1>" => f64::recip,
        "Sin" => f64::sin,
        "Cos" => f64::cos,
        _ => return None,
    })
}

pub(super) fn softmax(x: &Numbers) -> Numbers {
    let powers = x.map(f64::exp);
    if x.ncols() == 1 {
        let sum = powers.sum();
        return powers / sum;
    }
    let mut softmax = powers.clone();
    for (mut row, powers) in softmax.row_iter_mut().zip(powers.row_iter()) {
        row /= powers.sum();
    }
    softmax
}

pub(super) fn number(x: f64) -> Numbers {
    Numbers::from_element(1, 1, x)
}

/// Of a matrix that is nearly singular, no numbers.
pub(super) fn inverse(x: &Numbers) -> Numbers {
    x.clone()
        .try_inverse()
        .filter(|inverse| inverse.norm() * x.norm() < 1e4)
        .unwrap_or_else(|| x.map(|_| f64::NAN))
}

pub(super) fn power(x: &Numbers, exponent: i32) -> Numbers {
    let base = if exponent < 0 { inverse(x) } else { x.clone() };
    let one = Numbers::identity(x.nrows(), x.ncols());
    (0..exponent.unsigned_abs()).fold(one, |product, _| product * &base)
}

fn symmetric(x: &Numbers) -> Numbers {
    (x + x.transpose()) / 2.0
}

/// Eigenvalues in ascending order, and their vectors as columns.
fn eigen(x: &Numbers) -> (Numbers, Numbers) {
    let eigen = symmetric(x).symmetric_eigen();
    let mut order: Vec<usize> = (0..x.nrows()).collect();
    order.sort_by(|a, b| eigen.eigenvalues[*a].total_cmp(&eigen.eigenvalues[*b]));
    let values = Numbers::from_iterator(x.nrows(), 1, order.iter().map(|i| eigen.eigenvalues[*i]));
    let vectors = order
        .iter()
        .map(|i| eigen.eigenvectors.column(*i).into_owned());
    let vectors: Vec<_> = vectors.collect();
    (values, Numbers::from_columns(&vectors))
}

/// A function of one matrix that does not act element by element.
pub(super) fn of_matrix(name: &str, x: &Numbers) -> Option<Numbers> {
    if x.iter().any(|x| !x.is_finite()) {
        // Iterations would not end.
        return of_matrix(name, &x.map(|_| 1.0)).map(|y| y.map(|_| f64::NAN));
    }
    let svd = || x.clone().svd(true, true);
    Some(match name {
        "Softmax" => softmax(x),
        "LogSoftmax" => softmax(x).map(f64::ln),
        "LogSumExp" => number(x.map(f64::exp).sum().ln()),
        "Norm" => number(x.norm()),
        "Trace" => number(x.trace()),
        "Det" => number(x.determinant()),
        "LnAbsDet" => number(x.determinant().abs().ln()),
        "Diag" => Numbers::from_diagonal(&x.column(0).into_owned()),
        "Diagonal" => Numbers::from_iterator(x.nrows(), 1, x.diagonal().iter().copied()),
        "Cholesky" => match symmetric(x).cholesky() {
            Some(cholesky) => cholesky.l(),
            None => x.map(|_| f64::NAN),
        },
        "LowerHalf" => Numbers::from_fn(x.nrows(), x.ncols(), |i, j| {
            x[(i, j)] * [0.0, 0.5, 1.0][usize::from(i >= j) + usize::from(i > j)]
        }),
        "Expm" => x.exp(),
        "PseudoInverse" => x.clone().pseudo_inverse(1e-12).ok()?,
        "Eigenvalues" => eigen(x).0,
        "Eigenvectors" => eigen(x).1,
        "SingularValues" => {
            let values = svd().singular_values;
            Numbers::from_iterator(values.len(), 1, values.iter().copied())
        }
        "LeftSingularVectors" => svd().u?,
        "RightSingularVectors" => svd().v_t?.transpose(),
        _ => return None,
    })
}

/// The derivative of the matrix exponential at x in the direction e: a block of that of a larger matrix.
pub(super) fn expm_frechet(x: &Numbers, e: &Numbers) -> Numbers {
    let n = x.nrows();
    let mut block = Numbers::zeros(2 * n, 2 * n);
    block.view_mut((0, 0), (n, n)).copy_from(x);
    block.view_mut((n, n), (n, n)).copy_from(x);
    block.view_mut((0, n), (n, n)).copy_from(e);
    block.exp().view((0, n), (n, n)).into_owned()
}

/// The same elements in the order of rows.
pub(super) fn reshaped(x: &Numbers, rows: usize, columns: usize) -> Numbers {
    let elements: Vec<f64> = x.transpose().iter().copied().collect();
    Numbers::from_row_slice(rows, columns, &elements)
}
