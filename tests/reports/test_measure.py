"""Rows are as high as their wrapped text needs, in Excel and in LibreOffice, which break lines at other places."""

import pytest

from pipelines.reports.measure import wrapped_lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("xã Kỳ Hoa", 1),
        ("Công văn đến của các xã gửi về", 2),
        ("nội dung\nghi hai dòng", 2),
        # LibreOffice begins a line after the stroke, and breaks the name of the file as well.
        ("Email/bao_cao_thi_tran_tien_dien_v2.xlsx", 3),
        ("Công văn đến/2021/bao_cao_xa_ky_phong_v2.xlsx", 3),
    ],
)
def test_text_takes_as_many_lines_as_the_program_that_breaks_it_most(text: str, lines: int) -> None:
    assert wrapped_lines(text, 28.0, 8) == lines
