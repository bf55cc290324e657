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
