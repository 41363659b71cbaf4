//! The lectures: a file each, and a line in the table below.

use std::error::Error;

pub(crate) mod backpropagation;
pub(crate) mod classification;
pub(crate) mod jacobian_chains;
pub(crate) mod matrix_laws;
pub(crate) mod perceptron;
pub(crate) mod product_views;
pub(crate) mod regression;
pub(crate) mod relu_neuron;
pub(crate) mod shared_weight;
pub(crate) mod xor;

/// What a lecture says, or what went wrong.
pub(crate) type Told = Result<String, Box<dyn Error>>;

/// A lecture: it computes, and tells.
pub(crate) struct Lecture {
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    pub(crate) give: fn() -> Told,
}

macro_rules! lectures {
    ($($name:ident: $title:literal;)*) => {
        pub(crate) const LECTURES: &[Lecture] = &[
            $(Lecture { name: stringify!($name), title: $title, give: $name::give },)*
        ];
    };
}

lectures! {
    perceptron: "The perceptron: what one unit step can tell, and what it cannot";
    xor: "Two layers learn XOR";
    backpropagation: "The equations of backpropagation, by hand and derived";
    shared_weight: "One weight, used again and again: shared gradients, and how they vanish";
    product_views: "Four views of a matrix product";
    matrix_laws: "Rank, inverse, orthogonality";
    regression: "Regression to ℝ¹ and ℝᵘ";
    classification: "Two classes, and K";
    relu_neuron: "The loss of a ReLU neuron: a loop over scalars, and (2/N) Xᵀe";
    jacobian_chains: "Chains of Jacobians: from the left, and from the right";
}
