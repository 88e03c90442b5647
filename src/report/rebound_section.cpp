// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "report/layout.h"
#include "report/section.h"
#include "report/table.h"
#include "report/wording.h"

namespace holon::report {
namespace {

using findings::Findings;
using findings::ReboundResult;

constexpr std::array<const char*, findings::kReboundClasses> kClassNames{
    "super-conservation", "none", "partial", "full", "backfire"};

// "19 … 34 %": both ends of a share
std::string share_interval(const findings::Summary& share) {
  if (share.sd == 0) return "";
  return fmt::format("{} … {}", percent(share.p05), percent(share.p95));
}

// "partial 98 %, backfire 2 %": the likeliest first
std::string classes(const ReboundResult& result) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < result.p_class.size(); ++i) {
    if (result.p_class[i] > 0.005) order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return result.p_class[a] > result.p_class[b];
  });
  std::string out;
  for (const auto i : order) {
    out +=
        fmt::format("{}{} {}", out.empty() ? "" : ", ", kClassNames[i], percent(result.p_class[i]));
  }
  return out;
}

Tone judged(double rebound) {
  return rebound > 1 ? Tone::worse : rebound <= 0 ? Tone::better : Tone::plain;
}

void add_result(Table& table, const ReboundResult& result, const Scale& scale) {
  table.row({"    " + one_line(result.scenario),
             signed_number(-result.engineering->mean / scale.size),
             signed_number(-result.actual->mean / scale.size),
             {percent(result.rebound->mean), judged(result.rebound->mean)},
             {share_interval(*result.rebound), Tone::dim},
             classes(result)});
  // one loop is the whole of it
  if (result.parts.size() < 2) return;
  for (const auto& part : result.parts) {
    if (!part.share) continue;
    table.row({"      through " + one_line(part.through),
               "",
               "",
               {percent(part.share->mean), Tone::dim},
               {share_interval(*part.share), Tone::dim}});
  }
}

double largest_saving(const Findings& f, std::size_t category) {
  double out = 0;
  for (const auto& result : f.rebounds) {
    if (result.category == category)
      out = std::max({out, std::abs(result.engineering->mean), std::abs(result.actual->mean)});
  }
  return out;
}

}  // namespace

std::string rebound_section(const Findings& f, const Style& style) {
  if (f.rebounds.empty()) return {};
  Table table({{Align::left},
               {Align::decimal},
               {Align::decimal},
               {Align::right},
               {Align::right, 2, 2, "the interval"},
               {Align::left, 2, 1, "the classes"}});
  table.head({{"Rebound", Tone::heading},
              {"demand held", Tone::dim},
              {"it answers", Tone::dim},
              {"lost", Tone::dim},
              {"90 % interval", Tone::dim},
              {"in the futures", Tone::dim}});
  // one category is enough where others tell the same
  const auto category = f.rebounds.front().category;
  const auto scale = scale_for(largest_saving(f, category), f.categories[category].unit);
  table.across(
      {fmt::format("{}change of {}, {}", kIndent, f.categories[category].name, scale.text()),
       Tone::dim});
  for (const auto& result : f.rebounds) {
    if (result.category == category) add_result(table, result, scale);
  }
  return with_note(table.render(style), style);
}

}  // namespace holon::report
