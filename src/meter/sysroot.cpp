// SPDX-License-Identifier: Apache-2.0
#include "meter/sysroot.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"

namespace holon::meter {
namespace {

constexpr std::size_t kMostOfOpenFile = 64 << 10;
constexpr std::size_t kMostOfFile = 1 << 20;

// pread on a descriptor that stays open: one system call a reading
class Descriptor final : public OpenFile {
 public:
  explicit Descriptor(int descriptor) : descriptor_(descriptor) {}
  ~Descriptor() override {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  std::string_view read(int& error) override {
    if (buffer_.empty()) buffer_.resize(kFirstSize);
    for (;;) {
      const auto got = ::pread(descriptor_, buffer_.data(), buffer_.size(), 0);
      error = got < 0 ? errno : 0;
      if (got < 0) return {};
      const auto size = static_cast<std::size_t>(got);
      if (size < buffer_.size() || buffer_.size() >= kMostOfOpenFile) return {buffer_.data(), size};
      buffer_.resize(buffer_.size() * 4);
    }
  }

 private:
  static constexpr std::size_t kFirstSize = 256;
  int descriptor_;
  std::string buffer_;
};

class Folder final : public Sysroot {
 public:
  explicit Folder(std::string prefix) : prefix_(std::move(prefix)) {
    while (!prefix_.empty() && prefix_.back() == '/') prefix_.pop_back();
  }

  FileText read(const std::string& path) const override {
    const int descriptor = ::open((prefix_ + path).c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return {"", errno};
    FileText out;
    std::array<char, 4096> part{};
    while (out.text.size() < kMostOfFile) {
      const auto got = ::read(descriptor, part.data(), part.size());
      if (got < 0) out.error = errno;
      if (got <= 0) break;
      out.text.append(part.data(), static_cast<std::size_t>(got));
    }
    ::close(descriptor);
    return out;
  }

  std::vector<std::string> list(const std::string& folder) const override {
    std::vector<std::string> out;
    std::error_code failure;
    for (std::filesystem::directory_iterator at(prefix_ + folder, failure), end;
         !failure && at != end; at.increment(failure))
      out.push_back(at->path().filename().string());
    std::sort(out.begin(), out.end());
    return out;
  }

  std::string resolve(const std::string& path) const override {
    std::error_code failure;
    const auto real = std::filesystem::canonical(prefix_ + path, failure);
    const auto root = std::filesystem::canonical(prefix_.empty() ? "/" : prefix_, failure);
    if (failure) return path;
    const auto inside = real.lexically_relative(root).string();
    return inside.starts_with("..") ? path : "/" + inside;
  }

  std::unique_ptr<OpenFile> open(const std::string& path) const override {
    const int descriptor = ::open((prefix_ + path).c_str(), O_RDONLY | O_CLOEXEC);
    return std::make_unique<Descriptor>(descriptor);
  }

  bool is_live() const override { return prefix_.empty(); }

 private:
  std::string prefix_;
};

class RecordedFile final : public OpenFile {
 public:
  RecordedFile(const RecordedTree& tree, std::string path) : tree_(tree), path_(std::move(path)) {}
  std::string_view read(int& error) override {
    last_ = tree_.read(path_);
    error = last_.error;
    return last_.text;
  }

 private:
  const RecordedTree& tree_;
  std::string path_;
  FileText last_;
};

std::string normal(const std::string& path) {
  auto out = std::filesystem::path(path).lexically_normal().string();
  while (out.size() > 1 && out.back() == '/') out.pop_back();
  return out;
}

// "fixtures/sys/class" and "sys/class" are both /sys/class
std::string inside_root(std::string_view path) {
  const auto whole = "/" + std::string(path);
  for (const std::string_view root : {"/sys/", "/proc/"}) {
    const auto at = whole.find(root);
    if (at != std::string::npos) return whole.substr(at);
  }
  return whole;
}

std::string unescaped(std::string_view line) {
  constexpr std::string_view kNull = "NULLBYTE";
  std::string out;
  for (std::size_t at = 0; at < line.size();) {
    if (line.substr(at).starts_with(kNull)) {
      out += '\0';
      at += kNull.size();
    } else {
      out += line[at++];
    }
  }
  return out;
}

}  // namespace

std::string first_line(const Sysroot& sysroot, const std::string& path) {
  const auto text = sysroot.read(path).text;
  return std::string(base::trim(std::string_view(text).substr(0, text.find('\n'))));
}

std::optional<std::uint64_t> parse_count(std::string_view text) {
  const auto word = base::trim(text);
  std::uint64_t value = 0;
  const auto [end, failure] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (failure != std::errc() || end != word.data() + word.size() || word.empty())
    return std::nullopt;
  return value;
}

std::optional<std::uint64_t> read_count(const Sysroot& sysroot, const std::string& path) {
  const auto file = sysroot.read(path);
  return file.ok() ? parse_count(file.text) : std::nullopt;
}

std::unique_ptr<Sysroot> folder_sysroot(const std::string& folder) {
  return std::make_unique<Folder>(folder == "/" ? "" : folder);
}

void RecordedTree::set_file(const std::string& path, std::string text) {
  nodes_[normal(path)] = {std::move(text), "", 0};
}
void RecordedTree::set_link(const std::string& path, std::string target) {
  nodes_[normal(path)] = {"", std::move(target), 0};
}
void RecordedTree::set_error(const std::string& path, int error) {
  nodes_[normal(path)].error = error;
}
void RecordedTree::remove(const std::string& path) {
  const auto at = normal(path);
  std::erase_if(nodes_, [&](const auto& node) {
    return node.first == at || node.first.starts_with(at + "/");
  });
}

// follows the first link on the way, again and again; a circle ends after as many as Linux allows
std::string RecordedTree::resolve(const std::string& path) const {
  constexpr int kMostLinks = 40;
  auto at = normal(path);
  for (int links = 0; links < kMostLinks; ++links) {
    bool followed = false;
    for (std::size_t end = at.find('/', 1); !followed; end = at.find('/', end + 1)) {
      const auto part = at.substr(0, end);
      const auto node = nodes_.find(part);
      if (node != nodes_.end() && !node->second.target.empty()) {
        const auto rest = end == std::string::npos ? "" : at.substr(end);
        const auto& target = node->second.target;
        const auto parent = part.substr(0, part.rfind('/'));
        at = normal((target.front() == '/' ? target : parent + "/" + target) + rest);
        followed = true;
      }
      if (end == std::string::npos) break;
    }
    if (!followed) return at;
  }
  return at;
}

FileText RecordedTree::read(const std::string& path) const {
  const auto node = nodes_.find(resolve(path));
  if (node == nodes_.end()) return {"", ENOENT};
  if (!node->second.target.empty()) return {"", ELOOP};
  return {node->second.error == 0 ? node->second.text : "", node->second.error};
}

std::vector<std::string> RecordedTree::list(const std::string& folder) const {
  const auto prefix = resolve(folder) + "/";
  std::vector<std::string> out;
  for (auto at = nodes_.lower_bound(prefix); at != nodes_.end() && at->first.starts_with(prefix);
       ++at) {
    const auto name =
        at->first.substr(prefix.size(), at->first.find('/', prefix.size()) - prefix.size());
    if (out.empty() || out.back() != name) out.push_back(name);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::unique_ptr<OpenFile> RecordedTree::open(const std::string& path) const {
  return std::make_unique<RecordedFile>(*this, path);
}

std::unique_ptr<RecordedTree> read_ttar(std::string_view archive) {
  auto out = std::make_unique<RecordedTree>();
  const auto lines = base::split(archive, '\n');
  std::string path;
  const auto value_of = [](const std::string& line, std::string_view key) {
    return std::string(base::trim(std::string_view(line).substr(key.size())));
  };
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto& line = lines[i];
    if (line.starts_with("Path: ")) {
      path = inside_root(value_of(line, "Path: "));
    } else if (line.starts_with("SymlinkTo: ") && !path.empty()) {
      out->set_link(path, value_of(line, "SymlinkTo: "));
    } else if (line.starts_with("Lines: ") && !path.empty()) {
      const auto count = parse_count(value_of(line, "Lines: ")).value_or(0);
      std::string text;
      for (std::uint64_t n = 0; n < count && i + 1 < lines.size(); ++n) {
        const std::string_view raw = lines[++i];
        const bool unended = n + 1 == count && raw.ends_with("EOF");
        text += unescaped(unended ? raw.substr(0, raw.size() - 3) : raw);
        if (!unended) text += '\n';
      }
      out->set_file(path, std::move(text));
    }
  }
  return out;
}

std::unique_ptr<Sysroot> open_sysroot(const std::string& path) {
  if (path.ends_with(".ttar")) return read_ttar(base::read_file(path));
  std::error_code failure;
  if (!std::filesystem::is_directory(path, failure)) {
    throw base::WorldError(
        fmt::format("cannot read `{}` as a system's tree", path),
        {"name a folder with `sys` and `proc` in it, or a recorded `.ttar` file"});
  }
  return folder_sysroot(path);
}

}  // namespace holon::meter
