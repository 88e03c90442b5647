// SPDX-License-Identifier: Apache-2.0
//
// Every public .mdl file under ../shared/data, read in place (skipped where it is absent): all are
// read, and what is written reads back as the same script.
#include "model/formats/vensim.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "base/file.h"
#include "model/formats/script_text_test.h"

namespace holon::model::formats {
namespace {

std::vector<std::string> public_models() {
  std::vector<std::string> out;
  for (const std::string folder : {"../shared/data/sdx-test-models", "../shared/data/metasd"}) {
    if (!std::filesystem::exists(folder)) continue;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      if (entry.path().extension() == ".mdl") out.push_back(entry.path().string());
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::string told(const base::Diagnostics& diagnostics) {
  std::string out;
  for (const auto& diagnostic : diagnostics) out += base::render(diagnostic, false);
  return out;
}

}  // namespace

TEST_CASE("every public Vensim model is read") {
  const auto models = public_models();
  if (models.empty()) {
    MESSAGE("skipped: ../shared/data has no models here");
    return;
  }
  for (const auto& path : models) {
    CAPTURE(path);
    const auto source = std::make_shared<const base::SourceText>(path, base::read_file(path));
    const auto script = read_vensim(source);
    CHECK_MESSAGE(script.has_value(), (script ? std::string() : told(script.error())));
    if (!script) continue;

    const auto written = std::make_shared<const base::SourceText>("written", write_vensim(*script));
    const auto again = read_vensim(written);
    CHECK_MESSAGE(again.has_value(), (again ? std::string() : told(again.error())));
    if (again) CHECK(shown(*again) == shown(*script));
    if (again) CHECK(write_vensim(*again) == written->text());
  }
}

}  // namespace holon::model::formats
