//! Two turmoil hosts, a millisecond from one another.

use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use turmoil::{
    Builder, Sim,
    net::{TcpListener, TcpStream},
};

const PORT: u16 = 80;
const CHUNK_LEN: usize = 64 << 10;

fn sim<'a>() -> Sim<'a> {
    let delay = Duration::from_millis(1);
    Builder::new()
        .simulation_duration(Duration::from_secs(100_000))
        .min_message_latency(delay)
        .max_message_latency(delay)
        .build()
}

pub(super) fn transfer(bytes: u64) {
    let mut sim = sim();
    sim.host("server", || async {
        let listener = TcpListener::bind(("0.0.0.0", PORT)).await?;
        let (mut stream, _) = listener.accept().await?;
        let mut buffer = vec![0; CHUNK_LEN];
        while stream.read(&mut buffer).await? > 0 {}
        stream.write_all(b"!").await?;
        Ok(())
    });
    sim.client("client", async move {
        let mut stream = TcpStream::connect(("server", PORT)).await?;
        let chunk = vec![b'x'; CHUNK_LEN];
        let mut sent = 0;
        while sent < bytes {
            stream.write_all(&chunk).await?;
            sent += chunk.len() as u64;
        }
        stream.shutdown().await?;
        stream.read_u8().await?;
        Ok(())
    });
    sim.run().expect("a simulation that ends");
}

pub(super) fn open_and_close(connections: usize) {
    let mut sim = sim();
    sim.host("server", || async {
        let listener = TcpListener::bind(("0.0.0.0", PORT)).await?;
        loop {
            let (mut stream, _) = listener.accept().await?;
            // The client closes first.
            let _ended = stream.read_u8().await;
        }
    });
    sim.client("client", async move {
        for _ in 0..connections {
            drop(TcpStream::connect(("server", PORT)).await?);
        }
        Ok(())
    });
    sim.run().expect("a simulation that ends");
}
