// SPDX-License-Identifier: Apache-2.0
#include "inventory/part_models.h"

#include <set>

#include <doctest/doctest.h>

namespace holon::inventory {
namespace {

TEST_CASE("every model has a name of its own, a source, and terms in known categories") {
  std::set<std::string> names;
  const std::set<std::string> categories{"climate",
                                         "primary energy",
                                         "minerals",
                                         "e-waste",
                                         "fossil resources",
                                         "acidification",
                                         "ecotoxicity",
                                         "human toxicity cancer",
                                         "human toxicity non-cancer",
                                         "eutrophication freshwater",
                                         "eutrophication marine",
                                         "eutrophication terrestrial",
                                         "ionising radiation",
                                         "land use",
                                         "ozone depletion",
                                         "particulate matter",
                                         "photochemical ozone"};
  for (const auto& model : part_models()) {
    INFO(model.name);
    CHECK(names.insert(model.name).second);
    CHECK_FALSE(model.source.empty());
    CHECK_FALSE(model.terms.empty());
    for (const auto& term : model.terms) {
      CHECK(driver(term.driver) != nullptr);
      CHECK(categories.contains(term.category));
      CHECK(term.coefficient.pedigree.evidence == quantity::Evidence::modelled);
    }
  }
  CHECK(names.size() > 40);
}

TEST_CASE("a model is found by its name, whatever the case") {
  REQUIRE(part_model("Boavizta CPU") != nullptr);
  CHECK(part_model("boavizta cpu")->pack == "agpl-3.0");
  CHECK(part_model("act logic 14nm")->pack.empty());
  CHECK(part_model("act logic 15nm") == nullptr);
}

}  // namespace
}  // namespace holon::inventory
