# Written by `nox -s regenerate` from the source and its translations. Do not edit.
class MockError(Exception):
    """モックサーバーの起動や項目の追加ができません。原因と対処方法はメッセージに示されます。"""
