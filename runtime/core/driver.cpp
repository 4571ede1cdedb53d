// What a database need not have.

#include "core/driver.hpp"

#include "rowsmith/error.hpp"

namespace rowsmith::driver {
namespace {

[[noreturn]] void refuse(const char* what) {
    throw UsageError(std::string("this database has no ") + what);
}

}

void Connection::notify(std::string_view, std::string_view) {
    refuse("notifications");
}

void Connection::lock(std::string_view, LockScope) {
    refuse("locks with names");
}

bool Connection::try_lock(std::string_view, LockScope) {
    refuse("locks with names");
}

}
