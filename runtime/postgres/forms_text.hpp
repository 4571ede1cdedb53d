#pragma once
// The SQL that asks for the types of a database.

#include <string_view>

namespace rowsmith::postgres {

/// Of the types in the array $1 those whose binary form is their text, and whether they are arrays of such.
inline constexpr std::string_view text_types = R"sql(
select t.oid, t.typsend = 'pg_catalog.array_send'::regproc
from pg_catalog.pg_type t
left join pg_catalog.pg_type e on e.oid = t.typelem and t.typsend = 'pg_catalog.array_send'::regproc
join pg_catalog.pg_proc p on p.oid = coalesce(e.typsend, t.typsend)
where t.oid = any($1::oid[]) and p.proname in ('textsend', 'varcharsend', 'bpcharsend', 'enum_send', 'citextsend'))sql";

}
