// From a message's JSON to the handler of its method, and the rules of the conversation: what may come before initialize
// and after shutdown, which error answers what.
#pragma once

#include <string>

namespace rowtype::server {

class Session;

// One message of the client. Every request among them is answered exactly once, whatever it holds; no exception comes out.
// Thread: the session's.
void receive(Session& session, std::string body);

// A frame that was no message at all (its length was a lie, it was over the cap): the client is told.
void receive_broken(Session& session, const std::string& reason);

}  // namespace rowtype::server
