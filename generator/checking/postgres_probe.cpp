// A server that the user names: what only it understands is prepared there. All that is done is rolled back.

#include "checking/probe.hpp"
#include "sql/tokens.hpp"

#include <libpq-fe.h>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace rowsmith::checking {

namespace {

struct Finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
    void operator()(PGresult* result) const { PQclear(result); }
};
using Connection = std::unique_ptr<PGconn, Finish>;
using Result = std::unique_ptr<PGresult, Finish>;

/// Its tables stand in a schema of their own, so that no other of the database is met by accident.
constexpr const char* opening = "begin; create schema \"rowsmith_check\"; "
                                "set local search_path to \"rowsmith_check\", \"public\"";

bool is_fine(const Result& result) {
    const auto status = PQresultStatus(result.get());
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

/// The offset of a character, counted from 1.
std::size_t offset_of(std::string_view text, std::size_t character) {
    std::size_t at = 0;
    for (; at < text.size() && character > 1; --character) {
        ++at;
        while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U)
            ++at;
    }
    return at;
}

/// Names by number, and as long as before, so that places stay where they are.
struct Numbered {
    std::string text;
    std::vector<std::string> names; // of $1, $2, ..., with their colons
    std::vector<bool> bare;         // nothing beside it tells its type
};

Numbered numbered(const std::string& sql) {
    Numbered made{.text = sql, .names = {}, .bare = {}};
    const auto tokens = sql::tokens_of(sql);
    for (std::size_t i = tokens.size(); i-- > 0;) // from the end, so that places before stay
        if (tokens[i].kind == sql::TokenKind::parameter)
            made.names.emplace_back(sql::written(sql, tokens[i]));
    std::ranges::reverse(made.names);
    std::vector<std::string> order;
    for (auto& name : made.names)
        if (std::ranges::find(order, name) == order.end())
            order.push_back(std::move(name));
    made.names = std::move(order);
    made.bare.resize(made.names.size());
    for (std::size_t i = tokens.size(); i-- > 0;) {
        if (tokens[i].kind != sql::TokenKind::parameter)
            continue;
        const auto length = tokens[i].end - tokens[i].begin;
        const auto at = static_cast<std::size_t>(std::ranges::find(made.names, sql::written(sql, tokens[i])) -
                                                 made.names.begin());
        auto placeholder = fmt::format("{:<{}}", fmt::format("${}", at + 1), length);
        made.text.replace(tokens[i].begin, length, placeholder);
        made.bare[at] = made.bare[at] || (i + 1 < tokens.size() && (sql::is_word(sql, tokens[i + 1], "is") ||
                                                                    sql::is_word(sql, tokens[i + 1], "as")));
    }
    return made;
}

class PostgresProbe final : public Probe {
public:
    PostgresProbe(const std::string& url, const model::Schema& schema)
        : connection_(PQconnectdb(url.c_str())), schema_(schema) {
        PQsetNoticeProcessor(
            connection_.get(), [](void*, const char*) {}, nullptr);
        if (PQstatus(connection_.get()) != CONNECTION_OK || !is_fine(run(opening)))
            throw std::runtime_error(fmt::format("the database to check with cannot be used: {}",
                                                 PQerrorMessage(connection_.get())));
    }

    std::optional<Refusal> execute(const std::string& sql) override;
    Prepared prepare(const std::string& sql) override;
    [[nodiscard]] std::string missing_table(const model::Table& table) const override {
        return fmt::format("relation \"{}{}{}\" does not exist", table.db_schema,
                           table.db_schema.empty() ? "" : ".", table.db_name);
    }
    [[nodiscard]] const sql::Dialect& dialect() const override { return sql::postgres(); }
    void set_parameters(const std::vector<model::Column>& parameters) override { parameters_ = parameters; }

private:
    [[nodiscard]] Result run(const std::string& sql) const {
        return Result(PQexec(connection_.get(), sql.c_str()));
    }
    [[nodiscard]] Result ask(const std::string& sql, const std::string& value) const {
        const char* const values[] = {value.c_str()};
        return Result(PQexecParams(connection_.get(), sql.c_str(), 1, nullptr, values, nullptr, nullptr, 0));
    }
    [[nodiscard]] static Refusal refusal_of(const Result& result, std::string_view sql);
    [[nodiscard]] Result describe(const Numbered& sql) const;
    [[nodiscard]] Oid type_named(const std::string& name) const;
    [[nodiscard]] ResultColumn column_of(const PGresult* result, int at) const;
    [[nodiscard]] std::optional<model::Type> type_of(Oid type, int modifier) const;
    [[nodiscard]] std::optional<model::Type> own_type(Oid type) const;

    Connection connection_;
    const model::Schema& schema_;
    std::vector<model::Column> parameters_;
};

Refusal PostgresProbe::refusal_of(const Result& result, std::string_view sql) {
    const auto field = [&](int code) {
        const char* const text = PQresultErrorField(result.get(), code);
        return std::string_view(text == nullptr ? "" : text);
    };
    Refusal refusal{.message = std::string(field(PG_DIAG_MESSAGE_PRIMARY)), .offset = std::nullopt};
    const auto position = field(PG_DIAG_STATEMENT_POSITION);
    std::size_t character = 0;
    if (std::from_chars(position.data(), position.data() + position.size(), character).ec == std::errc())
        refusal.offset = offset_of(sql, character);
    return refusal;
}

/// A view in another schema of the database, which the schema names, stays as it is.
bool is_there_already(const Result& result) {
    const char* const state = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
    return state != nullptr && (state == sql::other_view_state || std::string_view(state) == "42P07");
}

/// A statement that fails must not end the transaction around it.
std::optional<Refusal> PostgresProbe::execute(const std::string& sql) {
    static_cast<void>(run("savepoint one"));
    const Result result = run(sql);
    static_cast<void>(run(is_fine(result) ? "release one" : "rollback to one; release one"));
    return is_fine(result) || is_there_already(result) ? std::nullopt
                                                       : std::optional(refusal_of(result, sql));
}

Oid PostgresProbe::type_named(const std::string& name) const {
    const Result result = ask("select $1::text::regtype::oid", name);
    Oid type = 0;
    if (is_fine(result)) {
        const std::string_view text = PQgetvalue(result.get(), 0, 0);
        static_cast<void>(std::from_chars(text.data(), text.data() + text.size(), type));
    }
    return type;
}

Result PostgresProbe::describe(const Numbered& sql) const {
    std::vector<Oid> types;
    for (std::size_t at = 0; at < sql.names.size(); ++at) {
        const auto declared = std::ranges::find(parameters_, sql.names[at].substr(1), &model::Column::name);
        const bool given = sql.bare[at] && declared != parameters_.end();
        types.push_back(given ? type_named(sql::postgres().type(schema_, declared->type)) : 0);
    }
    Result prepared(
        PQprepare(connection_.get(), "", sql.text.c_str(), static_cast<int>(types.size()), types.data()));
    return is_fine(prepared) ? Result(PQdescribePrepared(connection_.get(), "")) : std::move(prepared);
}

Prepared PostgresProbe::prepare(const std::string& sql) {
    const Numbered text = numbered(sql);
    static_cast<void>(run("savepoint one"));
    const Result result = describe(text);
    Prepared prepared;
    if (!is_fine(result)) {
        static_cast<void>(run("rollback to one; release one"));
        prepared.refusal = refusal_of(result, sql);
        return prepared;
    }
    for (int at = 0; at < PQnfields(result.get()); ++at)
        prepared.columns.push_back(column_of(result.get(), at));
    prepared.parameters = text.names;
    static_cast<void>(run("release one"));
    return prepared;
}

ResultColumn PostgresProbe::column_of(const PGresult* result, int at) const {
    ResultColumn column{.name = PQfname(result, at), .table = {}, .column = {}};
    column.type = type_of(PQftype(result, at), PQfmod(result, at));
    if (PQftable(result, at) == 0)
        return column;
    const Result origin =
        ask(fmt::format("select relname, attname from pg_attribute join pg_class on pg_class.oid = attrelid "
                        "where attrelid = $1::oid and attnum = {}",
                        PQftablecol(result, at)),
            fmt::format("{}", PQftable(result, at)));
    if (is_fine(origin) && PQntuples(origin.get()) == 1) {
        column.table = PQgetvalue(origin.get(), 0, 0);
        column.column = PQgetvalue(origin.get(), 0, 1);
    }
    return column;
}

struct KnownType {
    Oid type;
    model::Scalar scalar;
    bool array = false;
};
// From pg_type, which is the same in all versions.
constexpr KnownType known_types[] = {
    {16, model::Scalar::boolean},         {17, model::Scalar::bytes},
    {20, model::Scalar::int64},           {21, model::Scalar::int16},
    {23, model::Scalar::int32},           {25, model::Scalar::string},
    {114, model::Scalar::json},           {700, model::Scalar::float32},
    {701, model::Scalar::float64},        {1000, model::Scalar::boolean, true},
    {1005, model::Scalar::int16, true},   {1007, model::Scalar::int32, true},
    {1009, model::Scalar::string, true},  {1015, model::Scalar::string, true},
    {1016, model::Scalar::int64, true},   {1021, model::Scalar::float32, true},
    {1022, model::Scalar::float64, true}, {1042, model::Scalar::string},
    {1043, model::Scalar::string},        {1082, model::Scalar::date},
    {1083, model::Scalar::time},          {1114, model::Scalar::timestamp},
    {1184, model::Scalar::timestamp},     {2950, model::Scalar::uuid},
    {3802, model::Scalar::json},
};
constexpr Oid numeric_type = 1700;

std::optional<model::Type> PostgresProbe::type_of(Oid type, int modifier) const {
    if (type == numeric_type && modifier >= 4)
        return model::Type{.scalar = model::Scalar::decimal,
                           .precision = ((modifier - 4) >> 16) & 0xFFFF,
                           .scale = (modifier - 4) & 0xFFFF};
    const auto* const found = std::ranges::find(known_types, type, &KnownType::type);
    if (found != std::end(known_types))
        return model::Type{.scalar = found->scalar, .array = found->array};
    return own_type(type);
}

/// An enum of the schema.
std::optional<model::Type> PostgresProbe::own_type(Oid type) const {
    const Result name = ask("select typname from pg_type where oid = $1::oid", fmt::format("{}", type));
    if (!is_fine(name) || PQntuples(name.get()) != 1)
        return std::nullopt;
    const auto found = std::ranges::find(schema_.enums, std::string_view(PQgetvalue(name.get(), 0, 0)),
                                         &model::Enum::db_name);
    if (found == schema_.enums.end())
        return std::nullopt;
    return model::Type{.scalar = model::Scalar::enumeration,
                       .enumeration = static_cast<std::size_t>(found - schema_.enums.begin())};
}

}

std::unique_ptr<Probe> make_server_probe(const std::string& url, const model::Schema& schema) {
    return std::make_unique<PostgresProbe>(url, schema);
}

}
