# Expressions over models: included by tests/analysis/orm/CMakeLists.txt.
rowtype_test(rowtype_orm_uses_test
  SOURCES mapped_fixes_test.cpp uses_test.cpp
  LIBRARIES rowtype_test_models)
# Beside real SQLAlchemy: what it refuses is what has a finding.
rowtype_script_test(orm_uses_oracle COMMAND "${ROWTYPE_PYTHON}" -m unittest uses_oracle_test)
