//! Operations on images and signals, which are matrices here: channels × pixels, and kernels are filters × the rest. Each is
//! linear in every operand, but for max pooling; the transposes of those that are no products have names of their own.
//!
//! | name | written | what it is |
//! |---|---|---|
//! | `Convolve` | X ∗ K | Σ X\[c, i + k, j + l\] K\[o, c, k, l\] |
//! | `ConvolveTransposed` | δ ∗ᵀ K | its transpose in X: with a stride of 1 δ, padded, ∗ K turned by 180° |
//! | `Correlate` | X ⋆ δ | its transpose in K: Σ X\[c, i + k, j + l\] δ\[o, i, j\] |
//! | `MaxUnpool` | unpool(δ, argmax X) | each δ at the place that the maximum was found at |
//! | `AverageUnpool` | avg_poolᵀ(δ) | each δ, shared by its window |
//! | `Pad`, `Crop` | pad(δ), crop(δ) | each is the other's transpose |
//! | `BlockSums` | block_sums(δ) | the transpose of `Upsample` |
//! | `SplitFirst`, `SplitSecond` | split₁(δ), split₂(δ) | the channels of δ that belong to the second argument |

use super::super::expr::{Expr, Shape};

type Value = fn(&[Expr], &str, Shape) -> Option<Expr>;
type Gradients = fn(&[Expr], &str, &Expr) -> Option<Vec<Expr>>;

/// y = f(x), or f(a, b), of sizes that only types tell.
pub(in super::super) struct ImageRule {
    pub(in super::super) name: &'static str,
    /// The value, from operands, sizes and a shape; nothing, where images are not known to be such.
    pub(in super::super) value: Value,
    /// The gradient of each operand, from operands, sizes and δ.
    pub(in super::super) gradients: Gradients,
}

const fn rule(name: &'static str, value: Value, gradients: Gradients) -> ImageRule {
    ImageRule {
        name,
        value,
        gradients,
    }
}

/// An operation of one image and its transpose, both linear.
macro_rules! linear {
    ($rule:literal: $name:literal, $transpose:literal) => {
        rule(
            $rule,
            |of, sizes, shape| Some(image(($name, sizes), &[&of[0]], Some(0), shape)),
            |of, sizes, delta| {
                let shape = of[0].shape();
                Some(vec![image(($transpose, sizes), &[delta], Some(0), shape)])
            },
        )
    };
}

pub(in super::super) const IMAGES: &[ImageRule] = &[
    rule(
        "Convolve",
        |of, sizes, shape| {
            Some(image(
                ("Convolve", sizes),
                &[&of[0], &of[1]],
                Some(0),
                shape,
            ))
        },
        |of, sizes, delta| {
            let (x, w) = (&of[0], &of[1]);
            let spread = ("ConvolveTransposed", sizes);
            Some(vec![
                image(spread, &[delta, w], Some(0), x.shape()),
                image(("Correlate", sizes), &[x, delta], Some(1), w.shape()),
            ])
        },
    ),
    rule(
        "ConvolveTransposed",
        |of, sizes, shape| {
            let spread = ("ConvolveTransposed", sizes);
            Some(image(spread, &[&of[0], &of[1]], Some(0), shape))
        },
        |of, sizes, delta| {
            let (x, w) = (&of[0], &of[1]);
            Some(vec![
                image(("Convolve", sizes), &[delta, w], Some(0), x.shape()),
                image(("Correlate", sizes), &[delta, x], Some(0), w.shape()),
            ])
        },
    ),
    rule(
        "AddPerChannel",
        |of, _, shape| {
            let pixels = shape.is_matrix().then(|| ones_of_pixels(shape))?;
            let bias = Expr::product([of[1].clone(), pixels.transpose()]);
            Some(of[0].plus(&bias))
        },
        |of, _, delta| {
            let shape = of[0].shape();
            let pixels = shape.is_matrix().then(|| ones_of_pixels(shape))?;
            Some(vec![delta.clone(), Expr::product([delta.clone(), pixels])])
        },
    ),
    rule(
        "ChannelMeans",
        |of, _, _| {
            let shape = of[0].shape();
            let pixels = shape.is_matrix().then(|| ones_of_pixels(shape))?;
            let sums = Expr::product([of[0].clone(), pixels.clone()]);
            Some(sums.over(&Expr::count(pixels.shape())))
        },
        |of, _, delta| {
            let shape = of[0].shape();
            let pixels = shape.is_matrix().then(|| ones_of_pixels(shape))?;
            let spread = Expr::product([delta.clone(), pixels.transpose()]);
            Some(vec![spread.over(&Expr::count(pixels.shape()))])
        },
    ),
    rule(
        "MaxPool",
        |of, sizes, shape| Some(image(("MaxPool", sizes), &[&of[0]], None, shape)),
        |of, sizes, delta| {
            let (x, at) = (&of[0], ("MaxUnpool", sizes));
            Some(vec![image(at, &[delta, x], Some(0), x.shape())])
        },
    ),
    linear!("AveragePool": "AveragePool", "AverageUnpool"),
    linear!("PadBy": "Pad", "Crop"),
    linear!("CropBy": "Crop", "Pad"),
    linear!("UpsampleBy": "Upsample", "BlockSums"),
    rule(
        "JoinChannels",
        |of, sizes, shape| Some(image(("Concat", sizes), &[&of[0], &of[1]], None, shape)),
        |of, sizes, delta| {
            let part = |name, of: &Expr| image((name, sizes), &[delta, of], Some(0), of.shape());
            Some(vec![
                part("SplitFirst", &of[0]),
                part("SplitSecond", &of[1]),
            ])
        },
    ),
];

fn image(
    of: (&'static str, &str),
    arguments: &[&Expr],
    linear: Option<usize>,
    shape: Shape,
) -> Expr {
    let arguments = arguments.iter().map(|x| (*x).clone()).collect();
    Expr::image(of, arguments, linear, shape)
}

/// A column of ones, as long as a channel.
fn ones_of_pixels(shape: Shape) -> Expr {
    Expr::ones(Shape::column(shape.columns))
}
