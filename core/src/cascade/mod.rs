//! The Cascade API: one message that tries several channels in order.

mod message;
mod send;
mod template;

pub use message::{CASCADE_TYPES, CascadeFallback, CascadeMessage, Telegram, TelegramButton, Variable, ViberBot};
pub use send::{CascadeSend, UploadVariables};
pub use template::{SendTemplate, Template, TemplateRow};

use crate::engine::{CallOptions, Engine, description, options};
use crate::error::Error;
use crate::messages::{RawReply, SendResult};
use crate::model::IntoMessages;

/// Operations of this API.
pub(crate) const OPERATIONS: &[description::Operation] =
    &[CascadeSend::DESCRIPTION, UploadVariables::DESCRIPTION, SendTemplate::DESCRIPTION];

/// The Cascade API of a client. Options set here apply to calls made through this value.
#[derive(Debug, Clone)]
#[must_use = "no request is made until one of its methods is called"]
pub struct Cascade<'c> {
    pub(crate) engine: &'c Engine,
    pub(crate) options: CallOptions,
}

options!(Cascade);

impl Cascade<'_> {
    /// Sends 1 to 5,000 messages in one request; 100 to 1,000 are advised (`docs/provider/cascade-api.md` §3, §6).
    ///
    /// The provider returns no status. A row with an id counts as accepted.
    ///
    /// # Errors
    /// Same as [`crate::Messages::send`].
    ///
    /// ```no_run
    /// use smsbat_core::{CascadeMessage, Client, Telegram};
    ///
    /// let client = Client::builder().api_key("…").telegram_bot_key("…").build()?;
    /// let message = CascadeMessage::new("+380671234567", "MyShop", "transaction")
    ///     .text("Your order is ready")
    ///     .telegram(Telegram::new().text("Your order is ready 📦"));
    /// client.cascade().send(&message, true)?.raise_for_outcome()?;
    /// # Ok::<(), smsbat_core::Error>(())
    /// ```
    pub fn send(&self, messages: impl IntoMessages, telegram_viber_first: bool) -> Result<SendResult, Error> {
        send::send(self.engine, &messages.into_messages(), telegram_viber_first, &self.options)
    }

    /// Uploads values for placeholders `%type=id%` (`docs/provider/cascade-api.md` §5).
    ///
    /// # Errors
    /// Same as every call, see [`crate::ErrorKind`].
    pub fn upload_variables(&self, variables: impl IntoMessages) -> Result<RawReply, Error> {
        self.engine.run(UploadVariables { variables: variables.into_messages().into() }, &self.options)
    }

    /// Sends one text to many recipients, filled with the values of each row.
    ///
    /// URLs to be shortened are uploaded as variables; all other values are inserted into the text. Rows are sent in
    /// requests of 500. The result has one row for each, in the same order. If a later request fails, its rows have
    /// that error's outcome, the rows after it are `not_sent`, and the result's warnings name the error.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Validation`] with the problems of all rows, before anything is sent. Otherwise the error of
    /// the first request.
    pub fn send_template(&self, template: &Template, rows: &[TemplateRow]) -> Result<SendResult, Error> {
        template::send_template(self.engine, template, rows, &self.options)
    }
}
