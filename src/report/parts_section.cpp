// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"
#include "report/layout.h"
#include "report/section.h"
#include "report/table.h"
#include "report/wording.h"

namespace holon::report {
namespace {

using findings::Breakdown;
using findings::Contribution;
using findings::Findings;

constexpr std::size_t kMostParts = 12;  // of one cut

bool same_number(const std::optional<findings::Summary>& a,
                 const std::optional<findings::Summary>& b) {
  if (!a || !b) return !a && !b;
  constexpr double kRounding = 1e-9;  // sums in another order
  return std::abs(a->mean - b->mean) <= kRounding * std::abs(a->mean);
}

// "training.final run" tells no more than "training" if it is all of it
bool says_the_same(const Contribution& a, const Contribution& b) {
  if (a.name != b.name && !b.name.starts_with(a.name + ".")) return false;
  return std::equal(a.totals.begin(), a.totals.end(), b.totals.begin(), b.totals.end(),
                    same_number);
}

std::vector<const Breakdown*> worthwhile(const Findings& f) {
  std::vector<const Breakdown*> out;
  for (const auto& breakdown : f.breakdowns) {
    if (breakdown.parts.size() < 2) continue;
    const bool repeats =
        !out.empty() &&
        std::equal(breakdown.parts.begin(), breakdown.parts.end(), out.back()->parts.begin(),
                   out.back()->parts.end(), [](const Contribution& b, const Contribution& a) {
                     return says_the_same(a, b);
                   });
    if (!repeats) out.push_back(&breakdown);
  }
  return out;
}

// does a missing factor belong to this part?
bool lacks(const Findings& f, const Breakdown& cut_by, const Contribution& part, std::size_t c) {
  return std::any_of(f.missing.begin(), f.missing.end(), [&](const study::Missing& missing) {
    if (missing.category != f.categories[c].index) return false;
    if (cut_by.by == "activity") return missing.activity == part.name;
    if (cut_by.by == "phase") return base::split(missing.activity, '.').front() == part.name;
    if (cut_by.by == "source") return missing.source == part.name;
    return missing.place == part.name;
  });
}

double largest(const Findings& f, const std::vector<const Breakdown*>& cuts, std::size_t c) {
  double out = 0;
  for (const auto* breakdown : cuts) {
    for (const auto& part : breakdown->parts) {
      if (part.totals[c]) out = std::max(out, std::abs(part.totals[c]->mean));
    }
  }
  return out > 0 || !f.totals[c] ? out : std::abs(f.totals[c]->mean);
}

/// The table of all cuts while it is filled.
class Parts {
 public:
  explicit Parts(const Findings& f, std::vector<const Breakdown*> cuts)
      : findings_(f), cuts_(std::move(cuts)), table_(columns(f)) {
    for (std::size_t c = 0; c < f.categories.size(); ++c) {
      scales_.push_back(scale_for(largest(f, cuts_, c), f.categories[c].unit));
    }
  }

  Rendered render(const Style& style) {
    head();
    for (const auto* breakdown : cuts_) add(*breakdown);
    return table_.render(style);
  }

 private:
  static std::vector<Column> columns(const Findings& f) {
    std::vector<Column> out{{Align::left}, {Align::decimal}, {Align::right}, {Align::bar, 2, 1}};
    for (std::size_t c = 1; c < f.categories.size(); ++c) {
      out.push_back({Align::decimal, 2, static_cast<int>(c) + 1, f.categories[c].name});
    }
    return out;
  }

  void head() {
    std::vector<Cell> names{{"Where it comes from", Tone::heading},
                            {findings_.categories[0].name, Tone::dim},
                            {"share", Tone::dim},
                            ""};
    std::vector<Cell> units{"", {scales_[0].text(), Tone::dim}, "", ""};
    for (std::size_t c = 1; c < findings_.categories.size(); ++c) {
      names.emplace_back(findings_.categories[c].name, Tone::dim);
      units.emplace_back(scales_[c].unit, Tone::dim);
    }
    table_.head(std::move(names));
    table_.head(std::move(units));
  }

  void add(const Breakdown& breakdown) {
    table_.across({fmt::format("{}by {}", kIndent, breakdown.by), Tone::dim});
    const auto shown = std::min(breakdown.parts.size(), kMostParts);
    for (std::size_t i = 0; i < shown; ++i) add(breakdown, breakdown.parts[i]);
    if (shown == breakdown.parts.size()) return;
    const auto rest = breakdown.parts.size() - shown;
    table_.across({fmt::format("    … and {} more (see --json)", rest), Tone::dim});
  }

  void add(const Breakdown& breakdown, const Contribution& part) {
    std::vector<Cell> cells{"    " + one_line(part.name), figure(breakdown, part, 0)};
    const auto& total = findings_.totals[0];
    if (part.totals[0] && total && total->mean != 0) {
      const double share = part.totals[0]->mean / total->mean;
      const double most = largest(findings_, cuts_, 0);
      cells.emplace_back(percent(share));
      cells.push_back(bar_cell(most > 0 ? part.totals[0]->mean / most : 0));
    } else {
      cells.insert(cells.end(), {"", ""});
    }
    for (std::size_t c = 1; c < findings_.categories.size(); ++c) {
      cells.push_back(figure(breakdown, part, c));
    }
    table_.row(std::move(cells));
  }

  [[nodiscard]] Cell figure(const Breakdown& breakdown, const Contribution& part,
                            std::size_t c) const {
    const bool is_partial = lacks(findings_, breakdown, part, c);
    if (!part.totals[c]) return is_partial ? Cell{"missing", Tone::caution} : Cell{"–", Tone::dim};
    const auto text = small_number(part.totals[c]->mean / scales_[c].size);
    return is_partial ? Cell{"≥ " + text, Tone::caution} : Cell{text};
  }

  const Findings& findings_;
  std::vector<const Breakdown*> cuts_;
  std::vector<Scale> scales_;  // per category
  Table table_;
};

}  // namespace

std::string parts_section(const Findings& f, const Style& style) {
  auto cuts = worthwhile(f);
  if (cuts.empty() || f.categories.empty()) return {};
  return with_note(Parts(f, std::move(cuts)).render(style), style);
}

}  // namespace holon::report
