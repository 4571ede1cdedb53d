#pragma once
// The server by libpq alone: what tests do behind Rowsmith's back, and what they compare it with.

#include <libpq-fe.h>

#include <memory>
#include <stdexcept>
#include <string>

namespace rowsmith::test {

struct Disconnect {
    void operator()(PGconn* connection) const { PQfinish(connection); }
};
using Libpq = std::unique_ptr<PGconn, Disconnect>;

struct Clear {
    void operator()(PGresult* result) const { PQclear(result); }
};
using LibpqResult = std::unique_ptr<PGresult, Clear>;

/// `where`: a folder of a socket, or "127.0.0.1 port=1234".
inline Libpq connect(const std::string& where, const std::string& database) {
    Libpq connection(PQconnectdb(("host=" + where + " dbname=" + database + " user=rowsmith").c_str()));
    if (PQstatus(connection.get()) != CONNECTION_OK)
        throw std::runtime_error(PQerrorMessage(connection.get()));
    return connection;
}

/// The first value of the first row, empty when there is none; throws what the server says.
inline std::string ask(PGconn* connection, const std::string& sql) {
    const LibpqResult result(PQexec(connection, sql.c_str()));
    const auto status = PQresultStatus(result.get());
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
        throw std::runtime_error(PQerrorMessage(connection));
    return PQntuples(result.get()) > 0 && PQnfields(result.get()) > 0 ? PQgetvalue(result.get(), 0, 0) : "";
}

}
