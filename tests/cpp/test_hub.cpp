// Events of the chat hub through the C++ header, against a sandbox of their own. Environment: SMSBAT_COMMAND.
#include <chrono>
#include <string>
#include <thread>

#include <smsbat.hpp>
#include <smsbat_sandbox.h>

#include "check.h"

using namespace std::chrono_literals;

constexpr std::int64_t chat = 6601;

static smsbat_sandbox sandbox;

static void happens(const char *path, const char *body) {
  CHECK_NUMBER(smsbat_sandbox_post(&sandbox, path, body, nullptr), SMSBAT_OK);
}

static std::string text_of(const smsbat::ChatEvent &event) {
  const auto received = event.message_received();
  const auto message = received ? received->message() : std::nullopt;
  return std::string(message ? message->text().value_or("no text") : "no message");
}

static void test_events(const smsbat::Client &client) {
  auto events = client.chathub_listen(smsbat::ChatEventsOptions().add_chat(chat).server_timeout(1min));
  auto event = events.next(20s);
  CHECK(event && event->kind() == smsbat::ChatEventKind::connection_changed);
  CHECK(event && event->connection_changed()->state() == "connected");
  CHECK(event && !event->chat_id() && !event->message_received());
  CHECK(events.transport() == "websocket");
  // It reads what came before the connection was there; what comes from now on is pushed.
  CHECK(!events.next(300ms));

  happens("chathub/incoming", "{\"chat_id\":6601,\"text\":\"One\"}");
  event = events.next(20s);
  CHECK(event && text_of(*event) == "One" && event->chat_id() == chat && !event->message_received()->replayed());
  const auto result = events.send_message(chat, "Two");
  CHECK(result && result->rfind("{\"id\":", 0) == 0);
  event = events.next(20s);
  CHECK(event && text_of(*event) == "Two");
  CHECK(event && event->json().find("\"Two\"") != std::string_view::npos);
  CHECK(events.send_media(chat, "a.png", std::string_view("\0x", 2)).has_value());
  event = events.next(20s);
  CHECK(event && event->kind() == smsbat::ChatEventKind::media_received && event->media_received()->media());
  CHECK(!events.next(0s));
  CHECK(!events.next(100ms));

  // What breaks is an event, and what was missed comes afterwards.
  happens("chathub/disconnect", "{}");
  happens("chathub/incoming", "{\"chat_id\":6601,\"text\":\"Missed\"}");
  std::string states;
  for (const auto &one : events) {
    if (const auto changed = one.connection_changed()) {
      states += std::string(changed->state().value_or("")) + " ";
      continue;
    }
    CHECK(text_of(one) == "Missed" && one.message_received()->replayed());
    events.close();
  }
  CHECK_TEXT(states.c_str(), "reconnecting connected ");
  CHECK(events.is_closed() && std::string(events.state()) == "closed" && !events.transport());
  CHECK(events.begin() == events.end());
}

static void test_errors(const smsbat::Client &client) {
  const auto refused = client.try_chathub_listen(smsbat::ChatEventsOptions().transport("pigeon"));
  CHECK(!refused && refused.error().kind() == smsbat::ErrorKind::validation);
  const auto missing = client.try_chathub_listen(smsbat::ChatEventsOptions().add_chat(0).add_chat(chat));
  CHECK(!missing && missing.error().kind() == smsbat::ErrorKind::validation);
  smsbat::Cancel cancel;
  const auto events = client.chathub_listen(smsbat::ChatEventsOptions().transport("long_polling").idle_timeout(1h),
                                            smsbat::CallOptions().cancel(cancel));
  CHECK(events.try_next(20s).ok());
  CHECK(events.try_next(smsbat::Seconds(-1)).error().kind() == smsbat::ErrorKind::validation);
  CHECK(events.try_send_message(chat, std::string_view("\0", 1)).error().kind() == smsbat::ErrorKind::validation);
  CHECK(events.try_send_media(chat, "", "x").error().kind() == smsbat::ErrorKind::validation);
  try {
    events.send_message(1, "Nobody");
    CHECK(!"the hub took it");
  } catch (const smsbat::ProviderError &error) {
    CHECK(error.outcome() == smsbat::Outcome::rejected);
  }
  std::thread thread([&] {
    // Long enough for the wait to have begun. If it has not, the result is the same.
    std::this_thread::sleep_for(100ms);
    cancel.request();
  });
  const auto cancelled = events.try_next();
  thread.join();
  CHECK(!cancelled && cancelled.error().kind() == smsbat::ErrorKind::cancelled);
}

int main() {
  if (!smsbat_sandbox_start(&sandbox, nullptr, false)) {
    std::printf("%s\n", sandbox.problem);
    return 1;
  }
  {
    smsbat_client *made = nullptr;
    CHECK_NUMBER(smsbat_sandbox_client(&sandbox, &made, nullptr), SMSBAT_OK);
    const smsbat::Client client(made);
    client.chathub_login("test-desk", "test-password");
    test_events(client);
    test_errors(client);
  }
  smsbat_sandbox_stop(&sandbox);
  std::printf("%d passed, %d failed\n", checks_passed, checks_failed);
  return checks_failed == 0 ? 0 : 1;
}
