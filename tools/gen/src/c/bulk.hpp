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
@BULK_OPTIONS@
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

