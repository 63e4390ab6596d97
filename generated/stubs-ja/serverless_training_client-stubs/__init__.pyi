# Written by `nox -s regenerate` from the source and its translations. Do not edit.
"""W&B Serverless Training API にアクセスするためのクライアントライブラリ"""

from .client import AuthenticatedClient as AuthenticatedClient, Client as Client

__all__ = ("AuthenticatedClient", "Client")
