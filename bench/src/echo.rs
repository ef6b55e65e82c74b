//! An echo over loopback: the server's own CPU time for one message there and back.

use std::time::Instant;

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    task::JoinSet,
};
use websocket::handshake::{Client, client::Wish};

use crate::{
    Result,
    feed::Feed,
    measure::{Samples, print},
    peer::{NAMES, Peer},
};

const ROUNDS: usize = 15;
const MESSAGES: usize = 20_000;
const LEN: usize = 125;

/// A masked frame, and its echo, which has no mask.
const FRAME_LEN: usize = LEN + 6;
const ECHO_LEN: usize = LEN + 2;

pub(crate) fn run() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    for connections in [1, 100, 1000] {
        let mut peers = Vec::new();
        for name in NAMES {
            let peer = Peer::start(name)?;
            let streams = runtime.block_on(open(&peer.address, connections))?;
            peers.push((peer, streams));
        }
        let (mut cpu, mut wall) = (vec![Vec::new(); NAMES.len()], vec![Vec::new(); NAMES.len()]);
        // The first round warms up, and is not counted.
        for round in 0..=ROUNDS {
            for (index, (peer, streams)) in peers.iter_mut().enumerate() {
                let (before, begun) = (peer.cpu_ns()?, Instant::now());
                let opened = std::mem::take(streams);
                *streams = runtime.block_on(converse(opened, MESSAGES / connections))?;
                if round > 0 {
                    let used = peer.cpu_ns()? - before;
                    cpu[index].push(used as f64 / MESSAGES as f64);
                    wall[index].push(begun.elapsed().as_nanos() as f64 / MESSAGES as f64);
                }
            }
        }
        let names: Vec<&str> = peers.iter().map(|(peer, _)| peer.name).collect();
        let samples = |all: Vec<Vec<f64>>| all.into_iter().map(Samples::new).collect();
        let title = format!("echo of 125 bytes, {connections} connections: server CPU a message");
        print(&title, "ns", &names, samples(cpu));
        print("  the same, wall clock, the load's own time included", "ns", &names, samples(wall));
    }
    Ok(())
}

/// Opens so many WebSockets.
pub(crate) async fn open(address: &str, count: usize) -> Result<Vec<TcpStream>> {
    let mut streams = Vec::with_capacity(count);
    for _ in 0..count {
        let mut stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let mut client = Client::new(&Wish::new(address, "/ws/echo"), *b"the sample nonce")?;
        stream.write_all(client.request()).await?;
        let mut bytes = [0; 1024];
        loop {
            let len = stream.read(&mut bytes).await?;
            match client.receive(&mut &bytes[..len]) {
                _ if len == 0 => return Err("the server left".into()),
                Some(verdict) => break verdict.map(drop)?,
                None => {}
            }
        }
        streams.push(stream);
    }
    Ok(streams)
}

/// Sends so many messages on each stream, each after the echo of the one before.
async fn converse(streams: Vec<TcpStream>, messages: usize) -> Result<Vec<TcpStream>> {
    let mut conversations = JoinSet::new();
    for mut stream in streams {
        conversations.spawn(async move {
            let mut frame = [0; FRAME_LEN];
            Feed::of_texts(LEN).fill(&mut frame);
            let mut echo = [0; ECHO_LEN];
            for _ in 0..messages {
                stream.write_all(&frame).await?;
                stream.read_exact(&mut echo).await?;
            }
            assert_eq!(&echo[..5], b"\x81\x7dabc");
            std::io::Result::Ok(stream)
        });
    }
    let mut streams = Vec::new();
    while let Some(stream) = conversations.join_next().await {
        streams.push(stream??);
    }
    Ok(streams)
}
