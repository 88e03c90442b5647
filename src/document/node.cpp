// SPDX-License-Identifier: Apache-2.0
#include "document/node.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace holon::document {

bool Node::is_equation() const {
  const auto inner = base::trim(text);
  return is_scalar() && !inner.empty() && inner.front() == '=';
}

const Node* Node::find(std::string_view key) const {
  const auto sought = base::name_key(key);
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const Entry& entry) {
    return base::name_key(entry.key) == sought;
  });
  return found == entries.end() ? nullptr : &found->value;
}

base::Span Node::inside(std::size_t from, std::size_t count) const {
  if (!span.source) return span;
  const auto written = std::string_view(span.source->text()).substr(span.offset, span.length);
  const auto at = written.find(text);
  if (at == std::string_view::npos) return span;
  return span.part(at + from, count);
}

bool is_followed_by_comment(const Node& scalar) {
  if (!scalar.span.source || scalar.quoted) return false;
  const std::string_view text = scalar.span.source->text();
  auto rest = text.substr(std::min(scalar.span.offset + scalar.span.length, text.size()));
  rest = rest.substr(0, rest.find('\n'));
  return base::trim(rest).starts_with('#');
}

void check_keys(const Node& map, const std::vector<std::string>& allowed, std::string_view what,
                base::Diagnostics& diagnostics) {
  for (const auto& entry : map.entries) {
    const auto key = base::name_key(entry.key);
    const bool known = std::any_of(allowed.begin(), allowed.end(), [&](const std::string& name) {
      return base::name_key(name) == key;
    });
    if (known) continue;
    std::vector<std::string> help;
    if (const auto near = base::nearest(entry.key, allowed)) {
      help.push_back(fmt::format("did you mean `{}`?", *near));
    } else {
      help.push_back(fmt::format("{} may have: {}", what, base::listed(allowed, "and")));
    }
    diagnostics.push_back({base::Code::unknown_key,
                           fmt::format("{} has no key `{}`", what, entry.key),
                           entry.key_span,
                           "unknown key",
                           {},
                           std::move(help)});
  }
}

std::string_view in_words(Node::Kind kind) {
  switch (kind) {
    case Node::Kind::empty:
      return "nothing";
    case Node::Kind::scalar:
      return "a single value";
    case Node::Kind::list:
      return "a list";
    case Node::Kind::map:
      return "a block";
  }
  return "";
}

}  // namespace holon::document
