"""What the mock server raises when it cannot do what it was asked."""


class MockError(Exception):
    """The mock server cannot start or take an item; the message is one sentence and a hint."""
