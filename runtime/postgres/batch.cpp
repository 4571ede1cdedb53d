#include "postgres/batch.hpp"

#include "core/values.hpp"
#include "postgres/batch_plan.hpp"
#include "postgres/big_endian.hpp"
#include "postgres/copy.hpp"
#include "postgres/forms.hpp"
#include "postgres/row_reader.hpp"
#include "rowsmith/error.hpp"

#include <algorithm>
#include <charconv>
#include <deque>
#include <utility>
#include <vector>

namespace rowsmith::postgres {
namespace {

/// Statements for more rows than this are planned each time: for one that is prepared, the planner does not
/// know how many rows will come, and for a handful it may choose what is slow for thousands.
constexpr std::size_t most_prepared = 100;

class RowBatch final : public driver::Batch {
public:
    RowBatch(Wire& wire, Catalog& catalog, const driver::BatchShape& shape)
        : wire_(wire), catalog_(catalog), shape_(shape) {
        plan();
    }
    ~RowBatch() override { forget_prepared(); }
    RowBatch(const RowBatch&) = delete;
    RowBatch& operator=(const RowBatch&) = delete;

    void add(const void* set, const void* target) override;
    [[nodiscard]] std::size_t rows() const override { return rows_; }
    [[nodiscard]] std::size_t bytes() const override { return bytes_; }
    std::int64_t run() override;
    [[nodiscard]] bool written(std::size_t row) const override {
        return row < places_.size() && places_[row].result != nullptr;
    }
    void read(std::size_t row, void* model) const override;
    void clear() noexcept override;
    [[nodiscard]] const std::string& sql() const override { return plan_.sql; }

private:
    /// Where a row of the batch stands in a result; of those that were not written, nowhere.
    struct Place {
        const RowReader* result = nullptr;
        int row = 0;
    };

    [[nodiscard]] std::size_t parameter_count() const {
        return plan_.columns.empty() ? 1 : plan_.columns.size();
    }
    void plan();
    void forget_prepared() noexcept;
    std::int64_t run_together();
    std::int64_t run_one_by_one();
    void set_parameter(std::size_t parameter, std::string_view array);
    [[nodiscard]] Result send(std::size_t rows);
    const RowReader* keep(Result result);
    std::int64_t find_places(Result result);

    Wire& wire_;
    Catalog& catalog_;
    driver::BatchShape shape_;
    BatchPlan plan_;
    std::uint64_t generation_ = 0; // of the Wire, when the plan was made
    Parameters parameters_;
    std::string name_; // once it is prepared
    std::string row_count_;
    std::size_t rows_ = 0;
    std::size_t bytes_ = 0;
    std::vector<Form> forms_; // of the columns that come back
    Format format_ = Format::binary;
    std::deque<RowReader> results_;
    std::vector<Place> places_; // by row, where the result tells
};

template <typename Integer>
Integer integer_in(std::string_view digits) {
    Integer integer = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), integer);
    return integer;
}

std::int64_t changed_rows(PGresult& result) {
    return integer_in<std::int64_t>(PQcmdTuples(&result));
}

/// The first column, a bigint.
std::size_t number_in(const PGresult* result, int row) {
    const char* const value = PQgetvalue(result, row, 0);
    return PQfformat(result, 0) == static_cast<int>(Format::binary)
               ? static_cast<std::size_t>(load_big<std::int64_t>(value))
               : integer_in<std::size_t>(value);
}

[[noreturn]] void refuse_draw(const PermissionDenied& error, const BatchPlan& plan) {
    throw PermissionDenied(
        std::string(error.what()) + "; to insert several rows whose '" + std::string(plan.drawn) +
            "' the database counts, the user needs USAGE on the sequence " + plan.sequence + " as well",
        error.detail());
}

void RowBatch::plan() {
    forget_prepared();
    plan_ = plan_batch(catalog_, shape_);
    parameters_ = Parameters(std::max<std::size_t>(plan_.columns.size(), 1));
    forms_.resize(plan_.result_types.size());
    wire_.forms().find(wire_, plan_.result_types, forms_);
    RowReader reader;
    reader.set_forms(forms_);
    format_ = reader.format();
    generation_ = wire_.generation();
}

void RowBatch::forget_prepared() noexcept {
    if (!name_.empty())
        wire_.forget(name_);
    name_.clear();
}

void RowBatch::add(const void* set, const void* target) {
    if (rows_ == 0 && generation_ != wire_.generation())
        plan();
    auto values = plan_.columns.begin();
    for (; values != plan_.columns.begin() + static_cast<std::ptrdiff_t>(shape_.set.size()); ++values)
        bytes_ += values->add(set ? value_of(values->column(), set) : nullptr);
    for (; values != plan_.columns.end(); ++values)
        bytes_ += values->add(value_of(values->column(), target));
    ++rows_;
}

std::int64_t RowBatch::run() {
    places_.clear();
    results_.clear();
    if (rows_ == 0)
        return 0;
    try {
        return plan_.one_by_one ? run_one_by_one() : run_together();
    } catch (const PermissionDenied& error) {
        if (plan_.sequence.empty())
            throw;
        refuse_draw(error, plan_);
    }
}

std::int64_t RowBatch::run_together() {
    for (std::size_t column = 0; column < plan_.columns.size(); ++column)
        set_parameter(column, plan_.columns[column].all(rows_));
    Result result = send(rows_);
    return plan_.numbered ? find_places(std::move(result)) : changed_rows(*result);
}

/// Rows whose key only the database knows after it has stored them, such as one that a trigger makes.
std::int64_t RowBatch::run_one_by_one() {
    std::int64_t stored = 0;
    for (std::size_t row = 0; row < rows_; ++row) {
        for (std::size_t column = 0; column < plan_.columns.size(); ++column)
            set_parameter(column, plan_.columns[column].next());
        const RowReader* const result = keep(send(1));
        places_.push_back(result->rows() > 0 ? Place{result, 0} : Place{});
        stored += result->rows();
    }
    return stored;
}

void RowBatch::set_parameter(std::size_t parameter, std::string_view array) {
    parameters_.values[parameter] = array.data();
    parameters_.lengths[parameter] = static_cast<int>(array.size());
    parameters_.formats[parameter] = static_cast<int>(Format::binary);
}

Result RowBatch::send(std::size_t rows) {
    if (plan_.columns.empty()) {
        row_count_ = std::to_string(rows);
        parameters_.values[0] = row_count_.c_str();
    }
    if (rows > most_prepared)
        return wire_.run_once(plan_.sql, parameters_, format_);
    if (name_.empty()) {
        std::string name = wire_.next_name();
        wire_.prepare(name, plan_.sql);
        name_ = std::move(name);
    }
    return wire_.run(name_, parameters_, format_, plan_.sql);
}

const RowReader* RowBatch::keep(Result result) {
    RowReader& reader = results_.emplace_back();
    reader.set_forms(forms_);
    reader.take(std::move(result));
    return &reader;
}

/// How many rows the result has; they come in any order. A number is missing where a trigger changed the key.
std::int64_t RowBatch::find_places(Result result) {
    std::int64_t stored = 0;
    places_.assign(rows_, Place{});
    const PGresult* const numbers = result.get();
    const RowReader* const reader = keep(std::move(result));
    for (int row = 0; row < reader->rows(); ++row) {
        if (PQgetisnull(numbers, row, 0))
            continue;
        places_[number_in(numbers, row) - 1] = {reader, row};
        ++stored;
    }
    return stored;
}

void RowBatch::read(std::size_t row, void* model) const {
    if (!written(row))
        throw UsageError("nothing has come back of a row that was not written", {.sql = plan_.sql});
    const Place& place = places_[row];
    place.result->read_at(place.row, shape_.mapping->columns, shape_.returning, model,
                          plan_.numbered ? 1 : 0);
}

void RowBatch::clear() noexcept {
    for (ColumnValues& values : plan_.columns)
        values.clear();
    places_.clear();
    results_.clear();
    rows_ = 0;
    bytes_ = 0;
}

}

std::unique_ptr<driver::Batch> make_batch(Wire& wire, Catalog& catalog, const driver::BatchShape& shape) {
    if (shape.kind == driver::BatchKind::load && !shape.set.empty())
        return make_load(wire, catalog, shape);
    return std::make_unique<RowBatch>(wire, catalog, shape);
}

}
