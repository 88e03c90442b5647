// SPDX-License-Identifier: Apache-2.0
#include "ledger/recover.h"

#include <algorithm>
#include <filesystem>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"
#include "ledger/address.h"
#include "ledger/importer.h"
#include "ledger/journal.h"

namespace holon::ledger {
namespace {

constexpr const char* kEnding = ".journal";

// A lock on a journal, held while it is looked at. Not `held` where its meter holds it, or where
// another process has just dealt with it.
class Claim {
 public:
  explicit Claim(const std::string& path) : file_(::open(path.c_str(), O_RDWR | O_CLOEXEC)) {
    if (file_ < 0) return;
    struct stat status{};
    is_alive_ = ::flock(file_, LOCK_EX | LOCK_NB) != 0;
    held_ = !is_alive_ && ::fstat(file_, &status) == 0 && status.st_nlink > 0;
  }
  ~Claim() {
    if (file_ >= 0) ::close(file_);
  }
  Claim(const Claim&) = delete;
  Claim& operator=(const Claim&) = delete;

  [[nodiscard]] bool held() const { return held_; }
  [[nodiscard]] bool is_alive() const { return is_alive_; }

 private:
  int file_;
  bool held_ = false;
  bool is_alive_ = false;
};

// a text, which may hold anything, as a part of a path
std::string plain(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const bool kept = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                      c == '-' || c == '_';
    out += kept ? c : '_';
  }
  return out;
}

void recover_one(Ledger& ledger, const std::string& path, Recovery& out) {
  const Claim claim(path);
  if (claim.is_alive()) ++out.alive;
  if (!claim.held()) return;
  const auto content = read_journal(base::read_file(path));
  if (content.is_later) {
    out.later.push_back(path);
    return;
  }
  const auto run = run_of(content);
  if (!run) {
    const auto aside = path + ".damaged";
    if (::rename(path.c_str(), aside.c_str()) == 0) out.damaged.push_back(aside);
    return;
  }
  ledger.add(*run);
  ::unlink(path.c_str());
  (content.ended ? out.finished : out.interrupted).push_back(run->id);
}

}  // namespace

std::string journal_folder(const std::string& address, const std::string& data_folder) {
  if (!is_on_server(address)) return address + ".journals";
  // a password has no place in a name; two servers of one plain name are told apart
  const auto name = name_of(address);
  constexpr std::size_t kDigits = 8;
  return fmt::format("{}/servers/{}-{}.journals", data_folder, plain(name),
                     fingerprint(name).substr(0, kDigits));
}

std::string journal_path(const std::string& folder, const std::string& run_id) {
  return folder + "/" + plain(run_id) + kEnding;
}

Recovery recover(Ledger& ledger, const std::string& folder) {
  Recovery out;
  std::error_code error;
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() == kEnding) paths.push_back(entry.path().string());
  }
  std::sort(paths.begin(), paths.end());
  for (const auto& path : paths) recover_one(ledger, path, out);
  return out;
}

}  // namespace holon::ledger
