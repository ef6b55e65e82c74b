//! Plays the cases with a client: each connection is served one.
//!
//! A client echoes until the server closes, and connects again. What it asks for says which case
//! it gets: the next one, or one by its number (`/case?n=K`), or as the Autobahn suite's clients
//! ask (`/getCaseCount`, `/runCase?case=N&agent=A`, `/updateReports?agent=A`): they work unchanged.

use std::{collections::BTreeMap, io, time::Instant};

use checker::websocket::{Case, Facts, Frame, Verdict};
use serde_json::json;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    time::{Duration, timeout},
};
use websocket::{
    Role,
    handshake::{Server, server::Policy},
};

use super::{
    connection::{self, Played},
    outcome::Outcome,
    question::Question,
    words::Words,
};

/// The longest head of a request, and how long it may take.
const HEAD_LEN_MAX: usize = 64 << 10;
const HEAD_TIME_MAX: Duration = Duration::from_secs(5);

/// How long a client that came may stay away before the rest is given up.
const ABSENCE_MAX: Duration = Duration::from_secs(20);

/// How long a client may take to hear the end.
const GOODBYE_TIME_MAX: Duration = Duration::from_millis(500);

/// What a request asks for.
#[derive(Debug, PartialEq, Eq)]
enum Asked {
    Count,
    /// By its number, from 1.
    Numbered(usize),
    Next,
    Info(usize),
    Status(usize),
    Report,
}

impl Asked {
    fn of(target: &str) -> Self {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let number = |name: &str| {
            let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            pairs.find(|(key, _)| *key == name).and_then(|(_, value)| value.parse().ok())
        };
        match path {
            "/getCaseCount" => Self::Count,
            "/runCase" => Self::Numbered(number("case").unwrap_or(0)),
            "/getCaseInfo" => Self::Info(number("case").unwrap_or(0)),
            "/getCaseStatus" => Self::Status(number("case").unwrap_or(0)),
            "/updateReports" => Self::Report,
            _ => number("n").map_or(Self::Next, Self::Numbered),
        }
    }
}

/// A run with one client.
struct Run<'a> {
    cases: &'a [&'static Case],
    facts: Facts,
    played: BTreeMap<usize, Played>,
    next: usize,
    agent: Option<String>,
}

pub(super) async fn check(
    port: u16,
    cases: &[&'static Case],
    question: &Question,
    words: &Words,
) -> Result<Outcome, String> {
    let listener = TcpListener::bind(("127.0.0.1", port)).await;
    let listener = listener
        .map_err(|error| format!("port {port} of 127.0.0.1 cannot be listened on: {error}"))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    eprintln!("{}", words.listening(&format!("ws://{address}")));
    let mut facts = Facts::new(Role::Client, address.to_string(), "/");
    facts.patience_ms = question.patience_ms;
    let mut run = Run { cases, facts, played: BTreeMap::new(), next: 0, agent: None };
    let mut begun = None;
    loop {
        // Whoever checks may take their time to start their client.
        let came = match begun {
            None => listener.accept().await,
            Some(_) => match timeout(ABSENCE_MAX, listener.accept()).await {
                Ok(came) => came,
                Err(_) => break,
            },
        };
        // One that left before it was let in is no client.
        let Ok((stream, _)) = came else { continue };
        begun.get_or_insert_with(Instant::now);
        if run.serve(stream).await.unwrap_or(Served::More) == Served::All {
            break;
        }
    }
    drop(listener);
    let Run { mut played, agent, .. } = run;
    for (index, &case) in cases.iter().enumerate() {
        played.entry(index).or_insert_with(|| Played::unserved(case));
    }
    Ok(Outcome {
        title: agent.unwrap_or_else(|| format!("ws://{address}")),
        peer: Role::Client,
        level: question.level,
        echoes: true,
        played: played.into_values().collect(),
        seconds: begun.map_or(0.0, |begun| begun.elapsed().as_secs_f64()),
    })
}

/// Whether more clients are to come.
#[derive(Debug, PartialEq, Eq)]
enum Served {
    More,
    All,
}

impl Run<'_> {
    async fn serve(&mut self, mut stream: TcpStream) -> io::Result<Served> {
        let head = timeout(HEAD_TIME_MAX, read_head(&mut stream)).await??;
        let text = String::from_utf8_lossy(&head);
        let target = text.split(' ').nth(1).unwrap_or("/").to_owned();
        if let Some((_, agent)) = target.split_once("agent=") {
            self.agent = agent.split('&').next().filter(|name| !name.is_empty()).map(str::to_owned);
        }
        let index = match Asked::of(&target) {
            Asked::Count => {
                let count = self.cases.len().to_string();
                tell(stream, &head, Some(&count)).await?;
                return Ok(Served::More);
            }
            Asked::Info(number) => {
                let case = self.case(number);
                let info = case.map(|case| json!({ "id": case.name, "description": case.english }));
                tell(stream, &head, info.map(|info| info.to_string()).as_deref()).await?;
                return Ok(Served::More);
            }
            Asked::Status(number) => {
                let played = number.checked_sub(1).and_then(|index| self.played.get(&index));
                let status = json!({ "behavior": behavior(played) }).to_string();
                tell(stream, &head, Some(&status)).await?;
                return Ok(Served::More);
            }
            Asked::Report => {
                tell(stream, &head, None).await?;
                return Ok(Served::All);
            }
            Asked::Numbered(number) if self.case(number).is_none() => {
                stream.write_all(b"HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n").await?;
                return Ok(Served::All);
            }
            Asked::Numbered(number) => number - 1,
            Asked::Next => {
                self.next += 1;
                self.next - 1
            }
        };
        let is_in_order = Asked::of(&target) == Asked::Next;
        if let Some(case) = self.cases.get(index) {
            let mut played = connection::serve(case, &self.facts, stream, &head).await;
            for stream in played.open.drain(..) {
                goodbye(stream).await;
            }
            self.played.insert(index, played);
        }
        let is_last = is_in_order && self.next >= self.cases.len();
        Ok(if is_last { Served::All } else { Served::More })
    }

    /// A case by its number, from 1.
    fn case(&self, number: usize) -> Option<&'static Case> {
        self.cases.get(number.checked_sub(1)?).copied()
    }
}

/// What the Autobahn suite calls a verdict.
fn behavior(played: Option<&Played>) -> &'static str {
    match played.map(|played| &played.verdict) {
        Some(Verdict::Passed) => "OK",
        Some(Verdict::Informational(_)) => "INFORMATIONAL",
        Some(Verdict::NotApplicable(_)) => "UNIMPLEMENTED",
        Some(Verdict::Failed(_) | Verdict::Error(_)) => "FAILED",
        None => "MISSING",
    }
}

/// Reads to the empty line, and whatever came with it.
async fn read_head(stream: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        if head.len() > HEAD_LEN_MAX || stream.read_buf(&mut head).await? == 0 {
            return Err(io::ErrorKind::InvalidData.into());
        }
    }
    Ok(head)
}

/// Opens a WebSocket, says one text, and closes.
async fn tell(mut stream: TcpStream, head: &[u8], text: Option<&str>) -> io::Result<()> {
    let verdict = Server::new(Policy::default()).receive(&mut &head[..]);
    let mut bytes = match verdict {
        Some(Ok(accepted)) => accepted.response().to_bytes(),
        Some(Err(fault)) => fault.response().to_bytes(),
        None => return Ok(()),
    };
    if let Some(text) = text {
        bytes.extend(Frame::text(text).bytes(Role::Server, [0; 4]));
    }
    bytes.extend(Frame::close(1000, "").bytes(Role::Server, [0; 4]));
    stream.write_all(&bytes).await?;
    goodbye(stream).await;
    Ok(())
}

/// Ends our side, and waits a little for the other's, so that nothing sent is lost.
async fn goodbye(mut stream: TcpStream) {
    let rest = async {
        let mut buffer = [0; 4096];
        // Long enough for a client to read the close frame and to answer it.
        let _answer = timeout(GOODBYE_TIME_MAX / 5, stream.read(&mut buffer)).await;
        stream.shutdown().await?;
        while stream.read(&mut buffer).await? > 0 {}
        io::Result::Ok(())
    };
    let _gone_or_time_is_up = timeout(GOODBYE_TIME_MAX, rest).await;
}

#[cfg(test)]
mod tests {
    use super::Asked;

    #[test]
    fn what_is_asked_for() {
        for (target, expected) in [
            ("/", Asked::Next),
            ("/case?n=7", Asked::Numbered(7)),
            ("/runCase?case=12&agent=x", Asked::Numbered(12)),
            ("/runCase?agent=x", Asked::Numbered(0)),
            ("/getCaseCount", Asked::Count),
            ("/updateReports?agent=x", Asked::Report),
        ] {
            assert_eq!(Asked::of(target), expected, "{target}");
        }
    }
}
