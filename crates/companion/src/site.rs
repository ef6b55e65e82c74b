//! The site's files: found by a request's path, cached in memory with their compressed form.
//!
//! Invariants: no path leads out of the folder; what is cached stays below [`CACHED_LEN_MAX`]; a
//! file that changed on disk is read again; a crowd that asks for the same reads it once.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::SystemTime,
};

use flate2::{Compression, write::GzEncoder};
use sha1::{Digest, Sha1};

/// Files up to this length are cached; longer ones are read from the disk for every request.
const FILE_LEN_MAX: u64 = 8 << 20;

/// Bytes that are cached, both forms of a file together. Beyond, all are forgotten.
const CACHED_LEN_MAX: usize = 64 << 20;

/// Below this length, compressing saves no packet.
const COMPRESSED_LEN_MIN: usize = 1000;

/// What a path of the site stands for.
#[derive(Debug)]
pub(crate) enum Found {
    /// A file that is in memory.
    Cached(Arc<File>),
    /// A file too long to cache.
    Long {
        path: PathBuf,
        len: u64,
        kind: &'static str,
    },
    /// A folder named without its slash, under which relative links would point elsewhere: the
    /// right target, with the same query.
    Redirect(String),
    Missing,
}

/// A file as it is sent.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) kind: &'static str,
    pub(crate) plain: Arc<[u8]>,
    /// Where compressing made it shorter.
    pub(crate) gzip: Option<Arc<[u8]>>,
    /// A fingerprint of the content, for `ETag`.
    pub(crate) fingerprint: String,
    pub(crate) caching: Caching,
    revision: Revision,
}

/// How long a browser may keep a file without asking (RFC 9111 §5.2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Caching {
    /// For ever: its name holds a hash of its content.
    Immutable,
    /// It asks every time, and is told "not modified" mostly.
    Revalidate,
}

/// What changes when a file does.
type Revision = (Option<SystemTime>, u64);

/// One folder of files.
#[derive(Debug)]
pub(crate) struct Site {
    root: PathBuf,
    cache: Mutex<BTreeMap<PathBuf, Arc<File>>>,
    /// Whoever holds this reads and compresses a file.
    reading: Mutex<()>,
}

impl Site {
    pub(crate) fn new(root: PathBuf) -> Self {
        Self { root, cache: Mutex::default(), reading: Mutex::default() }
    }

    pub(crate) fn is_there(&self) -> bool {
        self.root.is_dir()
    }

    /// Looks up a request's target, such as `/en/page.html?f.key=x`. This reads from the disk.
    pub(crate) fn find(&self, target: &str) -> io::Result<Found> {
        match locate(&self.root, target) {
            Place::File(path) => self.load(path),
            Place::Redirect(to) => Ok(Found::Redirect(to)),
            Place::Missing => Ok(Found::Missing),
        }
    }

    /// The page that says that there is no such page.
    pub(crate) fn not_found_page(&self) -> Option<Arc<File>> {
        match self.load(self.root.join("404.html")) {
            Ok(Found::Cached(file)) => Some(file),
            _ => None,
        }
    }

    fn load(&self, path: PathBuf) -> io::Result<Found> {
        let data = fs::metadata(&path)?;
        let kind = content_type(&path);
        if data.len() > FILE_LEN_MAX {
            return Ok(Found::Long { path, len: data.len(), kind });
        }
        let revision = (data.modified().ok(), data.len());
        if let Some(file) = self.cached(&path, revision) {
            return Ok(Found::Cached(file));
        }
        let _reading = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        // Whoever read before us may have read the same.
        if let Some(file) = self.cached(&path, revision) {
            return Ok(Found::Cached(file));
        }
        let file = Arc::new(File::new(&path, kind, &fs::read(&path)?, revision));
        self.cache(path, &file);
        Ok(Found::Cached(file))
    }

    fn cached(&self, path: &Path, revision: Revision) -> Option<Arc<File>> {
        self.lock().get(path).filter(|file| file.revision == revision).cloned()
    }

    fn cache(&self, path: PathBuf, file: &Arc<File>) {
        let mut cache = self.lock();
        let total: usize = cache.values().map(|file| file.len()).sum();
        if total + file.len() > CACHED_LEN_MAX {
            cache.clear();
        }
        cache.insert(path, Arc::clone(file));
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<PathBuf, Arc<File>>> {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl File {
    fn new(path: &Path, kind: &'static str, plain: &[u8], revision: Revision) -> Self {
        let [head @ .., _, _, _, _]: [u8; 20] = Sha1::digest(plain).into();
        let fingerprint = format!("{:032x}", u128::from_be_bytes(head));
        let worth_it = plain.len() >= COMPRESSED_LEN_MIN && is_compressible(kind);
        let gzip = if worth_it { compressed(plain) } else { None };
        Self {
            kind,
            plain: plain.into(),
            gzip: gzip.filter(|gzip| gzip.len() < plain.len()).map(Into::into),
            fingerprint,
            caching: if is_hashed(path) { Caching::Immutable } else { Caching::Revalidate },
            revision,
        }
    }

    fn len(&self) -> usize {
        self.plain.len() + self.gzip.as_ref().map_or(0, |gzip| gzip.len())
    }
}

fn compressed(plain: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    // Writing to memory does not fail; if it did, the plain form is still right.
    encoder.write_all(plain).ok()?;
    encoder.finish().ok()
}

/// Where a target leads.
#[derive(Debug, PartialEq, Eq)]
enum Place {
    File(PathBuf),
    Redirect(String),
    Missing,
}

fn locate(root: &Path, target: &str) -> Place {
    let (path, query) = target.split_at(target.find('?').unwrap_or(target.len()));
    let Some(decoded) = percent_decoded(path) else { return Place::Missing };
    let mut place = root.to_path_buf();
    for part in decoded.split('/').filter(|part| !part.is_empty()) {
        if part == ".." || part == "." || part.contains(['\\', '\0', ':']) {
            return Place::Missing;
        }
        place.push(part);
    }
    if place.is_dir() {
        if !path.ends_with('/') {
            return Place::Redirect(format!("/{}/{query}", path.trim_start_matches('/')));
        }
        place.push("index.html");
    } else if path.ends_with('/') {
        return Place::Missing;
    }
    if place.is_file() { Place::File(place) } else { Place::Missing }
}

/// The text behind `%XX`, or nothing when it is not UTF-8 or an escape is cut short.
pub(crate) fn percent_decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        if first == b'%' {
            let digits = str::from_utf8(after.get(..2)?).ok()?;
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

/// Whether the build put a hash of the content into the name, as in `assets/page-0f1e2d3c.css`.
fn is_hashed(path: &Path) -> bool {
    const HASH_LEN: usize = 8;
    let in_assets = path.parent().and_then(Path::file_name).is_some_and(|name| name == "assets");
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let hash = name.split_once('.').and_then(|(stem, _)| stem.rsplit_once('-'));
    in_assets
        && hash.is_some_and(|(_, hash)| {
            hash.len() == HASH_LEN && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
        })
}

/// The `Content-Type` of a file, by its name.
fn content_type(path: &Path) -> &'static str {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("wasm") => "application/wasm",
        Some("txt" | "md") => "text/plain; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("webmanifest") => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

fn is_compressible(kind: &str) -> bool {
    !matches!(kind, "image/png" | "image/x-icon" | "font/woff2" | "application/octet-stream")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_to_files_and_never_out() {
        let folder = std::env::temp_dir().join(format!("workbook-site-{}", std::process::id()));
        let site = folder.join("site");
        fs::create_dir_all(site.join("en")).unwrap();
        fs::write(folder.join("secret.txt"), b"no").unwrap();
        fs::write(site.join("en/index.html"), b"yes").unwrap();
        fs::write(site.join("en/소켓.html"), b"yes").unwrap();
        let check = |target: &str, expected: &str| {
            let seen = match locate(&site, target) {
                Place::File(path) => {
                    format!("file {}", path.strip_prefix(&site).unwrap().display())
                }
                Place::Redirect(to) => format!("redirect {to}"),
                Place::Missing => "missing".to_owned(),
            };
            assert_eq!(seen, expected, "for {target}");
        };
        check("/en/", "file en/index.html");
        check("/en/index.html?f.key=../x", "file en/index.html");
        check("/en", "redirect /en/");
        check("/en?f.key=a/b?c", "redirect /en/?f.key=a/b?c");
        // Two slashes would name another host.
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
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn only_names_with_a_hash_are_immutable() {
        for (path, hashed) in [
            ("site/assets/workbook-9d981d92.css", true),
            ("site/assets/words-49bc8bdf.ko.txt", true),
            ("site/assets/workbook.css", false),
            ("site/en/handshake-9d981d92.html", false),
            ("site/assets/workbook-handbook.css", false),
        ] {
            assert_eq!(is_hashed(Path::new(path)), hashed, "{path}");
        }
    }
}
