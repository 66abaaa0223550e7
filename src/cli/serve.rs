//! `serve`: build, serve, rebuild on change.

use super::{FAILED, Output, Shared, WELL};
use crate::serve::{self, Setup};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The port to listen on.
    #[arg(long, default_value_t = 4000)]
    port: u16,
    /// The address to listen on.
    #[arg(long, default_value = "127.0.0.1")]
    host: std::net::IpAddr,
}

pub(super) fn run(shared: &Shared, own: &Arguments, output: &Output) -> u8 {
    let setup = Setup {
        places: shared.places(),
        out: shared.out(),
        host: own.host,
        port: own.port,
    };
    match serve::run(&setup, output) {
        Ok(()) => WELL,
        Err(message) => {
            output.fail(&message);
            FAILED
        }
    }
}
