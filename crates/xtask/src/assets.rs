//! Assets and templates: each asset is named after its content, and `@asset(NAME)` in a text says
//! where that name went. `@assets(words-*.txt)` is a JSON object of all that fit, under what stands
//! in the place of the star, and `@text(NAME)` is a text that the build made, as it stands.
//!
//! Invariant: a hashed name changes when the content, or anything the content refers to, changes.

use crate::files;
use anyhow::{Context, Result, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What begins a reference to one asset, to several, and to a text; `)` ends it.
const ONE: &str = "@asset(";
const SEVERAL: &str = "@assets(";
const TEXT: &str = "@text(";

/// How many hexadecimal digits of the content's hash go into a name.
const HASH_DIGITS: usize = 8;

/// Files with these endings are read as text and may refer to assets.
const TEXTS: [&str; 6] = ["css", "html", "js", "json", "svg", "webmanifest"];

/// Every asset under its plain name, with references still unresolved.
#[derive(Debug, Default)]
pub(crate) struct Assets {
    sources: BTreeMap<String, Vec<u8>>,
    /// Those that are taken as they are, whatever their names end in.
    plain: BTreeSet<String>,
    texts: BTreeMap<String, String>,
}

/// Every asset with its references resolved and its final name.
#[derive(Debug, Default)]
pub(crate) struct Hashed {
    /// From the plain name to the final name and the final content.
    finished: BTreeMap<String, (String, Vec<u8>)>,
    texts: BTreeMap<String, String>,
}

impl Assets {
    pub(crate) fn add(&mut self, name: &str, content: Vec<u8>) -> Result<()> {
        match self.sources.insert(name.to_owned(), content) {
            None => Ok(()),
            Some(_) => bail!("two assets are called {name}: rename one"),
        }
    }

    /// Adds what somebody else's tools wrote: it refers to no asset, whatever stands in it.
    pub(crate) fn add_plain(&mut self, name: &str, content: Vec<u8>) -> Result<()> {
        self.plain.insert(name.to_owned());
        self.add(name, content)
    }

    /// Adds a text that stands in others and is no file of its own.
    pub(crate) fn add_text(&mut self, name: &str, text: String) {
        self.texts.insert(name.to_owned(), text);
    }

    /// Adds every file of `theme/assets`; a `NAME.bundle` becomes the NAME it lists the parts of.
    pub(crate) fn add_theme(&mut self, theme: &Path) -> Result<()> {
        let folder = theme.join("assets");
        for path in files::list(&folder)? {
            let name = files::with_slashes(&path);
            if name.contains('/') {
                bail!("{}/{name}: assets lie in one flat folder", folder.display());
            }
            match name.strip_suffix(".bundle") {
                Some(whole) => self.add(whole, joined(theme, &folder.join(&path))?)?,
                None => self.add(&name, files::read(&folder.join(&path))?)?,
            }
        }
        Ok(())
    }

    /// Adds the styles that stand beside figures: all sheets of `GROUP/NAME` become one
    /// `style-NAME.css`, called as the words of the figure are.
    pub(crate) fn add_styles(&mut self, figures: &Path) -> Result<()> {
        let mut sheets: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        for path in files::list(figures)? {
            let folder = path.parent().and_then(Path::file_name).and_then(|name| name.to_str());
            let is_sheet = path.extension().is_some_and(|ending| ending == "css");
            if let (true, Some(folder)) = (is_sheet, folder) {
                let sheet = sheets.entry(folder.replace('_', "-")).or_default();
                sheet.extend(files::read(&figures.join(&path))?);
                sheet.push(b'\n');
            }
        }
        sheets
            .into_iter()
            .try_for_each(|(name, sheet)| self.add(&format!("style-{name}.css"), sheet))
    }

    /// Resolves references inside assets, deepest first, and gives each asset its final name.
    pub(crate) fn hash(&self) -> Result<Hashed> {
        let mut hashed = Hashed { texts: self.texts.clone(), ..Hashed::default() };
        for name in self.sources.keys() {
            self.finish(name, &mut Vec::new(), &mut hashed)?;
        }
        Ok(hashed)
    }

    fn finish(&self, name: &str, path: &mut Vec<String>, hashed: &mut Hashed) -> Result<()> {
        if hashed.finished.contains_key(name) {
            return Ok(());
        }
        if path.iter().any(|earlier| earlier == name) {
            bail!("assets refer to each other in a circle: {} -> {name}", path.join(" -> "));
        }
        let source = self.sources.get(name).with_context(|| self.unknown(name, path.last()))?;
        path.push(name.to_owned());
        let text = if self.plain.contains(name) { None } else { text_of(name, source)? };
        let content = match text {
            None => source.clone(),
            Some(text) => {
                for reference in references(text, name)? {
                    match reference {
                        Reference::One(wanted) => self.finish(wanted, path, hashed)?,
                        Reference::Text(_) => {}
                        Reference::Several(pattern) => {
                            for wanted in self.sources.keys().filter(|key| pattern.fits(key)) {
                                self.finish(wanted, path, hashed)?;
                            }
                        }
                    }
                }
                hashed.resolve(text, name)?.into_bytes()
            }
        };
        path.pop();
        let final_name = with_hash(name, &content);
        hashed.finished.insert(name.to_owned(), (final_name, content));
        Ok(())
    }

    fn unknown(&self, name: &str, place: Option<&String>) -> String {
        let place = place.map_or("a template", String::as_str);
        let known: Vec<_> = self.sources.keys().map(String::as_str).collect();
        format!("{place} names @asset({name}), which is not one of: {}", known.join(", "))
    }
}

impl Hashed {
    /// `text` with each `@asset(NAME)` replaced by the asset's final name; `place` is for messages.
    pub(crate) fn resolve(&self, text: &str, place: &str) -> Result<String> {
        let mut resolved = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, reference, after)) = next_reference(rest, place)? {
            resolved.push_str(before);
            match reference {
                Reference::One(name) => resolved.push_str(self.final_name(name, place)?),
                Reference::Several(pattern) => resolved.push_str(&self.all(pattern)),
                Reference::Text(name) => {
                    let text = self.texts.get(name).with_context(|| {
                        format!("{place} names @text({name}), which the build does not make")
                    })?;
                    resolved.push_str(text);
                }
            }
            rest = after;
        }
        resolved.push_str(rest);
        Ok(resolved)
    }

    fn final_name(&self, name: &str, place: &str) -> Result<&str> {
        if let Some((final_name, _)) = self.finished.get(name) {
            return Ok(final_name);
        }
        let known: Vec<_> = self.finished.keys().map(String::as_str).collect();
        bail!("{place} names @asset({name}), which is not one of: {}", known.join(", "))
    }

    /// The final names of all that fit, as a JSON object. Names hold nothing that JSON escapes.
    fn all(&self, pattern: Pattern<'_>) -> String {
        let fitting = self.finished.iter().filter_map(|(name, (final_name, _))| {
            pattern.star(name).map(|star| format!("\"{star}\":\"{final_name}\""))
        });
        let fitting: Vec<String> = fitting.collect();
        format!("{{{}}}", fitting.join(","))
    }

    /// Writes every asset into `folder` under its final name.
    pub(crate) fn write(&self, folder: &Path) -> Result<()> {
        for (name, content) in self.finished.values() {
            files::write(&folder.join(name), content)?;
        }
        Ok(())
    }
}

/// The files that a bundle lists, one path below the theme a line, one after another.
fn joined(theme: &Path, bundle: &Path) -> Result<Vec<u8>> {
    let mut whole = Vec::new();
    for part in files::read_text(bundle)?.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let bytes = files::read(&theme.join(part))
            .with_context(|| format!("{} lists `{part}`", bundle.display()))?;
        whole.extend_from_slice(&bytes);
        whole.push(b'\n');
    }
    Ok(whole)
}

/// The content as text, when the name says that it is text.
fn text_of<'a>(name: &str, content: &'a [u8]) -> Result<Option<&'a str>> {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    if !TEXTS.contains(&ending) {
        return Ok(None);
    }
    let text = std::str::from_utf8(content).with_context(|| format!("{name} is not UTF-8"))?;
    Ok(Some(text))
}

/// What a text refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reference<'a> {
    One(&'a str),
    Several(Pattern<'a>),
    Text(&'a str),
}

/// A name with a star in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Pattern<'a> {
    before: &'a str,
    after: &'a str,
}

impl Pattern<'_> {
    /// What stands in the place of the star, if the name fits.
    fn star<'n>(&self, name: &'n str) -> Option<&'n str> {
        let star = name.strip_prefix(self.before)?.strip_suffix(self.after)?;
        (!star.is_empty()).then_some(star)
    }

    fn fits(&self, name: &str) -> bool {
        self.star(name).is_some()
    }
}

/// What `text` refers to, in order.
fn references<'a>(text: &'a str, place: &str) -> Result<Vec<Reference<'a>>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, reference, after)) = next_reference(rest, place)? {
        found.push(reference);
        rest = after;
    }
    Ok(found)
}

/// The text before the next reference, the reference, and the text after it.
fn next_reference<'a>(
    text: &'a str,
    place: &str,
) -> Result<Option<(&'a str, Reference<'a>, &'a str)>> {
    let tokens = [ONE, SEVERAL, TEXT].into_iter();
    let first = tokens.filter_map(|token| Some((text.find(token)?, token))).min();
    let Some((at, token)) = first else { return Ok(None) };
    let Some((inside, after)) = text[at + token.len()..].split_once(')') else {
        bail!("{place}: `{token}` without its `)`");
    };
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let sound = |name: &str| name.chars().all(plain);
    let reference = match (token, inside.split_once('*')) {
        (ONE, None) if !inside.is_empty() && sound(inside) => Reference::One(inside),
        (SEVERAL, Some((before, after))) if sound(before) && sound(after) => {
            Reference::Several(Pattern { before, after })
        }
        (TEXT, None) if !inside.is_empty() && sound(inside) => Reference::Text(inside),
        (ONE | TEXT, _) => bail!("{place}: `{token}{inside})` does not hold a file's name"),
        _ => bail!("{place}: `{SEVERAL}{inside})` does not hold a file's name with one `*`"),
    };
    Ok(Some((&text[..at], reference, after)))
}

/// `page.css` with its content's hash: `page-1a2b3c4d.css`.
fn with_hash(name: &str, content: &[u8]) -> String {
    let hash = &files::fingerprint([content])[..HASH_DIGITS];
    match name.split_once('.') {
        Some((stem, endings)) => format!("{stem}-{hash}.{endings}"),
        None => format!("{name}-{hash}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assets(sources: &[(&str, &str)]) -> Assets {
        let mut assets = Assets::default();
        for (name, content) in sources {
            assets.add(name, content.as_bytes().to_vec()).unwrap();
        }
        assets
    }

    fn final_name(hashed: &Hashed, name: &str) -> String {
        hashed.resolve(&format!("@asset({name})"), "test").unwrap()
    }

    #[test]
    fn a_name_carries_the_contents_hash() {
        let hashed = assets(&[("page.css", "a {}"), ("words.ko.txt", "x")]).hash().unwrap();
        let name = final_name(&hashed, "page.css");
        assert_eq!((&name[..5], &name[13..]), ("page-", ".css"));
        assert_eq!(name.len(), "page-12345678.css".len());
        assert!(final_name(&hashed, "words.ko.txt").ends_with(".ko.txt"));
    }

    #[test]
    fn a_change_below_changes_every_name_above() {
        let names = |deepest: &str| {
            let sources =
                [("a.js", "@asset(b.js)"), ("b.js", "@asset(c.wasm)"), ("c.wasm", deepest)];
            let hashed = assets(&sources).hash().unwrap();
            final_name(&hashed, "a.js")
        };
        assert_eq!(names("1"), names("1"));
        assert_ne!(names("1"), names("2"));
    }

    #[test]
    fn a_reference_becomes_the_file_s_name_alone() {
        let hashed = assets(&[("page.css", "a {}")]).hash().unwrap();
        let name = final_name(&hashed, "page.css");
        let html = hashed.resolve("<link href=\"../assets/@asset(page.css)\">", "x.hbs").unwrap();
        assert_eq!(html, format!("<link href=\"../assets/{name}\">"));
    }

    #[test]
    fn a_star_names_all_that_fit_and_changes_with_each() {
        let loader = |words: &str| {
            let sources = [
                ("loader.js", "words = @assets(words-*.en.txt);"),
                ("words-a.en.txt", words),
                ("words-a.ko.txt", "x"),
                ("words-b-c.en.txt", "x"),
            ];
            let hashed = assets(&sources).hash().unwrap();
            hashed.finished["loader.js"].clone()
        };
        let (name, content) = loader("x");
        let [a, bc] = ["words-a.en.txt", "words-b-c.en.txt"].map(|name| with_hash(name, b"x"));
        let expected = format!("words = {{\"a\":\"{a}\",\"b-c\":\"{bc}\"}};");
        assert_eq!(String::from_utf8(content).unwrap(), expected);
        assert_ne!(loader("y").0, name);
        assert_eq!(Hashed::default().resolve("@assets(data-*)", "a.js").unwrap(), "{}");
    }

    #[test]
    fn a_text_stands_where_it_is_named_and_changes_the_name() {
        let loader = |text: &str| {
            let mut assets = assets(&[("a.js", "x = @text(table.json);")]);
            assets.add_text("table.json", text.to_owned());
            assets.hash().unwrap().finished["a.js"].clone()
        };
        assert_eq!(loader("{}").1, b"x = {};");
        assert_ne!(loader("{}").0, loader("[]").0);
        let error = assets(&[("a.js", "@text(b)")]).hash().unwrap_err().to_string();
        assert_eq!(error, "a.js names @text(b), which the build does not make");
    }

    #[test]
    fn mistakes_are_named() {
        let error = |sources: &[(&str, &str)]| assets(sources).hash().unwrap_err().to_string();
        assert_eq!(
            error(&[("a.js", "@asset(b.js)"), ("b.js", "@asset(a.js)")]),
            "assets refer to each other in a circle: a.js -> b.js -> a.js"
        );
        assert_eq!(
            error(&[("a.js", "@asset(c.js)")]),
            "a.js names @asset(c.js), which is not one of: a.js"
        );
        assert_eq!(error(&[("a.js", "@asset(b.js")]), "a.js: `@asset(` without its `)`");
        assert_eq!(
            error(&[("a.js", "@asset(../b.js)")]),
            "a.js: `@asset(../b.js)` does not hold a file's name"
        );
        assert_eq!(
            error(&[("a.js", "@assets(b.js)")]),
            "a.js: `@assets(b.js)` does not hold a file's name with one `*`"
        );
    }

    #[test]
    fn a_bundle_is_its_parts_in_order() {
        let theme = std::env::temp_dir().join(format!("workbook-bundle-{}", std::process::id()));
        files::write(&theme.join("css/a.css"), b"a {}").unwrap();
        files::write(&theme.join("css/b.css"), b"b {}").unwrap();
        files::write(&theme.join("assets/all.css.bundle"), b"css/b.css\ncss/a.css\n").unwrap();
        let mut assets = Assets::default();
        assets.add_theme(&theme).unwrap();
        assert_eq!(assets.sources["all.css"], b"b {}\na {}\n");
        files::write(&theme.join("assets/all.css.bundle"), b"css/none.css").unwrap();
        let error = Assets::default().add_theme(&theme).unwrap_err();
        assert!(error.to_string().ends_with("all.css.bundle lists `css/none.css`"), "{error}");
        files::remove_folder(&theme).unwrap();
    }

    #[test]
    fn bytes_are_left_alone() {
        let hashed = assets(&[("a.png", "@asset(nothing.js)")]).hash().unwrap();
        assert_eq!(hashed.finished["a.png"].1, b"@asset(nothing.js)");
    }
}
