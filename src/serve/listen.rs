//! The port of the preview.

use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use tokio::net::TcpListener;

use crate::terminal::Output;

/// The port that is tried first.
const FIRST: u16 = 4000;
/// How many are tried.
const TRIED: u16 = 100;

/// Opens `port`, or without one the first free from 4000 on, saying so if it is another.
///
/// # Errors
/// If the port is taken or may not be opened.
pub(super) async fn listen(
    host: IpAddr,
    port: Option<u16>,
    output: &Output,
) -> Result<(TcpListener, SocketAddr), String> {
    let ports = match port {
        Some(port) => port..=port,
        None => FIRST..=FIRST + TRIED - 1,
    };
    let mut taken = None;
    for number in ports {
        let wanted = SocketAddr::new(host, number);
        match TcpListener::bind(wanted).await {
            Ok(listener) => {
                let address = listener
                    .local_addr()
                    .map_err(|e| format!("cannot listen on {wanted}: {e}"))?;
                if let Some(first) = taken {
                    output.say(&format!(
                        "port {first} is taken by another program; using {number}"
                    ));
                }
                return Ok((listener, address));
            }
            Err(error) if error.kind() == ErrorKind::AddrInUse => {
                taken.get_or_insert(number);
            }
            Err(error) => {
                return Err(format!(
                    "cannot listen on {wanted}: {error}; name another address with --host or \
                     another port with --port"
                ));
            }
        }
    }
    Err(match port {
        Some(port) => format!(
            "port {port} is taken by another program; name another with --port, or leave it out \
             to get a free one"
        ),
        None => format!(
            "the ports {FIRST} to {} are all taken; name another with --port",
            FIRST + TRIED - 1
        ),
    })
}

/// The address as a browser takes it. One that stands for all addresses of the machine is printed
/// as the machine itself.
pub(super) fn printed(address: SocketAddr) -> String {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    format!("http://{}/", SocketAddr::new(ip, address.port()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_printed_for_browsers() {
        let printed = |ip: IpAddr| printed(SocketAddr::new(ip, 4000));
        assert_eq!(
            printed(Ipv4Addr::LOCALHOST.into()),
            "http://127.0.0.1:4000/"
        );
        assert_eq!(printed(Ipv6Addr::LOCALHOST.into()), "http://[::1]:4000/");
        assert_eq!(
            printed(Ipv4Addr::UNSPECIFIED.into()),
            "http://127.0.0.1:4000/"
        );
        assert_eq!(printed(Ipv6Addr::UNSPECIFIED.into()), "http://[::1]:4000/");
    }
}
