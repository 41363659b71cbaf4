//! The way back: the adjoint of each value, from the output to the input and the parameters.
//!
//! A value's adjoint lives in the caller's `delta` or in a scratch cell. Where an operation's derivative can be taken
//! in place, the adjoint of its operand takes over the place of its own.

use std::collections::{HashMap, HashSet};

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Ident;

use super::forward::Forward;
use super::ir::{self, Graph, Id, Source};
use super::plan::{self, Cell, Place, Plan, view, view_mut};
use super::signature::Signature;

/// Where an adjoint lives.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Slot {
    Delta,
    Scratch(usize),
}

struct Reverse<'a> {
    signature: &'a Signature,
    graph: &'a Graph,
    forward: &'a Forward<'a>,
    adjoints: HashMap<Id, Slot>,
    scratch: Vec<Cell>,
    /// Parameters and the input, once something was written to their gradient.
    touched: HashSet<Id>,
    lines: Vec<TokenStream>,
}

fn scratch(number: usize) -> Ident {
    format_ident!("__scratch_{number}")
}

/// What turns an adjoint into an operand's: given where it goes and how it is stored there.
type Rule<'a> = &'a dyn Fn(TokenStream, TokenStream) -> TokenStream;

impl Reverse<'_> {
    fn shape(&self, id: Id) -> TokenStream {
        ir::shape(self.signature, self.graph, id)
    }

    fn slot(slot: Slot) -> TokenStream {
        match slot {
            Slot::Delta => quote!(__delta),
            Slot::Scratch(number) => {
                let name = scratch(number);
                quote!(#name)
            }
        }
    }

    /// The adjoint of a value, to be read, under the shape the rules give it.
    fn read_slot(&self, slot: Slot, id: Id, span: Span) -> TokenStream {
        let (name, shape) = (Self::slot(slot), self.shape(id));
        let view = view(&quote!(&*#name), span);
        quote_spanned!(span=> #view.assume::<#shape>())
    }

    fn write_slot(&self, slot: Slot, id: Id, span: Span) -> TokenStream {
        let (name, shape) = (Self::slot(slot), self.shape(id));
        let view = view_mut(&quote!(&mut *#name), span);
        quote_spanned!(span=> #view.assume::<#shape>())
    }

    fn new_scratch(&mut self, of: Id) -> Slot {
        let batched = self.graph.values[of].batched;
        self.scratch.push(Cell { of, batched });
        Slot::Scratch(self.scratch.len() - 1)
    }

    /// Adds to the adjoint of `operand`: out of place by `rule`, or by `in_place`, which changes the adjoint in `slot`
    /// itself and makes it the operand's.
    fn contribute(
        &mut self,
        operand: Id,
        span: Span,
        rule: Rule<'_>,
        in_place: Option<(Slot, TokenStream)>,
    ) {
        let graph = self.graph;
        let line = match &graph.values[operand].source {
            Source::Parameter(field) => {
                let first = self.touched.insert(operand);
                let store = if first {
                    quote!(__store)
                } else {
                    quote!(__store.continued())
                };
                let into = view_mut(&plan::field_mut(&quote!(__gradient), field), span);
                let line = rule(into, store);
                quote_spanned! {span=>
                    if let ::core::option::Option::Some((__gradient, __store)) = __gradient.as_mut() {
                        let __store = *__store;
                        #line
                    }
                }
            }
            Source::Input => {
                let store = self.store(operand);
                let line = rule(view_mut(&quote!(&mut *__dx), span), store);
                quote_spanned! {span=>
                    if let ::core::option::Option::Some(__dx) = __dx.as_deref_mut() {
                        #line
                    }
                }
            }
            _ => match (self.adjoints.get(&operand).copied(), in_place) {
                (Some(slot), _) => {
                    let into = self.write_slot(slot, operand, span);
                    rule(into, quote!(::typograd::kernel::Store::add()))
                }
                (None, Some((slot, line))) => {
                    self.adjoints.insert(operand, slot);
                    line
                }
                (None, None) => {
                    let slot = self.new_scratch(operand);
                    self.adjoints.insert(operand, slot);
                    let into = self.write_slot(slot, operand, span);
                    rule(into, quote!(::typograd::kernel::Store::set()))
                }
            },
        };
        self.lines.push(line);
    }

    /// How the input's gradient is stored: set by the first contribution, added to by the others.
    fn store(&mut self, input: Id) -> TokenStream {
        if self.touched.insert(input) {
            quote!(::typograd::kernel::Store::set())
        } else {
            quote!(::typograd::kernel::Store::add())
        }
    }

    /// Whether an operand's adjoint could take over the place of the value's: both computed, and batched alike.
    fn alike(&self, operand: Id, id: Id) -> bool {
        let value = &self.graph.values[operand];
        !matches!(value.source, Source::Input | Source::Parameter(_))
            && value.batched == self.graph.values[id].batched
    }

    /// A needed value to be read, or nothing in its place.
    fn needed(&self, id: Id, needed: bool, span: Span) -> TokenStream {
        if needed {
            self.read(id, span)
        } else {
            quote_spanned!(span=> ::typograd::op::View::absent())
        }
    }

    fn read(&self, id: Id, span: Span) -> TokenStream {
        view(&self.stored(id), span)
    }

    /// Where the forward pass left a value.
    fn stored(&self, id: Id) -> TokenStream {
        stored(self.forward, id)
    }

    fn value(&mut self, id: Id) {
        let Some(slot) = self.adjoints.remove(&id) else {
            return; // Nothing depends on it.
        };
        let graph = self.graph;
        let value = &graph.values[id];
        let span = value.span;
        match &value.source {
            Source::Input | Source::Parameter(_) => {
                unreachable!("only computed values are visited")
            }
            Source::Product {
                a,
                a_transposed,
                b,
                b_transposed,
            } => {
                let rule = ir::product(*a_transposed, *b_transposed);
                for (operand, needs, derivative) in [
                    (*a, [false, true, false], quote!(lift_vjp_a)),
                    (*b, [true, false, false], quote!(lift_vjp_b)),
                ] {
                    let call = self.binary_rule(&rule, &derivative, id, (*a, *b), needs, slot);
                    self.contribute(operand, span, &call, None);
                }
            }
            Source::Binary { rule, a, b } => {
                let name = ir::rule(rule.name, Span::call_site());
                let for_a =
                    self.binary_rule(&name, &quote!(lift_vjp_a), id, (*a, *b), rule.for_a, slot);
                let for_b =
                    self.binary_rule(&name, &quote!(lift_vjp_b), id, (*a, *b), rule.for_b, slot);
                // The second operand first: the first one's derivative may then be taken in place.
                self.contribute(*b, span, &for_b, None);
                let in_place = self.alike(*a, id).then(|| {
                    let (shape_a, shape_b) = (self.shape(*a), self.shape(*b));
                    let delta = self.write_slot(slot, *a, span);
                    let b = if rule.for_a[1] {
                        self.read(*b, span)
                    } else {
                        quote_spanned!(span=> ::typograd::op::View::absent())
                    };
                    let line = quote_spanned! {span=>
                        <#name as ::typograd::op::InPlace>::pull_back_a::<#shape_a, #shape_b, _>(#delta, #b);
                    };
                    (slot, line)
                });
                self.contribute(*a, span, &for_a, in_place);
            }
            Source::Unary { rule, x } => {
                let name = ir::rule(rule.name, Span::call_site());
                let call = self.unary_rule(&name, id, *x, rule.needs, slot, None);
                self.contribute(*x, span, &call, None);
            }
            Source::Copy { x, factor, shape } => {
                let of = self.shape(id);
                let name = quote!(::typograd::op::Copy::<#of>);
                let call = self.unary_rule(&name, id, *x, [false, false], slot, factor.clone());
                let in_place = (shape.is_none() && self.alike(*x, id)).then(|| {
                    let delta = self.write_slot(slot, id, span);
                    let line = factor
                        .as_ref()
                        .map(|factor| quote_spanned!(span=> #name::scale(#delta, #factor);));
                    (slot, quote!(#line))
                });
                self.contribute(*x, span, &call, in_place);
            }
            Source::Shift { x, .. } => {
                let of = self.shape(id);
                let name = quote!(::typograd::op::Copy::<#of>);
                let call = self.unary_rule(&name, id, *x, [false, false], slot, None);
                let in_place = self.alike(*x, id).then(|| (slot, quote!()));
                self.contribute(*x, span, &call, in_place);
            }
            Source::Activation { function, x } => {
                let (kept, output) = (plan::kept(id), self.stored(id));
                let (delta, of) = (self.write_slot(slot, id, span), self.shape(id));
                let kept = view(&quote!(::typograd::op::Kept::or(&*#kept, #output)), span);
                self.lines.push(quote_spanned! {span=>
                    <#function as ::typograd::op::Differentiable>::pull_back(
                        #kept.elements(),
                        #delta.elements(),
                        ::typograd::op::row_width::<#of>(),
                    );
                });
                let name = quote!(::typograd::op::Copy::<#of>);
                let call = self.unary_rule(&name, id, *x, [false, false], slot, None);
                let in_place = self.alike(*x, id).then(|| (slot, quote!()));
                self.contribute(*x, span, &call, in_place);
            }
            Source::Layer { field, x } => self.layer(id, field, *x, slot),
        }
    }

    /// The way back through a layer in a field.
    fn layer(&mut self, id: Id, field: &Ident, x: Id, slot: Slot) {
        let graph = self.graph;
        let span = graph.values[id].span;
        let ty = ir::field_type(field);
        // The same layer may be applied twice: its gradient is then added to.
        let earlier = graph
            .layers()
            .filter(|(other, name)| *other > id && *name == field)
            .count()
            > 0;
        let store = if earlier {
            quote!(__store.continued())
        } else {
            quote!(*__store)
        };
        let within = plan::within(id);
        let (this, part) = (
            plan::field(&quote!(self), field),
            plan::field_mut(&quote!(__gradient), field),
        );
        let (input, delta) = (self.stored(x), Self::slot(slot));
        let call = |dx: TokenStream| {
            quote_spanned! {span=>
                <#ty as ::typograd::Backward>::pull_back::<__B>(
                    #this,
                    ::typograd::__private::same(#input),
                    #within,
                    ::typograd::__private::same_mut(&mut *#delta),
                    __gradient.as_mut().map(|(__gradient, __store)| (#part, ::typograd::__private::same_value(#store))),
                    #dx,
                );
            }
        };
        let is_input = matches!(graph.values[x].source, Source::Input);
        let fresh = if is_input {
            !self.touched.contains(&x)
        } else {
            !self.adjoints.contains_key(&x)
        };
        if is_input && fresh {
            self.touched.insert(x);
            self.lines.push(call(quote!(
                __dx.as_deref_mut().map(::typograd::__private::same_mut)
            )));
        } else if is_input {
            // The layer overwrites: its part goes into a cell of its own and is added, if it is asked for.
            let part = Self::slot(self.new_scratch(x));
            let shape = self.shape(x);
            let line = call(quote! {
                if __dx.is_some() {
                    ::core::option::Option::Some(::typograd::__private::same_mut(&mut *#part))
                } else {
                    ::core::option::Option::None
                }
            });
            let (from, into) = (
                view(&quote!(&*#part), span),
                view_mut(&quote!(&mut *__dx), span),
            );
            self.lines.push(quote_spanned! {span=>
                #line
                if let ::core::option::Option::Some(__dx) = __dx.as_deref_mut() {
                    <::typograd::op::Copy<#shape> as ::typograd::op::Unary>::lift_value::<#shape, _>(
                        #from,
                        #into,
                        ::typograd::kernel::Store::add(),
                    );
                }
            });
        } else if fresh {
            let slot = self.new_scratch(x);
            self.adjoints.insert(x, slot);
            let into = Self::slot(slot);
            self.lines.push(call(quote! {
                ::core::option::Option::Some(::typograd::__private::same_mut(&mut *#into))
            }));
        } else {
            let part_slot = self.new_scratch(x);
            let part = Self::slot(part_slot);
            let line = call(quote! {
                ::core::option::Option::Some(::typograd::__private::same_mut(&mut *#part))
            });
            let shape = self.shape(x);
            let from = self.read_slot(part_slot, x, span);
            let rule = |into: TokenStream, store: TokenStream| {
                quote_spanned! {span=>
                    #line
                    <::typograd::op::Copy<#shape> as ::typograd::op::Unary>::lift_value::<#shape, _>(
                        #from, #into, #store,
                    );
                }
            };
            self.contribute(x, span, &rule, None);
        }
    }

    fn binary_rule(
        &self,
        rule: &TokenStream,
        derivative: &TokenStream,
        id: Id,
        (a, b): (Id, Id),
        needs: [bool; 3],
        slot: Slot,
    ) -> impl Fn(TokenStream, TokenStream) -> TokenStream + use<> {
        let span = self.graph.values[id].span;
        let (shape_a, shape_b) = (self.shape(a), self.shape(b));
        let views = [(a, needs[0]), (b, needs[1]), (id, needs[2])]
            .map(|(id, needed)| self.needed(id, needed, span));
        let delta = self.read_slot(slot, id, span);
        let (rule, derivative) = (rule.clone(), derivative.clone());
        move |into, store| {
            quote_spanned! {span=>
                <#rule as ::typograd::op::Binary>::#derivative::<#shape_a, #shape_b, _>(
                    #(#views,)*
                    #delta,
                    #into,
                    #store,
                );
            }
        }
    }

    fn unary_rule(
        &self,
        rule: &TokenStream,
        id: Id,
        x: Id,
        needs: [bool; 2],
        slot: Slot,
        factor: Option<TokenStream>,
    ) -> impl Fn(TokenStream, TokenStream) -> TokenStream + use<> {
        let span = self.graph.values[id].span;
        let shape = self.shape(x);
        let (input, output) = (
            self.needed(x, needs[0], span),
            self.needed(id, needs[1], span),
        );
        let delta = self.read_slot(slot, id, span);
        let rule = rule.clone();
        let factor = factor.map(|factor| quote!(.times(#factor)));
        move |into, store| {
            quote_spanned! {span=>
                <#rule as ::typograd::op::Unary>::lift_vjp::<#shape, _>(
                    #input,
                    #output,
                    #delta,
                    #into,
                    #store #factor,
                );
            }
        }
    }
}

/// The value in the workspace, long after the forward pass.
fn stored(forward: &Forward<'_>, id: Id) -> TokenStream {
    match &forward.graph.values[id].source {
        Source::Layer { field, x } => {
            let ty = ir::field_type(field);
            let (within, x) = (plan::within(id), stored(forward, *x));
            let output = quote! {
                <#ty as ::typograd::Backward>::output::<__B>(
                    ::typograd::__private::same(#x),
                    &*#within,
                )
            };
            plan::returned(forward.signature, forward.graph, id, &output)
        }
        _ => forward.holder(id),
    }
}

/// Requirements of a derivative, behind a lifetime that nothing uses: a bound that mentions no parameter would be an error
/// where it fails, but a layer with an activation that has no derivative can still be run.
fn requirements(graph: &Graph, layer_trait: &str) -> TokenStream {
    let mut bounds = Vec::new();
    let mut seen = HashSet::new();
    for (id, function) in graph.activations() {
        if seen.insert(function.to_string()) {
            let span = graph.values[id].span;
            let bound = quote_spanned!(span=> ::typograd::op::Differentiable);
            bounds.push(quote!(for<'__d> #function: #bound));
        }
    }
    for (_, field) in graph.layers() {
        let ty = ir::field_type(field);
        if seen.insert(ty.to_string()) {
            let layer_trait = Ident::new(layer_trait, field.span());
            let bound = quote_spanned!(field.span()=> ::typograd::#layer_trait);
            bounds.push(quote!(for<'__d> #ty: #bound));
        }
    }
    quote!(#(#bounds,)*)
}

/// The impl's `where` clause with more requirements.
pub(super) fn clause(signature: &Signature, graph: &Graph, layer_trait: &str) -> TokenStream {
    let own = signature
        .generics
        .where_clause
        .iter()
        .flat_map(|clause| &clause.predicates);
    let requirements = requirements(graph, layer_trait);
    quote!(where #(#own,)* #requirements)
}

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
    };

    let mut reverse = Reverse {
        signature,
        graph,
        forward: &forward,
        adjoints: HashMap::from([(graph.output(), Slot::Delta)]),
        scratch: Vec::new(),
        touched: HashSet::new(),
        lines: Vec::new(),
    };
    for (id, _) in graph.computed().rev() {
        reverse.value(id);
    }
    let Reverse {
        scratch: cells,
        lines,
        ..
    } = reverse;

    let mut workspace = forward.workspace(&quote!(::typograd::Backward), &quote!(Saved));
    let mut resize_scratch = TokenStream::new();
    for (number, cell) in cells.iter().enumerate() {
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

    let clause = clause(signature, graph, "Backward");
    let body = quote! {
        #saved

        #[allow(unused_variables, clippy::all, clippy::pedantic)]
        fn record<'__a, __B: ::typograd::Dim>(
            &'__a self,
            __x: &'__a ::typograd::network::InputBatch<__B, Self>,
            __saved: &'__a mut Self::Saved<__B>,
        ) -> &'__a ::typograd::network::OutputBatch<__B, Self> {
            let #pattern = __saved;
            #resize
            #record
        }

        #[allow(unused_variables, clippy::all, clippy::pedantic)]
        fn output<'__a, __B: ::typograd::Dim>(
            __x: &'__a ::typograd::network::InputBatch<__B, Self>,
            __saved: &'__a Self::Saved<__B>,
        ) -> &'__a ::typograd::network::OutputBatch<__B, Self> {
            let #pattern = __saved;
            ::typograd::__private::same(#output)
        }

        #[allow(unused_variables, unused_mut, clippy::all, clippy::pedantic)]
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
            #(#lines)*
        }
    };
    signature.implement("Backward", &clause, body)
}
