#pragma once
// How transactions are kept apart.

namespace rowsmith {

/// What a transaction sees of others that run at the same time. SQLite has serializable ones only, which is
/// what each of these gives there.
enum class Isolation {
    standard,       // what the database is set to; read_committed unless somebody changed that
    read_committed, // each statement sees what was committed before it
    repeatable_read, // all statements see what was committed before the first; a row that another
                     // transaction has changed since cannot be written: SerializationFailure
    serializable, // as if transactions ran one after the other; where they did not: SerializationFailure
};

}
