// SPDX-License-Identifier: Apache-2.0
#include "meter/election.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "base/random.h"

namespace holon::meter {

Election::Election(const std::string& folder, const std::string& job) {
  if (job.empty()) return;
  // the job's name may hold anything; its hash is a good file name
  const auto path =
      fmt::format("{}/holon-meter-{}-{:016x}.lock", folder, ::getuid(), base::stream_of(job));
  descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor_ < 0) {
    fault_ = fmt::format("no election, `{}` cannot be opened: {}", path, std::strerror(errno));
    return;
  }
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return;
  elected_ = errno != EWOULDBLOCK;
  if (elected_) fault_ = fmt::format("no election, `{}` cannot be locked", path);
}

Election::~Election() {
  // the file stays: removing it would let two hold a lock of the same name
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace holon::meter
