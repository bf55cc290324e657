//! Delivery of what was sent: who got it, over which channel, and what it cost.
//!
//! [`Messages::track`] asks for statuses and keeps them beside the journal; [`crate::webhooks::record`] puts the reports of
//! webhooks there. Both read and write the same file, so that each knows what the other found.

mod decimal;
mod log;
mod options;
mod report_file;
mod schedule;
mod status;
mod summary;
mod table;
mod track;
mod tracked;
mod workers;

pub(crate) use log::DeliveryLog;
#[doc(hidden)]
pub use options::TRACK_TIMEOUT;
pub use options::{TrackOptions, TrackProgress, TrackProgressFn};
pub use status::{DeliveryOutcome, DeliverySource};
pub(crate) use status::{StatusEvent, read_time};
pub use summary::{ChannelDelivery, DELIVERY_COLUMNS, DeliveryCounts, DeliveryRow, DeliverySummary};
pub use tracked::Tracked;

use crate::error::Error;
use crate::messages::Messages;

impl Messages<'_> {
    /// Asks for the statuses of messages until all are final or the time is up, and says who was reached and at what cost.
    ///
    /// Tracks a campaign's journal, its report, or ids: see [`Tracked`]. Statuses of earlier calls and of
    /// [`crate::webhooks::record`] are read first, and again between requests; only the others are requested. Each message is asked
    /// for at growing intervals, under the client's rate limit of reads, over several connections. With a journal a call
    /// that ended early goes on where it stopped, and a campaign that still runs is not disturbed.
    ///
    /// The newest status of a message holds; a final one never goes back to one that is not.
    ///
    /// ```no_run
    /// use smsbat_core::Client;
    /// use smsbat_core::delivery::{TrackOptions, Tracked};
    ///
    /// let client = Client::builder().build()?;
    /// let summary = client.messages().track(Tracked::journal("campaign.db")?, &TrackOptions::default())?;
    /// println!("{} of {} reached, for {}", summary.delivered() + summary.read(), summary.total(), summary.cost());
    /// # Ok::<(), smsbat_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// Only if nothing at all is known of any message and no status was had in time, if the credentials are refused, if it
    /// is interrupted, or if the statuses cannot be kept. What was found before is in the journal.
    pub fn track(&self, tracked: Tracked, options: &TrackOptions) -> Result<DeliverySummary, Error> {
        let summary = self.options.check().and_then(|()| track::track(self.engine, tracked, options, &self.options));
        summary.map_err(|e| e.of("messages.track"))
    }
}
