//! A tree into the DOM: built fresh once, then changed only where it differs from the last one.
//!
//! Invariant: an element whose tag stays is never replaced, so focus, selection and scroll survive
//! every update; a field that is being composed in (Hangul, for one) is not written to; and the
//! patched DOM equals a fresh one.

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

/// Changes what `old` built into what `new` says.
pub(crate) fn update(place: &Element, old: &Node, new: &Node) -> Result<(), JsValue> {
    let whole = Place { inside: None, node: OnceCell::from(web_sys::Node::from(place.clone())) };
    update_node(&whole.child(0), old, new, false)
}

/// A place in the page, which is only looked for when something there is to change: asking the
/// page for its nodes costs more than comparing the trees.
struct Place<'a> {
    /// Its parent's place, and its number there.
    inside: Option<(&'a Place<'a>, usize)>,
    node: OnceCell<web_sys::Node>,
}

impl Place<'_> {
    fn child(&self, number: usize) -> Place<'_> {
        Place { inside: Some((self, number)), node: OnceCell::new() }
    }

    fn node(&self) -> Result<&web_sys::Node, JsValue> {
        if let (None, Some((parent, number))) = (self.node.get(), self.inside) {
            let found = parent.node()?.child_nodes().item(number as u32);
            let _ = self.node.set(found.ok_or("a figure's part was taken out of the page")?);
        }
        Ok(self.node.get().expect("found just now"))
    }

    fn element(&self) -> Result<&Element, JsValue> {
        Ok(self.node()?.unchecked_ref())
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
            let parent = place.node()?.parent_node();
            let parent = parent.ok_or("a figure's part was taken out of the page")?;
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
        Shift::Gone(count) if !holds_focus(place, count)? => {
            for _ in 0..count {
                remove(place, 0)?;
            }
            old = &old[count..];
        }
        Shift::Come(count) => {
            let next = place.child(0);
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
            Some(before) => update_node(&place.child(number), before, child, in_svg)?,
            None => {
                place.node()?.append_child(&build(&document(), child, in_svg)?)?;
            }
        }
    }
    for _ in new.len()..first + old.len() {
        remove(place, new.len())?;
    }
    Ok(())
}

fn remove(place: &Place<'_>, number: usize) -> Result<(), JsValue> {
    place.node()?.remove_child(place.child(number).node()?)?;
    Ok(())
}

/// Lists shorter than this are compared place by place.
const LIST_MIN: usize = 4;

/// Whether the focus is in one of the first so many children.
fn holds_focus(place: &Place<'_>, count: usize) -> Result<bool, JsValue> {
    let focused = document().active_element();
    for number in 0..count {
        if place.child(number).node()?.contains(focused.as_deref()) {
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
    Ok(())
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
