//! What depends on what: work that no gradient needs is not done, and a Jacobian that is diagonal is known to be.

use std::collections::BTreeSet;

use super::signature::{Role, Signature};
use crate::expression::ir::{Argument, Graph, Id, Source};

/// The parameters with a gradient that a value depends on, by their numbers.
pub(super) type Set = BTreeSet<usize>;

/// For every value, the parameters with a gradient that it depends on.
pub(super) fn activity(signature: &Signature, graph: &Graph) -> Vec<Set> {
    let parameters: Vec<_> = signature.values().collect();
    let mut sets: Vec<Set> = Vec::new();
    for (id, value) in graph.values.iter().enumerate() {
        let set = match &value.source {
            Source::Parameter(_) => {
                let (number, parameter) = parameters[id];
                Set::from_iter((parameter.role == Role::Varying).then_some(number))
            }
            source => {
                let operands = source.operands();
                operands.iter().flat_map(|x| sets[*x].clone()).collect()
            }
        };
        sets.push(set);
    }
    sets
}

/// How a value depends on a parameter.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Dependence {
    None,
    /// Element by element.
    Elementwise,
    Dense,
}

/// Whether every element of a value depends on the same element of the parameter `of`, a value, and on no other.
pub(super) fn is_elementwise(signature: &Signature, graph: &Graph, of: Id, value: Id) -> bool {
    let numbers = numbers(signature, graph);
    let mut all: Vec<Dependence> = Vec::new();
    for (id, value) in graph.values.iter().enumerate() {
        let dependence = match &value.source {
            Source::Parameter(_) if id == of => Dependence::Elementwise,
            Source::Input | Source::Parameter(_) => Dependence::None,
            Source::Binary { rule, a, b } if rule.is_elementwise() => all[*a].max(all[*b]),
            Source::Copy { x, shape: None, .. } | Source::Shift { x, .. } => all[*x],
            Source::Activation { function, x } if is_pointwise(&function.to_string()) => all[*x],
            // A number that scales.
            Source::Product { a, b, .. } if numbers[*a] && all[*a] == Dependence::None => all[*b],
            Source::Product { a, b, .. } if numbers[*b] && all[*b] == Dependence::None => all[*a],
            source => {
                let operands = source.operands();
                let depends = operands.iter().any(|x| all[*x] != Dependence::None);
                if depends {
                    Dependence::Dense
                } else {
                    Dependence::None
                }
            }
        };
        all.push(dependence);
    }
    all[value] == Dependence::Elementwise
}

/// For every value, whether it is known to be a number.
fn numbers(signature: &Signature, graph: &Graph) -> Vec<bool> {
    let parameters: Vec<_> = signature.values().collect();
    let mut numbers: Vec<bool> = Vec::new();
    for (id, value) in graph.values.iter().enumerate() {
        let is_number = match &value.source {
            Source::Parameter(_) => signature.names_a_number(&parameters[id].1.ty),
            Source::Product { a, b, .. } | Source::Binary { a, b, .. } => {
                numbers[*a] && numbers[*b]
            }
            Source::Copy { x, shape: None, .. }
            | Source::Shift { x, .. }
            | Source::Activation { x, .. } => numbers[*x],
            _ => false,
        };
        numbers.push(is_number);
    }
    numbers
}

/// Whether a function of ours acts on each element alone. Those of the user are not known.
fn is_pointwise(function: &str) -> bool {
    function.contains("typograd") && !function.contains("Softmax")
}

/// The values that a function is applied to, by position; constants have none.
pub(super) fn values_of(arguments: &[Argument]) -> impl Iterator<Item = Option<Id>> {
    arguments.iter().map(|argument| match argument {
        Argument::Value(id) => Some(*id),
        Argument::Constant(_) => None,
    })
}
