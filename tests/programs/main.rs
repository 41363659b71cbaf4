//! Programs as a user writes them, a module each: they compile, and do what they say. Those that must be a crate of their own
//! are in `tests/alone/`.

#![allow(dead_code, unreachable_pub)] // some are there to be compiled
#![allow(clippy::all, clippy::pedantic)] // written in many ways on purpose

mod backpropagation_by_hand;
mod convolutions_of_signals;
mod custom_activation;
mod depthwise_separable;
mod differentiable_functions;
mod dims_of_all_kinds;
mod encoder_and_decoder;
mod generic_over_dims;
mod generic_training;
mod grouped_convolutions;
mod images_beyond_literals;
mod images_by_hand;
mod images_in_a_static;
mod images_of_all_dims;
mod images_without_sizes;
mod in_a_macro;
mod in_a_static;
mod jacobians;
mod layer_expressions;
mod layer_generic_over_convolutions;
mod layer_on_images;
mod memory_at_compile_time;
mod named_image_dims;
mod nested_networks;
mod no_prelude;
mod operands_of_all_kinds;
mod relabel_and_reshape;
mod shadowed_locals;
mod step_forward_only;
mod tuples;
