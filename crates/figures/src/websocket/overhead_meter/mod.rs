//! The overhead meter: one conversation between a page and a server, carried in four ways.
//!
//! Invariant: each way is run on the simulated network, with heads of `crates/http` and frames of
//! `crates/websocket` over the kernel's TCP. What is drawn and counted is read off these runs, the
//! points of the plot too.

mod browser;
mod conversation;
mod frames;
mod heads;
mod proxy;
mod run;
mod server;
mod setup;
mod state;
#[cfg(test)]
mod tests;
mod view;
mod words;

use figure_kit::components::gate::{self, Came, Prediction};
#[cfg(not(target_arch = "wasm32"))]
use figure_kit::figure::Question;
use figure_kit::figure::{Answered, Context, Figure};
use figure_kit::node::Node;
use figure_kit::setting::Setting;
use figure_kit::settings;

use conversation::Writer;
use run::Run;
use setup::{Setup, Way};
use state::{Action, By, Cookies, Interval, Latency, More, Rate, Seconds, Size};
use words::Words;

pub use state::OverheadMeter;

impl OverheadMeter {
    fn predict(&mut self, action: &gate::Action, context: &mut Context<'_, Words>) {
        if self.is_asked && self.prediction.perform(action, More::ALL.len()) == Came::Committed {
            let (more, _) = self.more();
            let why = view::why(self, context.words);
            context.announce(self.prediction.spoken(more as usize, &why, context.words));
        }
    }
}

fn fact_of(run: &Run, setup: &Setup, fact: &str) -> Option<String> {
    let delays = run.delays_us(setup);
    let ms = |us: Option<&u32>| us.map_or_else(|| "none".to_owned(), |us| (us / 1_000).to_string());
    let number = match fact {
        "bytes" => run.bytes(),
        "up-bytes" => run.traffic[0].bytes,
        "down-bytes" => run.traffic[1].bytes,
        "application" => run.application(),
        "segments" => run.segments(),
        "requests" => run.requests,
        "sockets" => run.sockets as u32,
        "seen" => run.seen.len() as u32,
        "median-ms" => return Some(ms(delays.get(delays.len().saturating_sub(1) / 2))),
        "max-ms" => return Some(ms(delays.last())),
        _ => return None,
    };
    Some(number.to_string())
}

impl Figure for OverheadMeter {
    type Action = Action;
    type Words = Words;

    const SETTINGS: &'static [Setting<Self>] = settings![OverheadMeter;
        /// Where the conversation comes from: its lines, or a rate.
        "by": By = by;
        /// The lines, each ended by `;`: `TIME WHO TEXT` or `every TIME WHO TEXT`, WHO server or
        /// browser.
        "lines": String, |it| it.lines_in_one(), |it, text| {
            it.set_lines(&text);
            Ok(())
        };
        /// Messages a minute.
        "rate": Rate = rate;
        /// Who writes them.
        "writer": Writer = writer;
        /// How many seconds all of it lasts.
        "seconds": Seconds = seconds;
        /// Bytes in each message of a rate; shorter texts of lines are filled up to it.
        "size": Size = size;
        /// Milliseconds from one poll to the next.
        "interval": Interval = interval;
        /// Milliseconds from the browser to the server.
        "latency": Latency = latency;
        /// Bytes of cookies in every request.
        "cookies": Cookies = cookies;
        /// Whether a proxy stands in between.
        "proxy": bool = has_proxy;
        /// Whether every message is listed.
        "messages": bool = open.messages;
        /// Whether the bytes are shown as they were written.
        "wire": bool = open.wire;
        /// Whether the reader is asked at which rates polling sends more than a WebSocket.
        "question": bool = is_asked;
        /// What the reader says: 1 at all, 2 at low ones, 3 at high ones, 4 at none.
        "answer": Prediction, |it| it.prediction, |it, answer| {
            it.prediction = answer.within(More::ALL.len())?;
            Ok(())
        };
    ];

    fn update(&mut self, action: Action, context: &mut Context<'_, Words>) {
        let (before, asked) = (self.setup(), self.asked_about());
        match action {
            Action::Predict(action) => return self.predict(&action, context),
            Action::Messages | Action::Wire if self.is_locked() => return,
            Action::Messages => self.open.messages = !self.open.messages,
            Action::Wire => self.open.wire = !self.open.wire,
            Action::By(by) => self.by = by,
            Action::Lines(text) => self.set_lines(&text),
            Action::Rate(number) => self.rate = number,
            Action::Writer(writer) => self.writer = writer,
            Action::Seconds(number) => self.seconds = number,
            Action::Size(number) => self.size = number,
            Action::Interval(number) => self.interval = number,
            Action::Latency(number) => self.latency = number,
            Action::Cookies(number) => self.cookies = number,
            Action::Proxy => self.has_proxy = !self.has_proxy,
        }
        if self.is_asked && self.asked_about() != asked && self.prediction.renew() {
            context.announce(context.words.question().to_owned());
        } else if !self.is_locked() && self.setup() != before {
            context.announce(view::said(self, context.words));
        }
    }

    fn view(&self, words: &Words) -> Node {
        view::whole(self, words)
    }

    fn finished(&self) -> Self {
        let mut all = self.clone();
        all.prediction.is_committed = true;
        all
    }

    fn answers(&self) -> Vec<Answered> {
        let is_asked = self.is_asked && self.prediction.is_committed;
        let answered = || self.prediction.answered("more", self.more().0 as usize);
        is_asked.then(answered).flatten().into_iter().collect()
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn questions(&self, words: &Words) -> Vec<Question> {
        let posed = || Question {
            name: "more",
            text: words.question().to_owned(),
            choices: view::choices(words).map(str::to_owned).to_vec(),
            right: vec![self.more().0 as usize],
            why: view::why(self, words),
        };
        self.is_asked.then(posed).into_iter().collect()
    }

    fn fact(&self, name: &str) -> Option<String> {
        match name {
            "more" => return Some(self.more().0.name().to_owned()),
            "crossing" => {
                let between =
                    |[from, to]: [u32; 2]| [&from.to_string(), "-", &to.to_string()].concat();
                return Some(self.more().1.map_or_else(|| "none".to_owned(), between));
            }
            _ => {}
        }
        let (setup, runs) = self.runs();
        match name {
            "messages" => return Some(setup.messages().len().to_string()),
            "payload" => {
                let all: usize = setup.messages().iter().map(|message| message.text.len()).sum();
                return Some(all.to_string());
            }
            "most-bytes" => {
                let most = Way::ALL.into_iter().max_by_key(|way| runs[*way as usize].bytes())?;
                return Some(most.name().to_owned());
            }
            "fewest-bytes" => {
                let least = Way::ALL.into_iter().min_by_key(|way| runs[*way as usize].bytes())?;
                return Some(least.name().to_owned());
            }
            _ => {}
        }
        Way::ALL.into_iter().find_map(|way| {
            let fact = name.strip_prefix(way.name())?.strip_prefix('-')?;
            fact_of(&runs[way as usize], &setup, fact)
        })
    }
}
