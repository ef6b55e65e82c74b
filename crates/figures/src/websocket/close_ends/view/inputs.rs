//! What is decided: who closes, what else happens, with which code and reason, who would notice.

use figure_kit::action::verb;
use figure_kit::components::{field, note, number, segments, switch};
use figure_kit::node::{Element, el};

use super::super::scene::{Case, Closer, Scene, Talks, Who};
use super::super::state::{Action, CloseEnds};
use super::super::words::Words;
use super::sentence;

/// What a reason may have at most.
const REASON_LEN_MAX: usize = 123;

/// All inputs. Who closes and what else happens are printed too: the plate says what it shows.
pub(super) fn view(figure: &CloseEnds, words: &Words) -> Element {
    let scene = &figure.scene;
    let part = el("div").class("ce-inputs").child(closers(scene, words)).child(cases(scene, words));
    let part = part.maybe(scene.has_mishap().then(|| mishap(scene, words)));
    let part = part.maybe(words_of_close(scene, words));
    part.maybe(scene.is_about_notice().then(|| notice(scene, words)))
}

fn choice(label: &str, segments: Element) -> Element {
    el("div").class("ce-choice").child(el("span").class("sw-label").text(label)).child(segments)
}

fn closers(scene: &Scene, words: &Words) -> Element {
    let names = [
        (Closer::Page, words.closer_page()),
        (Closer::Server, words.closer_server()),
        (Closer::Both, words.closer_both()),
        (Closer::Nobody, words.closer_nobody()),
    ];
    let choices =
        names.map(|(closer, name)| (Action::Closer(closer), name, closer == scene.closer));
    choice(words.closer(), segments(words.closer(), choices))
}

fn cases(scene: &Scene, words: &Words) -> Element {
    let names = [
        (Case::Calm, words.case_calm()),
        (Case::Data, words.case_data()),
        (Case::Pieces, words.case_pieces()),
        (Case::LostFin, words.case_lost_fin()),
        (Case::Killed, words.case_killed()),
        (Case::Hangs, words.case_hangs()),
        (Case::Cable, words.case_cable()),
    ];
    let choices = names.map(|(case, name)| (Action::Case(case), name, case == scene.case));
    choice(words.case(), segments(words.case(), choices))
}

/// To whom it happens, and when.
fn mishap(scene: &Scene, words: &Words) -> Element {
    let ends =
        Who::ALL.map(|who| (Action::Whom(who), sentence::name(who, words), who == scene.whom));
    let whom =
        (scene.case != Case::Cable).then(|| choice(words.whom(), segments(words.whom(), ends)));
    let at = number(words.at(), &verb(Action::At), &scene.at, words);
    el("div").class("ce-row").maybe(whom).child(at.class("ce-number"))
}

/// The code and the reason of whoever closes.
fn words_of_close(scene: &Scene, words: &Words) -> Option<Element> {
    let closing: Vec<Who> = Who::ALL.into_iter().filter(|who| scene.closes(*who)).collect();
    if closing.is_empty() {
        return None;
    }
    let fields = closing.into_iter().map(|who| {
        let (says, name) = (&scene.says[who as usize], sentence::name(who, words));
        let is_sound = says.is_code_sound();
        let taken = says.code().filter(|_| !is_sound).map(|code| words.code_taken(&code));
        let code = Action::Code((who, String::new())).to_string();
        let reason = Action::Reason((who, String::new())).to_string();
        let length = says.reason().len();
        let is_short = length <= REASON_LEN_MAX;
        let count = el("span").class("sw-micro").text(words.reason_len(&length));
        let count = if is_short { count } else { note(&words.reason_len(&length)) };
        el("div")
            .class("ce-says")
            .child(
                field(&words.code_of(&name), code, &says.code, is_sound)
                    .child(note(&taken.unwrap_or_default())),
            )
            .child(field(&words.reason_of(&name), reason, &says.reason, is_short).child(count))
    });
    let forge = switch(Action::Forge, words.forge(), scene.forges);
    Some(
        el("div")
            .class("ce-words")
            .child(el("div").class("ce-row sw-js-only").children(fields))
            .child(forge),
    )
}

/// Who would notice that nobody is there.
fn notice(scene: &Scene, words: &Words) -> Element {
    let names = [
        (Talks::Nobody, words.talks_nobody()),
        (Talks::Page, words.page()),
        (Talks::Server, words.server()),
    ];
    let choices = names.map(|(talks, name)| (Action::Talks(talks), name, talks == scene.talks));
    let heartbeat = number(words.heartbeat(), &verb(Action::Heartbeat), &scene.heartbeat, words);
    el("div")
        .class("ce-row")
        .child(heartbeat.class("ce-number"))
        .child(choice(words.talks(), segments(words.talks(), choices)))
        .child(switch(Action::KeepAlive, words.keep_alive(), scene.keeps_alive))
}
