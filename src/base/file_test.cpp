// SPDX-License-Identifier: Apache-2.0
#include "base/file.h"

#include <cstdlib>
#include <filesystem>
#include <string>

#include <doctest/doctest.h>

#include "base/error.h"

namespace holon::base {
namespace {

namespace fs = std::filesystem;

/// A folder that is gone afterwards.
class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "holon-test-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { fs::remove_all(path_); }

  [[nodiscard]] std::string operator/(const std::string& name) const {
    return (path_ / name).string();
  }
  [[nodiscard]] std::size_t files() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(path_), fs::directory_iterator()));
  }

 private:
  fs::path path_;
};

}  // namespace

TEST_CASE("a file is written whole, replaces the one before, and leaves nothing beside it") {
  const Folder folder;
  const std::string content("a\0b\r\n\xff", 6);
  write_file(folder / "x", content);
  CHECK(read_file(folder / "x") == content);
  write_file(folder / "x", "shorter");
  CHECK(read_file(folder / "x") == "shorter");
  CHECK(folder.files() == 1);
  write_file(folder / "deep/er/y", "z");
  CHECK(read_file(folder / "deep/er/y") == "z");
}

TEST_CASE("a write that fails leaves the old file and nothing else") {
  const Folder folder;
  fs::create_directory(folder / "x");
  write_file(folder / "x/old", "stays");
  // a folder that is not empty cannot be replaced
  CHECK_THROWS_AS(write_file(folder / "x", "new"), WorldError);
  CHECK(read_file(folder / "x/old") == "stays");
  CHECK(folder.files() == 1);
  // a file is no folder to write into
  write_file(folder / "plain", "p");
  CHECK_THROWS_AS(write_file(folder / "plain/y", "new"), WorldError);
  CHECK(folder.files() == 2);
}

TEST_CASE("a device is written to and not replaced, a link stays a link") {
  write_file("/dev/null", "gone");
  CHECK(fs::is_character_file("/dev/null"));
  CHECK_THROWS_AS(write_file("/dev/full", "too much"), WorldError);
  CHECK(fs::is_character_file("/dev/full"));

  const Folder folder;
  write_file(folder / "real", "old");
  fs::create_symlink("real", folder / "link");
  write_file(folder / "link", "new");
  CHECK(fs::is_symlink(folder / "link"));
  CHECK(read_file(folder / "real") == "new");
}

TEST_CASE("what cannot be read is said by name") {
  const Folder folder;
  const auto missing = folder / "missing";
  try {
    static_cast<void>(read_file(missing));
    FAIL("a missing file was read");
  } catch (const WorldError& error) {
    CHECK(std::string(error.what()).find(missing) != std::string::npos);
  }
  CHECK_THROWS_AS(static_cast<void>(read_file(folder / "")), WorldError);
}

TEST_CASE("a file of more than 64 MiB is refused") {
  const Folder folder;
  write_file(folder / "large", "x");
  fs::resize_file(folder / "large", (64ULL << 20U) + 1);
  CHECK_THROWS_AS(static_cast<void>(read_file(folder / "large")), WorldError);
}

}  // namespace holon::base
