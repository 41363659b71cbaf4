//! A convolutional network that infers, learns, and says what it took.

#![cfg_attr(any(target_os = "none", target_arch = "wasm32"), no_std, no_main)]

firmware::program!(firmware::convolution::run, firmware::board::panic);
