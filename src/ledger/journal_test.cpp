// SPDX-License-Identifier: Apache-2.0
#include "ledger/journal.h"

#include <fstream>
#include <sstream>

#include "base/error.h"
#include "base/property_test.h"
#include "ledger/journal_line.h"
#include "ledger/recover.h"
#include "ledger/store_test.h"
#include "record/random_run_test.h"

namespace holon::ledger {
namespace {

std::string content_of(const std::string& path) {
  std::stringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

void write(const std::string& path, std::string_view text) {
  std::ofstream(path, std::ios::binary) << text;
}

// second `i` of a run that uses 10 W in its GPU and an unknown amount in its disk
Sample sample_at(const record::Run& run, std::int64_t i) {
  constexpr std::int64_t kSecond = 1'000'000'000;
  Sample out;
  out.at_ns = run.start_ns + i * kSecond;
  out.elapsed_ns = i * kSecond;
  out.energy_J = {10.0 * static_cast<double>(i), std::nullopt};
  out.uncertainty_J = {0.5 * static_cast<double>(i)};
  out.cpu_time_s = static_cast<double>(i) / 2;
  return out;
}

record::Run begun() {
  record::Run out;
  out.id = "r1";
  out.name = "train";
  out.start_ns = 1'700'000'000'000'000'000;
  out.end_ns = out.start_ns;
  for (const auto* device : {"GPU 0", "disk"}) {
    auto& one = out.energy.emplace_back();
    one.device = device;
    one.component = "all";
    one.evidence = record::Evidence::measured;
    one.energy_J = 0;
  }
  return out;
}

}  // namespace

TEST_CASE("a checksum is the one of RFC 3720") {
  CHECK(checksum(std::string(32, '\0')) == 0x8a9136aa);
  CHECK(checksum(std::string(32, '\xff')) == 0x62a8ab43);
  CHECK(!parse_journal_line("S 00000000 [1]").has_value());
  const auto line = journal_line('S', "[1]");
  CHECK(parse_journal_line(line.substr(0, line.size() - 1))->content == "[1]");
}

TEST_CASE("a journal whose meter is gone becomes an interrupted run") {
  const ScratchFolder folder;
  const auto path = journal_path(folder.file("journals"), "r1");
  {
    auto journal = Journal::open(path, begun());
    for (std::int64_t i = 1; i <= 100; ++i) REQUIRE(journal.append(sample_at(begun(), i)));
  }
  auto ledger = opened(folder.file("ledger.db"));
  const auto recovery = recover(ledger, folder.file("journals"));
  CHECK(recovery.interrupted == std::vector<std::string>{"r1"});
  CHECK(!std::filesystem::exists(path));
  const auto run = ledger.runs().front();
  CHECK(run.outcome.ending == record::Ending::interrupted);
  CHECK(run.end_ns - run.start_ns == 100'000'000'000);
  CHECK(run.energy[0].energy_J == 1000.0);
  CHECK(run.energy[0].uncertainty_J == 50.0);
  CHECK(run.energy[1].evidence == record::Evidence::missing);
  CHECK(!run.energy[1].energy_J.has_value());
  CHECK(run.compute.cpu_time_s == 50.0);
  CHECK(recover(ledger, folder.file("journals")).interrupted.empty());
  CHECK(ledger.list().size() == 1);
}

TEST_CASE("a run that ended and did not reach the ledger is recovered as it ended") {
  const ScratchFolder folder;
  auto ended = run_named("r1");
  {
    auto journal = Journal::open(journal_path(folder.path(), "r1"), begun());
    REQUIRE(journal.append(sample_at(begun(), 1)));
    REQUIRE(journal.finish(ended));
  }
  auto ledger = opened(folder.file("ledger.db"));
  CHECK(recover(ledger, folder.path()).finished == std::vector<std::string>{"r1"});
  CHECK(ledger.runs() == std::vector{ended});
}

TEST_CASE("a run that reached the ledger before its journal was removed is there once") {
  const ScratchFolder folder;
  auto ledger = opened(folder.file("ledger.db"));
  {
    auto journal = Journal::open(journal_path(folder.path(), "r1"), begun());
    REQUIRE(journal.append(sample_at(begun(), 1)));
  }
  auto ended = run_named("r1");
  ended.outcome.ending = record::Ending::exited;
  ledger.add(ended);
  CHECK(recover(ledger, folder.path()).interrupted.size() == 1);
  CHECK(ledger.runs() == std::vector{ended});
}

TEST_CASE("a journal whose meter is at work is left alone") {
  const ScratchFolder folder;
  auto ledger = opened(folder.file("ledger.db"));
  auto journal = Journal::open(journal_path(folder.path(), "r1"), begun());
  REQUIRE(journal.append(sample_at(begun(), 1)));
  const auto recovery = recover(ledger, folder.path());
  CHECK(recovery.alive == 1);
  CHECK(ledger.list().empty());
  REQUIRE(journal.append(sample_at(begun(), 2)));
  journal.discard();
  CHECK(recover(ledger, folder.path()).alive == 0);
}

TEST_CASE("wherever a journal is cut, the samples before the cut remain") {
  const ScratchFolder folder;
  const auto path = journal_path(folder.path(), "r1");
  std::vector<std::size_t> ends;
  {
    auto journal = Journal::open(path, begun());
    ends.push_back(content_of(path).size());
    for (std::int64_t i = 1; i <= 20; ++i) {
      REQUIRE(journal.append(sample_at(begun(), i)));
      ends.push_back(content_of(path).size());
    }
  }
  const auto whole = content_of(path);
  bool right = true;
  for (std::size_t cut = 0; cut <= whole.size(); ++cut) {
    const auto content = read_journal(whole.substr(0, cut));
    std::size_t expected = 0;
    while (expected + 1 < ends.size() && ends[expected + 1] <= cut) ++expected;
    const bool has_beginning = cut >= ends[0];
    right = right && content.begun.has_value() == has_beginning &&
            content.samples.size() == (has_beginning ? expected : 0U) && !content.is_later &&
            run_of(content).has_value() == has_beginning;
  }
  CHECK(right);
}

TEST_CASE("a byte that a disk has turned takes what follows it, never what stands before") {
  const ScratchFolder folder;
  const auto path = journal_path(folder.path(), "r1");
  {
    auto journal = Journal::open(path, begun());
    for (std::int64_t i = 1; i <= 9; ++i) REQUIRE(journal.append(sample_at(begun(), i)));
  }
  const auto whole = content_of(path);
  base::check_always(300, 10, [&](base::Dice& dice) {
    auto bad = whole;
    const auto at = dice.roll(bad.size());
    const char turned = static_cast<char>(bad[at] ^ (1 << dice.roll(8)));
    bad[at] = turned;
    const auto content = read_journal(bad);
    for (std::size_t i = 0; i < content.samples.size(); ++i)
      RC_ASSERT(content.samples[i] == sample_at(begun(), static_cast<std::int64_t>(i) + 1));
    RC_ASSERT(content.samples.size() < 9U);
  });
}

TEST_CASE("a journal without a beginning is put aside, and one of a later holon is left") {
  const ScratchFolder folder;
  auto ledger = opened(folder.file("ledger.db"));
  write(folder.file("torn.journal"), "holon-jour");
  write(folder.file("zeros.journal"), std::string(4096, '\0'));
  write(folder.file("later.journal"), "holon-journal 2\n?");
  const auto recovery = recover(ledger, folder.path());
  CHECK(recovery.damaged.size() == 2);
  CHECK(recovery.later.size() == 1);
  CHECK(std::filesystem::exists(folder.file("later.journal")));
  CHECK(std::filesystem::exists(folder.file("torn.journal.damaged")));
}

TEST_CASE("a long journal stays short and keeps its hours and its gaps") {
  const ScratchFolder folder;
  const auto path = journal_path(folder.path(), "r1");
  constexpr std::int64_t kSamples = 3 * 3600;
  {
    auto journal = Journal::open(path, begun());
    for (std::int64_t i = 1; i <= kSamples; i += 30) {
      auto sample = sample_at(begun(), i);
      if (i == 31) sample.gaps = {{begun().start_ns, begun().start_ns + 1, "GPU 0", "unplugged"}};
      // long samples reach the limit sooner
      sample.uncertainty_J.resize(10'000);
      REQUIRE(journal.append(sample));
    }
  }
  CHECK(std::filesystem::file_size(path) < 9'000'000U);
  auto ledger = opened(folder.file("ledger.db"));
  CHECK(recover(ledger, folder.path()).interrupted.size() == 1);
  const auto run = ledger.runs().front();
  CHECK(run.energy[0].energy_J == 10.0 * 10'771);
  REQUIRE(run.gaps.size() == 1);
  CHECK(run.gaps[0].reason == "unplugged");
  double course_J = 0;
  for (const auto& slice : run.course) course_J += slice.energy_J;
  CHECK(run.course.size() == 4);
  CHECK(course_J == doctest::Approx(10.0 * 10'771));
}

TEST_CASE("a journal that cannot be made says so") {
  CHECK_THROWS_AS(static_cast<void>(Journal::open("/proc/none/x.journal", begun())),
                  base::WorldError);
}

TEST_CASE("samples come back as themselves") {
  base::check_always(200, 100, [](base::Dice& dice) {
    Sample sample;
    sample.at_ns = static_cast<std::int64_t>(dice.roll(1U << 30U)) << 20U;
    sample.elapsed_ns = static_cast<std::int64_t>(dice.roll(1000));
    for (auto* list : {&sample.energy_J, &sample.uncertainty_J}) {
      list->resize(dice.roll(4));
      for (auto& one : *list) one = record::random_run_parts::some(dice);
    }
    sample.cpu_time_s = record::random_run_parts::some(dice);
    if (dice.roll(3) == 1) sample.gaps.push_back({1, 2, "GPU \"0\"\n", "gone"});
    RC_ASSERT(sample_from_json(to_json(sample)) == sample);
  });
}

}  // namespace holon::ledger
