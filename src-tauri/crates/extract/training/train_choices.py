#!/usr/bin/env python3
"""Learns how much each trait of a candidate counts, where a headline, a byline, a day or a section is chosen.

  train_choices.py DATA [--choices PROGRAM] [--only headline,byline] [--check]

DATA is a folder with labels.json (one object a page: source, url, domain, title, byline, published, section) and
pages/<id>.html.zst. PROGRAM is the crate's example `choices`, built with the feature `training`. The numbers in
../src/{headline,byline,published,section}/weights.rs are written anew; the names behind them stay, and a trait that was
added needs a line there first. With --check nothing is written: the pages are cut into parts by domain, each part is
chosen for by weights that were learned on the others, and how often the choice would be right is printed, for several
cuts, for one alone says little.

The model is a conditional logit (McFadden 1974): on each page the likelihood that the right one among its candidates is
chosen by a softmax over their scores. Pages without a right candidate teach nothing, and count as wrong in the check.

Needs PyPI numpy, scipy and zstandard.
"""
import argparse, datetime, hashlib, json, os, re, subprocess, tempfile, unicodedata
from collections import defaultdict

import numpy, zstandard
from scipy.optimize import minimize

HERE = os.path.dirname(os.path.abspath(__file__))
PARTS, CUTS = 5, 3
# What is chosen, by which label, and the penalty on the squares of the weights: the fewer pages, the larger.
CHOICES = {"headline": ("title", 1.5), "byline": ("byline", 0.7), "published": ("published", 1.0), "section": ("section", 3.0)}
# Labelled sections are few, and most of weblogs: their weights are drawn towards what holds for papers too, by trait.
DRAWN = {
    "section": {
        "JSON-LD": 0.8, "meta section": 1.0, "stated in the text's markup": 0.8, "first step stated": 0.2,
        "last step stated": 0.2, "first step shown": 0.6, "last step shown": 0.4, "link that calls itself the category": 1.5,
        "link to a category's page": 1.0, "named for a section, near the headline": 0.4, "further on": -0.5,
        "present step of the navigation": 0.3, "link to what lies above the page": 0.2, "tag": -1.0,
        "places that agree": 0.5, "three places or more": 0.6, "first in the address": 0.6, "general": -0.3,
        "four words or more": -0.4, "in small letters": -0.5, "in the address, a tag or the navigation alone": -0.3,
    }
}
LISTED = re.compile(r"^    -?\d+\.\d+, // (.*)$", re.M)
WIDE = "\u2e80-\u2fdf\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\u0e00-\u0e7f\u1000-\u109f"
WORD = re.compile(rf"[{WIDE}]|[^\W{WIDE}]+")
JOINING = set("by von par por di da de van af av and und et y e och the written text".split())


def words(text):
    return WORD.findall(unicodedata.normalize("NFKC", text or "").lower())


def names(listed):
    """The words of names, without accents and without what joins names."""
    listed = [listed] if isinstance(listed, str) else listed
    bare = "".join(one for one in unicodedata.normalize("NFD", " , ".join(listed)) if not unicodedata.combining(one))
    return {word for word in words(bare) if word not in JOINING}


def days(text):
    """The calendar days of an instant: as written, and in UTC."""
    found = {text[:10]} if re.match(r"\d{4}-\d\d-\d\d", text) else set()
    try:
        at = datetime.datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", text.replace("Z", "+00:00")))
    except ValueError:
        return found
    return found | ({at.astimezone(datetime.timezone.utc).date().isoformat()} if at.tzinfo else set())


def is_right(of, label, candidate):
    if of == "headline":
        return words(label) == words(candidate) != []
    if of == "byline":
        wanted, found = names(label), names(candidate.split("\n"))
        return bool(found) and 2 * len(wanted & found) / (len(wanted) + len(found)) >= 0.8
    if of == "published":
        return bool(days(label) & days(candidate))
    return words(candidate) in [words(one) for one in label]


class Page:
    """A page's candidates for one choice: a row of traits each, and which of them are right."""

    def __init__(self, name, label, of, shown):
        field, _ = CHOICES[of]
        self.id, self.source, self.domain = name, label["source"], label.get("domain") or name
        self.candidates = shown["candidates"]
        self.right = numpy.array([is_right(of, label[field], one) for one in self.candidates], float)
        self.rows = numpy.array(shown["rows"], float) if self.candidates else numpy.zeros((0, 0))

    def part(self, cut):
        return int(hashlib.md5(f"{cut} {self.domain}".encode()).hexdigest(), 16) % PARTS


def load(data, program):
    with open(f"{data}/labels.json", encoding="utf8") as file:
        labels = json.load(file)
    unpack = zstandard.ZstdDecompressor()
    pages = {of: [] for of in CHOICES}
    with tempfile.TemporaryFile() as out:
        run = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=out)
        for name in sorted(labels):
            with open(f"{data}/pages/{name}.html.zst", "rb") as file:
                html = unpack.stream_reader(file).read().decode("utf8", "replace")
            run.stdin.write(json.dumps({"id": name, "url": labels[name].get("url"), "html": html}).encode() + b"\n")
        run.stdin.close()
        if run.wait():
            raise SystemExit(f"{program} failed")
        out.seek(0)
        for line in out:
            shown = json.loads(line)
            label = labels[shown["id"]]
            for of, (field, _) in CHOICES.items():
                if label.get(field):
                    pages[of].append(Page(shown["id"], label, of, shown[of]))
    return pages


def listed(of):
    """A table of weights, and the traits that it names."""
    with open(f"{HERE}/../src/{of}/weights.rs", encoding="utf8") as file:
        text = file.read()
    return text, LISTED.findall(text)


def learn(of, pages, penalty):
    """The weights under which the right candidates are likeliest."""
    drawn = numpy.array([DRAWN.get(of, {}).get(trait, 0.0) for trait in listed(of)[1]])
    pages = [page for page in pages if page.right.any() and not page.right.all()]
    rows, right = numpy.vstack([page.rows for page in pages]), numpy.concatenate([page.right for page in pages])
    counts = [len(page.right) for page in pages]
    starts, of_page = numpy.concatenate([[0], numpy.cumsum(counts)[:-1]]), numpy.repeat(numpy.arange(len(pages)), counts)

    def loss(weights):
        scores = rows @ weights
        powers = numpy.exp(scores - numpy.maximum.reduceat(scores, starts)[of_page])
        everything = numpy.add.reduceat(powers, starts)
        wanted = numpy.maximum(numpy.add.reduceat(powers * right, starts), 1e-12)
        slope = rows.T @ (powers / everything[of_page] - powers * right / wanted[of_page])
        cost = numpy.log(everything).sum() - numpy.log(wanted).sum()
        apart = weights - drawn
        return cost + penalty * (apart**2).sum(), slope + 2 * penalty * apart

    if rows.shape[1] != len(drawn):
        raise SystemExit(f"{of}/weights.rs names {len(drawn)} traits, a candidate has {rows.shape[1]}")
    return minimize(loss, drawn, jac=True, method="L-BFGS-B", options={"maxiter": 1000}).x


def chosen(page, weights):
    """The best score, and whether it is the right candidate's; none where there are no candidates."""
    if not len(page.candidates):
        return None, False
    scores = page.rows @ weights
    best = int(numpy.argmax(scores))
    return scores[best], bool(page.right[best])


def share(values):
    return f"{numpy.mean(values):.3f}" if len(values) else "-"


def check(of, pages, penalty):
    findable = share([page.right.any() for page in pages])
    print(f"{of}: {len(pages)} pages, {len({page.domain for page in pages})} domains, among the candidates on {findable}")
    by_source, scored = defaultdict(list), []
    for cut in range(CUTS):
        for part in range(PARTS):
            weights = learn(of, [page for page in pages if page.part(cut) != part], penalty)
            for page in pages:
                if page.part(cut) == part:
                    score, right = chosen(page, weights)
                    by_source[page.source].append(right)
                    scored.append((score, right))
    print(f"  unseen domains {share([right for _, right in scored])}:", *(f"{key} {share(all)}" for key, all in sorted(by_source.items())))
    known = sorted(score for score, _ in scored if score is not None)
    for least in [known[len(known) * hundredths // 100] for hundredths in (0, 1, 2, 4, 8)]:
        kept = [(score is not None and score >= least, right) for score, right in scored]
        print(f"  believed from {least:6.2f}: right {share([ok and right for ok, right in kept])}, wrong {share([ok and not right for ok, right in kept])}")


def write(of, pages, penalty):
    weights = learn(of, pages, penalty)
    numbers = iter(weights)
    text = LISTED.sub(lambda line: f"    {next(numbers):.2f}, // {line.group(1)}".replace("-0.00", "0.00"), listed(of)[0])
    with open(f"{HERE}/../src/{of}/weights.rs", "w", encoding="utf8") as file:
        file.write(text)
    right = share([chosen(page, weights)[1] for page in pages])
    print(f"{of}: {len(weights)} weights; right on {right} of {len(pages)} pages that they were learned on (not a measure)")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data")
    parser.add_argument("--choices", default="target/release/examples/choices")
    parser.add_argument("--only")
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args()
    pages = load(asked.data, asked.choices)
    for of, (_, penalty) in CHOICES.items():
        if not asked.only or of in asked.only.split(","):
            (check if asked.check else write)(of, pages[of], penalty)


if __name__ == "__main__":
    main()
