//! The command line: words in, one [`Command`] out.

use std::{
    fmt::Write as _,
    net::{IpAddr, Ipv4Addr, SocketAddr},
};

use companion::{Development, Limit, Settings};
use http::Authority;
use websocket::{Role, handshake::deflate::Parameters};

use crate::{
    exercise,
    explain::{self, Format},
    handshake::{self, Url},
};

const PORT_DEFAULT: u16 = 3000;
const SITE_DEFAULT: &str = "target/site";

const HELP: &str = "\
workbook COMMAND

  serve [DIR] [FLAGS]     serve the built book (DIR is target/site where it is not said), with
                          WebSocket endpoints: /ws/echo, /ws/chat?room=R&name=N, /ws/ticker?every=MS
    --port P              the port, 3000 where it is not said; 0 takes any that is free
    --bind ADDRESS        the address: 127.0.0.1 where it is not said, 0.0.0.0 for everyone around
    --name HOST           answer for this name too, such as book.example or book.example:8443;
                          needed where --bind lets others in, may be said again
    --allow-origin O      pages of this origin may connect too, such as https://example.com
    --no-compression      decline permessage-deflate
    --development         answer with what says when a build is done; who builds says it on our
                          standard input

  explain BYTES|- [FLAGS] what these frames are, field by field, and whether they are legal; BYTES
                          is hex, Base64 or a dump, `-` the standard input. Status 1: not legal
    --from client|server  who sent them; the client where it is not said
    --json                for programs
    --language en|ko      of the words

  accept KEY              the value of Sec-WebSocket-Accept that answers this key

  handshake --url URL     a real opening handshake with ws://host:port/path: both sides' bytes, and
                          the verdict on each. Status 1: not legal
    --origin O            name this origin, as a page would
    --protocol P          ask for this subprotocol; may be said again
    --no-compression      do not offer permessage-deflate
    --language en|ko      of the words

  exercise FOLDER [FILE]  judge a program that solves an exercise of the book, check by check, over
                          the loopback: FILE, or the one in FOLDER. Status 1: a check failed
    --json                for programs
    --language en|ko      of the words
";

/// What to do.
#[derive(Debug)]
pub(crate) enum Command {
    Help,
    Serve(Box<Settings>),
    Explain(explain::Question),
    Accept(String),
    Handshake(handshake::Question),
    Exercise(exercise::Question),
}

/// The whole help.
pub(crate) fn help() -> String {
    let mut help = format!("{HELP}\n  Limits of `serve`:\n");
    for limit in Limit::ALL {
        let Limit { flag, default, unit, about, .. } = limit;
        let name = format!("--{flag} N");
        // Writing to a string does not fail.
        let _ = writeln!(help, "    {name:<28} {about} (default {default} {unit})");
    }
    help
}

/// Reads the words behind the program's name.
pub(crate) fn parse(words: &[String]) -> Result<Command, String> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] | ["help" | "--help" | "-h", ..] => Ok(Command::Help),
        ["serve", rest @ ..] => serve(rest).map(|settings| Command::Serve(Box::new(settings))),
        ["explain", rest @ ..] => explain(rest).map(Command::Explain),
        ["accept", key] => Ok(Command::Accept((*key).to_owned())),
        ["accept", ..] => Err("`accept` takes one key".to_owned()),
        ["handshake", rest @ ..] => handshake(rest).map(Command::Handshake),
        ["exercise", rest @ ..] => exercise::Question::parse(rest).map(Command::Exercise),
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
            "--name" => settings.names.push(name(value()?)?),
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

fn explain(words: &[&str]) -> Result<explain::Question, String> {
    let mut question = explain::Question {
        text: String::new(),
        from: Role::Client,
        format: Format::Text,
        language: "en".to_owned(),
    };
    let mut rest = words.iter();
    while let Some(&word) = rest.next() {
        let mut value = || rest.next().copied().ok_or(format!("`{word}` needs a value behind it"));
        match word {
            "--from" => {
                question.from = match value()? {
                    "client" => Role::Client,
                    "server" => Role::Server,
                    other => return Err(format!("`--from {other}`: it is client or server")),
                };
            }
            "--json" => question.format = Format::Json,
            "--language" => question.language = language(value()?)?,
            flag if flag.starts_with("--") => {
                return Err(format!("`{flag}` is not a flag of `explain`"));
            }
            // Bytes may be written with blanks between them, quoted or not.
            bytes if question.text.is_empty() => bytes.clone_into(&mut question.text),
            bytes => {
                question.text.push(' ');
                question.text.push_str(bytes);
            }
        }
    }
    if question.text.is_empty() {
        return Err("`explain` needs bytes: such as 818537fa213d7f9f4d5158, or `-`".to_owned());
    }
    Ok(question)
}

fn handshake(words: &[&str]) -> Result<handshake::Question, String> {
    let (mut url, mut origin, mut protocols) = (None, None, Vec::new());
    let mut deflate = Some(Parameters::default());
    let mut language_tag = "en".to_owned();
    let mut rest = words.iter();
    while let Some(&word) = rest.next() {
        let mut value = || rest.next().copied().ok_or(format!("`{word}` needs a value behind it"));
        match word {
            "--url" => url = Some(Url::read(value()?)?),
            "--origin" => origin = Some(value()?.to_owned()),
            "--protocol" => protocols.push(value()?.to_owned()),
            "--no-compression" => deflate = None,
            "--language" => language_tag = language(value()?)?,
            other => return Err(format!("`{other}` is not a flag of `handshake`")),
        }
    }
    let url = url.ok_or("`handshake` needs --url ws://host:port/path")?;
    Ok(handshake::Question { url, origin, protocols, deflate, language: language_tag })
}

fn language(tag: &str) -> Result<String, String> {
    match tag {
        "en" | "ko" => Ok(tag.to_owned()),
        other => Err(format!("`--language {other}`: it is en or ko")),
    }
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

/// A host and perhaps a port, as they stand in an address.
fn name(value: &str) -> Result<Authority, String> {
    Authority::read(value).map_err(|at| {
        format!(
            "`--name {value}` is no host, from character {} on: such as book.example or \
             192.168.1.5",
            at + 1
        )
    })
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
                let names = settings.names.iter().map(|name| format!(" for {name}"));
                let names: String = names.collect();
                format!("serve {} on {}{names}", settings.site.display(), settings.address)
            }
            Ok(Command::Explain(asked)) => {
                format!("explain {} from {:?}, {:?}", asked.text, asked.from, asked.format)
            }
            Ok(Command::Exercise(asked)) => {
                let exercise::Question { folder, program, is_json, language } = asked;
                format!("exercise {folder} {program:?} {is_json} {language}")
            }
            Ok(other) => format!("{other:?}"),
            Err(message) => message,
        };
        assert_eq!(seen, expected, "for `{line}`");
    }

    #[test]
    fn words_become_commands() {
        check("", "help");
        check("serve", "serve target/site on 127.0.0.1:3000");
        check("serve book --port 0", "serve book on 127.0.0.1:0");
        check("serve --bind 0.0.0.0 --name a", "serve target/site on 0.0.0.0:3000 for a");
        check(
            "serve --name Book.Example:8443 --name [::1]",
            "serve target/site on 127.0.0.1:3000 for book.example:8443 for [::1]",
        );
        check("explain 8900", "explain 8900 from Client, Text");
        check("explain --from server 89 00 --json", "explain 89 00 from Server, Json");
        check("explain -", "explain - from Client, Text");
        check("exercise echo-line", "exercise echo-line None false en");
        check("exercise a b.py --language ko --json", "exercise a Some(\"b.py\") true ko");
        check("accept AAAA", "Accept(\"AAAA\")");
        check("serve --bind ::1 --port 80", "serve target/site on [::1]:80");
    }

    #[test]
    fn a_wrong_word_is_named() {
        check("sevre", "`sevre` is not a command");
        check("serve --port", "`--port` needs a value behind it");
        check("serve --port 70000", "`--port 70000` is not a number from 0 that fits there");
        check("explain", "`explain` needs bytes: such as 818537fa213d7f9f4d5158, or `-`");
        check("explain 00 --from me", "`--from me`: it is client or server");
        check("explain 00 --language fr", "`--language fr`: it is en or ko");
        check("accept", "`accept` takes one key");
        check("exercise", "`exercise` needs a folder, such as echo-line");
        check("exercise a b c", "`c` is one file too many");
        check("exercise a --fast", "`--fast` is not a flag of `exercise`");
        check("exercise a --language fr", "`--language fr`: it is en or ko");
        check("handshake", "`handshake` needs --url ws://host:port/path");
        check(
            "serve --name http://a",
            "`--name http://a` is no host, from character 6 on: such as book.example or \
             192.168.1.5",
        );
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
