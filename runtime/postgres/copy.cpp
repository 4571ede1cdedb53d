#include "postgres/copy.hpp"

#include "core/values.hpp"
#include "postgres/batch_plan.hpp"
#include "postgres/batch_rows.hpp"
#include "postgres/batch_text.hpp"
#include "postgres/big_endian.hpp"
#include "postgres/encoding.hpp"
#include "rowsmith/error.hpp"

#include <algorithm>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rowsmith::postgres {
namespace {

using namespace std::string_view_literals;

// One COPY, so that the next values of a sequence, or a query of the program's, can come in between. Smaller
// ones would wait for the server more often.
constexpr std::size_t portion = 1024 * 1024;
constexpr std::string_view binary_head =
    "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0"sv; // signature, flags, no extension
constexpr std::int16_t binary_end = -1;

void append_escaped(std::string& out, std::string_view text) {
    for (const char character : text) {
        switch (character) {
        case '\\':
            out += "\\\\";
            break;
        case '\t':
            out += "\\t";
            break;
        case '\n':
            out += "\\n";
            break;
        case '\r':
            out += "\\r";
            break;
        default:
            out += character;
        }
    }
}

class LoadBatch final : public driver::Batch {
public:
    LoadBatch(Wire& wire, Catalog& catalog, const driver::BatchShape& shape)
        : wire_(wire), catalog_(catalog), shape_(shape) {
        plan();
    }
    ~LoadBatch() override { clear(); }
    LoadBatch(const LoadBatch&) = delete;
    LoadBatch& operator=(const LoadBatch&) = delete;

    void add(const void* set, const void* target) override;
    [[nodiscard]] std::size_t rows() const override { return rows_; }
    [[nodiscard]] std::size_t bytes() const override { return pending_.size(); }
    std::int64_t run() override;
    [[nodiscard]] bool written(std::size_t row) const override { return row < rows_; }
    void read(std::size_t row, void* model) const override;
    void clear() noexcept override;
    [[nodiscard]] const std::string& sql() const override { return sql_; }

private:
    /// The statements for the sequence of a column that is given.
    struct Move {
        std::string is_possible;
        std::string move;
    };

    void plan();
    void append_binary_row(const void* set);
    void append_text_row(const void* set);
    void send();
    void undo() noexcept;
    void move_sequences();

    Wire& wire_;
    Catalog& catalog_;
    driver::BatchShape shape_;
    std::uint64_t generation_ = 0; // of the Wire, when the types were asked
    std::vector<Oid> types_;       // of the shape's columns
    std::vector<Move> moves_;
    std::string sql_;
    bool binary_ = false;
    std::size_t rows_ = 0;
    std::optional<std::int64_t> stored_; // by what was sent, until run() has sent the rest
    std::string pending_;
    std::string value_; // a text that is yet to be escaped
};

void LoadBatch::plan() {
    const Statements& texts = *shape_.texts;
    const std::vector<ColumnType>& types = catalog_.types_of(*shape_.mapping, texts);
    const auto sent = sent_columns(*shape_.mapping, texts, types, shape_.set);
    binary_ = std::ranges::none_of(sent, &SentColumn::as_text);
    sql_ = copy_text(texts.table, sent, binary_);
    types_.clear();
    moves_.clear();
    for (const auto column : shape_.set) {
        types_.push_back(types[column].oid);
        if (types[column].sequence.empty())
            continue;
        const CountedColumn counted{texts.table, texts.columns[column], shape_.mapping->columns[column].name,
                                    types[column].sequence};
        moves_.push_back({can_move_text(counted), move_sequence_text(counted)});
    }
    generation_ = wire_.generation();
}

void LoadBatch::add(const void* set, const void*) {
    if (rows_ == 0 && generation_ != wire_.generation())
        plan();
    if (binary_)
        append_binary_row(set);
    else
        append_text_row(set);
    ++rows_;
    if (pending_.size() >= portion)
        send();
}

void LoadBatch::append_binary_row(const void* set) {
    if (pending_.empty())
        pending_ = binary_head;
    append_big(pending_, static_cast<std::int16_t>(types_.size()));
    for (std::size_t index = 0; index < types_.size(); ++index) {
        const Column& column = shape_.mapping->columns[shape_.set[index]];
        append_field(pending_, column, types_[index], true, set ? value_of(column, set) : nullptr);
    }
}

void LoadBatch::append_text_row(const void* set) {
    for (std::size_t index = 0; index < types_.size(); ++index) {
        if (index > 0)
            pending_ += '\t';
        const Column& column = shape_.mapping->columns[shape_.set[index]];
        const void* const value = set ? value_of(column, set) : nullptr;
        if (!value) {
            pending_ += "\\N";
            continue;
        }
        value_.clear();
        append_text(value_, column, value);
        append_escaped(pending_, value_);
    }
    pending_ += '\n';
}

void LoadBatch::send() {
    if (pending_.empty())
        return;
    if (binary_)
        append_big(pending_, binary_end);
    const std::int64_t before = stored_.value_or(0);
    stored_.reset(); // when this throws, the transaction has failed
    wire_.start_copy(sql_);
    wire_.put_copy(pending_);
    stored_ = before + wire_.end_copy();
    pending_.clear();
}

std::int64_t LoadBatch::run() {
    send();
    const std::int64_t stored = stored_.value_or(0);
    stored_.reset();
    if (stored > 0)
        move_sequences();
    return stored;
}

// A value that was given does not move the counter: the next one that is made would meet it.
void LoadBatch::move_sequences() {
    for (const Move& move : moves_) {
        const Result possible = wire_.run_once(move.is_possible, Parameters(), Format::text);
        if (std::string_view(PQgetvalue(possible.get(), 0, 0)) == "t")
            (void)wire_.run_once(move.move, Parameters(), Format::text);
    }
}

void LoadBatch::read(std::size_t, void*) const {
    throw UsageError("rows that were loaded give nothing back; read them with a query");
}

void LoadBatch::clear() noexcept {
    if (stored_)
        undo();
    stored_.reset();
    pending_.clear();
    rows_ = 0;
}

/// A COPY that is given up makes the transaction fail, and so what earlier ones have stored is not committed.
void LoadBatch::undo() noexcept {
    try {
        wire_.start_copy(sql_);
    } catch (const std::exception&) { // it has failed already
    }
    wire_.abort_copy();
}

}

std::unique_ptr<driver::Batch> make_load(Wire& wire, Catalog& catalog, const driver::BatchShape& shape) {
    return std::make_unique<LoadBatch>(wire, catalog, shape);
}

}
