//! Programs as a test writes them.

use super::super::formulas;
use super::super::program::{Kind, Operation, Program, Step};

/// A program, step by step; each returns its number.
#[derive(Default)]
pub(super) struct Build {
    program: Program,
}

impl Build {
    pub(super) fn step(&mut self, operation: Operation) -> usize {
        let name = None;
        self.program.steps.push(Step { operation, name });
        self.program.steps.len() - 1
    }

    pub(super) fn named(&mut self, name: &str, step: usize) -> usize {
        self.program.steps[step].name = Some(name.to_owned());
        step
    }

    pub(super) fn parameter(&mut self, name: &str, kind: Kind) -> usize {
        let name = name.to_owned();
        let constant = false;
        self.step(Operation::Parameter {
            name,
            kind,
            constant,
        })
    }

    pub(super) fn constant(&mut self, name: &str, kind: Kind) -> usize {
        let name = name.to_owned();
        let constant = true;
        self.step(Operation::Parameter {
            name,
            kind,
            constant,
        })
    }

    pub(super) fn vector(&mut self, name: &str) -> usize {
        self.parameter(name, Kind::Vector)
    }

    pub(super) fn matrix(&mut self, name: &str) -> usize {
        self.parameter(name, Kind::Matrix)
    }

    pub(super) fn number(&mut self, name: &str) -> usize {
        self.parameter(name, Kind::Number)
    }

    /// a b.
    pub(super) fn product(&mut self, a: usize, b: usize) -> usize {
        self.standing(a, false, b, false)
    }

    pub(super) fn standing(
        &mut self,
        a: usize,
        a_transposed: bool,
        b: usize,
        b_transposed: bool,
    ) -> usize {
        self.step(Operation::Product {
            a,
            a_transposed,
            b,
            b_transposed,
        })
    }

    /// aᵀ b.
    pub(super) fn dot(&mut self, a: usize, b: usize) -> usize {
        self.standing(a, true, b, false)
    }

    pub(super) fn binary(&mut self, rule: &'static str, a: usize, b: usize) -> usize {
        self.step(Operation::Binary { rule, a, b })
    }

    pub(super) fn unary(&mut self, rule: &str, x: usize) -> usize {
        let rule = rule.to_owned();
        self.step(Operation::Unary { rule, x })
    }

    pub(super) fn function(&mut self, name: &str, x: usize) -> usize {
        let name = name.to_owned();
        self.step(Operation::Function { name, x })
    }

    pub(super) fn scale(&mut self, factor: &str, x: usize) -> usize {
        let factor = factor.to_owned();
        self.step(Operation::Scale { factor, x })
    }

    pub(super) fn shift(&mut self, x: usize, constant: &str) -> usize {
        let constant = constant.to_owned();
        self.step(Operation::Shift { constant, x })
    }

    pub(super) fn returns(mut self, output: usize) -> Program {
        self.program.outputs = vec![output];
        self.program
    }

    pub(super) fn returns_all(mut self, outputs: &[usize]) -> Program {
        self.program.outputs = outputs.to_vec();
        self.program.tuple = true;
        self.program
    }
}

pub(super) fn expect(program: &Program, text: &str) {
    assert_eq!(formulas(program).text, text);
}

/// A function of one value, applied to what it is for.
pub(super) fn function(kind: Kind, name: &str) -> Program {
    let mut b = Build::default();
    let x = b.parameter("x", kind);
    let y = b.function(name, x);
    b.returns(y)
}

pub(super) fn unary(kind: Kind, rule: &str) -> Program {
    let mut b = Build::default();
    let x = b.parameter("x", kind);
    let y = b.unary(rule, x);
    b.returns(y)
}

pub(super) fn binary(rule: &'static str, a: Kind, b: Kind) -> Program {
    let mut build = Build::default();
    let a = build.parameter("a", a);
    let b = build.parameter("b", b);
    let y = build.binary(rule, a, b);
    build.returns(y)
}
