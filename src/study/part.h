// SPDX-License-Identifier: Apache-2.0
//
// The library of feedback parts: ready sets of variables and equations that a study includes by
// name. Each is one reviewed file under data/feedback/, embedded in the binary.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "document/node.h"

namespace holon::study {

/// One part, as its file states it.
struct FeedbackPart {
  using Words = std::vector<std::pair<std::string, std::string>>;  ///< name, what it is

  std::string name;     ///< "rebound/direct-price"
  std::string title;    ///< one line
  std::string about;    ///< paragraphs
  Words needs;          ///< variables that the study must state
  Words gives;          ///< variables that the study may read
  Words levels;         ///< variables whose place among Meadows' leverage points is stated
  Words holds;          ///< the range of a variable in which the part was fitted, "7e9 .. 70e9"
  document::Node body;  ///< the variables, as in a study's `feedback`
  std::vector<std::string> sources;
  std::string example;    ///< a whole study that includes it
  std::string_view text;  ///< the file
};

/// Names of all parts, sorted.
[[nodiscard]] std::vector<std::string> part_names();

/// The part of a name, read anew, so that each use has places of its own; throws `base::Bug` if the
/// file cannot be read. Ask for known names only.
[[nodiscard]] FeedbackPart read_part(std::string_view name);

/// What a part's variables are called in a study: the last word of its name, with blanks.
[[nodiscard]] std::string block_name(std::string_view part);

}  // namespace holon::study
