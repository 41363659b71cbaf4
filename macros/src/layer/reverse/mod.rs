//! The way back: the adjoint of each value, from the output to the input and the parameters.
//!
//! Where an adjoint lives is for `adjoint` to say, how each kind of value hands it on for `derivative`, and `within`
//! has the way back through a layer in a field. `descent` writes to the parameters what else goes to their gradient.

mod adjoint;
mod derivative;
mod descent;
mod within;

use std::collections::{HashMap, HashSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::forward::Forward;
use super::ir::{Graph, Id};
use super::plan::{self, Place, Plan};
use super::requirements::clause;
use super::signature::Signature;
use adjoint::{Reverse, Slot, scratch, stored};
use descent::Descent;

/// `impl Backward`.
pub(super) fn backward(signature: &Signature, graph: &Graph) -> TokenStream {
    let mut kept: HashSet<Id> = graph
        .computed()
        .flat_map(|(id, value)| value.source.needed_backward(id))
        .collect();
    kept.insert(graph.output());
    let plan = Plan::new(graph, &kept);
    let forward = Forward {
        signature,
        graph,
        plan: &plan,
        saves: true,
        infers: false,
    };

    let mut reverse = Reverse {
        signature,
        graph,
        forward: &forward,
        adjoints: HashMap::from([(graph.output(), Slot::Delta)]),
        scratch: Vec::new(),
        touched: HashSet::new(),
        lines: Vec::new(),
        descent: Descent::default(),
    };
    for (id, _) in graph.computed().rev() {
        reverse.value(id);
    }
    let mut workspace = forward.workspace(&quote!(::typograd::Backward), &quote!(Saved));
    let copies = reverse.copies(&mut workspace);
    let mut resize_scratch = TokenStream::new();
    for (number, cell) in reverse.scratch.iter().enumerate() {
        let name = scratch(number);
        workspace.add(name.clone(), plan::cell_type(signature, graph, cell));
        if cell.batched {
            resize_scratch.extend(quote!(#name.resize_like(__x);));
        }
    }
    let (saved, pattern) = (
        workspace.declare("Saved", graph.blame()),
        workspace.pattern(),
    );
    let resize = forward.resize();
    let record = forward.body(&quote!(::typograd::Backward > ::record));
    let output = stored(&forward, graph.output());
    debug_assert!(!matches!(plan.places[graph.output()], Place::Given));
    let descent = reverse.descent(&pattern);
    let lines = &reverse.lines;

    let clause = clause(signature, graph, "Backward");
    let body = quote! {
        #saved

        #[allow(unused_variables, clippy::all, clippy::pedantic)] // generated: not the user's to tidy
        fn record<'__a, __B: ::typograd::Dim>(
            &'__a self,
            __x: &'__a ::typograd::network::InputBatch<__B, Self>,
            __saved: &'__a mut Self::Saved<__B>,
        ) -> &'__a ::typograd::network::OutputBatch<__B, Self> {
            let #pattern = __saved;
            #resize
            #record
        }

        #[allow(unused_variables, clippy::all, clippy::pedantic)] // generated: not the user's to tidy
        fn output<'__a, __B: ::typograd::Dim>(
            __x: &'__a ::typograd::network::InputBatch<__B, Self>,
            __saved: &'__a Self::Saved<__B>,
        ) -> &'__a ::typograd::network::OutputBatch<__B, Self> {
            let #pattern = __saved;
            ::typograd::__private::same(#output)
        }

        #[allow(unused_variables, unused_mut, clippy::all, clippy::pedantic)] // generated: not the user's to tidy
        fn pull_back<__B: ::typograd::Dim>(
            &self,
            __x: &::typograd::network::InputBatch<__B, Self>,
            __saved: &mut Self::Saved<__B>,
            __delta: &mut ::typograd::network::OutputBatch<__B, Self>,
            mut __gradient: ::core::option::Option<(
                &mut Self,
                ::typograd::kernel::Store<Self::Elem>,
            )>,
            mut __dx: ::core::option::Option<&mut ::typograd::network::InputBatch<__B, Self>>,
        ) {
            let #pattern = __saved;
            #resize_scratch
            if let ::core::option::Option::Some(__dx) = __dx.as_deref_mut() {
                __dx.resize_like(__x);
            }
            #copies
            #(#lines)*
        }

        #descent
    };
    signature.implement("Backward", &clause, body)
}
