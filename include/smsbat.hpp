// smsbat.hpp - C++ classes for smsbat.h, the client library for the SMSBAT messaging APIs. C++17, header only.
//
// This file is generated and is the manual of the C++ classes. It needs only smsbat.h and libsmsbat.
//
//
// EXAMPLE
//
//     #include <iostream>
//     #include <smsbat.hpp>
//
//     int main() {
//       try {
//         smsbat::Client client;  // reads the API key from the environment variable SMSBAT_API_KEY
//         auto result = client.send(
//             smsbat::Sms().to("+380671234567").sender("MyShop").text("Your order is ready"));
//         for (const auto& message : result.messages()) {
//           std::cout << smsbat::to_string(message.outcome()) << '\n';
//         }
//       } catch (const smsbat::Error& error) {
//         std::cerr << error.what() << '\n';
//       }
//     }
//
//
// ERRORS
//
// Calls throw subclasses of `smsbat::Error`, which have the outcome of the messages. Each call has a variant whose name
// starts with `try_`. It returns a `Result`: either the object, or the `Error` as a value. `try_` calls throw only
// `std::bad_alloc`. `send` does not throw if the provider refused some of the messages: check each row's outcome, or
// call `raise_for_outcome`.
//
// With `-fno-exceptions`, use the `try_` variants. A call that would throw writes the error to standard error and ends
// the program with `std::abort`. Setters of messages, parts and options never do: the send returns their errors.
// Compile all files of a program with the same choice.
//
// MESSAGES AND PARTS
//
// Every kind of message and part is a class with a function for each field. The functions return the object, so that
// they can be chained. Required fields of a part are parameters of its constructor. Messages and parts copy their
// arguments. The provider's rules for the content are checked when the message is sent, and all problems are reported
// at once. A text that contains a NUL is refused at once with a `ValidationError`, because the C library cannot carry
// it; without exceptions, the send refuses it. A `const char*` that is `NULL`, as from `std::getenv`, is refused by the
// send, too, or by the call that it is given to; `nullptr` does not compile.
//
// A path is UTF-8 text or a `std::filesystem::path`. Several messages are a `std::vector` or, with C++20, a `std::span`.
//
// OWNERSHIP
//
// Objects that own something can be moved but not copied. Rows, texts and lists that are read from a result belong to
// it and become invalid with it. They cannot be read from a temporary, nor through the `->` of a temporary `Result`:
// keep the result in a variable. The compiler does not see an element of a temporary, as `client.wait_all(ids)[0]`, nor
// what a `std::optional` has, as `events.next()->event()`: keep the vector or the optional, too. An object that was moved
// from can only be assigned to or destroyed.
//
// CALLBACKS
//
// Callbacks of a campaign, which provide its messages, read its rows or report its progress, may throw. The campaign
// then ends in an orderly way, and the call throws the same exception. The `try_` variant returns a `CancelledError`
// with the exception as its `cause`. In both cases, an `Error` of a campaign that had started has its `report`.
//
// CHAT HUB
//
// `Client::chathub_listen` returns events as they happen. What an event holds is read by its kind:
//
//     auto events = client.chathub_listen();
//     for (const auto& event : events) {
//       const auto received = event.message_received();
//       if (received && received->message()->author() != 0) {  // 0: operators, and this program
//         events.send_message(*received->chat_id(), "Hello");
//       }
//     }
//
// A connection that breaks is an event, not an error; what it missed is read from the history and marked as replayed.
//
// THREADS
//
// Any number of threads may use one client at the same time. Several threads may read the same result, status or error.
// While one thread changes a message or part, no other may use it.
//
// VERSIONS
//
// The classes are inline wrappers of the C library, and the conventions of smsbat.h apply to them, too. The library can
// be replaced by a newer one with the same soname without recompiling the program.

#ifndef SMSBAT_HPP
#define SMSBAT_HPP

#include <smsbat.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <exception>
#include <functional>
#include <initializer_list>
#include <iterator>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>
#if __cplusplus >= 202002L || (defined(_MSVC_LANG) && _MSVC_LANG >= 202002L)
#include <span>
#endif

// Whether exceptions are on: GCC and Clang define the first, Microsoft's compiler the second.
#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
#define SMSBAT_EXCEPTIONS 1
#else
#define SMSBAT_EXCEPTIONS 0
#endif

namespace smsbat {

/// Time in seconds, with fractions. Any `std::chrono` duration converts to it, such as `std::chrono::minutes(1)`.
using Seconds = std::chrono::duration<double>;

/// Outcome of a message or of a whole request. Only `not_sent` messages are safe to send again.
enum class Outcome : std::int32_t {
  /// The provider accepted the message.
  accepted = SMSBAT_OUTCOME_ACCEPTED,
  /// The provider refused this message.
  rejected = SMSBAT_OUTCOME_REJECTED,
  /// Nothing was sent: no byte of the request reached a socket, or the provider refused the whole request. Errors of
  /// reads have this outcome, too.
  not_sent = SMSBAT_OUTCOME_NOT_SENT,
  /// Bytes may have been sent, but no readable response arrived. Sending it again may cause a duplicate.
  unknown = SMSBAT_OUTCOME_UNKNOWN,
};

/// Returns the name of an outcome, such as "not_sent".
inline const char* to_string(Outcome outcome) noexcept {
  return smsbat_outcome_name(static_cast<smsbat_outcome>(outcome));
}

/// Kind of an error, for programs that do not use exceptions. Later versions may add values.
enum class ErrorKind : std::int32_t {
  /// An error for which this version has no name.
  other = SMSBAT_ERROR_OTHER,
  /// An argument is invalid, such as a text that is not UTF-8.
  invalid_argument = SMSBAT_ERROR_INVALID_ARGUMENT,
  /// The settings contradict each other or are incomplete.
  configuration = SMSBAT_ERROR_CONFIGURATION,
  /// The input breaks a rule; `problems` names each field. Nothing was sent, unless a campaign ended because of it:
  /// see the outcome.
  validation = SMSBAT_ERROR_VALIDATION,
  /// HTTP 401: wrong or missing credentials.
  authentication = SMSBAT_ERROR_AUTHENTICATION,
  /// HTTP 403: the credentials lack a permission, or the account is suspended.
  permission_denied = SMSBAT_ERROR_PERMISSION_DENIED,
  /// HTTP 404: no such message, chat or path.
  not_found = SMSBAT_ERROR_NOT_FOUND,
  /// Any other HTTP 4xx: the provider refused the request as a whole.
  bad_request = SMSBAT_ERROR_BAD_REQUEST,
  /// HTTP 429: too many requests. Wait for `retry_after`.
  rate_limit = SMSBAT_ERROR_RATE_LIMIT,
  /// HTTP 5xx.
  server = SMSBAT_ERROR_SERVER,
  /// The connection could not be opened, or it broke.
  connection = SMSBAT_ERROR_CONNECTION,
  /// The call timed out.
  timeout = SMSBAT_ERROR_TIMEOUT,
  /// The response could not be read: not HTTP, not JSON, too large, or a redirect.
  response = SMSBAT_ERROR_RESPONSE,
  /// HTTP 200, but the response body refuses the whole request.
  provider = SMSBAT_ERROR_PROVIDER,
  /// The call was cancelled by `Cancel::request` or `Client::close`.
  cancelled = SMSBAT_ERROR_CANCELLED,
  /// A bug in the library; please report it.
  internal = SMSBAT_ERROR_INTERNAL,
};

/// Returns the name of a kind of error, such as "rate_limit".
inline const char* to_string(ErrorKind kind) noexcept { return smsbat_code_name(static_cast<smsbat_code>(kind)); }

/// A rule that the input breaks, or a problem that the provider lists.
struct Problem {
  /// Path of the value, in wire names, such as "messages[3].messageData.survey.options". It may be empty for a problem
  /// that the provider lists.
  std::string path;
  /// Name of the rule, such as "required", "phone" or "count"; "provider" for a problem that the provider lists.
  std::string rule;
  /// Description of the problem. It does not repeat the value, except where the rule is "provider": then it is the
  /// provider's own text.
  std::string message;
  /// Path of the value in the names of setters and arguments, such as "messages[3].options" or "sender"; in a call with
  /// one message, the path within it. `what()` has this name.
  std::string argument;
};

namespace detail {

/// Frees a C object with the function for its type.
template <class T, void (*Free)(T*)>
struct Ender {
  void operator()(T* object) const noexcept { Free(object); }
};

template <class T, void (*Free)(T*)>
using Handle = std::unique_ptr<T, Ender<T, Free>>;

using ErrorHandle = Handle<smsbat_error, smsbat_error_free>;

inline std::optional<std::string> owned(const char* text) {
  return text != nullptr ? std::optional<std::string>(text) : std::nullopt;
}

inline std::optional<std::string_view> borrowed(const char* text) noexcept {
  return text != nullptr ? std::optional<std::string_view>(text) : std::nullopt;
}

inline std::optional<std::int64_t> number(std::int64_t value) noexcept {
  return value != -1 ? std::optional<std::int64_t>(value) : std::nullopt;
}

/// A text with its length. It may contain NULs.
template <class T>
std::optional<std::string_view> sized(const T* object, const char* (*get)(const T*, std::size_t*)) noexcept {
  std::size_t length = 0;
  const char* text = get(object, &length);
  return text != nullptr ? std::optional<std::string_view>(std::in_place, text, length) : std::nullopt;
}

/// The bytes of a text for C, where NULL is no text, not even an empty one.
inline const char* bytes(std::string_view text) noexcept { return text.data() != nullptr ? text.data() : ""; }

/// Entries of a list in a reply, without a copy. `T` is constructed from the result of `At`.
template <class T, class Owner, class Entry, std::size_t (*Count)(const Owner*),
          const Entry* (*At)(const Owner*, std::size_t)>
class List {
 public:
  class iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = T;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = T;

    iterator() noexcept = default;
    T operator*() const noexcept { return T(At(owner_, index_)); }
    iterator& operator++() noexcept {
      ++index_;
      return *this;
    }
    iterator operator++(int) noexcept {
      iterator old = *this;
      ++index_;
      return old;
    }
    friend bool operator==(const iterator& a, const iterator& b) noexcept { return a.index_ == b.index_; }
    friend bool operator!=(const iterator& a, const iterator& b) noexcept { return a.index_ != b.index_; }

   private:
    friend class List;
    iterator(const Owner* owner, std::size_t index) noexcept : owner_(owner), index_(index) {}
    const Owner* owner_ = nullptr;
    std::size_t index_ = 0;
  };
  using const_iterator = iterator;
  using value_type = T;

  explicit List(const Owner* owner) noexcept : owner_(owner) {}
  std::size_t size() const noexcept { return Count(owner_); }
  bool empty() const noexcept { return size() == 0; }
  /// Returns the entry at `index`, which must be below `size()`.
  T operator[](std::size_t index) const noexcept { return T(At(owner_, index)); }
  iterator begin() const noexcept { return iterator(owner_, 0); }
  iterator end() const noexcept { return iterator(owner_, size()); }

 private:
  const Owner* owner_;
};

}  // namespace detail

class BulkReport;

/// Base class of all errors. `what()` is one line without secrets and message texts.
///
/// Copies share their content.
class Error : public std::exception {
 public:
  /// Returns the whole error as one line for a log: operation, description, and a warning if the outcome is unknown.
  const char* what() const noexcept override { return fields_->text.c_str(); }
  ErrorKind kind() const noexcept { return fields_->kind; }
  /// Returns the outcome of the request and of every message in it.
  Outcome outcome() const noexcept { return fields_->outcome; }
  /// Returns the HTTP status of the response, if one arrived.
  std::optional<int> status_code() const noexcept { return fields_->status_code; }
  /// Returns the provider's error code as text, such as "INVALID_RECIPIENT" or "1003".
  const std::optional<std::string>& code() const noexcept { return fields_->code; }
  /// Returns a description, without the operation's name.
  const std::string& message() const noexcept { return fields_->message; }
  /// Returns the operation that failed, such as "messages.send".
  const std::optional<std::string>& operation() const noexcept { return fields_->operation; }
  /// Returns the path of the first invalid field, such as "messages[3].to".
  const std::optional<std::string>& field() const noexcept { return fields_->field; }
  /// Returns the time that the provider asks to wait before the next request.
  std::optional<Seconds> retry_after() const noexcept { return fields_->retry_after; }
  /// Returns the provider's id of the request, for support inquiries.
  const std::optional<std::string>& request_id() const noexcept { return fields_->request_id; }
  /// Returns the response body, up to 64 KiB, with `***` for a credential of the client. It may contain personal data.
  const std::optional<std::string>& body() const noexcept { return fields_->body; }
  /// Returns true if the same call may succeed later and cannot send anything twice.
  bool retryable() const noexcept { return fields_->retryable; }
  /// Returns the customer message ids of the messages in the failed request.
  const std::vector<std::string>& customer_message_ids() const noexcept { return fields_->customer_message_ids; }
  /// Returns every broken rule of the input, for a `ValidationError`; else what the provider's response lists.
  const std::vector<Problem>& problems() const noexcept { return fields_->problems; }
  /// Returns lines for a person below `what()`: each problem if there are several, and every one that the provider lists,
  /// then what to do next ("next: …"), then the page of the documentation ("help: …"). The library puts neither
  /// credentials nor message texts into them. Empty for an error that this header makes.
  const std::vector<std::string>& notes() const noexcept { return fields_->notes; }

  /// Returns the report of a campaign that ended early; null for any other error.
  const std::shared_ptr<BulkReport>& report() const noexcept { return fields_->report; }
  /// Returns the exception of a callback that ended the call; null if there was none.
  const std::exception_ptr& cause() const noexcept { return fields_->cause; }

  /// Throws the `cause`, if there is one, else the error as the class of its kind.
  [[noreturn]] inline void raise() const;

  /// Copies a C error. The caller keeps ownership of it.
  static Error from(const smsbat_error* error) { return Error(copied(error)); }

  /// Copies the C error of a campaign, which may have a report.
  static Error from(const smsbat_error* error, std::shared_ptr<BulkReport> report) {
    Fields fields = copied(error);
    fields.report = std::move(report);
    return Error(std::move(fields));
  }

  /// Makes the error of a call that a callback ended by throwing `cause`.
  static Error stopped(std::exception_ptr cause, Outcome outcome, std::shared_ptr<BulkReport> report = nullptr) {
    Fields fields;
    fields.kind = ErrorKind::cancelled;
    fields.outcome = outcome;
    fields.message = "a function of the program threw an exception";
    fields.text = fields.message;
    fields.cause = std::move(cause);
    fields.report = std::move(report);
    return Error(std::move(fields));
  }

  /// Makes an error for invalid input. Nothing was sent, unless it ended a campaign.
  static Error invalid(std::string field, std::string rule, std::string message, Outcome outcome = Outcome::not_sent,
                       std::shared_ptr<BulkReport> report = nullptr) {
    Fields fields;
    fields.kind = ErrorKind::validation;
    fields.outcome = outcome;
    fields.report = std::move(report);
    fields.message = field + " " + message;
    fields.text = fields.message;
    fields.problems.push_back({field, std::move(rule), std::move(message), field});
    fields.field = std::move(field);
    return Error(std::move(fields));
  }

 private:
  struct Fields {
    ErrorKind kind = ErrorKind::other;
    Outcome outcome = Outcome::unknown;
    std::string text;
    std::string message;
    std::optional<int> status_code;
    std::optional<std::string> code;
    std::optional<std::string> operation;
    std::optional<std::string> field;
    std::optional<Seconds> retry_after;
    std::optional<std::string> request_id;
    std::optional<std::string> body;
    bool retryable = false;
    std::vector<std::string> customer_message_ids;
    std::vector<Problem> problems;
    std::vector<std::string> notes;
    std::shared_ptr<BulkReport> report;
    std::exception_ptr cause;
  };

  explicit Error(Fields fields) : fields_(std::make_shared<const Fields>(std::move(fields))) {}

  static Fields copied(const smsbat_error* error) {
    Fields fields;
    fields.kind = static_cast<ErrorKind>(smsbat_error_code(error));
    fields.outcome = static_cast<Outcome>(smsbat_error_outcome(error));
    fields.text = smsbat_error_text(error);
    fields.message = smsbat_error_message(error);
    if (const int status = smsbat_error_status_code(error); status != 0) {
      fields.status_code = status;
    }
    fields.code = detail::owned(smsbat_error_provider_code(error));
    fields.operation = detail::owned(smsbat_error_operation(error));
    fields.field = detail::owned(smsbat_error_field(error));
    if (const double wait = smsbat_error_retry_after(error); wait >= 0) {
      fields.retry_after = Seconds(wait);
    }
    fields.request_id = detail::owned(smsbat_error_request_id(error));
    if (const auto body = detail::sized(error, smsbat_error_body)) {
      fields.body.emplace(*body);
    }
    fields.retryable = smsbat_error_retryable(error);
    for (std::size_t i = 0; i < smsbat_error_customer_message_id_count(error); ++i) {
      fields.customer_message_ids.emplace_back(smsbat_error_customer_message_id_at(error, i));
    }
    for (std::size_t i = 0; i < smsbat_error_problem_count(error); ++i) {
      fields.problems.push_back({smsbat_error_problem_path(error, i), smsbat_error_problem_rule(error, i),
                                 smsbat_error_problem_message(error, i), smsbat_error_problem_argument(error, i)});
    }
    for (std::size_t i = 0; i < smsbat_error_note_count(error); ++i) {
      fields.notes.emplace_back(smsbat_error_note(error, i));
    }
    return fields;
  }

  std::shared_ptr<const Fields> fields_;
};

/// The settings contradict each other or are incomplete.
class ConfigurationError : public Error {
 public:
  explicit ConfigurationError(const Error& error) : Error(error) {}
};

/// The input breaks a rule; `problems()` names each field. Nothing was sent, unless a campaign ended because of it:
/// see `outcome()`.
class ValidationError : public Error {
 public:
  explicit ValidationError(const Error& error) : Error(error) {}
};

/// HTTP 401: wrong or missing credentials.
class AuthenticationError : public Error {
 public:
  explicit AuthenticationError(const Error& error) : Error(error) {}
};

/// HTTP 403: the credentials lack a permission, or the account is suspended.
class PermissionDeniedError : public Error {
 public:
  explicit PermissionDeniedError(const Error& error) : Error(error) {}
};

/// HTTP 404: no such message, chat or path.
class NotFoundError : public Error {
 public:
  explicit NotFoundError(const Error& error) : Error(error) {}
};

/// Any other HTTP 4xx: the provider refused the request as a whole.
class BadRequestError : public Error {
 public:
  explicit BadRequestError(const Error& error) : Error(error) {}
};

/// HTTP 429: too many requests. Wait for `retry_after()`.
class RateLimitError : public Error {
 public:
  explicit RateLimitError(const Error& error) : Error(error) {}
};

/// HTTP 5xx.
class ServerError : public Error {
 public:
  explicit ServerError(const Error& error) : Error(error) {}
};

/// The connection could not be opened, or it broke.
class ConnectionError : public Error {
 public:
  explicit ConnectionError(const Error& error) : Error(error) {}
};

/// The call timed out.
class TimeoutError : public ConnectionError {
 public:
  explicit TimeoutError(const Error& error) : ConnectionError(error) {}
};

/// The response could not be read: not HTTP, not JSON, too large, or a redirect.
class ResponseError : public Error {
 public:
  explicit ResponseError(const Error& error) : Error(error) {}
};

/// HTTP 200, but the response body refuses the whole request.
class ProviderError : public Error {
 public:
  explicit ProviderError(const Error& error) : Error(error) {}
};

/// The call was cancelled by `Cancel::request` or `Client::close`.
class CancelledError : public Error {
 public:
  explicit CancelledError(const Error& error) : Error(error) {}
};

inline void Error::raise() const {
#if SMSBAT_EXCEPTIONS
  if (cause()) {
    std::rethrow_exception(cause());
  }
  switch (kind()) {
    case ErrorKind::configuration: throw ConfigurationError(*this);
    case ErrorKind::invalid_argument:
    case ErrorKind::validation: throw ValidationError(*this);
    case ErrorKind::authentication: throw AuthenticationError(*this);
    case ErrorKind::permission_denied: throw PermissionDeniedError(*this);
    case ErrorKind::not_found: throw NotFoundError(*this);
    case ErrorKind::bad_request: throw BadRequestError(*this);
    case ErrorKind::rate_limit: throw RateLimitError(*this);
    case ErrorKind::server: throw ServerError(*this);
    case ErrorKind::connection: throw ConnectionError(*this);
    case ErrorKind::timeout: throw TimeoutError(*this);
    case ErrorKind::response: throw ResponseError(*this);
    case ErrorKind::provider: throw ProviderError(*this);
    case ErrorKind::cancelled: throw CancelledError(*this);
    case ErrorKind::internal:
    case ErrorKind::other: break;
  }
  throw Error(*this);
#else
  std::fputs(what(), stderr);
  std::fputc('\n', stderr);
  std::abort();
#endif
}

/// Result of a `try_` function: a value or an error.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : content_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : content_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const noexcept { return content_.index() == 0; }
  explicit operator bool() const noexcept { return ok(); }

  /// Returns the value, or throws the error.
  T& value() & {
    check();
    return *std::get_if<0>(&content_);
  }
  const T& value() const& {
    check();
    return *std::get_if<0>(&content_);
  }
  T value() && {
    check();
    return std::move(*std::get_if<0>(&content_));
  }

  /// Returns the value. There must be one: check `ok()` first.
  T& operator*() & noexcept { return *std::get_if<0>(&content_); }
  const T& operator*() const& noexcept { return *std::get_if<0>(&content_); }
  T operator*() && noexcept { return std::move(*std::get_if<0>(&content_)); }
  T* operator->() & noexcept { return std::get_if<0>(&content_); }
  const T* operator->() const& noexcept { return std::get_if<0>(&content_); }
  /// What the value gives away would become invalid with it.
  const T* operator->() const&& = delete;

  /// Returns the error. There must be one: check `ok()` first.
  const Error& error() const& noexcept { return *std::get_if<1>(&content_); }
  Error error() && noexcept { return *std::get_if<1>(&content_); }

 private:
  void check() const {
    if (!ok()) {
      error().raise();
    }
  }

  std::variant<T, Error> content_;
};

/// Result of a `try_` function without a value.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}

  bool ok() const noexcept { return !error_.has_value(); }
  explicit operator bool() const noexcept { return ok(); }
  /// Throws the error if there is one.
  void value() const {
    if (error_) {
      error_->raise();
    }
  }
  /// Returns the error. There must be one: check `ok()` first.
  const Error& error() const& noexcept { return *error_; }
  Error error() && noexcept { return *error_; }

 private:
  std::optional<Error> error_;
};

namespace detail {

class Given;

/// For a type that is a text, and no pointer, which may be `NULL`.
template <class Text>
using IfText = std::enable_if_t<std::is_convertible_v<const Text&, std::string_view> &&
                                    !std::is_pointer_v<std::decay_t<const Text>> && !std::is_null_pointer_v<Text>,
                                int>;

}  // namespace detail

/// Path of a file: a text in UTF-8, or a `std::filesystem::path`.
class Path {
 public:
  template <class Text, detail::IfText<Text> = 0>
  Path(const Text& text) : text_(static_cast<std::string_view>(text)) {}
  Path(const char* text) : text_(text != nullptr ? text : ""), is_null_(text == nullptr) {}
  Path(std::nullptr_t) = delete;
  template <class Native, std::enable_if_t<!std::is_convertible_v<const Native&, std::string_view>, int> = 0,
            class = decltype(std::declval<const Native&>().u8string())>
  Path(const Native& path) {
    const auto text = path.u8string();
    text_.assign(text.begin(), text.end());
  }

  /// Returns the path in UTF-8.
  operator std::string_view() const noexcept { return text_; }

 private:
  friend class detail::Given;

  std::string text_;
  bool is_null_ = false;
};

namespace detail {

/// A text that the program gives. `NULL`, as from `std::getenv`, is handed to the C library, which refuses it.
class Given {
 public:
  template <class Text, IfText<Text> = 0>
  Given(const Text& text) : text_(static_cast<std::string_view>(text)) {}
  Given(const char* text) noexcept : text_(text != nullptr ? text : std::string_view()), is_null_(text == nullptr) {}
  Given(const Path& path) noexcept : text_(path), is_null_(path.is_null_) {}
  Given(std::nullptr_t) = delete;

  std::string_view text() const noexcept { return text_; }
  bool is_null() const noexcept { return is_null_; }

 private:
  std::string_view text_;
  bool is_null_ = false;
};

/// A text for C, which ends at the first NUL.
class Text {
 public:
  Text(Given given, const char* name) {
    if (!given.is_null()) {
      text_.emplace(given.text());
    }
    if (given.text().find('\0') != std::string_view::npos) {
#if SMSBAT_EXCEPTIONS
      Error::invalid(name, "nul", "must not hold a NUL").raise();
#else
      // Not UTF-8, which the C library refuses; the text up to its NUL would be another one.
      static_cast<void>(name);
      text_ = "\xff";
#endif
    }
  }
  const char* c_str() const noexcept { return text_ ? text_->c_str() : nullptr; }

 private:
  std::optional<std::string> text_;
};

/// A time for C, which takes 0 or less as its default: no number, which it refuses.
inline double above_zero(Seconds time) noexcept {
  return time.count() > 0 ? time.count() : std::numeric_limits<double>::quiet_NaN();
}

/// Runs a callback. Its exceptions are ignored, because the call has its own result.
template <class Run>
void quietly(Run run) noexcept {
#if SMSBAT_EXCEPTIONS
  try {
    run();
  } catch (...) {
  }
#else
  run();
#endif
}

/// Refuses an object or pointer that stands for a function and holds none.
template <class Function>
std::optional<Error> no_function([[maybe_unused]] const Function& function, [[maybe_unused]] const char* name) {
  if constexpr (std::is_pointer_v<Function>) {
    if (function == nullptr) {
      return Error::invalid(name, "null", "must not be NULL");
    }
  }
  return std::nullopt;
}
template <class Signature>
std::optional<Error> no_function(const std::function<Signature>& function, const char* name) {
  return function ? std::nullopt : std::optional(Error::invalid(name, "null", "must not be an empty function"));
}

/// Checks a text for a call that must not throw.
inline std::optional<Error> bad_text(Given given, const char* name) {
  if (given.text().find('\0') == std::string_view::npos) {
    return std::nullopt;
  }
  return Error::invalid(name, "nul", "must not hold a NUL");
}

/// Runs a call of the C library that returns a `Raw`, and converts it to a `T`.
template <class T, class Raw, class Call>
Result<T> run(Call call) {
  Raw* raw = nullptr;
  smsbat_error* error = nullptr;
  if (call(&raw, &error) == SMSBAT_OK) {
    return T(raw);
  }
  const ErrorHandle owned(error);
  return Error::from(error);
}

/// Runs a call of the C library that returns a text.
template <class Call>
Result<std::string> run_text(Call call) {
  smsbat_string* raw = nullptr;
  smsbat_error* error = nullptr;
  if (call(&raw, &error) == SMSBAT_OK) {
    const Handle<smsbat_string, smsbat_string_free> owned(raw);
    return std::string(sized(static_cast<const smsbat_string*>(raw), smsbat_string_text).value_or(std::string_view()));
  }
  const ErrorHandle owned(error);
  return Error::from(error);
}

/// A row that may be absent.
template <class Row, class Raw>
std::optional<Row> row(const Raw* raw) noexcept {
  return raw != nullptr ? std::optional<Row>(raw) : std::nullopt;
}

/// Checks texts for a call that must not throw.
inline std::optional<Error> bad_texts(const std::vector<std::string>& texts, const char* name) {
  for (const std::string& text : texts) {
    if (auto error = bad_text(text, name)) {
      return error;
    }
  }
  return std::nullopt;
}

/// Returns the C texts of a list.
inline std::vector<const char*> pointers(const std::vector<std::string>& texts) {
  std::vector<const char*> all;
  all.reserve(texts.size());
  for (const std::string& text : texts) {
    all.push_back(text.c_str());
  }
  return all;
}

/// Returns the elements of a range, to which a call has pointers: the range, or all that it makes at its steps.
template <class All>
decltype(auto) lasting(const All& all) {
  using std::begin;
  using Element = decltype(*begin(all));
  if constexpr (std::is_reference_v<Element>) {
    return (all);
  } else {
    // No vector, which moves what it has when it grows.
    std::deque<Element> made;
    for (auto&& one : all) {
      made.push_back(std::move(one));
    }
    return made;
  }
}

/// A list that the program owns. Its rows belong to it.
template <class Row, class Raw, class RawRow, std::size_t (*Count)(const Raw*),
          const RawRow* (*At)(const Raw*, std::size_t), void (*Free)(Raw*)>
class OwnedList {
 public:
  using Rows = List<Row, Raw, RawRow, Count, At>;

  /// Takes ownership of a C object.
  explicit OwnedList(Raw* raw) noexcept : raw_(raw) {}

  std::size_t size() const noexcept { return rows().size(); }
  bool empty() const noexcept { return size() == 0; }
  Row operator[](std::size_t index) const& noexcept { return rows()[index]; }
  Row operator[](std::size_t index) const&& = delete;
  auto begin() const& noexcept { return rows().begin(); }
  auto begin() const&& = delete;
  auto end() const& noexcept { return rows().end(); }
  auto end() const&& = delete;

  /// Returns the C object, which this object still owns.
  const Raw* get() const noexcept { return raw_.get(); }

 private:
  Rows rows() const noexcept { return Rows(get()); }

  Handle<Raw, Free> raw_;
};

/// Runs a check of the C library.
template <class Call>
Result<void> run(Call call) {
  smsbat_error* error = nullptr;
  if (call(&error) == SMSBAT_OK) {
    return {};
  }
  const ErrorHandle owned(error);
  return Error::from(error);
}

}  // namespace detail

/// Returns the version of the loaded library, such as "0.1.0". The version of the header is `SMSBAT_VERSION`.
inline const char* version() noexcept { return smsbat_version(); }

// Parts

/// A part of a message, such as a button, a video, a card or a fallback. The classes below are its kinds.
class Part {
 public:
  /// Returns the C object, which this object still owns.
  smsbat_part* get() const noexcept { return handle_.get(); }

 protected:
  explicit Part(smsbat_part* part) noexcept : handle_(part) {}

  void set(smsbat_code (*setter)(smsbat_part*, const char*), detail::Given value, const char* name) {
    setter(get(), detail::Text(value, name).c_str());
  }

 private:
  detail::Handle<smsbat_part, smsbat_part_free> handle_;
};

/// A JSON object that is sent unchanged, in place of any kind of part.
class JsonPart : public Part {
 public:
  explicit JsonPart(detail::Given json) : Part(smsbat_part_from_json(detail::Text(json, "json").c_str())) {}
};

namespace detail {

/// A part of one of these classes, or a `JsonPart`, during a call.
template <class... Kinds>
class PartOf {
 public:
  template <class T, class = std::enable_if_t<(std::is_same_v<T, JsonPart> || ... || std::is_same_v<T, Kinds>)>>
  PartOf(const T& part) noexcept : part_(part.get()) {}
  const smsbat_part* get() const noexcept { return part_; }

 private:
  const smsbat_part* part_;
};

}  // namespace detail

class Fallback;
class Button;
class Video;
class File;
class Card;
class Media;
class RcsButton;
class RcsCard;
class Action;
class CascadeFallback;
class Variable;
class ViberBot;
class Telegram;
class TelegramButton;
class TurboSms;
class TurboViber;
class TurboCard;
class NewOperator;

/// Message to send if the first channel cannot reach the recipient.
class Fallback : public Part {
 public:
  /// `text`: Text of the fallback message.
  explicit Fallback(detail::Given text)
      : Part(smsbat_fallback_new(detail::Text(text, "text").c_str())) {}

  /// Channel of the fallback; only `sms` is documented. Default: `sms`.
  Fallback& type(detail::Given value) & {
    set(smsbat_fallback_set_type, value, "type");
    return *this;
  }
  Fallback type(detail::Given value) && { return std::move(type(value)); }
};

/// A button that opens a URL.
class Button : public Part {
 public:
  /// `text`: Label, 2 to 3 words advised. `url`: URL that the button opens.
  Button(detail::Given text, detail::Given url)
      : Part(smsbat_button_new(detail::Text(text, "text").c_str(), detail::Text(url, "url").c_str())) {}
};

/// A video of a Viber promotional message.
class Video : public Part {
 public:
  /// `url`: URL of the video; MP4 under 10 MB advised.
  explicit Video(detail::Given url)
      : Part(smsbat_video_new(detail::Text(url, "url").c_str())) {}

  /// URL of the preview image.
  Video& thumbnail(detail::Given value) & {
    set(smsbat_video_set_thumbnail, value, "thumbnail");
    return *this;
  }
  Video thumbnail(detail::Given value) && { return std::move(thumbnail(value)); }

  /// Size in bytes.
  Video& file_size(std::int64_t value) & {
    smsbat_video_set_file_size(get(), value);
    return *this;
  }
  Video file_size(std::int64_t value) && { return std::move(file_size(value)); }

  /// Duration in seconds.
  Video& duration(std::int64_t value) & {
    smsbat_video_set_duration(get(), value);
    return *this;
  }
  Video duration(std::int64_t value) && { return std::move(duration(value)); }
};

/// A document of a Viber transactional message.
class File : public Part {
 public:
  /// `url`: URL of the document.
  explicit File(detail::Given url)
      : Part(smsbat_file_new(detail::Text(url, "url").c_str())) {}

  /// Name that the recipient sees.
  File& name(detail::Given value) & {
    set(smsbat_file_set_name, value, "name");
    return *this;
  }
  File name(detail::Given value) && { return std::move(name(value)); }

  /// Type of the document. Default: `pdf`, the only documented type.
  File& type(detail::Given value) & {
    set(smsbat_file_set_type, value, "type");
    return *this;
  }
  File type(detail::Given value) && { return std::move(type(value)); }
};

/// A card of a Viber carousel.
class Card : public Part {
 public:
  /// `title`: Title. `image`: URL of the image. `primary`: Main button.
  Card(detail::Given title, detail::Given image, detail::PartOf<Button> primary)
      : Part(smsbat_card_new(detail::Text(title, "title").c_str(), detail::Text(image, "image").c_str(),
          primary.get())) {}

  /// Second button.
  Card& secondary(detail::PartOf<Button> value) & {
    smsbat_card_set_secondary(get(), value.get());
    return *this;
  }
  Card secondary(detail::PartOf<Button> value) && { return std::move(secondary(value)); }
};

/// An image, video or audio file of an RCS message.
class Media : public Part {
 public:
  /// `url`: URL of the file. `type`: MIME type, such as `image/jpeg`.
  Media(detail::Given url, detail::Given type)
      : Part(smsbat_media_new(detail::Text(url, "url").c_str(), detail::Text(type, "type").c_str())) {}

  /// Width in pixels.
  Media& width(std::int64_t value) & {
    smsbat_media_set_width(get(), value);
    return *this;
  }
  Media width(std::int64_t value) && { return std::move(width(value)); }

  /// Height in pixels.
  Media& height(std::int64_t value) & {
    smsbat_media_set_height(get(), value);
    return *this;
  }
  Media height(std::int64_t value) && { return std::move(height(value)); }

  /// URL of a video's preview image.
  Media& thumbnail(detail::Given value) & {
    set(smsbat_media_set_thumbnail, value, "thumbnail");
    return *this;
  }
  Media thumbnail(detail::Given value) && { return std::move(thumbnail(value)); }
};

/// A button under an RCS message.
class RcsButton : public Part {
 public:
  /// `text`: Label, 2 to 3 words advised. `action`: Action of the button.
  RcsButton(detail::Given text, detail::PartOf<Action> action)
      : Part(smsbat_rcs_button_new(detail::Text(text, "text").c_str(), action.get())) {}
};

/// A card of an RCS carousel.
class RcsCard : public Part {
 public:
  RcsCard()
      : Part(smsbat_rcs_card_new()) {}

  /// Title.
  RcsCard& title(detail::Given value) & {
    set(smsbat_rcs_card_set_title, value, "title");
    return *this;
  }
  RcsCard title(detail::Given value) && { return std::move(title(value)); }

  /// Text under the title.
  RcsCard& description(detail::Given value) & {
    set(smsbat_rcs_card_set_description, value, "description");
    return *this;
  }
  RcsCard description(detail::Given value) && { return std::move(description(value)); }

  /// Image or video.
  RcsCard& media(detail::PartOf<Media> value) & {
    smsbat_rcs_card_set_media(get(), value.get());
    return *this;
  }
  RcsCard media(detail::PartOf<Media> value) && { return std::move(media(value)); }

  /// Buttons, at most 4 advised. This function adds one entry.
  RcsCard& add_button(detail::PartOf<RcsButton> value) & {
    smsbat_rcs_card_add_button(get(), value.get());
    return *this;
  }
  RcsCard add_button(detail::PartOf<RcsButton> value) && { return std::move(add_button(value)); }
  /// Adds several entries to `buttons`.
  RcsCard& buttons(std::initializer_list<detail::PartOf<RcsButton>> all) & {
    for (const auto& one : all) {
      add_button(one);
    }
    return *this;
  }
  RcsCard buttons(std::initializer_list<detail::PartOf<RcsButton>> all) && { return std::move(buttons(all)); }
  template <class All>
  RcsCard& buttons(const All& all) & {
    for (const auto& one : all) {
      add_button(one);
    }
    return *this;
  }
  template <class All>
  RcsCard buttons(const All& all) && { return std::move(buttons(all)); }
};

/// The action of a button. Create it with one of the functions.
class Action : public Part {
 public:
  /// Opens a URL. `url`: URL to open.
  static Action open_url(detail::Given url) {
    return Action(smsbat_action_open_url(detail::Text(url, "url").c_str()));
  }
  /// Calls a number. `phone`: Number to call, in international form.
  static Action dial(detail::Given phone) {
    return Action(smsbat_action_dial(detail::Text(phone, "phone").c_str()));
  }
  /// Asks for the recipient's location.
  static Action share_location() {
    return Action(smsbat_action_share_location());
  }
  /// Adds an event to the calendar. `title`: Title of the event. `start`: Start, with a time zone.
  static Action create_calendar_event(detail::Given title, detail::Given start) {
    return Action(smsbat_action_create_calendar_event(detail::Text(title, "title").c_str(), detail::Text(start,
        "start").c_str()));
  }

  /// End, with a time zone.
  Action& end(detail::Given value) & {
    set(smsbat_action_set_end, value, "end");
    return *this;
  }
  Action end(detail::Given value) && { return std::move(end(value)); }

 private:
  explicit Action(smsbat_part* part) noexcept : Part(part) {}
};

/// Message to send if the flash call does not reach the recipient.
class CascadeFallback : public Part {
 public:
  /// `text`: Text of the fallback message. `message_type`: Type of the fallback message, such as `transaction`.
  CascadeFallback(detail::Given text, detail::Given message_type)
      : Part(smsbat_cascade_fallback_new(detail::Text(text, "text").c_str(), detail::Text(message_type,
          "message_type").c_str())) {}
};

/// A value for a placeholder `%type=id%` in the text of Cascade messages.
class Variable : public Part {
 public:
  /// `id`: Number of the variable; unique over all types. `value`: The value.
  Variable(std::int64_t id, detail::Given value)
      : Part(smsbat_variable_new(id, detail::Text(value, "value").c_str())) {}

  /// `name` (any text), `url` (inserted as it is) or `short_url` (shortened on sending).
  Variable& type(detail::Given value) & {
    set(smsbat_variable_set_type, value, "type");
    return *this;
  }
  Variable type(detail::Given value) && { return std::move(type(value)); }
};

/// Content for a Viber bot or a Viber business message.
class ViberBot : public Part {
 public:
  ViberBot()
      : Part(smsbat_viber_bot_new()) {}

  /// Viber user id of the recipient, for a bot.
  ViberBot& receiver(detail::Given value) & {
    set(smsbat_viber_bot_set_receiver, value, "receiver");
    return *this;
  }
  ViberBot receiver(detail::Given value) && { return std::move(receiver(value)); }

  /// Lowest version of Viber's API that the recipient's app must have.
  ViberBot& min_api_version(std::int64_t value) & {
    smsbat_viber_bot_set_min_api_version(get(), value);
    return *this;
  }
  ViberBot min_api_version(std::int64_t value) && { return std::move(min_api_version(value)); }

  /// Kind of message, such as `text`.
  ViberBot& type(detail::Given value) & {
    set(smsbat_viber_bot_set_type, value, "type");
    return *this;
  }
  ViberBot type(detail::Given value) && { return std::move(type(value)); }

  /// Name that the bot shows.
  ViberBot& sender_name(detail::Given value) & {
    set(smsbat_viber_bot_set_sender_name, value, "sender_name");
    return *this;
  }
  ViberBot sender_name(detail::Given value) && { return std::move(sender_name(value)); }

  /// URL of the bot's picture.
  ViberBot& sender_avatar(detail::Given value) & {
    set(smsbat_viber_bot_set_sender_avatar, value, "sender_avatar");
    return *this;
  }
  ViberBot sender_avatar(detail::Given value) && { return std::move(sender_avatar(value)); }

  /// Text.
  ViberBot& text(detail::Given value) & {
    set(smsbat_viber_bot_set_text, value, "text");
    return *this;
  }
  ViberBot text(detail::Given value) && { return std::move(text(value)); }

  /// Text for apps that cannot show the message.
  ViberBot& fallback_text(detail::Given value) & {
    set(smsbat_viber_bot_set_fallback_text, value, "fallback_text");
    return *this;
  }
  ViberBot fallback_text(detail::Given value) && { return std::move(fallback_text(value)); }

  /// Seconds to wait for delivery before the message expires.
  ViberBot& ttl(std::int64_t value) & {
    smsbat_viber_bot_set_ttl(get(), value);
    return *this;
  }
  ViberBot ttl(std::int64_t value) && { return std::move(ttl(value)); }

  /// Survey answers, 2 to 5. This function adds one entry.
  ViberBot& add_survey_option(detail::Given value) & {
    set(smsbat_viber_bot_add_survey_option, value, "survey_options");
    return *this;
  }
  ViberBot add_survey_option(detail::Given value) && { return std::move(add_survey_option(value)); }
  /// Adds several entries to `survey_options`.
  ViberBot& survey_options(std::initializer_list<detail::Given> all) & {
    for (const auto& one : all) {
      add_survey_option(one);
    }
    return *this;
  }
  ViberBot survey_options(std::initializer_list<detail::Given> all) && { return std::move(survey_options(all)); }
  template <class All>
  ViberBot& survey_options(const All& all) & {
    for (const auto& one : all) {
      add_survey_option(one);
    }
    return *this;
  }
  template <class All>
  ViberBot survey_options(const All& all) && { return std::move(survey_options(all)); }

  /// Cards of a carousel. This function adds one entry.
  ViberBot& add_card(detail::PartOf<Card> value) & {
    smsbat_viber_bot_add_card(get(), value.get());
    return *this;
  }
  ViberBot add_card(detail::PartOf<Card> value) && { return std::move(add_card(value)); }
  /// Adds several entries to `cards`.
  ViberBot& cards(std::initializer_list<detail::PartOf<Card>> all) & {
    for (const auto& one : all) {
      add_card(one);
    }
    return *this;
  }
  ViberBot cards(std::initializer_list<detail::PartOf<Card>> all) && { return std::move(cards(all)); }
  template <class All>
  ViberBot& cards(const All& all) & {
    for (const auto& one : all) {
      add_card(one);
    }
    return *this;
  }
  template <class All>
  ViberBot cards(const All& all) && { return std::move(cards(all)); }
};

/// Content for a Telegram bot.
class Telegram : public Part {
 public:
  Telegram()
      : Part(smsbat_telegram_new()) {}

  /// Text.
  Telegram& text(detail::Given value) & {
    set(smsbat_telegram_set_text, value, "text");
    return *this;
  }
  Telegram text(detail::Given value) && { return std::move(text(value)); }

  /// URL of a picture.
  Telegram& photo_url(detail::Given value) & {
    set(smsbat_telegram_set_photo_url, value, "photo_url");
    return *this;
  }
  Telegram photo_url(detail::Given value) && { return std::move(photo_url(value)); }

  /// Id of the chat.
  Telegram& chat_id(std::int64_t value) & {
    smsbat_telegram_set_chat_id(get(), value);
    return *this;
  }
  Telegram chat_id(std::int64_t value) && { return std::move(chat_id(value)); }

  /// Buttons. This function adds one entry.
  Telegram& add_button(detail::PartOf<TelegramButton> value) & {
    smsbat_telegram_add_button(get(), value.get());
    return *this;
  }
  Telegram add_button(detail::PartOf<TelegramButton> value) && { return std::move(add_button(value)); }
  /// Adds several entries to `buttons`.
  Telegram& buttons(std::initializer_list<detail::PartOf<TelegramButton>> all) & {
    for (const auto& one : all) {
      add_button(one);
    }
    return *this;
  }
  Telegram buttons(std::initializer_list<detail::PartOf<TelegramButton>> all) && { return std::move(buttons(all)); }
  template <class All>
  Telegram& buttons(const All& all) & {
    for (const auto& one : all) {
      add_button(one);
    }
    return *this;
  }
  template <class All>
  Telegram buttons(const All& all) && { return std::move(buttons(all)); }
};

/// A button under a Telegram message.
class TelegramButton : public Part {
 public:
  /// `text`: Label. `action`: Text that the bot receives when the button is pressed.
  TelegramButton(detail::Given text, detail::Given action)
      : Part(smsbat_telegram_button_new(detail::Text(text, "text").c_str(), detail::Text(action, "action").c_str())) {}
};

/// The SMS part of a TurboSMS message. Fields set here override those of the message.
class TurboSms : public Part {
 public:
  TurboSms()
      : Part(smsbat_turbo_sms_new()) {}

  /// Sender.
  TurboSms& sender(detail::Given value) & {
    set(smsbat_turbo_sms_set_sender, value, "sender");
    return *this;
  }
  TurboSms sender(detail::Given value) && { return std::move(sender(value)); }

  /// Text.
  TurboSms& text(detail::Given value) & {
    set(smsbat_turbo_sms_set_text, value, "text");
    return *this;
  }
  TurboSms text(detail::Given value) && { return std::move(text(value)); }

  /// Send a flash SMS, which is shown at once and not stored.
  TurboSms& is_flash(bool value = true) & {
    smsbat_turbo_sms_set_is_flash(get(), value);
    return *this;
  }
  TurboSms is_flash(bool value = true) && { return std::move(is_flash(value)); }
};

/// The Viber part of a TurboSMS message. Fields set here override those of the message.
class TurboViber : public Part {
 public:
  TurboViber()
      : Part(smsbat_turbo_viber_new()) {}

  /// Sender.
  TurboViber& sender(detail::Given value) & {
    set(smsbat_turbo_viber_set_sender, value, "sender");
    return *this;
  }
  TurboViber sender(detail::Given value) && { return std::move(sender(value)); }

  /// Text.
  TurboViber& text(detail::Given value) & {
    set(smsbat_turbo_viber_set_text, value, "text");
    return *this;
  }
  TurboViber text(detail::Given value) && { return std::move(text(value)); }

  /// Seconds to wait for delivery before the message expires; native TurboSMS allows 60 to 86400.
  TurboViber& ttl(std::int64_t value) & {
    smsbat_turbo_viber_set_ttl(get(), value);
    return *this;
  }
  TurboViber ttl(std::int64_t value) && { return std::move(ttl(value)); }

  /// URL of an image.
  TurboViber& image_url(detail::Given value) & {
    set(smsbat_turbo_viber_set_image_url, value, "image_url");
    return *this;
  }
  TurboViber image_url(detail::Given value) && { return std::move(image_url(value)); }

  /// Label of the button, at most 30 characters; requires `action`.
  TurboViber& caption(detail::Given value) & {
    set(smsbat_turbo_viber_set_caption, value, "caption");
    return *this;
  }
  TurboViber caption(detail::Given value) && { return std::move(caption(value)); }

  /// URL that the button opens; requires `caption`.
  TurboViber& action(detail::Given value) & {
    set(smsbat_turbo_viber_set_action, value, "action");
    return *this;
  }
  TurboViber action(detail::Given value) && { return std::move(action(value)); }

  /// Id of a file that was uploaded to native TurboSMS.
  TurboViber& file_id(std::int64_t value) & {
    smsbat_turbo_viber_set_file_id(get(), value);
    return *this;
  }
  TurboViber file_id(std::int64_t value) && { return std::move(file_id(value)); }

  /// Count clicks on the button.
  TurboViber& count_clicks(bool value = true) & {
    smsbat_turbo_viber_set_count_clicks(get(), value);
    return *this;
  }
  TurboViber count_clicks(bool value = true) && { return std::move(count_clicks(value)); }

  /// True for a transactional message, false for a promotional one.
  TurboViber& is_transactional(bool value = true) & {
    smsbat_turbo_viber_set_is_transactional(get(), value);
    return *this;
  }
  TurboViber is_transactional(bool value = true) && { return std::move(is_transactional(value)); }

  /// Carousel cards. This function adds one entry.
  TurboViber& add_carousel_card(detail::PartOf<TurboCard> value) & {
    smsbat_turbo_viber_add_carousel_card(get(), value.get());
    return *this;
  }
  TurboViber add_carousel_card(detail::PartOf<TurboCard> value) && { return std::move(add_carousel_card(value)); }
  /// Adds several entries to `carousel`.
  TurboViber& carousel(std::initializer_list<detail::PartOf<TurboCard>> all) & {
    for (const auto& one : all) {
      add_carousel_card(one);
    }
    return *this;
  }
  TurboViber carousel(std::initializer_list<detail::PartOf<TurboCard>> all) && { return std::move(carousel(all)); }
  template <class All>
  TurboViber& carousel(const All& all) & {
    for (const auto& one : all) {
      add_carousel_card(one);
    }
    return *this;
  }
  template <class All>
  TurboViber carousel(const All& all) && { return std::move(carousel(all)); }

  /// Survey answers. This function adds one entry.
  TurboViber& add_survey_option(detail::Given value) & {
    set(smsbat_turbo_viber_add_survey_option, value, "survey");
    return *this;
  }
  TurboViber add_survey_option(detail::Given value) && { return std::move(add_survey_option(value)); }
  /// Adds several entries to `survey`.
  TurboViber& survey(std::initializer_list<detail::Given> all) & {
    for (const auto& one : all) {
      add_survey_option(one);
    }
    return *this;
  }
  TurboViber survey(std::initializer_list<detail::Given> all) && { return std::move(survey(all)); }
  template <class All>
  TurboViber& survey(const All& all) & {
    for (const auto& one : all) {
      add_survey_option(one);
    }
    return *this;
  }
  template <class All>
  TurboViber survey(const All& all) && { return std::move(survey(all)); }
};

/// A card of a TurboSMS carousel.
class TurboCard : public Part {
 public:
  /// `title`: Title. `image_url`: URL of the image.
  TurboCard(detail::Given title, detail::Given image_url)
      : Part(smsbat_turbo_card_new(detail::Text(title, "title").c_str(), detail::Text(image_url,
          "image_url").c_str())) {}

  /// Label of the button.
  TurboCard& button_caption(detail::Given value) & {
    set(smsbat_turbo_card_set_button_caption, value, "button_caption");
    return *this;
  }
  TurboCard button_caption(detail::Given value) && { return std::move(button_caption(value)); }

  /// URL that the button opens.
  TurboCard& button_url(detail::Given value) & {
    set(smsbat_turbo_card_set_button_url, value, "button_url");
    return *this;
  }
  TurboCard button_url(detail::Given value) && { return std::move(button_url(value)); }

  /// Label of the link.
  TurboCard& link_caption(detail::Given value) & {
    set(smsbat_turbo_card_set_link_caption, value, "link_caption");
    return *this;
  }
  TurboCard link_caption(detail::Given value) && { return std::move(link_caption(value)); }

  /// URL that the link opens.
  TurboCard& link_url(detail::Given value) & {
    set(smsbat_turbo_card_set_link_url, value, "link_url");
    return *this;
  }
  TurboCard link_url(detail::Given value) && { return std::move(link_url(value)); }
};

/// An operator to add.
class NewOperator : public Part {
 public:
  /// `organization_id`: Organization that the operator belongs to. `name`: Name, at most 100 characters.
  NewOperator(std::int64_t organization_id, detail::Given name)
      : Part(smsbat_new_operator_new(organization_id, detail::Text(name, "name").c_str())) {}
};

// Messages

/// A message: one of the kinds below, or a `JsonMessage`.
///
/// A message can be sent any number of times.
class Message {
 public:
  /// Returns the message as the JSON that is sent, except for an id that is made at send time.
  std::string json() const {
    const auto text = detail::sized(static_cast<const smsbat_message*>(get()), smsbat_message_json);
    return std::string(text.value_or(std::string_view()));
  }
  /// Returns the C object, which this object still owns.
  smsbat_message* get() const noexcept { return handle_.get(); }
  /// Releases the C object. The caller must free it.
  smsbat_message* release() && noexcept { return handle_.release(); }

 protected:
  explicit Message(smsbat_message* message) noexcept : handle_(message) {}

  void set(smsbat_code (*setter)(smsbat_message*, const char*), detail::Given value, const char* name) {
    setter(get(), detail::Text(value, name).c_str());
  }

 private:
  detail::Handle<smsbat_message, smsbat_message_free> handle_;
};

/// A JSON object that is sent unchanged. Its content is not checked.
class JsonMessage : public Message {
 public:
  explicit JsonMessage(detail::Given json)
      : Message(smsbat_message_from_json(detail::Text(json, "json").c_str())) {}
};

/// An SMS. `segments(text)` returns the number of parts it is billed as.
class Sms : public Message {
 public:
  Sms() noexcept : Message(smsbat_message_new(SMSBAT_MESSAGE_SMS)) {}

  /// Recipient in international form, such as `+380671234567`. Spaces, `-`, `(` and `)` are removed.
  Sms& to(detail::Given value) & {
    set(smsbat_message_set_to, value, "to");
    return *this;
  }
  Sms to(detail::Given value) && { return std::move(to(value)); }

  /// Sender name registered for your account.
  Sms& sender(detail::Given value) & {
    set(smsbat_message_set_sender, value, "sender");
    return *this;
  }
  Sms sender(detail::Given value) && { return std::move(sender(value)); }

  /// Text of the message.
  Sms& text(detail::Given value) & {
    set(smsbat_message_set_text, value, "text");
    return *this;
  }
  Sms text(detail::Given value) && { return std::move(text(value)); }

  /// Seconds to wait for delivery before the message expires.
  Sms& ttl(std::int64_t value) & {
    smsbat_message_set_ttl(get(), value);
    return *this;
  }
  Sms ttl(std::int64_t value) && { return std::move(ttl(value)); }

  /// Your own message id, echoed in replies. Default: a new unique id for each send. It is not an idempotency key: the
  /// provider does not promise to drop a second message with the same id.
  Sms& customer_message_id(detail::Given value) & {
    set(smsbat_message_set_customer_message_id, value, "customer_message_id");
    return *this;
  }
  Sms customer_message_id(detail::Given value) && { return std::move(customer_message_id(value)); }
};

/// A promotional Viber message: text, an image or a video, and a button.
class ViberPromo : public Message {
 public:
  ViberPromo() noexcept : Message(smsbat_message_new(SMSBAT_MESSAGE_VIBER_PROMO)) {}

  /// Recipient in international form, such as `+380671234567`. Spaces, `-`, `(` and `)` are removed.
  ViberPromo& to(detail::Given value) & {
    set(smsbat_message_set_to, value, "to");
    return *this;
  }
  ViberPromo to(detail::Given value) && { return std::move(to(value)); }

  /// Sender name registered for your account.
  ViberPromo& sender(detail::Given value) & {
    set(smsbat_message_set_sender, value, "sender");
    return *this;
  }
  ViberPromo sender(detail::Given value) && { return std::move(sender(value)); }

  /// Text of the message.
  ViberPromo& text(detail::Given value) & {
    set(smsbat_message_set_text, value, "text");
    return *this;
  }
  ViberPromo text(detail::Given value) && { return std::move(text(value)); }

  /// URL of the image; JPG or PNG, 800x600, under 1 MB advised.
  ViberPromo& image(detail::Given value) & {
    set(smsbat_message_set_image, value, "image");
    return *this;
  }
  ViberPromo image(detail::Given value) && { return std::move(image(value)); }

  /// Video; not together with an image.
  ViberPromo& video(detail::PartOf<Video> value) & {
    smsbat_message_set_video(get(), value.get());
    return *this;
  }
  ViberPromo video(detail::PartOf<Video> value) && { return std::move(video(value)); }

  /// Button; requires `text`.
  ViberPromo& button(detail::PartOf<Button> value) & {
    smsbat_message_set_button(get(), value.get());
    return *this;
  }
  ViberPromo button(detail::PartOf<Button> value) && { return std::move(button(value)); }

  /// Seconds to wait for delivery before the message expires.
  ViberPromo& ttl(std::int64_t value) & {
    smsbat_message_set_ttl(get(), value);
    return *this;
  }
  ViberPromo ttl(std::int64_t value) && { return std::move(ttl(value)); }

  /// Your own message id, echoed in replies. Default: a new unique id for each send. It is not an idempotency key: the
  /// provider does not promise to drop a second message with the same id.
  ViberPromo& customer_message_id(detail::Given value) & {
    set(smsbat_message_set_customer_message_id, value, "customer_message_id");
    return *this;
  }
  ViberPromo customer_message_id(detail::Given value) && { return std::move(customer_message_id(value)); }

  /// Message to send if this channel cannot reach the recipient.
  ViberPromo& fallback(detail::PartOf<Fallback> value) & {
    smsbat_message_set_fallback(get(), value.get());
    return *this;
  }
  ViberPromo fallback(detail::PartOf<Fallback> value) && { return std::move(fallback(value)); }
};

/// A transactional Viber message: text, a document, or both.
class ViberTransactional : public Message {
 public:
  ViberTransactional() noexcept : Message(smsbat_message_new(SMSBAT_MESSAGE_VIBER_TRANSACTIONAL)) {}

  /// Recipient in international form, such as `+380671234567`. Spaces, `-`, `(` and `)` are removed.
  ViberTransactional& to(detail::Given value) & {
    set(smsbat_message_set_to, value, "to");
    return *this;
  }
  ViberTransactional to(detail::Given value) && { return std::move(to(value)); }

  /// Sender name registered for your account.
  ViberTransactional& sender(detail::Given value) & {
    set(smsbat_message_set_sender, value, "sender");
    return *this;
  }
  ViberTransactional sender(detail::Given value) && { return std::move(sender(value)); }

  /// Text of the message.
  ViberTransactional& text(detail::Given value) & {
    set(smsbat_message_set_text, value, "text");
    return *this;
  }
  ViberTransactional text(detail::Given value) && { return std::move(text(value)); }

  /// Document.
  ViberTransactional& file(detail::PartOf<File> value) & {
    smsbat_message_set_file(get(), value.get());
    return *this;
  }
  ViberTransactional file(detail::PartOf<File> value) && { return std::move(file(value)); }

  /// Seconds to wait for delivery before the message expires.
  ViberTransactional& ttl(std::int64_t value) & {
    smsbat_message_set_ttl(get(), value);
    return *this;
  }
  ViberTransactional ttl(std::int64_t value) && { return std::move(ttl(value)); }

  /// Your own message id, echoed in replies. Default: a new unique id for each send. It is not an idempotency key: the
  /// provider does not promise to drop a second message with the same id.
  ViberTransactional& customer_message_id(detail::Given value) & {
    set(smsbat_message_set_customer_message_id, value, "customer_message_id");
    return *this;
  }
  ViberTransactional customer_message_id(detail::Given value) && { return std::move(customer_message_id(value)); }

  /// Message to send if this channel cannot reach the recipient.
  ViberTransactional& fallback(detail::PartOf<Fallback> value) & {
    smsbat_message_set_fallback(get(), value.get());
    return *this;
  }
  ViberTransactional fallback(detail::PartOf<Fallback> value) && { return std::move(fallback(value)); }
};

/// A Viber carousel of cards.
class ViberCarousel : public Message {
 public:
  ViberCarousel() noexcept : Message(smsbat_message_new(SMSBAT_MESSAGE_VIBER_CAROUSEL)) {}

  /// Recipient in international form, such as `+380671234567`. Spaces, `-`, `(` and `)` are removed.
  ViberCarousel& to(detail::Given value) & {
    set(smsbat_message_set_to, value, "to");
    return *this;
  }
  ViberCarousel to(detail::Given value) && { return std::move(to(value)); }

  /// Sender name registered for your account.
  ViberCarousel& sender(detail::Given value) & {
    set(smsbat_message_set_sender, value, "sender");
    return *this;
  }
  ViberCarousel sender(detail::Given value) && { return std::move(sender(value)); }

  /// Text of the message.
  ViberCarousel& text(detail::Given value) & {
    set(smsbat_message_set_text, value, "text");
    return *this;
  }
  ViberCarousel text(detail::Given value) && { return std::move(text(value)); }

  /// Cards, at least one. This function adds one entry.
  ViberCarousel& add_card(detail::PartOf<Card> value) & {
    smsbat_message_add_card(get(), value.get());
    return *this;
  }
  ViberCarousel add_card(detail::PartOf<Card> value) && { return std::move(add_card(value)); }
  /// Adds several entries to `cards`.
  ViberCarousel& cards(std::initializer_list<detail::PartOf<Card>> all) & {
    for (const auto& one : all) {
      add_card(one);
    }
    return *this;
  }
  ViberCarousel cards(std::initializer_list<detail::PartOf<Card>> all) && { return std::move(cards(all)); }
  template <class All>
  ViberCarousel& cards(const All& all) & {
    for (const auto& one : all) {
      add_card(one);
    }
    return *this;
  }
  template <class All>
  ViberCarousel cards(const All& all) && { return std::move(cards(all)); }

  /// Seconds to wait for delivery before the message expires.
  ViberCarousel& ttl(std::int64_t value) & {
    smsbat_message_set_ttl(get(), value);
    return *this;
  }
  ViberCarousel ttl(std::int64_t value) && { return std::move(ttl(value)); }

  /// Your own message id, echoed in replies. Default: a new unique id for each send. It is not an idempotency key: the
  /// provider does not promise to drop a second message with the same id.
  ViberCarousel& customer_message_id(detail::Given value) & {
    set(smsbat_message_set_customer_message_id, value, "customer_message_id");
    return *this;
  }
  ViberCarousel customer_message_id(detail::Given value) && { return std::move(customer_message_id(value)); }

  /// Message to send if this channel cannot reach the recipient.
  ViberCarousel& fallback(detail::PartOf<Fallback> value) & {
    smsbat_message_set_fallback(get(), value.get());
    return *this;
  }
  ViberCarousel fallback(detail::PartOf<Fallback> value) && { return std::move(fallback(value)); }
};

/// A Viber survey: a question in `text` with answers to choose from.
class ViberSurvey : public Message {
 public:
  ViberSurvey() noexcept : Message(smsbat_message_new(SMSBAT_MESSAGE_VIBER_SURVEY)) {}

  /// Recipient in international form, such as `+380671234567`. Spaces, `-`, `(` and `)` are removed.
  ViberSurvey& to(detail::Given value) & {
    set(smsbat_message_set_to, value, "to");
    return *this;
  }
  ViberSurvey to(detail::Given value) && { return std::move(to(value)); }

  /// Sender name registered for your account.
  ViberSurvey& sender(detail::Given value) & {
    set(smsbat_message_set_sender, value, "sender");
    return *this;
  }
  ViberSurvey sender(detail::Given value) && { return std::move(sender(value)); }

  /// Text of the message.
  ViberSurvey& text(detail::Given value) & {
    set(smsbat_message_set_text, value, "text");
    return *this;
  }
  ViberSurvey text(detail::Given value) && { return std::move(text(value)); }

  /// Answers: 1 to 5, each under 30 characters advised. This function adds one entry.
  ViberSurvey& add_option(detail::Given value) & {
    set(smsbat_message_add_option, value, "options");
    return *this;
  }
  ViberSurvey add_option(detail::Given value) && { return std::move(add_option(value)); }
  /// Adds several entries to `options`.
  ViberSurvey& options(std::initializer_list<detail::Given> all) & {
    for (const auto& one : all) {
      add_option(one);
    }
    return *this;
  }
  ViberSurvey options(std::initializer_list<detail::Given> all) && { return std::move(options(all)); }
  template <class All>
  ViberSurvey& options(const All& all) & {
    for (const auto& one : all) {
      add_option(one);
    }
    return *this;
  }
  template <class All>
  ViberSurvey options(const All& all) && { return std::move(options(all)); }

  /// Seconds to wait for delivery before the message expires.
  ViberSurvey& ttl(std::int64_t value) & {
    smsbat_message_set_ttl(get(), value);
    return *this;
  }
  ViberSurvey ttl(std::int64_t value) && { return std::move(ttl(value)); }

  /// Your own message id, echoed in replies. Default: a new unique id for each send. It is not an idempotency key: the
  /// provider does not promise to drop a second message with the same id.
  ViberSurvey& customer_message_id(detail::Given value) & {
    set(smsbat_message_set_customer_message_id, value, "customer_message_id");
    return *this;
  }
  ViberSurvey customer_message_id(detail::Given value) && { return std::move(customer_message_id(value)); }

  /// Message to send if this channel cannot reach the recipient.
  ViberSurvey& fallback(detail::PartOf<Fallback> value) & {
    smsbat_message_set_fallback(get(), value.get());
    return *this;
  }
  ViberSurvey fallback(detail::PartOf<Fallback> value) && { return std::move(fallback(value)); }
};

/// A one-time password in Viber, made from one of Viber's templates.
class ViberOtp : public Message {
 public:
  ViberOtp() noexcept : Message(smsbat_message_new(SMSBAT_MESSAGE_VIBER_OTP)) {}

  /// Recipient in international form, such as `+380671234567`. Spaces, `-`, `(` and `)` are removed.
  ViberOtp& to(detail::Given value) & {
    set(smsbat_message_set_to, value, "to");
    return *this;
  }
  ViberOtp to(detail::Given value) && { return std::move(to(value)); }

  /// Sender name registered for your account.
  ViberOtp& sender(detail::Given value) & {
    set(smsbat_message_set_sender, value, "sender");
    return *this;
  }
  ViberOtp sender(detail::Given value) && { return std::move(sender(value)); }

  /// Text of the message.
  ViberOtp& text(detail::Given value) & {
    set(smsbat_message_set_text, value, "text");
    return *this;
  }
  ViberOtp text(detail::Given value) && { return std::move(text(value)); }

  /// Id of the template (a UUID).
  ViberOtp& template_id(detail::Given value) & {
    set(smsbat_message_set_template_id, value, "template_id");
    return *this;
  }
  ViberOtp template_id(detail::Given value) && { return std::move(template_id(value)); }

  /// Language of the template, such as `uk`.
  ViberOtp& template_lang(detail::Given value) & {
    set(smsbat_message_set_template_lang, value, "template_lang");
    return *this;
  }
  ViberOtp template_lang(detail::Given value) && { return std::move(template_lang(value)); }

  /// Values for the template, such as `pin`. Names are case-sensitive. Pass a code as text to keep leading zeros. This
  /// function sets one of them to a text.
  ViberOtp& template_param(detail::Given name, detail::Given value) & {
    smsbat_message_set_template_param(get(), detail::Text(name, "template_params").c_str(), detail::Text(value,
        "template_params").c_str());
    return *this;
  }
  ViberOtp template_param(detail::Given name, detail::Given value) && { return std::move(template_param(name, value)); }
  /// Sets one of them to an integer.
  ViberOtp& template_param(detail::Given name, std::int64_t value) & {
    smsbat_message_set_template_param_int(get(), detail::Text(name, "template_params").c_str(), value);
    return *this;
  }
  ViberOtp template_param(detail::Given name, std::int64_t value) && { return std::move(template_param(name, value)); }

  /// Seconds to wait for delivery before the message expires.
  ViberOtp& ttl(std::int64_t value) & {
    smsbat_message_set_ttl(get(), value);
    return *this;
  }
  ViberOtp ttl(std::int64_t value) && { return std::move(ttl(value)); }

  /// Your own message id, echoed in replies. Default: a new unique id for each send. It is not an idempotency key: the
  /// provider does not promise to drop a second message with the same id.
  ViberOtp& customer_message_id(detail::Given value) & {
    set(smsbat_message_set_customer_message_id, value, "customer_message_id");
    return *this;
  }
  ViberOtp customer_message_id(detail::Given value) && { return std::move(customer_message_id(value)); }

  /// Message to send if this channel cannot reach the recipient.
  ViberOtp& fallback(detail::PartOf<Fallback> value) & {
    smsbat_message_set_fallback(get(), value.get());
    return *this;
  }
  ViberOtp fallback(detail::PartOf<Fallback> value) && { return std::move(fallback(value)); }
};

/// An RCS message: text, media, buttons or a carousel of cards.
class Rcs : public Message {
 public:
  Rcs() noexcept : Message(smsbat_message_new(SMSBAT_MESSAGE_RCS)) {}

  /// Recipient in international form, such as `+380671234567`. Spaces, `-`, `(` and `)` are removed.
  Rcs& to(detail::Given value) & {
    set(smsbat_message_set_to, value, "to");
    return *this;
  }
  Rcs to(detail::Given value) && { return std::move(to(value)); }

  /// Sender name registered for your account.
  Rcs& sender(detail::Given value) & {
    set(smsbat_message_set_sender, value, "sender");
    return *this;
  }
  Rcs sender(detail::Given value) && { return std::move(sender(value)); }

  /// Text of the message.
  Rcs& text(detail::Given value) & {
    set(smsbat_message_set_text, value, "text");
    return *this;
  }
  Rcs text(detail::Given value) && { return std::move(text(value)); }

  /// Image, video or audio file.
  Rcs& media(detail::PartOf<Media> value) & {
    smsbat_message_set_media(get(), value.get());
    return *this;
  }
  Rcs media(detail::PartOf<Media> value) && { return std::move(media(value)); }

  /// Buttons; at most 4 advised. This function adds one entry.
  Rcs& add_button(detail::PartOf<RcsButton> value) & {
    smsbat_message_add_button(get(), value.get());
    return *this;
  }
  Rcs add_button(detail::PartOf<RcsButton> value) && { return std::move(add_button(value)); }
  /// Adds several entries to `buttons`.
  Rcs& buttons(std::initializer_list<detail::PartOf<RcsButton>> all) & {
    for (const auto& one : all) {
      add_button(one);
    }
    return *this;
  }
  Rcs buttons(std::initializer_list<detail::PartOf<RcsButton>> all) && { return std::move(buttons(all)); }
  template <class All>
  Rcs& buttons(const All& all) & {
    for (const auto& one : all) {
      add_button(one);
    }
    return *this;
  }
  template <class All>
  Rcs buttons(const All& all) && { return std::move(buttons(all)); }

  /// Carousel cards. This function adds one entry.
  Rcs& add_card(detail::PartOf<RcsCard> value) & {
    smsbat_message_add_card(get(), value.get());
    return *this;
  }
  Rcs add_card(detail::PartOf<RcsCard> value) && { return std::move(add_card(value)); }
  /// Adds several entries to `cards`.
  Rcs& cards(std::initializer_list<detail::PartOf<RcsCard>> all) & {
    for (const auto& one : all) {
      add_card(one);
    }
    return *this;
  }
  Rcs cards(std::initializer_list<detail::PartOf<RcsCard>> all) && { return std::move(cards(all)); }
  template <class All>
  Rcs& cards(const All& all) & {
    for (const auto& one : all) {
      add_card(one);
    }
    return *this;
  }
  template <class All>
  Rcs cards(const All& all) && { return std::move(cards(all)); }

  /// Seconds to wait for delivery before the message expires.
  Rcs& ttl(std::int64_t value) & {
    smsbat_message_set_ttl(get(), value);
    return *this;
  }
  Rcs ttl(std::int64_t value) && { return std::move(ttl(value)); }

  /// Your own message id, echoed in replies. Default: a new unique id for each send. It is not an idempotency key: the
  /// provider does not promise to drop a second message with the same id.
  Rcs& customer_message_id(detail::Given value) & {
    set(smsbat_message_set_customer_message_id, value, "customer_message_id");
    return *this;
  }
  Rcs customer_message_id(detail::Given value) && { return std::move(customer_message_id(value)); }

  /// Message to send if this channel cannot reach the recipient.
  Rcs& fallback(detail::PartOf<Fallback> value) & {
    smsbat_message_set_fallback(get(), value.get());
    return *this;
  }
  Rcs fallback(detail::PartOf<Fallback> value) && { return std::move(fallback(value)); }
};

/// A flash call: the recipient's phone rings, and the caller's number is the code.
class FlashCall : public Message {
 public:
  FlashCall() noexcept : Message(smsbat_message_new(SMSBAT_MESSAGE_FLASH_CALL)) {}

  /// Recipient in international form, such as `+380671234567`. Spaces, `-`, `(` and `)` are removed.
  FlashCall& to(detail::Given value) & {
    set(smsbat_message_set_to, value, "to");
    return *this;
  }
  FlashCall to(detail::Given value) && { return std::move(to(value)); }

  /// Sender name registered for your account.
  FlashCall& sender(detail::Given value) & {
    set(smsbat_message_set_sender, value, "sender");
    return *this;
  }
  FlashCall sender(detail::Given value) && { return std::move(sender(value)); }

  /// Text of the message.
  FlashCall& text(detail::Given value) & {
    set(smsbat_message_set_text, value, "text");
    return *this;
  }
  FlashCall text(detail::Given value) && { return std::move(text(value)); }

  /// Number that calls the recipient.
  FlashCall& caller_id(detail::Given value) & {
    set(smsbat_message_set_caller_id, value, "caller_id");
    return *this;
  }
  FlashCall caller_id(detail::Given value) && { return std::move(caller_id(value)); }

  /// Seconds to wait for delivery before the message expires.
  FlashCall& ttl(std::int64_t value) & {
    smsbat_message_set_ttl(get(), value);
    return *this;
  }
  FlashCall ttl(std::int64_t value) && { return std::move(ttl(value)); }

  /// Your own message id, echoed in replies. Default: a new unique id for each send. It is not an idempotency key: the
  /// provider does not promise to drop a second message with the same id.
  FlashCall& customer_message_id(detail::Given value) & {
    set(smsbat_message_set_customer_message_id, value, "customer_message_id");
    return *this;
  }
  FlashCall customer_message_id(detail::Given value) && { return std::move(customer_message_id(value)); }

  /// Message to send if this channel cannot reach the recipient.
  FlashCall& fallback(detail::PartOf<Fallback> value) & {
    smsbat_message_set_fallback(get(), value.get());
    return *this;
  }
  FlashCall fallback(detail::PartOf<Fallback> value) && { return std::move(fallback(value)); }
};

/// A message that tries channels in order until one works: Telegram, Viber, RCS, SMS.
class CascadeMessage : public Message {
 public:
  CascadeMessage() noexcept : Message(smsbat_message_new(SMSBAT_MESSAGE_CASCADE)) {}

  /// Your own message id, echoed in the reply. No other message of the call may have it; under 255 characters advised.
  /// Default: a new unique id.
  CascadeMessage& id(detail::Given value) & {
    set(smsbat_message_set_id, value, "id");
    return *this;
  }
  CascadeMessage id(detail::Given value) && { return std::move(id(value)); }

  /// Recipient in international form.
  CascadeMessage& to(detail::Given value) & {
    set(smsbat_message_set_to, value, "to");
    return *this;
  }
  CascadeMessage to(detail::Given value) && { return std::move(to(value)); }

  /// Sender name registered for your account.
  CascadeMessage& sender(detail::Given value) & {
    set(smsbat_message_set_sender, value, "sender");
    return *this;
  }
  CascadeMessage sender(detail::Given value) && { return std::move(sender(value)); }

  /// `transaction`, `promo`, `viber_survey`, `flashcall` or `viber_carousel`. Other values are sent unchanged.
  CascadeMessage& message_type(detail::Given value) & {
    set(smsbat_message_set_message_type, value, "message_type");
    return *this;
  }
  CascadeMessage message_type(detail::Given value) && { return std::move(message_type(value)); }

  /// Text; at most 85 characters for a survey.
  CascadeMessage& text(detail::Given value) & {
    set(smsbat_message_set_text, value, "text");
    return *this;
  }
  CascadeMessage text(detail::Given value) && { return std::move(text(value)); }

  /// Seconds to wait for delivery before the message expires.
  CascadeMessage& ttl(std::int64_t value) & {
    smsbat_message_set_ttl(get(), value);
    return *this;
  }
  CascadeMessage ttl(std::int64_t value) && { return std::move(ttl(value)); }

  /// Time to send it, with a time zone; at most 30 days ahead advised. Written under both documented spellings.
  CascadeMessage& scheduled(detail::Given value) & {
    set(smsbat_message_set_scheduled, value, "scheduled");
    return *this;
  }
  CascadeMessage scheduled(detail::Given value) && { return std::move(scheduled(value)); }

  /// Survey answers, 2 to 5, each under 30 characters advised. This function adds one entry.
  CascadeMessage& add_survey_option(detail::Given value) & {
    set(smsbat_message_add_survey_option, value, "survey_options");
    return *this;
  }
  CascadeMessage add_survey_option(detail::Given value) && { return std::move(add_survey_option(value)); }
  /// Adds several entries to `survey_options`.
  CascadeMessage& survey_options(std::initializer_list<detail::Given> all) & {
    for (const auto& one : all) {
      add_survey_option(one);
    }
    return *this;
  }
  CascadeMessage survey_options(std::initializer_list<detail::Given> all) && { return std::move(survey_options(all)); }
  template <class All>
  CascadeMessage& survey_options(const All& all) & {
    for (const auto& one : all) {
      add_survey_option(one);
    }
    return *this;
  }
  template <class All>
  CascadeMessage survey_options(const All& all) && { return std::move(survey_options(all)); }

  /// Values for the placeholders in the text, sent with the message. This function adds one entry.
  CascadeMessage& add_variable(detail::PartOf<Variable> value) & {
    smsbat_message_add_variable(get(), value.get());
    return *this;
  }
  CascadeMessage add_variable(detail::PartOf<Variable> value) && { return std::move(add_variable(value)); }
  /// Adds several entries to `variables`.
  CascadeMessage& variables(std::initializer_list<detail::PartOf<Variable>> all) & {
    for (const auto& one : all) {
      add_variable(one);
    }
    return *this;
  }
  CascadeMessage variables(std::initializer_list<detail::PartOf<Variable>> all) && { return std::move(variables(all)); }
  template <class All>
  CascadeMessage& variables(const All& all) & {
    for (const auto& one : all) {
      add_variable(one);
    }
    return *this;
  }
  template <class All>
  CascadeMessage variables(const All& all) && { return std::move(variables(all)); }

  /// Content for Viber, if it differs from `text`.
  CascadeMessage& viber(detail::PartOf<ViberBot> value) & {
    smsbat_message_set_viber(get(), value.get());
    return *this;
  }
  CascadeMessage viber(detail::PartOf<ViberBot> value) && { return std::move(viber(value)); }

  /// Content for Telegram, if it differs from `text`.
  CascadeMessage& telegram(detail::PartOf<Telegram> value) & {
    smsbat_message_set_telegram(get(), value.get());
    return *this;
  }
  CascadeMessage telegram(detail::PartOf<Telegram> value) && { return std::move(telegram(value)); }

  /// Look for an open session first (wire key `wheterCheckSession`).
  CascadeMessage& check_session(bool value = true) & {
    smsbat_message_set_check_session(get(), value);
    return *this;
  }
  CascadeMessage check_session(bool value = true) && { return std::move(check_session(value)); }

  /// Your own data. A JSON text.
  CascadeMessage& customer_data(detail::Given value) & {
    set(smsbat_message_set_customer_data, value, "customer_data");
    return *this;
  }
  CascadeMessage customer_data(detail::Given value) && { return std::move(customer_data(value)); }

  /// Message to send if a flash call does not reach the recipient.
  CascadeMessage& fallback(detail::PartOf<CascadeFallback> value) & {
    smsbat_message_set_fallback(get(), value.get());
    return *this;
  }
  CascadeMessage fallback(detail::PartOf<CascadeFallback> value) && { return std::move(fallback(value)); }
};

/// A message for many recipients: SMS, Viber, or Viber with SMS as a fallback.
class TurboSmsMessage : public Message {
 public:
  TurboSmsMessage() noexcept : Message(smsbat_message_new(SMSBAT_MESSAGE_TURBOSMS)) {}

  /// Recipients in international form, 1 to 5,000. This function adds one entry.
  TurboSmsMessage& add_recipient(detail::Given value) & {
    set(smsbat_message_add_recipient, value, "recipients");
    return *this;
  }
  TurboSmsMessage add_recipient(detail::Given value) && { return std::move(add_recipient(value)); }
  /// Adds several entries to `recipients`.
  TurboSmsMessage& recipients(std::initializer_list<detail::Given> all) & {
    for (const auto& one : all) {
      add_recipient(one);
    }
    return *this;
  }
  TurboSmsMessage recipients(std::initializer_list<detail::Given> all) && { return std::move(recipients(all)); }
  template <class All>
  TurboSmsMessage& recipients(const All& all) & {
    for (const auto& one : all) {
      add_recipient(one);
    }
    return *this;
  }
  template <class All>
  TurboSmsMessage recipients(const All& all) && { return std::move(recipients(all)); }

  /// Sender for parts without their own.
  TurboSmsMessage& sender(detail::Given value) & {
    set(smsbat_message_set_sender, value, "sender");
    return *this;
  }
  TurboSmsMessage sender(detail::Given value) && { return std::move(sender(value)); }

  /// Text for parts without their own.
  TurboSmsMessage& text(detail::Given value) & {
    set(smsbat_message_set_text, value, "text");
    return *this;
  }
  TurboSmsMessage text(detail::Given value) && { return std::move(text(value)); }

  /// Time to send it, with a time zone.
  TurboSmsMessage& start_time(detail::Given value) & {
    set(smsbat_message_set_start_time, value, "start_time");
    return *this;
  }
  TurboSmsMessage start_time(detail::Given value) && { return std::move(start_time(value)); }

  /// Your own id of the request. The provider does not say whether it drops a second request with the same id.
  TurboSmsMessage& sequence_id(detail::Given value) & {
    set(smsbat_message_set_sequence_id, value, "sequence_id");
    return *this;
  }
  TurboSmsMessage sequence_id(detail::Given value) && { return std::move(sequence_id(value)); }

  /// Send by SMS; together with `viber`, only if Viber does not reach the recipient.
  TurboSmsMessage& sms(detail::PartOf<TurboSms> value) & {
    smsbat_message_set_sms(get(), value.get());
    return *this;
  }
  TurboSmsMessage sms(detail::PartOf<TurboSms> value) && { return std::move(sms(value)); }

  /// Send by Viber.
  TurboSmsMessage& viber(detail::PartOf<TurboViber> value) & {
    smsbat_message_set_viber(get(), value.get());
    return *this;
  }
  TurboSmsMessage viber(detail::PartOf<TurboViber> value) && { return std::move(viber(value)); }
};

// Replies

/// Result for one message of a send. It belongs to the object from which it was read.
class SentMessage {
 public:
  /// Reads from a C object, which must not be NULL.
  explicit SentMessage(const smsbat_sent_message* raw) noexcept : raw_(raw) {}

  /// The provider's message id, for `status` and `wait`. Absent if the message was refused or has no row.
  std::optional<std::string_view> message_id() const noexcept {
    return detail::borrowed(smsbat_sent_message_message_id(get()));
  }

  /// Status in the provider's words, such as `accepted`, `rejected`, `failed` or `sent`.
  std::optional<std::string_view> status() const noexcept {
    return detail::borrowed(smsbat_sent_message_status(get()));
  }

  /// Outcome: `accepted`, `rejected`, `not_sent` or `unknown`.
  Outcome outcome() const noexcept { return static_cast<Outcome>(smsbat_sent_message_outcome(get())); }

  /// Number of SMS parts.
  std::optional<std::int64_t> parts() const noexcept { return detail::number(smsbat_sent_message_parts(get())); }

  /// Your own message id, or the one that was made for the message.
  std::optional<std::string_view> customer_message_id() const noexcept {
    return detail::borrowed(smsbat_sent_message_customer_message_id(get()));
  }

  /// Recipient.
  std::optional<std::string_view> to() const noexcept { return detail::borrowed(smsbat_sent_message_to(get())); }

  /// Flash call: the number that calls the recipient.
  std::optional<std::string_view> caller_id() const noexcept {
    return detail::borrowed(smsbat_sent_message_caller_id(get()));
  }

  /// Flash call: pattern of digits and `*` for `flash_call_matches`.
  std::optional<std::string_view> pattern() const noexcept {
    return detail::borrowed(smsbat_sent_message_pattern(get()));
  }

  /// Flash call: seconds within which the call is made.
  std::optional<std::int64_t> ttl() const noexcept { return detail::number(smsbat_sent_message_ttl(get())); }

  /// The provider's error code for a message that was not accepted, such as `INVALID_RECIPIENT`, if it gives one.
  std::optional<std::string_view> code() const noexcept { return detail::borrowed(smsbat_sent_message_code(get())); }

  /// Reason why the message was not accepted, in the provider's words or, if it gives none, in this library's. Absent
  /// if the message was accepted.
  std::optional<std::string_view> reason() const noexcept {
    return detail::borrowed(smsbat_sent_message_reason(get()));
  }

  /// True if the journal of the send knew the message as accepted or under way, so that it was not sent again. Then
  /// the other fields are what the journal has.
  bool resumed() const noexcept { return smsbat_sent_message_resumed(get()); }

  /// Returns everything as a JSON object by field name, with decimals as text.
  std::string_view json() const noexcept {
    return detail::sized(get(), smsbat_sent_message_json).value_or(std::string_view());
  }
  /// Returns the exact JSON that the provider sent, including fields for which this library has no function.
  std::optional<std::string_view> raw() const noexcept { return detail::sized(get(), smsbat_sent_message_raw); }

  /// Returns the C object.
  const smsbat_sent_message* get() const noexcept { return raw_; }

 private:
  const smsbat_sent_message* raw_;
};

/// Results for the messages of a send, in the same order.
class [[nodiscard]] SendResult {
 public:
  /// Takes ownership of a C object.
  explicit SendResult(smsbat_send_result* raw) noexcept : raw_(raw) {}

  /// The provider's id of the list of messages.
  std::optional<std::string_view> messagelist_id() const& noexcept {
    return detail::borrowed(smsbat_send_result_messagelist_id(get()));
  }
  std::optional<std::string_view> messagelist_id() const&& = delete;

  using Messages = detail::List<SentMessage, smsbat_send_result, smsbat_sent_message, smsbat_send_result_count,
      smsbat_send_result_at>;
  /// One entry for each message that was sent, in the same order.
  Messages messages() const& noexcept { return Messages(get()); }
  Messages messages() const&& = delete;

  /// True if every message was accepted.
  bool ok() const noexcept { return smsbat_send_result_ok(get()); }

  using Warnings = detail::List<std::string_view, smsbat_send_result, char, smsbat_send_result_warning_count,
      smsbat_send_result_warning_at>;
  /// Advice of the provider that the messages do not follow, one line each.
  Warnings warnings() const& noexcept { return Warnings(get()); }
  Warnings warnings() const&& = delete;

  /// Throws a `ProviderError` unless everything was accepted.
  void raise_for_outcome() const { check().value(); }
  /// Does the same without exceptions.
  Result<void> check() const {
    return detail::run([&](smsbat_error** error) { return smsbat_send_result_check(get(), error); });
  }

  /// Returns everything as a JSON object by field name, with decimals as text.
  std::string_view json() const& noexcept {
    return detail::sized(get(), smsbat_send_result_json).value_or(std::string_view());
  }
  std::string_view json() const&& = delete;
  /// Returns the exact JSON that the provider sent, including fields for which this library has no function.
  std::optional<std::string_view> raw() const& noexcept { return detail::sized(get(), smsbat_send_result_raw); }
  std::optional<std::string_view> raw() const&& = delete;

  /// Returns the C object, which this object still owns.
  const smsbat_send_result* get() const noexcept { return raw_.get(); }

 private:
  detail::Handle<smsbat_send_result, smsbat_send_result_free> raw_;
};

/// Status of one channel of a fallback chain. It belongs to the object from which it was read.
class FallbackStatus {
 public:
  /// Reads from a C object, which must not be NULL.
  explicit FallbackStatus(const smsbat_fallback_status* raw) noexcept : raw_(raw) {}

  /// Channel, such as `sms`.
  std::optional<std::string_view> type() const noexcept { return detail::borrowed(smsbat_fallback_status_type(get())); }

  /// Status of the channel, such as `not_used` or `delivered`.
  std::optional<std::string_view> status() const noexcept {
    return detail::borrowed(smsbat_fallback_status_status(get()));
  }

  /// Returns everything as a JSON object by field name, with decimals as text.
  std::string_view json() const noexcept {
    return detail::sized(get(), smsbat_fallback_status_json).value_or(std::string_view());
  }
  /// Returns the exact JSON that the provider sent, including fields for which this library has no function.
  std::optional<std::string_view> raw() const noexcept { return detail::sized(get(), smsbat_fallback_status_raw); }

  /// Returns the C object.
  const smsbat_fallback_status* get() const noexcept { return raw_; }

 private:
  const smsbat_fallback_status* raw_;
};

/// Delivery status of one message.
class Status {
 public:
  /// Takes ownership of a C object.
  explicit Status(smsbat_status* raw) noexcept : raw_(raw) {}

  /// Id of the message.
  std::optional<std::string_view> message_id() const& noexcept {
    return detail::borrowed(smsbat_status_message_id(get()));
  }
  std::optional<std::string_view> message_id() const&& = delete;

  /// Id of the list in which it was sent.
  std::optional<std::string_view> messagelist_id() const& noexcept {
    return detail::borrowed(smsbat_status_messagelist_id(get()));
  }
  std::optional<std::string_view> messagelist_id() const&& = delete;

  /// Delivery status in the provider's words, in lower case, such as `scheduled`, `processing` or `delivered`.
  std::optional<std::string_view> delivery_status() const& noexcept {
    return detail::borrowed(smsbat_status_delivery_status(get()));
  }
  std::optional<std::string_view> delivery_status() const&& = delete;

  /// Number of SMS parts.
  std::optional<std::int64_t> parts_count() const noexcept { return detail::number(smsbat_status_parts_count(get())); }

  /// Price of the message, in the currency of the account. An exact decimal, as text.
  std::optional<std::string_view> cost() const& noexcept { return detail::borrowed(smsbat_status_cost(get())); }
  std::optional<std::string_view> cost() const&& = delete;

  using Fallbacks = detail::List<FallbackStatus, smsbat_status, smsbat_fallback_status, smsbat_status_fallback_count,
      smsbat_status_fallback_at>;
  /// Status of each fallback channel.
  Fallbacks fallbacks() const& noexcept { return Fallbacks(get()); }
  Fallbacks fallbacks() const&& = delete;

  /// Status of each channel. Pairs of names and values.
  std::vector<std::pair<std::string_view, std::string_view>> extended_statuses() const& {
    std::vector<std::pair<std::string_view, std::string_view>> all;
    for (std::size_t i = 0; i < smsbat_status_extended_status_count(get()); ++i) {
      all.emplace_back(smsbat_status_extended_status_name(get(), i), smsbat_status_extended_status_value(get(), i));
    }
    return all;
  }
  std::vector<std::pair<std::string_view, std::string_view>> extended_statuses() const&& = delete;

  /// Price of one part. An exact decimal, as text.
  std::optional<std::string_view> rate() const& noexcept { return detail::borrowed(smsbat_status_rate(get())); }
  std::optional<std::string_view> rate() const&& = delete;

  /// Price of the message, in the currency of the rate. An exact decimal, as text.
  std::optional<std::string_view> rate_amount() const& noexcept {
    return detail::borrowed(smsbat_status_rate_amount(get()));
  }
  std::optional<std::string_view> rate_amount() const&& = delete;

  /// Currency of the rate.
  std::optional<std::string_view> rate_currency() const& noexcept {
    return detail::borrowed(smsbat_status_rate_currency(get()));
  }
  std::optional<std::string_view> rate_currency() const&& = delete;

  /// Price of the message, in the currency of the bill. An exact decimal, as text.
  std::optional<std::string_view> bill_amount() const& noexcept {
    return detail::borrowed(smsbat_status_bill_amount(get()));
  }
  std::optional<std::string_view> bill_amount() const&& = delete;

  /// Currency of the bill.
  std::optional<std::string_view> bill_currency() const& noexcept {
    return detail::borrowed(smsbat_status_bill_currency(get()));
  }
  std::optional<std::string_view> bill_currency() const&& = delete;

  /// True if the status is final: `delivered`, `read`, `undeliverable`, `permanenterror`, `failed` or `expired`.
  bool is_final() const noexcept { return smsbat_status_is_final(get()); }

  /// True if the message reached the recipient: `delivered` or `read`.
  bool is_delivered() const noexcept { return smsbat_status_is_delivered(get()); }

  /// Returns everything as a JSON object by field name, with decimals as text.
  std::string_view json() const& noexcept {
    return detail::sized(get(), smsbat_status_json).value_or(std::string_view());
  }
  std::string_view json() const&& = delete;
  /// Returns the exact JSON that the provider sent, including fields for which this library has no function.
  std::optional<std::string_view> raw() const& noexcept { return detail::sized(get(), smsbat_status_raw); }
  std::optional<std::string_view> raw() const&& = delete;

  /// Returns the C object, which this object still owns.
  const smsbat_status* get() const noexcept { return raw_.get(); }

 private:
  detail::Handle<smsbat_status, smsbat_status_free> raw_;
};

/// Response to a request for which this library has no typed method.
class RawReply {
 public:
  /// Takes ownership of a C object.
  explicit RawReply(smsbat_raw_reply* raw) noexcept : raw_(raw) {}

  /// HTTP status, 200 to 299.
  std::optional<std::int64_t> status_code() const noexcept {
    return detail::number(smsbat_raw_reply_status_code(get()));
  }

  /// The body, if it is JSON.
  std::optional<std::string_view> body_json() const& noexcept {
    return detail::borrowed(smsbat_raw_reply_body_json(get()));
  }
  std::optional<std::string_view> body_json() const&& = delete;

  /// The body as text.
  std::optional<std::string_view> text() const& noexcept { return detail::borrowed(smsbat_raw_reply_text(get())); }
  std::optional<std::string_view> text() const&& = delete;

  /// The provider's id of the request.
  std::optional<std::string_view> request_id() const& noexcept {
    return detail::borrowed(smsbat_raw_reply_request_id(get()));
  }
  std::optional<std::string_view> request_id() const&& = delete;

  /// Returns everything as a JSON object by field name, with decimals as text.
  std::string_view json() const& noexcept {
    return detail::sized(get(), smsbat_raw_reply_json).value_or(std::string_view());
  }
  std::string_view json() const&& = delete;
  /// Returns the exact JSON that the provider sent, including fields for which this library has no function.
  std::optional<std::string_view> raw() const& noexcept { return detail::sized(get(), smsbat_raw_reply_raw); }
  std::optional<std::string_view> raw() const&& = delete;

  /// Returns the C object, which this object still owns.
  const smsbat_raw_reply* get() const noexcept { return raw_.get(); }

 private:
  detail::Handle<smsbat_raw_reply, smsbat_raw_reply_free> raw_;
};

/// Result for one recipient of a TurboSMS message. It belongs to the object from which it was read.
class TurboSmsRecipient {
 public:
  /// Reads from a C object, which must not be NULL.
  explicit TurboSmsRecipient(const smsbat_turbosms_recipient* raw) noexcept : raw_(raw) {}

  /// Recipient, digits only.
  std::optional<std::string_view> phone() const noexcept {
    return detail::borrowed(smsbat_turbosms_recipient_phone(get()));
  }

  /// Message id for `status` and `details`. Absent if the message was refused.
  std::optional<std::string_view> message_id() const noexcept {
    return detail::borrowed(smsbat_turbosms_recipient_message_id(get()));
  }

  /// Native code; 0 means success.
  std::optional<std::int64_t> response_code() const noexcept {
    return detail::number(smsbat_turbosms_recipient_response_code(get()));
  }

  /// Name of the code.
  std::optional<std::string_view> response_status() const noexcept {
    return detail::borrowed(smsbat_turbosms_recipient_response_status(get()));
  }

  /// Outcome: `accepted`, `rejected`, `not_sent` or `unknown`. It is `accepted`, too, if the provider already had the
  /// message (codes 407, 427 and 507).
  Outcome outcome() const noexcept { return static_cast<Outcome>(smsbat_turbosms_recipient_outcome(get())); }

  /// `response_code` as text, for a message that was not accepted.
  std::optional<std::string_view> code() const noexcept {
    return detail::borrowed(smsbat_turbosms_recipient_code(get()));
  }

  /// Reason why the message was not accepted, in the provider's words or, if it gives none, in this library's. Absent
  /// if the message was accepted.
  std::optional<std::string_view> reason() const noexcept {
    return detail::borrowed(smsbat_turbosms_recipient_reason(get()));
  }

  /// Returns everything as a JSON object by field name, with decimals as text.
  std::string_view json() const noexcept {
    return detail::sized(get(), smsbat_turbosms_recipient_json).value_or(std::string_view());
  }
  /// Returns the exact JSON that the provider sent, including fields for which this library has no function.
  std::optional<std::string_view> raw() const noexcept { return detail::sized(get(), smsbat_turbosms_recipient_raw); }

  /// Returns the C object.
  const smsbat_turbosms_recipient* get() const noexcept { return raw_; }

 private:
  const smsbat_turbosms_recipient* raw_;
};

/// Result of sending a TurboSMS message.
class [[nodiscard]] TurboSmsResult {
 public:
  /// Takes ownership of a C object.
  explicit TurboSmsResult(smsbat_turbosms_result* raw) noexcept : raw_(raw) {}

  /// Native code of the request.
  std::optional<std::int64_t> response_code() const noexcept {
    return detail::number(smsbat_turbosms_result_response_code(get()));
  }

  /// Name of the code.
  std::optional<std::string_view> response_status() const& noexcept {
    return detail::borrowed(smsbat_turbosms_result_response_status(get()));
  }
  std::optional<std::string_view> response_status() const&& = delete;

  using Recipients = detail::List<TurboSmsRecipient, smsbat_turbosms_result, smsbat_turbosms_recipient,
      smsbat_turbosms_result_recipient_count,
      smsbat_turbosms_result_recipient_at>;
  /// One entry for each recipient, in the order of the message. Rows for other recipients follow, with the outcome
  /// `unknown`.
  Recipients recipients() const& noexcept { return Recipients(get()); }
  Recipients recipients() const&& = delete;

  /// True if the message to every recipient was accepted.
  bool ok() const noexcept { return smsbat_turbosms_result_ok(get()); }

  using Warnings = detail::List<std::string_view, smsbat_turbosms_result, char, smsbat_turbosms_result_warning_count,
      smsbat_turbosms_result_warning_at>;
  /// Advice of the provider that the message does not follow, one line each.
  Warnings warnings() const& noexcept { return Warnings(get()); }
  Warnings warnings() const&& = delete;

  /// Throws a `ProviderError` unless everything was accepted.
  void raise_for_outcome() const { check().value(); }
  /// Does the same without exceptions.
  Result<void> check() const {
    return detail::run([&](smsbat_error** error) { return smsbat_turbosms_result_check(get(), error); });
  }

  /// Returns everything as a JSON object by field name, with decimals as text.
  std::string_view json() const& noexcept {
    return detail::sized(get(), smsbat_turbosms_result_json).value_or(std::string_view());
  }
  std::string_view json() const&& = delete;
  /// Returns the exact JSON that the provider sent, including fields for which this library has no function.
  std::optional<std::string_view> raw() const& noexcept { return detail::sized(get(), smsbat_turbosms_result_raw); }
  std::optional<std::string_view> raw() const&& = delete;

  /// Returns the C object, which this object still owns.
  const smsbat_turbosms_result* get() const noexcept { return raw_.get(); }

 private:
  detail::Handle<smsbat_turbosms_result, smsbat_turbosms_result_free> raw_;
};

/// Delivery status of one message. It belongs to the object from which it was read.
class TurboSmsStatus {
 public:
  /// Reads from a C object, which must not be NULL.
  explicit TurboSmsStatus(const smsbat_turbosms_status* raw) noexcept : raw_(raw) {}

  /// Id of the message.
  std::optional<std::string_view> message_id() const noexcept {
    return detail::borrowed(smsbat_turbosms_status_message_id(get()));
  }

  /// Recipient, digits only.
  std::optional<std::string_view> recipient() const noexcept {
    return detail::borrowed(smsbat_turbosms_status_recipient(get()));
  }

  /// Time of sending, as the provider writes it.
  std::optional<std::string_view> sent() const noexcept { return detail::borrowed(smsbat_turbosms_status_sent(get())); }

  /// Time of the last status change, as the provider writes it.
  std::optional<std::string_view> updated() const noexcept {
    return detail::borrowed(smsbat_turbosms_status_updated(get()));
  }

  /// Status, such as `Queued`, `Sent`, `Delivered`, `Read` or `Expired`.
  std::optional<std::string_view> status() const noexcept {
    return detail::borrowed(smsbat_turbosms_status_status(get()));
  }

  /// Channel: `sms` or `viber`.
  std::optional<std::string_view> type() const noexcept { return detail::borrowed(smsbat_turbosms_status_type(get())); }

  /// Reason of the rejection.
  std::optional<std::string_view> rejected_status() const noexcept {
    return detail::borrowed(smsbat_turbosms_status_rejected_status(get()));
  }

  /// Viber: time at which the button was pressed.
  std::optional<std::string_view> click_time() const noexcept {
    return detail::borrowed(smsbat_turbosms_status_click_time(get()));
  }

  /// Native code; 0 means success.
  std::optional<std::int64_t> response_code() const noexcept {
    return detail::number(smsbat_turbosms_status_response_code(get()));
  }

  /// Name of the code.
  std::optional<std::string_view> response_status() const noexcept {
    return detail::borrowed(smsbat_turbosms_status_response_status(get()));
  }

  /// True if the status is final.
  bool is_final() const noexcept { return smsbat_turbosms_status_is_final(get()); }

  /// True if the message reached the recipient.
  bool is_delivered() const noexcept { return smsbat_turbosms_status_is_delivered(get()); }

  /// Returns everything as a JSON object by field name, with decimals as text.
  std::string_view json() const noexcept {
    return detail::sized(get(), smsbat_turbosms_status_json).value_or(std::string_view());
  }
  /// Returns the exact JSON that the provider sent, including fields for which this library has no function.
  std::optional<std::string_view> raw() const noexcept { return detail::sized(get(), smsbat_turbosms_status_raw); }

  /// Returns the C object.
  const smsbat_turbosms_status* get() const noexcept { return raw_; }

 private:
  const smsbat_turbosms_status* raw_;
};

/// Details of a message on one channel. It belongs to the object from which it was read.
class TurboSmsChannel {
 public:
  /// Reads from a C object, which must not be NULL.
  explicit TurboSmsChannel(const smsbat_turbosms_channel* raw) noexcept : raw_(raw) {}

  /// Time at which the provider accepted it, as the provider writes it.
  std::optional<std::string_view> added() const noexcept {
    return detail::borrowed(smsbat_turbosms_channel_added(get()));
  }

  /// Scheduled time, as the provider writes it.
  std::optional<std::string_view> start() const noexcept {
    return detail::borrowed(smsbat_turbosms_channel_start(get()));
  }

  /// Time of sending, as the provider writes it.
  std::optional<std::string_view> sent() const noexcept {
    return detail::borrowed(smsbat_turbosms_channel_sent(get()));
  }

  /// Time of the last status change, as the provider writes it.
  std::optional<std::string_view> updated() const noexcept {
    return detail::borrowed(smsbat_turbosms_channel_updated(get()));
  }

  /// Sender.
  std::optional<std::string_view> sender() const noexcept {
    return detail::borrowed(smsbat_turbosms_channel_sender(get()));
  }

  /// Text.
  std::optional<std::string_view> text() const noexcept {
    return detail::borrowed(smsbat_turbosms_channel_text(get()));
  }

  /// Recipient, digits only.
  std::optional<std::string_view> recipient() const noexcept {
    return detail::borrowed(smsbat_turbosms_channel_recipient(get()));
  }

  /// Message type: `promotional` or `transactional`.
  std::optional<std::string_view> message_type() const noexcept {
    return detail::borrowed(smsbat_turbosms_channel_message_type(get()));
  }

  /// Status, such as `Queued`, `Sent` or `Delivered`.
  std::optional<std::string_view> status() const noexcept {
    return detail::borrowed(smsbat_turbosms_channel_status(get()));
  }

  /// Reason of the rejection.
  std::optional<std::string_view> rejected_status() const noexcept {
    return detail::borrowed(smsbat_turbosms_channel_rejected_status(get()));
  }

  /// Price. An exact decimal, as text.
  std::optional<std::string_view> price() const noexcept {
    return detail::borrowed(smsbat_turbosms_channel_price(get()));
  }

  /// Number of SMS parts.
  std::optional<std::int64_t> segments() const noexcept {
    return detail::number(smsbat_turbosms_channel_segments(get()));
  }

  /// Seconds to wait for delivery before the message expires.
  std::optional<std::int64_t> ttl() const noexcept { return detail::number(smsbat_turbosms_channel_ttl(get())); }

  /// Label of the button.
  std::optional<std::string_view> caption() const noexcept {
    return detail::borrowed(smsbat_turbosms_channel_caption(get()));
  }

  /// URL that the button opens.
  std::optional<std::string_view> action() const noexcept {
    return detail::borrowed(smsbat_turbosms_channel_action(get()));
  }

  /// URL of the image.
  std::optional<std::string_view> image_url() const noexcept {
    return detail::borrowed(smsbat_turbosms_channel_image_url(get()));
  }

  /// Id of the file.
  std::optional<std::int64_t> file_id() const noexcept {
    return detail::number(smsbat_turbosms_channel_file_id(get()));
  }

  /// Time at which the button was pressed.
  std::optional<std::string_view> click_time() const noexcept {
    return detail::borrowed(smsbat_turbosms_channel_click_time(get()));
  }

  /// True if the status is final.
  bool is_final() const noexcept { return smsbat_turbosms_channel_is_final(get()); }

  /// True if the message reached the recipient.
  bool is_delivered() const noexcept { return smsbat_turbosms_channel_is_delivered(get()); }

  /// Returns everything as a JSON object by field name, with decimals as text.
  std::string_view json() const noexcept {
    return detail::sized(get(), smsbat_turbosms_channel_json).value_or(std::string_view());
  }
  /// Returns the exact JSON that the provider sent, including fields for which this library has no function.
  std::optional<std::string_view> raw() const noexcept { return detail::sized(get(), smsbat_turbosms_channel_raw); }

  /// Returns the C object.
  const smsbat_turbosms_channel* get() const noexcept { return raw_; }

 private:
  const smsbat_turbosms_channel* raw_;
};

/// Details of one message. It belongs to the object from which it was read.
class TurboSmsDetails {
 public:
  /// Reads from a C object, which must not be NULL.
  explicit TurboSmsDetails(const smsbat_turbosms_details* raw) noexcept : raw_(raw) {}

  /// Id of the message.
  std::optional<std::string_view> message_id() const noexcept {
    return detail::borrowed(smsbat_turbosms_details_message_id(get()));
  }

  /// Details of the SMS. Absent if only Viber was tried.
  std::optional<TurboSmsChannel> sms() const noexcept {
    return detail::row<TurboSmsChannel>(smsbat_turbosms_details_sms(get()));
  }

  /// Details of the Viber message.
  std::optional<TurboSmsChannel> viber() const noexcept {
    return detail::row<TurboSmsChannel>(smsbat_turbosms_details_viber(get()));
  }

  /// Native code; 0 means success.
  std::optional<std::int64_t> response_code() const noexcept {
    return detail::number(smsbat_turbosms_details_response_code(get()));
  }

  /// Name of the code.
  std::optional<std::string_view> response_status() const noexcept {
    return detail::borrowed(smsbat_turbosms_details_response_status(get()));
  }

  /// Returns everything as a JSON object by field name, with decimals as text.
  std::string_view json() const noexcept {
    return detail::sized(get(), smsbat_turbosms_details_json).value_or(std::string_view());
  }
  /// Returns the exact JSON that the provider sent, including fields for which this library has no function.
  std::optional<std::string_view> raw() const noexcept { return detail::sized(get(), smsbat_turbosms_details_raw); }

  /// Returns the C object.
  const smsbat_turbosms_details* get() const noexcept { return raw_; }

 private:
  const smsbat_turbosms_details* raw_;
};

/// The provider's id for one recipient. It belongs to the object from which it was read.
class MessagioSent {
 public:
  /// Reads from a C object, which must not be NULL.
  explicit MessagioSent(const smsbat_messagio_sent* raw) noexcept : raw_(raw) {}

  /// Recipient, digits only.
  std::optional<std::string_view> phone() const noexcept { return detail::borrowed(smsbat_messagio_sent_phone(get())); }

  /// Id of the message.
  std::optional<std::string_view> message_id() const noexcept {
    return detail::borrowed(smsbat_messagio_sent_message_id(get()));
  }

  /// Returns everything as a JSON object by field name, with decimals as text.
  std::string_view json() const noexcept {
    return detail::sized(get(), smsbat_messagio_sent_json).value_or(std::string_view());
  }
  /// Returns the exact JSON that the provider sent, including fields for which this library has no function.
  std::optional<std::string_view> raw() const noexcept { return detail::sized(get(), smsbat_messagio_sent_raw); }

  /// Returns the C object.
  const smsbat_messagio_sent* get() const noexcept { return raw_; }

 private:
  const smsbat_messagio_sent* raw_;
};

/// Result of a send through the Messagio-compatible API.
class [[nodiscard]] MessagioResult {
 public:
  /// Takes ownership of a C object.
  explicit MessagioResult(smsbat_messagio_result* raw) noexcept : raw_(raw) {}

  /// Native code; 0 means success.
  std::optional<std::int64_t> code() const noexcept { return detail::number(smsbat_messagio_result_code(get())); }

  /// Text of the code, such as `OK`.
  std::optional<std::string_view> tech_message() const& noexcept {
    return detail::borrowed(smsbat_messagio_result_tech_message(get()));
  }
  std::optional<std::string_view> tech_message() const&& = delete;

  using Messages = detail::List<MessagioSent, smsbat_messagio_result, smsbat_messagio_sent,
      smsbat_messagio_result_message_count,
      smsbat_messagio_result_message_at>;
  /// Message id for each recipient.
  Messages messages() const& noexcept { return Messages(get()); }
  Messages messages() const&& = delete;

  /// Outcome: `accepted`, or `unknown` if the ids belong to other recipients.
  Outcome outcome() const noexcept { return static_cast<Outcome>(smsbat_messagio_result_outcome(get())); }

  /// The response body, as XML.
  std::optional<std::string_view> xml() const& noexcept { return detail::borrowed(smsbat_messagio_result_xml(get())); }
  std::optional<std::string_view> xml() const&& = delete;

  /// Returns everything as a JSON object by field name, with decimals as text.
  std::string_view json() const& noexcept {
    return detail::sized(get(), smsbat_messagio_result_json).value_or(std::string_view());
  }
  std::string_view json() const&& = delete;
  /// Returns the exact JSON that the provider sent, including fields for which this library has no function.
  std::optional<std::string_view> raw() const& noexcept { return detail::sized(get(), smsbat_messagio_result_raw); }
  std::optional<std::string_view> raw() const&& = delete;

  /// Returns the C object, which this object still owns.
  const smsbat_messagio_result* get() const noexcept { return raw_.get(); }

 private:
  detail::Handle<smsbat_messagio_result, smsbat_messagio_result_free> raw_;
};

/// An organization of the company. It belongs to the object from which it was read.
class Organization {
 public:
  /// Reads from a C object, which must not be NULL.
  explicit Organization(const smsbat_organization* raw) noexcept : raw_(raw) {}

  /// Id.
  std::optional<std::int64_t> id() const noexcept { return detail::number(smsbat_organization_id(get())); }

  /// Name.
  std::optional<std::string_view> name() const noexcept { return detail::borrowed(smsbat_organization_name(get())); }

  /// Returns everything as a JSON object by field name, with decimals as text.
  std::string_view json() const noexcept {
    return detail::sized(get(), smsbat_organization_json).value_or(std::string_view());
  }
  /// Returns the exact JSON that the provider sent, including fields for which this library has no function.
  std::optional<std::string_view> raw() const noexcept { return detail::sized(get(), smsbat_organization_raw); }

  /// Returns the C object.
  const smsbat_organization* get() const noexcept { return raw_; }

 private:
  const smsbat_organization* raw_;
};

/// An operator. It belongs to the object from which it was read.
class Operator {
 public:
  /// Reads from a C object, which must not be NULL.
  explicit Operator(const smsbat_operator* raw) noexcept : raw_(raw) {}

  /// Id.
  std::optional<std::int64_t> id() const noexcept { return detail::number(smsbat_operator_id(get())); }

  /// Name.
  std::optional<std::string_view> name() const noexcept { return detail::borrowed(smsbat_operator_name(get())); }

  /// Status as a number: 0 active, 1 inactive, 2 deleted.
  std::optional<std::int64_t> status() const noexcept { return detail::number(smsbat_operator_status(get())); }

  /// Status as a word; none for a number that is not known.
  std::optional<std::string_view> status_name() const noexcept {
    return detail::borrowed(smsbat_operator_status_name(get()));
  }

  /// Organization.
  std::optional<Organization> organization() const noexcept {
    return detail::row<Organization>(smsbat_operator_organization(get()));
  }

  /// Returns everything as a JSON object by field name, with decimals as text.
  std::string_view json() const noexcept {
    return detail::sized(get(), smsbat_operator_json).value_or(std::string_view());
  }
  /// Returns the exact JSON that the provider sent, including fields for which this library has no function.
  std::optional<std::string_view> raw() const noexcept { return detail::sized(get(), smsbat_operator_raw); }

  /// Returns the C object.
  const smsbat_operator* get() const noexcept { return raw_; }

 private:
  const smsbat_operator* raw_;
};

/// Result of checking an operator's token.
class TokenInfo {
 public:
  /// Takes ownership of a C object.
  explicit TokenInfo(smsbat_token_info* raw) noexcept : raw_(raw) {}

  /// True if the token is valid.
  bool is_valid() const noexcept { return smsbat_token_info_is_valid(get()); }

  /// Operator to whom it belongs.
  std::optional<std::int64_t> operator_id() const noexcept {
    return detail::number(smsbat_token_info_operator_id(get()));
  }

  /// Company that it belongs to.
  std::optional<std::int64_t> client_id() const noexcept { return detail::number(smsbat_token_info_client_id(get())); }

  /// When it ends, ISO 8601.
  std::optional<std::string_view> expires_at() const& noexcept {
    return detail::borrowed(smsbat_token_info_expires_at(get()));
  }
  std::optional<std::string_view> expires_at() const&& = delete;

  /// Why it is not good.
  std::optional<std::string_view> error() const& noexcept { return detail::borrowed(smsbat_token_info_error(get())); }
  std::optional<std::string_view> error() const&& = delete;

  /// Returns everything as a JSON object by field name, with decimals as text.
  std::string_view json() const& noexcept {
    return detail::sized(get(), smsbat_token_info_json).value_or(std::string_view());
  }
  std::string_view json() const&& = delete;
  /// Returns the exact JSON that the provider sent, including fields for which this library has no function.
  std::optional<std::string_view> raw() const& noexcept { return detail::sized(get(), smsbat_token_info_raw); }
  std::optional<std::string_view> raw() const&& = delete;

  /// Returns the C object, which this object still owns.
  const smsbat_token_info* get() const noexcept { return raw_.get(); }

 private:
  detail::Handle<smsbat_token_info, smsbat_token_info_free> raw_;
};

/// The operator who has a chat. It belongs to the object from which it was read.
class ChatOperator {
 public:
  /// Reads from a C object, which must not be NULL.
  explicit ChatOperator(const smsbat_chat_operator* raw) noexcept : raw_(raw) {}

  /// Id.
  std::optional<std::int64_t> id() const noexcept { return detail::number(smsbat_chat_operator_id(get())); }

  /// Name.
  std::optional<std::string_view> name() const noexcept { return detail::borrowed(smsbat_chat_operator_name(get())); }

  /// Address of the picture.
  std::optional<std::string_view> photo() const noexcept { return detail::borrowed(smsbat_chat_operator_photo(get())); }

  /// Returns everything as a JSON object by field name, with decimals as text.
  std::string_view json() const noexcept {
    return detail::sized(get(), smsbat_chat_operator_json).value_or(std::string_view());
  }
  /// Returns the exact JSON that the provider sent, including fields for which this library has no function.
  std::optional<std::string_view> raw() const noexcept { return detail::sized(get(), smsbat_chat_operator_raw); }

  /// Returns the C object.
  const smsbat_chat_operator* get() const noexcept { return raw_; }

 private:
  const smsbat_chat_operator* raw_;
};

/// A chat. It belongs to the object from which it was read.
class Chat {
 public:
  /// Reads from a C object, which must not be NULL.
  explicit Chat(const smsbat_chat* raw) noexcept : raw_(raw) {}

  /// Id.
  std::optional<std::int64_t> id() const noexcept { return detail::number(smsbat_chat_id(get())); }

  /// Theme.
  std::optional<std::string_view> theme() const noexcept { return detail::borrowed(smsbat_chat_theme(get())); }

  /// Operator who has it; none if nobody has.
  std::optional<ChatOperator> assigned_operator() const noexcept {
    return detail::row<ChatOperator>(smsbat_chat_assigned_operator(get()));
  }

  /// Status as a number: 0 new, 1 open, 2 waiting, 3 on pause, 4 closed.
  std::optional<std::int64_t> status() const noexcept { return detail::number(smsbat_chat_status(get())); }

  /// Status as a word; none for a number that is not known.
  std::optional<std::string_view> status_name() const noexcept {
    return detail::borrowed(smsbat_chat_status_name(get()));
  }

  /// Messages that nobody has read.
  std::optional<std::int64_t> unread_count() const noexcept { return detail::number(smsbat_chat_unread_count(get())); }

  /// Returns everything as a JSON object by field name, with decimals as text.
  std::string_view json() const noexcept { return detail::sized(get(), smsbat_chat_json).value_or(std::string_view()); }
  /// Returns the exact JSON that the provider sent, including fields for which this library has no function.
  std::optional<std::string_view> raw() const noexcept { return detail::sized(get(), smsbat_chat_raw); }

  /// Returns the C object.
  const smsbat_chat* get() const noexcept { return raw_; }

 private:
  const smsbat_chat* raw_;
};

/// A message in a chat. The provider does not document these fields; `raw` has all of them. It belongs to the object
/// from which it was read.
class ChatMessage {
 public:
  /// Reads from a C object, which must not be NULL.
  explicit ChatMessage(const smsbat_chat_message* raw) noexcept : raw_(raw) {}

  /// Id.
  std::optional<std::string_view> id() const noexcept { return detail::borrowed(smsbat_chat_message_id(get())); }

  /// Chat.
  std::optional<std::int64_t> chat_id() const noexcept { return detail::number(smsbat_chat_message_chat_id(get())); }

  /// Text.
  std::optional<std::string_view> text() const noexcept { return detail::borrowed(smsbat_chat_message_text(get())); }

  /// The client's phone.
  std::optional<std::string_view> phone() const noexcept { return detail::borrowed(smsbat_chat_message_phone(get())); }

  /// Author as a number. The provider does not document its meaning.
  std::optional<std::int64_t> author() const noexcept { return detail::number(smsbat_chat_message_author(get())); }

  /// A file that came with it, as JSON with `uri` and `name`.
  std::optional<std::string_view> media() const noexcept { return detail::borrowed(smsbat_chat_message_media(get())); }

  /// Returns everything as a JSON object by field name, with decimals as text.
  std::string_view json() const noexcept {
    return detail::sized(get(), smsbat_chat_message_json).value_or(std::string_view());
  }
  /// Returns the exact JSON that the provider sent, including fields for which this library has no function.
  std::optional<std::string_view> raw() const noexcept { return detail::sized(get(), smsbat_chat_message_raw); }

  /// Returns the C object.
  const smsbat_chat_message* get() const noexcept { return raw_; }

 private:
  const smsbat_chat_message* raw_;
};

/// A message from a person: a reply, or a message to a bot or a sender. It belongs to the object from which it was
/// read.
class IncomingMessage {
 public:
  /// Reads from a C object, which must not be NULL.
  explicit IncomingMessage(const smsbat_incoming_message* raw) noexcept : raw_(raw) {}

  /// Unique id. The same event may arrive twice.
  std::optional<std::string_view> id() const noexcept { return detail::borrowed(smsbat_incoming_message_id(get())); }

  /// Brand or bot that received the message.
  std::optional<std::string_view> alpha_name() const noexcept {
    return detail::borrowed(smsbat_incoming_message_alpha_name(get()));
  }

  /// The person's phone, as the provider writes it.
  std::optional<std::string_view> phone() const noexcept {
    return detail::borrowed(smsbat_incoming_message_phone(get()));
  }

  /// Text.
  std::optional<std::string_view> text() const noexcept {
    return detail::borrowed(smsbat_incoming_message_text(get()));
  }

  /// Time of receipt, ISO 8601.
  std::optional<std::string_view> date() const noexcept {
    return detail::borrowed(smsbat_incoming_message_date(get()));
  }

  /// Returns everything as a JSON object by field name, with decimals as text.
  std::string_view json() const noexcept {
    return detail::sized(get(), smsbat_incoming_message_json).value_or(std::string_view());
  }
  /// Returns the exact JSON that the provider sent, including fields for which this library has no function.
  std::optional<std::string_view> raw() const noexcept { return detail::sized(get(), smsbat_incoming_message_raw); }

  /// Returns the C object.
  const smsbat_incoming_message* get() const noexcept { return raw_; }

 private:
  const smsbat_incoming_message* raw_;
};

/// A change of a message's delivery status. It belongs to the object from which it was read.
class DeliveryReport {
 public:
  /// Reads from a C object, which must not be NULL.
  explicit DeliveryReport(const smsbat_delivery_report* raw) noexcept : raw_(raw) {}

  /// Message id from the send.
  std::optional<std::string_view> message_id() const noexcept {
    return detail::borrowed(smsbat_delivery_report_message_id(get()));
  }

  /// Delivery status in the provider's words, in lower case.
  std::optional<std::string_view> delivery_status() const noexcept {
    return detail::borrowed(smsbat_delivery_report_delivery_status(get()));
  }

  /// Time of the change, ISO 8601.
  std::optional<std::string_view> timestamp() const noexcept {
    return detail::borrowed(smsbat_delivery_report_timestamp(get()));
  }

  /// Price of the message. An exact decimal, as text.
  std::optional<std::string_view> cost() const noexcept { return detail::borrowed(smsbat_delivery_report_cost(get())); }

  /// True if the status is final.
  bool is_final() const noexcept { return smsbat_delivery_report_is_final(get()); }

  /// True if the message reached the recipient.
  bool is_delivered() const noexcept { return smsbat_delivery_report_is_delivered(get()); }

  /// Returns everything as a JSON object by field name, with decimals as text.
  std::string_view json() const noexcept {
    return detail::sized(get(), smsbat_delivery_report_json).value_or(std::string_view());
  }
  /// Returns the exact JSON that the provider sent, including fields for which this library has no function.
  std::optional<std::string_view> raw() const noexcept { return detail::sized(get(), smsbat_delivery_report_raw); }

  /// Returns the C object.
  const smsbat_delivery_report* get() const noexcept { return raw_; }

 private:
  const smsbat_delivery_report* raw_;
};

/// A text message of a chat. It belongs to the object from which it was read.
class ChatMessageReceived {
 public:
  /// Reads from a C object, which must not be NULL.
  explicit ChatMessageReceived(const smsbat_chat_message_received* raw) noexcept : raw_(raw) {}

  /// Chat.
  std::optional<std::int64_t> chat_id() const noexcept {
    return detail::number(smsbat_chat_message_received_chat_id(get()));
  }

  /// The message.
  std::optional<ChatMessage> message() const noexcept {
    return detail::row<ChatMessage>(smsbat_chat_message_received_message(get()));
  }

  /// True if it was read from the history after an interruption.
  bool replayed() const noexcept { return smsbat_chat_message_received_replayed(get()); }

  /// Returns everything as a JSON object by field name, with decimals as text.
  std::string_view json() const noexcept {
    return detail::sized(get(), smsbat_chat_message_received_json).value_or(std::string_view());
  }
  /// Returns the exact JSON that the provider sent, including fields for which this library has no function.
  std::optional<std::string_view> raw() const noexcept {
    return detail::sized(get(), smsbat_chat_message_received_raw);
  }

  /// Returns the C object.
  const smsbat_chat_message_received* get() const noexcept { return raw_; }

 private:
  const smsbat_chat_message_received* raw_;
};

/// A message of a chat that brings a file. It belongs to the object from which it was read.
class ChatMediaReceived {
 public:
  /// Reads from a C object, which must not be NULL.
  explicit ChatMediaReceived(const smsbat_chat_media_received* raw) noexcept : raw_(raw) {}

  /// Chat.
  std::optional<std::int64_t> chat_id() const noexcept {
    return detail::number(smsbat_chat_media_received_chat_id(get()));
  }

  /// The message; its `media` has the file's name and address.
  std::optional<ChatMessage> media() const noexcept {
    return detail::row<ChatMessage>(smsbat_chat_media_received_media(get()));
  }

  /// True if it was read from the history after an interruption.
  bool replayed() const noexcept { return smsbat_chat_media_received_replayed(get()); }

  /// Returns everything as a JSON object by field name, with decimals as text.
  std::string_view json() const noexcept {
    return detail::sized(get(), smsbat_chat_media_received_json).value_or(std::string_view());
  }
  /// Returns the exact JSON that the provider sent, including fields for which this library has no function.
  std::optional<std::string_view> raw() const noexcept { return detail::sized(get(), smsbat_chat_media_received_raw); }

  /// Returns the C object.
  const smsbat_chat_media_received* get() const noexcept { return raw_; }

 private:
  const smsbat_chat_media_received* raw_;
};

/// A chat has another status. It belongs to the object from which it was read.
class ChatStatusChanged {
 public:
  /// Reads from a C object, which must not be NULL.
  explicit ChatStatusChanged(const smsbat_chat_status_changed* raw) noexcept : raw_(raw) {}

  /// Chat.
  std::optional<std::int64_t> chat_id() const noexcept {
    return detail::number(smsbat_chat_status_changed_chat_id(get()));
  }

  /// Status as a number: 0 new, 1 processing, 2 ended. These are the hub's numbers, not those of `Chat`.
  std::optional<std::int64_t> status() const noexcept {
    return detail::number(smsbat_chat_status_changed_status(get()));
  }

  /// Status as a word; none for a number that is not known.
  std::optional<std::string_view> status_name() const noexcept {
    return detail::borrowed(smsbat_chat_status_changed_status_name(get()));
  }

  /// Returns everything as a JSON object by field name, with decimals as text.
  std::string_view json() const noexcept {
    return detail::sized(get(), smsbat_chat_status_changed_json).value_or(std::string_view());
  }
  /// Returns the exact JSON that the provider sent, including fields for which this library has no function.
  std::optional<std::string_view> raw() const noexcept { return detail::sized(get(), smsbat_chat_status_changed_raw); }

  /// Returns the C object.
  const smsbat_chat_status_changed* get() const noexcept { return raw_; }

 private:
  const smsbat_chat_status_changed* raw_;
};

/// A message has another status. It belongs to the object from which it was read.
class MessageStatusChanged {
 public:
  /// Reads from a C object, which must not be NULL.
  explicit MessageStatusChanged(const smsbat_message_status_changed* raw) noexcept : raw_(raw) {}

  /// Id of the message.
  std::optional<std::string_view> message_id() const noexcept {
    return detail::borrowed(smsbat_message_status_changed_message_id(get()));
  }

  /// Status as a number: 0 new, 1 success, 2 rejected, 3 read.
  std::optional<std::int64_t> status() const noexcept {
    return detail::number(smsbat_message_status_changed_status(get()));
  }

  /// Status as a word; none for a number that is not known.
  std::optional<std::string_view> status_name() const noexcept {
    return detail::borrowed(smsbat_message_status_changed_status_name(get()));
  }

  /// Returns everything as a JSON object by field name, with decimals as text.
  std::string_view json() const noexcept {
    return detail::sized(get(), smsbat_message_status_changed_json).value_or(std::string_view());
  }
  /// Returns the exact JSON that the provider sent, including fields for which this library has no function.
  std::optional<std::string_view> raw() const noexcept {
    return detail::sized(get(), smsbat_message_status_changed_raw);
  }

  /// Returns the C object.
  const smsbat_message_status_changed* get() const noexcept { return raw_; }

 private:
  const smsbat_message_status_changed* raw_;
};

/// A chat was opened. It belongs to the object from which it was read.
class ChatCreated {
 public:
  /// Reads from a C object, which must not be NULL.
  explicit ChatCreated(const smsbat_chat_created* raw) noexcept : raw_(raw) {}

  /// The chat.
  std::optional<Chat> chat() const noexcept { return detail::row<Chat>(smsbat_chat_created_chat(get())); }

  /// Returns everything as a JSON object by field name, with decimals as text.
  std::string_view json() const noexcept {
    return detail::sized(get(), smsbat_chat_created_json).value_or(std::string_view());
  }
  /// Returns the exact JSON that the provider sent, including fields for which this library has no function.
  std::optional<std::string_view> raw() const noexcept { return detail::sized(get(), smsbat_chat_created_raw); }

  /// Returns the C object.
  const smsbat_chat_created* get() const noexcept { return raw_; }

 private:
  const smsbat_chat_created* raw_;
};

/// The connection to the hub has another state. It belongs to the object from which it was read.
class ConnectionChanged {
 public:
  /// Reads from a C object, which must not be NULL.
  explicit ConnectionChanged(const smsbat_connection_changed* raw) noexcept : raw_(raw) {}

  /// `connecting`, `connected`, `reconnecting` or `closed`.
  std::optional<std::string_view> state() const noexcept {
    return detail::borrowed(smsbat_connection_changed_state(get()));
  }

  /// Number of the attempt since the connection was lost, from 1; 0 while there is one.
  std::optional<std::int64_t> attempt() const noexcept {
    return detail::number(smsbat_connection_changed_attempt(get()));
  }

  /// Why.
  std::optional<std::string_view> reason() const noexcept {
    return detail::borrowed(smsbat_connection_changed_reason(get()));
  }

  /// Returns everything as a JSON object by field name, with decimals as text.
  std::string_view json() const noexcept {
    return detail::sized(get(), smsbat_connection_changed_json).value_or(std::string_view());
  }
  /// Returns the exact JSON that the provider sent, including fields for which this library has no function.
  std::optional<std::string_view> raw() const noexcept { return detail::sized(get(), smsbat_connection_changed_raw); }

  /// Returns the C object.
  const smsbat_connection_changed* get() const noexcept { return raw_; }

 private:
  const smsbat_connection_changed* raw_;
};

/// An event that this version does not know, or whose arguments it cannot read. It belongs to the object from which
/// it was read.
class UnknownEvent {
 public:
  /// Reads from a C object, which must not be NULL.
  explicit UnknownEvent(const smsbat_unknown_event* raw) noexcept : raw_(raw) {}

  /// Name of the event.
  std::optional<std::string_view> name() const noexcept { return detail::borrowed(smsbat_unknown_event_name(get())); }

  /// Arguments, as a JSON array.
  std::optional<std::string_view> arguments() const noexcept {
    return detail::borrowed(smsbat_unknown_event_arguments(get()));
  }

  /// Returns everything as a JSON object by field name, with decimals as text.
  std::string_view json() const noexcept {
    return detail::sized(get(), smsbat_unknown_event_json).value_or(std::string_view());
  }
  /// Returns the exact JSON that the provider sent, including fields for which this library has no function.
  std::optional<std::string_view> raw() const noexcept { return detail::sized(get(), smsbat_unknown_event_raw); }

  /// Returns the C object.
  const smsbat_unknown_event* get() const noexcept { return raw_; }

 private:
  const smsbat_unknown_event* raw_;
};

/// List of `Organization`, which belong to it.
using OrganizationList = detail::OwnedList<Organization, smsbat_organization_list, smsbat_organization,
    smsbat_organization_list_count,
    smsbat_organization_list_at, smsbat_organization_list_free>;

/// List of `Operator`, which belong to it.
using OperatorList = detail::OwnedList<Operator, smsbat_operator_list, smsbat_operator, smsbat_operator_list_count,
    smsbat_operator_list_at, smsbat_operator_list_free>;

/// List of `Chat`, which belong to it.
using ChatList = detail::OwnedList<Chat, smsbat_chat_list, smsbat_chat, smsbat_chat_list_count,
    smsbat_chat_list_at, smsbat_chat_list_free>;

/// List of `ChatMessage`, which belong to it.
using ChatMessageList = detail::OwnedList<ChatMessage, smsbat_chat_message_list, smsbat_chat_message,
    smsbat_chat_message_list_count,
    smsbat_chat_message_list_at, smsbat_chat_message_list_free>;

/// List of `TurboSmsStatus`, which belong to it.
using TurboSmsStatusList = detail::OwnedList<TurboSmsStatus, smsbat_turbosms_status_list, smsbat_turbosms_status,
    smsbat_turbosms_status_list_count,
    smsbat_turbosms_status_list_at, smsbat_turbosms_status_list_free>;

/// List of `TurboSmsDetails`, which belong to it.
using TurboSmsDetailsList = detail::OwnedList<TurboSmsDetails, smsbat_turbosms_details_list, smsbat_turbosms_details,
    smsbat_turbosms_details_list_count,
    smsbat_turbosms_details_list_at, smsbat_turbosms_details_list_free>;

// Settings

/// One attempt of a call, for `Options::on_attempt`. Contains no key and no personal value. Valid only during the call.
class Attempt {
 public:
  explicit Attempt(const smsbat_attempt* attempt) noexcept : attempt_(attempt) {}

  /// Returns the operation, such as `messages.send`.
  std::string_view operation() const noexcept { return smsbat_attempt_operation(attempt_); }
  /// Returns the number of the attempt: 1, then 2 for the first retry.
  std::uint32_t attempt() const noexcept { return smsbat_attempt_number(attempt_); }
  /// Returns `ok`, or the kind of the error, such as `timeout`.
  std::string_view result() const noexcept { return smsbat_attempt_result(attempt_); }
  /// Returns the kind of the error; empty for a success.
  std::optional<ErrorKind> error_kind() const noexcept {
    const auto code = smsbat_attempt_code(attempt_);
    return code != SMSBAT_OK ? std::optional<ErrorKind>(static_cast<ErrorKind>(code)) : std::nullopt;
  }
  /// Returns the HTTP status; empty if no response arrived.
  std::optional<int> status_code() const noexcept {
    const int status = smsbat_attempt_status_code(attempt_);
    return status != 0 ? std::optional<int>(status) : std::nullopt;
  }
  /// Returns the outcome of this attempt: accepted if the provider answered the request. Each row of the reply has its
  /// own.
  Outcome outcome() const noexcept { return static_cast<Outcome>(smsbat_attempt_outcome(attempt_)); }
  /// Returns the time from the start of the attempt to the end of its response, including a wait for the rate limit.
  Seconds duration() const noexcept { return Seconds(smsbat_attempt_duration(attempt_)); }
  /// Returns the provider's id of the request.
  std::optional<std::string_view> request_id() const noexcept {
    return detail::borrowed(smsbat_attempt_request_id(attempt_));
  }
  /// Returns the time before the next attempt; empty if there is none.
  std::optional<Seconds> retry_in() const noexcept {
    const double wait = smsbat_attempt_retry_in(attempt_);
    return wait >= 0 ? std::optional<Seconds>(wait) : std::nullopt;
  }
  /// Returns the API that was called: `messages`, `cascade`, `chathub`, `turbosms` or `messagio`.
  std::string_view api() const noexcept { return smsbat_attempt_api(attempt_); }

 private:
  const smsbat_attempt* attempt_;
};

/// Callback for attempts.
using AttemptFunction = std::function<void(const Attempt&)>;

class Client;

/// Settings of a client.
///
/// A setting that is not set comes from the environment (`SMSBAT_API_KEY` and so on), then from the profile, then from
/// its default. Errors are reported when the client is created.
class Options {
 public:
  Options() noexcept : handle_(smsbat_options_new()) {}

  /// Key of the account, created in the dashboard. Sent as `X-Authorization-Key`. Environment: `SMSBAT_API_KEY`.
  Options& api_key(detail::Given value) & {
    set(smsbat_options_set_api_key, value, "api_key");
    return *this;
  }
  Options api_key(detail::Given value) && { return std::move(api_key(value)); }

  /// Login of the dashboard, for HTTP Basic authentication; requires `password`. Environment: `SMSBAT_USERNAME`.
  Options& username(detail::Given value) & {
    set(smsbat_options_set_username, value, "username");
    return *this;
  }
  Options username(detail::Given value) && { return std::move(username(value)); }

  /// Password of the dashboard, for HTTP Basic authentication; requires `username`. Environment: `SMSBAT_PASSWORD`.
  Options& password(detail::Given value) & {
    set(smsbat_options_set_password, value, "password");
    return *this;
  }
  Options password(detail::Given value) && { return std::move(password(value)); }

  /// Company token of ChatHub. Environment: `SMSBAT_COMPANY_TOKEN`.
  Options& company_token(detail::Given value) & {
    set(smsbat_options_set_company_token, value, "company_token");
    return *this;
  }
  Options company_token(detail::Given value) && { return std::move(company_token(value)); }

  /// Token of a Viber bot, for Cascade. Environment: `SMSBAT_VIBER_BOT_TOKEN`.
  Options& viber_bot_token(detail::Given value) & {
    set(smsbat_options_set_viber_bot_token, value, "viber_bot_token");
    return *this;
  }
  Options viber_bot_token(detail::Given value) && { return std::move(viber_bot_token(value)); }

  /// Key of a Telegram bot, for Cascade. Environment: `SMSBAT_TELEGRAM_BOT_KEY`.
  Options& telegram_bot_key(detail::Given value) & {
    set(smsbat_options_set_telegram_bot_key, value, "telegram_bot_key");
    return *this;
  }
  Options telegram_bot_key(detail::Given value) && { return std::move(telegram_bot_key(value)); }

  /// User of the Messagio-compatible API. Environment: `SMSBAT_MESSAGIO_USER`.
  Options& messagio_user(detail::Given value) & {
    set(smsbat_options_set_messagio_user, value, "messagio_user");
    return *this;
  }
  Options messagio_user(detail::Given value) && { return std::move(messagio_user(value)); }

  /// Signature of the Messagio-compatible API. Environment: `SMSBAT_MESSAGIO_SIGN`.
  Options& messagio_sign(detail::Given value) & {
    set(smsbat_options_set_messagio_sign, value, "messagio_sign");
    return *this;
  }
  Options messagio_sign(detail::Given value) && { return std::move(messagio_sign(value)); }

  /// URL of the SMSBAT, Cascade, TurboSMS and Messagio APIs. Default: https://restapi.smsbat.com. Environment:
  /// `SMSBAT_BASE_URL`.
  Options& base_url(detail::Given value) & {
    set(smsbat_options_set_base_url, value, "base_url");
    return *this;
  }
  Options base_url(detail::Given value) && { return std::move(base_url(value)); }

  /// URL of the ChatHub API. If it is not set and `base_url` is a loopback address, `base_url` applies. Default:
  /// https://chatapi.smsbat.com. Environment: `SMSBAT_CHATHUB_URL`.
  Options& chathub_url(detail::Given value) & {
    set(smsbat_options_set_chathub_url, value, "chathub_url");
    return *this;
  }
  Options chathub_url(detail::Given value) && { return std::move(chathub_url(value)); }

  /// Time limit of a whole call in seconds, including all attempts and the waits between them. Default: 30.
  /// Environment: `SMSBAT_TIMEOUT`.
  Options& timeout(Seconds value) & {
    smsbat_options_set_timeout(get(), value.count());
    return *this;
  }
  Options timeout(Seconds value) && { return std::move(timeout(value)); }

  /// Time limit for opening one connection, in seconds: DNS, TCP, proxy, TLS. Default: 5. Environment:
  /// `SMSBAT_CONNECT_TIMEOUT`.
  Options& connect_timeout(Seconds value) & {
    smsbat_options_set_connect_timeout(get(), value.count());
    return *this;
  }
  Options connect_timeout(Seconds value) && { return std::move(connect_timeout(value)); }

  /// Maximum number of retries after the first attempt. Default: 2. Environment: `SMSBAT_MAX_RETRIES`.
  Options& max_retries(std::uint32_t value) & {
    smsbat_options_set_max_retries(get(), value);
    return *this;
  }
  Options max_retries(std::uint32_t value) && { return std::move(max_retries(value)); }

  /// URL of an HTTP proxy. Default: HTTPS_PROXY or ALL_PROXY, unless NO_PROXY covers the host. Environment:
  /// `SMSBAT_PROXY`.
  Options& proxy(detail::Given value) & {
    set(smsbat_options_set_proxy, value, "proxy");
    return *this;
  }
  Options proxy(detail::Given value) && { return std::move(proxy(value)); }

  /// PEM file with certificates to trust in addition to the system's. Default: REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE.
  /// Environment: `SMSBAT_CA_BUNDLE`.
  Options& ca_bundle(const Path& value) & {
    set(smsbat_options_set_ca_bundle, value, "ca_bundle");
    return *this;
  }
  Options ca_bundle(const Path& value) && { return std::move(ca_bundle(value)); }

  /// Table of the file ~/.config/smsbat/config.toml, on Windows %APPDATA%\smsbat\config.toml, from which settings are
  /// read. Environment: `SMSBAT_PROFILE`.
  Options& profile(detail::Given value) & {
    set(smsbat_options_set_profile, value, "profile");
    return *this;
  }
  Options profile(detail::Given value) && { return std::move(profile(value)); }

  /// Send the key as the password of HTTP Basic authentication, with `@` as the user name. Default: false.
  /// Environment: `SMSBAT_API_KEY_AS_PASSWORD`.
  Options& api_key_as_password(bool value = true) & {
    smsbat_options_set_api_key_as_password(get(), value);
    return *this;
  }
  Options api_key_as_password(bool value = true) && { return std::move(api_key_as_password(value)); }

  /// Largest response body in bytes, 1 or more, after decompression. A response of any size may have at most 100,000
  /// rows and values. Default: 67108864. Environment: `SMSBAT_MAX_REPLY_SIZE`.
  Options& max_reply_size(std::uint64_t value) & {
    smsbat_options_set_max_reply_size(get(), value);
    return *this;
  }
  Options max_reply_size(std::uint64_t value) && { return std::move(max_reply_size(value)); }

  /// Country code of national numbers. With `380`, `0671234567` means +380671234567. Without it, they are refused.
  /// Environment: `SMSBAT_COUNTRY`.
  Options& country(detail::Given value) & {
    set(smsbat_options_set_country, value, "country");
    return *this;
  }
  Options country(detail::Given value) && { return std::move(country(value)); }

  /// Refuse numbers with an unknown country code or a wrong length. With `false`, only E.164's 7 to 15 digits are
  /// checked. Default: true. Environment: `SMSBAT_CHECK_PHONES`.
  Options& check_phones(bool value = true) & {
    smsbat_options_set_check_phones(get(), value);
    return *this;
  }
  Options check_phones(bool value = true) && { return std::move(check_phones(value)); }

  /// Maximum number of parts of one SMS; a longer text is refused. `none` means 255, the maximum of the standard.
  /// Default: 10. Environment: `SMSBAT_MAX_PARTS_PER_MESSAGE`.
  Options& max_parts_per_message(std::uint32_t value) & {
    smsbat_options_set_max_parts_per_message(get(), value);
    return *this;
  }
  Options max_parts_per_message(std::uint32_t value) && { return std::move(max_parts_per_message(value)); }

  /// Sets the client-side rate limit: requests per second and the largest burst, for sends and for data (status and
  /// information). Default: the provider's limits, 100 with bursts of 150 for sends and 50 with bursts of 75 for data.
  Options& rate_limit(std::uint32_t messaging_per_second, std::uint32_t messaging_burst, std::uint32_t data_per_second,
                      std::uint32_t data_burst) & {
    smsbat_options_set_rate_limit(get(), messaging_per_second, messaging_burst, data_per_second, data_burst);
    return *this;
  }
  Options rate_limit(std::uint32_t messaging_per_second, std::uint32_t messaging_burst, std::uint32_t data_per_second,
                     std::uint32_t data_burst) && {
    return std::move(rate_limit(messaging_per_second, messaging_burst, data_per_second, data_burst));
  }

  /// Turns off the client-side rate limit.
  Options& no_rate_limit() & {
    smsbat_options_set_no_rate_limit(get());
    return *this;
  }
  Options no_rate_limit() && { return std::move(no_rate_limit()); }

  /// Ignores the environment, including a profile that it names.
  Options& ignore_environment() & {
    smsbat_options_ignore_environment(get());
    return *this;
  }
  Options ignore_environment() && { return std::move(ignore_environment()); }

  /// Sets a callback that is called after each attempt of a call, for metrics and traces; an empty one removes it. Default:
  /// none.
  ///
  /// It is called on the thread that makes the attempt, in a campaign on several at once, and its time counts toward the
  /// timeout of the call. Its exceptions are ignored. It is kept until all clients with these options, and the chat
  /// events that they opened, are destroyed. See
  /// `smsbat_client_options_set_on_attempt`.
  Options& on_attempt(AttemptFunction function) & {
    const auto tell = [](const smsbat_attempt* attempt, void* own) noexcept {
      detail::quietly([&] { (*static_cast<AttemptFunction*>(own))(Attempt(attempt)); });
    };
    on_attempt_ = std::make_shared<AttemptFunction>(std::move(function));
    smsbat_client_options_set_on_attempt(get(), *on_attempt_ ? +tell : nullptr, on_attempt_.get());
    return *this;
  }
  Options on_attempt(AttemptFunction function) && { return std::move(on_attempt(std::move(function))); }

  /// Returns the C object, which this object still owns.
  smsbat_options* get() const noexcept { return handle_.get(); }

 private:
  void set(smsbat_code (*setter)(smsbat_options*, const char*), detail::Given value, const char* name) {
    setter(get(), detail::Text(value, name).c_str());
  }

  friend class Client;

  std::shared_ptr<AttemptFunction> on_attempt_;
  detail::Handle<smsbat_options, smsbat_options_free> handle_;
};

/// Cancels calls from another thread. Any number of calls may share one.
class Cancel {
 public:
  Cancel() noexcept : handle_(smsbat_cancel_new()) {}

  /// Cancels all running and later calls that use it, from any thread. They end within about 50 ms with a
  /// `CancelledError`.
  void request() const noexcept { smsbat_cancel_request(get()); }
  bool is_requested() const noexcept { return smsbat_cancel_is_requested(get()); }

  /// Returns the C object, which this object still owns.
  smsbat_cancel* get() const noexcept { return handle_.get(); }

 private:
  detail::Handle<smsbat_cancel, smsbat_cancel_free> handle_;
};

/// Options of a single call.
class CallOptions {
 public:
  /// Creates options that leave everything to the client's settings.
  CallOptions() noexcept = default;

  /// Sets the time limit of the whole call: above 0, at most a day. Default: the client's.
  CallOptions& timeout(Seconds value) & {
    smsbat_call_options_set_timeout(made(), value.count());
    return *this;
  }
  CallOptions timeout(Seconds value) && { return std::move(timeout(value)); }

  /// Sets the maximum number of retries after the first attempt: at most 100. Default: the client's.
  CallOptions& max_retries(std::uint32_t value) & {
    smsbat_call_options_set_max_retries(made(), value);
    return *this;
  }
  CallOptions max_retries(std::uint32_t value) && { return std::move(max_retries(value)); }

  /// Retries a send whose outcome is unknown, at the risk of sending it twice. Default: false.
  CallOptions& resend_unknown(bool value = true) & {
    smsbat_call_options_set_resend_unknown(made(), value);
    return *this;
  }
  CallOptions resend_unknown(bool value = true) && { return std::move(resend_unknown(value)); }

  /// Sets the file that makes `Client::send` safe to run again; it is created if it does not exist. A message that it
  /// knows as accepted, or as under way, is not sent: its row has the old id, and `resumed()` is true. A message is known
  /// by its customer message id; without one by its recipient and all that the recipient sees. Other calls refuse it.
  CallOptions& journal(const Path& value) & {
    smsbat_call_options_set_journal(made(), detail::Text(value, "journal").c_str());
    return *this;
  }
  CallOptions journal(const Path& value) && { return std::move(journal(value)); }

  /// Sets the token that cancels the call from another thread. It may be destroyed before the options.
  CallOptions& cancel(const Cancel& value) & {
    smsbat_call_options_set_cancel(made(), value.get());
    return *this;
  }
  CallOptions cancel(const Cancel& value) && { return std::move(cancel(value)); }

  /// Returns the C object, which this object still owns; NULL if nothing is set.
  smsbat_call_options* get() const noexcept { return handle_.get(); }

 private:
  smsbat_call_options* made() {
    if (!handle_) {
      handle_.reset(smsbat_call_options_new());
    }
    return get();
  }

  detail::Handle<smsbat_call_options, smsbat_call_options_free> handle_;
};

// Campaigns

/// Progress of a campaign: counts of rows, during the run or at its end.
struct BulkProgress {
  /// Number of rows read from the source.
  std::uint64_t read = 0;
  /// Number of rows that the provider accepted.
  std::uint64_t accepted = 0;
  /// Number of rows that the provider refused.
  std::uint64_t rejected = 0;
  /// Number of rows that were not sent: they broke a rule or a limit, or their whole request was refused.
  std::uint64_t not_sent = 0;
  /// Number of rows that may or may not have been sent.
  std::uint64_t unknown = 0;
  /// Number of all these rows whose outcome an earlier run wrote into the journal.
  std::uint64_t resumed = 0;
  /// Number of blank rows of a file. They are skipped and are in no other count.
  std::uint64_t skipped = 0;
  /// Number of SMS parts of the rows accepted in this run, as the provider counts them.
  std::uint64_t parts = 0;
  /// Time since the run began.
  Seconds elapsed{0};
  /// Number of rows per second that got an outcome in this run.
  double rate = 0;
  /// Fraction of the source that was read, from 0 to 1, if it is known.
  std::optional<double> fraction;
  /// End of the quiet hours that the run waits for; none while it does not wait.
  std::optional<std::chrono::system_clock::time_point> waiting_until;
  /// Estimated time left, if it is known.
  std::optional<Seconds> time_left;

  /// Returns the number of rows with an outcome.
  std::uint64_t settled() const noexcept { return accepted + rejected + not_sent + unknown; }

  /// Copies C counts.
  static BulkProgress from(const smsbat_bulk_counts* counts) noexcept {
    BulkProgress all;
    all.read = smsbat_bulk_counts_read(counts);
    all.accepted = smsbat_bulk_counts_accepted(counts);
    all.rejected = smsbat_bulk_counts_rejected(counts);
    all.not_sent = smsbat_bulk_counts_not_sent(counts);
    all.unknown = smsbat_bulk_counts_unknown(counts);
    all.resumed = smsbat_bulk_counts_resumed(counts);
    all.skipped = smsbat_bulk_counts_skipped(counts);
    all.parts = smsbat_bulk_counts_parts(counts);
    all.elapsed = Seconds(smsbat_bulk_counts_elapsed(counts));
    all.rate = smsbat_bulk_counts_rate(counts);
    if (const double fraction = smsbat_bulk_counts_fraction(counts); fraction >= 0) {
      all.fraction = fraction;
    }
    if (const std::int64_t until = smsbat_bulk_counts_waiting_until(counts); until >= 0) {
      all.waiting_until = std::chrono::system_clock::time_point(std::chrono::seconds(until));
    }
    if (const double left = smsbat_bulk_counts_time_left(counts); left >= 0) {
      all.time_left = Seconds(left);
    }
    return all;
  }
};

namespace detail {

/// State of a C call with a callback of the program.
struct Called {
  /// Exception that the callback threw.
  std::exception_ptr thrown;

  /// Runs the callback. Returns false if it threw.
  template <class Run>
  bool run(Run function) noexcept {
#if SMSBAT_EXCEPTIONS
    try {
      function();
      return true;
    } catch (...) {
      if (!thrown) {
        thrown = std::current_exception();
      }
      return false;
    }
#else
    function();
    return true;
#endif
  }
};

/// A run of a campaign: its callbacks, and the exceptions that they threw.
struct BulkRun : Called {
  const std::function<void(const BulkProgress&)>* progress = nullptr;
  std::function<smsbat_message*()> next;
  /// The source gave a message that was moved from.
  bool moved = false;

  static bool tell(const smsbat_bulk_counts* counts, void* userdata) noexcept {
    auto& self = *static_cast<BulkRun*>(userdata);
    return self.run([&] { (*self.progress)(BulkProgress::from(counts)); });
  }

  static bool pull(smsbat_message** message, void* userdata) noexcept {
    auto& self = *static_cast<BulkRun*>(userdata);
    return self.run([&] { *message = self.next(); }) && !self.moved;
  }
};

}  // namespace detail

/// Options of a campaign. Errors are reported when it is sent.
class BulkOptions {
 public:
  /// Sender of rows that name none.
  BulkOptions& sender(detail::Given value) & {
    set("sender", value);
    return *this;
  }
  BulkOptions sender(detail::Given value) && { return std::move(sender(value)); }

  /// Country code of national numbers, such as `380`. Default: that of the client.
  BulkOptions& country(detail::Given value) & {
    set("country", value);
    return *this;
  }
  BulkOptions country(detail::Given value) && { return std::move(country(value)); }

  /// Text of rows that have none, with columns in braces: `Hi {name}`. `{{` is a brace.
  BulkOptions& template_text(detail::Given value) & {
    set("template", value);
    return *this;
  }
  BulkOptions template_text(detail::Given value) && { return std::move(template_text(value)); }

  /// Encoding of a file that is neither UTF-8 nor UTF-16 with a mark, such as `windows-1251`.
  BulkOptions& encoding(detail::Given value) & {
    set("encoding", value);
    return *this;
  }
  BulkOptions encoding(detail::Given value) && { return std::move(encoding(value)); }

  /// File that makes the campaign resumable; it is made if it is not there.
  BulkOptions& journal(const Path& value) & {
    set("journal", value);
    return *this;
  }
  BulkOptions journal(const Path& value) && { return std::move(journal(value)); }

  /// Messages of one request, 1 to 5000. A connection that breaks makes one chunk unknown. Default: 1000.
  BulkOptions& chunk_size(std::uint64_t value) & {
    set("chunk_size", std::to_string(value));
    return *this;
  }
  BulkOptions chunk_size(std::uint64_t value) && { return std::move(chunk_size(value)); }

  /// Bytes of the largest request body, 4096 to 67108864. Default: 4194304.
  BulkOptions& chunk_bytes(std::uint64_t value) & {
    set("chunk_bytes", std::to_string(value));
    return *this;
  }
  BulkOptions chunk_bytes(std::uint64_t value) && { return std::move(chunk_bytes(value)); }

  /// Requests under way at once, 1 to 64. Default: 8.
  BulkOptions& connections(std::uint64_t value) & {
    set("connections", std::to_string(value));
    return *this;
  }
  BulkOptions connections(std::uint64_t value) && { return std::move(connections(value)); }

  /// Has no effect: a report always has the order of the source. Default: false.
  BulkOptions& ordered(bool value = true) & {
    set("ordered", value ? "true" : "false");
    return *this;
  }
  BulkOptions ordered(bool value = true) && { return std::move(ordered(value)); }

  /// Send to a recipient more than once. Default: false.
  BulkOptions& allow_duplicates(bool value = true) & {
    set("allow_duplicates", value ? "true" : "false");
    return *this;
  }
  BulkOptions allow_duplicates(bool value = true) && { return std::move(allow_duplicates(value)); }

  /// Most messages of the campaign; rows beyond it are not sent.
  BulkOptions& max_messages(std::uint64_t value) & {
    set("max_messages", std::to_string(value));
    return *this;
  }
  BulkOptions max_messages(std::uint64_t value) && { return std::move(max_messages(value)); }

  /// Most SMS parts of the campaign, counted from the texts; rows beyond it are not sent.
  BulkOptions& max_parts(std::uint64_t value) & {
    set("max_parts", std::to_string(value));
    return *this;
  }
  BulkOptions max_parts(std::uint64_t value) && { return std::move(max_parts(value)); }

  /// Most parts of one SMS, `none` for 255. Default: that of the client.
  BulkOptions& max_parts_per_message(detail::Given value) & {
    set("max_parts_per_message", value);
    return *this;
  }
  BulkOptions max_parts_per_message(detail::Given value) && { return std::move(max_parts_per_message(value)); }

  /// Recipients that may be sent to, with commas between them; all other rows are not sent.
  BulkOptions& allow_list(detail::Given value) & {
    set("allow_list", value);
    return *this;
  }
  BulkOptions allow_list(detail::Given value) && { return std::move(allow_list(value)); }

  /// File of recipients that get no messages, one phone on each line.
  BulkOptions& stop_list(const Path& value) & {
    set("stop_list", value);
    return *this;
  }
  BulkOptions stop_list(const Path& value) && { return std::move(stop_list(value)); }

  /// Hours in which it waits: `21:00-08:00 Europe/Kyiv`; without a zone, those of each recipient.
  BulkOptions& quiet_hours(detail::Given value) & {
    set("quiet_hours", value);
    return *this;
  }
  BulkOptions quiet_hours(detail::Given value) && { return std::move(quiet_hours(value)); }

  /// Send again what may have been sent before, at the risk of sending it twice. Default: false.
  BulkOptions& resend_unknown(bool value = true) & {
    set("resend_unknown", value ? "true" : "false");
    return *this;
  }
  BulkOptions resend_unknown(bool value = true) && { return std::move(resend_unknown(value)); }

  /// Send nothing, and return what would be sent. A journal is only read. Default: false.
  BulkOptions& dry_run(bool value = true) & {
    set("dry_run", value ? "true" : "false");
    return *this;
  }
  BulkOptions dry_run(bool value = true) && { return std::move(dry_run(value)); }

  /// Requests that fail one after another before the run is stopped. Default: 10.
  BulkOptions& max_failures(std::uint64_t value) & {
    set("max_failures", std::to_string(value));
    return *this;
  }
  BulkOptions max_failures(std::uint64_t value) && { return std::move(max_failures(value)); }

  /// Does the same with a number.
  BulkOptions& max_parts_per_message(std::uint64_t value) & {
    set("max_parts_per_message", std::to_string(value));
    return *this;
  }
  BulkOptions max_parts_per_message(std::uint64_t value) && { return std::move(max_parts_per_message(value)); }

  /// Maps a field of a message to a column with another name: `column("to", "phone")`. May be called several times, once
  /// for a field. The name is taken as it is, also with a comma.
  BulkOptions& column(detail::Given argument, detail::Given name) & {
    columns_.emplace_back(detail::Text(argument, "columns"), detail::Text(name, "columns"));
    return *this;
  }
  BulkOptions column(detail::Given argument, detail::Given name) && {
    return std::move(column(argument, name));
  }

  /// Adds a phone that gets no messages, in any form allowed for a recipient. `stop_list` adds a file of phones.
  BulkOptions& stop(detail::Given phone) & {
    stops_.emplace_back(phone, "stop_list");
    return *this;
  }
  BulkOptions stop(detail::Given phone) && { return std::move(stop(phone)); }

  /// Sets a message as the template, in place of a text. Its texts may contain column names in braces. What it sets holds
  /// for every row; its recipient is empty or names a column, as `{phone}`. It is copied.
  BulkOptions& template_message(const Message& value) & {
    template_.reset(smsbat_message_copy(value.get()), smsbat_message_free);
    return *this;
  }
  BulkOptions template_message(const Message& value) && { return std::move(template_message(value)); }

  /// Sets a callback for the progress, called about ten times a second and at the end, on the thread that sends the
  /// campaign. An exception from it ends the campaign.
  BulkOptions& progress(std::function<void(const BulkProgress&)> value) & {
    progress_ = std::move(value);
    return *this;
  }
  BulkOptions progress(std::function<void(const BulkProgress&)> value) && {
    return std::move(progress(std::move(value)));
  }

 private:
  friend class Client;
  using Made = detail::Handle<smsbat_bulk_options, smsbat_bulk_options_free>;

  void set(const char* name, detail::Given value) {
    if (name == std::string_view("template")) {
      template_.reset();
    }
    settings_.emplace_back(name, detail::Text(value, name));
  }

  /// Returns the C options for one run. They store errors for the send.
  Made made(detail::BulkRun& run) const {
    Made options(smsbat_bulk_options_new());
    for (const auto& [name, value] : settings_) {
      smsbat_bulk_options_set(options.get(), name, value.c_str());
    }
    for (const auto& [argument, name] : columns_) {
      smsbat_bulk_options_set_column(options.get(), argument.c_str(), name.c_str());
    }
    for (const auto& phone : stops_) {
      smsbat_bulk_options_add_stop(options.get(), phone.c_str());
    }
    if (template_) {
      smsbat_bulk_options_set_template(options.get(), template_.get());
    }
    if (progress_) {
      run.progress = &progress_;
      smsbat_bulk_options_set_progress(options.get(), detail::BulkRun::tell, &run);
    }
    return options;
  }

  std::vector<std::pair<const char*, detail::Text>> settings_;
  std::vector<std::pair<detail::Text, detail::Text>> columns_;
  std::vector<detail::Text> stops_;
  std::shared_ptr<smsbat_message> template_;
  std::function<void(const BulkProgress&)> progress_;
};

/// Result of one row of the source. Valid only during the callback that receives it.
class BulkRow {
 public:
  /// Reads from a C object, which must not be NULL.
  explicit BulkRow(const smsbat_bulk_row* raw) noexcept : raw_(raw) {}

  /// Returns the position in the source, from 0.
  std::uint64_t index() const noexcept { return smsbat_bulk_row_index(raw_); }
  /// Returns the line of the file in which the row begins, from 1; 0 if the source is not a file.
  std::uint64_t line() const noexcept { return smsbat_bulk_row_line(raw_); }
  /// Returns the outcome.
  Outcome outcome() const noexcept { return static_cast<Outcome>(smsbat_bulk_row_outcome(raw_)); }
  /// Returns the number of SMS parts, as the provider counts them.
  std::optional<std::int64_t> parts() const noexcept { return detail::number(smsbat_bulk_row_parts(raw_)); }
  /// Returns the customer message id with which the row was sent.
  std::optional<std::string_view> customer_message_id() const noexcept {
    return detail::borrowed(smsbat_bulk_row_customer_message_id(raw_));
  }
  /// Returns the recipient as given in the source.
  std::optional<std::string_view> to() const noexcept { return detail::borrowed(smsbat_bulk_row_to(raw_)); }
  /// Returns the provider's message id.
  std::optional<std::string_view> message_id() const noexcept {
    return detail::borrowed(smsbat_bulk_row_message_id(raw_));
  }
  /// Returns the status in the provider's words.
  std::optional<std::string_view> status() const noexcept { return detail::borrowed(smsbat_bulk_row_status(raw_)); }
  /// Returns the rule that kept the row from being sent, such as "phone", "duplicate" or "max_messages".
  std::optional<std::string_view> rule() const noexcept { return detail::borrowed(smsbat_bulk_row_rule(raw_)); }
  /// Returns the provider's code for its refusal.
  std::optional<std::string_view> code() const noexcept { return detail::borrowed(smsbat_bulk_row_code(raw_)); }
  /// Returns the reason why the row was not accepted.
  std::optional<std::string_view> reason() const noexcept { return detail::borrowed(smsbat_bulk_row_reason(raw_)); }

  /// Returns the C object.
  const smsbat_bulk_row* get() const noexcept { return raw_; }

 private:
  const smsbat_bulk_row* raw_;
};

/// Plan of a campaign: what a run with the same rows and options would send. Borrowed from the report of a dry run.
class BulkPlan {
 public:
  /// Reads from a C object, which must not be NULL.
  explicit BulkPlan(const smsbat_bulk_plan* raw) noexcept : raw_(raw) {}

  /// Rows of the source: valid, invalid and resumed ones.
  std::uint64_t total() const noexcept { return smsbat_bulk_plan_total(raw_); }
  /// Rows that would be sent.
  std::uint64_t valid() const noexcept { return smsbat_bulk_plan_valid(raw_); }
  /// Rows that would not be sent; the rows of the report have their rules and reasons.
  std::uint64_t invalid() const noexcept { return smsbat_bulk_plan_invalid(raw_); }
  /// Blank rows of a file, which are passed over and are in no other count.
  std::uint64_t skipped() const noexcept { return smsbat_bulk_plan_skipped(raw_); }
  /// Rows that keep the outcome an earlier run wrote into the journal, and would not be sent again.
  std::uint64_t resumed() const noexcept { return smsbat_bulk_plan_resumed(raw_); }
  /// SMS parts of the valid rows; a message of another channel counts with the SMS that it falls back to.
  std::uint64_t parts() const noexcept { return smsbat_bulk_plan_parts(raw_); }
  /// Valid rows whose text has an encoding: "GSM-7" or "UCS-2".
  std::uint64_t encoding(detail::Given name) const {
    return smsbat_bulk_plan_encoding(raw_, detail::Text(name, "name").c_str());
  }
  /// Texts of the first messages that would be sent, as their recipients will see them.
  std::vector<std::string> previews() const {
    std::vector<std::string> texts;
    while (const char* text = smsbat_bulk_plan_preview(raw_, texts.size())) {
      texts.emplace_back(text);
    }
    return texts;
  }
  /// Price of all parts, exact to the last digit: the parts times the price of one, such as "0.45".
  std::string cost(detail::Given price_per_part) const { return try_cost(price_per_part).value(); }
  Result<std::string> try_cost(detail::Given price_per_part) const {
    if (auto error = detail::bad_text(price_per_part, "price_per_part")) {
      return *std::move(error);
    }
    const detail::Text price(price_per_part, "price_per_part");
    return detail::run_text([&](smsbat_string** cost, smsbat_error** error) {
      return smsbat_bulk_plan_cost(raw_, price.c_str(), cost, error);
    });
  }

  /// Returns the C object.
  const smsbat_bulk_plan* get() const noexcept { return raw_; }

 private:
  const smsbat_bulk_plan* raw_;
};

/// Report of a campaign: counts, and the outcome of each row. Rows are kept in a temporary file, so only one thread at
/// a time may read or save them.
class [[nodiscard]] BulkReport {
 public:
  /// Takes ownership of a C object.
  explicit BulkReport(smsbat_bulk_report* raw) noexcept : raw_(raw) {}

  /// Returns the counts.
  BulkProgress counts() const noexcept { return BulkProgress::from(smsbat_bulk_report_counts(get())); }
  /// Returns true if the source was read to its end and every row was accepted.
  bool ok() const noexcept { return smsbat_bulk_report_ok(get()); }
  /// Returns the counts as a JSON object.
  std::string_view json() const& noexcept { return smsbat_bulk_report_json(get()); }
  std::string_view json() const&& = delete;

  /// The plan, if this was a dry run. It is borrowed from the report.
  std::optional<BulkPlan> plan() const& noexcept {
    const smsbat_bulk_plan* plan = smsbat_bulk_report_plan(get());
    return plan == nullptr ? std::nullopt : std::optional<BulkPlan>(plan);
  }
  std::optional<BulkPlan> plan() const&& = delete;

  /// Calls a function for every row, in the order of the source. If the function returns a `bool`, `false` stops the
  /// reading. Exceptions of the function are passed on.
  template <class Take>
  void for_each_row(Take take) {
    try_for_each_row(std::move(take)).value();
  }
  /// Does the same without exceptions. An exception of the function is the `cause` of the error.
  template <class Take>
  Result<void> try_for_each_row(Take take) {
    if (auto error = detail::no_function(take, "take")) {
      return *std::move(error);
    }
    struct Reading : detail::Called {
      Take* take;
    } reading;
    reading.take = &take;
    const auto each = [](const smsbat_bulk_row* row, void* userdata) noexcept {
      auto& self = *static_cast<Reading*>(userdata);
      bool more = true;
      const bool good = self.run([&] {
        if constexpr (std::is_same_v<std::invoke_result_t<Take&, const BulkRow&>, bool>) {
          more = (*self.take)(BulkRow(row));
        } else {
          (*self.take)(BulkRow(row));
        }
      });
      return good && more;
    };
    auto read = detail::run(
        [&](smsbat_error** error) { return smsbat_bulk_report_rows(get(), each, &reading, error); });
    return reading.thrown ? Result<void>(Error::stopped(reading.thrown, Outcome::not_sent)) : read;
  }

  /// Writes the report to a file that only its owner may read: JSON if its name ends with ".json", else CSV.
  void save(const Path& path) { try_save(path).value(); }
  Result<void> try_save(const Path& path) {
    if (auto error = detail::bad_text(path, "path")) {
      return *std::move(error);
    }
    const detail::Text file(path, "path");
    return detail::run([&](smsbat_error** error) { return smsbat_bulk_report_save(get(), file.c_str(), error); });
  }

  /// Returns the C object, which this object still owns.
  smsbat_bulk_report* get() const noexcept { return raw_.get(); }

 private:
  detail::Handle<smsbat_bulk_report, smsbat_bulk_report_free> raw_;
};

// Delivery

/// Counts of messages by their delivery: of all, or of one channel. All but the first add up to it.
struct DeliveryCounts {
  /// Messages that were or may have been sent.
  std::uint64_t total = 0;
  /// Messages that reached the recipient and are not known to be read.
  std::uint64_t delivered = 0;
  /// Messages that were read.
  std::uint64_t read = 0;
  /// Messages that cannot be delivered.
  std::uint64_t undeliverable = 0;
  /// Messages whose time was up.
  std::uint64_t expired = 0;
  /// Messages that are under way.
  std::uint64_t pending = 0;
  /// Messages of which nothing is known: they may or may not have been sent, or no status was had.
  std::uint64_t unknown = 0;
  /// Price of all of them, as an exact decimal; empty in the progress, NaN if a price has more than 1,000 digits.
  std::string cost;

  /// Messages whose status is final.
  std::uint64_t settled() const noexcept { return delivered + read + undeliverable + expired; }

  /// Copies what C counts say.
  static DeliveryCounts from(const smsbat_delivery_counts* counts) {
    DeliveryCounts all;
    all.total = smsbat_delivery_counts_total(counts);
    all.delivered = smsbat_delivery_counts_delivered(counts);
    all.read = smsbat_delivery_counts_read(counts);
    all.undeliverable = smsbat_delivery_counts_undeliverable(counts);
    all.expired = smsbat_delivery_counts_expired(counts);
    all.pending = smsbat_delivery_counts_pending(counts);
    all.unknown = smsbat_delivery_counts_unknown(counts);
    if (const char* cost = smsbat_delivery_counts_cost(counts)) {
      all.cost = cost;
    }
    return all;
  }
};

/// Progress of a tracking run.
struct TrackProgress {
  /// Counts so far.
  DeliveryCounts counts;
  /// Requests made for statuses.
  std::uint64_t requests = 0;
};

namespace detail {

/// A tracking: the program's function, and what it threw.
struct TrackRun : Called {
  const std::function<void(const TrackProgress&)>* progress = nullptr;

  static bool tell(const smsbat_delivery_counts* counts, std::uint64_t requests, void* userdata) noexcept {
    auto& self = *static_cast<TrackRun*>(userdata);
    return self.run([&] { (*self.progress)(TrackProgress{DeliveryCounts::from(counts), requests}); });
  }
};

}  // namespace detail

/// Options for tracking. Invalid values are reported by the call.
class TrackOptions {
 public:
  /// Journal of the campaign, beside which statuses are kept.
  TrackOptions& journal(const Path& value) & {
    journal_.emplace(value, "journal");
    return *this;
  }
  TrackOptions journal(const Path& value) && { return std::move(journal(value)); }

  /// Time until it gives up on statuses that are not final. Default: 600 seconds. 0 makes no request.
  TrackOptions& timeout(Seconds value) & {
    timeout_ = value;
    return *this;
  }
  TrackOptions timeout(Seconds value) && { return std::move(timeout(value)); }

  /// Told how far it is, about ten times a second and at its end, on the thread that made the call. What it throws ends
  /// the call.
  TrackOptions& progress(std::function<void(const TrackProgress&)> value) & {
    progress_ = std::move(value);
    return *this;
  }
  TrackOptions progress(std::function<void(const TrackProgress&)> value) && {
    return std::move(progress(std::move(value)));
  }

 private:
  friend class Client;
  using Made = detail::Handle<smsbat_track_options, smsbat_track_options_free>;

  /// The C options for one call. A mistake in them is kept there, for the call.
  Made made(detail::TrackRun& run) const {
    Made options(smsbat_track_options_new());
    if (journal_) {
      smsbat_track_options_set_journal(options.get(), journal_->c_str());
    }
    if (timeout_) {
      smsbat_track_options_set_timeout(options.get(), timeout_->count());
    }
    if (progress_) {
      run.progress = &progress_;
      smsbat_track_options_set_progress(options.get(), detail::TrackRun::tell, &run);
    }
    return options;
  }

  std::optional<detail::Text> journal_;
  std::optional<Seconds> timeout_;
  std::function<void(const TrackProgress&)> progress_;
};

/// Delivery of one message. It is good for the call only that it is given to.
class DeliveryRow {
 public:
  /// Reads from a C object, which must not be NULL.
  explicit DeliveryRow(const smsbat_delivery_row* raw) noexcept : raw_(raw) {}

  /// Position in the source of the campaign, or among the ids, from 0.
  std::uint64_t index() const noexcept { return smsbat_delivery_row_index(raw_); }
  /// Recipient, if it is known.
  std::optional<std::string_view> to() const noexcept { return detail::borrowed(smsbat_delivery_row_to(raw_)); }
  /// The provider's id; none for a message that may or may not have been sent.
  std::optional<std::string_view> message_id() const noexcept {
    return detail::borrowed(smsbat_delivery_row_message_id(raw_));
  }
  /// The id the message went out with, if it is known.
  std::optional<std::string_view> customer_message_id() const noexcept {
    return detail::borrowed(smsbat_delivery_row_customer_message_id(raw_));
  }
  /// The provider's word in lower case, such as "delivered"; none if nothing is known.
  std::optional<std::string_view> delivery_status() const noexcept {
    return detail::borrowed(smsbat_delivery_row_delivery_status(raw_));
  }
  /// Meaning of the status: "delivered", "read", "undeliverable", "expired", "pending" or "unknown".
  std::string_view delivery() const noexcept { return smsbat_delivery_row_delivery(raw_); }
  /// True if the status will not change again.
  bool is_final() const noexcept { return smsbat_delivery_row_is_final(raw_); }
  /// When the message had this status, UTC.
  std::optional<std::string_view> status_at() const noexcept {
    return detail::borrowed(smsbat_delivery_row_status_at(raw_));
  }
  /// Price, as an exact decimal.
  std::optional<std::string_view> cost() const noexcept { return detail::borrowed(smsbat_delivery_row_cost(raw_)); }
  /// Channel, if it is known.
  std::optional<std::string_view> channel() const noexcept {
    return detail::borrowed(smsbat_delivery_row_channel(raw_));
  }
  /// Source of the status: "track" or "webhook".
  std::optional<std::string_view> source() const noexcept {
    return detail::borrowed(smsbat_delivery_row_source(raw_));
  }

  /// The C object.
  const smsbat_delivery_row* get() const noexcept { return raw_; }

 private:
  const smsbat_delivery_row* raw_;
};

/// Delivery of the messages of a campaign: counts, cost, and the last status of each.
class DeliverySummary {
 public:
  /// Takes over a C object.
  explicit DeliverySummary(smsbat_delivery_summary* raw) noexcept : raw_(raw) {}

  /// Counts of all messages, with their cost.
  DeliveryCounts counts() const { return DeliveryCounts::from(smsbat_delivery_summary_counts(get())); }
  /// Counts of each channel, the one with the most messages first; "unknown" if nothing says which one it was.
  std::vector<std::pair<std::string, DeliveryCounts>> by_channel() const {
    std::vector<std::pair<std::string, DeliveryCounts>> all;
    for (std::size_t i = 0; i < smsbat_delivery_summary_channels(get()); ++i) {
      all.emplace_back(smsbat_delivery_summary_channel(get(), i),
                       DeliveryCounts::from(smsbat_delivery_summary_channel_counts(get(), i)));
    }
    return all;
  }
  /// Requests that were made for statuses.
  std::uint64_t requests() const noexcept { return smsbat_delivery_summary_requests(get()); }
  /// The counts as a JSON object.
  std::string_view json() const& noexcept { return smsbat_delivery_summary_json(get()); }
  std::string_view json() const&& = delete;

  /// Gives every row to a function, in the order of the campaign. A function that gives a `bool` ends the reading with
  /// `false`; what it throws comes through.
  template <class Take>
  void for_each_row(Take take) const {
    try_for_each_row(std::move(take)).value();
  }
  /// The same; what the function throws is the `cause` of the error.
  template <class Take>
  Result<void> try_for_each_row(Take take) const {
    if (auto error = detail::no_function(take, "take")) {
      return *std::move(error);
    }
    struct Reading : detail::Called {
      Take* take;
    } reading;
    reading.take = &take;
    const auto each = [](const smsbat_delivery_row* row, void* userdata) noexcept {
      auto& self = *static_cast<Reading*>(userdata);
      bool more = true;
      const bool good = self.run([&] {
        if constexpr (std::is_same_v<std::invoke_result_t<Take&, const DeliveryRow&>, bool>) {
          more = (*self.take)(DeliveryRow(row));
        } else {
          (*self.take)(DeliveryRow(row));
        }
      });
      return good && more;
    };
    auto read = detail::run(
        [&](smsbat_error** error) { return smsbat_delivery_summary_rows(get(), each, &reading, error); });
    return reading.thrown ? Result<void>(Error::stopped(reading.thrown, Outcome::not_sent)) : read;
  }

  /// Writes the rows into a file that only its owner may read: JSON if its name ends with ".json", else CSV.
  void save(const Path& path) const { try_save(path).value(); }
  Result<void> try_save(const Path& path) const {
    if (auto error = detail::bad_text(path, "path")) {
      return *std::move(error);
    }
    const detail::Text file(path, "path");
    return detail::run(
        [&](smsbat_error** error) { return smsbat_delivery_summary_save(get(), file.c_str(), error); });
  }

  /// The C object, which stays this one's.
  const smsbat_delivery_summary* get() const noexcept { return raw_.get(); }

 private:
  detail::Handle<smsbat_delivery_summary, smsbat_delivery_summary_free> raw_;
};
// The log

/// Log level, or severity of a line.
enum class LogLevel : std::int32_t {
  /// Warnings that a person should see, such as a system without certificates.
  warning = SMSBAT_LOG_WARNING,
  /// Warnings, and one line for each attempt of a call.
  debug = SMSBAT_LOG_DEBUG,
};

/// Callback that receives log lines. A line contains no line break and is valid only during the call.
using LogFunction = std::function<void(LogLevel level, std::string_view line)>;

/// Turns off the log.
inline void no_log() noexcept { smsbat_log_set(SMSBAT_LOG_OFF, nullptr, nullptr); }

/// Sets a callback for log lines of all clients of the process, and replaces an earlier one. An empty one turns off the
/// log.
///
/// The callback is called on the thread that calls the library or on a sending thread of a campaign, possibly on
/// several threads at once. Its exceptions are ignored. No line contains a key, a phone number or a text. May be called
/// at any time from any thread. Every callback is kept until the program ends, because running calls may still use it.
/// See `smsbat_log_set`.
inline void set_log(LogLevel level, LogFunction take) {
  if (!take) {
    return no_log();
  }
  struct Kept {
    LogFunction take;
    Kept* earlier;
  };
  // Never freed, because a thread may be in a call when the program ends. Without a mutex, which some g++ of MinGW
  // do not have.
  static std::atomic<Kept*> last{nullptr};
  const auto line = [](void* function, smsbat_log_level grave, const char* text) noexcept {
    detail::quietly([&] { static_cast<Kept*>(function)->take(static_cast<LogLevel>(grave), text); });
  };
  auto* const kept = new Kept{std::move(take), nullptr};
  kept->earlier = last.exchange(kept);
  smsbat_log_set(static_cast<smsbat_log_level>(level), line, kept);
}
// Events of the chat hub

/// Kind of a chat hub event. Later versions may add values.
enum class ChatEventKind : std::int32_t {
  /// An event that this version does not know, or whose arguments it cannot read.
  unknown = SMSBAT_CHAT_EVENT_UNKNOWN,
  /// A text message of a chat.
  message_received = SMSBAT_CHAT_EVENT_MESSAGE_RECEIVED,
  /// A message of a chat that brings a file.
  media_received = SMSBAT_CHAT_EVENT_MEDIA_RECEIVED,
  /// A chat has another status.
  chat_status_changed = SMSBAT_CHAT_EVENT_CHAT_STATUS_CHANGED,
  /// A message has another status.
  message_status_changed = SMSBAT_CHAT_EVENT_MESSAGE_STATUS_CHANGED,
  /// A chat was opened.
  chat_created = SMSBAT_CHAT_EVENT_CHAT_CREATED,
  /// The connection to the hub has another state.
  connection_changed = SMSBAT_CHAT_EVENT_CONNECTION_CHANGED,
};

/// One event of the chat hub.
class ChatEvent {
 public:
  /// Takes over a C object.
  explicit ChatEvent(smsbat_chat_event* raw) noexcept : raw_(raw) {}

  /// Kind of the event; the function of the same name returns its content.
  ChatEventKind kind() const noexcept { return static_cast<ChatEventKind>(smsbat_chat_event_kind(get())); }
  /// Chat that the event is about, if it is about one.
  std::optional<std::int64_t> chat_id() const noexcept { return detail::number(smsbat_chat_event_chat_id(get())); }

  /// An event that this version does not know, or whose arguments it cannot read. None if it is of another kind.
  std::optional<UnknownEvent> unknown() const& noexcept {
    return detail::row<UnknownEvent>(smsbat_chat_event_unknown(get()));
  }
  std::optional<UnknownEvent> unknown() const&& = delete;
  /// A text message of a chat. None if it is of another kind.
  std::optional<ChatMessageReceived> message_received() const& noexcept {
    return detail::row<ChatMessageReceived>(smsbat_chat_event_message_received(get()));
  }
  std::optional<ChatMessageReceived> message_received() const&& = delete;
  /// A message of a chat that brings a file. None if it is of another kind.
  std::optional<ChatMediaReceived> media_received() const& noexcept {
    return detail::row<ChatMediaReceived>(smsbat_chat_event_media_received(get()));
  }
  std::optional<ChatMediaReceived> media_received() const&& = delete;
  /// A chat has another status. None if it is of another kind.
  std::optional<ChatStatusChanged> chat_status_changed() const& noexcept {
    return detail::row<ChatStatusChanged>(smsbat_chat_event_chat_status_changed(get()));
  }
  std::optional<ChatStatusChanged> chat_status_changed() const&& = delete;
  /// A message has another status. None if it is of another kind.
  std::optional<MessageStatusChanged> message_status_changed() const& noexcept {
    return detail::row<MessageStatusChanged>(smsbat_chat_event_message_status_changed(get()));
  }
  std::optional<MessageStatusChanged> message_status_changed() const&& = delete;
  /// A chat was opened. None if it is of another kind.
  std::optional<ChatCreated> chat_created() const& noexcept {
    return detail::row<ChatCreated>(smsbat_chat_event_chat_created(get()));
  }
  std::optional<ChatCreated> chat_created() const&& = delete;
  /// The connection to the hub has another state. None if it is of another kind.
  std::optional<ConnectionChanged> connection_changed() const& noexcept {
    return detail::row<ConnectionChanged>(smsbat_chat_event_connection_changed(get()));
  }
  std::optional<ConnectionChanged> connection_changed() const&& = delete;

  /// All of it as a JSON object. It holds what was written in the chat, so it belongs into no log.
  std::string_view json() const& noexcept {
    return detail::sized(get(), smsbat_chat_event_json).value_or(std::string_view());
  }
  std::string_view json() const&& = delete;

  /// The C object, which stays this one's.
  const smsbat_chat_event* get() const noexcept { return raw_.get(); }

 private:
  detail::Handle<smsbat_chat_event, smsbat_chat_event_free> raw_;
};

/// Options for listening.
class ChatEventsOptions {
 public:
  /// All chats, until it is closed.
  ChatEventsOptions() noexcept : handle_(smsbat_chat_events_options_new()) {}

  /// Adds a chat of interest. Without one, all chats are.
  ChatEventsOptions& add_chat(std::int64_t value) & {
    smsbat_chat_events_options_add_chat(get(), value);
    return *this;
  }
  ChatEventsOptions add_chat(std::int64_t value) && { return std::move(add_chat(value)); }

  /// Ends the events after this time without one. Default: never.
  ChatEventsOptions& idle_timeout(Seconds value) & {
    smsbat_chat_events_options_set_idle_timeout(get(), value.count());
    return *this;
  }
  ChatEventsOptions idle_timeout(Seconds value) && { return std::move(idle_timeout(value)); }

  /// Sets how long the hub may be silent before the connection counts as broken. Default: 30 seconds.
  ChatEventsOptions& server_timeout(Seconds value) & {
    smsbat_chat_events_options_set_server_timeout(get(), value.count());
    return *this;
  }
  ChatEventsOptions server_timeout(Seconds value) && { return std::move(server_timeout(value)); }

  /// Sets the only transport: "websocket" or "long_polling". Default: a WebSocket, and long polling where that is
  /// refused.
  ChatEventsOptions& transport(detail::Given value) & {
    smsbat_chat_events_options_set_transport(get(), detail::Text(value, "transport").c_str());
    return *this;
  }
  ChatEventsOptions transport(detail::Given value) && { return std::move(transport(value)); }

  /// The C object, which stays this one's.
  smsbat_chat_events_options* get() const noexcept { return handle_.get(); }

 private:
  detail::Handle<smsbat_chat_events_options, smsbat_chat_events_options_free> handle_;
};

/// A connection to the chat hub, and the events that it brings: `Client::chathub_listen` opens it.
///
/// Any number of threads may use it at once; each event goes to one of those that wait. It is closed when it ends.
class ChatEvents {
 public:
  /// Goes over the events as they come. Each step waits for as long as it takes, and throws what `next` throws; the end
  /// is reached when the events are closed.
  class iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = ChatEvent;
    using difference_type = std::ptrdiff_t;
    using pointer = const ChatEvent*;
    using reference = const ChatEvent&;

    iterator() noexcept = default;
    const ChatEvent& operator*() const noexcept { return *event_; }
    const ChatEvent* operator->() const noexcept { return event_.get(); }
    iterator& operator++() {
      auto event = events_->next();
      event_ = event ? std::make_shared<ChatEvent>(*std::move(event)) : nullptr;
      return *this;
    }
    void operator++(int) { ++*this; }
    friend bool operator==(const iterator& a, const iterator& b) noexcept { return a.event_ == b.event_; }
    friend bool operator!=(const iterator& a, const iterator& b) noexcept { return a.event_ != b.event_; }

   private:
    friend class ChatEvents;
    explicit iterator(const ChatEvents* events) : events_(events) { ++*this; }
    const ChatEvents* events_ = nullptr;
    std::shared_ptr<ChatEvent> event_;
  };

  /// Takes over a C object.
  explicit ChatEvents(smsbat_chat_events* raw) noexcept : raw_(raw) {}

  iterator begin() const { return iterator(this); }
  iterator end() const noexcept { return {}; }

  /// Waits for the next event: at most `timeout`, or as long as it takes. None if the time is up or the events have
  /// ended; see `is_closed`. Call it again within 30 seconds: reads, pings and new connections happen here only.
  std::optional<ChatEvent> next(std::optional<Seconds> timeout = std::nullopt) const {
    return try_next(timeout).value();
  }
  Result<std::optional<ChatEvent>> try_next(std::optional<Seconds> timeout = std::nullopt) const {
    if (timeout && timeout->count() < 0) {
      return Error::invalid("timeout", "range", "must be 0 seconds or more");
    }
    smsbat_chat_event* event = nullptr;
    smsbat_error* error = nullptr;
    if (smsbat_chat_events_next(get(), timeout ? timeout->count() : -1, &event, &error) != SMSBAT_OK) {
      const detail::ErrorHandle owned(error);
      return Error::from(error);
    }
    return event != nullptr ? std::make_optional<ChatEvent>(event) : std::nullopt;
  }

  /// Sends a text into a chat, and returns the hub's result as JSON, if it gave one.
  ///
  /// The outcome of an error says what became of the message: `rejected` if the hub refused it, `not_sent` if no byte
  /// of it left, `unknown` if the connection broke or the time ran out after that. It is never sent again.
  std::optional<std::string> send_message(std::int64_t chat_id, detail::Given text) const {
    return try_send_message(chat_id, text).value();
  }
  Result<std::optional<std::string>> try_send_message(std::int64_t chat_id, detail::Given text) const {
    if (auto error = detail::bad_text(text, "text")) {
      return *std::move(error);
    }
    const detail::Text own(text, "text");
    return sent([&](smsbat_string** result, smsbat_error** error) {
      return smsbat_chat_events_send_message(get(), chat_id, own.c_str(), result, error);
    });
  }

  /// Sends a file into a chat, at most 50 MiB. Its name's ending tells the MIME type. The rest is as in `send_message`.
  std::optional<std::string> send_media(std::int64_t chat_id, detail::Given name, detail::Given data) const {
    return try_send_media(chat_id, name, data).value();
  }
  Result<std::optional<std::string>> try_send_media(std::int64_t chat_id, detail::Given name,
                                                    detail::Given data) const {
    if (auto error = detail::bad_text(name, "name")) {
      return *std::move(error);
    }
    const detail::Text own(name, "name");
    return sent([&](smsbat_string** result, smsbat_error** error) {
      return smsbat_chat_events_send_media(get(), chat_id, own.c_str(), nullptr,
                                           reinterpret_cast<const std::uint8_t*>(data.text().data()),
                                               data.text().size(),
                                           result, error);
    });
  }

  /// State of the connection: "connecting", "connected", "reconnecting" or "closed".
  const char* state() const noexcept { return smsbat_chat_events_state(get()); }
  /// Transport of the connection, "websocket" or "long_polling"; none while there is no connection.
  std::optional<std::string_view> transport() const noexcept {
    return detail::borrowed(smsbat_chat_events_transport(get()));
  }
  /// True if no event will come any more.
  bool is_closed() const noexcept { return smsbat_chat_events_is_closed(get()); }
  /// Ends the events and tells the hub. Another thread that waits for an event gets none.
  void close() const noexcept { smsbat_chat_events_close(get()); }

  /// The C object, which stays this one's.
  const smsbat_chat_events* get() const noexcept { return raw_.get(); }

 private:
  template <class Call>
  static Result<std::optional<std::string>> sent(Call call) {
    smsbat_string* raw = nullptr;
    smsbat_error* error = nullptr;
    if (call(&raw, &error) != SMSBAT_OK) {
      const detail::ErrorHandle owned(error);
      return Error::from(error);
    }
    const detail::Handle<smsbat_string, smsbat_string_free> owned(raw);
    const auto text = detail::sized(static_cast<const smsbat_string*>(raw), smsbat_string_text);
    return text ? std::make_optional<std::string>(*text) : std::nullopt;
  }

  friend class Client;
  // Above the events, whose later connections call the function of the client's options.
  std::shared_ptr<void> on_attempt_;
  detail::Handle<smsbat_chat_events, smsbat_chat_events_free> raw_;
};

// Arguments of operations

/// Rows for `Client::cascade_send_template`: recipients and the values for its text.
class TemplateRows {
 public:
  TemplateRows() noexcept : handle_(smsbat_template_rows_new()) {}

  /// Adds a row for a recipient in international form. `values` are the values by placeholder name; `id` is your own
  /// message id.
  TemplateRows& add(detail::Given to,
                    std::initializer_list<std::pair<detail::Given, detail::Given>> values = {}) & {
    smsbat_template_rows_add(get(), detail::Text(to, "to").c_str());
    for (const auto& [name, value] : values) {
      set(name, value);
    }
    return *this;
  }
  TemplateRows add(detail::Given to,
                   std::initializer_list<std::pair<detail::Given, detail::Given>> values = {}) && {
    return std::move(add(to, values));
  }
  /// Sets a value of the last row.
  TemplateRows& set(detail::Given name, detail::Given value) & {
    smsbat_template_rows_set(get(), detail::Text(name, "name").c_str(), detail::Text(value, "value").c_str());
    return *this;
  }
  TemplateRows set(detail::Given name, detail::Given value) && { return std::move(set(name, value)); }

  /// Returns the C object, which this object still owns.
  smsbat_template_rows* get() const noexcept { return handle_.get(); }

 private:
  detail::Handle<smsbat_template_rows, smsbat_template_rows_free> handle_;
};

/// Optional arguments of `Client::wait_all`.
class WaitAllArguments {
 public:
  WaitAllArguments() noexcept : handle_(smsbat_wait_all_arguments_new()) {}

  /// Seconds after which the last statuses are returned even if they are not final; check `is_final`.
  WaitAllArguments& timeout(Seconds value) & {
    smsbat_wait_all_arguments_set_timeout(get(), value.count());
    return *this;
  }
  WaitAllArguments timeout(Seconds value) && { return std::move(timeout(value)); }

  /// Seconds between the first two rounds, at least 1. The interval grows to at most twice this value.
  WaitAllArguments& interval(Seconds value) & {
    smsbat_wait_all_arguments_set_interval(get(), value.count());
    return *this;
  }
  WaitAllArguments interval(Seconds value) && { return std::move(interval(value)); }

  /// Returns the C object, which this object still owns.
  smsbat_wait_all_arguments* get() const noexcept { return handle_.get(); }

 private:
  detail::Handle<smsbat_wait_all_arguments, smsbat_wait_all_arguments_free> handle_;
};

/// Optional arguments of `Client::cascade_send_template`.
class CascadeSendTemplateArguments {
 public:
  CascadeSendTemplateArguments() noexcept : handle_(smsbat_cascade_send_template_arguments_new()) {}

  /// Message type, such as `transaction` or `promo`.
  CascadeSendTemplateArguments& message_type(detail::Given value) & {
    smsbat_cascade_send_template_arguments_set_message_type(get(), detail::Text(value, "message_type").c_str());
    return *this;
  }
  CascadeSendTemplateArguments message_type(detail::Given value) && { return std::move(message_type(value)); }

  /// Seconds to wait for delivery before a message expires.
  CascadeSendTemplateArguments& ttl(std::uint32_t value) & {
    smsbat_cascade_send_template_arguments_set_ttl(get(), value);
    return *this;
  }
  CascadeSendTemplateArguments ttl(std::uint32_t value) && { return std::move(ttl(value)); }

  /// Time to send the messages. ISO 8601 with a time zone.
  CascadeSendTemplateArguments& scheduled(detail::Given value) & {
    smsbat_cascade_send_template_arguments_set_scheduled(get(), detail::Text(value, "scheduled").c_str());
    return *this;
  }
  CascadeSendTemplateArguments scheduled(detail::Given value) && { return std::move(scheduled(value)); }

  /// Try Telegram and Viber before the other channels.
  CascadeSendTemplateArguments& telegram_viber_first(bool value = true) & {
    smsbat_cascade_send_template_arguments_set_telegram_viber_first(get(), value);
    return *this;
  }
  CascadeSendTemplateArguments telegram_viber_first(bool value = true) && {
    return std::move(telegram_viber_first(value));
  }

  /// First and last id for uploaded variables. Default: a block at a random place.
  CascadeSendTemplateArguments& variable_ids(std::uint32_t first, std::uint32_t last) & {
    smsbat_cascade_send_template_arguments_set_variable_ids(get(), first, last);
    return *this;
  }
  CascadeSendTemplateArguments variable_ids(std::uint32_t first, std::uint32_t last) && {
    return std::move(variable_ids(first, last));
  }

  /// Returns the C object, which this object still owns.
  smsbat_cascade_send_template_arguments* get() const noexcept { return handle_.get(); }

 private:
  detail::Handle<smsbat_cascade_send_template_arguments, smsbat_cascade_send_template_arguments_free> handle_;
};

/// Optional arguments of `Client::chathub_operator_token`.
class ChathubOperatorTokenArguments {
 public:
  ChathubOperatorTokenArguments() noexcept : handle_(smsbat_chathub_operator_token_arguments_new()) {}

  /// Time when the token expires, at most 24 hours ahead. Default: in 23 hours 59 minutes. ISO 8601 with a time zone.
  ChathubOperatorTokenArguments& expires_at(detail::Given value) & {
    smsbat_chathub_operator_token_arguments_set_expires_at(get(), detail::Text(value, "expires_at").c_str());
    return *this;
  }
  ChathubOperatorTokenArguments expires_at(detail::Given value) && { return std::move(expires_at(value)); }

  /// Returns the C object, which this object still owns.
  smsbat_chathub_operator_token_arguments* get() const noexcept { return handle_.get(); }

 private:
  detail::Handle<smsbat_chathub_operator_token_arguments, smsbat_chathub_operator_token_arguments_free> handle_;
};

/// Optional arguments of `Client::chathub_chats`.
class ChathubChatsArguments {
 public:
  ChathubChatsArguments() noexcept : handle_(smsbat_chathub_chats_arguments_new()) {}

  /// Name or phone.
  ChathubChatsArguments& search(detail::Given value) & {
    smsbat_chathub_chats_arguments_set_search(get(), detail::Text(value, "search").c_str());
    return *this;
  }
  ChathubChatsArguments search(detail::Given value) && { return std::move(search(value)); }

  /// Source: 1 Viber bot, 2 Telegram; others are not documented.
  ChathubChatsArguments& source(std::int64_t value) & {
    smsbat_chathub_chats_arguments_set_source(get(), value);
    return *this;
  }
  ChathubChatsArguments source(std::int64_t value) && { return std::move(source(value)); }

  /// First and last day or time. Each is text, such as 2026-05-04.
  ChathubChatsArguments& date(detail::Given first, detail::Given last) & {
    smsbat_chathub_chats_arguments_set_date(get(), detail::Text(first, "first").c_str(), detail::Text(last,
        "last").c_str());
    return *this;
  }
  ChathubChatsArguments date(detail::Given first, detail::Given last) && { return std::move(date(first, last)); }

  /// Telegram user id.
  ChathubChatsArguments& tg_user_id(std::int64_t value) & {
    smsbat_chathub_chats_arguments_set_tg_user_id(get(), value);
    return *this;
  }
  ChathubChatsArguments tg_user_id(std::int64_t value) && { return std::move(tg_user_id(value)); }

  /// Phone number in international form.
  ChathubChatsArguments& phone(detail::Given value) & {
    smsbat_chathub_chats_arguments_set_phone(get(), detail::Text(value, "phone").c_str());
    return *this;
  }
  ChathubChatsArguments phone(detail::Given value) && { return std::move(phone(value)); }

  /// Status: 0 new, 1 open, 2 waiting, 3 on pause, 4 closed. A name or a number, as text.
  ChathubChatsArguments& status(detail::Given value) & {
    smsbat_chathub_chats_arguments_set_status(get(), detail::Text(value, "status").c_str());
    return *this;
  }
  ChathubChatsArguments status(detail::Given value) && { return std::move(status(value)); }

  /// `id` of an organization.
  ChathubChatsArguments& organization_id(std::int64_t value) & {
    smsbat_chathub_chats_arguments_set_organization_id(get(), value);
    return *this;
  }
  ChathubChatsArguments organization_id(std::int64_t value) && { return std::move(organization_id(value)); }

  /// `id` of an operator.
  ChathubChatsArguments& operator_id(std::int64_t value) & {
    smsbat_chathub_chats_arguments_set_operator_id(get(), value);
    return *this;
  }
  ChathubChatsArguments operator_id(std::int64_t value) && { return std::move(operator_id(value)); }

  /// First page, from 1. Default: 1.
  ChathubChatsArguments& page(std::uint32_t value) & {
    smsbat_chathub_chats_arguments_set_page(get(), value);
    return *this;
  }
  ChathubChatsArguments page(std::uint32_t value) && { return std::move(page(value)); }

  /// Chats on a page. Default: the provider's 20.
  ChathubChatsArguments& per_page(std::uint32_t value) & {
    smsbat_chathub_chats_arguments_set_per_page(get(), value);
    return *this;
  }
  ChathubChatsArguments per_page(std::uint32_t value) && { return std::move(per_page(value)); }

  /// Returns the C object, which this object still owns.
  smsbat_chathub_chats_arguments* get() const noexcept { return handle_.get(); }

 private:
  detail::Handle<smsbat_chathub_chats_arguments, smsbat_chathub_chats_arguments_free> handle_;
};

/// Optional arguments of `Client::chathub_send_chat_message`.
class ChathubSendChatMessageArguments {
 public:
  ChathubSendChatMessageArguments() noexcept : handle_(smsbat_chathub_send_chat_message_arguments_new()) {}

  /// Text; required without `media`.
  ChathubSendChatMessageArguments& text(detail::Given value) & {
    smsbat_chathub_send_chat_message_arguments_set_text(get(), detail::Text(value, "text").c_str());
    return *this;
  }
  ChathubSendChatMessageArguments text(detail::Given value) && { return std::move(text(value)); }

  /// A file of at most 50 MiB. The extension of its name selects its MIME type.
  ChathubSendChatMessageArguments& media(detail::Given file, detail::Given data) & {
    smsbat_chathub_send_chat_message_arguments_set_media(get(), detail::Text(file, "name").c_str(), nullptr,
        reinterpret_cast<const std::uint8_t*>(data.text().data()),
        data.text().size());
    return *this;
  }
  ChathubSendChatMessageArguments media(detail::Given file, detail::Given data) && {
    return std::move(media(file, data));
  }

  /// Returns the C object, which this object still owns.
  smsbat_chathub_send_chat_message_arguments* get() const noexcept { return handle_.get(); }

 private:
  detail::Handle<smsbat_chathub_send_chat_message_arguments, smsbat_chathub_send_chat_message_arguments_free> handle_;
};

/// Optional arguments of `Client::messagio_send`.
class MessagioSendArguments {
 public:
  MessagioSendArguments() noexcept : handle_(smsbat_messagio_send_arguments_new()) {}

  /// Text; optional with an image.
  MessagioSendArguments& text(detail::Given value) & {
    smsbat_messagio_send_arguments_set_text(get(), detail::Text(value, "text").c_str());
    return *this;
  }
  MessagioSendArguments text(detail::Given value) && { return std::move(text(value)); }

  /// Label of the button; requires `button_url`.
  MessagioSendArguments& button_text(detail::Given value) & {
    smsbat_messagio_send_arguments_set_button_text(get(), detail::Text(value, "button_text").c_str());
    return *this;
  }
  MessagioSendArguments button_text(detail::Given value) && { return std::move(button_text(value)); }

  /// URL that the button opens; requires `button_text`.
  MessagioSendArguments& button_url(detail::Given value) & {
    smsbat_messagio_send_arguments_set_button_url(get(), detail::Text(value, "button_url").c_str());
    return *this;
  }
  MessagioSendArguments button_url(detail::Given value) && { return std::move(button_url(value)); }

  /// URL of an image.
  MessagioSendArguments& image(detail::Given value) & {
    smsbat_messagio_send_arguments_set_image(get(), detail::Text(value, "image").c_str());
    return *this;
  }
  MessagioSendArguments image(detail::Given value) && { return std::move(image(value)); }

  /// Channel: `viber` or `viber_otp`. Default: `viber`.
  MessagioSendArguments& sending_method(detail::Given value) & {
    smsbat_messagio_send_arguments_set_sending_method(get(), detail::Text(value, "sending_method").c_str());
    return *this;
  }
  MessagioSendArguments sending_method(detail::Given value) && { return std::move(sending_method(value)); }

  /// Returns the C object, which this object still owns.
  smsbat_messagio_send_arguments* get() const noexcept { return handle_.get(); }

 private:
  detail::Handle<smsbat_messagio_send_arguments, smsbat_messagio_send_arguments_free> handle_;
};

/// Optional arguments of `Client::request`.
class RequestArguments {
 public:
  RequestArguments() noexcept : handle_(smsbat_request_arguments_new()) {}

  /// Request body. JSON text.
  RequestArguments& json(detail::Given value) & {
    smsbat_request_arguments_set_json(get(), detail::Text(value, "json").c_str());
    return *this;
  }
  RequestArguments json(detail::Given value) && { return std::move(json(value)); }

  /// API whose URL and credentials are used.
  RequestArguments& api(detail::Given value) & {
    smsbat_request_arguments_set_api(get(), detail::Text(value, "api").c_str());
    return *this;
  }
  RequestArguments api(detail::Given value) && { return std::move(api(value)); }

  /// Returns the C object, which this object still owns.
  smsbat_request_arguments* get() const noexcept { return handle_.get(); }

 private:
  detail::Handle<smsbat_request_arguments, smsbat_request_arguments_free> handle_;
};

// The client

/// A client of the SMSBAT APIs. Create one and keep it: any number of threads may use it at the same time, and share
/// its connections and its rate limit.
///
/// Calls block until they are done or time out. No call may be running when the client is destroyed: stop them with
/// `close` first.
class Client {
 public:
  /// Creates a client with all settings from the environment. Missing credentials are an error of the first call.
  Client() : Client(Options()) {}
  explicit Client(const Options& options) : Client(try_make(options).value()) {}
  /// Does the same as the constructor, without exceptions.
  static Result<Client> try_make(const Options& options) {
    // For C, NULL is no options at all.
    if (options.get() == nullptr) {
      return Error::invalid("options", "moved", "was moved from");
    }
    auto made = detail::run<Client, smsbat_client>([&](smsbat_client** client, smsbat_error** error) {
      return smsbat_client_new(options.get(), client, error);
    });
    if (made) {
      made->on_attempt_ = options.on_attempt_;
    }
    return made;
  }

  /// Sends one message.
  SendResult send(const Message& message, const CallOptions& options = {}) const {
    return try_send(message, options).value();
  }
  Result<SendResult> try_send(const Message& message, const CallOptions& options = {}) const {
    smsbat_message* const one = message.get();
    return send_pointers(&one, 1, options);
  }

  /// Sends 1 to 5,000 messages in one request. `Kind` is `Message` or one of its kinds.
  template <class Kind, class = std::enable_if_t<std::is_base_of_v<Message, Kind>>>
  SendResult send(const std::vector<Kind>& messages, const CallOptions& options = {}) const {
    return try_send(messages, options).value();
  }
  template <class Kind, class = std::enable_if_t<std::is_base_of_v<Message, Kind>>>
  Result<SendResult> try_send(const std::vector<Kind>& messages, const CallOptions& options = {}) const {
    const auto all = pointers(messages);
    return send_pointers(all.data(), all.size(), options);
  }
#if defined(__cpp_lib_span)
  template <class Kind, std::size_t Size, class = std::enable_if_t<std::is_base_of_v<Message, Kind>>>
  SendResult send(std::span<Kind, Size> messages, const CallOptions& options = {}) const {
    return try_send(messages, options).value();
  }
  template <class Kind, std::size_t Size, class = std::enable_if_t<std::is_base_of_v<Message, Kind>>>
  Result<SendResult> try_send(std::span<Kind, Size> messages, const CallOptions& options = {}) const {
    const auto all = pointers(messages);
    return send_pointers(all.data(), all.size(), options);
  }
#endif

  /// Sends any number of messages in chunks, over several connections, and reports the outcome of each.
  ///
  /// `source` is a function that returns a `std::optional` of a message, which is empty at the end, or any range for a
  /// `for` loop. Messages that are values are moved; others are copied. The source is read while messages are sent, on
  /// this thread. A message that breaks a rule or a limit is reported and does not stop the others. With a journal, the
  /// same campaign continues where an earlier run stopped. See `smsbat_client_send_bulk_file` for everything else.
  ///
  /// Throws if the campaign ended early, with the report in the error. Exceptions of `source` and of the progress
  /// function are passed on unchanged.
  template <class Source>
  BulkReport send_bulk(Source&& source, const BulkOptions& options = {}, const CallOptions& call = {}) const {
    return try_send_bulk(source, options, call).value();
  }
  template <class Source>
  Result<BulkReport> try_send_bulk(Source&& source, const BulkOptions& options = {},
                                   const CallOptions& call = {}) const {
    detail::BulkRun run;
    const auto send = [&](smsbat_bulk_options* own, smsbat_bulk_report** report, smsbat_error** error) {
      return smsbat_client_send_bulk(get(), detail::BulkRun::pull, &run, own, call.get(), report, error);
    };
    if (auto error = detail::no_function(source, "source")) {
      return *std::move(error);
    }
    if constexpr (std::is_invocable_v<Source&>) {
      run.next = [&run, &source]() -> smsbat_message* {
        auto message = source();
        return message ? given(run, *std::move(message)) : nullptr;
      };
      return run_bulk(run, options, send);
    } else {
      using std::begin;
      using std::end;
      std::optional<decltype(begin(source))> at;
      std::optional<decltype(end(source))> last;
      // What a range throws is caught where the campaign asks for a message, and no message is in nobody's hands then.
      run.next = [&run, &source, &at, &last]() -> smsbat_message* {
        if (!at) {
          last.emplace(end(source));
          at.emplace(begin(source));
        } else if (!(*at == *last)) {
          ++*at;
        }
        return *at == *last ? nullptr : given(run, **at);
      };
      return run_bulk(run, options, send);
    }
  }

  /// Sends a campaign from a file: JSON Lines if its name ends with ".jsonl", ".ndjson" or ".json", else CSV with a
  /// header.
  BulkReport send_bulk_file(const Path& path, const BulkOptions& options = {},
                            const CallOptions& call = {}) const {
    return try_send_bulk_file(path, options, call).value();
  }
  Result<BulkReport> try_send_bulk_file(const Path& path, const BulkOptions& options = {},
                                        const CallOptions& call = {}) const {
    if (auto error = detail::bad_text(path, "path")) {
      return *std::move(error);
    }
    const detail::Text file(path, "path");
    detail::BulkRun run;
    return run_bulk(run, options,
                    [&](smsbat_bulk_options* own, smsbat_bulk_report** report, smsbat_error** error) {
                      return smsbat_client_send_bulk_file(get(), file.c_str(), own, call.get(), report, error);
                    });
  }

  /// Asks for the statuses of the journal's messages until all are final or the time is up, and says who was reached
  /// and at what cost. See `smsbat_client_track` for the rest.
  DeliverySummary track(const TrackOptions& options, const CallOptions& call = {}) const {
    return try_track(options, call).value();
  }
  Result<DeliverySummary> try_track(const TrackOptions& options, const CallOptions& call = {}) const {
    return run_track(options, [&](auto* own, smsbat_delivery_summary** summary, smsbat_error** error) {
      return smsbat_client_track(get(), nullptr, 0, own, call.get(), summary, error);
    });
  }
  /// The same for messages by their ids.
  DeliverySummary track(const std::vector<std::string>& message_ids, const TrackOptions& options = {},
                        const CallOptions& call = {}) const {
    return try_track(message_ids, options, call).value();
  }
  Result<DeliverySummary> try_track(const std::vector<std::string>& message_ids, const TrackOptions& options = {},
                                    const CallOptions& call = {}) const {
    std::vector<const char*> ids;
    for (const auto& id : message_ids) {
      if (auto error = detail::bad_text(id, "message_ids")) {
        return *std::move(error);
      }
      ids.push_back(id.c_str());
    }
    // Not NULL, which would be the messages of the journal.
    ids.push_back(nullptr);
    return run_track(options, [&](auto* own, smsbat_delivery_summary** summary, smsbat_error** error) {
      return smsbat_client_track(get(), ids.data(), message_ids.size(), own, call.get(), summary, error);
    });
  }
  /// The same for the messages of a report; if its campaign has a journal, statuses are kept beside that.
  DeliverySummary track(BulkReport& report, const TrackOptions& options = {}, const CallOptions& call = {}) const {
    return try_track(report, options, call).value();
  }
  Result<DeliverySummary> try_track(BulkReport& report, const TrackOptions& options = {},
                                    const CallOptions& call = {}) const {
    return run_track(options, [&](auto* own, smsbat_delivery_summary** summary, smsbat_error** error) {
      return smsbat_client_track_report(get(), report.get(), own, call.get(), summary, error);
    });
  }

  /// Gets the delivery status of a message, by the id from its send. Throws a `NotFoundError` if the provider does not
  /// know the id.
  Status status(detail::Given message_id, const CallOptions& options = {}) const {
    return try_status(message_id, options).value();
  }
  Result<Status> try_status(detail::Given message_id, const CallOptions& options = {}) const {
    if (auto error = detail::bad_text(message_id, "message_id")) {
      return *std::move(error);
    }
    const detail::Text id(message_id, "message_id");
    return detail::run<Status, smsbat_status>([&](smsbat_status** status, smsbat_error** error) {
      return smsbat_client_status(get(), id.c_str(), options.get(), status, error);
    });
  }

  /// Polls the status of a message until it is final or the time is up, and returns the last one: check `is_final()`.
  ///
  /// The first request is made at once; `interval` is the time until the second. An unknown id is tolerated for 30 s.
  /// Throws a `ValidationError` if a time is not above 0, as the time that is left of another limit may be.
  Status wait(detail::Given message_id, Seconds timeout = Seconds(120), Seconds interval = Seconds(5),
              const CallOptions& options = {}) const {
    return try_wait(message_id, timeout, interval, options).value();
  }
  Result<Status> try_wait(detail::Given message_id, Seconds timeout = Seconds(120), Seconds interval = Seconds(5),
                          const CallOptions& options = {}) const {
    if (auto error = detail::bad_text(message_id, "message_id")) {
      return *std::move(error);
    }
    const detail::Text id(message_id, "message_id");
    return detail::run<Status, smsbat_status>([&](smsbat_status** status, smsbat_error** error) {
      return smsbat_client_wait(get(), id.c_str(), detail::above_zero(timeout), detail::above_zero(interval),
          options.get(),
          status,
                                error);
    });
  }

  /// Sends 1 to 5,000 messages of the Cascade API in one request; 100 to 1,000 are advised. Each message tries channels
  /// in order until one works; with `telegram_viber_first`, Telegram and Viber come before the others.
  ///
  /// `Kind` is `CascadeMessage`, `JsonMessage` or `Message`.
  template <class Kind, class = std::enable_if_t<std::is_base_of_v<Message, Kind>>>
  SendResult cascade_send(const std::vector<Kind>& messages, bool telegram_viber_first = false,
                          const CallOptions& options = {}) const {
    return try_cascade_send(messages, telegram_viber_first, options).value();
  }
  template <class Kind, class = std::enable_if_t<std::is_base_of_v<Message, Kind>>>
  Result<SendResult> try_cascade_send(const std::vector<Kind>& messages, bool telegram_viber_first = false,
                                      const CallOptions& options = {}) const {
    const auto all = pointers(messages);
    return cascade_pointers(all.data(), all.size(), telegram_viber_first, options);
  }
#if defined(__cpp_lib_span)
  template <class Kind, std::size_t Size, class = std::enable_if_t<std::is_base_of_v<Message, Kind>>>
  SendResult cascade_send(std::span<Kind, Size> messages, bool telegram_viber_first = false,
                          const CallOptions& options = {}) const {
    return try_cascade_send(messages, telegram_viber_first, options).value();
  }
  template <class Kind, std::size_t Size, class = std::enable_if_t<std::is_base_of_v<Message, Kind>>>
  Result<SendResult> try_cascade_send(std::span<Kind, Size> messages, bool telegram_viber_first = false,
                                      const CallOptions& options = {}) const {
    const auto all = pointers(messages);
    return cascade_pointers(all.data(), all.size(), telegram_viber_first, options);
  }
#endif
  /// Sends one message of the Cascade API.
  SendResult cascade_send(const Message& message, bool telegram_viber_first = false,
                          const CallOptions& options = {}) const {
    return try_cascade_send(message, telegram_viber_first, options).value();
  }
  Result<SendResult> try_cascade_send(const Message& message, bool telegram_viber_first = false,
                                      const CallOptions& options = {}) const {
    smsbat_message* const one = message.get();
    return cascade_pointers(&one, 1, telegram_viber_first, options);
  }

  /// Sends one message through the TurboSMS-compatible API, a `TurboSmsMessage` or a `JsonMessage`, to its recipients.
  TurboSmsResult turbosms_send(const Message& message, const CallOptions& options = {}) const {
    return try_turbosms_send(message, options).value();
  }
  Result<TurboSmsResult> try_turbosms_send(const Message& message, const CallOptions& options = {}) const {
    return detail::run<TurboSmsResult, smsbat_turbosms_result>(
        [&](smsbat_turbosms_result** result, smsbat_error** error) {
          return smsbat_client_turbosms_send(get(), message.get(), options.get(), result, error);
        });
  }

  /// Polls the statuses of many messages until all are final or the time is up, and returns the last of each.
  ///
  /// Polls in rounds, at most once a second for each message, within the client's rate limit for reads. An unknown id
  /// is tolerated for 30 seconds. `messages`: Message ids from sends.
  std::vector<Status> wait_all(const std::vector<std::string>& messages, const WaitAllArguments& arguments = {},
      const CallOptions& options = {}) const {
    return try_wait_all(messages, arguments, options).value();
  }
  Result<std::vector<Status>> try_wait_all(const std::vector<std::string>& messages,
      const WaitAllArguments& arguments = {},
      const CallOptions& options = {}) const {
    if (auto error = detail::bad_texts(messages, "messages")) {
      return *std::move(error);
    }
    const auto all = detail::pointers(messages);
    smsbat_status_list* list = nullptr;
    smsbat_error* error = nullptr;
    if (smsbat_client_wait_all(get(), all.data(), all.size(), arguments.get(), options.get(), &list,
        &error) != SMSBAT_OK) {
      const detail::ErrorHandle owned(error);
      return Error::from(error);
    }
    const detail::Handle<smsbat_status_list, smsbat_status_list_free> owned(list);
    std::vector<Status> rows;
    for (std::size_t i = 0; i < smsbat_status_list_count(list); ++i) {
      rows.emplace_back(smsbat_status_copy(smsbat_status_list_at(list, i)));
    }
    return rows;
  }

  /// Uploads values for placeholders `%type=id%` in the texts of later messages. Uploading an id again replaces its
  /// value. `variables`: Values, up to 5,000.
  template <class All = std::initializer_list<Variable>>
  RawReply cascade_upload_variables(const All& variables, const CallOptions& options = {}) const {
    return try_cascade_upload_variables(variables, options).value();
  }
  template <class All = std::initializer_list<Variable>>
  Result<RawReply> try_cascade_upload_variables(const All& variables, const CallOptions& options = {}) const {
    const auto& kept = detail::lasting(variables);
    std::vector<smsbat_part*> all;
    for (const Part& one : kept) {
      all.push_back(one.get());
    }
    return detail::run<RawReply, smsbat_raw_reply>([&](smsbat_raw_reply** reply, smsbat_error** error) {
      return smsbat_client_cascade_upload_variables(get(), all.data(), all.size(), options.get(), reply, error);
    });
  }

  /// Sends one text to many recipients, filled with the values of each row.
  ///
  /// URLs to be shortened are uploaded as variables; all other values are inserted into the text. Rows are sent in
  /// requests of 500. The result has one row for each, in the same order. If a later request fails, its rows have that
  /// error's outcome, the rows after it are `not_sent`, and a warning names the error. Two processes that send
  /// `short_url` values on one account may pick the same ids: give each its own range with `variable_ids`. `template`:
  /// Text with `{name}` for any value, `{name:url}` for a URL that is inserted unchanged, `{name:short_url}` for a URL
  /// that the provider shortens. `{{` and `}}` are literal braces. `rows`: One row for each message: the recipient in
  /// `to`, optionally your own message id in `id`, and the values by name, each text or a number. `sender`: Sender
  /// name registered for your account.
  SendResult cascade_send_template(detail::Given template_text, const TemplateRows& rows, detail::Given sender,
      const CascadeSendTemplateArguments& arguments = {},
      const CallOptions& options = {}) const {
    return try_cascade_send_template(template_text, rows, sender, arguments, options).value();
  }
  Result<SendResult> try_cascade_send_template(detail::Given template_text, const TemplateRows& rows,
      detail::Given sender,
      const CascadeSendTemplateArguments& arguments = {},
      const CallOptions& options = {}) const {
    if (auto error = detail::bad_text(template_text, "template_text")) {
      return *std::move(error);
    }
    const detail::Text template_text_text(template_text, "template_text");
    if (auto error = detail::bad_text(sender, "sender")) {
      return *std::move(error);
    }
    const detail::Text sender_text(sender, "sender");
    return detail::run<SendResult, smsbat_send_result>([&](smsbat_send_result** reply, smsbat_error** error) {
      return smsbat_client_cascade_send_template(get(), template_text_text.c_str(), rows.get(), sender_text.c_str(),
          arguments.get(),
          options.get(),
          reply,
          error);
    });
  }

  /// Gets a company token. The client keeps it in memory for its calls and renews it once when it is refused. `login`:
  /// Login of the company. `password`: Its password.
  std::string chathub_login(detail::Given login, detail::Given password, const CallOptions& options = {}) const {
    return try_chathub_login(login, password, options).value();
  }
  Result<std::string> try_chathub_login(detail::Given login, detail::Given password,
      const CallOptions& options = {}) const {
    if (auto error = detail::bad_text(login, "login")) {
      return *std::move(error);
    }
    const detail::Text login_text(login, "login");
    if (auto error = detail::bad_text(password, "password")) {
      return *std::move(error);
    }
    const detail::Text password_text(password, "password");
    return detail::run_text([&](smsbat_string** text, smsbat_error** error) {
      return smsbat_client_chathub_login(get(), login_text.c_str(), password_text.c_str(), options.get(), text, error);
    });
  }

  /// Returns the organizations of the company.
  OrganizationList chathub_organizations(const CallOptions& options = {}) const {
    return try_chathub_organizations(options).value();
  }
  Result<OrganizationList> try_chathub_organizations(const CallOptions& options = {}) const {
    return detail::run<OrganizationList, smsbat_organization_list>([&](smsbat_organization_list** reply,
        smsbat_error** error) {
      return smsbat_client_chathub_organizations(get(), options.get(), reply, error);
    });
  }

  /// Returns the operators of an organization. `organization_id`: `id` of an organization.
  OperatorList chathub_operators(std::int64_t organization_id, const CallOptions& options = {}) const {
    return try_chathub_operators(organization_id, options).value();
  }
  Result<OperatorList> try_chathub_operators(std::int64_t organization_id, const CallOptions& options = {}) const {
    return detail::run<OperatorList, smsbat_operator_list>([&](smsbat_operator_list** reply, smsbat_error** error) {
      return smsbat_client_chathub_operators(get(), organization_id, options.get(), reply, error);
    });
  }

  /// Adds operators. A second call with the same names may add them twice. `operators`: Operators to add, up to 5,000.
  template <class All = std::initializer_list<NewOperator>>
  OperatorList chathub_add_operators(const All& operators, const CallOptions& options = {}) const {
    return try_chathub_add_operators(operators, options).value();
  }
  template <class All = std::initializer_list<NewOperator>>
  Result<OperatorList> try_chathub_add_operators(const All& operators, const CallOptions& options = {}) const {
    const auto& kept = detail::lasting(operators);
    std::vector<smsbat_part*> all;
    for (const Part& one : kept) {
      all.push_back(one.get());
    }
    return detail::run<OperatorList, smsbat_operator_list>([&](smsbat_operator_list** reply, smsbat_error** error) {
      return smsbat_client_chathub_add_operators(get(), all.data(), all.size(), options.get(), reply, error);
    });
  }

  /// Sets the status of an operator. `id`: `id` of an operator. `status`: The new status. A name or a number, as text.
  void chathub_set_operator_status(std::int64_t id, detail::Given status, const CallOptions& options = {}) const {
    try_chathub_set_operator_status(id, status, options).value();
  }
  Result<void> try_chathub_set_operator_status(std::int64_t id, detail::Given status,
      const CallOptions& options = {}) const {
    if (auto error = detail::bad_text(status, "status")) {
      return *std::move(error);
    }
    const detail::Text status_text(status, "status");
    return detail::run([&](smsbat_error** error) { return smsbat_client_chathub_set_operator_status(get(), id,
        status_text.c_str(),
        options.get(),
        error); });
  }

  /// Gets a token for one operator, for the widget and for work in chats. `id`: `id` of an operator.
  std::string chathub_operator_token(std::int64_t id, const ChathubOperatorTokenArguments& arguments = {},
      const CallOptions& options = {}) const {
    return try_chathub_operator_token(id, arguments, options).value();
  }
  Result<std::string> try_chathub_operator_token(std::int64_t id, const ChathubOperatorTokenArguments& arguments = {},
      const CallOptions& options = {}) const {
    return detail::run_text([&](smsbat_string** text, smsbat_error** error) {
      return smsbat_client_chathub_operator_token(get(), id, arguments.get(), options.get(), text, error);
    });
  }

  /// Returns what is known of an operator's token. A bad token is no error: see `is_valid`. `token`: The token.
  TokenInfo chathub_validate_token(detail::Given token, const CallOptions& options = {}) const {
    return try_chathub_validate_token(token, options).value();
  }
  Result<TokenInfo> try_chathub_validate_token(detail::Given token, const CallOptions& options = {}) const {
    if (auto error = detail::bad_text(token, "token")) {
      return *std::move(error);
    }
    const detail::Text token_text(token, "token");
    return detail::run<TokenInfo, smsbat_token_info>([&](smsbat_token_info** reply, smsbat_error** error) {
      return smsbat_client_chathub_validate_token(get(), token_text.c_str(), options.get(), reply, error);
    });
  }

  /// Returns the chats that fit all filters. Arguments that are not set do not filter.
  ChatList chathub_chats(const ChathubChatsArguments& arguments = {}, const CallOptions& options = {}) const {
    return try_chathub_chats(arguments, options).value();
  }
  Result<ChatList> try_chathub_chats(const ChathubChatsArguments& arguments = {},
      const CallOptions& options = {}) const {
    return detail::run<ChatList, smsbat_chat_list>([&](smsbat_chat_list** reply, smsbat_error** error) {
      return smsbat_client_chathub_chats(get(), arguments.get(), options.get(), reply, error);
    });
  }

  /// Sets the status of a chat. `id`: `id` of a chat. `status`: The new status. A name or a number, as text.
  void chathub_set_chat_status(std::int64_t id, detail::Given status, const CallOptions& options = {}) const {
    try_chathub_set_chat_status(id, status, options).value();
  }
  Result<void> try_chathub_set_chat_status(std::int64_t id, detail::Given status,
      const CallOptions& options = {}) const {
    if (auto error = detail::bad_text(status, "status")) {
      return *std::move(error);
    }
    const detail::Text status_text(status, "status");
    return detail::run([&](smsbat_error** error) { return smsbat_client_chathub_set_chat_status(get(), id,
        status_text.c_str(),
        options.get(),
        error); });
  }

  /// Deletes a chat. It cannot be restored. `id`: `id` of a chat.
  void chathub_delete_chat(std::int64_t id, const CallOptions& options = {}) const {
    try_chathub_delete_chat(id, options).value();
  }
  Result<void> try_chathub_delete_chat(std::int64_t id, const CallOptions& options = {}) const {
    return detail::run([&](smsbat_error** error) { return smsbat_client_chathub_delete_chat(get(), id, options.get(),
        error); });
  }

  /// Returns all messages of a chat. `id`: `id` of a chat.
  ChatMessageList chathub_chat_messages(std::int64_t id, const CallOptions& options = {}) const {
    return try_chathub_chat_messages(id, options).value();
  }
  Result<ChatMessageList> try_chathub_chat_messages(std::int64_t id, const CallOptions& options = {}) const {
    return detail::run<ChatMessageList, smsbat_chat_message_list>([&](smsbat_chat_message_list** reply,
        smsbat_error** error) {
      return smsbat_client_chathub_chat_messages(get(), id, options.get(), reply, error);
    });
  }

  /// Sends a text, a file, or both into a chat. `id`: `id` of a chat.
  RawReply chathub_send_chat_message(std::int64_t id, const ChathubSendChatMessageArguments& arguments = {},
      const CallOptions& options = {}) const {
    return try_chathub_send_chat_message(id, arguments, options).value();
  }
  Result<RawReply> try_chathub_send_chat_message(std::int64_t id, const ChathubSendChatMessageArguments& arguments = {},
      const CallOptions& options = {}) const {
    return detail::run<RawReply, smsbat_raw_reply>([&](smsbat_raw_reply** reply, smsbat_error** error) {
      return smsbat_client_chathub_send_chat_message(get(), id, arguments.get(), options.get(), reply, error);
    });
  }

  /// Sends several messages in one request, each under a name that you choose. Returns the results by name.
  /// `messages`: Messages by name.
  template <class All = std::initializer_list<std::pair<std::string, const Message&>>>
  std::map<std::string, TurboSmsResult> turbosms_send_multi(const All& messages,
      const CallOptions& options = {}) const {
    return try_turbosms_send_multi(messages, options).value();
  }
  template <class All = std::initializer_list<std::pair<std::string, const Message&>>>
  Result<std::map<std::string, TurboSmsResult>> try_turbosms_send_multi(const All& messages,
      const CallOptions& options = {}) const {
    const auto& kept = detail::lasting(messages);
    std::vector<const char*> names;
    std::vector<smsbat_message*> all;
    for (const auto& [name, message] : kept) {
      if (auto error = detail::bad_text(name, "messages")) {
        return *std::move(error);
      }
      names.push_back(name.c_str());
      all.push_back(message.get());
    }
    smsbat_turbosms_result_list* list = nullptr;
    smsbat_error* error = nullptr;
    if (smsbat_client_turbosms_send_multi(get(), names.data(), all.data(), all.size(), options.get(), &list,
        &error) != SMSBAT_OK) {
      const detail::ErrorHandle owned(error);
      return Error::from(error);
    }
    const detail::Handle<smsbat_turbosms_result_list, smsbat_turbosms_result_list_free> owned(list);
    std::map<std::string, TurboSmsResult> rows;
    for (std::size_t i = 0; i < smsbat_turbosms_result_list_count(list); ++i) {
      rows.emplace(smsbat_turbosms_result_list_name(list, i),
          TurboSmsResult(smsbat_turbosms_result_copy(smsbat_turbosms_result_list_at(list,
          i))));
    }
    return rows;
  }

  /// Returns the delivery statuses of messages, one for each id, in the same order. If the response has no clear row
  /// for an id, its status has only the id. `message_ids`: Message ids: the `message_id` of rows of a send.
  TurboSmsStatusList turbosms_status(const std::vector<std::string>& message_ids,
      const CallOptions& options = {}) const {
    return try_turbosms_status(message_ids, options).value();
  }
  Result<TurboSmsStatusList> try_turbosms_status(const std::vector<std::string>& message_ids,
      const CallOptions& options = {}) const {
    if (auto error = detail::bad_texts(message_ids, "message_ids")) {
      return *std::move(error);
    }
    const auto all = detail::pointers(message_ids);
    return detail::run<TurboSmsStatusList, smsbat_turbosms_status_list>([&](smsbat_turbosms_status_list** reply,
        smsbat_error** error) {
      return smsbat_client_turbosms_status(get(), all.data(), all.size(), options.get(), reply, error);
    });
  }

  /// Returns the details of messages, one entry for each id, in the same order, as in `status`. `message_ids`: Message
  /// ids: the `message_id` of rows of a send.
  TurboSmsDetailsList turbosms_details(const std::vector<std::string>& message_ids,
      const CallOptions& options = {}) const {
    return try_turbosms_details(message_ids, options).value();
  }
  Result<TurboSmsDetailsList> try_turbosms_details(const std::vector<std::string>& message_ids,
      const CallOptions& options = {}) const {
    if (auto error = detail::bad_texts(message_ids, "message_ids")) {
      return *std::move(error);
    }
    const auto all = detail::pointers(message_ids);
    return detail::run<TurboSmsDetailsList, smsbat_turbosms_details_list>([&](smsbat_turbosms_details_list** reply,
        smsbat_error** error) {
      return smsbat_client_turbosms_details(get(), all.data(), all.size(), options.get(), reply, error);
    });
  }

  /// Sends one Viber message: a text, a text with a button, or an image. `to`: Recipient in international form.
  /// `sender`: Sender name registered for your account.
  MessagioResult messagio_send(detail::Given to, detail::Given sender, const MessagioSendArguments& arguments = {},
      const CallOptions& options = {}) const {
    return try_messagio_send(to, sender, arguments, options).value();
  }
  Result<MessagioResult> try_messagio_send(detail::Given to, detail::Given sender,
      const MessagioSendArguments& arguments = {},
      const CallOptions& options = {}) const {
    if (auto error = detail::bad_text(to, "to")) {
      return *std::move(error);
    }
    const detail::Text to_text(to, "to");
    if (auto error = detail::bad_text(sender, "sender")) {
      return *std::move(error);
    }
    const detail::Text sender_text(sender, "sender");
    return detail::run<MessagioResult, smsbat_messagio_result>([&](smsbat_messagio_result** reply,
        smsbat_error** error) {
      return smsbat_client_messagio_send(get(), to_text.c_str(), sender_text.c_str(), arguments.get(), options.get(),
          reply,
          error);
    });
  }

  /// Sends a request for which this library has no operation, with the credentials of `api`. `method`: HTTP method:
  /// `GET`, `POST`, `PUT`, `PATCH` or `DELETE`. After a failure that leaves the outcome unknown, only a `GET` is
  /// retried. `path`: Path and query, beginning with `/`.
  RawReply request(detail::Given method, detail::Given path, const RequestArguments& arguments = {},
      const CallOptions& options = {}) const {
    return try_request(method, path, arguments, options).value();
  }
  Result<RawReply> try_request(detail::Given method, detail::Given path, const RequestArguments& arguments = {},
      const CallOptions& options = {}) const {
    if (auto error = detail::bad_text(method, "method")) {
      return *std::move(error);
    }
    const detail::Text method_text(method, "method");
    if (auto error = detail::bad_text(path, "path")) {
      return *std::move(error);
    }
    const detail::Text path_text(path, "path");
    return detail::run<RawReply, smsbat_raw_reply>([&](smsbat_raw_reply** reply, smsbat_error** error) {
      return smsbat_client_request(get(), method_text.c_str(), path_text.c_str(), arguments.get(), options.get(), reply,
          error);
    });
  }

  /// Connects to the chat hub and returns its events as they happen: `for (const auto& event : client.chathub_listen())`
  /// goes over them. The timeout of `call` is that of the connection, of each later one and of each send.
  ChatEvents chathub_listen(const ChatEventsOptions& options = {}, const CallOptions& call = {}) const {
    return try_chathub_listen(options, call).value();
  }
  Result<ChatEvents> try_chathub_listen(const ChatEventsOptions& options = {}, const CallOptions& call = {}) const {
    auto made = detail::run<ChatEvents, smsbat_chat_events>([&](smsbat_chat_events** events, smsbat_error** error) {
      return smsbat_chat_events_open(get(), options.get(), call.get(), events, error);
    });
    if (made) {
      made->on_attempt_ = on_attempt_;
    }
    return made;
  }

  /// Calls any operation by name, such as "chathub.operators". `request` is a JSON object with the arguments; the reply
  /// is JSON, too. See `smsbat_call`.
  std::string call(detail::Given name, detail::Given request = "{}", const CallOptions& options = {}) const {
    return try_call(name, request, options).value();
  }
  Result<std::string> try_call(detail::Given name, detail::Given request = "{}",
                               const CallOptions& options = {}) const {
    if (auto error = detail::bad_text(name, "operation")) {
      return *std::move(error);
    }
    if (auto error = detail::bad_text(request, "request")) {
      return *std::move(error);
    }
    const detail::Text operation(name, "operation");
    const detail::Text json(request, "request");
    smsbat_reply* reply = nullptr;
    smsbat_error* error = nullptr;
    if (smsbat_call_with_options(get(), operation.c_str(), json.c_str(), options.get(), &reply, &error) != SMSBAT_OK) {
      const detail::ErrorHandle owned(error);
      return Error::from(error);
    }
    const detail::Handle<smsbat_reply, smsbat_reply_free> owned(reply);
    const auto text = detail::sized(static_cast<const smsbat_reply*>(reply), smsbat_reply_json);
    return std::string(text.value_or(std::string_view()));
  }

  /// Closes the client, from any thread: running calls end with a `CancelledError`, and new ones are refused with a
  /// `ConfigurationError`. Never blocks.
  void close() const noexcept { smsbat_client_close(get()); }

  /// Returns the C object, which this object still owns.
  smsbat_client* get() const noexcept { return handle_.get(); }

  /// Takes ownership of a C object.
  explicit Client(smsbat_client* client) noexcept : handle_(client) {}

 private:
  template <class All>
  static std::vector<smsbat_message*> pointers(const All& messages) {
    std::vector<smsbat_message*> all;
    all.reserve(messages.size());
    for (const Message& message : messages) {
      all.push_back(message.get());
    }
    return all;
  }

  /// Returns a message for the library to own: the object itself if the caller gave it up, else a copy.
  template <class Kind>
  static smsbat_message* given(detail::BulkRun& run, Kind&& message) {
    if (message.get() == nullptr) {
      run.moved = true;
      return nullptr;
    }
    if constexpr (std::is_lvalue_reference_v<Kind> || std::is_const_v<std::remove_reference_t<Kind>>) {
      return smsbat_message_copy(message.get());
    } else {
      return std::move(message).release();
    }
  }

  template <class Send>
  static Result<BulkReport> run_bulk(detail::BulkRun& run, const BulkOptions& options, Send send) {
    const auto own = options.made(run);
    smsbat_bulk_report* report = nullptr;
    smsbat_error* error = nullptr;
    const smsbat_code code = send(own.get(), &report, &error);
    const detail::ErrorHandle owned(error);
    BulkReport made(report);
    if (code == SMSBAT_OK && !run.thrown) {
      return made;
    }
    auto kept = report != nullptr ? std::make_shared<BulkReport>(std::move(made)) : nullptr;
    // Without an error, everything was sent, and only the last progress callback threw.
    const auto outcome = error != nullptr ? static_cast<Outcome>(smsbat_error_outcome(error)) : Outcome::unknown;
    if (!run.thrown && run.moved) {
      return Error::invalid("message", "moved", "was moved from", outcome, std::move(kept));
    }
    if (!run.thrown) {
      return Error::from(error, std::move(kept));
    }
    return Error::stopped(run.thrown, outcome, std::move(kept));
  }

  template <class Track>
  static Result<DeliverySummary> run_track(const TrackOptions& options, Track track) {
    detail::TrackRun run;
    const auto own = options.made(run);
    auto made = detail::run<DeliverySummary, smsbat_delivery_summary>(
        [&](smsbat_delivery_summary** summary, smsbat_error** error) { return track(own.get(), summary, error); });
    return run.thrown ? Result<DeliverySummary>(Error::stopped(run.thrown, Outcome::not_sent)) : std::move(made);
  }

  Result<SendResult> send_pointers(smsbat_message* const* messages, std::size_t count,
                                   const CallOptions& options) const {
    return detail::run<SendResult, smsbat_send_result>([&](smsbat_send_result** result, smsbat_error** error) {
      return smsbat_client_send(get(), messages, count, options.get(), result, error);
    });
  }

  Result<SendResult> cascade_pointers(smsbat_message* const* messages, std::size_t count, bool telegram_viber_first,
                                      const CallOptions& options) const {
    return detail::run<SendResult, smsbat_send_result>([&](smsbat_send_result** result, smsbat_error** error) {
      return smsbat_client_cascade_send(get(), messages, count, telegram_viber_first, options.get(), result, error);
    });
  }

  // Above the client, which calls it until it is freed.
  std::shared_ptr<AttemptFunction> on_attempt_;
  detail::Handle<smsbat_client, smsbat_client_free> handle_;
};

/// Returns HTML that shows the chat panel of an operator. It contains the token: give the page to its operator only.
/// `token`: A token of `operator_token`.
inline Result<std::string> try_chathub_widget_html(detail::Given token) {
  if (auto error = detail::bad_text(token, "token")) {
    return *std::move(error);
  }
  const detail::Text own(token, "token");
  return detail::run_text([&](smsbat_string** text, smsbat_error** error) {
    return smsbat_chathub_widget_html(own.c_str(), text, error);
  });
}
inline std::string chathub_widget_html(detail::Given token) { return try_chathub_widget_html(token).value(); }

/// Returns HTML that shows the chat to the visitors of a site. `guid`: Id of the widget.
inline Result<std::string> try_chathub_visitor_widget_html(detail::Given guid) {
  if (auto error = detail::bad_text(guid, "guid")) {
    return *std::move(error);
  }
  const detail::Text own(guid, "guid");
  return detail::run_text([&](smsbat_string** text, smsbat_error** error) {
    return smsbat_chathub_visitor_widget_html(own.c_str(), text, error);
  });
}
inline std::string chathub_visitor_widget_html(detail::Given guid) {
  return try_chathub_visitor_widget_html(guid).value();
}

// Text tools

/// Number of SMS parts of a text, and its details.
struct Segments {
  /// Encoding of the whole text: "GSM-7" or "UCS-2".
  std::string encoding;
  /// Length in units: septets, of which an extension character takes two, or UTF-16 code units.
  std::size_t units;
  /// Number of SMS parts that are billed; 0 for an empty text.
  std::size_t parts;
  /// Units that fit one part of this text: 160 or 70 for a single part, 153 or 67 otherwise.
  std::size_t per_part;
  /// Units still free in the last part.
  std::size_t remaining;
  /// The distinct characters that force UCS-2, in order of appearance, as one text; "" for GSM-7.
  std::string unicode_characters;
};

/// Counts the SMS parts of a text. Throws a `ValidationError` if it is not UTF-8.
inline Result<Segments> try_segments(detail::Given text) {
  if (auto error = detail::bad_text(text, "text")) {
    return *std::move(error);
  }
  const detail::Text own(text, "text");
  smsbat_segments* found = nullptr;
  smsbat_error* error = nullptr;
  if (smsbat_text_segments(own.c_str(), &found, &error) != SMSBAT_OK) {
    const detail::ErrorHandle owned(error);
    return Error::from(error);
  }
  const detail::Handle<smsbat_segments, smsbat_segments_free> owned(found);
  return Segments{
      smsbat_segments_encoding(found), smsbat_segments_units(found),     smsbat_segments_parts(found),
      smsbat_segments_per_part(found), smsbat_segments_remaining(found), smsbat_segments_unicode_characters(found)};
}
inline Segments segments(detail::Given text) { return try_segments(text).value(); }

/// A phone number.
struct Phone {
  /// The number with `+`, such as "+380671234567".
  std::string e164;
  /// The digits without `+`, such as "380671234567".
  std::string digits;
  /// The digits of the country code, such as "380".
  std::string country;
};

/// Parses a phone number by the rules of a client. `country` is the country code of national numbers, such as "380";
/// without it, the number must be in international form. Throws a `ValidationError` if the text is not a number.
inline Result<Phone> try_phone(detail::Given text, std::optional<detail::Given> country = std::nullopt) {
  if (auto error = detail::bad_text(text, "text")) {
    return *std::move(error);
  }
  if (auto error = detail::bad_text(country.value_or(""), "country")) {
    return *std::move(error);
  }
  const detail::Text own(text, "text");
  const detail::Text code(country.value_or(""), "country");
  smsbat_phone* found = nullptr;
  smsbat_error* error = nullptr;
  if (smsbat_phone_parse(own.c_str(), country ? code.c_str() : nullptr, &found, &error) != SMSBAT_OK) {
    const detail::ErrorHandle owned(error);
    return Error::from(error);
  }
  const detail::Handle<smsbat_phone, smsbat_phone_free> owned(found);
  return Phone{smsbat_phone_e164(found), smsbat_phone_digits(found), smsbat_phone_country(found)};
}
inline Phone phone(detail::Given text, std::optional<detail::Given> country = std::nullopt) {
  return try_phone(text, country).value();
}

/// Returns true if `caller_id`, the number that called, matches the pattern of a flash call. A pattern without a digit
/// matches none.
inline bool flash_call_matches(detail::Given pattern, detail::Given caller_id) {
  return smsbat_flash_call_matches(detail::Text(pattern, "pattern").c_str(),
                                   detail::Text(caller_id, "caller_id").c_str());
}

/// Parsing of webhook requests. These functions need no client.
namespace webhooks {

/// A webhook event: a message from a person, a change of a delivery status, or any other JSON object.
class Webhook {
 public:
  /// Returns the message from a person, if the event is one.
  std::optional<IncomingMessage> incoming_message() const& noexcept {
    const smsbat_incoming_message* row = smsbat_webhook_incoming_message(handle_.get());
    return row != nullptr ? std::optional<IncomingMessage>(row) : std::nullopt;
  }
  std::optional<IncomingMessage> incoming_message() const&& = delete;
  /// Returns the change of a delivery status, if the event is one.
  std::optional<DeliveryReport> delivery_report() const& noexcept {
    const smsbat_delivery_report* row = smsbat_webhook_delivery_report(handle_.get());
    return row != nullptr ? std::optional<DeliveryReport>(row) : std::nullopt;
  }
  std::optional<DeliveryReport> delivery_report() const&& = delete;
  /// Returns the exact JSON of the body, without surrounding space.
  std::string_view json() const& noexcept {
    return detail::sized(static_cast<const smsbat_webhook*>(handle_.get()), smsbat_webhook_json)
        .value_or(std::string_view());
  }
  std::string_view json() const&& = delete;

  /// Takes ownership of a C object.
  explicit Webhook(smsbat_webhook* webhook) noexcept : handle_(webhook) {}

 private:
  detail::Handle<smsbat_webhook, smsbat_webhook_free> handle_;
};

/// Parses the body of a webhook request. Throws a `ResponseError` if the body is not a JSON object or is larger than 1
/// MiB.
inline Result<Webhook> try_parse(detail::Given body) {
  return detail::run<Webhook, smsbat_webhook>([&](smsbat_webhook** webhook, smsbat_error** error) {
    return smsbat_webhook_parse(detail::bytes(body.text()), body.text().size(), webhook, error);
  });
}
inline Webhook parse(detail::Given body) { return try_parse(body).value(); }

/// Reads the body of a request to a webhook and, if it is a delivery report, keeps it beside the journal of a campaign,
/// where `Client::track` finds it. It is on disk when this returns: answer 200 only then. See `smsbat_webhook_record`
/// for the rest.
inline Result<Webhook> try_record(const Path& journal, detail::Given body) {
  if (auto error = detail::bad_text(journal, "journal")) {
    return *std::move(error);
  }
  const detail::Text path(journal, "journal");
  return detail::run<Webhook, smsbat_webhook>([&](smsbat_webhook** webhook, smsbat_error** error) {
    return smsbat_webhook_record(path.c_str(), detail::bytes(body.text()), body.text().size(), webhook, error);
  });
}
inline Webhook record(const Path& journal, detail::Given body) { return try_record(journal, body).value(); }

/// Keeps the delivery reports among many bodies with one write. On failure none is kept; keeping one a second time does
/// no harm.
inline Result<void> try_record_all(const Path& journal, const std::vector<std::string_view>& bodies) {
  if (auto error = detail::bad_text(journal, "journal")) {
    return *std::move(error);
  }
  const detail::Text path(journal, "journal");
  std::vector<const char*> texts;
  std::vector<std::size_t> lengths;
  for (const auto body : bodies) {
    texts.push_back(detail::bytes(body));
    lengths.push_back(body.size());
  }
  return detail::run([&](smsbat_error** error) {
    return smsbat_webhook_record_all(path.c_str(), texts.data(), lengths.data(), texts.size(), error);
  });
}
inline void record_all(const Path& journal, const std::vector<std::string_view>& bodies) {
  try_record_all(journal, bodies).value();
}

/// Returns true if the signature of a TurboSMS event is valid. It covers neither the data nor the date of the event:
/// query the status where it matters.
inline Result<bool> try_verify_turbosms(detail::Given body, detail::Given secret) {
  if (auto error = detail::bad_text(secret, "secret")) {
    return *std::move(error);
  }
  const detail::Text own(secret, "secret");
  bool matches = false;
  const auto run = detail::run([&](smsbat_error** error) {
    return smsbat_webhook_verify_turbosms(detail::bytes(body.text()), body.text().size(), own.c_str(), &matches, error);
  });
  if (!run) {
    return run.error();
  }
  return matches;
}
inline bool verify_turbosms(detail::Given body, detail::Given secret) {
  return try_verify_turbosms(body, secret).value();
}

}  // namespace webhooks

}  // namespace smsbat

#endif  // SMSBAT_HPP
