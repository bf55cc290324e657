// Events of the chat hub

/// Kind of a chat hub event. Later versions may add values.
enum class ChatEventKind : std::int32_t {
@CHAT_EVENT_KINDS@
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

@CHAT_EVENT_PARTS@

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
                                           reinterpret_cast<const std::uint8_t*>(data.text().data()), data.text().size(),
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

