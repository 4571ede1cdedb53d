#pragma once
// JSON that people can read and compare line by line.

#include <nlohmann/json.hpp>

#include <string>

namespace rowsmith::show {

using Json = nlohmann::ordered_json;

/// What fits stands on one line, everything else has a line for each member. Bytes that are not UTF-8 are
/// replaced.
[[nodiscard]] std::string laid_out(const Json& document);

}
