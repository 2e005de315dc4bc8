#!/usr/bin/env python3
"""Trains the judge of figures: which of a page's pictures are its article's.

  figures.py DATA ANSWERS [--check]

DATA is the folder that train.py reads; of labels.json it needs `images` (each with `srcs`, all addresses of one picture) and
`lead_image`. ANSWERS is the folder that `train.py --check` filled: the numbers of each picture, beside text that was judged by
trees which never saw the page's domain, as it will be on pages of the world. Writes figures.trees beside the code; with --check
only prints what unseen domains score.

Needs PyPI numpy and lightgbm.
"""
import argparse, json, os, re
from urllib.parse import unquote

import lightgbm, numpy

import train

PARTS = 8
ROUNDS = 80
SETTINGS = dict(
    objective="binary", num_leaves=8, learning_rate=0.08, min_data_in_leaf=12, feature_fraction=0.35, bagging_fraction=0.8,
    bagging_freq=1, lambda_l2=8, verbosity=-1, num_threads=2, seed=1871,
)
# Numbers that tell how much text of the article is near: `kept_share`, and the judgements of the texts before and after.
NEAR = [29, 39, 41]
# How far the pictures of a source can be trusted: those of the second were found by another extractor.
TRUST = {"fundus": 1.0, "moz": 0.4}


def keys(address):
    """What the addresses of one picture have in common: its path, its file's name without size, and long ids."""
    address = unquote(unquote(address or "")).lower()
    found = set()
    for part in [address, *re.findall(r"https?:/{1,2}[^\s\"'<>]+", address[4:])]:
        path = re.sub(r"^https?:", "", part).split("#")[0].split("?")[0].rstrip("/")
        found.add(path)
        stem = re.sub(r"\.\w{2,5}$", "", path.rsplit("/", 1)[-1])
        stem = re.sub(r"[-_@](\d{2,4}x\d{2,4}|\d{2,4}w|scaled|large|medium|small|original|full|thumb)$", "", stem)
        if len(stem) >= 8 and re.search(r"\D", stem):
            found.add("name:" + stem)
        ids = re.findall(r"[0-9a-f]{8}-[0-9a-f-]{20,}|[0-9a-f]{12,}|\d{8,}", path)
        found.update("id:" + one for one in ids if sum(c.isdigit() for c in one) >= 4 and not re.match(r"(19|20)\d{6}$", one))
    return found


def load(data, answers):
    labels = train.labels_of(data)
    pages = []
    for name, label in sorted(labels.items()):
        path = f"{answers}/{name}.json"
        if not label.get("images") or label["source"] not in TRUST or not os.path.exists(path):
            continue
        with open(path, encoding="utf8") as file:
            pictures = json.load(file).get("pictures") or []
        if not pictures:
            continue
        wanted = set().union(*(keys(src) for image in label["images"] for src in image["srcs"]))
        wanted |= set().union(*(keys(src) for src in label.get("lead_image", [])), set())
        known = numpy.array([float(bool(keys(picture["src"]) & wanted)) for picture in pictures])
        rows = numpy.array([picture["row"] for picture in pictures], numpy.float32)
        told = numpy.ones(len(pictures))
        # A picture that stands several times on a page is the article's where most text of it is near; whether it is where it
        # stands again, nobody said.
        near = rows[:, NEAR].sum(axis=1)
        for at, picture in enumerate(pictures):
            own = keys(picture["src"])
            if known[at] and any(known[other] and near[other] > near[at] and keys(pictures[other]["src"]) & own for other in range(len(pictures))):
                told[at] = 0
        domain = label.get("domain") or name
        pages.append((name, domain, label["source"], rows[told > 0], known[told > 0]))
    return pages


def fit(pages):
    rows = numpy.concatenate([page[3] for page in pages])
    known = numpy.concatenate([page[4] for page in pages])
    weight = numpy.concatenate([numpy.full(len(page[4]), TRUST[page[2]] / len(page[4]) ** 0.35) for page in pages])
    return lightgbm.train(SETTINGS, lightgbm.Dataset(rows, known, weight=weight), ROUNDS)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data")
    parser.add_argument("answers")
    parser.add_argument("--check", action="store_true")
    chosen = parser.parse_args()
    pages = load(chosen.data, chosen.answers)
    count, own = (sum(len(page[4]) for page in pages), sum(page[4].sum() for page in pages))
    print(f"{len(pages)} pages, {count} pictures, {own:.0f} of them their articles'")
    if not chosen.check:
        train.write_trees(fit(pages), f"{train.JUDGE}/figures.trees")
        return
    judged = []
    for part in range(PARTS):
        is_in = lambda page: int(train.hashlib.md5(page[1].encode()).hexdigest(), 16) % PARTS == part
        trees = fit([page for page in pages if not is_in(page)])
        judged.extend((page, trees.predict(page[3])) for page in pages if is_in(page))
    for source in TRUST:
        of_source = [(page, judgement) for page, judgement in judged if page[2] == source]
        for least in (0.2, 0.3, 0.4, 0.5, 0.6):
            kept = sum((judgement >= least).sum() for _, judgement in of_source)
            right = sum(((judgement >= least) & (page[4] > 0)).sum() for page, judgement in of_source)
            own = sum(page[4].sum() for page, _ in of_source)
            print(f"  {source} kept from {least}: recall {right / own:.3f}, precision {right / max(1, kept):.3f}")


if __name__ == "__main__":
    main()
