//! Where an example is to save what it has learnt.

use std::error::Error;
use std::path::PathBuf;

/// The folder of `--save FOLDER`, if there is that argument.
pub(crate) fn asked_for() -> Result<Option<PathBuf>, Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1);
    match (arguments.next(), arguments.next()) {
        (None, _) => Ok(None),
        (Some(option), Some(folder)) if option == "--save" => Ok(Some(folder.into())),
        _ => Err("usage: --save FOLDER".into()),
    }
}
