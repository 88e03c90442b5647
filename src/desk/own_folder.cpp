// SPDX-License-Identifier: Apache-2.0
#include "desk/own_folder.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"

namespace holon::desk {
namespace {

std::vector<catalog::OwnFile> files_of(const std::string& folder) {
  std::vector<std::string> paths;
  std::error_code failure;
  for (const auto& file : std::filesystem::directory_iterator(folder, failure)) {
    if (file.path().extension() == ".csv") paths.push_back(file.path().string());
  }
  if (failure || paths.empty())
    throw base::WorldError(
        failure ? fmt::format("cannot read the folder `{}`: {}", folder, failure.message())
                : fmt::format("the folder `{}` has no tables (.csv)", folder),
        {"--catalog names a folder with tables such as grids.csv; see data/README.md"});
  std::sort(paths.begin(), paths.end());
  std::vector<catalog::OwnFile> out;
  for (const auto& path : paths)
    out.push_back({std::filesystem::path(path).filename().string(),
                   std::make_shared<const base::SourceText>(path, base::read_file(path))});
  return out;
}

}  // namespace

base::Result<std::unique_ptr<catalog::OwnCatalog>> catalog_with(
    const std::vector<std::string>& folders) {
  std::vector<catalog::OwnFile> files;
  for (const auto& folder : folders) {
    for (auto& file : files_of(folder)) files.push_back(std::move(file));
  }
  return catalog::with_own_tables(files);
}

}  // namespace holon::desk
