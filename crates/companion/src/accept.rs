//! `workbook accept KEY`: the value that answers a key, or why a server refuses it.

use websocket::handshake::{accept, key};

use crate::ending::{Ending, said};

/// Prints the accept value of a key that a server takes.
pub(crate) fn run(key: &str) -> Ending {
    match key::examine(key) {
        Ok(examined) => {
            if !examined.canonical {
                eprintln!(
                    "note: the key's spare last bits are set; servers take it (RFC 6455, \
                     erratum 3150)"
                );
            }
            said(&format!("{}\n", accept::value(key)), Ending::Good)
        }
        Err(fault) => Ending::Failed(format!(
            "a server refuses this key with 400: {} ({}), at byte {}. A key is the Base64 of 16 \
             bytes, such as dGhlIHNhbXBsZSBub25jZQ==",
            wrong(fault.rule),
            fault.rule.clause(),
            fault.at
        )),
    }
}

fn wrong(rule: key::Rule) -> String {
    match rule {
        key::Rule::Empty => "it is empty".to_owned(),
        key::Rule::Blank => "a blank stands in it".to_owned(),
        key::Rule::Control => "a control character stands in it".to_owned(),
        key::Rule::NotAscii => "a character is not ASCII".to_owned(),
        key::Rule::NotBase64 => "a character is not of Base64's alphabet".to_owned(),
        key::Rule::Padding => "its padding with `=` is wrong".to_owned(),
        key::Rule::Length { decoded } => format!("it decodes to {decoded} bytes"),
    }
}
