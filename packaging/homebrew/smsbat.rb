# UNTRIED: nobody has built this formula yet, on macOS nothing of the C library has been. `brew install --HEAD` builds main.
class Smsbat < Formula
  desc "Command for the SMSBAT messaging APIs"
  homepage "https://github.com/smsbat/smsbat"
  license any_of: ["MIT", "Apache-2.0"]
  head "https://github.com/smsbat/smsbat.git", branch: "main"

  depends_on "rust" => :build

  def install
    # Only the command: `make install` of the library is for Linux and Windows.
    system "cargo", "install", *std_cargo_args(path: "cli")
  end

  test do
    assert_match "GSM-7", shell_output("#{bin}/smsbat segments Hello")
  end
end
