// SPDX-License-Identifier: Apache-2.0
#include "report/ledger.h"

#include <algorithm>

#include <fmt/format.h>

#include "quantity/sizes.h"
#include "record/instant.h"
#include "report/layout.h"
#include "report/table.h"
#include "report/wording.h"

namespace holon::report {
namespace {

using quantity::kJoulesPerKWh;

std::string carbon(const std::optional<double>& climate_kg) {
  if (!climate_kg) return "–";
  const auto scale = scale_for(*climate_kg, "kg");
  return number(*climate_kg / scale.size) + " " + scale.unit;
}

std::string energy(const ledger::Entry& run) {
  // nothing is known where every component is missing
  if (run.energy_J == 0 && run.missing > 0) return "–";
  const auto scale = scale_for(run.energy_J / kJoulesPerKWh, "kWh");
  return number(run.energy_J / kJoulesPerKWh / scale.size) + " " + scale.unit;
}

std::string measured(const ledger::Entry& run) {
  return run.energy_J > 0 ? percent(run.measured_J / run.energy_J) : "–";
}

Cell ending(const ledger::Entry& run) {
  if (run.failed) return {"failed", Tone::caution};
  if (run.ending == "interrupted" || run.ending == "signalled" || run.ending == "not started")
    return {run.ending, Tone::caution};
  return {};
}

std::string table(const LedgerList& list, const Style& style) {
  const auto count = list.runs.size();
  const auto first = list.most > 0 && count > list.most ? count - list.most : 0;
  const auto ids = short_ids(list.runs);
  Table out({{Align::left, 2, 0},
             {Align::left, 2, 3, "started"},
             {Align::left, 2, 0},
             {Align::left, 2, 5, "project"},
             {Align::left, 2, 2, "phase"},
             {Align::right, 2, 4, "time"},
             {Align::right, 2, 0},
             {Align::right, 2, 1, "measured"},
             {Align::right, 2, 1, "carbon"},
             {Align::left, 2, 0}});
  out.head({"  run", "started (UTC)", "name", "project", "phase", "time", "energy", "measured",
            "CO2e", ""});
  for (auto i = first; i < count; ++i) {
    const auto& run = list.runs[i];
    out.row({"  " + one_line(ids[i]), record::to_minute(run.start_ns), one_line(run.name),
             one_line(run.project), one_line(run.phase), span_text(run.duration_s), energy(run),
             measured(run), carbon(run.climate_kg), ending(run)});
  }
  auto text = with_note(out.render(style), style);
  if (first > 0) text += fmt::format("  and {} before; `--all` shows them\n", report::count(first));
  return text;
}

// which errors are one error
std::string causes(const record::EnergyTotal& total, const Style& style) {
  std::string out;
  if (total.uncertainty_J() > 0) {
    std::string text = "one standard deviation";
    if (!total.shared_J().empty()) {
      text += "; figures with one cause err together, and their deviations add: ";
      std::size_t told = 0;
      constexpr std::size_t kMost = 3;
      for (const auto& [cause, uncertainty_J] : total.shared_J()) {
        if (++told > kMost) break;
        text += (told > 1 ? ", " : "") + one_line(cause);
      }
      if (total.shared_J().size() > kMost)
        text += fmt::format(" and {} more", total.shared_J().size() - kMost);
      text += "; the others are independent";
    }
    out += wrapped("  ± ", text, style.width);
  }
  const double unstated =
      total.energy_J() > 0 ? total.without_uncertainty_J() / total.energy_J() : 0;
  if (unstated > 0)
    out += wrapped(
        "  ! ",
        fmt::format("nobody states an uncertainty for {} of this energy", percent(unstated)),
        style.width);
  return out;
}

}  // namespace

std::string terminal(const LedgerList& list, const Style& style) {
  if (list.runs.empty()) return fmt::format("No such run in {}.\n", list.ledger);
  const auto& totals = list.totals;
  auto out = table(list, style) + "\n";
  auto line = fmt::format("  {} {} · {}", count(list.runs.size()),
                          list.runs.size() == 1 ? "run" : "runs", span_text(totals.duration_s));
  if (totals.failed > 0) line += fmt::format(" · {} failed, counted too", totals.failed);
  out += line + "\n";
  out += "  energy  " + painted(energy_text(totals.energy), Tone::heading, style) + "\n";
  const auto evidence = evidence_text(totals.energy);
  if (!evidence.empty()) out += "          " + evidence + "\n";
  if (totals.climate_kg) {
    out += "  CO2e    " + carbon(totals.climate_kg) + ", as it was joined to the runs";
    if (totals.without_climate > 0)
      out += fmt::format("; {} of them without", totals.without_climate);
    out += "\n";
  }
  return out + causes(totals.energy, style);
}

}  // namespace holon::report
