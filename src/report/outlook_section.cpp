// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

#include "base/text.h"
#include "report/bar.h"
#include "report/layout.h"
#include "report/section.h"
#include "report/table.h"
#include "report/wording.h"

namespace holon::report {
namespace {

using findings::Findings;
using findings::Series;

constexpr std::size_t kLongestName = 22;

/// One case's line.
struct Path {
  std::string name;
  std::vector<double> means;
};

// the first category's rate in every case
std::vector<Path> paths(const Findings& f) {
  std::vector<Path> out;
  const auto add = [&](const std::string& name, const std::vector<Series>& all) {
    const auto found = std::find_if(all.begin(), all.end(), [&](const Series& series) {
      return series.category == f.series.front().category;
    });
    if (found == all.end() || found->values.empty()) return;
    auto& path = out.emplace_back(Path{one_line(name), {}});
    for (const auto& value : found->values) path.means.push_back(value.mean);
  };
  if (f.series.empty()) return out;
  add("baseline", f.series);
  for (const auto& scenario : f.scenarios) add(scenario.name, scenario.series);
  return out;
}

// columns that names and numbers leave
template <class Text>
std::size_t room_for_course(const std::vector<Path>& all, const Text& value, const Style& style) {
  std::size_t name = kLongestName - 2;  // the title stands there, too
  std::size_t start = base::display_width("start");
  std::size_t end = base::display_width("end");
  for (const auto& path : all) {
    name = std::max(name, std::min(base::display_width(path.name), kLongestName));
    // decimals may stand on either side of the widest whole number
    start = std::max(start, base::display_width(value(path.means.front())) + 1);
    end = std::max(end, base::display_width(value(path.means.back())) + 1);
  }
  constexpr std::size_t kGaps = 8;  // the indent and three gaps
  return style.width - std::min(name + start + end + kGaps, style.width - 8);
}

}  // namespace

std::string time_section(const Findings& f, const Style& style) {
  const auto all = paths(f);
  if (all.empty()) return {};
  Extent extent;
  for (const auto& path : all) {
    for (const double mean : path.means) extent.include(mean);
  }
  const auto& series = f.series.front();
  const auto scale = scale_for(std::max(extent.high, -extent.low), series.unit);
  const auto value = [&](double mean) { return small_number(mean / scale.size); };
  const auto room = room_for_course(all, value, style);

  Table table({{Align::left}, {Align::decimal}, {Align::left}, {Align::decimal}});
  auto title = f.categories[series.category].name + " over time";
  title.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(title.front())));
  table.head({{title, Tone::heading},
              {"start", Tone::dim},
              {cut(scale.text(), room), Tone::dim},
              {"end", Tone::dim}});
  for (const auto& path : all) {
    table.row({kIndent + cut(path.name, kLongestName), value(path.means.front()),
               sparkline(path.means, extent, room), value(path.means.back())});
  }
  return table.render(style).text;
}

std::string remark_section(const Findings& f, const Style& style) {
  // these stand where their figures are
  constexpr std::array<std::string_view, 3> kToldElsewhere{"budget", "missing", "undefined"};
  std::string out;
  for (const auto& finding : f.findings) {
    const bool told = std::find(kToldElsewhere.begin(), kToldElsewhere.end(), finding.kind) !=
                      kToldElsewhere.end();
    if (!told) out += wrapped("  • ", finding.text, style.width);
  }
  return out.empty() ? out : painted("Findings", Tone::heading, style) + "\n" + out;
}

}  // namespace holon::report
