//! The listener: who comes in, and how all of them leave.
//!
//! Invariant: when [`Server::run`] returns, every WebSocket was told 1001 and had its time to
//! answer.

use std::{
    future::Future,
    io,
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use http::Authority;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
    time,
};
use websocket::handshake::deflate::Parameters;

use crate::{
    admission::{Admission, Refused},
    answer::{After, Answer, Body},
    budget::Budget,
    clock::Clock,
    connection,
    development::Development,
    endpoint::ChatRooms,
    hosts::{self, Hosts},
    limits::Limits,
    log::Log,
    site::Site,
    state::State,
};

/// How long to wait when the system has no descriptor left for one more connection.
const EXHAUSTED_PAUSE: Duration = Duration::from_millis(100);

/// What to serve, where, to whom.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The folder of the built site.
    pub site: PathBuf,
    /// The address to listen on.
    pub address: SocketAddr,
    /// The names by which the server may be asked. Needed where other machines reach it.
    pub names: Vec<Authority>,
    /// Origins beside the server's own whose pages may connect.
    pub origins: Vec<String>,
    /// The most that is done of permessage-deflate; `None` declines it.
    pub deflate: Option<Parameters>,
    /// Everything that is bounded.
    pub limits: Limits,
    /// Where the book is being written: news of its builds.
    pub development: Option<Development>,
}

impl Settings {
    /// Serves this folder on loopback, on a port that the system chooses.
    pub fn new(site: impl Into<PathBuf>) -> Self {
        Self {
            site: site.into(),
            address: (Ipv4Addr::LOCALHOST, 0).into(),
            names: Vec::new(),
            origins: Vec::new(),
            deflate: Some(Parameters::default()),
            limits: Limits::default(),
            development: None,
        }
    }
}

/// A server that listens.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    state: Arc<State>,
}

impl Server {
    /// Begins to listen. [`io::ErrorKind::InvalidInput`] is a server for other machines that was
    /// given no name (any page could then make its own name lead here), or one whose connections
    /// would leave no memory for messages.
    pub async fn bind(settings: Settings) -> io::Result<Self> {
        let Settings { site, address, names, origins, deflate, limits, development } = settings;
        if limits.shared_len().is_none() {
            let message = format!(
                "--memory-len-max {} leaves nothing for messages: each of {} connections \
                 (--connections-max) has {} bytes to itself (twice --head-len-max)",
                limits.memory_len_max,
                limits.connections_max,
                limits.own_len()
            );
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
        if names.is_empty() && !hosts::is_private(address.ip()) {
            let message = format!(
                "{address} can be reached from other machines, so the server has to know by \
                 which name: add --name, such as --name book.example or --name 192.168.1.5 (it \
                 may be said again)"
            );
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
        let listener = TcpListener::bind(address).await?;
        let state = State {
            site: Site::new(site),
            hosts: Hosts::new(names, origins),
            deflate,
            limits,
            development,
            rooms: ChatRooms::new(limits.rooms_max, limits.queue_messages_max),
            clock: Clock::start()?,
            budget: Budget::new(&limits),
            log: Log::default(),
            closing: watch::Sender::new(false),
        };
        Ok(Self { listener, state: Arc::new(state) })
    }

    /// Where the server listens.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Serves until `stop` is done, then lets everyone finish.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        let Self { listener, state } = self;
        let admission = Admission::new(state.limits);
        tokio::pin!(stop);
        loop {
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                () = &mut stop => break,
            };
            let Ok((stream, peer)) = accepted else {
                // A peer that left before it was let in, or no descriptor left: neither is the
                // end of the server, and only the second needs time.
                time::sleep(EXHAUSTED_PAUSE).await;
                continue;
            };
            match admission.admit(peer.ip()) {
                Ok(permit) => {
                    let state = Arc::clone(&state);
                    tokio::spawn(async move {
                        connection::serve(stream, state).await;
                        drop(permit);
                    });
                }
                Err(refused) => {
                    state.log.line(format_args!("{peer} is turned away. {refused}"));
                    turn_away(&stream, refused);
                }
            }
        }
        drop(listener);
        state.closing.send_replace(true);
        // Close frames out, close frames in, and the streams' ends: two waits at the most.
        let patience = state.limits.close_time_max * 2;
        let _all_left_or_time_is_up = time::timeout(patience, admission.all_left()).await;
    }
}

/// Tells one who is not let in so, without waiting for anything.
fn turn_away(stream: &TcpStream, refused: Refused) {
    let answer = Answer::text(503, &refused.to_string());
    let Body::Bytes(body) = &answer.body else { return };
    let bytes = [answer.head(After::Close), body.to_vec()].concat();
    // A new connection has room for a few hundred bytes; if not, closing says enough.
    let _written = stream.try_write(&bytes);
}
