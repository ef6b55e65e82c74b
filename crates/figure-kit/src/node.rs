//! The tree a figure is shown as: elements and texts, as plain data.
//!
//! Invariant: no inline style and no handler can be said here, so every view stands under the
//! page's strict Content-Security-Policy. What a control does is said in attributes:
//!
//! - `data-do="ACTION"`: a press performs the action; on what has the focus, so do Enter and Space;
//! - `data-input="VERB"`: what is typed or chosen performs `VERB TEXT`;
//! - `data-keys="KEY=ACTION;..."`: keys pressed inside the element perform actions;
//! - `data-down`, beside `data-do`: a pointer performs it when it goes down, for what moves;
//! - `data-grab="ACTION"` on what a pointer may drag, and `data-drop="WHERE"` on where it may let
//!   it go: dragging from one to the other performs `ACTION WHERE`;
//! - `data-seen="ACTION"`: the page performs it once, when most of the figure is in view. Not for
//!   readers who want less motion, nor where the address holds a state of the figure.
//!
//! ```
//! use figure_kit::node::{el, Node};
//!
//! let node = el("button").class("sw-btn").does("reset").text("Reset").node();
//! assert_eq!(node.plain_text(), "Reset");
//! ```

use std::fmt::Display;
use std::ops::{Deref, DerefMut};
use std::rc::Rc;

/// An element or a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// An element with its attributes and children.
    Element(Element),
    /// A run of text; escaped wherever it is written.
    Text(String),
}

/// An element, behind a pointer: views are chains of calls that hand it on, and each of them would
/// copy it. As wasm, a view of one pointer is a third smaller. The pointer is shared, so a view may
/// keep a part for the next ([`Memo`](crate::memo::Memo)): a copy costs nothing, and whoever
/// compares the two views sees [at once](Element::is_same) that nothing changed there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element(Rc<Content>);

/// What an element is: its tag, its attributes in the order given, its children.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// The tag's name, written as HTML and SVG write it: `button`, `linearGradient`.
    pub tag: &'static str,
    /// Names and values; no name stands twice.
    pub attributes: Vec<(&'static str, String)>,
    /// What stands inside.
    pub children: Vec<Node>,
}

/// A new element without attributes or children.
pub fn el(tag: &'static str) -> Element {
    Element(Rc::new(Content { tag, attributes: Vec::new(), children: Vec::new() }))
}

impl Deref for Element {
    type Target = Content;

    fn deref(&self) -> &Content {
        &self.0
    }
}

impl DerefMut for Element {
    /// Its content, to be changed; what is shared becomes a copy of its own first.
    #[inline(never)]
    fn deref_mut(&mut self) -> &mut Content {
        Rc::make_mut(&mut self.0)
    }
}

/// A drawing of so many units across and down; everything inside it is SVG. What is not only
/// decoration says what it shows: `.attr("role", "img").attr("aria-label", ..)`.
pub fn svg(width: u32, height: u32) -> Element {
    el("svg").attr("viewBox", format!("0 0 {width} {height}"))
}

impl Element {
    /// Whether both are one and the same, and not only alike.
    pub fn is_same(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }

    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// Sets an attribute; a second value for the same name takes the place of the first.
    #[must_use]
    pub fn attr(self, name: &'static str, value: impl Into<String>) -> Self {
        self.with(name, value.into())
    }

    #[inline(never)]
    fn with(mut self, name: &'static str, value: String) -> Self {
        let attributes = &mut self.deref_mut().attributes;
        match attributes.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = value,
            None => attributes.push((name, value)),
        }
        self
    }

    /// Sets an attribute that is only there when `present`.
    #[must_use]
    pub fn flag(self, name: &'static str, present: bool) -> Self {
        if present { self.attr(name, "") } else { self }
    }

    /// Sets an attribute to `true` or `false`, as ARIA's states are written.
    #[must_use]
    pub fn state(self, name: &'static str, value: bool) -> Self {
        self.attr(name, if value { "true" } else { "false" })
    }

    /// Adds a class.
    #[inline(never)]
    #[must_use]
    pub fn class(mut self, class: &str) -> Self {
        match self.attributes.iter_mut().find(|(name, _)| *name == "class") {
            Some((_, classes)) => {
                classes.push(' ');
                classes.push_str(class);
                self
            }
            None => self.attr("class", class),
        }
    }

    /// Adds a class when `present`.
    #[must_use]
    pub fn class_if(self, class: &str, present: bool) -> Self {
        if present { self.class(class) } else { self }
    }

    /// Makes a press on this element perform `action`.
    #[must_use]
    pub fn does(self, action: impl Display) -> Self {
        self.attr("data-do", action.to_string())
    }

    /// Makes a pointer act when it goes down and not when it comes up: what moves would be gone.
    /// The action comes twice where it does not take this away, so it must be one that can.
    #[must_use]
    pub fn at_once(self) -> Self {
        self.flag("data-down", true)
    }

    /// Lets a pointer drag this element: where it lets go says the rest of the action. A press
    /// without dragging stays a press, and keys need a way of their own.
    #[must_use]
    pub fn grabs(self, action: impl Into<String>) -> Self {
        self.attr("data-grab", action)
    }

    /// Makes this a place where something dragged may be let go.
    #[must_use]
    pub fn drops(self, place: impl Into<String>) -> Self {
        self.attr("data-drop", place)
    }

    /// Lets the figure begin with an action by itself, once it is in view.
    #[must_use]
    pub fn when_seen(self, action: impl Display) -> Self {
        self.attr("data-seen", action.to_string())
    }

    /// Makes what is typed into this field, or chosen in it, perform `VERB TEXT`: see
    /// [`action::verb`](crate::action::verb).
    #[must_use]
    pub fn takes(self, verb: impl Into<String>) -> Self {
        self.attr("data-input", verb)
    }

    /// Makes keys that are pressed inside perform actions.
    #[must_use]
    pub fn keys<A: Display>(self, keys: &[(&str, A)]) -> Self {
        let mut text = String::new();
        for (key, action) in keys {
            text.push_str(&[*key, "=", &action.to_string(), ";"].concat());
        }
        self.attr("data-keys", text)
    }

    /// Adds a child.
    #[must_use]
    pub fn child(self, child: impl Into<Node>) -> Self {
        self.push(child.into())
    }

    #[inline(never)]
    fn push(mut self, child: Node) -> Self {
        self.children.push(child);
        self
    }

    /// Adds a child if there is one.
    #[must_use]
    pub fn maybe(self, child: Option<Element>) -> Self {
        match child {
            Some(child) => self.child(child),
            None => self,
        }
    }

    /// Adds children.
    #[must_use]
    pub fn children<N: Into<Node>>(mut self, children: impl IntoIterator<Item = N>) -> Self {
        self.children.extend(children.into_iter().map(Into::into));
        self
    }

    /// Adds a text.
    #[must_use]
    pub fn text(self, text: impl Into<String>) -> Self {
        self.child(Node::Text(text.into()))
    }

    /// The finished node.
    pub fn node(self) -> Node {
        Node::Element(self)
    }
}

impl Node {
    /// All text inside, in reading order.
    pub fn plain_text(&self) -> String {
        let mut text = String::new();
        self.collect_text(&mut text);
        text
    }

    fn collect_text(&self, text: &mut String) {
        match self {
            Self::Text(run) => text.push_str(run),
            Self::Element(element) => {
                for child in &element.children {
                    child.collect_text(text);
                }
            }
        }
    }
}

impl From<Element> for Node {
    fn from(element: Element) -> Self {
        Self::Element(element)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attribute_set_twice_keeps_the_last_value() {
        let node = el("p").attr("id", "a").attr("id", "b");
        assert_eq!(node.attributes, [("id", "b".to_owned())]);
    }

    #[test]
    fn classes_add_up() {
        let node = el("p").class("a").class_if("b", true).class_if("c", false);
        assert_eq!(node.attribute("class"), Some("a b"));
    }
}
