// SPDX-License-Identifier: Apache-2.0
//
// Where /sys and /proc are read: this machine, a folder with a copy of them, or a recorded tree.
// All sensors read through it, so that a recording runs through the very same code.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace holon::meter {

/// The text of a file, or why there is none.
struct FileText {
  std::string text;
  int error = 0;  ///< errno; 0: it was read
  [[nodiscard]] bool ok() const { return error == 0; }
};

/// A file that stays open and is read again and again from its beginning.
class OpenFile {
 public:
  OpenFile() = default;
  virtual ~OpenFile() = default;
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  /// At most the first 64 KiB; the view lives until the next read. Empty with an `error` if the
  /// file cannot be read.
  virtual std::string_view read(int& error) = 0;
};

class Sysroot {
 public:
  Sysroot() = default;
  virtual ~Sysroot() = default;
  Sysroot(const Sysroot&) = delete;
  Sysroot& operator=(const Sysroot&) = delete;

  /// Paths are absolute, as in "/sys/class/powercap"; at most 1 MiB is read.
  [[nodiscard]] virtual FileText read(const std::string& path) const = 0;

  /// The names in a folder, sorted; none if there is no such folder.
  [[nodiscard]] virtual std::vector<std::string> list(const std::string& folder) const = 0;

  /// The path with all links followed; the path itself if it is not there.
  [[nodiscard]] virtual std::string resolve(const std::string& path) const = 0;

  [[nodiscard]] virtual std::unique_ptr<OpenFile> open(const std::string& path) const = 0;

  /// A counter of perf events whose text is its digits, if another program reads it for us.
  [[nodiscard]] virtual std::unique_ptr<OpenFile> open_event(const std::string& /*event*/,
                                                             int /*cpu*/) const {
    return nullptr;
  }

  /// True for this machine: its system calls and libraries may be asked too.
  [[nodiscard]] virtual bool is_live() const = 0;
};

/// The first line of a file without surrounding blanks; empty if it cannot be read.
[[nodiscard]] std::string first_line(const Sysroot& sysroot, const std::string& path);

/// A whole number that fills the text, blanks around it aside.
[[nodiscard]] std::optional<std::uint64_t> parse_count(std::string_view text);

/// The whole number a file holds; nothing if it cannot be read or holds something else.
[[nodiscard]] std::optional<std::uint64_t> read_count(const Sysroot& sysroot,
                                                      const std::string& path);

/// The folder that stands for "/"; "" or "/" is this machine.
[[nodiscard]] std::unique_ptr<Sysroot> folder_sysroot(const std::string& folder);

/// A tree in memory. Tests change its files while a meter reads them.
class RecordedTree final : public Sysroot {
 public:
  void set_file(const std::string& path, std::string text);
  void set_link(const std::string& path, std::string target);
  /// From now on reading it fails with this errno; the file is there still.
  void set_error(const std::string& path, int error);
  void remove(const std::string& path);

  [[nodiscard]] FileText read(const std::string& path) const override;
  [[nodiscard]] std::vector<std::string> list(const std::string& folder) const override;
  [[nodiscard]] std::string resolve(const std::string& path) const override;
  [[nodiscard]] std::unique_ptr<OpenFile> open(const std::string& path) const override;
  [[nodiscard]] bool is_live() const override { return false; }

 private:
  struct Node {
    std::string text;
    std::string target;  ///< of a link; empty: a file
    int error = 0;
  };
  std::map<std::string, Node> nodes_;
};

/// Reads a text archive as procfs and node_exporter keep them (`.ttar`): `Path:`, `Lines: N`, N
/// lines, `SymlinkTo:`, `Mode:`; NULLBYTE stands for a zero byte, EOF at the end of the last line
/// for "no newline here". Whatever stands before /sys or /proc in a path is left out. A line
/// that is none of these is passed over.
[[nodiscard]] std::unique_ptr<RecordedTree> read_ttar(std::string_view archive);

/// The tree that `--sysroot` names: a folder, or a `.ttar` file. Throws `WorldError`.
[[nodiscard]] std::unique_ptr<Sysroot> open_sysroot(const std::string& path);

}  // namespace holon::meter
