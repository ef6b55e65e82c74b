//! The command line: words in, one [`Command`] out.

use std::{
    fmt::Write as _,
    net::{IpAddr, Ipv4Addr, SocketAddr},
};

use companion::{Development, Limit, Settings};

const PORT_DEFAULT: u16 = 3000;
const SITE_DEFAULT: &str = "target/site";

const HELP: &str = "\
workbook COMMAND

  serve [DIR] [FLAGS]     serve the built book (DIR is target/site where it is not said), with
                          WebSocket endpoints: /ws/echo, /ws/chat?room=R&name=N, /ws/ticker?every=MS
    --port P              the port, 3000 where it is not said; 0 takes any that is free
    --bind ADDRESS        the address: 127.0.0.1 where it is not said, 0.0.0.0 for everyone around
    --allow-origin O      pages of this origin may connect too, such as https://example.com
    --no-compression      decline permessage-deflate
    --development         answer with what says when a build is done; who builds says it on our
                          standard input
";

/// What to do.
#[derive(Debug)]
pub(crate) enum Command {
    Help,
    Serve(Box<Settings>),
}

/// The whole help.
pub(crate) fn help() -> String {
    let mut help = format!("{HELP}\n  Limits of `serve`:\n");
    for limit in Limit::ALL {
        let Limit { flag, default, unit, about, .. } = limit;
        let name = format!("--{flag} N");
        // Writing to a string does not fail.
        let _ = writeln!(help, "    {name:<25} {about} (default {default} {unit})");
    }
    help
}

/// Reads the words behind the program's name.
pub(crate) fn parse(words: &[String]) -> Result<Command, String> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] | ["help" | "--help" | "-h", ..] => Ok(Command::Help),
        ["serve", rest @ ..] => serve(rest).map(|settings| Command::Serve(Box::new(settings))),
        [other, ..] => Err(format!("`{other}` is not a command")),
    }
}

fn serve(words: &[&str]) -> Result<Settings, String> {
    let mut settings = Settings::new(SITE_DEFAULT);
    let (mut ip, mut port) = (IpAddr::V4(Ipv4Addr::LOCALHOST), PORT_DEFAULT);
    let mut has_site = false;
    let mut rest = words.iter();
    while let Some(&word) = rest.next() {
        let mut value = || rest.next().copied().ok_or(format!("`{word}` needs a value behind it"));
        match word {
            "--port" => port = number(word, value()?, &0)?,
            "--bind" => {
                let value = value()?;
                ip = value.parse().map_err(|_| {
                    format!("`--bind {value}` is not an IP address: such as 127.0.0.1 or 0.0.0.0")
                })?;
            }
            "--allow-origin" => settings.origins.push(origin(value()?)?),
            "--no-compression" => settings.deflate = None,
            "--development" => settings.development = Some(Development::default()),
            flag if flag.starts_with("--") => {
                let limit = Limit::ALL.into_iter().find(|limit| flag[2..] == *limit.flag);
                let limit = limit.ok_or(format!("`{flag}` is not a flag of `serve`"))?;
                (limit.set)(&mut settings.limits, number(word, value()?, &1)?);
            }
            site if !has_site => {
                settings.site = site.into();
                has_site = true;
            }
            other => return Err(format!("`{other}` is one folder too many")),
        }
    }
    settings.address = SocketAddr::new(ip, port);
    Ok(settings)
}

/// A number that fits, from `least`.
fn number<T>(flag: &str, value: &str, least: &T) -> Result<T, String>
where
    T: std::str::FromStr + PartialOrd + std::fmt::Display,
{
    match value.parse() {
        Ok(number) if number >= *least => Ok(number),
        _ => Err(format!("`{flag} {value}` is not a number from {least} that fits there")),
    }
}

/// An origin as browsers write it: a scheme, a host and perhaps a port, or `null`.
fn origin(value: &str) -> Result<String, String> {
    let rest = value.strip_prefix("http://").or_else(|| value.strip_prefix("https://"));
    if value == "null" || rest.is_some_and(|host| !host.is_empty() && !host.contains('/')) {
        return Ok(value.to_owned());
    }
    Err(format!("`--allow-origin {value}` is not an origin: such as https://example.com"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: &str) {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        let seen = match parse(&words) {
            Ok(Command::Help) => "help".to_owned(),
            Ok(Command::Serve(settings)) => {
                format!("serve {} on {}", settings.site.display(), settings.address)
            }
            Err(message) => message,
        };
        assert_eq!(seen, expected, "for `{line}`");
    }

    #[test]
    fn words_become_commands() {
        check("", "help");
        check("serve", "serve target/site on 127.0.0.1:3000");
        check("serve book --port 0", "serve book on 127.0.0.1:0");
        check("serve --bind 0.0.0.0", "serve target/site on 0.0.0.0:3000");
        check("serve --bind ::1 --port 80", "serve target/site on [::1]:80");
    }

    #[test]
    fn a_wrong_word_is_named() {
        check("sevre", "`sevre` is not a command");
        check("serve --port", "`--port` needs a value behind it");
        check("serve --port 70000", "`--port 70000` is not a number from 0 that fits there");
        check("serve a b", "`b` is one folder too many");
        check("serve --fast", "`--fast` is not a flag of `serve`");
        check(
            "serve --connections-max 0",
            "`--connections-max 0` is not a number from 1 that fits there",
        );
        let localhost = "`--bind localhost` is not an IP address: such as 127.0.0.1 or 0.0.0.0";
        check("serve --bind localhost", localhost);
        check(
            "serve --allow-origin example.com",
            "`--allow-origin example.com` is not an origin: such as https://example.com",
        );
    }

    #[test]
    fn every_limit_is_a_flag_and_stands_in_the_help() {
        for limit in Limit::ALL {
            let words = ["serve".to_owned(), format!("--{}", limit.flag), "7".to_owned()];
            let Ok(Command::Serve(settings)) = parse(&words) else { panic!("{words:?}") };
            let mut expected = companion::Limits::default();
            (limit.set)(&mut expected, 7);
            assert_eq!(settings.limits, expected);
            assert!(help().contains(limit.flag));
        }
    }
}
