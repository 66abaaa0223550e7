//! A host of the web for tests: answers what it is told to, and remembers what it was asked.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What a host answers.
pub enum Answer {
    /// A status, more headers, and a body.
    Is(u16, Vec<(&'static str, String)>, Vec<u8>),
    /// Nothing, for so long; then the connection is closed.
    Nothing(Duration),
}

pub struct Host {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Host {
    /// A host that answers `method` and `path` until the test ends.
    pub fn new(answer: impl Fn(&str, &str) -> Answer + Send + Sync + 'static) -> Host {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (kept, answer) = (Arc::clone(&asked), Arc::new(answer));
        std::thread::spawn(move || {
            for stream in listener.incoming().filter_map(Result::ok) {
                let (asked, answer) = (Arc::clone(&kept), Arc::clone(&answer));
                std::thread::spawn(move || serve(stream, &asked, answer.as_ref()));
            }
        });
        Host { address, asked }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// What was asked since this was last called: `HEAD /a`.
    pub fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }
}

fn serve(
    mut stream: TcpStream,
    asked: &Mutex<Vec<String>>,
    answer: &(dyn Fn(&str, &str) -> Answer + Send + Sync),
) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let Some(Ok(first)) = lines.next() else {
        return;
    };
    while lines.next().is_some_and(|l| l.is_ok_and(|l| !l.is_empty())) {}
    let mut words = first.split(' ');
    let (method, path) = (words.next().unwrap(), words.next().unwrap());
    asked.lock().unwrap().push(format!("{method} {path}"));
    match answer(method, path) {
        Answer::Nothing(time) => std::thread::sleep(time),
        Answer::Is(status, headers, body) => {
            let mut head = format!(
                "HTTP/1.1 {status} X\r\nConnection: close\r\nContent-Length: {}\r\n",
                body.len()
            );
            for (name, value) in headers {
                head.push_str(&format!("{name}: {value}\r\n"));
            }
            // Who asks may have gone.
            let _ = stream.write_all(format!("{head}\r\n").as_bytes());
            if method != "HEAD" {
                let _ = stream.write_all(&body);
            }
        }
    }
}
