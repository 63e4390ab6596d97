"""Sentences about an imagined service, in English and Japanese at once."""

import random
from dataclasses import dataclass

NOUNS = (
    ("model", "モデル"),
    ("checkpoint", "チェックポイント"),
    ("run", "ラン"),
    ("job", "ジョブ"),
    ("dataset", "データセット"),
    ("metric", "メトリクス"),
    ("artifact", "アーティファクト"),
    ("worker", "ワーカー"),
    ("queue", "キュー"),
    ("project", "プロジェクト"),
    ("region", "リージョン"),
    ("limit", "上限"),
    ("event", "イベント"),
    ("replica", "レプリカ"),
    ("adapter", "アダプター"),
    ("team", "チーム"),
)
_QUALITIES = (
    ("active", "有効な"),
    ("archived", "アーカイブ済みの"),
    ("shared", "共有の"),
    ("recent", "最近の"),
    ("failed", "失敗した"),
    ("pending", "保留中の"),
    ("remote", "リモートの"),
    ("sampled", "抽出された"),
)
_SENTENCES = (
    ("The {quality} {one} that belongs to the {other}.", "{other}に属する{quality}{one}です。"),
    ("Returned when the {one} has no {other}.", "{one}に{other}がない場合に返されます。"),
    ("How long the {quality} {one} waits for its {other}.", "{quality}{one}が{other}を待つ時間。"),
    ("Must name a {quality} {one} of the same {other}.", "同じ{other}の{quality}{one}の名前です。"),
    (
        "Use `id` to choose a {quality} {one} or {other}.",
        "`id` で{quality}{one}か{other}を選びます。",
    ),
    ('A {quality} {one} is never "{other}".', "{quality}{one}は「{other}」ではありません。"),
)


@dataclass(frozen=True)
class Prose:
    """The same text in two languages.

    Attributes:
        english: As the English spec says it.
        japanese: As the Japanese spec says it.
    """

    english: str
    japanese: str


def title(rng: random.Random) -> Prose:
    """Write two or three words."""
    english, japanese = zip(rng.choice(_QUALITIES), rng.choice(NOUNS), strict=True)
    return Prose(" ".join(english).title(), "".join(japanese))


def text(rng: random.Random, longest: int = 3) -> Prose:
    """Write a description.

    Args:
        rng: Where the choices come from.
        longest: Largest number of sentences.
    """
    pairs = [_sentence(rng) for _ in range(rng.randint(1, longest))]
    return Prose(" ".join(english for english, _ in pairs), "".join(other for _, other in pairs))


def _sentence(rng: random.Random) -> tuple[str, str]:
    words = rng.choice(_QUALITIES), rng.choice(NOUNS), rng.choice(NOUNS)
    filled = (
        template.format(quality=quality, one=one, other=other)
        for template, quality, one, other in zip(rng.choice(_SENTENCES), *words, strict=True)
    )
    return next(filled), next(filled)
