# Written by `nox -s regenerate` from the source and its translations. Do not edit.
class ContractError(Exception):
    """検証を実行できない場合（サーバーがない、キーがない、引数に合うオペレーションがない）。"""
