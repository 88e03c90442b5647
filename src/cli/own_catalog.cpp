// SPDX-License-Identifier: Apache-2.0
#include "cli/own_catalog.h"

#include <algorithm>
#include <filesystem>
#include <memory>

#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"
#include "catalog/own_tables.h"

namespace holon::cli {
namespace {

constexpr std::string_view kOption = "--catalog";

std::unique_ptr<catalog::OwnCatalog>& own() {
  static std::unique_ptr<catalog::OwnCatalog> catalogue;
  return catalogue;
}

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

const catalog::Catalog& catalog_in_use() {
  return own() == nullptr ? catalog::Catalog::embedded() : own()->catalog();
}

bool add_own_tables(const std::vector<std::string>& folders, ColourChoice colour) {
  std::vector<catalog::OwnFile> files;
  for (const auto& folder : folders) {
    for (auto& file : files_of(folder)) files.push_back(std::move(file));
  }
  auto made = catalog::with_own_tables(files);
  if (!made) {
    say(made.error(), colour);
    return false;
  }
  own() = std::move(*made);
  return true;
}

std::vector<std::string> take_catalog_options(std::vector<std::string>& words) {
  std::vector<std::string> folders;
  std::vector<std::string> rest;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--") {
      rest.insert(rest.end(), words.begin() + static_cast<std::ptrdiff_t>(i), words.end());
      break;
    }
    if (words[i] == kOption && i + 1 < words.size()) {
      folders.push_back(words[++i]);
    } else if (words[i].starts_with(std::string(kOption) + "=")) {
      folders.push_back(words[i].substr(kOption.size() + 1));
    } else {
      rest.push_back(words[i]);
    }
  }
  words = std::move(rest);
  return folders;
}

}  // namespace holon::cli
