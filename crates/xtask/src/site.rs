//! The whole site: figures, words, assets, both languages, the root page, the service worker.
//!
//! Invariant: `target/site` is always a whole site. A build works in `target/site-next` and takes
//! its place at the end, so a broken chapter never leaves half a book behind.

use crate::arguments::Edition;
use crate::assets::Assets;
use crate::cargo;
use crate::exercises;
use crate::files;
use crate::progress;
use crate::progress_program;
use crate::project::Project;
use crate::runtimes;
use crate::service_worker;
use crate::slim::BASE;
use crate::wasm::{self, Effort, Glue};
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

const LANGUAGES: [&str; 2] = ["en", "ko"];

/// Templates of pages that lie beside the languages and are not rendered by mdBook.
const ROOT_PAGES: [(&str, &str); 2] = [("root.html", "index.html"), ("404.html", "404.html")];

/// Builds everything that changed, then the site.
pub(crate) fn build(project: &Project, effort: Effort, edition: Edition) -> Result<()> {
    build_programs(project, effort)?;
    assemble(project, edition)
}

/// Compiles what Rust code stands behind the site: the renderer and the figures.
pub(crate) fn build_programs(project: &Project, effort: Effort) -> Result<()> {
    // The two write to different folders of `target`, so Cargo lets them run side by side.
    std::thread::scope(|scope| {
        let figures = scope.spawn(|| {
            let folder = project.figures();
            progress::step("figures", || wasm::build(project, &folder, Glue::Module, effort))?;
            progress::step("progress", || progress_program::build(project, effort))?;
            progress::step("runtimes", || runtimes::build(project, effort))
        });
        let renderer = progress::step("renderer", || cargo::build_renderer(project));
        let figures = figures.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        renderer.and(figures)
    })?;
    progress::step("words", || {
        let folder = project.words();
        files::remove_folder(&folder)?;
        let arguments = ["words", "--out", &folder.to_string_lossy()];
        cargo::renderer(project, "the figures' words could not be written", &arguments)
    })
}

/// Puts the site together from the compiled programs, the theme and the chapters.
pub(crate) fn assemble(project: &Project, edition: Edition) -> Result<()> {
    let next = project.site_next();
    files::remove_folder(&next)?;
    let templates = progress::step("assets", || write_assets(project, &next))?;
    progress::step("book", || {
        let theme = project.target.join("theme");
        let (theme, next) = (theme.to_string_lossy(), next.to_string_lossy());
        let mut arguments = vec!["build", "--theme", &theme, "--site", &next];
        if edition == Edition::Instructors {
            arguments.extend(["--edition", "instructor"]);
        }
        cargo::renderer(project, "the book could not be rendered", &arguments)
    })?;
    write_root(&templates, &next)?;
    exercises::write(project, &next)?;
    replace(&next, &project.site(edition))
}

/// Prints what the fences of a figure, or of all, may hold.
pub(crate) fn say_figures(project: &Project, name: Option<&str>) -> Result<()> {
    cargo::build_renderer(project)?;
    let arguments: Vec<&str> = std::iter::once("figures").chain(name).collect();
    cargo::renderer(project, "the figures could not be listed", &arguments)
}

/// Brings the Korean catalogue up to date with the English chapters.
pub(crate) fn update_translations(project: &Project) -> Result<()> {
    progress::step("renderer", || cargo::build_renderer(project))?;
    cargo::renderer(project, "book/po/ko.po could not be brought up to date", &["po"])
}

/// Writes hashed assets into the site and resolved templates into `target/theme`.
///
/// Gives back the resolved texts that mdBook does not take: root pages and the service worker.
fn write_assets(project: &Project, site: &Path) -> Result<Vec<(String, String)>> {
    let theme = project.theme();
    let mut assets = Assets::default();
    assets.add_theme(&theme)?;
    assets.add_styles(&project.figure_sources())?;
    let figures = project.figures();
    assets.add(wasm::GLUE, files::read(&figures.join(wasm::GLUE))?)?;
    let base = wasm::file_name(BASE);
    assets.add(&base, files::read(&figures.join(&base))?)?;
    for (chunk, path) in wasm::chunks(&figures, &figures)? {
        assets.add(&wasm::file_name(&chunk), files::read(&path)?)?;
    }
    runtimes::add(project, &mut assets)?;
    progress_program::add(project, &mut assets)?;
    assets.add_text(wasm::NEEDS, files::read_text(&figures.join(wasm::NEEDS))?);
    for path in files::list(&project.words())? {
        assets.add(&files::with_slashes(&path), files::read(&project.words().join(&path))?)?;
    }
    for (name, path) in project.data()? {
        assets.add(&format!("data-{name}"), files::read(&path)?)?;
    }
    let hashed = assets.hash()?;
    hashed.write(&site.join("assets"))?;
    let resolved_theme = project.target.join("theme");
    files::remove_folder(&resolved_theme)?;
    let mut ours = Vec::new();
    for path in files::list(&theme)? {
        let name = files::with_slashes(&path);
        // Folders hold assets and the parts of bundles; templates lie beside them.
        if name.contains('/') {
            continue;
        }
        let text = hashed
            .resolve(&files::read_text(&theme.join(&path))?, &format!("book/theme/{name}"))?;
        if Path::new(&name).extension().is_some_and(|ending| ending == "hbs") {
            files::write(&resolved_theme.join(&path), text.as_bytes())?;
        } else {
            ours.push((name, text));
        }
    }
    Ok(ours)
}

/// Writes the pages beside the languages, and last the service worker, which lists all files.
fn write_root(templates: &[(String, String)], site: &Path) -> Result<()> {
    let text_of = |wanted: &str| {
        let found = templates.iter().find(|(name, _)| name == wanted);
        found.map(|(_, text)| text).with_context(|| format!("book/theme/{wanted} is missing"))
    };
    for (template, page) in ROOT_PAGES {
        files::write(&site.join(page), text_of(template)?.as_bytes())?;
    }
    // GitHub Pages would otherwise leave out files whose names begin with an underscore.
    files::write(&site.join(".nojekyll"), b"")?;
    let worker = service_worker::filled_in(text_of("sw.js")?, site, &LANGUAGES)?;
    files::write(&site.join("sw.js"), worker.as_bytes())
}

/// Puts the finished folder in the place of the old one.
fn replace(next: &Path, site: &Path) -> Result<()> {
    let old = site.with_extension("old");
    files::remove_folder(&old)?;
    if site.exists() {
        fs::rename(site, &old).context("the old site cannot be moved away")?;
    }
    fs::rename(next, site).context("the new site cannot be put in place")?;
    files::remove_folder(&old)
}
