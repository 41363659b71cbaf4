//! The macros of typograd: use them through that crate, where they are documented.

mod differentiable;
mod dims;
mod expression;
mod formula;
mod layer;
mod literals;
mod network;
mod place;
mod reach;
mod stand_in;
mod stored;
mod structure;
mod weights;

use proc_macro::TokenStream;

/// Declares named dimensions; see `typograd::dims`.
#[proc_macro]
pub fn dims(input: TokenStream) -> TokenStream {
    dims::expand(input.into()).into()
}

/// Declares a layer; see `typograd::layer`.
#[proc_macro_attribute]
pub fn layer(arguments: TokenStream, item: TokenStream) -> TokenStream {
    layer::expand(arguments.into(), item.into()).into()
}

/// Derives the derivatives of a function; see `typograd::differentiable`.
#[proc_macro_attribute]
pub fn differentiable(arguments: TokenStream, item: TokenStream) -> TokenStream {
    differentiable::expand(&arguments.into(), &item.into()).into()
}

/// Makes a struct of layers a network; see `typograd::Network`.
#[proc_macro_derive(Network, attributes(weights))]
pub fn network(item: TokenStream) -> TokenStream {
    network::derive(item.into()).into()
}

/// A file of weights as a constant; see `typograd::weights`.
#[proc_macro]
pub fn weights(input: TokenStream) -> TokenStream {
    weights::expand(input.into()).into()
}

/// Implements the layer traits for tuples of up to the given number of layers; for typograd itself.
#[doc(hidden)]
#[proc_macro]
pub fn tuple_networks(longest: TokenStream) -> TokenStream {
    network::tuples(longest.into()).into()
}

/// Implements the trait that names computed lengths `D<N>`; for typograd itself.
#[doc(hidden)]
#[proc_macro]
pub fn literal_dims(_: TokenStream) -> TokenStream {
    literals::expand().into()
}
