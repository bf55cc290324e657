// Sends a campaign from a CSV file with columns to and name: bulk_csv FILE [JOURNAL]
//
// The key is in the environment variable SMSBAT_API_KEY. With a journal the same command goes on where it was cut off,
// and sends nobody a message twice.
#include <iostream>

#include <smsbat.hpp>

namespace {

// Called about ten times a second and at the end, on this thread.
void show_progress(const smsbat::BulkProgress& so_far) {
  std::cerr << static_cast<int>(100 * so_far.fraction.value_or(0)) << " %, " << so_far.accepted << " accepted, "
            << static_cast<int>(so_far.rate) << " messages/s\n";
}

// Shows the sums, and each row that was not accepted.
void show(smsbat::BulkReport& report) {
  std::cout << report.counts().accepted << " of " << report.counts().settled() << " accepted\n";
  report.for_each_row([](const smsbat::BulkRow& row) {
    if (row.outcome() != smsbat::Outcome::accepted) {
      std::cout << "row " << row.index() + 1 << ": " << smsbat::to_string(row.outcome()) << ": "
                << row.reason().value_or("-") << '\n';
    }
  });
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) {
    std::cerr << "usage: " << arguments[0] << " FILE [JOURNAL]\n";
    return 2;
  }
  try {
    auto options = smsbat::BulkOptions()
                       .sender("MyShop")
                       .template_text("Hi {name}, your order is ready")
                       .progress(show_progress);
    if (count > 2) {
      options.journal(arguments[2]);
    }
    const smsbat::Client client;
    auto report = client.send_bulk_file(arguments[1], options);
    show(report);
    return report.ok() ? 0 : 1;
  } catch (const smsbat::Error& error) {
    std::cerr << smsbat::to_string(error.outcome()) << ": " << error.what() << '\n';
    // There is a report too if the campaign ended before its time.
    if (error.report()) {
      show(*error.report());
    }
    return 1;
  }
}
