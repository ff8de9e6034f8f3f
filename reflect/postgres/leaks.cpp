// What LeakSanitizer is to pass over in rowtype-db.
#if defined(__SANITIZE_ADDRESS__)

// libpqxx 6.4's pipeline loses the results that it has fetched where a statement of it fails; the process ends right after.
extern "C" const char* __lsan_default_suppressions();  // NOLINT(bugprone-reserved-identifier): the sanitizer's name
extern "C" const char* __lsan_default_suppressions() { return "leak:libpqxx\n"; }
// Said on standard error otherwise, where our own words stand.
extern "C" const char* __lsan_default_options();  // NOLINT(bugprone-reserved-identifier)
extern "C" const char* __lsan_default_options() { return "print_suppressions=0"; }
extern "C" const char* __asan_default_options();  // NOLINT(bugprone-reserved-identifier)
extern "C" const char* __asan_default_options() { return "print_suppressions=0"; }

#endif
