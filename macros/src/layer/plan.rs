//! Where each value lives: in a cell of its own, or in the cell of a value it may overwrite.

use std::collections::HashSet;

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Ident;

use super::fields::number;
use super::ir::{Graph, Id, Source};
use super::shapes;
use super::signature::Signature;

/// A buffer: for one value for each sample, or for one shared by all.
pub(super) struct Cell {
    /// The value whose shape it has.
    pub(super) of: Id,
    pub(super) batched: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The input or a parameter: not ours.
    Given,
    /// A cell, by number.
    Cell(usize),
    /// Within the workspace of a layer in a field.
    Layer,
}

/// The cells of a forward pass.
pub(super) struct Plan {
    pub(super) cells: Vec<Cell>,
    pub(super) places: Vec<Place>,
}

impl Plan {
    /// Places every value. One in `kept` is not overwritten: the way back reads it.
    pub(super) fn new(graph: &Graph, kept: &HashSet<Id>) -> Self {
        let mut plan = Self {
            cells: Vec::new(),
            places: Vec::new(),
        };
        for (id, value) in graph.values.iter().enumerate() {
            let place = match &value.source {
                Source::Input | Source::Parameter(_) => Place::Given,
                Source::Layer { .. } => Place::Layer,
                source => {
                    let reused = overwritable(source)
                        .filter(|x| plan.may_overwrite(graph, kept, *x, id))
                        .map(|x| plan.places[x]);
                    reused.unwrap_or_else(|| {
                        plan.cells.push(Cell {
                            of: id,
                            batched: value.batched,
                        });
                        Place::Cell(plan.cells.len() - 1)
                    })
                }
            };
            plan.places.push(place);
        }
        plan
    }

    /// Whether the value `by`, of the same shape, may take the place of `x`.
    fn may_overwrite(&self, graph: &Graph, kept: &HashSet<Id>, x: Id, by: Id) -> bool {
        let uses = graph.values[by]
            .source
            .operands()
            .iter()
            .filter(|one| **one == x)
            .count();
        matches!(self.places[x], Place::Cell(_))
            && uses == 1
            && graph.last_use(x) == Some(by)
            && !kept.contains(&x)
            && graph.values[x].batched == graph.values[by].batched
    }

    /// Whether the value was written over one of its operands.
    pub(super) fn in_place(&self, graph: &Graph, id: Id) -> bool {
        overwritable(&graph.values[id].source).is_some_and(|x| {
            matches!(self.places[x], Place::Cell(_)) && self.places[x] == self.places[id]
        })
    }

    /// The product that the value adds a parameter to, in its place and right after it: the two are computed in one.
    pub(super) fn product_before(&self, graph: &Graph, id: Id) -> Option<Id> {
        let Source::Binary { rule, a, b } = &graph.values[id].source else {
            return None;
        };
        let fits = rule.name == "Add"
            && matches!(graph.values[*a].source, Source::Product { .. })
            && matches!(graph.values[*b].source, Source::Parameter(_))
            && self.in_place(graph, id)
            && graph.values[a + 1..id]
                .iter()
                .all(|value| value.source.is_given());
        fits.then_some(*a)
    }

    /// The value that the product is computed in one with.
    pub(super) fn sum_after(&self, graph: &Graph, product: Id) -> Option<Id> {
        (product + 1..graph.values.len())
            .find(|id| self.product_before(graph, *id) == Some(product))
    }
}

/// The operand that a value's operation can overwrite, if it has such a form.
fn overwritable(source: &Source) -> Option<Id> {
    match source {
        Source::Binary { rule, a, .. } => rule.in_place.then_some(*a),
        Source::Shift { x, .. }
        | Source::Activation { x, .. }
        | Source::Copy { x, shape: None, .. } => Some(*x),
        _ => None,
    }
}

/// A workspace: named parts with their types, as nested pairs.
#[derive(Default)]
pub(super) struct Workspace {
    parts: Vec<(Ident, TokenStream)>,
}

impl Workspace {
    pub(super) fn add(&mut self, name: Ident, ty: TokenStream) {
        self.parts.push((name, ty));
    }

    /// `type Buffers<__B: Dim> = (A, (B, ()));`
    pub(super) fn declare(&self, name: &str, span: Span) -> TokenStream {
        let name = Ident::new(name, span);
        let ty = self
            .parts
            .iter()
            .rev()
            .fold(quote!(()), |rest, (_, ty)| quote!((#ty, #rest)));
        quote_spanned!(span=> type #name<__B: ::typograd::Dim> = #ty;)
    }

    /// `(a, (b, ()))`.
    pub(super) fn pattern(&self) -> TokenStream {
        self.parts
            .iter()
            .rev()
            .fold(quote!(()), |rest, (name, _)| quote!((#name, #rest)))
    }
}

/// Names in the generated code.
pub(super) fn cell(number: usize) -> Ident {
    format_ident!("__cell_{number}")
}

pub(super) fn kept(id: Id) -> Ident {
    format_ident!("__kept_{id}")
}

pub(super) fn within(id: Id) -> Ident {
    format_ident!("__layer_{id}")
}

pub(super) fn output_of(id: Id) -> Ident {
    format_ident!("__output_{id}")
}

pub(super) fn element() -> TokenStream {
    quote!(<Self as ::typograd::Layer>::Elem)
}

/// A field of a layer, by number: `self.w`, in a form that a missing field makes fail in one way alone.
pub(super) fn field(of: &TokenStream, field: &Ident) -> TokenStream {
    let number = number(field);
    quote_spanned!(field.span()=> <Self as ::typograd::__private::Field<#number>>::get(#of))
}

/// The same, to be changed.
pub(super) fn field_mut(of: &TokenStream, field: &Ident) -> TokenStream {
    let number = number(field);
    quote_spanned!(field.span()=> <Self as ::typograd::__private::Field<#number>>::get_mut(#of))
}

/// The type of a cell.
pub(super) fn cell_type(signature: &Signature, graph: &Graph, cell: &Cell) -> TokenStream {
    let shape = shapes::shape(signature, graph, cell.of);
    let element = element();
    if cell.batched {
        quote!(::typograd::Batch<__B, #shape, #element>)
    } else {
        quote!(::typograd::Tensor<#shape, #element>)
    }
}

/// What a layer within returned, by the names that this layer has for its shape and elements: a bound on the inner
/// layer's type hides from the compiler what the types it names are.
pub(super) fn returned(
    signature: &Signature,
    graph: &Graph,
    id: Id,
    what: &TokenStream,
) -> TokenStream {
    let of = Cell {
        of: id,
        batched: true,
    };
    let batch = cell_type(signature, graph, &of);
    quote!(::typograd::__private::same::<_, #batch>(#what))
}

/// A cell, or any other variable that holds a tensor or batch, to be read by a rule.
pub(super) fn view(what: &TokenStream, span: Span) -> TokenStream {
    let element = element();
    quote_spanned!(span=> ::typograd::op::Viewed::<#element>::view(#what))
}

/// The same, to be written by a rule.
pub(super) fn view_mut(what: &TokenStream, span: Span) -> TokenStream {
    let element = element();
    quote_spanned!(span=> ::typograd::op::Viewed::<#element>::view_mut(#what))
}
