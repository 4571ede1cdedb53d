#pragma once
// What a template sees: texts, flags, lists and objects, built from views. Nothing here knows a schema word.

#include <algorithm>
#include <cassert>
#include <concepts>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace rowsmith::templating {

class Value;
struct Member;
using List = std::vector<Value>;

/// Values by unique names, in the order in which they were added.
class Object {
public:
    Object() = default;
    Object(std::initializer_list<Member> members);

    void add(std::string name, Value value);
    /// Null when there is no such member.
    [[nodiscard]] const Value* find(std::string_view name) const;
    [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

private:
    std::vector<std::string> names_;
    List values_; // of the name at the same index
};

enum class Kind { text, flag, list, object };

class Value {
public:
    Value(std::string text) : data_{std::move(text)} {}
    Value(std::string_view text) : data_{std::string{text}} {}
    Value(const char* text) : data_{std::string{text}} {}
    Value(std::same_as<bool> auto flag) : data_{flag} {} // a pointer or a number is no flag
    Value(List list) : data_{std::move(list)} {}
    Value(Object object) : data_{std::move(object)} {}

    [[nodiscard]] Kind kind() const { return static_cast<Kind>(data_.index()); }
    [[nodiscard]] const std::string& text() const { return std::get<std::string>(data_); }
    [[nodiscard]] bool flag() const { return std::get<bool>(data_); }
    [[nodiscard]] const List& list() const { return std::get<List>(data_); }
    [[nodiscard]] const Object& object() const { return std::get<Object>(data_); }

private:
    std::variant<std::string, bool, List, Object> data_; // in the order of Kind
};

struct Member {
    std::string name;
    Value value;
};

inline Object::Object(std::initializer_list<Member> members) {
    for (const Member& member : members)
        add(member.name, member.value);
}

inline void Object::add(std::string name, Value value) {
    assert(!find(name) && "a name stands for one value");
    names_.push_back(std::move(name));
    values_.push_back(std::move(value));
}

inline const Value* Object::find(std::string_view name) const {
    const auto found = std::ranges::find(names_, name);
    return found == names_.end() ? nullptr : &*(values_.begin() + (found - names_.begin()));
}

/// One item per element: the element itself where it makes a value, else `to_object(element)` by its
/// namespace.
template <class Range>
[[nodiscard]] List list_of(const Range& elements) {
    List list;
    for (const auto& element : elements) {
        if constexpr (std::convertible_to<decltype(element), Value>)
            list.emplace_back(element);
        else
            list.emplace_back(to_object(element));
    }
    return list;
}

}
