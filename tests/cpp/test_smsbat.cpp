// The C++ header against a sandbox.
//
// Environment: SMSBAT_BASE_URL and SMSBAT_API_KEY of a sandbox with a stopped clock; TEST_TLS_URL and TEST_CA_BUNDLE
// of one that speaks TLS.
#include <array>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <list>
#include <random>
#include <sstream>
#include <thread>

#include <smsbat.hpp>

namespace {

using namespace smsbat;
using namespace std::chrono_literals;
using namespace std::string_view_literals;

constexpr std::string_view phone = "+380671234567";
constexpr std::string_view refused = "+380990000101";

int passed = 0;
int failed = 0;

void check(bool good, const char* what, const char* test, int line) {
  if (good) {
    ++passed;
  } else {
    ++failed;
    std::cout << "FAILED " << test << ", line " << line << ": " << what << '\n';
  }
}

template <class T>
std::string shown(const T& value) {
  std::ostringstream out;
  if constexpr (std::is_enum_v<T>) {
    out << static_cast<long long>(value);
  } else {
    out << value;
  }
  return out.str();
}

template <class T>
std::string shown(const std::optional<T>& value) {
  return value ? shown(*value) : "nothing";
}

template <class Have, class Want>
void check_equal(const Have& have, const Want& want, const char* what, const char* test, int line) {
  check(have == want, what, test, line);
  if (!(have == want)) {
    std::cout << "  have: " << shown(have) << "\n  want: " << shown(want) << '\n';
  }
}

#define CHECK(condition) check((condition), #condition, __func__, __LINE__)
#define CHECK_EQUAL(have, want) check_equal((have), (want), #have, __func__, __LINE__)

/// The error that a function throws, which must be an `E`.
template <class E, class Call>
std::optional<Error> thrown(Call call, const char* test, int line) {
  try {
    call();
  } catch (const E& error) {
    ++passed;
    return error;
  } catch (const std::exception& error) {
    check(false, error.what(), test, line);
    return std::nullopt;
  }
  check(false, "nothing was thrown", test, line);
  return std::nullopt;
}

#define THROWN(kind, ...) thrown<kind>([&] { (void)(__VA_ARGS__); }, __func__, __LINE__)

Sms sms(std::string_view to = phone, std::string_view text = "Hi") {
  return Sms().to(to).sender("NovaShop").text(text);
}

bool accepted(const Client& client, const Message& message) {
  const auto result = client.send(message);
  return result.ok() && result.messages()[0].outcome() == Outcome::accepted && result.messages()[0].message_id();
}

std::string control(const Client& client, std::string_view path, std::string_view json, const char* method = "POST") {
  std::ostringstream request;
  request << R"({"method":")" << method << R"(","path":"/_sandbox/)" << path << R"(","json":)" << json << '}';
  return client.call("request", request.str());
}

void test_version() {
  CHECK_EQUAL(std::string_view(version()), SMSBAT_VERSION);
  CHECK_EQUAL(std::string_view(to_string(Outcome::not_sent)), "not_sent");
}

#define REFUSED(call, name)                                   \
  do {                                                        \
    const auto error = THROWN(ValidationError, call);         \
    CHECK(error && error->outcome() == Outcome::not_sent);    \
    CHECK_EQUAL(error ? error->field() : std::nullopt, name); \
  } while (false)

/// A text that is missing, as a variable of the environment that is not set.
void test_null(const Client& client) {
  const char* const null = std::getenv("SMSBAT_TEST_NOT_SET");
  CHECK(null == nullptr);
  static_assert(!std::is_constructible_v<Path, std::nullptr_t> && !std::is_invocable_v<decltype(segments), std::nullptr_t>);
  REFUSED(Client::try_make(Options().api_key(null)).value(), "api_key");
  REFUSED(Client::try_make(Options().ca_bundle(null)).value(), "ca_bundle");
  REFUSED(client.send(sms().text(null)), "messages[0].text");
  REFUSED(client.send(JsonMessage(null)), "messages[0].json");
  REFUSED(client.cascade_send(CascadeMessage().survey_options({"Good", null})), "messages[0].surveyOptions");
  REFUSED(client.send(sms(), CallOptions().journal(null)), "journal");
  REFUSED(client.send_bulk(std::array{sms()}, BulkOptions().sender(null)), "sender");
  REFUSED(client.send_bulk(std::array{sms()}, BulkOptions().stop(null)), "stop_list");
  REFUSED(client.send_bulk(std::array{sms()}, BulkOptions().column("to", null)), "columns");
  REFUSED(client.send_bulk(std::array{sms()}, BulkOptions().max_parts_per_message(0)), "max_parts_per_message");
  REFUSED(client.send_bulk_file(null), "path");
  REFUSED(client.track(TrackOptions().journal(null)), "journal");
  REFUSED(client.status(null), "message_id");
  REFUSED(client.call(null), "name");
  REFUSED(client.request("GET", null), "path");
  REFUSED(client.cascade_send_template("Hi", TemplateRows().add(phone, {{"name", null}}), "NovaShop"), "rows[0].name");
  REFUSED(chathub_widget_html(null), "token");
  REFUSED(segments(null), "text");
  REFUSED(webhooks::record(null, "{}"), "journal");
  THROWN(ResponseError, webhooks::parse(null));
  THROWN(ValidationError, webhooks::verify_turbosms("{}", null));
  CHECK(!flash_call_matches("380*", null) && !flash_call_matches(null, phone));
  CHECK_EQUAL(smsbat::phone(phone, null).e164, phone);
}

template <class R>
auto has_arrow(int) -> decltype(std::declval<R>().operator->(), std::true_type());
template <class R>
std::false_type has_arrow(...);

void test_types() {
  // A row of a temporary would outlive its reply.
  static_assert(decltype(has_arrow<Result<SendResult>&>(0))::value);
  static_assert(decltype(has_arrow<const Result<SendResult>&>(0))::value);
  static_assert(!decltype(has_arrow<Result<SendResult>>(0))::value);
  static_assert(std::is_constructible_v<Path, std::filesystem::path> && std::is_constructible_v<Path, const char*>);
  static_assert(std::is_constructible_v<Path, std::string> && !std::is_constructible_v<Path, int>);
  struct Native {
    std::string u8string() const { return "\xd1\x96.csv"; }
  };
  CHECK_EQUAL(std::string_view(Path(Native())), "\xd1\x96.csv");
  CHECK_EQUAL(std::string_view(Path(std::filesystem::path("rows.csv"))), "rows.csv");
  CHECK_EQUAL(std::string_view(to_string(ErrorKind::rate_limit)), "rate_limit");
  CHECK_EQUAL(std::string_view(to_string(static_cast<ErrorKind>(999))), "other");
  static_assert(!std::is_copy_constructible_v<Client> && std::is_nothrow_move_constructible_v<Client>);
  static_assert(!std::is_copy_constructible_v<Sms> && std::is_nothrow_move_constructible_v<Sms>);
  static_assert(!std::is_copy_constructible_v<Button> && std::is_nothrow_move_constructible_v<Button>);
  static_assert(!std::is_copy_constructible_v<SendResult> && std::is_nothrow_move_constructible_v<SendResult>);
  static_assert(!std::is_copy_constructible_v<BulkReport> && std::is_nothrow_move_constructible_v<BulkReport>);
  static_assert(!std::is_copy_constructible_v<Status> && !std::is_copy_constructible_v<Options>);
  static_assert(std::is_nothrow_copy_constructible_v<Error>);
  static_assert(std::is_base_of_v<ConnectionError, TimeoutError> && std::is_base_of_v<Error, ConnectionError>);
  static_assert(std::is_base_of_v<std::exception, Error>);
  // A part of another kind is no argument.
  static_assert(std::is_constructible_v<detail::PartOf<Button>, const Button&>);
  static_assert(std::is_constructible_v<detail::PartOf<Button>, const JsonPart&>);
  static_assert(!std::is_constructible_v<detail::PartOf<Button>, const Video&>);
#if __cplusplus >= 202002L
  static_assert(std::input_iterator<decltype(std::declval<const SendResult&>().messages().begin())>);
#endif
  ++passed;
}

void test_every_kind(const Client& client) {
  CHECK(accepted(client, sms()));

  const Button button("Open", "https://shop.example.org");
  const auto promo = ViberPromo()
                         .to(phone)
                         .sender("NovaShop")
                         .text("Sale")
                         .image("https://cdn.example.org/a.png")
                         .button(button)
                         .ttl(3600)
                         .customer_message_id("promo-1")
                         .fallback(Fallback("Sale!").type("sms"));
  CHECK_EQUAL(promo.json(),
              R"({"type":"viber_promo","to":"+380671234567","from":"NovaShop","text":"Sale","messageData":)"
              R"({"img":"https://cdn.example.org/a.png","buttonText":"Open","buttonAction":"https://shop.example.org"},)"
              R"("ttl":3600,"customerMessageId":"promo-1","fallback":{"text":"Sale!","type":"sms"}})");
  CHECK(accepted(client, promo));
  CHECK(accepted(client, ViberPromo().to(phone).sender("NovaShop").video(Video("https://cdn.example.org/v.mp4")
                                                                             .thumbnail("https://cdn.example.org/v.png")
                                                                             .file_size(1000)
                                                                             .duration(10))));
  CHECK(accepted(client, ViberTransactional().to(phone).sender("NovaShop").file(
                             File("https://cdn.example.org/a.pdf").name("a.pdf"))));

  const auto card = Card("Shoes", "https://cdn.example.org/s.png", button).secondary(button);
  ViberCarousel carousel;
  carousel.to(phone).sender("NovaShop").text("New");
  carousel.add_card(card).cards({card, JsonPart(R"({"title":"Hat","imageUrl":"https://cdn.example.org/h.png",)"
                                                R"("primaryButton":{"label":"Open","actionUrl":"https://a.example"}})")});
  CHECK(accepted(client, carousel));

  CHECK(accepted(client, ViberSurvey().to(phone).sender("NovaShop").text("How?").options({"Good", "Bad"})));
  const std::vector<std::string> answers = {"One", "Two"};
  CHECK(accepted(client, ViberSurvey().to(phone).sender("NovaShop").text("Which?").options(answers).add_option("Both")));

  const auto otp = ViberOtp()
                       .to(phone)
                       .sender("NovaShop")
                       .template_id("6b0f1a2e-1f1c-4b7e-9b59-0d2f3c4a5b6c")
                       .template_lang("uk")
                       .template_param("pin", "0042")
                       .template_param("minutes", 5);
  CHECK(otp.json().find(R"({"pin":"0042","minutes":5})") != std::string::npos);
  CHECK(accepted(client, otp));

  const auto media = Media("https://cdn.example.org/a.jpg", "image/jpeg").width(800);
  std::vector<RcsButton> buttons;
  buttons.emplace_back("Open", Action::open_url("https://shop.example.org"));
  buttons.emplace_back("Call", Action::dial("+380440000001"));
  buttons.emplace_back("Where", Action::share_location());
  buttons.emplace_back("Save", Action::create_calendar_event("Sale", "2027-01-01T10:00:00+02:00")
                                   .end("2027-01-01T11:00:00+02:00"));
  CHECK(accepted(client, Rcs().to(phone).sender("NovaShop").text("Sale").media(media).buttons(buttons)));
  CHECK(accepted(client, Rcs().to(phone).sender("NovaShop").text("Sale").add_card(
                             RcsCard().title("Shoes").description("New").media(media).add_button(buttons[0]))));
  CHECK(accepted(client, JsonMessage(R"({"recipient":"+380671234567","type":"viber","text":"Hi"})")));

  const auto result = client.send(FlashCall().to(phone).sender("NovaShop").caller_id("+380440000077"));
  const auto row = result.messages()[0];
  CHECK_EQUAL(row.caller_id(), "+380440000077");
  CHECK(row.pattern() && flash_call_matches(*row.pattern(), "+38 (044) 000-00-77"));
  CHECK(!flash_call_matches(*row.pattern(), "+380440000078"));
}

void test_result(const Client& client) {
  std::vector<Message> messages;
  messages.push_back(sms().customer_message_id("c-1"));
  messages.push_back(ViberPromo().to(refused).sender("NovaShop").text("Sale"));
  const auto result = client.send(messages);
  CHECK(!result.ok());
  CHECK(result.messagelist_id().has_value());
  CHECK_EQUAL(result.messages().size(), 2U);
  CHECK_EQUAL(result.messages()[0].customer_message_id(), "c-1");
  CHECK_EQUAL(result.messages()[0].to(), phone);
  CHECK_EQUAL(result.messages()[0].parts(), 1);
  CHECK(!result.messages()[0].ttl() && !result.messages()[0].pattern());
#if defined(__cpp_lib_span)
  const std::array<Sms, 2> fixed{sms(), sms()};
  const auto some = client.send(std::span(fixed).first(1));
  CHECK_EQUAL(some.messages().size(), 1U);
  const auto cascade = client.try_cascade_send(std::span(messages));
  CHECK(cascade.error().kind() == ErrorKind::validation);
#endif
  std::vector<Outcome> outcomes;
  for (const auto& row : result.messages()) {
    outcomes.push_back(row.outcome());
  }
  CHECK((outcomes == std::vector<Outcome>{Outcome::accepted, Outcome::rejected}));
  CHECK(result.json().substr(0, 1) == "{" && result.raw()->find("stop list") != std::string_view::npos);
  const auto error = THROWN(ProviderError, result.raise_for_outcome());
  CHECK(error && error->outcome() == Outcome::rejected && error->customer_message_ids().size() == 1);
  CHECK(!result.check() && result.check().error().kind() == ErrorKind::provider);

  std::vector<Sms> all;
  all.push_back(sms());
  const auto good = client.send(all);
  CHECK(good.check().ok());
  good.raise_for_outcome();
  CHECK(good.warnings().empty());
  const auto advised = client.send(ViberSurvey().to(phone).sender("NovaShop").text("?").options({"Only one"}));
  CHECK_EQUAL(advised.warnings().size(), 1U);
  CHECK(!advised.warnings()[0].empty());
}

void test_status(const Client& client) {
  const auto result = client.send(
      ViberTransactional().to("+380990000211").sender("NovaShop").text("By Viber").fallback(Fallback("By SMS")));
  const std::string id(result.messages()[0].message_id().value_or(""));
  const auto early = client.status(id);
  CHECK_EQUAL(early.delivery_status(), "scheduled");
  CHECK(!early.is_final());
  control(client, "clock", R"({"advance":10})");
  const auto status = client.wait(id, 5s);
  CHECK_EQUAL(status.message_id(), id);
  CHECK_EQUAL(status.delivery_status(), "delivered");
  CHECK(status.is_final() && status.is_delivered());
  CHECK(status.cost() && status.cost()->find('.') != std::string_view::npos);
  CHECK_EQUAL(status.fallbacks().size(), 1U);
  CHECK_EQUAL(status.fallbacks()[0].type(), "sms");
  CHECK(!status.extended_statuses().empty());
  const auto error = THROWN(NotFoundError, client.status("no-such-id"));
  CHECK(error && error->status_code() == 404 && error->operation() == "messages.status");
  CHECK(client.try_status("no-such-id").error().kind() == ErrorKind::not_found);
  THROWN(ValidationError, client.wait(id, 5s, 500ms));
  // Time that is left may be 0 or less, which is not the default.
  for (const Seconds left : {Seconds(0), Seconds(-0.5)}) {
    CHECK_EQUAL(*client.try_wait(id, left).error().field(), "timeout");
    CHECK_EQUAL(*client.try_wait(id, 5s, left).error().field(), "interval");
  }
}

/// A range that makes its elements, as a view does: one for each number below `count`.
template <class Make>
struct Made {
  struct Iterator {
    const Make* make;
    int at;
    auto operator*() const { return (*make)(at); }
    Iterator& operator++() {
      ++at;
      return *this;
    }
    bool operator!=(const Iterator& other) const { return at != other.at; }
  };
  Iterator begin() const { return {&make, 0}; }
  Iterator end() const { return {&make, count}; }

  int count;
  Make make;
};

template <class Make>
Made<Make> made(int count, Make make) {
  return {count, std::move(make)};
}

void test_ranges(const Client& client) {
  const auto name = [](int i) { return "a name too long to stand within a string, " + std::to_string(i); };
  CHECK(client.try_cascade_upload_variables(made(20, [&](int i) { return Variable(1 + i, name(i)).type("name"); })).ok());
  CHECK_EQUAL(client.chathub_add_operators(made(20, [&](int i) { return NewOperator(32, name(i)); })).size(), 20u);
  const auto messages = made(20, [&](int i) {
    auto message = TurboSmsMessage().sender("Shop").add_recipient(phone).text(name(i)).sms(TurboSms());
    return std::pair<std::string, TurboSmsMessage>(i % 2 ? name(i) : std::to_string(i), std::move(message));
  });
  const auto sent = client.turbosms_send_multi(messages);
  CHECK_EQUAL(sent.size(), 20u);
  CHECK(sent.count("18") == 1 && sent.count(name(19)) == 1);
  CHECK_EQUAL(ViberSurvey().options(made(2, name)).json(), ViberSurvey().options({name(0), name(1)}).json());
}

void test_cascade(const Client& client) {
  const auto message = CascadeMessage()
                           .id("cascade-cpp-1")
                           .to(phone)
                           .sender("NovaShop")
                           .message_type("transaction")
                           .text("Dear %name=7%")
                           .ttl(600)
                           .add_variable(Variable(7, "Olena").type("name"))
                           .check_session()
                           .customer_data(R"({"order":[1,2]})");
  CHECK(message.json().find(R"("customerData":{"order":[1,2]})") != std::string::npos);
  const auto result = client.cascade_send(message, true);
  CHECK(result.ok());
  CHECK_EQUAL(result.messages()[0].customer_message_id(), "cascade-cpp-1");

  std::vector<CascadeMessage> messages;
  messages.push_back(CascadeMessage().to(phone).sender("NovaShop").message_type("viber_survey").text("How?").survey_options(
      {"Good", "Bad"}));
  messages.push_back(CascadeMessage().to(phone).sender("NovaShop").message_type("flashcall").fallback(
      CascadeFallback("Call us", "transaction")));
  CHECK_EQUAL(client.cascade_send(messages).ok(), true);
  const auto error = THROWN(ValidationError, client.send(messages));
  CHECK(error && error->problems().size() == 2 && error->problems()[0].rule == "type");

  const auto bot = ViberBot().type("text").receiver("v-1").sender_name("Nova").text("By Viber").min_api_version(2);
  const auto telegram = Telegram().text("By Telegram").chat_id(77).add_button(TelegramButton("Yes", "yes"));
  const Client with_bots(Options().viber_bot_token("test-viber").telegram_bot_key("test-telegram"));
  CHECK(with_bots
            .cascade_send(CascadeMessage()
                              .to(phone)
                              .sender("NovaShop")
                              .message_type("transaction")
                              .text("Hi")
                              .viber(bot)
                              .telegram(telegram))
            .ok());
}

void test_turbosms(const Client& client) {
  const auto result = client.turbosms_send(TurboSmsMessage()
                                               .recipients({phone, refused})
                                               .sender("NovaShop")
                                               .text("Hi")
                                               .sms(TurboSms().text("By SMS").is_flash(false)));
  CHECK(!result.ok());
  CHECK(result.response_code() > 0 && result.response_status());
  CHECK_EQUAL(result.recipients().size(), 2U);
  CHECK_EQUAL(result.recipients()[0].phone(), "380671234567");
  CHECK(result.recipients()[0].message_id() && result.recipients()[0].outcome() == Outcome::accepted);
  CHECK(!result.recipients()[1].message_id() && result.recipients()[1].outcome() == Outcome::rejected);
  THROWN(ProviderError, result.raise_for_outcome());
  CHECK(client
            .turbosms_send(TurboSmsMessage().add_recipient(phone).sender("NovaShop").text("Hi").viber(
                TurboViber().is_transactional(false).carousel({TurboCard("Lamp", "https://cdn.example.org/1.png")})))
            .ok());
  const auto error = THROWN(ProviderError, client.turbosms_send(JsonMessage(R"({"recipients":["380671234567"]})")));
  CHECK(error && error->code());
}

void test_errors(const Client& client) {
  const auto invalid = THROWN(ValidationError, client.send(sms("12")));
  CHECK(invalid && invalid->field() == "messages[0].to" && invalid->outcome() == Outcome::not_sent);
  CHECK(invalid && invalid->problems().size() == 1 && invalid->problems()[0].rule == "phone");
  CHECK(invalid && invalid->problems()[0].argument == "to" && invalid->notes().size() == 2);
  CHECK(invalid && invalid->notes()[0].rfind("next: ", 0) == 0 && invalid->notes()[1].rfind("help: ", 0) == 0);
  CHECK(invalid && std::strchr(invalid->what(), '\n') == nullptr && !invalid->status_code());
  THROWN(ValidationError, client.send(std::vector<Message>()));
  THROWN(ValidationError, client.send(sms(phone, "\xff")));
  THROWN(ValidationError, client.status("\xff"));

  // A text that C would cut off.
  const auto cut = THROWN(ValidationError, sms(phone, "one\0two"sv));
  CHECK(cut && cut->field() == "text" && cut->problems()[0].rule == "nul");
  CHECK(client.try_status("a\0b"sv).error().field() == "message_id");
  CHECK(client.try_call("request", "{}\0"sv).error().field() == "request");

  const auto wrong = THROWN(AuthenticationError, Client(Options().api_key("wrong")).send(sms()));
  CHECK(wrong && wrong->status_code() == 401 && wrong->body() && !wrong->retryable());
  THROWN(ConfigurationError, Client(Options().api_key("one").username("two")));
  CHECK(Client::try_make(Options().timeout(-1s)).error().kind() == ErrorKind::configuration);
  THROWN(ConnectionError, Client(Options().base_url("http://127.0.0.1:1").max_retries(0)).send(sms()));

  control(client, "reply_next",
          R"({"path_prefix":"/bat/","status":429,"headers":{"Retry-After":"7","X-Request-Id":"r-1"},)"
          R"("body":"{\"error\":{\"code\":\"RATE_LIMIT_EXCEEDED\",\"message\":\"slow\"}}"})");
  const auto limited = THROWN(RateLimitError, client.send(sms(), CallOptions().max_retries(0)));
  CHECK(limited && limited->retry_after() == 7s && limited->request_id() == "r-1" && limited->retryable());
  CHECK(limited && limited->code() == "RATE_LIMIT_EXCEEDED" && limited->customer_message_ids().size() == 1);
  control(client, "reply_next", R"({"path_prefix":"/bat/","status":502,"body":"gone"})");
  const auto gone = THROWN(ServerError, client.send(sms(), CallOptions().max_retries(0)));
  CHECK(gone && gone->outcome() == Outcome::unknown);
  control(client, "reply_next", R"({"path_prefix":"/bat/","status":200,"body":"not JSON"})");
  THROWN(ResponseError, client.send(sms(), CallOptions().max_retries(0)));
  control(client, "reply_next", R"({"path_prefix":"/bat/","status":200,"json":{},"delay_ms":5000})");
  THROWN(TimeoutError, client.send(sms(), CallOptions().max_retries(0).timeout(300ms)));
  THROWN(ValidationError, client.send(sms(), CallOptions().timeout(0s)));
}

void test_results_without_exceptions(const Client& client) {
  auto good = client.try_send(sms());
  CHECK(good && good->ok() && (*good).messages().size() == 1);
  const SendResult kept = std::move(good).value();
  CHECK(kept.ok());
  const auto bad = client.try_send(sms("12"));
  CHECK(!bad && bad.error().field() == "messages[0].to");
  THROWN(ValidationError, bad.value());
  auto made = Client::try_make(Options().timeout(5s));
  CHECK(made.ok());
  Client moved = *std::move(made);
  moved = Client(Options().timeout(6s));
  CHECK(accepted(moved, sms()));
  const auto refusal = client.try_cascade_send(sms());
  CHECK(refusal.error().kind() == ErrorKind::validation);
  CHECK(client.try_turbosms_send(sms()).error().kind() == ErrorKind::validation);
}

void test_options(const Client& client) {
  const Client tls(Options().base_url(std::getenv("TEST_TLS_URL")).ca_bundle(std::getenv("TEST_CA_BUNDLE")));
  CHECK(accepted(tls, sms()));
  Options options;
  options.ignore_environment().rate_limit(10, 10, 10, 10).no_rate_limit();
  THROWN(ConfigurationError, Client(options).send(sms()));
  CHECK(client.send(sms(), CallOptions().timeout(10s).max_retries(1).resend_unknown()).ok());
}

void test_call(const Client& client) {
  const auto reply = client.call("messages.send", R"({"messages":[{"type":"sms","to":"+380671234567","from":"NovaShop",)"
                                                  R"("text":"Hi"}]})");
  CHECK(reply.find(R"("outcome":"accepted")") != std::string::npos);
  const auto error = THROWN(ValidationError, client.call("messages.sned"));
  CHECK(error && error->field() == "operation");
}

void test_cancel(const Client& client) {
  const Cancel cancel;
  const auto options = CallOptions().cancel(cancel);
  control(client, "reply_next", R"({"path_prefix":"/bat/","status":200,"json":{},"delay_ms":600000})");
  control(client, "requests", "null", "DELETE");
  std::thread soon([&] {
    // Until the sandbox has the request, which it does not answer.
    while (control(client, "requests", "null", "GET").find(R"("total":0)") != std::string::npos) {
    }
    cancel.request();
  });
  const auto error = THROWN(CancelledError, client.send(sms(), options));
  soon.join();
  CHECK(cancel.is_requested());
  CHECK(error && error->outcome() == Outcome::unknown);
  CHECK(client.try_send(sms(), options).error().outcome() == Outcome::not_sent);
  const Client other;
  other.close();
  THROWN(ConfigurationError, other.send(sms()));
}

/// A number of the n-th recipient, for messages that differ.
std::string number(int n) { return "+38067" + std::to_string(2000000 + n); }

/// What a function of the program throws: nothing of ours.
struct Trouble {};

void test_bulk(const Client& client) {
  int made = 0;
  std::uint64_t told = 0;
  const auto next = [&made]() -> std::optional<Sms> {
    if (made == 250) {
      return std::nullopt;
    }
    // One with a mistake, one that the provider refuses.
    const int n = made++;
    return n == 0 ? sms("12") : n == 1 ? sms(refused) : sms(number(n));
  };
  const auto options = BulkOptions().chunk_size(20).connections(2).progress(
      [&told](const BulkProgress& progress) { told = progress.settled(); });
  auto report = client.send_bulk(next, options);
  const auto counts = report.counts();
  CHECK(!report.ok() && counts.accepted == 248 && counts.rejected == 1 && counts.not_sent == 1 && !counts.unknown);
  CHECK(counts.read == 250 && counts.settled() == 250 && counts.parts == 248 && counts.elapsed > 0s);
  CHECK(!counts.fraction && !counts.time_left && counts.rate > 0);
  CHECK_EQUAL(told, 250U);
  CHECK(report.json().find(R"("rejected":1,)") != std::string_view::npos);
  std::uint64_t rows = 0;
  report.for_each_row([&](const BulkRow& row) {
    CHECK_EQUAL(row.index(), rows);
    if (rows == 0) {
      CHECK(row.outcome() == Outcome::not_sent && row.rule() == "phone" && row.reason() && !row.parts());
    } else if (rows == 1) {
      CHECK(row.outcome() == Outcome::rejected && row.to() == refused && row.status() == "rejected");
    } else {
      CHECK(row.outcome() == Outcome::accepted && row.message_id() && row.customer_message_id() && row.parts() == 1);
    }
    ++rows;
  });
  CHECK_EQUAL(rows, 250U);
  rows = 0;
  report.for_each_row([&](const BulkRow&) { return ++rows < 3; });
  CHECK_EQUAL(rows, 3U);
  THROWN(ConfigurationError, report.save("/no such directory/report.csv"));
  CHECK(report.try_save("a\0b"sv).error().field() == "path");

  // A dry run sends nothing.
  const auto planned = client.send_bulk(std::array{sms(number(1)), sms("12")}, BulkOptions().dry_run());
  const auto plan = planned.plan();
  CHECK(plan && plan->total() == 2 && plan->valid() == 1 && plan->invalid() == 1);
  CHECK_EQUAL(plan->cost("0.450"), "0.450");
  CHECK_EQUAL(plan->encoding("GSM-7"), 1U);
  CHECK(plan->previews().size() == 1 && plan->try_cost("free").error().field() == "price_per_part");
  CHECK(!report.plan());

  const auto stopped = client.send_bulk(std::array{sms(number(1)), sms(number(2))}, BulkOptions().stop(number(2)));
  CHECK(stopped.counts().not_sent == 1 && !stopped.counts().waiting_until);

  // Messages of a container stay in it; those that it gives as values are taken.
  std::list<Sms> few;
  few.push_back(sms(number(1)));
  few.push_back(sms(number(2)));
  CHECK(client.send_bulk(few).ok());
  CHECK(accepted(client, few.front()));
  CHECK_EQUAL(client.send_bulk(std::list<Message>()).counts().read, 0U);
  CHECK_EQUAL(client.send_bulk(std::array{sms(number(1)), sms(number(1))}).counts().not_sent, 1U);
  const Sms taken = std::move(few.front());
  const auto moved = THROWN(ValidationError, client.send_bulk(few));
  CHECK(moved && moved->problems()[0].rule == "moved");

  THROWN(ValidationError, client.send_bulk(next, BulkOptions().chunk_size(0)));
  const auto hours = THROWN(ValidationError, client.send_bulk(next, BulkOptions().quiet_hours("late")));
  CHECK(hours && hours->field() == "quiet_hours" && !hours->report());
  const auto json = JsonMessage("{}");
  THROWN(ValidationError, client.send_bulk(next, BulkOptions().template_message(json)));
}

/// A folder that is new. Each test removes its own.
std::string temporary_folder() {
  const auto random = std::to_string(std::random_device()()) + std::to_string(std::random_device()());
  const auto folder = std::filesystem::temp_directory_path() / ("smsbat-cpp-" + random);
  CHECK(std::filesystem::create_directory(folder));
  return folder.string();
}

void test_bulk_file(const Client& client) {
  const std::string folder = temporary_folder();
  const std::string path = folder + "/customers.csv";
  const std::string journal = folder + "/journal";
  std::ofstream(path) << "phone,name\n+380671234567,Ada\n+380671234568,Bob\n0671234569,Eve\n";
  const auto options = BulkOptions().column("to", "phone").journal(journal).template_message(
      Sms().sender("NovaShop").text("Hi {name}"));
  auto report = client.send_bulk_file(path, options);
  CHECK_EQUAL(report.counts().accepted, 2U);
  CHECK_EQUAL(report.counts().not_sent, 1U);
  CHECK(report.counts().fraction == 1);
  const auto again = client.send_bulk_file(path, options);
  CHECK_EQUAL(again.counts().resumed, 2U);
  CHECK_EQUAL(again.counts().accepted, 2U);
  const auto other = THROWN(ConfigurationError, client.send_bulk_file(path, BulkOptions(options).template_text("Bye")));
  CHECK(other && !other->report());
  // The name of a column is taken as it is: it maps no other field.
  std::ofstream(path) << "\"phone, to=other\",other,text\n+380671234567,+380509999999,Hi\n";
  auto literal = client.send_bulk_file(path, BulkOptions().sender("NovaShop").column("to", "phone, to=other"));
  CHECK_EQUAL(literal.counts().accepted, 1U);
  literal.for_each_row([](const BulkRow& row) { CHECK_EQUAL(*row.to(), "+380671234567"); });
  const auto twice = BulkOptions().sender("NovaShop").column("to", "phone, to=other").column("to", "other");
  THROWN(ValidationError, client.send_bulk_file(path, twice));
  report.save(std::filesystem::path(folder) / "report.csv");
  std::string line;
  std::ifstream saved(folder + "/report.csv");
  std::getline(saved, line);
  saved.close();
  CHECK_EQUAL(line, "index,line,to,outcome,code,reason,rule,message_id,status,parts,customer_message_id");
  THROWN(ValidationError, client.send_bulk_file("/no such file.csv"));
  CHECK(client.try_send_bulk_file("a\0b"sv).error().field() == "path");
  std::filesystem::remove_all(folder);
}

void test_journal(const Client& client) {
  const std::string folder = temporary_folder();
  const auto options = CallOptions().journal(folder + "/sent.db");
  const auto first = client.send(sms(), options);
  const auto again = client.send(sms("380671234567"), options);
  CHECK(first.ok() && !first.messages()[0].resumed());
  CHECK(again.ok() && again.messages()[0].resumed());
  CHECK_EQUAL(again.messages()[0].message_id(), first.messages()[0].message_id());
  THROWN(ValidationError, client.send(std::vector<Sms>(2), options));
  THROWN(ValidationError, CallOptions().journal("a\0b"sv));
  CHECK(client.try_status("m-1", options).error().field() == "journal");
  std::filesystem::remove_all(folder);
}

void test_delivery(const Client& client) {
  const std::string folder = temporary_folder();
  const std::string journal = folder + "/journal";
  auto report = client.send_bulk(std::array{sms(number(1)), sms(number(2))}, BulkOptions().journal(journal));
  std::vector<std::string> ids;
  report.for_each_row([&](const BulkRow& row) { ids.emplace_back(*row.message_id()); });
  const auto body = [](const std::string& id, const std::string& status) {
    return "{\"messageId\":\"" + id + "\",\"deliverystatus\":\"" + status + "\",\"cost\":0.310}";
  };
  const auto recorded = webhooks::record(journal, body(ids[0], "read"));
  CHECK(recorded.delivery_report()->is_final());
  const std::string others[] = {body(ids[1], "delivered"), body("m-strange", "expired")};
  webhooks::record_all(journal, {others[0], others[1]});
  THROWN(ResponseError, webhooks::record(journal, "[1]"));
  CHECK(webhooks::try_record("a\0b"sv, "{}").error().field() == "journal");
  std::uint64_t requests = 9;
  const auto options = TrackOptions().journal(journal).timeout(std::chrono::seconds(5)).progress(
      [&](const TrackProgress& progress) { requests = progress.requests + progress.counts.pending; });
  const auto summary = client.track(options);
  CHECK_EQUAL(summary.counts().total, 2U);
  CHECK_EQUAL(summary.counts().settled(), 2U);
  CHECK_EQUAL(summary.counts().cost, "0.620");
  CHECK_EQUAL(summary.requests() + requests, 0U);
  CHECK_EQUAL(summary.by_channel().at(0).first, "sms");
  CHECK(summary.json().find("\"read\":1,") != std::string_view::npos);
  std::vector<std::string> words;
  summary.for_each_row([&](const DeliveryRow& row) {
    CHECK(row.to() && row.message_id() && row.customer_message_id() && row.status_at() && row.is_final());
    CHECK_EQUAL(*row.source(), "webhook");
    words.emplace_back(row.delivery());
  });
  CHECK(words == (std::vector<std::string>{"read", "delivered"}));
  CHECK_EQUAL(client.track(report, TrackOptions().timeout(Seconds(0))).counts().read, 1U);
  CHECK_EQUAL(client.track(ids, options).counts().total, 2U);
  summary.save(folder + "/delivery.csv");
  THROWN(ConfigurationError, summary.save(journal));
  THROWN(ValidationError, client.track(TrackOptions()));
  CHECK(client.try_track(TrackOptions().journal(folder + "/none")).error().kind() == ErrorKind::configuration);
  struct Stop {};
  try {
    client.track(ids, TrackOptions().progress([](const TrackProgress&) { throw Stop(); }));
    CHECK(false);
  } catch (const Stop&) {
    CHECK(true);
  }
  std::filesystem::remove_all(folder);
}

/// A range of two messages that throws in `begin`, in `++` or in `*`.
struct Range {
  int thrown;

  struct Iterator {
    int thrown;
    int at;
    Sms operator*() const { return thrown == 2 && at == 1 ? throw Trouble() : sms(number(50 + at)); }
    Iterator& operator++() {
      if (thrown == 1) {
        throw Trouble();
      }
      ++at;
      return *this;
    }
    bool operator==(const Iterator& other) const { return at == other.at; }
    bool operator!=(const Iterator& other) const { return at != other.at; }
  };
  Iterator begin() const { return thrown == 0 ? throw Trouble() : Iterator{thrown, 0}; }
  Iterator end() const { return {thrown, 2}; }
};

/// What the program's own functions throw comes out of the call, and every message that was given is accounted for.
void test_bulk_stops(const Client& client) {
  int made = 0;
  const auto next = [&made]() -> std::optional<Message> {
    if (++made > 30) {
      throw Trouble();
    }
    return sms(number(made));
  };
  const auto stopped = client.try_send_bulk(next);
  CHECK(!stopped && stopped.error().kind() == ErrorKind::cancelled && stopped.error().report());
  CHECK_EQUAL(stopped.error().report()->counts().settled(), 30U);
  try {
    std::rethrow_exception(stopped.error().cause());
  } catch (const Trouble&) {
    ++passed;
  }
  made = 0;
  try {
    (void)client.send_bulk(next);
    CHECK(false);
  } catch (const Trouble&) {
    ++passed;
  }

  // So does what a range throws, in any of its steps.
  for (int thrown = 0; thrown < 3; ++thrown) {
    const Range range{thrown};
    const auto broken = client.try_send_bulk(range);
    CHECK(!broken && broken.error().cause() && broken.error().report());
    CHECK_EQUAL(broken.error().report()->counts().settled(), thrown == 0 ? 0U : 1U);
  }

  const std::vector<Sms> none;
  const auto telling = BulkOptions().progress([](const BulkProgress&) { throw Trouble(); });
  const auto untold = client.try_send_bulk(none, telling);
  CHECK(!untold && untold.error().cause() && untold.error().report());

  auto report = client.send_bulk(std::array{sms(number(1)), sms(number(2))});
  const auto unread = report.try_for_each_row([](const BulkRow&) { throw Trouble(); });
  CHECK(!unread && unread.error().cause() && !unread.error().report());

  // An error of ours has the report too.
  const Client wrong(Options().api_key("wrong"));
  const auto error = THROWN(AuthenticationError, wrong.send_bulk(std::array{sms()}));
  CHECK(error && !error->cause() && error->report() && error->report()->counts().not_sent == 1);
  CHECK(error && error->outcome() == Outcome::not_sent);
}

void test_log(const Client& client) {
  std::vector<std::string> lines;
  set_log(LogLevel::debug, [&lines](LogLevel level, std::string_view line) {
    lines.emplace_back(line);
    CHECK(level == LogLevel::debug);
    throw Trouble();
  });
  CHECK(accepted(client, sms()));
  no_log();
  CHECK(accepted(client, sms()));
  CHECK_EQUAL(lines.size(), 1U);
  CHECK(!lines.empty() && lines[0].find("messages.send attempt=1 result=ok status=200") == 0);
}

void test_on_attempt(const Client& client) {
  int attempts = 0;
  std::optional<Client> watched;
  {
    // The function lives as long as the client.
    const auto options = Options().on_attempt([&attempts](const Attempt& attempt) {
      CHECK(attempt.operation() == "messages.send" && attempt.api() == "messages");
      CHECK_EQUAL(attempt.attempt(), static_cast<std::uint32_t>(++attempts));
      if (attempts == 1) {
        CHECK(attempt.result() == "rate_limit" && attempt.error_kind() == ErrorKind::rate_limit);
        CHECK(attempt.status_code() == 429 && attempt.outcome() == Outcome::not_sent);
        CHECK(attempt.retry_in() && *attempt.retry_in() >= 0.5s);
      } else {
        CHECK(attempt.result() == "ok" && !attempt.error_kind() && !attempt.retry_in());
        CHECK(attempt.outcome() == Outcome::accepted && attempt.request_id() && attempt.duration() > 0s);
      }
      throw Trouble();
    });
    watched.emplace(options);
  }
  control(client, "reply_next", R"({"path_prefix":"/bat/","status":429})");
  const Client moved = *std::move(watched);
  CHECK(accepted(moved, sms()));
  CHECK_EQUAL(attempts, 2);
}

void test_text() {
  const auto found = segments("Hello \xe2\x82\xac");
  CHECK_EQUAL(found.encoding, "GSM-7");
  CHECK(found.units == 8 && found.parts == 1 && found.per_part == 160 && found.remaining == 152);
  CHECK_EQUAL(segments("\xd1\x97`a").unicode_characters, "\xd1\x97`");
  THROWN(ValidationError, segments("\xff"));
}

void test_webhooks() {
  const auto incoming = webhooks::parse(R"({"idUuid":"u-1","phoneNumber":"380671234567","text":"Yes"})");
  CHECK(incoming.incoming_message() && incoming.incoming_message()->text() == "Yes");
  CHECK(!incoming.delivery_report());
  const auto delivery = webhooks::parse(R"({"messageId":"m-1","status":"DELIVERED","cost":0.0310})");
  CHECK(delivery.delivery_report() && delivery.delivery_report()->cost() == "0.0310");
  CHECK(delivery.delivery_report()->is_final() && !delivery.incoming_message());
  const auto cut = webhooks::parse(R"({"messageId":"m-1\u0000x","status":"read"})");
  CHECK_EQUAL(*cut.delivery_report()->message_id(), "m-1\xef\xbf\xbdx");
  const auto other = webhooks::parse(" {} ");
  CHECK_EQUAL(other.json(), "{}");
  THROWN(ResponseError, webhooks::parse("[1]"));
  CHECK(webhooks::try_parse(std::string_view()).error().kind() == ErrorKind::response);
  constexpr auto event = R"({"id":"e-1","signature":"3a6035fd218432627dd6efe3c00eb206d50056fc"})"sv;
  CHECK(webhooks::verify_turbosms(event, "secret") && !webhooks::verify_turbosms(event, "other"));
  THROWN(ValidationError, webhooks::verify_turbosms(event, ""));
}

void test_operations(const Client& client) {
  const auto organizations = client.chathub_organizations();
  CHECK(organizations.size() == 2 && organizations[1].name() == "Wholesale");
  for (const Operator& row : client.chathub_operators(32)) {
    CHECK(row.organization() && row.organization()->id() == 32);
  }
  const auto added = client.chathub_add_operators({NewOperator(32, "Ada")});
  client.chathub_set_operator_status(*added[0].id(), "inactive");
  // The sandbox's clock stands still, and this may be a slow machine.
  const std::time_t hour = std::time(nullptr) + 3600;
  char until[32];
  std::strftime(until, sizeof until, "%Y-%m-%dT%H:%M:%SZ", std::gmtime(&hour));
  const auto short_lived = ChathubOperatorTokenArguments().expires_at(until);
  CHECK(client.chathub_validate_token(client.chathub_operator_token(507, short_lived)).is_valid());
  const auto chats = client.chathub_chats(ChathubChatsArguments().status("open").date("2020-01-01", "2100-01-01"));
  CHECK(chats.size() == 1 && chats[0].assigned_operator()->id() == 507);
  CHECK(!client.chathub_chat_messages(6602).empty());
  const auto arguments = ChathubSendChatMessageArguments().text("A label").media("label.png", "\x89PNG"sv);
  CHECK(client.chathub_send_chat_message(6602, arguments).status_code() == 200);
  THROWN(ValidationError, client.chathub_send_chat_message(6602));
  client.chathub_set_chat_status(6602, "closed");
  THROWN(NotFoundError, client.chathub_delete_chat(1));
  CHECK(chathub_widget_html("t").find("token=\"t\"") != std::string::npos);
  CHECK(chathub_visitor_widget_html("g").find("guid=\"g\"") != std::string::npos);

  const auto sent = client.send(sms());
  const std::string id(*sent.messages()[0].message_id());
  CHECK(client.wait_all({id, id}, WaitAllArguments().timeout(std::chrono::seconds(1))).size() == 2);
  THROWN(ValidationError, client.wait_all({std::string("a\0b", 3)}));
  CHECK(client.cascade_upload_variables({Variable(41, "Oksana").type("name")}).status_code() == 200);
  const auto rows = TemplateRows().add("+380671234567").set("name", "Ada");
  CHECK(client.cascade_send_template("Hi {name}", rows, "NovaShop").ok());
  // A row that cannot be added stays missing, and no value changes a recipient.
  for (const auto& wrong : {
         TemplateRows().add(phone, {{"name", "Refused"}}).add("\xff", {{"name", "B"}}).add(phone, {{"name", "Refused"}}),
         TemplateRows().add(phone, {{"name", "Refused"}, {"to", "+380671234502"}}).add(phone, {{"name", "Refused"}}),
         TemplateRows().add(phone, {{"name", "\xff"}, {"name", "Refused"}}),
       }) {
    const auto error = THROWN(ValidationError, client.cascade_send_template("Hi {name}", wrong, "NovaShop"));
    CHECK(error && error->outcome() == Outcome::not_sent);
  }
  const auto refused = client.request("GET", "/_sandbox/messages?text=Hi%20Refused");
  CHECK(refused.text()->find("\"total\":0") != std::string_view::npos);
  THROWN(ValidationError, client.send_bulk(std::array{sms()}, BulkOptions().stop("\xff").stop(phone)));
  const auto several = client.turbosms_send_multi({{"first", TurboSmsMessage().add_recipient(phone).sender("NovaShop").text("Hi").sms(TurboSms())}});
  CHECK(several.at("first").ok());
  const std::string turbo(*several.at("first").recipients()[0].message_id());
  const auto statuses = client.turbosms_status({turbo});
  CHECK(statuses.size() == 1 && statuses[0].message_id() == turbo);
  CHECK(client.turbosms_details({turbo}).size() == 1);
  CHECK(client.request("GET", "/bat/message/" + id).status_code() == 200);
  const Client messagio(Options().messagio_user("test-user").messagio_sign("test-sign"));
  CHECK(messagio.messagio_send("+380671234567", "NovaShop", MessagioSendArguments().text("Hi")).outcome() ==
        Outcome::accepted);
}

void test_threads(const Client& client) {
  std::vector<std::thread> threads;
  std::vector<int> counts(32);
  for (int& count : counts) {
    threads.emplace_back([&client, &count] {
      for (int i = 0; i < 5; ++i) {
        const auto result = client.try_send(sms());
        count += result && result->ok() ? 1 : 0;
      }
    });
  }
  for (auto& thread : threads) {
    thread.join();
  }
  CHECK((counts == std::vector<int>(32, 5)));
}

}  // namespace

int main() {
  try {
    const Client client;
    test_version();
    test_types();
    test_null(client);
    test_every_kind(client);
    test_result(client);
    test_status(client);
    test_ranges(client);
    test_cascade(client);
    test_turbosms(client);
    test_errors(client);
    test_results_without_exceptions(client);
    test_options(client);
    test_call(client);
    test_cancel(client);
    test_bulk(client);
    test_bulk_file(client);
    test_journal(client);
    test_delivery(client);
    test_bulk_stops(client);
    test_log(client);
    test_on_attempt(client);
    test_text();
    test_webhooks();
    test_operations(client);
    test_threads(client);
  } catch (const std::exception& error) {
    std::cout << "FAILED: " << error.what() << '\n';
    ++failed;
  }
  std::cout << passed << " passed, " << failed << " failed\n";
  return failed == 0 ? 0 : 1;
}
