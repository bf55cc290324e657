//! `client.messagio`: send.

use pyo3::prelude::*;
use smsbat_core::{Client, MessagioMessage};

use crate::call::{self, options, with};
use crate::model::{Given, not_picklable, record};
use crate::{error, generated};

/// The layer that speaks Messagio, of a client. Its credentials are `messagio_user` and `messagio_sign`.
#[pyclass(frozen, module = "smsbat")]
pub(crate) struct Messagio(pub(crate) Client);

#[pymethods]
impl Messagio {
    /// Sends one Viber message: a text, a text with a button, or an image.
    ///
    ///     >>> client.messagio.send(to="+380671234567", sender="MyShop", text="Hello").outcome.value
    ///     'accepted'
    ///
    /// Args:
    ///     to: Recipient in international form.
    ///     sender: Sender that is registered for the account.
    ///     text: Text; not needed with an image.
    ///     button_text: Label of a button; needs `button_url`.
    ///     button_url: Address that the button opens; needs `button_text`.
    ///     image: Address of an image.
    ///     sending_method: `viber` or `viber_otp`.
    ///     timeout: Seconds for the whole call with all attempts. Default: that of the client.
    ///     max_retries: How often the call may be repeated. Default: that of the client.
    ///     resend_unknown: Repeat even if the first attempt may have arrived, at the risk of sending twice.
    ///
    /// Raises:
    ///     ValidationError: The input breaks a rule; `problems` names every field. Nothing was sent.
    ///     ProviderError: The provider said no; `code` is the native one.
    ///     SmsbatError: Every other failure; `outcome` says whether anything may have been sent.
    #[pyo3(
        signature = (
            *, to, sender, text = None, button_text = None, button_url = None, image = None, sending_method = None,
            timeout = None, max_retries = None, resend_unknown = false,
        ),
        text_signature = "($self, *, to, sender, text=None, button_text=None, button_url=None, image=None, \
                          sending_method='viber', timeout=None, max_retries=None, resend_unknown=False)"
    )]
    #[allow(clippy::too_many_arguments)]
    fn send<'py>(
        &self,
        py: Python<'py>,
        to: Given<'py>,
        sender: Given<'py>,
        text: Given<'py>,
        button_text: Given<'py>,
        button_url: Given<'py>,
        image: Given<'py>,
        sending_method: Given<'py>,
        timeout: Option<f64>,
        max_retries: Option<i64>,
        resend_unknown: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let options = options(py, timeout, max_retries)?.resend_unknown(resend_unknown);
        let given = [to, sender, text, button_text, button_url, image, sending_method];
        let message = MessagioMessage::try_from(record(py, MessagioMessage::class(), &given)?);
        let message = message.map_err(|e| error::raise(py, &e.into()))?;
        let work = |interrupt| self.0.messagio().options(with(options, interrupt)).send(&message);
        call::send(py, work, |result| generated::instance(py, result.record().clone()))
    }

    fn __reduce__(slf: &Bound<'_, Self>) -> PyResult<()> {
        Err(not_picklable(&slf.get_type()))
    }
}
