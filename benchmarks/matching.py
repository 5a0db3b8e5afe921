"""Which text is meant, and how sure: retrieval, learning, calibration and speed of matching."""

import argparse
import csv
import gzip
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from math import log
from pathlib import Path

from benchmarks.index import index_bars
from benchmarks.report import Bar, finish
from twintrack.algorithms.matching.corpus import Corpus
from twintrack.algorithms.matching.documents import Document, read
from twintrack.algorithms.matching.fitting import Outcome, fit
from twintrack.algorithms.matching.judging import area, calibration_error
from twintrack.algorithms.matching.similarity import Comparison, Weights, similarity
from twintrack.algorithms.matching.tokens import words_of

# Word in the file's name -> bars for the first, for the first five, for pairs after learning.
# Files of other names are held against the plain BM25 beside them.
KNOWN = {"lcqmc": (0.70, 0.985, 0.0), "afqmc": (0.0, 0.38, 0.68), "seamonkey": (0.74, 0.88, 0.0)}
# From here on feedback joins a requirement by itself.
ATTACH = 0.9
DEEP = 20


@dataclass(frozen=True, kw_only=True)
class Question:
    """A text, where it may not look, and which texts are right."""

    document: Document
    words: list[str]
    right: frozenset[int]
    # Right too: what is the same as something right, and the very same words.
    same: frozenset[int]
    before: int | None = None

    def allows(self, key: int) -> bool:
        return self.before is None or key < self.before


@dataclass(frozen=True, kw_only=True)
class Task:
    """What is asked of one file."""

    name: str
    corpus: Corpus[int]
    words: list[list[str]]
    questions: list[Question]
    pairs: list[tuple[Document, Document, bool]]


class Plain:
    """BM25 on words alone, k1 = 1.2 and b = 0.75: what any library would give."""

    def __init__(self, texts: list[list[str]]) -> None:
        self.usual = sum(map(len, texts)) / max(1, len(texts))
        self.total = len(texts)
        self.postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for key, words in enumerate(texts):
            slack = 1.2 * (0.25 + 0.75 * len(words) / self.usual)
            for word, count in Counter(words).items():
                self.postings[word].append((key, count * 2.2 / (count + slack)))

    def order(self, question: Question) -> list[int]:
        """Give the best texts, the best first."""
        scores: dict[int, float] = defaultdict(float)
        for word in question.words:
            found = self.postings.get(word, ())
            worth = log(1 + (self.total - len(found) + 0.5) / (len(found) + 0.5))
            for key, weight in found:
                scores[key] += worth * weight
        allowed = [key for key in scores if question.allows(key)]
        return sorted(allowed, key=lambda key: -scores[key])[:DEEP]


def pair_task(path: Path, limit: int) -> Task:
    """Read pairs: the first sentence asks, all second sentences are the corpus."""
    with gzip.open(path, "rt") as file:
        rows = [
            row for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if len(row) == 3
        ]
    texts = list(dict.fromkeys(row[1] for row in rows))
    place = {text: key for key, text in enumerate(texts)}
    right: dict[str, set[int]] = defaultdict(set)
    for one, two, same in rows:
        if same == "1":
            right[one].add(place[two])
    asked = list(right)[:: max(1, len(right) // limit)]
    groups = _groups((one, two) for one, two, same in rows if same == "1")
    alike: dict[str, set[int]] = defaultdict(set)
    for text, key in place.items():
        alike[groups.get(text, text)].add(key)
    return Task(
        name=path.name.split(".")[0],
        corpus=_corpus([read(text) for text in texts]),
        words=[words_of(text) for text in texts],
        questions=[
            Question(
                document=read(text),
                words=words_of(text),
                right=frozenset(right[text]),
                same=frozenset(alike[groups.get(text, text)]),
            )
            for text in asked
        ],
        pairs=[(read(one), read(two), same == "1") for one, two, same in rows],
    )


def _groups(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Give each text one that stands for all that are the same: sameness is transitive."""
    stands: dict[str, str] = {}

    def find(text: str) -> str:
        while stands.setdefault(text, text) != text:
            text = stands[text]
        return text

    for one, two in pairs:
        stands[find(one)] = find(two)
    return {text: find(text) for text in list(stands)}


def report_task(path: Path) -> Task:
    """Read bug reports: each report with a duplicate before it asks the earlier ones."""
    with gzip.open(path, "rt") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["created"])
    place = {row["id"]: key for key, row in enumerate(rows)}
    name = path.name.split(".")[0]
    right: dict[int, set[int]] = defaultdict(set)
    with path.with_name(f"{name.replace('reports', 'duplicates')}.csv").open() as file:
        for row in csv.DictReader(file):
            ends = sorted(place[each] for each in row.values() if each in place)
            if len(ends) == 2 and ends[0] != ends[1]:
                right[ends[1]].add(ends[0])
    documents = [read(row["title"], row["description"]) for row in rows]
    words = [words_of(f"{row['title']} {row['description']}") for row in rows]
    return Task(
        name=name,
        corpus=_corpus(documents),
        words=words,
        questions=[
            Question(
                document=documents[key],
                words=words[key],
                right=frozenset(found),
                same=frozenset(found),
                before=key,
            )
            for key, found in right.items()
        ],
        pairs=[],
    )


def _corpus(documents: list[Document]) -> Corpus[int]:
    corpus: Corpus[int] = Corpus()
    for key, document in enumerate(documents):
        corpus.add(key, document)
    return corpus


def scores(task: Task, order: Callable[[Question], list[int]]) -> tuple[float, float, float]:
    """Give how often the first and one of the first five is right, and the mean reciprocal rank."""
    first = five = reciprocal = 0.0
    for question in task.questions:
        found = order(question)
        rank = next((at for at, key in enumerate(found, 1) if key in question.right), 0)
        first += rank == 1
        five += 1 <= rank <= 5
        reciprocal += 1 / rank if rank else 0.0
    count = len(task.questions)
    return first / count, five / count, reciprocal / count


def learnt_on_half(task: Task) -> tuple[float, float]:
    """Give the area under the curve on every second pair: as it starts, and after the others."""
    compared = [
        Outcome(features=Comparison(one, task.corpus.rarity).with_text(two), is_same=same)
        for one, two, same in task.pairs
    ]
    learnt = fit(compared[::2])
    return _area(compared[1::2], None), _area(compared[1::2], learnt)


def _area(outcomes: list[Outcome], weights: Weights | None) -> float:
    return area(
        [
            (similarity(each.features, weights) if weights else each.features.title, each.is_same)
            for each in outcomes
        ]
    )


def tasks(folder: Path, limit: int) -> Iterator[Task]:
    """Read every file of the folder that has the right name."""
    for path in sorted(folder.glob("pairs_*.tsv.gz")):
        yield pair_task(path, limit)
    for path in sorted(folder.glob("reports_*.csv.gz")):
        yield report_task(path)


def measure(task: Task) -> tuple[list[Bar], dict[str, float]]:
    """Measure one file, the plain BM25 beside it."""
    plain = scores(task, Plain(task.words).order)
    told: list[tuple[float, bool]] = []

    def order(question: Question) -> list[int]:
        matches = task.corpus.find(question.document, limit=DEEP, allowed=question.allows)
        told.extend((best.similarity, best.key in question.same) for best in matches[:1])
        return [match.key for match in matches]

    found = scores(task, order)
    known = next((bars for name, bars in KNOWN.items() if name in task.name.lower()), None)
    limits = (known[0] or plain[0], known[1] or plain[1]) if known else plain[:2]
    bars = [
        Bar(bar=f"{task.name}: first", figure=found[0], limit=limits[0], more=True),
        Bar(bar=f"{task.name}: first five", figure=found[1], limit=limits[1], more=True),
    ]
    sure = [is_right for probability, is_right in told if probability >= ATTACH]
    bars.append(
        Bar(bar=f"{task.name}: calibration error", figure=calibration_error(told), limit=0.05)
    )
    if sure:
        precision = sum(sure) / len(sure)
        bars.append(
            Bar(
                bar=f"{task.name}: precision of {len(sure)} attached by themselves",
                figure=precision,
                limit=0.95,
                more=True,
            )
        )
    beside = {
        f"{task.name}: plain BM25, first": plain[0],
        f"{task.name}: plain BM25, first five": plain[1],
        f"{task.name}: plain BM25, mean reciprocal rank": plain[2],
        f"{task.name}: mean reciprocal rank": found[2],
    }
    if task.pairs:
        alone, learnt = learnt_on_half(task)
        beside[f"{task.name}: area under the curve, overlap of words alone"] = alone
        limit = known[2] if known and known[2] else alone
        bars.append(
            Bar(
                bar=f"{task.name}: area under the curve after half the pairs",
                figure=learnt,
                limit=limit,
                more=True,
            )
        )
    return bars, beside


def options() -> argparse.Namespace:
    """Read the options that all benchmarks share, and this one's own."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True, help="a folder of pairs and reports")
    parser.add_argument("--questions", type=int, default=1500, help="asked of one file at most")
    parser.add_argument("--rows", type=int, default=100_000, help="requirements in the index")
    parser.add_argument("--database", default="", help="postgresql://…; a SQLite file without")
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


def texts_of(folder: Path) -> list[str]:
    """Give every sentence and title of the folder, for an index of made-up requirements."""
    found: dict[str, None] = {}
    for path in sorted(folder.glob("pairs_*.tsv.gz")):
        with gzip.open(path, "rt") as file:
            for line in file:
                found |= dict.fromkeys(line.rstrip("\n").split("\t")[:2])
    for path in sorted(folder.glob("reports_*.csv.gz")):
        with gzip.open(path, "rt") as file:
            found |= dict.fromkeys(row["title"] for row in csv.DictReader(file))
    return list(found)


def main() -> None:
    chosen = options()
    bars: list[Bar] = []
    beside: dict[str, float] = {}
    for task in tasks(chosen.data, chosen.questions):
        measured, plain = measure(task)
        bars += measured
        beside |= plain
    if chosen.rows:
        bars += index_bars(texts_of(chosen.data), rows=chosen.rows, database=chosen.database)
    finish("matching", bars, chosen, baselines=beside)


if __name__ == "__main__":
    main()
