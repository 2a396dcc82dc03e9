"""TOML declarations are read strictly, and a fault names its line."""

import datetime
import pickle
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from schemas.declaration import DeclarationError
from schemas.toml_section import Section

TEXT = """# a comment
name = "Biểu"
words = ["a", "b"]
count = 3
on = true
day = 2021-11-15
at = 2021-11-15T10:00:00
grid = "0,25"
kind = "x"

[inner]
deep = 1

[[part]]
code = "one"

[[part]]
code = "two"
wrong = 5
"""


def test_a_list_of_tables_that_nobody_asks_for_is_named_at_its_first_line(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match="dòng 14: không có mục nào tên “part”"):
        whole = section(tmp_path, TEXT.replace("[inner]\ndeep = 1\n", "\n\n"))
        for key in ("name", "kind", "grid"):
            whole.text(key)
        whole.texts("words"), whole.whole("count"), whole.flag("on"), whole.date("day")
        whole._asked.add("at")
        whole.close()


def section(tmp_path: Path, text: str = TEXT) -> Section:
    """The text as a file, loaded."""
    path = tmp_path / "a.toml"
    path.write_text(text, encoding="utf-8", newline="")
    return Section.load(path)


def test_every_kind_of_value_is_read(tmp_path: Path) -> None:
    top = section(tmp_path)
    assert top.text("name") == "Biểu" and top.text("absent", "d") == "d"
    assert top.texts("words") == ("a", "b") and top.texts("absent", ()) == ()
    assert top.whole("count") == 3 and top.whole("absent", 2) == 2
    assert (top.size("count"), section(tmp_path, "wide = 2.5\n").size("wide")) == (3.0, 2.5)
    assert top.flag("on") and not top.flag("absent")
    assert top.date("day") == datetime.date(2021, 11, 15) and top.date("absent") is None
    assert top.decimal("grid") == Decimal("0.25") and top.decimal("absent") is None
    assert top.choice("kind", ("x", "y")) == "x"
    assert top.section("inner").whole("deep") == 1
    assert [part.text("code") for part in top.sections("part")] == ["one", "two"]


@pytest.mark.parametrize(
    ("ask", "line", "problem"),
    [
        (lambda top: top.text("absent"), None, "thiếu “absent”"),
        (lambda top: top.text("count"), 4, "“count” phải là chữ trong ngoặc kép, ở đây là “3”"),
        (lambda top: top.texts("name"), 2, "“name” phải là danh sách chữ, ở đây là “Biểu”"),
        (lambda top: top.whole("name"), 2, "“name” phải là số nguyên, ở đây là “Biểu”"),
        (lambda top: top.whole("on"), 5, "“on” phải là số nguyên, ở đây là “True”"),
        (lambda top: top.size("absent"), None, "thiếu “absent”"),
        (lambda top: top.size("name"), 2, "“name” phải là số, ở đây là “Biểu”"),
        (lambda top: top.flag("count"), 4, "“count” phải là true hoặc false, ở đây là “3”"),
        (lambda top: top.date("name"), 2, "“name” phải là ngày dạng 2021-11-15 (không ngoặc kép), ở đây là “Biểu”"),
        (lambda top: top.date("at"), 7, "“at” phải là ngày, không kèm giờ"),
        (lambda top: top.decimal("count"), 4, "“count” phải là số trong ngoặc kép, ở đây là “3”"),
        (lambda top: top.decimal("kind"), 9, "“kind”: “x” không phải là số"),
        (lambda top: top.choice("kind", ("a", "b")), 9, "“kind” phải là một trong: a, b; ở đây là “x”"),
        (lambda top: top.section("name"), 2, "“name” phải là một mục [name], ở đây là “Biểu”"),
        (lambda top: top.section("inner").text("deep"), 12, "“deep” phải là chữ trong ngoặc kép, ở đây là “1”"),
        (lambda top: top.section("inner").text("absent"), 11, "thiếu “absent”"),
        (lambda top: [part.text("absent") for part in top.sections("part")], 14, "thiếu “absent”"),
        (lambda top: [part.text("wrong", "") for part in top.sections("part")], 19,
         "“wrong” phải là chữ trong ngoặc kép, ở đây là “5”"),
        (lambda top: list(top.sections("words")), 3, "“words” phải là các mục [[words]]"),
        (lambda top: top.close(), 2, "không có mục nào tên “name” ở đây"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_refused_at_its_line(
    tmp_path: Path, ask: Callable[[Section], object], line: int | None, problem: str
) -> None:
    with pytest.raises(DeclarationError) as caught:
        ask(section(tmp_path))
    assert (caught.value.line, caught.value.problem) == (line, problem)


@pytest.mark.parametrize(
    ("text", "ask", "key"),
    [
        ('nmae = "a"\n', lambda top: top.close(), "nmae"),
        ("list = [\n1]\n", lambda top: top.texts("list"), "list"),
        ("", lambda top: top.text("name"), ""),
    ],
)
def test_a_refusal_names_the_key_that_is_at_fault_also_in_another_process(
    tmp_path: Path, text: str, ask: Callable[[Section], object], key: str
) -> None:
    with pytest.raises(DeclarationError) as caught:
        ask(section(tmp_path, text))
    assert pickle.loads(pickle.dumps(caught.value)).key == key


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "sNaN", "1_000", "1e3", "٣", "1.000"])
def test_what_only_a_programmer_writes_is_no_number(tmp_path: Path, number: str) -> None:
    with pytest.raises(DeclarationError, match=r"không phải là số|hiểu hai cách"):
        section(tmp_path, f'grid = "{number}"\n').decimal("grid")


def test_a_file_that_is_not_toml_names_the_line(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError) as caught:
        section(tmp_path, 'a = "1"\nb = \n')
    assert caught.value.line == 2 and caught.value.problem.startswith("sai cú pháp TOML")


def test_a_missing_file_and_a_wrong_encoding_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match="không có tệp này"):
        Section.load(tmp_path / "absent.toml")
    (tmp_path / "b.toml").write_bytes('name = "Biểu"'.encode("utf-16"))
    with pytest.raises(DeclarationError, match="tệp không phải UTF-8"):
        Section.load(tmp_path / "b.toml")


def test_a_byte_order_mark_and_windows_line_ends_are_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    assert Section.load(path).text("name") == "Biểu"


LISTED = """first = [  # [a, "b
    "x # ,", 'y]',
    \"\"\"two
    lines ] \"\"\", "z"
]
text = \"\"\"
last = 1
[last]
\"\"\"
more = [[1, 2], [
    3], {a = [1,
    2], b = 2}
]

[last]
key = [ ]
"""


def test_each_item_of_a_list_has_its_own_line(tmp_path: Path) -> None:
    top = section(tmp_path, LISTED)
    assert [top.line(f"first#{at}") for at in range(4)] == [2, 2, 3, 4]
    assert [top.line(f"more#{at}") for at in range(3)] == [10, 10, 11]
    # What only looks like a key or a heading, inside a text, is none.
    assert (top.line("last"), top.line("text"), top.section("last").line("key")) == (15, 6, 16)
    assert [part.line("a") for part in section(tmp_path, "k = [\n{a = 1},\n{a = 2}]").sections("k")] == [2, 3]
