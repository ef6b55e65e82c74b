//! What the rules of the handshake mean, in the reader's words: shared with the terminal.

use http::Rule as Http;
use websocket::handshake::Rule;

use super::head::Side;
use super::words::Words;

/// What is wrong when this rule is broken on this side, and what to do about it.
pub fn rule(rule: Rule, side: Side, words: &Words) -> &str {
    match (rule, side) {
        (Rule::Http(rule), _) => head(rule, words),
        (Rule::Method, _) => words.ask_method(),
        (Rule::OldHttp, Side::Request) => words.ask_old_http(),
        (Rule::OldHttp, Side::Response) => words.told_old_http(),
        (Rule::NoHost, _) => words.ask_no_host(),
        (Rule::TwoHosts, _) => words.ask_two_hosts(),
        (Rule::Body, _) => words.ask_body(),
        (Rule::NoUpgrade, Side::Request) => words.ask_no_upgrade(),
        (Rule::NoUpgrade, Side::Response) => words.told_no_upgrade(),
        (Rule::NoConnection, Side::Request) => words.ask_no_connection(),
        (Rule::NoConnection, Side::Response) => words.told_no_connection(),
        (Rule::NoVersion, _) => words.ask_no_version(),
        (Rule::TwoVersions, _) => words.ask_two_versions(),
        (Rule::Version, _) => words.ask_version(),
        (Rule::NoKey, _) => words.ask_no_key(),
        (Rule::TwoKeys, _) => words.ask_two_keys(),
        (Rule::Key(_), _) => words.ask_key(),
        (Rule::Origin, _) => words.ask_origin(),
        (Rule::Protocol, _) => words.ask_protocol(),
        (Rule::Extensions, _) => words.ask_extensions(),
        (Rule::Status(_), _) => words.told_status(),
        (Rule::NoAccept, _) => words.told_no_accept(),
        (Rule::TwoAccepts, _) => words.told_two_accepts(),
        (Rule::Accept, _) => words.told_accept(),
        (Rule::UnrequestedProtocol, _) => words.told_protocol(),
        (Rule::UnrequestedExtension, _) => words.told_extension(),
        (Rule::ExtensionParameters, _) => words.told_parameters(),
        // The enum may grow; a rule without words is told by its clause.
        _ => rule.clause(),
    }
}

/// What is wrong with a head of HTTP.
fn head(rule: Http, words: &Words) -> &str {
    match rule {
        Http::LineEnd => words.head_line_end(),
        Http::Control => words.head_control(),
        Http::Method => words.head_method(),
        Http::Target => words.head_target(),
        Http::Host => words.head_host(),
        Http::Version => words.head_version(),
        Http::MajorVersion => words.head_major(),
        Http::Status => words.head_status(),
        Http::FieldName => words.head_field_name(),
        Http::BlankBeforeColon => words.head_blank(),
        Http::Folded => words.head_folded(),
        Http::StartLineTooLong => words.head_start_too_long(),
        Http::HeadTooLong => words.head_too_long(),
        Http::TooManyFields => words.head_too_many(),
        _ => rule.clause(),
    }
}
