// In the place of soci.cpp where SOCI is not installed.

#include "work.hpp"

namespace bench::postgres {

std::optional<Outcome> run_soci(Work, const Place&, const Input&) {
    return std::nullopt;
}

}
