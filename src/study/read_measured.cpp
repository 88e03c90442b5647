// SPDX-License-Identifier: Apache-2.0
//
// An activity whose energy was measured: the sum of runs of a ledger, failed ones included. Each
// evidence and each cause of error is a quantity of its own, so that what was measured stays apart
// from what was modelled, and one sensor errs the same way wherever it was used.
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "quantity/sizes.h"
#include "record/instant.h"
#include "record/words.h"
#include "study/read_blocks.h"

namespace holon::study {
namespace {

using quantity::kJoulesPerKWh;

using base::Code;
using document::Node;
using Group = record::EnergyTotal::Group;

quantity::Evidence evidence_of(record::Evidence evidence) {
  switch (evidence) {
    case record::Evidence::measured:
      return quantity::Evidence::measured;
    case record::Evidence::declared:
      return quantity::Evidence::declared;
    case record::Evidence::modelled:
    case record::Evidence::missing:
      break;
  }
  return quantity::Evidence::modelled;
}

std::vector<std::string> words(const Node& node, std::string_view key, StatementReader& reader) {
  std::vector<std::string> out;
  const Node* found = node.find(key);
  if (found == nullptr) return out;
  if (found->is_list()) {
    for (const auto& item : found->items) {
      if (reader.expect(item, Node::Kind::scalar, "a tag"))
        out.push_back(reader.of_dimension({item.text, item.span}).text);
    }
  } else if (reader.expect(*found, Node::Kind::scalar, "a tag")) {
    out.push_back(reader.of_dimension({found->text, found->span}).text);
  }
  return out;
}

std::optional<record::Instant> moment(const Node& node, std::string_view key,
                                      StatementReader& reader) {
  const Node* found = node.find(key);
  if (found == nullptr) return std::nullopt;
  const auto out = record::parse_instant(found->text);
  if (!out)
    reader.report(Code::not_a_date, fmt::format("`{}` is no moment", found->text), found->span,
                  {"as in 2024-05-31 or 2024-05-31T10:30Z"});
  return out;
}

ledger::Filter read_filter(const Node& node, StatementReader& reader) {
  const auto word = [&](std::string_view key) {
    const auto reference = reader.reference(node, key);
    return reference ? reference->text : std::string();
  };
  ledger::Filter out;
  out.tags = words(node, "tag", reader);
  out.project = word("project");
  out.phase = word("phase");
  out.name = word("name");
  out.since_ns = moment(node, "since", reader);
  out.until_ns = moment(node, "until", reader);
  return out;
}

// "the runs with tag `search`"
std::string in_words(const ledger::Filter& filter) {
  std::vector<std::string> parts;
  for (const auto& tag : filter.tags) parts.push_back(fmt::format("tag `{}`", tag));
  if (!filter.project.empty()) parts.push_back(fmt::format("project `{}`", filter.project));
  if (!filter.phase.empty()) parts.push_back(fmt::format("phase `{}`", filter.phase));
  if (!filter.name.empty()) parts.push_back(fmt::format("name `{}`", filter.name));
  if (filter.since_ns) parts.push_back("started from " + record::to_text(*filter.since_ns));
  if (filter.until_ns) parts.push_back("started before " + record::to_text(*filter.until_ns));
  return parts.empty() ? "any run" : base::listed(parts, "and");
}

// nothing after telling why the runs cannot be read
std::optional<MeasuredRuns> runs_of(const Node& node, const ledger::Filter& filter,
                                    const std::string& file, StatementReader& reader) {
  try {
    if (!reader.runs()) throw base::WorldError("there is no ledger here");
    return reader.runs()(file, filter);
  } catch (const base::WorldError& error) {
    const Node* named = node.find("ledger");
    reader.report(Code::not_read, error.what(), named == nullptr ? node.span : named->span,
                  {"`ledger: FILE` names a ledger, runs that holon exported, or a log of another "
                   "tool"});
    return std::nullopt;
  }
}

quantity::Quantity quantity_of(const Group& group, const std::string& source) {
  quantity::Quantity out;
  out.unit = quantity::unit("kWh at device");
  const double mean = group.energy_J / kJoulesPerKWh;
  const double sd =
      (group.cause.empty() ? std::sqrt(group.uncertainty_J2) : group.uncertainty_J) / kJoulesPerKWh;
  if (group.stated && sd > 0) {
    out.distribution.shape = quantity::Normal{mean, sd};
    if (!group.cause.empty()) out.cause = "ledger: " + group.cause;
  } else {
    out.distribution.shape = quantity::Constant{mean};
  }
  out.pedigree = {evidence_of(group.evidence), source};
  return out;
}

// what the runs do not say is told: the sum is a lower bound, or its spread too narrow
void warn(const ledger::Totals& totals, const Node& node, StatementReader& reader) {
  const auto& energy = totals.energy;
  if (energy.missing() > 0)
    reader.report(
        Code::measured_in_part,
        fmt::format("{} components of these {} runs have no figure: the energy is a lower "
                    "bound",
                    energy.missing(), totals.runs),
        node.span, {"`holon ledger show` tells which"}, base::Severity::warning);
  const double unstated_J = energy.without_uncertainty_J();
  if (unstated_J > 0 && energy.energy_J() > 0)
    reader.report(
        Code::measured_in_part,
        fmt::format("nobody states an uncertainty for {:.0f} % of this energy: its spread "
                    "is too narrow",
                    100 * unstated_J / energy.energy_J()),
        node.span, {}, base::Severity::warning);
}

}  // namespace

void read_measured(const Node& node, const std::string& path, Activity& out,
                   StatementReader& reader) {
  if (!reader.expect(node, Node::Kind::map, "`measured`")) return;
  reader.check_keys(node, BlockKind::measured);
  const auto filter = read_filter(node, reader);
  const auto file = reader.reference(node, "ledger");
  const auto runs = runs_of(node, filter, file ? file->text : std::string(), reader);
  if (!runs) return;
  const auto& totals = runs->totals;
  if (totals.runs == 0) {
    reader.report(Code::no_runs, fmt::format("the ledger has no run with {}", in_words(filter)),
                  node.span,
                  {"`holon ledger list` shows the runs and `holon ledger tag` names them"});
    return;
  }
  const auto source =
      fmt::format("{} runs of the ledger with {}{}", totals.runs, in_words(filter),
                  totals.failed > 0 ? fmt::format(", {} of them failed", totals.failed) : "");
  std::map<std::string, int> named;
  for (const auto& group : runs->groups) {
    auto key = std::string(record::name(group.evidence));
    if (const int times = ++named[key]; times > 1) key += fmt::format(" {}", times);
    out.fields[key] = {fmt::format("{}.{}", path, key), path, quantity_of(group, source),
                       quantity::unit("kWh at device"), node.span};
    out.measured.push_back(key);
  }
  if (runs->groups.empty())
    reader.report(Code::no_runs, "no run that fits has any energy", node.span,
                  {"every component of them is missing"});
  warn(totals, node, reader);
}

}  // namespace holon::study
