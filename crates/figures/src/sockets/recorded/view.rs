//! What every view of a run is given, and who is who in it.

use std::cell::{Cell, RefCell};

use figure_kit::components::ladder::Side;
use figure_kit::memo::Memo;
use kernel::{HostId, State};
use recording::{Bracket, Recording, Segment, Thread};

use super::viewing::Viewing;
use super::words::Words;
use figure_kit::node::Element;

/// Parts of a run's views that are kept for the next. It belongs to a run: another run has
/// another.
#[derive(Default)]
pub struct Kept {
    words: RefCell<Option<Words>>,
    made: Cell<u32>,
    pub(super) tracks: [Memo; 2],
    pub(super) wire: Memo,
    pub(super) code: [Memo; 2],
    pub(super) sockets: [Memo; 2],
    pub(super) log: Memo,
    /// What only changes with the limit.
    pub(super) still: Memo,
}

impl Kept {
    /// How often everything was made anew because the words are others.
    fn made_in(&self, words: &Words) -> usize {
        let mut known = self.words.borrow_mut();
        if known.as_ref() != Some(words) {
            *known = Some(words.clone());
            self.made.set(self.made.get() + 1);
        }
        self.made.get() as usize
    }
}

/// How many parts that only change with the limit are no ticks of the ruler.
pub(super) const STILL: usize = 2;

/// A run and how it is looked at.
pub struct View<'a> {
    /// The run.
    pub run: &'a Recording,
    /// How the reader looks at it.
    pub viewing: &'a Viewing,
    /// What is said.
    pub words: &'a Words,
    /// How many steps may be seen.
    pub limit: usize,
    /// Whether this is a print: all of the run at once.
    pub is_print: bool,
    /// The hosts at the left and at the right of the ladder.
    pub sides: [HostId; 2],
    pub(super) kept: &'a Kept,
    /// Changes with the words.
    pub(super) edition: usize,
}

impl<'a> View<'a> {
    /// A view of a run between its first two hosts.
    pub fn new(
        run: &'a Recording,
        kept: &'a Kept,
        viewing: &'a Viewing,
        limit: usize,
        words: &'a Words,
    ) -> Self {
        let host = |at: usize| run.hosts.get(at).map_or(HostId(at as u32), |host| host.id);
        let sides = [host(0), host(1)];
        let edition = kept.made_in(words);
        Self { run, viewing, words, limit, is_print: false, sides, kept, edition }
    }

    /// A part that only changes with the limit.
    pub(super) fn still(&self, place: usize, make: impl FnOnce() -> Element) -> Element {
        self.kept.still.renew([self.limit, 0, 0, self.edition]);
        self.kept.still.part(place, 0, make)
    }

    /// How many steps have happened.
    pub fn position(&self) -> usize {
        self.viewing.position
    }

    /// The host of a side.
    pub(super) fn host(&self, side: Side) -> HostId {
        self.sides[side as usize]
    }

    /// The side of a host; none of one that is not drawn.
    pub(super) fn side(&self, host: HostId) -> Option<Side> {
        Side::BOTH.into_iter().find(|side| self.host(*side) == host)
    }

    /// The mark of what a host does.
    pub(super) fn actor(&self, host: HostId) -> &'static str {
        self.side(host).map_or("kernel", Side::actor)
    }

    /// The threads of a host, with their places.
    pub(super) fn threads(&self, host: HostId) -> Vec<(usize, &'a Thread)> {
        self.run.threads.iter().enumerate().filter(|(_, thread)| thread.host == host).collect()
    }

    /// A host's name in a sentence.
    pub(super) fn host_name(&self, host: HostId) -> &str {
        let found = self.run.hosts.iter().find(|known| known.id == host);
        match found.map_or("", |host| &host.name) {
            "client" => self.words.client(),
            "server" => self.words.server(),
            name => name,
        }
    }

    /// A host's kernel in a sentence.
    pub fn kernel_of(&self, host: HostId) -> String {
        let found = self.run.hosts.iter().find(|known| known.id == host);
        match found.map_or("", |host| &host.name) {
            "client" => self.words.client_kernel().to_owned(),
            "server" => self.words.server_kernel().to_owned(),
            name => self.words.kernel_of(&name),
        }
    }

    /// A thread's program in a sentence.
    pub fn who(&self, thread: usize) -> String {
        self.run
            .threads
            .get(thread)
            .map_or_else(String::new, |it| program_name(&it.program, self.words))
    }

    /// Whether a step has not happened yet.
    pub(super) fn is_future(&self, step: usize) -> bool {
        step > self.position()
    }

    /// The letter of a segment's connection, where there are several.
    pub(super) fn letter_of(&self, segment: &Segment) -> Option<char> {
        let connection = segment.ends().and_then(|ends| self.run.spans.connection(ends));
        self.run.spans.letter(connection)
    }

    /// Whether a track is crowded: several connections, or several programs on its host.
    pub(super) fn is_many(&self, side: Side) -> bool {
        let host = self.host(side);
        let threads = self.run.threads.iter().filter(|thread| thread.host == host).count();
        self.run.spans.connections.len() > 1 || threads > 1
    }

    /// Where a bracket's end is seen.
    pub(super) fn end_of(&self, bracket: &Bracket) -> usize {
        bracket.until.unwrap_or(usize::MAX).min(self.limit)
    }
}

/// A program's name in a sentence: `client`, `client2` and so on by their part, others as they
/// are called.
pub fn program_name(program: &str, words: &Words) -> String {
    // `{n|second|third}`: the words' choice between one and many.
    match program {
        "client" => words.client().to_owned(),
        "server" => words.server().to_owned(),
        "client2" => words.nth_client(&1),
        "client3" => words.nth_client(&2),
        "server2" => words.nth_server(&1),
        name => name.to_owned(),
    }
}

/// The word by which CSS knows a state.
pub(super) fn kind(state: State) -> &'static str {
    match state {
        State::Established => "established",
        State::Listen => "listen",
        State::Closed => "closed",
        _ => "transitional",
    }
}
