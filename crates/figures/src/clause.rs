//! A clause as a link: `RFC 6455 §4.2.1` leads to that section of the published text, `bind(2)` to
//! that page of Linux's manual.
//!
//! ```
//! use figures::clause;
//!
//! assert_eq!(clause::address("RFC 4648 §4"), "https://www.rfc-editor.org/rfc/rfc4648#section-4");
//! assert_eq!(clause::address("ip(7)"), "https://man7.org/linux/man-pages/man7/ip.7.html");
//! ```

use figure_kit::node::{Element, el};

/// Where IANA lists the close codes that came after the RFC.
const REGISTRY: &str =
    "https://www.iana.org/assignments/websocket/websocket.xhtml#close-code-number";

/// Where a clause can be read.
pub fn address(clause: &str) -> String {
    if clause.starts_with("IANA") {
        return REGISTRY.to_owned();
    }
    if let Some((page, section)) = clause.strip_suffix(')').and_then(|page| page.split_once('(')) {
        let folder = ["https://man7.org/linux/man-pages/man", section, "/"].concat();
        return [&folder, page, ".", section, ".html"].concat();
    }
    let (document, section) = clause.split_once(" §").unwrap_or((clause, ""));
    let number = document.trim_start_matches("RFC ").trim();
    let mut address = format!("https://www.rfc-editor.org/rfc/rfc{number}");
    if !section.is_empty() {
        address.push_str("#section-");
        address.push_str(section);
    }
    address
}

/// The clause as a link.
pub fn link(clause: &str) -> Element {
    el("a").class("sw-clause").attr("href", address(clause)).text(clause)
}

/// Why something is so, and where that is written.
pub fn reason(why: &str, clauses: &[&str]) -> Element {
    let mut reason = el("p").text(why);
    for clause in clauses {
        reason = reason.text(" ").child(link(clause));
    }
    reason
}
