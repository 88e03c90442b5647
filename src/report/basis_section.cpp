// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "report/bar.h"
#include "report/layout.h"
#include "report/section.h"
#include "report/table.h"
#include "report/wording.h"
#include "study/category.h"

namespace holon::report {
namespace {

using findings::Findings;
using quantity::Evidence;

constexpr std::size_t kMostAssumptions = 12;
constexpr std::size_t kLeastBar = 6;
constexpr std::size_t kMostBar = 24;

/// What is unknown in the same respect: "wue", of these things, with the activities that lack it.
struct Gap {
  std::size_t category;
  std::string field;
  std::vector<std::pair<std::string, std::vector<std::string>>> things;
};

// the entry of this key, made if there is none
template <class Entries, class Same, class Make>
auto& entry(Entries& entries, const Same& same, const Make& make) {
  const auto found = std::find_if(entries.begin(), entries.end(), same);
  return found != entries.end() ? *found : entries.emplace_back(make());
}

void add(std::vector<Gap>& gaps, const study::Missing& missing) {
  const auto of = missing.what.find(" of ");
  const auto field = missing.what.substr(0, of);
  const auto thing = of == std::string::npos ? "" : missing.what.substr(of + 4);
  auto& gap = entry(
      gaps, [&](const Gap& g) { return g.category == missing.category && g.field == field; },
      [&] { return Gap{missing.category, field, {}}; });
  auto& users = entry(
                    gap.things, [&](const auto& one) { return one.first == thing; },
                    [&] { return std::pair(thing, std::vector<std::string>{}); })
                    .second;
  if (std::find(users.begin(), users.end(), missing.activity) == users.end()) {
    users.push_back(missing.activity);
  }
}

std::vector<Gap> gaps(const Findings& f) {
  std::vector<Gap> out;
  for (const auto& missing : f.missing) add(out, missing);
  std::stable_sort(out.begin(), out.end(),
                   [](const Gap& a, const Gap& b) { return a.category < b.category; });
  return out;
}

std::string line_of(const std::string& lead, const std::vector<std::string>& words,
                    const std::string& if_none, const Style& style) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + one_line(word);
  return wrapped(lead, text.empty() ? if_none : text, style.width);
}

// what paths and evidence leave of a line, and at least a third of it
std::size_t room_for_values(const Findings& f, std::size_t shown, const Style& style) {
  constexpr std::size_t kRest = 15;  // indent, gaps and the longest evidence
  std::size_t widest = 0;
  for (std::size_t i = 0; i < shown; ++i) {
    widest = std::max(widest, base::display_width(f.assumptions[i].path));
  }
  const auto taken = std::min(style.width, widest + kRest);
  return std::max(style.width / 3, style.width - taken);
}

/// The kinds of evidence that occur, and the bar that finds room beside them.
struct EvidenceLayout {
  std::vector<std::size_t> kinds;
  std::size_t bar = 0;
};

EvidenceLayout evidence_layout(const Findings& f, const Style& style) {
  EvidenceLayout out;
  std::size_t taken = base::display_width("Evidence");
  for (const auto& category : f.categories) {
    taken = std::max(taken, base::display_width(category.name) + 2);
  }
  for (std::size_t kind = 0; kind < quantity::kEvidenceCount; ++kind) {
    const bool occurs = std::any_of(f.evidence.begin(), f.evidence.end(),
                                    [&](const auto& shares) { return shares.share[kind] > 0; });
    if (!occurs) continue;
    out.kinds.push_back(kind);
    taken += 4 + quantity::name(static_cast<Evidence>(kind)).size();
  }
  const auto room = style.width > taken + 2 ? style.width - taken - 2 : 0;
  if (room >= kLeastBar) out.bar = std::min(room, kMostBar);
  return out;
}

}  // namespace

std::string evidence_section(const Findings& f, const Style& style) {
  if (f.evidence.empty()) return {};
  const auto [kinds, bar] = evidence_layout(f, style);
  std::vector<Column> columns{{Align::left}, {Align::left}};
  std::vector<Cell> head{{"Evidence", Tone::heading}, ""};
  for (const auto kind : kinds) {
    columns.push_back({Align::right});
    const auto name = quantity::name(static_cast<Evidence>(kind));
    // the heading is the bar's legend, too
    head.emplace_back(bar > 0 ? fmt::format("{} {}", kShades[kind], name) : std::string(name),
                      Tone::dim);
  }
  Table table(std::move(columns));
  table.head(std::move(head));
  for (std::size_t c = 0; c < f.evidence.size(); ++c) {
    const auto& shares = f.evidence[c].share;
    std::vector<Cell> cells{kIndent + f.categories[c].name, stacked(shares, bar)};
    for (const auto kind : kinds) cells.emplace_back(shares[kind] > 0 ? percent(shares[kind]) : "");
    table.row(std::move(cells));
  }
  return table.render(style).text;
}

std::string missing_section(const Findings& f, const Style& style) {
  if (f.missing.empty()) return {};
  auto out = painted("Missing", Tone::heading, style) + "\n";
  for (const auto& [category, field, things] : gaps(f)) {
    std::string text = field;
    std::string joint = " of ";
    for (const auto& [thing, users] : things) {
      if (!thing.empty()) text += joint + thing;
      text += fmt::format(" ({})", fmt::join(users, ", "));
      joint = ", ";
    }
    const auto lead = fmt::format("{}{}: ", kIndent, study::categories()[category].name);
    out += wrapped(lead, text, style.width);
  }
  return out;
}

std::string source_section(const Findings& f, const Style& style) {
  if (f.assumptions.empty()) return {};
  Table table({{Align::left}, {Align::left}, {Align::left}});
  const auto shown = std::min(f.assumptions.size(), kMostAssumptions);
  const auto value_width = room_for_values(f, shown, style);
  for (std::size_t i = 0; i < shown; ++i) {
    const auto& taken = f.assumptions[i];
    table.row({kIndent + one_line(taken.path),
               cut(one_line(taken.value), value_width),
               {std::string(quantity::name(taken.evidence)), Tone::dim}});
  }
  auto out = painted("Filled in", Tone::heading, style) +
             painted("  where the study states nothing", Tone::dim, style) + "\n" +
             table.render(style).text;
  if (shown == f.assumptions.size()) return out;
  const auto rest =
      fmt::format("{}… and {} more (see --json)", kIndent, f.assumptions.size() - shown);
  return out + painted(rest, Tone::dim, style) + "\n";
}

std::string boundary_section(const Findings& f, const Style& style) {
  auto out = painted("Boundary", Tone::heading, style) +
             (f.boundary_stated ? "" : painted("  not stated", Tone::caution, style)) + "\n";
  out += line_of("  in        ", f.boundary_in, "nothing", style);
  if (!f.boundary_out.empty()) out += line_of("  out       ", f.boundary_out, "", style);
  if (!f.excluded.empty()) out += line_of("  excluded  ", f.excluded, "", style);
  return out;
}

}  // namespace holon::report
