//! The run as it is looked at.

use std::rc::Rc;

use figure_kit::actions;
use kernel::HostId;
use recording::{Fault, KNOBS, Recording};

use super::feed::Feed;
use super::words::Words;
use crate::sockets::recorded::{self, Kept, View, Viewing};

/// A run with all that belongs to it.
pub(super) struct Play {
    pub(super) feed: Feed,
    pub(super) kept: Kept,
    /// Another number for each run.
    pub(super) edition: usize,
}

impl std::ops::Deref for Play {
    type Target = Feed;

    fn deref(&self) -> &Feed {
        &self.feed
    }
}

actions! {
    /// What a reader can do to a lab's run.
    pub enum Action {
        /// What can be done to any recorded run.
        Run(recorded::Action): nested,
        /// Run the programs again up to the present step, and go on from there.
        GoOn = "go-on",
    }
}

/// The figure's state. Before it is fed there is nothing to see.
#[derive(Clone, Default)]
pub struct CodeLab {
    pub(super) viewing: Viewing,
    pub(super) play: Option<Rc<Play>>,
}

impl CodeLab {
    /// Takes in a run. One that cannot be read changes nothing.
    pub(super) fn take(&mut self, bytes: &[u8]) {
        let Ok(feed) = Feed::read(bytes) else { return };
        let edition = self.play.as_ref().map_or(0, |play| play.edition + 1);
        self.viewing.position = feed.run.steps.len();
        self.viewing.segment = None;
        self.viewing.playing_ms = None;
        self.viewing.whole_listings = true;
        self.viewing.faults.clone_from(&feed.setup.faults);
        self.play = Some(Rc::new(Play { feed, kept: Kept::default(), edition }));
    }

    /// The run as it is looked at.
    pub(super) fn look<'a>(&'a self, words: &'a Words) -> Option<View<'a>> {
        let play = self.play.as_ref()?;
        let end = play.run.steps.len();
        let mut view = View::new(&play.run, &play.kept, &self.viewing, end, words);
        view.sides = sides(&play.feed);
        Some(view)
    }
}

/// Clients stand left: the host of the first program, which others reach, stands right.
fn sides(feed: &Feed) -> [HostId; 2] {
    let right = feed.run.threads.first().map_or(HostId(0), |thread| thread.host);
    let mut others = feed.run.threads.iter().map(|thread| thread.host);
    // With one program there is one lane; the other side is nobody's.
    others.find(|other| *other != right).map_or([right, HostId(u32::MAX)], |left| [left, right])
}

/// Faults as a lab's setup writes them, one a line.
pub(super) fn faults(faults: &[Fault], run: &Recording) -> String {
    let host = |id: HostId| {
        let found = run.hosts.iter().find(|host| host.id == id);
        found.map_or("", |host| host.name.as_str())
    };
    let line = |fault: &Fault| match fault {
        Fault::Drop(segment) => format!("drop {segment}"),
        Fault::Duplicate(segment) => format!("duplicate {segment}"),
        Fault::Delay(segment, ms) => format!("delay {segment} {ms}ms"),
        Fault::Reset(id, step) => format!("reset {} {step}", host(*id)),
        Fault::Fill(id, step) => format!("fill {} {step}", host(*id)),
        Fault::Kill(program, step) => format!("kill {program} {step}"),
        Fault::Tune(tuned, step) => {
            let (name, value) = (KNOBS[tuned.knob].name, tuned.value);
            format!("set {} {name} {value} {step}", host(tuned.host))
        }
    };
    faults.iter().map(line).collect::<Vec<_>>().join("\n")
}
