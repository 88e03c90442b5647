// SPDX-License-Identifier: Apache-2.0
#include "ledger/journal.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <limits>
#include <utility>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "base/error.h"
#include "ledger/journal_line.h"
#include "record/json.h"

namespace holon::ledger {
namespace {

// kept free on the disk for the run as it ended [byte]
constexpr std::int64_t kReserve = 256 * 1024;
// asked of the disk at a time, so that samples cost no further call [byte]
constexpr std::int64_t kAhead = 256 * 1024;
// a longer journal is written anew with what of it still matters [byte]
constexpr std::int64_t kLongest = 8 * 1024 * 1024;
constexpr std::int64_t kHour = 3'600'000'000'000;

// the name is on the disk only when its folder is
void sync_folder(const std::string& path) {
  const auto folder = std::filesystem::path(path).parent_path();
  const int file =
      ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return;
  ::fsync(file);
  ::close(file);
}

// 0, or the reason
int write_whole(int file, const std::string& text, std::int64_t at) {
  std::size_t done = 0;
  while (done < text.size()) {
    const auto count = ::pwrite(file, text.data() + done, text.size() - done,
                                at + static_cast<std::int64_t>(done));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return count == 0 ? ENOSPC : errno;
    done += static_cast<std::size_t>(count);
  }
  return 0;
}

}  // namespace

Journal Journal::open(const std::string& path, const record::Run& run) {
  Journal out;
  out.path_ = path;
  out.begin_ = std::string(kJournalFirstLine) + journal_line('R', record::to_json(run));
  const auto folder = std::filesystem::path(path).parent_path();
  std::error_code error;
  if (!folder.empty()) std::filesystem::create_directories(folder, error);
  if (error || !out.rewrite())
    throw base::WorldError(
        fmt::format("cannot keep a journal at {}: {}", path, error ? error.message() : out.fault_));
  return out;
}

Journal::Journal(Journal&& other) noexcept { *this = std::move(other); }

Journal& Journal::operator=(Journal&& other) noexcept {
  if (this == &other) return *this;
  close();
  file_ = std::exchange(other.file_, -1);
  path_ = std::move(other.path_);
  begin_ = std::move(other.begin_);
  kept_ = std::move(other.kept_);
  last_ = std::move(other.last_);
  last_hour_ = other.last_hour_;
  last_has_gaps_ = other.last_has_gaps_;
  end_ = other.end_;
  allocated_ = other.allocated_;
  fault_ = std::move(other.fault_);
  return *this;
}

Journal::~Journal() { close(); }

void Journal::close() noexcept {
  if (file_ >= 0) ::close(file_);
  file_ = -1;
}

bool Journal::append(const Sample& sample) {
  auto line = journal_line('S', to_json(sample));
  if (end_ + static_cast<std::int64_t>(line.size()) > kLongest && !rewrite()) return false;
  if (!write(line, false)) return false;
  // what a shorter journal still needs: the last sample of each hour, and where gaps are told
  const auto hour = sample.at_ns / kHour;
  if (!last_.empty() && (hour != last_hour_ || last_has_gaps_)) kept_.push_back(last_);
  last_ = std::move(line);
  last_hour_ = hour;
  last_has_gaps_ = !sample.gaps.empty();
  return true;
}

bool Journal::finish(const record::Run& run) {
  return write(journal_line('F', record::to_json(run)), true);
}

void Journal::discard() {
  ::unlink(path_.c_str());
  close();
}

bool Journal::write(const std::string& line, bool may_use_reserve) {
  if (file_ < 0) return fail("the journal is closed");
  if (!may_use_reserve && !has_room(line.size())) return false;
  errno = write_whole(file_, line, end_);
  if (errno == 0 && ::fdatasync(file_) == 0) {
    end_ += static_cast<std::int64_t>(line.size());
    return true;
  }
  fail(std::strerror(errno));
  // what was written of it must not stand between this entry and the next
  if (::ftruncate(file_, end_) == 0) allocated_ = end_;
  return false;
}

// Where the file system promises room (fallocate), samples stop before the disk is full, and the
// end of the run still fits.
bool Journal::has_room(std::size_t more) {
  const auto needed = end_ + static_cast<std::int64_t>(more) + kReserve;
  if (needed <= allocated_) return true;
  for (const auto ahead : {kAhead, std::int64_t{0}}) {
    if (::fallocate(file_, FALLOC_FL_KEEP_SIZE, end_, needed + ahead - end_) == 0) {
      allocated_ = needed + ahead;
      return true;
    }
    if (errno == EOPNOTSUPP || errno == ENOSYS) {
      allocated_ = std::numeric_limits<std::int64_t>::max();
      return true;
    }
  }
  return fail(std::strerror(errno));
}

// The journal anew: its beginning, the samples that still matter, the last one. Whoever reads it
// meanwhile sees the old file or the new one, whole.
bool Journal::rewrite() {
  const auto name = path_ + ".new";
  const int file = ::open(name.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) return fail(std::strerror(errno));
  auto text = begin_;
  for (const auto& line : kept_) text += line;
  text += last_;
  errno = ::flock(file, LOCK_EX | LOCK_NB) == 0 ? write_whole(file, text, 0) : errno;
  if (errno != 0 || ::fdatasync(file) != 0 || ::rename(name.c_str(), path_.c_str()) != 0) {
    fail(std::strerror(errno));
    ::unlink(name.c_str());
    ::close(file);
    return false;
  }
  sync_folder(path_);
  close();
  file_ = file;
  end_ = static_cast<std::int64_t>(text.size());
  allocated_ = end_;
  return true;
}

bool Journal::fail(const char* what) {
  fault_ = what;
  return false;
}

}  // namespace holon::ledger
