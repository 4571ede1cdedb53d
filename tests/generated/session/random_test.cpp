// Long random stories of some tables against a plain model of what must hold: rows with natural keys that
// move and are taken over, a tree with keys from a sequence, and rows with versions and computed columns.

#include "written.hpp"

#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>

using namespace rowsmith;
using namespace rowsmith::test;

namespace {

struct Box {
    Ref<extras::Box> ref;
    std::string color;
};

struct Paper {
    Ref<extras::Receipt> ref;
    std::optional<std::int64_t> invoice;
    std::string note;
};

struct Piece {
    Ref<written::Part> ref;
    double weight;
    std::optional<double> stored{};
    std::int64_t version = 0;
    bool touched = false;
};

/// What the program has done to the rows: what the session must show.
struct Expected {
    std::map<std::string, Box> boxes;
    std::vector<Ref<extras::Invoice>> invoices;
    std::vector<Paper> receipts;
    std::vector<Piece> pieces;
};

class Story {
public:
    explicit Story(unsigned seed) : random_(seed) { create_all(extras_.engine, written::written_schema); }

    void run(int steps) {
        for (int step = 0; step < steps; ++step) {
            INFO("step " << step);
            (this->*actions[pick(actions.size())])();
            check_memory();
        }
        while (!savepoints_.empty())
            release_savepoint();
        commit();
        check_database();
        expected_ = Expected{committed_};
        extras_.session.commit();
    }

private:
    using Action = void (Story::*)();
    static const std::vector<Action> actions;

    std::size_t pick(std::size_t count) {
        return std::uniform_int_distribution<std::size_t>{0, count - 1}(random_);
    }
    std::string color() { return "color" + std::to_string(pick(5)); }

    /// A key that no row has, nor one that waits for a flush to be given up.
    std::optional<std::string> free_key() {
        const auto key = std::to_string(pick(12));
        return expected_.boxes.contains(key) || given_up_.contains(key) ? std::nullopt : std::optional{key};
    }

    std::map<std::string, Box>::iterator any_box() {
        return std::next(expected_.boxes.begin(), static_cast<std::ptrdiff_t>(pick(expected_.boxes.size())));
    }

    void add_box() {
        if (const auto key = free_key()) {
            const auto shade = color();
            expected_.boxes.emplace(*key, Box{extras_.boxes.add({.name = *key, .color = shade}), shade});
        }
    }
    void paint_box() {
        if (expected_.boxes.empty())
            return;
        auto& box = any_box()->second;
        box.color = color();
        box.ref.edit().color = box.color;
    }
    void rename_box() {
        const auto key = free_key();
        if (!key || expected_.boxes.empty())
            return;
        auto box = expected_.boxes.extract(any_box());
        given_up_.insert(box.key());
        box.mapped().ref.edit().name = *key;
        box.key() = *key;
        expected_.boxes.insert(std::move(box));
    }
    void erase_box() {
        if (expected_.boxes.empty())
            return;
        const auto box = any_box();
        extras_.boxes.erase(box->second.ref);
        if (box->second.ref->name != box->first || given_up_.contains(box->first))
            given_up_.insert(box->first);
        expected_.boxes.erase(box);
    }

    void add_invoice() { expected_.invoices.push_back(extras_.invoices.add({.note = color()})); }
    std::optional<std::int64_t> any_invoice() {
        if (expected_.invoices.empty())
            return std::nullopt;
        const auto id = expected_.invoices[pick(expected_.invoices.size())]->id;
        return id == 0 ? std::nullopt : std::optional{id};
    }
    void add_receipt() {
        const auto invoice = any_invoice();
        const auto note = color();
        expected_.receipts.push_back(
            {extras_.receipts.add({.note = note, .invoice_id = invoice}), invoice, note});
    }
    void edit_receipt() {
        if (expected_.receipts.empty())
            return;
        Paper& paper = expected_.receipts[pick(expected_.receipts.size())];
        paper.invoice = any_invoice();
        paper.note = color();
        paper.ref.edit().invoice_id = paper.invoice;
        paper.ref.edit().note = paper.note;
    }
    void erase_receipt() {
        if (expected_.receipts.empty())
            return;
        const auto at =
            expected_.receipts.begin() + static_cast<std::ptrdiff_t>(pick(expected_.receipts.size()));
        extras_.receipts.erase(at->ref);
        expected_.receipts.erase(at);
    }
    void erase_invoice() {
        if (expected_.invoices.empty())
            return;
        const auto at =
            expected_.invoices.begin() + static_cast<std::ptrdiff_t>(pick(expected_.invoices.size()));
        const auto refers = [&](const Paper& paper) { return paper.invoice == (*at)->id; };
        if (std::ranges::any_of(expected_.receipts, refers))
            return;
        extras_.invoices.erase(*at);
        expected_.invoices.erase(at);
    }

    void add_piece() {
        const auto weight = static_cast<double>(pick(20));
        expected_.pieces.push_back(
            {.ref = parts_.add({.serial = "s", .number = ++pieces_, .weight = weight}), .weight = weight});
    }
    Piece* any_piece() {
        return expected_.pieces.empty() ? nullptr : &expected_.pieces[pick(expected_.pieces.size())];
    }
    void weigh_piece() {
        if (Piece* const piece = any_piece()) {
            piece->weight = static_cast<double>(pick(20));
            piece->ref.edit().weight = piece->weight;
        }
    }
    void touch_piece() {
        if (Piece* const piece = any_piece()) {
            extras_.session.touch(piece->ref);
            piece->touched = piece->stored.has_value();
        }
    }
    void erase_piece() {
        if (Piece* const piece = any_piece()) {
            const auto ref = piece->ref;
            parts_.erase(ref);
            std::erase_if(expected_.pieces, [&](const Piece& other) { return other.ref == ref; });
        }
    }

    /// The session has sent everything.
    void flushed() {
        given_up_.clear();
        for (Piece& piece : expected_.pieces) {
            if (piece.touched || piece.stored != piece.weight)
                ++piece.version;
            piece.stored = piece.weight;
            piece.touched = false;
        }
    }
    void flush() {
        extras_.session.flush();
        flushed();
    }
    void read() {
        flush();
        CHECK(extras_.boxes.all().size() == expected_.boxes.size());
        CHECK(extras_.receipts.all().size() == expected_.receipts.size());
        check_database();
    }
    void commit() {
        if (!savepoints_.empty())
            return;
        extras_.session.commit();
        flushed();
        committed_ = expected_;
    }
    void roll_back() {
        if (pick(3) != 0)
            return;
        extras_.session.rollback();
        savepoints_.clear();
        expected_ = committed_;
        given_up_.clear();
    }
    void set_savepoint() {
        if (savepoints_.size() == 4)
            return;
        auto savepoint = std::make_unique<Savepoint>(extras_.session);
        flushed();
        savepoints_.emplace_back(std::move(savepoint), expected_);
    }
    void release_savepoint() {
        if (savepoints_.empty())
            return;
        savepoints_.back().first->release();
        savepoints_.pop_back();
        flushed();
    }
    void roll_back_savepoint() {
        if (savepoints_.empty())
            return;
        savepoints_.back().first->rollback();
        expected_ = savepoints_.back().second;
        savepoints_.pop_back();
        given_up_.clear();
    }

    void check_memory() {
        for (const auto& [name, box] : expected_.boxes) {
            REQUIRE(box.ref->name == name);
            REQUIRE(box.ref->color == box.color);
            REQUIRE((box.ref.state() == RowState::persistent || box.ref.state() == RowState::pending));
        }
        for (const auto& paper : expected_.receipts) {
            REQUIRE(paper.ref->invoice_id == paper.invoice);
            REQUIRE(paper.ref->note == paper.note);
        }
        for (const auto& piece : expected_.pieces) {
            REQUIRE(piece.ref->weight == piece.weight);
            REQUIRE(piece.ref->heavy == (piece.stored && *piece.stored > 10));
            REQUIRE(piece.ref->version == piece.version);
        }
    }
    void check_database() {
        std::map<std::string, std::string> stored;
        for (const auto& row : extras_.boxes.rows())
            stored.emplace(row.name, row.color);
        std::map<std::string, std::string> wanted;
        for (const auto& [name, box] : expected_.boxes) {
            wanted.emplace(name, box.color);
            REQUIRE(extras_.boxes.find(name) == box.ref);
        }
        REQUIRE(stored == wanted);
        std::map<std::int64_t, extras::Receipt> receipts;
        for (const auto& row : extras_.receipts.rows())
            receipts.emplace(row.id, row);
        REQUIRE(receipts.size() == expected_.receipts.size());
        for (const auto& paper : expected_.receipts)
            REQUIRE(receipts.at(paper.ref->id) == *paper.ref);
        REQUIRE(extras_.invoices.rows().size() == expected_.invoices.size());
        check_pieces();
    }
    void check_pieces() {
        std::map<std::int32_t, written::Part> pieces;
        for (const auto& row : parts_.rows())
            pieces.emplace(row.number, row);
        REQUIRE(pieces.size() == expected_.pieces.size());
        for (const auto& piece : expected_.pieces)
            REQUIRE(pieces.at(piece.ref->number) == *piece.ref);
    }

    Extras extras_;
    written::PartRepository parts_{extras_.session};
    std::int32_t pieces_ = 0;
    std::mt19937 random_;
    Expected expected_;
    Expected committed_;
    std::vector<std::pair<std::unique_ptr<Savepoint>, Expected>> savepoints_;
    std::set<std::string> given_up_;
};

const std::vector<Story::Action> Story::actions = {&Story::add_box,       &Story::add_box,
                                                   &Story::paint_box,     &Story::rename_box,
                                                   &Story::erase_box,     &Story::add_invoice,
                                                   &Story::add_receipt,   &Story::edit_receipt,
                                                   &Story::erase_receipt, &Story::erase_invoice,
                                                   &Story::flush,         &Story::read,
                                                   &Story::commit,        &Story::roll_back,
                                                   &Story::set_savepoint, &Story::release_savepoint,
                                                   &Story::add_receipt,   &Story::roll_back_savepoint,
                                                   &Story::add_piece,     &Story::weigh_piece,
                                                   &Story::weigh_piece,   &Story::touch_piece,
                                                   &Story::erase_piece};

}

TEST_CASE("random stories end as the program says") {
    for (unsigned seed = 1; seed <= 150; ++seed) {
        INFO("seed " << seed);
        Story{seed}.run(250);
    }
}
