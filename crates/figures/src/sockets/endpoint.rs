//! An address and a port as a reader types them.
//!
//! Invariant: only digits make a number, so `+80` and ` 80` are no ports.

use std::net::Ipv4Addr;

use kernel::{Endpoint, Ip};

/// A port's number.
pub fn port(text: &str) -> Option<u16> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

/// `192.0.2.1:80`.
pub fn endpoint(text: &str) -> Option<Endpoint> {
    let (ip, number) = text.split_once(':')?;
    let ip: Ipv4Addr = ip.parse().ok()?;
    Some(Endpoint::new(Ip(ip), port(number)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(endpoint(text).map(|it| it.to_string()).as_deref(), expected, "{text:?}");
    }

    #[test]
    fn what_is_no_address_and_port_is_none() {
        check("192.0.2.1:80", Some("192.0.2.1:80"));
        check("192.0.2.1:0080", Some("192.0.2.1:80"));
        check("0.0.0.0:0", Some("0.0.0.0:0"));
        for text in ["", ":", "1.2.3.4", "1.2.3:80", "1.2.3.4:65536", "1.2.3.4:+8", "1.2.3.4: 8"] {
            check(text, None);
        }
    }
}
