//! Budgets as constants.

use typograd::prelude::*;

#[derive(Network)]
struct Controller {
    hidden: Dense<D<6>, D<16>, Tanh>,
    command: Dense<D<16>, D<2>>,
}

const _: () = assert!(Controller::PARAMS == 146);
const _: () = assert!(size_of::<Controller>() <= 640);
const _: () = assert!(<Controller as Layer>::INFERENCE_BYTES <= 1024);
const _: () = assert!(<Controller as Backward>::BACKWARD_BYTES <= 1024);
const _: () = assert!(size_of::<Training<Controller, Sgd, D<1>>>() <= 2048);
