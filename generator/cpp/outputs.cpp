#include "cpp/outputs.hpp"

#include <array>

namespace rowsmith::cpp {
namespace {

struct Kind {
    std::string_view suffix;
    std::string_view template_name;
};

constexpr std::array kinds{Kind{".hpp", "model.hpp.tpl"}, Kind{"_fwd.hpp", "model_fwd.hpp.tpl"},
                           Kind{".cpp", "model.cpp.tpl"}};

}

std::vector<Output> outputs(const model::Schema& schema, const ViewOptions& options,
                            const templating::Templates& templates, templating::Coverage* coverage) {
    std::vector<Output> made;
    for (std::size_t file = 0; file < schema.files.size(); ++file) {
        if (!schema.files[file].requested)
            continue;
        const templating::Object view = to_object(file_view(schema, file, options));
        for (const Kind& kind : kinds)
            made.push_back({.path = options.outputs[file] + std::string(kind.suffix),
                            .text = templating::render(templates, kind.template_name, view, coverage)});
    }
    return made;
}

}
