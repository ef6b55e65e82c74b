//! Debian's tshark dissects what every recorded scenario sent: valid checksums, nothing malformed.

use crate::FOLDER;
use crate::runner::{load, run};
use std::path::Path;
use std::process::Command;

/// What is asked of each packet.
const FIELDS: [&str; 9] = [
    "frame.number",
    "frame.interface_name",
    "ip.checksum.status",
    "tcp.checksum.status",
    "udp.checksum.status",
    "icmp.checksum.status",
    "ip.len",
    "_ws.expert.severity",
    "_ws.expert.message",
];
/// tshark's word for a checksum that it verified.
const GOOD: &str = "1";
/// Expert information from here on tells of a fault (`PI_ERROR`).
const SEVERITY_ERROR: u32 = 0x0080_0000;
/// Bytes of a block's own header: its kind and its length.
const BLOCK_HEADER: usize = 8;
const ENHANCED_PACKET: u32 = 6;

/// Runs tshark over a capture, a line a packet.
fn dissect(file: &Path) -> String {
    let mut tshark = Command::new("tshark");
    tshark.arg("-r").arg(file).args(["-T", "fields", "-E", "separator=|", "-E", "occurrence=a"]);
    for protocol in ["ip", "tcp", "udp"] {
        tshark.arg("-o").arg(format!("{protocol}.check_checksum:TRUE"));
    }
    for field in FIELDS {
        tshark.args(["-e", field]);
    }
    let output = tshark.output().unwrap_or_else(|fault| {
        panic!("tshark cannot be run ({fault}): install it with `apt-get install tshark`")
    });
    let complaints = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "tshark failed: {complaints}");
    String::from_utf8(output.stdout).expect("tshark writes UTF-8")
}

/// Packets in a capture, counted from its blocks.
fn packets(capture: &[u8]) -> usize {
    let word = |at: usize| capture.get(at..at + 4).map(|it| [it[0], it[1], it[2], it[3]]);
    let (mut at, mut count) = (0, 0);
    while let (Some(kind), Some(length)) = (word(at), word(at + BLOCK_HEADER / 2)) {
        count += usize::from(u32::from_le_bytes(kind) == ENHANCED_PACKET);
        at += u32::from_le_bytes(length) as usize;
    }
    count
}

/// What is wrong with a packet, by its line.
fn fault(line: &str) -> Option<String> {
    let values: Vec<&str> = line.split('|').collect();
    let [_, interface, ip, tcp, udp, icmp, length, severity, _] = values[..] else {
        return Some(format!("not {} fields: {line}", FIELDS.len()));
    };
    // ICMP quotes the packet that it answers, whose checksums follow behind a comma.
    let good = |statuses: &str| statuses.split(',').next().is_some_and(|first| first == GOOD);
    let transport = [tcp, udp, icmp].iter().any(|statuses| good(statuses));
    let severe = severity.split(',').filter_map(|number| number.parse().ok());
    let expert = severe.max().is_some_and(|worst: u32| worst >= SEVERITY_ERROR);
    let known = ["host lo", "host eth0"].contains(&interface);
    let sound = good(ip) && transport && !expert && length != "0" && known;
    (!sound).then(|| line.to_owned())
}

#[test]
fn tshark_finds_nothing_wrong_with_what_any_scenario_sent() {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("facts.pcapng");
    // One file with a section a scenario: tshark starts once.
    let mut capture = Vec::new();
    let (mut count, mut silent) = (0, Vec::new());
    for scenario in load(FOLDER).expect("the facts are there") {
        let section = kernel::to_pcapng(&run(&scenario).expect("it runs").world);
        if packets(&section) == 0 {
            silent.push(scenario["id"].as_str().unwrap_or_default().to_owned());
        }
        count += packets(&section);
        capture.extend(section);
    }
    std::fs::write(&file, capture).expect("a capture can be written");
    let lines = dissect(&file);
    assert_eq!(lines.lines().count(), count, "tshark sees every packet");
    assert!(count > 500, "{count} packets in all");
    let faults: Vec<String> = lines.lines().filter_map(fault).collect();
    assert!(faults.is_empty(), "{} packets:\n{}", faults.len(), faults.join("\n"));
    // AF_UNIX has no packets, nor have bind and listen, nor calls that fail at once.
    println!("{count} packets; nothing was sent by {}", silent.join(" "));
    assert!(silent.len() < count / 10, "{} scenarios sent nothing", silent.len());
}

#[test]
fn a_broken_packet_would_be_found() {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("broken.pcapng");
    let scenarios = load(FOLDER).expect("the facts are there");
    let sent = |scenario| kernel::to_pcapng(&run(scenario).expect("it runs").world);
    let mut capture = scenarios.iter().map(sent).find(|it| packets(it) > 0).expect("one sends");
    // The last bytes before the block's length belong to the last packet.
    let at = capture.len() - 12;
    capture[at] ^= 0xff;
    std::fs::write(&file, capture).expect("a capture can be written");
    assert_eq!(dissect(&file).lines().filter_map(fault).count(), 1);
}
