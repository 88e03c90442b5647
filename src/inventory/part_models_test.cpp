// SPDX-License-Identifier: Apache-2.0
#include "inventory/part_models.h"

#include <set>

#include <doctest/doctest.h>

#include "catalog/own_tables.h"

namespace holon::inventory {
namespace {

const PartModels& models() {
  static const PartModels kModels(catalog::Catalog::embedded());
  return kModels;
}

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
  for (const auto& model : models().all()) {
    INFO(model.name);
    CHECK(names.insert(model.name).second);
    CHECK_FALSE(model.source.empty());
    CHECK_FALSE(model.terms.empty());
    for (const auto& term : model.terms) {
      CHECK(catalog::part_driver(term.driver) != nullptr);
      CHECK(categories.contains(term.category));
      // a declaration or a round figure, as of a whole building, is what its row says
      if (model.item.empty() && model.name != "greensku building")
        CHECK(term.coefficient.pedigree.evidence == quantity::Evidence::modelled);
    }
  }
  CHECK(names.size() > 40);
}

TEST_CASE("a model is found by its name, whatever the case") {
  REQUIRE(models().find("Boavizta CPU") != nullptr);
  CHECK(models().find("boavizta cpu")->pack == "agpl-3.0");
  CHECK(models().find("act logic 14nm")->pack.empty());
  CHECK(models().find("act logic 15nm") == nullptr);
}

TEST_CASE("what was published of a whole thing is a model of it, a declaration by its own word") {
  const auto* declared = models().find("declaration", "h100");
  REQUIRE(declared != nullptr);
  CHECK(declared->name == "declaration h100");
  REQUIRE(declared->terms.size() == 1);
  CHECK(declared->terms.front().driver == "unit");
  CHECK(declared->terms.front().category == "climate");
  CHECK(declared->source.find("NVIDIA") != std::string::npos);
  CHECK(models().find("ADEME server") != nullptr);
  CHECK(models().find("declaration", "a100") == nullptr);
  CHECK(models().find("declaration") == nullptr);
  // a model of terms is not hidden by a figure of the same name
  CHECK(models().find("boavizta cpu")->item.empty());
}

TEST_CASE("a user's model stands before all, and hides the whole of one of the same name") {
  const auto source = [](const std::string& name, const std::string& text) {
    return catalog::OwnFile{name, std::make_shared<const base::SourceText>("mine/" + name, text)};
  };
  const auto made = catalog::with_own_tables(
      {source("sources.csv",
              "key,citation,year,licence,where\nmine,Our fab,2025,proprietary,here\n"),
       source("part_models.csv",
              "part,driver,category,unit,value,spread,source,year,licence\n"
              "our chip,die area,climate,kg CO2e/cm2,1.5,lca-model,mine,2025,proprietary\n"
              "boavizta cpu,unit,climate,kg CO2e,9,lca-model,mine,2025,proprietary\n"
              "our chip,unit,climate,kg CO2e,0.2,lca-model,mine,2025,proprietary\n")});
  REQUIRE(made.has_value());
  const PartModels own((*made)->catalog());
  REQUIRE(own.find("our chip") != nullptr);
  CHECK(own.find("our chip")->terms.size() == 2);
  CHECK(own.find("our chip")->source.find("Our fab") != std::string::npos);
  CHECK(own.find("boavizta cpu")->terms.size() == 1);
  CHECK(own.find("boavizta cpu")->pack.empty());
  CHECK(own.find("boavizta ram")->pack == "agpl-3.0");
  CHECK(own.all().size() == models().all().size() + 1);
}

}  // namespace
}  // namespace holon::inventory
