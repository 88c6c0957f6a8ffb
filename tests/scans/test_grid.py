"""Tables are found by their ruling lines, however the paper lay."""

from collections.abc import Callable

import pytest
from PIL import Image

from nhacviec.scan.grid import find_grids
from nhacviec.scan.strokes import ink_of
from nhacviec.scan.upright import laid_straight
from tests.scans.drawing import Sheet, photographed, turned

TITLES = ["TT", "Nội dung công việc", "Thời gian", "Người thực hiện"]
WIDTHS = [120, 900, 400, 500]


def plain() -> Image.Image:
    sheet = Sheet()
    sheet.line("KẾ HOẠCH NĂM HỌC 2024-2025")
    sheet.table(
        [
            TITLES,
            ["I", "Đầu năm học", "<", "<"],
            ["1", "Họp tổ chuyên môn, phân công giáo viên dạy và chủ nhiệm", "9/2024", "TTCM"],
            ["2", "Dự giờ", None, "PHT"],
            ["3", "Kiểm tra hồ sơ", "12/2024", "BGH"],
        ],
        WIDTHS,
    )
    return sheet.picture


def shapes(picture: Image.Image) -> list[tuple[int, int, int]]:
    grids = find_grids(ink_of(laid_straight(picture)))
    return [(grid.height, grid.width, len(grid.cells)) for grid in grids]


# Five rows of four, of which one heading covers three and one time two.
EXPECTED = [(5, 4, 17)]


@pytest.mark.parametrize(
    "treat",
    [
        lambda picture: picture,
        lambda picture: turned(picture, 1.2),
        lambda picture: turned(picture, -3),
        photographed,
        lambda picture: picture.resize((picture.width * 6 // 10, picture.height * 6 // 10)),
        lambda picture: picture.resize((picture.width * 3 // 2, picture.height * 3 // 2)),
        lambda picture: picture.point([level // 4 + 150 for level in range(256)]),  # faint
    ],
)
def test_the_same_table(treat: Callable[[Image.Image], Image.Image]) -> None:
    assert shapes(treat(plain())) == EXPECTED


def test_merged_cells_cover_their_places() -> None:
    (grid,) = find_grids(ink_of(plain()))
    wide = [cell for cell in grid.cells if cell.columns == (1, 4)]
    tall = [cell for cell in grid.cells if cell.rows == (2, 4)]
    assert [(cell.rows, cell.columns) for cell in wide] == [((1, 2), (1, 4))]
    assert [(cell.rows, cell.columns) for cell in tall] == [((2, 4), (2, 3))]


def test_open_sides_are_where_the_lines_end() -> None:
    sheet = Sheet()
    sheet.table(
        [TITLES, ["1", "Họp", "9/2024", "HT"], ["2", "Thi", "5/2025", "PHT"]], WIDTHS, outer=False
    )
    assert shapes(sheet.picture) == [(3, 4, 12)]


def test_two_tables_are_two() -> None:
    sheet = Sheet()
    sheet.table([TITLES, ["1", "Họp", "9/2024", "HT"]], WIDTHS)
    sheet.line("Các việc khác")
    sheet.table([["Việc", "Hạn"], ["Thi", "5/2025"], ["Chấm thi", "5/2025"]], [500, 300])
    assert shapes(sheet.picture) == [(2, 4, 8), (3, 2, 6)]


def test_a_frame_around_a_text_and_an_underlined_title_are_no_tables() -> None:
    sheet = Sheet()
    sheet.table([["Độc lập - Tự do - Hạnh phúc"]], [700])
    for _ in range(20):
        sheet.line("Căn cứ kế hoạch của nhà trường về việc nâng cao chất lượng dạy và học;")
    assert shapes(sheet.picture) == []


def test_an_empty_page_has_none() -> None:
    assert shapes(Image.new("L", (1654, 2339), 255)) == []
    assert shapes(Image.new("L", (1654, 2339), 0)) == []
