//! The recording: what was recorded of a run, and what is read off it.

use std::cell::RefCell;
use std::rc::Rc;

use kernel::{Endpoint, Entry, Event, Fd, History, HostId, Packet, State, TcpDetail, World};

use crate::part::{self, Owners};
use crate::segment::{self, Segment};
use crate::span::{Identity, Moment, Spans};
use crate::step::{Change, Host, Scene, Step};
use crate::thread::{CallMade, Stream, Thread, Written};

/// A run, recorded.
pub struct Recording {
    history: RefCell<History>,
    start: usize,
    scenes: Vec<Scene>,
    /// The hosts in the picture.
    pub hosts: Vec<Host>,
    /// The threads, in the producer's order.
    pub threads: Vec<Thread>,
    /// The steps.
    pub steps: Vec<Step>,
    /// What the trace says of all of them.
    pub entries: Vec<Entry>,
    /// What crossed the wire between hosts in the picture.
    pub segments: Vec<Segment>,
    /// What lasts: states, stays, timers.
    pub spans: Spans,
    /// What programs read and wrote as text.
    pub written: Vec<Written>,
    /// The most bytes that any buffer ever holds.
    pub fullest_buffer: u32,
    /// Whether more would have happened after the last step.
    pub is_cut: bool,
}

/// What a recorder has when it is done.
pub(crate) struct Kept {
    pub(crate) history: History,
    pub(crate) start: usize,
    pub(crate) hosts: Vec<Host>,
    pub(crate) threads: Vec<Thread>,
    pub(crate) steps: Vec<Step>,
    pub(crate) scenes: Vec<Scene>,
    pub(crate) written: Vec<Written>,
    pub(crate) is_cut: bool,
    pub(crate) owners: Owners,
}

impl Kept {
    /// What the trace says; of a host that is drawn as two, each entry belongs to one of them.
    fn entries(&self) -> Vec<Entry> {
        let mut entries: Vec<Entry> = self.history.world().trace().entries().cloned().collect();
        if !part::is_parted(&self.hosts) {
            return entries;
        }
        for (number, step) in self.steps.iter().enumerate() {
            for entry in &mut entries[step.entries.clone()] {
                let part = match &entry.event {
                    Event::Called { thread, .. }
                    | Event::Slept { thread, .. }
                    | Event::Returned { thread, .. } => {
                        self.threads.iter().find(|it| it.id == *thread).map(|it| it.host)
                    }
                    Event::Sent(packet) => self.owners.of_packet(packet).map(|ends| ends[0]),
                    Event::Arrived(packet) | Event::Dropped(packet, _) => {
                        self.owners.of_packet(packet).map(|ends| ends[1])
                    }
                    Event::State { socket, .. } | Event::Fired { socket, .. } => {
                        let scenes = [&self.scenes[number + 1], &self.scenes[number]];
                        let mut all = scenes.into_iter().flat_map(|scene| scene.iter().enumerate());
                        let found = all.find(|(_, it)| it.iter().any(|it| it.socket == *socket));
                        found.map(|(at, _)| self.hosts[at].id)
                    }
                };
                entry.host = part.unwrap_or(entry.host);
            }
        }
        entries
    }

    /// Where a packet goes, if that is a host of the picture.
    fn destination(&self, packet: &Packet) -> Option<HostId> {
        if part::is_parted(&self.hosts) {
            return self.owners.of_packet(packet).map(|ends| ends[1]);
        }
        let is_it = |host: &&Host| host.address == packet.destination;
        self.hosts.iter().find(is_it).map(|host| host.id)
    }
}

impl Recording {
    pub(crate) fn of(kept: Kept) -> Self {
        let entries = kept.entries();
        let to = |packet: &Packet| kept.destination(packet);
        let segments = segment::on_the_wire(&entries, &kept.steps, &kept.hosts, to);
        let sockets = kept.scenes.iter().flatten().flat_map(|scene| scene.iter());
        let filled = sockets.map(|it| (it.unacknowledged + it.unsent).max(it.unread + it.early));
        let mut run = Self {
            fullest_buffer: filled.max().unwrap_or(0),
            history: RefCell::new(kept.history),
            start: kept.start,
            scenes: kept.scenes,
            hosts: kept.hosts,
            threads: kept.threads,
            steps: kept.steps,
            entries,
            segments,
            spans: Spans::default(),
            written: kept.written,
            is_cut: kept.is_cut,
        };
        run.index();
        let moment = |position| Moment {
            ns: run.ns(position),
            has_fired: position > 0
                && run.has_event(position, |event| matches!(event, Event::Fired { .. })),
            scene: &run.scenes[position],
        };
        let moments: Vec<Moment<'_>> = (0..=run.steps.len()).map(moment).collect();
        run.spans = Spans::of(&run.hosts, &moments);
        run
    }

    /// Notes with each step what would otherwise be searched for at each look.
    fn index(&mut self) {
        for (at, thread) in self.threads.iter().enumerate() {
            for (number, made) in thread.calls.iter().enumerate() {
                if let Some(step) = made.returned.filter(|step| *step > made.called)
                    && let Some(step) = self.steps.get_mut(step - 1)
                {
                    step.woken.get_or_insert((at, number));
                }
            }
        }
        for (number, segment) in self.segments.iter().enumerate() {
            let sent = &mut self.steps[segment.sent - 1].sent;
            *sent = if sent.end == 0 { number } else { sent.start }..number + 1;
            let lost_in = match segment.lost {
                None => &[][..],
                Some(kernel::DropReason::Link) => &[segment.sent][..],
                Some(_) => &segment.arrived,
            };
            for step in lost_in {
                self.steps[step - 1].loses = true;
            }
        }
        for position in 1..=self.steps.len() {
            self.steps[position - 1].changes = self.changes(position);
        }
    }

    fn changes(&self, position: usize) -> Vec<Change> {
        let mut changes = Vec::new();
        let (before, after) = (&self.scenes[position - 1], &self.scenes[position]);
        for (host, (before, after)) in self.hosts.iter().zip(before.iter().zip(after)) {
            if Rc::ptr_eq(before, after) {
                continue;
            }
            for old in before.iter() {
                let who = Identity::of(old);
                // A closed socket that a descriptor still holds is not what waits in its place.
                let lives = old.state != State::Closed;
                let same =
                    |it: &&TcpDetail| it.inode == old.inode || (lives && Identity::of(it) == who);
                let now = after.iter().find(same).map_or(State::Closed, |it| it.state);
                if now != old.state {
                    changes.push(Change { host: host.id, from: old.state, to: now });
                }
            }
        }
        changes
    }

    /// Looks at the world after so many steps.
    pub fn world<T>(&self, position: usize, look: impl FnOnce(&World) -> T) -> T {
        let mut history = self.history.borrow_mut();
        history.go_to(position.checked_sub(1).map_or(self.start, |step| self.steps[step].log));
        look(history.world())
    }

    /// The moment after so many steps, in nanoseconds.
    pub fn ns(&self, position: usize) -> u64 {
        position.checked_sub(1).map_or(0, |step| self.steps[step].ns)
    }

    /// How many steps had happened by a moment.
    pub fn position_at(&self, ns: u64) -> usize {
        self.steps.partition_point(|step| step.ns <= ns)
    }

    /// A step, counted from 1.
    pub fn step(&self, number: usize) -> Option<&Step> {
        self.steps.get(number.checked_sub(1)?)
    }

    /// What the trace says of a step, counted from 1.
    pub fn entries_of(&self, step: usize) -> &[Entry] {
        &self.entries[self.steps[step - 1].entries.clone()]
    }

    /// The segments that were sent in a step, counted from 1.
    pub fn sent_in(&self, step: usize) -> &[Segment] {
        &self.segments[self.steps[step - 1].sent.clone()]
    }

    /// The place of the first thread of a program.
    pub fn named(&self, program: &str) -> Option<usize> {
        self.threads.iter().position(|thread| thread.program == program)
    }

    /// The Nth call of a thread, counted from 1.
    pub fn call(&self, thread: usize, number: usize) -> Option<&CallMade> {
        self.threads.get(thread)?.calls.get(number.checked_sub(1)?)
    }

    /// The sockets of a host after so many steps; none of a host that is not in the picture.
    pub fn sockets(&self, host: HostId, position: usize) -> &[TcpDetail] {
        let at = self.hosts.iter().position(|known| known.id == host);
        at.map_or(&[], |at| &self.scenes[position][at])
    }

    /// The socket behind a descriptor of a thread's process.
    pub fn behind(&self, thread: usize, fd: Fd, position: usize) -> Option<&TcpDetail> {
        let thread = self.threads.get(thread)?;
        let holds = |detail: &&TcpDetail| detail.holders.contains(&(thread.process, fd));
        self.sockets(thread.host, position).iter().find(holds)
    }

    /// The state of the socket that is, or last was, behind a descriptor: a connection lives on
    /// after its descriptor is closed.
    pub fn state_behind(&self, thread: usize, fd: Fd, position: usize) -> Option<State> {
        let host = self.threads.get(thread)?.host;
        let last = (0..=position).rev().find_map(|at| self.behind(thread, fd, at))?;
        let ends = (last.local.port, last.remote);
        let now = self.sockets(host, position).iter().find(|detail| {
            let same_connection =
                last.remote != Endpoint::NONE && (detail.local.port, detail.remote) == ends;
            detail.inode == last.inode || same_connection
        });
        Some(now.map_or(State::Closed, |detail| detail.state))
    }

    /// Whether an event of a step is of this kind.
    pub fn has_event(&self, step: usize, is_it: impl Fn(&Event) -> bool) -> bool {
        self.entries_of(step).iter().any(|entry| is_it(&entry.event))
    }

    /// What a thread's program had written to a stream after so many steps.
    pub fn text(&self, thread: usize, stream: Stream, position: usize) -> String {
        let seen = self.written.iter().filter(|it| it.step <= position);
        let mine = seen.filter(|it| it.thread == thread && it.stream == stream);
        mine.map(|it| it.text.as_str()).collect()
    }
}
