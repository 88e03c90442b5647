// SPDX-License-Identifier: Apache-2.0
#include "model/formats/xmile_repair.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace holon::model::formats {
namespace {

bool ends_name(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '>' || c == '/';
}

bool is_variable(std::string_view name) {
  constexpr std::array<std::string_view, 4> kVariables = {"stock", "flow", "aux", "module"};
  return std::find(kVariables.begin(), kVariables.end(), name) != kVariables.end();
}

// walks the tags of a text and copies it, with the end tags that are missing
class Repair {
 public:
  explicit Repair(std::string_view text) : text_(text) {}

  RepairedText run() {
    while (at_ < text_.size()) {
      if (text_[at_] != '<') {
        copy_to(std::min(text_.find('<', at_), text_.size()));
      } else if (!skip("<!--", "-->") && !skip("<![CDATA[", "]]>") && !skip("<?", "?>") &&
                 !skip("<!", ">")) {
        tag();
      }
    }
    return std::move(out_);
  }

 private:
  struct Open {
    std::string_view name;
    std::size_t at = 0;
  };

  void copy_to(std::size_t end) {
    out_.text += text_.substr(at_, end - at_);
    at_ = end;
  }

  bool skip(std::string_view begin, std::string_view end) {
    if (!text_.substr(at_).starts_with(begin)) return false;
    const auto stop = text_.find(end, at_ + begin.size());
    copy_to(stop == std::string_view::npos ? text_.size() : stop + end.size());
    return true;
  }

  void tag() {
    const bool closes = text_.substr(at_).starts_with("</");
    std::size_t from = at_ + (closes ? 2 : 1);
    std::size_t to = from;
    while (to < text_.size() && !ends_name(text_[to])) ++to;
    const auto name = text_.substr(from, to - from);
    const auto end = tag_end(to);
    if (closes) {
      close(name);
    } else {
      if (is_variable(name)) close_variable();
      if (end == 0 || text_[end - 1] != '/') open_.push_back({name, at_});
    }
    copy_to(std::min(end + 1, text_.size()));
  }

  // offset of the tag's `>`, which may not stand in a quoted value
  [[nodiscard]] std::size_t tag_end(std::size_t from) const {
    char quote = 0;
    for (auto at = from; at < text_.size(); ++at) {
      if (quote != 0) {
        if (text_[at] == quote) quote = 0;
      } else if (text_[at] == '"' || text_[at] == '\'') {
        quote = text_[at];
      } else if (text_[at] == '>') {
        return at;
      }
    }
    return text_.size();
  }

  // an end tag also ends what is still open inside of it
  void close(std::string_view name) {
    const auto found = std::find_if(open_.rbegin(), open_.rend(),
                                    [&](const Open& open) { return open.name == name; });
    if (found == open_.rend()) return;
    while (open_.back().name != name) supply();
    open_.pop_back();
  }

  // a variable of a model does not stand in another one
  void close_variable() {
    if (open_.size() < 2) return;
    for (std::size_t i = open_.size() - 1; i > 0; --i) {
      const bool listed = open_[i - 1].name == "variables" || open_[i - 1].name == "model";
      if (!is_variable(open_[i].name) || !listed) continue;
      while (open_.size() > i) supply();
      return;
    }
  }

  void supply() {
    const auto open = open_.back();
    open_.pop_back();
    const auto end_tag = "</" + std::string(open.name) + ">";
    out_.supplied.push_back({out_.text.size(), end_tag.size(), open.at, std::string(open.name)});
    out_.text += end_tag;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Open> open_;
  RepairedText out_;
};

}  // namespace

std::size_t RepairedText::origin(std::size_t offset) const {
  std::size_t taken = 0;
  for (const auto& tag : supplied) {
    if (tag.at >= offset) break;
    taken += std::min(tag.length, offset - tag.at);
  }
  return offset - taken;
}

RepairedText supply_end_tags(const std::string& text) { return Repair(text).run(); }

}  // namespace holon::model::formats
