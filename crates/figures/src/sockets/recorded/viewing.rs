//! How a reader looks at a recorded run: where in time, at which segment, through which tab, and
//! what was done to it.
//!
//! Invariant: the position is one that the run has, and not beyond what may be seen.

use figure_kit::actions;
use figure_kit::figure::{Motion, Refused};
use figure_kit::names;
use figure_kit::playback::Way;
use figure_kit::value::Value;
use recording::{FAULTS_MAX, Fault, KNOBS, Recording, Tuned};

names! {
    /// What stands beside the ladder.
    #[derive(Default)]
    pub enum Tab {
        /// What happened, line by line.
        #[default]
        Events = "events",
        /// The bytes of a segment.
        Segment = "segment",
        /// `ss -tanp` of every host.
        Ss = "ss",
        /// `/proc/net/tcp` of every host.
        Proc = "proc",
        /// What can be done to the run.
        Change = "change",
    }
}

names! {
    /// How fast the run plays.
    #[derive(Default)]
    pub enum Speed {
        /// Half as fast.
        Half = "half",
        /// A step in 800 ms.
        #[default]
        One = "one",
        /// Twice as fast.
        Two = "two",
    }
}

impl Speed {
    /// How long a step stays.
    const fn dwell_ms(self) -> u32 {
        match self {
            Self::Half => 1_600,
            Self::One => 800,
            Self::Two => 400,
        }
    }

    /// How it is written on its button.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Half => "½×",
            Self::One => "1×",
            Self::Two => "2×",
        }
    }
}

/// Which segment to look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Another, from the one that is looked at.
    Go(Way),
    /// None at all.
    Away,
    /// This one, counted from 1; at the same one again, none.
    At(usize),
}

impl Value for Look {
    fn parse(text: &str) -> Result<Self, Refused> {
        if text == "none" {
            return Ok(Self::Away);
        }
        let number = text.parse().ok().filter(|number| *number > 0).map(Self::At);
        let look = number.or_else(|| Way::parse(text).ok().map(Self::Go));
        look.ok_or_else(|| Refused::explained(Self::expects))
    }

    fn write(&self) -> String {
        match self {
            Self::Go(go) => go.write(),
            Self::Away => "none".to_owned(),
            Self::At(number) => number.to_string(),
        }
    }

    fn expects() -> String {
        [&Way::expects(), ", none, or a segment's number"].concat()
    }

    fn any() -> Self {
        Self::Away
    }
}

actions! {
    /// What a reader can do to a recorded run.
    pub enum Action {
        /// Move in time.
        Step(Way) = "step",
        /// Move to this step: what a slider says. What is no number leads nowhere.
        At(String) = "at",
        /// Let time pass, or stop it.
        Play = "play",
        /// Play so fast.
        Speed(Speed) = "speed",
        /// Look at a segment; at the same one again, at none.
        Segment(Look) = "segment",
        /// Look through this tab.
        Tab(Tab) = "tab",
        /// Keep a program in view; a second time, follow whoever acts.
        Program(String) = "program",
        /// All lines of the listings, or those with calls.
        Lines = "lines",
        /// Keep the capture, for Wireshark.
        Save = "save",
        /// Lose the Nth segment.
        Drop(usize) = "drop",
        /// Hold the Nth segment back.
        Delay(usize) = "delay",
        /// Deliver the Nth segment twice.
        Duplicate(usize) = "duplicate",
        /// Forge an RST to this host, now.
        ResetTo(String) = "reset-to",
        /// Kill this program, now.
        Kill(String) = "kill",
        /// Fill the accept queue of this host's listener, now.
        Fill(String) = "fill",
        /// Set a kernel otherwise, from now on: a host, a setting's short name, a value.
        Sysctl(String) = "sysctl",
        /// Take back the Nth fault.
        Undo(usize) = "undo",
        /// Take back all faults.
        Heal = "heal",
    }
}

/// Keys that work wherever the focus is in a figure of a run, unless a part takes them itself.
pub const KEYS: &str = "ArrowLeft=step previous;ArrowRight=step next;Home=step first;\
                        End=step last;ArrowUp=segment previous;ArrowDown=segment next;\
                        Escape=segment none";

/// How long a segment is held back by a press of the button.
pub(super) const DELAY_MS: u32 = 300;

/// How a run is looked at, and what was done to it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Viewing {
    /// How many steps have happened.
    pub position: usize,
    /// The segment that is looked at, counted from 1.
    pub segment: Option<usize>,
    /// What stands beside the ladder.
    pub tab: Tab,
    /// Programs that are kept in view, at most one a host.
    pub kept: Vec<String>,
    /// Whether listings show all of their lines.
    pub whole_listings: bool,
    /// How fast it plays.
    pub speed: Speed,
    /// What was done to the run.
    pub faults: Vec<Fault>,
    /// How long the present step has stayed, while the run plays.
    pub playing_ms: Option<u32>,
}

/// What an action came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    /// To something that the view shows.
    Seen,
    /// There are other faults: the run is another. After a deed it goes on by a step.
    Changed {
        /// Whether it goes on.
        by_deed: bool,
    },
    /// The capture is wanted.
    Save,
}

impl Viewing {
    /// Whether a segment is drawn: it was sent by now.
    fn is_drawn(&self, segment: usize, run: &Recording) -> bool {
        let found = segment.checked_sub(1).and_then(|at| run.segments.get(at));
        found.is_some_and(|segment| segment.sent <= self.position)
    }

    /// Brings everything back into bounds after a change.
    pub fn settle(&mut self, run: &Recording, limit: usize) {
        self.position = self.position.min(limit);
        self.segment = self.segment.filter(|segment| self.is_drawn(*segment, run));
    }

    /// Moves in time.
    pub fn go(&mut self, way: Way, limit: usize) {
        self.position = match way {
            Way::Next => (self.position + 1).min(limit),
            Way::Previous => self.position.saturating_sub(1),
            Way::First => 0,
            Way::Last => limit,
        };
    }

    fn look(&mut self, look: Look, run: &Recording) {
        let drawn = run.segments.partition_point(|segment| segment.sent <= self.position);
        self.segment = match look {
            // From none to the newest: it is in sight.
            Look::Go(Way::Next) => Some(self.segment.map_or(drawn, |now| (now + 1).min(drawn))),
            Look::Go(Way::Previous) => {
                Some(self.segment.map_or(drawn, |now| now.saturating_sub(1).max(1)))
            }
            Look::Go(Way::First) => Some(1),
            Look::Go(Way::Last) => Some(drawn),
            Look::At(segment) => Some(segment).filter(|_| self.segment != Some(segment)),
            Look::Away => None,
        };
        self.segment = self.segment.filter(|segment| self.is_drawn(*segment, run));
        self.tab = match (self.segment, self.tab) {
            (Some(_), Tab::Change) => Tab::Change,
            (Some(_), _) => Tab::Segment,
            (None, Tab::Segment) => Tab::Events,
            (None, tab) => tab,
        };
    }

    /// Adds a fault; one of the same segment takes the other's place.
    fn disturb(&mut self, fault: Fault, run: &Recording) -> Came {
        if let Some(segment) = fault.segment() {
            let known = segment.checked_sub(1).and_then(|at| run.segments.get(at));
            let Some(known) = known else { return Came::Seen };
            self.faults.retain(|other| other.segment() != Some(segment));
            // Back to where it leaves, so that the reader sees what becomes of it.
            self.position = self.position.min(known.sent);
        }
        if self.faults.len() >= FAULTS_MAX {
            return Came::Seen;
        }
        let by_deed = fault.step().is_some();
        self.faults.push(fault);
        Came::Changed { by_deed }
    }

    /// What is done at the present step, if the action names something of this run.
    fn deed(action: &Action, run: &Recording) -> Option<Fault> {
        let host = |name: &str| run.hosts.iter().find(|it| it.name == name).map(|it| it.id);
        Some(match action {
            Action::ResetTo(name) => Fault::Reset(host(name)?, 0),
            Action::Fill(name) => Fault::Fill(host(name)?, 0),
            Action::Kill(program) => {
                run.named(program)?;
                Fault::Kill(program.clone(), 0)
            }
            Action::Sysctl(text) => Fault::Tune(tuned(text, host)?, 0),
            _ => return None,
        })
    }

    fn keep(&mut self, program: &str, run: &Recording) {
        let Some(thread) = run.named(program).map(|at| &run.threads[at]) else { return };
        let was_kept = self.kept.iter().any(|kept| kept == program);
        let elsewhere =
            |kept: &String| run.named(kept).is_some_and(|at| run.threads[at].host != thread.host);
        self.kept.retain(elsewhere);
        if !was_kept {
            self.kept.push(program.to_owned());
        }
    }

    fn toggle_play(&mut self, run: &Recording, limit: usize) {
        if self.playing_ms.take().is_some() {
            return;
        }
        if self.position == run.steps.len() {
            self.position = 0;
        }
        self.playing_ms = (self.position < limit).then_some(0);
    }

    /// Performs an action on a run of which so many steps may be seen. Where the run has changed,
    /// the bounds are another's: [`settle`](Self::settle) in them.
    pub fn perform(&mut self, action: &Action, run: &Recording, limit: usize) -> Came {
        match action {
            Action::Step(go) => {
                self.playing_ms = None;
                self.go(*go, limit);
            }
            Action::At(text) => {
                self.playing_ms = None;
                self.position = text.parse().unwrap_or(self.position).min(limit);
            }
            Action::Play => self.toggle_play(run, limit),
            Action::Speed(speed) => self.speed = *speed,
            Action::Segment(look) => self.look(*look, run),
            Action::Tab(tab) => self.tab = *tab,
            Action::Program(program) => self.keep(program, run),
            Action::Lines => self.whole_listings ^= true,
            Action::Save => return Came::Save,
            Action::Drop(number) => return self.disturb(Fault::Drop(*number), run),
            Action::Delay(number) => return self.disturb(Fault::Delay(*number, DELAY_MS), run),
            Action::Duplicate(number) => return self.disturb(Fault::Duplicate(*number), run),
            Action::ResetTo(_) | Action::Kill(_) | Action::Fill(_) | Action::Sysctl(_) => {
                if let Some(deed) = Self::deed(action, run) {
                    return self.disturb(deed.after(self.position), run);
                }
            }
            Action::Undo(number) if (1..=self.faults.len()).contains(number) => {
                self.faults.remove(number - 1);
                return Came::Changed { by_deed: false };
            }
            Action::Heal => {
                self.faults.clear();
                return Came::Changed { by_deed: false };
            }
            Action::Undo(_) => {}
        }
        Came::Seen
    }

    /// Lets time pass. Gives whether the run went on by a step.
    pub fn tick(&mut self, elapsed_ms: u32, limit: usize) -> bool {
        let Some(stayed_ms) = self.playing_ms else { return false };
        let stayed_ms = stayed_ms.saturating_add(elapsed_ms);
        self.playing_ms = Some(stayed_ms);
        if stayed_ms < self.speed.dwell_ms() {
            return false;
        }
        self.go(Way::Next, limit);
        self.playing_ms = (self.position < limit).then_some(0);
        true
    }

    /// Whether more time is wanted.
    pub fn motion(&self) -> Motion {
        if self.playing_ms.is_some() { Motion::Waits } else { Motion::Rests }
    }
}

/// `HOST NAME VALUE`: a setting of a host's kernel, within its bounds.
pub(crate) fn tuned(text: &str, host: impl Fn(&str) -> Option<kernel::HostId>) -> Option<Tuned> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let &[on, name, value] = words.as_slice() else { return None };
    let knob = KNOBS.iter().position(|knob| knob.name == name)?;
    let bounds = KNOBS[knob].least..=KNOBS[knob].most;
    let value = value.parse().ok().filter(|value| bounds.contains(value))?;
    Some(Tuned { host: host(on)?, knob, value })
}
