//! Figures on the simulated world, and what they share: calls as a tracer writes them, the states
//! of sockets.

pub mod call_text;
pub mod code_lab;
pub mod demultiplexer;
pub mod descriptor_table;
pub mod endpoint;
pub mod failure;
pub mod letters;
pub mod port_map;
pub mod race;
pub mod recorded;
pub mod state_pill;
pub mod time_machine;
