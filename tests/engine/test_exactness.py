"""The engine against a slow checker that shares no code with it, and against its own proof."""

import random

import pytest

from bench.exactness import case, disagreement


@pytest.mark.parametrize("batch", range(8))
def test_the_engine_agrees_with_the_brute_force_checker(batch):
    for number in range(40):
        world = case(random.Random(f"suite/{batch}/{number}"))

        assert disagreement(world) == "", world
