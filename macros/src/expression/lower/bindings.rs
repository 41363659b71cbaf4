//! Blocks, and the names that `let` binds in them.

use std::collections::HashMap;

use syn::spanned::Spanned;
use syn::{Block, Error, Ident, Pat, Result, Stmt};

use super::refusal::Form;
use super::{Lowering, Meaning};

impl Lowering {
    pub(super) fn bind(&mut self, name: &Ident, meaning: Meaning) {
        if let Meaning::Value {
            id,
            transposed: false,
        } = meaning
        {
            // What has a name in the source has it in print.
            let value = &mut self.graph.values[id];
            if !value.source.is_given() {
                value.name.get_or_insert_with(|| name.to_string());
            }
        }
        let scope = self.names.last_mut().expect("there is always a scope");
        scope.insert(name.to_string(), meaning);
    }

    pub(super) fn block(&mut self, block: &Block) -> Result<Meaning> {
        self.names.push(HashMap::new());
        let mut result = None;
        for (i, statement) in block.stmts.iter().enumerate() {
            match statement {
                Stmt::Local(local) => self.local(local)?,
                Stmt::Expr(expression, None) if i + 1 == block.stmts.len() => {
                    result = Some(self.expression(expression)?);
                }
                Stmt::Expr(expression, _) => {
                    // Refused for what it is, or as a value that nothing uses.
                    self.expression(expression)?;
                    return Err(self.form.refuse(
                        expression,
                        "a statement",
                        "the value of the last expression is the output",
                    ));
                }
                Stmt::Item(item) => {
                    return Err(self.form.refuse(item, "an item", self.form.allowed()));
                }
                Stmt::Macro(call) => {
                    let allowed = self.form.allowed();
                    return Err(self.form.refuse(&call.mac.path, "a macro", allowed));
                }
            }
        }
        self.names.pop();
        let missing = match self.form {
            Form::Layer => "the last expression of `forward` is its output; there is none",
            Form::Function { .. } => "the last expression is the function's value; there is none",
        };
        result.ok_or_else(|| Error::new(block.span(), missing))
    }

    fn local(&mut self, local: &syn::Local) -> Result<()> {
        let (pattern, ty) = match &local.pat {
            Pat::Type(typed) => (&*typed.pat, Some(&*typed.ty)),
            other => (other, None),
        };
        let Some(init) = &local.init else {
            let text = "write `let z = …;`";
            return Err(self.form.refuse(local, "a variable without a value", text));
        };
        if let Some((token, _)) = &init.diverge {
            let allowed = self.form.allowed();
            return Err(self.form.refuse(token, "`let … else`", allowed));
        }
        if let (Pat::Tuple(names), Form::Function { .. }) = (pattern, self.form) {
            let meaning = self.expression(&init.expr)?;
            return self.take_apart(names, meaning);
        }
        if !matches!(pattern, Pat::Wild(_) | Pat::Ident(_)) {
            let text = "bind one name: `let z = …;`";
            return Err(self.form.refuse(pattern, "a pattern", text));
        }
        if let Pat::Ident(name) = pattern
            && let Some(mutable) = &name.mutability
        {
            let text = "bind a new name for each value";
            return Err(self.form.refuse(mutable, "a mutable variable", text));
        }
        let meaning = self.expression(&init.expr)?;
        if let Pat::Ident(name) = pattern {
            self.bind(&name.ident, meaning.bound(ty));
        }
        Ok(())
    }

    /// `let (a, b) = …;`, from a tuple, or from a function with several results.
    fn take_apart(&mut self, names: &syn::PatTuple, meaning: Meaning) -> Result<()> {
        let parts = match meaning {
            Meaning::Tuple(parts) if parts.len() == names.elems.len() => parts,
            Meaning::Value {
                id,
                transposed: false,
            } if self.is_call(id) => self.parts(id, names.elems.len()),
            _ => {
                let text = "as many names are needed as there are values";
                return Err(self.form.refuse(names, "this pattern", text));
            }
        };
        for (pattern, part) in names.elems.iter().zip(parts) {
            match pattern {
                Pat::Wild(_) => {}
                Pat::Ident(name) if name.mutability.is_none() => self.bind(&name.ident, part),
                other => {
                    let text = "bind a name to each value: `let (a, b) = …;`";
                    return Err(self.form.refuse(other, "a pattern", text));
                }
            }
        }
        Ok(())
    }
}
