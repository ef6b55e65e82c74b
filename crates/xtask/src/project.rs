//! Where everything is: the checkout, and the folders that a build fills.

use crate::arguments::Edition;
use crate::files;
use anyhow::{Context, Result};
use std::env;
use std::path::{Path, PathBuf};

/// The paths of one checkout. Everything a build writes lies under `target`.
#[derive(Clone, Debug)]
pub(crate) struct Project {
    pub(crate) root: PathBuf,
    pub(crate) target: PathBuf,
}

impl Project {
    /// The checkout that this program was compiled from.
    pub(crate) fn find() -> Result<Self> {
        // Cargo sets the variable when it runs us; a bare `target/debug/xtask` falls back to the
        // path it was compiled at.
        let package = env::var("CARGO_MANIFEST_DIR")
            .unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").to_owned());
        let root = Path::new(&package)
            .ancestors()
            .nth(2)
            .context("crates/xtask has no checkout around it")?
            .to_path_buf();
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => root.join(folder),
            None => root.join("target"),
        };
        Ok(Self { root, target })
    }

    /// The templates, the styles and the browser's scripts.
    pub(crate) fn theme(&self) -> PathBuf {
        self.root.join("book/theme")
    }

    /// The figures, each with its style beside it.
    pub(crate) fn figure_sources(&self) -> PathBuf {
        self.root.join("crates/figures/src")
    }

    /// What figures fetch when they need it, as they know it: each file's name and its place.
    pub(crate) fn data(&self) -> Result<Vec<(String, PathBuf)>> {
        let folder = self.root.join("book/data");
        let files = files::list(&folder)?.into_iter();
        // The scripts that wrote the data lie beside it.
        let data = files.filter(|path| path.extension().is_none_or(|ending| ending != "mjs"));
        Ok(data.map(|path| (files::with_slashes(&path), folder.join(path))).collect())
    }

    /// The figures as the browser loads them: glue and wasm.
    pub(crate) fn figures(&self) -> PathBuf {
        self.target.join("figures")
    }

    /// The same, for pages that are opened from a disk.
    pub(crate) fn figures_portable(&self) -> PathBuf {
        self.target.join("figures-portable")
    }

    /// The same program uncut, which tests compare it with.
    pub(crate) fn figures_whole(&self) -> PathBuf {
        self.target.join("figures-whole")
    }

    /// What readers' programs run on, bundled.
    pub(crate) fn runtimes(&self) -> PathBuf {
        self.target.join("runtimes")
    }

    /// What the figures say: a table a section and language.
    pub(crate) fn words(&self) -> PathBuf {
        self.target.join("words")
    }

    /// The finished site. The instructor's lies elsewhere, so that nobody publishes it by mistake.
    pub(crate) fn site(&self, edition: Edition) -> PathBuf {
        self.target.join(match edition {
            Edition::Learners => "site",
            Edition::Instructors => "site-instructor",
        })
    }

    /// The site being built; it takes the place of `site` only when it is whole.
    pub(crate) fn site_next(&self) -> PathBuf {
        self.target.join("site-next")
    }

    /// A copy of the site that stays as it is while a browser looks at it.
    pub(crate) fn site_tested(&self) -> PathBuf {
        self.target.join("site-tested")
    }

    pub(crate) fn portable_zip(&self, edition: Edition) -> PathBuf {
        self.target.join(match edition {
            Edition::Learners => "socket-workbook.zip",
            Edition::Instructors => "socket-workbook-instructor.zip",
        })
    }

    /// A path as the reader of a message knows it: relative to the checkout.
    pub(crate) fn shown<'a>(&self, path: &'a Path) -> std::path::Display<'a> {
        path.strip_prefix(&self.root).unwrap_or(path).display()
    }
}
