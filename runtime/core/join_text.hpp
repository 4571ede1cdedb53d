#pragma once
// The SELECT of a query whose relations come by joins.

#include "core/query_text.hpp"
#include "rowsmith/with.hpp"

#include <cstddef>
#include <vector>

namespace rowsmith::detail {

/// Where a joined table's columns stand in the result: at `marker` whether there is a row, then its columns.
struct JoinedColumns {
    std::size_t step; // of LoadingData
    int marker;
};

struct JoinText {
    QueryText text{};
    int deferred = 0; // the result column of the first deferred column
    std::vector<JoinedColumns> joined{};
};

/// Steps that hang on one that is not joined are not joined either. With a limit and a relation to many the
/// limited query becomes a subselect, since a limit counts rows of the query.
[[nodiscard]] JoinText join_query(const QueryTarget& target, const LoadingData& data, std::int64_t at_most);

}
