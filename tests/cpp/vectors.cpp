// Runs one case of the vectors and prints what came of it as one JSON object.
#include "vectors.hpp"

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <sstream>

namespace {

using namespace smsbat;

/// A text as JSON. Bytes above 0x7f go through: both sides are UTF-8.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char byte : text) {
    if (byte == '"' || byte == '\\' || static_cast<unsigned char>(byte) < 0x20) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(byte));
      out += escape;
    } else {
      out += byte;
    }
  }
  return out + '"';
}

std::string quoted(const std::optional<std::string>& text) { return text ? quoted(std::string_view(*text)) : "null"; }

/// A list of JSON values.
template <class All, class One>
std::string list(const All& all, One one) {
  std::string out = "[";
  for (const auto& entry : all) {
    out += (out.size() > 1 ? "," : "") + one(entry);
  }
  return out + "]";
}

void print_error(const Error& error) {
  std::ostringstream out;
  out.precision(17);
  out << R"({"error":{"number":)" << static_cast<int>(error.kind())  //
      << R"(,"outcome":)" << quoted(std::string_view(to_string(error.outcome())))
      << R"(,"status_code":)" << (error.status_code() ? std::to_string(*error.status_code()) : "null")
      << R"(,"code":)" << quoted(error.code()) << R"(,"message":)" << quoted(std::string_view(error.message()))
      << R"(,"field":)" << quoted(error.field()) << R"(,"request_id":)" << quoted(error.request_id())
      << R"(,"operation":)" << quoted(error.operation()) << R"(,"retry_after":)";
  if (error.retry_after()) {
    out << error.retry_after()->count();
  } else {
    out << "null";
  }
  out << R"(,"retryable":)" << (error.retryable() ? "true" : "false") << R"(,"customer_message_ids":)"
      << list(error.customer_message_ids(), [](const std::string& id) { return quoted(std::string_view(id)); })
      << R"(,"problems":)" << list(error.problems(), [](const Problem& problem) {
           return R"({"path":)" + quoted(std::string_view(problem.path)) + R"(,"rule":)" +
                  quoted(std::string_view(problem.rule)) + "}";
         });
  std::cout << out.str() << "}}\n";
}

std::string json_of(const std::string& text) { return text; }

template <class T>
std::string json_of(const T& reply) {
  return std::string(reply.json());
}

/// Makes a call in one of its two forms.
template <class Throwing, class Trying>
void print(bool throws, Throwing throwing, Trying trying) {
  if (!throws) {
    const auto result = trying();
    if (result) {
      std::cout << R"({"value":)" << json_of(*result) << "}\n";
    } else {
      print_error(result.error());
    }
    return;
  }
  try {
    const auto value = throwing();
    std::cout << R"({"value":)" << json_of(value) << "}\n";
  } catch (const Error& error) {
    print_error(error);
  }
}

const CallOptions& once() {
  static const CallOptions options = CallOptions().max_retries(0);
  return options;
}

}  // namespace

void Caller::send(const std::vector<Message>& messages) const {
  print(throws, [&] { return client.send(messages, once()); }, [&] { return client.try_send(messages, once()); });
}

void Caller::cascade_send(const std::vector<Message>& messages) const {
  print(throws, [&] { return client.cascade_send(messages, false, once()); },
        [&] { return client.try_cascade_send(messages, false, once()); });
}

void Caller::turbosms_send(const Message& message) const {
  print(throws, [&] { return client.turbosms_send(message, once()); },
        [&] { return client.try_turbosms_send(message, once()); });
}

void Caller::call(std::string_view operation, std::string_view arguments) const {
  print(throws, [&] { return client.call(operation, arguments, once()); },
        [&] { return client.try_call(operation, arguments, once()); });
}

void Caller::status(std::string_view id) const {
  print(throws, [&] { return client.status(id, once()); }, [&] { return client.try_status(id, once()); });
}

void phone(std::string_view text, std::optional<std::string_view> country) {
  try {
    const auto found = smsbat::phone(text, country);
    std::cout << R"({"e164":)" << quoted(std::string_view(found.e164)) << R"(,"digits":)"
              << quoted(std::string_view(found.digits)) << R"(,"country":)" << quoted(std::string_view(found.country))
              << "}\n";
  } catch (const Error& error) {
    print_error(error);
  }
}

void segments(std::string_view text) {
  try {
    const auto found = smsbat::segments(text);
    // The characters are one text; in the vectors they are a list.
    std::vector<std::string> characters;
    for (const char byte : found.unicode_characters) {
      if ((static_cast<unsigned char>(byte) & 0xc0) == 0x80) {
        characters.back() += byte;
      } else {
        characters.emplace_back(1, byte);
      }
    }
    std::cout << R"({"value":{"encoding":)" << quoted(std::string_view(found.encoding)) << R"(,"units":)" << found.units
              << R"(,"parts":)" << found.parts << R"(,"per_part":)" << found.per_part << R"(,"remaining":)"
              << found.remaining << R"(,"unicode_characters":)"
              << list(characters, [](const std::string& one) { return quoted(std::string_view(one)); }) << "}}\n";
  } catch (const Error& error) {
    print_error(error);
  }
}

void flash_call_matches(std::string_view pattern, std::string_view caller_id) {
  std::cout << R"({"value":)" << (smsbat::flash_call_matches(pattern, caller_id) ? "true" : "false") << "}\n";
}

int main(int count, char** arguments) {
  if (count != 2) {
    return EXIT_FAILURE;
  }
  const auto client = Client::try_make(Options());
  if (client) {
    run_case(std::atoi(arguments[1]), *client);
  } else {
    print_error(client.error());
  }
  return EXIT_SUCCESS;
}
