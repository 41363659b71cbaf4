//! The table from typenum's integers to `D<N>`, for typograd itself: two levels, since the compiler compares the
//! implementations of a trait pair by pair.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use crate::dims::bits;

/// How many of the lowest bits the first level looks at.
const LOW: u64 = 5;
/// How many values they have.
const VALUES: u64 = 1 << LOW;

/// `UInt<UInt<#rest, B1>, B0>`: the `count` lowest bits of a number, and its other bits.
fn behind(rest: &TokenStream, number: u64, count: u64) -> TokenStream {
    let bits = (0..count).rev().map(|place| number >> place & 1);
    bits.fold(rest.clone(), |spelled, bit| {
        let bit = format_ident!("B{bit}");
        quote!(typenum::UInt<#spelled, typenum::#bit>)
    })
}

/// Implements `Literal` for every integer from 1 up: `D<N>` as far as 1024, beyond that what `Large` says.
pub(crate) fn expand() -> TokenStream {
    let small = (1..VALUES / 2).map(|number| {
        let (of, number) = (bits(number), Literal::u64_unsuffixed(number));
        quote! {
            #[diagnostic::do_not_recommend]
            impl Literal for #of {
                type Dim = D<#number>;
            }
        }
    });
    let tables = (0..VALUES).map(table);
    quote!(#(#small)* #(#tables)*)
}

/// The integers whose lowest bits are `low`.
fn table(low: u64) -> TokenStream {
    let table = format_ident!("Table{low}");
    let first = behind(&quote!(High), low, LOW);
    // The other bits of 1024 have one more than those of smaller ones, and so all of that length are listed beside it.
    let (listed, longer) = if low == 0 {
        (1..2 * VALUES, LOW + 2)
    } else {
        (1..VALUES, LOW + 1)
    };
    let alone = (low >= VALUES / 2).then(|| row(&table, &quote!(typenum::UTerm), low));
    let rows = listed.map(|high| row(&table, &bits(high), high * VALUES + low));
    let bit = (0..longer)
        .map(|i| format_ident!("Bit{i}"))
        .collect::<Vec<_>>();
    let long = bit.iter().fold(
        quote!(Rest),
        |spelled, bit| quote!(typenum::UInt<#spelled, #bit>),
    );
    quote! {
        #[diagnostic::do_not_recommend]
        impl<High: #table<Self>> Literal for #first {
            type Dim = High::Dim;
        }

        pub trait #table<Whole> {
            type Dim;
        }
        #alone
        #(#rows)*
        impl<Whole: Large, Rest, #(#bit),*> #table<Whole> for #long {
            type Dim = Whole::Dim;
        }
    }
}

fn row(table: &proc_macro2::Ident, high: &TokenStream, number: u64) -> TokenStream {
    if number > 1024 {
        return quote! {
            impl<Whole: Large> #table<Whole> for #high {
                type Dim = Whole::Dim;
            }
        };
    }
    let number = Literal::u64_unsuffixed(number);
    quote! {
        impl<Whole> #table<Whole> for #high {
            type Dim = D<#number>;
        }
    }
}
