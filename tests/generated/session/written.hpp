#pragma once
// The tables whose columns are versions, readonly or computed.

#include "fixtures.hpp"

#include <written.rows.hpp>

namespace rowsmith::test {

struct Written : Fixture {
    explicit Written(const std::string& url = "") : Fixture(written::written_schema, url) {}

    Session session{engine};
    written::DocRepository docs{session};
    written::NoteRepository notes{session};
    written::LineRepository lines{session};
    written::PartRepository parts{session};
    written::PersonRepository people{session};
    written::ScrewRepository screws{session};
};

}
