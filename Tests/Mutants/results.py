"""Results of faults, a line each in .build/mutants/results.tsv; the last line of a fault counts."""

import collections

from tree import FOLDER

FILE = FOLDER / "results.tsv"
# A test run that does not end is a failed one.
NOTICED = ("noticed", "timeout")
OUTCOMES = ("noticed", "timeout", "survived", "unclear", "invalid")
ENOUGH = 0.95

Outcome = collections.namedtuple("Outcome", "fault outcome seconds test stamp")


def load():
    lines = FILE.read_text().splitlines() if FILE.is_file() else []
    return {line.split("\t")[0]: Outcome(*line.split("\t")) for line in lines}


def add(outcome):
    with FILE.open("a") as file:
        file.write("\t".join(str(each).replace("\t", " ").replace("\n", " ") for each in outcome) + "\n")


def table(faults, results):
    """A line a room: how many faults have come to what."""
    counts = collections.defaultdict(collections.Counter)
    for fault in faults:
        outcome = "explained" if fault.reason else results[fault.name].outcome if fault.name in results else "not tried"
        counts[fault.room][outcome] += 1
        counts["all"][outcome] += 1
    columns = [*OUTCOMES, "explained", "not tried"]
    lines = [["room", *columns, "noticed of those tried"]]
    for room, count in counts.items():
        if room != "all":
            lines.append([room, *(str(count[each] or "") for each in columns), share_text(count)])
    lines.append(["all", *(str(counts["all"][each] or "") for each in columns), share_text(counts["all"])])
    widths = [max(len(line[place]) for line in lines) for place in range(len(lines[0]))]
    return "\n".join("  ".join(each.ljust(width) for each, width in zip(line, widths)).rstrip() for line in lines)


def share(count):
    tried = sum(count[each] for each in OUTCOMES)
    return sum(count[each] for each in NOTICED) / tried if tried else 1


def share_text(count):
    return f"{share(count):.1%}" if any(count[each] for each in OUTCOMES) else ""
