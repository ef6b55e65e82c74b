//! Two turmoil hosts, a millisecond from one another.

use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use turmoil::{
    Builder, Sim,
    net::{TcpListener, TcpStream},
};

use super::DELAY;
use crate::Result;

const PORT: u16 = 80;

/// The most that the work may take in simulated time; turmoil then says that it has not ended.
const DURATION_MAX: Duration = Duration::from_secs(300);

/// Time goes in steps as long as the way from host to host, so that none passes in vain.
fn sim<'a>() -> Sim<'a> {
    Builder::new()
        .simulation_duration(DURATION_MAX)
        .tick_duration(DELAY)
        .min_message_latency(DELAY)
        .max_message_latency(DELAY)
        .build()
}

/// Sends so many bytes in writes of one size. The reader counts and does not wait for the end of
/// the stream: turmoil 0.7 forgets a FIN that comes while its queue of 64 messages is full.
pub(super) fn transfer(bytes: u64, chunk_len: usize) -> Result<()> {
    let mut sim = sim();
    sim.host("server", move || async move {
        let listener = TcpListener::bind(("0.0.0.0", PORT)).await?;
        let (mut stream, _) = listener.accept().await?;
        let mut buffer = vec![0; chunk_len];
        let mut taken = 0;
        while taken < bytes {
            match stream.read(&mut buffer).await? {
                0 => return Err(format!("the stream ended after {taken} of {bytes} bytes").into()),
                count => taken += count as u64,
            }
        }
        stream.write_all(b"!").await?;
        Ok(())
    });
    sim.client("client", async move {
        let mut stream = TcpStream::connect(("server", PORT)).await?;
        let chunk = vec![b'x'; chunk_len];
        let mut sent = 0;
        while sent < bytes {
            stream.write_all(&chunk).await?;
            sent += chunk.len() as u64;
        }
        stream.read_u8().await?;
        Ok(())
    });
    sim.run().map_err(|error| format!("turmoil, a transfer of {bytes} bytes: {error}").into())
}

/// Opens and closes so many connections, one after the other, the client first.
pub(super) fn open_and_close(connections: usize) -> Result<()> {
    let mut sim = sim();
    sim.host("server", || async {
        let listener = TcpListener::bind(("0.0.0.0", PORT)).await?;
        loop {
            let (mut stream, _) = listener.accept().await?;
            if stream.read(&mut [0]).await? > 0 {
                return Err("bytes came that nobody sent".into());
            }
        }
    });
    sim.client("client", async move {
        for _ in 0..connections {
            let mut stream = TcpStream::connect(("server", PORT)).await?;
            stream.shutdown().await?;
            if stream.read(&mut [0]).await? > 0 {
                return Err("bytes came that nobody sent".into());
            }
        }
        Ok(())
    });
    sim.run().map_err(|error| format!("turmoil, {connections} connections: {error}").into())
}
