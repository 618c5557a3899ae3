"""Words: vocabulary, rules and the input models. Imports nothing else of the project."""
