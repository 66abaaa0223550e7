//! What all requests know.

use std::sync::Arc;

use tokio::sync::Semaphore;

use super::hosts::Hosts;
use super::{Current, Shown};

/// What all requests know.
#[derive(Clone)]
pub(super) struct Served {
    pub(super) current: Current,
    pub(super) hosts: Arc<Hosts>,
    pub(super) streams: Arc<Semaphore>,
}

impl Served {
    /// What is shown now. A request that comes during the first build waits for its end.
    pub(super) async fn shown(&self) -> Option<Arc<Shown>> {
        let mut current = self.current.clone();
        let shown = current.wait_for(Option::is_some).await.ok()?;
        shown.clone()
    }
}
