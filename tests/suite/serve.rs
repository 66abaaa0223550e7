//! The preview from outside: the real program, asked over real connections.

mod hosts;
mod limits;
pub mod program;
mod static_host;
mod stopping;
mod watching;
