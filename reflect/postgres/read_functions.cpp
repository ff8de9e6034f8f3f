// Functions and procedures.
#include <algorithm>

#include "reflect/postgres/decode.h"
#include "reflect/postgres/reader.h"

namespace rowtype::postgres {

namespace {

using namespace catalog;

ArgumentMode mode_of(std::string_view letter) {
    if (letter == "o") return ArgumentMode::Out;
    if (letter == "b") return ArgumentMode::InOut;
    if (letter == "v") return ArgumentMode::Variadic;
    if (letter == "t") return ArgumentMode::Table;
    return ArgumentMode::In;
}

bool is_input(const Argument& argument) { return argument.mode != ArgumentMode::Out && argument.mode != ArgumentMode::Table; }

// proallargtypes, proargmodes and proargnames are null where the plain proargtypes say it all.
std::vector<Argument> read_arguments(const Row& row, const TypeTable& types) {
    const std::optional<std::vector<std::int64_t>> numbers = parse_numbers(row.view(row.is_null(7) ? 6 : 7));
    if (!numbers) throw AnswerError();
    const auto items = [&row](unsigned column) {
        return row.is_null(column) ? std::vector<std::string>{}
                                   : parse_array(row.view(column)).value_or(std::vector<std::string>{});
    };
    const std::vector<std::string> modes = items(8);
    const std::vector<std::string> names = items(9);
    std::vector<Argument> arguments;
    for (std::size_t index = 0; index < numbers->size(); ++index) {
        Argument argument;
        argument.type = types.resolve(static_cast<std::uint32_t>((*numbers)[index]));
        if (index < modes.size()) argument.mode = mode_of(modes[index]);
        if (index < names.size()) argument.name = names[index];
        arguments.push_back(std::move(argument));
    }
    // The last of the input arguments have the defaults.
    std::int32_t defaults = row.integer(5);
    for (auto argument = arguments.rbegin(); argument != arguments.rend() && defaults > 0; ++argument) {
        if (!is_input(*argument)) continue;
        argument->has_default = true;
        --defaults;
    }
    return arguments;
}

}  // namespace

void read_functions(const Rows& rows, Reading& reading) {
    reading.data.functions.reserve(rows.size());
    for (std::size_t number = 0; number < rows.size(); ++number) {
        const Row row = rows[number];
        Function function;
        function.name = {row.text(0), row.text(1)};
        function.is_procedure = row.letter(2) == 'p';
        function.returns_set = row.boolean(3);
        function.arguments = read_arguments(row, *reading.types);
        const bool returns_table = std::ranges::any_of(
            function.arguments, [](const Argument& argument) { return argument.mode == ArgumentMode::Table; });
        if (!function.is_procedure && !returns_table) function.result = reading.types->resolve(row.oid(4));
        function.comment = row.text(10);
        function.extension = row.text(11);
        reading.data.functions.push_back(std::move(function));
    }
}

}  // namespace rowtype::postgres
