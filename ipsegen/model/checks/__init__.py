"""What must hold beyond types: between the keys of a record, between records, and with the day of the build.

Owns the list of checks. Each check is one function that yields faults; its docstring is its rule
(content-model.md, "What validation must catch beyond types").
"""
