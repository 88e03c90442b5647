// SPDX-License-Identifier: Apache-2.0
#include "cli/own_catalog.h"

#include <memory>

#include "catalog/own_tables.h"
#include "desk/own_folder.h"

namespace holon::cli {
namespace {

constexpr std::string_view kOption = "--catalog";

std::unique_ptr<catalog::OwnCatalog>& own() {
  static std::unique_ptr<catalog::OwnCatalog> catalogue;
  return catalogue;
}

}  // namespace

const catalog::Catalog& catalog_in_use() {
  return own() == nullptr ? catalog::Catalog::embedded() : own()->catalog();
}

bool add_own_tables(const std::vector<std::string>& folders, ColourChoice colour) {
  auto made = desk::catalog_with(folders);
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
