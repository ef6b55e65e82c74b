//! The service worker's lists: which files are kept at once, which while a language is read, and
//! which on first use. Rules over what names what and over names decide, so no list is typed.
//!
//! Invariant: every file of the site is in exactly one list.

use crate::files;
use crate::runtimes;
use anyhow::{Context, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

/// Files above this length, such as a runtime for readers' programs, are not fetched unasked.
const LARGE_LEN: usize = 4 << 20;

/// What begins the names of assets that only some readers ever use.
const ON_DEMAND: [&str; 2] = ["data-", runtimes::PREFIX];

/// The lists that the template may name as `@files(NAME)`, beside one for each language.
const SHELL: &str = "shell";
const FIGURES: &str = "figures";
const DEMAND: &str = "demand";

/// The service worker with the site's version and its lists of files filled in.
pub(crate) fn filled_in(template: &str, site: &Path, languages: &[&str]) -> Result<String> {
    let mut contents = BTreeMap::new();
    for path in files::list(site)? {
        contents.insert(files::with_slashes(&path), files::read(&site.join(&path))?);
    }
    let mut parts = vec![template.as_bytes()];
    parts.extend(contents.iter().flat_map(|(name, content)| [name.as_bytes(), content]));
    let version = files::fingerprint(parts);
    let mut worker = template.replace("@version", &version[..16]);
    let lists = [SHELL, FIGURES, DEMAND].into_iter().chain(languages.iter().copied());
    let sorted = sorted(&contents, languages)?;
    for list in lists {
        let names = sorted.iter().filter(|(_, sorted)| *sorted == list).map(|(name, _)| *name);
        worker = worker.replace(&format!("@files({list})"), &json_list(names));
    }
    Ok(worker)
}

/// Every file with the list that it belongs to.
fn sorted<'a>(
    contents: &'a BTreeMap<String, Vec<u8>>,
    languages: &[&'a str],
) -> Result<Vec<(&'a str, &'a str)>> {
    let shell = shell(contents, languages)?;
    // What begins with a point is for hosts, and many of them do not give it out.
    let is_hidden = |name: &str| name.split('/').any(|part| part.starts_with('.'));
    let shown = contents.iter().filter(|(name, _)| !is_hidden(name));
    let list = |(name, content): (&'a String, &Vec<u8>)| {
        let spoken = |language: &&&str| {
            name.starts_with(&format!("{language}/")) || name.contains(&format!(".{language}."))
        };
        let plain = name.strip_prefix("assets/").unwrap_or(name);
        let list = if shell.contains(name.as_str()) {
            SHELL
        } else if content.len() > LARGE_LEN
            || ON_DEMAND.iter().any(|begin| plain.starts_with(begin))
        {
            DEMAND
        } else {
            languages.iter().find(spoken).copied().unwrap_or(FIGURES)
        };
        (name.as_str(), list)
    };
    Ok(shown.map(list).collect())
}

/// What every page needs: the pages beside the languages, what these and the languages' first
/// pages name, and what a style sheet among that names in turn. What a script names it loads when
/// it needs it.
fn shell<'a>(
    contents: &'a BTreeMap<String, Vec<u8>>,
    languages: &[&str],
) -> Result<BTreeSet<&'a str>> {
    let mut shell: BTreeSet<&str> =
        contents.keys().map(String::as_str).filter(|name| !name.contains('/')).collect();
    let firsts = languages.iter().map(|language| {
        let name = format!("{language}/index.html");
        contents.get(&name).with_context(|| format!("the site has no {name}"))
    });
    let mut naming = firsts.collect::<Result<Vec<_>>>()?;
    naming.extend(shell.iter().map(|name| &contents[*name]));
    while let Some(text) = naming.pop() {
        let text = String::from_utf8_lossy(text);
        for (name, content) in contents {
            let is_named = name.strip_prefix("assets/").is_some_and(|plain| text.contains(plain));
            if is_named && shell.insert(name) && Path::new(name).extension() == Some("css".as_ref())
            {
                naming.push(content);
            }
        }
    }
    Ok(shell)
}

/// A JSON array of file names, which hold nothing that JSON must escape but `"` and `\`.
fn json_list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut list = String::from("[");
    for (index, name) in names.enumerate() {
        let comma = if index == 0 { "" } else { "," };
        let name = name.replace('\\', "\\\\").replace('"', "\\\"");
        let _ = write!(list, "{comma}\"{name}\"");
    }
    list.push(']');
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_lists_are_json() {
        let names = ["en/a.html", "en/\"b\".html"];
        assert_eq!(json_list(names.into_iter()), r#"["en/a.html","en/\"b\".html"]"#);
        assert_eq!(json_list(std::iter::empty()), "[]");
    }

    fn site() -> BTreeMap<String, Vec<u8>> {
        let large = "x".repeat(LARGE_LEN + 1);
        let files = [
            (".nojekyll", ""),
            ("index.html", "assets/root-1.js"),
            ("404.html", "../assets/page-1.css"),
            ("en/index.html", "../assets/page-1.css ../assets/page-1.js"),
            ("en/.nojekyll", ""),
            ("en/life.html", "../assets/page-1.css ../assets/life-1.css"),
            ("ko/index.html", "../assets/page-1.css ../assets/page-1.js"),
            ("assets/page-1.css", "url(font-1.woff2)"),
            ("assets/page-1.js", "loader-1.js"),
            ("assets/root-1.js", ""),
            ("assets/font-1.woff2", ""),
            ("assets/life-1.css", ""),
            ("assets/loader-1.js", ""),
            ("assets/base-1.wasm", ""),
            ("assets/words-life-1.en.txt", ""),
            ("assets/words-life-1.ko.txt", ""),
            ("assets/data-ports-1.txt", ""),
            ("assets/python-1.wasm", &large),
        ];
        files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).into()
    }

    #[test]
    fn each_file_has_its_list() {
        let site = site();
        let sorted = sorted(&site, &["en", "ko"]).unwrap();
        let check = |list: &str, expected: &str| {
            let names = sorted.iter().filter(|row| row.1 == list).map(|row| row.0);
            assert_eq!(names.collect::<Vec<_>>().join(" "), expected, "{list}");
        };
        check(
            "shell",
            "404.html assets/font-1.woff2 assets/page-1.css assets/page-1.js assets/root-1.js \
             index.html",
        );
        check("en", "assets/words-life-1.en.txt en/index.html en/life.html");
        check("ko", "assets/words-life-1.ko.txt ko/index.html");
        check("figures", "assets/base-1.wasm assets/life-1.css assets/loader-1.js");
        check("demand", "assets/data-ports-1.txt assets/python-1.wasm");
    }

    #[test]
    fn a_version_is_one_content() {
        let folder = std::env::temp_dir().join(format!("workbook-worker-{}", std::process::id()));
        files::remove_folder(&folder).unwrap();
        files::write(&folder.join("en/index.html"), b"one").unwrap();
        let template = "v=@version en=@files(en) shell=@files(shell)";
        let first = filled_in(template, &folder, &["en"]).unwrap();
        assert!(first.ends_with(r#"en=["en/index.html"] shell=[]"#), "{first}");
        files::write(&folder.join("en/index.html"), b"two").unwrap();
        let second = filled_in(template, &folder, &["en"]).unwrap();
        assert_ne!(first, second, "another content is another version");
        files::remove_folder(&folder).unwrap();
    }
}
