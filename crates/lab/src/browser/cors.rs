//! Who may read what of another origin (Fetch §4.9, §4.10), with Chromium's words for the console.
//!
//! Credentials are never sent to another origin: there are no cookies in this world.

use http::{Fields, Response};

/// The methods and content types of forms: what a page could always send anywhere.
const SIMPLE_METHODS: [&str; 3] = ["GET", "HEAD", "POST"];
const SIMPLE_TYPES: [&str; 3] =
    ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"];
/// The longest value of a field that needs no leave.
const SIMPLE_VALUE_LEN_MAX: usize = 128;
/// What of a response every page may see.
const EXPOSED: [&str; 7] = [
    "cache-control",
    "content-language",
    "content-length",
    "content-type",
    "expires",
    "last-modified",
    "pragma",
];

/// The names of the fields that need leave: in small letters, in order, each once.
pub(super) fn unsafe_names(fields: &[(String, String)]) -> Vec<String> {
    // What an `EventSource` sends is the browser's own and needs no leave (HTML §9.2.2). Here it is
    // told by what it accepts, for it is made of `fetch`.
    let is_event_source =
        fields.iter().any(|field| field.1 == "text/event-stream" && is_named(field, "accept"));
    let is_own = |field: &&(String, String)| {
        is_event_source && (is_named(field, "cache-control") || is_named(field, "last-event-id"))
    };
    let needing = fields.iter().filter(|field| !is_own(field));
    let needing = needing.filter(|(name, value)| !is_simple_field(name, value));
    let mut names: Vec<String> = needing.map(|(name, _)| name.to_ascii_lowercase()).collect();
    names.sort();
    names.dedup();
    names
}

fn is_named((name, _): &(String, String), wanted: &str) -> bool {
    name.eq_ignore_ascii_case(wanted)
}

fn is_simple_field(name: &str, value: &str) -> bool {
    let is_known = match name.to_ascii_lowercase().as_str() {
        "accept" | "accept-language" | "content-language" => true,
        "content-type" => {
            let essence = value.split(';').next().unwrap_or_default().trim();
            SIMPLE_TYPES.iter().any(|simple| simple.eq_ignore_ascii_case(essence))
        }
        _ => false,
    };
    is_known && value.len() <= SIMPLE_VALUE_LEN_MAX
}

/// Whether the server must be asked first.
pub(super) fn needs_preflight(method: &str, fields: &[(String, String)]) -> bool {
    !SIMPLE_METHODS.contains(&method) || !unsafe_names(fields).is_empty()
}

/// Whether a response may be read by this origin; if not, why.
pub(super) fn check(response: &Response, origin: &str) -> Result<(), String> {
    const FIELD: &str = "Access-Control-Allow-Origin";
    const ADVICE: &str = "Have the server send the header with a valid value.";
    let said = response.fields.all(FIELD);
    let values: Vec<_> = said.map(|field| String::from_utf8_lossy(&field.value)).collect();
    match values.as_slice() {
        [] => Err(format!("No '{FIELD}' header is present on the requested resource.")),
        [one] if one == "*" || *one == origin => Ok(()),
        [one] if one.contains([',', ' ']) => Err(several(one)),
        [one] => Err(format!(
            "The '{FIELD}' header has a value '{one}' that is not equal to the supplied origin. \
             {ADVICE}"
        )),
        several_values => Err(several(&several_values.join(", "))),
    }
}

fn several(values: &str) -> String {
    format!(
        "The 'Access-Control-Allow-Origin' header contains multiple values '{values}', but only \
         one is allowed. Have the server send the header with a valid value."
    )
}

/// Whether the answer to the question beforehand allows the request; if not, why.
pub(super) fn check_preflight(
    response: &Response,
    origin: &str,
    method: &str,
    fields: &[(String, String)],
) -> Result<(), String> {
    let failed = |why: String| {
        format!("Response to preflight request doesn't pass access control check: {why}")
    };
    check(response, origin).map_err(failed)?;
    if !(200..300).contains(&response.start.status) {
        return Err(failed("It does not have HTTP ok status.".to_owned()));
    }
    let allows = |list: &str, wanted: &str, any_case: bool| {
        response.fields.tokens(list).any(|(token, _)| match any_case {
            _ if token == b"*" => !wanted.eq_ignore_ascii_case("authorization"),
            true => token.eq_ignore_ascii_case(wanted.as_bytes()),
            false => token == wanted.as_bytes(),
        })
    };
    if !SIMPLE_METHODS.contains(&method) && !allows("Access-Control-Allow-Methods", method, false) {
        return Err(format!(
            "Method {method} is not allowed by Access-Control-Allow-Methods in preflight response."
        ));
    }
    let names = unsafe_names(fields);
    let refused = names.iter().find(|name| !allows("Access-Control-Allow-Headers", name, true));
    refused.map_or(Ok(()), |name| {
        Err(format!(
            "Request header field {name} is not allowed by Access-Control-Allow-Headers in \
             preflight response."
        ))
    })
}

/// The fields of a response that the page is shown.
pub(super) fn shown(fields: &Fields, is_cross: bool) -> Vec<(String, String)> {
    let is_exposed = |name: &str| {
        let mut listed = fields.tokens("Access-Control-Expose-Headers");
        EXPOSED.contains(&name)
            || listed.any(|(it, _)| it == b"*" || it.eq_ignore_ascii_case(name.as_bytes()))
    };
    let all = fields.iter().map(|field| {
        (field.name.to_ascii_lowercase(), String::from_utf8_lossy(&field.value).into_owned())
    });
    all.filter(|(name, _)| !name.starts_with("set-cookie") && (!is_cross || is_exposed(name)))
        .collect()
}
