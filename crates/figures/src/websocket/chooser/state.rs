//! What an application needs, and what a reader can do to that.

use figure_kit::value::Value as _;

figure_kit::names! {
    /// Where the end that opens the connection runs.
    pub enum Runs {
        /// In a page of a browser.
        Page = "page",
        /// In a program of its own.
        Program = "program",
    }
}

figure_kit::names! {
    /// Who speaks.
    pub enum Talk {
        /// The client asks, the server answers.
        Ask = "ask",
        /// The server tells what is new.
        Push = "push",
        /// Either end, at any time.
        Both = "both",
    }
}

figure_kit::names! {
    /// What is switched on or off.
    pub enum Wish {
        /// Nothing may be missing in the end.
        Arrive = "arrive",
        /// Nothing waits for what was lost before it.
        Fresh = "fresh",
        /// Bytes that are no text.
        Binary = "binary",
        /// Through a network that lets nothing but the web pass.
        Proxies = "proxies",
        /// From one user's device to another's, with no server between.
        Peer = "peer",
        /// What is sent once reaches many.
        Many = "many",
    }
}

figure_kit::names! {
    /// An application whose needs are known.
    pub enum Example {
        /// A chat in a page.
        Chat = "chat",
        /// Prices that change, in a page.
        Prices = "prices",
        /// A form that is sent.
        Form = "form",
        /// A fast game in a page.
        Game = "game",
        /// A file from one page to another.
        File = "file",
        /// Two programs of one company.
        Services = "services",
        /// The same fast game, as a program.
        Native = "native",
        /// A printer that is looked for.
        Printer = "printer",
    }
}

figure_kit::actions! {
    /// What a reader can do to the needs.
    pub enum Action {
        /// Have it run there.
        Runs(Runs) = "runs",
        /// Have these speak.
        Talk(Talk) = "talk",
        /// Switch a wish on or off.
        Wish(Wish) = "wish",
        /// Take the needs of an example.
        Example(Example) = "example",
        /// Give up a need: a wish, or that it runs in a page.
        GiveUp(Need) = "give-up",
    }
}

figure_kit::names! {
    /// What a rule looks at.
    pub enum Need {
        /// It runs in a page.
        Page = "page",
        /// It runs in a program.
        Program = "program",
        /// The client asks.
        Ask = "ask",
        /// Only the server speaks.
        Push = "push",
        /// Either end speaks at any time.
        Both = "both",
        /// Everything arrives.
        Arrive = "arrive",
        /// Nothing waits.
        Fresh = "fresh",
        /// Bytes.
        Binary = "binary",
        /// Only the web passes.
        Proxies = "proxies",
        /// Device to device.
        Peer = "peer",
        /// A server is one of the two ends.
        Server = "server",
        /// One to many.
        Many = "many",
    }
}

/// The needs; the figure's state.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct Chooser {
    pub(super) runs: Runs,
    pub(super) talk: Talk,
    pub(super) arrive: bool,
    pub(super) fresh: bool,
    pub(super) binary: bool,
    pub(super) proxies: bool,
    pub(super) peer: bool,
    pub(super) many: bool,
}

impl Default for Chooser {
    fn default() -> Self {
        Self::of(Example::Chat)
    }
}

/// What can be given up; who speaks cannot, since one of the three always holds.
const OPTIONAL: [Need; 7] =
    [Need::Page, Need::Arrive, Need::Fresh, Need::Binary, Need::Proxies, Need::Peer, Need::Many];

impl Chooser {
    /// Nothing but where it runs and who speaks.
    const fn plain(runs: Runs, talk: Talk) -> Self {
        Self {
            runs,
            talk,
            arrive: false,
            fresh: false,
            binary: false,
            proxies: false,
            peer: false,
            many: false,
        }
    }

    pub(super) const fn of(example: Example) -> Self {
        match example {
            Example::Chat => Self { arrive: true, ..Self::plain(Runs::Page, Talk::Both) },
            Example::Prices => Self { arrive: true, ..Self::plain(Runs::Page, Talk::Push) },
            Example::Form => Self { arrive: true, ..Self::plain(Runs::Page, Talk::Ask) },
            Example::Game => {
                Self { fresh: true, binary: true, ..Self::plain(Runs::Page, Talk::Both) }
            }
            Example::File => Self {
                arrive: true,
                binary: true,
                peer: true,
                ..Self::plain(Runs::Page, Talk::Both)
            },
            Example::Services => {
                Self { arrive: true, binary: true, ..Self::plain(Runs::Program, Talk::Both) }
            }
            Example::Native => {
                Self { fresh: true, binary: true, ..Self::plain(Runs::Program, Talk::Both) }
            }
            Example::Printer => Self { many: true, ..Self::plain(Runs::Program, Talk::Ask) },
        }
    }

    pub(super) fn wishes(&self, wish: Wish) -> bool {
        match wish {
            Wish::Arrive => self.arrive,
            Wish::Fresh => self.fresh,
            Wish::Binary => self.binary,
            Wish::Proxies => self.proxies,
            Wish::Peer => self.peer,
            Wish::Many => self.many,
        }
    }

    fn wish(&mut self, wish: Wish) -> &mut bool {
        match wish {
            Wish::Arrive => &mut self.arrive,
            Wish::Fresh => &mut self.fresh,
            Wish::Binary => &mut self.binary,
            Wish::Proxies => &mut self.proxies,
            Wish::Peer => &mut self.peer,
            Wish::Many => &mut self.many,
        }
    }

    /// Whether something is needed.
    pub(super) fn holds(&self, need: Need) -> bool {
        match need {
            Need::Page => self.runs == Runs::Page,
            Need::Program => self.runs == Runs::Program,
            Need::Ask => self.talk == Talk::Ask,
            Need::Push => self.talk == Talk::Push,
            Need::Both => self.talk == Talk::Both,
            Need::Arrive => self.arrive,
            Need::Fresh => self.fresh,
            Need::Binary => self.binary,
            Need::Proxies => self.proxies,
            Need::Peer => self.peer,
            Need::Server => !self.peer,
            Need::Many => self.many,
        }
    }

    /// What is needed and could be given up.
    pub(super) fn optional(&self) -> impl Iterator<Item = Need> + '_ {
        OPTIONAL.into_iter().filter(|need| self.holds(*need))
    }

    /// The same without a need that is [`OPTIONAL`].
    pub(super) fn without(mut self, need: Need) -> Self {
        match need {
            Need::Page => self.runs = Runs::Program,
            _ => {
                if let Ok(wish) = Wish::parse(need.name()) {
                    *self.wish(wish) = false;
                }
            }
        }
        self
    }

    pub(crate) fn perform(&mut self, action: &Action) {
        match *action {
            Action::Runs(runs) => self.runs = runs,
            Action::Talk(talk) => self.talk = talk,
            Action::Wish(wish) => *self.wish(wish) ^= true,
            Action::Example(example) => *self = Self::of(example),
            Action::GiveUp(need) => *self = self.clone().without(need),
        }
    }
}
