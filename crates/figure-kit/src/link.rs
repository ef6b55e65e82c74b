//! A figure's state in a link: the settings that differ from the page's own.
//!
//! `key:abc;mistakes:no-guid` — names and values, with `%`, `:`, `;` and control characters of a
//! value written as `%XX`.
//!
//! Invariant: reading what was written gives the same settings, whatever the values hold, and no
//! text makes reading panic.
//!
//! ```
//! use figure_kit::link;
//!
//! let text = link::write(&[("key", "a;b".to_owned())]);
//! assert_eq!(text, "key:a%3Bb");
//! assert_eq!(link::read(&text), Some(vec![("key".to_owned(), "a;b".to_owned())]));
//! ```

/// The longest state that is put into a link: browsers and chat programs cut longer ones.
pub const LENGTH_MAX: usize = 2_000;

/// Writes settings as one text.
pub fn write(settings: &[(&'static str, String)]) -> String {
    let mut text = String::new();
    for (name, value) in settings {
        if !text.is_empty() {
            text.push(';');
        }
        text.push_str(name);
        text.push(':');
        for c in value.chars() {
            if matches!(c, '%' | ':' | ';') || c.is_ascii_control() {
                text.push('%');
                for nibble in [c as u32 >> 4, c as u32 & 15] {
                    text.extend(char::from_digit(nibble, 16).map(|d| d.to_ascii_uppercase()));
                }
            } else {
                text.push(c);
            }
        }
    }
    text
}

/// Reads settings back; `None` for what [`write()`] never wrote.
pub fn read(text: &str) -> Option<Vec<(String, String)>> {
    if text.is_empty() {
        return Some(Vec::new());
    }
    text.split(';')
        .map(|pair| {
            let (name, value) = pair.split_once(':')?;
            Some((name.to_owned(), decode(value)?))
        })
        .collect()
}

fn decode(text: &str) -> Option<String> {
    let mut parts = text.split('%');
    let mut value = parts.next()?.to_owned();
    for part in parts {
        let code = u8::from_str_radix(part.get(..2)?, 16).ok()?;
        value.push(char::from(code));
        value.push_str(&part[2..]);
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_value_comes_back() {
        for value in ["", "a:b;c%d", "열쇠\u{0}\n", "%", "100%25", "\u{7f}"] {
            let text = write(&[("name", value.to_owned())]);
            assert_eq!(read(&text), Some(vec![("name".to_owned(), value.to_owned())]), "{text}");
        }
    }

    #[test]
    fn rubbish_is_no_state() {
        for text in [";", "key", "key:%", "key:%4", "key:%zz", "key:%열", "key:a;;"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
