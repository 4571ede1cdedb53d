#include "postgres/bound_statement.hpp"

#include "rowsmith/error.hpp"

#include <array>
#include <cstddef>
#include <utility>
#include <vector>

namespace rowsmith::postgres {
namespace {

// For values that are not a model's columns; messages then name what the runtime asked for.
constexpr Column integer_column{.name = "?", .kind = ColumnKind::int64};
constexpr Column text_column{.name = "?", .kind = ColumnKind::string};

[[nodiscard]] std::vector<Oid> parameter_types(const PGresult* description) {
    std::vector<Oid> types;
    for (int number = 0; number < PQnparams(description); ++number)
        types.push_back(PQparamtype(description, number));
    return types;
}

[[nodiscard]] std::vector<Oid> result_types(const PGresult* description) {
    std::vector<Oid> types;
    for (int number = 0; number < PQnfields(description); ++number)
        types.push_back(PQftype(description, number));
    return types;
}

}

BoundStatement::BoundStatement(Wire& wire, std::string sql) : wire_(wire), sql_(std::move(sql)) {
    prepare();
}

BoundStatement::~BoundStatement() {
    wire_.forget(name_);
}

void BoundStatement::prepare() {
    const std::uint64_t generation = wire_.generation();
    const std::string name = wire_.next_name();
    const Result description = wire_.prepare_and_describe(name, sql_);
    if (!name_.empty())
        wire_.forget(name_);
    name_ = name;
    result_types_ = result_types(description.get());
    std::vector<Form> forms(result_types_.size());
    wire_.forms().find(wire_, result_types_, forms);
    reader_.set_forms(std::move(forms));
    const bool bound = writer_.set_types(parameter_types(description.get()));
    generation_ = generation;
    if (!bound)
        refuse_types("the statement takes values of other types than when they were bound");
}

void BoundStatement::keep_prepared() {
    if (is_stale()) [[unlikely]]
        prepare();
}

void BoundStatement::check_types(const PGresult* result) {
    if (result_types(result) == result_types_) [[likely]]
        return;
    forget_plan();
    refuse_types("the statement gives values of other types than when it was prepared");
}

void BoundStatement::bind(std::span<const Column> columns, std::span<const std::uint16_t> which,
                          const void* row, int first) {
    writer_.bind(columns, which, row, first);
}

void BoundStatement::bind_value(const Column& column, const void* value, int parameter) {
    writer_.bind_value(column, value, parameter);
}

void BoundStatement::bind_integer(std::int64_t value, int parameter) {
    writer_.bind_value(integer_column, &value, parameter);
}

void BoundStatement::bind_text(std::string_view value, int parameter) {
    writer_.bind_text(value, parameter);
}

void BoundStatement::read(std::span<const Column> columns, std::span<const std::uint16_t> which, void* row,
                          int first) {
    check_result(which.size() + static_cast<std::size_t>(first));
    reader_.read(columns, which, row, first);
}

void BoundStatement::read(std::span<const Column> columns, void* row, int first) {
    check_result(columns.size() + static_cast<std::size_t>(first));
    reader_.read(columns, row, first);
}

std::int64_t BoundStatement::read_integer(int result_column) {
    std::int64_t value = 0;
    read({&integer_column, 1}, &value, result_column);
    return value;
}

std::string BoundStatement::read_text(int result_column) {
    std::string value;
    read({&text_column, 1}, &value, result_column);
    return value;
}

void BoundStatement::refuse_types(std::string_view what) const {
    ErrorDetail detail;
    detail.retry = Retry::rerun_unit;
    detail.sql = sql_;
    throw PlanChanged(std::string(what), std::move(detail));
}

void BoundStatement::refuse_result(std::size_t columns) const {
    ErrorDetail detail;
    detail.sql = sql_;
    throw SchemaMismatch("the statement gives " + std::to_string(reader_.columns()) + " columns, where " +
                             std::to_string(columns) + " are read",
                         std::move(detail));
}

}
