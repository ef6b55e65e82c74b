//! What a connection costs that says nothing.

use crate::{
    Result, echo,
    peer::{NAMES, Peer},
};

const CONNECTIONS: usize = 1000;

pub(crate) fn run() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    println!("\nmemory of the server's process for an idle connection, of {CONNECTIONS}");
    for name in NAMES {
        let peer = Peer::start(name)?;
        // What the first connections make once is not the next one's.
        let first = runtime.block_on(echo::open(&peer.address, 10))?;
        let before = peer.memory()?;
        let more = runtime.block_on(echo::open(&peer.address, CONNECTIONS))?;
        let each = peer.memory()?.saturating_sub(before) as f64 / CONNECTIONS as f64;
        println!("  {name:<20} {:>9.1} kB", each / 1000.0);
        drop((first, more));
    }
    Ok(())
}
