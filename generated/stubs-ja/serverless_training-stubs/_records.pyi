# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from collections.abc import Iterable, Iterator, Mapping
from serverless_training._checks import kind as kind
from serverless_training._errors import InvalidArgumentError as InvalidArgumentError
from typing import Any

_Path = tuple[str, ...]

def to_records(items: Iterable[object]) -> list[dict[str, Any]]:
    """モデルクラスのオブジェクトを、`DataFrame` や CSV ファイルにそのまま使える、入れ子のない辞書に変換します。

    入れ子のオブジェクトのフィールドは、`metrics.loss` のようにドットでつなぎます。空のオブジェクトはキーになりません。リスト、NaN、`None` はそのまま残します。2 つのフィールドが同じ名前になる場合は、入れ子の深いほうがその名前になり、もう一方には `metrics.loss_2` のように番号が付きます。どのレコードもキーは同じで、項目に最初に現れた順に並びます。

    引数:
        items: `serverless_training_client.models` のオブジェクト、またはその `to_dict` が返す辞書。

    戻り値:
        項目ごとに 1 つの辞書。順序は同じです。項目にないものは `None` になります。

    例外:
        InvalidArgumentError: 項目がモデルクラスのオブジェクトでも辞書でもない場合、または自分自身を含む場合。
    """

def _content(item: object, number: int) -> Mapping[str, Any]: ...
def _leaves(content: Mapping[str, Any], number: int) -> Iterator[tuple[_Path, Any]]: ...
def _names(paths: Iterable[_Path]) -> dict[_Path, str]: ...
