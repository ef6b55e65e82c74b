//! The listener: who comes in, how many, and how all of them leave.
//!
//! Invariant: when [`Server::run`] returns, every WebSocket was told 1001 and had its time to
//! answer.

use std::{
    future::Future,
    io,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Semaphore, watch},
    time,
};
use websocket::handshake::deflate::Parameters;

use crate::{
    Development, Limits, answer::After, answer::Answer, clock::Clock, endpoint::Rooms, site::Site,
    visit,
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
    /// Origins beside this machine's own whose pages may connect.
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
            origins: Vec::new(),
            deflate: Some(Parameters::default()),
            limits: Limits::default(),
            development: None,
        }
    }
}

/// What all connections share.
#[derive(Debug)]
pub(crate) struct House {
    pub(crate) site: Site,
    pub(crate) bound_to: IpAddr,
    pub(crate) origins: Vec<String>,
    pub(crate) deflate: Option<Parameters>,
    pub(crate) limits: Limits,
    pub(crate) development: Option<Development>,
    pub(crate) rooms: Arc<Rooms>,
    pub(crate) clock: Clock,
    /// Turns true when everyone has to leave.
    closing: watch::Sender<bool>,
}

impl House {
    /// Waits until the server closes.
    pub(crate) async fn closes(self: Arc<Self>) {
        let mut closing = self.closing.subscribe();
        // The sender lives in the house that we hold, so the wait ends only with the value.
        let _closing = closing.wait_for(|closing| *closing).await;
    }
}

/// A server that listens.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    house: Arc<House>,
}

impl Server {
    /// Begins to listen.
    pub async fn bind(settings: Settings) -> io::Result<Self> {
        let listener = TcpListener::bind(settings.address).await?;
        let Settings { site, address, origins, deflate, limits, development } = settings;
        let house = House {
            site: Site::new(site),
            bound_to: address.ip(),
            origins,
            deflate,
            limits,
            development,
            rooms: Arc::new(Rooms::new(limits.rooms_max, limits.queue_messages_max)),
            clock: Clock::start()?,
            closing: watch::Sender::new(false),
        };
        Ok(Self { listener, house: Arc::new(house) })
    }

    /// Where the server listens.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Serves until `stop` is done, then lets everyone finish.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        let Self { listener, house } = self;
        let limits = house.limits;
        let places = Arc::new(Semaphore::new(limits.connections_max));
        tokio::pin!(stop);
        loop {
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                () = &mut stop => break,
            };
            let Ok((stream, _)) = accepted else {
                // A peer that left before it was let in, or no descriptor left: neither is the
                // end of the server, and only the second needs time.
                time::sleep(EXHAUSTED_PAUSE).await;
                continue;
            };
            let Ok(place) = Arc::clone(&places).try_acquire_owned() else {
                turn_away(&stream);
                continue;
            };
            let house = Arc::clone(&house);
            tokio::spawn(async move {
                visit::serve(stream, house).await;
                drop(place);
            });
        }
        drop(listener);
        house.closing.send_replace(true);
        // Close frames out, close frames in, and the streams' ends: two waits at the most.
        let patience = limits.close_time_max * 2;
        let all = u32::try_from(limits.connections_max).unwrap_or(u32::MAX);
        let _all_left_or_time_is_up = time::timeout(patience, places.acquire_many(all)).await;
    }
}

/// Tells one visitor too many so, without waiting for anything.
fn turn_away(stream: &TcpStream) {
    let answer = Answer::text(503, "All places are taken: try again later.");
    let crate::answer::Body::Bytes(body) = &answer.body else { return };
    let bytes = [answer.head(After::Close), body.to_vec()].concat();
    // A new connection has room for a few hundred bytes; if not, closing says enough.
    let _written = stream.try_write(&bytes);
}
