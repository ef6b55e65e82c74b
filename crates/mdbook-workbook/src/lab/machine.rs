//! The setup of a lab, as the machine reads it, out of the lines of its fence.

use super::{ALONE, Lines, START_MS};

/// The setup, and for each of its lines the line of the fence that it comes from.
pub(super) fn setup(lines: &Lines) -> (String, Vec<usize>) {
    let mut written: Vec<(String, usize)> = lines.hosts.clone();
    let named = |written: &[(String, usize)], host: &str| {
        written.iter().any(|(line, _)| line.split_whitespace().nth(1) == Some(host))
    };
    for program in &lines.programs {
        let host = host(&program.host);
        if !named(&written, host) {
            let line = format!("host {host} {}", free_address(&written));
            written.push((line, program.line));
        }
    }
    for (at, program) in lines.programs.iter().enumerate() {
        let start = match program.start.as_str() {
            "" if at == 0 => String::new(),
            "" => format!(" start {}ms", at * START_MS),
            start => format!(" start {start}"),
        };
        let host = host(&program.host);
        let line = format!("program {} {host} {}{start}", program.name, program.language);
        written.push((line, program.line));
    }
    written.extend(lines.others.iter().cloned());
    let places = written.iter().map(|(_, place)| *place).collect();
    let setup: Vec<String> = written.into_iter().map(|(line, _)| line).collect();
    (setup.join("\n"), places)
}

/// The host that a program names, or the one that all share.
pub(super) fn host(named: &str) -> &str {
    if named.is_empty() { ALONE } else { named }
}

/// The first address that no line names.
fn free_address(written: &[(String, usize)]) -> String {
    let taken = |address: &str| {
        written.iter().any(|(line, _)| line.split_whitespace().nth(2) == Some(address))
    };
    let all = (1..=254).map(|last| format!("10.0.0.{last}"));
    all.into_iter().find(|address| !taken(address)).unwrap_or_default()
}
