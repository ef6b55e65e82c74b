//! A folder and ports of their own for the listings of a chapter.
//!
//! A listing says `8080`, `9000` and `9100`, as a book does. Here each number becomes a port that
//! is free on this machine, and what a program prints is turned back, so that tests stand beside
//! each other and beside whatever else is listening.

use std::fs;
use std::net::{TcpListener, UdpSocket};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU16, Ordering};

/// The ports that listings name.
const PORTS: [u16; 3] = [8080, 9000, 9100];

/// What a program for a page finds in a browser and not in every Node. A page that does not listen
/// for `error` goes on; one that `ws` plays would end.
const BROWSER: &str = "
const { WebSocket } = require(\"ws\");
globalThis.WebSocket = class extends WebSocket {
  constructor(...words) {
    super(...words);
    this.on(\"error\", () => {});
  }
};
";

/// Where the library `ws` lies, in the version that the page's labs run. It is installed if it is
/// missing: a test that went without it would prove nothing.
fn node_modules() -> PathBuf {
    static INSTALLED: OnceLock<PathBuf> = OnceLock::new();
    let install = || {
        let runtimes = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../runtimes");
        let modules = runtimes.join("node_modules");
        if !modules.join("ws/package.json").exists() {
            let mut command = Command::new("npm");
            let status = command.args(["ci", "--no-audit", "--no-fund"]).current_dir(&runtimes);
            let status = status.status().unwrap_or_else(|error| panic!("npm ci: {error}"));
            assert!(status.success(), "`npm ci` failed in {}", runtimes.display());
        }
        modules.canonicalize().unwrap()
    };
    INSTALLED.get_or_init(install).clone()
}

pub(crate) fn listings() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../book/listings")
}

pub(crate) struct Bench {
    pub(crate) folder: PathBuf,
    ports: [u16; PORTS.len()],
}

impl Bench {
    /// Copies a chapter's listings into a folder of this test's own.
    pub(crate) fn new(chapter: &str) -> Bench {
        let ports = PORTS.map(|_| free_port());
        let folder = std::env::temp_dir().join(format!("workbook-listings-{}", ports[0]));
        let bench = Bench { folder, ports };
        fs::create_dir_all(&bench.folder).unwrap();
        for entry in fs::read_dir(listings().join(chapter)).unwrap() {
            let file = entry.unwrap().path();
            if file.is_dir() {
                continue; // Programs that are read and not run.
            }
            let text = fs::read_to_string(&file).unwrap();
            fs::write(bench.folder.join(file.file_name().unwrap()), bench.moved(&text)).unwrap();
        }
        bench
    }

    /// The text of a listing or a command, with this bench's ports.
    pub(crate) fn moved(&self, text: &str) -> String {
        PORTS.iter().zip(&self.ports).fold(text.to_owned(), |text, (said, free)| {
            let text = text.replace(&said.to_string(), &free.to_string());
            text.replace(&format!("{said:04X}"), &format!("{free:04X}"))
        })
    }

    /// What a program printed, with the ports that the book names.
    pub(crate) fn restored(&self, text: &str) -> String {
        PORTS.iter().zip(&self.ports).fold(text.to_owned(), |text, (said, free)| {
            let text = text.replace(&free.to_string(), &said.to_string());
            text.replace(&format!(":{free:04X}"), &format!(":{said:04X}"))
        })
    }

    /// How to start a listing: compiled, if its language needs it.
    pub(crate) fn command(&self, file: &str) -> Command {
        let (stem, ending) = file.rsplit_once('.').unwrap();
        let program = format!("./{stem}-{ending}");
        let words: Vec<&str> = match ending {
            "py" => vec!["python3", file],
            "java" => vec!["java", file],
            "js" => vec!["node", "--require", "./browser.cjs", file],
            "c" => {
                self.compile(&["cc", "-Wall", "-Wextra", "-Werror", "-o", &program, file]);
                vec![&program]
            }
            "rs" => {
                self.compile(&["rustc", "--edition", "2024", "-Dwarnings", "-o", &program, file]);
                vec![&program]
            }
            _ => panic!("{file}: nobody knows how to run this"),
        };
        let mut command = Command::new(words[0]);
        command.args(&words[1..]).current_dir(&self.folder);
        if ending == "js" {
            fs::write(self.folder.join("browser.cjs"), BROWSER).unwrap();
            command.env("NODE_PATH", node_modules());
        }
        command
    }

    fn compile(&self, words: &[&str]) {
        let mut command = Command::new(words[0]);
        let output = command.args(&words[1..]).current_dir(&self.folder).output();
        let output = output.unwrap_or_else(|error| panic!("{}: {error}", words[0]));
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{}: {said}", words.join(" "));
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        // A folder that stays behind in the system's own place harms nobody.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A port below the ephemeral ones that is free for TCP and for UDP, and asked for only once here.
fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let first = 10_000 + u16::try_from(std::process::id() % 2_000).unwrap() * 8;
    loop {
        let port = first + NEXT.fetch_add(1, Ordering::Relaxed);
        let free = TcpListener::bind(("127.0.0.1", port)).is_ok();
        // A number that is a round thousand could stand in a listing for something else.
        if free && !port.is_multiple_of(1_000) && UdpSocket::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}
