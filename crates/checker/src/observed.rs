//! What is known of the program itself, and what that makes of claims and of failures.
//!
//! Invariant: whoever runs the program, in the simulated world or on a real machine, tells no more
//! than what it saw; which reason that is, is said here alone.

use crate::claim::{Claim, Claimed};
use crate::failure::{Failure, Reason};

/// The statuses from here stand for signals, as shells write them.
const KILLED: i32 = 129;

/// How far a program has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Standing {
    /// It runs, or waits.
    #[default]
    Lives,
    /// It computes and never asks for anything.
    Computes,
    /// It ended with this status.
    Ended(i32),
}

/// What was seen of a program.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Observed {
    /// How far it is.
    pub standing: Standing,
    /// What it printed.
    pub stdout: Vec<u8>,
    /// What it said on standard error.
    pub stderr: Vec<u8>,
    /// The names of the system calls that it made, where they are known.
    pub calls: Option<Vec<String>>,
    /// How many sockets are open in it, where that is known.
    pub holds: Option<usize>,
}

impl Claim {
    /// Why the claim is not true of a program, if it is not. What only a simulated world could
    /// tell, and nobody told, is not judged.
    pub fn judge(&self, observed: &Observed) -> Option<Failure> {
        match &self.claimed {
            Claimed::Prints(bytes) => observed.prints(bytes, find(&observed.stdout, bytes)),
            Claimed::PrintsLine(line) => {
                let is_line = |seen: &[u8]| seen.strip_suffix(b"\r").unwrap_or(seen) == line;
                let found = observed.stdout.split(|&byte| byte == b'\n').position(is_line);
                observed.prints(line, found)
            }
            Claimed::PrintsNo(bytes) => match find(&observed.stdout, bytes) {
                None => None,
                at => Some(Failure {
                    reason: Reason::Printed,
                    expected: bytes.clone(),
                    seen: observed.stdout.clone(),
                    at,
                    ..Failure::default()
                }),
            },
            Claimed::Exits(status) => observed.exits(*status),
            Claimed::Lives => observed.lives(),
            Claimed::Calls { name, count } => {
                let calls = observed.calls.as_ref()?;
                let times = calls.iter().filter(|call| *call == name).count();
                let times = u32::try_from(times).unwrap_or(u32::MAX);
                if count.holds(times) {
                    return None;
                }
                Some(counted(Reason::Calls, name, &count.number(), &times))
            }
            Claimed::Holds(count) => match observed.holds {
                Some(holds) if holds != *count => Some(counted(Reason::Holds, "", count, &holds)),
                _ => None,
            },
        }
    }
}

impl Observed {
    fn prints(&self, expected: &[u8], found: Option<usize>) -> Option<Failure> {
        if found.is_some() {
            return None;
        }
        let failure = Failure {
            reason: Reason::Unprinted,
            expected: expected.to_vec(),
            seen: self.stdout.clone(),
            ..Failure::default()
        };
        Some(failure.explained_by(self))
    }

    fn exits(&self, status: Option<i32>) -> Option<Failure> {
        match (self.standing, status) {
            (Standing::Lives, _) => Some(because(Reason::Open)),
            (Standing::Computes, _) => Some(because(Reason::Loop)),
            (Standing::Ended(seen), Some(status)) if seen != status => {
                // An error that it did not see coming says more than its status.
                if status == 0 && self.has_died() {
                    return Some(self.died());
                }
                Some(counted(Reason::Status, "", &status, &seen))
            }
            (Standing::Ended(_), _) => None,
        }
    }

    fn lives(&self) -> Option<Failure> {
        match self.standing {
            Standing::Lives | Standing::Computes => None,
            Standing::Ended(_) if self.has_died() => Some(self.died()),
            Standing::Ended(_) => Some(because(Reason::Exited)),
        }
    }

    /// Whether it ended with an error that it did not see coming. One that says by its status that
    /// something went wrong has seen it.
    fn has_died(&self) -> bool {
        let Standing::Ended(status) = self.standing else { return false };
        status >= KILLED || status != 0 && !self.stderr.trim_ascii().is_empty()
    }

    fn died(&self) -> Failure {
        Failure { detail: self.last_words(), ..because(Reason::Died) }
    }

    /// The line of standard error that says what was wrong: the last one of a traceback, or the
    /// one before a stack of calls.
    pub fn last_words(&self) -> String {
        let said = String::from_utf8_lossy(&self.stderr);
        let lines = || said.lines().rev().filter(|line| !line.trim().is_empty());
        // Node prints the calls, the error's own fields and its version behind the error.
        let is_words = |line: &&str| {
            let is_call = line.starts_with([' ', '\t', '}', '^', '-']);
            !is_call && !line.starts_with("Node.js v") && !line.starts_with("Require stack:")
        };
        lines().find(is_words).or(lines().next()).unwrap_or_default().trim_end().to_owned()
    }
}

impl Failure {
    /// The same failure where the program itself says why peers waited in vain: it ended, with an
    /// error or without, or it computes without end.
    #[must_use]
    pub fn explained_by(self, observed: &Observed) -> Self {
        use Reason::{Ended, Nothing, Open, Refused, Reset, Stuck, Unprinted};
        let waited =
            matches!(self.reason, Refused | Nothing | Ended | Reset | Open | Stuck | Unprinted);
        match observed.standing {
            Standing::Ended(_) if observed.has_died() && waited => {
                Self { reason: Reason::Died, detail: observed.last_words(), ..self }
            }
            Standing::Ended(_) if matches!(self.reason, Refused | Nothing) => {
                Self { reason: Reason::Exited, ..self }
            }
            Standing::Computes if matches!(self.reason, Refused | Nothing | Open | Stuck) => {
                Self { reason: Reason::Loop, ..self }
            }
            _ => self,
        }
    }
}

fn because(reason: Reason) -> Failure {
    Failure { reason, ..Failure::default() }
}

/// Numbers that differ, as decimal text.
fn counted(reason: Reason, of: &str, expected: &impl ToString, seen: &impl ToString) -> Failure {
    Failure {
        expected: expected.to_string().into_bytes(),
        seen: seen.to_string().into_bytes(),
        detail: of.to_owned(),
        ..because(reason)
    }
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    if part.is_empty() {
        return Some(0);
    }
    text.windows(part.len()).position(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::Checks;

    fn seen(standing: Standing, stdout: &str, stderr: &str) -> Observed {
        let (stdout, stderr) = (stdout.into(), stderr.into());
        let calls = ["socket", "recv", "recv"].map(str::to_owned).to_vec();
        Observed { standing, stdout, stderr, calls: Some(calls), holds: Some(2) }
    }

    #[track_caller]
    fn check(claim: &str, observed: &Observed, expected: &str) {
        let text = format!("program a.py\ncheck one\npeer client\nconnect 1\nprogram {claim}\n");
        let checks = Checks::parse(&text).unwrap_or_else(|wrong| panic!("{wrong}"));
        let verdict = match checks.checks[0].claims[0].judge(observed) {
            None => "true".to_owned(),
            Some(Failure { reason, expected, seen, detail, .. }) => {
                let (expected, seen) = (expected.escape_ascii(), seen.escape_ascii());
                format!("{} {expected}/{seen} {detail}", reason.name()).trim().to_owned()
            }
        };
        assert_eq!(verdict, expected, "{claim}");
    }

    #[test]
    fn claims_about_what_is_printed() {
        let lives = seen(Standing::Lives, "accepted 1\nbye\r\n", "");
        check("prints \"accepted\"", &lives, "true");
        check("prints \"refused\"", &lives, "unprinted refused/accepted 1\\nbye\\r\\n");
        check("prints line \"bye\"", &lives, "true");
        check("prints line \"accepted\"", &lives, "unprinted accepted/accepted 1\\nbye\\r\\n");
        check("prints no \"error\"", &lives, "true");
        check("prints no \"bye\"", &lives, "printed bye/accepted 1\\nbye\\r\\n");
    }

    #[test]
    fn claims_about_how_it_ends() {
        let lives = seen(Standing::Lives, "", "");
        let ended = |status, stderr| seen(Standing::Ended(status), "", stderr);
        check("lives", &lives, "true");
        check("lives", &ended(0, ""), "exited /");
        check("lives", &ended(1, ""), "exited /");
        check("lives", &ended(137, ""), "died /");
        check("lives", &ended(1, "OSError: gone\n"), "died / OSError: gone");
        check("exits", &ended(3, ""), "true");
        check("exits 3", &ended(3, ""), "true");
        check("exits 0", &ended(3, ""), "status 0/3");
        check("exits 0", &ended(1, "Traceback\nOSError: gone\n"), "died / OSError: gone");
        check("exits", &lives, "open /");
        check("exits", &seen(Standing::Computes, "", ""), "loop /");
        check("prints \"a\"", &ended(1, "OSError: gone"), "died a/ OSError: gone");
    }

    #[test]
    fn claims_about_calls_and_sockets() {
        let lives = seen(Standing::Lives, "", "");
        check("calls recv 2", &lives, "true");
        check("calls recv at least 3", &lives, "calls 3/2 recv");
        check("calls no recv", &lives, "calls 0/2 recv");
        check("holds 2", &lives, "true");
        check("holds 1", &lives, "holds 1/2");
        let unknown = Observed::default();
        check("calls recv 2", &unknown, "true");
        check("holds 2", &unknown, "true");
    }

    #[test]
    fn the_program_says_why_peers_waited_in_vain() {
        let explained = |reason, standing| {
            let observed = seen(standing, "", "Traceback:\n  File\nValueError: no\n");
            because(reason).explained_by(&observed).reason
        };
        let died = Standing::Ended(1);
        assert_eq!(explained(Reason::Ended, died), Reason::Died);
        assert_eq!(explained(Reason::Refused, died), Reason::Died);
        // What it did wrong before it died is what it did wrong.
        assert_eq!(explained(Reason::Differs, died), Reason::Differs);
        assert_eq!(explained(Reason::Refused, Standing::Ended(0)), Reason::Exited);
        assert_eq!(explained(Reason::Ended, Standing::Ended(0)), Reason::Ended);
        assert_eq!(explained(Reason::Nothing, Standing::Computes), Reason::Loop);
        assert_eq!(explained(Reason::Nothing, Standing::Lives), Reason::Nothing);
    }

    #[test]
    fn the_words_of_a_traceback() {
        let words = |stderr: &str| seen(Standing::Ended(1), "", stderr).last_words();
        assert_eq!(words("Traceback:\n  File \"a\"\nOSError: [Errno 98]\n"), "OSError: [Errno 98]");
        let node = "node:net:1\n      throw ex;\n      ^\n\nError: listen EADDRINUSE\n    \
                    at Server\n  code: 'EADDRINUSE'\n}\n\nNode.js v20.20.2\n";
        assert_eq!(words(node), "Error: listen EADDRINUSE");
        assert_eq!(words(""), "");
    }
}
