"""Long texts are cut where a reader would pause, and their tags stay whole."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.pieces import split_html, visible_width
from tests.telegram_server.markup import parse_html


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("", [""]),
        ("0123456789", ["0123456789"]),
        ("Đoạn một\n\nđoạn hai", ["Đoạn một", "đoạn hai"]),
        ("ab\ncd\nef ghijk", ["ab\ncd", "ef ghijk"]),
        ("ab\ncdef ghi jk", ["ab\ncdef", "ghi jk"]),
        ("0123456789abc", ["0123456789", "abc"]),
        ("<b>năm chữ đậm nhé</b> thôi", ["<b>năm chữ </b>", "<b>đậm nhé</b>", "thôi"]),
        ("<a href='x'>một hai ba</a>", ["<a href='x'>một hai ba</a>"]),
        ("<i>0123456<b>789abc</b></i>d", ["<i>0123456<b>789</b></i>", "<i><b>abc</b></i>d"]),
        ("&lt;&gt;&amp;&lt;&gt;&amp; &lt;abcd", ["&lt;&gt;&amp;&lt;&gt;&amp;", "&lt;abcd"]),
        ("🎉🎉🎉🎉🎉🎉", ["🎉🎉🎉🎉🎉", "🎉"]),
        ("0123456789" + " " * 30, ["0123456789"]),
    ],
)  # fmt: skip
def test_a_text_is_cut_at_a_paragraph_then_a_line_then_a_word(
    text: str, pieces: list[str]
) -> None:
    assert split_html(text, 10) == pieces


SPANS = st.lists(
    st.tuples(
        st.sampled_from(["", "b", "i", "code", "a"]),
        st.text(st.sampled_from("aẩ đ\n🎉👩‍"), max_size=12).map(
            lambda words: words.replace("đ", "&lt;")
        ),
    ),
    max_size=8,
)


def write(spans: list[tuple[str, str]]) -> str:
    tags = {"": "", "a": '<a href="https://a.vn/x?y=1&amp;z">'}
    return "".join(
        f"{tags.get(tag, f'<{tag}>')}{words}{f'</{tag}>' if tag else ''}" for tag, words in spans
    )


@settings(deadline=None)  # a busy machine is no fault of the cutter
@given(SPANS, st.integers(2, 20))
def test_pieces_fit_are_balanced_and_lose_nothing_but_blanks(
    spans: list[tuple[str, str]], limit: int
) -> None:
    text = write(spans)
    pieces = split_html(text, limit)
    assert all(visible_width(piece) <= limit for piece in pieces)
    shown = "".join(parse_html(piece).text for piece in pieces)
    assert "".join(shown.split()) == "".join(parse_html(text).text.split())
