//! How a lab's programs run on the reader's own machine.

use std::fmt::Write as _;

use anyhow::Result;

use super::Program;
use super::print::{One, escaped};

impl One<'_> {
    /// Folded away until somebody asks for it.
    pub(super) fn write_own_machine(&self, out: &mut String) -> Result<()> {
        let words = &self.words;
        let save = match self.lab.programs.len() {
            1 => words.save_one(),
            _ => words.save_first(),
        };
        let _ = write!(
            out,
            "<details class=\"sw-lab-own\"><summary>{}</summary>\n<p>{save}",
            words.own_machine()
        );
        let addresses = self.addresses();
        if addresses.len() > 1 {
            let _ = write!(out, " {}", words.local_addresses(&addresses.join(", ")));
        }
        out.push_str("</p>\n\n");
        self.write_commands(out)?;
        if let Some([sentence, line]) = self.exercise.map(|exercise| exercise.own) {
            let _ = write!(
                out,
                "<p>{sentence}</p>\n\n<pre><code class=\"language-console\">{}</code></pre>\n\n",
                escaped(line)
            );
        }
        out.push_str("</details>\n");
        Ok(())
    }

    fn write_commands(&self, out: &mut String) -> Result<()> {
        let mut commands = Vec::new();
        let mut sentences = Vec::new();
        // Of an exercise the last one runs, and what lies beside it is imported.
        let count = if self.exercise.is_some() { 1 } else { self.lab.programs.len() };
        for program in self.lab.programs.iter().rev().take(count).rev() {
            let Program { name, language, .. } = program;
            let mut called = vec![name.as_str()];
            called.extend(program.arguments.iter().map(String::as_str));
            let called = called.join(" ");
            let install = "npm install ws".to_owned();
            if *language == "node"
                && uses_ws(&self.read(&program.file)?)
                && !commands.contains(&install)
            {
                commands.push(install);
            }
            match *language {
                "python" => commands.push(format!("python3 {called}")),
                "rust" => {
                    let (stem, arguments) = called.split_once(".rs").unwrap_or((&called, ""));
                    commands.push(format!("rustc --edition 2024 {name}"));
                    commands.push(format!("./{stem}{arguments}"));
                }
                "node" => commands.push(format!("node {called}")),
                _ => sentences.push(self.words.in_browser(name)),
            }
        }
        if !commands.is_empty() {
            let lines: Vec<String> =
                commands.iter().map(|command| format!("$ {}", escaped(command))).collect();
            let lines = lines.join("\n");
            let _ = write!(out, "<pre><code class=\"language-console\">{lines}</code></pre>\n\n");
        }
        for sentence in sentences {
            let _ = write!(out, "<p>{}</p>\n\n", escaped(&sentence));
        }
        Ok(())
    }

    /// The addresses of the hosts on which programs run, with the hosts' names.
    fn addresses(&self) -> Vec<String> {
        let line = |line: &str| {
            let words: Vec<&str> = line.split_whitespace().collect();
            match words[..] {
                ["host", name, address] => Some(format!("{address} ({name})")),
                _ => None,
            }
        };
        self.lab.setup.lines().filter_map(line).collect()
    }
}

/// Whether a program imports npm's `ws`.
fn uses_ws(text: &str) -> bool {
    let signs = ["require('ws')", "require(\"ws\")", "from 'ws'", "from \"ws\""];
    signs.iter().any(|sign| text.contains(sign))
}
