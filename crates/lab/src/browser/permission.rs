//! What preflights allowed, for a while: five seconds, unless the server says longer (Fetch §4.9).

use http::Response;

/// Seconds without a word of the server, and at most, as in Chromium.
const SECONDS: u64 = 5;
const SECONDS_MAX: u64 = 7_200;

/// Who may send what where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Permission {
    pub(super) origin: String,
    pub(super) url: String,
    pub(super) method: String,
    /// The fields that needed leave.
    pub(super) names: Vec<String>,
}

/// How long a permission holds, in seconds; a value that is no number is passed over.
pub(super) fn seconds(response: &Response) -> u64 {
    let field = response.fields.first("Access-Control-Max-Age");
    let said = field.and_then(|field| field.text()).and_then(|text| text.parse::<i64>().ok());
    said.map_or(SECONDS, |seconds| u64::try_from(seconds).unwrap_or(0).min(SECONDS_MAX))
}
