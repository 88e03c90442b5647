// SPDX-License-Identifier: Apache-2.0
#include "catalog/catalog.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "base/error.h"
#include "base/parallel.h"
#include "base/text.h"
#include "catalog/search.h"
#include "catalog/spread.h"

using namespace holon;
using namespace holon::catalog;

namespace {

constexpr std::array kShelves{Shelf::grid, Shelf::place,      Shelf::accelerator,  Shelf::cpu,
                              Shelf::item, Shelf::technology, Shelf::default_value};

const Catalog& tables() { return Catalog::embedded(); }

const Entry& grid(std::string_view code) {
  const auto* found = tables().grid(code);
  REQUIRE(found != nullptr);
  return *found;
}

const Entry& place(std::string_view code) {
  const auto* found = tables().place(code);
  REQUIRE(found != nullptr);
  return *found;
}

const Entry& device(std::string_view code) {
  const auto* found = tables().device(code);
  REQUIRE(found != nullptr);
  return *found;
}

const Fact& fact(const Entry& entry, std::string_view name) {
  const auto* found = entry.find(name);
  REQUIRE_MESSAGE(found != nullptr, entry.code);
  return *found;
}

double figure(const Entry& entry, std::string_view name) {
  return typical(fact(entry, name).value.distribution);
}

template <class Check>
void for_every_fact(Check&& check) {
  for (const auto shelf : kShelves) {
    for (const auto& entry : tables().entries(shelf)) {
      for (const auto& one : entry.facts) check(entry, one);
    }
  }
}

std::string detail(const Entry& entry, std::string_view name) {
  for (const auto& [key, text] : entry.details) {
    if (key == name) return text;
  }
  return "";
}

bool is_about(const quantity::Quantity& quantity, std::string_view unit) {
  return quantity.unit.dimension == quantity::unit(unit).dimension;
}

}  // namespace

TEST_CASE("every table loads and the shelves are full") {
  const auto grids = tables().entries(Shelf::grid);
  const auto countries = std::count_if(grids.begin(), grids.end(), [](const Entry& entry) {
    return detail(entry, "level") == "country";
  });
  CHECK(countries >= 200);
  CHECK(tables().entries(Shelf::place).size() >= 60);
  CHECK(tables().entries(Shelf::accelerator).size() >= 100);
  CHECK(tables().entries(Shelf::cpu).size() >= 500);
  CHECK(tables().entries(Shelf::item).size() >= 50);
  CHECK(tables().entries(Shelf::technology).size() >= 10);
  CHECK(tables().entries(Shelf::default_value).size() >= 20);
}

// what is claimed of the catalogue: issue of the inventory
TEST_CASE("the catalogue has as much as it is said to have") {
  const auto& all = tables();
  CHECK(all.entries(Shelf::cpu).size() >= 2000);
  CHECK(all.entries(Shelf::accelerator).size() >= 140);
  CHECK(all.entries(Shelf::instance).size() >= 1000);
  CHECK(all.entries(Shelf::place).size() >= 100);
  // countries with a figure of their own, and those of them with several years
  std::map<std::string, std::size_t> years;
  for (const auto& grid : all.entries(Shelf::grid)) {
    if (grid.code.size() == 2 && grid.find("carbon intensity") != nullptr) years[grid.code] = 1;
  }
  CHECK(years.size() >= 200);
  for (const auto& grid : all.entries(Shelf::grid_year)) {
    const auto country = years.find(grid.code.substr(0, grid.code.find('@')));
    if (country != years.end() && grid.find("carbon intensity") != nullptr) ++country->second;
  }
  const auto several =
      std::count_if(years.begin(), years.end(), [](const auto& one) { return one.second >= 5; });
  MESSAGE(years.size() << " countries, " << several << " of them in five years or more");
  CHECK(several >= 200);
}

TEST_CASE("regions are found by what people call them") {
  const auto codes = [](std::string_view text) {
    std::vector<std::string> out;
    for (const auto* place : tables().places_called(text)) out.push_back(place->code);
    return out;
  };
  using Codes = std::vector<std::string>;
  CHECK(codes("Amazon Web Services US East (Ohio)") == Codes{"aws/us-east-2"});
  CHECK(codes("AWS us east 1") == Codes{"aws/us-east-1"});
  CHECK(codes("West Europe") == Codes{"azure/westeurope"});
  CHECK(codes("Microsoft Azure, UK South") == Codes{"azure/uksouth"});
  CHECK(codes("google us_central1") == Codes{"gcp/us-central1"});
  CHECK(codes("us-east-1") == Codes{"aws/us-east-1"});
  CHECK(codes("US-EAST1") == Codes{"gcp/us-east1"});
  CHECK(codes("Amazon Web Services EU (Frankfurt)") == Codes{"aws/eu-central-1"});
  CHECK(codes("nowhere EU (Frankfurt)").empty());
  CHECK(codes("AWS South America (S\xC3\xA3o Paulo)") == Codes{"aws/sa-east-1"});
  CHECK(codes("OVHcloud Gravelines") == Codes{"ovh/gra"});
  CHECK(codes("scaleway") == Codes{"scaleway/fr-par"});
  CHECK(codes("Paris").size() > 2);
  CHECK(codes("aws").size() > 30);
  CHECK(codes("").empty());
  CHECK(codes("/").empty());
  CHECK(codes("Atlantis").empty());
}

TEST_CASE("known grids have their published intensity as median") {
  CHECK(figure(grid("FR"), "carbon intensity") == 56.039);
  CHECK(figure(grid("US"), "carbon intensity") == 369.473);
  CHECK(figure(grid("SE"), "carbon intensity") == 40.695);
  CHECK(fact(grid("FR"), "carbon intensity").value.distribution.shape ==
        quantity::Shape(quantity::Lognormal{56.039, 1.35}));
}

TEST_CASE("a grid is found by code, three-letter code or name, whatever the case") {
  CHECK(tables().grid("fr") == tables().grid("FR"));
  CHECK(tables().grid("fra") == tables().grid("FR"));
  CHECK(tables().grid("united  States") == tables().grid("US"));
  CHECK(tables().grid("us_ca") == tables().grid("US-CA"));
  CHECK(grid("Georgia").code == "GE");
}

TEST_CASE("an unknown name is nothing") {
  CHECK(tables().grid("Atlantis") == nullptr);
  CHECK(tables().grid("") == nullptr);
  CHECK(tables().place("gcp/atlantis1") == nullptr);
  CHECK(tables().device("h1000") == nullptr);
  CHECK(tables().technology("steam") == nullptr);
  CHECK(tables().default_value("luck") == nullptr);
  CHECK(grid("FR").find("beauty") == nullptr);
}

TEST_CASE("a missing figure is missing, never zero") {
  CHECK(grid("CF").find("carbon intensity") == nullptr);
  CHECK(grid("FR").find("water withdrawal") == nullptr);
  CHECK(place("aws/us-east-1").find("carbon intensity") == nullptr);
}

TEST_CASE("every fact has a source, a licence, a year, and a spread or the reason why not") {
  for_every_fact([](const Entry& entry, const Fact& one) {
    INFO(entry.code << ": " << one.name);
    CHECK_FALSE(one.value.pedigree.source.empty());
    CHECK_FALSE(one.licence.empty());
    CHECK(one.year >= 2005);
    CHECK(one.year <= 2030);
    const bool spread = !quantity::is_constant(one.value.distribution);
    CHECK(one.note.find(spread ? "spread: " : "spread: none, ") != std::string::npos);
  });
}

TEST_CASE("every fact has a cause of its own, so that one figure is one draw") {
  std::set<std::string> seen;
  for_every_fact([&](const Entry& entry, const Fact& one) {
    INFO(entry.code << ": " << one.name);
    CHECK_FALSE(one.value.cause.empty());
    CHECK((one.value.cause.ends_with("/" + one.name) || one.value.cause.starts_with("default/")));
    // what stands in for another keeps that other's cause
    const bool of_country = one.value.cause.starts_with("grid/") &&
                            !one.value.cause.starts_with("grid/" + entry.code + "/");
    const bool stands_in = one.value.cause.starts_with("item/") ||
                           one.value.cause.starts_with("default/") || of_country;
    if (!stands_in) CHECK(seen.insert(one.value.cause).second);
  });
}

TEST_CASE("facts have the units and kinds that the header promises") {
  const auto& h100 = device("h100");
  CHECK(is_about(fact(grid("FR"), "carbon intensity").value, "kg CO2e/kWh at facility"));
  CHECK(is_about(fact(grid("FR"), "water consumption").value, "L consumed/kWh at facility"));
  CHECK(is_about(fact(grid("FR"), "water scarcity weight").value, "m3 world eq/m3 consumed"));
  CHECK(is_about(fact(place("gcp/us-central1"), "pue").value, "kWh at facility/kWh at device"));
  CHECK(is_about(fact(place("aws/us-east-1"), "wue").value, "L consumed/kWh at device"));
  CHECK(is_about(fact(h100, "power").value, "W at device"));
  CHECK(is_about(fact(h100, "peak compute").value, "FLOP/s"));
  CHECK(is_about(fact(h100, "memory").value, "GB"));
  CHECK(is_about(fact(h100, "price").value, "USD"));
  CHECK(is_about(fact(h100, "embodied climate").value, "kg CO2e"));
  CHECK(is_about(fact(h100, "embodied minerals").value, "kg Sb eq"));
  CHECK(is_about(fact(h100, "embodied primary energy").value, "MJ primary"));
  CHECK(is_about(fact(h100, "embodied e-waste").value, "kg e-waste"));
  CHECK(is_about(fact(device("memory"), "embodied climate").value, "kg CO2e/GB"));
}

TEST_CASE("device electricity times a catalogue PUE is facility electricity") {
  const auto& pue = fact(place("gcp/us-central1"), "pue").value.unit;
  CHECK(pue.scale == 1);
  CHECK(pue.text.empty());
  CHECK(quantity::unit("kWh at device").dimension * pue.dimension ==
        quantity::unit("kWh at facility").dimension);
}

TEST_CASE("codes are unique after case folding, and none hides behind another's") {
  for (const auto shelf : kShelves) {
    std::map<std::string, std::string> owner;
    for (const auto& entry : tables().entries(shelf)) {
      CHECK_MESSAGE(owner.emplace(search_key(entry.code), entry.code).second, entry.code);
    }
    for (const auto& entry : tables().entries(shelf)) {
      for (const auto& alias : entry.aliases) {
        CHECK_MESSAGE(owner.emplace(search_key(alias), entry.code).first->second == entry.code,
                      alias);
      }
    }
  }
}

TEST_CASE("no processor bears the name of an item or an accelerator") {
  std::set<std::string> others;
  for (const auto shelf : {Shelf::accelerator, Shelf::item}) {
    for (const auto& code : tables().codes(shelf)) others.insert(search_key(code));
  }
  for (const auto& code : tables().codes(Shelf::cpu)) {
    CHECK_MESSAGE(!others.contains(search_key(code)), code);
  }
}

TEST_CASE("every grid of a place and every embodied item resolves") {
  for (const auto& entry : tables().entries(Shelf::place)) {
    CHECK_MESSAGE(tables().grid(entry.grid) != nullptr, entry.code);
  }
  for (const auto& entry : tables().entries(Shelf::accelerator)) {
    const auto item = detail(entry, "embodied item");
    if (!item.empty()) CHECK_MESSAGE(entry.find("embodied climate") != nullptr, entry.code);
  }
}

TEST_CASE("a place without its own PUE has its provider's, as an assumption") {
  const auto& own = fact(place("gcp/us-central1"), "pue");
  CHECK(own.value.pedigree.evidence == quantity::Evidence::catalogue);
  CHECK(own.year == 2020);
  CHECK(typical(own.value.distribution) == 1.11);

  const auto& assumed = fact(place("aws/us-east-1"), "pue");
  CHECK(assumed.value.pedigree.evidence == quantity::Evidence::assumed);
  CHECK(typical(assumed.value.distribution) == 1.135);
  CHECK(assumed.value.cause == "default/pue of aws");
  // of a provider that publishes nothing the study's default stands in
  for (const auto& entry : tables().entries(Shelf::place)) {
    const bool is_large = entry.code.starts_with("aws/") || entry.code.starts_with("gcp/") ||
                          entry.code.starts_with("azure/") || entry.code.starts_with("ovh/");
    CHECK_MESSAGE((!is_large || entry.find("pue") != nullptr), entry.code);
  }
}

TEST_CASE("a part of a country without a mix takes its country's water, as an assumption") {
  const auto* state = tables().grid("US-VA");
  REQUIRE(state != nullptr);
  const auto* water = state->find("water consumption");
  REQUIRE(water != nullptr);
  CHECK(water->value.pedigree.evidence == quantity::Evidence::assumed);
  CHECK(water->value.cause == "grid/US/water consumption");
}

TEST_CASE("a device is found by what people write, and by nothing that fits two") {
  const auto code = [](std::string_view name) {
    const auto* found = tables().device(name);
    return found == nullptr ? std::string() : found->code;
  };
  CHECK(code("Tesla V100-PCIE-16GB") == "v100-pcie-16gb");
  CHECK(code("TPUv3 Chip") == "tpu-v3");
  CHECK(code("Intel Xeon Gold 6148") == "xeon-gold-6148");
  CHECK(code("i7-8700K") == "core-i7-8700k");
  CHECK(code("Intel Xeon E5-2630v4") == "xeon-e5-2630-v4");
  CHECK(code("NVIDIA").empty());
  CHECK(code("").empty());
}

TEST_CASE("no PUE falls below 1") {
  for_every_fact([](const Entry& entry, const Fact& one) {
    if (one.name != "pue") return;
    const auto& distribution = one.value.distribution;
    const double least = distribution.min.value_or(quantity::quantile(distribution.shape, 1e-12));
    CHECK_MESSAGE(least >= 1, entry.code);
  });
}

TEST_CASE("a maker's maximum power is an error to one side") {
  const auto& power = fact(device("h100"), "power").value;
  CHECK(power.distribution.shape == quantity::Shape(quantity::Lognormal{700, 1.25}));
  CHECK(power.distribution.max == doctest::Approx(770));
  CHECK(quantity::mean(power.distribution) < 700);
}

TEST_CASE("rival models of one figure are one choice, each with its own spread") {
  const auto& value = fact(device("h100"), "embodied climate").value;
  const auto* choice = std::get_if<quantity::Choice>(&value.distribution.shape);
  REQUIRE(choice != nullptr);
  CHECK(choice->rivals.size() == 6);
  double least = 1e9;
  double most = 0;
  for (const auto& rival : choice->rivals) {
    CHECK(rival.weight == 1);
    CHECK_FALSE(quantity::is_constant(*rival.distribution));
    least = std::min(least, typical(*rival.distribution));
    most = std::max(most, typical(*rival.distribution));
  }
  CHECK(least <= 164);
  CHECK(most >= 575);
  CHECK(value.cause == "item/h100/embodied climate");
  CHECK(value.pedigree.evidence == quantity::Evidence::catalogue);
}

TEST_CASE("a single model is no choice") {
  const auto& energy = fact(device("server"), "embodied primary energy").value;
  CHECK(energy.distribution.shape == quantity::Shape(quantity::Lognormal{12870, 1.5}));
}

TEST_CASE("a card that nothing is known of has the stand-in's figures, as an assumption") {
  const auto& embodied = fact(device("tpu-v4"), "embodied climate");
  CHECK(embodied.value.pedigree.evidence == quantity::Evidence::assumed);
  CHECK(embodied.value.cause == "item/accelerator/embodied climate");
  CHECK(embodied.note.find("stands in") != std::string::npos);
}

TEST_CASE("a device is found among accelerators, processors and items, by code, alias or name") {
  CHECK(device("H100 SXM").code == "h100-sxm5");
  CHECK(device("nvidia a100 pcie").code == "a100-pcie-80gb");
  CHECK(device("EPYC 9965").shelf == Shelf::cpu);
  CHECK(device("AMD EPYC 9965").code == "epyc-9965");
  CHECK(device("server").shelf == Shelf::item);
  // both a card and an item: the card, with the item's impacts
  CHECK(device("l4").shelf == Shelf::accelerator);
}

TEST_CASE("defaults are assumptions in the unit of their use") {
  for (const auto& entry : tables().entries(Shelf::default_value)) {
    REQUIRE(entry.facts.size() == 1);
    CHECK(entry.facts[0].value.pedigree.evidence == quantity::Evidence::assumed);
  }
  CHECK(figure(*tables().default_value("PUE"), "pue") == 1.56);
  const auto& network = fact(*tables().default_value("network energy"), "network energy").value;
  CHECK(network.distribution.shape == quantity::Shape(quantity::Uniform{0.001, 0.06}));
  CHECK(is_about(network, "kWh/GB"));
}

TEST_CASE("a grid's water is the sum of its shares' factors, with their variances summed") {
  // Central African Republic: all hydro, so the mix has the factor's own median and moments
  const auto* hydro = tables().technology("hydro");
  REQUIRE(hydro != nullptr);
  const auto factor = moments(fact(*hydro, "water consumption").value.distribution);
  const auto& water = fact(grid("CF"), "water consumption").value;
  CHECK(water.pedigree.evidence == quantity::Evidence::modelled);
  const auto& shape = std::get<quantity::Lognormal>(water.distribution.shape);
  CHECK(shape.median == doctest::Approx(17));
  const double relative = factor.variance / (factor.mean * factor.mean);
  CHECK(shape.gsd == doctest::Approx(std::exp(std::sqrt(std::log(1 + relative)))));
  // France by hand: Σ share × median / Σ share, without 0.1 % of `other`
  const double sum = 0.0042 * 2.063 + 0.06113 * 0.776 + 0.01889 * 3.127 + 0.65288 * 2.309 +
                     0.10346 * 17 + 0.04524 * 0.003785 + 0.01848 * 2.093;
  const double covered =
      0.0042 + 0.06113 + 0.01889 + 0.65288 + 0.10346 + 0.09455 + 0.04524 + 0.01848;
  CHECK(figure(grid("FR"), "water consumption") == doctest::Approx(sum / covered));
}

TEST_CASE("a part of a country has the country's water scarcity, as one draw") {
  const auto weight = [](std::string_view code) {
    return fact(grid(code), "water scarcity weight").value;
  };
  CHECK(typical(weight("US").distribution) == doctest::Approx(11.3));
  CHECK(weight("US-VA").cause == weight("US").cause);
  CHECK(weight("US").cause == "grid/US/water scarcity weight");
  CHECK(tables().grid("WORLD")->find("water scarcity weight") == nullptr);
}

TEST_CASE("primary energy of a grid is heat of its fuels and electricity of what burns nothing") {
  CHECK(figure(*tables().technology("hydro"), "primary energy") == doctest::Approx(3.6));
  // 10 689 Btu of coal by kWh [EIA]
  CHECK(figure(*tables().technology("coal"), "primary energy") ==
        doctest::Approx(10689 * 1.05506e-3).epsilon(1e-3));
  CHECK(is_about(fact(grid("FR"), "primary energy").value, "MJ primary/kWh at facility"));
  const double sum = 0.0042 * 11.28 + 0.06113 * 8.166 + 0.01889 * 11.78 + 0.65288 * 11.02 +
                     0.10346 * 3.6 + 0.09455 * 3.6 + 0.04524 * 3.6 + 0.01848 * 10.91;
  const double covered =
      0.0042 + 0.06113 + 0.01889 + 0.65288 + 0.10346 + 0.09455 + 0.04524 + 0.01848;
  CHECK(figure(grid("FR"), "primary energy") == doctest::Approx(sum / covered));
}

TEST_CASE("a facility has PUE and WUE by climate, size and cooling, as uniform ranges") {
  const auto* hot = tables().facility("1a large airside economizer with adiabatic cooling");
  const auto* cold = tables().facility("8 large airside economizer with adiabatic cooling");
  REQUIRE(hot != nullptr);
  REQUIRE(cold != nullptr);
  CHECK(std::get<quantity::Uniform>(fact(*hot, "pue").value.distribution.shape).low == 1.1688);
  CHECK(std::get<quantity::Uniform>(fact(*hot, "pue").value.distribution.shape).high == 1.3416);
  CHECK(is_about(fact(*hot, "wue").value, "L consumed/kWh at device"));
  CHECK(typical(fact(*cold, "pue").value.distribution) <
        typical(fact(*hot, "pue").value.distribution));
  CHECK(tables().entries(Shelf::facility).size() == 150);
}

TEST_CASE("a country is found by what people call it") {
  for (const auto& [name, code] :
       {std::pair{"uk", "GB"}, std::pair{"Great Britain", "GB"}, std::pair{"Czech Republic", "CZ"},
        std::pair{"European Union", "EU"}, std::pair{"Türkiye", "TR"}}) {
    CAPTURE(name);
    REQUIRE(tables().grid(name) != nullptr);
    CHECK(tables().grid(name)->code == code);
  }
}

TEST_CASE("scope is said, since life cycle and direct must not be mixed") {
  CHECK(fact(grid("FR"), "carbon intensity").note.find("scope: life cycle") != std::string::npos);
  CHECK(fact(grid("US-CA"), "carbon intensity").note.find("scope: direct") != std::string::npos);
  CHECK(fact(place("gcp/us-central1"), "carbon intensity").note.find("scope: direct") !=
        std::string::npos);
}

TEST_CASE("search finds entries that have every word, best first") {
  const auto h100 = tables().search({"h100"});
  REQUIRE(h100.size() >= 3);
  CHECK(h100[0]->code == "h100-sxm5");
  const auto iowa = tables().search({"Google", "iowa"});
  REQUIRE(iowa.size() == 1);
  CHECK(iowa[0]->code == "gcp/us-central1");
  CHECK(tables().search({"h100", "iowa"}).empty());
  CHECK(tables().search({"france"})[0]->code == "FR");
}

TEST_CASE("a slip of the pen has its nearest code") {
  CHECK(base::nearest("Frnace", tables().codes(Shelf::grid)) == "France");
  CHECK(base::nearest("gcp/us-centrall", tables().codes(Shelf::place)) == "gcp/us-central1");
  CHECK(base::nearest("netwrk energy", tables().codes(Shelf::default_value)) == "network energy");
}

TEST_CASE("many threads may open the shelves at once") {
  const auto files = embedded_files();
  const Catalog fresh({files.begin(), files.end()});
  std::array<const Entry*, 64> found{};
  base::parallel_for(found.size(), 4, [&](std::size_t i) {
    found[i] = i % 2 == 0 ? fresh.device("h100") : fresh.place("aws/us-east-1");
  });
  for (std::size_t i = 0; i < found.size(); ++i) {
    REQUIRE(found[i] != nullptr);
    CHECK(found[i] == found[i % 2]);
  }
}

TEST_CASE("a catalogue without a table is a broken promise, when that table is needed") {
  const Catalog empty({});
  CHECK_THROWS_AS((void)empty.grid("FR"), base::Bug);
}
