// SPDX-License-Identifier: Apache-2.0
#include "desk/load.h"

#include <filesystem>
#include <memory>

#include "base/error.h"
#include "base/file.h"
#include "catalog/catalog.h"
#include "ledger/address.h"

namespace holon::desk {
namespace {

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

// a server stands where it stands
std::string beside(const std::filesystem::path& folder, const std::string& ledger) {
  return ledger::is_on_server(ledger) ? ledger : (folder / ledger).string();
}

}  // namespace

base::Result<base::SourcePtr> file_source(const std::string& path) {
  try {
    return std::make_shared<const base::SourceText>(path, base::read_file(path));
  } catch (const base::WorldError& error) {
    base::Diagnostic out{base::Code::not_read, error.what(), {}, "", {}, error.hints()};
    return tl::unexpected(base::Diagnostics{out});
  }
}

std::string study_at(const std::string& path) {
  if (path.empty()) return path;
  const auto inside = std::filesystem::path(path) / "study.yaml";
  std::error_code ignored;
  return std::filesystem::is_regular_file(inside, ignored) ? inside.string() : path;
}

base::Result<Loaded> read_and_compile(const std::string& path,
                                      const std::vector<std::string>& settings,
                                      const Access& access) {
  const auto file = study_at(path);
  const auto source = access.source(file);
  if (!source) return tl::unexpected(source.error());
  // files that a study names lie beside it
  const auto folder = std::filesystem::path(file).parent_path();
  auto study = study::read_study(
      *source, [&](const std::string& name) { return base::read_file((folder / name).string()); },
      [&](const std::string& ledger, const ledger::Filter& filter) {
        auto runs = access.ledger(ledger.empty() ? "" : beside(folder, ledger));
        return study::MeasuredRuns{runs.totals(filter), runs.groups(filter)};
      });
  if (!study) return tl::unexpected(study.error());
  auto compiled = study::compile(*study, *access.catalog, settings_of(settings));
  if (!compiled) return tl::unexpected(compiled.error());
  return Loaded{std::move(*study), std::move(*compiled), (*source)->name()};
}

}  // namespace holon::desk
