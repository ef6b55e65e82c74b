//! The two messages, their cuts, the order on the wire, and what a reader can do to them.

use std::cell::RefCell;

use figure_kit::names;
use figure_kit::playback::{self, Beat, Playback};
use figure_kit::written::Written;

use super::deck::{CUTS_MAX, Card, Cuts, Deck, Kind, Order, Sent, Whose};
use super::run::{Run, Verdict};
use super::search::{self, Shortest, Ways};

names! {
    /// What the reader is at.
    pub enum Task {
        /// Whatever comes to mind.
        Free = "free",
        /// To break a rule with as few frames as possible.
        Illegal = "illegal",
        /// To say how many orders of the frames on the wire are legal.
        Ways = "ways",
    }
}

names! {
    /// How a rule is to be broken.
    pub enum Goal {
        /// In any way.
        Any = "any",
        /// So that the code is 1002.
        Protocol = "1002",
        /// So that the code is 1007.
        Text = "1007",
    }
}

impl Goal {
    pub(super) const fn code(self) -> Option<u16> {
        match self {
            Self::Any => None,
            Self::Protocol => Some(1002),
            Self::Text => Some(1007),
        }
    }
}

names! {
    /// Where to move the card that is picked up.
    pub enum Shift {
        /// One place to the left.
        Left = "left",
        /// One place to the right.
        Right = "right",
        /// To the first place.
        First = "first",
        /// To the last place.
        Last = "last",
    }
}

figure_kit::actions! {
    /// What a reader can do to the frames.
    pub enum Action {
        /// Write another first message.
        First(Written) = "first",
        /// Write another second message.
        Second(Written) = "second",
        /// Send a message as text or as binary: `a binary`.
        Kind((Whose, Kind)) = "kind",
        /// Cut a message before this byte, or join it there: `a 2`.
        Cut((Whose, usize)) = "cut",
        /// Put a card at the end of the wire.
        Add(Card) = "add",
        /// Pick up a card of the wire, or let it go.
        Pick(Card) = "pick",
        /// Put a card at this place of the wire, from 1; 0 takes it off.
        Place((Card, usize)) = "place",
        /// Move the card that is picked up.
        Shift(Shift) = "shift",
        /// Let go of the card that is picked up.
        LetGo = "let-go",
        /// Take the card that is picked up off the wire.
        TakeOff = "take-off",
        /// Put exactly these cards on the wire.
        Wire(Order) = "wire",
        /// Take up another task.
        Task(Task) = "task",
        /// Break the rules with this code.
        Goal(Goal) = "goal",
        /// Say how many orders are legal.
        Guess(Written) = "guess",
        /// Have the orders counted.
        Count = "count",
        /// Go on or back by a frame, or let the frames come.
        Walk(playback::Action): nested,
    }
}

/// The figure's state.
#[derive(Debug, Clone)]
pub struct Interleaver {
    pub(super) deck: Deck,
    pub(super) wire: Order,
    pub(super) picked: Option<Card>,
    pub(super) walk: Playback,
    pub(super) task: Task,
    pub(super) goal: Goal,
    pub(super) guess: Written,
    /// Whether the orders have been counted, for what is on the wire now.
    pub(super) is_counted: bool,
    found: RefCell<Found>,
}

/// What was searched for last, and what was found.
#[derive(Debug, Clone, Default)]
struct Found {
    ways: Option<(Deck, Vec<Card>, Option<Ways>)>,
    shortest: Option<(Deck, Goal, Shortest)>,
}

impl Default for Interleaver {
    fn default() -> Self {
        let sent = |text: &str, cuts: &[usize]| Sent {
            written: Written::new(text),
            kind: Kind::Text,
            cuts: Cuts(cuts.into()),
        };
        Self {
            deck: Deck([sent("안녕", &[2]), sent("Hi", &[])]),
            wire: Order(vec![Card::Part(Whose::A, 1), Card::Ping, Card::Part(Whose::A, 2)]),
            picked: None,
            walk: Playback::default(),
            task: Task::Free,
            goal: Goal::Any,
            guess: Written::default(),
            is_counted: false,
            found: RefCell::default(),
        }
    }
}

impl Interleaver {
    /// The cards on the wire: what a setting says beyond those that there are is passed over.
    pub(super) fn order(&self) -> Vec<Card> {
        let cards = self.deck.cards();
        self.wire.0.iter().copied().filter(|card| cards.contains(card)).collect()
    }

    /// The cards that are not on the wire.
    pub(super) fn hand(&self) -> Vec<Card> {
        let order = self.order();
        self.deck.cards().into_iter().filter(|card| !order.contains(card)).collect()
    }

    /// The card that is picked up, if it is on the wire.
    pub(super) fn picked(&self) -> Option<Card> {
        self.picked.filter(|card| self.order().contains(card))
    }

    pub(super) fn run(&self) -> Run {
        Run::new(&self.deck, &self.order())
    }

    /// How many frames are shown.
    pub(super) fn shown(&self) -> usize {
        self.walk.done(self.order().len())
    }

    /// The orders of what is on the wire; none where there are too many.
    pub(super) fn ways(&self) -> Option<Ways> {
        let (order, mut cards) = (self.order(), self.deck.cards());
        // However they lie on the wire, they are the same cards.
        cards.retain(|card| order.contains(card));
        let mut found = self.found.borrow_mut();
        if let Some((deck, known, ways)) = &found.ways
            && *deck == self.deck
            && *known == cards
        {
            return ways.clone();
        }
        let ways = search::ways(&self.deck, &cards);
        found.ways = Some((self.deck.clone(), cards, ways.clone()));
        ways
    }

    /// The shortest order of all cards that breaks a rule in this way.
    pub(super) fn shortest(&self, goal: Goal) -> Shortest {
        let mut found = self.found.borrow_mut();
        if let Some((deck, known, shortest)) = &found.shortest
            && *deck == self.deck
            && *known == goal
        {
            return *shortest;
        }
        let shortest = search::shortest(&self.deck, &self.deck.cards(), goal.code());
        found.shortest = Some((self.deck.clone(), goal, shortest));
        shortest
    }

    /// Whether the frames on the wire break a rule in the way that is wanted.
    pub(super) fn hits(&self, run: &Run) -> bool {
        let code = self.goal.code();
        matches!(run.verdict, Verdict::Illegal(_, fault)
            if super::run::closes_with(fault.rule, code))
    }

    /// What is guessed, where it is a number.
    pub(super) fn guessed(&self) -> Option<u32> {
        self.guess.trim().parse().ok()
    }

    fn write(&mut self, whose: Whose, text: Written) {
        let sent = &mut self.deck.0[whose as usize];
        sent.written = text;
        sent.cuts = Cuts(sent.cuts().collect());
    }

    /// Cuts or joins a message, and keeps its fragments in their places on the wire.
    fn cut(&mut self, whose: Whose, at: usize) {
        let sent = &mut self.deck.0[whose as usize];
        let mut cuts: Vec<usize> = sent.cuts().collect();
        let place = cuts.iter().position(|cut| *cut >= at).unwrap_or(cuts.len());
        let is_joined = cuts.get(place) == Some(&at);
        if !is_joined && (at == 0 || at >= sent.text().len() || cuts.len() >= CUTS_MAX) {
            return;
        }
        let part = place as u8 + 1;
        if is_joined {
            cuts.remove(place);
        } else {
            cuts.insert(place, at);
        }
        sent.cuts = Cuts(cuts);
        let mut wire = Vec::new();
        for card in self.order_before(is_joined, whose) {
            match card {
                Card::Part(of, number) if of == whose => {
                    let moved = match (is_joined, number > part) {
                        (true, true) => number - 1,
                        (false, true) => number + 1,
                        _ => number,
                    };
                    let moved = Card::Part(whose, moved);
                    if !wire.contains(&moved) {
                        wire.push(moved);
                    }
                    if !is_joined && number == part {
                        wire.push(Card::Part(whose, part + 1));
                    }
                }
                other => wire.push(other),
            }
        }
        self.wire = Order(wire);
    }

    /// The wire as it was before the number of a message's fragments changed.
    fn order_before(&self, is_joined: bool, whose: Whose) -> Vec<Card> {
        let now = self.deck.of(whose).parts().len() as u8;
        let before = if is_joined { now + 1 } else { now - 1 };
        let cards = self.deck.cards();
        let was_there = |card: &Card| match card {
            Card::Part(of, number) if *of == whose => *number <= before,
            other => cards.contains(other),
        };
        self.wire.0.iter().copied().filter(was_there).collect()
    }

    /// Puts a card at a place, from 1; 0 takes it off.
    fn place(&mut self, card: Card, place: usize) {
        if !self.deck.cards().contains(&card) {
            return;
        }
        let mut order = self.order();
        let was = order.iter().position(|other| *other == card);
        order.retain(|other| *other != card);
        self.picked = None;
        if let Some(place) = place.checked_sub(1) {
            let is_behind = was.is_some_and(|was| was < place);
            let place = (place - usize::from(is_behind)).min(order.len());
            order.insert(place, card);
            self.picked = Some(card);
        }
        self.wire = Order(order);
    }

    fn shift(&mut self, shift: Shift) {
        let mut order = self.order();
        let Some(card) = self.picked() else { return };
        let Some(at) = order.iter().position(|other| *other == card) else { return };
        let to = match shift {
            Shift::Left => at.saturating_sub(1),
            Shift::Right => at + 1,
            Shift::First => 0,
            Shift::Last => order.len(),
        };
        order.remove(at);
        order.insert(to.min(order.len()), card);
        self.wire = Order(order);
    }

    /// Performs an action; whether the walk went anywhere.
    pub(super) fn perform(&mut self, action: Action) -> Beat {
        let (deck, set) = (self.deck.clone(), self.hand());
        let order = self.order();
        match action {
            Action::Walk(action) => return self.walk.perform(&action, order.len()),
            Action::First(text) => self.write(Whose::A, text),
            Action::Second(text) => self.write(Whose::B, text),
            Action::Kind((whose, kind)) => self.deck.0[whose as usize].kind = kind,
            Action::Cut((whose, at)) => self.cut(whose, at),
            Action::Add(card) => self.place(card, usize::MAX),
            Action::Pick(card) => {
                self.picked = (self.picked != Some(card)).then_some(card);
                self.picked = self.picked();
            }
            Action::Place((card, place)) => self.place(card, place),
            Action::Shift(shift) => self.shift(shift),
            Action::LetGo => self.picked = None,
            Action::TakeOff => {
                if let Some(card) = self.picked() {
                    self.place(card, 0);
                }
            }
            Action::Wire(order) => {
                self.wire = order;
                self.picked = None;
            }
            Action::Task(task) => self.task = task,
            Action::Goal(goal) => self.goal = goal,
            Action::Guess(text) => {
                self.guess = text;
                self.is_counted = false;
            }
            Action::Count => self.is_counted = self.ways().is_some(),
        }
        self.wire = Order(self.order());
        self.picked = self.picked();
        if self.deck != deck || self.hand() != set {
            // Another question: its answer has not been counted.
            self.is_counted = false;
        }
        if self.order() != order || self.deck != deck {
            self.walk.rest();
        }
        Beat::Rests
    }
}
