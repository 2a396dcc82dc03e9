"""The words by which forms and names speak: what is declared, and what is refused with its line."""

import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from schemas import value_words
from schemas.declaration import DeclarationError
from schemas.forms import furniture, title_words
from schemas.forms.furniture import load_furniture
from schemas.forms.title_words import load_title_words
from schemas.units import name_words
from schemas.units.name_words import load_name_words
from schemas.value_words import load_value_words
from tests.schemas.spoilt import refusal, spoil

TITLES, NAMES, FURNITURE, VALUES = title_words.FILE, name_words.FILE, furniture.FILE, value_words.FILE
LOADERS: dict[Path, Callable[[Path], object]] = {
    TITLES: load_title_words, NAMES: load_name_words, FURNITURE: load_furniture, VALUES: load_value_words,
}  # fmt: skip

SPOILT = [
    (TITLES, 'still_to_come = ["chưa",', 'still_to_come = ["Chưa",', "“Chưa” phải viết thường, NFC"),
    (TITLES, '"thẩm tra", "phúc tra"', '"thẩm tra", "thẩm tra"', "“given_by” ghi “thẩm tra” hai lần"),
    (TITLES, '"hồ sơ", "các"', '"hồ sơ", "hồ so"', "“hồ so” và “hồ sơ” bỏ dấu thì là một"),
    (TITLES, 'measures = ["điểm"]', "measures = []", "“measures” không được để trống"),
    (TITLES, 'measures = ["điểm"]', 'measures = ["–"]', "mục “–” không có chữ nào"),
    (TITLES, 'measures = ["điểm"]', 'measures = "điểm"', "“measures” phải là danh sách chữ"),
    (TITLES, 'measures = ["điểm"]', "measures = [5]", "“measures” phải là danh sách chữ"),
    (TITLES, 'attached = "kèm"', 'atached = "kèm"', "thiếu “attached”"),
    (TITLES, 'attached = "kèm"', 'attached = ""', "mục “” không có chữ nào"),
    (TITLES, 'attached = "kèm"', 'attached = "kèm"\nalso = "gửi kèm"', "không có mục nào tên “also”"),
    (TITLES, 'report = "bc"', 'report = "b/c"', "“b/c” không có trong [letters.abbreviations]"),
    (TITLES, 'bc = "báo cáo"', 'bc = "báo cao"', "“bc” phải là một trong: nghị quyết"),
    (TITLES, "[periods]", "[period]", "thiếu “periods”"),
    (NAMES, '"huyện" = ["h"]', '"huyện" = ["q"]', "“q” khai cho hai loại: huyện và quận"),
    (NAMES, '"huyện" = ["h"]', '"huyen" = ["h"]', "thiếu “huyện”"),
    (NAMES, '"đặc khu" = ["đ.k", "đk"]', '"đặc khu" = []', "“đặc khu” không được để trống"),
    (FURNITURE, r"'^chu thich\b'", "''", "mẫu “” khớp với mọi dòng"),
    (FURNITURE, r"'^chu thich\b'", r"'^luu y\b'", r"“notes” ghi “^luu y\b” hai lần"),
    (VALUES, 'million = ["triệu",', 'million = ["nghìn",', "“nghìn” khai cho hai bậc: 1000 và 1000000"),
    (VALUES, 'loose = ["hơn",', 'loose = ["nhiều hơn",', "“nhiều hơn” phải là một từ, không có dấu cách"),
    (VALUES, 'counting = ["trăm",', 'counting = ["Trăm",', "“Trăm” phải viết thường, NFC"),
    (VALUES, "[answers]", "[answer]", "thiếu “answers”"),
    (VALUES, 'currency = ["đồng",', 'currency = ["đồng", "₫",', "mục “₫” không có chữ nào"),
    (FURNITURE, '"Cơ quan báo cáo"', '"Tên cơ quan"', "“sender_labels” có mục ghi hai lần"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "right", "wrong", "problem"), SPOILT)
def test_words_that_cannot_be_used_are_refused_with_their_file(
    source: Path, right: str, wrong: str, problem: str, tmp_path: Path
) -> None:
    path = tmp_path / source.name
    path.write_bytes(source.read_bytes())
    line = spoil(path, right, wrong)
    error = refusal(lambda: LOADERS[source](path))
    assert problem in error.problem and error.path == path
    # A list may run over several lines, and is named by its first; a missing one by the table it belongs to.
    assert error.line is None or error.line <= line + 1


def test_a_fault_is_named_at_the_line_of_its_list(tmp_path: Path) -> None:
    path = tmp_path / TITLES.name
    path.write_bytes(TITLES.read_bytes())
    line = spoil(path, 'measures = ["điểm"]', "measures = []")
    assert refusal(lambda: load_title_words(path)).line == line


def test_every_kind_of_unit_is_known_written_out_without_accents_and_shortened() -> None:
    kind_of = load_name_words().kind_of
    assert {kind_of[written] for written in ("thị trấn", "thi tran", "tt", "t.t")} == {"thị trấn"}


def test_a_refusal_in_another_process_arrives_as_itself() -> None:
    error = DeclarationError(TITLES, 5, "sai")
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), again.line) == (DeclarationError, str(error), 5)
