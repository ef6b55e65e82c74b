//! What any figure is made of, whatever it is about.
//!
//! A figure is a plain value: settings say its state, actions change it, a tree of elements shows
//! it. Written once, it is a printed picture ([`print`]), a live figure (a host patches its
//! [`node::Node`] into a page), a link ([`link`]) and a test ([`script`]).
//!
//! # Architecture invariant
//!
//! Nothing here knows a subject, the DOM, the clock or the page's language. Entropy and words come
//! in through [`figure::Context`], time through [`figure::Figure::tick`].
//!
//! # A whole figure
//!
//! ```
//! use figure_kit::components::{button, field};
//! use figure_kit::exhibit::Exhibit;
//! use figure_kit::figure::{Context, Figure};
//! use figure_kit::node::{Node, el};
//! use figure_kit::setting::Setting;
//! use figure_kit::words::{Kit, Language, Tables};
//! use figure_kit::{action, actions, print, script::Script, settings, value::Value as _, words};
//!
//! words! {
//!     /// What it says, in both languages.
//!     pub struct Words in "sundial" over Kit;
//!
//!     hour: "Hour", "시";
//!     shadow(degrees): "The shadow lies at {degrees}°.", "그림자는 {degrees}°에 있습니다.";
//! }
//!
//! actions! {
//!     /// What a reader can do.
//!     pub enum Action {
//!         /// Set the hour.
//!         Hour(u32) = "hour",
//!         /// Let an hour pass.
//!         Later = "later",
//!     }
//! }
//!
//! /// The state.
//! #[derive(Clone, Default)]
//! struct Sundial { hour: u32 }
//!
//! impl Figure for Sundial {
//!     type Action = Action;
//!     type Words = Words;
//!
//!     const SETTINGS: &'static [Setting<Self>] = settings![Sundial;
//!         /// The hour, from 0 to 23.
//!         "hour": u32, |it| it.hour, |it, hour| {
//!             it.hour = hour % 24;
//!             Ok(())
//!         };
//!     ];
//!
//!     fn update(&mut self, action: Action, context: &mut Context<'_, Words>) {
//!         self.hour = match action {
//!             Action::Hour(hour) => hour % 24,
//!             Action::Later => (self.hour + 1) % 24,
//!         };
//!         context.announce(context.words.shadow(&(self.hour * 15)));
//!     }
//!
//!     fn view(&self, words: &Words) -> Node {
//!         el("div")
//!             .child(field(words.hour(), action::verb(Action::Hour), &self.hour.write(), true))
//!             .child(button(Action::Later, words.step_forward()))
//!             .child(el("p").text(words.shadow(&(self.hour * 15))))
//!             .node()
//!     }
//!
//!     fn fact(&self, name: &str) -> Option<String> {
//!         (name == "degrees").then(|| (self.hour * 15).to_string())
//!     }
//! }
//!
//! // What an author writes in Markdown: it is printed, it lives, it is a test.
//! let fence = "hour = 9\ndo later\nexpect degrees = 150";
//! let exhibit = Exhibit::of(Box::new(Sundial::default()), &Script::parse("sundial", fence)?)?;
//! let tables = Tables::of(&exhibit.sections(), Language::Korean);
//! assert!(print::html(&exhibit.panels(&tables)).contains("그림자는 150°에 있습니다."));
//! assert_eq!(exhibit.link().as_deref(), Some(""));
//! # Ok::<(), figure_kit::script::ScriptError>(())
//! ```
//!
//! The state is worth a file, the view another, the words a third; the style stands beside them.
//! [`components`] are what views are built of.

#![forbid(unsafe_code)]

pub mod action;
pub mod components;
#[cfg(not(target_arch = "wasm32"))]
pub mod documentation;
pub mod exhibit;
pub mod figure;
pub mod icon;
pub mod legible;
pub mod link;
pub mod memo;
pub mod node;
pub mod number;
pub mod playback;
pub mod print;
mod refused;
pub mod script;
pub mod setting;
pub mod value;
pub mod words;
pub mod written;
