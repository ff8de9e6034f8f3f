// What may go wrong while files are written: the process is killed, or the system refuses.
//
// The program that links this has its own write(), rename(), fsync(), unlink() and mkostemp() before the C library's. They count, each
// call one.
#pragma once

namespace rowtype::testing {

// The call of that number (from 0) kills the process, a write in the middle of its bytes.
void kill_at(long call);

enum class Refused { Once, FromThenOn };
// The call of that number, and perhaps all behind it, fails with this error of errno, a write in the middle of its bytes. A full disk
// does not keep anybody from removing files.
void fail_at(long call, int error, Refused how);

// Nothing goes wrong any more. Gives whether the call was reached.
bool end_faults();

}  // namespace rowtype::testing
