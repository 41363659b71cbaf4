//! The lectures: a file each, and a line in the table below.

use std::error::Error;

pub(crate) mod backpropagation;
pub(crate) mod bilinear_form;
pub(crate) mod chain_rules;
pub(crate) mod classification;
pub(crate) mod composition;
pub(crate) mod differentials;
pub(crate) mod gaussian_likelihood;
pub(crate) mod jacobian_chains;
pub(crate) mod jacobian_table;
pub(crate) mod least_squares;
pub(crate) mod logistic_regression;
pub(crate) mod matrix_laws;
pub(crate) mod neuron_gradient;
pub(crate) mod perceptron;
pub(crate) mod product_views;
pub(crate) mod regression;
pub(crate) mod relu_neuron;
pub(crate) mod shared_weight;
pub(crate) mod softmax_regression;
pub(crate) mod two_layers;
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
    jacobian_table: "The Jacobians of what acts element by element, of sums, and of numbers beside vectors";
    chain_rules: "The total derivative, and the chain rule of vectors";
    neuron_gradient: "The gradient of max(0, w·x + b): derived, by the chain rule, and in scalars";
    differentials: "Differentials of matrices (Theorem 1-1), and traces (Theorem 1-2)";
    bilinear_form: "Example 2-1: xᵀ A y";
    least_squares: "Example 2-2: ‖X w − y‖²";
    gaussian_likelihood: "Example 2-3: the covariance that makes a Gaussian's data most likely";
    composition: "Example 3-1: xᵀ A σ(B⁻¹ z + b)";
    softmax_regression: "Example 4-1: softmax regression";
    two_layers: "Example 4-2: a network of two layers";
    logistic_regression: "Logistic regression: Newton's method beside those that know the gradient alone";
}
