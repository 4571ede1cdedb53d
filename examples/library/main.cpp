// Relations, loading and rollback, in the order in which one meets them. The schema is library.rows.

#include <library.rows.hpp>
#include <rowsmith/rowsmith.hpp>

#include <exception>
#include <iostream>
#include <utility>

namespace {

/// Tells how many SELECTs a piece of work takes.
class Selects {
public:
    explicit Selects(rowsmith::Engine& engine) {
        engine.on_statement([this](const rowsmith::StatementEvent& event) {
            count_ += event.sql.starts_with("select") ? 1 : 0;
        });
    }
    int take() { return std::exchange(count_, 0); }

private:
    int count_ = 0;
};

/// Rows are related before any of them has a key; the commit sends parents first.
void fill(rowsmith::Engine& engine) {
    rowsmith::Session session{engine};
    library::AuthorRepository authors{session};
    library::GenreRepository genres{session};

    const auto fiction = genres.add({.name = "fiction"});
    const auto science = genres.add({.name = "science"});

    const auto mary = authors.add({.name = "Mary Shelley"});
    const auto frankenstein = mary.books().add({.title = "Frankenstein"});
    frankenstein.genres().add(fiction);
    frankenstein.genres().add(science);
    mary.books().add({.title = "The Last Man"}).genres().add(fiction);

    const auto jules = authors.add({.name = "Jules Verne"});
    jules.books().add({.title = "From the Earth to the Moon"}).genres().add(fiction);
    session.commit();
}

/// Each relation is loaded once for all rows that came together, not once per row.
void print_all(rowsmith::Engine& engine, Selects& selects) {
    rowsmith::Session session{engine};
    for (const auto& author : library::AuthorRepository{session}.all()) {
        std::cout << author->name << '\n';
        for (const auto& book : author.books()) {
            std::cout << "  " << book->title << ':';
            for (const auto& genre : book.genres())
                std::cout << ' ' << genre->name;
            std::cout << '\n';
        }
    }
    std::cout << "(" << selects.take() << " SELECTs: authors, books, links, genres)\n\n";
}

/// Both directions of a relation agree at once; a rollback puts both back.
void lend(rowsmith::Engine& engine) {
    rowsmith::Session session{engine};
    library::BookRepository books{session};
    library::ReaderRepository readers{session};

    const auto ada = readers.add({.name = "Ada"});
    session.commit();

    const auto book = books.all().front();
    book.set_reader(ada);
    std::cout << ada->name << " has " << ada.borrowed().size() << " book: " << book->title << '\n';
    session.rollback();
    std::cout << "after a rollback she has " << ada.borrowed().size() << ", and the book has "
              << (book.reader() ? "a reader" : "no reader") << "\n\n";
}

/// A strict session reads only what it was asked for, so that no SELECT hides in a loop.
void be_strict(rowsmith::Engine& engine) {
    rowsmith::Session session{engine, {.loading = rowsmith::Loading::strict}};
    const auto author = library::AuthorRepository{session}.all().front();
    try {
        std::cout << author.books().size() << '\n';
    } catch (const rowsmith::LazyLoad& error) {
        std::cout << "strict: " << error.what() << "\n\n";
    }
}

/// The schema says that books go with their author, so the database sees to it: one DELETE is sent.
void erase_author(rowsmith::Engine& engine) {
    rowsmith::Session session{engine};
    library::AuthorRepository authors{session};
    library::BookRepository books{session};
    authors.erase(authors.all().front());
    session.commit();
    std::cout << "without Mary Shelley " << books.all().size() << " book is left\n";
}

}

int main() {
    try {
        rowsmith::Engine engine{"sqlite://"}; // in memory
        Selects selects{engine};
        library::create_all(engine);
        fill(engine);
        selects.take();
        print_all(engine, selects);
        lend(engine);
        be_strict(engine);
        erase_author(engine);
        return 0;
    } catch (const std::exception& error) {
        std::cerr << "library: " << error.what() << '\n';
        return 1;
    }
}
