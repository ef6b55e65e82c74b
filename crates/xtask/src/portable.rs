//! The book as one zip file that works from `file://`, where modules and `fetch` do not.

use crate::arguments::Edition;
use crate::files;
use crate::progress;
use crate::project::Project;
use crate::runtimes;
use crate::slim::BASE;
use crate::wasm::{self, Effort, Glue};
use anyhow::{Context, Result};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The folder inside the archive, so that unpacking leaves one thing behind.
const FOLDER: &str = "socket-workbook";

/// Packs the finished site, with the figures in a classic script.
pub(crate) fn build(project: &Project, edition: Edition) -> Result<()> {
    let scripts = progress::step("portable figures", || {
        wasm::build(project, &project.figures_portable(), Glue::Classic, Effort::Small)?;
        let mut scripts = data_scripts(&project.data()?)?;
        scripts.push(figures_script(project)?);
        for (chunk, path) in wasm::chunks(&project.figures(), &project.figures_portable())? {
            scripts.push(chunk_script(&chunk, &path)?);
        }
        anyhow::Ok(scripts)
    })?;
    let (site, archive) = (project.site(edition), project.portable_zip(edition));
    progress::step("portable zip", || pack(&site, &scripts, &archive))?;
    eprintln!("  {}", project.shown(&archive));
    Ok(())
}

/// The base as a classic script, under the name that the loader asks for: the glue, the wasm as
/// Base64, the words of both languages.
fn figures_script(project: &Project) -> Result<(String, String)> {
    let folder = project.figures_portable();
    let glue = files::read_text(&folder.join(wasm::GLUE))?;
    let wasm = STANDARD.encode(files::read(&folder.join(wasm::file_name(BASE)))?);
    let words = |language: &str| {
        let ending = format!(".{language}.txt");
        let mut all = String::new();
        for path in files::list(&project.words())? {
            if files::with_slashes(&path).ends_with(&ending) {
                all.push_str(&files::read_text(&project.words().join(&path))?);
            }
        }
        anyhow::Ok(javascript_string(&all))
    };
    let script = format!(
        "(function () {{\n{glue}\nwindow.workbookFigures = {{\n  \
         glue: wasm_bindgen,\n  wasm: \"{wasm}\",\n  words: {{ en: {}, ko: {} }}\n}};\n}})();\n",
        words("en")?,
        words("ko")?,
    );
    Ok(("figures-portable.js".to_owned(), script))
}

/// What figures need beside the base as a classic script, under the name that the loader asks for.
fn chunk_script(chunk: &str, path: &Path) -> Result<(String, String)> {
    let bytes = STANDARD.encode(files::read(path)?);
    let script = format!("(window.workbookChunks ??= {{}})[\"{chunk}\"] = \"{bytes}\";\n");
    Ok((format!("figures-portable-{chunk}.js"), script))
}

/// One classic script a file that figures fetch, under the name that the loader asks for.
fn data_scripts(data: &[(String, PathBuf)]) -> Result<Vec<(String, String)>> {
    let mut scripts = Vec::new();
    for (name, path) in data {
        let bytes = STANDARD.encode(files::read(path)?);
        let script = format!("(window.workbookData ??= {{}})[\"{name}\"] = \"{bytes}\";\n");
        scripts.push((format!("data-portable-{name}.js"), script));
    }
    Ok(scripts)
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

fn pack(site: &Path, scripts: &[(String, String)], archive: &Path) -> Result<()> {
    let file = File::create(archive)
        .with_context(|| format!("{} cannot be written", archive.display()))?;
    let mut zip = ZipWriter::new(file);
    let options = SimpleFileOptions::default();
    for path in files::list(site)? {
        let name = files::with_slashes(&path);
        // A service worker cannot run on file://, .nojekyll only speaks to GitHub Pages, and a page
        // from a disk cannot hand a runtime to the frame in which programs run.
        let is_runtime = name.starts_with(&format!("assets/{}", runtimes::PREFIX));
        if name == "sw.js" || name == ".nojekyll" || is_runtime {
            continue;
        }
        zip.start_file(format!("{FOLDER}/{name}"), options)?;
        zip.write_all(&files::read(&site.join(&path))?)?;
    }
    for (name, script) in scripts {
        zip.start_file(format!("{FOLDER}/assets/{name}"), options)?;
        zip.write_all(script.as_bytes())?;
    }
    zip.finish()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_figures_fetch_becomes_scripts_under_their_names() {
        let folder = std::env::temp_dir().join(format!("workbook-data-{}", std::process::id()));
        let file = folder.join("ports.txt");
        files::write(&file, b"http 80\n").unwrap();
        let script = "(window.workbookData ??= {})[\"ports.txt\"] = \"aHR0cCA4MAo=\";\n";
        let expected = ("data-portable-ports.txt.js".to_owned(), script.to_owned());
        assert_eq!(data_scripts(&[("ports.txt".to_owned(), file)]).unwrap(), [expected]);
        files::remove_folder(&folder).unwrap();
    }

    #[test]
    fn any_text_is_a_javascript_string() {
        assert_eq!(javascript_string("key\t\"a\\b\"\n한글"), "\"key\t\\\"a\\\\b\\\"\\n한글\"");
        assert_eq!(javascript_string("\u{2028}"), "\"\\u2028\"");
    }
}
