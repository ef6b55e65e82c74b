//! The command behind `cargo xtask build`: `words`, `build` and `po`.

#![forbid(unsafe_code)]

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use figure_kit::documentation;
use figures::registry;
use mdbook_workbook::book::Edition;
use mdbook_workbook::language::LANGUAGES;
use mdbook_workbook::{book, translation};

const USAGE: &str = "\
usage: mdbook-workbook figures [NAME]
       mdbook-workbook words --out DIR
       mdbook-workbook build --theme DIR --site DIR [--edition instructor]
       mdbook-workbook po
Run it in the folder that holds book.toml.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<()> {
    let option = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name);
        at.and_then(|at| arguments.get(at + 1)).map(PathBuf::from).context(USAGE)
    };
    let root = Path::new(".");
    match arguments.first().map(String::as_str) {
        Some("words") => write_words(&option("--out")?),
        Some("build") => {
            let edition = match option("--edition") {
                Err(_) => Edition::Learners,
                Ok(name) if name == Path::new("instructor") => Edition::Instructors,
                Ok(name) => bail!("no edition is called `{}`\n{USAGE}", name.display()),
            };
            book::build(root, &option("--theme")?, &option("--site")?, edition)
        }
        Some("figures") => say_figures(arguments.get(1).map(String::as_str)),
        Some("po") => translation::update(root),
        _ => bail!(USAGE),
    }
}

/// Prints what the fences of a figure, or of all, may hold.
fn say_figures(wanted: Option<&str>) -> Result<()> {
    let names: Vec<&str> = registry::names().collect();
    let chosen = match wanted {
        Some(name) if !names.contains(&name) => {
            bail!("no figure is called `{name}`; there are: {}", names.join(", "))
        }
        Some(name) => vec![name],
        None => names,
    };
    for figure in chosen.iter().filter_map(|name| Some((name, registry::create(name)?))) {
        println!("{}", documentation::of(figure.0, figure.1.as_ref()));
    }
    Ok(())
}

fn write_words(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder)
        .with_context(|| format!("{} cannot be made", folder.display()))?;
    for language in &LANGUAGES {
        for section in registry::sections() {
            let path = folder.join(format!("words-{}.{}.txt", section.name, language.tag));
            std::fs::write(&path, section.text(language.words()))
                .with_context(|| format!("{} cannot be written", path.display()))?;
        }
    }
    Ok(())
}
