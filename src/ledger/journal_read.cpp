// SPDX-License-Identifier: Apache-2.0
#include "ledger/journal.h"

#include <algorithm>

#include <fmt/format.h>

#include "ledger/journal_line.h"
#include "record/json.h"

namespace holon::ledger {
namespace {

constexpr std::int64_t kHour = 3'600'000'000'000;

std::optional<record::Run> run_in(std::string_view content) {
  auto run =
      record::run_from_json(std::make_shared<base::SourceText>("journal", std::string(content)));
  return run ? std::optional(std::move(*run)) : std::nullopt;
}

// true where the entry was understood
bool take(const JournalLine& line, JournalContent& out) {
  if (line.kind == 'R' && !out.begun) return (out.begun = run_in(line.content)).has_value();
  if (!out.begun || out.ended) return false;
  if (line.kind == 'F') return (out.ended = run_in(line.content)).has_value();
  if (line.kind != 'S') return false;
  auto sample = sample_from_json(line.content);
  if (!sample) return false;
  out.samples.push_back(std::move(*sample));
  return true;
}

double counted_J(const record::Run& run, const Sample& sample) {
  double sum = 0;
  for (std::size_t i = 0; i < std::min(run.energy.size(), sample.energy_J.size()); ++i) {
    if (run.energy[i].counted) sum += sample.energy_J[i].value_or(0);
  }
  return sum;
}

// energy between the last samples of each hour
std::vector<record::Slice> course_of(const record::Run& run, const std::vector<Sample>& samples) {
  std::vector<record::Slice> out;
  record::Slice slice{run.start_ns, run.start_ns, 0};
  double before_J = 0;
  double now_J = 0;
  const auto close = [&] {
    slice.energy_J = std::max(0.0, now_J - before_J);
    out.push_back(slice);
    slice = {slice.until_ns, slice.until_ns, 0};
    before_J = now_J;
  };
  for (const auto& sample : samples) {
    if (sample.at_ns < slice.until_ns) continue;  // the wall clock was set back
    if (sample.at_ns / kHour != slice.until_ns / kHour && slice.until_ns > slice.from_ns) close();
    slice.until_ns = sample.at_ns;
    now_J = counted_J(run, sample);
  }
  close();
  return out;
}

void take_over(const Sample& sample, record::Run& run) {
  for (std::size_t i = 0; i < run.energy.size(); ++i) {
    auto& one = run.energy[i];
    one.energy_J = i < sample.energy_J.size() ? sample.energy_J[i] : std::nullopt;
    one.uncertainty_J = i < sample.uncertainty_J.size() ? sample.uncertainty_J[i] : std::nullopt;
    if (!one.energy_J) one.evidence = record::Evidence::missing;
  }
  run.end_ns = std::max(run.start_ns, sample.at_ns);
  run.duration_ns = std::max<std::int64_t>(0, sample.elapsed_ns);
  run.compute.cpu_time_s = sample.cpu_time_s;
}

}  // namespace

JournalContent read_journal(const std::string& text) {
  JournalContent out;
  const std::string_view all = text;
  if (!all.starts_with(kJournalFirstLine)) {
    // a first line that was cut is no other version
    out.is_later = all.starts_with(kJournalName) && all.find('\n') != all.npos;
    out.lost_bytes = all.size();
    return out;
  }
  auto at = kJournalFirstLine.size();
  while (at < all.size()) {
    const auto end = all.find('\n', at);
    if (end == all.npos) break;
    const auto line = parse_journal_line(all.substr(at, end - at));
    if (!line || !take(*line, out)) break;
    at = end + 1;
  }
  out.lost_bytes = all.size() - at;
  return out;
}

std::optional<record::Run> run_of(const JournalContent& content) {
  if (content.ended) return content.ended;
  if (!content.begun) return std::nullopt;
  auto run = *content.begun;
  run.outcome = {};
  run.outcome.ending = record::Ending::interrupted;
  for (const auto& sample : content.samples)
    run.gaps.insert(run.gaps.end(), sample.gaps.begin(), sample.gaps.end());
  if (content.samples.empty()) {
    Sample nothing;
    nothing.at_ns = run.start_ns;
    take_over(nothing, run);
    run.notes.emplace_back("the meter ended before its first sample");
  } else {
    take_over(content.samples.back(), run);
    run.course = course_of(run, content.samples);
    run.notes.emplace_back("the meter ended before the run did; figures stop at its last sample");
  }
  if (!record::contradictions(run).empty()) return std::nullopt;
  return run;
}

}  // namespace holon::ledger
