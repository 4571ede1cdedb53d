#include "postgres/batch.hpp"
#include "postgres/batch_plan.hpp"
#include "postgres/batch_text.hpp"
#include "postgres/statement.hpp"

namespace rowsmith::postgres {

std::unique_ptr<driver::Statement> make_by_keys(Wire& wire, Catalog& catalog, const Mapping& mapping,
                                                const Statements& texts, std::span<const std::uint16_t> key) {
    auto columns = sent_columns(mapping, texts, catalog.types_of(mapping, texts), key);
    for (SentColumn& column : columns)
        column.as_text = false; // an array in text can be one of any type
    return make_statement(wire, by_keys_text(texts.select, columns));
}

}
