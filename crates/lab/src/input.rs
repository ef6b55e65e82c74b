//! Standard input: lines that the reader types, and programs that wait for them.

use crate::deed::Deed;
use crate::lab::{Lab, text};
use crate::thread::Activity;

impl Lab {
    pub(crate) fn read_line(&mut self, at: usize) {
        let process = self.threads[at].process;
        let process = &mut self.processes[process];
        match process.typed.pop_front() {
            Some(line) => self.give_line(at, &line),
            None if process.is_input_closed => self.answer_now(at, text("")),
            None => {
                let now = self.now();
                self.threads[at].activity = Activity::Reading(now);
            }
        }
    }

    fn give_line(&mut self, at: usize, line: &str) {
        let deed = Deed::Write { thread: at, fd: 0, text: line.to_owned() };
        self.note(&deed);
        self.stage.write(at, 0, line);
        self.answer(at, text(line));
    }

    /// The reader typed a line, or ended the input of a program.
    pub fn input(&mut self, process: usize, line: Option<&str>) {
        let Some(record) = self.processes.get_mut(process) else { return };
        match line {
            Some(line) => record.typed.push_back([line, "\n"].concat()),
            None => record.is_input_closed = true,
        }
        let is_reading = |at: &&usize| matches!(self.threads[**at].activity, Activity::Reading(_));
        let reader = record.threads.iter().find(is_reading).copied();
        if let Some(at) = reader {
            self.read_line(at);
        }
    }
}
