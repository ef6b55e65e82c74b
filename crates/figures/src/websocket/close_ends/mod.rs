//! The two ends of a close: a page in its browser, a server, and what each of them reports.
//!
//! Invariant: every frame is the engine's ([`websocket::connection`]) or one that a program made
//! on purpose, every segment and TCP state the simulated kernel's. What each end reports is read
//! off the run, and so is which prediction was right.

mod end;
mod frame;
mod run;
mod scene;
mod state;
#[cfg(test)]
mod tests;
mod view;
mod words;

use figure_kit::components::Prediction;
#[cfg(not(target_arch = "wasm32"))]
use figure_kit::figure::Question;
use figure_kit::figure::{Answered, Context, Figure, Motion};
use figure_kit::node::Node;
use figure_kit::playback::{Beat, Playback};
use figure_kit::setting::Setting;

use end::Note;
use run::{Run, sender};
use scene::{Case, Closer, Interval, Moment, Report, Talks, Who};
pub use state::CloseEnds;
use state::{Action, Done};
use words::Words;

/// How long the walk stays on a step.
const DWELL_MS: u32 = 2_500;
/// What the questions are called.
const QUESTIONS: [&str; 2] = ["page", "server"];

impl Figure for CloseEnds {
    type Action = Action;
    type Words = Words;

    const SETTINGS: &'static [Setting<Self>] = figure_kit::settings![CloseEnds;
        /// Who calls `close`, 100 ms after the start.
        "closer": Closer = scene.closer;
        /// What else happens.
        "case": Case = scene.case;
        /// Whose process is killed or hangs.
        "whom": Who = scene.whom;
        /// When, in milliseconds after the start; a cable is pulled at this moment too.
        "at": Moment = scene.at;
        /// The code that the page closes with; nothing for none.
        "page-code": String, |it| it.scene.says[0].code.clone(), |it, text| {
            it.scene.says[0].set_code(&text);
            Ok(())
        };
        /// The page's reason; `\xff` stands for a byte.
        "page-reason": String, |it| it.scene.says[0].reason.clone(), |it, text| {
            it.scene.says[0].set_reason(&text);
            Ok(())
        };
        /// The code that the server closes with.
        "server-code": String, |it| it.scene.says[1].code.clone(), |it, text| {
            it.scene.says[1].set_code(&text);
            Ok(())
        };
        /// The server's reason.
        "server-reason": String, |it| it.scene.says[1].reason.clone(), |it, text| {
            it.scene.says[1].set_reason(&text);
            Ok(())
        };
        /// Whether close frames are sent whatever the rules say, by programs that check nothing.
        "forged": bool = scene.forges;
        /// Seconds between two pings of the server; 0 for none.
        "heartbeat": Interval = scene.heartbeat;
        /// Whether the server's socket has SO_KEEPALIVE.
        "keep-alive": bool = scene.keeps_alive;
        /// Who sends a message a second after the mishap.
        "talks": Talks = scene.talks;
        /// Whether the reader is asked what both ends will report, before anything is seen.
        "question": bool = is_asked;
        /// What the reader says that the page will report.
        "page-says": Prediction, |it| it.predictions[0], |it, answer| {
            it.predictions[0] = answer.within(it.scene.candidates().len())?;
            Ok(())
        };
        /// What the reader says that the server will report.
        "server-says": Prediction, |it| it.predictions[1], |it, answer| {
            it.predictions[1] = answer.within(it.scene.candidates().len())?;
            Ok(())
        };
        /// The step that is shown last, from 1; nothing shows the whole.
        "step": Option<usize>, |it| it.walk.step(), |it, step| {
            let steps = it.run().beats.len();
            it.walk.set(step, steps)
        };
    ];

    fn update(&mut self, action: Action, context: &mut Context<'_, Words>) {
        let words = context.words;
        let said = match self.perform(action) {
            Done::Walked => view::narration(self, &self.run(), self.shown(&self.run()), words),
            Done::Next | Done::Asked => match self.open() {
                Some(who) => view::question(who, words).to_owned(),
                None => return,
            },
            Done::Answered => {
                let of = |who: Who| {
                    let why = view::reported(self, who, words);
                    self.predictions[who as usize].spoken(self.right(who), &why, words)
                };
                [&of(Who::Page), " ", &of(Who::Server)].concat()
            }
            Done::Changed if self.is_locked() || self.walk.step().is_some() => return,
            Done::Changed => Who::ALL.map(|who| view::reported(self, who, words)).join(" "),
        };
        context.announce(said);
    }

    fn view(&self, words: &Words) -> Node {
        view::whole(self, words)
    }

    fn finished(&self) -> Self {
        let committed = |it: Prediction| Prediction { is_committed: true, ..it };
        let predictions = self.predictions.map(committed);
        let mut print = self.clone();
        (print.predictions, print.walk, print.is_print) = (predictions, Playback::default(), true);
        print
    }

    fn answers(&self) -> Vec<Answered> {
        if !self.is_asked || self.is_locked() {
            return Vec::new();
        }
        let answered = |who: Who| {
            self.predictions[who as usize].answered(QUESTIONS[who as usize], self.right(who))
        };
        Who::ALL.into_iter().filter_map(answered).collect()
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn questions(&self, words: &Words) -> Vec<Question> {
        let posed = |who: Who| Question {
            name: QUESTIONS[who as usize],
            text: view::question(who, words).to_owned(),
            choices: view::choices(&self.scene, words),
            right: vec![self.right(who)],
            why: view::reported(self, who, words),
        };
        if self.is_asked { Who::ALL.map(posed).to_vec() } else { Vec::new() }
    }

    fn fact(&self, name: &str) -> Option<String> {
        fact(self, &self.run(), name)
    }

    fn tick(&mut self, elapsed_ms: u32, context: &mut Context<'_, Words>) -> Motion {
        if self.walk.is_playing() {
            let run = self.run();
            let beat = self.walk.tick(elapsed_ms, DWELL_MS, self.steps(&run));
            // The last step has been told when the walk ends by showing all.
            if beat == Beat::Walked && self.walk.step().is_some() {
                context.announce(view::narration(self, &run, self.shown(&run), context.words));
            }
        }
        self.walk.motion()
    }
}

fn yes_or_no(holds: bool) -> String {
    if holds { "yes" } else { "no" }.to_owned()
}

/// Facts: of both ends (`page-code`), or of the run.
fn fact(figure: &CloseEnds, run: &Run, name: &str) -> Option<String> {
    let all = run.beats.len();
    let none = || "none".to_owned();
    let bytes_of = |wanted: fn(&frame::Frame) -> bool| {
        let mut found = run.recording.segments.iter().filter_map(|segment| {
            let frame = frame::Frame::read(sender(segment), &segment.tcp()?.payload)?;
            wanted(&frame).then(|| segment.packet.length())
        });
        found.next().map_or_else(none, |length| length.to_string())
    };
    match name {
        "steps" => return Some(all.to_string()),
        "time-wait" => return Some(run.time_wait().map_or_else(none, |who| who.name().to_owned())),
        "close-frames" => {
            return Some(run.frames(all).filter(frame::Frame::is_close).count().to_string());
        }
        "pings" => return Some(run.frames(all).filter(frame::Frame::is_ping).count().to_string()),
        "pongs" => return Some(run.frames(all).filter(frame::Frame::is_pong).count().to_string()),
        // Of the first of them, as an IP packet.
        "ping-packet" => return Some(bytes_of(frame::Frame::is_ping)),
        "pong-packet" => return Some(bytes_of(frame::Frame::is_pong)),
        "segments" => return Some(run.recording.segments.len().to_string()),
        "lost" => {
            let lost = run.recording.segments.iter().filter(|segment| segment.lost.is_some());
            return Some(lost.count().to_string());
        }
        _ => {}
    }
    let (who, fact) = name.split_once('-')?;
    let who = Who::ALL.into_iter().find(|known| known.name() == who)?;
    let (standing, ending) = (run.standing(who, all), run.ending(who));
    let is_noted = |wanted: fn(&Note) -> bool| run.notes(who, all).any(|(_, note)| wanted(note));
    Some(match fact {
        "code" => ending.map_or_else(none, |(_, ending)| ending.code.to_string()),
        "reason" => ending.map_or_else(none, |(_, ending)| ending.reason.clone()),
        "clean" => ending.map_or_else(none, |(_, ending)| yes_or_no(ending.clean)),
        // When its `close` event comes, from the start.
        "milliseconds" => ending.map_or_else(none, |(ns, _)| (ns / 1_000_000).to_string()),
        "seconds" => ending.map_or_else(none, |(ns, _)| (ns / 1_000_000_000).to_string()),
        "state" => (standing.ready as u8).to_string(),
        "tcp" => crate::sockets::state_pill::name(standing.tcp).to_owned(),
        "sent-close" => yes_or_no(standing.has_sent_close),
        "got-close" => yes_or_no(standing.has_got_close),
        "refused" => yes_or_no(is_noted(|note| matches!(note, Note::Refused(_)))),
        "fails" => yes_or_no(is_noted(|note| matches!(note, Note::Fails(_)))),
        "messages" => {
            let heard = run.notes(who, all).filter(|(_, note)| matches!(note, Note::Hears(_)));
            heard.count().to_string()
        }
        "ignored" => {
            let lost = run.notes(who, all).filter(|(_, note)| matches!(note, Note::Ignores(_)));
            lost.count().to_string()
        }
        "answers" => run
            .notes(who, all)
            .filter(|(_, note)| matches!(note, Note::Answers))
            .count()
            .to_string(),
        _ => return report_fact(figure, who, fact),
    })
}

/// Whether an end reports something at all.
fn report_fact(figure: &CloseEnds, who: Who, fact: &str) -> Option<String> {
    (fact == "reports").then(|| yes_or_no(figure.run().report(who) != Report::Nothing))
}
