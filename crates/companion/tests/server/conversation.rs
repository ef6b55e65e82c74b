//! A server of our own on loopback, and raw streams to it: what is sent, what comes back.

use std::{
    fs,
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    path::PathBuf,
    sync::{
        atomic::{AtomicU32, Ordering},
        mpsc,
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use companion::{Limits, Server, Settings};
use tokio::{net::TcpSocket, runtime::Runtime, sync::oneshot};

/// Longer than any answer takes, so that a test fails and does not hang.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// A server that runs until it is dropped or told to close.
pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
    pub(crate) site: PathBuf,
}

/// A server with a small site and these changes to its settings.
pub(crate) fn running(change: impl FnOnce(&mut Settings) + Send + 'static) -> Running {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = format!("workbook-companion-{}-{number}", std::process::id());
    let site = std::env::temp_dir().join(name);
    fs::create_dir_all(site.join("assets")).unwrap();
    fs::write(site.join("index.html"), "<body>root</body>").unwrap();
    fs::write(site.join("404.html"), "<body>no such page</body>").unwrap();
    fs::write(site.join("assets/page-0f1e2d3c.css"), "a { color: red }\n".repeat(1000)).unwrap();
    let (stop, stopped) = oneshot::channel();
    let (tell, address) = mpsc::channel();
    let mut settings = Settings::new(&site);
    let thread = thread::spawn(move || {
        change(&mut settings);
        Runtime::new().unwrap().block_on(async {
            let server = Server::bind(settings).await.unwrap();
            tell.send(server.address().unwrap()).unwrap();
            server.run(async { stopped.await.unwrap_or_default() }).await;
        });
    });
    let address = address.recv().unwrap();
    Running { address, stop: Some(stop), thread: Some(thread), site }
}

/// A server with these changes to its limits.
pub(crate) fn limited(change: impl FnOnce(&mut Limits) + Send + 'static) -> Running {
    running(|settings| change(&mut settings.limits))
}

/// A server as it is by default, and an echo.
pub(crate) fn echo() -> (Running, Stream) {
    let server = running(|_| {});
    let stream = server.open("/ws/echo");
    (server, stream)
}

impl Running {
    pub(crate) fn connect(&self) -> Stream {
        Stream::to(self.address)
    }

    /// A connection from this address of ours.
    pub(crate) fn connect_from(&self, address: [u8; 4]) -> Stream {
        let runtime = Runtime::new().unwrap();
        let stream = runtime.block_on(async {
            let socket = TcpSocket::new_v4().unwrap();
            socket.bind((address, 0).into()).unwrap();
            socket.connect(self.address).await.unwrap().into_std().unwrap()
        });
        stream.set_nonblocking(false).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        Stream(stream)
    }

    /// A WebSocket to this endpoint, its handshake done.
    pub(crate) fn open(&self, target: &str) -> Stream {
        self.open_with(target, "")
    }

    /// The same with more header lines.
    pub(crate) fn open_with(&self, target: &str, lines: &str) -> Stream {
        let mut stream = self.connect();
        stream.send(handshake(target, lines).as_bytes());
        let head = stream.head();
        assert!(head.starts_with("HTTP/1.1 101 "), "{head}");
        stream
    }

    /// Waits until another connection is served again.
    #[track_caller]
    pub(crate) fn has_a_place_again(&self) {
        let request = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
        eventually("a place is free", || self.connect().is_answered(request, "HTTP/1.1 200 "));
    }

    /// Tells the server to close; it does so in the background.
    pub(crate) fn stop(&mut self) {
        self.stop.take().unwrap().send(()).unwrap();
    }

    /// Waits until the server has closed.
    pub(crate) fn wait(&mut self) {
        self.thread.take().unwrap().join().unwrap();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A server that panicked has made its test fail already.
            let _ = thread.join();
        }
        let _ = fs::remove_dir_all(&self.site);
    }
}

/// Asks again until it is so, within bounded time.
#[track_caller]
pub(crate) fn eventually(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < PATIENCE, "{what}: not within {PATIENCE:?}");
        thread::sleep(Duration::from_millis(5));
    }
}

/// A legal opening handshake.
pub(crate) fn handshake(target: &str, lines: &str) -> String {
    format!(
        "GET {target} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
         Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n{lines}\r\n"
    )
}

/// One end of a TCP connection, byte by byte.
pub(crate) struct Stream(pub(crate) TcpStream);

impl Stream {
    pub(crate) fn to(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        Self(stream)
    }

    pub(crate) fn send(&mut self, bytes: &[u8]) {
        self.0.write_all(bytes).unwrap();
    }

    /// Sends bytes to a peer that may have ended the stream already.
    pub(crate) fn try_send(&mut self, bytes: &[u8]) -> bool {
        self.0.write_all(bytes).is_ok()
    }

    pub(crate) fn read<const LEN: usize>(&mut self) -> [u8; LEN] {
        let mut bytes = [0; LEN];
        self.0.read_exact(&mut bytes).unwrap();
        bytes
    }

    /// Reads a head, to its empty line.
    pub(crate) fn head(&mut self) -> String {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.extend(self.read::<1>());
        }
        String::from_utf8(head).unwrap()
    }

    /// Asks, and says whether the answer begins so. Whoever is turned away while still asking may
    /// see no answer at all.
    pub(crate) fn is_answered(&mut self, request: &str, beginning: &str) -> bool {
        let mut answer = vec![0; beginning.len()];
        self.try_send(request.as_bytes())
            && self.0.read_exact(&mut answer).is_ok()
            && answer == beginning.as_bytes()
    }

    /// Whether bytes have come that are still to be read, or come within this time.
    pub(crate) fn has_bytes(&mut self, within: Duration) -> bool {
        self.0.set_read_timeout(Some(within)).unwrap();
        let has_bytes = self.0.peek(&mut [0]).is_ok();
        self.0.set_read_timeout(Some(PATIENCE)).unwrap();
        has_bytes
    }

    /// Reads everything to the end of the stream.
    pub(crate) fn rest(&mut self) -> Vec<u8> {
        let mut rest = Vec::new();
        self.0.read_to_end(&mut rest).unwrap();
        rest
    }

    /// Reads an unmasked frame: its first byte and its payload.
    pub(crate) fn frame(&mut self) -> (u8, Vec<u8>) {
        let [first, len] = self.read();
        let len = match len {
            126 => u64::from(u16::from_be_bytes(self.read())),
            127 => u64::from_be_bytes(self.read()),
            len => u64::from(len),
        };
        let mut payload = vec![0; usize::try_from(len).unwrap()];
        self.0.read_exact(&mut payload).unwrap();
        (first, payload)
    }

    /// Reads a text frame.
    pub(crate) fn text(&mut self) -> String {
        let (first, payload) = self.frame();
        assert_eq!(first, 0x81, "{payload:?}");
        String::from_utf8(payload).unwrap()
    }

    /// Reads a close frame with this code, and the end of the stream behind it.
    #[track_caller]
    pub(crate) fn closes_with(&mut self, code: u16) {
        let (first, payload) = self.frame();
        assert_eq!((first, &payload[..2]), (0x88, &code.to_be_bytes()[..]), "{payload:?}");
        assert_eq!(self.rest(), b"");
    }
}

/// A client's frame with a zero mask: the payload stands as it is.
pub(crate) fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let len = payload.len();
    let mut bytes = vec![first];
    match u16::try_from(len) {
        Ok(len @ 0..126) => bytes.push(0x80 | len as u8),
        Ok(len) => {
            bytes.push(0x80 | 0x7e);
            bytes.extend(len.to_be_bytes());
        }
        Err(_) => {
            bytes.push(0x80 | 0x7f);
            bytes.extend((len as u64).to_be_bytes());
        }
    }
    bytes.extend([0; 4]);
    bytes.extend(payload);
    bytes
}
