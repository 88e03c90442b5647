// SPDX-License-Identifier: Apache-2.0
#include "report/ledger.h"

#include <cmath>

#include <fmt/format.h>

#include "base/text.h"
#include "quantity/sizes.h"
#include "record/instant.h"
#include "record/total.h"
#include "report/layout.h"
#include "report/table.h"
#include "report/wording.h"

namespace holon::report {
namespace {

using quantity::kJoulesPerKWh;

using record::Run;

// lines of "name  value", without those that have none
class Facts {
 public:
  explicit Facts(const Style& style) : style_(style) {}

  void add(std::string_view name, const std::string& value) {
    constexpr std::size_t kName = 12;
    if (value.empty()) return;
    out_ += wrapped(fmt::format("  {:<{}}", name, kName), one_line(value), style_.width);
  }

  [[nodiscard]] const std::string& text() const { return out_; }

 private:
  const Style& style_;
  std::string out_;
};

std::string joined(const std::vector<std::string>& words, const char* joint) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : joint) + word;
  return out;
}

std::string ending(const Run& run) {
  const auto& outcome = run.outcome;
  std::string out;
  if (outcome.ending != record::Ending::unknown) out = record::name(outcome.ending);
  if (outcome.exit_code) out += fmt::format(" with {}", *outcome.exit_code);
  if (outcome.signal) out += fmt::format(" by {}", *outcome.signal);
  if (outcome.failed) out += out.empty() ? "failed" : ", failed";
  return out;
}

std::string hardware(const Run& run) {
  const auto& h = run.hardware;
  std::vector<std::string> parts;
  if (!h.machine.empty()) parts.push_back(h.machine);
  if (!h.cpu.empty())
    parts.push_back(h.cpus ? fmt::format("{} ({} processors)", h.cpu, *h.cpus) : h.cpu);
  if (!h.accelerators.empty()) {
    const auto& model = h.accelerators.front().model;
    parts.push_back(
        fmt::format("{} × {}", h.accelerators.size(), model.empty() ? "accelerator" : model));
  }
  if (h.memory_bytes) {
    constexpr double kGiB = 1024.0 * 1024 * 1024;
    parts.push_back(number(static_cast<double>(*h.memory_bytes) / kGiB) + " GiB");
  }
  if (!h.system.empty()) parts.push_back(h.system);
  return joined(parts, " · ");
}

std::string place(const Run& run) {
  std::vector<std::string> parts;
  for (const auto& word : {run.place.name, run.place.country, run.place.region, run.place.cloud}) {
    if (!word.empty()) parts.push_back(word);
  }
  if (run.place.pue) parts.push_back("PUE " + base::exact(*run.place.pue));
  return joined(parts, " · ");
}

std::string attribution(const Run& run) {
  const auto& a = run.attribution;
  if (a.scope == record::Scope::unknown) return {};
  auto out = std::string(record::name(a.scope));
  if (!a.subject.empty()) out += " " + a.subject;
  if (a.idle != record::IdlePolicy::unknown)
    out += fmt::format("; idle energy {}", record::name(a.idle));
  return out;
}

std::string joules(const std::optional<double>& energy_J) {
  if (!energy_J) return "–";
  const auto scale = scale_for(*energy_J / kJoulesPerKWh, "kWh");
  return number(*energy_J / kJoulesPerKWh / scale.size) + " " + scale.unit;
}

std::string watts(const std::optional<double>& power_W) {
  return power_W ? number(*power_W) + " W" : "";
}

std::string energies(const Run& run, const Style& style) {
  if (run.energy.empty()) return {};
  Table table({{Align::left, 2, 0},
               {Align::left, 2, 3},
               {Align::right, 2, 0},
               {Align::left, 1, 1},
               {Align::left, 2, 0},
               {Align::right, 2, 2, "mean power"},
               {Align::left, 2, 4, "how it is known"}});
  for (const auto& one : run.energy) {
    const auto error = one.energy_J && one.uncertainty_J && *one.energy_J > 0
                           ? "± " + percent(*one.uncertainty_J / *one.energy_J)
                           : "";
    const auto how = one.reason.empty() ? one.sensor : one.reason;
    table.row({"  " + one_line(one.device),
               one_line(one.component),
               joules(one.energy_J),
               {error, Tone::dim},
               {std::string(record::name(one.evidence)) + (one.counted ? "" : ", not counted"),
                one.evidence == record::Evidence::missing ? Tone::caution : Tone::plain},
               watts(one.average_W),
               {one_line(how), Tone::dim}});
  }
  return "\n" + with_note(table.render(style), style) + "\n";
}

void add_compute(const Run& run, Facts& facts) {
  const auto& c = run.compute;
  std::vector<std::string> parts;
  if (c.cpu_time_s) parts.push_back(span_text(*c.cpu_time_s) + " of CPU time");
  if (c.instructions)
    parts.push_back(base::readable(static_cast<double>(*c.instructions)) + " instructions");
  if (c.cpu_utilisation) parts.push_back("CPU " + percent(*c.cpu_utilisation));
  if (c.gpu_utilisation) parts.push_back("GPU " + percent(*c.gpu_utilisation));
  if (c.memory_peak_bytes) {
    constexpr double kMiB = 1024.0 * 1024;
    parts.push_back(number(static_cast<double>(*c.memory_peak_bytes) / kMiB) + " MiB of memory");
  }
  facts.add("compute", joined(parts, " · "));
  for (const auto& figure : run.figures)
    facts.add(figure.name,
              base::readable(figure.value) + (figure.unit.empty() ? "" : " " + figure.unit));
}

void add_impacts(const Run& run, Facts& facts) {
  for (const auto& impact : run.impacts) {
    const auto scale = scale_for(impact.amount, impact.unit);
    auto text = number(impact.amount / scale.size) + " " + scale.text();
    if (impact.low && impact.high)
      text += fmt::format(" ({} … {})", number(*impact.low / scale.size),
                          number(*impact.high / scale.size));
    if (impact.factor)
      text += fmt::format("; {} {}", base::readable(*impact.factor), impact.factor_unit);
    if (!impact.kind.empty()) text += ", " + impact.kind;
    if (!impact.source.empty()) text += "; from " + impact.source;
    facts.add(impact.category, text);
  }
}

void add_gaps(const Run& run, Facts& facts) {
  double gap_s = 0;
  constexpr double kNanosecond = 1e-9;
  for (const auto& gap : run.gaps)
    gap_s += static_cast<double>(gap.until_ns - gap.from_ns) * kNanosecond;
  if (!run.gaps.empty())
    facts.add("not seen", fmt::format("{} in {} {}; the first: {} {}", span_text(gap_s),
                                      run.gaps.size(), run.gaps.size() == 1 ? "gap" : "gaps",
                                      run.gaps[0].device, run.gaps[0].reason));
}

}  // namespace

std::string terminal(const Run& run, const Style& style) {
  Facts who(style);
  who.add("run", run.id);
  who.add("project", run.project);
  who.add("phase", run.phase);
  who.add("tags", joined(run.tags, ", "));
  who.add("command", joined(run.command, " "));
  who.add("commit", run.commit);
  who.add("started", record::to_text(run.start_ns));
  who.add("took", span_text(record::duration_s(run)));
  who.add("ended", ending(run));
  who.add("hardware", hardware(run));
  who.add("place", place(run));
  who.add("whose", attribution(run));

  const auto total = record::energy_of(run);
  Facts what(style);
  what.add("energy", energy_text(total));
  what.add("known by", evidence_text(total));
  std::string powers = watts(run.average_W);
  if (run.peak_W) powers += (powers.empty() ? "" : ", ") + watts(run.peak_W) + " at most";
  what.add("power", powers);

  Facts rest(style);
  add_compute(run, rest);
  add_impacts(run, rest);
  add_gaps(run, rest);
  for (const auto& note : run.notes) rest.add("note", note);
  auto origin = run.origin.tool;
  if (!run.origin.version.empty()) origin += " " + run.origin.version;
  if (!run.origin.file.empty()) origin += ", " + run.origin.file;
  if (run.origin.line) origin += fmt::format(":{}", *run.origin.line);
  rest.add("written by", origin);

  const auto title = run.name.empty() ? run.id : one_line(run.name);
  return painted(title, Tone::heading, style) + "\n" + who.text() + "\n" + what.text() +
         energies(run, style) + rest.text();
}

}  // namespace holon::report
