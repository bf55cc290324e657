// The log

/// How much is said, or how grave a line is.
enum class LogLevel : std::int32_t {
  /// What a person should look at, such as a system without certificates.
  warning = SMSBAT_LOG_WARNING,
  /// Also one line for each attempt of a call.
  debug = SMSBAT_LOG_DEBUG,
};

/// A function that gets the lines. They have no line break; the text is good for the call only.
using LogFunction = std::function<void(LogLevel level, std::string_view line)>;

/// Hands lines about what the library does to a function, for all clients of the process, in place of an earlier one.
///
/// It is called on the thread that is in a call of the library, or on one that a campaign sends from, by several
/// threads at once, and what it throws is lost. No line holds a key, a phone number or a text. May be called at any
/// time from any thread; each function that was ever given is kept until the program ends, because calls that are
/// under way may still use it. See `smsbat_log_set`.
inline void set_log(LogLevel level, LogFunction take) {
  static std::mutex guard;
  // Never destroyed: a thread may be in a call when the program ends.
  static auto& kept = *new std::vector<std::unique_ptr<LogFunction>>();
  const auto line = [](void* function, smsbat_log_level grave, const char* text) noexcept {
    try {
      (*static_cast<LogFunction*>(function))(static_cast<LogLevel>(grave), text);
    } catch (...) {
      // There is nobody to tell: the call that it is about has its own result.
    }
  };
  const std::lock_guard<std::mutex> lock(guard);
  kept.push_back(std::make_unique<LogFunction>(std::move(take)));
  smsbat_log_set(static_cast<smsbat_log_level>(level), line, kept.back().get());
}

/// Ends the log.
inline void no_log() noexcept { smsbat_log_set(SMSBAT_LOG_OFF, nullptr, nullptr); }

