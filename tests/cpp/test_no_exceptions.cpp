// The C++ header without exceptions and without run-time types. Environment: SMSBAT_BASE_URL, SMSBAT_API_KEY.
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <smsbat.hpp>

#include "check.h"

using namespace smsbat;
using namespace std::string_view_literals;

static_assert(!SMSBAT_EXCEPTIONS);

static Sms sms(std::string_view text) { return Sms().to("+380671234567").sender("NovaShop").text(text); }

static void test_calls(const Client& client) {
  const auto sent = client.try_send(sms("Hello"));
  CHECK(sent && sent->ok() && (*sent).messages()[0].outcome() == Outcome::accepted);
  CHECK(client.try_send(std::vector<Sms>()).error().kind() == ErrorKind::validation);
  CHECK(client.try_status("no such id").error().kind() == ErrorKind::not_found);
  CHECK_TEXT(to_string(client.try_call("no.such").error().kind()), "validation");
  CHECK(try_segments("\xff").error().kind() == ErrorKind::invalid_argument);
  CHECK_NUMBER(try_segments("Hello").value().parts, 1);
  CHECK(!try_phone("12") && try_phone("0671234567", "380").value().e164 == "+380671234567");
  CHECK(webhooks::try_parse("").error().kind() == ErrorKind::response);
  CHECK(!webhooks::try_verify_turbosms("{}", "a\0b"sv));
  CHECK(try_chathub_widget_html("t").value().find("token=\"t\"") != std::string::npos);
  CHECK(!try_chathub_widget_html("a\0b"sv) && !try_chathub_visitor_widget_html("a\0b"sv));
}

// No setter ends the program: what was wrong is an error of the call.
static void test_setters(const Client& client) {
  const auto text = client.try_send(sms("a\0b"sv));
  CHECK(!text && text.error().outcome() == Outcome::not_sent);
  const auto options = client.try_send_bulk_file("rows.csv", BulkOptions().sender("a\0b"sv));
  CHECK(!options && options.error().outcome() == Outcome::not_sent);
  const auto made = Client::try_make(Options().api_key("a\0b"sv));
  CHECK(!made && made.error().outcome() == Outcome::not_sent);
  Options taken;
  const Options kept = std::move(taken);
  CHECK(!Client::try_make(taken) && Client::try_make(kept));
  CHECK(!flash_call_matches("a\0b"sv, "380671234567"));
}

// A function that is missing turns the log off.
static void test_log(const Client& client) {
  set_log(LogLevel::debug, nullptr);
  CHECK(client.try_send(sms("Hello")).ok());
}

static void test_campaign(const Client& client) {
  int left = 3;
  const auto next = [&]() -> std::optional<Sms> {
    return left-- > 0 ? std::optional<Sms>(sms("Hello " + std::to_string(left))) : std::nullopt;
  };
  auto report = client.try_send_bulk(next);
  CHECK(report && report->counts().read == 3);
  std::size_t rows = 0;
  CHECK(report->try_for_each_row([&](const BulkRow&) { ++rows; }).ok() && rows == 3);

  const std::function<std::optional<Sms>()> none;
  CHECK_TEXT(client.try_send_bulk(none).error().what(), "source must not be an empty function");
  std::optional<Sms> (*no_pointer)() noexcept = nullptr;
  CHECK_TEXT(client.try_send_bulk(no_pointer).error().what(), "source must not be NULL");
  const std::function<void(const BulkRow&)> no_take;
  CHECK_TEXT(report->try_for_each_row(no_take).error().what(), "take must not be an empty function");

  std::vector<Sms> messages;
  messages.push_back(sms("Hello"));
  messages.push_back(sms("Hello again"));
  const Sms moved = std::move(messages[1]);
  CHECK(client.try_send(messages).error().outcome() == Outcome::not_sent);
  const auto ended = client.try_send_bulk(messages);
  CHECK(!ended && ended.error().kind() == ErrorKind::validation);
  CHECK_TEXT(ended.error().what(), "message was moved from");
  CHECK(ended.error().report() && ended.error().report()->counts().read == 1);
}

int main() {
  const auto client = Client::try_make(Options());
  CHECK(client.ok());
  if (client) {
    test_calls(*client);
    test_setters(*client);
    test_log(*client);
    test_campaign(*client);
  }
  std::printf("%d passed, %d failed\n", checks_passed, checks_failed);
  return checks_failed == 0 ? 0 : 1;
}
