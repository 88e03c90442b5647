// SPDX-License-Identifier: Apache-2.0
#include "cli/ledger_import.h"

#include <algorithm>
#include <unistd.h>

#include <fmt/format.h>

#include "base/text.h"
#include "cli/command.h"
#include "cli/load.h"
#include "record/instant.h"

namespace holon::cli {
namespace {

// "line 3", "lines 3, 7–12, 20"
std::string lines_of(const base::Diagnostics& told, std::size_t from) {
  std::vector<std::size_t> lines;
  for (auto i = from; i < told.size(); ++i) {
    const auto& where = told[i].where;
    if (where.source) lines.push_back(where.source->line_of(where.offset));
  }
  std::sort(lines.begin(), lines.end());
  lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
  std::string out;
  for (std::size_t i = 0; i < lines.size();) {
    auto last = i;
    while (last + 1 < lines.size() && lines[last + 1] == lines[last] + 1) ++last;
    out += fmt::format("{}{}", out.empty() ? "" : ", ", lines[i]);
    if (last > i) out += fmt::format("{}{}", last > i + 1 ? "–" : ", ", lines[last]);
    i = last + 1;
  }
  return (lines.size() == 1 ? "line " : "lines ") + out;
}

// the first ones whole, the others by their lines
void tell(const base::Diagnostics& unusable, const std::string& file, ColourChoice colour) {
  constexpr std::size_t kWhole = 5;
  const auto ordered = base::in_order(unusable);
  const auto whole = std::min(ordered.size(), kWhole + 1 == ordered.size() ? kWhole + 1 : kWhole);
  say(base::Diagnostics(ordered.begin(), ordered.begin() + static_cast<std::ptrdiff_t>(whole)),
      colour);
  if (ordered.size() > whole)
    say(fmt::format("holon: {}: {} more parts cannot be used, on {}\n", file,
                    ordered.size() - whole, lines_of(ordered, whole)));
}

// nothing after telling that the file cannot be read
std::optional<ledger::Log> log_of(const std::string& path, const ImportOptions& options,
                                  ColourChoice colour) {
  ledger::Log log;
  auto source = source_of(path);
  if (!source) {
    say(source.error(), colour);
    return std::nullopt;
  }
  log.source = std::move(*source);
  log.zone_s = record::parse_zone(options.zone).value_or(0);
  const auto companion = ledger::companion_path(path);
  if (!companion.empty() && ::access(companion.c_str(), R_OK) == 0) {
    if (auto other = source_of(companion)) log.companion = std::move(*other);
  }
  return log;
}

void describe(record::Run& run, const ImportOptions& options) {
  if (!options.project.empty()) run.project = options.project;
  if (!options.phase.empty()) run.phase = options.phase;
  for (const auto& tag : options.tags) {
    if (std::find(run.tags.begin(), run.tags.end(), tag) == run.tags.end()) run.tags.push_back(tag);
  }
}

// whether the log was one, and had something in it
bool import_one(const std::string& path, const ImportOptions& options, ledger::Ledger& ledger,
                ColourChoice colour) {
  const auto log = log_of(path, options, colour);
  if (!log) return false;
  const auto* importer = ledger::importer_of(*log);
  if (importer == nullptr) {
    base::Diagnostic unknown;
    unknown.code = base::Code::unknown_log;
    unknown.message = "this is no log of a tool that holon knows";
    unknown.where = {log->source, 0, std::min<std::size_t>(1, log->source->text().size())};
    unknown.help = {"`holon ledger import --help` lists the tools"};
    say({unknown}, colour);
    return false;
  }
  auto read = importer->read(*log);
  for (auto& run : read.runs) describe(run, options);
  const auto added = ledger::counted(ledger.add(read.runs));
  print(fmt::format("{}: {}; {}\n", path, importer->what, added_text(added)));
  for (const auto& note : read.notes) print(fmt::format("  {}\n", note));
  tell(read.unusable, path, colour);
  return !read.runs.empty() || read.unusable.empty();
}

}  // namespace

std::string added_text(const ledger::Merged& added) {
  auto out = fmt::format("{} {} added", added.is_new, added.is_new == 1 ? "run" : "runs");
  if (added.replaced > 0) out += fmt::format(", {} replaced by a longer form", added.replaced);
  const auto there = added.already_there + added.kept;
  if (there > 0) out += fmt::format(", {} there already", there);
  return out;
}

int import_logs(const ImportOptions& options, ledger::Ledger& ledger, ColourChoice colour) {
  if (!options.zone.empty() && !record::parse_zone(options.zone)) {
    say(fmt::format("holon: `--zone {}` is no zone\n  help: as in `--zone +02:00`\n",
                    options.zone));
    return kWrongUsage;
  }
  bool all = true;
  for (const auto& file : options.files) all = import_one(file, options, ledger, colour) && all;
  return all ? kDone : kInvalidInput;
}

}  // namespace holon::cli
