//! What scripts ask of a shell: sysctls, mostly.

use super::fault::{Fault, Judged};

/// What a command comes to in the world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Order {
    Sysctl(String, String),
    Mtu(u32),
    /// Seconds, in nanoseconds.
    Sleep(u64),
    /// A script of settings, which may stand beside this one.
    Include(String),
}

/// Settings that change nothing here, with the values for which that is true; none means any.
const NEUTRAL: [(&str, &[&str]); 37] = [
    // The world runs `reno`; slow start is the same, and a script that needs more says so.
    ("net.ipv4.tcp_congestion_control", &["reno", "cubic"]),
    ("net.ipv4.tcp_dsack", &[]),
    ("net.ipv4.tcp_fack", &[]),
    ("net.ipv4.tcp_ecn", &["0", "2"]),
    ("net.ipv4.tcp_ecn_fallback", &[]),
    ("net.ipv4.tcp_pacing_ss_ratio", &["200"]),
    ("net.ipv4.tcp_pacing_ca_ratio", &["120"]),
    ("net.ipv4.tcp_notsent_lowat", &["4294967295"]),
    ("net.ipv4.tcp_fastopen", &[]),
    ("net.ipv4.tcp_fastopen_key", &[]),
    ("net.ipv4.tcp_fastopen_blackhole_timeout_sec", &[]),
    ("net.ipv4.tcp_syncookies", &["0", "1"]),
    ("net.ipv4.tcp_tso_rtt_log", &["9"]),
    ("net.ipv4.tcp_no_metrics_save", &[]),
    ("net.ipv4.tcp_autocorking", &[]),
    ("net.ipv4.tcp_limit_output_bytes", &[]),
    ("net.ipv4.tcp_invalid_ratelimit", &[]),
    ("net.ipv4.tcp_challenge_ack_limit", &[]),
    ("net.ipv4.tcp_moderate_rcvbuf", &[]),
    ("net.ipv4.tcp_mem", &[]),
    ("net.ipv4.tcp_mtu_probing", &["0"]),
    ("net.ipv4.ip_no_pmtu_disc", &[]),
    ("net.ipv4.tcp_min_rtt_wlen", &[]),
    ("net.ipv4.tcp_stdurg", &["0"]),
    ("net.ipv4.tcp_shrink_window", &["0"]),
    ("net.ipv4.tcp_app_win", &[]),
    ("net.ipv4.tcp_adv_win_scale", &[]),
    ("net.ipv4.tcp_workaround_signed_windows", &["0"]),
    ("net.ipv4.tcp_comp_sack_delay_ns", &[]),
    ("net.ipv4.tcp_comp_sack_slack_ns", &[]),
    ("net.ipv4.tcp_comp_sack_nr", &[]),
    ("net.ipv4.tcp_backlog_ack_defer", &[]),
    ("net.ipv4.tcp_thin_linear_timeouts", &["0"]),
    ("net.ipv4.tcp_reflect_tos", &["0"]),
    ("net.ipv4.tcp_migrate_req", &["0"]),
    ("net.core.default_qdisc", &[]),
    ("net.mptcp.enabled", &[]),
];

/// Whether a setting changes nothing here.
pub(super) fn is_neutral(key: &str, value: &str) -> bool {
    let known = NEUTRAL.iter().find(|(name, _)| *name == key);
    known.is_some_and(|(_, values)| values.is_empty() || values.contains(&value))
}

/// What the kernel's own tests set before they begin, for a script whose `defaults.sh` is not
/// beside it.
pub(super) const DEFAULTS: &str = "\
sysctl -q net.ipv4.tcp_rmem=\"4096 540000 15728640\" net.ipv4.tcp_wmem=\"4096 262144 4194304\"
sysctl -q net.ipv4.tcp_syn_retries=5 net.ipv4.tcp_synack_retries=5
sysctl -q net.ipv4.tcp_slow_start_after_idle=0 net.ipv4.tcp_early_retrans=4";

/// Splits a command as a shell does, quotes respected.
fn words(line: usize, command: &str) -> Judged<Vec<String>> {
    let mut words = Vec::new();
    let mut word = String::new();
    let (mut quote, mut begun) = (None, false);
    let mut letters = command.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '$' if letters.peek() == Some(&'(') && quote != Some('\'') => {
                let mut inner = String::new();
                for letter in letters.by_ref() {
                    inner.push(letter);
                    if inner.ends_with("))") {
                        break;
                    }
                }
                let sum = inner.strip_prefix("((").and_then(|it| it.strip_suffix("))"));
                let product = sum.and_then(product);
                let unknown = || Fault::unsupported(line, format!("the shell's `${inner}`"));
                word.push_str(&product.ok_or_else(unknown)?.to_string());
                begun = true;
            }
            '"' | '\'' if quote == Some(letter) => quote = None,
            '"' | '\'' if quote.is_none() => (quote, begun) = (Some(letter), true),
            letter if letter.is_whitespace() && quote.is_none() => {
                if begun {
                    words.push(std::mem::take(&mut word));
                }
                begun = false;
            }
            letter => {
                word.push(letter);
                begun = true;
            }
        }
    }
    if begun {
        words.push(word);
    }
    Ok(words)
}

/// A product of numbers, such as `15*1024*1024`.
fn product(text: &str) -> Option<u64> {
    text.split('*')
        .try_fold(1_u64, |product, factor| product.checked_mul(factor.trim().parse().ok()?))
}

/// What a command for a shell orders here.
pub(super) fn orders(line: usize, command: &str) -> Judged<Vec<Order>> {
    let mut orders = Vec::new();
    for part in command.split(['\n', ';']).flat_map(|part| part.split("&&")) {
        let part = part.split(" #").next().unwrap_or_default().trim();
        if part.is_empty() || part.starts_with('#') {
            continue;
        }
        let mut words = words(line, part)?;
        words.retain(|word| !["2>&1", ">/dev/null", "2>/dev/null"].contains(&word.as_str()));
        if let Some(at) = words.iter().position(|word| word == ">" || word == "2>")
            && words.get(at + 1).is_some_and(|to| to == "/dev/null")
        {
            words.drain(at..at + 2);
        }
        order(line, part, &words, &mut orders)?;
    }
    Ok(orders)
}

fn order(line: usize, text: &str, words: &[String], orders: &mut Vec<Order>) -> Judged<()> {
    let unknown = || Fault::unsupported(line, format!("the shell's `{text}`"));
    let Some((program, rest)) = words.split_first() else { return Ok(()) };
    let name = program.rsplit('/').next().unwrap_or(program);
    let is_setting = |word: &&String| !word.starts_with('-');
    match name {
        "sysctl" | "set_sysctls.py" => {
            for word in rest.iter().filter(is_setting) {
                let (key, value) = word.split_once('=').ok_or_else(unknown)?;
                let key = key.trim_start_matches("/proc/sys/").replace('/', ".");
                orders.push(Order::Sysctl(key, value.to_owned()));
            }
        }
        "defaults.sh" => orders.push(Order::Include(program.clone())),
        "echo" => match rest {
            [value, arrow, path] if arrow == ">" && path.starts_with("/proc/sys/") => {
                let key = path.trim_start_matches("/proc/sys/").replace('/', ".");
                orders.push(Order::Sysctl(key, value.clone()));
            }
            _ => return Err(unknown()),
        },
        "sleep" => {
            let seconds = rest.first().and_then(|word| decimal_ns(word)).ok_or_else(unknown)?;
            orders.push(Order::Sleep(seconds));
        }
        // Restores what was set, forgets what earlier connections taught, chooses a queue that
        // paces nothing: there is nothing to do for these in a fresh world.
        _ if name.starts_with("sysctl_restore") => {}
        "true" | ":" | "tc" | "set" | "modprobe" => {}
        "ip" if rest.first().is_some_and(|word| word == "tcp_metrics") => {}
        "ip" | "ifconfig" => {
            let at = rest.iter().position(|word| word == "mtu").ok_or_else(unknown)?;
            let mtu = rest.get(at + 1).and_then(|word| word.parse().ok()).ok_or_else(unknown)?;
            orders.push(Order::Mtu(mtu));
        }
        _ => return Err(unknown()),
    }
    Ok(())
}

fn decimal_ns(word: &str) -> Option<u64> {
    let (whole, fraction) = word.split_once('.').unwrap_or((word, "0"));
    let fraction: u64 = format!("{fraction:0<9}").get(..9)?.parse().ok()?;
    let whole: u64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    whole.checked_mul(1_000_000_000)?.checked_add(fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(command: &str, expected: &str) {
        let seen = match orders(1, command) {
            Ok(orders) => format!("{orders:?}"),
            Err(fault) => fault.text,
        };
        assert_eq!(seen, expected, "for `{command}`");
    }

    #[test]
    fn commands_become_orders() {
        check("sysctl -q net.ipv4.tcp_sack=0", r#"[Sysctl("net.ipv4.tcp_sack", "0")]"#);
        check(
            "sysctl -q a.b=\"1 $((2*3)) 4\" > /dev/null 2>&1 # why",
            r#"[Sysctl("a.b", "1 6 4")]"#,
        );
        check("../common/set_sysctls.py /proc/sys/net/a=1", r#"[Sysctl("net.a", "1")]"#);
        check("./defaults.sh\nsleep 0.5", r#"[Include("./defaults.sh"), Sleep(500000000)]"#);
        check("ip link set dev tun0 mtu 900; true", "[Mtu(900)]");
        check("rm -rf /", "the shell's `rm -rf /`");
        check("sysctl -q a=$(date)", "the shell's `$(date)`");
    }
}
