//! Classes of messages, parts and replies. Written by `make gen` from the core's tables; do not edit.
#![allow(clippy::too_many_arguments)]

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyIterator, PyList, PyTuple};
use smsbat_core::{self as core, Class, Record};

use crate::model::{Given, Model, Reply, made, match_args};
use crate::reused::{Held, Turn, turn};
use crate::rows;

/// An SMS. `segments(text)` returns the number of parts it is billed as.
///
/// Args:
///     to: Recipient in international form, such as `+380671234567`. Spaces, `-`, `(` and `)` are removed.
///     sender: Sender name registered for your account.
///     text: Text of the message.
///     ttl: Seconds to wait for delivery before the message expires.
///     customer_message_id: Your own message id, echoed in replies. Default: a new unique id for each send. It is not an
///         idempotency key: the provider does not promise to drop a second message with the same id.
#[pyclass(frozen, extends = Model, module = "smsbat")]
pub(crate) struct Sms;

#[pymethods]
impl Sms {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::Sms::class())
    }

    #[new]
    #[pyo3(signature = (*, to = None, sender = None, text = None, ttl = None, customer_message_id = None))]
    fn new(
        to: Given<'_>,
        sender: Given<'_>,
        text: Given<'_>,
        ttl: Given<'_>,
        customer_message_id: Given<'_>,
    ) -> PyResult<PyClassInitializer<Self>> {
        made(core::Sms::class(), &[to, sender, text, ttl, customer_message_id]).map(|model| model.add_subclass(Self))
    }

    /// Recipient in international form, such as `+380671234567`. Spaces, `-`, `(` and `)` are removed.
    #[getter]
    fn to<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Sender name registered for your account.
    #[getter]
    fn sender<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// Text of the message.
    #[getter]
    fn text<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }

    /// Seconds to wait for delivery before the message expires.
    #[getter]
    fn ttl<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 3)
    }

    /// Your own message id, echoed in replies. Default: a new unique id for each send. It is not an
    /// idempotency key: the provider does not promise to drop a second message with the same id.
    #[getter]
    fn customer_message_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 4)
    }
}

/// A promotional Viber message: text, an image or a video, and a button.
///
/// Args:
///     to: Recipient in international form, such as `+380671234567`. Spaces, `-`, `(` and `)` are removed.
///     sender: Sender name registered for your account.
///     text: Text of the message.
///     image: URL of the image; JPG or PNG, 800x600, under 1 MB advised.
///     video: Video; not together with an image.
///     button: Button; requires `text`.
///     ttl: Seconds to wait for delivery before the message expires.
///     customer_message_id: Your own message id, echoed in replies. Default: a new unique id for each send. It is not an
///         idempotency key: the provider does not promise to drop a second message with the same id.
///     fallback: Message to send if this channel cannot reach the recipient.
#[pyclass(frozen, extends = Model, module = "smsbat")]
pub(crate) struct ViberPromo;

#[pymethods]
impl ViberPromo {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::ViberPromo::class())
    }

    #[new]
    #[pyo3(signature = (*, to = None, sender = None, text = None, image = None, video = None, button = None, ttl = None, customer_message_id = None, fallback = None))]
    fn new(
        to: Given<'_>,
        sender: Given<'_>,
        text: Given<'_>,
        image: Given<'_>,
        video: Given<'_>,
        button: Given<'_>,
        ttl: Given<'_>,
        customer_message_id: Given<'_>,
        fallback: Given<'_>,
    ) -> PyResult<PyClassInitializer<Self>> {
        made(core::ViberPromo::class(), &[to, sender, text, image, video, button, ttl, customer_message_id, fallback])
            .map(|model| model.add_subclass(Self))
    }

    /// Recipient in international form, such as `+380671234567`. Spaces, `-`, `(` and `)` are removed.
    #[getter]
    fn to<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Sender name registered for your account.
    #[getter]
    fn sender<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// Text of the message.
    #[getter]
    fn text<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }

    /// URL of the image; JPG or PNG, 800x600, under 1 MB advised.
    #[getter]
    fn image<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 3)
    }

    /// Video; not together with an image.
    #[getter]
    fn video<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 4)
    }

    /// Button; requires `text`.
    #[getter]
    fn button<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 5)
    }

    /// Seconds to wait for delivery before the message expires.
    #[getter]
    fn ttl<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 6)
    }

    /// Your own message id, echoed in replies. Default: a new unique id for each send. It is not an
    /// idempotency key: the provider does not promise to drop a second message with the same id.
    #[getter]
    fn customer_message_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 7)
    }

    /// Message to send if this channel cannot reach the recipient.
    #[getter]
    fn fallback<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 8)
    }
}

/// A transactional Viber message: text, a document, or both.
///
/// Args:
///     to: Recipient in international form, such as `+380671234567`. Spaces, `-`, `(` and `)` are removed.
///     sender: Sender name registered for your account.
///     text: Text of the message.
///     file: Document.
///     ttl: Seconds to wait for delivery before the message expires.
///     customer_message_id: Your own message id, echoed in replies. Default: a new unique id for each send. It is not an
///         idempotency key: the provider does not promise to drop a second message with the same id.
///     fallback: Message to send if this channel cannot reach the recipient.
#[pyclass(frozen, extends = Model, module = "smsbat")]
pub(crate) struct ViberTransactional;

#[pymethods]
impl ViberTransactional {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::ViberTransactional::class())
    }

    #[new]
    #[pyo3(signature = (*, to = None, sender = None, text = None, file = None, ttl = None, customer_message_id = None, fallback = None))]
    fn new(
        to: Given<'_>,
        sender: Given<'_>,
        text: Given<'_>,
        file: Given<'_>,
        ttl: Given<'_>,
        customer_message_id: Given<'_>,
        fallback: Given<'_>,
    ) -> PyResult<PyClassInitializer<Self>> {
        made(core::ViberTransactional::class(), &[to, sender, text, file, ttl, customer_message_id, fallback])
            .map(|model| model.add_subclass(Self))
    }

    /// Recipient in international form, such as `+380671234567`. Spaces, `-`, `(` and `)` are removed.
    #[getter]
    fn to<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Sender name registered for your account.
    #[getter]
    fn sender<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// Text of the message.
    #[getter]
    fn text<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }

    /// Document.
    #[getter]
    fn file<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 3)
    }

    /// Seconds to wait for delivery before the message expires.
    #[getter]
    fn ttl<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 4)
    }

    /// Your own message id, echoed in replies. Default: a new unique id for each send. It is not an
    /// idempotency key: the provider does not promise to drop a second message with the same id.
    #[getter]
    fn customer_message_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 5)
    }

    /// Message to send if this channel cannot reach the recipient.
    #[getter]
    fn fallback<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 6)
    }
}

/// A Viber carousel of cards.
///
/// Args:
///     to: Recipient in international form, such as `+380671234567`. Spaces, `-`, `(` and `)` are removed.
///     sender: Sender name registered for your account.
///     text: Text of the message.
///     cards: Cards, at least one.
///     ttl: Seconds to wait for delivery before the message expires.
///     customer_message_id: Your own message id, echoed in replies. Default: a new unique id for each send. It is not an
///         idempotency key: the provider does not promise to drop a second message with the same id.
///     fallback: Message to send if this channel cannot reach the recipient.
#[pyclass(frozen, extends = Model, module = "smsbat")]
pub(crate) struct ViberCarousel;

#[pymethods]
impl ViberCarousel {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::ViberCarousel::class())
    }

    #[new]
    #[pyo3(signature = (*, to = None, sender = None, text = None, cards = None, ttl = None, customer_message_id = None, fallback = None))]
    fn new(
        to: Given<'_>,
        sender: Given<'_>,
        text: Given<'_>,
        cards: Given<'_>,
        ttl: Given<'_>,
        customer_message_id: Given<'_>,
        fallback: Given<'_>,
    ) -> PyResult<PyClassInitializer<Self>> {
        made(core::ViberCarousel::class(), &[to, sender, text, cards, ttl, customer_message_id, fallback])
            .map(|model| model.add_subclass(Self))
    }

    /// Recipient in international form, such as `+380671234567`. Spaces, `-`, `(` and `)` are removed.
    #[getter]
    fn to<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Sender name registered for your account.
    #[getter]
    fn sender<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// Text of the message.
    #[getter]
    fn text<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }

    /// Cards, at least one.
    #[getter]
    fn cards<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 3)
    }

    /// Seconds to wait for delivery before the message expires.
    #[getter]
    fn ttl<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 4)
    }

    /// Your own message id, echoed in replies. Default: a new unique id for each send. It is not an
    /// idempotency key: the provider does not promise to drop a second message with the same id.
    #[getter]
    fn customer_message_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 5)
    }

    /// Message to send if this channel cannot reach the recipient.
    #[getter]
    fn fallback<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 6)
    }
}

/// A Viber survey: a question in `text` with answers to choose from.
///
/// Args:
///     to: Recipient in international form, such as `+380671234567`. Spaces, `-`, `(` and `)` are removed.
///     sender: Sender name registered for your account.
///     text: Text of the message.
///     options: Answers: 1 to 5, each under 30 characters advised.
///     ttl: Seconds to wait for delivery before the message expires.
///     customer_message_id: Your own message id, echoed in replies. Default: a new unique id for each send. It is not an
///         idempotency key: the provider does not promise to drop a second message with the same id.
///     fallback: Message to send if this channel cannot reach the recipient.
#[pyclass(frozen, extends = Model, module = "smsbat")]
pub(crate) struct ViberSurvey;

#[pymethods]
impl ViberSurvey {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::ViberSurvey::class())
    }

    #[new]
    #[pyo3(signature = (*, to = None, sender = None, text = None, options = None, ttl = None, customer_message_id = None, fallback = None))]
    fn new(
        to: Given<'_>,
        sender: Given<'_>,
        text: Given<'_>,
        options: Given<'_>,
        ttl: Given<'_>,
        customer_message_id: Given<'_>,
        fallback: Given<'_>,
    ) -> PyResult<PyClassInitializer<Self>> {
        made(core::ViberSurvey::class(), &[to, sender, text, options, ttl, customer_message_id, fallback])
            .map(|model| model.add_subclass(Self))
    }

    /// Recipient in international form, such as `+380671234567`. Spaces, `-`, `(` and `)` are removed.
    #[getter]
    fn to<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Sender name registered for your account.
    #[getter]
    fn sender<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// Text of the message.
    #[getter]
    fn text<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }

    /// Answers: 1 to 5, each under 30 characters advised.
    #[getter]
    fn options<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 3)
    }

    /// Seconds to wait for delivery before the message expires.
    #[getter]
    fn ttl<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 4)
    }

    /// Your own message id, echoed in replies. Default: a new unique id for each send. It is not an
    /// idempotency key: the provider does not promise to drop a second message with the same id.
    #[getter]
    fn customer_message_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 5)
    }

    /// Message to send if this channel cannot reach the recipient.
    #[getter]
    fn fallback<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 6)
    }
}

/// A one-time password in Viber, made from one of Viber's templates.
///
/// Args:
///     to: Recipient in international form, such as `+380671234567`. Spaces, `-`, `(` and `)` are removed.
///     sender: Sender name registered for your account.
///     text: Text of the message.
///     template_id: Id of the template (a UUID).
///     template_lang: Language of the template, such as `uk`.
///     template_params: Values for the template, such as `pin`. Names are case-sensitive. Pass a code as text to keep leading zeros.
///     ttl: Seconds to wait for delivery before the message expires.
///     customer_message_id: Your own message id, echoed in replies. Default: a new unique id for each send. It is not an
///         idempotency key: the provider does not promise to drop a second message with the same id.
///     fallback: Message to send if this channel cannot reach the recipient.
#[pyclass(frozen, extends = Model, module = "smsbat")]
pub(crate) struct ViberOtp;

#[pymethods]
impl ViberOtp {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::ViberOtp::class())
    }

    #[new]
    #[pyo3(signature = (*, to = None, sender = None, text = None, template_id = None, template_lang = None, template_params = None, ttl = None, customer_message_id = None, fallback = None))]
    fn new(
        to: Given<'_>,
        sender: Given<'_>,
        text: Given<'_>,
        template_id: Given<'_>,
        template_lang: Given<'_>,
        template_params: Given<'_>,
        ttl: Given<'_>,
        customer_message_id: Given<'_>,
        fallback: Given<'_>,
    ) -> PyResult<PyClassInitializer<Self>> {
        made(
            core::ViberOtp::class(),
            &[to, sender, text, template_id, template_lang, template_params, ttl, customer_message_id, fallback],
        )
        .map(|model| model.add_subclass(Self))
    }

    /// Recipient in international form, such as `+380671234567`. Spaces, `-`, `(` and `)` are removed.
    #[getter]
    fn to<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Sender name registered for your account.
    #[getter]
    fn sender<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// Text of the message.
    #[getter]
    fn text<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }

    /// Id of the template (a UUID).
    #[getter]
    fn template_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 3)
    }

    /// Language of the template, such as `uk`.
    #[getter]
    fn template_lang<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 4)
    }

    /// Values for the template, such as `pin`. Names are case-sensitive. Pass a code as text to keep leading zeros.
    #[getter]
    fn template_params<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 5)
    }

    /// Seconds to wait for delivery before the message expires.
    #[getter]
    fn ttl<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 6)
    }

    /// Your own message id, echoed in replies. Default: a new unique id for each send. It is not an
    /// idempotency key: the provider does not promise to drop a second message with the same id.
    #[getter]
    fn customer_message_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 7)
    }

    /// Message to send if this channel cannot reach the recipient.
    #[getter]
    fn fallback<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 8)
    }
}

/// An RCS message: text, media, buttons or a carousel of cards.
///
/// Args:
///     to: Recipient in international form, such as `+380671234567`. Spaces, `-`, `(` and `)` are removed.
///     sender: Sender name registered for your account.
///     text: Text of the message.
///     media: Image, video or audio file.
///     buttons: Buttons; at most 4 advised.
///     cards: Carousel cards.
///     ttl: Seconds to wait for delivery before the message expires.
///     customer_message_id: Your own message id, echoed in replies. Default: a new unique id for each send. It is not an
///         idempotency key: the provider does not promise to drop a second message with the same id.
///     fallback: Message to send if this channel cannot reach the recipient.
#[pyclass(frozen, extends = Model, module = "smsbat")]
pub(crate) struct Rcs;

#[pymethods]
impl Rcs {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::Rcs::class())
    }

    #[new]
    #[pyo3(signature = (*, to = None, sender = None, text = None, media = None, buttons = None, cards = None, ttl = None, customer_message_id = None, fallback = None))]
    fn new(
        to: Given<'_>,
        sender: Given<'_>,
        text: Given<'_>,
        media: Given<'_>,
        buttons: Given<'_>,
        cards: Given<'_>,
        ttl: Given<'_>,
        customer_message_id: Given<'_>,
        fallback: Given<'_>,
    ) -> PyResult<PyClassInitializer<Self>> {
        made(core::Rcs::class(), &[to, sender, text, media, buttons, cards, ttl, customer_message_id, fallback])
            .map(|model| model.add_subclass(Self))
    }

    /// Recipient in international form, such as `+380671234567`. Spaces, `-`, `(` and `)` are removed.
    #[getter]
    fn to<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Sender name registered for your account.
    #[getter]
    fn sender<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// Text of the message.
    #[getter]
    fn text<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }

    /// Image, video or audio file.
    #[getter]
    fn media<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 3)
    }

    /// Buttons; at most 4 advised.
    #[getter]
    fn buttons<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 4)
    }

    /// Carousel cards.
    #[getter]
    fn cards<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 5)
    }

    /// Seconds to wait for delivery before the message expires.
    #[getter]
    fn ttl<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 6)
    }

    /// Your own message id, echoed in replies. Default: a new unique id for each send. It is not an
    /// idempotency key: the provider does not promise to drop a second message with the same id.
    #[getter]
    fn customer_message_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 7)
    }

    /// Message to send if this channel cannot reach the recipient.
    #[getter]
    fn fallback<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 8)
    }
}

/// A flash call: the recipient's phone rings, and the caller's number is the code.
///
/// Args:
///     to: Recipient in international form, such as `+380671234567`. Spaces, `-`, `(` and `)` are removed.
///     sender: Sender name registered for your account.
///     text: Text of the message.
///     caller_id: Number that calls the recipient.
///     ttl: Seconds to wait for delivery before the message expires.
///     customer_message_id: Your own message id, echoed in replies. Default: a new unique id for each send. It is not an
///         idempotency key: the provider does not promise to drop a second message with the same id.
///     fallback: Message to send if this channel cannot reach the recipient.
#[pyclass(frozen, extends = Model, module = "smsbat")]
pub(crate) struct FlashCall;

#[pymethods]
impl FlashCall {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::FlashCall::class())
    }

    #[new]
    #[pyo3(signature = (*, to = None, sender = None, text = None, caller_id = None, ttl = None, customer_message_id = None, fallback = None))]
    fn new(
        to: Given<'_>,
        sender: Given<'_>,
        text: Given<'_>,
        caller_id: Given<'_>,
        ttl: Given<'_>,
        customer_message_id: Given<'_>,
        fallback: Given<'_>,
    ) -> PyResult<PyClassInitializer<Self>> {
        made(core::FlashCall::class(), &[to, sender, text, caller_id, ttl, customer_message_id, fallback])
            .map(|model| model.add_subclass(Self))
    }

    /// Recipient in international form, such as `+380671234567`. Spaces, `-`, `(` and `)` are removed.
    #[getter]
    fn to<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Sender name registered for your account.
    #[getter]
    fn sender<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// Text of the message.
    #[getter]
    fn text<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }

    /// Number that calls the recipient.
    #[getter]
    fn caller_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 3)
    }

    /// Seconds to wait for delivery before the message expires.
    #[getter]
    fn ttl<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 4)
    }

    /// Your own message id, echoed in replies. Default: a new unique id for each send. It is not an
    /// idempotency key: the provider does not promise to drop a second message with the same id.
    #[getter]
    fn customer_message_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 5)
    }

    /// Message to send if this channel cannot reach the recipient.
    #[getter]
    fn fallback<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 6)
    }
}

/// Message to send if the first channel cannot reach the recipient.
///
/// Args:
///     text: Text of the fallback message.
///     type: Channel of the fallback; only `sms` is documented. Default: `sms`.
#[pyclass(frozen, extends = Model, module = "smsbat")]
pub(crate) struct Fallback;

#[pymethods]
impl Fallback {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::Fallback::class())
    }

    #[new]
    #[pyo3(signature = (text = None, r#type = None), text_signature = "(text=None, type='sms')")]
    fn new(text: Given<'_>, r#type: Given<'_>) -> PyResult<PyClassInitializer<Self>> {
        made(core::Fallback::class(), &[text, r#type]).map(|model| model.add_subclass(Self))
    }

    /// Text of the fallback message.
    #[getter]
    fn text<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Channel of the fallback; only `sms` is documented. Default: `sms`.
    #[getter]
    fn r#type<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }
}

/// A button that opens a URL.
///
/// Args:
///     text: Label, 2 to 3 words advised.
///     url: URL that the button opens.
#[pyclass(frozen, extends = Model, module = "smsbat")]
pub(crate) struct Button;

#[pymethods]
impl Button {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::Button::class())
    }

    #[new]
    #[pyo3(signature = (text = None, url = None))]
    fn new(text: Given<'_>, url: Given<'_>) -> PyResult<PyClassInitializer<Self>> {
        made(core::Button::class(), &[text, url]).map(|model| model.add_subclass(Self))
    }

    /// Label, 2 to 3 words advised.
    #[getter]
    fn text<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// URL that the button opens.
    #[getter]
    fn url<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }
}

/// A video of a Viber promotional message.
///
/// Args:
///     url: URL of the video; MP4 under 10 MB advised.
///     thumbnail: URL of the preview image.
///     file_size: Size in bytes.
///     duration: Duration in seconds.
#[pyclass(frozen, extends = Model, module = "smsbat")]
pub(crate) struct Video;

#[pymethods]
impl Video {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::Video::class())
    }

    #[new]
    #[pyo3(signature = (url = None, thumbnail = None, file_size = None, duration = None))]
    fn new(
        url: Given<'_>,
        thumbnail: Given<'_>,
        file_size: Given<'_>,
        duration: Given<'_>,
    ) -> PyResult<PyClassInitializer<Self>> {
        made(core::Video::class(), &[url, thumbnail, file_size, duration]).map(|model| model.add_subclass(Self))
    }

    /// URL of the video; MP4 under 10 MB advised.
    #[getter]
    fn url<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// URL of the preview image.
    #[getter]
    fn thumbnail<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// Size in bytes.
    #[getter]
    fn file_size<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }

    /// Duration in seconds.
    #[getter]
    fn duration<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 3)
    }
}

/// A document of a Viber transactional message.
///
/// Args:
///     url: URL of the document.
///     name: Name that the recipient sees.
///     type: Type of the document. Default: `pdf`, the only documented type.
#[pyclass(frozen, extends = Model, module = "smsbat")]
pub(crate) struct File;

#[pymethods]
impl File {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::File::class())
    }

    #[new]
    #[pyo3(signature = (url = None, name = None, r#type = None), text_signature = "(url=None, name=None, type='pdf')")]
    fn new(url: Given<'_>, name: Given<'_>, r#type: Given<'_>) -> PyResult<PyClassInitializer<Self>> {
        made(core::File::class(), &[url, name, r#type]).map(|model| model.add_subclass(Self))
    }

    /// URL of the document.
    #[getter]
    fn url<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Name that the recipient sees.
    #[getter]
    fn name<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// Type of the document. Default: `pdf`, the only documented type.
    #[getter]
    fn r#type<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }
}

/// A card of a Viber carousel.
///
/// Args:
///     title: Title.
///     image: URL of the image.
///     primary: Main button.
///     secondary: Second button.
#[pyclass(frozen, extends = Model, module = "smsbat")]
pub(crate) struct Card;

#[pymethods]
impl Card {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::Card::class())
    }

    #[new]
    #[pyo3(signature = (title = None, image = None, primary = None, secondary = None))]
    fn new(
        title: Given<'_>,
        image: Given<'_>,
        primary: Given<'_>,
        secondary: Given<'_>,
    ) -> PyResult<PyClassInitializer<Self>> {
        made(core::Card::class(), &[title, image, primary, secondary]).map(|model| model.add_subclass(Self))
    }

    /// Title.
    #[getter]
    fn title<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// URL of the image.
    #[getter]
    fn image<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// Main button.
    #[getter]
    fn primary<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }

    /// Second button.
    #[getter]
    fn secondary<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 3)
    }
}

/// An image, video or audio file of an RCS message.
///
/// Args:
///     url: URL of the file.
///     type: MIME type, such as `image/jpeg`.
///     width: Width in pixels.
///     height: Height in pixels.
///     thumbnail: URL of a video's preview image.
#[pyclass(frozen, extends = Model, module = "smsbat")]
pub(crate) struct Media;

#[pymethods]
impl Media {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::Media::class())
    }

    #[new]
    #[pyo3(signature = (url = None, r#type = None, width = None, height = None, thumbnail = None))]
    fn new(
        url: Given<'_>,
        r#type: Given<'_>,
        width: Given<'_>,
        height: Given<'_>,
        thumbnail: Given<'_>,
    ) -> PyResult<PyClassInitializer<Self>> {
        made(core::Media::class(), &[url, r#type, width, height, thumbnail]).map(|model| model.add_subclass(Self))
    }

    /// URL of the file.
    #[getter]
    fn url<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// MIME type, such as `image/jpeg`.
    #[getter]
    fn r#type<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// Width in pixels.
    #[getter]
    fn width<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }

    /// Height in pixels.
    #[getter]
    fn height<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 3)
    }

    /// URL of a video's preview image.
    #[getter]
    fn thumbnail<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 4)
    }
}

/// A button under an RCS message.
///
/// Args:
///     text: Label, 2 to 3 words advised.
///     action: Action of the button.
#[pyclass(frozen, extends = Model, module = "smsbat")]
pub(crate) struct RcsButton;

#[pymethods]
impl RcsButton {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::RcsButton::class())
    }

    #[new]
    #[pyo3(signature = (text = None, action = None))]
    fn new(text: Given<'_>, action: Given<'_>) -> PyResult<PyClassInitializer<Self>> {
        made(core::RcsButton::class(), &[text, action]).map(|model| model.add_subclass(Self))
    }

    /// Label, 2 to 3 words advised.
    #[getter]
    fn text<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Action of the button.
    #[getter]
    fn action<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }
}

/// A card of an RCS carousel.
///
/// Args:
///     title: Title.
///     description: Text under the title.
///     media: Image or video.
///     buttons: Buttons, at most 4 advised.
#[pyclass(frozen, extends = Model, module = "smsbat")]
pub(crate) struct RcsCard;

#[pymethods]
impl RcsCard {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::RcsCard::class())
    }

    #[new]
    #[pyo3(signature = (title = None, description = None, media = None, buttons = None))]
    fn new(
        title: Given<'_>,
        description: Given<'_>,
        media: Given<'_>,
        buttons: Given<'_>,
    ) -> PyResult<PyClassInitializer<Self>> {
        made(core::RcsCard::class(), &[title, description, media, buttons]).map(|model| model.add_subclass(Self))
    }

    /// Title.
    #[getter]
    fn title<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Text under the title.
    #[getter]
    fn description<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// Image or video.
    #[getter]
    fn media<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }

    /// Buttons, at most 4 advised.
    #[getter]
    fn buttons<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 3)
    }
}

/// The action of an RCS button. Create it with one of its constructors.
#[pyclass(frozen, extends = Model, module = "smsbat")]
pub(crate) struct Action;

#[pymethods]
impl Action {
    /// Opens a URL.
    ///
    /// Args:
    ///     url: URL to open.
    #[staticmethod]
    #[pyo3(signature = (url))]
    fn open_url<'py>(py: Python<'py>, url: Given<'py>) -> PyResult<Bound<'py, PyAny>> {
        let class: &'static Class = <core::Action as core::Model>::CLASSES[0];
        Ok(Bound::new(py, made(class, &[url])?.add_subclass(Self))?.into_any())
    }

    /// Calls a number.
    ///
    /// Args:
    ///     phone: Number to call, in international form.
    #[staticmethod]
    #[pyo3(signature = (phone))]
    fn dial<'py>(py: Python<'py>, phone: Given<'py>) -> PyResult<Bound<'py, PyAny>> {
        let class: &'static Class = <core::Action as core::Model>::CLASSES[1];
        Ok(Bound::new(py, made(class, &[phone])?.add_subclass(Self))?.into_any())
    }

    /// Asks for the recipient's location.
    #[staticmethod]
    #[pyo3(signature = ())]
    fn share_location<'py>(py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let class: &'static Class = <core::Action as core::Model>::CLASSES[2];
        Ok(Bound::new(py, made(class, &[])?.add_subclass(Self))?.into_any())
    }

    /// Adds an event to the calendar.
    ///
    /// Args:
    ///     title: Title of the event.
    ///     start: Start, with a time zone.
    ///     end: End, with a time zone.
    #[staticmethod]
    #[pyo3(signature = (title, start, end = None))]
    fn create_calendar_event<'py>(
        py: Python<'py>,
        title: Given<'py>,
        start: Given<'py>,
        end: Given<'py>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let class: &'static Class = <core::Action as core::Model>::CLASSES[3];
        Ok(Bound::new(py, made(class, &[title, start, end])?.add_subclass(Self))?.into_any())
    }

    /// URL to open.
    #[getter]
    fn url<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().named(slf.py(), "url")
    }

    /// Number to call, in international form.
    #[getter]
    fn phone<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().named(slf.py(), "phone")
    }

    /// Title of the event.
    #[getter]
    fn title<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().named(slf.py(), "title")
    }

    /// Start, with a time zone.
    #[getter]
    fn start<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().named(slf.py(), "start")
    }

    /// End, with a time zone.
    #[getter]
    fn end<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().named(slf.py(), "end")
    }
}

/// A message that tries channels in order until one works: Telegram, Viber, RCS, SMS.
///
/// Args:
///     id: Your own message id, echoed in the reply. No other message of the call may have it; under 255 characters
///         advised. Default: a new unique id.
///     to: Recipient in international form.
///     sender: Sender name registered for your account.
///     message_type: `transaction`, `promo`, `viber_survey`, `flashcall` or `viber_carousel`. Other values are sent unchanged.
///     text: Text; at most 85 characters for a survey.
///     ttl: Seconds to wait for delivery before the message expires.
///     scheduled: Time to send it, with a time zone; at most 30 days ahead advised. Written under both documented spellings.
///     survey_options: Survey answers, 2 to 5, each under 30 characters advised.
///     variables: Values for the placeholders in the text, sent with the message.
///     viber: Content for Viber, if it differs from `text`.
///     telegram: Content for Telegram, if it differs from `text`.
///     check_session: Look for an open session first (wire key `wheterCheckSession`).
///     customer_data: Your own data.
///     fallback: Message to send if a flash call does not reach the recipient.
#[pyclass(frozen, extends = Model, module = "smsbat")]
pub(crate) struct CascadeMessage;

#[pymethods]
impl CascadeMessage {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::CascadeMessage::class())
    }

    #[new]
    #[pyo3(signature = (*, id = None, to = None, sender = None, message_type = None, text = None, ttl = None, scheduled = None, survey_options = None, variables = None, viber = None, telegram = None, check_session = None, customer_data = None, fallback = None))]
    fn new(
        id: Given<'_>,
        to: Given<'_>,
        sender: Given<'_>,
        message_type: Given<'_>,
        text: Given<'_>,
        ttl: Given<'_>,
        scheduled: Given<'_>,
        survey_options: Given<'_>,
        variables: Given<'_>,
        viber: Given<'_>,
        telegram: Given<'_>,
        check_session: Given<'_>,
        customer_data: Given<'_>,
        fallback: Given<'_>,
    ) -> PyResult<PyClassInitializer<Self>> {
        made(
            core::CascadeMessage::class(),
            &[
                id,
                to,
                sender,
                message_type,
                text,
                ttl,
                scheduled,
                survey_options,
                variables,
                viber,
                telegram,
                check_session,
                customer_data,
                fallback,
            ],
        )
        .map(|model| model.add_subclass(Self))
    }

    /// Your own message id, echoed in the reply. No other message of the call may have it; under 255 characters
    /// advised. Default: a new unique id.
    #[getter]
    fn id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Recipient in international form.
    #[getter]
    fn to<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// Sender name registered for your account.
    #[getter]
    fn sender<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }

    /// `transaction`, `promo`, `viber_survey`, `flashcall` or `viber_carousel`. Other values are sent unchanged.
    #[getter]
    fn message_type<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 3)
    }

    /// Text; at most 85 characters for a survey.
    #[getter]
    fn text<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 4)
    }

    /// Seconds to wait for delivery before the message expires.
    #[getter]
    fn ttl<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 5)
    }

    /// Time to send it, with a time zone; at most 30 days ahead advised. Written under both documented spellings.
    #[getter]
    fn scheduled<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 6)
    }

    /// Survey answers, 2 to 5, each under 30 characters advised.
    #[getter]
    fn survey_options<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 7)
    }

    /// Values for the placeholders in the text, sent with the message.
    #[getter]
    fn variables<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 8)
    }

    /// Content for Viber, if it differs from `text`.
    #[getter]
    fn viber<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 9)
    }

    /// Content for Telegram, if it differs from `text`.
    #[getter]
    fn telegram<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 10)
    }

    /// Look for an open session first (wire key `wheterCheckSession`).
    #[getter]
    fn check_session<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 11)
    }

    /// Your own data.
    #[getter]
    fn customer_data<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 12)
    }

    /// Message to send if a flash call does not reach the recipient.
    #[getter]
    fn fallback<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 13)
    }
}

/// Message to send if the flash call does not reach the recipient.
///
/// Args:
///     text: Text of the fallback message.
///     message_type: Type of the fallback message, such as `transaction`.
#[pyclass(frozen, extends = Model, module = "smsbat")]
pub(crate) struct CascadeFallback;

#[pymethods]
impl CascadeFallback {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::CascadeFallback::class())
    }

    #[new]
    #[pyo3(signature = (text = None, message_type = None))]
    fn new(text: Given<'_>, message_type: Given<'_>) -> PyResult<PyClassInitializer<Self>> {
        made(core::CascadeFallback::class(), &[text, message_type]).map(|model| model.add_subclass(Self))
    }

    /// Text of the fallback message.
    #[getter]
    fn text<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Type of the fallback message, such as `transaction`.
    #[getter]
    fn message_type<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }
}

/// A value for a placeholder `%type=id%` in the text of Cascade messages.
///
/// Args:
///     id: Number of the variable; unique over all types.
///     type: `name` (any text), `url` (inserted as it is) or `short_url` (shortened on sending).
///     value: The value.
#[pyclass(frozen, extends = Model, module = "smsbat")]
pub(crate) struct Variable;

#[pymethods]
impl Variable {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::Variable::class())
    }

    #[new]
    #[pyo3(signature = (id = None, r#type = None, value = None))]
    fn new(id: Given<'_>, r#type: Given<'_>, value: Given<'_>) -> PyResult<PyClassInitializer<Self>> {
        made(core::Variable::class(), &[id, r#type, value]).map(|model| model.add_subclass(Self))
    }

    /// Number of the variable; unique over all types.
    #[getter]
    fn id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// `name` (any text), `url` (inserted as it is) or `short_url` (shortened on sending).
    #[getter]
    fn r#type<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// The value.
    #[getter]
    fn value<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }
}

/// Content for a Viber bot or a Viber business message.
///
/// Args:
///     receiver: Viber user id of the recipient, for a bot.
///     min_api_version: Lowest version of Viber's API that the recipient's app must have.
///     type: Kind of message, such as `text`.
///     sender_name: Name that the bot shows.
///     sender_avatar: URL of the bot's picture.
///     text: Text.
///     fallback_text: Text for apps that cannot show the message.
///     ttl: Seconds to wait for delivery before the message expires.
///     survey_options: Survey answers, 2 to 5.
///     cards: Cards of a carousel.
#[pyclass(frozen, extends = Model, module = "smsbat")]
pub(crate) struct ViberBot;

#[pymethods]
impl ViberBot {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::ViberBot::class())
    }

    #[new]
    #[pyo3(signature = (receiver = None, min_api_version = None, r#type = None, sender_name = None, sender_avatar = None, text = None, fallback_text = None, ttl = None, survey_options = None, cards = None))]
    fn new(
        receiver: Given<'_>,
        min_api_version: Given<'_>,
        r#type: Given<'_>,
        sender_name: Given<'_>,
        sender_avatar: Given<'_>,
        text: Given<'_>,
        fallback_text: Given<'_>,
        ttl: Given<'_>,
        survey_options: Given<'_>,
        cards: Given<'_>,
    ) -> PyResult<PyClassInitializer<Self>> {
        made(
            core::ViberBot::class(),
            &[
                receiver,
                min_api_version,
                r#type,
                sender_name,
                sender_avatar,
                text,
                fallback_text,
                ttl,
                survey_options,
                cards,
            ],
        )
        .map(|model| model.add_subclass(Self))
    }

    /// Viber user id of the recipient, for a bot.
    #[getter]
    fn receiver<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Lowest version of Viber's API that the recipient's app must have.
    #[getter]
    fn min_api_version<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// Kind of message, such as `text`.
    #[getter]
    fn r#type<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }

    /// Name that the bot shows.
    #[getter]
    fn sender_name<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 3)
    }

    /// URL of the bot's picture.
    #[getter]
    fn sender_avatar<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 4)
    }

    /// Text.
    #[getter]
    fn text<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 5)
    }

    /// Text for apps that cannot show the message.
    #[getter]
    fn fallback_text<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 6)
    }

    /// Seconds to wait for delivery before the message expires.
    #[getter]
    fn ttl<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 7)
    }

    /// Survey answers, 2 to 5.
    #[getter]
    fn survey_options<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 8)
    }

    /// Cards of a carousel.
    #[getter]
    fn cards<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 9)
    }
}

/// Content for a Telegram bot.
///
/// Args:
///     text: Text.
///     photo_url: URL of a picture.
///     chat_id: Id of the chat.
///     buttons: Buttons.
#[pyclass(frozen, extends = Model, module = "smsbat")]
pub(crate) struct Telegram;

#[pymethods]
impl Telegram {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::Telegram::class())
    }

    #[new]
    #[pyo3(signature = (text = None, photo_url = None, chat_id = None, buttons = None))]
    fn new(
        text: Given<'_>,
        photo_url: Given<'_>,
        chat_id: Given<'_>,
        buttons: Given<'_>,
    ) -> PyResult<PyClassInitializer<Self>> {
        made(core::Telegram::class(), &[text, photo_url, chat_id, buttons]).map(|model| model.add_subclass(Self))
    }

    /// Text.
    #[getter]
    fn text<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// URL of a picture.
    #[getter]
    fn photo_url<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// Id of the chat.
    #[getter]
    fn chat_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }

    /// Buttons.
    #[getter]
    fn buttons<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 3)
    }
}

/// A button under a Telegram message.
///
/// Args:
///     text: Label.
///     action: Text that the bot receives when the button is pressed.
#[pyclass(frozen, extends = Model, module = "smsbat")]
pub(crate) struct TelegramButton;

#[pymethods]
impl TelegramButton {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::TelegramButton::class())
    }

    #[new]
    #[pyo3(signature = (text = None, action = None))]
    fn new(text: Given<'_>, action: Given<'_>) -> PyResult<PyClassInitializer<Self>> {
        made(core::TelegramButton::class(), &[text, action]).map(|model| model.add_subclass(Self))
    }

    /// Label.
    #[getter]
    fn text<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Text that the bot receives when the button is pressed.
    #[getter]
    fn action<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }
}

/// A message for many recipients: SMS, Viber, or Viber with SMS as a fallback.
///
/// Args:
///     recipients: Recipients in international form, 1 to 5,000.
///     sender: Sender for parts without their own.
///     text: Text for parts without their own.
///     start_time: Time to send it, with a time zone.
///     sequence_id: Your own id of the request. The provider does not say whether it drops a second request with the same id.
///     sms: Send by SMS; together with `viber`, only if Viber does not reach the recipient.
///     viber: Send by Viber.
#[pyclass(frozen, extends = Model, module = "smsbat")]
pub(crate) struct TurboSmsMessage;

#[pymethods]
impl TurboSmsMessage {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::TurboSmsMessage::class())
    }

    #[new]
    #[pyo3(signature = (*, recipients = None, sender = None, text = None, start_time = None, sequence_id = None, sms = None, viber = None))]
    fn new(
        recipients: Given<'_>,
        sender: Given<'_>,
        text: Given<'_>,
        start_time: Given<'_>,
        sequence_id: Given<'_>,
        sms: Given<'_>,
        viber: Given<'_>,
    ) -> PyResult<PyClassInitializer<Self>> {
        made(core::TurboSmsMessage::class(), &[recipients, sender, text, start_time, sequence_id, sms, viber])
            .map(|model| model.add_subclass(Self))
    }

    /// Recipients in international form, 1 to 5,000.
    #[getter]
    fn recipients<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Sender for parts without their own.
    #[getter]
    fn sender<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// Text for parts without their own.
    #[getter]
    fn text<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }

    /// Time to send it, with a time zone.
    #[getter]
    fn start_time<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 3)
    }

    /// Your own id of the request. The provider does not say whether it drops a second request with the same id.
    #[getter]
    fn sequence_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 4)
    }

    /// Send by SMS; together with `viber`, only if Viber does not reach the recipient.
    #[getter]
    fn sms<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 5)
    }

    /// Send by Viber.
    #[getter]
    fn viber<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 6)
    }
}

/// The SMS part of a TurboSMS message. Fields set here override those of the message.
///
/// Args:
///     sender: Sender.
///     text: Text.
///     is_flash: Send a flash SMS, which is shown at once and not stored.
#[pyclass(frozen, extends = Model, module = "smsbat")]
pub(crate) struct TurboSms;

#[pymethods]
impl TurboSms {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::TurboSms::class())
    }

    #[new]
    #[pyo3(signature = (sender = None, text = None, is_flash = None))]
    fn new(sender: Given<'_>, text: Given<'_>, is_flash: Given<'_>) -> PyResult<PyClassInitializer<Self>> {
        made(core::TurboSms::class(), &[sender, text, is_flash]).map(|model| model.add_subclass(Self))
    }

    /// Sender.
    #[getter]
    fn sender<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Text.
    #[getter]
    fn text<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// Send a flash SMS, which is shown at once and not stored.
    #[getter]
    fn is_flash<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }
}

/// The Viber part of a TurboSMS message. Fields set here override those of the message.
///
/// Args:
///     sender: Sender.
///     text: Text.
///     ttl: Seconds to wait for delivery before the message expires; native TurboSMS allows 60 to 86400.
///     image_url: URL of an image.
///     caption: Label of the button, at most 30 characters; requires `action`.
///     action: URL that the button opens; requires `caption`.
///     file_id: Id of a file that was uploaded to native TurboSMS.
///     count_clicks: Count clicks on the button.
///     is_transactional: True for a transactional message, false for a promotional one.
///     carousel: Carousel cards.
///     survey: Survey answers.
#[pyclass(frozen, extends = Model, module = "smsbat")]
pub(crate) struct TurboViber;

#[pymethods]
impl TurboViber {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::TurboViber::class())
    }

    #[new]
    #[pyo3(signature = (sender = None, text = None, ttl = None, image_url = None, caption = None, action = None, file_id = None, count_clicks = None, is_transactional = None, carousel = None, survey = None))]
    fn new(
        sender: Given<'_>,
        text: Given<'_>,
        ttl: Given<'_>,
        image_url: Given<'_>,
        caption: Given<'_>,
        action: Given<'_>,
        file_id: Given<'_>,
        count_clicks: Given<'_>,
        is_transactional: Given<'_>,
        carousel: Given<'_>,
        survey: Given<'_>,
    ) -> PyResult<PyClassInitializer<Self>> {
        made(
            core::TurboViber::class(),
            &[sender, text, ttl, image_url, caption, action, file_id, count_clicks, is_transactional, carousel, survey],
        )
        .map(|model| model.add_subclass(Self))
    }

    /// Sender.
    #[getter]
    fn sender<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Text.
    #[getter]
    fn text<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// Seconds to wait for delivery before the message expires; native TurboSMS allows 60 to 86400.
    #[getter]
    fn ttl<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }

    /// URL of an image.
    #[getter]
    fn image_url<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 3)
    }

    /// Label of the button, at most 30 characters; requires `action`.
    #[getter]
    fn caption<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 4)
    }

    /// URL that the button opens; requires `caption`.
    #[getter]
    fn action<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 5)
    }

    /// Id of a file that was uploaded to native TurboSMS.
    #[getter]
    fn file_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 6)
    }

    /// Count clicks on the button.
    #[getter]
    fn count_clicks<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 7)
    }

    /// True for a transactional message, false for a promotional one.
    #[getter]
    fn is_transactional<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 8)
    }

    /// Carousel cards.
    #[getter]
    fn carousel<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 9)
    }

    /// Survey answers.
    #[getter]
    fn survey<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 10)
    }
}

/// A card of a TurboSMS carousel.
///
/// Args:
///     title: Title.
///     image_url: URL of the image.
///     button_caption: Label of the button.
///     button_url: URL that the button opens.
///     link_caption: Label of the link.
///     link_url: URL that the link opens.
#[pyclass(frozen, extends = Model, module = "smsbat")]
pub(crate) struct TurboCard;

#[pymethods]
impl TurboCard {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::TurboCard::class())
    }

    #[new]
    #[pyo3(signature = (title = None, image_url = None, button_caption = None, button_url = None, link_caption = None, link_url = None))]
    fn new(
        title: Given<'_>,
        image_url: Given<'_>,
        button_caption: Given<'_>,
        button_url: Given<'_>,
        link_caption: Given<'_>,
        link_url: Given<'_>,
    ) -> PyResult<PyClassInitializer<Self>> {
        made(core::TurboCard::class(), &[title, image_url, button_caption, button_url, link_caption, link_url])
            .map(|model| model.add_subclass(Self))
    }

    /// Title.
    #[getter]
    fn title<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// URL of the image.
    #[getter]
    fn image_url<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// Label of the button.
    #[getter]
    fn button_caption<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }

    /// URL that the button opens.
    #[getter]
    fn button_url<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 3)
    }

    /// Label of the link.
    #[getter]
    fn link_caption<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 4)
    }

    /// URL that the link opens.
    #[getter]
    fn link_url<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 5)
    }
}

/// An operator to add.
///
/// Args:
///     organization_id: Organization that the operator belongs to.
///     name: Name, at most 100 characters.
#[pyclass(frozen, extends = Model, module = "smsbat")]
pub(crate) struct NewOperator;

#[pymethods]
impl NewOperator {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::NewOperator::class())
    }

    #[new]
    #[pyo3(signature = (organization_id = None, name = None))]
    fn new(organization_id: Given<'_>, name: Given<'_>) -> PyResult<PyClassInitializer<Self>> {
        made(core::NewOperator::class(), &[organization_id, name]).map(|model| model.add_subclass(Self))
    }

    /// Organization that the operator belongs to.
    #[getter]
    fn organization_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Name, at most 100 characters.
    #[getter]
    fn name<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }
}

/// Result for one message of a send.
#[pyclass(frozen, extends = Reply, module = "smsbat")]
pub(crate) struct SentMessage {
    /// The provider's message id, for `status` and `wait`. Absent if the message was refused or has no row.
    #[pyo3(get)]
    message_id: Py<PyAny>,
    /// Outcome: `accepted`, `rejected`, `not_sent` or `unknown`.
    #[pyo3(get)]
    outcome: Py<PyAny>,
    /// Reason why the message was not accepted, in the provider's words or, if it gives none, in this library's.
    /// Absent if the message was accepted.
    #[pyo3(get)]
    reason: Py<PyAny>,
}

#[pymethods]
impl SentMessage {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::SentMessage::class())
    }

    /// Status in the provider's words, such as `accepted`, `rejected`, `failed` or `sent`.
    #[getter]
    fn status<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// Number of SMS parts.
    #[getter]
    fn parts<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 3)
    }

    /// Your own message id, or the one that was made for the message.
    #[getter]
    fn customer_message_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 4)
    }

    /// Recipient.
    #[getter]
    fn to<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 5)
    }

    /// Flash call: the number that calls the recipient.
    #[getter]
    fn caller_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 6)
    }

    /// Flash call: pattern of digits and `*` for `flash_call_matches`.
    #[getter]
    fn pattern<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 7)
    }

    /// Flash call: seconds within which the call is made.
    #[getter]
    fn ttl<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 8)
    }

    /// The provider's error code for a message that was not accepted, such as `INVALID_RECIPIENT`, if it gives one.
    #[getter]
    fn code<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 9)
    }

    /// True if the journal of the send knew the message as accepted or under way, so that it was not sent again. Then
    /// the other fields are what the journal has.
    #[getter]
    fn resumed<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 11)
    }
}

/// Results for the messages of a send, in the same order.
#[pyclass(frozen, extends = Reply, module = "smsbat")]
pub(crate) struct SendResult;

#[pymethods]
impl SendResult {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::SendResult::class())
    }

    /// The provider's id of the list of messages.
    #[getter]
    fn messagelist_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// One entry for each message that was sent, in the same order.
    #[getter]
    fn messages<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// True if every message was accepted.
    #[getter]
    fn ok<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }

    /// Advice of the provider that the messages do not follow, one line each.
    #[getter]
    fn warnings<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 3)
    }

    /// Raises `ProviderError` unless every message was accepted. The error's outcome is `unknown` if that of any
    /// message is, else `rejected`.
    fn raise_for_outcome(slf: &Bound<'_, Self>) -> PyResult<()> {
        crate::outcome::of_messages(slf.py(), &slf.as_super().get().record)
    }

    /// Message id of each row, in order; `None` for a message that has none.
    #[getter]
    fn message_ids<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyList>> {
        rows::column(slf.as_super(), "messages", core::SentMessage::class(), "message_id")
    }

    /// Outcome of each row, in order.
    #[getter]
    fn outcomes<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyList>> {
        rows::column(slf.as_super(), "messages", core::SentMessage::class(), "outcome")
    }

    /// Returns the rows as dicts of plain values, for `pandas.DataFrame` and `polars.DataFrame`.
    fn to_dicts<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyList>> {
        rows::to_dicts(slf.as_super(), "messages", core::SentMessage::class())
    }

    /// Returns the rows as a dict of columns, which every data frame takes: `pandas.DataFrame(result.to_columns())`.
    ///
    /// Args:
    ///     columns: Names of those that are wanted, such as `["message_id", "outcome"]`, in any order. Default: all.
    ///
    /// Raises:
    ///     ValidationError: `columns` has a name that no column has.
    #[pyo3(signature = (columns = None))]
    fn to_columns<'py>(slf: &Bound<'py, Self>, columns: Given<'py>) -> PyResult<Bound<'py, PyDict>> {
        rows::to_columns(slf.as_super(), "messages", core::SentMessage::class(), columns)
    }

    fn __len__(slf: &Bound<'_, Self>) -> usize {
        rows::count(&slf.as_super().get().record, "messages")
    }

    fn __getitem__<'py>(slf: &Bound<'py, Self>, index: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        rows::item(slf.as_super(), "messages", index)
    }

    fn __iter__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        rows::iterate(slf.as_super(), "messages")
    }

    fn __reversed__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyIterator>> {
        rows::reversed(slf.as_super(), "messages")
    }
}

/// Status of one channel of a fallback chain.
#[pyclass(frozen, extends = Reply, module = "smsbat")]
pub(crate) struct FallbackStatus;

#[pymethods]
impl FallbackStatus {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::FallbackStatus::class())
    }

    /// Channel, such as `sms`.
    #[getter]
    fn r#type<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Status of the channel, such as `not_used` or `delivered`.
    #[getter]
    fn status<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }
}

/// Delivery status of one message.
#[pyclass(frozen, extends = Reply, module = "smsbat")]
pub(crate) struct MessageStatus;

#[pymethods]
impl MessageStatus {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::MessageStatus::class())
    }

    /// Id of the message.
    #[getter]
    fn message_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Id of the list in which it was sent.
    #[getter]
    fn messagelist_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// Delivery status in the provider's words, in lower case, such as `scheduled`, `processing` or `delivered`.
    #[getter]
    fn delivery_status<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }

    /// Number of SMS parts.
    #[getter]
    fn parts_count<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 3)
    }

    /// Price of the message, in the currency of the account.
    #[getter]
    fn cost<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 4)
    }

    /// Status of each fallback channel.
    #[getter]
    fn fallbacks<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 5)
    }

    /// Status of each channel.
    #[getter]
    fn extended_statuses<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 6)
    }

    /// Price of one part.
    #[getter]
    fn rate<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 7)
    }

    /// Price of the message, in the currency of the rate.
    #[getter]
    fn rate_amount<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 8)
    }

    /// Currency of the rate.
    #[getter]
    fn rate_currency<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 9)
    }

    /// Price of the message, in the currency of the bill.
    #[getter]
    fn bill_amount<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 10)
    }

    /// Currency of the bill.
    #[getter]
    fn bill_currency<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 11)
    }

    /// True if the status is final: `delivered`, `read`, `undeliverable`, `permanenterror`, `failed` or `expired`.
    #[getter]
    fn is_final<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 12)
    }

    /// True if the message reached the recipient: `delivered` or `read`.
    #[getter]
    fn is_delivered<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 13)
    }
}

/// Response to a request for which this library has no typed method.
#[pyclass(frozen, extends = Reply, module = "smsbat")]
pub(crate) struct RawReply;

#[pymethods]
impl RawReply {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::RawReply::class())
    }

    /// HTTP status, 200 to 299.
    #[getter]
    fn status_code<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// The body, if it is JSON.
    #[getter]
    fn json<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// The body as text.
    #[getter]
    fn text<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }

    /// The provider's id of the request.
    #[getter]
    fn request_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 3)
    }
}

/// Result for one recipient of a TurboSMS message.
#[pyclass(frozen, extends = Reply, module = "smsbat")]
pub(crate) struct TurboSmsRecipient;

#[pymethods]
impl TurboSmsRecipient {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::TurboSmsRecipient::class())
    }

    /// Recipient, digits only.
    #[getter]
    fn phone<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Message id for `status` and `details`. Absent if the message was refused.
    #[getter]
    fn message_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// Native code; 0 means success.
    #[getter]
    fn response_code<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }

    /// Name of the code.
    #[getter]
    fn response_status<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 3)
    }

    /// Outcome: `accepted`, `rejected`, `not_sent` or `unknown`. It is `accepted`, too, if the provider already had
    /// the message (codes 407, 427 and 507).
    #[getter]
    fn outcome<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 4)
    }

    /// `response_code` as text, for a message that was not accepted.
    #[getter]
    fn code<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 5)
    }

    /// Reason why the message was not accepted, in the provider's words or, if it gives none, in this library's.
    /// Absent if the message was accepted.
    #[getter]
    fn reason<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 6)
    }
}

/// Result of sending a TurboSMS message.
#[pyclass(frozen, extends = Reply, module = "smsbat")]
pub(crate) struct TurboSmsResult;

#[pymethods]
impl TurboSmsResult {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::TurboSmsResult::class())
    }

    /// Native code of the request.
    #[getter]
    fn response_code<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Name of the code.
    #[getter]
    fn response_status<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// One entry for each recipient, in the order of the message. Rows for other recipients follow, with the
    /// outcome `unknown`.
    #[getter]
    fn recipients<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }

    /// True if the message to every recipient was accepted.
    #[getter]
    fn ok<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 3)
    }

    /// Advice of the provider that the message does not follow, one line each.
    #[getter]
    fn warnings<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 4)
    }

    /// Raises `ProviderError` unless the message to every recipient was accepted. Its outcome is `unknown` if
    /// that of any recipient is, else `rejected`. Its `code` is that of the first message that was not accepted.
    fn raise_for_outcome(slf: &Bound<'_, Self>) -> PyResult<()> {
        crate::outcome::of_turbosms(slf.py(), &slf.as_super().get().record)
    }

    /// Message id of each row, in order; `None` for a message that has none.
    #[getter]
    fn message_ids<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyList>> {
        rows::column(slf.as_super(), "recipients", core::TurboSmsRecipient::class(), "message_id")
    }

    /// Outcome of each row, in order.
    #[getter]
    fn outcomes<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyList>> {
        rows::column(slf.as_super(), "recipients", core::TurboSmsRecipient::class(), "outcome")
    }

    /// Returns the rows as dicts of plain values, for `pandas.DataFrame` and `polars.DataFrame`.
    fn to_dicts<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyList>> {
        rows::to_dicts(slf.as_super(), "recipients", core::TurboSmsRecipient::class())
    }

    /// Returns the rows as a dict of columns, which every data frame takes: `pandas.DataFrame(result.to_columns())`.
    ///
    /// Args:
    ///     columns: Names of those that are wanted, such as `["message_id", "outcome"]`, in any order. Default: all.
    ///
    /// Raises:
    ///     ValidationError: `columns` has a name that no column has.
    #[pyo3(signature = (columns = None))]
    fn to_columns<'py>(slf: &Bound<'py, Self>, columns: Given<'py>) -> PyResult<Bound<'py, PyDict>> {
        rows::to_columns(slf.as_super(), "recipients", core::TurboSmsRecipient::class(), columns)
    }

    fn __len__(slf: &Bound<'_, Self>) -> usize {
        rows::count(&slf.as_super().get().record, "recipients")
    }

    fn __getitem__<'py>(slf: &Bound<'py, Self>, index: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        rows::item(slf.as_super(), "recipients", index)
    }

    fn __iter__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        rows::iterate(slf.as_super(), "recipients")
    }

    fn __reversed__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyIterator>> {
        rows::reversed(slf.as_super(), "recipients")
    }
}

/// Delivery status of one message.
#[pyclass(frozen, extends = Reply, module = "smsbat")]
pub(crate) struct TurboSmsStatus;

#[pymethods]
impl TurboSmsStatus {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::TurboSmsStatus::class())
    }

    /// Id of the message.
    #[getter]
    fn message_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Recipient, digits only.
    #[getter]
    fn recipient<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// Time of sending, as the provider writes it.
    #[getter]
    fn sent<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }

    /// Time of the last status change, as the provider writes it.
    #[getter]
    fn updated<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 3)
    }

    /// Status, such as `Queued`, `Sent`, `Delivered`, `Read` or `Expired`.
    #[getter]
    fn status<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 4)
    }

    /// Channel: `sms` or `viber`.
    #[getter]
    fn r#type<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 5)
    }

    /// Reason of the rejection.
    #[getter]
    fn rejected_status<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 6)
    }

    /// Viber: time at which the button was pressed.
    #[getter]
    fn click_time<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 7)
    }

    /// Native code; 0 means success.
    #[getter]
    fn response_code<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 8)
    }

    /// Name of the code.
    #[getter]
    fn response_status<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 9)
    }

    /// True if the status is final.
    #[getter]
    fn is_final<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 10)
    }

    /// True if the message reached the recipient.
    #[getter]
    fn is_delivered<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 11)
    }
}

/// Details of a message on one channel.
#[pyclass(frozen, extends = Reply, module = "smsbat")]
pub(crate) struct TurboSmsChannel;

#[pymethods]
impl TurboSmsChannel {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::TurboSmsChannel::class())
    }

    /// Time at which the provider accepted it, as the provider writes it.
    #[getter]
    fn added<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Scheduled time, as the provider writes it.
    #[getter]
    fn start<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// Time of sending, as the provider writes it.
    #[getter]
    fn sent<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }

    /// Time of the last status change, as the provider writes it.
    #[getter]
    fn updated<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 3)
    }

    /// Sender.
    #[getter]
    fn sender<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 4)
    }

    /// Text.
    #[getter]
    fn text<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 5)
    }

    /// Recipient, digits only.
    #[getter]
    fn recipient<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 6)
    }

    /// Message type: `promotional` or `transactional`.
    #[getter]
    fn message_type<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 7)
    }

    /// Status, such as `Queued`, `Sent` or `Delivered`.
    #[getter]
    fn status<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 8)
    }

    /// Reason of the rejection.
    #[getter]
    fn rejected_status<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 9)
    }

    /// Price.
    #[getter]
    fn price<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 10)
    }

    /// Number of SMS parts.
    #[getter]
    fn segments<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 11)
    }

    /// Seconds to wait for delivery before the message expires.
    #[getter]
    fn ttl<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 12)
    }

    /// Label of the button.
    #[getter]
    fn caption<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 13)
    }

    /// URL that the button opens.
    #[getter]
    fn action<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 14)
    }

    /// URL of the image.
    #[getter]
    fn image_url<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 15)
    }

    /// Id of the file.
    #[getter]
    fn file_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 16)
    }

    /// Time at which the button was pressed.
    #[getter]
    fn click_time<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 17)
    }

    /// True if the status is final.
    #[getter]
    fn is_final<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 18)
    }

    /// True if the message reached the recipient.
    #[getter]
    fn is_delivered<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 19)
    }
}

/// Details of one message.
#[pyclass(frozen, extends = Reply, module = "smsbat")]
pub(crate) struct TurboSmsDetails;

#[pymethods]
impl TurboSmsDetails {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::TurboSmsDetails::class())
    }

    /// Id of the message.
    #[getter]
    fn message_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Details of the SMS. Absent if only Viber was tried.
    #[getter]
    fn sms<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// Details of the Viber message.
    #[getter]
    fn viber<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }

    /// Native code; 0 means success.
    #[getter]
    fn response_code<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 3)
    }

    /// Name of the code.
    #[getter]
    fn response_status<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 4)
    }
}

/// An event that native TurboSMS sends to a webhook.
#[pyclass(frozen, extends = Reply, module = "smsbat")]
pub(crate) struct TurboSmsEvent;

#[pymethods]
impl TurboSmsEvent {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::TurboSmsEvent::class())
    }

    /// Id of the event.
    #[getter]
    fn id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// SHA-1 of the secret and the id.
    #[getter]
    fn signature<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// Type, such as `DLR_SMS_API`, `DLR_VIBER_API` or `VIBER_BUTTON_CLICK`.
    #[getter]
    fn r#type<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }

    /// Time of the event, as the provider writes it.
    #[getter]
    fn date<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 3)
    }

    /// Number of the delivery attempt.
    #[getter]
    fn attempt<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 4)
    }

    /// Data of the event.
    #[getter]
    fn data<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 5)
    }
}

/// The provider's id for one recipient.
#[pyclass(frozen, extends = Reply, module = "smsbat")]
pub(crate) struct MessagioSent;

#[pymethods]
impl MessagioSent {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::MessagioSent::class())
    }

    /// Recipient, digits only.
    #[getter]
    fn phone<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Id of the message.
    #[getter]
    fn message_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }
}

/// Result of a send through the Messagio-compatible API.
#[pyclass(frozen, extends = Reply, module = "smsbat")]
pub(crate) struct MessagioResult;

#[pymethods]
impl MessagioResult {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::MessagioResult::class())
    }

    /// Native code; 0 means success.
    #[getter]
    fn code<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Text of the code, such as `OK`.
    #[getter]
    fn tech_message<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// Message id for each recipient.
    #[getter]
    fn messages<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }

    /// Outcome: `accepted`, or `unknown` if the ids belong to other recipients.
    #[getter]
    fn outcome<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 3)
    }

    /// The response body, as XML.
    #[getter]
    fn xml<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 4)
    }
}

/// An organization of the company.
#[pyclass(frozen, extends = Reply, module = "smsbat")]
pub(crate) struct Organization;

#[pymethods]
impl Organization {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::Organization::class())
    }

    /// Id.
    #[getter]
    fn id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Name.
    #[getter]
    fn name<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }
}

/// An operator.
#[pyclass(frozen, extends = Reply, module = "smsbat")]
pub(crate) struct Operator;

#[pymethods]
impl Operator {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::Operator::class())
    }

    /// Id.
    #[getter]
    fn id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Name.
    #[getter]
    fn name<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// Status as a number: 0 active, 1 inactive, 2 deleted.
    #[getter]
    fn status<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }

    /// Status as a word; none for a number that is not known.
    #[getter]
    fn status_name<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 3)
    }

    /// Organization.
    #[getter]
    fn organization<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 4)
    }
}

/// Result of checking an operator's token.
#[pyclass(frozen, extends = Reply, module = "smsbat")]
pub(crate) struct TokenInfo;

#[pymethods]
impl TokenInfo {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::TokenInfo::class())
    }

    /// True if the token is valid.
    #[getter]
    fn is_valid<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Operator to whom it belongs.
    #[getter]
    fn operator_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// Company that it belongs to.
    #[getter]
    fn client_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }

    /// When it ends, ISO 8601.
    #[getter]
    fn expires_at<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 3)
    }

    /// Why it is not good.
    #[getter]
    fn error<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 4)
    }
}

/// The operator who has a chat.
#[pyclass(frozen, extends = Reply, module = "smsbat")]
pub(crate) struct ChatOperator;

#[pymethods]
impl ChatOperator {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::ChatOperator::class())
    }

    /// Id.
    #[getter]
    fn id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Name.
    #[getter]
    fn name<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// Address of the picture.
    #[getter]
    fn photo<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }
}

/// A chat.
#[pyclass(frozen, extends = Reply, module = "smsbat")]
pub(crate) struct Chat;

#[pymethods]
impl Chat {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::Chat::class())
    }

    /// Id.
    #[getter]
    fn id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Theme.
    #[getter]
    fn theme<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// Operator who has it; none if nobody has.
    #[getter]
    fn operator<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }

    /// Status as a number: 0 new, 1 open, 2 waiting, 3 on pause, 4 closed.
    #[getter]
    fn status<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 3)
    }

    /// Status as a word; none for a number that is not known.
    #[getter]
    fn status_name<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 4)
    }

    /// Messages that nobody has read.
    #[getter]
    fn unread_count<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 5)
    }
}

/// A message in a chat. The provider does not document these fields; `raw` has all of them.
#[pyclass(frozen, extends = Reply, module = "smsbat")]
pub(crate) struct ChatMessage;

#[pymethods]
impl ChatMessage {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::ChatMessage::class())
    }

    /// Id.
    #[getter]
    fn id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Chat.
    #[getter]
    fn chat_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// Text.
    #[getter]
    fn text<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }

    /// The client's phone.
    #[getter]
    fn phone<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 3)
    }

    /// Author as a number. The provider does not document its meaning.
    #[getter]
    fn author<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 4)
    }

    /// A file that came with it, as JSON with `uri` and `name`.
    #[getter]
    fn media<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 5)
    }
}

/// A message from a person: a reply, or a message to a bot or a sender.
#[pyclass(frozen, extends = Reply, module = "smsbat")]
pub(crate) struct IncomingMessage;

#[pymethods]
impl IncomingMessage {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::IncomingMessage::class())
    }

    /// Unique id. The same event may arrive twice.
    #[getter]
    fn id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Brand or bot that received the message.
    #[getter]
    fn alpha_name<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// The person's phone, as the provider writes it.
    #[getter]
    fn phone<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }

    /// Text.
    #[getter]
    fn text<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 3)
    }

    /// Time of receipt, ISO 8601.
    #[getter]
    fn date<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 4)
    }
}

/// A change of a message's delivery status.
#[pyclass(frozen, extends = Reply, module = "smsbat")]
pub(crate) struct DeliveryReport;

#[pymethods]
impl DeliveryReport {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::DeliveryReport::class())
    }

    /// Message id from the send.
    #[getter]
    fn message_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Delivery status in the provider's words, in lower case.
    #[getter]
    fn delivery_status<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// Time of the change, ISO 8601.
    #[getter]
    fn timestamp<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }

    /// Price of the message.
    #[getter]
    fn cost<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 3)
    }

    /// True if the status is final.
    #[getter]
    fn is_final<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 4)
    }

    /// True if the message reached the recipient.
    #[getter]
    fn is_delivered<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 5)
    }
}

/// A text message of a chat.
#[pyclass(frozen, extends = Reply, module = "smsbat")]
pub(crate) struct ChatMessageReceived;

#[pymethods]
impl ChatMessageReceived {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::ChatMessageReceived::class())
    }

    /// Chat.
    #[getter]
    fn chat_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// The message.
    #[getter]
    fn message<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// True if it was read from the history after an interruption.
    #[getter]
    fn replayed<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }
}

/// A message of a chat that brings a file.
#[pyclass(frozen, extends = Reply, module = "smsbat")]
pub(crate) struct ChatMediaReceived;

#[pymethods]
impl ChatMediaReceived {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::ChatMediaReceived::class())
    }

    /// Chat.
    #[getter]
    fn chat_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// The message; its `media` has the file's name and address.
    #[getter]
    fn media<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// True if it was read from the history after an interruption.
    #[getter]
    fn replayed<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }
}

/// A chat has another status.
#[pyclass(frozen, extends = Reply, module = "smsbat")]
pub(crate) struct ChatStatusChanged;

#[pymethods]
impl ChatStatusChanged {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::ChatStatusChanged::class())
    }

    /// Chat.
    #[getter]
    fn chat_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Status as a number: 0 new, 1 processing, 2 ended. These are the hub's numbers, not those of `Chat`.
    #[getter]
    fn status<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// Status as a word; none for a number that is not known.
    #[getter]
    fn status_name<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }
}

/// A message has another status.
#[pyclass(frozen, extends = Reply, module = "smsbat")]
pub(crate) struct MessageStatusChanged;

#[pymethods]
impl MessageStatusChanged {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::MessageStatusChanged::class())
    }

    /// Id of the message.
    #[getter]
    fn message_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Status as a number: 0 new, 1 success, 2 rejected, 3 read.
    #[getter]
    fn status<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// Status as a word; none for a number that is not known.
    #[getter]
    fn status_name<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }
}

/// A chat was opened.
#[pyclass(frozen, extends = Reply, module = "smsbat")]
pub(crate) struct ChatCreated;

#[pymethods]
impl ChatCreated {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::ChatCreated::class())
    }

    /// The chat.
    #[getter]
    fn chat<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }
}

/// The connection to the hub has another state.
#[pyclass(frozen, extends = Reply, module = "smsbat")]
pub(crate) struct ConnectionChanged;

#[pymethods]
impl ConnectionChanged {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::ConnectionChanged::class())
    }

    /// `connecting`, `connected`, `reconnecting` or `closed`.
    #[getter]
    fn state<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Number of the attempt since the connection was lost, from 1; 0 while there is one.
    #[getter]
    fn attempt<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// Why.
    #[getter]
    fn reason<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }
}

/// An event that this version does not know, or whose arguments it cannot read.
#[pyclass(frozen, extends = Reply, module = "smsbat")]
pub(crate) struct UnknownEvent;

#[pymethods]
impl UnknownEvent {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::UnknownEvent::class())
    }

    /// Name of the event.
    #[getter]
    fn name<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Arguments, as a JSON array.
    #[getter]
    fn arguments<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }
}

/// Makes the Python object of a record.
pub(crate) type Make = fn(Python<'_>, Record) -> PyResult<Bound<'_, PyAny>>;

/// The Python object of a record.
pub(crate) fn instance(py: Python<'_>, record: Record) -> PyResult<Bound<'_, PyAny>> {
    maker(record.class())?(py, record)
}

/// The function for records of a class, so that many of them look it up once.
pub(crate) fn maker(class: &'static Class) -> PyResult<Make> {
    Ok(match class.name {
        "Sms" => {
            |py, record| Ok(Bound::new(py, PyClassInitializer::from(Model { record }).add_subclass(Sms))?.into_any())
        }
        "ViberPromo" => |py, record| {
            Ok(Bound::new(py, PyClassInitializer::from(Model { record }).add_subclass(ViberPromo))?.into_any())
        },
        "ViberTransactional" => |py, record| {
            Ok(Bound::new(py, PyClassInitializer::from(Model { record }).add_subclass(ViberTransactional))?.into_any())
        },
        "ViberCarousel" => |py, record| {
            Ok(Bound::new(py, PyClassInitializer::from(Model { record }).add_subclass(ViberCarousel))?.into_any())
        },
        "ViberSurvey" => |py, record| {
            Ok(Bound::new(py, PyClassInitializer::from(Model { record }).add_subclass(ViberSurvey))?.into_any())
        },
        "ViberOtp" => |py, record| {
            Ok(Bound::new(py, PyClassInitializer::from(Model { record }).add_subclass(ViberOtp))?.into_any())
        },
        "Rcs" => {
            |py, record| Ok(Bound::new(py, PyClassInitializer::from(Model { record }).add_subclass(Rcs))?.into_any())
        }
        "FlashCall" => |py, record| {
            Ok(Bound::new(py, PyClassInitializer::from(Model { record }).add_subclass(FlashCall))?.into_any())
        },
        "Fallback" => |py, record| {
            Ok(Bound::new(py, PyClassInitializer::from(Model { record }).add_subclass(Fallback))?.into_any())
        },
        "Button" => {
            |py, record| Ok(Bound::new(py, PyClassInitializer::from(Model { record }).add_subclass(Button))?.into_any())
        }
        "Video" => {
            |py, record| Ok(Bound::new(py, PyClassInitializer::from(Model { record }).add_subclass(Video))?.into_any())
        }
        "File" => {
            |py, record| Ok(Bound::new(py, PyClassInitializer::from(Model { record }).add_subclass(File))?.into_any())
        }
        "Card" => {
            |py, record| Ok(Bound::new(py, PyClassInitializer::from(Model { record }).add_subclass(Card))?.into_any())
        }
        "Media" => {
            |py, record| Ok(Bound::new(py, PyClassInitializer::from(Model { record }).add_subclass(Media))?.into_any())
        }
        "RcsButton" => |py, record| {
            Ok(Bound::new(py, PyClassInitializer::from(Model { record }).add_subclass(RcsButton))?.into_any())
        },
        "RcsCard" => {
            |py, record| Ok(Bound::new(py, PyClassInitializer::from(Model { record }).add_subclass(RcsCard))?.into_any())
        }
        "Action" => {
            |py, record| Ok(Bound::new(py, PyClassInitializer::from(Model { record }).add_subclass(Action))?.into_any())
        }
        "CascadeMessage" => |py, record| {
            Ok(Bound::new(py, PyClassInitializer::from(Model { record }).add_subclass(CascadeMessage))?.into_any())
        },
        "CascadeFallback" => |py, record| {
            Ok(Bound::new(py, PyClassInitializer::from(Model { record }).add_subclass(CascadeFallback))?.into_any())
        },
        "Variable" => |py, record| {
            Ok(Bound::new(py, PyClassInitializer::from(Model { record }).add_subclass(Variable))?.into_any())
        },
        "ViberBot" => |py, record| {
            Ok(Bound::new(py, PyClassInitializer::from(Model { record }).add_subclass(ViberBot))?.into_any())
        },
        "Telegram" => |py, record| {
            Ok(Bound::new(py, PyClassInitializer::from(Model { record }).add_subclass(Telegram))?.into_any())
        },
        "TelegramButton" => |py, record| {
            Ok(Bound::new(py, PyClassInitializer::from(Model { record }).add_subclass(TelegramButton))?.into_any())
        },
        "TurboSmsMessage" => |py, record| {
            Ok(Bound::new(py, PyClassInitializer::from(Model { record }).add_subclass(TurboSmsMessage))?.into_any())
        },
        "TurboSms" => |py, record| {
            Ok(Bound::new(py, PyClassInitializer::from(Model { record }).add_subclass(TurboSms))?.into_any())
        },
        "TurboViber" => |py, record| {
            Ok(Bound::new(py, PyClassInitializer::from(Model { record }).add_subclass(TurboViber))?.into_any())
        },
        "TurboCard" => |py, record| {
            Ok(Bound::new(py, PyClassInitializer::from(Model { record }).add_subclass(TurboCard))?.into_any())
        },
        "NewOperator" => |py, record| {
            Ok(Bound::new(py, PyClassInitializer::from(Model { record }).add_subclass(NewOperator))?.into_any())
        },
        "SentMessage" => |py, record| {
            let reply = Reply::from(record);
            let row = SentMessage::of(py, &reply)?;
            Ok(Bound::new(py, PyClassInitializer::from(reply).add_subclass(row))?.into_any())
        },
        "SendResult" => |py, record| {
            Ok(Bound::new(py, PyClassInitializer::from(Reply::from(record)).add_subclass(SendResult))?.into_any())
        },
        "FallbackStatus" => |py, record| {
            Ok(Bound::new(py, PyClassInitializer::from(Reply::from(record)).add_subclass(FallbackStatus))?.into_any())
        },
        "MessageStatus" => |py, record| {
            Ok(Bound::new(py, PyClassInitializer::from(Reply::from(record)).add_subclass(MessageStatus))?.into_any())
        },
        "RawReply" => |py, record| {
            Ok(Bound::new(py, PyClassInitializer::from(Reply::from(record)).add_subclass(RawReply))?.into_any())
        },
        "TurboSmsRecipient" => |py, record| {
            Ok(Bound::new(py, PyClassInitializer::from(Reply::from(record)).add_subclass(TurboSmsRecipient))?
                .into_any())
        },
        "TurboSmsResult" => |py, record| {
            Ok(Bound::new(py, PyClassInitializer::from(Reply::from(record)).add_subclass(TurboSmsResult))?.into_any())
        },
        "TurboSmsStatus" => |py, record| {
            Ok(Bound::new(py, PyClassInitializer::from(Reply::from(record)).add_subclass(TurboSmsStatus))?.into_any())
        },
        "TurboSmsChannel" => |py, record| {
            Ok(Bound::new(py, PyClassInitializer::from(Reply::from(record)).add_subclass(TurboSmsChannel))?.into_any())
        },
        "TurboSmsDetails" => |py, record| {
            Ok(Bound::new(py, PyClassInitializer::from(Reply::from(record)).add_subclass(TurboSmsDetails))?.into_any())
        },
        "TurboSmsEvent" => |py, record| {
            Ok(Bound::new(py, PyClassInitializer::from(Reply::from(record)).add_subclass(TurboSmsEvent))?.into_any())
        },
        "MessagioSent" => |py, record| {
            Ok(Bound::new(py, PyClassInitializer::from(Reply::from(record)).add_subclass(MessagioSent))?.into_any())
        },
        "MessagioResult" => |py, record| {
            Ok(Bound::new(py, PyClassInitializer::from(Reply::from(record)).add_subclass(MessagioResult))?.into_any())
        },
        "Organization" => |py, record| {
            Ok(Bound::new(py, PyClassInitializer::from(Reply::from(record)).add_subclass(Organization))?.into_any())
        },
        "Operator" => |py, record| {
            Ok(Bound::new(py, PyClassInitializer::from(Reply::from(record)).add_subclass(Operator))?.into_any())
        },
        "TokenInfo" => |py, record| {
            Ok(Bound::new(py, PyClassInitializer::from(Reply::from(record)).add_subclass(TokenInfo))?.into_any())
        },
        "ChatOperator" => |py, record| {
            Ok(Bound::new(py, PyClassInitializer::from(Reply::from(record)).add_subclass(ChatOperator))?.into_any())
        },
        "Chat" => {
            |py, record| Ok(Bound::new(py, PyClassInitializer::from(Reply::from(record)).add_subclass(Chat))?.into_any())
        }
        "ChatMessage" => |py, record| {
            Ok(Bound::new(py, PyClassInitializer::from(Reply::from(record)).add_subclass(ChatMessage))?.into_any())
        },
        "IncomingMessage" => |py, record| {
            Ok(Bound::new(py, PyClassInitializer::from(Reply::from(record)).add_subclass(IncomingMessage))?.into_any())
        },
        "DeliveryReport" => |py, record| {
            Ok(Bound::new(py, PyClassInitializer::from(Reply::from(record)).add_subclass(DeliveryReport))?.into_any())
        },
        "ChatMessageReceived" => |py, record| {
            Ok(Bound::new(py, PyClassInitializer::from(Reply::from(record)).add_subclass(ChatMessageReceived))?
                .into_any())
        },
        "ChatMediaReceived" => |py, record| {
            Ok(Bound::new(py, PyClassInitializer::from(Reply::from(record)).add_subclass(ChatMediaReceived))?
                .into_any())
        },
        "ChatStatusChanged" => |py, record| {
            Ok(Bound::new(py, PyClassInitializer::from(Reply::from(record)).add_subclass(ChatStatusChanged))?
                .into_any())
        },
        "MessageStatusChanged" => |py, record| {
            Ok(Bound::new(py, PyClassInitializer::from(Reply::from(record)).add_subclass(MessageStatusChanged))?
                .into_any())
        },
        "ChatCreated" => |py, record| {
            Ok(Bound::new(py, PyClassInitializer::from(Reply::from(record)).add_subclass(ChatCreated))?.into_any())
        },
        "ConnectionChanged" => |py, record| {
            Ok(Bound::new(py, PyClassInitializer::from(Reply::from(record)).add_subclass(ConnectionChanged))?
                .into_any())
        },
        "UnknownEvent" => |py, record| {
            Ok(Bound::new(py, PyClassInitializer::from(Reply::from(record)).add_subclass(UnknownEvent))?.into_any())
        },
        // A class that is not in the tables cannot come out of them.
        name => return Err(pyo3::exceptions::PyTypeError::new_err(name)),
    })
}

/// The function that makes a row of a class, which nobody has any more, another one.
pub(crate) fn turner(class: &'static Class) -> Option<Turn> {
    match class.name {
        "SentMessage" => Some(turn::<SentMessage>),
        _ => None,
    }
}

impl Held for SentMessage {
    fn of(py: Python<'_>, reply: &Reply) -> PyResult<Self> {
        Ok(Self {
            message_id: reply.field(py, 0)?.unbind(),
            outcome: reply.field(py, 2)?.unbind(),
            reason: reply.field(py, 10)?.unbind(),
        })
    }
}

/// Adds every class to the module.
pub(crate) fn add_classes(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<Sms>()?;
    module.add_class::<ViberPromo>()?;
    module.add_class::<ViberTransactional>()?;
    module.add_class::<ViberCarousel>()?;
    module.add_class::<ViberSurvey>()?;
    module.add_class::<ViberOtp>()?;
    module.add_class::<Rcs>()?;
    module.add_class::<FlashCall>()?;
    module.add_class::<Fallback>()?;
    module.add_class::<Button>()?;
    module.add_class::<Video>()?;
    module.add_class::<File>()?;
    module.add_class::<Card>()?;
    module.add_class::<Media>()?;
    module.add_class::<RcsButton>()?;
    module.add_class::<RcsCard>()?;
    module.add_class::<Action>()?;
    module.add_class::<CascadeMessage>()?;
    module.add_class::<CascadeFallback>()?;
    module.add_class::<Variable>()?;
    module.add_class::<ViberBot>()?;
    module.add_class::<Telegram>()?;
    module.add_class::<TelegramButton>()?;
    module.add_class::<TurboSmsMessage>()?;
    module.add_class::<TurboSms>()?;
    module.add_class::<TurboViber>()?;
    module.add_class::<TurboCard>()?;
    module.add_class::<NewOperator>()?;
    module.add_class::<SentMessage>()?;
    module.add_class::<SendResult>()?;
    module.add_class::<FallbackStatus>()?;
    module.add_class::<MessageStatus>()?;
    module.add_class::<RawReply>()?;
    module.add_class::<TurboSmsRecipient>()?;
    module.add_class::<TurboSmsResult>()?;
    module.add_class::<TurboSmsStatus>()?;
    module.add_class::<TurboSmsChannel>()?;
    module.add_class::<TurboSmsDetails>()?;
    module.add_class::<TurboSmsEvent>()?;
    module.add_class::<MessagioSent>()?;
    module.add_class::<MessagioResult>()?;
    module.add_class::<Organization>()?;
    module.add_class::<Operator>()?;
    module.add_class::<TokenInfo>()?;
    module.add_class::<ChatOperator>()?;
    module.add_class::<Chat>()?;
    module.add_class::<ChatMessage>()?;
    module.add_class::<IncomingMessage>()?;
    module.add_class::<DeliveryReport>()?;
    module.add_class::<ChatMessageReceived>()?;
    module.add_class::<ChatMediaReceived>()?;
    module.add_class::<ChatStatusChanged>()?;
    module.add_class::<MessageStatusChanged>()?;
    module.add_class::<ChatCreated>()?;
    module.add_class::<ConnectionChanged>()?;
    module.add_class::<UnknownEvent>()?;
    install_constructors(module.py())
}

crate::construct::construct! {
    Sms
    ViberPromo
    ViberTransactional
    ViberCarousel
    ViberSurvey
    ViberOtp
    Rcs
    FlashCall
    Fallback
    Button
    Video
    File
    Card
    Media
    RcsButton
    RcsCard
    CascadeMessage
    CascadeFallback
    Variable
    ViberBot
    Telegram
    TelegramButton
    TurboSmsMessage
    TurboSms
    TurboViber
    TurboCard
    NewOperator
}
