// SPDX-License-Identifier: Apache-2.0
#include "cli/load.h"

#include <cstdio>
#include <filesystem>

#include "base/error.h"
#include "base/file.h"
#include "cli/ledger_address.h"
#include "cli/own_catalog.h"
#include "report/json.h"

namespace holon::cli {
namespace {

std::string standard_input() {
  std::string out;
  char buffer[4096];
  for (std::size_t got = 0; (got = std::fread(buffer, 1, sizeof buffer, stdin)) > 0;)
    out.append(buffer, got);
  return out;
}

std::vector<study::Setting> settings_of(const std::vector<std::string>& texts) {
  std::vector<study::Setting> out;
  for (const auto& text : texts) {
    const auto sign = text.find('=');
    out.push_back(
        {text.substr(0, sign), std::make_shared<const base::SourceText>(
                                   "--set " + text.substr(0, sign), text.substr(sign + 1))});
  }
  return out;
}

}  // namespace

base::Result<base::SourcePtr> source_of(const std::string& path) {
  try {
    if (path == "-")
      return std::make_shared<const base::SourceText>("standard input", standard_input());
    return std::make_shared<const base::SourceText>(path, base::read_file(path));
  } catch (const base::WorldError& error) {
    base::Diagnostic out{base::Code::not_read, error.what(), {}, "", {}, error.hints()};
    return tl::unexpected(base::Diagnostics{out});
  }
}

namespace {

// a server stands where it stands
std::string beside(const std::filesystem::path& folder, const std::string& ledger) {
  return ledger.find("://") == std::string::npos ? (folder / ledger).string() : ledger;
}

}  // namespace

base::Result<Loaded> read_and_compile(const StudyOptions& options) {
  const auto source = source_of(options.path);
  if (!source) return tl::unexpected(source.error());
  // files that a study names lie beside it
  const auto folder = std::filesystem::path(options.path).parent_path();
  auto study = study::read_study(
      *source, [&](const std::string& path) { return base::read_file((folder / path).string()); },
      [&](const std::string& ledger, const ledger::Filter& filter) {
        auto runs = existing_ledger(ledger.empty() ? "" : beside(folder, ledger));
        return study::MeasuredRuns{runs.totals(filter), runs.groups(filter)};
      });
  if (!study) return tl::unexpected(study.error());
  auto compiled = study::compile(*study, catalog_in_use(), settings_of(options.settings));
  if (!compiled) return tl::unexpected(compiled.error());
  return Loaded{std::move(*study), std::move(*compiled), (*source)->name()};
}

std::optional<Loaded> load(const StudyOptions& options) {
  auto out = read_and_compile(options);
  if (!out) {
    if (!options.json.empty()) write_result(options.json, report::json(out.error()));
    say(out.error(), options.colour);
    return std::nullopt;
  }
  say(out->compiled.warnings, options.colour);
  return std::move(*out);
}

}  // namespace holon::cli
