//! `weights!("digits.safetensors" as Classifier)`: a file's bytes, read into a constant by a `const fn`. What is wrong with
//! them is said at the path.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::parse::{Parse, ParseStream};
use syn::{Error, LitStr, Result, Token, Type};

/// A path, and the type of the network.
struct Weights {
    path: LitStr,
    network: Type,
}

impl Parse for Weights {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let usage =
            "expected a path and a network: `weights!(\"digits.safetensors\" as Classifier)`";
        let usage = |error: Error| Error::new(error.span(), usage);
        let path = input.parse().map_err(usage)?;
        input.parse::<Token![as]>().map_err(usage)?;
        let network = input.parse().map_err(usage)?;
        input.parse::<Option<Token![,]>>()?;
        if !input.is_empty() {
            return Err(usage(input.error("")));
        }
        Ok(Self { path, network })
    }
}

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let Weights { path, network } = match syn::parse2(input) {
        Ok(weights) => weights,
        Err(error) => return error.into_compile_error(),
    };
    let at = path.span();
    // `include_bytes!` finds the file from the user's, and tells cargo of it. All of it stands at the path, which is where
    // the compiler then says that the constant has no value.
    let read = quote_spanned! {at=>
        match ::typograd::weights::from_bytes::<#network>(::core::include_bytes!(#path)) {
            ::core::result::Result::Ok(network) => network,
            ::core::result::Result::Err(error) => ::core::panic!("{}", error.message().as_str()),
        }
    };
    quote! {{
        #[allow(long_running_const_eval)] // a look at every byte of the header
        const NETWORK: #network = #read;
        NETWORK
    }}
}
