//! Echo servers, each in a process of its own and on one thread, so that its time and memory can
//! be told from the others'.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use fastwebsockets::{FragmentCollector, OpCode, Role, WebSocket};
use futures::{SinkExt as _, StreamExt as _};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};
use websocket::handshake::{Server, server::Policy};

use crate::Result;

/// Ours first.
pub(crate) const NAMES: [&str; 4] = ["ours", "tokio-tungstenite", "fastwebsockets", "ws (npm)"];

/// A running echo server.
pub(crate) struct Peer {
    child: Child,
    pub(crate) name: &'static str,
    pub(crate) address: String,
}

impl Peer {
    pub(crate) fn start(name: &'static str) -> Result<Self> {
        let mut command = match name {
            "ws (npm)" => {
                let mut node = Command::new("node");
                node.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("peers/ws.mjs"));
                node
            }
            _ => {
                let mut own = Command::new(std::env::current_exe()?);
                own.args(["serve", name]);
                own
            }
        };
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
        let mut address = String::new();
        let stdout = child.stdout.take().ok_or("no output")?;
        BufReader::new(stdout).read_line(&mut address)?;
        if address.trim().is_empty() {
            return Err(format!("{name} does not serve").into());
        }
        Ok(Self { child, name, address: address.trim().to_owned() })
    }

    /// Nanoseconds that all threads of the process have run, its system calls included.
    pub(crate) fn cpu_ns(&self) -> Result<u64> {
        let mut total = 0;
        for task in fs::read_dir(format!("/proc/{}/task", self.child.id()))? {
            let text = fs::read_to_string(task?.path().join("schedstat"))?;
            total += text.split(' ').next().ok_or("no time")?.parse::<u64>()?;
        }
        Ok(total)
    }

    /// Bytes of memory that are the process's own and in use.
    pub(crate) fn memory(&self) -> Result<u64> {
        let text = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
        let kib: u64 = line.trim().trim_end_matches(" kB").parse()?;
        Ok(kib << 10)
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        // It has nothing to lose, and fails to die only when it is dead.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs an echo server in this process.
pub(crate) fn serve(name: &str) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        if name == "ours" {
            let mut settings = companion::Settings::new(".");
            settings.limits.connections_max = 20_000;
            settings.limits.address_connections_max = 20_000;
            settings.limits.memory_len_max = 4 << 30;
            let server = companion::Server::bind(settings).await?;
            println!("{}", server.address()?);
            server.run(std::future::pending()).await;
            return Ok(());
        }
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        println!("{}", listener.local_addr()?);
        loop {
            let (stream, _) = listener.accept().await?;
            stream.set_nodelay(true)?;
            match name {
                "tokio-tungstenite" => drop(tokio::spawn(tungstenite(stream))),
                "fastwebsockets" => drop(tokio::spawn(fastwebsockets(stream))),
                _ => return Err(format!("`{name}` is no server").into()),
            }
        }
    })
}

async fn tungstenite(stream: TcpStream) {
    let Ok(mut stream) = tokio_tungstenite::accept_async(stream).await else { return };
    while let Some(Ok(message)) = stream.next().await {
        if (message.is_text() || message.is_binary()) && stream.send(message).await.is_err() {
            return;
        }
    }
}

async fn fastwebsockets(mut stream: TcpStream) {
    // Its own handshake needs hyper; ours spares it the layers between, and costs it nothing.
    if greet(&mut stream).await.is_err() {
        return;
    }
    let stream = WebSocket::after_handshake(stream, Role::Server);
    let mut stream = FragmentCollector::new(stream);
    let echo = async move {
        while let Ok(frame) = stream.read_frame().await {
            let is_data = matches!(frame.opcode, OpCode::Text | OpCode::Binary);
            if frame.opcode == OpCode::Close || is_data && stream.write_frame(frame).await.is_err()
            {
                return;
            }
        }
    };
    // As its own example does.
    tokio::task::unconstrained(echo).await;
}

async fn greet(stream: &mut TcpStream) -> Result<()> {
    let mut server = Server::new(Policy::default());
    let mut bytes = [0; 4096];
    loop {
        let len = stream.read(&mut bytes).await?;
        if let Some(verdict) = server.receive(&mut &bytes[..len]) {
            stream.write_all(&verdict?.response().to_bytes()).await?;
            return Ok(());
        }
    }
}
