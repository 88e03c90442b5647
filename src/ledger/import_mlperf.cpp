// SPDX-License-Identifier: Apache-2.0
//
// The log of SPEC's PTDaemon as MLPerf Power keeps it (spl.txt): on each line
// "Time,07-14-2021 17:15:37.203,Watts,134.2,Volts,…,Amps,…,PF,…,Mark,NAME". A mark is one run;
// those that end in "_ranging" only find the analyser's range, before the run that counts
// ("_testing"). The analyser stands at the wall: power supply and fans are inside. A reading of -1
// is none.
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "ledger/importer.h"
#include "ledger/log_table.h"
#include "ledger/power_log.h"
#include "record/instant.h"

namespace holon::ledger {
namespace {

// accepted analysers err by 1 % at most. Source: SPEC, Power and Performance Benchmark Methodology
// 2.2, 5.3; taken as one standard deviation
constexpr double kError = 0.01;
constexpr std::size_t kDateLength = 10;

/// One line.
struct Line {
  std::string date;   ///< "07-14-2021", not yet known which is the month
  std::string clock;  ///< "17:15:37.203"
  std::string mark;
  std::optional<double> power_W;
  const LogRow* row = nullptr;
};

// "2021-07-14" of two numbers and a year
std::string iso(const std::string& date, bool month_first) {
  const auto first = date.substr(0, 2);
  const auto second = date.substr(3, 2);
  return fmt::format("{}-{}-{}", date.substr(6), month_first ? first : second,
                     month_first ? second : first);
}

std::string value_of(const LogRow& row, std::string_view key) {
  for (std::size_t i = 0; i + 1 < row.cells.size(); i += 2) {
    if (row.cells[i].text == key) return row.cells[i + 1].text;
  }
  return {};
}

std::optional<Line> read_line(const LogRow& row) {
  Line out;
  const auto time = value_of(row, "Time");
  if (time.size() <= kDateLength + 1 || time[2] != '-' || time[5] != '-') return std::nullopt;
  out.date = time.substr(0, kDateLength);
  out.clock = time.substr(kDateLength + 1);
  out.mark = value_of(row, "Mark");
  out.power_W = base::parse_number(value_of(row, "Watts"));
  if (out.mark.empty() || !out.power_W) return std::nullopt;
  if (*out.power_W < 0) out.power_W.reset();
  out.row = &row;
  return out;
}

// Whether the month stands first. Marks of MLPerf begin with the day they name ("2021-07-14_…");
// else the order in which every date is one; else the order in which MLPerf's own checker reads.
bool is_month_first(const std::vector<Line>& lines) {
  bool may_be_month = true;
  for (const auto& line : lines) {
    const auto named = line.mark.substr(0, kDateLength);
    if (named == iso(line.date, true)) return true;
    if (named == iso(line.date, false)) return false;
    may_be_month = may_be_month && record::parse_instant(iso(line.date, true)).has_value();
  }
  return may_be_month;
}

std::string name_of(const std::string& mark) {
  constexpr std::string_view kTesting = "_testing";
  return mark.ends_with(kTesting) ? mark.substr(0, mark.size() - kTesting.size()) : mark;
}

record::Run run_of(const Log& log, const std::string& mark,
                   const std::vector<PowerReading>& readings, std::size_t line) {
  record::Run run;
  run.name = name_of(mark);
  run.origin = {"ptdaemon", {}, log.source->name(), static_cast<std::int64_t>(line)};
  run.attribution.scope = record::Scope::machine;
  run.start_ns = readings.front().at_ns;
  run.end_ns = readings.back().at_ns;
  const auto part = energy_under(readings);
  auto energy = energy_of("machine", "wall", record::Evidence::measured, part.energy_J);
  energy.sensor = "power analyser, through PTDaemon";
  if (part.energy_J) {
    energy.uncertainty_J = *part.energy_J * kError;
    energy.cause = "power analyser";
    energy.average_W = *part.energy_J / part.seen_s;
    energy.peak_W = part.peak_W;
  } else {
    energy.reason = "the log has no two readings of its power";
  }
  run.energy.push_back(std::move(energy));
  set_course(run, {part}, {"machine"});
  run.id = "mlperf-" + fingerprint(fmt::format("{}\n{}", mark, run.start_ns));
  return run;
}

/// The readings under one mark.
struct Marked {
  std::vector<PowerReading> readings;
  std::size_t line = 0;
};

std::map<std::string, Marked> by_mark(const std::vector<Line>& lines, const Log& log,
                                      Imported& out) {
  const bool month_first = is_month_first(lines);
  std::map<std::string, Marked> marks;
  for (const auto& line : lines) {
    const auto at =
        record::parse_instant(iso(line.date, month_first) + " " + line.clock, log.zone_s);
    auto& marked = marks[line.mark];
    if (marked.line == 0) marked.line = line.row->line;
    auto& readings = marked.readings;
    if (!at || !is_plausible(*at)) {
      out.unusable.push_back(unusable(line.row->span, "this line has no time"));
    } else if (!readings.empty() && *at < readings.back().at_ns) {
      out.unusable.push_back(
          unusable(line.row->span, "this line is earlier than the one before it"));
    } else {
      readings.push_back({*at, line.power_W});
    }
  }
  return marks;
}

}  // namespace

bool is_mlperf(const Log& log) {
  const auto text = base::trim(log.source->text());
  const auto first = text.substr(0, text.find('\n'));
  return first.starts_with("Time,") && first.find(",Watts,") != first.npos;
}

Imported read_mlperf(const Log& log) {
  Imported out;
  const auto rows = read_log_table(log.source);
  std::vector<Line> lines;
  for (const auto& row : rows) {
    if (auto line = row.has_no_end ? std::nullopt : read_line(row)) {
      lines.push_back(std::move(*line));
    } else {
      out.unusable.push_back(
          unusable(row.span, "this line is torn: time, watts or mark is missing"));
    }
  }
  const auto marks = by_mark(lines, log, out);
  const bool only_unnamed = marks.size() == 1;
  for (const auto& [mark, marked] : marks) {
    if (marked.readings.empty()) continue;
    const bool named = mark != "notset";
    if (mark.ends_with("_ranging") || (!named && !only_unnamed)) {
      out.notes.push_back(fmt::format("readings under the mark `{}`, which is no run: {}", mark,
                                      marked.readings.size()));
      continue;
    }
    out.runs.push_back(run_of(log, mark, marked.readings, marked.line));
  }
  return out;
}

}  // namespace holon::ledger
