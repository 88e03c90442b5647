// SPDX-License-Identifier: Apache-2.0
#include "model/formats/saved_runs.h"

#include <filesystem>

#include <doctest/doctest.h>

#include "base/file.h"
#include "model/formats/build.h"
#include "model/formats/vensim.h"

namespace holon::model::formats {
namespace {

namespace fs = std::filesystem;

/// A folder with a run of two variables, one of them an array.
class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / "holon_saved_runs_test") {
    fs::remove_all(path_);
    fs::create_directories(path_);
    base::write_file((path_ / "Old run.dat").string(),
                     "level\n0\t10\n2\t14\npop[young]\n0\t1\n1\t2\npop[old]\n0\t3\n1\t4\n");
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  Folder(Folder&&) = delete;
  Folder& operator=(Folder&&) = delete;
  ~Folder() { fs::remove_all(path_); }

  [[nodiscard]] base::Result<Built> built(const std::string& equations) const {
    const auto text =
        "{UTF-8}\nage: young, old ~~|\n" + equations +
        "INITIAL TIME = 0 ~~|\nFINAL TIME = 4 ~~|\nTIME STEP = 1 ~~|\n"
        "\\\\\\---/// Sketch information\nV300\n///---\\\\\\\n:L<%^E!@\n30:?run=Old run.dat\n";
    const auto script = read_vensim(std::make_shared<const base::SourceText>("m.mdl", text));
    if (!script) return tl::unexpected(script.error());
    BuildOptions options;
    options.folder = path_.string();
    return build(*script, options);
  }

 private:
  fs::path path_;
};

const Expression& equation_of(const Built& built, const std::string& name) {
  for (const auto& shown : built.shown) {
    if (shown.name == name) return *built.model[shown.variable].equation;
  }
  FAIL("nothing is called ", name);
  return *number(0);
}

std::string first_mistake(const base::Result<Built>& built) {
  if (!built) return built.error().front().message;
  return built->warnings.empty() ? "" : built->warnings.front().message;
}

}  // namespace

TEST_CASE("constants are read from a saved run, at a time of it") {
  const Folder folder;
  const auto built = folder.built(R"(
start = GET VDF CONSTANTS('old run.dat', 'level', -3) ~~|
later = GET VDF CONSTANTS('?run', 'level', 1) ~~|
people[age] = GET VDF CONSTANTS('?run', 'pop[age]', 9) ~~|
young only = GET VDF CONSTANTS('?run', 'pop[young]', 0) ~~|
none = GET VDF CONSTANTS('', 'level', 7) ~~|
)");
  REQUIRE_MESSAGE(built.has_value(), first_mistake(built));
  CHECK(equation_of(*built, "start").value == 10);
  CHECK(equation_of(*built, "later").value == 12);
  CHECK(equation_of(*built, "people[young]").value == 2);
  CHECK(equation_of(*built, "people[old]").value == 4);
  CHECK(equation_of(*built, "young only").value == 1);
  CHECK(equation_of(*built, "none").value == 7);
}

TEST_CASE("data of a saved run stand on the model's time, and may be a lookup") {
  const Folder folder;
  const auto built = folder.built(R"(
was := GET VDF DATA('?run', 'level', 100, 5) ~~|
people[age] := GET VDF DATA('?run', 'pop[age]', 3, 0) ~~|
curve(GET VDF LOOKUPS('?run', 'level', 0, 1)) ~~|
read = curve(Time) ~~|
)");
  REQUIRE_MESSAGE(built.has_value(), first_mistake(built));
  REQUIRE(equation_of(*built, "was").table);
  CHECK(equation_of(*built, "was").table->x == std::vector<double>{100, 110});
  CHECK(equation_of(*built, "was").table->y == std::vector<double>{10, 14});
  REQUIRE(equation_of(*built, "people[old]").table);
  CHECK(equation_of(*built, "people[old]").table->x == std::vector<double>{0, 1});
  CHECK(equation_of(*built, "people[old]").table->y == std::vector<double>{3, 4});
  REQUIRE(equation_of(*built, "read").table);
  CHECK(equation_of(*built, "read").table->y == std::vector<double>{10, 14});
}

TEST_CASE("what a saved run lacks is told") {
  const Folder folder;
  const auto said = [&](const std::string& equation) {
    return first_mistake(folder.built(equation));
  };
  CHECK(said("a = GET VDF CONSTANTS('?run', 'stock', 0) ~~|\n") == "`?run` has no `stock`");
  CHECK(said("a[age] = GET VDF CONSTANTS('?run', 'level', 0) ~~|\n") ==
        "`level` stands for 1 elements, the left side for 2");
  CHECK(said("a = GET VDF CONSTANTS('other', 'level', 0) ~~|\n").find("there is no file") == 0);
  CHECK(said("a = GET VDF CONSTANTS('?run') ~~|\n") ==
        "GET VDF CONSTANTS takes 3 arguments, not 1");
  // data may be missing
  const auto built = folder.built("a := GET VDF DATA('?run', 'stock', 0, 1) ~~|\n");
  REQUIRE(built);
  CHECK(first_mistake(built) == "`?run` has no `stock`");
}

}  // namespace holon::model::formats
