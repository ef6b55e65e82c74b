//! The development server: the site on loopback, built again and reloaded on every change.
//!
//! Invariant: a failed build never ends the server; pages keep the last good site and say why.

use crate::process::Failed;
use crate::project::Project;
use crate::reload::News;
use crate::static_files::{self, Found};
use crate::watch::{Change, Watch};
use crate::{progress, site};
use anyhow::{Result, anyhow, bail};
use std::io::{Cursor, ErrorKind};
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};
use tiny_http::{Header, Method, Request, Response, Server};

/// Threads that answer requests; a page asks for about ten files at once.
const ANSWERERS: usize = 4;

/// How many changed files a message names.
const NAMES_SHOWN: usize = 3;

const DEV_SCRIPT: &str = include_str!("dev.js");
const DEV_TAG: &str = "<script src=\"/__dev.js\"></script>";

type Answer = Response<Cursor<Vec<u8>>>;

/// Builds, serves and watches until the program is stopped.
pub(crate) fn run(project: &Project, port: u16) -> Result<()> {
    let listener = bind(port)?;
    // Looked at before building, so that an edit made during the first build is not lost.
    let watch = Watch::new(project)?;
    let news = Arc::new(News::default());
    build(&news, || site::build(project));
    let server = Server::from_listener(listener, None)
        .map_err(|error| anyhow!("the server cannot start on port {port}: {error}"))?;
    answer_all(&Arc::new(server), project, &news);
    eprintln!("\nThe book is at http://127.0.0.1:{port}/ (Ctrl-C ends it)\n");
    keep_building(project, watch, &news)
}

fn bind(port: u16) -> Result<TcpListener> {
    match TcpListener::bind(("127.0.0.1", port)) {
        Ok(listener) => Ok(listener),
        Err(error) if error.kind() == ErrorKind::AddrInUse => bail!(
            "port {port} of 127.0.0.1 is taken by another program: \
             stop it, or choose a port: cargo xtask serve --port {}",
            if port == u16::MAX { 3000 } else { port + 1 }
        ),
        Err(error) => bail!("port {port} of 127.0.0.1 cannot be opened: {error}"),
    }
}

/// Answers requests on threads of their own, as long as the program runs.
fn answer_all(server: &Arc<Server>, project: &Project, news: &Arc<News>) {
    for _ in 0..ANSWERERS {
        let (server, news, project) = (Arc::clone(server), Arc::clone(news), project.clone());
        thread::spawn(move || {
            while let Ok(request) = server.recv() {
                answer(request, &project, &news);
            }
        });
    }
}

fn keep_building(project: &Project, mut watch: Watch, news: &News) -> ! {
    loop {
        let (change, paths) = match watch.next() {
            Ok(found) => found,
            // A folder that vanished between two looks is back, or gone for good, at the next one.
            Err(error) => {
                eprintln!("{error:#}");
                thread::sleep(Duration::from_secs(1));
                continue;
            }
        };
        let names: Vec<_> =
            paths.iter().take(NAMES_SHOWN).map(|path| path.display().to_string()).collect();
        let more = paths.len().saturating_sub(NAMES_SHOWN);
        let rest = if more == 0 { String::new() } else { format!(" and {more} more") };
        eprintln!("changed: {}{rest}", names.join(", "));
        if paths.iter().any(|path| path.starts_with("crates/xtask")) {
            eprintln!("  xtask itself changed: start `cargo xtask serve` again to use it");
        }
        let begun = Instant::now();
        let good = build(news, || {
            // Without its programs a site cannot be put together, even for a change of prose.
            if change == Change::Code || !project.words().exists() {
                site::build_programs(project)?;
            }
            site::assemble(project)
        });
        let end = if good { "ready" } else { "the build failed; the last good pages stay up" };
        eprintln!("{end} ({:.1} s)\n", begun.elapsed().as_secs_f32());
    }
}

/// Runs one build and publishes how it ended; says whether it was good.
fn build(news: &News, work: impl FnOnce() -> Result<()>) -> bool {
    let Err(error) = progress::step("site", work) else {
        news.publish(None);
        return true;
    };
    eprintln!("error: {error:#}");
    let output = error.downcast_ref::<Failed>().map_or("", |failed| failed.output.as_str());
    news.publish(Some(format!("{error:#}\n\n{output}").trim_end().to_owned()));
    false
}

fn answer(request: Request, project: &Project, news: &Arc<News>) {
    let target = request.url().to_owned();
    let path = target.split(['?', '#']).next().unwrap_or_default();
    if path == "/__reload" {
        let news = Arc::clone(news);
        // A stream lives as long as its tab, so it may not hold one of the few answerers.
        thread::spawn(move || news.tell(request.into_writer()));
        return;
    }
    let response = if !matches!(request.method(), Method::Get | Method::Head) {
        page(405, "<!doctype html><title>405</title><p>Only GET and HEAD are answered here.")
    } else if path == "/__dev.js" {
        typed(200, DEV_SCRIPT.as_bytes().to_vec(), static_files::content_type(Path::new("a.js")))
    } else if path == "/sw.js" {
        // While the book is being written, nothing may be kept offline.
        page(404, "<!doctype html><title>404</title><p>No service worker while developing.")
    } else {
        file(&project.site(), &target, news)
    };
    // The other side may be gone already; there is nobody left to tell.
    let _ = request.respond(response);
}

fn file(site: &Path, target: &str, news: &News) -> Answer {
    if !site.is_dir() {
        let text = news.failure().unwrap_or_else(|| "The first build is not done yet.".to_owned());
        let text = text.replace('&', "&amp;").replace('<', "&lt;");
        return page(
            503,
            &format!("<!doctype html><title>503</title><body><pre>{text}</pre></body>"),
        );
    }
    match static_files::find(site, target) {
        Found::File(path) => match std::fs::read(&path) {
            Ok(bytes) if path.extension().is_some_and(|ending| ending == "html") => {
                page(200, &String::from_utf8_lossy(&bytes))
            }
            Ok(bytes) => typed(200, bytes, static_files::content_type(&path)),
            Err(error) => page(500, &format!("<!doctype html><title>500</title><p>{error}")),
        },
        Found::Redirect(to) => {
            let answer = page(301, "<!doctype html><title>301</title>");
            match Header::from_bytes("Location", to) {
                Ok(location) => answer.with_header(location),
                Err(()) => page(404, "<!doctype html><title>404</title>"),
            }
        }
        Found::Missing => {
            let text = std::fs::read_to_string(site.join("404.html"));
            page(404, &text.unwrap_or_else(|_| "<!doctype html><title>404</title>".to_owned()))
        }
    }
}

/// An HTML answer with the development script in it.
fn page(status: u16, html: &str) -> Answer {
    let html = match html.rfind("</body>") {
        Some(at) => format!("{}{DEV_TAG}{}", &html[..at], &html[at..]),
        None => format!("{html}{DEV_TAG}"),
    };
    typed(status, html.into_bytes(), "text/html; charset=utf-8")
}

fn typed(status: u16, bytes: Vec<u8>, content_type: &str) -> Answer {
    let mut response = Response::from_data(bytes).with_status_code(status);
    for (name, value) in [
        ("Content-Type", content_type),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
    ] {
        if let Ok(header) = Header::from_bytes(name, value) {
            response.add_header(header);
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files;
    use std::io::{BufRead, BufReader, Read, Write};
    use std::net::TcpStream;

    fn ask(port: u16, line: &str) -> BufReader<TcpStream> {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        write!(stream, "{line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
        BufReader::new(stream)
    }

    #[test]
    fn pages_get_the_script_and_the_script_gets_the_news() {
        let target = std::env::temp_dir().join(format!("workbook-serve-{}", std::process::id()));
        let project = Project { root: target.clone(), target: target.clone() };
        files::write(&project.site().join("en/a.html"), b"<body><p>one</p></body>").unwrap();
        files::write(&project.site().join("sw.js"), b"worker").unwrap();
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let news = Arc::new(News::default());
        answer_all(&Arc::new(Server::from_listener(listener, None).unwrap()), &project, &news);
        let check = |line: &str, status: &str, part: &str| {
            let mut text = String::new();
            ask(port, line).read_to_string(&mut text).unwrap();
            assert!(text.starts_with(&format!("HTTP/1.1 {status}")), "{line}: {text}");
            assert!(text.contains(part), "{line}: {text}");
        };
        check("GET /en/a.html?x=1", "200", "<p>one</p><script src=\"/__dev.js\"></script></body>");
        check("GET /en", "301", "Location: /en/\r\n");
        check("GET /__dev.js", "200", "EventSource(\"/__reload\")");
        check("GET /sw.js", "404", "No service worker");
        check("GET /../secret", "404", "");
        check("POST /en/a.html", "405", "");

        let mut stream = ask(port, "GET /__reload");
        let mut next = |wanted: &str| {
            let mut line = String::new();
            while line.trim_end() != wanted {
                line.clear();
                assert!(stream.read_line(&mut line).unwrap() > 0, "ended before {wanted}");
            }
        };
        next("retry: 500");
        news.publish(Some("no such figure".to_owned()));
        next("event: failed");
        next("data: no such figure");
        news.publish(None);
        next("event: built");
        files::remove_folder(&target).unwrap();
    }

    #[test]
    fn a_taken_port_is_one_clear_message() {
        let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        let message = bind(port).unwrap_err().to_string();
        assert!(message.starts_with(&format!("port {port} of 127.0.0.1 is taken")), "{message}");
        assert!(message.contains("cargo xtask serve --port "), "{message}");
    }
}
