"""A share never reads as nothing, nor as the whole, unless it is that."""

import pytest
from django.utils.translation import override

from portal.shares import of_a_hundred


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (0, 109, "0 %"),
        (1, 109, "under 1 %"),
        (1, 100, "1 %"),
        (107, 109, "98 %"),
        (108, 109, "more than 99 %"),
        (99, 100, "99 %"),
        (109, 109, "100 %"),
        (0, 0, "–"),
    ],
)
def test_a_share_in_words(part, whole, said):
    with override("en-gb"):
        assert of_a_hundred(part, whole) == said
