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
