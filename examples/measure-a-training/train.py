# SPDX-License-Identifier: Apache-2.0
"""A small training, measured: a search over nine settings of a network that reads handwritten
digits, then the final fit. Everything is kept in a ledger beside this file, and a study is assessed
with what was measured.

    pip install ./python scikit-learn
    python examples/measure-a-training/train.py
"""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

from sklearn.datasets import load_digits
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.neural_network import MLPClassifier

import holon

HERE = Path(__file__).resolve().parent
PLACE = "FR"


def network(width: int, rate: float) -> MLPClassifier:
    return MLPClassifier((width,), learning_rate_init=rate, max_iter=60, random_state=1)


def main(ledger: Path) -> None:
    images, digits = load_digits(return_X_y=True)
    split = train_test_split(images / 16, digits, random_state=1, stratify=digits)
    train_images, test_images, train_digits, test_digits = split

    # each trial is a run of its own; those that lead nowhere count as well
    @holon.measured(phase="search", tags=["search"], place=PLACE, ledger=ledger)
    def trial(width: int, rate: float) -> float:
        scores = cross_val_score(network(width, rate), train_images, train_digits, cv=3)
        return float(scores.mean())

    settings = list(itertools.product((16, 32, 64), (0.001, 0.01, 0.1)))
    best = max(settings, key=lambda one: trial(*one))

    with holon.measure("final fit", phase="training", tags=["final"], place=PLACE, ledger=ledger) as run:
        model = network(*best).fit(train_images, train_digits)
    print(run)

    kept = holon.Ledger(ledger)
    search, final = kept.runs(tag="search"), kept.runs(tag="final")
    print(f"accuracy {model.score(test_images, test_digits):.1%} with width {best[0]}, rate {best[1]}")
    print(f"search   {search.energy.J:8.1f} J in {len(search)} runs ({search.energy.evidence})")
    print(f"final    {final.energy.J:8.1f} J, {final.energy.J / search.energy.J:.0%} of the search")

    study = holon.Study.load(HERE / "study.yaml", ledger=ledger)
    print(study.assess(samples=2000))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "ledger.db")
