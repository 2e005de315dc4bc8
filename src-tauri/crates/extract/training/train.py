#!/usr/bin/env python3
"""Trains the judge of blocks: what of a page belongs to its article.

  train.py DATA [--see PROGRAM] [--check ANSWERS [--lines PROGRAM]]

DATA is a folder with labels.json (one object a page: source, url, domain, body, body_disputed, with, without) and
pages/<id>.html.zst. PROGRAM is the crate's example `see`, built with the feature `training`. Writes names.tsv, phrases.tsv,
first.trees and second.trees beside the code. With --check nothing is written there: the pages are cut into parts by domain,
each part is judged by trees that were trained on the others, and what that scores is printed. The crate's example `lines`
(built with the feature `training` too) then extracts each page by those trees, and its answers are written to
ANSWERS/<id>.json for a scorer of whole articles.

Needs PyPI numpy, lightgbm and zstandard.
"""
import argparse, hashlib, json, math, os, re, struct, subprocess, sys, tempfile, unicodedata
from collections import Counter, defaultdict

import lightgbm, numpy, zstandard

HERE = os.path.dirname(os.path.abspath(__file__))
JUDGE = os.path.join(HERE, "..", "src", "judge")
PARTS = 4
# A word counts when this many publications use it; it is drawn towards the mean as if two more did.
LEAST_DOMAINS, DRAWN = 4, 2.0
MEAN_KEPT = {"names": 0.35, "phrases": 0.25, "sayings": 0.25}
# What short lines say is told by words that more publications use, and that say something.
LEAST_SAYING_DOMAINS, LEAST_SAYING_ODDS, MOST_SAYING_BYTES = 7, 0.6, 300
ROUNDS = (90, 75)
# As the Rust module `judge`: what is less likely than this after so many trees is not looked at again.
EARLY, HOPELESS = 20, 0.018
# Headings before a block of which the worst counts.
HEADINGS = 4
# How likely a block is that is not judged at all.
SIEVED = 0.002
# Stands for no group.
NOWHERE = 2**64 - 1
SETTINGS = dict(
    objective="cross_entropy", num_leaves=31, max_depth=8, learning_rate=0.1, min_data_in_leaf=60, feature_fraction=0.4,
    bagging_fraction=0.8, bagging_freq=1, lambda_l2=5, verbosity=-1, num_threads=2, max_bin=127, seed=1871,
)
FIGURE = "\u2983"
WIDE = "\u2e80-\u2fdf\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\u0e00-\u0e7f\u1000-\u109f"
SAID = re.compile(r"[^\W_]+")
WORD = re.compile(rf"[{WIDE}]|[^\W{WIDE}]+")


def words(text):
    return WORD.findall(unicodedata.normalize("NFKC", text or "").lower())


def shingles(list_of_words, length=4):
    if not list_of_words:
        return Counter()
    if len(list_of_words) < length:
        return Counter([tuple(list_of_words)])
    return Counter(zip(*(list_of_words[at:] for at in range(length))))


def squashed(text):
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text or "")).strip()


def sayings(text):
    """Every word of a short line, and every two that follow each other, as the Rust function `each_said` gives them."""
    if len(text.encode()) >= MOST_SAYING_BYTES:
        return []
    said = [word.lower() for word in SAID.findall(text)]
    return said + [f"{one} {other}" for one, other in zip(said, said[1:])]


class Page:
    """A page with what is known of its blocks: 1 kept, 0 left out, -1 unknown."""

    def __init__(self, seen, label, rows):
        self.id, self.source, self.rows, self.label = seen["id"], label["source"], rows, label
        self.domain = label.get("domain") or seen["id"]
        self.part = part_of(self.domain)
        self.texts, self.openings, self.elements = seen["texts"], seen["openings"], seen["elements"]
        self.sayings = [sayings(text) if text != FIGURE else [] for text in self.texts]
        self.places, self.chars, self.judged = seen["places"], numpy.array(seen["chars"]), seen["judged"]
        self.linked, self.tags = seen["linked"], seen["tags"]
        self.groups, self.kinds = seen["groups"], seen["kinds"]
        self.whole = bool(label.get("body")) and not label.get("body_disputed")
        known, weight = self.by_body() if self.whole else self.by_snippets()
        self.known = numpy.array(known, float)
        weight = numpy.log1p(numpy.array(weight, float)) * (self.known >= 0)
        # A page counts by the root of its length, so that the longest do not drown the rest.
        self.weight = weight / max(1.0, weight.sum()) ** 0.5
        self.sieved = numpy.array(seen["sieved"], bool)
        self.weight[self.sieved] = 0

    def by_body(self):
        body = words(self.label["body"])
        left, running = shingles(body), f" {' '.join(body)} "
        lines = Counter(" ".join(words(line)) for line in self.label["body"].split("\n"))
        known, weight = [-1.0] * len(self.texts), [0] * len(self.texts)
        # What stands twice on the page and once in the text is the text's where it is no link: a heading, not its entry in a
        # table of contents; a paragraph, not a quotation pulled out of it.
        rank = lambda at: (self.linked[at] > 0.5, self.tags[at] in (5, 13), at)
        for at in sorted(range(len(self.texts)), key=rank):
            own = words(self.texts[at]) if self.texts[at] != FIGURE else []
            weight[at] = len(own)
            if not own:
                continue
            if len(own) < 4:
                joined = " ".join(own)
                inside = len(own) >= 2 and f" {joined} " in running
                known[at] = 1.0 if lines[joined] > 0 else 0.5 if inside and not lines.get(joined) == 0 else 0.0
                if lines[joined] > 0:
                    lines[joined] -= 1
            else:
                grams = shingles(own)
                share = sum(min(count, left[gram]) for gram, count in grams.items()) / sum(grams.values())
                if share > 0.5:
                    left.subtract(grams)
                    left = +left
                known[at] = share
        return known, weight

    def by_snippets(self):
        kept = [squashed(snippet) for snippet in self.label.get("with", []) if snippet]
        left_out = [squashed(snippet) for snippet in self.label.get("without", []) if snippet]
        known = []
        for text in self.texts:
            text = squashed(text)
            if len(text) >= 3 and any(snippet in text for snippet in kept):
                known.append(1)
            elif len(text) >= 3 and any(snippet in text for snippet in left_out):
                known.append(0)
            else:
                known.append(-1)
        return known, [20 if one >= 0 else 0 for one in known]


def labels_of(data):
    with open(f"{data}/labels.json", encoding="utf8") as file:
        return json.load(file)


def feed(data, labels, names, program, out):
    """Runs a program over pages, as JSON Lines."""
    unpack = zstandard.ZstdDecompressor()
    run = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=out)
    for name in names:
        with open(f"{data}/pages/{name}.html.zst", "rb") as file:
            html = unpack.stream_reader(file).read().decode("utf8", "replace")
        run.stdin.write(json.dumps({"id": name, "url": labels[name].get("url"), "html": html}).encode() + b"\n")
    run.stdin.close()
    assert run.wait() == 0


def part_of(domain):
    return int(hashlib.md5(domain.encode()).hexdigest(), 16) % PARTS


def load(data, see):
    labels = labels_of(data)
    numbers = tempfile.NamedTemporaryFile()
    with tempfile.TemporaryFile() as out:
        feed(data, labels, sorted(labels), [see, numbers.name], out)
        out.seek(0)
        seen = [json.loads(line) for line in out]
    rows = numpy.fromfile(numbers.name, "<f4").reshape(-1, len(seen[0]["names"]))
    pages, at = [], 0
    for page in seen:
        count, label = len(page["texts"]), labels[page["id"]]
        if count and ((label.get("body") and not label.get("body_disputed")) or label.get("with") or label.get("without")):
            pages.append(Page(page, label, rows[at : at + count]))
        at += count
    return pages, seen[0]["names"] + seen[0]["named"], seen[0]["context"]


def tables(pages):
    """Log-odds that a block is kept, for each word of names and for each opening: the mean of the publications' own rates."""
    names, phrases, said = (defaultdict(lambda: defaultdict(lambda: [0.0, 0.0])) for _ in range(3))
    for page in pages:
        counts = [[0.0, 0.0] for _ in page.elements]
        for known, (element, inline), openings, own in zip(page.known, page.places, page.openings, page.sayings):
            if known < 0:
                continue
            kept = int(known > 0.5)
            for at in [element, *inline]:
                counts[at][kept] += 1
            for opening in set(openings):
                phrases[opening][page.domain][kept] += 1
            for saying in set(own):
                said[saying][page.domain][kept] += 1
        for at in range(len(counts) - 1, 0, -1):
            above = page.elements[at][0]
            if above is not None:
                counts[above][0] += counts[at][0]
                counts[above][1] += counts[at][1]
        for (_, element_words), (out, kept) in zip(page.elements, counts):
            if out + kept:
                for word in set(element_words):
                    names[word][page.domain][0] += out
                    names[word][page.domain][1] += kept
    telling = odds(said, MEAN_KEPT["sayings"], LEAST_SAYING_DOMAINS)
    middle = math.log(MEAN_KEPT["sayings"] / (1 - MEAN_KEPT["sayings"]))
    telling = {word: value for word, value in telling.items() if abs(value - middle) >= LEAST_SAYING_ODDS}
    return odds(names, MEAN_KEPT["names"]), odds(phrases, MEAN_KEPT["phrases"]), telling


def odds(counted, mean, least=LEAST_DOMAINS):
    table = {}
    for word, domains in counted.items():
        if len(domains) >= least:
            rate = sum(kept / (out + kept) for out, kept in domains.values())
            rate = (rate + DRAWN * mean) / (len(domains) + DRAWN)
            table[word] = round(math.log(rate / (1 - rate)), 2)
    return table


def named(page, names, phrases, said):
    """What the Rust module `context` adds by `named`."""
    count = len(page.elements)
    own_worst, own_best, worst, best, total, near = (numpy.zeros(count + 1) for _ in range(6))
    for at, (above, element_words) in enumerate(page.elements):
        known = [names[word] for word in element_words if word in names]
        above = count if above is None else above
        own_worst[at], own_best[at] = min([0.0, *known]), max([0.0, *known])
        mean = sum(known) / len(known) if known else 0.0
        worst[at], best[at] = min(worst[above], own_worst[at]), max(best[above], own_best[at])
        total[at] = total[above] + mean
        near[at] = 0.5 * near[above] + mean
    # Texts carry no names and pass on what is near.
    rows, heading = numpy.zeros((len(page.texts), 18), numpy.float32), 0.0
    headings = [0.0] * HEADINGS
    holder = lambda at: count if at >= count or page.elements[at][0] is None else page.elements[at][0]
    for index, ((element, inline), openings) in enumerate(zip(page.places, page.openings)):
        nearest = inline[0] if inline else element
        boxed = holder(element)
        room = holder(boxed)
        known = [phrases[opening] for opening in openings if opening in phrases]
        longest = known[-1] if known else 0.0
        telling = [said[saying] for saying in page.sayings[index] if saying in said]
        rows[index] = [
            own_worst[nearest], own_best[nearest], worst[nearest], best[nearest], total[nearest], near[nearest],
            own_worst[boxed], own_best[boxed], own_worst[room], own_best[room],
            min(known, default=0.0), max(known, default=0.0), longest, heading, min([0.0, *headings]),
            min([0.0, *telling]), max([0.0, *telling]), sum(telling) / len(telling) if telling else 0.0,
        ]
        if page.tags[index] in (1, 2, 3, 4):
            heading = longest
            headings = [heading, *headings[:-1]]
    return rows


def judged(page, first):
    """What the Rust module `context` adds by `judged`."""
    count = len(first)
    weight = numpy.log1p(page.chars / 6.0)
    weighted = first * weight
    block_holder = page.block_holder()
    boxes = [block_holder(element) for element, _ in page.places]
    rooms = [block_holder(box) for box in boxes]

    def others(groups):
        sums = defaultdict(lambda: [0.0, 0.0])
        for index, group in enumerate(groups):
            sums[group][0] += weighted[index]
            sums[group][1] += weight[index]
        return [
            (sums[group][0] - weighted[index]) / (sums[group][1] - weight[index]) if sums[group][1] > weight[index] + 1e-4 else -1.0
            for index, group in enumerate(groups)
        ]

    in_box, in_room = others(boxes), others(rooms)
    in_group = numpy.where(numpy.array(page.groups, numpy.uint64) == NOWHERE, -1.0, others(page.groups))
    in_kind = others(page.kinds)
    total = weighted.sum() + 1e-6
    long_blocks = page.chars >= 70
    before_long, after_long, best_before, best_after = (numpy.zeros(count) for _ in range(4))
    known, best = -1.0, 0.0
    for index in range(count):
        before_long[index], best_before[index] = known, best
        best = max(best, first[index])
        if long_blocks[index]:
            known = first[index]
    known, best = -1.0, 0.0
    for index in range(count - 1, -1, -1):
        after_long[index], best_after[index] = known, best
        best = max(best, first[index])
        if long_blocks[index]:
            known = first[index]
    sums = numpy.concatenate([[0.0], numpy.cumsum(weighted)])
    at = lambda index: first[index] if 0 <= index < count else -1.0
    rows = numpy.zeros((count, 18), numpy.float32)
    for index in range(count):
        low, high = max(0, index - 4), min(count, index + 5)
        rows[index] = [
            at(index), at(index - 1), at(index + 1), at(index - 2), at(index + 2), at(index - 3), at(index + 3),
            in_box[index], in_room[index], (sums[high] - sums[low]) / (weight[low:high].sum() + 1e-6),
            before_long[index], after_long[index], sums[index] / total, (total - sums[index + 1]) / total,
            best_before[index], best_after[index], in_group[index], in_kind[index],
        ]
    return rows


def fit(rows, known, weight, rounds):
    told = weight > 0
    rows, known, weight = rows[told], known[told], weight[told]
    return lightgbm.train(SETTINGS, lightgbm.Dataset(rows, numpy.clip(known, 0, 1), weight=weight), rounds)


def first_judgement(trees, rows, sieved):
    odds = lambda rounds: trees.predict(rows, raw_score=True, num_iteration=rounds)
    early = odds(EARLY)
    judged = 1 / (1 + numpy.exp(-numpy.where(early < math.log(HOPELESS / (1 - HOPELESS)), early, odds(None))))
    return numpy.where(sieved, SIEVED, judged)


def train(pages):
    """Tables and both sets of trees; what a page teaches never comes back to it through a table or a first judgement."""
    parts = sorted({page.part for page in pages})
    rows = {}
    for part in parts:
        learned = tables([page for page in pages if page.part != part])
        for page in pages:
            if page.part == part:
                rows[page.id] = numpy.hstack([page.rows, named(page, *learned)])
    stack = lambda chosen, what: numpy.concatenate([what(page) for page in chosen])
    triple = lambda chosen: (
        stack(chosen, lambda page: rows[page.id]), stack(chosen, lambda page: page.known), stack(chosen, lambda page: page.weight)
    )
    second_rows = {}
    for part in parts:
        trees = fit(*triple([page for page in pages if page.part != part]), ROUNDS[0])
        for page in pages:
            if page.part == part:
                second_rows[page.id] = numpy.hstack([rows[page.id], judged(page, first_judgement(trees, rows[page.id], page.sieved))])
    first = fit(*triple(pages), ROUNDS[0])
    _, known, weight = triple(pages)
    second = fit(stack(pages, lambda page: second_rows[page.id]), known, weight, ROUNDS[1])
    return tables(pages), first, second


def judge(page, learned):
    learned_tables, first, second = learned
    rows = numpy.hstack([page.rows, named(page, *learned_tables)])
    once = first_judgement(first, rows, page.sieved)
    return numpy.where(once < HOPELESS, once, second.predict(numpy.hstack([rows, judged(page, once)])))


def block_holder(page):
    """The nearest element on lines of its own above another, as the numbers know it: only elements that hold blocks matter."""
    inline = {at for _, list_of_inline in page.places for at in list_of_inline}

    def above(at):
        at = page.elements[at][0] if at is not None and at < len(page.elements) else None
        while at is not None and at in inline:
            at = page.elements[at][0]
        return at

    return above


Page.block_holder = block_holder


def score(page, kept):
    gold = shingles(words(page.label["body"]))
    text = "\n".join(text for text, keep in zip(page.texts, kept) if keep and text != FIGURE)
    found = shingles(words(text))
    shared = sum(min(count, found[gram]) for gram, count in gold.items())
    precision, recall = shared / max(1, sum(found.values())), shared / max(1, sum(gold.values()))
    return precision, recall, 2 * precision * recall / (precision + recall) if shared else 0.0


def summary(pages, judgements, least):
    by_source = defaultdict(list)
    for page in pages:
        one = score(page, judgements[page.id] > least)
        by_source[page.source].append(one)
        by_source["ALL"].append(one)
    for source, scores in sorted(by_source.items()):
        precision = numpy.mean([one[0] for one in scores if one[0] or one[1]])
        recall = numpy.mean([one[1] for one in scores])
        print(
            f"  {source:8} {len(scores):4} pages  F1 {2 * precision * recall / (precision + recall):.3f}  P {precision:.3f}"
            f"  R {recall:.3f}  perfect {numpy.mean([one[2] >= 0.98 for one in scores]):.3f}"
            f"  failed {numpy.mean([one[2] < 0.5 for one in scores]):.3f}"
        )


def write(learned, folder):
    learned_tables, first, second = learned
    for table, name in zip(learned_tables, ("names", "phrases", "sayings")):
        with open(f"{folder}/{name}.tsv", "w", encoding="utf8") as file:
            file.writelines(f"{word}\t{value:g}\n" for word, value in sorted(table.items()))
    write_trees(first, f"{folder}/first.trees")
    write_trees(second, f"{folder}/second.trees")


def answer(data, labels, names, lines, learned, answers):
    """Extracts pages by trees that were learned elsewhere; each answer becomes a file."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as out:
        write(learned, folder)
        feed(data, labels, names, [lines, folder], out)
        out.seek(0)
        for line in out:
            with open(f"{answers}/{json.loads(line)['id']}.json", "wb") as file:
                file.write(line)


def write_trees(trees, path):
    out = []
    dumped = trees.dump_model()["tree_info"]
    out.append(struct.pack("<H", len(dumped)))
    for tree in dumped:
        splits, leaves = {}, {}

        def visit(node):
            if "split_index" not in node:
                leaves[node.get("leaf_index", 0)] = node["leaf_value"]
                return -node.get("leaf_index", 0) - 1
            left, right = visit(node["left_child"]), visit(node["right_child"])
            splits[node["split_index"]] = struct.pack("<Hfhh", node["split_feature"], node["threshold"], left, right)
            return node["split_index"]

        visit(tree["tree_structure"])
        out.append(struct.pack("<H", len(splits)))
        out.extend(splits[index] for index in range(len(splits)))
        out.extend(struct.pack("<f", leaves[index]) for index in range(len(leaves)))
    with open(path, "wb") as file:
        file.write(b"".join(out))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data")
    parser.add_argument("--see", default="target/release/examples/see")
    parser.add_argument("--lines", default="target/release/examples/lines")
    parser.add_argument("--check", metavar="ANSWERS")
    chosen = parser.parse_args()
    pages, names, context = load(chosen.data, chosen.see)
    whole = [page for page in pages if page.whole]
    print(f"{len(pages)} pages, {len(whole)} with their whole text, {sum(len(page.texts) for page in pages)} blocks, {len(names) + len(context)} numbers")
    if chosen.check:
        judgements, labels = {}, labels_of(chosen.data)
        os.makedirs(chosen.check, exist_ok=True)
        for part in range(PARTS):
            learned = train([page for page in pages if page.part != part])
            judgements.update({page.id: judge(page, learned) for page in whole if page.part == part})
            unseen = [name for name in sorted(labels) if part_of(labels[name].get("domain") or name) == part]
            answer(chosen.data, labels, unseen, chosen.lines, learned, chosen.check)
        for least in (0.4, 0.45, 0.5, 0.55, 0.6):
            print(f"kept from {least}, each page judged by trees that never saw its domain:")
            summary(whole, judgements, least)
        return
    learned = train(pages)
    write(learned, JUDGE)
    print(f"{' / '.join(str(len(table)) for table in learned[0])} names, phrases, sayings; what the training pages themselves score (not a measure):")
    summary(whole, {page.id: judge(page, learned) for page in whole}, 0.5)
    worst = max(numpy.abs(judge(page, learned) - numpy.array(page.judged)).max() for page in whole) if whole[0].judged else 0
    print(f"largest difference from the judgements of the program as it was built: {worst:.4f}")


if __name__ == "__main__":
    main()
