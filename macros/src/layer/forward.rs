//! The way forward: inference, and the forward pass of training, which saves what the way back needs.

use std::collections::HashSet;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::Ident;

use super::ir::{self, Graph, Id, Source};
use super::plan::{self, Place, Plan, Workspace, view, view_mut};
use super::shapes;
use super::signature::Signature;
use crate::expression::allowed::Of;
use crate::place;

/// Writes out the computation of one value after the other.
pub(super) struct Forward<'a> {
    pub(super) signature: &'a Signature,
    pub(super) graph: &'a Graph,
    pub(super) plan: &'a Plan,
    /// Whether what the way back needs is saved.
    pub(super) saves: bool,
    /// Whether this is inference: its kernels are run by `__by`, and a product takes what follows it along.
    pub(super) infers: bool,
}

impl Forward<'_> {
    /// The cells, the saved inputs of activations and the workspaces of layers within.
    pub(super) fn workspace(
        &self,
        layer_trait: &TokenStream,
        layer_type: &TokenStream,
    ) -> Workspace {
        let mut workspace = Workspace::default();
        for (number, cell) in self.plan.cells.iter().enumerate() {
            workspace.add(
                plan::cell(number),
                plan::cell_type(self.signature, self.graph, cell),
            );
        }
        if self.saves {
            for (id, function) in self.graph.activations() {
                let Place::Cell(number) = self.plan.places[id] else {
                    continue;
                };
                let cell = plan::cell_type(self.signature, self.graph, &self.plan.cells[number]);
                workspace.add(
                    plan::kept(id),
                    quote! {
                        <<#function as ::typograd::op::Differentiable>::Keeps
                            as ::typograd::op::Keeps>::Cell<#cell>
                    },
                );
            }
        }
        for (id, field) in self.graph.layers() {
            let ty = shapes::field_type(field);
            workspace.add(
                plan::within(id),
                quote!(<#ty as #layer_trait>::#layer_type<__B>),
            );
        }
        workspace
    }

    /// Every batched cell gets the input's number of samples.
    pub(super) fn resize(&self) -> TokenStream {
        let batched = self
            .plan
            .cells
            .iter()
            .enumerate()
            .filter(|(_, cell)| cell.batched);
        let cells = batched.map(|(number, _)| plan::cell(number));
        quote!(#(#cells.resize_like(__x);)*)
    }

    /// A reference to the tensor or batch that holds a value during this pass.
    pub(super) fn holder(&self, id: Id) -> TokenStream {
        match (&self.graph.values[id].source, self.plan.places[id]) {
            (Source::Input, _) => quote!(__x),
            (Source::Parameter(field), _) => plan::field(&quote!(self), field),
            (_, Place::Cell(number)) => {
                let cell = plan::cell(number);
                quote!(&*#cell)
            }
            (_, Place::Layer) => {
                let output = plan::output_of(id);
                plan::returned(self.signature, self.graph, id, &quote!(#output))
            }
            (_, Place::Given) => unreachable!("inputs and parameters are given"),
        }
    }

    pub(super) fn read(&self, id: Id, span: Span) -> TokenStream {
        view(&self.holder(id), span)
    }

    fn write(&self, id: Id, span: Span) -> TokenStream {
        let Place::Cell(number) = self.plan.places[id] else {
            unreachable!("only cells are written");
        };
        let cell = plan::cell(number);
        view_mut(&quote!(&mut *#cell), span)
    }

    pub(super) fn shape(&self, id: Id) -> TokenStream {
        shapes::shape(self.signature, self.graph, id)
    }

    /// The type of an operation's rule.
    pub(super) fn rule(&self, id: Id, operation: (&str, Of)) -> TokenStream {
        shapes::operation(self.signature, self.graph, id, operation)
    }

    /// The line that computes a value; `apply` names what runs a layer within.
    pub(super) fn line(&self, id: Id, apply: &TokenStream) -> TokenStream {
        let value = &self.graph.values[id];
        let span = value.span;
        let in_place = self.plan.in_place(self.graph, id);
        let set = quote!(::typograd::kernel::Store::set());
        match &value.source {
            Source::Attempt { .. } | Source::Call { .. } | Source::Part { .. } => {
                unreachable!("{}", ir::NO_LAYER)
            }
            Source::Input | Source::Parameter(_) => quote!(),
            Source::Product { .. } if self.plan.sum_after(self.graph, id).is_some() => quote!(),
            Source::Product {
                a,
                a_transposed,
                b,
                b_transposed,
            } => {
                let rule = ir::product(*a_transposed, *b_transposed);
                self.binary_line(&rule, id, *a, *b)
            }
            Source::Binary { rule, a, b } => {
                let rule = self.rule(id, (rule.name, rule.of));
                if let Some(product) = self.plan.product_before(self.graph, id) {
                    self.product_and_sum(id, product, *b)
                } else if in_place {
                    let (shape_a, shape_b) = (self.shape(*a), self.shape(*b));
                    let (a, b) = (self.write(id, span), self.read(*b, span));
                    quote_spanned! {span=>
                        <#rule as ::typograd::op::InPlace>::assign::<#shape_a, #shape_b, _>(#a, #b);
                    }
                } else {
                    self.binary_line(&rule, id, *a, *b)
                }
            }
            Source::Unary { rule, x } => {
                let rule = self.rule(id, (rule.name, rule.of));
                self.unary_line(&rule, id, *x, &set)
            }
            Source::Copy { x, factor, .. } => {
                let shape = self.shape(id);
                let rule = quote!(::typograd::op::Copy::<#shape>);
                match (in_place, factor) {
                    (true, None) => quote!(),
                    (true, Some(factor)) => {
                        let x = self.write(id, span);
                        quote_spanned!(span=> #rule::scale(#x, #factor);)
                    }
                    (false, None) => self.unary_line(&rule, id, *x, &set),
                    (false, Some(factor)) => {
                        self.unary_line(&rule, id, *x, &quote!(#set.times(#factor)))
                    }
                }
            }
            Source::Shift { x, constant } => {
                let copy = self.copy_unless(in_place, id, *x);
                let y = self.write(id, span);
                quote_spanned!(span=> #copy ::typograd::op::Shift::assign(#y, #constant);)
            }
            Source::Activation { x, .. } if self.activation_after(*x) == Some(id) => quote!(),
            Source::Activation { function, x } => {
                let copy = self.copy_unless(in_place, id, *x);
                let keep = self.saves.then(|| {
                    let (kept, cell) = (plan::kept(id), self.holder(id));
                    quote_spanned!(span=> ::typograd::op::Kept::keep(#kept, #cell);)
                });
                let (y, shape) = (self.write(id, span), self.shape(id));
                quote_spanned! {span=>
                    #copy
                    #keep
                    <#function as ::typograd::op::Activation>::apply(
                        #y.elements(),
                        ::typograd::op::row_width::<#shape>(),
                    );
                }
            }
            Source::Layer { field, x } => {
                let ty = shapes::field_type(field);
                let (output, within, x) = (plan::output_of(id), plan::within(id), self.holder(*x));
                let this = plan::field(&quote!(self), field);
                let (generics, by) = if self.infers {
                    (quote!(::<__B, _>), quote!(__by,))
                } else {
                    (quote!(::<__B>), quote!())
                };
                quote_spanned! {span=>
                    let #output = <#ty as #apply #generics(
                        #this,
                        #by
                        ::typograd::__private::same(#x),
                        #within,
                    );
                }
            }
        }
    }

    /// The activation that the sum with a product is computed in one with.
    fn activation_after(&self, sum: Id) -> Option<Id> {
        let follows = |id: &Id| {
            let is_activation =
                matches!(self.graph.values[*id].source, Source::Activation { x, .. } if x == sum);
            is_activation && self.plan.in_place(self.graph, *id)
        };
        self.plan.product_before(self.graph, sum)?;
        (sum + 1..self.graph.values.len())
            .find(follows)
            .filter(|_| self.infers)
    }

    /// A product and what is added to it, in one, and in inference the activation that follows.
    fn product_and_sum(&self, id: Id, product: Id, c: Id) -> TokenStream {
        let Source::Product {
            a,
            a_transposed,
            b,
            b_transposed,
        } = self.graph.values[product].source
        else {
            unreachable!("`product_before` finds products");
        };
        let rule = ir::product(a_transposed, b_transposed);
        let (shape_a, shape_b, shape_c) = (self.shape(a), self.shape(b), self.shape(c));
        let span = self.graph.values[product].span;
        let (a, b, y) = (
            self.read(a, span),
            self.read(b, span),
            self.write(product, span),
        );
        let c = self.read(c, self.graph.values[id].span);
        let by = if self.infers {
            quote!(__by)
        } else {
            quote!(::typograd::kernel::Dispatched)
        };
        let after = self
            .activation_after(id)
            .map(|id| &self.graph.values[id].source);
        let function = if let Some(Source::Activation { function, .. }) = after {
            quote!(#function)
        } else {
            quote!(::typograd::op::Identity)
        };
        quote_spanned! {span=>
            <#rule>::lift_value_plus::<#shape_a, #shape_b, #shape_c, #function, _>(#by, #a, #b, #c, #y);
        }
    }

    fn binary_line(&self, rule: &TokenStream, id: Id, a: Id, b: Id) -> TokenStream {
        let span = self.graph.values[id].span;
        let (shape_a, shape_b) = (self.shape(a), self.shape(b));
        let (a, b, y) = (self.read(a, span), self.read(b, span), self.write(id, span));
        quote_spanned! {span=>
            <#rule as ::typograd::op::Binary>::lift_value::<#shape_a, #shape_b, _>(
                #a,
                #b,
                #y,
                ::typograd::kernel::Store::set(),
            );
        }
    }

    fn unary_line(&self, rule: &TokenStream, id: Id, x: Id, store: &TokenStream) -> TokenStream {
        let span = self.graph.values[id].span;
        let shape = self.shape(x);
        let (x, y) = (self.read(x, span), self.write(id, span));
        quote_spanned! {span=>
            <#rule as ::typograd::op::Unary>::lift_value::<#shape, _>(#x, #y, #store);
        }
    }

    fn copy_unless(&self, in_place: bool, id: Id, x: Id) -> Option<TokenStream> {
        let shape = self.shape(id);
        let rule = quote!(::typograd::op::Copy::<#shape>);
        (!in_place)
            .then(|| self.unary_line(&rule, id, x, &quote!(::typograd::kernel::Store::set())))
    }

    /// All lines, and the output.
    pub(super) fn body(&self, apply: &TokenStream) -> TokenStream {
        let lines = self.graph.computed().map(|(id, _)| self.line(id, apply));
        let output = self.holder(self.graph.output());
        quote! {
            #(#lines)*
            ::typograd::__private::same(#output)
        }
    }
}

/// `impl Layer`: the user's function as it stands, and the batch form for inference.
pub(super) fn inference(signature: &Signature, graph: &Graph) -> TokenStream {
    // A layer within may hand its input through, so that must not be overwritten.
    let handed_on: HashSet<Id> = graph
        .computed()
        .filter_map(|(_, value)| match value.source {
            Source::Layer { x, .. } => Some(x),
            _ => None,
        })
        .collect();
    let plan = Plan::new(graph, &handed_on);
    let forward = Forward {
        signature,
        graph,
        plan: &plan,
        saves: false,
        infers: true,
    };
    let workspace = forward.workspace(&quote!(::typograd::Layer), &quote!(Buffers));
    let (buffers, pattern) = (
        workspace.declare("Buffers", graph.blame()),
        workspace.pattern(),
    );
    let resize = forward.resize();
    let body = forward.body(&quote!(::typograd::Layer > ::infer_by));
    let functions = graph.functions.iter().map(|(path, name)| {
        let known = Ident::new(&name.to_string(), place::at(name.span()));
        quote_spanned! {name.span()=>
            ::typograd::__private::known(::typograd::op::#known::<f32>, #path);
        }
    });

    let Signature {
        input_type,
        output_type,
        forward: function,
        ..
    } = signature;
    let (.., clause) = signature.generics.split_for_impl();
    let body = quote! {
        type Elem = <#input_type as ::typograd::AnyTensor>::Elem;
        type In = <#input_type as ::typograd::AnyTensor>::Shape;
        type Out = <#output_type as ::typograd::AnyTensor>::Shape;
        #buffers

        #function

        fn infer<'__a, __B: ::typograd::Dim>(
            &'__a self,
            __x: &'__a ::typograd::network::InputBatch<__B, Self>,
            __buffers: &'__a mut Self::Buffers<__B>,
        ) -> &'__a ::typograd::network::OutputBatch<__B, Self> {
            ::typograd::network::infer(self, __x, __buffers)
        }

        #[inline(always)]
        #[allow(unused_variables, clippy::all, clippy::pedantic)] // generated: not the user's to tidy
        fn infer_by<'__a, __B: ::typograd::Dim, __R: ::typograd::kernel::Run>(
            &'__a self,
            __by: __R,
            __x: &'__a ::typograd::network::InputBatch<__B, Self>,
            __buffers: &'__a mut Self::Buffers<__B>,
        ) -> &'__a ::typograd::network::OutputBatch<__B, Self> {
            let #pattern = __buffers;
            #(#functions)*
            #resize
            #body
        }
    };
    signature.implement("Layer", &clause.to_token_stream(), body)
}
