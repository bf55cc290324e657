// Answers everybody who writes in a chat, until nobody has for a while: chat_bot [SECONDS]
//
// A token or key for ChatHub is in the environment, such as SMSBAT_COMPANY_TOKEN.
#include <cstdlib>
#include <iostream>

#include <smsbat.hpp>

int main(int count, char **arguments) {
  const smsbat::Seconds idle(count > 1 ? std::atof(arguments[1]) : 3600);
  try {
    smsbat::Client client;
    const auto events = client.chathub_listen(smsbat::ChatEventsOptions().idle_timeout(idle));
    for (const auto &event : events) {
      if (const auto changed = event.connection_changed()) {
        std::cout << changed->state().value_or("") << std::endl;
        continue;
      }
      const auto received = event.message_received();
      // Operators, and this program, are 0: it does not talk to itself.
      if (!received || received->message()->author() == 0) {
        continue;
      }
      // What is not sent may be sent again; what is unknown may have arrived, so it is only reported.
      const auto chat = received->chat_id().value_or(0);
      if (const auto sent = events.try_send_message(chat, "Thank you, we answer within the hour")) {
        std::cout << "chat " << chat << ": answered" << std::endl;
      } else {
        std::cerr << "chat " << chat << ": " << smsbat::to_string(sent.error().outcome()) << ": "
                  << sent.error().what() << '\n';
      }
    }
  } catch (const smsbat::Error &error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
