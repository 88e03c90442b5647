// SPDX-License-Identifier: Apache-2.0
#include "base/file.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "base/error.h"

namespace holon::base {
namespace {

constexpr std::uintmax_t kLargest = 64ULL << 20U;

[[noreturn]] void fail(std::string_view what, const std::string& path) {
  throw WorldError(
      fmt::format("cannot {} `{}`: {}", what, path, std::strerror(errno != 0 ? errno : EIO)));
}

// a device or a pipe cannot be replaced, only written to
void write_through(const std::string& path, std::string_view content) {
  std::ofstream file(path, std::ios::binary);
  file.write(content.data(), static_cast<std::streamsize>(content.size()));
  file.flush();
  if (!file) fail("write", path);
}

}  // namespace

std::string read_file(const std::string& path) {
  errno = 0;
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    throw WorldError(fmt::format("cannot read `{}`: it is a folder", path), {"name a file in it"});
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) fail("read", path);
  std::string content;
  char buffer[1 << 16];
  while (file.read(buffer, sizeof buffer) || file.gcount() > 0) {
    content.append(buffer, static_cast<std::size_t>(file.gcount()));
    if (content.size() > kLargest)
      throw WorldError(fmt::format("`{}` is larger than 64 MiB", path));
  }
  if (file.bad()) fail("read", path);
  return content;
}

void write_file(const std::string& path, std::string_view content) {
  errno = 0;
  std::error_code ignored;
  const auto status = std::filesystem::status(path, ignored);
  if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) {
    write_through(path, content);
    return;
  }
  // a link stays a link to what is written
  const auto target = std::filesystem::is_symlink(path, ignored)
                          ? std::filesystem::weakly_canonical(path, ignored)
                          : std::filesystem::path(path);
  if (target.has_parent_path()) std::filesystem::create_directories(target.parent_path(), ignored);
  const auto temporary = target.string() + ".part";
  errno = 0;
  {
    std::ofstream file(temporary, std::ios::binary | std::ios::trunc);
    file.write(content.data(), static_cast<std::streamsize>(content.size()));
    file.flush();
    if (!file) {
      const int cause = errno;
      file.close();
      std::filesystem::remove(temporary, ignored);
      errno = cause;
      fail("write", path);
    }
  }
  std::error_code failure;
  std::filesystem::rename(temporary, target, failure);
  if (failure) {
    std::filesystem::remove(temporary, ignored);
    errno = failure.value();
    fail("write", path);
  }
}

}  // namespace holon::base
