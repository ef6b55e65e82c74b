//! The book as one zip file that works from `file://`, where modules and `fetch` do not.

use crate::files;
use crate::progress;
use crate::project::Project;
use crate::wasm::{self, Glue};
use anyhow::{Context, Result};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The folder inside the archive, so that unpacking leaves one thing behind.
const FOLDER: &str = "socket-workbook";

/// Packs the finished site, with the figures in a classic script.
pub(crate) fn build(project: &Project) -> Result<()> {
    let script = progress::step("portable figures", || figures_script(project))?;
    progress::step("portable zip", || pack(&project.site(), &script, &project.portable_zip()))?;
    eprintln!("  {}", project.shown(&project.portable_zip()));
    Ok(())
}

/// One classic script: the glue, the wasm as Base64, the words of both languages.
fn figures_script(project: &Project) -> Result<String> {
    let folder = project.target.join("figures-portable");
    wasm::build_into(project, &folder, Glue::Classic)?;
    let glue = files::read_text(&folder.join("figures.js"))?;
    let wasm = STANDARD.encode(files::read(&folder.join("figures_bg.wasm"))?);
    let words = |language: &str| {
        let path = project.figures().join(format!("words.{language}.txt"));
        files::read_text(&path).map(|text| javascript_string(&text))
    };
    Ok(format!(
        "(function () {{\n{glue}\nwindow.workbookFigures = {{\n  wasm_bindgen: wasm_bindgen,\n  \
         wasm: \"{wasm}\",\n  words: {{ en: {}, ko: {} }}\n}};\n}})();\n",
        words("en")?,
        words("ko")?,
    ))
}

/// The text as a JavaScript string literal.
fn javascript_string(text: &str) -> String {
    let mut literal = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => literal.push_str("\\\""),
            '\\' => literal.push_str("\\\\"),
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            // Both end a line in older engines, even inside a string.
            '\u{2028}' => literal.push_str("\\u2028"),
            '\u{2029}' => literal.push_str("\\u2029"),
            other => literal.push(other),
        }
    }
    literal.push('"');
    literal
}

fn pack(site: &Path, script: &str, archive: &Path) -> Result<()> {
    let file = File::create(archive)
        .with_context(|| format!("{} cannot be written", archive.display()))?;
    let mut zip = ZipWriter::new(file);
    let options = SimpleFileOptions::default();
    for path in files::list(site)? {
        let name = files::with_slashes(&path);
        // A service worker cannot run on file://, and the other only speaks to GitHub Pages.
        if name == "sw.js" || name == ".nojekyll" {
            continue;
        }
        zip.start_file(format!("{FOLDER}/{name}"), options)?;
        zip.write_all(&files::read(&site.join(&path))?)?;
    }
    zip.start_file(format!("{FOLDER}/assets/{}", crate::assets::PORTABLE_FIGURES), options)?;
    zip.write_all(script.as_bytes())?;
    zip.finish()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::javascript_string;

    #[test]
    fn any_text_is_a_javascript_string() {
        assert_eq!(javascript_string("key\t\"a\\b\"\n한글"), "\"key\t\\\"a\\\\b\\\"\\n한글\"");
        assert_eq!(javascript_string("\u{2028}"), "\"\\u2028\"");
    }
}
