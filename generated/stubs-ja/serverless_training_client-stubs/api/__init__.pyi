# Written by `nox -s regenerate` from the source and its translations. Do not edit.
"""API のすべてのオペレーション。タグごとにメソッドとしてまとめられ、それぞれにモジュールもあります。"""

from functools import cached_property
from serverless_training_client.api import models as _models

class Resources:
    """API のオペレーション。タグごとにまとめられています。"""

    @cached_property
    def models(self) -> _models.Models:
        """1 つのタグのオペレーション。"""

class AsyncResources:
    """API のオペレーション。タグごとにまとめられています。"""

    @cached_property
    def models(self) -> _models.AsyncModels:
        """1 つのタグのオペレーション。"""

class RawResources:
    """API のオペレーション。タグごとにまとめられています。"""

    @cached_property
    def models(self) -> _models.RawModels:
        """1 つのタグのオペレーション。"""

class AsyncRawResources:
    """API のオペレーション。タグごとにまとめられています。"""

    @cached_property
    def models(self) -> _models.AsyncRawModels:
        """1 つのタグのオペレーション。"""
