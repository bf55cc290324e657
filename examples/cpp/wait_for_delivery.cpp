// Sends one SMS and waits until it is delivered: wait_for_delivery [NUMBER]
//
// The key is in the environment variable SMSBAT_API_KEY.
#include <iostream>

#include <smsbat.hpp>

int main(int count, char** arguments) {
  using namespace std::chrono_literals;
  try {
    const smsbat::Client client;
    const auto result = client.send(
        smsbat::Sms().to(count > 1 ? arguments[1] : "+380671234567").sender("MyShop").text("Your order is ready"));
    result.raise_for_outcome();  // a refused message is an error too

    // For two minutes at most; the second question is asked after one second, later ones more seldom.
    const auto status = client.wait(result.messages()[0].message_id().value(), 2min, 1s);
    std::cout << status.delivery_status().value_or("no status") << (status.is_final() ? "" : " so far") << ", cost "
              << status.cost().value_or("not known") << '\n';
    return status.is_delivered() ? 0 : 1;
  } catch (const smsbat::Error& error) {
    std::cerr << smsbat::to_string(error.outcome()) << ": " << error.what() << '\n';
    return 1;
  }
}
