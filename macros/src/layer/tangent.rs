//! Forward mode: beside every value its tangent.

use std::collections::HashSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};

use super::forward::Forward;
use super::ir::{self, Graph, Id, Source};
use super::plan::{self, Place, Plan, view, view_mut};
use super::requirements::clause;
use super::shapes;
use super::signature::Signature;

fn tangent_cell(number: usize) -> Ident {
    format_ident!("__tangent_{number}")
}

fn tangent_of(id: Id) -> Ident {
    format_ident!("__tangent_of_{id}")
}

struct Tangents<'a> {
    forward: Forward<'a>,
}

impl Tangents<'_> {
    /// The tensor or batch that holds the tangent of a value.
    fn holder(&self, id: Id) -> TokenStream {
        match (
            &self.forward.graph.values[id].source,
            self.forward.plan.places[id],
        ) {
            (Source::Input, _) => quote!(__tx),
            (Source::Parameter(field), _) => plan::field(&quote!(__parameters), field),
            (_, Place::Cell(number)) => {
                let cell = tangent_cell(number);
                quote!(&*#cell)
            }
            (_, _) => {
                let tangent = tangent_of(id);
                let Forward {
                    signature, graph, ..
                } = self.forward;
                plan::returned(signature, graph, id, &quote!(#tangent))
            }
        }
    }

    fn read(&self, id: Id, span: Span) -> TokenStream {
        view(&self.holder(id), span)
    }

    fn write(&self, id: Id, span: Span) -> TokenStream {
        let Place::Cell(number) = self.forward.plan.places[id] else {
            unreachable!("only cells are written");
        };
        let cell = tangent_cell(number);
        view_mut(&quote!(&mut *#cell), span)
    }

    /// The line that pushes the operands' tangents to a value.
    fn line(&self, id: Id) -> TokenStream {
        let forward = &self.forward;
        let value = &forward.graph.values[id];
        let span = value.span;
        match &value.source {
            Source::Attempt { .. } | Source::Call { .. } | Source::Part { .. } => {
                unreachable!("{}", ir::NO_LAYER)
            }
            // A layer within pushes its tangent together with its value: `layer`.
            Source::Input | Source::Parameter(_) | Source::Layer { .. } => quote!(),
            Source::Product {
                a,
                a_transposed,
                b,
                b_transposed,
            } => {
                let rule = ir::product(*a_transposed, *b_transposed);
                self.binary(&rule, id, *a, *b)
            }
            Source::Binary { rule, a, b } => {
                let rule = forward.rule(id, (rule.name, rule.of));
                self.binary(&rule, id, *a, *b)
            }
            Source::Unary { rule, x } => {
                let rule = forward.rule(id, (rule.name, rule.of));
                self.unary(&rule, id, *x, None)
            }
            Source::Copy { x, factor, .. } => {
                let shape = forward.shape(id);
                self.unary(
                    &quote!(::typograd::op::Copy::<#shape>),
                    id,
                    *x,
                    factor.as_ref(),
                )
            }
            Source::Shift { x, .. } => {
                let shape = forward.shape(id);
                self.unary(&quote!(::typograd::op::Copy::<#shape>), id, *x, None)
            }
            Source::Activation { function, x } => {
                let shape = forward.shape(id);
                let copy = self.unary(&quote!(::typograd::op::Copy::<#shape>), id, *x, None);
                let (x, y) = (forward.read(*x, span), forward.read(id, span));
                let tangent = self.write(id, span);
                quote_spanned! {span=>
                    #copy
                    <#function as ::typograd::op::Differentiable>::push_forward(
                        <<#function as ::typograd::op::Differentiable>::Keeps as ::typograd::op::Keeps>::choose(
                            #x.elements(),
                            #y.elements(),
                        ),
                        #tangent.elements(),
                        ::typograd::op::row_width::<#shape>(),
                    );
                }
            }
        }
    }

    fn binary(&self, rule: &TokenStream, id: Id, a: Id, b: Id) -> TokenStream {
        let forward = &self.forward;
        let span = forward.graph.values[id].span;
        let (shape_a, shape_b) = (forward.shape(a), forward.shape(b));
        let (ta, tb, ty) = (self.read(a, span), self.read(b, span), self.write(id, span));
        let (a, b, y) = (
            forward.read(a, span),
            forward.read(b, span),
            forward.read(id, span),
        );
        quote_spanned! {span=>
            <#rule as ::typograd::op::Binary>::lift_jvp_a::<#shape_a, #shape_b, _>(
                #a, #b, #y, #ta, #ty, ::typograd::kernel::Store::set(),
            );
            <#rule as ::typograd::op::Binary>::lift_jvp_b::<#shape_a, #shape_b, _>(
                #a, #b, #y, #tb, #ty, ::typograd::kernel::Store::add(),
            );
        }
    }

    fn unary(
        &self,
        rule: &TokenStream,
        id: Id,
        x: Id,
        factor: Option<&TokenStream>,
    ) -> TokenStream {
        let forward = &self.forward;
        let span = forward.graph.values[id].span;
        let shape = forward.shape(x);
        let (tx, ty) = (self.read(x, span), self.write(id, span));
        let (x, y) = (forward.read(x, span), forward.read(id, span));
        let factor = factor.map(|factor| quote!(.times(#factor)));
        quote_spanned! {span=>
            <#rule as ::typograd::op::Unary>::lift_jvp::<#shape, _>(
                #x, #y, #tx, #ty, ::typograd::kernel::Store::set() #factor,
            );
        }
    }

    /// A layer within pushes its value and tangent together.
    fn layer(&self, id: Id, field: &Ident, x: Id) -> TokenStream {
        let span = self.forward.graph.values[id].span;
        let ty = shapes::field_type(field);
        let (output, tangent, within) = (plan::output_of(id), tangent_of(id), plan::within(id));
        let (x, tx) = (self.forward.holder(x), self.holder(x));
        let (this, direction) = (
            plan::field(&quote!(self), field),
            plan::field(&quote!(__parameters), field),
        );
        quote_spanned! {span=>
            let (#output, #tangent) = <#ty as ::typograd::Tangent>::jvp::<__B>(
                #this,
                ::typograd::__private::same(#x),
                ::typograd::__private::same(#tx),
                #direction,
                #within,
            );
        }
    }
}

/// `impl Tangent`.
pub(super) fn tangent(signature: &Signature, graph: &Graph) -> TokenStream {
    // Nothing is overwritten: the tangents are computed from the values.
    let kept: HashSet<Id> = (0..graph.values.len()).collect();
    let plan = Plan::new(graph, &kept);
    let tangents = Tangents {
        forward: Forward {
            signature,
            graph,
            plan: &plan,
            saves: false,
            infers: false,
        },
    };
    let forward = &tangents.forward;
    let mut workspace = forward.workspace(&quote!(::typograd::Tangent), &quote!(Tangents));
    let mut resize = forward.resize();
    for (number, cell) in plan.cells.iter().enumerate() {
        let name = tangent_cell(number);
        workspace.add(name.clone(), plan::cell_type(signature, graph, cell));
        if cell.batched {
            resize.extend(quote!(#name.resize_like(__x);));
        }
    }
    let lines = graph.computed().map(|(id, value)| {
        if let Source::Layer { field, x } = &value.source {
            return tangents.layer(id, field, *x);
        }
        let (value, tangent) = (forward.line(id, &quote!()), tangents.line(id));
        quote!(#value #tangent)
    });
    let (output, tangent) = (
        forward.holder(graph.output()),
        tangents.holder(graph.output()),
    );
    let (work, pattern) = (
        workspace.declare("Tangents", graph.blame()),
        workspace.pattern(),
    );
    let clause = clause(signature, graph, "Tangent");
    let body = quote! {
        #work

        #[allow(unused_variables, clippy::all, clippy::pedantic)] // generated: not the user's to tidy
        fn jvp<'__a, __B: ::typograd::Dim>(
            &'__a self,
            __x: &'__a ::typograd::network::InputBatch<__B, Self>,
            __tx: &'__a ::typograd::network::InputBatch<__B, Self>,
            __parameters: &Self,
            __work: &'__a mut Self::Tangents<__B>,
        ) -> (
            &'__a ::typograd::network::OutputBatch<__B, Self>,
            &'__a ::typograd::network::OutputBatch<__B, Self>,
        ) {
            let #pattern = __work;
            #resize
            #(#lines)*
            (
                ::typograd::__private::same(#output),
                ::typograd::__private::same(#tangent),
            )
        }
    };
    signature.implement("Tangent", &clause, body)
}
