//! A view as HTML: what a page without JavaScript, a printer and a search engine see.
//!
//! Invariant: a printed view is a finished plate. It holds no control that would do nothing:
//! pressable data (bytes, rows, parts of a drawing) become plain data, and what exists only to be
//! operated is marked `sw-js-only` and left out.
//!
//! ```
//! use figure_kit::{node::el, print};
//!
//! let node = el("p").attr("title", "a \"b\"").text("1 < 2").node();
//! assert_eq!(print::html(&node), r#"<p title="a &quot;b&quot;">1 &lt; 2</p>"#);
//! ```

use crate::node::{Element, Node};

const VOID: [&str; 3] = ["br", "hr", "input"];

/// Attributes that only mean something while the figure is alive.
const LIVE_ONLY: [&str; 8] =
    ["aria-checked", "aria-pressed", "data-do", "data-input", "role", "tabindex", "title", "type"];

/// Attributes that do, wherever they stand.
const ALWAYS_LIVE: [&str; 3] = ["data-keys", "data-grab", "data-drop"];

/// The node as HTML.
pub fn html(node: &Node) -> String {
    let mut out = String::new();
    write(node, &mut out);
    out
}

fn write(node: &Node, out: &mut String) {
    match node {
        Node::Text(text) => escape(text, out),
        Node::Element(element) => write_element(element, out),
    }
}

fn write_element(element: &Element, out: &mut String) {
    let classes = element.attribute("class").unwrap_or_default();
    if classes.split(' ').any(|class| class == "sw-js-only") {
        return;
    }
    let control = element.tag == "button" || element.attribute("data-do").is_some();
    let tag = if control && element.tag == "button" { "span" } else { element.tag };
    out.push('<');
    out.push_str(tag);
    for (name, value) in &element.attributes {
        if control && LIVE_ONLY.contains(name) || ALWAYS_LIVE.contains(name) {
            continue;
        }
        out.push(' ');
        out.push_str(name);
        if !value.is_empty() {
            out.push_str("=\"");
            escape(value, out);
            out.push('"');
        }
    }
    // A name needs a role that may have one: what was a control is a picture on a plate.
    if control && element.attribute("aria-label").is_some() {
        out.push_str(" role=\"img\"");
    }
    out.push('>');
    if VOID.contains(&tag) {
        return;
    }
    for child in &element.children {
        write(child, out);
    }
    out.push_str("</");
    out.push_str(tag);
    out.push('>');
}

/// Writes text so that it means itself in HTML, in content and in a quoted attribute alike.
pub fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // A blank line would end the HTML block that Markdown takes a figure to be.
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            _ => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::node::{el, svg};

    #[test]
    fn pressable_data_prints_as_data_and_what_is_only_operated_is_left_out() {
        let byte = el("button").class("sw-byte").does("select 1").text("81");
        let reset = el("div").class("sw-js-only").child(el("button").does("reset").text("Reset"));
        assert_eq!(html(&byte.node()), r#"<span class="sw-byte">81</span>"#);
        assert_eq!(html(&el("p").text("a").child(reset).node()), "<p>a</p>");
    }

    #[test]
    fn a_drawing_prints_as_html_reads_it_and_its_controls_as_parts() {
        let arrow = el("g").class("tm-arrow").attr("role", "button").attr("tabindex", "0");
        let arrow = arrow.does("select 1").child(el("path").attr("d", "M0 0h9"));
        let drawing = svg(40, 9).attr("role", "img").attr("aria-label", "One arrow").child(arrow);
        assert_eq!(
            html(&drawing.node()),
            "<svg viewBox=\"0 0 40 9\" role=\"img\" aria-label=\"One arrow\">\
             <g class=\"tm-arrow\"><path d=\"M0 0h9\"></path></g></svg>"
        );
    }

    #[test]
    fn no_text_can_become_markup() {
        let node = el("p").attr("title", "\"><script>").text("</p>\n\n<script>").node();
        assert_eq!(
            html(&node),
            "<p title=\"&quot;&gt;&lt;script&gt;\">&lt;/p&gt;&#10;&#10;&lt;script&gt;</p>"
        );
    }
}
