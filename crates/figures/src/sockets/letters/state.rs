//! The word, what the reader destroyed of it, and the moment that is shown.

use std::cell::RefCell;
use std::rc::Rc;

use figure_kit::figure::{Motion, Refused};
use figure_kit::playback::Way;
use figure_kit::value::Value;
use figure_kit::written::Written;

use super::run::{Cut, Lane, Protocol, run};
use super::word::Word;

/// Thirty pictures a second are smooth enough for letters, and half the work for a phone.
const DRAWN_AFTER_MS: u32 = 30;

/// How much slower than the network a run plays: a letter is two and a half seconds on its way.
const SLOWER: u32 = 24;
/// How long it plays while nothing is on the wire, however long that takes.
const GAP_PLAYS_MS: u32 = 1_200;
/// How far an arrow key moves the time.
const STEP_US: u32 = 10_000;
/// The most packets that a link may be asked to lose: over TCP, each letter until it is given up.
const CUTS_MAX: usize = 240;

/// A moment of the run, in microseconds; as a text, in milliseconds with as many digits behind the
/// point as it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Instant(pub(super) u32);

impl Value for Instant {
    fn parse(text: &str) -> Result<Self, Refused> {
        let (ms, part) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let read = || {
            let part_us: u32 = ["0", part, "000"].concat().get(..4)?.parse().ok()?;
            let ms: u32 = ms.parse().ok()?;
            (digits(part) && part.len() <= 3).then_some(())?;
            ms.checked_mul(1_000)?.checked_add(part_us)
        };
        read().map(Self).ok_or_else(|| Refused::explained(Self::expects))
    }

    fn write(&self) -> String {
        let ms = (self.0 / 1_000).to_string();
        let part = (1_000 + self.0 % 1_000).to_string();
        match part[1..].trim_end_matches('0') {
            "" => ms,
            part => [&ms, ".", part].concat(),
        }
    }

    fn expects() -> String {
        "milliseconds, such as 90 or 90.25".to_owned()
    }

    fn any() -> Self {
        Self(0)
    }
}

/// A packet of data: which protocol carries it, and the how manieth it is, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parcel {
    pub(super) protocol: Protocol,
    pub(super) nth: u32,
}

impl Value for Parcel {
    fn parse(text: &str) -> Result<Self, Refused> {
        let read = || {
            let (protocol, nth) = text.split_once('-')?;
            let nth = nth.parse().ok().filter(|nth| *nth > 0)?;
            Some(Self { protocol: Protocol::parse(protocol).ok()?, nth })
        };
        read().ok_or_else(|| Refused::explained(Self::expects))
    }

    fn write(&self) -> String {
        [self.protocol.name(), "-", &self.nth.to_string()].concat()
    }

    fn expects() -> String {
        "tcp or udp, and which packet with data, such as tcp-3".to_owned()
    }

    fn any() -> Self {
        Self { protocol: Protocol::Tcp, nth: 1 }
    }
}

/// All that was destroyed, in the order in which it was.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Cuts(pub(super) Vec<Cut>);

impl Value for Cuts {
    fn parse(text: &str) -> Result<Self, Refused> {
        let cut = |text: &str| {
            let (parcel, at) = text.trim().split_once('@')?;
            let Parcel { protocol, nth } = Parcel::parse(parcel).ok()?;
            let Instant(at_us) = Instant::parse(at).ok()?;
            Some(Cut { protocol, nth, at_us })
        };
        let all: Option<Vec<Cut>> = match text.trim() {
            "" => Some(Vec::new()),
            text => text.split(',').map(cut).collect(),
        };
        // No packet has so high a number, and the link keeps a list up to the highest.
        let is_sound = |cuts: &Vec<Cut>| {
            cuts.len() <= CUTS_MAX && cuts.iter().all(|cut| cut.nth <= CUTS_MAX as u32)
        };
        let all = all.filter(is_sound).map(Self);
        all.ok_or_else(|| Refused::explained(Self::expects))
    }

    fn write(&self) -> String {
        let one = |cut: &Cut| {
            let parcel = Parcel { protocol: cut.protocol, nth: cut.nth };
            [parcel.write(), Instant(cut.at_us).write()].join("@")
        };
        self.0.iter().map(one).collect::<Vec<_>>().join(",")
    }

    fn expects() -> String {
        "packets and when each is destroyed, such as tcp-3@110,udp-3@110".to_owned()
    }

    fn any() -> Self {
        Self::default()
    }
}

figure_kit::actions! {
    /// What a reader can do to the letters.
    pub enum Action {
        /// Send this word.
        Word(Written) = "word",
        /// Destroy a packet that is on its way.
        Lose(Parcel) = "lose",
        /// Let time pass, or stop it.
        Play = "play",
        /// Send the word anew, over a link that loses nothing.
        Again = "again",
        /// Go on or back a little, or to an end.
        Step(Way) = "step",
    }
}

/// The figure's state.
#[derive(Debug, Clone)]
pub struct Letters {
    pub(super) written: Written,
    pub(super) cuts: Cuts,
    /// The moment that is shown; none for the end.
    pub(super) at: Option<Instant>,
    pub(super) playing: bool,
    /// What has passed since the last picture.
    undrawn_ms: u32,
    /// The runs of what is written and destroyed now.
    runs: RefCell<Option<Runs>>,
}

/// TCP's run and UDP's, and of what they are.
#[derive(Debug, Clone)]
struct Runs {
    written: Written,
    cuts: Cuts,
    lanes: Rc<[Lane; 2]>,
}

impl Default for Letters {
    fn default() -> Self {
        Self {
            written: Written::new("socket"),
            cuts: Cuts::default(),
            at: None,
            playing: false,
            undrawn_ms: 0,
            runs: RefCell::new(None),
        }
    }
}

impl Letters {
    pub(super) fn word(&self) -> Word {
        Word::of(&self.written)
    }

    /// TCP's run and UDP's.
    pub(super) fn lanes(&self) -> Rc<[Lane; 2]> {
        let mut runs = self.runs.borrow_mut();
        if let Some(known) = &*runs
            && known.written == self.written
            && known.cuts == self.cuts
        {
            return Rc::clone(&known.lanes);
        }
        let letters = self.word().letters;
        let lanes = Rc::new(Protocol::ALL.map(|it| run(it, &letters, &self.cuts.0)));
        let (written, cuts) = (self.written.clone(), self.cuts.clone());
        *runs = Some(Runs { written, cuts, lanes: Rc::clone(&lanes) });
        lanes
    }

    pub(super) fn lane(&self, protocol: Protocol) -> Lane {
        self.lanes()[protocol as usize].clone()
    }

    /// The last moment of the longer run.
    pub(super) fn end_us(&self) -> u32 {
        self.lanes().iter().map(|lane| lane.end_us).max().unwrap_or(0)
    }

    pub(super) fn now_us(&self) -> u32 {
        let end = self.end_us();
        self.at.map_or(end, |at| at.0.min(end))
    }

    fn go_to(&mut self, us: u32) {
        self.at = (us < self.end_us()).then_some(Instant(us));
    }

    /// Everything anew, over a link that loses nothing.
    pub(super) fn start(&mut self) {
        self.cuts = Cuts::default();
        self.go_to(0);
    }

    pub(super) fn step(&mut self, way: Way) {
        let (now, end) = (self.now_us(), self.end_us());
        self.playing = false;
        self.go_to(match way {
            Way::Next => now + STEP_US,
            Way::Previous => now.saturating_sub(STEP_US),
            Way::First => 0,
            Way::Last => end,
        });
    }

    /// Destroys a packet, if it is on its way at this moment. What was destroyed later in the same
    /// run belongs to another future, and is forgotten.
    pub(super) fn lose(&mut self, parcel: Parcel) -> bool {
        let Parcel { protocol, nth } = parcel;
        let at_us = self.now_us();
        let lanes = self.lanes();
        let flight = lanes[protocol as usize].flights.iter().find(|flight| flight.nth == nth);
        if !flight.is_some_and(|flight| flight.is_flying(at_us)) || self.cuts.0.len() >= CUTS_MAX {
            return false;
        }
        self.cuts.0.retain(|cut| cut.protocol != protocol || cut.at_us <= at_us);
        self.cuts.0.push(Cut { protocol, nth, at_us });
        true
    }

    pub(super) fn play_or_stop(&mut self) {
        self.playing = !self.playing && self.end_us() > 0;
        if self.playing && self.at.is_none() {
            self.at = Some(Instant(0));
        }
    }

    /// Lets time pass while it plays.
    pub(super) fn pass(&mut self, elapsed_ms: u32) -> Motion {
        if !self.playing {
            return Motion::Rests;
        }
        let elapsed_ms = elapsed_ms + self.undrawn_ms;
        if elapsed_ms < DRAWN_AFTER_MS {
            self.undrawn_ms = elapsed_ms;
            return Motion::Waits;
        }
        self.undrawn_ms = 0;
        let (now, end) = (self.now_us(), self.end_us());
        let passed = elapsed_ms.min(1_000) * 1_000 / SLOWER;
        let next = match self.gap(now) {
            Some((from, to)) => {
                let faster = (to - from) / GAP_PLAYS_MS * elapsed_ms.min(1_000);
                (now + passed.max(faster)).min(to)
            }
            None => now + passed,
        };
        self.go_to(next);
        self.playing = next < end;
        Motion::Moves
    }

    /// From when to when nothing is on the wire, if that is so now.
    fn gap(&self, now_us: u32) -> Option<(u32, u32)> {
        let lanes = self.lanes();
        let mut gap = (0, self.end_us());
        for lane in lanes.iter() {
            let data = lane.flights.iter().map(|flight| (flight.sent_us, flight.ends_us()));
            let acks = lane.acks.iter().map(|sent| (*sent, sent + super::run::DELAY_US));
            for (from, to) in data.chain(acks) {
                if (from..to).contains(&now_us) {
                    return None;
                }
                if to <= now_us {
                    gap.0 = gap.0.max(to);
                } else {
                    gap.1 = gap.1.min(from);
                }
            }
        }
        Some(gap)
    }
}
