"""The week as a picture: its numbers, its size, its fonts, and what it never says."""

import io
import json
import subprocess
import sys

from matplotlib import image
from matplotlib.ft2font import FT2Font

from plan.papers import PaperKind
from reports.charts.canvas import fitted, width_of
from reports.exports import make_picture
from tests.papers.papers import call, made
from tests.papers.test_layout import LETTERS
from tests.school import SampleSchool


def test_it_fits_a_phone_and_lets_nothing_shine_through(sample: SampleSchool) -> None:
    pixels = image.imread(io.BytesIO(made(sample, PaperKind.WEEK_PICTURE, "png")))
    height, width = pixels.shape[:2]
    assert width == 1080
    assert width < height < 2 * width
    # Opaque to its edges: a dark chat must not show through.
    assert pixels.shape[2] == 3 or float(pixels[:, :, 3].min()) == 1.0


def test_its_numbers_are_those_of_the_week(sample: SampleSchool) -> None:
    (figures,) = call(sample, PaperKind.WEEK_PICTURE, "png").args
    assert [tile["value"] for tile in figures["tiles"]] == ["1/5", "1", "1", "3"]
    assert [(r["done"], r["late"], r["total"]) for r in figures["standards"]["rows"]] == [
        (1, 1, 2),
        (0, 0, 3),
    ]
    assert [row["code"] for row in figures["late"]["rows"]] == ["V2"]
    assert [row["code"] for row in figures["ahead"]["rows"]] == ["V3"]
    assert figures["money"]["total"]["planned"] == 219_500_000
    assert len(figures["ahead"]["days"]) == 15


def test_nobody_is_named_in_it(sample: SampleSchool) -> None:
    said = json.dumps(call(sample, PaperKind.WEEK_PICTURE, "png").args, ensure_ascii=False)
    for member in sample.read(lambda day: day.staff.members):
        assert member.full_name not in said


def test_its_fonts_have_all_vietnamese_letters() -> None:
    for name in ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"):
        font = FT2Font(f"reports/fonts/{name}")
        assert all(font.get_char_index(ord(letter)) for letter in LETTERS)


def test_a_long_text_is_cut_to_its_room() -> None:
    cut = fitted("Đối chiếu sổ tài sản, dán mã cho thiết bị từng phòng", 30, 400)
    assert cut.endswith("…")
    assert width_of(cut, 30) <= 400
    assert fitted("Ngắn", 30, 400) == "Ngắn"


def test_an_empty_or_crowded_week_is_drawn_too(sample: SampleSchool) -> None:
    (figures,) = call(sample, PaperKind.WEEK_PICTURE, "png").args
    figures["late"] |= {"rows": figures["late"]["rows"] * 5, "more": "và 12 việc nữa"}
    figures["ahead"]["days"][3]["codes"] = [f"V{n}" for n in range(100, 120)]
    figures["money"]["rows"][0] |= {"spent": 2 * figures["money"]["rows"][0]["planned"]}
    assert make_picture(figures)["file"].startswith(b"\x89PNG")
    figures["standards"] |= {"rows": [], "note": ""}
    figures["late"] |= {"rows": [], "more": ""}
    figures["money"] |= {"rows": [], "none": "Kế hoạch chưa ghi kinh phí."}
    assert make_picture(figures)["file"].startswith(b"\x89PNG")


def test_nothing_heavy_is_imported_before_it_is_drawn() -> None:
    code = (
        "import sys, nhacviec.serve, reports.exports;"
        "heavy = {'matplotlib', 'numpy', 'typst', 'docxtpl', 'icalendar'};"
        "sys.exit(bool(heavy & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603 - our own code
