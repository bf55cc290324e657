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

@PARTS@
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

@MESSAGES@
// Replies

@REPLIES@
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

@OPTIONS@
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

@BULK@
@DELIVERY@
@LOG@
@CHAT_EVENTS@
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

@ARGUMENTS@
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
      return smsbat_client_wait(get(), id.c_str(), detail::above_zero(timeout), detail::above_zero(interval), options.get(), status,
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

@OPERATIONS@
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

@WIDGETS@
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
