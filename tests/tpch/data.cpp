#include "data.hpp"

#include <rowsmith/rowsmith.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <random>
#include <span>
#include <string>
#include <string_view>

namespace tpch {
namespace {

using rowsmith::Date;
using rowsmith::Decimal;
using Words = std::span<const std::string_view>;
using Days = std::chrono::sys_days;

constexpr int supplier_count = 40;
constexpr int part_count = 400;
constexpr int customer_count = 300;
constexpr int order_count = 3'000;
constexpr int suppliers_per_part = 4;

constexpr Days first_day = std::chrono::year{1992} / 1 / 1;
constexpr Days last_order = std::chrono::year{1998} / 8 / 2;
constexpr Days today = std::chrono::year{1995} / 6 / 17; // what was shipped later is still on its way

constexpr std::array<std::string_view, 5> regions{"AFRICA", "AMERICA", "ASIA", "EUROPE", "MIDDLE EAST"};
struct Country {
    std::string_view name;
    int region;
};
constexpr std::array<Country, 25> countries{{
    {"ALGERIA", 0},      {"ARGENTINA", 1},  {"BRAZIL", 1},  {"CANADA", 1},         {"EGYPT", 4},
    {"ETHIOPIA", 0},     {"FRANCE", 3},     {"GERMANY", 3}, {"INDIA", 2},          {"INDONESIA", 2},
    {"IRAN", 4},         {"IRAQ", 4},       {"JAPAN", 2},   {"JORDAN", 4},         {"KENYA", 0},
    {"MOROCCO", 0},      {"MOZAMBIQUE", 0}, {"PERU", 1},    {"CHINA", 2},          {"ROMANIA", 3},
    {"SAUDI ARABIA", 4}, {"VIETNAM", 2},    {"RUSSIA", 3},  {"UNITED KINGDOM", 3}, {"UNITED STATES", 1},
}};
constexpr std::array<std::string_view, 12> colours{"almond", "azure", "blue",  "coral", "cream", "forest",
                                                   "green",  "ivory", "lemon", "plum",  "rose",  "sky"};
constexpr std::array<std::string_view, 6> type_sizes{"STANDARD", "SMALL",   "MEDIUM",
                                                     "LARGE",    "ECONOMY", "PROMO"};
constexpr std::array<std::string_view, 5> type_coats{"ANODIZED", "BURNISHED", "PLATED", "POLISHED",
                                                     "BRUSHED"};
constexpr std::array<std::string_view, 5> type_metals{"TIN", "NICKEL", "BRASS", "STEEL", "COPPER"};
constexpr std::array<std::string_view, 5> box_sizes{"SM", "MED", "LG", "JUMBO", "WRAP"};
constexpr std::array<std::string_view, 8> boxes{"CASE", "BOX", "BAG", "JAR", "PKG", "PACK", "CAN", "DRUM"};
constexpr std::array<std::string_view, 5> segments{"AUTOMOBILE", "BUILDING", "FURNITURE", "MACHINERY",
                                                   "HOUSEHOLD"};
constexpr std::array<std::string_view, 5> priorities{"1-URGENT", "2-HIGH", "3-MEDIUM", "4-NOT SPECIFIED",
                                                     "5-LOW"};
constexpr std::array<std::string_view, 4> instructions{"DELIVER IN PERSON", "COLLECT COD", "NONE",
                                                       "TAKE BACK RETURN"};
constexpr std::array<std::string_view, 7> ship_modes{"REG AIR", "AIR",  "RAIL", "SHIP",
                                                     "TRUCK",   "MAIL", "FOB"};
constexpr std::array<std::string_view, 12> remark_words{"quickly",  "final",    "special", "packages",
                                                        "requests", "sleep",    "above",   "the",
                                                        "pending",  "deposits", "ironic",  "accounts"};

/// The standard library's distributions may give other numbers elsewhere, its engines may not.
class Dice {
public:
    /// From low to high, both of them too.
    [[nodiscard]] int between(int low, int high) {
        return low + static_cast<int>(engine_() % static_cast<std::uint64_t>(high - low + 1));
    }
    [[nodiscard]] std::string one_of(Words words) {
        return std::string(words[static_cast<std::size_t>(between(0, static_cast<int>(words.size()) - 1))]);
    }
    [[nodiscard]] Decimal money(int low_cents, int high_cents) {
        return Decimal::scaled(between(low_cents, high_cents), 2);
    }
    [[nodiscard]] std::string remark() {
        std::string text = one_of(remark_words);
        for (int more = between(1, 2); more > 0; --more)
            text += ' ' + one_of(remark_words);
        return text;
    }

private:
    std::mt19937_64 engine_{20'240'229}; // NOLINT(cert-msc51-cpp): the same rows at every run
};

Date date_of(Days day) {
    const std::chrono::year_month_day date{day};
    return {.year = static_cast<std::int16_t>(static_cast<int>(date.year())),
            .month = static_cast<std::uint8_t>(static_cast<unsigned>(date.month())),
            .day = static_cast<std::uint8_t>(static_cast<unsigned>(date.day()))};
}

std::string padded(int number, std::size_t digits) {
    const std::string text = std::to_string(number);
    return std::string(digits - std::min(digits, text.size()), '0') + text;
}

/// The elements of a list are made from left to right by every compiler, the operands of a + are not.
std::string joined(char separator, std::initializer_list<std::string> texts) {
    std::string all;
    for (const std::string& text : texts)
        all += (all.empty() ? "" : std::string(1, separator)) + text;
    return all;
}

/// "11-345-678-9012": the first number tells the nation.
std::string phone(Dice& dice, std::int64_t nation) {
    return joined('-', {std::to_string(nation + 10), std::to_string(dice.between(100, 999)),
                        std::to_string(dice.between(100, 999)), std::to_string(dice.between(1'000, 9'999))});
}

void add_places(Data& data, Dice& dice) {
    for (const std::string_view name : regions)
        data.regions.push_back(
            {.key = std::ssize(data.regions), .name = std::string(name), .comment = dice.remark()});
    for (const Country& country : countries)
        data.nations.push_back({.key = std::ssize(data.nations),
                                .name = std::string(country.name),
                                .region_key = country.region,
                                .comment = dice.remark()});
}

/// Every nation has one, every tenth of them is complained of.
void add_suppliers(Data& data, Dice& dice) {
    for (int key = 1; key <= supplier_count; ++key) {
        const std::int64_t nation = key % std::ssize(countries);
        data.suppliers.push_back(
            {.key = key,
             .name = "Supplier#" + padded(key, 9),
             .address = dice.remark(),
             .nation_key = nation,
             .phone = phone(dice, nation),
             .balance = dice.money(-99'999, 999'999),
             .comment = key % 10 == 3 ? "the Customer sleeps, Complaints" : dice.remark()});
    }
}

/// The supplier number `number` of a part; a part's are different.
std::int64_t supplier_of(int part, int number) {
    return (part + number * (supplier_count / suppliers_per_part + (part - 1) / supplier_count)) %
               supplier_count +
           1;
}

void add_supplies(Data& data, Dice& dice, int part) {
    for (int number = 0; number < suppliers_per_part; ++number)
        data.supplies.push_back({.part_key = part,
                                 .supplier_key = supplier_of(part, number),
                                 .available = dice.between(1, 99),
                                 .cost = dice.money(100, 100'000),
                                 .comment = dice.remark()});
}

void add_parts(Data& data, Dice& dice) {
    for (int key = 1; key <= part_count; ++key) {
        const std::string maker = std::to_string(dice.between(1, 5));
        data.parts.push_back(
            {.key = key,
             .name = joined(' ', {dice.one_of(colours), dice.one_of(colours), dice.one_of(colours)}),
             .manufacturer = "Manufacturer#" + maker,
             .brand = "Brand#" + maker + std::to_string(dice.between(1, 5)),
             .type =
                 joined(' ', {dice.one_of(type_sizes), dice.one_of(type_coats), dice.one_of(type_metals)}),
             .size = dice.between(1, 50),
             .container = joined(' ', {dice.one_of(box_sizes), dice.one_of(boxes)}),
             .retail_price = Decimal::scaled(90'000 + key / 10 + 100 * key, 2),
             .comment = dice.one_of(remark_words)});
        add_supplies(data, dice, key);
    }
}

void add_customers(Data& data, Dice& dice) {
    for (int key = 1; key <= customer_count; ++key) {
        const int nation = dice.between(0, static_cast<int>(countries.size()) - 1);
        data.customers.push_back({.key = key,
                                  .name = "Customer#" + padded(key, 9),
                                  .address = dice.remark(),
                                  .nation_key = nation,
                                  .phone = phone(dice, nation),
                                  .balance = dice.money(-99'999, 999'999),
                                  .segment = dice.one_of(segments),
                                  .comment = dice.remark()});
    }
}

Line make_line(const Data& data, Dice& dice, std::int64_t order, Days ordered, int number) {
    const int part = dice.between(1, part_count);
    const int quantity = dice.between(1, 50);
    const Days shipped = ordered + std::chrono::days{dice.between(1, 121)};
    const Days received = shipped + std::chrono::days{dice.between(1, 30)};
    const Decimal& price = data.parts[static_cast<std::size_t>(part - 1)].retail_price;
    return {.order_key = order,
            .part_key = part,
            .supplier_key = supplier_of(part, dice.between(0, suppliers_per_part - 1)),
            .number = number,
            .quantity = quantity,
            .price = price * quantity,
            .discount = dice.money(0, 10),
            .tax = dice.money(0, 8),
            .return_flag = received > today          ? "N"
                           : dice.between(0, 1) == 0 ? "R"
                                                     : "A",
            .status = shipped > today ? "O" : "F",
            .shipped = date_of(shipped),
            .committed = date_of(ordered + std::chrono::days{dice.between(30, 90)}),
            .received = date_of(received),
            .instructions = dice.one_of(instructions),
            .ship_mode = dice.one_of(ship_modes),
            .comment = dice.remark()};
}

Decimal charge(std::span<const Line> lines) {
    Decimal sum;
    for (const Line& line : lines)
        sum += line.price * (Decimal(1) - line.discount) * (Decimal(1) + line.tax);
    return sum.rounded(2);
}

/// Done, open, or partly so.
std::string status_of(std::span<const Line> lines) {
    const auto open = std::ranges::count(lines, "O", &Line::status);
    return open == 0 ? "F" : open == std::ssize(lines) ? "O" : "P";
}

/// Every third customer has never ordered anything.
std::int64_t some_buyer(Dice& dice) {
    const int key = dice.between(1, customer_count);
    return key % 3 == 0 ? key - 1 : key;
}

void add_orders(Data& data, Dice& dice) {
    const auto days = static_cast<int>((last_order - first_day).count());
    for (int key = 1; key <= order_count; ++key) {
        const Days ordered = first_day + std::chrono::days{dice.between(0, days)};
        const auto first_line = data.lines.size();
        const int line_count = dice.between(1, 7);
        for (int number = 1; number <= line_count; ++number)
            data.lines.push_back(make_line(data, dice, key, ordered, number));
        const auto lines = std::span(data.lines).subspan(first_line);
        data.orders.push_back({.key = key,
                               .customer_key = some_buyer(dice),
                               .status = status_of(lines),
                               .total = charge(lines),
                               .date = date_of(ordered),
                               .priority = dice.one_of(priorities),
                               .clerk = "Clerk#" + padded(dice.between(1, 5), 9),
                               .comment = dice.remark()});
    }
}

}

Data make_data() {
    Data data;
    Dice dice;
    add_places(data, dice);
    add_suppliers(data, dice);
    add_parts(data, dice);
    add_customers(data, dice);
    add_orders(data, dice);
    return data;
}

void store(rowsmith::Engine& engine, const Data& data) {
    rowsmith::Session session{engine};
    RegionRepository{session}.bulk_insert(data.regions);
    NationRepository{session}.bulk_insert(data.nations);
    PartRepository{session}.bulk_insert(data.parts);
    SupplierRepository{session}.bulk_insert(data.suppliers);
    PartSupplyRepository{session}.bulk_insert(data.supplies);
    CustomerRepository{session}.bulk_insert(data.customers);
    OrderRepository{session}.bulk_insert(data.orders);
    LineRepository{session}.bulk_insert(data.lines);
    session.commit();
}

}
