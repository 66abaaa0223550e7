//! Who may ask. A page of a stranger can make its own name lead to this machine (DNS rebinding) and
//! then read the answers; its name in the `Host` header gives it away.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

use axum::http::{HeaderMap, Uri, header};
use url::Host;

use super::listen;

/// The port that browsers leave out.
const HTTP: u16 = 80;

/// A host that the user allows; without a port, on any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllowedHost {
    host: Host<String>,
    port: Option<u16>,
}

impl FromStr for AllowedHost {
    type Err = String;

    fn from_str(text: &str) -> Result<AllowedHost, String> {
        parse(text).ok_or_else(|| {
            "a host is a name or an address, such as `preview.example` or `preview.example:8080`"
                .to_owned()
        })
    }
}

/// `host`, `host:port`, `[::1]:port` and nothing else.
fn parse(text: &str) -> Option<AllowedHost> {
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => {
            let digits = !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit());
            (host, Some(port.parse().ok().filter(|_| digits)?))
        }
        _ => (text, None),
    };
    // What `url` would repair or decode is refused: no browser sends it.
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._[]:".contains(&b);
    if host.is_empty() || !host.bytes().all(plain) {
        return None;
    }
    let host = Host::parse(host).ok()?;
    Some(AllowedHost { host, port })
}

/// The hosts to which the preview answers.
#[derive(Debug)]
pub(super) struct Hosts {
    address: SocketAddr,
    allowed: Vec<AllowedHost>,
}

impl Hosts {
    /// Those that reach `address`, and those that the user named.
    pub(super) fn new(address: SocketAddr, allowed: Vec<AllowedHost>) -> Hosts {
        Hosts { address, allowed }
    }

    /// Whether a request was meant for the preview: all hosts that it names are known.
    pub(super) fn know(&self, uri: &Uri, headers: &HeaderMap) -> bool {
        let mut named = headers.get_all(header::HOST).iter();
        let (Some(host), None) = (named.next(), named.next()) else {
            return false;
        };
        let in_address = uri.authority().is_none_or(|a| self.knows(a.as_str()));
        in_address && host.to_str().is_ok_and(|host| self.knows(host))
    }

    /// Whether a page that asks by script is the preview's own. Requests that are not made by
    /// pages carry no origin.
    pub(super) fn know_origin(&self, headers: &HeaderMap) -> bool {
        headers.get_all(header::ORIGIN).iter().all(|origin| {
            let origin = origin.to_str().unwrap_or_default();
            let host = ["http://", "https://"]
                .iter()
                .find_map(|scheme| origin.strip_prefix(scheme));
            host.is_some_and(|host| self.knows(host))
        })
    }

    fn knows(&self, text: &str) -> bool {
        let Some(asked) = parse(text) else {
            return false;
        };
        let port = asked.port.unwrap_or(HTTP);
        let own = port == self.address.port() && self.is_own(&asked.host);
        own || self.allowed.iter().any(|allowed| {
            allowed.host == asked.host && allowed.port.is_none_or(|allowed| allowed == port)
        })
    }

    fn is_own(&self, host: &Host<String>) -> bool {
        let ip = match host {
            Host::Domain(name) => return name == "localhost",
            Host::Ipv4(ip) => IpAddr::V4(*ip),
            Host::Ipv6(ip) => IpAddr::V6(*ip),
        };
        // An address cannot be made to lead elsewhere, so any will do where all are listened on.
        ip == self.address.ip()
            || self.address.ip().is_unspecified()
            || ip == IpAddr::from([127, 0, 0, 1])
            || ip == IpAddr::from([0, 0, 0, 0, 0, 0, 0, 1])
    }
}

/// What a stranger is told.
impl fmt::Display for Hosts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let address = listen::printed(self.address);
        writeln!(
            f,
            "This preview answers at {address} only. To reach it by another name, start it with \
             --allow-host NAME."
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts(address: &str, allowed: &[&str]) -> Hosts {
        let allowed = allowed.iter().filter_map(|a| a.parse().ok()).collect();
        let Ok(address) = address.parse() else {
            return Hosts::new(SocketAddr::from(([0, 0, 0, 0], 0)), allowed);
        };
        Hosts::new(address, allowed)
    }

    #[test]
    fn only_names_that_were_asked_for_are_known() {
        let own = hosts("127.0.0.1:4000", &[]);
        for good in [
            "localhost:4000",
            "LOCALHOST:4000",
            "127.0.0.1:4000",
            "[::1]:4000",
        ] {
            assert!(own.knows(good), "{good}");
        }
        for bad in [
            "",
            "localhost",
            "localhost:4001",
            "localhost:",
            "localhost:+4000",
            "evil.example:4000",
            "localhost.evil.example:4000",
            "127.0.0.2:4000",
            "192.168.1.2:4000",
            "a@localhost:4000",
            "localhost:4000/x",
            "localhost:4000:4000",
            "%6cocalhost:4000",
            "localhost:99999",
        ] {
            assert!(!own.knows(bad), "{bad}");
        }
        assert!(hosts("127.0.0.1:80", &[]).knows("localhost"));
    }

    #[test]
    fn on_all_addresses_any_address_but_no_other_name_is_known() {
        let all = hosts("0.0.0.0:4000", &["desk.example", "tunnel.example:8080"]);
        for good in [
            "192.168.1.2:4000",
            "[fe80::1]:4000",
            "localhost:4000",
            "desk.example:4000",
            "desk.example",
            "tunnel.example:8080",
        ] {
            assert!(all.knows(good), "{good}");
        }
        for bad in [
            "evil.example:4000",
            "192.168.1.2:4001",
            "tunnel.example:4000",
        ] {
            assert!(!all.knows(bad), "{bad}");
        }
        assert!(hosts("192.168.1.5:4000", &[]).knows("192.168.1.5:4000"));
    }

    #[test]
    fn what_is_no_host_is_refused() {
        for bad in [
            "http://a.example",
            "a.example/",
            "",
            "a b",
            "a.example:x",
            "*",
        ] {
            assert!(bad.parse::<AllowedHost>().is_err(), "{bad}");
        }
    }
}
