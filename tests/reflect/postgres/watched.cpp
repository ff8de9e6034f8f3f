#include "tests/reflect/postgres/watched.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "tests/support/paths.h"

namespace rowtype::testing {

namespace {

platform::RunningChild start(const std::string& connection_string, postgres::Request request,
                             const std::map<std::string, std::string>& environment) {
    request.watch = true;
    platform::ChildRequest child;
    child.program = program_folder() + "/rowtype-db";
    child.arguments = postgres::to_arguments(request);
    child.input = connection_string;
    child.environment.assign(environment.begin(), environment.end());
    Result<platform::RunningChild> started = platform::RunningChild::start(child);
    if (!started) throw std::runtime_error(started.error().to_string());
    return std::move(started).value();
}

}  // namespace

Watched::Watched(const std::string& connection_string, const postgres::Request& request,
                 const std::map<std::string, std::string>& environment)
    : child_(start(connection_string, request, environment)) {}

std::string Watched::next() {
    while (output_.find('\n') == std::string::npos) {
        if (!read(kPatience)) return std::exchange(output_, "");
    }
    const std::size_t end = output_.find('\n');
    const std::string word = output_.substr(0, end);
    output_.erase(0, end + 1);
    return word;
}

std::vector<std::string> Watched::waiting() {
    while (read(std::chrono::milliseconds(0))) {
    }
    std::vector<std::string> words;
    while (output_.find('\n') != std::string::npos) words.push_back(next());
    return words;
}

bool Watched::read(std::chrono::milliseconds limit) {
    const auto event = child_.wait(output_, never_, limit);
    if (event == platform::RunningChild::Event::TimedOut && limit == kPatience) ADD_FAILURE() << "no word came";
    return event == platform::RunningChild::Event::Output;
}

postgres::Request listening(std::vector<std::string> channels) {
    postgres::Request request;
    request.channels = std::move(channels);
    request.first_look_milliseconds = request.longest_look_milliseconds = 3'600'000;
    return request;
}

postgres::Request looking() {
    postgres::Request request;
    request.channels = {"pgrst"};
    request.first_look_milliseconds = request.longest_look_milliseconds = 20;
    return request;
}

}  // namespace rowtype::testing
