"""What can be reached from an object: what a pickle, a log of attributes or a debugger might show.

Frames are left out. Those of a traceback hold the client, and with it the key: tools that write
down local variables are to be told which they may not.
"""

import gc
import types
from collections.abc import Iterator

_CODE = (
    types.ModuleType,
    types.FunctionType,
    types.BuiltinFunctionType,
    types.CodeType,
    types.FrameType,
    types.TracebackType,
    types.GetSetDescriptorType,
    types.MemberDescriptorType,
    type,
)


def texts(root: object) -> Iterator[str]:
    """Find every text and every run of bytes that can be reached, each object once.

    Args:
        root: Where to start, such as an error: attributes, arguments, cause and context count.

    Yields:
        The texts; bytes as Latin-1.
    """
    seen, todo = set[int](), [root]
    kept: list[object] = []  # so that no number is given twice
    while todo:
        each = todo.pop()
        if id(each) in seen or isinstance(each, _CODE):
            continue
        seen.add(id(each))
        kept.append(each)
        if isinstance(each, str):
            yield each
        elif isinstance(each, bytes | bytearray):
            yield each.decode("latin-1")
        else:
            todo += gc.get_referents(each)
