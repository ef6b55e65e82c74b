//! The generated glue, made short: wasm and glue agree on names that only they read, so a letter
//! and a number do; and no browser reads comments or indents.
//!
//! Invariant: a name is changed in both or in neither.

use crate::files;
use anyhow::{Result, bail};
use std::path::Path;
use walrus::Module;

/// How the names begin that wasm-bindgen gives to what it hands the wasm.
const GENERATED: &str = "__wb";

/// Gives every import of the wasm a short name; says which name became which.
pub(crate) fn shorten(module: &mut Module) -> Vec<(String, String)> {
    let mut renamed = Vec::new();
    for import in module.imports.iter_mut().filter(|import| import.name.starts_with(GENERATED)) {
        let short = format!("i{}", renamed.len());
        renamed.push((std::mem::replace(&mut import.name, short.clone()), short));
    }
    renamed
}

/// Writes the glue again with the short names.
pub(crate) fn rewrite(path: &Path, renamed: &[(String, String)]) -> Result<()> {
    let glue = shortened(&files::read_text(path)?, renamed)?;
    files::write(path, glue.as_bytes())
}

fn shortened(glue: &str, renamed: &[(String, String)]) -> Result<String> {
    let mut glue = glue.to_owned();
    for (long, short) in renamed {
        let (property, name) = (format!(" {long}: "), format!(" {short}: "));
        if glue.matches(&property).count() != 1 {
            bail!("wasm-bindgen's glue does not name `{long}` once, as its wasm does");
        }
        glue = glue.replace(&property, &name);
    }
    // No text and no expression of the glue begins a line with one of these.
    let is_comment = |line: &&str| ["/**", "* ", "*/", "//"].iter().any(|c| line.starts_with(c));
    let lines = glue.lines().map(str::trim).filter(|line| !line.is_empty() && *line != "*");
    let mut short = String::with_capacity(glue.len());
    for line in lines.filter(|line| !is_comment(line)) {
        short.push_str(line);
        short.push('\n');
    }
    Ok(short)
}

#[cfg(test)]
mod tests {
    use super::*;
    use walrus::ValType;

    #[test]
    fn wasm_and_glue_change_together() {
        let mut module = Module::default();
        let kind = module.types.add(&[ValType::I32], &[]);
        for name in ["__wbg_focus_0123456789abcdef", "other"] {
            module.add_import_func("./figures_bg.js", name, kind);
        }
        let renamed = shorten(&mut module);
        let names: Vec<_> = module.imports.iter().map(|import| import.name.as_str()).collect();
        assert_eq!(names, ["i0", "other"]);
        let glue = "/**\n * Focus.\n */\n    __wbg_focus_0123456789abcdef: function() {}\n";
        assert_eq!(shortened(glue, &renamed).unwrap(), "i0: function() {}\n");
        let error = shortened("", &renamed).unwrap_err().to_string();
        assert!(error.contains("does not name `__wbg_focus_0123456789abcdef` once"), "{error}");
    }
}
