//! From a URL's path to an answer: the file, its type, a redirect, or the page that says no.
//!
//! Invariant: no path leads out of the site's folder.

use std::path::{Path, PathBuf};

/// What a path of the site stands for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found {
    File(PathBuf),
    /// A folder named without its slash, under which relative links would point elsewhere.
    Redirect(String),
    Missing,
}

/// Looks up a request's target (`/en/page.html?f.key=x`) below `site`.
pub(crate) fn find(site: &Path, target: &str) -> Found {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let Some(decoded) = percent_decoded(path) else { return Found::Missing };
    let mut place = site.to_path_buf();
    for part in decoded.split('/').filter(|part| !part.is_empty()) {
        if part == ".." || part == "." || part.contains(['\\', '\0', ':']) {
            return Found::Missing;
        }
        place.push(part);
    }
    if place.is_dir() {
        if !path.ends_with('/') {
            return Found::Redirect(format!("/{}/", path.trim_start_matches('/')));
        }
        place.push("index.html");
    } else if path.ends_with('/') {
        return Found::Missing;
    }
    if place.is_file() { Found::File(place) } else { Found::Missing }
}

/// The text behind `%XX`, or nothing when it is not UTF-8 or an escape is cut short.
fn percent_decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        if first == b'%' {
            let digits = std::str::from_utf8(after.get(..2)?).ok()?;
            if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
                return None;
            }
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = &after[2..];
        } else {
            bytes.push(first);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok()
}

/// The `Content-Type` of a file, by its name.
pub(crate) fn content_type(path: &Path) -> &'static str {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("wasm") => "application/wasm",
        Some("txt") => "text/plain; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("webmanifest") => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files;

    #[test]
    fn paths_lead_to_files_and_never_out() {
        let folder = std::env::temp_dir().join(format!("workbook-static-{}", std::process::id()));
        let site = folder.join("site");
        files::write(&folder.join("secret.txt"), b"no").unwrap();
        files::write(&site.join("en/index.html"), b"yes").unwrap();
        files::write(&site.join("en/소켓.html"), b"yes").unwrap();
        let check = |target: &str, expected: &str| {
            let seen = match find(&site, target) {
                Found::File(path) => {
                    format!("file {}", files::with_slashes(path.strip_prefix(&site).unwrap()))
                }
                Found::Redirect(to) => format!("redirect {to}"),
                Found::Missing => "missing".to_owned(),
            };
            assert_eq!(seen, expected, "for {target}");
        };
        check("/en/", "file en/index.html");
        check("/en/index.html?f.key=../x#y", "file en/index.html");
        check("/en", "redirect /en/");
        check("//en", "redirect /en/");
        check("/en/%EC%86%8C%EC%BC%93.html", "file en/소켓.html");
        for outside in [
            "/../secret.txt",
            "/en/../../secret.txt",
            "/%2e%2e/secret.txt",
            "/..%2fsecret.txt",
            "/..\\secret.txt",
            "/%5c..%5csecret.txt",
            "/en/index.html/",
            "/%",
            "/%zz",
            "/%ff",
            "/nothing",
            "/\0",
        ] {
            check(outside, "missing");
        }
        files::remove_folder(&folder).unwrap();
    }
}
