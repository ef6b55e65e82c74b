//! What the figure is fed: everything that is known of a run so far.

use lab::codec::{Malformed, Reader, Writer};
use lab::{Deed, Report, Setup, Stage};
use recording::Recording;

use super::along::Reading;
use crate::sockets::call_text;

/// A run so far.
pub struct Feed {
    /// Hosts, programs, the link.
    pub setup: Setup,
    /// The programs' texts, in the order of the setup.
    pub sources: Vec<String>,
    /// What happened.
    pub run: Recording,
    /// What the log says that no step shows: connections that were led elsewhere.
    pub led: Vec<(usize, String, String)>,
    /// How everybody stands.
    pub report: Report,
    /// For each step, and for the beginning, how much of the log led there.
    pub lengths: Vec<usize>,
    /// What is read along.
    pub along: Vec<Reading>,
}

impl Feed {
    /// Reads a feed and does its deeds. One that is malformed is none.
    pub fn read(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        let setup = Setup::parse(&reader.text()?).map_err(|_| Malformed { at: 0 })?;
        let sources = reader.list(Reader::text)?;
        let mut log = Reader::new(reader.bytes()?);
        let report = Report::read(reader.bytes()?)?;
        let mut stage = Stage::new(setup.clone(), call_text::call);
        let (mut led, mut lengths) = (Vec::new(), vec![0]);
        while !log.is_done() {
            let deed = Deed::read(&mut log)?;
            stage.perform(&deed);
            lengths.resize(stage.recorder().position() + 1, log.at());
            if let Deed::Forwarded { thread, from, to } = deed
                && !led.contains(&(thread, from.clone(), to.clone()))
            {
                led.push((thread, from, to));
            }
        }
        let run = stage.finish();
        let along = Reading::read_all(&mut reader, &run)?;
        Ok(Self { setup, sources, run, led, report, lengths, along })
    }

    /// Writes what [`Feed::read`] reads. Of what is read along: name, text, rules, and the program
    /// that is followed.
    pub fn write(
        setup: &str,
        sources: &[String],
        log: &[u8],
        report: &[u8],
        along: &[[String; 4]],
    ) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.text(setup).list(sources, |it, source| _ = it.text(source)).data(log).data(report);
        writer.list(along, |it, parts| parts.iter().for_each(|part| _ = it.text(part)));
        writer.bytes
    }
}
