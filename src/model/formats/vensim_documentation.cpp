// SPDX-License-Identifier: Apache-2.0
#include "model/formats/vensim_documentation.h"

#include <algorithm>

#include "base/text.h"
#include "model/formats/vensim_lexer.h"

namespace holon::model::formats::vensim {
namespace {

// `Month [0,?,0.5]`: the step is for sliders only
void read_units(std::string_view raw, Documentation& out) {
  out.units_at = std::min(raw.find_first_not_of(" \t\r\n"), raw.size());
  out.units_length = base::trim(raw.substr(0, raw.find('['))).size();
  const auto text = joined(base::trim(raw));
  const auto units = base::trim(text);
  const auto open = units.rfind('[');
  if (!units.ends_with(']')) {
    out.units = units;
    return;
  }
  if (open == std::string_view::npos) {
    out.units = units;
    return;
  }
  const auto limits = base::split(units.substr(open + 1, units.size() - open - 2), ',');
  out.units = base::trim(units.substr(0, open));
  out.least = base::parse_number(base::trim(limits[0]));
  if (limits.size() > 1) out.most = base::parse_number(base::trim(limits[1]));
}

// a comment's last part, if it is one of flags such as `:SUP`
std::string_view without_flags(std::string_view comment, bool& supplementary) {
  while (true) {
    const auto at = comment.rfind('~');
    if (at == std::string_view::npos) return comment;
    const auto flag = base::trim(comment.substr(at + 1));
    if (!flag.empty() && flag.front() != ':') return comment;
    if (base::lower(flag.substr(0, 4)) == ":sup") supplementary = true;
    comment = comment.substr(0, at);
  }
}

// an equation that swallowed the next one, for want of a `|`, has that one's `~` at lines' starts
std::optional<std::size_t> swallowed(std::string_view comment) {
  std::optional<std::size_t> first;
  for (auto at = comment.find('~'); at != std::string_view::npos; at = comment.find('~', at + 1)) {
    const auto before = comment.substr(0, at);
    const auto line = before.substr(before.rfind('\n') + 1);
    if (before.find('\n') == std::string_view::npos || !base::trim(line).empty()) continue;
    if (first) return first;
    first = at;
  }
  return std::nullopt;
}

}  // namespace

std::string comment_text(std::string_view raw) {
  raw = base::trim(raw);
  if (raw.find('\n') == std::string_view::npos) return std::string(raw);
  const auto text = joined(raw);
  std::string out;
  for (std::size_t start = 0; start <= text.size();) {
    const auto end = std::min(text.find('\n', start), text.size());
    auto line = std::string_view(text).substr(start, end - start);
    while (!line.empty() && line.front() == '\t') line.remove_prefix(1);
    while (!line.empty() && (line.back() == ' ' || line.back() == '\t' || line.back() == '\r'))
      line.remove_suffix(1);
    if (start > 0) out += '\n';
    out += line;
    start = end + 1;
  }
  return std::string(base::trim(out));
}

Documentation documentation(std::string_view raw) {
  Documentation out;
  const auto units_end = std::min(raw.find('~'), raw.size());
  read_units(raw.substr(0, units_end), out);
  if (units_end == raw.size()) return out;
  const auto start = units_end + 1;
  const auto comment = without_flags(raw.substr(start), out.supplementary);
  out.text = comment_text(comment);
  if (const auto at = swallowed(comment)) out.swallowed = start + *at;
  return out;
}

}  // namespace holon::model::formats::vensim
