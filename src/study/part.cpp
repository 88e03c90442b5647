// SPDX-License-Identifier: Apache-2.0
#include "study/part.h"

#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "catalog/embedded.h"

namespace holon::study {
namespace {

using document::Node;

constexpr std::string_view kFolder = "feedback/";
constexpr std::string_view kEnding = ".yaml";

std::string file_of(std::string_view part) { return fmt::format("{}{}{}", kFolder, part, kEnding); }

std::string_view text_of(std::string_view file) {
  for (const auto& embedded : catalog::embedded_files()) {
    if (embedded.name == file) return embedded.text;
  }
  throw base::Bug(fmt::format("there is no part in {}", file));
}

const Node& needed(const Node& root, std::string_view key, std::string_view file) {
  if (const Node* found = root.find(key)) return *found;
  throw base::Bug(fmt::format("{} has no `{}`", file, key));
}

FeedbackPart::Words words_of(const Node* node) {
  FeedbackPart::Words out;
  if (node == nullptr) return out;
  for (const auto& entry : node->entries) out.emplace_back(entry.key, entry.value.text);
  return out;
}

}  // namespace

std::vector<std::string> part_names() {
  std::vector<std::string> out;
  for (const auto& file : catalog::embedded_files()) {
    auto name = file.name;
    if (!name.starts_with(kFolder) || !name.ends_with(kEnding)) continue;
    name.remove_prefix(kFolder.size());
    name.remove_suffix(kEnding.size());
    out.emplace_back(name);
  }
  std::sort(out.begin(), out.end());
  return out;
}

FeedbackPart read_part(std::string_view name) {
  const auto file = file_of(name);
  FeedbackPart out;
  out.text = text_of(file);
  auto read =
      document::parse(std::make_shared<const base::SourceText>(file, std::string(out.text)));
  if (!read || base::has_errors(read->diagnostics))
    throw base::Bug(fmt::format("{} cannot be read", file));
  const auto& root = read->root;
  out.name = needed(root, "part", file).text;
  out.title = needed(root, "title", file).text;
  out.about = std::string(base::trim(needed(root, "about", file).text));
  out.needs = words_of(&needed(root, "needs", file));
  out.gives = words_of(&needed(root, "gives", file));
  out.levels = words_of(root.find("levels"));
  out.holds = words_of(root.find("holds"));
  for (const auto& source : needed(root, "sources", file).items) out.sources.push_back(source.text);
  out.example = needed(root, "example", file).text;
  out.body = needed(root, "feedback", file);
  return out;
}

std::string block_name(std::string_view part) {
  const auto slash = part.rfind('/');
  std::string out(slash == std::string_view::npos ? part : part.substr(slash + 1));
  std::replace(out.begin(), out.end(), '-', ' ');
  return out;
}

}  // namespace holon::study
