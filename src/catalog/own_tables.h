// SPDX-License-Identifier: Apache-2.0
//
// The catalogue with tables of a user in front: same schema, same checks. A row of theirs takes the
// place of the one with the same key, and says in its note where it stands.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "catalog/catalog.h"

namespace holon::catalog {

/// One file of a user's folder.
struct OwnFile {
  std::string name;        ///< "grids.csv"
  base::SourcePtr source;  ///< named by its path
};

/// A catalogue that keeps its texts.
class OwnCatalog {
 public:
  explicit OwnCatalog(std::deque<std::string> texts, std::vector<EmbeddedFile> files)
      : texts_(std::move(texts)), catalog_(std::move(files)) {}
  [[nodiscard]] const Catalog& catalog() const { return catalog_; }

 private:
  std::deque<std::string> texts_;
  Catalog catalog_;
};

/// Errors: E0821 a table that is none of the catalogue's or is malformed, E0822 a row that does not
/// pass the checks; all of all tables.
[[nodiscard]] base::Result<std::unique_ptr<OwnCatalog>> with_own_tables(
    const std::vector<OwnFile>& files);

}  // namespace holon::catalog
