// SPDX-License-Identifier: Apache-2.0
#include "electricity/fetch.h"

#include <cmath>
#include <filesystem>
#include <unistd.h>

#include <doctest/doctest.h>

#include "electricity/answers_test.h"
#include "electricity/services.h"

namespace holon::electricity {
namespace {

constexpr record::Instant kSecond_ns = 1'000'000'000;
constexpr record::Instant kDay_ns = 86'400 * kSecond_ns;

/// A folder that is gone afterwards.
struct Scratch {
  Scratch()
      : path(std::filesystem::temp_directory_path() /
             ("holon_fetch_" + std::to_string(::getpid()))) {
    std::filesystem::remove_all(path);
  }
  ~Scratch() { std::filesystem::remove_all(path); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  Scratch(Scratch&&) = delete;
  Scratch& operator=(Scratch&&) = delete;
  std::filesystem::path path;
};

/// A replayed network with its own clock.
struct Stage {
  Script script;
  Scratch scratch;
  record::Instant now = kSpringDay * 3600 * kSecond_ns + 30 * kDay_ns;
  std::vector<double> pauses;
  int networks = 0;
  Policy policy;

  base::Result<Fetched> ask(const Service& service, const std::string& zone, std::int64_t hours = 6,
                            const std::string& key = "made-up-key") {
    Query query;
    query.zone = zone;
    query.from_hour = kSpringDay;
    query.until_hour = kSpringDay + hours;
    query.base_url = "https://service.example";
    query.key = key;
    query.accounting = service.can_life_cycle ? Accounting::life_cycle : Accounting::direct;
    const Surroundings surroundings{[this] { return now; },
                                    [this](double pause_s) {
                                      pauses.push_back(pause_s);
                                      now += static_cast<record::Instant>(pause_s * kSecond_ns);
                                    },
                                    [this] {
                                      ++networks;
                                      return std::make_unique<Replay>(script);
                                    }};
    const AnswerCache cache(scratch.path.string());
    return fetch(service, query, cache, policy, surroundings,
                 catalogue_factors(catalog::Catalog::embedded(), query.accounting));
  }

  void answer(const std::string& name, int status = 200, std::optional<double> retry = {}) {
    script.answers.push_back(
        {Trouble::none, "", status, name.empty() ? "" : answer_text(name), retry});
  }

  base::Code refused(const Service& service, const std::string& zone,
                     const std::string& key = "made-up-key") {
    const auto out = ask(service, zone, 6, key);
    REQUIRE(!out.has_value());
    for (const auto& one : out.error()) {
      const auto told = base::render(one, false);
      CAPTURE(told);
      CHECK(told.find("made-up-key") == std::string::npos);
      CHECK(told.find("help:") != std::string::npos);
    }
    return out.error().front().code;
  }
};

TEST_CASE("what was answered is kept, and serves again without a network") {
  Stage stage;
  stage.answer("electricity-maps.json");
  const auto first = stage.ask(kElectricityMaps, "DE");
  REQUIRE(first.has_value());
  CHECK(first->asked == 1);
  CHECK(first->hours.g_per_kWh[1] == 205);
  CHECK(first->hours.zone == "DE");
  CHECK(first->hours.kind == "average");

  stage.now += 400 * kDay_ns;
  const auto again = stage.ask(kElectricityMaps, "DE", 6, "");
  REQUIRE(again.has_value());
  CHECK(stage.networks == 1);
  CHECK(again->kept == 1);
  CHECK(again->hours.answered_at == first->hours.answered_at);
  CHECK(again->hours.g_per_kWh[1] == 205);

  // asked for anew, it is asked
  stage.policy.is_anew = true;
  stage.answer("electricity-maps.json");
  CHECK(stage.ask(kElectricityMaps, "DE")->asked == 1);
}

TEST_CASE("an answer whose hours were not settled is asked for again after an hour") {
  HttpRequest request;
  request.describes_until = 100 * kDay_ns;
  const KeptAnswer early{"", 101 * kDay_ns};
  CHECK(is_fresh(early, request, 101 * kDay_ns + 3599 * kSecond_ns));
  CHECK(!is_fresh(early, request, 101 * kDay_ns + 3600 * kSecond_ns));
  CHECK(!is_fresh(early, request, 100 * kDay_ns));  // a clock that was set back
  CHECK(is_fresh({"", 103 * kDay_ns}, request, 5000 * kDay_ns));
}

TEST_CASE("offline takes what is kept and asks nobody") {
  Stage stage;
  stage.policy.is_offline = true;
  CHECK(stage.refused(kElectricityMaps, "DE") == base::Code::not_kept);
  CHECK(stage.networks == 0);
}

TEST_CASE("a key that is missing, wrong or too small is said; nothing stands in") {
  Stage stage;
  CHECK(stage.refused(kElectricityMaps, "DE", "") == base::Code::no_service_key);
  CHECK(stage.networks == 0);
  for (const int status : {401, 403}) {
    stage.answer("electricity-maps-refused.json", status);
    CHECK(stage.refused(kElectricityMaps, "DE") == base::Code::key_refused);
  }
  stage.answer("eia-refused.json", 403);
  CHECK(stage.refused(kEia, "CISO") == base::Code::key_refused);
  CHECK(stage.pauses.empty());
}

TEST_CASE("zones that a service does not have") {
  Stage stage;
  CHECK(stage.refused(kCarbonIntensityGb, "FR") == base::Code::no_such_zone);
  CHECK(stage.refused(kEntsoE, "Atlantis") == base::Code::no_such_zone);
  stage.answer("", 404);
  CHECK(stage.refused(kElectricityMaps, "XX") == base::Code::no_such_zone);
  stage.answer("carbon-intensity-gb-wrong.json", 400);
  CHECK(stage.refused(kCarbonIntensityGb, "GB") == base::Code::no_such_zone);
  stage.answer("electricity-maps-empty.json");
  CHECK(stage.refused(kElectricityMaps, "DE") == base::Code::no_such_zone);
  stage.answer("entso-e-nothing.xml");
  CHECK(stage.refused(kEntsoE, "DE-LU") == base::Code::no_such_zone);
}

TEST_CASE("a failure that may pass is tried again with growing pauses") {
  Stage stage;
  stage.answer("", 503);
  stage.answer("", 500);
  stage.script.answers.push_back({Trouble::timed_out, "", 0, "", {}});
  stage.answer("electricity-maps.json");
  CHECK(stage.ask(kElectricityMaps, "DE").has_value());
  CHECK(stage.pauses == std::vector<double>{0.5, 1, 2});
}

TEST_CASE("patience ends") {
  Stage stage;
  stage.policy.patience_s = 10;
  for (int i = 0; i < 20; ++i) stage.answer("", 500);
  CHECK(stage.refused(kElectricityMaps, "DE") == base::Code::no_answer);
  CHECK(stage.script.asked.size() == 5);  // 0.5 + 1 + 2 + 4 s of pauses
}

TEST_CASE("a service that is asked too often is given its rest, or up") {
  Stage stage;
  stage.answer("", 429, 7);
  stage.answer("electricity-maps.json");
  CHECK(stage.ask(kElectricityMaps, "DE").has_value());
  CHECK(stage.pauses == std::vector<double>{7});

  Stage busy;
  busy.answer("", 429, 3600);
  CHECK(busy.refused(kElectricityMaps, "DE") == base::Code::service_busy);
  CHECK(busy.pauses.empty());
}

TEST_CASE("what cannot be read is not kept") {
  Stage stage;
  auto torn = answer_text("electricity-maps.json");
  torn.resize(torn.size() / 2);
  stage.script.answers.push_back({Trouble::none, "", 200, torn, {}});
  CHECK(stage.refused(kElectricityMaps, "DE") == base::Code::unreadable_answer);
  stage.answer("electricity-maps.json");
  CHECK(stage.ask(kElectricityMaps, "DE")->asked == 1);
}

TEST_CASE("pages of one answer are joined, and the key that it repeats is not kept") {
  Stage stage;
  stage.answer("eia-1.json");
  stage.answer("eia-2.json");
  const auto out = stage.ask(kEia, "CISO", 3, "made-up-key-0123456789");
  REQUIRE(out.has_value());
  CHECK(out->asked == 2);
  CHECK(out->hours.holes() == 0);
  CHECK(stage.script.asked[1].url.find("offset=12") != std::string::npos);
  for (const auto& file : std::filesystem::directory_iterator(stage.scratch.path))
    CHECK(base::read_file(file.path().string()).find("made-up-key") == std::string::npos);
}

TEST_CASE("a name and a password are exchanged for a token first, and neither is kept") {
  Stage stage;
  stage.answer("watttime-login.json");
  stage.answer("watttime.json");
  const auto out = stage.ask(kWattTime, "CAISO_NORTH", 2, "someone:made-up-password");
  REQUIRE(out.has_value());
  CHECK(out->hours.kind == "marginal");
  CHECK(stage.script.asked[0].user_and_password == "someone:made-up-password");
  CHECK(stage.script.asked[1].secret_header == "Authorization: Bearer made-up-token-0123456789");
  std::size_t files = 0;
  for (const auto& file : std::filesystem::directory_iterator(stage.scratch.path)) {
    ++files;
    CHECK(base::read_file(file.path().string()).find("made-up-") == std::string::npos);
  }
  CHECK(files == 1);
  // what is kept needs no login
  CHECK(stage.ask(kWattTime, "CAISO_NORTH", 2, "")->kept == 1);
}

TEST_CASE("long spans are asked for in pieces, and a piece that fails ends it") {
  Stage stage;
  stage.answer("electricity-maps.json");
  stage.answer("electricity-maps-refused.json", 401);
  const auto out = stage.ask(kElectricityMaps, "DE", 24 * 15);
  REQUIRE(!out.has_value());
  CHECK(stage.script.asked.size() == 2);
  // the first piece is kept, so that the next try goes on from there
  stage.answer("electricity-maps-empty.json");
  const auto again = stage.ask(kElectricityMaps, "DE", 24 * 15);
  REQUIRE(again.has_value());
  CHECK(again->kept == 1);
  CHECK(again->asked == 1);
  CHECK(again->hours.holes() == 24 * 15 - 5);
}

TEST_CASE("a damaged file of the cache is no answer") {
  Stage stage;
  const AnswerCache cache(stage.scratch.path.string());
  HttpRequest request;
  request.url = "https://service.example/a";
  cache.keep(request, {"body\n\nmore", 7 * kSecond_ns});
  REQUIRE(cache.find(request).has_value());
  CHECK(cache.find(request)->body == "body\n\nmore");
  CHECK(cache.find(request)->answered_at == 7 * kSecond_ns);
  for (const auto* text : {"", "holon answer 1\n", "holon answer 1\nhttps://service.example/b\n",
                           "holon answer 1\nhttps://service.example/a\nnever\n\nbody"}) {
    base::write_file(cache.path_of(request), text);
    CHECK(!cache.find(request).has_value());
  }
  request.is_secret = true;
  cache.keep(request, {"secret", 0});
  CHECK(!cache.find(request).has_value());
}

TEST_CASE("addresses and their parts") {
  CHECK(origin_of("https://a.example:8443/b?c") == "https://a.example:8443");
  CHECK(origin_of("HTTPS://user:pass@A.example/b") == "https://a.example");
  CHECK(origin_of("https://a.example?b") == "https://a.example");
  CHECK(percent_encoded("a b/ü") == "a%20b%2F%C3%BC");
}

}  // namespace
}  // namespace holon::electricity
