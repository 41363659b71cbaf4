//! `#[weights(name = "…")]`: what a field is called in files.

use syn::{Attribute, Error, Field, Fields, LitStr, Result};

const USAGE: &str = "expected `#[weights(name = \"…\")]`: what the field is called in files";

/// Removes the attributes of a name from a field, and returns the last.
pub(crate) fn take_attribute(field: &mut Field, name: &str) -> Option<Attribute> {
    let attributes = std::mem::take(&mut field.attrs);
    let (mut taken, kept): (Vec<_>, _) = attributes
        .into_iter()
        .partition(|attribute| attribute.path().is_ident(name));
    field.attrs = kept;
    taken.pop()
}

/// Removes the attributes from fields, and returns the names.
pub(crate) fn take(fields: &mut Fields) -> Result<Vec<Option<String>>> {
    let mut names = Vec::new();
    for field in fields.iter_mut() {
        let attribute = take_attribute(field, "weights");
        names.push(attribute.map(|attribute| name(&attribute)).transpose()?);
    }
    let called = |(field, name): (&Field, &Option<LitStr>)| match name {
        Some(name) => Some(name.value()),
        None => field.ident.as_ref().map(ToString::to_string),
    };
    let all: Vec<_> = fields.iter().zip(&names).map(called).collect();
    for (i, name) in names.iter().enumerate() {
        let taken = all
            .iter()
            .enumerate()
            .any(|(j, other)| i != j && *other == all[i]);
        if let Some(name) = name
            && taken
        {
            let text = "another field has this name in files";
            return Err(Error::new_spanned(name, text));
        }
    }
    Ok(names
        .iter()
        .map(|name| name.as_ref().map(LitStr::value))
        .collect())
}

/// The name in an attribute.
fn name(attribute: &Attribute) -> Result<LitStr> {
    let mut name: Option<LitStr> = None;
    let usage = || Error::new_spanned(attribute, USAGE);
    attribute
        .parse_nested_meta(|meta| {
            if !meta.path.is_ident("name") || name.is_some() {
                return Err(usage());
            }
            name = Some(meta.value()?.parse()?);
            Ok(())
        })
        .map_err(|_| usage())?;
    let name = name.ok_or_else(usage)?;
    // It stands in JSON as it is, between dots.
    let is_plain = |c: char| !c.is_control() && c != '"' && c != '\\';
    let text = name.value();
    if text.chars().all(is_plain) && !text.split('.').any(str::is_empty) {
        Ok(name)
    } else {
        Err(Error::new_spanned(
            name,
            "a name in files has no quotes and no backslashes, and something between its dots",
        ))
    }
}
