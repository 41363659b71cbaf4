//! Programs as a user writes them, a module each: they compile, and do what they say. Those that must be a crate of their own

//! are in `tests/ui/pass/`.

#![allow(dead_code, unreachable_pub)] // some are there to be compiled
#![allow(clippy::all, clippy::pedantic)] // written in many ways on purpose

mod backpropagation_by_hand;
mod custom_activation;
mod differentiable_functions;
mod dims_of_all_kinds;
mod generic_over_dims;
mod generic_training;
mod in_a_macro;
mod in_a_static;
mod jacobians;
mod layer_expressions;
mod memory_at_compile_time;
mod nested_networks;
mod no_prelude;
mod operands_of_all_kinds;
mod relabel_and_reshape;
mod shadowed_locals;
mod step_forward_only;
mod tuples;
