//! Which journal of a partitioned campaign a row belongs to.

use pyo3::prelude::*;
use smsbat_core::bulk::{Cell, PARTITION_JOURNALS, phone_rules, place};

use crate::bulk::text_of;
use crate::bulk_source::Value;
use crate::client::Client;
use crate::error;
use crate::model::Given;

/// Ids of rows, and positions of rows by journal.
type Places = (Vec<Option<String>>, Vec<Vec<usize>>);

/// For each row of a partition its id, and for each journal of the campaign the positions of its rows. A row whose
/// value is empty has no id and is in no journal.
#[pyfunction]
pub(crate) fn partition(
    campaign: &str,
    values: &Bound<'_, PyAny>,
    own: bool,
    client: &Client,
    country: Given<'_>,
) -> PyResult<Places> {
    let country = text_of(country, "country")?;
    let phones =
        phone_rules(&client.core().messages(), country.as_deref()).map_err(|e| error::raise(values.py(), &e))?;
    let mut ids = Vec::with_capacity(values.len().unwrap_or(0));
    let mut journals = vec![Vec::new(); PARTITION_JOURNALS];
    for (position, value) in values.try_iter()?.enumerate() {
        let value = Value::of(values.py(), &value?);
        // What cannot be read goes into some journal, before which its row is refused.
        let cell = value.as_ref().ok().and_then(|value| value.cell().ok()).unwrap_or(Cell::Other("unreadable"));
        ids.push(place(campaign, &cell, own, phones).map(|(id, journal)| {
            journals[journal].push(position);
            id
        }));
    }
    Ok((ids, journals))
}
