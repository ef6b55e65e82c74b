//! Plays one case over a real connection.
//!
//! Invariant: it ends within [`CASE_TIME_MAX`] whatever the peer does: while bytes wait to be
//! sent, what comes is read, and each wait has an end that no byte moves.

use std::{io, net::SocketAddr, time::Duration};

use checker::websocket::{Case, Exchange, Facts, Heard, Transcript, Unfit, Verdict, Want};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::{self, Instant},
};

/// The longest that a case may take.
const CASE_TIME_MAX: Duration = Duration::from_secs(20);

/// How long a server that refuses connections may take to come back.
const RETURN_TIME_MAX: Duration = Duration::from_millis(800);

/// Between two attempts to connect.
const RETRY_PAUSE: Duration = Duration::from_millis(50);

/// Bytes read at once.
const READ_LEN: usize = 64 << 10;

/// A case that was played.
#[derive(Debug)]
pub(crate) struct Played {
    pub(crate) case: &'static Case,
    pub(crate) verdict: Verdict,
    pub(crate) transcript: Transcript,
    pub(crate) took: Duration,
    /// Connections that are still open; dropping them closes them.
    pub(crate) open: Vec<TcpStream>,
}

/// A connection and how far it has come.
struct Line {
    stream: TcpStream,
    /// The peer has ended it: nothing more is to be read.
    is_over: bool,
    /// The peer takes nothing any more: nothing more is sent.
    is_stuck: bool,
}

impl Line {
    fn new(stream: TcpStream) -> Self {
        // Without it, a small frame could wait for the acknowledgement of the one before.
        let _nodelay = stream.set_nodelay(true);
        Self { stream, is_over: false, is_stuck: false }
    }
}

/// A case at work on its connections.
struct Player {
    exchange: Exchange,
    places: Vec<SocketAddr>,
    patience: Duration,
    end: Instant,
    line: Option<Line>,
    beside: Vec<TcpStream>,
    buffer: Vec<u8>,
    /// The step that is being waited in, and since when.
    waiting: Option<(usize, Instant)>,
}

/// Plays a case against a server at one of these addresses.
pub(crate) async fn play(case: &'static Case, facts: &Facts, places: &[SocketAddr]) -> Played {
    run(case, facts, places, None, &[]).await
}

/// Plays a case with a client that has connected and sent this much.
pub(crate) async fn serve(
    case: &'static Case,
    facts: &Facts,
    stream: TcpStream,
    received: &[u8],
) -> Played {
    run(case, facts, &[], Some(stream), received).await
}

async fn run(
    case: &'static Case,
    facts: &Facts,
    places: &[SocketAddr],
    stream: Option<TcpStream>,
    received: &[u8],
) -> Played {
    let begun = Instant::now();
    let mut player = Player {
        exchange: Exchange::new(case, facts),
        places: places.to_vec(),
        patience: Duration::from_millis(facts.patience_ms),
        end: begun + CASE_TIME_MAX,
        line: stream.map(Line::new),
        beside: Vec::new(),
        buffer: vec![0; READ_LEN],
        waiting: None,
    };
    if !received.is_empty() {
        // The first want prepares for the request, which is there already.
        let _receive = player.exchange.next_want();
        player.exchange.heard(Heard::Bytes(received));
    }
    while player.turn().await {}
    let Player { exchange, line, mut beside, .. } = player;
    beside.extend(line.map(|line| line.stream));
    Played {
        case,
        verdict: exchange.verdict().cloned().unwrap_or(Verdict::Passed),
        transcript: exchange.transcript().clone(),
        took: begun.elapsed(),
        open: beside,
    }
}

impl Player {
    /// Does the next thing; false when there is nothing more.
    async fn turn(&mut self) -> bool {
        if Instant::now() >= self.end {
            self.exchange.give_up();
        }
        match self.exchange.next_want() {
            Want::Done => return false,
            Want::Connect { beside } => self.connect(beside).await,
            Want::Send(bytes) => self.send(&bytes).await,
            Want::Receive { step, within_ms } => {
                self.receive(step, Duration::from_millis(within_ms)).await;
            }
            Want::Shutdown => {
                if let Some(line) = &mut self.line {
                    // Fails only where the connection is gone, which reading tells.
                    let _ended = line.stream.shutdown().await;
                }
            }
            Want::Drop => self.line = None,
        }
        true
    }

    async fn connect(&mut self, beside: bool) {
        if let Some(line) = self.line.take()
            && beside
        {
            self.beside.push(line.stream);
        }
        let until = (Instant::now() + RETURN_TIME_MAX.max(self.patience)).min(self.end);
        let mut why = "it has no address".to_owned();
        loop {
            for place in &self.places {
                match time::timeout_at(until, TcpStream::connect(place)).await {
                    Ok(Ok(stream)) => {
                        self.line = Some(Line::new(stream));
                        return self.exchange.heard(Heard::Connected);
                    }
                    Ok(Err(error)) => why = format!("{place}: {error}"),
                    Err(_) => why = format!("{place}: nobody answers"),
                }
            }
            if Instant::now() + RETRY_PAUSE >= until {
                return self.exchange.heard(Heard::NotConnected(&why));
            }
            time::sleep(RETRY_PAUSE).await;
        }
    }

    /// Sends, and reads meanwhile: a peer that answers while it reads must not be waited for by
    /// both ends.
    async fn send(&mut self, bytes: &[u8]) {
        let Some(line) = self.line.as_mut().filter(|line| !line.is_stuck) else { return };
        let (mut reader, mut writer) = line.stream.split();
        let mut rest = bytes;
        while !rest.is_empty() {
            let until = (Instant::now() + self.patience).min(self.end);
            tokio::select! {
                written = writer.write(rest) => match written {
                    Ok(len) if len > 0 => rest = &rest[len..],
                    // Whatever ended the connection, reading tells.
                    _ => line.is_stuck = true,
                },
                read = reader.read(&mut self.buffer), if !line.is_over => {
                    line.is_over = tell(&mut self.exchange, &self.buffer, &read);
                }
                () = time::sleep_until(until) => line.is_stuck = true,
            }
            if line.is_stuck || self.exchange.verdict().is_some() && line.is_over {
                return;
            }
        }
    }

    async fn receive(&mut self, step: usize, within: Duration) {
        let begun = match self.waiting {
            Some((same, begun)) if same == step => begun,
            _ => Instant::now(),
        };
        self.waiting = Some((step, begun));
        let until = (begun + within).min(self.end);
        let Some(line) = self.line.as_mut().filter(|line| !line.is_over) else {
            time::sleep_until(until).await;
            return self.exchange.heard(Heard::TimeUp);
        };
        // A peer that never stops must not keep the clock from being looked at.
        if Instant::now() >= until {
            return self.exchange.heard(Heard::TimeUp);
        }
        match time::timeout_at(until, line.stream.read(&mut self.buffer)).await {
            Ok(read) => line.is_over = tell(&mut self.exchange, &self.buffer, &read),
            Err(_) => self.exchange.heard(Heard::TimeUp),
        }
    }
}

/// Tells what was read, and whether that was the end.
fn tell(exchange: &mut Exchange, buffer: &[u8], read: &io::Result<usize>) -> bool {
    match read {
        Ok(0) => exchange.heard(Heard::End),
        Ok(len) => {
            exchange.heard(Heard::Bytes(&buffer[..*len]));
            return false;
        }
        Err(_) => exchange.heard(Heard::Reset),
    }
    true
}

impl Played {
    /// A case that was not tried, because the server was not reached again and again.
    pub(crate) fn unreached(case: &'static Case) -> Self {
        Self {
            case,
            verdict: Verdict::Error("the server was gone before this case".to_owned()),
            transcript: Transcript::default(),
            took: Duration::ZERO,
            open: Vec::new(),
        }
    }

    /// A case for which no client came.
    pub(crate) fn unserved(case: &'static Case) -> Self {
        Self { verdict: Verdict::NotApplicable(Unfit::NotServed), ..Self::unreached(case) }
    }
}
