// SPDX-License-Identifier: Apache-2.0
#include "report/observed_rebound.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "findings/phrase.h"
#include "report/json_parts.h"
#include "report/layout.h"
#include "report/section.h"
#include "report/table.h"
#include "report/wording.h"

namespace holon::report {
namespace {

using findings::ObservedRebound;

constexpr std::array<const char*, findings::kReboundClasses> kClasses{
    "super-conservation", "none", "partial", "full", "backfire"};

std::string likeliest(const ObservedRebound& one) {
  const auto most = std::max_element(one.p_class.begin(), one.p_class.end());
  const auto* name = kClasses[static_cast<std::size_t>(most - one.p_class.begin())];
  return *most > 0.995 ? name : fmt::format("{} {}", name, percent(*most));
}

std::string table_of(const ObservedReboundReport& r, const Style& style) {
  Table table({{Align::left},
               {Align::right},
               {Align::right},
               {Align::decimal},
               {Align::left, 2, 1, "90 % interval"},
               {Align::decimal},
               {Align::left}});
  table.head({{"Rebound", Tone::heading},
              {"expected", Tone::dim},
              {"saved", Tone::dim},
              {"rebound, %", Tone::dim},
              {"90 % interval", Tone::dim},
              {"elasticity", Tone::dim},
              ""});
  const Scale per_cent{0.01, "%", ""};
  for (const auto& one : r.found) {
    table.row({fmt::format("{}{} to {}", kIndent, one.from, one.to),
               percent(one.expected),
               percent(one.actual),
               fmt::format("{:.1f}", 100 * one.rebound.mean),
               {interval(one.rebound, per_cent), Tone::dim},
               fmt::format("{:.3f}", one.elasticity.mean),
               likeliest(one)});
  }
  return with_note(table.render(style), style);
}

}  // namespace

std::string terminal(const ObservedReboundReport& r, const Style& style) {
  std::string out;
  for (const auto& note : r.series.notes) out += wrapped(kIndent, note, style.width);
  out += wrapped(kIndent, fmt::format("without the gain activity would have grown by {}", r.growth),
                 style.width);
  if (r.found.empty())
    return out + "\n" +
           wrapped("  → ", "Efficiency never rose: there is no gain to lose.", style.width);
  out += "\n" + table_of(r, style) + "\n";
  const auto& last = r.found.back();
  out +=
      wrapped("  → ",
              fmt::format("Of the saving that efficiency alone would have brought, activity took "
                          "back {}.",
                          findings::share_of(last.rebound.mean)),
              style.width);
  return out + wrapped("  ! ",
                       "Activity grows for other reasons too: unless --growth counts them, this is "
                       "an upper bound on what the gain itself caused.",
                       style.width);
}

std::string json(const ObservedReboundReport& r) {
  Json out{{"source", r.source}, {"columns", r.series.notes}, {"growth", r.growth}};
  auto& found = out["rebound"] = Json::array();
  for (const auto& one : r.found) {
    Json classes = Json::object();
    for (std::size_t i = 0; i < kClasses.size(); ++i) classes[kClasses[i]] = one.p_class[i];
    found.push_back({{"from", one.from},
                     {"to", one.to},
                     {"expected_saving", one.expected},
                     {"actual_saving", one.actual},
                     {"rebound", summary(one.rebound, "1")},
                     {"elasticity", summary(one.elasticity, "1")},
                     {"classes", std::move(classes)}});
  }
  out["caveat"] =
      "an upper bound on causal rebound, unless the counterfactual growth holds all other causes";
  return text_of(out);
}

}  // namespace holon::report
