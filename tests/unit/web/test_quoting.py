"""Korean inside an English note."""

from markupsafe import Markup

from safety_center.web.quoting import mark_korean


def test_korean_words_are_marked_and_the_rest_is_escaped() -> None:
    marked = mark_korean("OKA '2025 재외동포현황' & <more>")
    assert marked == ('OKA &#39;2025 <span lang="ko">재외동포현황</span>&#39; &amp; &lt;more&gt;')


def test_words_in_a_row_are_one_run() -> None:
    marked = mark_korean("외교부와 그 소속기관 직제 (decree)")
    assert marked == '<span lang="ko">외교부와 그 소속기관 직제</span> (decree)'


def test_a_sentence_is_one_run_and_markup_is_not_escaped_again() -> None:
    marked = mark_korean(Markup("홍○동 &#39;외&#39; 2명, 시장에서. <b>Kim</b>"))
    assert marked == '<span lang="ko">홍○동 &#39;외&#39; 2명, 시장에서</span>. <b>Kim</b>'
