//! Classes of messages, parts and replies. Written by `make gen` from the core's tables; do not edit.
#![allow(clippy::too_many_arguments)]

use pyo3::prelude::*;
use pyo3::types::{PyIterator, PyTuple};
use smsbat_core::{self as core, Class, Record};

use crate::model::{Given, Model, Reply, made, match_args};

/// An SMS. `segments(text)` tells how many parts it is billed as.
///
/// Args:
///     to: Recipient in international form, such as `+380671234567`. Spaces, `-`, `(`, `)` are taken off.
///     sender: Sender that is registered for the account.
///     text: Text of the message.
///     ttl: How long the message may wait for delivery, in seconds.
///     customer_message_id: Your own id, echoed in replies. One is made at send time if there is none. It is not an
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
        py: Python<'_>,
        to: Given<'_>,
        sender: Given<'_>,
        text: Given<'_>,
        ttl: Given<'_>,
        customer_message_id: Given<'_>,
    ) -> PyResult<PyClassInitializer<Self>> {
        made(py, core::Sms::class(), &[to, sender, text, ttl, customer_message_id])
            .map(|model| model.add_subclass(Self))
    }

    /// Recipient in international form, such as `+380671234567`. Spaces, `-`, `(`, `)` are taken off.
    #[getter]
    fn to<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Sender that is registered for the account.
    #[getter]
    fn sender<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// Text of the message.
    #[getter]
    fn text<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }

    /// How long the message may wait for delivery, in seconds.
    #[getter]
    fn ttl<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 3)
    }

    /// Your own id, echoed in replies. One is made at send time if there is none. It is not an
    /// idempotency key: the provider does not promise to drop a second message with the same id.
    #[getter]
    fn customer_message_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 4)
    }
}

/// A promotional Viber message: text, image, video, a button.
///
/// Args:
///     to: Recipient in international form, such as `+380671234567`. Spaces, `-`, `(`, `)` are taken off.
///     sender: Sender that is registered for the account.
///     text: Text of the message.
///     image: Address of the image; JPG or PNG, 800x600, under 1 MB advised.
///     video: The video.
///     button: The button.
///     ttl: How long the message may wait for delivery, in seconds.
///     customer_message_id: Your own id, echoed in replies. One is made at send time if there is none. It is not an
///         idempotency key: the provider does not promise to drop a second message with the same id.
///     fallback: What is sent when this channel cannot reach the recipient.
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
        py: Python<'_>,
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
        made(
            py,
            core::ViberPromo::class(),
            &[to, sender, text, image, video, button, ttl, customer_message_id, fallback],
        )
        .map(|model| model.add_subclass(Self))
    }

    /// Recipient in international form, such as `+380671234567`. Spaces, `-`, `(`, `)` are taken off.
    #[getter]
    fn to<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Sender that is registered for the account.
    #[getter]
    fn sender<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// Text of the message.
    #[getter]
    fn text<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }

    /// Address of the image; JPG or PNG, 800x600, under 1 MB advised.
    #[getter]
    fn image<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 3)
    }

    /// The video.
    #[getter]
    fn video<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 4)
    }

    /// The button.
    #[getter]
    fn button<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 5)
    }

    /// How long the message may wait for delivery, in seconds.
    #[getter]
    fn ttl<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 6)
    }

    /// Your own id, echoed in replies. One is made at send time if there is none. It is not an
    /// idempotency key: the provider does not promise to drop a second message with the same id.
    #[getter]
    fn customer_message_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 7)
    }

    /// What is sent when this channel cannot reach the recipient.
    #[getter]
    fn fallback<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 8)
    }
}

/// A transactional Viber message: text, a document, or both.
///
/// Args:
///     to: Recipient in international form, such as `+380671234567`. Spaces, `-`, `(`, `)` are taken off.
///     sender: Sender that is registered for the account.
///     text: Text of the message.
///     file: The document.
///     ttl: How long the message may wait for delivery, in seconds.
///     customer_message_id: Your own id, echoed in replies. One is made at send time if there is none. It is not an
///         idempotency key: the provider does not promise to drop a second message with the same id.
///     fallback: What is sent when this channel cannot reach the recipient.
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
        py: Python<'_>,
        to: Given<'_>,
        sender: Given<'_>,
        text: Given<'_>,
        file: Given<'_>,
        ttl: Given<'_>,
        customer_message_id: Given<'_>,
        fallback: Given<'_>,
    ) -> PyResult<PyClassInitializer<Self>> {
        made(py, core::ViberTransactional::class(), &[to, sender, text, file, ttl, customer_message_id, fallback])
            .map(|model| model.add_subclass(Self))
    }

    /// Recipient in international form, such as `+380671234567`. Spaces, `-`, `(`, `)` are taken off.
    #[getter]
    fn to<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Sender that is registered for the account.
    #[getter]
    fn sender<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// Text of the message.
    #[getter]
    fn text<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }

    /// The document.
    #[getter]
    fn file<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 3)
    }

    /// How long the message may wait for delivery, in seconds.
    #[getter]
    fn ttl<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 4)
    }

    /// Your own id, echoed in replies. One is made at send time if there is none. It is not an
    /// idempotency key: the provider does not promise to drop a second message with the same id.
    #[getter]
    fn customer_message_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 5)
    }

    /// What is sent when this channel cannot reach the recipient.
    #[getter]
    fn fallback<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 6)
    }
}

/// A Viber carousel of cards.
///
/// Args:
///     to: Recipient in international form, such as `+380671234567`. Spaces, `-`, `(`, `)` are taken off.
///     sender: Sender that is registered for the account.
///     text: Text of the message.
///     cards: The cards.
///     ttl: How long the message may wait for delivery, in seconds.
///     customer_message_id: Your own id, echoed in replies. One is made at send time if there is none. It is not an
///         idempotency key: the provider does not promise to drop a second message with the same id.
///     fallback: What is sent when this channel cannot reach the recipient.
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
        py: Python<'_>,
        to: Given<'_>,
        sender: Given<'_>,
        text: Given<'_>,
        cards: Given<'_>,
        ttl: Given<'_>,
        customer_message_id: Given<'_>,
        fallback: Given<'_>,
    ) -> PyResult<PyClassInitializer<Self>> {
        made(py, core::ViberCarousel::class(), &[to, sender, text, cards, ttl, customer_message_id, fallback])
            .map(|model| model.add_subclass(Self))
    }

    /// Recipient in international form, such as `+380671234567`. Spaces, `-`, `(`, `)` are taken off.
    #[getter]
    fn to<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Sender that is registered for the account.
    #[getter]
    fn sender<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// Text of the message.
    #[getter]
    fn text<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }

    /// The cards.
    #[getter]
    fn cards<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 3)
    }

    /// How long the message may wait for delivery, in seconds.
    #[getter]
    fn ttl<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 4)
    }

    /// Your own id, echoed in replies. One is made at send time if there is none. It is not an
    /// idempotency key: the provider does not promise to drop a second message with the same id.
    #[getter]
    fn customer_message_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 5)
    }

    /// What is sent when this channel cannot reach the recipient.
    #[getter]
    fn fallback<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 6)
    }
}

/// A question with answers to choose from, in Viber. The question is `text`.
///
/// Args:
///     to: Recipient in international form, such as `+380671234567`. Spaces, `-`, `(`, `)` are taken off.
///     sender: Sender that is registered for the account.
///     text: Text of the message.
///     options: Answers: 1 to 5, each under 30 characters advised.
///     ttl: How long the message may wait for delivery, in seconds.
///     customer_message_id: Your own id, echoed in replies. One is made at send time if there is none. It is not an
///         idempotency key: the provider does not promise to drop a second message with the same id.
///     fallback: What is sent when this channel cannot reach the recipient.
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
        py: Python<'_>,
        to: Given<'_>,
        sender: Given<'_>,
        text: Given<'_>,
        options: Given<'_>,
        ttl: Given<'_>,
        customer_message_id: Given<'_>,
        fallback: Given<'_>,
    ) -> PyResult<PyClassInitializer<Self>> {
        made(py, core::ViberSurvey::class(), &[to, sender, text, options, ttl, customer_message_id, fallback])
            .map(|model| model.add_subclass(Self))
    }

    /// Recipient in international form, such as `+380671234567`. Spaces, `-`, `(`, `)` are taken off.
    #[getter]
    fn to<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Sender that is registered for the account.
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

    /// How long the message may wait for delivery, in seconds.
    #[getter]
    fn ttl<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 4)
    }

    /// Your own id, echoed in replies. One is made at send time if there is none. It is not an
    /// idempotency key: the provider does not promise to drop a second message with the same id.
    #[getter]
    fn customer_message_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 5)
    }

    /// What is sent when this channel cannot reach the recipient.
    #[getter]
    fn fallback<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 6)
    }
}

/// A one-time password in Viber, by one of Viber's templates.
///
/// Args:
///     to: Recipient in international form, such as `+380671234567`. Spaces, `-`, `(`, `)` are taken off.
///     sender: Sender that is registered for the account.
///     text: Text of the message.
///     template_id: Id of the template (a UUID).
///     template_lang: Language of the template, such as `uk`.
///     template_params: Values for the template, such as `pin`. Names are case-sensitive; text keeps leading zeros.
///     ttl: How long the message may wait for delivery, in seconds.
///     customer_message_id: Your own id, echoed in replies. One is made at send time if there is none. It is not an
///         idempotency key: the provider does not promise to drop a second message with the same id.
///     fallback: What is sent when this channel cannot reach the recipient.
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
        py: Python<'_>,
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
            py,
            core::ViberOtp::class(),
            &[to, sender, text, template_id, template_lang, template_params, ttl, customer_message_id, fallback],
        )
        .map(|model| model.add_subclass(Self))
    }

    /// Recipient in international form, such as `+380671234567`. Spaces, `-`, `(`, `)` are taken off.
    #[getter]
    fn to<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Sender that is registered for the account.
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

    /// Values for the template, such as `pin`. Names are case-sensitive; text keeps leading zeros.
    #[getter]
    fn template_params<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 5)
    }

    /// How long the message may wait for delivery, in seconds.
    #[getter]
    fn ttl<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 6)
    }

    /// Your own id, echoed in replies. One is made at send time if there is none. It is not an
    /// idempotency key: the provider does not promise to drop a second message with the same id.
    #[getter]
    fn customer_message_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 7)
    }

    /// What is sent when this channel cannot reach the recipient.
    #[getter]
    fn fallback<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 8)
    }
}

/// An RCS message: text, media, buttons or a carousel of cards.
///
/// Args:
///     to: Recipient in international form, such as `+380671234567`. Spaces, `-`, `(`, `)` are taken off.
///     sender: Sender that is registered for the account.
///     text: Text of the message.
///     media: Image, video or sound.
///     buttons: Buttons; at most 4 advised.
///     cards: Cards of a carousel.
///     ttl: How long the message may wait for delivery, in seconds.
///     customer_message_id: Your own id, echoed in replies. One is made at send time if there is none. It is not an
///         idempotency key: the provider does not promise to drop a second message with the same id.
///     fallback: What is sent when this channel cannot reach the recipient.
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
        py: Python<'_>,
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
        made(py, core::Rcs::class(), &[to, sender, text, media, buttons, cards, ttl, customer_message_id, fallback])
            .map(|model| model.add_subclass(Self))
    }

    /// Recipient in international form, such as `+380671234567`. Spaces, `-`, `(`, `)` are taken off.
    #[getter]
    fn to<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Sender that is registered for the account.
    #[getter]
    fn sender<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// Text of the message.
    #[getter]
    fn text<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }

    /// Image, video or sound.
    #[getter]
    fn media<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 3)
    }

    /// Buttons; at most 4 advised.
    #[getter]
    fn buttons<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 4)
    }

    /// Cards of a carousel.
    #[getter]
    fn cards<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 5)
    }

    /// How long the message may wait for delivery, in seconds.
    #[getter]
    fn ttl<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 6)
    }

    /// Your own id, echoed in replies. One is made at send time if there is none. It is not an
    /// idempotency key: the provider does not promise to drop a second message with the same id.
    #[getter]
    fn customer_message_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 7)
    }

    /// What is sent when this channel cannot reach the recipient.
    #[getter]
    fn fallback<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 8)
    }
}

/// A flash call: the recipient's phone rings, and the caller's number is the code.
///
/// Args:
///     to: Recipient in international form, such as `+380671234567`. Spaces, `-`, `(`, `)` are taken off.
///     sender: Sender that is registered for the account.
///     text: Text of the message.
///     caller_id: Number that rings the recipient.
///     ttl: How long the message may wait for delivery, in seconds.
///     customer_message_id: Your own id, echoed in replies. One is made at send time if there is none. It is not an
///         idempotency key: the provider does not promise to drop a second message with the same id.
///     fallback: What is sent when this channel cannot reach the recipient.
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
        py: Python<'_>,
        to: Given<'_>,
        sender: Given<'_>,
        text: Given<'_>,
        caller_id: Given<'_>,
        ttl: Given<'_>,
        customer_message_id: Given<'_>,
        fallback: Given<'_>,
    ) -> PyResult<PyClassInitializer<Self>> {
        made(py, core::FlashCall::class(), &[to, sender, text, caller_id, ttl, customer_message_id, fallback])
            .map(|model| model.add_subclass(Self))
    }

    /// Recipient in international form, such as `+380671234567`. Spaces, `-`, `(`, `)` are taken off.
    #[getter]
    fn to<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Sender that is registered for the account.
    #[getter]
    fn sender<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// Text of the message.
    #[getter]
    fn text<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }

    /// Number that rings the recipient.
    #[getter]
    fn caller_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 3)
    }

    /// How long the message may wait for delivery, in seconds.
    #[getter]
    fn ttl<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 4)
    }

    /// Your own id, echoed in replies. One is made at send time if there is none. It is not an
    /// idempotency key: the provider does not promise to drop a second message with the same id.
    #[getter]
    fn customer_message_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 5)
    }

    /// What is sent when this channel cannot reach the recipient.
    #[getter]
    fn fallback<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 6)
    }
}

/// What is sent when the first channel cannot reach the recipient.
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
    fn new(py: Python<'_>, text: Given<'_>, r#type: Given<'_>) -> PyResult<PyClassInitializer<Self>> {
        made(py, core::Fallback::class(), &[text, r#type]).map(|model| model.add_subclass(Self))
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

/// A button that opens an address.
///
/// Args:
///     text: Label, 2 to 3 words advised.
///     url: Address it opens.
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
    fn new(py: Python<'_>, text: Given<'_>, url: Given<'_>) -> PyResult<PyClassInitializer<Self>> {
        made(py, core::Button::class(), &[text, url]).map(|model| model.add_subclass(Self))
    }

    /// Label, 2 to 3 words advised.
    #[getter]
    fn text<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Address it opens.
    #[getter]
    fn url<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }
}

/// A video of a Viber promotional message.
///
/// Args:
///     url: Address of the video; MP4 under 10 MB advised.
///     thumbnail: Address of the preview image.
///     file_size: Size in bytes.
///     duration: Length in seconds.
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
        py: Python<'_>,
        url: Given<'_>,
        thumbnail: Given<'_>,
        file_size: Given<'_>,
        duration: Given<'_>,
    ) -> PyResult<PyClassInitializer<Self>> {
        made(py, core::Video::class(), &[url, thumbnail, file_size, duration]).map(|model| model.add_subclass(Self))
    }

    /// Address of the video; MP4 under 10 MB advised.
    #[getter]
    fn url<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Address of the preview image.
    #[getter]
    fn thumbnail<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// Size in bytes.
    #[getter]
    fn file_size<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }

    /// Length in seconds.
    #[getter]
    fn duration<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 3)
    }
}

/// A document of a Viber transactional message.
///
/// Args:
///     url: Address of the document.
///     name: Name that the recipient sees.
///     type: Kind of document. Default: `pdf`, the only one that is documented.
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
    fn new(py: Python<'_>, url: Given<'_>, name: Given<'_>, r#type: Given<'_>) -> PyResult<PyClassInitializer<Self>> {
        made(py, core::File::class(), &[url, name, r#type]).map(|model| model.add_subclass(Self))
    }

    /// Address of the document.
    #[getter]
    fn url<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Name that the recipient sees.
    #[getter]
    fn name<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// Kind of document. Default: `pdf`, the only one that is documented.
    #[getter]
    fn r#type<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }
}

/// A card of a Viber carousel.
///
/// Args:
///     title: Title.
///     image: Address of the image.
///     primary: The main button.
///     secondary: A second button.
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
        py: Python<'_>,
        title: Given<'_>,
        image: Given<'_>,
        primary: Given<'_>,
        secondary: Given<'_>,
    ) -> PyResult<PyClassInitializer<Self>> {
        made(py, core::Card::class(), &[title, image, primary, secondary]).map(|model| model.add_subclass(Self))
    }

    /// Title.
    #[getter]
    fn title<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// Address of the image.
    #[getter]
    fn image<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// The main button.
    #[getter]
    fn primary<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }

    /// A second button.
    #[getter]
    fn secondary<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 3)
    }
}

/// An image, video or sound of an RCS message.
///
/// Args:
///     url: Address of the file.
///     type: MIME type, such as `image/jpeg`.
///     width: Width in pixels.
///     height: Height in pixels.
///     thumbnail: Address of the preview image of a video.
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
        py: Python<'_>,
        url: Given<'_>,
        r#type: Given<'_>,
        width: Given<'_>,
        height: Given<'_>,
        thumbnail: Given<'_>,
    ) -> PyResult<PyClassInitializer<Self>> {
        made(py, core::Media::class(), &[url, r#type, width, height, thumbnail]).map(|model| model.add_subclass(Self))
    }

    /// Address of the file.
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

    /// Address of the preview image of a video.
    #[getter]
    fn thumbnail<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 4)
    }
}

/// A button under an RCS message.
///
/// Args:
///     text: Label, 2 to 3 words advised.
///     action: What it does.
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
    fn new(py: Python<'_>, text: Given<'_>, action: Given<'_>) -> PyResult<PyClassInitializer<Self>> {
        made(py, core::RcsButton::class(), &[text, action]).map(|model| model.add_subclass(Self))
    }

    /// Label, 2 to 3 words advised.
    #[getter]
    fn text<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// What it does.
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
        py: Python<'_>,
        title: Given<'_>,
        description: Given<'_>,
        media: Given<'_>,
        buttons: Given<'_>,
    ) -> PyResult<PyClassInitializer<Self>> {
        made(py, core::RcsCard::class(), &[title, description, media, buttons]).map(|model| model.add_subclass(Self))
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

/// What an RCS button does; one of its constructors makes it.
#[pyclass(frozen, extends = Model, module = "smsbat")]
pub(crate) struct Action;

#[pymethods]
impl Action {
    /// Opens an address.
    ///
    /// Args:
    ///     url: Address to open.
    #[staticmethod]
    #[pyo3(signature = (url))]
    fn open_url<'py>(py: Python<'py>, url: Given<'py>) -> PyResult<Bound<'py, PyAny>> {
        let class: &'static Class = <core::Action as core::Model>::CLASSES[0];
        Ok(Bound::new(py, made(py, class, &[url])?.add_subclass(Self))?.into_any())
    }

    /// Calls a number.
    ///
    /// Args:
    ///     phone: Number to call, in international form.
    #[staticmethod]
    #[pyo3(signature = (phone))]
    fn dial<'py>(py: Python<'py>, phone: Given<'py>) -> PyResult<Bound<'py, PyAny>> {
        let class: &'static Class = <core::Action as core::Model>::CLASSES[1];
        Ok(Bound::new(py, made(py, class, &[phone])?.add_subclass(Self))?.into_any())
    }

    /// Asks for the recipient's location.
    #[staticmethod]
    #[pyo3(signature = ())]
    fn share_location<'py>(py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let class: &'static Class = <core::Action as core::Model>::CLASSES[2];
        Ok(Bound::new(py, made(py, class, &[])?.add_subclass(Self))?.into_any())
    }

    /// Adds an event to the calendar.
    ///
    /// Args:
    ///     title: Title of the event.
    ///     start: Start, with a zone.
    ///     end: End, with a zone.
    #[staticmethod]
    #[pyo3(signature = (title, start, end = None))]
    fn create_calendar_event<'py>(
        py: Python<'py>,
        title: Given<'py>,
        start: Given<'py>,
        end: Given<'py>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let class: &'static Class = <core::Action as core::Model>::CLASSES[3];
        Ok(Bound::new(py, made(py, class, &[title, start, end])?.add_subclass(Self))?.into_any())
    }

    /// Address to open.
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

    /// Start, with a zone.
    #[getter]
    fn start<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().named(slf.py(), "start")
    }

    /// End, with a zone.
    #[getter]
    fn end<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().named(slf.py(), "end")
    }
}

/// What became of one message of a send.
#[pyclass(frozen, extends = Reply, module = "smsbat")]
pub(crate) struct SentMessage;

#[pymethods]
impl SentMessage {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::SentMessage::class())
    }

    /// The provider's id, for `status` and `wait`; none for a message that was refused or has no row.
    #[getter]
    fn message_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// The provider's word, such as `accepted`, `rejected`, `failed` or `sent`.
    #[getter]
    fn status<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// What became of the message.
    #[getter]
    fn outcome<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }

    /// SMS parts.
    #[getter]
    fn parts<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 3)
    }

    /// Your id of the message, or the one that was made for it.
    #[getter]
    fn customer_message_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 4)
    }

    /// The recipient.
    #[getter]
    fn to<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 5)
    }

    /// Flash call: the number that rings.
    #[getter]
    fn caller_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 6)
    }

    /// Flash call: digits and `*`, for `flash_call_matches`.
    #[getter]
    fn pattern<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 7)
    }

    /// Flash call: seconds in which the call is made.
    #[getter]
    fn ttl<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 8)
    }
}

/// What became of the messages of a send, in their order.
#[pyclass(frozen, extends = Reply, module = "smsbat")]
pub(crate) struct SendResult;

#[pymethods]
impl SendResult {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        match_args(py, core::SendResult::class())
    }

    /// Id of the list.
    #[getter]
    fn messagelist_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 0)
    }

    /// One entry for each message that was sent, in the same order.
    #[getter]
    fn messages<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// Whether every message was accepted.
    #[getter]
    fn ok<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }

    /// What the provider advises against and the messages have, one line each.
    #[getter]
    fn warnings<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 3)
    }

    /// Raises `ProviderError` unless every message was accepted. Its outcome is `unknown` if that of any
    /// message is, else `rejected`.
    fn raise_for_outcome(slf: &Bound<'_, Self>) -> PyResult<()> {
        crate::messages::raise_for_outcome(slf.as_super())
    }

    fn __len__(slf: &Bound<'_, Self>) -> PyResult<usize> {
        Self::messages(slf)?.len()
    }

    fn __iter__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyIterator>> {
        Self::messages(slf)?.try_iter()
    }
}

/// How a channel of a fallback chain did.
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

    /// Its status, such as `not_used` or `delivered`.
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

    /// Id of the list it was sent in.
    #[getter]
    fn messagelist_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 1)
    }

    /// The provider's word in lower case, such as `scheduled`, `processing`, `delivered`.
    #[getter]
    fn delivery_status<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 2)
    }

    /// SMS parts.
    #[getter]
    fn parts_count<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 3)
    }

    /// Price of the message; the currency is that of the account.
    #[getter]
    fn cost<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 4)
    }

    /// How each fallback channel did.
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

    /// Price of the message in the currency of the rate.
    #[getter]
    fn rate_amount<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 8)
    }

    /// Currency of the rate.
    #[getter]
    fn rate_currency<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 9)
    }

    /// Price in the currency of the bill.
    #[getter]
    fn bill_amount<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 10)
    }

    /// Currency of the bill.
    #[getter]
    fn bill_currency<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 11)
    }

    /// Whether the status can still change: delivered, read, undeliverable, permanenterror, failed and
    /// expired are final, every other word is not (D29).
    #[getter]
    fn is_final<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 12)
    }

    /// Whether it reached the recipient: delivered or read.
    #[getter]
    fn is_delivered<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 13)
    }
}

/// Answer to a request that this library has no method for.
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

    /// The server's id of the request.
    #[getter]
    fn request_id<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.as_super().get().field(slf.py(), 3)
    }
}

/// The Python object of a record.
pub(crate) fn instance(py: Python<'_>, record: Record) -> PyResult<Bound<'_, PyAny>> {
    Ok(match record.class().name {
        "Sms" => Bound::new(py, PyClassInitializer::from(Model { record }).add_subclass(Sms))?.into_any(),
        "ViberPromo" => Bound::new(py, PyClassInitializer::from(Model { record }).add_subclass(ViberPromo))?.into_any(),
        "ViberTransactional" => {
            Bound::new(py, PyClassInitializer::from(Model { record }).add_subclass(ViberTransactional))?.into_any()
        }
        "ViberCarousel" => {
            Bound::new(py, PyClassInitializer::from(Model { record }).add_subclass(ViberCarousel))?.into_any()
        }
        "ViberSurvey" => {
            Bound::new(py, PyClassInitializer::from(Model { record }).add_subclass(ViberSurvey))?.into_any()
        }
        "ViberOtp" => Bound::new(py, PyClassInitializer::from(Model { record }).add_subclass(ViberOtp))?.into_any(),
        "Rcs" => Bound::new(py, PyClassInitializer::from(Model { record }).add_subclass(Rcs))?.into_any(),
        "FlashCall" => Bound::new(py, PyClassInitializer::from(Model { record }).add_subclass(FlashCall))?.into_any(),
        "Fallback" => Bound::new(py, PyClassInitializer::from(Model { record }).add_subclass(Fallback))?.into_any(),
        "Button" => Bound::new(py, PyClassInitializer::from(Model { record }).add_subclass(Button))?.into_any(),
        "Video" => Bound::new(py, PyClassInitializer::from(Model { record }).add_subclass(Video))?.into_any(),
        "File" => Bound::new(py, PyClassInitializer::from(Model { record }).add_subclass(File))?.into_any(),
        "Card" => Bound::new(py, PyClassInitializer::from(Model { record }).add_subclass(Card))?.into_any(),
        "Media" => Bound::new(py, PyClassInitializer::from(Model { record }).add_subclass(Media))?.into_any(),
        "RcsButton" => Bound::new(py, PyClassInitializer::from(Model { record }).add_subclass(RcsButton))?.into_any(),
        "RcsCard" => Bound::new(py, PyClassInitializer::from(Model { record }).add_subclass(RcsCard))?.into_any(),
        "Action" => Bound::new(py, PyClassInitializer::from(Model { record }).add_subclass(Action))?.into_any(),
        "SentMessage" => {
            Bound::new(py, PyClassInitializer::from(Reply::from(record)).add_subclass(SentMessage))?.into_any()
        }
        "SendResult" => {
            Bound::new(py, PyClassInitializer::from(Reply::from(record)).add_subclass(SendResult))?.into_any()
        }
        "FallbackStatus" => {
            Bound::new(py, PyClassInitializer::from(Reply::from(record)).add_subclass(FallbackStatus))?.into_any()
        }
        "MessageStatus" => {
            Bound::new(py, PyClassInitializer::from(Reply::from(record)).add_subclass(MessageStatus))?.into_any()
        }
        "RawReply" => Bound::new(py, PyClassInitializer::from(Reply::from(record)).add_subclass(RawReply))?.into_any(),
        // A class that is not in the tables cannot come out of them.
        name => return Err(pyo3::exceptions::PyTypeError::new_err(name)),
    })
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
    module.add_class::<SentMessage>()?;
    module.add_class::<SendResult>()?;
    module.add_class::<FallbackStatus>()?;
    module.add_class::<MessageStatus>()?;
    module.add_class::<RawReply>()?;
    Ok(())
}
