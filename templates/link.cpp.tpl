## link.cpp: a row of a link table that is made, which only this source knows
namespace ${namespace} {
namespace {

${link.doc}
struct ${link.name} {
% for column in link.columns
    ${column.type} ${column.name}${column.initializer};
% end
};

extern const rowsmith::Mapping ${link.mapping};

}
}

namespace rowsmith {

template <>
struct Relations<${link.type}> {
    static constexpr std::size_t slots = ${link.slots};
};

}
