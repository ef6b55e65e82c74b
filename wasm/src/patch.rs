//! A tree into the DOM: built fresh once, then changed only where it differs from the last one.
//!
//! Invariant: an element whose tag stays is never replaced, so focus, selection and scroll survive
//! every update; a field that is being composed in (Hangul, for one) is not written to; and the
//! patched DOM equals a fresh one.
//!
//! Others write into a page too: translators wrap its texts, extensions put buttons beside its
//! fields. What is about to be changed is therefore looked at first, and where it is not what the
//! last tree built, `update` fails instead of changing something else.

use std::cell::OnceCell;

use figure_kit::node::{Element as Wanted, Node};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};

const SVG: &str = "http://www.w3.org/2000/svg";

/// Marks a field in which letters are being composed.
pub(crate) const COMPOSING: &str = "data-composing";

/// Clears a place and builds the tree in it. Printed HTML is never patched: the parser adds
/// elements (a `<tbody>`, say) that the tree does not have.
pub(crate) fn fresh(place: &Element, tree: &Node) -> Result<(), JsValue> {
    place.set_text_content(None);
    place.append_child(&build(&document(), tree, false)?)?;
    Ok(())
}

/// Changes what `old` built into what `new` says. After an error the place may hold some of both.
pub(crate) fn update(place: &Element, old: &Node, new: &Node) -> Result<(), JsValue> {
    let node = OnceCell::from(web_sys::Node::from(place.clone()));
    let whole = Place { inside: None, built: Built::Element { children: 1 }, node };
    if whole.node()?.child_nodes().length() != 1 {
        return Err(JsValue::from_str(FOREIGN));
    }
    update_node(&whole.child(0, Built::from(old)), old, new, false)
}

/// Why an update fails.
const FOREIGN: &str = "something else has changed a part of the figure";

/// What the last tree built in a place.
#[derive(Clone, Copy)]
enum Built {
    Text,
    Element { children: usize },
}

impl From<&Node> for Built {
    fn from(node: &Node) -> Self {
        match node {
            Node::Text(_) => Self::Text,
            Node::Element(element) => Self::Element { children: element.children.len() },
        }
    }
}

impl Built {
    /// Whether a node of the page can be what was built. Numbers alone: to compare a tag or a text
    /// costs more than the change for which it is asked.
    fn is(self, node: &web_sys::Node) -> bool {
        match self {
            Self::Text => node.node_type() == web_sys::Node::TEXT_NODE,
            Self::Element { children } => {
                node.node_type() == web_sys::Node::ELEMENT_NODE
                    && node.child_nodes().length() as usize == children
            }
        }
    }
}

/// A place in the page, which is only looked for when something there is to change: asking the
/// page for its nodes costs more than comparing the trees.
struct Place<'a> {
    /// Its parent's place, and its number there.
    inside: Option<(&'a Place<'a>, usize)>,
    built: Built,
    node: OnceCell<web_sys::Node>,
}

impl Place<'_> {
    fn child(&self, number: usize, built: Built) -> Place<'_> {
        Place { inside: Some((self, number)), built, node: OnceCell::new() }
    }

    fn node(&self) -> Result<&web_sys::Node, JsValue> {
        if let (None, Some((parent, number))) = (self.node.get(), self.inside) {
            // The parent is looked for first, and its children counted before one of them changes.
            let found = parent.node()?.child_nodes().item(number as u32);
            let found = found.filter(|node| self.built.is(node)).ok_or(FOREIGN)?;
            let _ = self.node.set(found);
        }
        Ok(self.node.get().expect("found just now"))
    }

    fn element(&self) -> Result<&Element, JsValue> {
        self.node()?.dyn_ref().ok_or_else(|| JsValue::from_str(FOREIGN))
    }
}

fn document() -> Document {
    web_sys::window().and_then(|window| window.document()).expect("figures live in a page")
}

fn build(document: &Document, node: &Node, in_svg: bool) -> Result<web_sys::Node, JsValue> {
    let wanted = match node {
        Node::Text(text) => return Ok(document.create_text_node(text).into()),
        Node::Element(wanted) => wanted,
    };
    let in_svg = in_svg || wanted.tag == "svg";
    let element = if in_svg {
        document.create_element_ns(Some(SVG), wanted.tag)?
    } else {
        document.create_element(wanted.tag)?
    };
    let inside = holds_svg(wanted, in_svg);
    for child in &wanted.children {
        element.append_child(&build(document, child, inside)?)?;
    }
    // After the children: a <select> can only take a value that it has.
    for (name, value) in &wanted.attributes {
        set(&element, name, value)?;
    }
    Ok(element.into())
}

/// Whether the children of an element are SVG.
fn holds_svg(element: &Wanted, in_svg: bool) -> bool {
    (in_svg || element.tag == "svg") && element.tag != "foreignObject"
}

fn update_node(place: &Place<'_>, old: &Node, new: &Node, in_svg: bool) -> Result<(), JsValue> {
    match (old, new) {
        (Node::Text(old), Node::Text(new)) => {
            if old != new {
                place.node()?.set_node_value(Some(new));
            }
            Ok(())
        }
        // What a view kept from the last one stands in the page as it is.
        (Node::Element(old), Node::Element(new)) if old.is_same(new) => Ok(()),
        (Node::Element(old), Node::Element(new)) if old.tag == new.tag => {
            update_children(place, old, new, holds_svg(new, in_svg))?;
            update_attributes(place, old, new)
        }
        _ => {
            let built = build(&document(), new, in_svg)?;
            let parent = place.node()?.parent_node().ok_or(FOREIGN)?;
            parent.replace_child(&built, place.node()?)?;
            Ok(())
        }
    }
}

fn update_children(
    place: &Place<'_>,
    old: &Wanted,
    new: &Wanted,
    in_svg: bool,
) -> Result<(), JsValue> {
    let (mut old, new) = (old.children.as_slice(), new.children.as_slice());
    let mut first = 0;
    match shift(old, new) {
        Shift::Gone(count) if !holds_focus(place, &old[..count])? => {
            for gone in &old[..count] {
                remove(place, 0, gone)?;
            }
            old = &old[count..];
        }
        Shift::Come(count) => {
            let next = place.child(0, Built::from(&old[0]));
            for child in &new[..count] {
                let built = build(&document(), child, in_svg)?;
                place.node()?.insert_before(&built, Some(next.node()?))?;
            }
            first = count;
        }
        _ => {}
    }
    for (number, child) in new.iter().enumerate().skip(first) {
        match old.get(number - first) {
            Some(before) => {
                update_node(&place.child(number, Built::from(before)), before, child, in_svg)?;
            }
            None => {
                place.node()?.append_child(&build(&document(), child, in_svg)?)?;
            }
        }
    }
    for gone in old.iter().skip(new.len() - first) {
        remove(place, new.len(), gone)?;
    }
    Ok(())
}

fn remove(place: &Place<'_>, number: usize, gone: &Node) -> Result<(), JsValue> {
    place.node()?.remove_child(place.child(number, Built::from(gone)).node()?)?;
    Ok(())
}

/// Lists shorter than this are compared place by place.
const LIST_MIN: usize = 4;

/// Whether the focus is in one of the first children.
fn holds_focus(place: &Place<'_>, first: &[Node]) -> Result<bool, JsValue> {
    let focused = document().active_element();
    for (number, child) in first.iter().enumerate() {
        if place.child(number, Built::from(child)).node()?.contains(focused.as_deref()) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// How a list has moved past its first place.
enum Shift {
    None,
    /// So many are gone from its beginning.
    Gone(usize),
    /// So many have come before the others.
    Come(usize),
}

/// A window over a longer list moves by taking away at one end and adding at the other: most
/// elements stay what they were, and so they should in the page.
fn shift(old: &[Node], new: &[Node]) -> Shift {
    if old.len().min(new.len()) < LIST_MIN || old[0] == new[0] {
        return Shift::None;
    }
    // Whatever is first may differ for that alone; the second tells where it was or went.
    let find = |list: &[Node], node: &Node| list.iter().skip(1).position(|other| other == node);
    let alike = |old: &[Node], new: &[Node]| old.iter().zip(new).filter(|(a, b)| a == b).count();
    match (find(old, &new[1]), find(new, &old[1])) {
        (Some(count), _) if alike(&old[count..], new) > alike(old, new) => Shift::Gone(count),
        (_, Some(count)) if alike(old, &new[count..]) > alike(old, new) => Shift::Come(count),
        _ => Shift::None,
    }
}

fn update_attributes(place: &Place<'_>, old: &Wanted, new: &Wanted) -> Result<(), JsValue> {
    // A view names them in the same order each time, if it names the same.
    let same = |at: usize, name: &str| old.attributes.get(at).filter(|(old, _)| *old == name);
    let mut kept = 0;
    for (at, (name, value)) in new.attributes.iter().enumerate() {
        let before = match same(at, name) {
            Some((_, before)) => Some(before.as_str()),
            None => old.attribute(name),
        };
        kept += usize::from(before.is_some());
        // What a reader types changes the property behind the tree's back: compare with the page.
        if before != Some(value) || is_property(name) {
            set(place.element()?, name, value)?;
        }
    }
    if kept < old.attributes.len() {
        for (name, _) in &old.attributes {
            if new.attribute(name).is_none() {
                unset(place.element()?, name)?;
            }
        }
    }
    // A press ticks a box before anybody is asked, so the old tree says nothing about it.
    if can_be_checked(new) && new.attribute("checked").is_none() {
        set_checked(place.element()?, false);
    }
    Ok(())
}

fn can_be_checked(element: &Wanted) -> bool {
    element.tag == "input" && matches!(element.attribute("type"), Some("checkbox" | "radio"))
}

fn is_property(name: &str) -> bool {
    matches!(name, "value" | "checked")
}

fn set(element: &Element, name: &str, value: &str) -> Result<(), JsValue> {
    match name {
        "value" if element.has_attribute(COMPOSING) => {}
        "value" => set_value(element, value)?,
        "checked" => set_checked(element, true),
        _ => element.set_attribute(name, value)?,
    }
    Ok(())
}

fn unset(element: &Element, name: &str) -> Result<(), JsValue> {
    match name {
        "value" => set_value(element, "")?,
        "checked" => set_checked(element, false),
        _ => element.remove_attribute(name)?,
    }
    Ok(())
}

fn set_checked(element: &Element, checked: bool) {
    if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        input.set_checked(checked);
    }
}

/// Writes a field's value only where it differs, because writing moves the cursor to the end.
fn set_value(element: &Element, value: &str) -> Result<(), JsValue> {
    if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        if input.value() != value {
            input.set_value(value);
        }
    } else if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() {
        if area.value() != value {
            area.set_value(value);
        }
    } else if let Some(select) = element.dyn_ref::<HtmlSelectElement>() {
        select.set_value(value);
    } else {
        element.set_attribute("value", value)?;
    }
    Ok(())
}
