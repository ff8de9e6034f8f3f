# Models: a project of several files in memory, and the tests that use it.
add_library(rowtype_test_models STATIC model_project.cpp)
target_link_libraries(rowtype_test_models PUBLIC rowtype_test_support PRIVATE rowtype_orm rowtype_syntax)
rowtype_test(rowtype_models_test
  SOURCES
    models_fields_test.cpp
    models_fixes_test.cpp
    models_nullability_test.cpp
    models_styles_test.cpp
    models_table_test.cpp
    models_types_test.cpp
    models_words_test.cpp
    models_writes_test.cpp
    row_classes_test.cpp
  LIBRARIES rowtype_test_models)
rowtype_test(rowtype_receivers_test
  SOURCES database_systems_test.cpp made_queries_test.cpp receivers_test.cpp subclass_tables_test.cpp
  LIBRARIES rowtype_test_models)
