//! The worlds of a check: what is different in each, and how what peers send is cut.

use crate::act::{Act, Ask};
use crate::checks::{Check, Checks, Every, Peer, Statement};

/// The most cuts that are tried in one run, and in runs of their own.
const CUTS_MAX: usize = 120;
const RUNS_MAX: usize = 12;
/// The most bytes that are sent alone.
const ALONE_MAX: usize = 500;
/// How long a peer rests between two pieces, in milliseconds.
pub(crate) const PIECES_MS: u64 = 20;

/// A world in which a check is judged.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct World {
    /// How what peers send is cut.
    pub pieces: Cuts,
    /// What is different: a line of a lab's setup.
    pub line: Option<String>,
}

/// How what peers send is cut.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Cuts {
    /// Not at all.
    #[default]
    Whole,
    /// Each of these in turn, with connections of its own, in one run.
    Each(Vec<Cut>),
}

/// One way to cut what a peer sends until it next expects something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// In two, behind so many bytes. What is not longer stays whole.
    Behind(usize),
    /// Each byte alone; behind the first 500, the rest together.
    Bytes,
}

impl World {
    /// Whether only the simulator can make it.
    pub const fn is_simulated_only(&self) -> bool {
        self.line.is_some()
    }

    /// How often the check's peers act: once, or once for each cut.
    pub fn rounds(&self) -> usize {
        match &self.pieces {
            Cuts::Whole => 1,
            Cuts::Each(cuts) => cuts.len(),
        }
    }

    /// The same world with one of its cuts alone.
    #[must_use]
    pub fn only(&self, round: usize) -> Self {
        let pieces = match &self.pieces {
            Cuts::Each(cuts) if cuts.len() > 1 => {
                Cuts::Each(cuts.get(round).copied().into_iter().collect())
            }
            other => other.clone(),
        };
        Self { pieces, line: self.line.clone() }
    }

    /// What the peers of a check do in one of this world's rounds: sends are in pieces, with
    /// rests between them.
    pub fn peers(&self, check: &Check, round: usize) -> Vec<Peer> {
        self.peers_resting(check, round, PIECES_MS)
    }

    /// The same with rests of another length: where time is real, it is dear.
    pub fn peers_resting(&self, check: &Check, round: usize, rest_ms: u64) -> Vec<Peer> {
        let cut = match &self.pieces {
            Cuts::Whole => None,
            Cuts::Each(cuts) => cuts.get(round).copied(),
        };
        let peers = check.peers.iter();
        match cut {
            None => peers.cloned().collect(),
            Some(cut) => {
                let what = check.cutting();
                peers.map(|peer| peer.cut(cut, what, rest_ms)).collect()
            }
        }
    }
}

impl Checks {
    /// The worlds of a check, the simplest first; none for a check that there is not.
    pub fn worlds(&self, check: usize) -> Vec<World> {
        let Some(check) = self.checks.get(check) else { return Vec::new() };
        let plain = World::default();
        let mut worlds = vec![plain.clone()];
        let each = |cuts: Vec<Cut>| World { pieces: Cuts::Each(cuts), line: None };
        match check.every {
            None => {}
            Some(Every::Byte) => worlds.push(each(vec![Cut::Bytes])),
            Some(Every::Split) if !check.peers.iter().any(Peer::is_waiting) => {
                worlds.push(each(check.cuts(CUTS_MAX)));
            }
            // A program that connects by itself does so once.
            Some(Every::Split | Every::OnceSplit) => {
                worlds.extend(check.cuts(RUNS_MAX).into_iter().map(|cut| each(vec![cut])));
            }
        }
        let lines = check.worlds.iter();
        worlds.extend(lines.map(|line| World { line: Some(line.clone()), ..plain.clone() }));
        worlds
    }
}

impl Check {
    /// The most bytes that are sent without expecting something between them.
    pub(crate) fn cut_len(&self) -> usize {
        self.longest(self.cutting())
    }

    fn longest(&self, what: Cutting) -> usize {
        self.peers.iter().flat_map(|peer| peer.runs(what)).max().unwrap_or(0)
    }

    /// What of it is cut: heads are long, and hide the frames behind them.
    fn cutting(&self) -> Cutting {
        if self.longest(Cutting::Sends) < 2 { Cutting::Handshakes } else { Cutting::Sends }
    }

    /// Each place in turn, then all at once; if there are too many, spread evenly.
    fn cuts(&self, most: usize) -> Vec<Cut> {
        let longest = self.cut_len();
        let places = longest.saturating_sub(1);
        let count = places.min(most - 1);
        let place = |at: usize| match count {
            0 | 1 => 1,
            _ => 1 + at * (places - 1) / (count - 1),
        };
        let mut cuts: Vec<Cut> = (0..count).map(|at| Cut::Behind(place(at))).collect();
        if longest > 2 {
            cuts.push(Cut::Bytes);
        }
        cuts
    }
}

/// What of a check is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cutting {
    Sends,
    Handshakes,
}

impl Act {
    /// The bytes that may be cut.
    fn sent(&self, what: Cutting) -> Option<Vec<u8>> {
        match self {
            Self::Send(bytes) => Some(bytes.clone()),
            Self::Ask(ask) => Some(ask.to_bytes()),
            Self::Handshake(ask) if what == Cutting::Handshakes => Some(ask.to_bytes()),
            _ => None,
        }
    }
}

impl Peer {
    /// How long what is sent between two other statements is, each time.
    fn runs(&self, what: Cutting) -> Vec<usize> {
        let mut runs = vec![0];
        for statement in &self.statements {
            match statement.act.sent(what).map_or(0, |bytes| bytes.len()) {
                0 => runs.push(0),
                len => *runs.last_mut().expect("there is a first") += len,
            }
            if let Act::Handshake(_) = statement.act {
                runs.push(0);
            }
        }
        runs
    }

    /// The same peer, what it sends in pieces.
    fn cut(&self, cut: Cut, what: Cutting, rest_ms: u64) -> Self {
        let mut statements = Vec::new();
        let mut before = 0;
        for statement in &self.statements {
            let Some(bytes) = statement.act.sent(what).filter(|bytes| !bytes.is_empty()) else {
                before = 0;
                statements.push(statement.clone());
                continue;
            };
            let places = cut.places(before, bytes.len());
            let is_whole = places.is_empty();
            let mut from = 0;
            for to in places {
                statements.extend(statement.piece(&bytes[from..to]));
                statements.push(statement.rest(rest_ms));
                from = to;
            }
            if is_whole {
                statements.push(statement.clone());
            } else {
                statements.extend(statement.last_piece(&bytes[from..], from));
            }
            // An answer is waited for.
            let is_answered = matches!(statement.act, Act::Handshake(_));
            before = if is_answered { 0 } else { before + bytes.len() };
        }
        Self { name: self.name.clone(), start_ms: self.start_ms, statements }
    }
}

impl Cut {
    /// Where it cuts a part of what is sent: behind so many bytes of it, in order; 0 is before it.
    fn places(self, before: usize, len: usize) -> Vec<usize> {
        match self {
            Self::Behind(place) if (before..before + len).contains(&place) => vec![place - before],
            Self::Behind(_) => Vec::new(),
            Self::Bytes => {
                let most = ALONE_MAX.saturating_sub(before).min(len);
                (usize::from(before == 0)..most).collect()
            }
        }
    }
}

impl Statement {
    /// A part of what it sends; none if there is nothing in it.
    fn piece(&self, bytes: &[u8]) -> Option<Self> {
        let text = format!("send {}", written(bytes));
        let act = Act::Send(bytes.to_vec());
        (!bytes.is_empty()).then_some(Self { text, act, ..*self })
    }

    /// The part behind all others, of which there were so many bytes.
    fn last_piece(&self, bytes: &[u8], sent: usize) -> Option<Self> {
        match &self.act {
            Act::Handshake(ask) => {
                let act = Act::Handshake(Ask { sent: ask.sent + sent, ..ask.clone() });
                Some(Self { text: self.text.clone(), act, ..*self })
            }
            _ => self.piece(bytes),
        }
    }

    /// The rest between two pieces.
    fn rest(&self, ms: u64) -> Self {
        Self { text: format!("wait {ms}ms"), act: Act::Wait { ms }, ..*self }
    }
}

/// Bytes as checks write them: as a text if they are one, else in hex digits. Long ones are cut
/// short.
pub(crate) fn written(bytes: &[u8]) -> String {
    const SHOWN: usize = 60;
    let shown = &bytes[..bytes.len().min(SHOWN)];
    let is_plain = |byte: &u8| byte.is_ascii_graphic() || b" \n\r\t".contains(byte);
    let text = if shown.iter().all(is_plain) {
        format!("\"{}\"", shown.escape_ascii().to_string().replace("\\'", "'"))
    } else {
        let digits: Vec<String> = shown.iter().map(|byte| format!("{byte:02x}")).collect();
        digits.join(" ")
    };
    if bytes.len() > SHOWN { text + " ..." } else { text }
}
