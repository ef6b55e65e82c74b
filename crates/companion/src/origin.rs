//! Which pages may connect: a browser sends every page's WebSocket here, with the user's own
//! reach, so the server has to look at where the page came from (RFC 6455 §10.2).
//!
//! Pages of this machine always may. Those of the same origin may too, unless the server listens
//! on loopback only: there, a foreign name in `Host` is a page that made its name point here.

use std::net::IpAddr;

use http::Request;
use websocket::handshake::server::Origins;

/// The pages that may connect, for this request.
pub(crate) fn origins(request: &Request, bound_to: IpAddr, allowed: &[String]) -> Origins {
    let mut listed = allowed.to_vec();
    for field in request.fields.all("Origin") {
        let origin = field.text().unwrap_or_default();
        if is_of_this_machine(origin) {
            listed.push(origin.to_owned());
        }
    }
    if let Some(host) = request.fields.first("Host").and_then(|field| field.text())
        && !bound_to.is_loopback()
    {
        listed.extend([format!("http://{host}"), format!("https://{host}")]);
    }
    Origins::Listed(listed)
}

/// `http://localhost:3000`, `https://127.0.0.1`, `http://[::1]:8080` and the like.
fn is_of_this_machine(origin: &str) -> bool {
    let authority = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    let Some(authority) = authority else { return false };
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    };
    let address = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    host.eq_ignore_ascii_case("localhost")
        || address.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_this_machine() {
        for origin in [
            "http://localhost",
            "http://localhost:3000",
            "https://LOCALHOST:1",
            "http://127.0.0.1:3000",
            "http://127.8.8.8",
            "http://[::1]:3000",
            "http://[::1]",
        ] {
            assert!(is_of_this_machine(origin), "{origin}");
        }
        for origin in [
            "",
            "null",
            "localhost",
            "ws://localhost",
            "http://localhost.evil.example",
            "http://localhost:3000.evil.example",
            "http://evil.example/http://localhost",
            "http://127.0.0.1.evil.example",
            "http://192.168.1.2",
            "file://localhost",
        ] {
            assert!(!is_of_this_machine(origin), "{origin}");
        }
    }
}
