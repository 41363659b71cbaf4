//! The lecture's Example 4-3: a convolution as a product with a Toeplitz matrix, and its gradients, by the matrix and directly.
//!
//! `cargo run --example toeplitz` prints X ∗ K = H as K̂ x = h; then, for ∇H, the gradients ∇X = K̂ᵀ ∇h and ∇K̂ = ∇h xᵀ, folded
//! back to ∇K; and beside them the direct laws, which need no K̂: ∇X is ∇H, padded, with the kernel turned by 180°, and ∇K is
//! X with ∇H for a kernel.

use typograd::prelude::*;
use typograd::tensor::{Convolution2d, toeplitz};

type Sizes = Convolution2d<(D<1>, D<3>, D<3>), D<1>, D<2>>;
type Kernel = Tensor<(D<1>, D<1>, D<2>, D<2>)>;

fn main() {
    let x = Image::<D<1>, D<3>, D<3>>::from([[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]]]);
    let kernel = Kernel::from([[[[1.0, 2.0], [3.0, 4.0]]]]);
    let h = x.convolve::<Sizes>(&kernel);
    let matrix: Matrix<D<4>, D<9>> = toeplitz::<Sizes, f32>(&kernel);
    println!(
        "X\n{x}\n\nK\n{kernel}\n\nH = X ∗ K\n{h}\n\nK̂, whose rows hold K, moved on\n{matrix}\n"
    );
    assert_eq!(&(&matrix * x.flatten()), h.flatten());
    println!("K̂ x = h: {}\n", &matrix * x.flatten());

    let dh = Image::<D<1>, D<2>, D<2>>::from([[[1.0, 0.0], [0.0, -1.0]]]);
    println!("∇H\n{dh}\n");

    let by_matrix = matrix.t() * dh.flatten();
    let turned = Kernel::from_fn(|(o, c, k, l)| kernel[(o, c, 1 - k, 1 - l)]);
    let directly = dh.convolve::<Convolution2d<_, D<1>, D<2>, Pad<1>>>(&turned);
    println!(
        "∇X = K̂ᵀ ∇h\n{}\n",
        by_matrix.unflatten::<(D<1>, D<3>, D<3>)>()
    );
    println!("∇X = ∇H, padded by 1, ∗ K turned\n{directly}\n");
    assert_eq!(&by_matrix, directly.flatten());

    let dmatrix = dh.flatten().outer(x.flatten());
    let folded = Kernel::from_fn(|place| {
        let mut unit = Kernel::zeros();
        unit[place] = 1.0;
        toeplitz::<Sizes, f32>(&unit).hadamard(&dmatrix).sum()
    });
    let directly = x.convolve::<Sizes>(dh.reshape::<(D<1>, D<1>, D<2>, D<2>)>());
    println!("∇K̂ = ∇h xᵀ\n{dmatrix}\n");
    println!("∇K, the sums over the places of each weight\n{folded}\n");
    println!("∇K = X ∗ ∇H\n{directly}");
    assert_eq!(folded.flatten(), directly.flatten());
}
