// SPDX-License-Identifier: Apache-2.0
//
// Ranks within one process, for tests: each is a thread.
#pragma once

#include <condition_variable>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/ranks.h"

namespace holon::base {

/// Runs `body` once for each of `count` ranks, all at the same time.
inline void with_ranks(std::size_t count, const std::function<void(std::shared_ptr<Ranks>)>& body) {
  struct Meeting {
    std::mutex mutex;
    std::condition_variable all_here;
    std::vector<std::string> told;
    std::size_t here = 0;
    std::size_t rounds = 0;
    std::vector<std::string> result;
  };
  class ThreadRank final : public Ranks {
   public:
    ThreadRank(Meeting& meeting, std::size_t rank, std::size_t count)
        : meeting_(meeting), rank_(rank), count_(count) {}
    [[nodiscard]] std::size_t rank() const override { return rank_; }
    [[nodiscard]] std::size_t count() const override { return count_; }
    std::vector<std::string> exchange(const std::string& mine) override {
      std::unique_lock lock(meeting_.mutex);
      meeting_.told[rank_] = mine;
      const auto round = meeting_.rounds;
      if (++meeting_.here == count_) {
        meeting_.here = 0;
        meeting_.result = meeting_.told;
        ++meeting_.rounds;
        meeting_.all_here.notify_all();
      }
      meeting_.all_here.wait(lock, [&] { return meeting_.rounds != round; });
      return meeting_.result;
    }

   private:
    Meeting& meeting_;
    std::size_t rank_;
    std::size_t count_;
  };
  Meeting meeting;
  meeting.told.resize(count);
  std::vector<std::thread> threads;
  for (std::size_t rank = 0; rank < count; ++rank) {
    threads.emplace_back([&, rank] { body(std::make_shared<ThreadRank>(meeting, rank, count)); });
  }
  for (auto& thread : threads) thread.join();
}

}  // namespace holon::base
