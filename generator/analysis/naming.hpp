#pragma once
// How names in the database are made of those in the schema where no `as` gives one. Each file has its rules;
// a mixin's columns follow the file of the table that has them, so that a table's columns look alike.

#include "analysis/load.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace rowsmith::analysis {

enum class NameStyle { keep, snake, camel, pascal, snake_plural, camel_plural, pascal_plural };

struct NamingStyles {
    NameStyle table = NameStyle::snake;
    NameStyle column = NameStyle::keep;
    NameStyle enumeration = NameStyle::snake;
    NameStyle value = NameStyle::keep; // of an enum
    NameStyle sequence = NameStyle::keep;
    std::string schema{}; // of the database; empty when the file names none
};

[[nodiscard]] std::string styled(std::string_view name, NameStyle style);
/// The name in the database: as given, or by the style.
[[nodiscard]] std::string db_name_of(const syntax::DbName& given, const syntax::Name& name, NameStyle style);
/// The database schema: as given, or the file's.
[[nodiscard]] std::string db_schema_of(const syntax::DbName& given, const NamingStyles& naming);
/// Where the name in the database comes from.
[[nodiscard]] Span db_place_of(const syntax::DbName& given, const syntax::Name& name);

/// The rules of every file; what they get wrong is reported.
[[nodiscard]] std::vector<NamingStyles> resolve_naming(const Program& program, Diagnostics& diagnostics);

}
