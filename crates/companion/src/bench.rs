//! A place of their own for programs that the book shows: ports that are free, and a folder.
//!
//! A program says `8080`, `9000` and `9100`, as a book does. On a bench each number becomes a port
//! that is free on this machine, and what the program prints is turned back, so that programs run
//! beside each other and beside whatever else is listening.

use std::{
    fs, io,
    net::{TcpListener, UdpSocket},
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU16, Ordering},
    },
};

/// The ports that the book's programs name.
pub const PORTS: [u16; 3] = [8080, 9000, 9100];

/// What a program for a page finds in a browser and not in every Node, as a file that Node is told
/// to `--require`. A page that does not listen for `error` goes on; one that `ws` plays would end.
pub const BROWSER: &str = "
const { WebSocket } = require(\"ws\");
globalThis.WebSocket = class extends WebSocket {
  constructor(...words) {
    super(...words);
    this.on(\"error\", () => {});
  }
};
globalThis.EventSource ??= class extends EventTarget {
  #leaving = new AbortController();
  constructor(address) {
    super();
    this.#read(address).catch(() => {});
  }
  close() { this.#leaving.abort(); }
  async #read(address) {
    const { body } = await fetch(address, { signal: this.#leaving.signal });
    let rest = \"\";
    let data = [];
    for await (const text of body.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + text).split(\"\\n\");
      rest = lines.pop();
      for (const line of lines) {
        if (line.startsWith(\"data:\")) data.push(line.slice(5).replace(/^ /, \"\"));
        if (line !== \"\" || data.length === 0) continue;
        const event = new Event(\"message\");
        event.data = data.splice(0).join(\"\\n\");
        this.dispatchEvent(event);
      }
    }
  }
};
";

/// The ports that are taken: above the well-known ones, below those that kernels give out. Port
/// numbers of four digits stand in programs for other things too.
const FIRST_PORT: u16 = 10_000;
const PORTS_LEN: u16 = 22_000;

/// Free ports in place of those that the book names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ports([u16; PORTS.len()]);

impl Ports {
    /// Ports that are free now, for TCP and for UDP.
    pub fn free() -> Self {
        Self(PORTS.map(|_| free_port()))
    }

    /// Where the program that says this port really is. Any other port is as it is said.
    pub fn moved_port(&self, said: u16) -> u16 {
        let pairs = PORTS.iter().zip(self.0);
        pairs.fold(said, |port, (book, free)| if *book == said { free } else { port })
    }

    /// The text of a program or a command, with these ports.
    pub fn moved(&self, text: &str) -> String {
        PORTS.iter().zip(&self.0).fold(text.to_owned(), |text, (said, free)| {
            let text = text.replace(&said.to_string(), &free.to_string());
            text.replace(&format!("{said:04X}"), &format!("{free:04X}"))
        })
    }

    /// What a program printed, with the ports that the book names.
    pub fn restored(&self, text: &str) -> String {
        PORTS.iter().zip(&self.0).fold(text.to_owned(), |text, (said, free)| {
            let text = text.replace(&free.to_string(), &said.to_string());
            text.replace(&format!(":{free:04X}"), &format!(":{said:04X}"))
        })
    }

    /// The same for bytes, which need not be text.
    pub fn restored_bytes(&self, bytes: &[u8]) -> Vec<u8> {
        if let Ok(text) = str::from_utf8(bytes) {
            return self.restored(text).into_bytes();
        }
        PORTS.iter().zip(&self.0).fold(bytes.to_vec(), |bytes, (said, free)| {
            replaced(&bytes, free.to_string().as_bytes(), said.to_string().as_bytes())
        })
    }

    /// One of the free ports, which no other bench has: a name for what belongs to this one.
    pub const fn name(&self) -> u16 {
        self.0[0]
    }
}

fn replaced(bytes: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
    let (mut out, mut rest) = (Vec::new(), bytes);
    while let Some((first, tail)) = rest.split_first() {
        if let Some(tail) = rest.strip_prefix(old) {
            out.extend_from_slice(new);
            rest = tail;
        } else {
            out.push(*first);
            rest = tail;
        }
    }
    out
}

/// A port that is free for TCP and for UDP, and that is asked for only once in a long while.
fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    // Processes that run at the same time begin at different places.
    let begin = u16::try_from(std::process::id() % 2_200).unwrap_or(0) * 10;
    loop {
        let next = NEXT.fetch_add(1, Ordering::Relaxed) % PORTS_LEN;
        let port = FIRST_PORT + (begin + next) % PORTS_LEN;
        let is_free = TcpListener::bind(("127.0.0.1", port)).is_ok();
        // A number that is a round thousand could stand in a program for something else, and one
        // that holds a port of the book's would be moved itself.
        let digits = port.to_string();
        let is_plain = !PORTS.iter().any(|said| digits.contains(&said.to_string()));
        let is_good = is_free && is_plain && !port.is_multiple_of(1_000);
        if is_good && UdpSocket::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

/// A folder that goes when this does.
#[derive(Debug)]
pub struct Folder(PathBuf);

impl Folder {
    /// A folder of this bench's own, empty.
    pub fn new(purpose: &str, ports: &Ports) -> io::Result<Self> {
        let name = format!("workbook-{purpose}-{}-{}", std::process::id(), ports.name());
        let folder = Self(std::env::temp_dir().join(name));
        fs::create_dir_all(&folder.0)?;
        Ok(folder)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A folder that stays behind in the system's own place harms nobody.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The folder in which Node finds the library `ws`: `node_modules` of the first folder above `near`
/// that has it, or of the book's `runtimes` there.
pub fn node_modules(near: &Path) -> Option<PathBuf> {
    let near = near.canonicalize().ok()?;
    let places = ["node_modules", "runtimes/node_modules"];
    let mut all = near.ancestors().flat_map(|folder| places.map(|place| folder.join(place)));
    all.find(|it| has_ws(it))
}

/// The same folder of these runtimes, installed if it is missing: a test that went without the
/// library would prove nothing.
pub fn install_node_modules(runtimes: &Path) -> Result<PathBuf, String> {
    static INSTALLING: Mutex<()> = Mutex::new(());
    let _alone = INSTALLING.lock().unwrap_or_else(PoisonError::into_inner);
    let modules = runtimes.join("node_modules");
    if !has_ws(&modules) {
        let mut command = Command::new("npm");
        let status = command.args(["ci", "--no-audit", "--no-fund"]).current_dir(runtimes).status();
        let status = status.map_err(|error| format!("`npm ci` cannot be started: {error}"))?;
        if !status.success() {
            return Err(format!("`npm ci` failed in {}", runtimes.display()));
        }
    }
    modules.canonicalize().map_err(|error| format!("{}: {error}", modules.display()))
}

fn has_ws(modules: &Path) -> bool {
    modules.join("ws/package.json").exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_move_and_come_back() {
        let ports = Ports([12_345, 12_346, 12_347]);
        let text = "listen(8080), :1F90, 9000 and 9100, but not 80";
        let moved = ports.moved(text);
        assert_eq!(moved, "listen(12345), :3039, 12346 and 12347, but not 80");
        assert_eq!(ports.restored(&moved), text);
        assert_eq!(ports.restored_bytes(b"\xff 12345 12346"), b"\xff 8080 9000");
        assert_eq!((ports.moved_port(9_000), ports.moved_port(5_000)), (12_346, 5_000));
    }

    #[test]
    fn no_two_benches_have_a_port_in_common() {
        let all: std::collections::BTreeSet<u16> = (0..20).flat_map(|_| Ports::free().0).collect();
        assert_eq!(all.len(), 60);
    }
}
