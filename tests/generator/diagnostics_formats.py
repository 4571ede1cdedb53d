"""diagnostics_formats.py json|sarif FILE ERRORS: the file is a document of its kind with so many errors."""

import json
import sys
from pathlib import Path
from urllib.parse import unquote

import jsonschema

kind, path, errors = sys.argv[1], sys.argv[2], int(sys.argv[3])
document = json.loads(Path(path).read_text(encoding="utf-8"))
schemas = json.loads(Path(__file__).with_suffix(".schemas.json").read_text(encoding="utf-8"))
jsonschema.validate(document, schemas[kind])

if kind == "json":
    assert document["errors"] == errors, document["errors"]
    found = document["diagnostics"]
    places = [(d["code"], d["path"], d["start"]["line"], d["start"]["column"]) for d in found]
    for diagnostic in found:
        assert diagnostic["explain"] == "rowsmith explain " + diagnostic["code"]
        assert diagnostic["start"]["offset"] <= diagnostic["end"]["offset"]
else:
    (run,) = document["runs"]
    rules, found = run["tool"]["driver"]["rules"], run["results"]
    places = []
    for result in found:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        place = result["locations"][0]["physicalLocation"]
        region = place["region"]
        places.append(
            (result["ruleId"], unquote(place["artifactLocation"]["uri"]), region["startLine"], region["startColumn"])
        )
assert sum(1 for d in found if d.get("severity", d.get("level")) == "error") == errors, len(found)
if errors:
    # Columns count characters, a tab as one.
    assert [(code, line, column) for code, _, line, column in places][:2] == [
        ("RS0114", 10, 30),
        ("RS0312", 11, 25),
    ], places[:2]
    assert {path for _, path, _, _ in places} <= {"some folder/wr%ng #1.rows", "not\ufffdutf8.rows"}, places[0]
