//! A live figure: its state, the tree last drawn and the place in the page where it stands.

use std::rc::Rc;

use checker::goal::Asked;
use figure_kit::exhibit::Exhibit;
use figure_kit::figure::{Answered, Context, Effect, Motion, Unreachable};
use figure_kit::node::Node;
use figure_kit::script::Script;
use figure_kit::words::{Kit, Tables, Vocabulary as _};
use figures::registry;
use wasm_bindgen::JsValue;
use web_sys::{Element, HtmlElement};

use crate::{address, file, focus, page, patch, record};

/// The longest pause that counts: after a hidden tab or a sleeping laptop time goes on from here.
const PAUSE_MAX_MS: f64 = 250.0;

/// A part of the figure that is drawn.
struct Drawn {
    place: Element,
    tree: Option<Node>,
}

impl Drawn {
    /// Draws a tree, by changing the last one where that can be.
    fn draw(&mut self, tree: Node) -> Result<How, JsValue> {
        // Taken out: whatever fails from here on, the next drawing starts anew.
        let how = match self.tree.take() {
            Some(old) if patch::update(&self.place, &old, &tree).is_ok() => How::Patched,
            Some(_) => How::Rebuilt,
            None => How::Built,
        };
        if how != How::Patched {
            patch::fresh(&self.place, &tree)?;
        }
        self.tree = Some(tree);
        Ok(how)
    }
}

/// How a tree came into the page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    /// Nothing of it was there.
    Built,
    /// The last one was changed.
    Patched,
    /// The last one could not be changed, because the page no longer holds it.
    Rebuilt,
}

/// Marks a figure whose drawing something else has changed, so that it had to be built anew.
const REBUILT: &str = "data-rebuilt";

/// The state in which the reader answered its question last, as a link writes it.
const KEPT: &str = "data-kept";

/// A live figure.
pub(crate) struct Stage {
    /// The `<figure>`.
    pub(crate) host: HtmlElement,
    name: String,
    exhibit: Exhibit,
    words: Rc<Tables>,
    panels: Drawn,
    toolbar: Drawn,
    /// The state that the page's address holds, or soon will.
    remembered: String,
    /// What the page knows of the reader's answers.
    answers: Vec<Answered>,
    moving: bool,
    ticked_ms: Option<f64>,
    /// Whether what goes on was begun by the page and not by the reader.
    is_quiet: bool,
    /// Whether the last drawing put the focus elsewhere.
    pub(crate) focus_moved: bool,
    /// What a pointer went down on, and may drag elsewhere.
    pub(crate) grabbed: Option<Element>,
}

impl Stage {
    /// Builds the figure from its script and the link it was opened with, and draws it.
    pub(crate) fn new(host: HtmlElement, words: Rc<Tables>) -> Result<Self, JsValue> {
        let data = |name: &str| host.get_attribute(name).unwrap_or_default();
        let (figure, script) = (data("data-figure"), data("data-script"));
        let name = data("data-name");
        let script = Script::parse(&figure, &script).map_err(|error| error.to_string())?;
        let mut exhibit = registry::exhibit(&figure, &script).map_err(|error| error.to_string())?;
        exhibit.require(&words).map_err(|error| error.to_string())?;
        if let Some(link) = address::state(&name) {
            exhibit.follow(&link);
        } else if let Some(kept) = host.get_attribute(KEPT) {
            exhibit.recall(&kept);
        }
        let answers = exhibit.answers();
        let remembered = address::state(&name).unwrap_or_default();
        let place = |selector: &str| {
            let found = host.query_selector(selector).ok().flatten();
            found.ok_or_else(|| JsValue::from_str("the figure's frame is incomplete"))
        };
        let panels = Drawn { place: place("[data-panels]")?, tree: None };
        let toolbar = Drawn { place: place("[data-toolbar]")?, tree: None };
        let mut stage = Self {
            host,
            name,
            exhibit,
            words,
            panels,
            toolbar,
            remembered,
            answers,
            moving: false,
            ticked_ms: None,
            is_quiet: false,
            focus_moved: false,
            grabbed: None,
        };
        stage.draw()?;
        // A press anywhere in the figure brings the focus into it, and with it the keys.
        stage.host.set_attribute("tabindex", "-1")?;
        // A browser that translates the page would take texts apart that the figure changes.
        stage.host.set_attribute("translate", "no")?;
        Ok(stage)
    }

    /// Lets the figure ask for what it needs before anything is done to it. Nothing else of the
    /// page changes: its address stays as the reader opened it.
    pub(crate) fn wake(&mut self) {
        let mut entropy = page::entropy;
        let words = Rc::clone(&self.words);
        let mut context = Context::new(&mut entropy, &*words);
        self.exhibit.tick(0, &mut context);
        for effect in context.effects {
            if let Effect::Fetch(name) = effect {
                file::fetch(&self.host, name);
            }
        }
    }

    /// Performs the action that the figure begins with by itself (`data-seen`). It is not the
    /// reader's: nothing is said aloud, and the address stays as the reader opened it.
    pub(crate) fn begin(&mut self) {
        let found = self.host.query_selector("[data-seen]").ok().flatten();
        let Some(action) = found.and_then(|it| it.get_attribute("data-seen")) else { return };
        let mut entropy = page::entropy;
        let words = Rc::clone(&self.words);
        let mut context = Context::new(&mut entropy, &*words);
        if self.exhibit.act(&action, &mut context).is_ok() {
            self.is_quiet = true;
            self.moving = true;
            let _ = self.draw();
            crate::keep_time();
        }
    }

    /// Takes on a state written as a link writes it, and comes into view; `false` for a figure of
    /// another kind.
    pub(crate) fn open(&mut self, figure: &str, state: &str) -> bool {
        if self.host.get_attribute("data-figure").as_deref() != Some(figure) {
            return false;
        }
        self.exhibit.follow(state);
        self.after(Vec::new());
        self.host.scroll_into_view();
        true
    }

    /// Whether each of these goals is reached, a line each: the check's name, and where it is not,
    /// the reason, what it is about, what was expected and what was seen, with tabs between.
    pub(crate) fn judge(&self, goals: &str) -> String {
        let exhibit = &self.exhibit;
        let mut lines = String::new();
        for asked in goals.split('\n').filter_map(Asked::read) {
            let missed = asked.judge(
                |fact| exhibit.fact(fact),
                |name| exhibit.setting_at_first(name),
                |name| exhibit.setting(name),
            );
            lines.push_str(asked.check);
            if let Some(missed) = missed {
                for part in [missed.reason.name(), asked.name, &missed.expected, &missed.seen] {
                    lines.push('\t');
                    lines.push_str(part);
                }
            }
            lines.push('\n');
        }
        lines
    }

    /// Performs an action and draws what came of it. A text that is no action changes nothing.
    pub(crate) fn act(&mut self, action: &str) {
        let mut entropy = page::entropy;
        let words = Rc::clone(&self.words);
        let mut context = Context::new(&mut entropy, &*words);
        if self.exhibit.act(action, &mut context).is_err() {
            return;
        }
        let effects = context.effects;
        self.is_quiet = false;
        self.moving = true;
        self.after(effects);
        crate::keep_time();
    }

    /// Lets time pass; `true` while something moves.
    pub(crate) fn tick(&mut self, now_ms: f64) -> bool {
        if !self.moving {
            self.ticked_ms = None;
            return false;
        }
        let since_ms = (now_ms - self.ticked_ms.unwrap_or(now_ms)).clamp(0.0, PAUSE_MAX_MS);
        // What is left of a millisecond counts in the next frame, so that no time is lost.
        self.ticked_ms = Some(now_ms - since_ms.fract());
        let mut entropy = page::entropy;
        let words = Rc::clone(&self.words);
        let mut context = Context::new(&mut entropy, &*words);
        // Whole milliseconds of a bounded, positive time.
        #[expect(clippy::cast_sign_loss, reason = "clamped above")]
        let elapsed_ms = since_ms as u32;
        let motion = self.exhibit.tick(elapsed_ms, &mut context);
        let effects = context.effects;
        self.moving = motion != Motion::Rests;
        if !self.moving {
            self.ticked_ms = None;
        }
        // The first look at a figure that an action left at rest finds what is drawn already.
        if !effects.is_empty() || (!self.moving && elapsed_ms > 0) {
            self.after(effects);
        } else if motion == Motion::Moves {
            // The link follows when something is said or ends: an address changes a few times a
            // second at most. A drawing that fails is begun anew with the next.
            let _ = self.draw();
        }
        self.moving
    }

    /// Hands the figure a file that it asked for and draws what came of it.
    pub(crate) fn received(&mut self, name: &str, file: Result<&[u8], Unreachable>) {
        let mut entropy = page::entropy;
        let words = Rc::clone(&self.words);
        let mut context = Context::new(&mut entropy, &*words);
        self.exhibit.received(name, file, &mut context);
        let effects = context.effects;
        self.moving = true;
        self.after(effects);
        crate::keep_time();
    }

    fn after(&mut self, effects: Vec<Effect>) {
        // A drawing that fails is begun anew with the next; nothing better can be done about it.
        let _ = self.draw();
        let link = self.exhibit.link().unwrap_or_default();
        if link != self.remembered {
            address::remember(&self.host, &self.name, &link);
            self.remembered = link;
        }
        self.tell();
        for effect in effects {
            match effect {
                Effect::Announce(_) if self.is_quiet => {}
                Effect::Announce(text) => page::announce(&text),
                Effect::CopyLink => page::copy_link(&self.host, &Kit::of(&self.words)),
                Effect::Reveal(selector) => page::reveal(&self.host, selector),
                Effect::Projector(mode) => page::project(&self.host, mode),
                Effect::Open { figure, state } => crate::open_figure(figure, &state),
                Effect::Download { name, mime, bytes } => {
                    let _ = file::download(&name, mime, &bytes);
                }
                Effect::Fetch(name) => file::fetch(&self.host, name),
                Effect::Tell(text) => _ = page::tell(&self.host, &text),
            }
        }
    }

    /// Tells the page what the reader has committed to since it was last told. A grade belongs to
    /// the question as it was asked: what comes of other inputs later is not told.
    fn tell(&mut self) {
        let answers = self.exhibit.answers();
        let given = |it: &Answered| (it.question, it.given);
        for answered in &answers {
            if self.answers.iter().all(|known| given(known) != given(answered)) {
                let _ = record::tell(&self.host, *answered, &self.remembered);
            }
        }
        self.answers = answers;
    }

    fn draw(&mut self) -> Result<(), JsValue> {
        let focused = focus::of(&self.host);
        let toolbar = self.toolbar.draw(self.exhibit.toolbar(&self.words));
        let panels = self.panels.draw(self.exhibit.panels(&self.words));
        if let Some(focused) = focused {
            self.focus_moved |= focus::keep(&self.host, &focused);
        }
        if [toolbar?, panels?].contains(&How::Rebuilt) {
            self.host.set_attribute(REBUILT, "")?;
        }
        Ok(())
    }
}
