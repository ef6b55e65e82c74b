//! A tree into the DOM: built fresh once, then changed only where it differs from the last one.
//!
//! Invariant: an element whose tag stays is never replaced, so focus, selection and scroll survive
//! every update; a field that is being composed in (Hangul, for one) is not written to; and the
//! patched DOM equals a fresh one.

use figures::node::{Element as Wanted, Node};
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
    match place.first_child() {
        Some(child) => update_node(&child, old, new, false),
        None => fresh(place, new),
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

fn update_node(place: &web_sys::Node, old: &Node, new: &Node, in_svg: bool) -> Result<(), JsValue> {
    match (old, new) {
        (Node::Text(old), Node::Text(new)) => {
            if old != new {
                place.set_node_value(Some(new));
            }
            Ok(())
        }
        (Node::Element(old), Node::Element(new)) if old.tag == new.tag => {
            let element: &Element = place.unchecked_ref();
            update_children(element, old, new, holds_svg(new, in_svg))?;
            update_attributes(element, old, new)
        }
        _ => {
            let built = build(&document(), new, in_svg)?;
            let parent = place.parent_node().ok_or("a figure's part was taken out of the page")?;
            parent.replace_child(&built, place)?;
            Ok(())
        }
    }
}

fn update_children(
    element: &Element,
    old: &Wanted,
    new: &Wanted,
    in_svg: bool,
) -> Result<(), JsValue> {
    let mut place = element.first_child();
    for (index, child) in new.children.iter().enumerate() {
        if let (Some(node), Some(before)) = (place.take(), old.children.get(index)) {
            place = node.next_sibling();
            update_node(&node, before, child, in_svg)?;
        } else {
            element.append_child(&build(&document(), child, in_svg)?)?;
        }
    }
    while let Some(node) = place {
        place = node.next_sibling();
        element.remove_child(&node)?;
    }
    Ok(())
}

fn update_attributes(element: &Element, old: &Wanted, new: &Wanted) -> Result<(), JsValue> {
    for (name, _) in &old.attributes {
        if new.attribute(name).is_none() {
            unset(element, name)?;
        }
    }
    for (name, value) in &new.attributes {
        // What a reader types changes the property behind the tree's back: compare with the page.
        if old.attribute(name) != Some(value) || is_property(name) {
            set(element, name, value)?;
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
