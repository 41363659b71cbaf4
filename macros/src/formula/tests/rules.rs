//! Every operation that a function may hold has a rule.

use super::super::rules;
use crate::expression::allowed::{Binary, FUNCTIONS, METHODS, Rule, Unary};

#[test]
fn no_operation_is_without_a_rule() {
    for (method, _, rule) in METHODS {
        let is_known = match rule {
            Rule::Binary(Binary { name, .. }) | Rule::Unary(Unary { name, .. })
                if rules::image(name).is_some() =>
            {
                true
            }
            Rule::Binary(rule) => rules::binary(rule.name).is_some(),
            Rule::TryBinary(name) => rules::binary(name).is_some(),
            // `Flattened` is a step of its own, as renaming is.
            Rule::Unary(rule) => rule.name == "Flattened" || rules::unary(rule.name).is_some(),
            Rule::TryUnary(name) => rules::unary(name).is_some(),
            Rule::Activation(name) => rules::function(name).is_some(),
            // `program.rs` has steps for these.
            Rule::Product { .. }
            | Rule::Maximum
            | Rule::Power
            | Rule::Transposed
            | Rule::Renamed
            | Rule::Same => true,
        };
        assert!(is_known, "`{method}` has no rule");
    }
    for (function, name) in FUNCTIONS {
        assert!(rules::function(name).is_some(), "`{function}` has no rule");
    }
}
