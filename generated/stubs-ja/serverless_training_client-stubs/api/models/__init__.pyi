# Written by `nox -s regenerate` from the source and its translations. Do not edit.
"""API にアクセスするためのエンドポイント関数"""
