"""The habits of the code that a machine can hold it to: sizes, words, schools, settings."""

import ast
import inspect
import re
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from bot.commands.whom import GOES_ON
from bot.table import ANSWERS, COMMANDS
from nhacviec.settings import Settings
from storage import tables

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "followup", "nhacviec", "plan", "reports", "scheduler", "storage", "texts", "web")
SOURCES = [p for room in ROOMS for p in sorted((ROOT / room).rglob("*.py"))]
OURS = [p for p in SOURCES if "migrations" not in p.parts]
# Storage that belongs to the installation, or holds no rows at all.
NO_SCHOOL = {
    "sealing",
    "bots",
    "columns",
    "copying",
    "database",
    "files",
    "health",
    "history",
    "inbox",
    "json_text",
    "lanes",
    "many",
    "migrate",
    "school_day",
    "types",
}
MARKED = re.compile(
    "[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.IGNORECASE
)


def functions(source: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    lines = (function.end_lineno or 0) - function.lineno + 1
    docstring = ast.get_docstring(function, clean=False)
    return lines - (docstring.count("\n") + 1 if docstring else 0)


def test_no_file_is_longer_than_400_lines() -> None:
    long = {p.name: n for p in OURS if (n := len(p.read_text("utf-8").splitlines())) > 400}
    assert not long


def test_functions_are_short() -> None:
    lengths = {f"{p.stem}.{f.name}": length(f) for p in OURS for f in functions(p)}
    assert max(lengths.values()) <= 50, max(lengths, key=lambda name: lengths[name])
    assert sorted(lengths.values())[int(len(lengths) * 0.95)] <= 30


@pytest.mark.parametrize("source", OURS, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_module_opens_with_a_sentence(source: Path) -> None:
    docstring = ast.get_docstring(ast.parse(source.read_text("utf-8")))
    assert docstring
    assert docstring.splitlines()[0].endswith(".")


def test_vietnamese_stands_in_texts_word_lists_and_the_command_table_only() -> None:
    found = []
    for source in OURS:
        if source.parent == ROOT / "bot" and source.stem in {
            "table",
            "table_asked",
            "table_school",
        }:
            continue
        tree = ast.parse(source.read_text("utf-8"))
        documentation = {id(d) for d in _docstrings(tree)}
        found += [
            f"{source.relative_to(ROOT)}:{node.lineno} {node.value!r}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in documentation
            and MARKED.search(node.value)
            and not _is_letters(node.value)
        ]
    assert not found


def _is_letters(text: str) -> bool:
    """Whether a text is a letter, or a pattern of letters, rather than words."""
    words = re.findall(r"[^\W\d_]{2,}", re.sub(r"\[[^\]]*\]|\\.", " ", text))
    return not any(map(MARKED.search, words))


def _docstrings(tree: ast.AST) -> Iterator[ast.Constant]:
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            value = body[0].value
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield value


def test_every_storage_function_names_the_school_it_is_for() -> None:
    lacking = []
    for source in sorted((ROOT / "storage").glob("*.py")):
        if source.stem in NO_SCHOOL | {"__init__"}:
            continue
        module = import_module(f"storage.{source.stem}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if name.startswith("_") or function.__module__ != module.__name__:
                continue
            parameters = set(inspect.signature(function).parameters)
            if not parameters & {"school_id", "deed"} and not name.endswith("_all_schools"):
                lacking.append(f"{source.stem}.{name}")
    assert not lacking


def test_every_table_of_a_school_says_so() -> None:
    of_installation = {
        "schools",
        "persons",
        "provinces",
        "officers",
        "officer_files",
        "officer_requests",
        "visits",
        "bots",
        "lanes",
        "inbox",
        "join_tries",
        "changes",
        "installation",
        "bot_months",
        "bot_tokens",
    }
    without = {t.name for t in tables.metadata.sorted_tables if "school_id" not in t.columns}
    assert without == of_installation - {"schools", "bots"}


def test_the_history_is_only_added_to() -> None:
    # Erasing a person's own data blanks values of changes; the rows stay.
    may = {"erasing": {"update(changes)"}}
    found = re.compile(r"\b(?:update|delete)\(\s*(?:tables\.)?(?:deeds|changes)\b\s*\)")
    for source in sorted((ROOT / "storage").glob("*.py")):
        said = {one.replace("tables.", "") for one in found.findall(source.read_text("utf-8"))}
        assert said <= may.get(source.stem, set()), source.name
        assert not re.search(
            r"history\.(?:change|remove)\(\w+, (?:deeds|changes)\b", source.read_text("utf-8")
        )


def test_settings_and_env_example_name_the_same() -> None:
    known = {str(field.validation_alias) for field in Settings.model_fields.values()}
    example = (ROOT / ".env.example").read_text("utf-8")
    assert set(re.findall(r"^#? ?([A-Z][A-Z_]+)=", example, re.MULTILINE)) == known
    running = (ROOT / "docs" / "running.md").read_text("utf-8")
    assert all(name in running for name in known)


def test_every_command_is_in_the_docs() -> None:
    page = (ROOT / "docs" / "commands.md").read_text("utf-8")
    missing = [row.name for row in COMMANDS if f"`/{row.name}`" not in page]
    assert not missing


def test_the_transcript_of_the_readme_is_what_happens() -> None:
    # tests/conversations plays readme.txt; here each of its passages must be shown as it is.
    shown = (ROOT / "README.md").read_text("utf-8").split("```")[1].strip("\n")
    played = (ROOT / "tests" / "conversations" / "readme.txt").read_text("utf-8")
    assert [passage for passage in shown.split("\n\n") if passage not in played] == []


def test_command_names_fit_every_platform() -> None:
    names = [row.name for row in COMMANDS]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z]{1,32}", name) for name in names)
    assert all(3 <= len(row.help) <= 256 for row in COMMANDS)


def test_every_kind_of_prompt_has_somebody_who_takes_its_answer() -> None:
    asked = {
        kind
        for source in OURS
        for node in ast.walk(ast.parse(source.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Say"
        for kind in _kind_of(node)
    }
    asked -= {"consent", "pick_name", "call_name", "full_name", "address"}
    assert asked <= set(ANSWERS)


def _kind_of(call: ast.Call) -> Iterator[str]:
    named = [k.value for k in call.keywords if k.arg == "kind"]
    for value in [*call.args[1:2], *named]:
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield value.value


def test_every_question_for_a_person_goes_on_with_the_answer() -> None:
    named = {
        value.value
        for source in OURS
        for node in ast.walk(ast.parse(source.read_text("utf-8")))
        if isinstance(node, ast.Dict)
        for key, value in zip(node.keys, node.values, strict=True)
        if isinstance(key, ast.Constant)
        and key.value == "then"
        and isinstance(value, ast.Constant)
    }
    assert named == set(GOES_ON)


def test_who_is_asked_which_person_is_given_a_choice() -> None:
    told = [
        source.name
        for source in OURS
        for node in ast.walk(ast.parse(source.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "PersonUnclear"
        for k in node.keywords
        if k.arg == "several" and not isinstance(k.value, ast.Constant)
    ]
    assert told == ["needs.py"]


def test_words_of_the_glossary_are_not_doubled() -> None:
    unused = {"Job", "Item", "Todo", "User", "Event"}
    classes = {
        node.name
        for source in OURS
        for node in ast.walk(ast.parse(source.read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
    }
    assert not classes & unused


def test_no_registry_address_and_no_path_of_a_machine_in_any_file() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "pyproject.toml", "Makefile"):
        text = (ROOT / name).read_text("utf-8")
        assert not re.search(r"--(extra-)?index-url|https?://[^ ]*/simple", text)
        assert not re.search(r"/(?:work|root|home)/", text)


def test_the_wheel_names_every_room_and_no_tests() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    packages = settings["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert set(packages) == set(ROOMS)
