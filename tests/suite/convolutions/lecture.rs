//! The lecture's Example 4-3: a convolution as a product with a Toeplitz matrix, its gradients by that matrix, and by the
//! direct laws, against PyTorch.

use typograd::prelude::*;
use typograd::tensor::{Convolution2d, Transposed2d, toeplitz};

use crate::golden::{assert_close, case, fill};

type X = (D<1>, D<3>, D<3>);
type Sizes = Convolution2d<X, D<1>, D<2>>;
type Kernel = Tensor<(D<1>, D<1>, D<2>, D<2>), f64>;

#[test]
fn a_convolution_is_a_product() {
    let golden = case(
        include_str!("../../goldens/convolutions.json"),
        "conv example 4-3",
    );
    let (mut x, mut kernel) = (Tensor::<X, f64>::zeros(), Kernel::zeros());
    fill(x.as_mut_slice(), &golden["inputs"][0]);
    fill(kernel.as_mut_slice(), &golden["params"]["weight"]);
    let mut dh = Image::<D<1>, D<2>, D<2>, f64>::zeros();
    fill(dh.as_mut_slice(), &golden["G"]);
    let (dx, dk) = (&golden["input_grads"][0], &golden["param_grads"]["weight"]);

    // X ∗ K = H as K̂ x = h.
    let matrix: Matrix<D<4>, D<9>, f64> = toeplitz::<Sizes, f64>(&kernel);
    let h = &matrix * x.flatten();
    assert_close("K̂ x", h.as_slice(), &golden["output"]);
    assert_close(
        "X ∗ K",
        x.convolve::<Sizes>(&kernel).as_slice(),
        &golden["output"],
    );

    // ∇X = K̂ᵀ ∇h, and directly: the convolution of ∇H, padded by 1, with the kernel turned by 180°.
    assert_close("K̂ᵀ ∇h", (matrix.t() * dh.flatten()).as_slice(), dx);
    let turned = Kernel::from_fn(|(o, c, k, l)| kernel[(o, c, 1 - k, 1 - l)]);
    let directly = dh.convolve::<Convolution2d<_, D<1>, D<2>, Pad<1>>>(&turned);
    assert_close("∇H ∗ turned K", directly.as_slice(), dx);
    let transposed = dh.convolve_transposed::<Transposed2d<_, D<1>, D<2>>>(&kernel);
    assert_close("∇H ∗ᵀ K", transposed.as_slice(), dx);

    // ∇K̂ = ∇h xᵀ, of which each weight takes what stands in its places; and directly: X ∗ ∇H.
    let dmatrix = dh.flatten().outer(x.flatten());
    let folded = Kernel::from_fn(|place| {
        let mut unit = Kernel::zeros();
        unit[place] = 1.0;
        toeplitz::<Sizes, f64>(&unit).hadamard(&dmatrix).sum()
    });
    assert_close("∇K̂ folded back", folded.as_slice(), dk);
    let as_kernel: &Kernel = dh.reshape();
    assert_close("X ∗ ∇H", x.convolve::<Sizes>(as_kernel).as_slice(), dk);
}
