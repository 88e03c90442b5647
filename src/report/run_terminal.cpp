// SPDX-License-Identifier: Apache-2.0
#include "report/run.h"

#include <cmath>

#include <fmt/format.h>

#include "base/text.h"
#include "quantity/sizes.h"
#include "record/total.h"
#include "report/layout.h"
#include "report/table.h"
#include "report/wording.h"

namespace holon::report {
namespace {

std::string seconds_text(double seconds) {
  if (seconds < 120) return fmt::format("{} s", base::readable(seconds));
  if (seconds < 7200) return fmt::format("{} min", base::readable(seconds / 60));
  return fmt::format("{} h", base::readable(seconds / 3600));
}

std::string energy_text(double joules) {
  if (std::abs(joules) < 1e3) return fmt::format("{} J", base::readable(joules));
  if (std::abs(joules) < 1e5) return fmt::format("{} kJ", base::readable(joules / 1e3));
  return fmt::format("{} kWh", base::readable(joules / quantity::kJoulesPerKWh));
}

std::string power_text(const std::optional<double>& watts) {
  return watts ? fmt::format("{} W", base::readable(*watts)) : "";
}

std::string ending_text(const record::Outcome& outcome) {
  if (outcome.signal) return fmt::format("ended by signal {}", *outcome.signal);
  if (outcome.exit_code) return fmt::format("exit code {}", *outcome.exit_code);
  return std::string(record::name(outcome.ending));
}

std::string devices(const record::Run& run, const Style& style) {
  Table table({{Align::left}, {Align::right}, {Align::right}, {Align::left}, {Align::left, 2, 1}});
  for (const auto& energy : run.energy) {
    const auto tone = energy.counted ? Tone::plain : Tone::dim;
    const auto device =
        "    " + one_line(energy.counted ? energy.device : energy.device + " (beside)");
    if (!energy.energy_J) {
      table.row(
          {{"    " + one_line(energy.device), Tone::dim}, {"missing", Tone::caution}, "", "", ""});
      continue;
    }
    const double spread =
        *energy.energy_J > 0 && energy.uncertainty_J ? *energy.uncertainty_J / *energy.energy_J : 0;
    table.row({{device, tone},
               {energy_text(*energy.energy_J), tone},
               {power_text(energy.average_W), tone},
               {fmt::format("{} ± {:.0f} %", record::name(energy.evidence), 100 * spread), tone},
               {one_line(energy.sensor), Tone::dim}});
  }
  return table.render(style).text;
}

std::string share_text(double part, double whole) {
  return fmt::format("{:.0f} %", whole > 0 ? 100 * part / whole : 0);
}

// "measured 58 % · modelled 41 % · missing 1 %"
std::string evidence_text(const record::EnergyTotal& total, double missing_J) {
  const double all_J = total.energy_J() + missing_J;
  if (!(all_J > 0)) return "nothing could be measured";
  auto out = fmt::format("measured {} · modelled {}", share_text(total.measured_J(), all_J),
                         share_text(total.modelled_J(), all_J));
  if (total.declared_J() > 0) out += " · declared " + share_text(total.declared_J(), all_J);
  return out + " · missing " + share_text(missing_J, all_J);
}

std::string compute_text(const RunReport& report) {
  const auto& compute = report.run.compute;
  std::vector<std::string> parts;
  if (compute.cpu_time_s) parts.push_back("CPU " + seconds_text(*compute.cpu_time_s));
  if (compute.instructions)
    parts.push_back(fmt::format("{:.3g} instructions", static_cast<double>(*compute.instructions)));
  if (compute.memory_peak_bytes)
    parts.push_back(
        fmt::format("memory up to {} MB",
                    base::readable(1e-6 * static_cast<double>(*compute.memory_peak_bytes))));
  if (compute.cpu_utilisation)
    parts.push_back(fmt::format("machine {:.0f} % busy", 100 * *compute.cpu_utilisation));
  if (compute.gpu_utilisation)
    parts.push_back(fmt::format("GPU {:.0f} % busy", 100 * *compute.gpu_utilisation));
  if (compute.gpu_memory_peak_bytes)
    parts.push_back(
        fmt::format("GPU memory up to {} GB",
                    base::readable(1e-9 * static_cast<double>(*compute.gpu_memory_peak_bytes))));
  if (report.our_share && compute.cpu_utilisation)
    parts.push_back(fmt::format("of it by the command {:.0f} %", 100 * *report.our_share));
  return fmt::format("{}", fmt::join(parts, " · "));
}

std::string impact_text(const record::Impact& impact) {
  const auto base_unit = impact.unit.substr(0, impact.unit.find(' '));
  const auto rest = impact.unit.substr(base_unit.size());
  const auto scale = scale_for(impact.amount, base_unit);
  auto out = fmt::format("{} {}{}", number(impact.amount / scale.size), scale.unit, rest);
  if (impact.low && impact.high && *impact.low != *impact.high)
    out += fmt::format("  {} … {}", number(*impact.low / scale.size),
                       number(*impact.high / scale.size));
  return out;
}

std::string line(const char* name, const std::string& text) {
  return text.empty() ? "" : fmt::format("  {:<9} {}\n", name, text);
}

std::string paragraph(const char* name, const std::string& text, const Style& style) {
  return text.empty() ? "" : wrapped(fmt::format("  {:<9} ", name), text, style.width);
}

// its source goes on a line of its own where both do not fit
std::string impact_lines(const record::Impact& impact, const Style& style) {
  const auto* name = impact.category == "climate" ? "carbon" : impact.category.c_str();
  const auto plain = line(name, impact_text(impact) + "  " + impact.source);
  if (base::display_width(plain) <= style.width + 1)
    return line(name, impact_text(impact) + "  " + painted(impact.source, Tone::dim, style));
  return line(name, impact_text(impact)) + paragraph("", impact.source, style);
}

}  // namespace

std::string terminal(const RunReport& report, const Style& style) {
  const auto& run = report.run;
  const auto total = record::energy_of(run);
  const auto title = fmt::format("{}: {} · {}", run.name, seconds_text(record::duration_s(run)),
                                 ending_text(run.outcome));
  auto out = painted(title, Tone::heading, style) + "\n";
  auto sum = energy_text(total.energy_J());
  if (total.energy_J() > 0)
    sum += fmt::format(" ± {:.0f} %", 100 * total.uncertainty_J() / total.energy_J());
  if (run.average_W)
    sum +=
        fmt::format("   average {} · peak {}", power_text(run.average_W), power_text(run.peak_W));
  out += line("energy", sum);
  out += devices(run, style);
  out += paragraph("compute", compute_text(report), style);
  for (const auto& impact : run.impacts) out += impact_lines(impact, style);
  out += paragraph("evidence", evidence_text(total, report.missing_J), style);
  out += paragraph("outside", "board, drives, fans, network, losses of the supply, cooling", style);
  for (const auto& energy : run.energy) {
    if (!energy.reason.empty())
      out += wrapped("  ! ", one_line(energy.device + ": " + energy.reason), style.width);
  }
  for (const auto& note : run.notes) out += wrapped("  ! ", one_line(note), style.width);
  for (const auto& fault : report.faults)
    out += wrapped("  ! ", "the meter: " + one_line(fault), style.width);
  if (!report.kept_in.empty()) out += line("kept", report.kept_in + ", run " + run.id);
  return out;
}

}  // namespace holon::report
