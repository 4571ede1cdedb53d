#!/usr/bin/env python3
"""dump_schema.py ROWSMITH SOURCE: every schema of the tests and examples, dumped, has the form of docs/model.schema.json."""

import json
import pathlib
import subprocess
import sys

try:
    import jsonschema
except ImportError:
    print("skipped: python3-jsonschema is not installed")
    sys.exit(77)


def schema_sets(source):
    """The files of one run each; those that have errors on purpose are elsewhere."""
    for file in sorted((source / "schemas").glob("*.rows")):
        yield [file]
    for folder in sorted((source / "tests" / "cases").iterdir()):
        yield sorted(folder.glob("*.rows"))
    for folder in sorted({file.parent for file in (source / "tests" / "generated").rglob("*.rows")}):
        yield sorted(folder.glob("*.rows"))


def objects(value):
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from objects(item)


def main():
    rowsmith, source = sys.argv[1], pathlib.Path(sys.argv[2])
    form = json.loads((source / "docs" / "model.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(form)
    validator = jsonschema.Draft202012Validator(form)
    failures = [
        f"the schema allows unknown members in {sorted(part['properties'])}"
        for part in objects(form)
        if isinstance(part.get("properties"), dict) and part.get("additionalProperties") is not False
    ]
    count = 0
    for files in schema_sets(source):
        command = [rowsmith, "dump", "--format", "json", *map(str, files)]
        first = subprocess.run(command, check=True, capture_output=True).stdout
        # The order of arguments means nothing, and no run differs from another.
        again = subprocess.run(command[:4] + command[:3:-1], check=True, capture_output=True).stdout
        name = ", ".join(str(file.relative_to(source)) for file in files)
        if first != again:
            failures.append(f"{name}: two runs differ")
        for error in validator.iter_errors(json.loads(first.decode("utf-8"))):
            failures.append(f"{name}: {error.json_path}: {error.message}")
        count += 1
    if count < 10:
        failures.append(f"only {count} sets of schemas were found")
    print("\n".join(failures) or f"{count} dumps have the form of docs/model.schema.json")
    sys.exit(1 if failures else 0)


main()
