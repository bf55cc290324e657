//! `smsbat.Client` and its settings. Written by `make gen` from the tables in core and templates/python/client.rs.j2; do
//! not edit.

use std::path::PathBuf;

use pyo3::exceptions::PyTypeError;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyFloat, PyInt, PyList, PyString};
use smsbat_core::{Api, ClientBuilder, Method};

use crate::attempt::OnAttempt;
use crate::call::{self, options, with};
use crate::error::type_name;
use crate::json;
use crate::max_parts::MaxParts;
use crate::messages::{WAIT_INTERVAL, WAIT_TIMEOUT};
use crate::model::{Given, not_picklable};
use crate::namespaces::{Cascade, ChatHub, Messages, Messagio, TurboSmsApi};
use crate::numbers::{Int, Seconds};
use crate::rate_limit::Limit;
use crate::{error, generated, named};

/// A client of the SMSBAT APIs. Threads can share it. A forked child gets its own connections.
///
///     >>> with smsbat.Client(api_key="…") as client:
///     ...     result = client.send(smsbat.Sms(to="+380671234567", sender="MyShop", text="Hello"))
///     >>> result.ok
///     True
///
/// A setting that is not given comes from the environment (`SMSBAT_API_KEY` and so on), then from the profile, then
/// from its default.
///
/// Args:
///     api_key: Key of the account, created in the dashboard. Sent as `X-Authorization-Key`.
///     username: Login of the dashboard, for HTTP Basic authentication; requires `password`.
///     password: Password of the dashboard, for HTTP Basic authentication; requires `username`.
///     company_token: Company token of ChatHub.
///     viber_bot_token: Token of a Viber bot, for Cascade.
///     telegram_bot_key: Key of a Telegram bot, for Cascade.
///     messagio_user: User of the Messagio-compatible API.
///     messagio_sign: Signature of the Messagio-compatible API.
///     base_url: URL of the SMSBAT, Cascade, TurboSMS and Messagio APIs. Default: `https://restapi.smsbat.com`.
///     chathub_url: URL of the ChatHub API. If it is not set and `base_url` is a loopback address, `base_url`
///         applies. Default: `https://chatapi.smsbat.com`.
///     timeout: Time limit of a whole call in seconds, including all attempts and the waits between them.
///         Default: 30.
///     connect_timeout: Time limit for opening one connection, in seconds: DNS, TCP, proxy, TLS. Default: 5.
///     max_retries: Maximum number of retries after the first attempt. Default: 2.
///     proxy: URL of an HTTP proxy. Default: HTTPS_PROXY or ALL_PROXY, unless NO_PROXY covers the host.
///     ca_bundle: PEM file with certificates to trust in addition to the system's. Default: REQUESTS_CA_BUNDLE
///         or CURL_CA_BUNDLE.
///     profile: Table of the file ~/.config/smsbat/config.toml, on Windows %APPDATA%\smsbat\config.toml, from
///         which settings are read.
///     api_key_as_password: Send the key as the password of HTTP Basic authentication, with `@` as the user
///         name. Default: False.
///     max_reply_size: Largest response body in bytes, 1 or more, after decompression. A response of any size
///         may have at most 100,000 rows and values. Default: 67108864.
///     country: Country code of national numbers. With `380`, `0671234567` means +380671234567. Without it,
///         they are refused.
///     check_phones: Refuse numbers with an unknown country code or a wrong length. With `False`, only E.164's
///         7 to 15 digits are checked. Default: True.
///     max_parts_per_message: Maximum number of parts of one SMS; a longer text is refused. `None` means 255,
///         the maximum of the standard. Default: 10.
///     rate_limit: Client-side rate limit; `None` turns it off. Default: the provider's limits.
///     on_attempt: Called with an `Attempt` after each attempt of a call, for metrics and traces, on the thread that
///         makes it; in a campaign on several at once. An `Exception` in it is reported as unraisable and changes
///         nothing; any other, such as KeyboardInterrupt or SystemExit, stops the call on the main thread.
///
/// Raises:
///     ConfigurationError: Settings contradict each other or cannot be used.
#[pyclass(frozen, module = "smsbat")]
pub(crate) struct Client {
    core: smsbat_core::Client,
    /// Created once, because it is used for nearly every message.
    messages: Py<Messages>,
    on_attempt: OnAttempt,
}

impl Client {
    pub(crate) fn core(&self) -> &smsbat_core::Client {
        &self.core
    }
}

#[pymethods]
impl Client {
    #[new]
    #[pyo3(signature = (
        *, api_key = None, username = None, password = None, company_token = None, viber_bot_token = None, telegram_bot_key = None, messagio_user = None, messagio_sign = None, base_url = None, chathub_url = None, timeout = None, connect_timeout = None, max_retries = None, proxy = None, ca_bundle = None, profile = None, api_key_as_password = None, max_reply_size = None, country = None, check_phones = None, max_parts_per_message = MaxParts::Unset, rate_limit = Limit::Provider, on_attempt = OnAttempt::NONE,
    ))]
    #[allow(clippy::too_many_arguments)]
    fn new(
        py: Python<'_>,
        api_key: Given<'_>,
        username: Given<'_>,
        password: Given<'_>,
        company_token: Given<'_>,
        viber_bot_token: Given<'_>,
        telegram_bot_key: Given<'_>,
        messagio_user: Given<'_>,
        messagio_sign: Given<'_>,
        base_url: Given<'_>,
        chathub_url: Given<'_>,
        timeout: Given<'_>,
        connect_timeout: Given<'_>,
        max_retries: Given<'_>,
        proxy: Given<'_>,
        ca_bundle: Given<'_>,
        profile: Given<'_>,
        api_key_as_password: Given<'_>,
        max_reply_size: Given<'_>,
        country: Given<'_>,
        check_phones: Given<'_>,
        max_parts_per_message: MaxParts,
        rate_limit: Limit,
        on_attempt: OnAttempt,
    ) -> PyResult<Self> {
        let version = py.version_info();
        let user_agent = format!("python/{}.{}.{}", version.major, version.minor, version.patch);
        let mut builder = smsbat_core::Client::builder().user_agent_part(user_agent);
        for (name, kind, value) in [
            ("api_key", Is::Text, api_key),
            ("username", Is::Text, username),
            ("password", Is::Text, password),
            ("company_token", Is::Text, company_token),
            ("viber_bot_token", Is::Text, viber_bot_token),
            ("telegram_bot_key", Is::Text, telegram_bot_key),
            ("messagio_user", Is::Text, messagio_user),
            ("messagio_sign", Is::Text, messagio_sign),
            ("base_url", Is::Text, base_url),
            ("chathub_url", Is::Text, chathub_url),
            ("timeout", Is::Number, timeout),
            ("connect_timeout", Is::Number, connect_timeout),
            ("max_retries", Is::Integer, max_retries),
            ("proxy", Is::Text, proxy),
            ("ca_bundle", Is::Path, ca_bundle),
            ("profile", Is::Text, profile),
            ("api_key_as_password", Is::Flag, api_key_as_password),
            ("max_reply_size", Is::Integer, max_reply_size),
            ("country", Is::Text, country),
            ("check_phones", Is::Flag, check_phones),
        ] {
            if let Some(value) = value {
                builder = set(builder, name, kind, &value)?;
            }
        }
        for (name, most) in [("max_parts_per_message", max_parts_per_message)] {
            if let Some(most) = most.text() {
                builder = builder.set(name, most).map_err(|e| error::raise(py, &e))?;
            }
        }
        let builder = on_attempt.apply(rate_limit.apply(builder));
        let core = call::run(py, |_| builder.build())?;
        let messages = Py::new(py, Messages(core.clone(), on_attempt.share(py)))?;
        Ok(Self { core, messages, on_attempt })
    }

    /// The SMSBAT API: sends messages and gets their delivery statuses.
    #[getter]
    fn messages<'py>(&self, py: Python<'py>) -> &Bound<'py, Messages> {
        self.messages.bind(py)
    }

    /// The Cascade API: one message that tries several channels in order.
    #[getter]
    fn cascade(&self, py: Python<'_>) -> Cascade {
        Cascade(self.core.clone(), self.on_attempt.share(py))
    }

    /// The ChatHub API: operators, chats and chat messages.
    #[getter]
    fn chathub(&self, py: Python<'_>) -> ChatHub {
        ChatHub(self.core.clone(), self.on_attempt.share(py))
    }

    /// The TurboSMS-compatible API.
    #[getter]
    fn turbosms(&self, py: Python<'_>) -> TurboSmsApi {
        TurboSmsApi(self.core.clone(), self.on_attempt.share(py))
    }

    /// The Messagio-compatible API.
    #[getter]
    fn messagio(&self, py: Python<'_>) -> Messagio {
        Messagio(self.core.clone(), self.on_attempt.share(py))
    }

    /// Sends one message, or up to 5,000 in one request. Short for `client.messages.send`; see there for details.
    #[pyo3(signature = (messages, *, journal = None, timeout = None, max_retries = None, resend_unknown = false))]
    fn send<'py>(
        &self,
        py: Python<'py>,
        messages: &Bound<'py, PyAny>,
        #[pyo3(from_py_with = named::journal)] journal: Option<PathBuf>,
        timeout: Option<Seconds>,
        max_retries: Option<Int>,
        #[pyo3(from_py_with = named::resend_unknown)] resend_unknown: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.messages.get().send(py, messages, journal, timeout, max_retries, resend_unknown)
    }

    /// Returns the delivery status of a message. Short for `client.messages.status`; see there for details.
    #[pyo3(signature = (message_id, *, timeout = None, max_retries = None))]
    fn status<'py>(
        &self,
        py: Python<'py>,
        message_id: &Bound<'py, PyAny>,
        timeout: Option<Seconds>,
        max_retries: Option<Int>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.messages.get().status(py, message_id, timeout, max_retries)
    }

    /// Waits until a status is final or the time is up. Short for `client.messages.wait`; see there for details.
    #[pyo3(
        signature = (message_id, *, timeout = WAIT_TIMEOUT, interval = WAIT_INTERVAL, max_retries = None),
        text_signature = "($self, message_id, *, timeout=120.0, interval=5.0, max_retries=None)"
    )]
    fn wait<'py>(
        &self,
        py: Python<'py>,
        message_id: &Bound<'py, PyAny>,
        timeout: Seconds,
        interval: Seconds,
        max_retries: Option<Int>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.messages.get().wait(py, message_id, timeout, interval, max_retries)
    }

    /// Waits until all statuses are final or the time is up. Short for `client.messages.wait_all`; see there for
    /// details.
    #[pyo3(
        signature = (messages, *, timeout = WAIT_TIMEOUT, interval = WAIT_INTERVAL, max_retries = None),
        text_signature = "($self, messages, *, timeout=120.0, interval=5.0, max_retries=None)"
    )]
    fn wait_all<'py>(
        &self,
        py: Python<'py>,
        messages: &Bound<'py, PyAny>,
        timeout: Seconds,
        interval: Seconds,
        max_retries: Option<Int>,
    ) -> PyResult<Bound<'py, PyList>> {
        self.messages.get().wait_all(py, messages, timeout, interval, max_retries)
    }

    /// Sends a request for which this library has no method, with the credentials of `api`.
    ///
    ///     >>> reply = client.request("GET", f"/bat/message/{message_id}")
    ///     >>> reply.status_code, reply.json["messageId"] == message_id
    ///     (200, True)
    ///
    /// Args:
    ///     method: `GET`, `POST`, `PUT`, `PATCH` or `DELETE`. After a failure that leaves the outcome unknown, only a
    ///         `GET` is retried.
    ///     path: Path and query, beginning with `/`.
    ///     json: Request body, of plain Python types.
    ///     api: The API whose URL and credentials are used: `messages`, `cascade`, `chathub`, `turbosms` or `messagio`.
    ///     timeout: Time limit of the whole call in seconds, including all attempts. Default: the client's.
    ///     max_retries: Maximum number of retries. Default: the client's.
    ///
    /// Returns:
    ///     A `RawReply`: `status_code`, `json`, `text`, `request_id`.
    ///
    /// Raises:
    ///     ValidationError: The method, path or body cannot be sent. Nothing was sent.
    ///     SmsbatError: Every other failure; `outcome` says whether anything may have been sent.
    #[pyo3(signature = (method, path, json = None, api = "messages", *, timeout = None, max_retries = None))]
    #[allow(clippy::too_many_arguments)]
    fn request<'py>(
        &self,
        py: Python<'py>,
        method: &str,
        path: &Bound<'py, PyAny>,
        json: Given<'py>,
        api: &str,
        timeout: Option<Seconds>,
        max_retries: Option<Int>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let options = options(py, timeout, max_retries)?;
        let raise = |e| error::raise(py, &e);
        let (method, api) = (Method::parse(method).map_err(raise)?, Api::parse(api).map_err(raise)?);
        let path = error::unicode(py, path, "path")?;
        let body = json.map(|json| json::text(&json, &|| "json".to_owned())).transpose()?;
        let work = |interrupt| self.core.request(method, &path, body.as_deref(), api, &with(options, interrupt));
        call::send(py, work, |reply| generated::instance(py, reply.record().clone()))
    }

    /// Closes the client: stops running calls and refuses new ones. A send that is stopped may have the outcome
    /// `unknown`.
    fn close(&self) {
        self.core.close();
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.messages)?;
        self.on_attempt.traverse(&visit)
    }

    fn __enter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    #[pyo3(signature = (*_exception))]
    fn __exit__(&self, _exception: &Bound<'_, pyo3::types::PyTuple>) {
        self.close();
    }

    fn __repr__(&self) -> String {
        format!("Client(base_url='{}', credentials=***)", self.core.base_url())
    }

    fn __reduce__(slf: &Bound<'_, Self>) -> PyResult<()> {
        Err(not_picklable(&slf.get_type()))
    }
}

/// Python type of a setting.
#[derive(Clone, Copy)]
enum Is {
    Text,
    Number,
    Integer,
    Path,
    Flag,
}

impl Is {
    fn wanted(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "a number",
            Self::Integer => "an integer",
            Self::Path => "text or a path",
            Self::Flag => "True or False",
        }
    }

    /// Returns the value as text for the core; `None` for another type.
    fn text(self, value: &Bound<'_, PyAny>) -> PyResult<Option<String>> {
        let flag = value.cast::<PyBool>().ok().map(|flag| flag.is_true());
        Ok(match self {
            Self::Text if value.is_instance_of::<PyString>() => Some(value.extract()?),
            Self::Flag => flag.map(|flag| flag.to_string()),
            Self::Path => match value.py().import("os")?.call_method1("fspath", (value,)) {
                Ok(path) if path.is_instance_of::<PyString>() => Some(path.extract()?),
                _ => None,
            },
            Self::Number if flag.is_none() && value.is_instance_of::<PyFloat>() => {
                Some(value.extract::<f64>()?.to_string())
            }
            Self::Number | Self::Integer if flag.is_none() && value.is_instance_of::<PyInt>() => {
                Some(value.str()?.extract()?)
            }
            _ => None,
        })
    }
}

fn set(builder: ClientBuilder, name: &str, kind: Is, value: &Bound<'_, PyAny>) -> PyResult<ClientBuilder> {
    let py = value.py();
    // The value may be a secret, so errors do not repeat it.
    let text = kind.text(value).map_err(|_| error::invalid(py, name, "unicode", error::SURROGATE))?;
    let text = text.ok_or_else(|| {
        PyTypeError::new_err(format!("Client.{name} must be {}, not {}", kind.wanted(), type_name(value)))
    })?;
    builder.set(name, text).map_err(|e| error::raise(py, &e))
}
