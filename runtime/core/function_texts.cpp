#include "core/function_texts.hpp"

namespace rowsmith::detail {
namespace {

FunctionText usual_text(Function function) {
    switch (function) {
    case Function::none:
        return {"@"};
    case Function::count_rows:
        return {"count(*)"};
    case Function::count:
        return {"count(?)"};
    case Function::sum:
        return {"sum(?)"};
    case Function::average:
        return {"avg(?)"};
    case Function::least:
        return {"min(?)"};
    case Function::greatest:
        return {"max(?)"};
    case Function::row_number:
        return {"row_number()"};
    case Function::rank:
        return {"rank()"};
    case Function::dense_rank:
        return {"dense_rank()"};
    case Function::lag:
        return {"lag(?)"};
    case Function::lead:
        return {"lead(?)"};
    case Function::first_value:
        return {"first_value(?)"};
    case Function::last_value:
        return {"last_value(?)"};
    case Function::lower:
        return {"lower(?)"};
    case Function::upper:
        return {"upper(?)"};
    case Function::length:
        return {"cast(length(?) as bigint)"};
    case Function::trim:
        return {"trim(?)"};
    case Function::replace:
        return {"replace(?, ?, ?)", true};
    case Function::part:
        return {"substr(?, cast(? as integer), cast(? as integer))"};
    case Function::rest:
        return {"substr(?, cast(? as integer))"};
    case Function::position:
        return {"instr(?, ?)", true};
    case Function::absolute:
        return {"abs(?)"};
    case Function::rounded:
    case Function::rounded_real:
        return {"round(?, cast(? as integer))"};
    case Function::to_integer:
    case Function::truncated:
        return {"cast(? as bigint)"};
    case Function::to_real:
        return {"cast(? as double precision)"};
    case Function::to_text:
        return {"cast(? as text)"};
    case Function::coalesce:
        return {"coalesce(@)", true};
    case Function::null_if:
        return {"nullif(?, ?)", true};
    case Function::year:
        return {"cast(extract(year from ?) as bigint)"};
    case Function::month:
        return {"cast(extract(month from ?) as bigint)"};
    case Function::day:
        return {"cast(extract(day from ?) as bigint)"};
    case Function::hour:
        return {"cast(extract(hour from ?) as bigint)"};
    case Function::minute:
        return {"cast(extract(minute from ?) as bigint)"};
    case Function::day_of:
        return {"cast(? as date)"};
    case Function::plus_days:
        return {"(? + cast(? as integer))"};
    case Function::element_of:
        return {"(? = any(?))", true};
    case Function::choice: // written word by word
    case Function::value:
        return {"?", true};
    }
    return {};
}

}

FunctionText text_of(Function function, const driver::Words& words) {
    FunctionText text = usual_text(function);
    const std::string_view own = words.function ? words.function(function) : std::string_view{};
    if (!own.empty())
        text.pattern = own;
    return text;
}

}
