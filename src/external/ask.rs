//! One link, followed to its end.

use std::collections::BTreeSet;
use std::io;
use std::thread;
use std::time::Duration;

use ureq::http::{Response, StatusCode, header};
use ureq::{Agent, Body, Error};
use url::Url;

use super::Outcome;

/// So many redirects are followed, as by browsers.
const REDIRECTS: usize = 20;

/// Before a link is asked for again, unless the host says how long to wait.
const BEFORE_AGAIN: Duration = Duration::from_millis(700);

/// Whoever asks for more patience is left alone.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// What became of a link, or why the host did not answer.
pub(super) type Found = Result<Outcome, Fault>;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The machine has no way to the host, or to those who know its name.
    NoNetwork(String),
    /// Nobody knows the host's name.
    NoHost(String),
    /// The connection was not opened in time.
    NotOpened(String),
    /// The host has not answered in time.
    Silent(String),
    /// Who vouches for the host is not known.
    Unknown,
    /// The host answers with what is no answer.
    Broken(String),
}

impl Fault {
    /// Whether it can be the network's fault.
    pub(super) fn is_of_the_network(&self) -> bool {
        matches!(
            self,
            Fault::NoNetwork(_) | Fault::NoHost(_) | Fault::NotOpened(_)
        )
    }

    /// What happens instead of an answer, in words that follow the address.
    pub(super) fn reason(self) -> String {
        match self {
            Fault::NoNetwork(reason)
            | Fault::NoHost(reason)
            | Fault::NotOpened(reason)
            | Fault::Silent(reason)
            | Fault::Broken(reason) => reason,
            Fault::Unknown => "has a certificate of an unknown issuer".to_owned(),
        }
    }
}

/// Who asks, for how long.
pub(super) fn agent(timeout: Duration) -> Agent {
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .timeout_global(Some(timeout))
        .timeout_connect(Some(timeout / 2))
        .accept("text/html,application/xhtml+xml,application/pdf,*/*;q=0.8")
        .user_agent(concat!(
            "egov-report/",
            env!("CARGO_PKG_VERSION"),
            " (follows the links of a report)"
        ))
        .build();
    Agent::new_with_config(config)
}

/// Asks for a link, and once more if that may help.
pub(super) fn ask(agent: &Agent, url: &Url) -> Found {
    let first = follow(agent, url, Method::Head);
    let wait = match &first {
        Ok(End::Busy { wait, .. }) => *wait,
        Err(Fault::Broken(_) | Fault::Silent(_) | Fault::NoNetwork(_)) => BEFORE_AGAIN,
        _ => return first.map(End::outcome),
    };
    if wait > LONGEST_WAIT {
        return first.map(End::outcome);
    }
    thread::sleep(wait);
    follow(agent, url, Method::Get).map(End::outcome)
}

/// Where a link ended.
enum End {
    Sure(Outcome),
    /// It may be answered later.
    Busy {
        status: StatusCode,
        wait: Duration,
    },
}

impl End {
    fn outcome(self) -> Outcome {
        match self {
            End::Sure(outcome) => outcome,
            End::Busy { status, .. } if status == StatusCode::TOO_MANY_REQUESTS => refused(status),
            End::Busy { status, .. } => answers(status),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Method {
    Head,
    Get,
}

fn answers(status: StatusCode) -> Outcome {
    let words = status.canonical_reason();
    let words = words.map_or_else(String::new, |words| format!(" {words}"));
    Outcome::Dead {
        reason: format!("answers {}{words}", status.as_u16()),
    }
}

fn refused(status: StatusCode) -> Outcome {
    Outcome::Unsure {
        reason: format!("answers programs with {}", status.as_u16()),
    }
}

fn dead(reason: impl Into<String>) -> Result<End, Fault> {
    Ok(End::Sure(Outcome::Dead {
        reason: reason.into(),
    }))
}

/// Follows redirects to the end.
fn follow(agent: &Agent, url: &Url, method: Method) -> Result<End, Fault> {
    let mut here = url.clone();
    let mut seen = BTreeSet::new();
    let mut moved_for_good = true;
    loop {
        if !seen.insert(here.clone()) {
            return dead("leads in a circle");
        }
        if seen.len() > REDIRECTS {
            return dead(format!("leads on more than {REDIRECTS} times"));
        }
        let response = match answer(agent, &here, method) {
            // Browsers find certificates that a host forgets to send, and systems have their own.
            Err(Fault::Unknown) => {
                return Ok(End::Sure(Outcome::Unsure {
                    reason: "has a certificate whose issuer is not known here".to_owned(),
                }));
            }
            answer => answer?,
        };
        let status = response.status();
        if !status.is_redirection() {
            return Ok(end(
                &response,
                (here != *url && moved_for_good).then_some(here),
            ));
        }
        let location = response.headers().get(header::LOCATION);
        let Some(location) = location.and_then(|to| std::str::from_utf8(to.as_bytes()).ok()) else {
            return dead(format!(
                "answers {} and does not say where to go",
                status.as_u16()
            ));
        };
        let mut next = match here.join(location) {
            Ok(next) if matches!(next.scheme(), "http" | "https") => next,
            _ => {
                return dead(format!(
                    "leads on to `{location}`, which is no page of the web"
                ));
            }
        };
        next.set_fragment(None);
        moved_for_good &= matches!(
            status,
            StatusCode::MOVED_PERMANENTLY | StatusCode::PERMANENT_REDIRECT
        );
        here = next;
    }
}

fn end(response: &Response<Body>, moved_to: Option<Url>) -> End {
    let status = response.status();
    match status.as_u16() {
        200..=299 => End::Sure(match moved_to {
            Some(to) => Outcome::Moved { to: to.into() },
            None => Outcome::Found,
        }),
        408 | 429 | 500..=599 => {
            let after = response.headers().get(header::RETRY_AFTER);
            let after = after.and_then(|value| value.to_str().ok()?.parse().ok());
            End::Busy {
                status,
                wait: after.map_or(BEFORE_AGAIN, Duration::from_secs),
            }
        }
        // The last is what some networks answer to programs.
        401 | 402 | 403 | 407 | 451 | 999 => End::Sure(refused(status)),
        _ => End::Sure(answers(status)),
    }
}

/// Asks for the head alone, which costs a host least; many a host answers that wrongly, so a bad
/// answer counts for the whole page only. The page itself is not read.
fn answer(agent: &Agent, url: &Url, method: Method) -> Result<Response<Body>, Fault> {
    if method == Method::Head {
        let head = agent.head(url.as_str()).call().map_err(|e| fault(e, url))?;
        let status = head.status();
        if !status.is_client_error() && !status.is_server_error() {
            return Ok(head);
        }
    }
    agent.get(url.as_str()).call().map_err(|e| fault(e, url))
}

fn fault(error: Error, url: &Url) -> Fault {
    let host = url.host_str().unwrap_or_default();
    if error.to_string().contains("UnknownIssuer") {
        return Fault::Unknown;
    }
    match error {
        Error::Timeout(ureq::Timeout::Resolve | ureq::Timeout::Connect) => {
            Fault::NotOpened(format!("cannot be reached: `{host}` gives no answer"))
        }
        Error::Timeout(_) => Fault::Silent("gives no answer in time".to_owned()),
        Error::HostNotFound => no_host(host),
        Error::Io(error) => fault_of_system(&error, host),
        // Through a proxy all hosts look the same.
        Error::ConnectProxyFailed(why) => Fault::NoNetwork(format!("the proxy answers {why}")),
        other => Fault::Broken(format!("cannot be read: {other}")),
    }
}

fn no_host(host: &str) -> Fault {
    Fault::NoHost(format!("cannot be reached: there is no host `{host}`"))
}

fn fault_of_system(error: &io::Error, host: &str) -> Fault {
    let words = error.to_string();
    let cannot = |why: &str| format!("cannot be reached: {why}");
    match error.kind() {
        io::ErrorKind::NetworkUnreachable
        | io::ErrorKind::NetworkDown
        | io::ErrorKind::HostUnreachable => Fault::NoNetwork(cannot(&words)),
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => {
            Fault::Silent("gives no answer in time".to_owned())
        }
        io::ErrorKind::ConnectionRefused => {
            Fault::Broken(cannot(&format!("`{host}` refuses the connection")))
        }
        io::ErrorKind::UnexpectedEof
        | io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::BrokenPipe => {
            Fault::Broken("closes the connection without an answer".to_owned())
        }
        // The system has no kind for names that are not found; its words tell who did not answer.
        _ if words.contains("lookup address") && words.contains("emporary") => {
            Fault::NoNetwork(cannot(&format!("nobody answers where `{host}` is")))
        }
        _ if words.contains("lookup address") => no_host(host),
        _ => Fault::Broken(cannot(&words)),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;

    fn of(error: Error) -> Fault {
        fault(error, &Url::parse("https://a.org/").unwrap())
    }

    #[test]
    fn what_the_network_does_is_told_from_what_the_host_does() {
        let words = |text: &str| of(Error::Io(io::Error::other(text.to_owned())));
        let lookup = "failed to lookup address information";
        assert!(matches!(
            words(&format!("{lookup}: Temporary failure in name resolution")),
            Fault::NoNetwork(_)
        ));
        assert!(matches!(
            words(&format!("{lookup}: Name or service not known")),
            Fault::NoHost(_)
        ));
        assert_eq!(
            words("invalid peer certificate: UnknownIssuer"),
            Fault::Unknown
        );
        assert!(matches!(
            words("invalid peer certificate: Expired"),
            Fault::Broken(_)
        ));
        let kind = |kind: io::ErrorKind| of(Error::Io(kind.into()));
        assert!(kind(io::ErrorKind::NetworkUnreachable).is_of_the_network());
        assert!(of(Error::Timeout(ureq::Timeout::Connect)).is_of_the_network());
        assert!(!kind(io::ErrorKind::ConnectionRefused).is_of_the_network());
        assert!(!of(Error::Timeout(ureq::Timeout::RecvResponse)).is_of_the_network());
    }
}
