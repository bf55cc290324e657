// Reads what the provider posts to a webhook: the body of one request, on standard input, as a CGI program gets it.
//
// Nothing in a body proves who sent it: ask for the status of what matters. No client and no key are needed.
#include <iostream>
#include <iterator>

#include <smsbat.hpp>

int main() {
  const std::string body{std::istreambuf_iterator<char>(std::cin), {}};
  // A body that cannot be read is an everyday thing for a receiver: no exception is wanted.
  const auto webhook = smsbat::webhooks::try_parse(body);
  if (!webhook) {
    std::cerr << webhook.error().what() << '\n';
    return 1;
  }
  if (const auto message = webhook->incoming_message()) {
    std::cout << message->phone().value_or("-") << " wrote: " << message->text().value_or("-") << '\n';
  } else if (const auto report = webhook->delivery_report()) {
    // The same report may come twice.
    std::cout << "message " << report->message_id().value_or("-") << " is "
              << report->delivery_status().value_or("-") << '\n';
  } else {
    std::cout << "something else: " << webhook->json() << '\n';
  }
}
