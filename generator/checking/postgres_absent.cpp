#include "checking/probe.hpp"

#include <stdexcept>

namespace rowsmith::checking {

std::unique_ptr<Probe> make_server_probe(const std::string&, const model::Schema&) {
    throw std::runtime_error("this rowsmith was built without libpq, and cannot ask a server");
}

}
